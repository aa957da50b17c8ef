//! A page read: one text, and the layers that point into it.

use std::fmt;

use crate::{
    Block, BlockKind, ByteRange, Comment, Diagnostic, DocumentId, ListPlace, Metadata, Owner, Run,
    RunForm, Source, SourceMap, Span, Structure,
};

/// What a [`Document`] is made of, before it is checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentParts {
    /// Identity.
    pub id: DocumentId,
    /// The saved file.
    pub source: Source,
    /// What the page says about itself.
    pub metadata: Metadata,
    /// The text: article, captions, notes and comments, in reading order.
    pub text: String,
    /// The pieces of the text.
    pub blocks: Vec<Block>,
    /// The comments.
    pub comments: Vec<Comment>,
    /// How the text was set: links, emphasis, tables, images, sources of quotations.
    pub structure: Structure,
    /// Where the text stands in the saved file.
    pub source_map: SourceMap,
    /// Doubts about the reading.
    pub diagnostics: Vec<Diagnostic>,
}

/// A page read. Checked when it is built, read-only from then on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    parts: DocumentParts,
}

/// A rule that the parts of a document break.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DocumentError {
    /// A span reaches past the text or cuts a character in two.
    SpanOffText {
        /// What the span belongs to.
        what: &'static str,
        /// The span.
        span: Span,
    },
    /// Two blocks overlap or stand out of order.
    BlocksOverlap {
        /// The later block.
        span: Span,
    },
    /// A block belongs to a comment that does not exist.
    UnknownOwner {
        /// The comment's number.
        comment: u32,
    },
    /// A comment's number, parent or depth does not fit the thread.
    ThreadBroken {
        /// The comment's number.
        comment: u32,
    },
    /// The place of a block in a list is out of bounds.
    ListPlaceOffBounds {
        /// The block.
        span: Span,
    },
    /// A part of the structure is empty, out of order, or crosses a border that it has to keep to.
    StructureBroken {
        /// What it is.
        what: &'static str,
        /// Where it stands.
        span: Span,
    },
    /// The text is 4 GiB or longer.
    TooLong,
}

impl fmt::Display for DocumentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DocumentError::SpanOffText { what, span } => {
                write!(f, "the span {span:?} of a {what} does not fit the text")
            }
            DocumentError::BlocksOverlap { span } => {
                write!(f, "the block at {span:?} overlaps the one before it")
            }
            DocumentError::UnknownOwner { comment } => {
                write!(f, "a block belongs to comment {comment}, which does not exist")
            }
            DocumentError::ThreadBroken { comment } => {
                write!(
                    f,
                    "comment {comment} has a number, parent or depth that does not fit the thread"
                )
            }
            DocumentError::ListPlaceOffBounds { span } => {
                write!(f, "the block at {span:?} has a depth or number in a list that is too great")
            }
            DocumentError::StructureBroken { what, span } => write!(
                f,
                "the {what} at {span:?} is empty, out of order, or crosses a border of the text"
            ),
            DocumentError::TooLong => write!(f, "the text is 4 GiB or longer"),
        }
    }
}

impl std::error::Error for DocumentError {}

impl Document {
    /// The document made of `parts`.
    ///
    /// # Errors
    ///
    /// The first rule that the parts break.
    pub fn new(parts: DocumentParts) -> Result<Document, DocumentError> {
        check_text(&parts)?;
        check_blocks(&parts)?;
        check_thread(&parts)?;
        parts.structure.check(&parts.blocks)?;
        Ok(Document { parts })
    }

    /// Identity.
    pub fn id(&self) -> &DocumentId {
        &self.parts.id
    }

    /// The saved file.
    pub fn source(&self) -> &Source {
        &self.parts.source
    }

    /// What the page says about itself.
    pub fn metadata(&self) -> &Metadata {
        &self.parts.metadata
    }

    /// The one text that all spans point into.
    pub fn text(&self) -> &str {
        &self.parts.text
    }

    /// The pieces of the text, sorted and disjoint.
    pub fn blocks(&self) -> &[Block] {
        &self.parts.blocks
    }

    /// The comments, each after the one that it answers.
    pub fn comments(&self) -> &[Comment] {
        &self.parts.comments
    }

