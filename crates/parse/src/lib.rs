//! Bytes of a saved page to a [`Document`].
//!
//! 1. Bytes to text, with the way back (`decode`).
//! 2. Text to a tree, with the place of each piece of text (`tree`, laid out flat in `page`).
//! 3. The comments are read out as data (`thread`), and masked.
//! 4. Metadata from every place, ranked (`metadata`).
//! 5. The article is chosen in what is left (`article`).
//! 6. One text in reading order, with the bytes of each run (`blocks`, `html`).
//!
//! The plain text of a page enters at the last step (`dump`). Words and rules are data (`data/`).
//! The tree is born and dies in here: no type of scraper stands in a public signature.

mod article;
mod blocks;
mod boilerplate;
mod data;
mod decode;
mod dump;
mod html;
mod metadata;
mod notes;
mod page;
mod quotes;
mod reread;
mod roles;
mod saver;
mod sniff;
mod stamp;
#[cfg(test)]
mod testing;
mod thread;
mod tree;
mod write;

use std::fmt;

use annalist_model::{
    BlockKind, Code, DateTime, Diagnostic, Document, DocumentId, DocumentParts, MediaType,
    Metadata, Origin, Owner, Sha256, Source, Sourced, TextBuilder,
};
use sha2::Digest;

use boilerplate::Boilerplate;
use decode::Decoded;
use dump::{DumpReader, DumpWords};
use metadata::{BylineWords, MetaNames, MetadataWords, SchemaTypes};
use notes::NoteWords;
use roles::RoleWords;
use stamp::DayOrder;
use thread::{Engines, ThreadWords};
use tree::TreeLimits;

pub use data::DataError;
pub use reread::reread;

/// Reads saved pages. Built once, shared by reference between threads.
#[derive(Debug)]
pub struct Parser {
    limits: Limits,
    roles: RoleWords,
    boilerplate: Boilerplate,
    notes: NoteWords,
    metadata: MetadataWords,
    threads: ThreadWords,
    engines: Engines,
    dumps: DumpWords,
}

/// How much of a page is read. What lies beyond is left out, and a diagnostic says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a page. A longer one is refused.
    pub bytes: u64,
    /// Open elements: deeper ones are read as if side by side.
    pub nesting: usize,
    /// Elements of a page.
    pub elements: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { bytes: 1 << 30, nesting: 512, elements: 2_000_000 }
    }
}

impl Limits {
    fn tree(self) -> TreeLimits {
        TreeLimits { nesting: self.nesting, elements: self.elements }
    }
}

/// A saved page and what is known of it from outside.
#[derive(Clone, Copy, Debug, Default)]
pub struct Input<'a> {
    /// Name of the input, relative to the root of the run, with `/` between its parts.
    pub name: &'a str,
    /// The bytes of the page, unpacked.
    pub bytes: &'a [u8],
    /// How the file was packed, such as `gzip`.
    pub compression: Option<&'a str>,
    /// Address of the page, where known from outside.
    pub url: Option<&'a str>,
    /// Charset, where the transport or the archive named one.
    pub charset: Option<&'a str>,
    /// What the file holds, where known from outside; else the bytes and the name tell.
    pub media_type: Option<MediaType>,
}

/// Why a file gives no document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParseError {
    /// The file holds no byte.
    Empty,
    /// The file is no page but something else, such as `a PNG image`.
    NotAPage(&'static str),
    /// The file is longer than pages are read.
    TooLong {
        /// Length in bytes.
        length: u64,
        /// The greatest length that is read.
        limit: u64,
    },
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ParseError::Empty => f.write_str("the file is empty"),
            ParseError::NotAPage(what) => write!(f, "the file is {what}, not a page"),
            ParseError::TooLong { length, limit } => {
                write!(f, "the file has {length} bytes; pages are read up to {limit}")
            }
        }
    }
}

impl std::error::Error for ParseError {}

impl Parser {
    /// A parser with the words and rules that come with it.
    ///
    /// # Errors
    ///
    /// The first line of a data file that cannot be used.
    pub fn new() -> Result<Parser, DataError> {
        Parser::with_limits(Limits::default())
    }

    /// A parser that reads as much of a page as `limits` say.
    ///
    /// # Errors
    ///
    /// The first line of a data file that cannot be used.
    pub fn with_limits(limits: Limits) -> Result<Parser, DataError> {
        Ok(Parser {
            limits,
            roles: RoleWords::load()?,
            boilerplate: Boilerplate::load()?,
            notes: NoteWords::load()?,
            metadata: MetadataWords {
                names: MetaNames::load()?,
                types: SchemaTypes::load()?,
                bylines: BylineWords::load()?,
            },
            threads: ThreadWords::load()?,
            engines: Engines::load()?,
            dumps: DumpWords::load()?,
        })
    }

