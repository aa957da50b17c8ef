//! What those who train the model ask for: documents as lessons, and the file of what was learned.

use annalist_model::{Document, EntityKind, Span};

use super::classes::{ClassTable, Classes};
use super::forms::Forms;
use super::packed::Writer;
use super::reading::Reading;
use super::tags::{self, NO_NAME, first_of, rest_of};
use super::weights::number_of;
use super::{PLACES, features};
use crate::hash;
use crate::names::{Evidence, NameLexicon};
use crate::segment::{SegmentWords, segment};
use annalist_tables::DataError;

/// Number of tags that a word can have.
pub const TAGS: usize = tags::TAGS;

/// A sentence to learn from.
#[derive(Clone, Debug)]
pub struct Lesson {
    /// Where its words stand.
    pub words: Vec<Span>,
    /// The features of each, by their numbers.
    pub features: Vec<Vec<u32>>,
    /// Which of them cannot belong to a name, so that nothing is to be learned of them.
    pub plain: Vec<bool>,
}

/// What is known of a word before anything is learned.
#[derive(Clone, Debug)]
pub struct WordClasses {
    /// The word, in lower case.
    pub word: String,
    /// Its cluster among at most 255, and among at most 2,047.
    pub clusters: Option<(u8, u16)>,
    /// Lists that have it: one of five bits each.
    pub lists: u8,
}

/// Turns documents into lessons.
#[derive(Debug)]
pub struct Teacher {
    lexicon: NameLexicon,
    segment_words: SegmentWords,
    classes: ClassTable,
    words: Vec<(u32, u32)>,
}

impl Teacher {
    /// A teacher who knows these words.
    ///
    /// # Errors
    ///
    /// The first line of a data file that cannot be used.
    pub fn new(words: &[WordClasses]) -> Result<Teacher, DataError> {
        let mut packed: Vec<(u32, u32)> = words
            .iter()
            .map(|word| {
                let (coarse, fine) =
                    word.clusters.map_or((0, 0), |(coarse, fine)| (coarse + 1, fine + 1));
                let classes = Classes { coarse, fine, lists: word.lists };
                (number_of(hash::of_bytes(word.word.as_bytes())), classes.packed())
            })
            .collect();
        packed.sort_unstable();
        packed.dedup_by_key(|(number, _)| *number);
        let segment_words = SegmentWords::load()?;
        let lexicon = NameLexicon::load()?;
        let classes = ClassTable::new(packed.clone());
        Ok(Teacher { lexicon, segment_words, classes, words: packed })
    }

    /// The sentences of a document.
    pub fn lessons(&self, document: &Document) -> Vec<Lesson> {
        let segments = segment(document, &self.segment_words);
        let Evidence { sentences, taken } =
            Evidence::of(&segments, &self.lexicon, &self.segment_words);
        let mut forms = Forms::default();
        let reading =
            Reading::new(&segments, &sentences, &taken, &self.classes, &self.lexicon, &mut forms);
        let lesson = |pieces: &Vec<_>| Lesson {
            words: pieces
                .iter()
                .filter_map(|piece: &super::Piece| segments.tokens().get(piece.token))
                .map(|token| token.span)
                .collect(),
            plain: pieces.iter().map(|piece| piece.is_plain).collect(),
            features: (0..pieces.len())
                .map(|at| {
                    let mut found = Vec::new();
                    if pieces[at].is_plain {
                        return found;
                    }
                    let mut tell = |feature| found.push(number_of(feature));
                    for place in PLACES {
                        let form = Reading::form_beside(pieces, at, -place);
                        features::of_form(forms.get(form), place, &mut tell);
                    }
                    if let Some(company) = reading.companies.get(pieces[at].company) {
                        features::of_document(company, &forms, &mut tell);
                    }
                    features::of_company(Reading::five(&forms, pieces, at), &mut tell);
                    found
                })
                .collect(),
        };
        reading.sentences.iter().map(lesson).collect()
    }

    /// Whether a name is that of a nation, religion or the like.
    pub fn is_group(&self, name: &str) -> bool {
        self.lexicon.is_group(&name.to_lowercase())
    }

    /// The file of a model: the words that the teacher knows, and what was learned.
    pub fn pack(
        &self,
        features: &[(u32, [i8; TAGS])],
        transitions: &[[i16; TAGS]; TAGS + 1],
        sureness: &[(i32, u16)],
    ) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.words(&self.words);
        writer.features(features);
        writer.finish(transitions, sureness)
    }
}

/// The tags of the words of a lesson, where these spans are names; they do not overlap.
pub fn tags_of(lesson: &Lesson, names: &[(Span, EntityKind)]) -> Vec<u8> {
    let mut tags = vec![NO_NAME as u8; lesson.words.len()];
    for (name, kind) in names {
        let mut begins = true;
        for ((tag, word), is_plain) in tags.iter_mut().zip(&lesson.words).zip(&lesson.plain) {
            if *is_plain {
                begins = true;
            } else if word.start() < name.end() && name.start() < word.end() {
                *tag = if begins { first_of(*kind) } else { rest_of(*kind) } as u8;
                begins = false;
            }
        }
    }
    tags
}

/// Whether a word tagged `tag` may stand behind one tagged `before`; [`TAGS`] is before the first.
pub fn may_follow(before: usize, tag: usize) -> bool {
    if before == TAGS { !tags::is_rest(tag) } else { tags::may_follow(before, tag) }
}
