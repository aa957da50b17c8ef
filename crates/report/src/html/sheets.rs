//! What documents give to pages on others, on sheets: passages and claims by the entity that they are
//! about, and the rows of the timeline in the order of time.

use std::collections::BTreeMap;
use std::io;

use annalist_corpus::{Collection, CorpusEntity, Roll, Scratch, Sorter};
use serde::{Deserialize, Serialize};

use super::joined::{Contradicting, Joined};
use super::share::Named;
use super::timeline::Row;
use super::told::{Sort, Told};
use super::{HtmlError, HtmlFile, HtmlReport, entity, timeline};

/// Most quotations that are kept for the page of one entity; the pages of the documents have all.
const QUOTATIONS: usize = 200;

/// Most relations, most events and most contradictions that are kept for it, and shown there.
pub(super) const CLAIMS: usize = 200;

/// Most dates that are kept for it, and shown there; the timeline has all.
pub(super) const DATES: usize = 200;

/// Bytes of what is given to pages that are made at once.
const AT_ONCE: usize = 4 << 20;

/// Entities whose pages are made at once.
const ENTITIES: usize = 512;

/// What documents give to pages on others.
pub struct HtmlSheets<'s> {
    given: Sorter<'s>,
    /// What is given to each entity, in their order, and where that begins.
    by_entity: Roll<'s>,
    places: BTreeMap<u32, u64>,
    /// The rows of the timeline.
    pub(super) rows: Sorter<'s>,
    /// Which parts of the search have a word.
    pub(super) words: Sorter<'s>,
    /// For the names of the graph: the documents whose articles name them.
    pub(super) beside: BTreeMap<u32, Vec<u32>>,
}

/// One piece of what a document gives, or documents together.
#[derive(Debug, Deserialize)]
enum Piece {
    Contradiction(Box<Contradicting>),
    Joined(Box<Joined>),
    Told(u32, Box<Told>),
    /// Further passages that name what the document calls its entity of this number.
    Passages(u32, u32, Vec<Named>),
    /// A date whose sentence names it.
    Date(Box<Row>),
}

