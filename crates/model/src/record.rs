//! One page, read and annotated: the unit that is stored, cited and merged.

use crate::{AnnotationError, Annotations, Diagnostic, Document};

/// A document with all that was found in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    document: Document,
    annotations: Annotations,
    diagnostics: Vec<Diagnostic>,
}

impl Record {
    /// The record of `document`; `found` are the doubts that came with the annotations, to stand
    /// after those of the reading.
    ///
    /// # Errors
    ///
    /// The first rule that the annotations break.
    pub fn new(
        document: Document,
        annotations: Annotations,
        found: Vec<Diagnostic>,
    ) -> Result<Record, AnnotationError> {
        annotations.check(&document)?;
        let mut diagnostics = document.diagnostics().to_vec();
        diagnostics.extend(found);
        Ok(Record { document, annotations, diagnostics })
    }

    /// The page as read.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// What was found in it.
    pub fn annotations(&self) -> &Annotations {
        &self.annotations
    }

    /// All doubts about the record: those of the reading first.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }
}
