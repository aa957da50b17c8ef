//! Passages of comments that repeat the words of another comment.

use std::collections::HashMap;

use annalist_model::{Block, BlockKind, Owner, QuotedPassage, Span};

use crate::stamp::DayOrder;
use crate::thread::ThreadWords;
use crate::write::CommentDraft;

/// Words that have to agree before a passage counts as a quotation of another comment.
const SHINGLE: usize = 5;

/// Quotation marks that open and close.
const MARKS: [(char, char); 5] = [('“', '”'), ('„', '“'), ('«', '»'), ('"', '"'), ('‘', '’')];

/// Passages of one comment that are looked at.
const MOST_PASSAGES: usize = 50;

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

    fn passage(&self, span: Span) -> QuotedPassage {
        let quoted = span.slice(self.text).unwrap_or_default();
        let mut lines = quoted.lines().map(str::trim).filter(|line| !line.is_empty());
        let first =
            lines.next().unwrap_or_default().trim_start_matches(['“', '„', '«', '"', '‘', ' ']);
        let author = self.words.name_before_says(first);
        let second = lines.next().unwrap_or_default();
        let posted = author
            .filter(|_| second.len() < 50)
            .and_then(|_| self.words.stamps.read(second, self.order));
        let by_words = words(quoted)
            .windows(SHINGLE)
            .rev()
            .find_map(|shingle| self.shingles.get(&shingle.join(" ")).copied());
        let by_name = author.and_then(|name| self.names.get(&name_key(name)).copied());
        QuotedPassage { span, of: by_words.or(by_name), author: author.map(str::to_owned), posted }
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
