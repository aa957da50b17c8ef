//! How readers judged a comment: approval less disapproval, as shown.

use super::region::Region;
use crate::page::Page;
use crate::roles::Roles;
use crate::thread::markup::Markup;

/// A count is no longer than this, in bytes: "1,204 points".
const LONGEST_COUNT: usize = 16;

/// The count that an item shows: in `told`, where its engine's markup says so, else in the first
/// element whose class speaks of votes.
pub(super) fn find(
    page: &Page<'_>,
    markup: &Markup,
    region: &Region,
    told: &[usize],
) -> Option<i32> {
    if let Some(votes) = told.iter().find_map(|&node| count_in(page, node)) {
        return Some(votes);
    }
    let mut marked = region.elements(page).filter(|&node| {
        page.roles(node).any(Roles::CONTROLS)
            && page.text_length(node) <= LONGEST_COUNT
            && page.attribute(node, "class").is_some_and(|class| markup.is_tally(class))
    });
    marked.find_map(|node| count_in(page, node))
}

/// The number that an element shows, and nothing beside it but a word.
fn count_in(page: &Page<'_>, node: usize) -> Option<i32> {
    let text = page.text(node);
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST_COUNT {
        return None;
    }
    let (sign, rest) = match text.strip_prefix(['-', '−', '–']) {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let number = rest.split_whitespace().next()?;
    let digits: String = number.chars().filter(|it| !matches!(it, ',' | '.')).collect();
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| digits.parse::<i32>().ok()).flatten().map(|count| sign * count)
}
