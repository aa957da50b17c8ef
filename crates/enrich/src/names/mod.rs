//! Names: where people, organisations, places and groups are named.
//!
//! [`rules`] and lists take stretches of text for names, each with a kind; [`unknown`] names what
//! nothing but a name explains, and [`echo`] finds again, within the document, what was found once
//! for certain. All this is evidence for the [`model`], which decides, where it knows the language of
//! the text. What another [`Recogniser`] proposes is heard beside it, and the surest stand.

mod agree;
mod candidate;
mod echo;
mod lexicon;
mod lists;
mod model;
mod rules;
mod scores;
mod unknown;
mod word;

use std::sync::Arc;

use annalist_tables::DataError;

use candidate::choose;
pub use candidate::{Candidate, Recogniser};
pub(crate) use lexicon::{Linker, NameLexicon, OrganisationWord, Particle, Side, Title};
use model::NameModel;
#[cfg(feature = "training")]
pub(crate) use model::training;
pub(crate) use rules::KNOWN;
#[cfg(feature = "training")]
pub use scores::RuleScore;
use scores::RuleScores;
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
    scores: RuleScores,
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
        let (model, scores) = (Some(NameModel::load()?), RuleScores::load()?);
        Ok(NameFinder { lexicon, segment_words, model, scores, others: Vec::new() })
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

    /// Takes other scores of rules.
    #[cfg(feature = "training")]
    pub(crate) fn score_rules(&mut self, scores: &[RuleScore]) {
        self.scores = RuleScores::new(scores.iter().copied());
    }

    /// The names of a text, sorted and disjoint.
    pub(crate) fn find(&self, segments: &Segments<'_>) -> Vec<Candidate> {
        let Evidence { sentences, taken } =
            Evidence::of(segments, &self.lexicon, &self.segment_words);
        let is_known = SegmentWords::is_plain_language(segments.language());
        let found = match self.model.as_ref().filter(|_| is_known) {
            Some(model) => {
                let found = model.names(segments, &sentences, &taken, &self.lexicon);
                agree::with_evidence(segments, found, taken, &self.lexicon, &self.scores)
            }
            None => {
                let mut found = taken;
                self.scores.score_alone(&mut found);
                found
            }
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
