//! Names by rules and lists.
//!
//! A run is a row of words with capitals, with the small words that join them. A run is cut at
//! titles, and what is left is told apart by its words, by the lists, and by what stands beside it.

use std::ops::Range;
use std::sync::Arc;

use annalist_model::{EntityKind, Span};

use super::candidate::{Candidate, Recogniser};
use super::lexicon::{Linker, NameLexicon, OrganisationWord, Particle, PlaceWord, Side};
use super::word::{Word, fold, words_of};
use crate::segment::{SegmentWords, Segments, TokenKind, is_hyphen};

/// Longest run, in words; longer ones are no names.
const LONGEST_RUN: usize = 12;

/// Longest name of a person, in words.
const LONGEST_PERSON: usize = 5;

/// Finds names by rules and lists.
#[derive(Debug)]
pub(crate) struct RuleRecogniser {
    lexicon: Arc<NameLexicon>,
    segment_words: Arc<SegmentWords>,
}

impl RuleRecogniser {
    pub(crate) fn new(
        lexicon: Arc<NameLexicon>,
        segment_words: Arc<SegmentWords>,
    ) -> RuleRecogniser {
        RuleRecogniser { lexicon, segment_words }
    }
}

impl Recogniser for RuleRecogniser {
    fn candidates(&self, segments: &Segments<'_>) -> Vec<Candidate> {
        let mut found = Vec::new();
        for sentence in segments.sentences() {
            let words = words_of(segments, sentence, &self.lexicon, &self.segment_words);
            let mut reader =
                SentenceReader { segments, words: &words, lexicon: &self.lexicon, found };
            reader.read();
            found = reader.found;
        }
        found
    }
}

/// What a row of words was taken for.
type Verdict = (EntityKind, &'static str, u16);

struct SentenceReader<'a> {
    segments: &'a Segments<'a>,
    words: &'a [Word],
    lexicon: &'a NameLexicon,
    found: Vec<Candidate>,
}