/// The same as [`Piece`], of what stays where it is.
#[derive(Serialize)]
enum PieceOf<'r> {
    Contradiction(&'r Contradicting),
    Joined(&'r Joined),
    Told(u32, &'r Told),
    Passages(u32, u32, &'r [Named]),
    Date(&'r Row),
}

/// The sorts of pieces, in the order in which they lie.
#[derive(Clone, Copy)]
enum Lot {
    Contradictions,
    Relations,
    Events,
    Quotations,
    Passages,
    Dates,
}

impl Lot {
    /// How many of them are kept for one entity, by their places.
    const KEPT: [usize; 6] = [CLAIMS, CLAIMS, CLAIMS, QUOTATIONS, usize::MAX, DATES];
}

/// What documents give to the page of an entity.
#[derive(Debug, Default)]
pub(super) struct Given {
    /// What contradicts, and relations and events, each with all documents that tell of it.
    pub(super) contradictions: Vec<Contradicting>,
    pub(super) joined: Vec<Joined>,
    /// Quotations, each with its document.
    pub(super) quotations: Vec<(u32, Told)>,
    /// Passages, by document and by the number of the entity there.
    pub(super) passages: BTreeMap<(u32, u32), Vec<Named>>,
    /// Dates whose sentences name it, in the order of time.
    pub(super) dates: Vec<Row>,
}

/// An entity, with what its page is made of.
#[derive(Debug)]
pub struct HtmlEntity {
    entity: CorpusEntity,
    given: String,
}

impl<'s> HtmlSheets<'s> {
    /// Nothing yet; what does not fit in memory goes to sheets of `scratch`.
    pub fn new(scratch: &'s dyn Scratch) -> HtmlSheets<'s> {
        HtmlSheets {
            given: Sorter::new(scratch),
            by_entity: Roll::new(scratch),
            places: BTreeMap::new(),
            rows: Sorter::new(scratch),
            words: Sorter::new(scratch),
            beside: BTreeMap::new(),
        }
    }

    pub(super) fn contradict(
        &mut self,
        entity: u32,
        number: u32,
        it: &Contradicting,
    ) -> io::Result<()> {
        let at = number.to_be_bytes();
        self.give(entity, Lot::Contradictions, &at, &PieceOf::Contradiction(it))
    }

    /// Those of most sources come first.
    pub(super) fn join(&mut self, entity: u32, claim: &Joined) -> io::Result<()> {
        let (sources, documents, place) = claim.rank();
        let at = [!sources.0, !documents.0, place].map(u32::to_be_bytes).concat();
        let lot = if claim.sort == Sort::Event { Lot::Events } else { Lot::Relations };
        self.give(entity, lot, &at, &PieceOf::Joined(claim))
    }

    pub(super) fn quote(&mut self, entity: u32, at: (u32, u32), told: &Told) -> io::Result<()> {
        let place = [at.0, at.1].map(u32::to_be_bytes).concat();
        self.give(entity, Lot::Quotations, &place, &PieceOf::Told(at.0, told))
    }

    pub(super) fn name(
        &mut self,
        entity: u32,
        (document, local): (u32, u32),
        passages: &[Named],
    ) -> io::Result<()> {
        let at = [document, local].map(u32::to_be_bytes).concat();
        self.give(entity, Lot::Passages, &at, &PieceOf::Passages(document, local, passages))
    }

    pub(super) fn date(&mut self, entity: u32, row: &Row) -> io::Result<()> {
        self.give(entity, Lot::Dates, &timeline::key(row), &PieceOf::Date(row))
    }

    fn give(&mut self, entity: u32, lot: Lot, at: &[u8], piece: &PieceOf<'_>) -> io::Result<()> {
        let mut key = entity.to_be_bytes().to_vec();
        key.push(lot as u8);
        key.extend_from_slice(at);
        self.given.push(&key, &serde_json::to_vec(piece)?)
    }

    /// Lays what is given to each entity together.
    fn settle(&mut self) -> io::Result<()> {
        let HtmlSheets { given, by_entity, places, .. } = self;
        let (mut open, mut counts, mut pieces) = (None, [0; Lot::KEPT.len()], Vec::new());
        let mut close = |entity: Option<u32>, text: &[u8]| -> io::Result<()> {
            if let Some(entity) = entity {
                places.insert(entity, by_entity.push(&[text])?);
            }
            Ok(())
        };
        given.each(&mut |key, piece| {
            let entity = key.first_chunk().map(|it| u32::from_be_bytes(*it));
            if entity != open {
                close(open, &pieces)?;
                (open, counts, pieces) = (entity, [0; Lot::KEPT.len()], Vec::new());
            }
            let lot = key.get(4).map(|lot| usize::from(*lot)).unwrap_or_default();
            if let Some((count, kept)) = counts.get_mut(lot).zip(Lot::KEPT.get(lot))
                && *count < *kept
            {
                *count += 1;
                pieces.extend_from_slice(piece);
                pieces.push(b'\n');
            }
            Ok(())
        })?;
        close(open, &pieces)
    }
}

impl Given {
    fn read(text: &str) -> Given {
        let mut given = Given::default();
        for piece in text.lines().filter_map(|line| serde_json::from_str(line).ok()) {
            match piece {
                Piece::Contradiction(it) => given.contradictions.push(*it),
                Piece::Joined(claim) => given.joined.push(*claim),
                Piece::Told(document, told) => given.quotations.push((document, *told)),
                Piece::Date(row) => given.dates.push(*row),
                Piece::Passages(document, local, passages) => {
                    given.passages.insert((document, local), passages);
                }
            }
        }
        given
    }
}

impl HtmlReport<'_> {
    /// Shows the entities that have a page, some at once, with what their pages are made of. All
    /// that documents give has been taken before.
    ///
    /// # Errors
    ///
    /// Where a sheet cannot be read, or what `see` fails with.
    pub fn each_entity(
        &self,
        collection: &mut Collection<'_>,
        sheets: &mut HtmlSheets<'_>,
        see: &mut dyn FnMut(Vec<HtmlEntity>) -> io::Result<()>,
    ) -> io::Result<()> {
        sheets.settle()?;
        sheets.beside = self.chosen().into_iter().map(|it| (it, Vec::new())).collect();
        let (mut waiting, mut length, mut bytes) = (Vec::new(), 0, Vec::new());
        collection.each_entity(&mut |entity| {
            if let Some(beside) = sheets.beside.get_mut(&entity.id) {
                let by_articles = entity.documents.iter().filter(|it| it.article_mentions > 0);
                beside.extend(by_articles.map(|it| it.document));
            }
            if self.index.entity_page(entity.id).is_none() {
                return Ok(());
            }
            bytes.clear();
            if let Some(place) = sheets.places.get(&entity.id) {
                sheets.by_entity.at(*place, &mut bytes)?;
            }
            let given = String::from_utf8(bytes.clone()).map_err(io::Error::other)?;
            length += given.len();
            waiting.push(HtmlEntity { entity, given });
            if length >= AT_ONCE || waiting.len() >= ENTITIES {
                length = 0;
                see(std::mem::take(&mut waiting))?;
            }
            Ok(())
        })?;
        see(waiting)
    }

    /// The pages of an entity.
    ///
    /// # Errors
    ///
    /// Where a template of ours is broken.
    pub fn entity(&self, it: &HtmlEntity) -> Result<Vec<HtmlFile>, HtmlError> {
        entity::pages(self, &it.entity, &Given::read(&it.given))
    }
}
