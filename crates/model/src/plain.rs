//! Texts that come without a page: the text is its own source.

use crate::{
    Block, BlockKind, ByteRange, DocumentId, DocumentParts, MediaType, Metadata, Owner, Run,
    RunForm, Sha256, Source, SourceMap, Span, Structure,
};

impl Source {
    /// The source of a plain text in UTF-8, of which no more is known.
    pub fn of_text(input: &str, length: u64, sha256: Sha256) -> Source {
        Source {
            input: input.to_owned(),
            url: None,
            url_bytes: None,
            archive_url: None,
            media_type: MediaType::PlainText,
            charset: "UTF-8".to_owned(),
            compression: None,
            length,
            sha256,
            saved_at: None,
            saved_at_bytes: None,
            saved_by: None,
            part: None,
            place: None,
            answers: Vec::new(),
        }
    }
}

impl DocumentParts {
    /// A text as an article: its paragraphs are parted by blank lines, its offsets are kept. `None`
    /// where it is 4 GiB or longer.
    pub fn of_text(input: &str, text: &str, sha256: Sha256) -> Option<DocumentParts> {
        let (blocks, source_map) = layers(text)?;
        Some(DocumentParts {
            id: DocumentId::of(&sha256),
            source: Source::of_text(input, text.len() as u64, sha256),
            metadata: Metadata::default(),
            text: text.to_owned(),
            blocks,
            comments: Vec::new(),
            structure: Structure::default(),
            source_map,
            diagnostics: Vec::new(),
        })
    }
}

/// A block for each run of lines, and one run of the source map for all.
fn layers(text: &str) -> Option<(Vec<Block>, SourceMap)> {
    let mut blocks = Vec::new();
    let mut at = 0;
    for part in text.split("\n\n") {
        let words = part.trim();
        let start = at + (part.len() - part.trim_start().len());
        if !words.is_empty() {
            let span = Span::from_range(start..start + words.len())?;
            let (kind, owner) = (BlockKind::Paragraph, Owner::Article);
            blocks.push(Block { kind, owner, span, list: None });
        }
        at += part.len() + 2;
    }
    let whole = Span::from_range(0..text.len())?;
    let bytes = ByteRange::new(whole.start(), whole.end())?;
    let run = Run { text: whole, bytes, form: RunForm::Utf8 };
    let runs = if whole.is_empty() { Vec::new() } else { vec![run] };
    Some((blocks, SourceMap::new(runs)?))
}