    /// How the text was set: links, emphasis, tables, images, sources of quotations.
    pub fn structure(&self) -> &Structure {
        &self.parts.structure
    }

    /// Where the text stands in the saved file.
    pub fn source_map(&self) -> &SourceMap {
        &self.parts.source_map
    }

    /// Doubts about the reading.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.parts.diagnostics
    }

    /// The words of `span`, or nothing where it does not fit the text.
    pub fn slice(&self, span: Span) -> &str {
        span.slice(self.text()).unwrap_or_default()
    }

    /// The bytes of the saved file that `span` was read from.
    pub fn bytes_of(&self, span: Span) -> Option<ByteRange> {
        self.parts.source_map.bytes_of(span, self.text())
    }

    /// The block that holds the byte `offset`, where one does.
    pub fn block_at(&self, offset: u32) -> Option<&Block> {
        let after = self.blocks().partition_point(|block| block.span.start() <= offset);
        self.blocks()[..after].last().filter(|block| offset < block.span.end())
    }

    /// Whose words stand at the byte `offset`; the article's where no block says.
    pub fn owner_at(&self, offset: u32) -> Owner {
        self.block_at(offset).map_or(Owner::Article, |block| block.owner)
    }

    /// The parts, for whoever has to change them.
    pub fn into_parts(self) -> DocumentParts {
        self.parts
    }
}

fn check_text(parts: &DocumentParts) -> Result<(), DocumentError> {
    u32::try_from(parts.text.len()).map_err(|_| DocumentError::TooLong)?;
    let comments = parts.comments.iter().map(|comment| ("comment", comment.span));
    let quotes = parts
        .comments
        .iter()
        .flat_map(|comment| &comment.quotes)
        .map(|quote| ("quoted passage", quote.span));
    let blocks = parts.blocks.iter().map(|block| ("block", block.span));
    let runs = parts.source_map.runs().iter().map(|run| ("run of the source map", run.text));
    let diagnostics =
        parts.diagnostics.iter().filter_map(|it| it.span).map(|span| ("diagnostic", span));
    blocks
        .chain(comments)
        .chain(quotes)
        .chain(parts.structure.spans())
        .chain(runs)
        .chain(diagnostics)
        .find(|(_, span)| span.slice(&parts.text).is_none())
        .map_or(Ok(()), |(what, span)| Err(DocumentError::SpanOffText { what, span }))
}

fn check_blocks(parts: &DocumentParts) -> Result<(), DocumentError> {
    for pair in parts.blocks.windows(2) {
        if pair[1].span.start() < pair[0].span.end() {
            return Err(DocumentError::BlocksOverlap { span: pair[1].span });
        }
    }
    for block in &parts.blocks {
        if block.list.is_some_and(|place| !place.is_sound()) {
            return Err(DocumentError::ListPlaceOffBounds { span: block.span });
        }
        if let Owner::Comment(comment) = block.owner
            && comment as usize >= parts.comments.len()
        {
            return Err(DocumentError::UnknownOwner { comment });
        }
    }
    Ok(())
}

fn check_thread(parts: &DocumentParts) -> Result<(), DocumentError> {
    for (index, comment) in parts.comments.iter().enumerate() {
        let depth = match comment.parent {
            None => Some(0),
            Some(parent) if (parent as usize) < index => {
                Some(parts.comments[parent as usize].depth + 1)
            }
            Some(_) => None,
        };
        let quotes_known = comment.quotes.iter().all(|quote| {
            quote.of.is_none_or(|of| (of as usize) < parts.comments.len())
                && comment.span.contains(quote.span)
        });
        let hint_known = comment.addresses.is_none_or(|other| (other as usize) < index);
        let is_sound = comment.id as usize == index && depth == Some(comment.depth);
        if !is_sound || !quotes_known || !hint_known {
            return Err(DocumentError::ThreadBroken { comment: comment.id });
        }
    }
    Ok(())
}

