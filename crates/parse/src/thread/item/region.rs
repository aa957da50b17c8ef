//! The nodes of one item.

use std::ops::Range;

use crate::page::Page;

/// The nodes of one item: its element and the siblings that belong to it, without the items within
/// them.
#[derive(Clone, Debug)]
pub(in crate::thread) struct Region {
    pub(in crate::thread) node: usize,
    /// The siblings that hold what it announces, in the order of the page: after it, or before it.
    pub(in crate::thread) after: Vec<usize>,
    /// Its nodes, as stretches of the page in order.
    stretches: Vec<Range<usize>>,
}

impl Region {
    /// The region of the item at `node` and the siblings `after` it; `items` are those of the whole
    /// thread, sorted.
    pub(in crate::thread) fn new(
        page: &Page<'_>,
        node: usize,
        after: Vec<usize>,
        items: &[usize],
    ) -> Region {
        let mut stretches = Vec::new();
        let mut roots: Vec<usize> = std::iter::once(node).chain(after.iter().copied()).collect();
        roots.sort_unstable();
        for root in roots {
            let range = page.subtree(root);
            let mut next = range.start;
            let mut inner = items.partition_point(|&item| item <= root);
            while let Some(&item) = items.get(inner).filter(|&&item| item < range.end) {
                if item > next {
                    stretches.push(next..item);
                }
                next = page.subtree(item).end.max(next);
                inner = items.partition_point(|&other| other < next);
            }
            if next < range.end {
                stretches.push(next..range.end);
            }
        }
        Region { node, after, stretches }
    }

    /// Its nodes in order.
    pub(in crate::thread) fn nodes(&self) -> impl Iterator<Item = usize> + '_ {
        self.stretches.iter().cloned().flatten()
    }

    /// Its nodes as stretches of the page.
    pub(in crate::thread) fn stretches(&self) -> &[Range<usize>] {
        &self.stretches
    }

    /// How many nodes it has.
    pub(in crate::thread) fn size(&self) -> usize {
        self.stretches.iter().map(Range::len).sum()
    }

    /// The elements that it stands in.
    pub(in crate::thread) fn roots(&self) -> impl Iterator<Item = usize> + '_ {
        std::iter::once(self.node).chain(self.after.iter().copied())
    }

    /// Whether `node` is one of its nodes.
    pub(in crate::thread) fn contains(&self, node: usize) -> bool {
        let next = self.stretches.partition_point(|stretch| stretch.end <= node);
        self.stretches.get(next).is_some_and(|stretch| stretch.contains(&node))
    }

    /// The elements of the region that a reader sees.
    pub(in crate::thread) fn elements<'r>(
        &'r self,
        page: &'r Page<'_>,
    ) -> impl Iterator<Item = usize> + 'r {
        self.nodes().filter(|&node| page.element(node).is_some() && page.is_visible(node))
    }

    /// Bytes of its words that stand in `node`.
    pub(in crate::thread) fn length_in(&self, page: &Page<'_>, node: usize) -> usize {
        let own = page.subtree(node);
        let first = self.stretches.partition_point(|stretch| stretch.end <= own.start);
        let within = self.stretches[first..].iter().take_while(|stretch| stretch.start < own.end);
        let parts = within.map(|it| it.start.max(own.start)..it.end.min(own.end));
        parts.map(|it| page.length_within(it)).sum()
    }
}
