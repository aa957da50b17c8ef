//! The published shapes: what stands in JSON, apart from the working types of the model.
//!
//! Each shape knows the way from the model (`of`) and, where it can be read back, the way to it
//! (`read`). Three rules hold for all of them:
//!
//! * **Offsets count Unicode code points** of the text, end exclusive; `source_bytes` beside them
//!   counts bytes of the saved file (of a packed one those inside), and is null where the text was
//!   generated.
//! * **What every reader may ask for is always written**, as null or as an empty list where there
//!   is nothing: identity, source, title, authors, date of publication, tags, and of each comment
//!   its parent, author, time and quotations. All other keys are written only where there is
//!   something to say.
//! * **Keys come in the order of the fields here**, lists in the order of the text.
//!
//! Keys that a shape does not know are passed over in reading: later versions may add.

pub(crate) mod annotations;
pub(crate) mod apart;
pub(crate) mod block;
pub(crate) mod claims;
pub(crate) mod comment;
pub(crate) mod corpus;
pub(crate) mod document;
pub(crate) mod entity;
pub(crate) mod location;
pub(crate) mod metadata;
pub(crate) mod outcome;
pub(crate) mod place;
pub(crate) mod record;
pub(crate) mod source;
pub(crate) mod source_map;
pub(crate) mod structure;
pub(crate) mod text;
pub(crate) mod timex;
