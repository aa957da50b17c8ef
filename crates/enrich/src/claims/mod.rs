//! Who did what, when, and who says so: relations, events and quotations.
//!
//! A light analysis by rules: sentences are cut into noun phrases and verb groups (`chunks`), each verb
//! is given its subject, objects and dates (`clauses`), and tables say what verbs (`frames`) and nouns
//! (`roles`) tell of those beside them. Where a row of chunks leaves a doubt, nothing is claimed: a
//! wrong claim with a citation is worse than none. A model that parses whole sentences would find more;
//! it would need marked trees that we may use, and its mistakes could not be followed by hand.

mod chunks;
mod clauses;
mod facts;
mod frames;
mod gather;
mod hedges;
mod items;
mod parties;
mod quotes;
mod roles;
#[cfg(test)]
mod tests;
mod words;

use std::ops::Range;

use annalist_model::{
    Annotations, BlockKind, Claims, DateMention, Document, Mention, Owner, Party, Quotation, Span,
};
use annalist_tables::DataError;

use crate::segment::{SegmentWords, Segments, Sentence};
use chunks::chunks;
use clauses::Unit;
use facts::{Around, read_unit};
use gather::Gathered;
use items::{Found, smoothed};
use parties::Memory;
use quotes::{Quoting, Saying, Stretch};

/// Most items of a sentence that is read. Longer ones are lists, or hostile.
const LONGEST: usize = 240;

/// Reads claims. Built once.
#[derive(Debug)]
pub(crate) struct ClaimReader {
    words: words::Words,
    roles: roles::Roles,
    frames: frames::Frames,
    attitudes: hedges::Attitudes,
}

impl ClaimReader {
    pub(crate) fn load() -> Result<ClaimReader, DataError> {
        let mut words = words::Words::load()?;
        let roles = roles::Roles::load(&mut words)?;
        let frames = frames::Frames::load()?;
        let attitudes = hedges::Attitudes::load()?;
        let lemmas = frames.lemmas().chain(attitudes.lemmas());
        let mut unknown: Vec<&str> = lemmas.filter(|lemma| !words.knows_verb(lemma)).collect();
        unknown.sort_unstable();
        match unknown.first() {
            Some(lemma) => Err(annalist_tables::DataFile { name: "claims/verbs.tsv", text: "" }
                .error(0, format!("the verb {lemma:?} of another table is missing"))),
            None => Ok(ClaimReader { words, roles, frames, attitudes }),
        }
    }

    /// The claims of a document, from its sentences and from the names and dates in them.
    pub(crate) fn read(
        &self,
        document: &Document,
        segments: &Segments<'_>,
        annotations: &Annotations,
    ) -> Claims {
        let mut claims = Claims::default();
        if !SegmentWords::is_plain_language(segments.language()) {
            return claims;
        }
        let found = Found {
            names: outermost(&annotations.mentions),
            dates: annotations.dates.iter().map(|date| date.span).collect(),
            segments,
        };
        let mut pass = Pass {
            reader: self,
            document,
            found: &found,
            dates: &annotations.dates,
            memory: Memory::default(),
            gathered: Gathered::default(),
            quoting: Quoting::default(),
            announced: None,
            last_block: None,
        };
        pass.read();
        let Pass { gathered, quoting, .. } = pass;
        claims.quotations = quoting.quotations;
        claims.quotations.sort_by_key(|it: &Quotation| it.parts.first().copied());
        gathered.finish(document, &annotations.dates, &mut claims);
        claims
    }
}

fn outermost(mentions: &[Mention]) -> Vec<(Span, u32, annalist_model::EntityKind)> {
    let mut reached = 0;
    let mut outer = Vec::with_capacity(mentions.len());
    for mention in mentions {
        if mention.span.start() >= reached {
            reached = mention.span.end();
            outer.push((mention.span, mention.entity, mention.kind));
        }
    }
    outer
}

/// One pass over a document.
struct Pass<'d> {
    reader: &'d ClaimReader,
    document: &'d Document,
    found: &'d Found<'d>,
    dates: &'d [DateMention],
    memory: Memory,
    gathered: Gathered,
    quoting: Quoting,
    /// Who speaks in the next block, and whether that block is already read.
    announced: Option<Saying>,
    last_block: Option<(BlockKind, Owner)>,
}

