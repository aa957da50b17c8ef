//! Documents for unit tests.

use annalist_model::{Document, DocumentParts, Origin, Sha256, Sourced};

/// A document of the article's paragraphs, parted by blank lines in `text`.
pub(crate) fn paragraph(text: &str) -> Document {
    paragraph_in(text, None)
}

/// The same, in this language.
pub(crate) fn paragraph_in(text: &str, language: Option<&str>) -> Document {
    let mut parts = DocumentParts::of_text("test.txt", text, Sha256([0; 32])).unwrap();
    parts.metadata.language = language.map(|it| Sourced::new(it.to_owned(), Origin::Meta, None));
    Document::new(parts).unwrap()
}