    /// Reads one saved page.
    ///
    /// # Errors
    ///
    /// Where the file is no page at all. A torn or odd page gives a document with diagnostics.
    pub fn parse(&self, input: &Input<'_>) -> Result<Document, ParseError> {
        let length = input.bytes.len() as u64;
        if input.bytes.is_empty() {
            return Err(ParseError::Empty);
        }
        if length > self.limits.bytes {
            return Err(ParseError::TooLong { length, limit: self.limits.bytes });
        }
        if let Some(what) = sniff::what_else(input.bytes) {
            return Err(ParseError::NotAPage(what));
        }
        let decoded = decode::decode(input.bytes, input.charset);
        let media_type =
            input.media_type.unwrap_or_else(|| sniff::media_type(&decoded.text, input.name));
        let mut parts = match media_type {
            MediaType::Html => self.parse_html(input, &decoded),
            MediaType::PlainText => self.parse_dump(input, &decoded),
        };
        if parts.metadata.language.is_none() {
            parts.metadata.language =
                guess_language(&parts.text).map(|tag| Sourced::new(tag, Origin::Text, None));
        }
        note_gaps(&mut parts);
        // What the readers write keeps the rules of a document; should it ever not, the page is
        // still kept, without its layers.
        Document::new(parts.clone())
            .or_else(|error| Document::new(bare(parts, &error.to_string())))
            .map_err(|_| ParseError::NotAPage("a file whose text breaks the rules of a document"))
    }

    fn parse_html(&self, input: &Input<'_>, decoded: &Decoded) -> DocumentParts {
        let parts = html::read(self, input, decoded);
        let mut source = source(input, decoded, MediaType::Html);
        source.url = input.url.map(str::to_owned).or(parts.saver.url);
        source.saved_at = parts.saver.saved_at;
        source.saved_by = parts.saver.program.map(str::to_owned);
        let mut diagnostics = decoded.diagnostics.clone();
        diagnostics.extend(parts.diagnostics);
        DocumentParts {
            id: DocumentId::of(&source.sha256),
            source,
            metadata: parts.metadata,
            text: parts.text,
            blocks: parts.blocks,
            comments: parts.comments,
            source_map: parts.source_map,
            diagnostics,
        }
    }

    fn parse_dump(&self, input: &Input<'_>, decoded: &Decoded) -> DocumentParts {
        let reader =
            DumpReader { decoded, words: &self.dumps, notes: &self.notes, threads: &self.threads };
        let mut text = TextBuilder::default();
        let dump = reader.read(&mut text);
        let (text, blocks, source_map) = text.finish();
        let comments =
            write::comments(dump.comments, &text, &blocks, &self.threads, DayOrder::MonthFirst);
        let source = source(input, decoded, MediaType::PlainText);
        let mut diagnostics = decoded.diagnostics.clone();
        if dump.left_out > 0 {
            diagnostics.push(Diagnostic::new(
                Code::LinesLeftOut,
                format!(
                    "{} lines after the last comment belong to the site and were left out",
                    dump.left_out
                ),
            ));
        }
        DocumentParts {
            id: DocumentId::of(&source.sha256),
            source,
            metadata: dump.metadata,
            text,
            blocks,
            comments,
            source_map,
            diagnostics,
        }
    }
}

fn source(input: &Input<'_>, decoded: &Decoded, media_type: MediaType) -> Source {
    Source {
        input: input.name.to_owned(),
        url: input.url.map(str::to_owned),
        media_type,
        charset: decoded.charset.name().to_owned(),
        compression: input.compression.map(str::to_owned),
        length: input.bytes.len() as u64,
        sha256: sha256(input.bytes),
        saved_at: None,
        saved_by: None,
    }
}

/// SHA-256 of `bytes`.
pub fn sha256(bytes: &[u8]) -> Sha256 {
    Sha256(sha2::Sha256::digest(bytes).into())
}

/// A text has to be this long, in bytes, before its language is guessed from it.
const TELLING_TEXT: usize = 200;

/// How much of a text its language is guessed from, in characters.
const LANGUAGE_WITHIN: usize = 4_000;

