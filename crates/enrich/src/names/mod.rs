//! Names: where people, organisations, places and groups are named.
//!
//! A [`Recogniser`] proposes stretches of text, each with a kind and a score. Several may look at
//! the same text, one with rules and one with a trained model; [`choose`] keeps the best of what
//! they propose, [`unknown`] names what nothing but a name explains, and [`echo`] finds again, within the document, what was found once for certain.

mod candidate;
mod echo;
mod lexicon;
mod lists;
mod rules;
mod unknown;
mod word;

pub(crate) use candidate::choose;
pub use candidate::{Candidate, Recogniser};
pub(crate) use lexicon::{NameLexicon, OrganisationWord, Particle, Title};
pub(crate) use rules::RuleRecogniser;
pub(crate) use word::fold;
use word::{Word, words_of};

use crate::segment::{SegmentWords, Segments};

/// The names that `recognisers` find, sorted and disjoint.
pub(crate) fn find(
    segments: &Segments<'_>,
    recognisers: &[Box<dyn Recogniser>],
    lexicon: &NameLexicon,
    segment_words: &SegmentWords,
) -> Vec<Candidate> {
    let proposed = recognisers.iter().flat_map(|it| it.candidates(segments)).collect();
    let mut chosen = choose(proposed);
    let sentences: Vec<Vec<Word>> = segments
        .sentences()
        .iter()
        .map(|sentence| words_of(segments, sentence, lexicon, segment_words))
        .collect();
    let unknown = unknown::find(segments, &sentences, &chosen, lexicon);
    chosen.extend(unknown);
    chosen.sort_by_key(|candidate| candidate.span);
    choose(echo::find_again(segments, chosen, &sentences, lexicon))
}
