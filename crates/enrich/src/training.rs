//! What those who train the model of names ask for; no part of the product.

use crate::{DataError, Enricher};

pub use crate::names::RuleScore;
pub use crate::names::training::{Lesson, TAGS, Teacher, WordClasses, may_follow, tags_of};

/// An enricher with the model of this file and these scores of rules.
///
/// # Errors
///
/// The first line of a data file that cannot be used, or what is wrong with the model.
pub fn enricher(model: &[u8], scores: &[RuleScore]) -> Result<Enricher, DataError> {
    let mut enricher = Enricher::new()?;
    enricher.finder.learn(model)?;
    enricher.finder.score_rules(scores);
    Ok(enricher)
}
