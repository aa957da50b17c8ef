//! Relations of several documents, by type and parties.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::facts::RelationFact;
use super::{Context, CorpusParty, CorpusRelation, Stance};
use crate::digest::Digest;

/// What makes two relations one.
type Key<'d> = (&'d str, CorpusParty, CorpusParty, Stance);

pub(super) fn join(counted: &[(u32, &Digest)], context: &Context<'_>) -> Vec<CorpusRelation> {
    let mut by_key: BTreeMap<Key<'_>, Vec<(u32, &RelationFact)>> = BTreeMap::new();
    for &(document, digest) in counted {
        for fact in &digest.claims.relations {
            let subject = context.party(document, &fact.subject);
            let object = context.party(document, &fact.object);
            let stance = Stance::of(fact.stand.modality);
            let is_itself = subject.entity.is_some() && subject.entity == object.entity;
            if !is_itself {
                let key = (fact.kind.as_str(), subject, object, stance);
                by_key.entry(key).or_default().push((document, fact));
            }
        }
    }
    let mut relations: Vec<CorpusRelation> = by_key
        .into_iter()
        .map(|((kind, subject, object, stance), facts)| CorpusRelation {
            kind: kind.to_owned(),
            subject,
            object,
            stance,
            sources: context.support(facts.iter().map(|(document, it)| (*document, &it.stand))),
            evidence: facts
                .iter()
                .map(|(document, it)| context.evidence(*document, &it.stand, it.role.as_ref()))
                .collect(),
        })
        .collect();
    relations.sort_by(|a, b| {
        let rank = |it: &CorpusRelation| (Reverse(it.sources), Reverse(it.evidence.len()));
        let key = |it: &CorpusRelation| {
            (
                it.subject.entity.is_none(),
                it.subject.entity,
                it.object.entity.is_none(),
                it.object.entity,
            )
        };
        (rank(a), key(a), &a.kind, &a.subject, &a.object, a.stance).cmp(&(
            rank(b),
            key(b),
            &b.kind,
            &b.subject,
            &b.object,
            b.stance,
        ))
    });
    relations
}
