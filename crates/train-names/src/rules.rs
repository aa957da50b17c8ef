//! How often names are right that only rules and lists found, by the rule.

use std::collections::BTreeMap;
use std::fmt::Write;

use annalist_enrich::training::RuleScore;

use crate::score::Judged;

/// As many names as are thought to be known of each rule beforehand, so that a rule of few names is
/// neither always right nor never: alone they are right as often as those of all rules, beside the
/// model as often as those of the rule alone.
const KNOWN_BEFORE: f64 = 10.0;

/// Rules of names that the sets by their convention mark otherwise, so that they cannot tell how often
/// they are right: parts of compounds ("Iran-backed"), and “Al Qaeda in Iraq” as one name.
const NOT_MARKED: [&str; 2] = ["compound", "whole-name"];

/// How many names of a rule were found, and how many of them were right.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    right: usize,
    all: usize,
}

impl Count {
    fn add(&mut self, is_right: bool) {
        self.right += usize::from(is_right);
        self.all += 1;
    }

    /// The share that is right, where `before` is what is thought beforehand.
    fn share(self, before: f64) -> f64 {
        (self.right as f64 + KNOWN_BEFORE * before) / (self.all as f64 + KNOWN_BEFORE)
    }
}

/// Never none, never all.
fn in_a_thousand(share: f64) -> u16 {
    ((share * 1000.0).round() as u16).clamp(1, 995)
}

/// The score of a rule, and how many names tell it in either case.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Counted {
    pub(crate) score: RuleScore,
    names: [usize; 2],
}

/// The scores of all rules: by what they found alone, and by what the model did not find beside them.
pub(crate) fn scores(alone: &[Judged], beside: &[Judged]) -> Vec<Counted> {
    let mut counts: BTreeMap<&'static str, [Count; 2]> = BTreeMap::new();
    let mut usual = Count::default();
    for (way, names) in [alone, beside].into_iter().enumerate() {
        for name in names {
            if NOT_MARKED.contains(&name.rule) {
                continue;
            }
            counts.entry(name.rule).or_default()[way].add(name.is_right);
            if way == 0 {
                usual.add(name.is_right);
            }
        }
    }
    let usual = usual.right as f64 / usual.all.max(1) as f64;
    let score = |(rule, [alone, beside]): (&'static str, [Count; 2])| {
        let of_alone = alone.share(usual);
        let of_beside = beside.share(of_alone);
        Counted {
            score: RuleScore {
                rule,
                alone: in_a_thousand(of_alone),
                beside: in_a_thousand(of_beside),
            },
            names: [alone.all, beside.all],
        }
    };
    counts.into_iter().map(score).collect()
}

/// The table that comes with the program.
pub(crate) fn table(scores: &[Counted]) -> String {
    let mut table = HEAD.to_owned();
    for Counted { score: RuleScore { rule, alone, beside }, names: [of_alone, of_beside] } in scores
    {
        let _ = writeln!(table, "{rule}\t{alone}\t{of_alone}\t{beside}\t{of_beside}");
    }
    table
}

const HEAD: &str = "\
# How many in a thousand of the names are right that only rules and lists found, by the rule.
# `cargo xtask train names` counts them in texts that the model has not heard, and writes this table.
# rule	where rules and lists decide alone	of so many	of the names that the model has not found	of so many
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_as_sure_as_it_is_right() {
        let names = |rule, right: usize, all: usize| {
            (0..all).map(move |at| Judged { rule, score: 0, is_right: at < right })
        };
        let alone: Vec<_> = names("few", 0, 1).chain(names("many", 900, 999)).collect();
        let beside: Vec<_> = names("many", 10, 100).collect();
        let scores = scores(&alone, &beside);
        let told: Vec<_> =
            scores.iter().map(|it| (it.score.rule, it.score.alone, it.score.beside)).collect();
        assert_eq!(told, [("few", 818, 818), ("many", 901, 173)]);
        assert!(table(&scores).ends_with("\nfew\t818\t1\t818\t0\nmany\t901\t999\t173\t100\n"));
    }
}
