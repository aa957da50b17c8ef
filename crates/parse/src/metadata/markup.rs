//! Authors and key words that the markup shows: bylines, `rel=author`, links to the pages of
//! authors, `rel=tag`.

use annalist_model::Origin;
use html5ever::local_name;

use super::address::parts;
use super::byline::SEAM;
use super::candidate::{Candidate, Field};
use super::date_labels::DateOf;
use super::dates::{Beside, coarseness};
use super::looking::Looking;
use crate::page::{Page, is_block, parts_words};
use crate::roles::Roles;

/// A line that names authors is no longer than this, in bytes without blanks.
const LONGEST: usize = 160;

/// Elements that are looked at for authors.
const MOST: usize = 60;

/// Elements of one byline stand no further apart than this, in nodes.
const APART: usize = 16;

/// Nodes above and below the headline that still belong to it.
const ABOVE: usize = 60;
const BELOW: usize = 160;

impl Looking<'_> {
    /// Elements that name authors by what they are called: of those that say it most plainly the
    /// one nearest to the headline, and what stands beside it; the others are heard later.
    pub(super) fn read_authors(&self, candidates: &mut Vec<Candidate>) {
        let mut found: Vec<(u32, usize)> = self
            .places
            .authors
            .iter()
            .filter_map(|&node| Some((self.author_rank(node)?, node)))
            .take(MOST)
            .collect();
        found.sort_by_key(|&(rank, node)| (rank, self.distance(node), node));
        let Some(&(best, mut at)) = found.first() else { return };
        let mut is_beside = true;
        for (rank, node) in found {
            is_beside &=
                rank == best && node.abs_diff(at) <= APART && (node == at || !self.is_topic);
            if is_beside {
                at = node;
            } else if self.is_topic {
                // Other posts, and who wrote them.
                return;
            }
            candidates.push(Candidate {
                field: Field::Author,
                rank: if is_beside { rank } else { rank + 20 },
                text: line_of(self.page, node),
                origin: Origin::Byline,
                bytes: self.page.text_bytes(node),
            });
        }
    }

    /// How plainly an element says that it names an author.
    fn author_rank(&self, node: usize) -> Option<u32> {
        let page = self.page;
        page.element(node)?;
        if !page.is_visible(node) || !(2..LONGEST).contains(&page.text_length(node)) {
            return None;
        }
        let roles = page.roles(node);
        let rank = if has_word(page.attribute(node, "rel"), "author") {
            20
        } else if roles.any(Roles::AUTHOR_BOX) {
            return None;
        } else if roles.any(Roles::BYLINE) && roles.any(Roles::AUTHOR) {
            24
        } else if roles.any(Roles::AUTHOR) && (self.is_topic || !roles.any(Roles::MEMBER)) {
            28
        } else if self.is_link_to_author(node) {
            30
        } else if roles.any(Roles::BYLINE) && self.words.bylines.opens_byline(&page.text(node)) {
            32
        } else {
            return None;
        };
        if self.is_of_something_else(node) {
            return None;
        }
        Some(rank + if page.stands_aside(node) { 30 } else { 0 })
    }

    /// Whether a link near the headline leads to the page of an author.
    fn is_link_to_author(&self, node: usize) -> bool {
        let page = self.page;
        page.is(node, &local_name!("a"))
            && self.headline.is_some_and(|at| (at..at + BELOW).contains(&node))
            && page.attribute(node, "href").is_some_and(|href| {
                let mut folders = parts(href);
                folders.by_ref().any(|folder| self.words.bylines.is_folder_of_authors(folder))
                    && folders.any(|rest| !rest.is_empty())
            })
    }

    /// Whether a node stands in a picture's caption, a form, or among comments.
    fn is_of_something_else(&self, node: usize) -> bool {
        let page = self.page;
        if !self.is_topic && (self.is_comment)(node) {
            return true;
        }
        let comments = if self.is_topic { Roles::NONE } else { Roles::COMMENTS };
        let popup = if self.is_topic { Roles::NONE } else { Roles::POPUP };
        let other = Roles::CAPTION.or(Roles::REPLY_FORM).or(popup).or(comments);
        page.with_ancestors(node).any(|above| {
            matches!(
                page.tag(above),
                local_name!("figure")
                    | local_name!("figcaption")
                    | local_name!("form")
                    | local_name!("label")
                    | local_name!("nav")
            ) || (page.roles(above).any(other) && !page.holds_headline(above))
        })
    }

    /// Whether a node is no part of a paragraph.
    fn stands_alone(&self, node: usize) -> bool {
        let page = self.page;
        let block = page.with_ancestors(node).find(|&it| is_block(&page.tag(it))).unwrap_or(node);
        page.text_length(block) < LONGEST || !page.is(block, &local_name!("p"))
    }

    /// Nodes between the headline and `node`; what stands above it is further away.
    fn distance(&self, node: usize) -> usize {
        match self.headline {
            Some(at) if node >= at => node - at,
            Some(at) if at - node <= ABOVE => BELOW + at - node,
            Some(at) => self.page.len() + at - node,
            None => 0,
        }
    }

    /// Lines that begin with a label, wherever they stand: "Author: Ada Lorne, port reporter".
    pub(super) fn read_labelled_lines(&self, candidates: &mut Vec<Candidate>) {
        let page = self.page;
        let lines = self.places.labelled.iter().copied().filter(|&node| page.is_visible(node));
        for node in lines.take(MOST) {
            let Some(line) = page.ancestors(node).find(|&it| is_block(&page.tag(it))) else {
                continue;
            };
            let is_first = page.text(line).starts_with(page.text(node).as_str());
            if is_first
                && page.text_length(line) < LONGEST
                && !page.stands_aside(line)
                && !self.is_of_something_else(line)
            {
                candidates.push(Candidate {
                    field: Field::Author,
                    rank: 27,
                    text: line_of(page, line),
                    origin: Origin::Byline,
                    bytes: page.text_bytes(line),
                });
            }
        }
    }

    /// The lines below the headline: "By Ada Lorne in Kelm, 12 January 1999"; gives the
    /// element, and the date in it.
    pub(super) fn read_line_below(
        &self,
        candidates: &mut Vec<Candidate>,
    ) -> Option<(usize, Option<Beside>)> {
        let page = self.page;
        let from = page.subtree(self.headline?).end;
        for node in from..page.len().min(from + BELOW) {
            let is_line = page.element(node).is_some()
                && page.is_visible(node)
                && (4..LONGEST).contains(&page.text_length(node))
                && self.stands_alone(node);
            if !is_line {
                continue;
            }
            let text = page.text(node);
            if !self.words.bylines.opens_byline(&text)
                || self.words.bylines.names(&line_of(page, node)).is_empty()
                || self.is_of_something_else(node)
            {
                continue;
            }
            let bytes = page.text_bytes(node);
            let before = text.find(|c: char| c.is_ascii_digit()).map_or("", |at| &text[..at]);
            let field = match self.words.dates.before_date(before) {
                Some(DateOf::Change) => Some(Field::Modified),
                Some(DateOf::Other) => None,
                Some(DateOf::Publication) | None => Some(Field::Published),
            };
            let dated = field.zip(self.stamps.read(&text, self.order));
            candidates.extend(dated.map(|(field, at)| Candidate {
                field,
                rank: 34 + coarseness(&at),
                text: at.to_string(),
                origin: Origin::Byline,
                bytes,
            }));
            // What a line says of the time in it, the time says itself.
            let holds_time = || page.below(node).any(|it| page.is(it, &local_name!("time")));
            let shown = dated.filter(|_| !holds_time()).map(|(field, at)| Beside {
                at,
                origin: Origin::Byline,
                bytes,
                is_own: field == Field::Published,
            });
            candidates.push(Candidate {
                field: Field::Author,
                rank: 26,
                text: line_of(page, node),
                origin: Origin::Byline,
                bytes,
            });
            return Some((node, shown));
        }
        None
    }

    /// Key words that the page links.
    pub(super) fn read_tag_links(&self, candidates: &mut Vec<Candidate>) {
        let page = self.page;
        for &node in &self.places.links {
            let is_tag = has_word(page.attribute(node, "rel"), "tag");
            let is_listed =
                || page.ancestors(node).take(6).any(|above| page.roles(above).any(Roles::TAGS));
            if (is_tag || is_listed())
                && !is_category(page, node)
                && !page.stands_aside(node)
                && page.text_length(node) < 80
            {
                candidates.push(Candidate {
                    field: Field::Tag,
                    rank: if is_tag { 30 } else { 60 },
                    text: page.text(node),
                    origin: Origin::Markup,
                    bytes: page.text_bytes(node),
                });
            }
        }
    }
}

