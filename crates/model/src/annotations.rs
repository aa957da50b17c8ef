//! What was found in a text: names and the entities behind them, dates and what they mean.

use std::fmt;

use crate::{Claims, Date, Document, Place, Span, TimexDetails};

/// The kinds of things that names stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntityKind {
    /// A human being.
    Person,
    /// A company, authority, party, militia, newspaper or other body.
    Organisation,
    /// A country, region, city, river or site.
    Place,
    /// A nation, religion, language or political current.
    Group,
    /// Anything else that has a name.
    Other,
}

impl EntityKind {
    /// All kinds, in the order of reports.
    pub const ALL: [EntityKind; 5] = [
        EntityKind::Person,
        EntityKind::Organisation,
        EntityKind::Place,
        EntityKind::Group,
        EntityKind::Other,
    ];

    /// The name in published records.
    pub fn as_str(self) -> &'static str {
        match self {
            EntityKind::Person => "person",
            EntityKind::Organisation => "organisation",
            EntityKind::Place => "place",
            EntityKind::Group => "group",
            EntityKind::Other => "other",
        }
    }

    /// The kind with this published name.
    pub fn parse(name: &str) -> Option<EntityKind> {
        EntityKind::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// One place where the text names an entity. Mentions may nest, never cross.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Where the name stands.
    pub span: Span,
    /// What it stands for, judged at this place.
    pub kind: EntityKind,
    /// The entity, by its number.
    pub entity: u32,
    /// The rule or model that found it.
    pub rule: String,
    /// How sure the rule is, per mille.
    pub score: u16,
}

/// How another name of an entity relates to its canonical one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AliasKind {
    /// Another way to write the same name.
    Spelling,
    /// The family name alone.
    Surname,
    /// The given name alone.
    GivenName,
    /// The first letters.
    Acronym,
    /// The same name from another script.
    Transliteration,
    /// A by-name.
    Nickname,
    /// A name completed in brackets by an editor.
    Bracketed,
}

impl AliasKind {
    const ALL: [AliasKind; 7] = [
        AliasKind::Spelling,
        AliasKind::Surname,
        AliasKind::GivenName,
        AliasKind::Acronym,
        AliasKind::Transliteration,
        AliasKind::Nickname,
        AliasKind::Bracketed,
    ];

    /// The name in published records.
    pub fn as_str(self) -> &'static str {
        match self {
            AliasKind::Spelling => "spelling",
            AliasKind::Surname => "surname",
            AliasKind::GivenName => "given-name",
            AliasKind::Acronym => "acronym",
            AliasKind::Transliteration => "transliteration",
            AliasKind::Nickname => "nickname",
            AliasKind::Bracketed => "bracketed",
        }
    }

    /// The kind with this published name.
    pub fn parse(name: &str) -> Option<AliasKind> {
        AliasKind::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// Another name of an entity, with what ties it to the entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alias {
    /// The name, as the text writes it.
    pub value: String,
    /// How it relates to the canonical name.
    pub kind: AliasKind,
    /// The rule that tied it to the entity.
    pub rule: String,
    /// Where the text shows the tie, if one passage does ("Asaib Ahl al-Haq (AAH)").
    pub evidence: Option<Span>,
}

/// A person, organisation, place or other thing that the document names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    /// Its number: entities are numbered from 0 by their first mention.
    pub id: u32,
    /// What it is.
    pub kind: EntityKind,
    /// Its fullest name in the document.
    pub name: String,
    /// Its other names, sorted by their text.
    pub aliases: Vec<Alias>,
    /// The lines of the user's lists that name it, sorted.
    pub listings: Vec<Listing>,
    /// For a place: where it lies, as far as a gazetteer and the text tell.
    pub place: Option<Place>,
}

/// The line of a list that names an entity.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Listing {
    /// What the list is called.
    pub list: String,
    /// The name, as the list writes it.
    pub name: String,
    /// What the list knows it by.
    pub identifier: Option<String>,
    /// What the list says of it.
    pub note: Option<String>,
}

/// Two entities whose names are near each other, and which are two all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Apart {
    /// The one, by its number.
    pub one: u32,
    /// The other; its number is greater.
    pub other: u32,
    /// The rule that kept them apart.
    pub rule: String,
    /// Where the text shows that they are two, if one passage does ("X renamed itself Y").
    pub evidence: Option<Span>,
}

