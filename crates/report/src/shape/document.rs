//! A document alone: what `annalist parse` writes and `annalist enrich` reads.

use annalist_model as model;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::annotations::Diagnostic;
use super::block::Block;
use super::comment::Comment;
use super::metadata::Metadata;
use super::place::{Offsets, Places};
use super::source::Source;
use super::source_map::{self, Run};
use super::structure::Structure;
use crate::SCHEMA_VERSION;
use crate::fault::{Fault, read_each};

/// A saved page, read: one text, and the layers that point into it. Offsets count Unicode code
/// points of the text, end exclusive; `source_bytes` counts bytes of the saved file, unpacked where it is
/// packed, and on through the answers of platforms (`source.answers`), as if they were laid behind it.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "annalist document")]
pub(crate) struct Document {
    /// The version of this shape. Changes within a version only add.
    #[schemars(extend("const" = SCHEMA_VERSION))]
    pub(crate) schema_version: u32,
    /// Identity: of a saved page the first 16 hex digits of the SHA-256 of its bytes, unpacked.
    pub(crate) id: String,
    /// Name of the input, relative to the root of the run, with `/` between its parts.
    pub(crate) input: String,
    /// The saved file.
    pub(crate) source: Source,
    /// What the page says about itself.
    pub(crate) metadata: Metadata,
    /// The one text that all offsets point into: article, captions, notes and comments, in reading
    /// order.
    pub(crate) text: String,
    /// The pieces of the text, sorted and disjoint.
    pub(crate) blocks: Vec<Block>,
    /// The comments, each after the one that it answers.
    pub(crate) comments: Vec<Comment>,
    /// How the text was set: links, emphasis, tables, images, sources of quotations.
    #[serde(default)]
    pub(crate) structure: Structure,
    /// Doubts about the reading.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// Where the text stands in the saved file: its runs, in order and disjoint. Text that no run
    /// covers was generated.
    #[serde(default)]
    pub(crate) source_map: Vec<Run>,
}

impl Document {
    pub(crate) fn of(places: &Places<'_>) -> Document {
        let document = places.document();
        Document {
            schema_version: SCHEMA_VERSION,
            id: document.id().as_str().to_owned(),
            input: document.source().input.clone(),
            source: Source::of(document.source()),
            metadata: Metadata::of(document.metadata()),
            text: document.text().to_owned(),
            blocks: document.blocks().iter().map(|it| Block::of(it, places)).collect(),
            comments: document.comments().iter().map(|it| Comment::of(it, places)).collect(),
            structure: Structure::of(document.structure(), places),
            diagnostics: document
                .diagnostics()
                .iter()
                .map(|it| Diagnostic::of(it, places))
                .collect(),
            source_map: source_map::of(document.source_map(), places),
        }
    }

    /// The document, with the diagnostics that are of its reading.
    pub(crate) fn read(self) -> Result<model::Document, Fault> {
        let offsets = Offsets::new(&self.text);
        let diagnostics = read_each("diagnostics", self.diagnostics, |it| it.read(&offsets))?;
        let blocks = read_blocks(self.blocks, self.comments.len(), &offsets)?;
        let comments = read_comments(self.comments, &offsets)?;
        let structure = self.structure.read(&offsets).map_err(|fault| fault.under("structure"))?;
        let source_map = source_map::read(self.source_map, &offsets)?;
        model::Document::new(model::DocumentParts {
            id: model::DocumentId::given(self.id),
            source: self.source.read(self.input),
            metadata: self.metadata.read(),
            text: self.text,
            blocks,
            comments,
            structure,
            source_map,
            diagnostics: diagnostics.into_iter().take_while(is_of_reading).collect(),
        })
        .map_err(|error| explain(&error))
    }
}

/// What the parts of a document break; places in the model's text are no published offsets.
fn explain(error: &model::DocumentError) -> Fault {
    match error {
        model::DocumentError::StructureBroken { what, .. } => {
            let message = format!("a {what} is empty, out of order, or crosses a border");
            Fault::new(message).under("structure")
        }
        other => Fault::new(other.to_string()),
    }
}

/// Whether a diagnostic is of the reading of the page, not of what was found in its text.
pub(crate) fn is_of_reading(diagnostic: &model::Diagnostic) -> bool {
    diagnostic.code.as_str().starts_with('P')
}

/// The error of a line of another version.
pub(crate) fn check_version(version: u32) -> Result<(), Fault> {
    if version == SCHEMA_VERSION {
        return Ok(());
    }
    let message = format!("{version} is not the version that this program reads, {SCHEMA_VERSION}");
    Err(Fault::new(message).under("schema_version"))
}

fn read_blocks(
    blocks: Vec<Block>,
    comments: usize,
    offsets: &Offsets<'_>,
) -> Result<Vec<model::Block>, Fault> {
    let mut reached = 0;
    read_each("blocks", blocks, |block| {
        let block = block.read(offsets)?;
        if block.span.start() < reached {
            return Err(Fault::new("the block overlaps the one before it"));
        }
        reached = block.span.end();
        match block.owner {
            model::Owner::Comment(comment) if comment as usize >= comments => {
                Err(Fault::new(format!("there is no comment {comment}")).under("owner"))
            }
            _ => Ok(block),
        }
    })
}

fn read_comments(
    comments: Vec<Comment>,
    offsets: &Offsets<'_>,
) -> Result<Vec<model::Comment>, Fault> {
    let count = comments.len();
    let mut above = Vec::with_capacity(count);
    for (index, comment) in comments.into_iter().enumerate() {
        let comment = comment
            .read(&above, count, offsets)
            .map_err(|fault| fault.under(index).under("comments"))?;
        above.push(comment);
    }
    Ok(above)
}
