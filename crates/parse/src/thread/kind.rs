//! What an element has in common with those that play the same part in other items: its name and
//! class, and those of the element above.

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::page::Page;

/// The part that a node plays in an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Kind(u64);

impl Kind {
    /// The kind of what the vocabulary of a page declares to play a part.
    pub(super) const DECLARED: Kind = Kind(0);
}

/// The kind of a node within an item: with that of the element above, unless that is the item.
pub(super) fn within(page: &Page<'_>, node: usize, item: usize) -> Kind {
    let mut hasher = DefaultHasher::new();
    add(page, node, &mut hasher);
    match page.parent(node).filter(|_| node != item) {
        Some(above) if above != item => add(page, above, &mut hasher),
        _ => 0_u8.hash(&mut hasher),
    }
    Kind(hasher.finish())
}

fn add(page: &Page<'_>, node: usize, hasher: &mut DefaultHasher) {
    let Some(element) = page.element(node) else {
        "text".hash(hasher);
        return;
    };
    (*element.name.local).hash(hasher);
    let class = page.attribute(node, "class").unwrap_or_default();
    // A class with a number in it tells one item from the other.
    let mut words: Vec<&str> = class
        .split_ascii_whitespace()
        .take(8)
        .filter(|word| !word.bytes().any(|byte| byte.is_ascii_digit()))
        .collect();
    words.sort_unstable();
    words.hash(hasher);
    page.attribute(node, "itemprop").hash(hasher);
}
