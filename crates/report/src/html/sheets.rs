//! What documents give to pages on others, on sheets: passages and claims by the entity that they are
//! about, and the rows of the timeline in the order of time.

use std::collections::BTreeMap;
use std::io;

use annalist_corpus::{Collection, CorpusEntity, Roll, Scratch, Sorter};
use serde::{Deserialize, Serialize};

use super::share::Named;
use super::timeline::Row;
use super::told::Told;
use super::{HtmlError, HtmlFile, HtmlReport, entity, timeline};

/// Most claims that are kept for the page of one entity; the pages of the documents have all.
const CLAIMS: usize = 4_000;

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

/// One piece of what a document gives.
#[derive(Debug, Serialize, Deserialize)]
enum Piece {
    Told(u32, Box<Told>),
    /// Further passages that name what the document calls its entity of this number.
    Passages(u32, u32, Vec<Named>),
    /// A date whose sentence names it.
    Date(Box<Row>),
}

/// The same as [`Piece::Date`], of a row that stays where it is.
#[derive(Serialize)]
enum DateOf<'r> {
    Date(&'r Row),
}

/// What documents give to the page of an entity.
#[derive(Debug, Default)]
pub(super) struct Given {
    /// Claims, each with its document.
    pub(super) told: Vec<(u32, Told)>,
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

    pub(super) fn tell(&mut self, entity: u32, at: (u32, u32), told: &Told) -> io::Result<()> {
        self.give(entity, at, &Piece::Told(at.0, Box::new(told.clone())))
    }

    pub(super) fn name(
        &mut self,
        entity: u32,
        (document, local): (u32, u32),
        passages: Vec<Named>,
    ) -> io::Result<()> {
        self.give(entity, (document, u32::MAX), &Piece::Passages(document, local, passages))
    }

    pub(super) fn date(&mut self, entity: u32, row: &Row) -> io::Result<()> {
        // Behind all else.
        let mut key = [entity, u32::MAX, u32::MAX].map(u32::to_be_bytes).concat();
        key.extend_from_slice(&timeline::key(row));
        self.given.push(&key, &serde_json::to_vec(&DateOf::Date(row))?)
    }

    fn give(&mut self, entity: u32, at: (u32, u32), piece: &Piece) -> io::Result<()> {
        let key = [entity, at.0, at.1].map(u32::to_be_bytes).concat();
        self.given.push(&key, &serde_json::to_vec(piece)?)
    }

    /// Lays what is given to each entity together.
    fn settle(&mut self) -> io::Result<()> {
        let HtmlSheets { given, by_entity, places, .. } = self;
        let (mut open, mut pieces) = (None, (0, 0, Vec::new()));
        let mut close = |entity: Option<u32>, text: &[u8]| -> io::Result<()> {
            if let Some(entity) = entity {
                places.insert(entity, by_entity.push(&[text])?);
            }
            Ok(())
        };
        given.each(&mut |key, piece| {
            let entity = key.first_chunk().map(|it| u32::from_be_bytes(*it));
            if entity != open {
                close(open, &pieces.2)?;
                (open, pieces) = (entity, (0, 0, Vec::new()));
            }
            let is_date = key.len() > 12;
            let is_told = key.get(8..) != Some(&u32::MAX.to_be_bytes()) && !is_date;
            pieces.0 += usize::from(is_told);
            pieces.1 += usize::from(is_date);
            let has_room = match (is_told, is_date) {
                (true, _) => pieces.0 <= CLAIMS,
                (_, true) => pieces.1 <= DATES,
                _ => true,
            };
            if has_room {
                pieces.2.extend_from_slice(piece);
                pieces.2.push(b'\n');
            }
            Ok(())
        })?;
        close(open, &pieces.2)
    }
}

impl Given {
    fn read(text: &str) -> Given {
        let mut given = Given::default();
        for piece in text.lines().filter_map(|line| serde_json::from_str(line).ok()) {
            match piece {
                Piece::Told(document, told) => given.told.push((document, *told)),
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