/// The types of TIMEX3, the standard for expressions of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimexType {
    /// A calendar date, of any precision.
    Date,
    /// A time of day.
    Time,
    /// A length of time.
    Duration,
    /// A recurring time.
    Set,
}

impl TimexType {
    /// The name in TIMEX3 and in published records.
    pub fn as_str(self) -> &'static str {
        match self {
            TimexType::Date => "DATE",
            TimexType::Time => "TIME",
            TimexType::Duration => "DURATION",
            TimexType::Set => "SET",
        }
    }

    /// The type with this name.
    pub fn parse(name: &str) -> Option<TimexType> {
        [TimexType::Date, TimexType::Time, TimexType::Duration, TimexType::Set]
            .into_iter()
            .find(|kind| kind.as_str() == name)
    }
}

/// What a date was resolved against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Anchor {
    /// Nothing: the words say it all.
    Explicit,
    /// The date of publication.
    Published,
    /// The time of the comment that it stands in.
    CommentPosted,
    /// An earlier date of the text.
    EarlierMention,
    /// A date given by the user.
    Given,
    /// The days between which an undated article must have been published: what it means lies
    /// somewhere in its interval.
    PublicationBounds,
    /// Nothing was there to resolve it against.
    None,
}

impl Anchor {
    const ALL: [Anchor; 7] = [
        Anchor::Explicit,
        Anchor::Published,
        Anchor::CommentPosted,
        Anchor::EarlierMention,
        Anchor::Given,
        Anchor::PublicationBounds,
        Anchor::None,
    ];

    /// The name in published records.
    pub fn as_str(self) -> &'static str {
        match self {
            Anchor::Explicit => "explicit",
            Anchor::Published => "published",
            Anchor::CommentPosted => "comment-posted",
            Anchor::EarlierMention => "earlier-mention",
            Anchor::Given => "given",
            Anchor::PublicationBounds => "publication-bounds",
            Anchor::None => "none",
        }
    }

    /// The anchor with this published name.
    pub fn parse(name: &str) -> Option<Anchor> {
        Anchor::ALL.into_iter().find(|anchor| anchor.as_str() == name)
    }
}

/// The days that a date may mean, both ends included. An open end ("since 2003") is absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Interval {
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
}

/// An expression of time in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateMention {
    /// Where it stands.
    pub span: Span,
    /// Its TIMEX3 type.
    pub kind: TimexType,
    /// Its TIMEX3 value, such as `2007-03`, `P3Y`, `XXXX-08-30`.
    pub value: String,
    /// The days that it means, where it means days.
    pub interval: Option<Interval>,
    /// What it was resolved against.
    pub anchor: Anchor,
    /// What it says beside its value.
    pub details: TimexDetails,
    /// The rule that read it.
    pub rule: String,
}

/// One end of the time in which an undated article must have been published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bound {
    /// The day.
    pub date: Date,
    /// Where the text gives it.
    pub span: Span,
}

/// The time in which an article that carries no date must have been published.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PublicationBounds {
    /// It speaks of this day as past.
    pub not_before: Option<Bound>,
    /// Somebody had answered it by this day, or it had been saved (then no words give the day, and
    /// the span is empty).
    pub not_after: Option<Bound>,
}

/// All that was found in one document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Annotations {
    /// The names, sorted by place; a name that holds another comes first.
    pub mentions: Vec<Mention>,
    /// What the names stand for, sorted by number.
    pub entities: Vec<Entity>,
    /// The entities of near names that were kept apart, each two once, sorted.
    pub apart: Vec<Apart>,
    /// The expressions of time, sorted and disjoint.
    pub dates: Vec<DateMention>,
    /// For an article without a date: when it must have been published.
    pub publication_bounds: Option<PublicationBounds>,
    /// Relations, events, quotations and quantities.
    pub claims: Claims,
}

