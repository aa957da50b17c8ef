//! Who stands to whom in what relation.

use crate::claim::Rules;
use crate::{AnnotationError, Modality, Party, Span};

/// A relation between two parties, read from its subject: "leader_of" says that the subject leads
/// the object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// Its type, a name of the rules: lower-case letters and `_`.
    pub kind: String,
    /// Of whom it is told; always an entity.
    pub subject: Party,
    /// To whom the subject stands so.
    pub object: Party,
    /// The words for the office, the part or the quality: "secretary general".
    pub role: Option<Span>,
    /// When, as one of the dates of the document.
    pub date: Option<Span>,
    /// Where.
    pub place: Option<Party>,
    /// How the text stands behind it.
    pub modality: Modality,
    /// Who says so, where the text says that others do.
    pub reporter: Option<Party>,
    /// The passages that say so, sorted and disjoint; at least one.
    pub evidence: Vec<Span>,
    /// The rule that read it.
    pub rule: String,
}

impl Relation {
    pub(crate) fn check(&self, rules: &Rules<'_>) -> Result<(), AnnotationError> {
        rules.evidence("relation", &self.evidence)?;
        rules.party("subject", &self.subject)?;
        rules.party("object", &self.object)?;
        if self.subject.entity.is_none() {
            return Err(AnnotationError::NoEntity { what: "subject", span: self.subject.span });
        }
        self.place.iter().try_for_each(|place| rules.party("place", place))?;
        self.reporter.iter().try_for_each(|by| rules.party("reporter", by))?;
        self.role.into_iter().try_for_each(|role| rules.span("role", role))?;
        self.date.into_iter().try_for_each(|date| rules.date(date))
    }
}
