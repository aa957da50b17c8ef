//! Texts that come without a page.

use annalist_model::{
    Block, BlockKind, ByteRange, DateTime, Document, DocumentId, DocumentParts, MediaType,
    Metadata, Origin, Owner, Run, RunForm, Source, SourceMap, Sourced, Span, Structure,
};

use crate::parser::sha256;

/// The document of a text that comes without a page (a line of JSON): the text is its own source,
/// and its offsets are kept. `None` where the text is 4 GiB or longer.
pub fn from_text(
    id: Option<&str>,
    name: &str,
    text: &str,
    published: Option<DateTime>,
) -> Option<Document> {
    let source = Source {
        input: name.to_owned(),
        url: None,
        media_type: MediaType::PlainText,
        charset: "UTF-8".to_owned(),
        compression: None,
        length: text.len() as u64,
        sha256: sha256(text.as_bytes()),
        saved_at: None,
        saved_at_bytes: None,
        saved_by: None,
        url_bytes: None,
        archive_url: None,
        part: None,
        place: None,
        answers: Vec::new(),
    };
    let (blocks, source_map) = layers_of_text(text)?;
    let metadata = Metadata {
        published: published.map(|at| Sourced::new(at, Origin::Given, None)),
        ..Metadata::default()
    };
    Document::new(DocumentParts {
        id: id.map_or_else(|| DocumentId::of(&source.sha256), DocumentId::given),
        source,
        metadata,
        text: text.to_owned(),
        blocks,
        comments: Vec::new(),
        structure: Structure::default(),
        source_map,
        diagnostics: Vec::new(),
    })
    .ok()
}

/// A block for each run of lines, and one run of the source map for all.
fn layers_of_text(text: &str) -> Option<(Vec<Block>, SourceMap)> {
    let mut blocks = Vec::new();
    let mut at = 0;
    for part in text.split("\n\n") {
        let words = part.trim();
        let start = at + (part.len() - part.trim_start().len());
        if !words.is_empty() {
            let span = Span::from_range(start..start + words.len())?;
            blocks.push(Block {
                kind: BlockKind::Paragraph,
                owner: Owner::Article,
                span,
                list: None,
            });
        }
        at += part.len() + 2;
    }
    let whole = Span::from_range(0..text.len())?;
    let bytes = ByteRange::new(whole.start(), whole.end())?;
    let runs = if whole.is_empty() {
        Vec::new()
    } else {
        vec![Run { text: whole, bytes, form: RunForm::Utf8 }]
    };
    Some((blocks, SourceMap::new(runs)?))
}
