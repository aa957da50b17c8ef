//! Who is quoted, over all documents.

use std::io;

use super::facts::QuotationFact;
use super::join::Teller;
use super::{CorpusParty, CorpusSpeaker};
use crate::Passage;
use crate::store::{Scratch, Sorter};
use crate::stored::{self, Stored};

/// A quotation: who speaks, and the document and the passages that give it.
type Quoted = (CorpusParty, (u32, Vec<Passage>));

/// Speakers: quotation by quotation until they are joined, from then on those of the collection.
pub(super) struct Speakers<'s> {
    scratch: &'s dyn Scratch,
    sorted: Sorter<'s>,
    pub(super) count: u32,
}

impl<'s> Speakers<'s> {
    pub(super) fn new(scratch: &'s dyn Scratch) -> Speakers<'s> {
        Speakers { scratch, sorted: Sorter::new(scratch), count: 0 }
    }

    /// Adds a quotation. Only speakers who have a name are told apart over documents; others are left
    /// to the records.
    pub(super) fn add(&mut self, teller: &Teller, fact: &QuotationFact) -> io::Result<()> {
        let speaker = teller.party(&fact.speaker);
        let Some(entity) = speaker.entity else { return Ok(()) };
        let quoted: Quoted = (speaker, (teller.document, fact.passages.clone()));
        let mut payload = Vec::new();
        quoted.write(&mut payload);
        self.sorted.push(&entity.to_be_bytes(), &payload)
    }

    /// Puts together what one says.
    pub(super) fn join(mut self) -> io::Result<Speakers<'s>> {
        let mut joined = Speakers::new(self.scratch);
        let mut open: Option<CorpusSpeaker> = None;
        self.sorted.each(&mut |_, payload| {
            let (speaker, quotation): Quoted = stored::read(payload)?;
            match &mut open {
                Some(known) if known.speaker == speaker => known.quotations.push(quotation),
                _ => {
                    let next = CorpusSpeaker { speaker, quotations: vec![quotation] };
                    if let Some(speaker) = open.replace(next) {
                        joined.push(&speaker)?;
                    }
                }
            }
            Ok(())
        })?;
        if let Some(speaker) = open {
            joined.push(&speaker)?;
        }
        Ok(joined)
    }

    fn push(&mut self, speaker: &CorpusSpeaker) -> io::Result<()> {
        let mut rank = (!(speaker.quotations.len() as u32)).to_be_bytes().to_vec();
        rank.extend_from_slice(&speaker.speaker.entity.unwrap_or_default().to_be_bytes());
        let mut payload = Vec::new();
        speaker.write(&mut payload);
        self.count += 1;
        self.sorted.push(&rank, &payload)
    }

    /// Shows the speakers of the collection: that of most quotations first.
    pub(super) fn each(
        &mut self,
        see: &mut dyn FnMut(CorpusSpeaker) -> io::Result<()>,
    ) -> io::Result<()> {
        self.sorted.each(&mut |_, payload| see(stored::read(payload)?))
    }
}