/// The words of a line, with a seam wherever an element ends without a blank, or a link or a time
/// does, or a block.
pub(super) fn line_of(page: &Page<'_>, node: usize) -> String {
    let mut line = String::new();
    let mut last: Option<usize> = None;
    for it in page.subtree(node) {
        if page.element(it).is_some() && parts_words(&page.tag(it)) {
            line.push(SEAM);
        }
        let Some(text) = page.text_node(it).filter(|_| page.is_visible(it)) else { continue };
        if text.trim().is_empty() {
            line.push(' ');
            continue;
        }
        let is_apart = line.ends_with(|it: char| it.is_whitespace() || it == SEAM);
        let is_glued = !is_apart && !text.starts_with(char::is_whitespace);
        let is_marked = |at: usize| {
            page.ancestors(at)
                .take_while(|&above| above > node)
                .any(|above| matches!(page.tag(above), local_name!("a") | local_name!("time")))
        };
        if last.is_some_and(|last| is_glued || is_marked(last) != is_marked(it)) {
            line.push(SEAM);
        }
        line.push_str(text);
        last = Some(it);
    }
    line
}

fn has_word(value: Option<&str>, word: &str) -> bool {
    value
        .is_some_and(|value| value.split_ascii_whitespace().any(|it| it.eq_ignore_ascii_case(word)))
}

/// Whether a link leads to a part of the site and not to a key word.
fn is_category(page: &Page<'_>, node: usize) -> bool {
    page.attribute(node, "rel").is_some_and(|rel| rel.contains("category"))
        || page.attribute(node, "href").is_some_and(|href| href.contains("/category/"))
}
