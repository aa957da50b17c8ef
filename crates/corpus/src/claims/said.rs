//! Who is quoted, over all documents.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::{Context, CorpusParty, CorpusSpeaker};
use crate::Passage;
use crate::digest::Digest;

/// Document and passages of a quotation.
type Quoted = (u32, Vec<Passage>);

/// Only speakers who have a name are told apart over documents; others are left to the records.
pub(super) fn join(counted: &[(u32, &Digest)], context: &Context<'_>) -> Vec<CorpusSpeaker> {
    let mut by_speaker: BTreeMap<CorpusParty, Vec<Quoted>> = BTreeMap::new();
    for &(document, digest) in counted {
        for fact in &digest.claims.quotations {
            let speaker = context.party(document, &fact.speaker);
            if speaker.entity.is_some() {
                by_speaker.entry(speaker).or_default().push((document, fact.passages.clone()));
            }
        }
    }
    let mut speakers: Vec<CorpusSpeaker> = by_speaker
        .into_iter()
        .map(|(speaker, quotations)| CorpusSpeaker { speaker, quotations })
        .collect();
    speakers.sort_by(|a, b| {
        let rank = |it: &CorpusSpeaker| (Reverse(it.quotations.len()), it.speaker.entity);
        rank(a).cmp(&rank(b))
    });
    speakers
}
