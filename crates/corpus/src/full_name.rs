//! The names that a judge of spellings is asked about, as each document gives them: for whoever judges
//! them elsewhere, before the collection is there.

use std::io;

use annalist_model::EntityKind;

use crate::entities::{is_judged, known_by};
use crate::key::{fullness, is_fuller};
use crate::stored::DigestView;
use crate::{Partial, See};

/// A full name of a person or of an organisation, as a document writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FullName {
    /// What it is a name of.
    pub kind: EntityKind,
    /// What the collection knows the name by: writings of one name share it.
    pub known_by: String,
    /// The writing.
    pub name: String,
    /// Its words. Of the writings of one name the judge sees that of most words; of several such,
    /// that whose bytes come first.
    pub words: usize,
}

impl FullName {
    /// Whether the judge sees this writing rather than another one of the same name.
    pub fn is_fuller_than(&self, other: &FullName) -> bool {
        is_fuller(&self.name, &other.name)
    }
}

impl Partial {
    /// Shows the full names that documents give, as [`Partial::to_bytes`] writes these.
    ///
    /// A document that is left out of the collection as the same as another one is not known as such
    /// here; its names are shown.
    ///
    /// # Errors
    ///
    /// Where the bytes hold anything else, or what `see` fails with.
    pub fn each_full_name(bytes: &[u8], see: See<'_, FullName>) -> io::Result<()> {
        DigestView::each(bytes, &mut |view| {
            let facts = view.entities.into_iter().map(|(fact, _)| fact).filter(is_judged);
            facts.into_iter().try_for_each(|fact| {
                let (known_by, words) = (known_by(&fact), fullness(&fact.name));
                see(FullName { kind: fact.kind, known_by, name: fact.name, words })
            })
        })
    }
}
