//! Names: where people, organisations, places and groups are named.
//!
//! A [`Recogniser`] proposes stretches of text, each with a kind and a score. Several may look at
//! the same text, one with rules and one with a trained model; [`choose`] keeps the best of what
//! they propose, and [`echo`] finds again, within the document, what was found once for certain.

mod candidate;
mod echo;
mod lexicon;
mod rules;
mod word;

pub(crate) use candidate::choose;
pub use candidate::{Candidate, Recogniser};
pub(crate) use lexicon::{NameLexicon, Particle};
pub(crate) use rules::RuleRecogniser;

use crate::segment::{SegmentWords, Segments};

/// The names that `recognisers` find, sorted and disjoint.
pub(crate) fn find(
    segments: &Segments<'_>,
    recognisers: &[Box<dyn Recogniser>],
    lexicon: &NameLexicon,
    segment_words: &SegmentWords,
) -> Vec<Candidate> {
    let proposed = recognisers.iter().flat_map(|it| it.candidates(segments)).collect();
    let chosen = choose(proposed);
    let echoed = echo::find_again(segments, chosen, lexicon, segment_words);
    choose(echoed)
}
