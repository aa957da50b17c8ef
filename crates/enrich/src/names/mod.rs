//! Names: where people, organisations, places and groups are named.
//!
//! [`rules`] and lists take stretches of text for names, each with a kind; [`unknown`] names what
//! nothing but a name explains, and [`echo`] finds again, within the document, what was found once
//! for certain. All this is evidence for the [`model`], which decides, where it knows the language of
//! the text. What another [`Recogniser`] proposes is heard beside it, and the surest stand.

mod candidate;
mod echo;
mod lexicon;
mod lists;
mod model;
mod rules;
mod unknown;
mod word;

use std::sync::Arc;

use annalist_model::Span;
use annalist_tables::DataError;

use candidate::choose;
pub use candidate::{Candidate, Recogniser};
pub(crate) use lexicon::{NameLexicon, OrganisationWord, Particle, Title};
use model::NameModel;
#[cfg(feature = "training")]
pub(crate) use model::training;
pub(crate) use word::fold;
use word::{Word, words_of};

use crate::segment::{SegmentWords, Segments};

/// Finds names.
#[derive(Debug)]
pub(crate) struct NameFinder {
    lexicon: Arc<NameLexicon>,
    segment_words: Arc<SegmentWords>,
    /// None where rules and lists are to decide.
    model: Option<NameModel>,
    others: Vec<Box<dyn Recogniser>>,
}

/// A text with what rules and lists take for names in it.
struct Evidence {
    sentences: Vec<Vec<Word>>,
    /// Sorted and disjoint.
    taken: Vec<Candidate>,
}

impl NameFinder {
    /// A finder with the model that comes with the program.
    pub(crate) fn load(
        lexicon: Arc<NameLexicon>,
        segment_words: Arc<SegmentWords>,
    ) -> Result<NameFinder, DataError> {
        let model = Some(NameModel::load()?);
        Ok(NameFinder { lexicon, segment_words, model, others: Vec::new() })
    }

    pub(crate) fn add(&mut self, recogniser: Box<dyn Recogniser>) {
        self.others.push(recogniser);
    }

    /// Lets rules and lists decide alone.
    pub(crate) fn forget_model(&mut self) {
        self.model = None;
    }

    /// Takes the model of a file.
    #[cfg(feature = "training")]
    pub(crate) fn learn(&mut self, file: &[u8]) -> Result<(), DataError> {
        self.model = Some(NameModel::read(file)?);
        Ok(())
    }

    /// The names of a text, sorted and disjoint.
    pub(crate) fn find(&self, segments: &Segments<'_>) -> Vec<Candidate> {
        let Evidence { sentences, taken } =
            Evidence::of(segments, &self.lexicon, &self.segment_words);
        let is_known = SegmentWords::is_plain_language(segments.language());
        let found = match self.model.as_ref().filter(|_| is_known) {
            Some(model) => {
                let found = model.names(segments, &sentences, &taken, &self.lexicon);
                with_evidence(segments, found, taken)
            }
            None => taken,
        };
        if self.others.is_empty() {
            return found;
        }
        let proposed = self.others.iter().flat_map(|it| it.candidates(segments));
        choose(found.into_iter().chain(proposed).collect())
    }
}

impl Evidence {
    fn of(
        segments: &Segments<'_>,
        lexicon: &NameLexicon,
        segment_words: &SegmentWords,
    ) -> Evidence {
        let sentences: Vec<Vec<Word>> = segments
            .sentences()
            .iter()
            .map(|sentence| words_of(segments, sentence, lexicon, segment_words))
            .collect();
        let mut chosen = choose(rules::find(segments, &sentences, lexicon, segment_words));
        chosen.extend(unknown::find(segments, &sentences, &chosen, lexicon));
        chosen.sort_by_key(|candidate| candidate.span);
        let taken = choose(echo::find_again(segments, chosen, &sentences, lexicon));
        Evidence { sentences, taken }
    }
}

/// The names that the model found, each with the rule or list that says the same, if one does; and
/// the names that are parts of words, which the model does not see.
fn with_evidence(
    segments: &Segments<'_>,
    mut found: Vec<Candidate>,
    taken: Vec<Candidate>,
) -> Vec<Candidate> {
    let mut evidence = taken.iter().peekable();
    for name in &mut found {
        while evidence.next_if(|it| it.span.start() < name.span.start()).is_some() {}
        if let Some(same) = evidence.peek().filter(|it| it.span == name.span && it.kind == name.kind) {
            name.rule = same.rule;
        }
    }
    let parts = taken.into_iter().filter(|it| it.rule == rules::COMPOUND);
    let free: Vec<Candidate> = parts
        .filter(|part| {
            let next = found.partition_point(|name| name.span.end() <= part.span.start());
            let around = found.get(next).filter(|name| name.span.start() < part.span.end());
            around.is_none_or(|name| is_word(segments, name.span))
        })
        .collect();
    if free.is_empty() {
        return found;
    }
    found.retain(|name| !free.iter().any(|part| name.span.contains(part.span)));
    found.extend(free);
    found.sort_by_key(|name| name.span);
    found
}

/// Whether the span is that of a single word.
fn is_word(segments: &Segments<'_>, span: Span) -> bool {
    span.slice(segments.text()).is_some_and(|name| !name.contains(char::is_whitespace))
}
