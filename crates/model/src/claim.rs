//! What a document claims: the parts that relations, events and quotations share, and their rules.

use crate::{AnnotationError, Annotations, DateMention, Document, Event, Quantity, Quotation};
use crate::{Relation, Span};

/// How a text stands behind what it tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Modality {
    /// It says so itself.
    Asserted,
    /// It says that others say so.
    Reported,
    /// It says that others deny it.
    Denied,
    /// It says that it is not so.
    Negated,
    /// Somebody means to do so, wants it, or asks for it.
    Planned,
    /// It is expected.
    Predicted,
    /// It is so only if something else is, or may be so.
    Conditional,
    /// It is asked.
    Question,
}

impl Modality {
    /// All of them, the surest first.
    pub const ALL: [Modality; 8] = [
        Modality::Asserted,
        Modality::Reported,
        Modality::Denied,
        Modality::Negated,
        Modality::Planned,
        Modality::Predicted,
        Modality::Conditional,
        Modality::Question,
    ];

    /// The name in published records.
    pub fn as_str(self) -> &'static str {
        match self {
            Modality::Asserted => "asserted",
            Modality::Reported => "reported",
            Modality::Denied => "denied",
            Modality::Negated => "negated",
            Modality::Planned => "planned",
            Modality::Predicted => "predicted",
            Modality::Conditional => "conditional",
            Modality::Question => "question",
        }
    }

    /// The one with this published name.
    pub fn parse(name: &str) -> Option<Modality> {
        Modality::ALL.into_iter().find(|it| it.as_str() == name)
    }

    /// Whether the text, or somebody in it, holds it for true.
    pub fn is_held(self) -> bool {
        matches!(self, Modality::Asserted | Modality::Reported)
    }
}

/// Somebody or something that takes part in a claim: the words, and what they stand for where that
/// is an entity of the document. A pronoun or a description ("the group") may stand for one too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Party {
    /// The words.
    pub span: Span,
    /// The entity that they stand for, by its number.
    pub entity: Option<u32>,
}

/// What a document claims, and who says so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claims {
    /// Who stands to whom in what relation, sorted by the first evidence.
    pub relations: Vec<Relation>,
    /// What happened, sorted by the first evidence.
    pub events: Vec<Event>,
    /// Who said what, sorted by the first words.
    pub quotations: Vec<Quotation>,
    /// How many and how much, sorted.
    pub quantities: Vec<Quantity>,
}

impl Claims {
    /// Whether nothing is claimed.
    pub fn is_empty(&self) -> bool {
        self.relations.is_empty()
            && self.events.is_empty()
            && self.quotations.is_empty()
            && self.quantities.is_empty()
    }

    /// Checks that the claims fit `document` and what else was found in it.
    pub(crate) fn check(
        &self,
        document: &Document,
        found: &Annotations,
    ) -> Result<(), AnnotationError> {
        let rules = Rules { document, found };
        self.relations.iter().try_for_each(|it| it.check(&rules))?;
        self.events.iter().try_for_each(|it| it.check(&rules))?;
        self.quotations.iter().try_for_each(|it| it.check(&rules))?;
        self.quantities.iter().try_for_each(|it| it.check(&rules))?;
        rules.sorted("relation", self.relations.iter().map(|it| it.evidence.first().copied()))?;
        rules.sorted("event", self.events.iter().map(|it| it.evidence.first().copied()))?;
        rules.sorted("quotation", self.quotations.iter().map(|it| it.parts.first().copied()))?;
        rules.sorted("quantity", self.quantities.iter().map(|it| Some(it.span)))
    }
}

/// What claims are held against.
pub(crate) struct Rules<'d> {
    document: &'d Document,
    found: &'d Annotations,
}

impl Rules<'_> {
    /// The span lies in the text.
    pub(crate) fn span(&self, what: &'static str, span: Span) -> Result<(), AnnotationError> {
        match span.slice(self.document.text()) {
            Some(_) => Ok(()),
            None => Err(AnnotationError::SpanOffText { what, span }),
        }
    }

    /// There is evidence, it lies in the text, and it is sorted and disjoint.
    pub(crate) fn evidence(
        &self,
        what: &'static str,
        spans: &[Span],
    ) -> Result<(), AnnotationError> {
        spans.iter().try_for_each(|span| self.span(what, *span))?;
        if spans.is_empty() {
            return Err(AnnotationError::WithoutEvidence { what });
        }
        match spans.windows(2).find(|pair| pair[1].start() < pair[0].end()) {
            Some(pair) => Err(AnnotationError::OutOfOrder { what, span: pair[1] }),
            None => Ok(()),
        }
    }

    /// The words of the party lie in the text, and its entity exists.
    pub(crate) fn party(&self, what: &'static str, party: &Party) -> Result<(), AnnotationError> {
        self.span(what, party.span)?;
        match party.entity.filter(|entity| *entity as usize >= self.found.entities.len()) {
            Some(entity) => Err(AnnotationError::UnknownEntity { entity }),
            None => Ok(()),
        }
    }

    /// The words are one of the dates of the document.
    pub(crate) fn date(&self, span: Span) -> Result<(), AnnotationError> {
        match self.found.date_at(span) {
            Some(_) => Ok(()),
            None => Err(AnnotationError::UnknownDate { span }),
        }
    }

    fn sorted(
        &self,
        what: &'static str,
        firsts: impl Iterator<Item = Option<Span>>,
    ) -> Result<(), AnnotationError> {
        let mut last = Span::EMPTY;
        for first in firsts.flatten() {
            if first.start() < last.start() {
                return Err(AnnotationError::OutOfOrder { what, span: first });
            }
            last = first;
        }
        Ok(())
    }
}

impl Annotations {
    /// The expression of time that stands at just these words.
    pub fn date_at(&self, span: Span) -> Option<&DateMention> {
        let place = self.dates.binary_search_by_key(&span.start(), |date| date.span.start());
        self.dates.get(place.ok()?).filter(|date| date.span == span)
    }
}
