//! What an element has in common with those that play the same part in other items: its name and
//! class, and those of the element above.

use html5ever::local_name;

use crate::fnv::Fnv;
use crate::page::Page;

/// The part that a node plays in an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Kind(u64);

impl Kind {
    /// The kind of what the vocabulary of a page declares to play a part.
    pub(super) const DECLARED: Kind = Kind(0);

    /// A number for the kind.
    pub(super) fn number(self) -> u64 {
        self.0
    }
}

/// The kind of a node within an item: with that of the element above, unless that is the item.
pub(super) fn within(page: &Page<'_>, node: usize, item: usize) -> Kind {
    let mut hash = Fnv::default();
    add(page, node, &mut hash);
    if let Some(above) = page.parent(node).filter(|&above| node != item && above != item) {
        add(page, above, &mut hash);
    }
    Kind(hash.finish())
}

fn add(page: &Page<'_>, node: usize, hash: &mut Fnv) {
    let Some(element) = page.element(node) else {
        hash.add_text("\n");
        return;
    };
    hash.add_text(&element.name.local);
    let (mut class, mut property) = ("", "");
    for (name, value) in &element.attrs {
        match name.local {
            local_name!("class") => class = value,
            local_name!("itemprop") => property = value,
            _ => (),
        }
    }
    // A class with a number in it tells one item from the other. The order of classes tells nothing.
    let words = class.split_ascii_whitespace().take(8);
    let words = words.filter(|word| !word.bytes().any(|byte| byte.is_ascii_digit()));
    let hash_of = |word: &str| {
        let mut hash = Fnv::default();
        hash.add_text(word);
        hash.finish()
    };
    hash.add(words.map(hash_of).fold(0, u64::wrapping_add));
    hash.add_text(property);
    hash.add_text("\t");
}
