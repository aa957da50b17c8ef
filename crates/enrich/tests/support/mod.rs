//! Documents for tests, written as short text.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]
#![allow(dead_code, reason = "each file of tests uses its own part of it")]

use annalist_model::{
    BlockKind, Comment, CommentKind, DateTime, Document, DocumentId, DocumentParts, Metadata,
    Origin, Owner, QuotedPassage, Sha256, Source, Sourced, Span, Stamp, Structure, TextBuilder,
};

/// One piece of a document to be built.
pub(crate) enum Part<'t> {
    /// A paragraph of the article.
    Paragraph(&'t str),
    /// An addition to the article.
    Update(&'t str),
    /// A comment: when it was posted, and what it says.
    Comment(Option<DateTime>, &'t str),
    /// A comment that is all a quotation of another, with the time that the quotation gives.
    Quoting(Option<DateTime>, &'t str),
}

/// The document made of `parts`, published at `published`, in a language.
pub(crate) fn document(
    parts: &[Part<'_>],
    published: Option<DateTime>,
    language: Option<&str>,
) -> Document {
    let mut builder = TextBuilder::default();
    let mut comments = Vec::new();
    for part in parts {
        match part {
            Part::Paragraph(words) => {
                builder.begin(BlockKind::Paragraph, Owner::Article);
                builder.push_utf8(words, 0);
            }
            Part::Update(words) => {
                builder.begin(BlockKind::Update, Owner::Article);
                builder.push_utf8(words, 0);
            }
            Part::Comment(posted, words) => {
                if let Some(span) = push_comment(&mut builder, comments.len(), words) {
                    comments.push(comment(comments.len(), *posted, span, Vec::new()));
                }
            }
            Part::Quoting(posted, words) => {
                if let Some(span) = push_comment(&mut builder, comments.len(), words) {
                    let quote = QuotedPassage { span, of: None, author: None, posted: *posted };
                    comments.push(comment(comments.len(), None, span, vec![quote]));
                }
            }
        }
    }
    let (text, blocks, source_map) = builder.finish();
    let source = Source::of_text("test.txt", text.len() as u64, Sha256([0; 32]));
    let published = published.map(|date| Sourced::new(date, Origin::Meta, None));
    let language = language.map(|it| Sourced::new(it.to_owned(), Origin::Meta, None));
    let metadata = Metadata { published, language, ..Metadata::default() };
    let id = DocumentId::given("test");
    let diagnostics = Vec::new();
    Document::new(DocumentParts {
        id,
        source,
        metadata,
        text,
        blocks,
        comments,
        structure: Structure::default(),
        source_map,
        diagnostics,
    })
    .unwrap()
}

fn push_comment(builder: &mut TextBuilder, number: usize, words: &str) -> Option<Span> {
    builder.begin(BlockKind::Paragraph, Owner::Comment(number as u32));
    builder.push_utf8(words, 0);
    builder.end()
}

fn comment(
    number: usize,
    posted: Option<DateTime>,
    span: Span,
    quotes: Vec<QuotedPassage>,
) -> Comment {
    let stamp =
        |value| Stamp { value: Some(value), shown: None, origin: Origin::Markup, bytes: None };
    Comment {
        id: number as u32,
        parent: None,
        depth: 0,
        addresses: None,
        kind: CommentKind::Comment,
        author: None,
        author_url: None,
        posted: posted.map(stamp),
        edited: None,
        votes: None,
        permalink: None,
        span,
        quotes,
    }
}
