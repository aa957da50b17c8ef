//! Pages that a crawler met again, unchanged: which record has them.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::Record;

/// What a revisit refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolved {
    /// A page of the same archive: its number in the order of the pages.
    Page(usize),
    /// Nothing in the archive.
    Missing,
}

/// The pages met so far, by all that a revisit may name them by. Only hashes are kept.
#[derive(Debug, Default)]
pub struct Visits {
    pages: HashMap<u64, usize>,
    count: usize,
}

impl Visits {
    pub(super) fn add(&mut self, record: &Record) {
        let number = self.count;
        self.count += 1;
        for key in keys(record, ["warc-record-id", "warc-target-uri", "warc-date"]) {
            self.pages.entry(key).or_insert(number);
        }
    }

    pub(super) fn resolve(&self, revisit: &Record) -> Resolved {
        let names = ["warc-refers-to", "warc-refers-to-target-uri", "warc-refers-to-date"];
        let found = keys(revisit, names).find_map(|key| self.pages.get(&key));
        found.map_or(Resolved::Missing, |&number| Resolved::Page(number))
    }
}

/// By identifier, by address and time, and by digest.
fn keys(record: &Record, names: [&str; 3]) -> impl Iterator<Item = u64> {
    let [id, url, date] = names.map(|name| record.fields.get(name));
    let digest = record.fields.get("warc-payload-digest");
    let visit = url.zip(date).map(|(url, date)| key(&("visit", url, date)));
    [id.map(|id| key(&("id", id))), visit, digest.map(|it| key(&("digest", it)))]
        .into_iter()
        .flatten()
}

fn key(of: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}
