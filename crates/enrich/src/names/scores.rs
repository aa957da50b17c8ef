//! How sure names are that only rules and lists found: as often as such names were right in marked
//! texts.
//!
//! What a rule asks to be scored by itself says which of several rules goes first, and no more.
//! `cargo xtask train names` counts how often each is right, and writes the table.

use annalist_tables::{DataError, data_file, read_rows};

use super::candidate::Candidate;
use crate::hash::WordMap;

/// How many in a thousand of the names of a rule are right.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(not(feature = "training"), expect(unreachable_pub, reason = "only training shows it"))]
pub struct RuleScore {
    /// The rule.
    pub rule: &'static str,
    /// Where rules and lists decide alone.
    pub alone: u16,
    /// Of the names that the model has not found.
    pub beside: u16,
}

/// The scores of all rules.
#[derive(Debug)]
pub(crate) struct RuleScores(WordMap<&'static str, RuleScore>);

impl RuleScores {
    pub(super) fn load() -> Result<RuleScores, DataError> {
        let rows = read_rows(data_file!("names/rule-scores.tsv"), 5)?;
        let scores = rows.iter().map(|row| {
            Ok(RuleScore { rule: row.cell(0), alone: row.number(1)?, beside: row.number(3)? })
        });
        Ok(RuleScores::new(scores.collect::<Result<Vec<_>, DataError>>()?))
    }

    pub(super) fn new(scores: impl IntoIterator<Item = RuleScore>) -> RuleScores {
        RuleScores(scores.into_iter().map(|score| (score.rule, score)).collect())
    }

    /// Scores names that rules and lists found alone.
    pub(super) fn score_alone(&self, names: &mut [Candidate]) {
        self.score(names, |score| score.alone);
    }

    /// Scores names that the model has not found.
    pub(super) fn score_beside(&self, names: &mut [Candidate]) {
        self.score(names, |score| score.beside);
    }

    fn score(&self, names: &mut [Candidate], choose: impl Fn(&RuleScore) -> u16) {
        for name in names {
            name.score = self.0.get(name.rule).map_or(name.score, &choose);
        }
    }
}

#[cfg(test)]
mod tests {
    use annalist_model::{EntityKind, Span};

    use super::*;

    #[test]
    fn a_name_is_as_sure_as_its_rule_and_keeps_its_score_if_that_is_not_known() {
        let scores = RuleScores::new([RuleScore { rule: "known", alone: 700, beside: 100 }]);
        let name = |rule| {
            let span = Span::new(0, 4).unwrap();
            Candidate { span, kind: EntityKind::Person, score: 950, rule }
        };
        let mut names = [name("known"), name("new")];
        scores.score_alone(&mut names);
        assert_eq!(names.each_ref().map(|it| it.score), [700, 950]);
        scores.score_beside(&mut names);
        assert_eq!(names.each_ref().map(|it| it.score), [100, 950]);
    }
}
