//! Who answers whom.

use super::{Item, Thread};
use crate::page::Page;

/// Gives each item the parent that the tree of the page gives it, else the last item before it
/// that is less deep.
pub(super) fn by_levels(page: &Page<'_>, items: &mut [(Item, Option<u32>)]) {
    let mut open: Vec<usize> = Vec::new();
    // Indices of items, each less deep than the next.
    let mut levels: Vec<(usize, u32)> = Vec::new();
    for index in 0..items.len() {
        let node = items[index].0.node;
        while open.last().is_some_and(|&above| !page.contains(items[above].0.node, node)) {
            open.pop();
        }
        let mut parent = open.last().copied();
        if let (None, Some(level)) = (parent, items[index].1) {
            while levels.last().is_some_and(|(_, known)| *known >= level) {
                levels.pop();
            }
            parent = levels.last().map(|(above, _)| *above);
            levels.push((index, level));
        }
        items[index].0.parent = parent;
        open.push(index);
    }
}

/// Makes sure that each parent stands before its child.
pub(super) fn settle(thread: &mut Thread) {
    for (index, item) in thread.items.iter_mut().enumerate() {
        item.parent = item.parent.filter(|&parent| parent < index);
    }
}
