//! Who said what, in their own words.

use crate::claim::Rules;
use crate::{AnnotationError, Party, Span};

/// How a quotation is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QuotationKind {
    /// Sentences between quotation marks.
    Direct,
    /// Part of a sentence between quotation marks.
    Partial,
    /// A paragraph or more, set apart.
    Block,
}

impl QuotationKind {
    /// All kinds.
    pub const ALL: [QuotationKind; 3] =
        [QuotationKind::Direct, QuotationKind::Partial, QuotationKind::Block];

    /// The name in published records.
    pub fn as_str(self) -> &'static str {
        match self {
            QuotationKind::Direct => "direct",
            QuotationKind::Partial => "partial",
            QuotationKind::Block => "block",
        }
    }

    /// The kind with this published name.
    pub fn parse(name: &str) -> Option<QuotationKind> {
        QuotationKind::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// Words that the text gives as somebody's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// How it is set.
    pub kind: QuotationKind,
    /// The words, without the marks around them: one stretch for each paragraph, and for each side
    /// of what stands between ("…," he said, "…"); sorted and disjoint, at least one.
    pub parts: Vec<Span>,
    /// Who says them, where the text tells.
    pub speaker: Option<Party>,
    /// The word that gives them to the speaker: "said".
    pub cue: Option<Span>,
    /// To whom they are said.
    pub recipient: Option<Party>,
    /// The rule that found the speaker, or the quotation where there is none.
    pub rule: String,
}

impl Quotation {
    pub(crate) fn check(&self, rules: &Rules<'_>) -> Result<(), AnnotationError> {
        rules.evidence("quotation", &self.parts)?;
        self.speaker.iter().try_for_each(|it| rules.party("speaker", it))?;
        self.recipient.iter().try_for_each(|it| rules.party("recipient", it))?;
        self.cue.into_iter().try_for_each(|cue| rules.span("cue", cue))
    }
}
