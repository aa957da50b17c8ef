//! Passages of comments that repeat the words of another comment.

use std::collections::HashMap;

use annalist_model::{Block, BlockKind, DateTime, Owner, QuotedPassage, Span};

use crate::stamp::DayOrder;
use crate::thread::ThreadWords;
use crate::write::CommentDraft;

/// Words that have to agree before a passage counts as a quotation of another comment.
const SHINGLE: usize = 5;

/// Words and signs of a name that is addressed.
const LONGEST_NAME: usize = 8;

/// Quotation marks that open and close.
const MARKS: [(char, char); 5] = [('“', '”'), ('„', '“'), ('«', '»'), ('"', '"'), ('‘', '’')];

/// Passages of one comment that are looked at.
const MOST_PASSAGES: usize = 50;

/// A line that gives the time of a quotation is shorter than this, in bytes.
const LONGEST_TIME: usize = 50;

/// What a quotation says of its source, and how many bytes of it say that.
#[derive(Default)]
struct SourceLine<'q> {
    author: Option<&'q str>,
    posted: Option<DateTime>,
    length: usize,
}

/// The lines of a text, with where each starts.
struct LinesOf<'q> {
    text: &'q str,
    at: usize,
}

impl<'q> LinesOf<'q> {
    /// The next line with words in it.
    fn next_full(&mut self) -> Option<(usize, &'q str)> {
        while self.at < self.text.len() {
            let rest = &self.text[self.at..];
            let line = rest.split('\n').next().unwrap_or_default();
            let start = self.at + (line.len() - line.trim_start().len());
            self.at += line.len() + 1;
            if !line.trim().is_empty() {
                return Some((start, line.trim()));
            }
        }
        None
    }
}

/// The comments of a thread, as what they can be quoted from.
pub(crate) struct Quotable<'t> {
    text: &'t str,
    words: &'t ThreadWords,
    order: DayOrder,
    /// Runs of words, and the comment that wrote them first.
    shingles: HashMap<String, u32>,
    /// Names, and the last comment so far by that name.
    names: HashMap<String, u32>,
}

