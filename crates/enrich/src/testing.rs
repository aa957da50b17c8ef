//! Documents for unit tests.

use annalist_model::{
    BlockKind, Document, DocumentId, DocumentParts, MediaType, Metadata, Origin, Owner, Sha256,
    Source, Sourced, Structure, TextBuilder,
};

/// A document of the article's paragraphs, parted by blank lines in `text`.
pub(crate) fn paragraph(text: &str) -> Document {
    paragraph_in(text, None)
}

/// The same, in this language.
pub(crate) fn paragraph_in(text: &str, language: Option<&str>) -> Document {
    let mut builder = TextBuilder::default();
    for paragraph in text.split("\n\n") {
        builder.begin(BlockKind::Paragraph, Owner::Article);
        builder.push_utf8(paragraph, 0);
    }
    let (text, blocks, source_map) = builder.finish();
    let source = Source {
        input: "test.txt".to_owned(),
        url: None,
        media_type: MediaType::PlainText,
        charset: "UTF-8".to_owned(),
        compression: None,
        length: text.len() as u64,
        sha256: Sha256([0; 32]),
        saved_at: None,
        saved_at_bytes: None,
        saved_by: None,
        url_bytes: None,
        archive_url: None,
        part: None,
        place: None,
        answers: Vec::new(),
    };
    Document::new(DocumentParts {
        id: DocumentId::given("test"),
        source,
        metadata: Metadata {
            language: language.map(|it| Sourced::new(it.to_owned(), Origin::Meta, None)),
            ..Metadata::default()
        },
        text,
        blocks,
        comments: Vec::new(),
        structure: Structure::default(),
        source_map,
        diagnostics: Vec::new(),
    })
    .unwrap()
}
