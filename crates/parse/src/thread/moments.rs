//! Where a page shows a time: found once, and then looked up for each element that may be a
//! comment.

use std::cell::RefCell;

use annalist_model::{DateTime, Origin, Stamp};
use foldhash::HashMap;
use html5ever::local_name;

use super::Reading;
use crate::page::{Page, is_block};
use crate::roles::Roles;
use crate::stamp::minutes_of;

/// A shown time is no longer than this, in bytes.
const LONGEST_TIME: usize = 120;

/// A word that tells a time without a number is no shorter than this, in bytes: "hoy".
const SHORTEST_WORD: usize = 3;

/// A part of a time, such as a day without a year, counts where little else is said beside it.
const LONGEST_PART: usize = 40;

/// A time that a page shows.
#[derive(Clone, Debug)]
pub(super) struct Moment {
    /// The element that shows it.
    pub(super) node: usize,
    pub(super) stamp: Stamp,
    /// How plainly the page says that it is a time: the less, the plainer.
    pub(super) rank: u32,
    /// Whether it is when something was changed.
    pub(super) is_edit: bool,
}

/// The times of a page, in its order.
#[derive(Debug)]
pub(super) struct Moments {
    all: Vec<Moment>,
    /// The names that nodes hold, once they have been read: an element is looked at in each of the
    /// groups that it may belong to.
    names: RefCell<HashMap<usize, Option<String>>>,
}

impl Moments {
    /// The times that a page shows, but for those of a profile ("Joined 2012").
    pub(super) fn of(reading: &Reading<'_>) -> Moments {
        let page = reading.page;
        let mut found: Vec<Moment> = Vec::new();
        let mut node = 0;
        while node < page.len() {
            // What a page marks as a date for programs counts where no reader sees it.
            let is_marked =
                || page.attribute(node, "itemprop").is_some_and(|it| it.contains("date"));
            if !page.is_visible(node) && !is_marked() {
                node += 1;
                continue;
            }
            let moment = if page.element(node).is_some() {
                of_attributes(reading, node)
            } else {
                of_text(reading, node)
            };
            let Some(moment) = moment else {
                node += 1;
                continue;
            };
            // What stands within an element that is a time says the same once more.
            node = page.subtree(moment.node).end.max(node + 1);
            if let Some(moment) = labelled(reading, moment) {
                found.push(moment);
            }
        }
        found.sort_by_key(|moment| moment.node);
        found.dedup_by_key(|moment| moment.node);
        Moments { all: found, names: RefCell::default() }
    }

    /// The times within a stretch of the page.
    pub(super) fn within(&self, range: std::ops::Range<usize>) -> &[Moment] {
        let first = self.all.partition_point(|moment| moment.node < range.start);
        let last = self.all.partition_point(|moment| moment.node < range.end);
        &self.all[first..last.max(first)]
    }

    /// The name that a node holds, read by `read` the first time that it is asked for.
    pub(super) fn name_of(
        &self,
        node: usize,
        read: impl FnOnce() -> Option<String>,
    ) -> Option<String> {
        if let Some(known) = self.names.borrow().get(&node) {
            return known.clone();
        }
        let name = read();
        self.names.borrow_mut().insert(node, name.clone());
        name
    }
}

/// The time that the attributes of an element say; what it shows says in what zone.
pub(super) fn of_attributes(reading: &Reading<'_>, node: usize) -> Option<Moment> {
    let page = reading.page;
    let markup = &reading.words.markup;
    // Most elements have none of these, and are asked once.
    let may_say = page.element(node)?.attrs.iter().any(|(name, value)| match &*name.local {
        "datetime" => true,
        "content" => has_number(value),
        name => (name.starts_with("data-") || markup.is_hint(name)) && has_number(value),
    });
    if !may_say && !page.is(node, &local_name!("time")) {
        return None;
    }
    let property = page.attribute(node, "itemprop").or_else(|| page.attribute(node, "property"));
    let is_dated = property.is_some_and(|it| {
        let it = it.to_ascii_lowercase();
        it.contains("published") || it.contains("created") || it.ends_with("date")
    });
    let is_time = page.is(node, &local_name!("time")) || page.attribute(node, "datetime").is_some();
    let length = page.text_length(node);
    if length > LONGEST_TIME {
        return None;
    }
    for name in markup.time_attributes().chain(is_dated.then_some("content")) {
        let Some(value) = page.attribute(node, name).filter(|it| it.len() < LONGEST_TIME) else {
            continue;
        };
        let at = reading
            .words
            .stamps
            .read(value, reading.order)
            .or_else(|| if name.starts_with("data-") { since_1970(value) } else { None });
        let Some(at) = at else { continue };
        // Titles of pictures and of links to other pages hold dates as well.
        let is_hint = markup.is_hint(name);
        if is_hint && (length == 0 || page.is(node, &local_name!("img"))) {
            continue;
        }
        let shown = page.text(node);
        let is_shown = || is_shown_time(reading, &shown) || page.roles(node).any(Roles::TIME);
        if is_hint && (!is_shown() || contradicts(reading, at, &shown)) {
            continue;
        }
        let rank = match (is_time || is_dated, page.roles(node).any(Roles::TIME)) {
            (true, _) => 0,
            (_, true) => 1,
            _ => 2,
        };
        let value = in_shown_zone(reading, at, &shown);
        let bytes = page.attribute_bytes(node, name);
        let stamp = Stamp { value: Some(value), shown: None, origin: Origin::Markup, bytes };
        return Some(Moment { node, stamp, rank, is_edit: false });
    }
    if !is_time || length == 0 {
        return None;
    }
    let mut moment = of_words(reading, node, &page.text(node))?;
    moment.rank = 0;
    Some(moment)
}