impl<'d> Pass<'d> {
    fn read(&mut self) {
        let sentences = self.found.segments.sentences();
        let mut passages: Vec<Span> = self
            .document
            .comments()
            .iter()
            .flat_map(|comment| comment.quotes.iter().map(|quote| quote.span))
            .collect();
        passages.sort();
        let mut first = 0;
        while let Some(sentence) = sentences.get(first) {
            let block = self.block_of(sentence);
            let same = |it: &Sentence| self.block_of(it) == block;
            let rest = sentences.get(first..).unwrap_or_default();
            let count = rest.iter().take_while(|it| same(it)).count().max(1);
            let of_block = sentences.get(first..first + count).unwrap_or_default();
            self.read_block(of_block, &passages);
            first += count;
        }
    }

    /// The block that a sentence stands in, by its first byte.
    fn block_of(&self, sentence: &Sentence) -> Option<u32> {
        let token = self.found.segments.tokens().get(sentence.tokens.start)?;
        self.document.block_at(token.span.start()).map(|block| block.span.start())
    }

    fn read_block(&mut self, sentences: &[Sentence], passages: &[Span]) {
        let (Some(first), Some(last)) = (sentences.first(), sentences.last()) else { return };
        let (kind, owner) = (first.block, first.owner);
        let tokens = first.tokens.start..last.tokens.end;
        if self.last_block.is_some_and(|(_, before)| before != owner) {
            self.memory.clear();
            (self.quoting.goes_on, self.announced) = (false, None);
        }
        let follows = self.last_block == Some((kind, owner));
        self.last_block = Some((kind, owner));
        let Some(span) = self.found.segments.span(tokens.clone()) else { return };
        let behind = passages.partition_point(|it| it.start() <= span.start());
        let is_passage = behind
            .checked_sub(1)
            .and_then(|at| passages.get(at))
            .is_some_and(|it| it.end() > span.start());
        if is_passage {
            return;
        }
        match kind {
            BlockKind::Title | BlockKind::Heading(_) | BlockKind::Code | BlockKind::TableRow => {
                self.memory.clear();
                self.announced = None;
            }
            BlockKind::Quote => {
                if owner == Owner::Article {
                    let saying = self.announced.take();
                    self.quoting.add_block(span, follows, saying);
                    self.read_quoted(sentences, saying.map(|it| it.speaker));
                }
            }
            _ => self.read_prose(sentences, tokens),
        }
    }

    /// What a block quotation tells.
    fn read_quoted(&mut self, sentences: &[Sentence], speaker: Option<Party>) {
        for sentence in sentences {
            self.memory.turn();
            if let Some(unit) = self.unit(sentence.tokens.clone(), &[]) {
                self.read_one(&unit, Some(speaker));
            }
        }
    }

    fn read_prose(&mut self, sentences: &[Sentence], tokens: Range<usize>) {
        let stretches = quotes::stretches(self.found.segments, tokens.clone());
        let announced = self.announced.take();
        let goes_on = self.quoting.goes_on;
        if !stretches.first().is_some_and(|it| self.starts(it, &tokens)) {
            self.quoting.goes_on = false;
        }
        let mut next = 0;
        let mut last_saying: Option<Saying> = announced;
        while let Some(sentence) = sentences.get(next) {
            let mut group = sentence.tokens.clone();
            next += 1;
            // A quotation of several sentences is one with the sentence around it.
            while let Some(more) = sentences.get(next).filter(|_| self.is_cut(&group, &stretches)) {
                group.end = more.tokens.end;
                next += 1;
            }
            let within: Vec<Stretch> = self.within(&group, &stretches).to_vec();
            self.memory.turn();
            if within.is_empty() {
                last_saying = None;
                if let Some(unit) = self.unit(group, &[]) {
                    self.read_one(&unit, None);
                    let reader = &self.reader.attitudes;
                    self.announced = quotes::announced(&unit, reader, &mut self.memory);
                }
            } else {
                let carried = last_saying.filter(|_| !goes_on || next > 1);
                last_saying = self.read_quoting(group, &within, carried);
            }
        }
    }

    /// Whether the paragraph begins with the stretch.
    fn starts(&self, stretch: &Stretch, tokens: &Range<usize>) -> bool {
        let first = self.found.segments.tokens().get(tokens.start);
        first.is_some_and(|first| first.span.start() == stretch.outer.start())
    }