/// Builds the text of a document block by block, with the source map beside it.
///
/// ```
/// use annalist_model::{BlockKind, ByteRange, Owner, TextBuilder};
/// let mut text = TextBuilder::default();
/// text.begin(BlockKind::Paragraph, Owner::Article);
/// text.push_utf8("Fish ", 3);
/// text.push_whole("&", ByteRange::new(8, 13).unwrap());
/// text.push_utf8(" chips", 13);
/// assert!(text.end().is_some());
/// assert_eq!(text.text(), "Fish & chips");
/// ```
#[derive(Debug, Default)]
pub struct TextBuilder {
    text: String,
    runs: Vec<Run>,
    blocks: Vec<Block>,
    open: Option<OpenBlock>,
}

#[derive(Debug)]
struct OpenBlock {
    kind: BlockKind,
    owner: Owner,
    list: Option<ListPlace>,
    /// Length of the text before the blank line that parts this block from the last.
    rewind: usize,
    start: usize,
}

/// A run whose bytes are found by counting characters grows no longer than this, in bytes.
const LONGEST_FIXED: u32 = 1_024;

/// What stands between two blocks.
const SEPARATOR: &str = "\n\n";

impl TextBuilder {
    /// Opens a block, closing the one that is open.
    pub fn begin(&mut self, kind: BlockKind, owner: Owner) {
        self.end();
        let rewind = self.text.len();
        if !self.text.is_empty() {
            self.text.push_str(SEPARATOR);
        }
        self.open = Some(OpenBlock { kind, owner, list: None, rewind, start: self.text.len() });
    }

    /// Closes the open block, cutting white space at its end, and gives its span. A block without
    /// a word leaves no trace.
    pub fn end(&mut self) -> Option<Span> {
        let open = self.open.take()?;
        let kept = open.start + self.text[open.start..].trim_end().len();
        if kept == open.start {
            self.truncate(open.rewind);
            return None;
        }
        self.truncate(kept);
        let span = Span::from_range(open.start..kept)?;
        self.blocks.push(Block { kind: open.kind, owner: open.owner, span, list: open.list });
        Some(span)
    }

    /// Adds text that stands in the file as it is, in UTF-8, from byte `at` on.
    pub fn push_utf8(&mut self, text: &str, at: u32) {
        self.push(text, at, text.len(), RunForm::Utf8);
    }

    /// Adds text of which each character was decoded from `width` bytes, from byte `at` on.
    pub fn push_fixed(&mut self, text: &str, at: u32, width: u8) {
        let bytes = usize::from(width) * text.chars().count();
        self.push(text, at, bytes, RunForm::Fixed(width));
    }

    /// Adds one character that was decoded from `width` bytes, from byte `at` on, as a run of its own:
    /// bytes that it may share with the character before do not make the two one run.
    pub fn push_character(&mut self, character: &str, at: u32, width: u8) {
        self.add(character, at, usize::from(width), RunForm::Fixed(width), false);
    }

    /// Adds text that stands for `bytes` as a whole.
    pub fn push_whole(&mut self, text: &str, bytes: ByteRange) {
        let length = bytes.range().len();
        self.push(text, bytes.start(), length, RunForm::Whole);
    }

