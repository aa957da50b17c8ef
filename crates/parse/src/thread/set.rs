//! Elements that are read together as items of a thread.

use super::Reading;
use super::engine::Engine;
use super::item::{self, Parts, Read, Region};
use super::moments::Moments;

/// Elements of one kind, each an item of a thread.
#[derive(Clone, Debug)]
pub(super) struct Set<'e> {
    pub(super) nodes: Vec<usize>,
    /// For each of them, the siblings after it that belong to it.
    pub(super) after: Vec<Vec<usize>>,
    /// The engine whose items they are, where one is known.
    pub(super) engine: Option<&'e Engine>,
}

impl Set<'_> {
    /// Reads the items; `all` are the elements of all items of the thread, sorted.
    pub(super) fn read(
        &self,
        reading: &Reading<'_>,
        moments: &Moments,
        all: &[usize],
    ) -> Vec<(Region, Read)> {
        let page = reading.page;
        let regions: Vec<Region> = self
            .nodes
            .iter()
            .zip(&self.after)
            .map(|(&node, after)| Region::new(page, node, after.clone(), all))
            .collect();
        let parts: Vec<Parts> = match self.engine {
            Some(engine) => regions.iter().map(|region| engine.parts(page, region)).collect(),
            None => Vec::new(),
        };
        let read = item::read(reading, moments, &regions, &parts);
        regions.into_iter().zip(read).collect()
    }

    /// How deep the items are nested, where their engine marks that.
    pub(super) fn levels(&self, reading: &Reading<'_>, regions: &[Region]) -> Option<Vec<u32>> {
        self.engine?.levels_of(reading.page, regions)
    }
}