impl SentenceReader<'_> {
    fn read(&mut self) {
        let mut at = 0;
        let mut titled = false;
        while at < self.words.len() {
            if let Some(behind) = self.title_at(at) {
                titled = true;
                at = behind;
                continue;
            }
            let end = self.run_end(at).max(self.phrase_end(at));
            if end <= at + 1 && self.phrase_end(at) <= at && self.read_compound(at) {
                at += 1;
            } else if end > at {
                self.read_run(at..end, titled);
                at = end;
            } else {
                at += 1;
            }
            titled = false;
        }
    }

    fn word(&self, at: usize) -> Option<&Word> {
        self.words.get(at)
    }

    fn lower(&self, at: usize) -> &str {
        self.word(at).map_or("", |word| word.lower.as_str())
    }

    /// Where the name begins that a title at `at` belongs to. A title that is part of the name of
    /// an organisation or a place is none.
    fn title_at(&self, at: usize) -> Option<usize> {
        let (length, _) = self.lexicon.title(self.words.get(at..)?)?;
        let behind = at + length;
        let follows = self.begins_name(behind) || self.bracketed_end(behind).is_some();
        let end = self.run_end(at);
        let is_part = end > behind
            && self.word(at).is_some_and(|word| word.is_named)
            && self.by_words(at..end).is_some_and(|(kind, ..)| kind != EntityKind::Person);
        (follows && !is_part && self.phrase_end(at) <= at).then_some(behind)
    }

    /// The end of the known name at `at`, if one begins there with a capital.
    fn phrase_end(&self, at: usize) -> usize {
        let named = self.word(at).is_some_and(|word| word.is_named);
        let phrase = self.words.get(at..).filter(|_| named).and_then(|it| self.lexicon.phrase(it));
        phrase.map_or(at, |(length, _)| at + length)
    }

    /// Whether a name can begin at `at`.
    fn begins_name(&self, at: usize) -> bool {
        let Some(word) = self.word(at).filter(|word| word.is_named) else { return false };
        if word.is_function_word && !word.all_capitals {
            return false;
        }
        !(word.capital_is_free
            && self.lexicon.is_common(&word.lower)
            && !self.lexicon.is_known(&word.lower))
    }

    /// Whether a name can go on with the word at `at`.
    fn goes_on(&self, at: usize) -> bool {
        self.word(at).is_some_and(|word| {
            word.is_named
                && !(word.is_function_word && word.lower.chars().count() > 1)
                && !(word.capital_is_free
                    && self.lexicon.is_common(&word.lower)
                    && !self.makes_names(&word.lower))
        })
    }

    /// Whether names end in the word, so that it counts in a headline.
    fn makes_names(&self, lower: &str) -> bool {
        self.lexicon.is_known(lower)
            || self.lexicon.is_organisation_word(lower, OrganisationWord::Tail)
            || self.lexicon.is_place_word(lower, PlaceWord::Tail)
    }

    /// Behind a first name in square brackets that a name follows.
    fn bracketed_end(&self, at: usize) -> Option<usize> {
        let is_bracketed = self.word(at)?.is("[")
            && self.word(at + 1)?.is_named
            && self.word(at + 2)?.is("]")
            && self.word(at + 3)?.is_named
            && !self.word(at + 3)?.glued;
        is_bracketed.then_some(at + 3)
    }

    /// The end of the run that begins at `at`, or `at` where none does.
    fn run_end(&self, at: usize) -> usize {
        let mut end = match self.bracketed_end(at) {
            Some(end) => end + 1,
            None if self.begins_name(at) => at + 1,
            None if self.begins_with_particle(at) => at + 2,
            None => return at,
        };
        let mut has_head = self.is_head(at);
        while end - at < LONGEST_RUN {
            let Some(next) = self.run_step(at, end, has_head) else { break };
            has_head |= (end..next).any(|word| self.is_head(word));
            end = next;
        }
        end
    }

    fn begins_with_particle(&self, at: usize) -> bool {
        self.word(at).is_some_and(|word| {
            !word.is_named && self.lexicon.is_particle(&word.lower, Particle::Article)
        }) && !self.word(at).is_some_and(|word| word.is_function_word)
            && self.goes_on(at + 1)
    }

    fn is_head(&self, at: usize) -> bool {
        let lower = self.lower(at);
        self.word(at).is_some_and(|word| word.is_named)
            && (self.lexicon.is_organisation_word(lower, OrganisationWord::Head)
                || self.lexicon.is_place_word(lower, PlaceWord::HeadBeforeOf))
    }

    /// Where the run that has come to `end` goes on to.
    fn run_step(&self, start: usize, end: usize, has_head: bool) -> Option<usize> {
        if self.is_closed(start, end) {
            return None;
        }
        if self.goes_on(end) {
            return Some(end + 1);
        }
        if let Some(behind) = self.bracketed_end(end) {
            return Some(behind + 1);
        }
        let word = self.word(end)?;
        let next_is_named = self.goes_on(end + 1);
        if self.lexicon.is_particle(&word.lower, Particle::Inner) && !word.is_named {
            return next_is_named.then_some(end + 2);
        }
        match self.lexicon.linker(&word.lower) {
            Some(Linker::Of) if has_head => self.past_linker(end + 1),
            Some(Linker::On) if has_head && self.lexicon.is_common(self.lower(end + 1)) => {
                self.past_linker(end + 1)
            }
            Some(Linker::And) if word.kind == TokenKind::Mark => next_is_named.then_some(end + 2),
            Some(Linker::And) => {
                let joins = has_head
                    && (start..end)
                        .any(|at| self.lexicon.linker(self.lower(at)) == Some(Linker::Of))
                    && self.lexicon.is_common(self.lower(end - 1))
                    && self.lexicon.is_common(self.lower(end + 1));
                (joins && next_is_named).then_some(end + 2)
            }
            _ if word.is(",") => {
                let is_part = self.lexicon.linker(self.lower(end + 1)) == Some(Linker::AfterComma)
                    && self.word(end + 1)?.is_named;
                is_part.then_some(end + 2)
            }
            _ => None,
        }
    }

    /// Whether the last word of the run is one that names end in, such as a legal form.
    fn is_closed(&self, start: usize, end: usize) -> bool {
        end > start + 1 && self.lexicon.linker(self.lower(end - 1)) == Some(Linker::AfterComma)
    }

    /// Behind the article, if there is one, and the name word that must follow a linker.
    fn past_linker(&self, at: usize) -> Option<usize> {
        let behind = match self.lexicon.linker(self.lower(at)) {
            Some(Linker::Article) => at + 1,
            _ => at,
        };
        (self.goes_on(behind)).then_some(behind + 1)
    }

    /// Cuts a run at the titles in it, and judges what is left.
    fn read_run(&mut self, run: Range<usize>, titled: bool) {
        let whole = self.by_words(run.clone()).filter(|(kind, ..)| *kind != EntityKind::Person);
        let title = (run.start + 1..run.end)
            .find_map(|at| {
                let (length, _) = self.lexicon.title(self.words.get(at..run.end)?)?;
                (at + length < run.end && self.phrase_end(at) <= at).then_some((at, at + length))
            })
            .filter(|_| whole.is_none() || !titled);
        match title {
            Some((at, behind)) if whole.is_none() => {
                self.read_part(run.start..at, titled);
                self.read_run(behind..run.end, true);
            }
            _ => self.read_part(run, titled),
        }
    }

    /// Judges a row of words without titles.
    fn read_part(&mut self, part: Range<usize>, titled: bool) {
        if part.is_empty() {
            return;
        }
        if let Some(verdict) = self.judge(part.clone(), titled) {
            self.push(part, verdict);
            return;
        }
        // A part that is nothing as a whole may hold names that a list knows.
        let mut rest = part.start;
        let mut at = part.start;
        while at < part.end {
            let known = self.phrase_end(at).min(part.end);
            if known > at && !(at == part.start && known == part.end) {
                self.read_rest(rest..at, titled && rest == part.start);
                self.read_known(at..known);
                rest = known;
                at = known;
            } else {
                at += 1;
            }
        }
        if rest > part.start {
            self.read_rest(rest..part.end, false);
        }
    }

    fn read_known(&mut self, part: Range<usize>) {
        if let Some((_, kind)) = self.words.get(part.clone()).and_then(|it| self.lexicon.phrase(it))
        {
            self.push(part, (kind, "known-name", 900));
        }
    }

    fn read_rest(&mut self, part: Range<usize>, titled: bool) {
        if let Some(verdict) = self.judge(part.clone(), titled).filter(|_| !part.is_empty()) {
            self.push(part, verdict);
        }
    }

    fn judge(&self, part: Range<usize>, titled: bool) -> Option<Verdict> {
        let words = self.words.get(part.clone())?;
        if let Some((length, kind)) = self.lexicon.phrase(words)
            && length == words.len()
        {
            return if titled && kind == EntityKind::Place && words.len() == 1 {
                Some((EntityKind::Person, "titled", 800))
            } else {
                Some((kind, "known-name", 950))
            };
        }
        if titled && words.len() <= LONGEST_PERSON && self.looks_personal(part.start, words) {
            return Some((EntityKind::Person, "titled", 920));
        }
        if let Some(verdict) = self.by_words(part.clone()) {
            return Some(verdict);
        }
        match words {
            [word] => self.judge_single(part.start, word),
            _ => self.judge_row(part, words),
        }
    }

    /// Whether no word of the row speaks against a person. A month may be a given name, unless what
    /// stands before it makes it a date.
    fn looks_personal(&self, start: usize, words: &[Word]) -> bool {
        let before = start.checked_sub(1).and_then(|before| self.word(before));
        let is_free = before.is_none_or(|word| !word.is_function_word);
        words.iter().enumerate().all(|(index, word)| {
            let is_given = index == 0 && is_free && self.lexicon.is_given_name(&word.lower);
            (is_given || !self.lexicon.is_no_name(&word.lower))
                && self.lexicon.linker(&word.lower).is_none()
                && !self.lexicon.is_group(&word.lower)
        })
    }

    /// What the words that organisations, places and events are called by say.
    fn by_words(&self, part: Range<usize>) -> Option<Verdict> {
        let words = self.words.get(part)?;
        let (first, last) = (words.first()?, words.last()?);
        if words.len() < 2 || self.is_group_of_known(words) {
            return None;
        }
        let has_of = words.iter().any(|word| self.lexicon.linker(&word.lower) == Some(Linker::Of));
        let head = words.iter().position(|word| {
            self.lexicon.is_organisation_word(&word.lower, OrganisationWord::Head)
        });
        let of = words.iter().position(|word| self.lexicon.linker(&word.lower) == Some(Linker::Of));
        if let (Some(head), Some(of)) = (head, of)
            && head < of
        {
            return Some((EntityKind::Organisation, "organisation-of", 880));
        }
        if self.lexicon.is_organisation_word(&first.lower, OrganisationWord::ArabicHead)
            && first.is_named
        {
            return Some((EntityKind::Organisation, "organisation-arabic-head", 880));
        }
        if self.lexicon.is_organisation_word(&last.lower, OrganisationWord::Tail) {
            return Some((EntityKind::Organisation, "organisation-tail", 860));
        }
        if has_of && self.lexicon.is_place_word(&first.lower, PlaceWord::HeadBeforeOf) {
            return Some((EntityKind::Place, "place-of", 850));
        }
        if self.lexicon.is_place_word(&last.lower, PlaceWord::Tail) {
            return Some((EntityKind::Place, "place-tail", 850));
        }
        if self.lexicon.is_other_word(&last.lower) {
            return Some((EntityKind::Other, "event-word", 700));
        }
        let place_head = self.lexicon.is_place_word(&first.lower, PlaceWord::Head)
            && words.len() <= 3
            && !words.iter().skip(1).any(|word| self.lexicon.is_given_name(&word.lower));
        place_head.then_some((EntityKind::Place, "place-head", 750))
    }

    /// Whether the row is a nation and then a name that a list knows without it.
    fn is_group_of_known(&self, words: &[Word]) -> bool {
        let rest = words.get(1..).unwrap_or_default();
        words.first().is_some_and(|word| self.lexicon.is_group(&word.lower))
            && rest.len() > 1
            && self.lexicon.phrase(rest).is_some_and(|(length, _)| length == rest.len())
    }

    fn judge_single(&self, at: usize, word: &Word) -> Option<Verdict> {
        let lower = word.lower.as_str();
        if self.lexicon.is_no_name(lower) || lower.chars().count() < 2 {
            return None;
        }
        if let Some(article) = lower.split_once('-').map(|(article, _)| article)
            && self.lexicon.is_particle(article, Particle::Article)
        {
            return Some((EntityKind::Person, "article-name", 650));
        }
        if self.has_common_tail(word) {
            return None;
        }
        if self.is_acronym(at, word) {
            return Some((EntityKind::Organisation, "acronym", 600));
        }
        if word.capital_is_free && self.lexicon.is_common(lower) {
            return None;
        }
        if let Some((kind, score)) = self.by_cues(at, at + 1) {
            return Some((kind, "cue", score));
        }
        if self.lexicon.is_given_name(lower) && !self.lexicon.is_common(lower) {
            return Some((EntityKind::Person, "given-name", 600));
        }
        None
    }

    /// Whether a compound goes on in lower case, so that its first part is but a part of a word.
    fn has_common_tail(&self, word: &Word) -> bool {
        let written = self.segments.word(word.token);
        written.split(is_hyphen).skip(1).any(|part| part.starts_with(char::is_lowercase))
    }

    /// Whether the word is an acronym that something is known by: it has an article, owns
    /// something, or stands in brackets behind a name that it may be short for.
    fn is_acronym(&self, at: usize, word: &Word) -> bool {
        let letters = word.lower.trim_end_matches('.');
        let is_short = word.all_capitals
            && (2..=6).contains(&letters.len())
            && !letters.contains(|c: char| c.is_ascii_digit());
        let before = at.checked_sub(1).and_then(|before| self.word(before));
        let named_before = at.checked_sub(2).and_then(|before| self.word(before));
        let has_article = before.is_some_and(|word| self.lexicon.is_article(&word.lower));
        let in_brackets = before.is_some_and(|word| word.is("("))
            && named_before.is_some_and(|word| word.is_named);
        let owns = self.word(at + 1).is_some_and(|word| word.kind == TokenKind::Clitic);
        is_short && (has_article || in_brackets || owns)
    }

    fn judge_row(&self, part: Range<usize>, words: &[Word]) -> Option<Verdict> {
        let first = words.first()?;
        if self.lexicon.is_group(&first.lower) || self.lexicon.phrase(words).is_some() {
            // A nation or a place before something else: two names, or none.
            return None;
        }
        if words.len() > LONGEST_PERSON || !self.looks_personal(part.start, words) {
            return None;
        }
        let given = self.lexicon.is_given_name(&first.lower);
        let has_particle = words.iter().any(|word| self.is_particle_word(&word.lower));
        let has_initial =
            words.iter().any(|word| word.lower.trim_end_matches('.').chars().count() == 1);
        let is_bracketed = first.is("[");
        if given || has_particle || is_bracketed {
            let last_is_common = words
                .last()
                .is_some_and(|word| word.capital_is_free && self.lexicon.is_common(&word.lower));
            return (!last_is_common).then_some((EntityKind::Person, "given-and-family-name", 850));
        }
        if has_initial && words.len() >= 2 && !first.all_capitals {
            return Some((EntityKind::Person, "initials", 750));
        }
        let rare = words.iter().all(|word| !self.lexicon.is_common(&word.lower));
        if let Some((kind, score)) = self.by_cues(part.start, part.end) {
            return Some((kind, "cue", score));
        }
        if words.iter().all(|word| word.all_capitals) {
            return None;
        }
        let has_surname = words.last().is_some_and(|word| self.lexicon.is_surname(&word.lower));
        (rare && has_surname && words.len() <= 3).then_some((
            EntityKind::Person,
            "family-name",
            600,
        ))
    }

    fn is_particle_word(&self, lower: &str) -> bool {
        let article = lower.split_once('-').map(|(article, _)| article);
        self.lexicon.is_particle(lower, Particle::Inner)
            || self.lexicon.is_particle(lower, Particle::Kunya)
            || article.is_some_and(|it| self.lexicon.is_particle(it, Particle::Article))
    }

    /// What the words beside the name say.
    fn by_cues(&self, start: usize, end: usize) -> Option<(EntityKind, u16)> {
        let before = start.checked_sub(1).map(|at| self.lower(at)).unwrap_or_default();
        let behind = match self.word(end) {
            Some(word) if word.kind == TokenKind::Clitic => self.lower(end + 1),
            Some(word) if word.is(",") => self.lower(end + 1),
            _ => self.lower(end),
        };
        let order = [
            (behind, Side::After, EntityKind::Person, 680),
            (behind, Side::After, EntityKind::Organisation, 660),
            (behind, Side::After, EntityKind::Place, 660),
            (before, Side::Before, EntityKind::Organisation, 640),
            (before, Side::Before, EntityKind::Place, 640),
        ];
        let found =
            order.iter().find(|(cue, side, kind, _)| self.lexicon.is_cue(cue, *side, *kind));
        found.map(|(.., kind, score)| (*kind, *score))
    }

    /// The names that are parts of a compound: "NAME-backed", "NAME-NAME".
    fn read_compound(&mut self, at: usize) -> bool {
        let Some(word) = self.word(at).filter(|word| word.kind == TokenKind::Word) else {
            return false;
        };
        let Some(span) = self.segments.span(word.token..word.token + 1) else { return false };
        let written = self.segments.word(word.token);
        let mut found = Vec::new();
        let mut start = 0;
        for part in written.split(is_hyphen) {
            let lone = Word { lower: fold(part), ..word.clone() };
            let known =
                self.lexicon.phrase(&[lone]).filter(|_| part.starts_with(char::is_uppercase));
            let begin = span.start() + start as u32;
            if let Some((1, kind)) = known
                && part.len() < written.len()
                && let Some(span) = Span::new(begin, begin + part.len() as u32)
            {
                found.push(Candidate { span, kind, score: 700, rule: "compound" });
            }
            start += part.len() + written.get(start + part.len()..).map_or(0, hyphen_length);
        }
        let any = !found.is_empty();
        self.found.extend(found);
        any
    }

    fn push(&mut self, part: Range<usize>, (kind, rule, score): Verdict) {
        let first = self.word(part.start).map(|word| word.token);
        let last = part.end.checked_sub(1).and_then(|at| self.word(at)).map(|word| word.token);
        if let (Some(first), Some(last)) = (first, last)
            && let Some(span) = self.segments.span(first..last + 1)
        {
            self.found.push(Candidate { span, kind, score, rule });
        }
    }
}

/// The length of the hyphen that `rest` begins with.
fn hyphen_length(rest: &str) -> usize {
    rest.chars().next().filter(|c| is_hyphen(*c)).map_or(0, char::len_utf8)
}