/// Whether an attribute may hold a time.
fn has_number(value: &str) -> bool {
    value.len() < LONGEST_TIME && value.bytes().any(|byte| byte.is_ascii_digit())
}

/// Seconds or milliseconds since 1970.
fn since_1970(value: &str) -> Option<DateTime> {
    let number: i64 = value.trim().parse().ok()?;
    let seconds = match value.trim().len() {
        10 => number,
        13 => number / 1_000,
        _ => return None,
    };
    let at = jiff::Timestamp::from_second(seconds).ok()?;
    DateTime::parse_iso(&at.to_string()).filter(crate::stamp::is_plausible)
}

/// Whether an element shows another day than `at`.
fn contradicts(reading: &Reading<'_>, at: DateTime, shown: &str) -> bool {
    let days = |at: DateTime| crate::stamp::day_number(&at.date);
    let shown = reading.words.stamps.read(shown, reading.order).and_then(days);
    matches!((shown, days(at)), (Some(shown), Some(told)) if (shown - told).abs() > 1)
}

/// The same point in time as `at`, which is told in UTC, as the clock of the page shows it: then
/// the zone of the page is known as well.
fn in_shown_zone(reading: &Reading<'_>, at: DateTime, shown: &str) -> DateTime {
    let zoned = || {
        let local = reading.words.stamps.read(shown, reading.order)?;
        let time = local.time?;
        if at.offset != Some(0) || local.offset.is_some() {
            return None;
        }
        let distance = minutes_of(&local)? - minutes_of(&at)?;
        let is_zone =
            distance != 0 && distance % 15 == 0 && (-12 * 60..=14 * 60).contains(&distance);
        let second = at.time?.second();
        let time = annalist_model::Time::new(time.hour(), time.minute(), second)?;
        is_zone.then_some(DateTime {
            date: local.date,
            time: Some(time),
            offset: Some(i16::try_from(distance).ok()?),
        })
    };
    zoned().unwrap_or(at)
}

/// The time that a piece of text shows, alone or with what stands beside it.
fn of_text(reading: &Reading<'_>, node: usize) -> Option<Moment> {
    let page = reading.page;
    if page.text_length(node) == 0 {
        return None;
    }
    let text = page.text_node(node)?.trim();
    if text.len() >= LONGEST_TIME {
        return None;
    }
    let has_number = text.bytes().any(|byte| byte.is_ascii_digit());
    if text.len() < SHORTEST_WORD && !has_number {
        return None;
    }
    // Without a number, only a few words tell a time: "yesterday", "an hour ago".
    if text.len() > LONGEST_PART && !has_number {
        return None;
    }
    let holder = page.parent(node)?;
    if page.is(holder, &local_name!("option")) {
        return None;
    }
    let mut moment = of_words(reading, node, text)?;
    if moment.stamp.value.is_none_or(|at| at.time.is_none()) {
        complete(reading, &mut moment);
    }
    if moment.node == node {
        // The element itself, where it shows the time and nothing else.
        let is_alone = page.text_length(holder) == crate::letters::letters(text);
        moment.node = if is_alone { holder } else { node };
    }
    let own = if page.element(moment.node).is_some() { moment.node } else { holder };
    if page.roles(own).any(Roles::TIME) {
        moment.rank = 1;
    }
    Some(moment)
}