/// The language of a text, as a BCP 47 tag, where it is plain.
fn guess_language(text: &str) -> Option<String> {
    if text.len() < TELLING_TEXT {
        return None;
    }
    let head: String = text.chars().take(LANGUAGE_WITHIN).collect();
    let guess = whatlang::detect(&head).filter(whatlang::Info::is_reliable)?;
    Some(two_letters(guess.lang().code()).to_owned())
}

/// ISO 639-1 code for the 639-3 code of a language that has one.
fn two_letters(code: &str) -> &str {
    match code {
        "ara" => "ar",
        "ben" => "bn",
        "bul" => "bg",
        "ces" => "cs",
        "cmn" => "zh",
        "dan" => "da",
        "deu" => "de",
        "ell" => "el",
        "eng" => "en",
        "fin" => "fi",
        "fra" => "fr",
        "heb" => "he",
        "hin" => "hi",
        "hrv" => "hr",
        "hun" => "hu",
        "ind" => "id",
        "ita" => "it",
        "jpn" => "ja",
        "kor" => "ko",
        "nld" => "nl",
        "nob" => "nb",
        "pes" => "fa",
        "pol" => "pl",
        "por" => "pt",
        "ron" => "ro",
        "rus" => "ru",
        "slk" => "sk",
        "slv" => "sl",
        "spa" => "es",
        "srp" => "sr",
        "swe" => "sv",
        "tur" => "tr",
        "ukr" => "uk",
        "urd" => "ur",
        "vie" => "vi",
        code => code,
    }
}

/// Says what a reader of the record would look for and not find.
fn note_gaps(parts: &mut DocumentParts) {
    let has_body =
        parts.blocks.iter().any(|block| block.owner == Owner::Article && block.kind.is_body());
    let gaps = [
        (parts.text.is_empty(), Code::NoText, "the page holds no text"),
        (!has_body && !parts.text.is_empty(), Code::NoArticle, "no article was found in the page"),
        (parts.metadata.title.is_none(), Code::NoTitle, "the page gives no title"),
        (
            parts.metadata.published.is_none(),
            Code::NoPublicationDate,
            "the page gives no date of publication",
        ),
    ];
    for (_, code, message) in gaps.into_iter().filter(|(is_missing, ..)| *is_missing) {
        parts.diagnostics.push(Diagnostic::new(code, message));
    }
    let found = parts.comments.len() as u32;
    if let Some(declared) =
        parts.metadata.comment_count.as_ref().filter(|declared| declared.value != found)
    {
        parts.diagnostics.push(Diagnostic::new(
            Code::CommentCountDiffers,
            format!("the page declares {} comments; {found} were found in it", declared.value),
        ));
    }
    for comment in parts.comments.iter().filter(|comment| comment.span.is_empty()) {
        parts.diagnostics.push(Diagnostic::new(
            Code::CommentEmpty,
            format!("comment {} holds no words of its own", comment.id),
        ));
    }
    let unread = parts
        .comments
        .iter()
        .filter_map(|comment| comment.posted.as_ref())
        .filter(|stamp| stamp.value.is_none())
        .count();
    if unread > 0 {
        parts.diagnostics.push(Diagnostic::new(
            Code::CommentTimeUnread,
            format!("{unread} comments give a time that nothing resolves, such as one told from an unknown day; their words are kept"),
        ));
    }
}

/// The document without its layers, and why.
fn bare(parts: DocumentParts, why: &str) -> DocumentParts {
    let mut diagnostics = parts.diagnostics;
    diagnostics.retain(|diagnostic| diagnostic.span.is_none());
    diagnostics.push(Diagnostic::new(
        Code::NoText,
        format!("the text of the page could not be kept: {why}"),
    ));
    DocumentParts {
        text: String::new(),
        blocks: Vec::new(),
        comments: Vec::new(),
        source_map: annalist_model::SourceMap::default(),
        diagnostics,
        ..parts
    }
}

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
        saved_by: None,
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
        source_map,
        diagnostics: Vec::new(),
    })
    .ok()
}

/// A block for each run of lines, and one run of the source map for all.
fn layers_of_text(text: &str) -> Option<(Vec<annalist_model::Block>, annalist_model::SourceMap)> {
    use annalist_model::{Block, ByteRange, Run, RunForm, SourceMap, Span};
    let mut blocks = Vec::new();
    let mut at = 0;
    for part in text.split("\n\n") {
        let words = part.trim();
        let start = at + (part.len() - part.trim_start().len());
        if !words.is_empty() {
            let span = Span::from_range(start..start + words.len())?;
            blocks.push(Block { kind: BlockKind::Paragraph, owner: Owner::Article, span });
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
