//! The nodes of one item.

use crate::page::Page;

/// The nodes of one item: the item without the items within it.
#[derive(Clone, Debug)]
pub(in crate::thread) struct Region {
    pub(in crate::thread) node: usize,
    pub(in crate::thread) nodes: Vec<usize>,
}

impl Region {
    /// The region of the item at `node`; `items` are those of the whole thread, sorted.
    pub(in crate::thread) fn new(page: &Page<'_>, node: usize, items: &[usize]) -> Region {
        let range = page.subtree(node);
        let mut nodes = Vec::new();
        let mut next = node;
        let mut inner = items.partition_point(|&item| item <= node);
        while next < range.end {
            if items.get(inner) == Some(&next) {
                let end = page.subtree(next).end;
                next = end;
                inner = items.partition_point(|&item| item < end);
                continue;
            }
            nodes.push(next);
            next += 1;
        }
        Region { node, nodes }
    }

    /// The elements of the region.
    pub(in crate::thread) fn elements<'r>(
        &'r self,
        page: &'r Page<'_>,
    ) -> impl Iterator<Item = usize> + 'r {
        self.nodes
            .iter()
            .copied()
            .filter(|&node| page.element(node).is_some() && page.is_visible(node))
    }
}