/// A rule that annotations break.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnnotationError {
    /// A span reaches past the text or cuts a character in two.
    SpanOffText {
        /// What the span belongs to.
        what: &'static str,
        /// The span.
        span: Span,
    },
    /// Two mentions cross, two dates overlap, or something stands out of order.
    OutOfOrder {
        /// What is out of order.
        what: &'static str,
        /// The later one's span.
        span: Span,
    },
    /// Two entities are kept apart twice, or from themselves, or stand out of order.
    ApartOutOfOrder {
        /// The one entity's number.
        one: u32,
        /// The other's.
        other: u32,
    },
    /// A mention names an entity that does not exist, or an entity has another number than its
    /// place.
    UnknownEntity {
        /// The entity's number.
        entity: u32,
    },
    /// A claim is tied to a date that was not found there.
    UnknownDate {
        /// Where the date should stand.
        span: Span,
    },
    /// A claim cites no passage.
    WithoutEvidence {
        /// What the claim is.
        what: &'static str,
    },
    /// A party that has to be an entity is none.
    NoEntity {
        /// What part it takes.
        what: &'static str,
        /// Its words.
        span: Span,
    },
}

impl fmt::Display for AnnotationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AnnotationError::SpanOffText { what, span } => {
                write!(f, "the span {span:?} of a {what} does not fit the text")
            }
            AnnotationError::OutOfOrder { what, span } => {
                write!(f, "the {what} at {span:?} overlaps another or stands out of order")
            }
            AnnotationError::ApartOutOfOrder { one, other } => {
                write!(f, "{one} and {other}, kept apart, stand out of order or twice")
            }
            AnnotationError::UnknownEntity { entity } => {
                write!(f, "entity {entity} does not exist or is out of place")
            }
            AnnotationError::UnknownDate { span } => {
                write!(f, "a claim is tied to a date at {span:?}, where none is")
            }
            AnnotationError::WithoutEvidence { what } => {
                write!(f, "a {what} cites no passage")
            }
            AnnotationError::NoEntity { what, span } => {
                write!(f, "the {what} at {span:?} is no entity")
            }
        }
    }
}

impl std::error::Error for AnnotationError {}

impl Annotations {
    /// Checks that the annotations keep their rules and fit `document`.
    ///
    /// # Errors
    ///
    /// The first rule that they break.
    pub fn check(&self, document: &Document) -> Result<(), AnnotationError> {
        let mentions = self.mentions.iter().map(|mention| ("mention", mention.span));
        let dates = self.dates.iter().map(|date| ("date", date.span));
        let shown = self.apart.iter().filter_map(|pair| pair.evidence);
        let shown = shown.map(|span| ("pair kept apart", span));
        if let Some((what, span)) = mentions
            .chain(dates)
            .chain(shown)
            .find(|(_, span)| span.slice(document.text()).is_none())
        {
            return Err(AnnotationError::SpanOffText { what, span });
        }
        for (index, entity) in self.entities.iter().enumerate() {
            if entity.id as usize != index {
                return Err(AnnotationError::UnknownEntity { entity: entity.id });
            }
        }
        if let Some(lost) =
            self.mentions.iter().find(|mention| mention.entity as usize >= self.entities.len())
        {
            return Err(AnnotationError::UnknownEntity { entity: lost.entity });
        }
        self.check_apart()?;
        self.check_order()?;
        self.claims.check(document, self)
    }

    fn check_apart(&self) -> Result<(), AnnotationError> {
        let mut last = None;
        for Apart { one, other, .. } in &self.apart {
            if *other as usize >= self.entities.len() {
                return Err(AnnotationError::UnknownEntity { entity: *other });
            }
            if one >= other || last >= Some((*one, *other)) {
                return Err(AnnotationError::ApartOutOfOrder { one: *one, other: *other });
            }
            last = Some((*one, *other));
        }
        Ok(())
    }

    fn check_order(&self) -> Result<(), AnnotationError> {
        let mut around: Vec<Span> = Vec::new();
        let mut last = None;
        for Mention { span, .. } in &self.mentions {
            let key = (span.start(), std::cmp::Reverse(span.end()));
            while around.last().is_some_and(|outer| outer.end() <= span.start()) {
                around.pop();
            }
            let crosses = around.last().is_some_and(|outer| !outer.contains(*span));
            if crosses || last.is_some_and(|last| key < last) {
                return Err(AnnotationError::OutOfOrder { what: "mention", span: *span });
            }
            around.push(*span);
            last = Some(key);
        }
        match self.dates.windows(2).find(|pair| pair[1].span.start() < pair[0].span.end()) {
            Some(pair) => Err(AnnotationError::OutOfOrder { what: "date", span: pair[1].span }),
            None => Ok(()),
        }
    }
}
