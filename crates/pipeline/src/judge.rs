//! What the matcher of names says across a collection.

use annalist_corpus::{NameJudge, NamePair};
use annalist_enrich::{Enricher, NameMatch, PreparedName};
use annalist_model::EntityKind;

/// Score from which two names are near, per mille.
const NEAR: u16 = 700;

/// Score from which two names of a collection are one, per mille, where each word of the one is a
/// word of the other.
const SAME: u16 = 930;

/// Rules by which names are one across documents: no word is left out, none is short for another.
const RULES: [&str; 4] = ["equal", "same-letters", "same-words", "words-agree"];

/// How words of names that are one may differ.
const LIKENESSES: [&str; 2] = ["equal", "sound"];

/// Judges names of a collection by how they are written.
pub(crate) struct Judge<'e>(pub(crate) &'e Enricher);

impl NameJudge for Judge<'_> {
    fn judge(&self, kind: EntityKind, names: &[&str]) -> Vec<NamePair> {
        let prepared: Vec<PreparedName> =
            names.iter().map(|name| self.0.prepare_name(name, kind)).collect();
        let mut pairs = Vec::new();
        self.0.each_near_pair(&prepared, |one, other| {
            let Some((a, b)) = prepared.get(one).zip(prepared.get(other)) else { return };
            if self.0.compare_names(a, b).0 >= NEAR {
                let found = self.0.explain_names(a, b);
                let is_same = is_same(&found);
                pairs.push(NamePair { one, other, is_same, score: found.score, rule: found.rule });
            }
        });
        pairs.sort_by_key(|pair| (pair.one, pair.other));
        pairs
    }
}

fn is_same(found: &NameMatch) -> bool {
    found.score >= SAME
        && RULES.contains(&found.rule.as_str())
        && found.pairs.iter().all(|pair| LIKENESSES.contains(&pair.likeness))
}