    fn is_cut(&self, group: &Range<usize>, stretches: &[Stretch]) -> bool {
        let Some(span) = self.found.segments.span(group.clone()) else { return false };
        let before = stretches.partition_point(|it| it.outer.start() < span.end());
        let last = before.checked_sub(1).and_then(|at| stretches.get(at));
        last.is_some_and(|it| it.outer.end() > span.end())
    }

    fn within<'s>(&self, group: &Range<usize>, stretches: &'s [Stretch]) -> &'s [Stretch] {
        let Some(span) = self.found.segments.span(group.clone()) else { return &[] };
        let from = stretches.partition_point(|it| it.outer.start() < span.start());
        let to = stretches.partition_point(|it| it.outer.start() < span.end());
        stretches.get(from..to).unwrap_or_default()
    }

    /// Reads a sentence with quotations in it; gives who speaks in the last of them.
    fn read_quoting(
        &mut self,
        group: Range<usize>,
        within: &[Stretch],
        carried: Option<Saying>,
    ) -> Option<Saying> {
        let span = self.found.segments.span(group.clone())?;
        let all: Vec<Span> = within.iter().map(|it| it.outer).collect();
        let direct: Vec<Span> =
            within.iter().filter(|it| it.is_direct).map(|it| it.outer).collect();
        if let Some(around) = self.unit(group.clone(), &direct) {
            self.read_one(&around, None);
        }
        let framed = self.unit(group.clone(), &all);
        // A paragraph that is all quotation goes on with who spoke before.
        let is_alone = framed.as_ref().is_some_and(|it| {
            it.chunks.iter().all(|chunk| {
                matches!(chunk.kind, chunks::ChunkKind::Quoted | chunks::ChunkKind::End)
            })
        });
        let mut last = None;
        for stretch in within {
            let chunk = framed
                .as_ref()
                .and_then(|unit| quotes::chunk_of(unit, stretch).map(|chunk| (unit, chunk)));
            let saying = chunk.and_then(|(unit, chunk)| {
                quotes::saying(unit, chunk, &self.reader.attitudes, &mut self.memory)
            });
            let is_next = stretch.is_direct && is_alone;
            let again = carried.filter(|_| is_next).map(|it| Saying {
                cue: None,
                recipient: None,
                rule: "goes-on",
                ..it
            });
            let saying = saying.or(again);
            self.quoting.add(stretch, saying, span.start());
            if stretch.is_direct {
                self.read_inner(stretch, saying.map(|it| it.speaker));
            }
            last = saying.or(last);
        }
        last
    }

    /// What the words of a quotation tell, which is told by the speaker.
    fn read_inner(&mut self, stretch: &Stretch, speaker: Option<Party>) {
        let sentences = self.found.segments.sentences();
        let tokens = self.found.segments.tokens();
        let from = tokens.partition_point(|it| it.span.start() < stretch.inner.start());
        let to = tokens.partition_point(|it| it.span.end() <= stretch.inner.end());
        let first = sentences.partition_point(|it| it.tokens.end <= from);
        let rest = sentences.get(first..).unwrap_or_default();
        for sentence in rest.iter().take_while(|it| it.tokens.start < to) {
            let tokens = sentence.tokens.start.max(from)..sentence.tokens.end.min(to);
            if let Some(unit) = self.unit(tokens, &[]) {
                // Whom a pronoun means there, the sentence around does not tell.
                let mut memory = Memory::default();
                let around = self.around(Some(speaker));
                read_unit(self.reader, &unit, around, &mut memory, &mut self.gathered);
            }
        }
    }

    fn read_one(&mut self, unit: &Unit, quoted: Option<Option<Party>>) {
        let around = self.around(quoted);
        read_unit(self.reader, unit, around, &mut self.memory, &mut self.gathered);
    }

    fn around(&self, quoted: Option<Option<Party>>) -> Around<'d> {
        Around { text: self.document.text(), dates: self.dates, quoted }
    }

    fn unit(&self, tokens: Range<usize>, quoted: &[Span]) -> Option<Unit> {
        let items = smoothed(&self.found.items(tokens, quoted, &self.reader.words));
        if items.len() > LONGEST {
            return None;
        }
        let chunks = chunks(&items);
        Some(Unit { items, chunks })
    }
}
