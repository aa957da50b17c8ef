//! The values of the classes and ids of a page, each once: a page says most of them many times, and
//! what they say needs reading once.

use std::num::NonZeroU32;

use foldhash::{HashMap, HashMapExt};

/// A value, by its place among those of its page, counted from one: so none takes no room of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Name(NonZeroU32);

impl Name {
    /// Its place, counted from zero.
    pub(crate) fn place(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// The values, in the order in which the page says them first.
pub(crate) struct Names<'t> {
    known: HashMap<&'t str, Name>,
    values: Vec<&'t str>,
}

impl<'t> Names<'t> {
    pub(crate) fn new() -> Names<'t> {
        Names { known: HashMap::new(), values: Vec::new() }
    }

    /// The name of a value, and whether it is said for the first time.
    pub(crate) fn add(&mut self, value: &'t str) -> (Name, bool) {
        let next = Name(NonZeroU32::MIN.saturating_add(self.values.len() as u32));
        let name = *self.known.entry(value).or_insert(next);
        if name == next {
            self.values.push(value);
        }
        (name, name == next)
    }

    /// All values.
    pub(crate) fn values(&self) -> &[&'t str] {
        &self.values
    }
}
