//! A document as the model sees it.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use annalist_model::BlockKind;

use super::classes::ClassTable;
use super::features::{Seen, Surroundings};
use super::form::Form;
use super::forms::{BEFORE, BEHIND, Forms};
use crate::hash::{join, of_bytes};
use crate::names::candidate::Candidate;
use crate::names::lexicon::NameLexicon;
use crate::names::word::Word;
use crate::segment::{Segments, TokenKind};

/// A word at its place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    /// Its form, as an index.
    pub(super) form: usize,
    /// What stands beside it wherever the document has it, as an index.
    pub(super) company: usize,
    /// Its token, as an index.
    pub(super) token: usize,
    pub(super) surroundings: Surroundings,
    /// Whether it cannot belong to a name: a common word in lower case, a number or a mark, among
    /// others of that kind.
    pub(super) is_plain: bool,
}

/// The words of a document, each with what is known of it.
#[derive(Debug)]
pub(super) struct Reading {
    pub(super) sentences: Vec<Vec<Piece>>,
    /// What stands beside each word wherever the document has it, by the company of its form.
    pub(super) companies: Vec<Company>,
}

/// What stands beside a word in a document, wherever it has the word.
#[derive(Clone, Debug, Default)]
pub(super) struct Company {
    /// How often the word is there, with a capital that is no matter of course.
    pub(super) times: usize,
    /// Forms before it, each once.
    pub(super) before: Vec<usize>,
    /// Forms behind it, each once.
    pub(super) behind: Vec<usize>,
    /// What rules and lists take it for, each once.
    pub(super) taken_for: Vec<u64>,
}

/// Most neighbours of a word that are heard.
const MOST_COMPANY: usize = 8;

/// Bits of what the document says of a word elsewhere.
const IN_LOWER_CASE: u32 = 1;
const WITH_CAPITAL: u32 = 2;

/// How near a word must be to another to tell something of it.
const NEAR: usize = 2;

/// The flag of words in titles and headings.
const IN_HEADING: u32 = 1 << 4;

impl Reading {
    /// The document as it is read, where rules and lists take `taken`, which are sorted, for names.
    pub(super) fn new(
        segments: &Segments<'_>,
        sentences: &[Vec<Word>],
        taken: &[Candidate],
        classes: &ClassTable,
        lexicon: &NameLexicon,
        forms: &mut Forms,
    ) -> Reading {
        let companies = vec![Company::default()];
        let mut reading = Reading { sentences: Vec::with_capacity(sentences.len()), companies };
        for words in sentences {
            let flags = flags_of_sentence(words);
            let pieces = words.iter().map(|word| {
                let flags = flags | u32::from(word.capital_is_free) | u32::from(word.glued) << 1;
                let surroundings = Surroundings { flags, ..Surroundings::default() };
                let is_plain = is_dull(word, lexicon);
                let token = word.token;
                Piece { form: BEHIND, company: 0, token, surroundings, is_plain }
            });
            reading.sentences.push(pieces.collect());
        }
        reading.mark(segments, taken);
        for (sentence, pieces) in segments.sentences().iter().zip(&mut reading.sentences) {
            keep_plain_among_plain(pieces);
            if matches!(sentence.block, BlockKind::Title | BlockKind::Heading(_)) {
                for piece in pieces {
                    piece.surroundings.flags |= IN_HEADING;
                }
            }
        }
        reading.look_elsewhere(sentences);
        reading.add_forms(segments, sentences, classes, lexicon, forms);
        reading.gather_company(sentences, forms);
        reading
    }

    /// Notes what stands beside each word that is written as names are.
    fn gather_company(&mut self, sentences: &[Vec<Word>], forms: &Forms) {
        let mut known: HashMap<u64, usize, RandomState> = HashMap::default();
        for (pieces, words) in self.sentences.iter_mut().zip(sentences) {
            for (at, word) in words.iter().enumerate() {
                let before = Reading::form_beside(pieces, at, -1);
                let behind = Reading::form_beside(pieces, at, 1);
                let Some(piece) = pieces.get_mut(at).filter(|piece| !piece.is_plain) else {
                    continue;
                };
                if !word.is_named || word.is_function_word {
                    continue;
                }
                piece.company = *known.entry(forms.get(piece.form).lower).or_insert_with(|| {
                    self.companies.push(Company::default());
                    self.companies.len() - 1
                });
                if let Some(company) = self.companies.get_mut(piece.company) {
                    company.times += 1;
                    note(&mut company.before, before);
                    note(&mut company.behind, behind);
                    note(&mut company.taken_for, piece.surroundings.taken_for);
                }
            }
        }
    }

