//! Dates of publication and change that the markup shows.

use annalist_model::{ByteRange, DateTime, Origin};
use html5ever::local_name;

use super::candidate::{Candidate, Field};
use super::date_labels::DateOf;
use super::looking::Looking;
use crate::page::names_of;
use crate::roles::Roles;

/// Dates of one page that are heard.
const MOST: usize = 40;

/// A line that shows a date is no longer than this, in bytes without blanks.
const LONGEST_LINE: usize = 90;

/// Nodes of a line that are looked at for a `time` element.
const WITHIN: usize = 60;

/// Words below the headline that are a good part of a text, in bytes.
const LONG: usize = 300;

/// Nodes above and below the headline whose lines belong to it.
const ABOVE: usize = 60;
const BELOW: usize = 240;

/// What is added to the rank of a date that stands far from the headline; so great it then is.
const AWAY: u32 = 40;
const FAR: u32 = 28 + AWAY;

/// A date that an element shows or holds.
struct Shown {
    at: DateTime,
    bytes: Option<ByteRange>,
    rank: u32,
    of: Option<DateOf>,
    /// Whether a reader sees the element.
    is_seen: bool,
}

/// A date that a reader sees on the page, around the headline.
pub(super) struct Beside {
    pub(super) at: DateTime,
    pub(super) origin: Origin,
    pub(super) bytes: Option<ByteRange>,
    /// Whether the page shows it as its own date: it stands beside the headline, and no word says
    /// that it is one of a change.
    pub(super) is_own: bool,
}

/// What is added to the rank of a date that tells no day: "Joined: Feb 2019" stands beside many a
/// post.
pub(super) fn coarseness(at: &DateTime) -> u32 {
    if at.date.day().is_some() { 0 } else { 8 }
}