    /// Adds text that stands nowhere in the file.
    pub fn push_generated(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// The text so far.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The words of the block that is open, so far.
    pub fn open_text(&self) -> &str {
        self.open.as_ref().map_or("", |open| &self.text[open.start..])
    }

    /// The kind of the block that is open.
    pub fn open_kind(&self) -> Option<BlockKind> {
        self.open.as_ref().map(|open| open.kind)
    }

    /// Changes the kind of the block that is open.
    pub fn set_kind(&mut self, kind: BlockKind) {
        if let Some(open) = &mut self.open {
            open.kind = kind;
        }
    }

    /// Says where the block that is open stands in a list.
    pub fn set_list(&mut self, place: Option<ListPlace>) {
        if let Some(open) = &mut self.open {
            open.list = place;
        }
    }

    /// The text, its blocks and its source map; closes the open block.
    pub fn finish(mut self) -> (String, Vec<Block>, SourceMap) {
        self.end();
        // The runs were made in order, disjoint, and of equal length where they must be.
        let map = SourceMap::new(self.runs).unwrap_or_default();
        (self.text, self.blocks, map)
    }

    fn push(&mut self, text: &str, at: u32, length: usize, form: RunForm) {
        self.add(text, at, length, form, form != RunForm::Whole);
    }

    /// Adds text with its bytes; `joins` says whether it may go on the run before.
    fn add(&mut self, text: &str, at: u32, length: usize, form: RunForm, joins: bool) {
        let start = self.text.len();
        self.text.push_str(text);
        let span = Span::from_range(start..self.text.len());
        let bytes = u32::try_from(length)
            .ok()
            .and_then(|length| at.checked_add(length))
            .and_then(|end| ByteRange::new(at, end));
        let (Some(span), Some(bytes)) = (span, bytes) else { return };
        if span.is_empty() {
            return;
        }
        match self.runs.last_mut() {
            Some(last)
                if joins
                    && last.form == form
                    && (form == RunForm::Utf8 || last.text.len() < LONGEST_FIXED)
                    && last.text.end() == span.start()
                    && last.bytes.end() == bytes.start() =>
            {
                last.text = last.text.cover(span);
                last.bytes = last.bytes.cover(bytes);
            }
            _ => self.runs.push(Run { text: span, bytes, form }),
        }
    }

    fn truncate(&mut self, length: usize) {
        self.text.truncate(length);
        let length = length as u32;
        while let Some(last) = self.runs.last_mut() {
            if last.text.end() <= length {
                return;
            }
            let cut = Span::new(last.text.start(), length).filter(|cut| !cut.is_empty());
            match (cut, last.form) {
                (None, _) => {
                    self.runs.pop();
                }
                (Some(cut), RunForm::Whole) => {
                    last.text = cut;
                    return;
                }
                (Some(cut), form) => {
                    let kept = &self.text[cut.range()];
                    let bytes = match form {
                        RunForm::Fixed(width) => usize::from(width) * kept.chars().count(),
                        _ => kept.len(),
                    };
                    let start = last.bytes.start();
                    let Some(bytes) = ByteRange::new(start, start + bytes as u32) else { return };
                    *last = Run { text: cut, bytes, form };
                    return;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: u32, end: u32) -> Span {
        Span::new(start, end).unwrap()
    }

    #[test]
    fn blocks_are_parted_by_a_blank_line_that_no_byte_stands_for() {
        let mut text = TextBuilder::default();
        text.begin(BlockKind::Title, Owner::Article);
        text.push_utf8("One  ", 10);
        assert_eq!(text.end(), Some(span(0, 3)));
        text.begin(BlockKind::Paragraph, Owner::Article);
        text.push_utf8("  ", 20);
        assert_eq!(text.end(), None);
        text.begin(BlockKind::Paragraph, Owner::Article);
        text.push_fixed("é", 30, 1);
        let (text, blocks, map) = text.finish();
        assert_eq!(text, "One\n\né");
        assert_eq!(
            blocks.iter().map(|block| block.span).collect::<Vec<_>>(),
            [span(0, 3), span(5, 7)]
        );
        assert_eq!(map.bytes_of(span(0, 3), &text), ByteRange::new(10, 13));
        assert_eq!(map.bytes_of(span(3, 5), &text), None);
        assert_eq!(map.bytes_of(span(5, 7), &text), ByteRange::new(30, 31));
    }

    #[test]
    fn a_run_that_stands_as_a_whole_ends_with_its_block() {
        let mut text = TextBuilder::default();
        text.begin(BlockKind::Paragraph, Owner::Article);
        text.push_whole("fi\u{A0}", ByteRange::new(3, 9).unwrap());
        assert_eq!(text.end(), Some(span(0, 2)));
        let (text, _, map) = text.finish();
        assert_eq!(map.runs()[0].text, span(0, 2));
        assert_eq!(map.bytes_of(span(0, 2), &text), ByteRange::new(3, 9));
    }

    #[test]
    fn neighbouring_runs_become_one() {
        let mut text = TextBuilder::default();
        text.begin(BlockKind::Paragraph, Owner::Article);
        text.push_utf8("ab", 4);
        text.push_utf8("cd", 6);
        text.push_utf8("ef", 20);
        let (_, _, map) = text.finish();
        assert_eq!(map.runs().len(), 2);
    }
}
