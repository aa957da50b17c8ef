//! Blocks of a page as Markdown: headings, lists, quotations, code, tables.

use annalist_model::{Attribution, Block, BlockKind, Document, Image, Span};

use super::address::WebAddress;
use super::escape::{bounded, fenced};
use super::list::ListWriter;
use super::{grid, inline};

/// Longest name of a source or text for an image, in code points.
const NAME: usize = 200;

/// Writes blocks of a document as far as there is room.
pub(super) struct Prose<'d> {
    pub(super) document: &'d Document,
    /// Code points that may still be shown.
    pub(super) room: usize,
}

impl Prose<'_> {
    /// The blocks as pieces of Markdown, each to be parted from the next by a blank line; and how
    /// many of the blocks found no room.
    pub(super) fn write(&mut self, blocks: &[Block]) -> (Vec<String>, usize) {
        let mut pieces = Vec::new();
        let mut rest = blocks;
        while let Some(first) = rest.first().filter(|_| self.room > 0) {
            let (piece, count) = match first.kind {
                _ if grid::count(self.document, rest) > 0 => self.table(rest),
                _ if first.list.is_some() => self.list(rest),
                BlockKind::Quote => self.quotation(rest),
                _ => (self.single(first), 1),
            };
            pieces.push(piece);
            rest = &rest[count..];
        }
        (pieces, rest.len())
    }

    /// The part of `span` that there is room for, and what stands for the rest.
    pub(super) fn fit(&mut self, span: Span) -> (Span, &'static str) {
        let text = self.document.slice(span);
        let Some((cut, _)) = text.char_indices().nth(self.room) else {
            self.room -= text.chars().count();
            return (span, "");
        };
        self.room = 0;
        let kept = &text[..cut];
        let end = kept.rfind(char::is_whitespace).unwrap_or(cut);
        let start = span.range().start;
        (Span::from_range(start..start + end).unwrap_or(span), "…")
    }

    /// The words of a block, with links and emphasis.
    pub(super) fn words(&mut self, span: Span) -> String {
        let (span, rest) = self.fit(span);
        inline::words(self.document, span) + rest
    }

    /// One block, on lines of its own.
    fn single(&mut self, block: &Block) -> String {
        let labelled = |label: &str, words: String| format!("_{label}:_ {words}");
        match block.kind {
            BlockKind::Code => {
                let (span, rest) = self.fit(block.span);
                fenced(&format!("{}{rest}", self.document.slice(span)))
            }
            kind => {
                let words = self.words(block.span);
                match kind {
                    BlockKind::Title => format!("### {words}"),
                    BlockKind::Heading(level) => {
                        format!("{} {words}", "#".repeat(usize::from(level.min(3)) + 3))
                    }
                    BlockKind::ListItem if block.list.is_none() => format!("- {words}"),
                    BlockKind::Quote => format!("> {words}"),
                    BlockKind::Caption => labelled("Caption", words) + &self.image(block.span),
                    BlockKind::Byline => labelled("Byline", words),
                    BlockKind::EditorsNote => labelled("Editor’s note", words),
                    BlockKind::Correction => labelled("Correction", words),
                    BlockKind::Update => labelled("Update", words),
                    BlockKind::Paragraph
                    | BlockKind::ListItem
                    | BlockKind::TableRow
                    | BlockKind::Code => words,
                }
            }
        }
    }

    fn table(&mut self, blocks: &[Block]) -> (String, usize) {
        let count = grid::count(self.document, blocks);
        (grid::write(self, &blocks[..count]), count)
    }

    /// The list that `blocks` open with.
    fn list(&mut self, blocks: &[Block]) -> (String, usize) {
        let mut list = ListWriter::default();
        let mut count = 0;
        for block in blocks {
            let Some(place) = block.list.filter(|_| self.room > 0) else { break };
            list.add(place, &self.single(block));
            count += 1;
        }
        (list.finish(), count)
    }

    /// The quotation that `blocks` open with, with its source.
    fn quotation(&mut self, blocks: &[Block]) -> (String, usize) {
        let attributions = &self.document.structure().attributions;
        let source_of = |block: &Block| holding(attributions, block.span, |it| it.span);
        let named = blocks.first().and_then(source_of);
        let is_part = |block: &&Block| {
            block.kind == BlockKind::Quote && block.list.is_none() && source_of(block) == named
        };
        let count = blocks.iter().take_while(is_part).count();
        let mut lines = Vec::new();
        for block in &blocks[..count] {
            if self.room > 0 {
                lines.push(self.words(block.span));
            }
        }
        lines.extend(named.map(|it| format!("_Source:_ {}", source(it))));
        (quoted(&lines), count)
    }

    /// What is known of the image that a caption belongs to.
    fn image(&self, caption: Span) -> String {
        let found = holding(&self.document.structure().images, caption, |it| it.span);
        let Some(Image { address, alt, .. }) = found else { return String::new() };
        let alt = alt.as_deref().map(|alt| bounded(alt, NAME));
        let address = address.as_deref().and_then(WebAddress::new);
        match (alt, address) {
            (alt, Some(address)) => {
                let words = alt.unwrap_or_else(|| "no text for it".to_owned());
                format!(" — image: [{words}]({})", address.target())
            }
            (Some(alt), None) => format!(" — image: {alt}"),
            (None, None) => String::new(),
        }
    }
}

/// The one of `parts`, sorted and disjoint, of which the span holds `span`.
pub(super) fn holding<T>(parts: &[T], span: Span, of: impl Fn(&T) -> Span) -> Option<&T> {
    let after = parts.partition_point(|part| of(part).start() <= span.start());
    parts[..after].last().filter(|part| of(part).contains(span))
}

fn source(attribution: &Attribution) -> String {
    let address = attribution.address.as_deref().and_then(WebAddress::new);
    let link = address.map(|address| format!("[link]({})", address.target()));
    let names = [&attribution.author, &attribution.service].into_iter().flatten();
    let names = names.map(|name| bounded(name, NAME)).filter(|name| !name.is_empty());
    names.chain(link).collect::<Vec<String>>().join(" · ")
}

/// Pieces of Markdown as one block quotation.
pub(super) fn quoted(pieces: &[String]) -> String {
    let text = pieces.join("\n\n");
    let lines = text.split('\n').map(|line| match line {
        "" => ">".to_owned(),
        line => format!("> {line}"),
    });
    lines.collect::<Vec<String>>().join("\n")
}
