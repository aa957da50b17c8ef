//! Parts of a page that are left out.

use crate::page::Page;

/// Nodes that are left out, whole subtrees at a time.
#[derive(Clone, Debug)]
pub(crate) struct Mask {
    /// For each node, one past the end of the masked subtree that starts there.
    ends: Vec<u32>,
}

impl Mask {
    /// A mask that covers nothing of `page`.
    pub(crate) fn new(page: &Page<'_>) -> Mask {
        Mask { ends: vec![0; page.len()] }
    }

    /// Covers `node` and all below it.
    pub(crate) fn cover(&mut self, page: &Page<'_>, node: usize) {
        self.ends[node] = page.subtree(node).end as u32;
    }

    /// One past the end of the masked subtree that starts at `node`, where one does.
    pub(crate) fn end_at(&self, node: usize) -> Option<usize> {
        let end = self.ends[node] as usize;
        (end > node).then_some(end)
    }

    /// Whether `node` starts a masked subtree.
    pub(crate) fn covers(&self, node: usize) -> bool {
        self.ends[node] as usize > node
    }

    /// Whether `node` or one above it is masked.
    pub(crate) fn hides(&self, page: &Page<'_>, node: usize) -> bool {
        self.covers(node) || page.ancestors(node).any(|above| self.covers(above))
    }
}