    /// Notes at each word that is not plain how the document writes it elsewhere.
    fn look_elsewhere(&mut self, sentences: &[Vec<Word>]) {
        let judged = self.sentences.iter().flatten().zip(sentences.iter().flatten());
        let judged = judged.filter(|(piece, _)| !piece.is_plain);
        let mut known: HashMap<&str, u32, RandomState> =
            judged.map(|(_, word)| (word.lower.as_str(), 0)).collect();
        for word in sentences.iter().flatten() {
            let seen = match (word.is_named, word.capital_is_free) {
                (false, _) => IN_LOWER_CASE,
                (true, false) => WITH_CAPITAL,
                (true, true) => continue,
            };
            if let Some(known) = known.get_mut(word.lower.as_str()) {
                *known |= seen;
            }
        }
        let pieces = self.sentences.iter_mut().flatten().zip(sentences.iter().flatten());
        for (piece, word) in pieces.filter(|(piece, _)| !piece.is_plain) {
            piece.surroundings.elsewhere = known.get(word.lower.as_str()).copied().unwrap_or(0);
        }
    }

    /// Gives each word its form that is not plain, or stands near to one that is not.
    fn add_forms(
        &mut self,
        segments: &Segments<'_>,
        sentences: &[Vec<Word>],
        classes: &ClassTable,
        lexicon: &NameLexicon,
        forms: &mut Forms,
    ) {
        for (pieces, words) in self.sentences.iter_mut().zip(sentences) {
            for (at, word) in words.iter().enumerate() {
                let around = at.saturating_sub(NEAR)..(at + NEAR + 1).min(pieces.len());
                let around = pieces.get(around).unwrap_or_default();
                let is_near = around.iter().any(|piece| !piece.is_plain);
                if let Some(piece) = pieces.get_mut(at).filter(|_| is_near) {
                    let written = segments.word(word.token);
                    let make = || Form::new(written, word, classes, lexicon);
                    piece.form = forms.index_of(written, make);
                }
            }
        }
    }

    /// Notes at each word what rules and lists take it for.
    fn mark(&mut self, segments: &Segments<'_>, taken: &[Candidate]) {
        let mut taken = taken.iter().peekable();
        for piece in self.sentences.iter_mut().flatten() {
            let Some(span) = segments.tokens().get(piece.token).map(|token| token.span) else {
                continue;
            };
            while taken.next_if(|it| it.span.end() <= span.start()).is_some() {}
            let Some(name) = taken.peek().filter(|it| it.span.start() < span.end()) else {
                continue;
            };
            piece.is_plain = false;
            let begins = name.span.start() >= span.start();
            let is_part = name.span.end() < span.end() || name.span.start() > span.start();
            let place = u64::from(begins) | u64::from(is_part) << 1;
            piece.surroundings.taken_for = join(name.kind as u64 + 1, place);
            piece.surroundings.rule =
                join(of_bytes(name.rule.as_bytes()), piece.surroundings.taken_for);
        }
    }

    /// A word of a sentence with the two on each side.
    pub(super) fn five<'a>(forms: &'a Forms, pieces: &[Piece], at: usize) -> [Seen<'a>; 5] {
        std::array::from_fn(|place| {
            let piece = (at + place).checked_sub(2).and_then(|at| pieces.get(at));
            let outside = if at + place < 2 { BEFORE } else { BEHIND };
            let form = piece.map_or(outside, |piece| piece.form);
            Seen {
                form: forms.get(form),
                surroundings: piece.map(|piece| piece.surroundings).unwrap_or_default(),
            }
        })
    }

    /// The form of the word so far before or behind another.
    pub(super) fn form_beside(pieces: &[Piece], at: usize, place: isize) -> usize {
        let beside = at.checked_add_signed(place);
        let outside = if beside.is_none() { BEFORE } else { BEHIND };
        beside.and_then(|at| pieces.get(at)).map_or(outside, |piece| piece.form)
    }
}

/// Adds what is new to a short list.
fn note<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if list.len() < MOST_COMPANY && !list.contains(&item) {
        list.push(item);
    }
}

/// Whether the word by itself gives no reason to take it for a part of a name.
fn is_dull(word: &Word, lexicon: &NameLexicon) -> bool {
    match word.kind {
        TokenKind::Mark | TokenKind::Number => true,
        TokenKind::Word | TokenKind::Clitic => {
            !word.is_named
                && !word.all_capitals
                && (word.is_function_word || lexicon.is_common(&word.lower))
        }
        TokenKind::Address => false,
    }
}

/// Leaves plain only words whose neighbours are plain too: small words join the parts of names.
fn keep_plain_among_plain(pieces: &mut [Piece]) {
    let mut before = true;
    for at in 0..pieces.len() {
        let behind = pieces.get(at + 1).is_none_or(|piece| piece.is_plain);
        let Some(piece) = pieces.get_mut(at) else { break };
        let own = piece.is_plain;
        piece.is_plain = own && before && behind;
        before = own;
    }
}

/// What a sentence says of all its words: it is a headline, or it is written without capitals or
/// without lower case.
fn flags_of_sentence(words: &[Word]) -> u32 {
    let is_headline = words.len() > 1 && words.iter().all(|word| word.capital_is_free);
    let shouts = words.iter().filter(|word| word.all_capitals).count() * 2 > words.len();
    let has_capitals = words.iter().any(|word| word.is_named);
    u32::from(is_headline) << 2 | u32::from(shouts) << 3 | u32::from(!has_capitals) << 5
}