impl Looking<'_> {
    /// Dates in `time` elements, in elements whose class says that they show one, in attributes
    /// made for them, and in short lines around the headline. Gives those that stand around it.
    pub(super) fn read_dates(&self, candidates: &mut Vec<Candidate>) -> Vec<Beside> {
        let before = candidates.len();
        let mut beside = Vec::new();
        let mut found = 0;
        for node in self.nodes() {
            if found >= MOST {
                break;
            }
            let shown = if self.page.element(node).is_some() {
                self.in_element(node).or_else(|| self.in_attribute(node))
            } else {
                self.in_line(node)
            };
            let Some(shown) = shown.filter(|_| !(self.is_comment)(node)) else { continue };
            found += 1;
            let field = match shown.of {
                Some(DateOf::Change) if self.is_topic => continue,
                Some(DateOf::Change) => Field::Modified,
                Some(DateOf::Other) => continue,
                Some(DateOf::Publication) | None => Field::Published,
            };
            if shown.is_seen && !self.is_away(node) {
                beside.push(Beside {
                    at: shown.at,
                    origin: Origin::Markup,
                    bytes: shown.bytes,
                    is_own: field == Field::Published && !self.page.stands_aside(node),
                });
            }
            candidates.push(Candidate {
                field,
                rank: shown.rank + self.remoteness(node) + coarseness(&shown.at),
                text: shown.at.to_string(),
                origin: Origin::Markup,
                bytes: shown.bytes,
            });
        }
        self.leave_out_others(candidates, before);
        beside
    }

    /// Leaves out dates far from the headline that differ: they are those of other pages.
    fn leave_out_others(&self, candidates: &mut Vec<Candidate>, from: usize) {
        let is_far = |it: &Candidate| it.field == Field::Published && it.rank >= FAR;
        let day = |it: &Candidate| it.text.get(..10).map(str::to_owned);
        let mut days = candidates[from..].iter().filter(|it| is_far(it)).map(day);
        let first = days.next();
        if days.any(|day| Some(day) != first) {
            let mut index = 0;
            candidates.retain(|it| {
                index += 1;
                index <= from || !is_far(it)
            });
        }
    }

    /// Elements made for dates, and the texts around the headline, in the order of the page.
    fn nodes(&self) -> Vec<usize> {
        let around = self.headline.map(|at| at.saturating_sub(ABOVE)..at + BELOW);
        let around = around.map(|it| it.start..it.end.min(self.page.len())).unwrap_or_default();
        let texts = around.filter(|&node| self.page.text_node(node).is_some());
        let mut nodes: Vec<usize> = self.places.dates.iter().copied().chain(texts).collect();
        nodes.sort_unstable();
        nodes
    }

    /// Whether a node stands far from the headline.
    fn is_away(&self, node: usize) -> bool {
        self.headline.is_some_and(|at| node + ABOVE < at || node > at + BELOW)
    }

    /// Bytes of the words between the headline and what stands below it.
    fn words_since(&self, headline: usize, node: usize) -> usize {
        self.page.length_within(self.page.subtree(headline).end.min(node)..node)
    }

    /// What is added to the rank of a date that stands away from the headline.
    fn remoteness(&self, node: usize) -> u32 {
        // A little above the headline still belongs to it; far below stand other articles.
        let away = match self.headline {
            Some(_) if self.is_away(node) => AWAY,
            Some(at) if node < at => 10,
            // What stands behind the text may be the date of something else.
            Some(at) if self.words_since(at, node) > LONG => 12,
            _ => 0,
        };
        away + if self.page.stands_aside(node) { 20 } else { 0 }
    }

    /// The date of an element that says that it shows one, from its attributes first.
    fn in_element(&self, node: usize) -> Option<Shown> {
        let page = self.page;
        let is_time = page.is(node, &local_name!("time"));
        if !page.is_visible(node)
            || (!is_time && !page.roles(node).any(Roles::TIME.or(Roles::BYLINE)))
        {
            return None;
        }
        let later = if is_time { 0 } else { 3 };
        for name in ["datetime", "content", "title"] {
            let value = page.attribute(node, name);
            if let Some(at) = value.and_then(|value| self.stamps.read(value, self.order)) {
                let rank = if page.attribute(node, "pubdate").is_some() { 28 } else { 32 };
                let bytes = page.attribute_bytes(node, name);
                let of = self.label_of(node);
                return Some(Shown { at, bytes, rank: rank + later, of, is_seen: true });
            }
        }
        // What a line says of the time in it, the time says itself.
        let holds_time = || {
            let mut inner = page.below(node).take(WITHIN);
            inner.any(|it| page.is(it, &local_name!("time")) && self.in_element(it).is_some())
        };
        if page.text_length(node) >= 200 || (!is_time && holds_time()) {
            return None;
        }
        let at = self.stamps.read(&page.text(node), self.order)?;
        let bytes = page.text_bytes(node);
        Some(Shown { at, bytes, rank: 36 + later, of: self.label_of(node), is_seen: true })
    }

    /// What the class of an element, or the words before its date, say of the date.
    pub(super) fn label_of(&self, node: usize) -> Option<DateOf> {
        let page = self.page;
        let mut before = String::new();
        if let Some(above) = page.parent(node).filter(|&it| page.text_length(it) < 200) {
            page.add_text(above..node, &mut before);
            before.push(' ');
        }
        let text = page.text(node);
        let date_at = text.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
        before.push_str(&text[..date_at]);
        self.words.dates.before_date(&before).or_else(|| {
            // An element around the date and nothing else: "updated-on".
            let length = page.text_length(node);
            let around = page.parent(node).filter(|&above| page.text_length(above) == length);
            let tells_change = |it| {
                page.element(it).is_some_and(|it| self.words.date_names.tell_change(names_of(it)))
            };
            [Some(node), around].into_iter().flatten().any(tells_change).then_some(DateOf::Change)
        })
    }

    /// The date in an attribute whose name says that it holds one: `created-timestamp`,
    /// `data-published-at`.
    fn in_attribute(&self, node: usize) -> Option<Shown> {
        let element = self.page.element(node)?;
        if matches!(element.name.local, local_name!("meta") | local_name!("time")) {
            return None;
        }
        element.attrs.iter().find_map(|(name, value)| {
            if !self.words.date_names.tell_holder(&name.local) || value.len() > 40 {
                return None;
            }
            let at = DateTime::parse_iso(value).filter(|at| at.date.day().is_some())?;
            let bytes = self.page.attribute_bytes(node, &name.local);
            let shown = Shown { at, bytes, rank: 52, of: None, is_seen: false };
            crate::stamp::is_plausible(&at).then_some(shown)
        })
    }

    /// The date in a short line around the headline.
    fn in_line(&self, node: usize) -> Option<Shown> {
        let page = self.page;
        let text = page.text_node(node)?;
        let headline = self.headline?;
        let is_near = node + ABOVE > headline && node < headline + BELOW;
        let line = page.parent(node)?;
        if !is_near
            || page.contains(headline, node)
            || !page.is_visible(node)
            || page.text_length(line) > LONGEST_LINE
            || !text.contains(|c: char| c.is_ascii_digit())
            || page.is(line, &local_name!("time"))
            || page.roles(line).any(Roles::TIME.or(Roles::BYLINE).or(Roles::CAPTION))
        {
            return None;
        }
        let at = self.stamps.read(text, self.order).filter(|at| at.date.day().is_some())?;
        let bytes = page.bytes_within(node, 0..text.len());
        let of = self.label_of(line);
        let is_beside = node > headline && self.words_since(headline, node) < LONGEST_LINE;
        let rank = match of {
            _ if is_beside => 41,
            Some(DateOf::Publication) => 44,
            _ => 57,
        };
        Some(Shown { at, bytes, rank, of, is_seen: true })
    }
}
