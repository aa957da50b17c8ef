//! What the matcher of names says across a collection.

use annalist_corpus::{NameJudge, NamePair};
use annalist_enrich::{Enricher, PreparedName};
use annalist_model::EntityKind;

/// Score from which two names are near, per mille.
const NEAR: u16 = 700;

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
                let is_same = self.0.are_spellings(a, b);
                pairs.push(NamePair { one, other, is_same, score: found.score, rule: found.rule });
            }
        });
        pairs.sort_by_key(|pair| (pair.one, pair.other));
        pairs
    }
}
