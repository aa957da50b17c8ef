//! The parser: rules compiled once, and the way from a file to a document.

use std::borrow::Cow;

use annalist_model::{
    Answer, ByteRange, Code, Diagnostic, Document, DocumentId, DocumentParts, MediaType, Origin,
    Sha256, Source, SourceMap, SourcePart, Sourced, Structure, TextBuilder,
};
use sha2::Digest;

use crate::blocks::EmbedWords;
use crate::boilerplate::Boilerplate;
use crate::companions::Companions;
use crate::decode::{self, Decoded};
use crate::dump::{self, DumpReader, DumpWords};
use crate::gaps::note_gaps;
use crate::input::{Input, Limits, ParseError};
use crate::judgement::Models;
use crate::language::guess_language;
use crate::metadata::{
    BylineWords, DateLabels, DateNames, MetaNames, MetadataWords, SchemaTypes, ScriptKeys,
    TopicWords,
};
use crate::mhtml::{self, Archive, Opened};
use crate::notes::NoteWords;
use crate::page::{Page, folded};
use crate::platforms::{CommentSource, Platforms, StoredComments};
use crate::roles::RoleWords;
use crate::saver::{Noted, SaverNote};
use crate::thread::{Engines, ThreadWords, UnknownEngine};
use crate::transfer::{self, Way};
use crate::tree::Tree;
use crate::web_archive::{WebArchives, WebCopy};
use crate::{explain, html, sniff, write};
use annalist_tables::DataError;

/// Reads saved pages. Built once, shared by reference between threads.
#[derive(Debug)]
pub struct Parser {
    pub(crate) limits: Limits,
    pub(crate) roles: RoleWords,
    pub(crate) boilerplate: Boilerplate,
    pub(crate) notes: NoteWords,
    pub(crate) embeds: EmbedWords,
    pub(crate) companions: Companions,
    pub(crate) metadata: MetadataWords,
    pub(crate) threads: ThreadWords,
    pub(crate) engines: Engines,
    pub(crate) platforms: Platforms,
    pub(crate) dumps: DumpWords,
    pub(crate) web_archives: WebArchives,
    pub(crate) models: Models,
}

impl Parser {
    /// A parser with the words and rules that come with it.
    ///
    /// # Errors
    ///
    /// The first line of a data file that cannot be used.
    pub fn new() -> Result<Parser, DataError> {
        Parser::with(Models::load()?)
    }

    /// A parser that asks these models.
    pub(crate) fn with(models: Models) -> Result<Parser, DataError> {
        Ok(Parser {
            limits: Limits::default(),
            roles: RoleWords::load()?,
            boilerplate: Boilerplate::load()?,
            notes: NoteWords::load()?,
            embeds: EmbedWords::load()?,
            companions: Companions::load()?,
            metadata: MetadataWords {
                names: MetaNames::load()?,
                types: SchemaTypes::load()?,
                bylines: BylineWords::load()?,
                dates: DateLabels::load()?,
                date_names: DateNames::load()?,
                topics: TopicWords::load()?,
                script_keys: ScriptKeys::load()?,
            },
            threads: ThreadWords::load()?,
            engines: Engines::load()?,
            platforms: Platforms::load()?,
            dumps: DumpWords::load()?,
            web_archives: WebArchives::load()?,
            models,
        })
    }

    /// This parser without the files of these comment engines, or of `all`: what it then finds is
    /// what it would find of engines that nobody has described.
    ///
    /// # Errors
    ///
    /// A name that no engine has.
    pub fn without_engines(mut self, names: &[String]) -> Result<Parser, UnknownEngine> {
        self.engines = self.engines.without(names)?;
        Ok(self)
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
        let archive = match mhtml::open(input.bytes, input.name, &self.threads.stamps) {
            Opened::Archive(archive) if input.media_type.is_none() => Some(*archive),
            Opened::Empty if input.media_type.is_none() => {
                return Err(ParseError::NotAPage("an MHTML archive that holds no page"));
            }
            _ => None,
        };
        let (bytes, way) = match &archive {
            Some(it) => transfer::undo(input.bytes, it.body.clone(), it.encoding),
            None => (Cow::Borrowed(input.bytes), Way::default()),
        };
        let of_part = archive.as_ref().and_then(|it| it.charset.as_deref());
        let decoded = decode::decode(&bytes, input.charset.or(of_part), way);
        let media_type = input.media_type.or(archive.as_ref().map(|it| it.media_type));
        let media_type = media_type.unwrap_or_else(|| sniff::media_type(&decoded.text, input.name));
        let mut stored = self.platforms.read(input.bytes.len(), input.answers);
        let comments = std::mem::take(&mut stored.comments);
        let archive = archive.as_ref();
        let file = File {
            input,
            decoded: &decoded,
            media_type,
            archive,
            answers: &stored.answers,
            diagnostics: &stored.diagnostics,
        };
        let mut parts = match media_type {
            MediaType::Html => self.parse_html(&file, comments),
            MediaType::PlainText => self.parse_dump(&file),
        };
        if parts.metadata.language.is_none() {
            parts.metadata.language =
                guess_language(&parts.text).map(|tag| Sourced::new(tag, Origin::Text, None));
        }
        if parts.metadata.title.is_none() {
            let said = input.title.map(folded).filter(|title| !title.is_empty());
            parts.metadata.title = said.map(|title| Sourced::new(title, Origin::Archive, None));
        }
        note_gaps(&mut parts);
        // What the readers write keeps the rules of a document; should it ever not, the page is
        // still kept, without its layers.
        Document::new(parts.clone())
            .or_else(|error| Document::new(bare(parts, &error.to_string())))
            .map_err(|_| ParseError::NotAPage("a file whose text breaks the rules of a document"))
    }