impl<'t> Quotable<'t> {
    /// Nothing to quote from yet, in a document of this text.
    pub(crate) fn new(text: &'t str, words: &'t ThreadWords, order: DayOrder) -> Quotable<'t> {
        Quotable { text, words, order, shingles: HashMap::new(), names: HashMap::new() }
    }

    /// Adds comment `id`, for those after it to quote from.
    pub(crate) fn add(&mut self, id: u32, draft: &CommentDraft) {
        if let Some(author) = &draft.author {
            self.names.insert(name_key(&author.value), id);
        }
        let Some(span) = draft.span else { return };
        let own = words(span.slice(self.text).unwrap_or_default());
        for shingle in own.windows(SHINGLE) {
            self.shingles.entry(shingle.join(" ")).or_insert(id);
        }
    }

    /// The comment whose author `draft` opens with the name of: "@Ada, no."
    pub(crate) fn addressed_by(&self, draft: &CommentDraft) -> Option<u32> {
        let words = draft.span?.slice(self.text)?.trim_start().strip_prefix('@')?;
        let line = words.lines().next().unwrap_or_default();
        let ends = line.match_indices(|it: char| !it.is_alphanumeric()).map(|(at, _)| at);
        let ends: Vec<usize> = ends.chain([line.len()]).take(LONGEST_NAME).collect();
        // Of "Ada" and "Ada Lorne", the longer.
        ends.iter().rev().find_map(|&end| self.names.get(&name_key(&line[..end])).copied())
    }

    /// The passages of `draft` that quote an earlier comment. `blocks` are those of the comment.
    pub(crate) fn find(&self, draft: &CommentDraft, blocks: &[Block]) -> Vec<QuotedPassage> {
        let Some(span) = draft.span else { return Vec::new() };
        let mut passages: Vec<QuotedPassage> =
            quote_blocks(blocks).into_iter().map(|it| self.passage(it)).collect();
        for marked in self.marked(span) {
            let passage = self.passage(marked);
            let is_new = passages.iter().all(|known| !known.span.overlaps(marked));
            // Marks alone also enclose irony and titles: the words have to be another's.
            if is_new && (passage.of.is_some() || passage.author.is_some()) {
                passages.push(passage);
            }
        }
        passages.sort_by_key(|passage| passage.span.start());
        passages
    }

    /// A passage that quotes, without the line that names whom.
    fn passage(&self, span: Span) -> QuotedPassage {
        let all = span.slice(self.text).unwrap_or_default();
        let source = self.source_of(all);
        let start = span.start() as usize + source.length;
        // The mark that opens stands before the name, and goes with the one that closes.
        let is_marked = source.length > 0 && all.starts_with(|it| MARKS.iter().any(|m| m.0 == it));
        let closing = all.chars().next_back().filter(|it| MARKS.iter().any(|m| m.1 == *it));
        let cut = closing.filter(|_| is_marked).map_or(0, char::len_utf8);
        let span = Span::from_range(start..span.end() as usize - cut).unwrap_or(span);
        let quoted = span.slice(self.text).unwrap_or_default();
        let by_words = words(quoted)
            .windows(SHINGLE)
            .rev()
            .find_map(|shingle| self.shingles.get(&shingle.join(" ")).copied());
        let name = source.author;
        let by_name = name.and_then(|name| self.names.get(&name_key(name)).copied());
        let author = name.map(str::to_owned);
        QuotedPassage { span, of: by_words.or(by_name), author, posted: source.posted }
    }

    /// What the first lines of a quotation say of its source.
    fn source_of<'q>(&self, quoted: &'q str) -> SourceLine<'q> {
        let none = SourceLine::default();
        let mut lines = LinesOf { text: quoted, at: 0 };
        let Some((_, mut line)) = lines.next_full() else { return none };
        // "Quote:" alone in its line, the name in the next.
        let mut length = 0;
        if self.words.is_quote_label(line)
            && let Some((at, next)) = lines.next_full()
        {
            (length, line) = (at, next);
        }
        let open = line.trim_start_matches(['“', '„', '«', '"', '‘', ' ']);
        let Some(named) = self.words.source_named_in(open) else {
            return SourceLine { length, ..none };
        };
        let time = self.words.stamps.place_in(named, self.order);
        let posted = time.as_ref().and_then(|_| self.words.stamps.read(named, self.order));
        let author = match time {
            Some(time) if time.start == 0 => &named[time.end..],
            Some(time) => self.words.without_joints(&named[..time.start]),
            None => named,
        };
        let author = author.trim_matches(|it: char| it.is_whitespace() || ",:;".contains(it));
        let Some((at, second)) = lines.next_full() else { return none };
        let is_time = posted.is_none() && second.len() < LONGEST_TIME;
        let below = Some(second).filter(|_| is_time);
        let below = below.and_then(|line| self.words.stamps.read(line, self.order));
        let next = if below.is_some() { lines.next_full().map(|it| it.0) } else { Some(at) };
        let Some(length) = next else { return none };
        let author = Some(author).filter(|author| !author.is_empty());
        SourceLine { author, posted: posted.or(below), length }
    }

    /// Passages between quotation marks, of some length.
    fn marked(&self, span: Span) -> Vec<Span> {
        let text = span.slice(self.text).unwrap_or_default();
        let mut found = Vec::new();
        // Marks that no more closing ones follow.
        let mut unclosed: Vec<char> = Vec::new();
        let mut at = 0;
        while let Some((offset, open)) =
            text[at..].char_indices().find(|(_, c)| MARKS.iter().any(|(open, _)| open == c))
        {
            let start = at + offset;
            let inner = start + open.len_utf8();
            let close =
                MARKS.iter().find(|(mark, _)| *mark == open).map_or(open, |(_, close)| *close);
            let length = if unclosed.contains(&close) { None } else { text[inner..].find(close) };
            let Some(length) = length else {
                unclosed.push(close);
                at = inner;
                continue;
            };
            let end = inner + length + close.len_utf8();
            if words(&text[inner..inner + length]).len() >= SHINGLE {
                let base = span.start() as usize;
                found.extend(Span::from_range(base + start..base + end));
            }
            at = end;
            if found.len() >= MOST_PASSAGES {
                break;
            }
        }
        found
    }
}

/// Runs of quote blocks.
fn quote_blocks(blocks: &[Block]) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let mut goes_on = false;
    for block in blocks {
        let is_quote = block.kind == BlockKind::Quote && matches!(block.owner, Owner::Comment(_));
        match spans.last_mut().filter(|_| goes_on && is_quote) {
            Some(last) => *last = last.cover(block.span),
            None if is_quote => spans.push(block.span),
            None => (),
        }
        goes_on = is_quote;
    }
    spans
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

fn name_key(name: &str) -> String {
    words(name).join(" ")
}
