//! The parser: rules compiled once, and the way from a file to a document.

use annalist_model::{
    Code, Diagnostic, Document, DocumentId, DocumentParts, MediaType, Origin, Sha256, Source,
    SourceMap, Sourced, Structure, TextBuilder,
};
use sha2::Digest;

use crate::blocks::EmbedWords;
use crate::boilerplate::Boilerplate;
use crate::decode::{self, Decoded};
use crate::dump::{self, DumpReader, DumpWords};
use crate::gaps::note_gaps;
use crate::input::{Input, Limits, ParseError};
use crate::language::guess_language;
use crate::metadata::{
    BylineWords, DateLabels, MetaNames, MetadataWords, SchemaTypes, ScriptKeys, TopicWords,
};
use crate::notes::NoteWords;
use crate::roles::RoleWords;
use crate::thread::{Engines, ThreadWords};
use crate::{html, sniff, write};
use annalist_tables::DataError;

/// Reads saved pages. Built once, shared by reference between threads.
#[derive(Debug)]
pub struct Parser {
    pub(crate) limits: Limits,
    pub(crate) roles: RoleWords,
    pub(crate) boilerplate: Boilerplate,
    pub(crate) notes: NoteWords,
    pub(crate) embeds: EmbedWords,
    pub(crate) metadata: MetadataWords,
    pub(crate) threads: ThreadWords,
    pub(crate) engines: Engines,
    pub(crate) dumps: DumpWords,
}

impl Parser {
    /// A parser with the words and rules that come with it.
    ///
    /// # Errors
    ///
    /// The first line of a data file that cannot be used.
    pub fn new() -> Result<Parser, DataError> {
        Ok(Parser {
            limits: Limits::default(),
            roles: RoleWords::load()?,
            boilerplate: Boilerplate::load()?,
            notes: NoteWords::load()?,
            embeds: EmbedWords::load()?,
            metadata: MetadataWords {
                names: MetaNames::load()?,
                types: SchemaTypes::load()?,
                bylines: BylineWords::load()?,
                dates: DateLabels::load()?,
                topics: TopicWords::load()?,
                script_keys: ScriptKeys::load()?,
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
            structure: parts.structure,
            source_map: parts.source_map,
            diagnostics,
        }
    }

    fn parse_dump(&self, input: &Input<'_>, decoded: &Decoded) -> DocumentParts {
        let reader = DumpReader {
            decoded,
            words: &self.dumps,
            notes: &self.notes,
            bylines: &self.metadata.bylines,
            threads: &self.threads,
        };
        let mut text = TextBuilder::default();
        let dump = reader.read(&mut text);
        let (text, blocks, source_map) = text.finish();
        let comments = write::comments(dump.comments, &text, &blocks, &self.threads, dump::ORDER);
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
            structure: Structure::default(),
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
        structure: Structure::default(),
        source_map: SourceMap::default(),
        diagnostics,
        ..parts
    }
}
