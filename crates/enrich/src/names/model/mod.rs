//! Names by a model that was learned from marked texts.
//!
//! A conditional random field judges the words of a sentence together (Lafferty, McCallum, Pereira,
//! "Conditional random fields", 2001). Among what it knows of a word is what rules and lists
//! take it for: the model decides how far each is to be trusted.

mod classes;
mod decode;
mod features;
mod form;
mod forms;
mod packed;
mod reading;
mod tags;
#[cfg(feature = "training")]
pub(crate) mod training;
mod weights;

use annalist_model::EntityKind;
use annalist_tables::DataError;

use self::classes::ClassTable;
use self::decode::{Decoder, Transitions};
use self::features::PLACES;
use self::forms::{Forms, Kept};
use self::packed::Packed;
use self::reading::{Company, Piece, Reading};
use self::tags::{NO_NAME, PerTag, TAGS};
use self::weights::Weights;
use super::candidate::Candidate;
use super::lexicon::NameLexicon;
use super::word::Word;
use crate::segment::Segments;

/// The file that comes with the program.
const FILE: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/names/names.model"));

/// What the file is called in errors.
const FILE_NAME: &str = "names/names.model";

/// The rule that a name of the model gives as its own.
pub(super) const RULE: &str = "model";

/// What was learned.
#[derive(Debug)]
pub(crate) struct NameModel {
    classes: ClassTable,
    weights: Weights,
    transitions: Transitions,
    sureness: Vec<(i32, u16)>,
    kept: Kept,
}

impl NameModel {
    /// The model that comes with the program.
    pub(crate) fn load() -> Result<NameModel, DataError> {
        NameModel::read(FILE)
    }

    pub(crate) fn read(file: &[u8]) -> Result<NameModel, DataError> {
        let packed = Packed::read(file).map_err(|message| DataError {
            file: FILE_NAME.to_owned(),
            line: 0,
            message: message.to_owned(),
        })?;
        let weight = |before: usize, tag: usize| {
            packed.transitions.get(before).map_or(0, |row| i32::from(row[tag]))
        };
        Ok(NameModel {
            weights: Weights::new(&packed.features),
            transitions: Transitions::new(weight),
            classes: ClassTable::new(packed.words),
            sureness: packed.sureness,
            kept: Kept::default(),
        })
    }

    /// The names of a document, where rules and lists take `taken` for names.
    pub(super) fn names(
        &self,
        segments: &Segments<'_>,
        sentences: &[Vec<Word>],
        taken: &[Candidate],
        lexicon: &NameLexicon,
    ) -> Vec<Candidate> {
        let mut forms = self.kept.take();
        let reading = Reading::new(segments, sentences, taken, &self.classes, lexicon, &mut forms);
        let mut of_companies = vec![None; reading.companies.len()];
        let (mut decoder, mut heard) = (Decoder::default(), Vec::new());
        let (mut kept, mut sums) = (Vec::new(), Vec::new());
        let (mut tags, mut found) = (Vec::new(), Vec::new());
        for (pieces, words) in reading.sentences.iter().zip(sentences) {
            kept.clear();
            kept.extend((0..pieces.len()).filter(|at| !is_among_plain(pieces, *at)));
            sums.clear();
            sums.extend(kept.iter().map(|at| {
                let of_companies = &mut of_companies;
                self.sum(&reading.companies, of_companies, &mut forms, &mut heard, (pieces, *at))
            }));
            decoder.best(&sums, &self.transitions, &mut tags);
            let names = tags::names_of(&tags);
            if names.is_empty() {
                continue;
            }
            let leads = decoder.leads(&sums, &self.transitions, &tags);
            for (range, kind) in names {
                let named = kept.get(range.clone()).unwrap_or_default();
                let (Some(first), Some(last)) = (named.first(), named.last()) else { continue };
                let titles = match kind {
                    EntityKind::Person => titles_before(words.get(*first..=*last), lexicon),
                    _ => 0,
                };
                let token = |at: usize| Some(pieces.get(at)?.token);
                let ends = token(*first + titles).zip(token(*last));
                let lead = leads.get(range).and_then(|leads| leads.iter().min()).copied();
                let score = self.sureness_of(lead.unwrap_or_default());
                if let Some(span) = ends.and_then(|(from, to)| segments.span(from..to + 1)) {
                    found.push(Candidate { span, kind, score, rule: RULE });
                }
            }
        }
        self.kept.keep(forms);
        found
    }

    /// The weights of each tag for a word. What its company in the document says is kept in
    /// `of_companies`.
    fn sum(
        &self,
        companies: &[Company],
        of_companies: &mut [Option<PerTag>],
        forms: &mut Forms,
        heard: &mut Vec<u64>,
        (pieces, at): (&[Piece], usize),
    ) -> PerTag {
        let mut sums = [0; TAGS];
        let Some(piece) = pieces.get(at).filter(|piece| !piece.is_plain) else { return PLAIN };
        for (index, place) in PLACES.iter().enumerate() {
            let form = Reading::form_beside(pieces, at, -place);
            forms.add(form, index, &self.weights, &mut sums);
        }
        if let Some((known, company)) =
            of_companies.get_mut(piece.company).zip(companies.get(piece.company))
        {
            let own = known.get_or_insert_with(|| {
                let mut own = [0; TAGS];
                heard.clear();
                features::of_document(company, forms, |feature| heard.push(feature));
                self.weights.add_all(heard, &mut own);
                own
            });
            for (sum, value) in sums.iter_mut().zip(own) {
                *sum += *value;
            }
        }
        let five = Reading::five(forms, pieces, at);
        heard.clear();
        features::of_company(five, |feature| heard.push(feature));
        self.weights.add_all(heard, &mut sums);
        sums
    }

    /// How sure a name is whose tags are so far ahead of others, per mille.
    fn sureness_of(&self, lead: i32) -> u16 {
        let steps = self.sureness.partition_point(|(from, _)| *from <= lead);
        steps.checked_sub(1).and_then(|step| self.sureness.get(step)).map_or(500, |(_, sure)| *sure)
    }
}

/// How many of the words are titles before the name of a person; never all.
fn titles_before(words: Option<&[Word]>, lexicon: &NameLexicon) -> usize {
    let words = words.unwrap_or_default();
    let mut titles = 0;
    while let Some((length, _)) = words.get(titles..).and_then(|rest| lexicon.title(rest)) {
        if titles + length >= words.len() {
            break;
        }
        titles += length;
    }
    titles
}

/// What speaks for each tag of a plain word: it belongs to no name.
const PLAIN: PerTag = {
    let mut sums = [-CERTAIN; TAGS];
    sums[NO_NAME] = 0;
    sums
};

/// More than any weights of a word sum up to.
const CERTAIN: i32 = 100_000;

/// Whether the word is plain and both its neighbours are, so that nothing depends on it.
fn is_among_plain(pieces: &[Piece], at: usize) -> bool {
    let is_plain = |piece: Option<&Piece>| piece.is_none_or(|piece| piece.is_plain);
    let before = at.checked_sub(1).and_then(|before| pieces.get(before));
    is_plain(pieces.get(at)) && is_plain(before) && is_plain(pieces.get(at + 1))
}
