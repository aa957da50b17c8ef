//! The data of annalist and the rules it keeps.
//!
//! A saved page becomes a [`Document`]: one immutable text, and layers of [`Span`]s over it (blocks,
//! comments, later mentions and dates). Spans are checked where they meet a text, so a value of
//! these types that exists is one that holds together:
//!
//! * a span lies within its text, on character boundaries ([`Document::new`]);
//! * blocks are sorted and disjoint, comments come after the comment that they answer;
//! * links and emphasis keep to one block, tables to themselves ([`Structure`]);
//! * mentions may nest and never cross ([`Annotations::check`]);
//! * every claim (relation, event, quotation) has evidence in the text, and names entities and dates
//!   that exist ([`Claims`]);
//! * each run of text knows the bytes of the saved file that it was read from ([`SourceMap`]).
//!
//! This crate knows nothing of HTML, files, clocks or threads, and depends on nothing.

mod annotations;
mod block;
mod claim;
mod code_points;
mod comment;
mod datetime;
mod decision;
mod diagnostic;
mod document;
mod event;
mod letters;
mod metadata;
mod page_type;
mod place;
mod plain;
mod quantity;
mod quotation;
mod record;
mod relation;
mod source;
mod source_map;
mod span;
mod structure;
mod timex;

pub use annotations::{
    Alias, AliasKind, Anchor, AnnotationError, Annotations, Apart, Bound, DateMention, Entity,
    EntityKind, Interval, Listing, Mention, PublicationBounds, TimexType,
};
pub use block::{Block, BlockKind, ListPlace, Marker, Owner};
pub use claim::{Claims, Modality, Party};
pub use code_points::CodePoints;
pub use comment::{Comment, CommentKind, QuotedPassage, Stamp};
pub use datetime::{Date, DateTime, Time, days_in_month};
pub use decision::{DECIDED, Decision};
pub use diagnostic::{Code, Diagnostic, Severity};
pub use document::{Document, DocumentError, DocumentParts, TextBuilder};
pub use event::{Event, Part, Participant};
pub use letters::turns_or_hides;
pub use metadata::{Metadata, Origin, Sourced};
pub use page_type::{PageKind, PageType};
pub use place::{Place, PlacePrecision, Point, Site};
pub use quantity::{Quantity, QuantityKind};
pub use quotation::{Quotation, QuotationKind};
pub use record::Record;
pub use relation::Relation;
pub use source::{
    Answer, AnswerForm, ArchivePlace, DocumentId, MediaType, Sha256, Source, SourcePart,
    TransferEncoding,
};
pub use source_map::{Run, RunForm, SourceMap};
pub use span::{ByteRange, Span};
pub use structure::{Attribution, Emphasis, EmphasisKind, Image, Link, Structure, Table};
pub use timex::{Limit, Modifier, NamedZone, Precision, TimexDetails, UtcOffset};
