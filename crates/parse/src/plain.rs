//! Texts that come without a page.

use annalist_model::{DateTime, Document, DocumentId, DocumentParts, Metadata, Origin, Sourced};

use crate::parser::sha256;

/// The document of a text that comes without a page (a line of JSON): the text is its own source,
/// and its offsets are kept. `None` where the text is 4 GiB or longer.
pub fn from_text(
    id: Option<&str>,
    name: &str,
    text: &str,
    published: Option<DateTime>,
) -> Option<Document> {
    let mut parts = DocumentParts::of_text(name, text, sha256(text.as_bytes()))?;
    if let Some(id) = id {
        parts.id = DocumentId::given(id);
    }
    parts.metadata = Metadata {
        published: published.map(|at| Sourced::new(at, Origin::Given, None)),
        ..Metadata::default()
    };
    Document::new(parts).ok()
}