    /// Where the comments of a page can be asked for, as the page says; in the order of the data files.
    /// A page in an archive names nobody.
    pub fn comment_sources(&self, input: &Input<'_>) -> Vec<CommentSource<'_>> {
        let decoded = decode::decode(input.bytes, input.charset, Way::default());
        let tree = Tree::read(&decoded.text, self.limits.tree());
        self.platforms.named_by(&Page::new(&tree, &decoded, &self.roles), input.url)
    }

    fn parse_html(&self, file: &File<'_>, comments: StoredComments) -> DocumentParts {
        let mut said = Vec::new();
        let parts = html::read(self, file.decoded, file.note(), comments, &mut |judged| {
            if file.input.explain {
                said = explain::explain(&judged);
            }
        });
        let source = file.source(parts.saver, parts.copy);
        let mut diagnostics = file.diagnostics();
        diagnostics.extend(parts.diagnostics);
        diagnostics.extend(said);
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

    fn parse_dump(&self, file: &File<'_>) -> DocumentParts {
        let reader = DumpReader {
            decoded: file.decoded,
            words: &self.dumps,
            notes: &self.notes,
            bylines: &self.metadata.bylines,
            threads: &self.threads,
        };
        let mut text = TextBuilder::default();
        let dump = reader.read(&mut text);
        let (text, blocks, source_map) = text.finish();
        let comments = write::comments(dump.comments, &text, &blocks, &self.threads, dump::ORDER);
        let source = file.source(file.note(), None);
        let mut diagnostics = file.diagnostics();
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

/// A saved file, decoded.
struct File<'a> {
    input: &'a Input<'a>,
    decoded: &'a Decoded,
    media_type: MediaType,
    /// The archive that the page was found in.
    archive: Option<&'a Archive>,
    /// What platforms answered, and what is doubtful about it.
    answers: &'a [Answer],
    diagnostics: &'a [Diagnostic],
}

impl File<'_> {
    /// What is known of the saving from outside the page.
    fn note(&self) -> SaverNote {
        let mut note = self.archive.map(|archive| archive.note.clone()).unwrap_or_default();
        if let Some(url) = self.input.url {
            let is_same = note.url.as_ref().is_some_and(|it| it.value == url);
            if !is_same {
                note.url = Some(Noted { value: url.to_owned(), bytes: None });
            }
        }
        if let (None, Some(at)) = (&note.saved_at, self.input.saved_at) {
            note.saved_at = Some(Noted { value: at, bytes: None });
        }
        note
    }

    fn diagnostics(&self) -> Vec<Diagnostic> {
        let of_archive = self.archive.map(|archive| archive.diagnostics.clone());
        let of_answers = self.diagnostics.to_vec();
        [
            self.input.doubts.to_vec(),
            of_archive.unwrap_or_default(),
            self.decoded.diagnostics.clone(),
            of_answers,
        ]
        .concat()
    }

    /// What is said of the file: where the page is from and when it was saved as `note` has it, which
    /// knows what the input says of that too. Of a copy in a web archive the time of the capture
    /// counts: what somebody saved later is as the archive took it.
    fn source(&self, note: SaverNote, copy: Option<WebCopy>) -> Source {
        let part = self.archive.and_then(|archive| {
            let (start, end) = (archive.body.start, archive.body.end);
            let bytes = ByteRange::new(u32::try_from(start).ok()?, u32::try_from(end).ok()?)?;
            Some(SourcePart { bytes, encoding: archive.encoding })
        });
        let SaverNote { mut url, mut saved_at, mut program } = note;
        let mut archive_url = None;
        if let Some(copy) = copy {
            archive_url = copy.address;
            url = copy.original.or(url);
            saved_at = copy.captured.or(saved_at);
            program = Some(copy.archive.to_owned());
        }
        Source {
            input: self.input.name.to_owned(),
            url_bytes: url.as_ref().and_then(|url| url.bytes),
            url: url.map(|url| url.value),
            archive_url,
            media_type: self.media_type,
            charset: self.decoded.charset.name().to_owned(),
            compression: self.input.compression.map(str::to_owned),
            length: self.input.bytes.len() as u64,
            sha256: sha256(self.input.bytes),
            saved_at_bytes: saved_at.as_ref().and_then(|at| at.bytes),
            saved_at: saved_at.map(|at| at.value),
            saved_by: program,
            part,
            place: self.input.place.cloned(),
            answers: self.answers.to_vec(),
        }
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