/// Reads on where a time is parted over several elements: the day in one, the year or the clock in
/// the next.
fn complete(reading: &Reading<'_>, moment: &mut Moment) {
    let page = reading.page;
    let stamps = &reading.words.stamps;
    let known = moment.stamp.value;
    let around = page.ancestors(moment.node).take(3);
    for above in around.take_while(|&above| page.text_length(above) < LONGEST_TIME) {
        let shown = parted(page, above);
        let Some(whole) = stamps.read(&shown, reading.order) else { continue };
        match known {
            Some(known) if whole.date == known.date && whole.time.is_some() => {
                moment.stamp.value = Some(whole);
                return;
            }
            None => {
                moment.stamp.value = Some(whole);
                moment.stamp.shown = None;
                moment.stamp.bytes = page.text_bytes(above);
                moment.node = above;
                moment.rank = moment.rank.max(3);
                return;
            }
            _ => (),
        }
    }
}

/// The words below `node`, each piece of text parted from the next: a day and a clock may stand in
/// elements without a blank between them.
fn parted(page: &Page<'_>, node: usize) -> String {
    let pieces: Vec<&str> = page
        .subtree(node)
        .filter(|&it| page.is_visible(it))
        .filter_map(|it| page.text_node(it))
        .map(str::trim)
        .filter(|it| !it.is_empty())
        .collect();
    pieces.join(" ")
}

/// The time that the words in `node` show.
fn of_words(reading: &Reading<'_>, node: usize, text: &str) -> Option<Moment> {
    let stamps = &reading.words.stamps;
    let made = |value, shown| Moment {
        node,
        stamp: Stamp { value, shown, origin: Origin::Markup, bytes: reading.page.text_bytes(node) },
        rank: if text.len() <= LONGEST_PART { 2 } else { 3 },
        is_edit: false,
    };
    if let Some(at) = stamps.read(text, reading.order) {
        return Some(made(Some(at), None));
    }
    if text.len() > LONGEST_TIME / 2 {
        return None;
    }
    let bare = text.trim_matches(|it: char| !it.is_alphanumeric() && !"().".contains(it));
    let shown = || Some(crate::page::folded(bare));
    if stamps.is_relative(text) {
        let at = reading.saved_at.and_then(|saved_at| stamps.read_relative(text, saved_at));
        return Some(made(at, shown()));
    }
    let is_part = text.len() <= LONGEST_PART
        && text.bytes().any(|byte| byte.is_ascii_digit())
        && stamps.is_partial(text);
    is_part.then(|| made(None, shown()))
}

fn is_shown_time(reading: &Reading<'_>, shown: &str) -> bool {
    let stamps = &reading.words.stamps;
    stamps.read(shown, reading.order).is_some()
        || stamps.is_relative(shown)
        || stamps.is_partial(shown)
}

/// The moment with what the words before it say of it; none where it is of a profile.
fn labelled(reading: &Reading<'_>, mut moment: Moment) -> Option<Moment> {
    let page = reading.page;
    let before = words_before(page, moment.node);
    let mut text = before;
    if page.element(moment.node).is_none() || page.text_length(moment.node) < LONGEST_TIME {
        let own = page.text(moment.node);
        let start = reading.words.stamps.start_in(&own, reading.order).unwrap_or(0);
        text.push(' ');
        text.push_str(own.get(..start).unwrap_or_default());
    }
    let label = reading.words.labels_before(&text);
    moment.is_edit = label.edited || names_edit(reading, &text);
    (!label.profile).then_some(moment)
}

/// Whether a line says of some change before it gives its time: "Last edited by Ada; 3 May".
fn names_edit(reading: &Reading<'_>, text: &str) -> bool {
    let ends = text.match_indices([' ', ':', ';']).map(|(at, _)| at).take(12);
    ends.into_iter().any(|at| reading.words.labels_before(&text[..at]).edited)
}

/// The words of the line before a node, up to some.
fn words_before(page: &Page<'_>, node: usize) -> String {
    let mut line = node;
    for above in page.ancestors(node).take(4) {
        if page.length_within(above..node) > 0 {
            line = above;
            break;
        }
        // A label often stands in a block of its own beside the block with the value.
        if page.text_length(above) > LONGEST_TIME {
            break;
        }
    }
    if line == node || page.length_within(line..node) > 4 * LONGEST_TIME {
        return String::new();
    }
    let mut text = String::new();
    // What stands in a block before it is another line, unless it is a label: "Joined".
    let block = (line..node).rev().take(60).find(|&it| {
        page.element(it).is_some_and(|element| is_block(&element.name.local))
            && page.length_within(it..node) > 0
    });
    let start = match block {
        Some(block) => {
            let end = page.subtree(block).end;
            let is_label =
                || page.text_length(block) <= LONGEST_PART && page.length_within(end..node) == 0;
            if end > node || is_label() { block } else { end }
        }
        None => line,
    };
    page.add_text(start..node, &mut text);
    text
}
