//! The part of FollowTheMoney that is written, and the check that everything passes before it is.
//!
//! The readers of FollowTheMoney drop without a word what they do not know: unknown properties,
//! dates that are none, the minutes of a time with a `Z`, links to an entity of a kind that the
//! property does not take. So what does not fit stops the export.

use std::ops::RangeInclusive;

use annalist_model::{DateTime, days_in_month};

use crate::text::{is_hidden, web_address};

/// What a property takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name on one line.
    Name,
    /// A short text.
    Short,
    /// A text.
    Text,
    /// The text of an address.
    Address,
    /// An address of the web.
    Url,
    /// A date or a time in UTC, to the second.
    Date,
    /// A language in three letters.
    Language,
    /// A country in two letters.
    Country,
    /// A media type.
    Mimetype,
    /// A decimal number.
    Number,
    /// Another entity, of one of these schemata.
    Entity(&'static [Schema]),
}

/// The schemata that are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Schema {
    Article,
    PlainText,
    Person,
    Organization,
    LegalEntity,
    Address,
    Mention,
    Membership,
    Directorship,
    Employment,
    Representation,
    Family,
    Occupancy,
    Position,
    Event,
    UnknownLink,
}

use Schema::{
    Address, Article, Directorship, Employment, Event, Family, LegalEntity, Membership, Mention,
    Occupancy, Organization, Person, PlainText, Position, Representation, UnknownLink,
};

const DOCUMENT: &[Schema] = &[Article, PlainText];
const LEGAL: &[Schema] = &[Person, Organization, LegalEntity];
const THING: &[Schema] =
    &[Article, PlainText, Person, Organization, LegalEntity, Address, Position, Event];
const PEOPLE: &[Schema] = &[Person];
const ORGANIZATIONS: &[Schema] = &[Organization];

const OF_THINGS: &[(&str, Kind)] = &[
    ("name", Kind::Name),
    ("alias", Kind::Name),
    ("weakAlias", Kind::Name),
    ("country", Kind::Country),
    ("notes", Kind::Text),
    ("summary", Kind::Text),
    ("sourceUrl", Kind::Url),
    ("publisher", Kind::Short),
    ("keywords", Kind::Short),
    ("proof", Kind::Entity(DOCUMENT)),
];
const OF_DOCUMENTS: &[(&str, Kind)] = &[
    ("title", Kind::Short),
    ("author", Kind::Short),
    ("fileName", Kind::Short),
    ("mimeType", Kind::Mimetype),
    ("encoding", Kind::Short),
    ("bodyText", Kind::Text),
    ("messageId", Kind::Short),
    ("language", Kind::Language),
    ("publishedAt", Kind::Date),
    ("modifiedAt", Kind::Date),
    ("retrievedAt", Kind::Date),
    ("processingAgent", Kind::Short),
];
const OF_ADDRESSES: &[(&str, Kind)] = &[
    ("full", Kind::Address),
    ("city", Kind::Short),
    ("region", Kind::Short),
    ("latitude", Kind::Number),
    ("longitude", Kind::Number),
];
const OF_MENTIONS: &[(&str, Kind)] = &[
    ("document", Kind::Entity(DOCUMENT)),
    ("name", Kind::Name),
    ("resolved", Kind::Entity(LEGAL)),
    ("detectedSchema", Kind::Short),
];
const OF_INTERVALS: &[(&str, Kind)] = &[
    ("date", Kind::Date),
    ("startDate", Kind::Date),
    ("endDate", Kind::Date),
    ("summary", Kind::Text),
    ("description", Kind::Text),
    ("recordId", Kind::Short),
    ("sourceUrl", Kind::Url),
    ("proof", Kind::Entity(DOCUMENT)),
];
const OF_INTERESTS: &[(&str, Kind)] = &[("role", Kind::Short)];
const OF_LINKS: &[(&str, Kind)] =
    &[("subject", Kind::Entity(THING)), ("object", Kind::Entity(THING))];
const OF_MEMBERSHIPS: &[(&str, Kind)] =
    &[("member", Kind::Entity(LEGAL)), ("organization", Kind::Entity(ORGANIZATIONS))];
const OF_DIRECTORSHIPS: &[(&str, Kind)] =
    &[("director", Kind::Entity(LEGAL)), ("organization", Kind::Entity(ORGANIZATIONS))];
const OF_EMPLOYMENTS: &[(&str, Kind)] =
    &[("employee", Kind::Entity(PEOPLE)), ("employer", Kind::Entity(ORGANIZATIONS))];
const OF_REPRESENTATIONS: &[(&str, Kind)] =
    &[("agent", Kind::Entity(LEGAL)), ("client", Kind::Entity(LEGAL))];
const OF_FAMILIES: &[(&str, Kind)] = &[
    ("person", Kind::Entity(PEOPLE)),
    ("relative", Kind::Entity(PEOPLE)),
    ("relationship", Kind::Short),
];
const OF_OCCUPANCIES: &[(&str, Kind)] =
    &[("holder", Kind::Entity(PEOPLE)), ("post", Kind::Entity(&[Position]))];
const OF_POSITIONS: &[(&str, Kind)] = &[("organization", Kind::Entity(ORGANIZATIONS))];
const OF_EVENTS: &[(&str, Kind)] = &[
    ("involved", Kind::Entity(LEGAL)),
    ("location", Kind::Address),
    ("addressEntity", Kind::Entity(&[Address])),
];

impl Schema {
    pub(super) fn name(self) -> &'static str {
        match self {
            Article => "Article",
            PlainText => "PlainText",
            Person => "Person",
            Organization => "Organization",
            LegalEntity => "LegalEntity",
            Address => "Address",
            Mention => "Mention",
            Membership => "Membership",
            Directorship => "Directorship",
            Employment => "Employment",
            Representation => "Representation",
            Family => "Family",
            Occupancy => "Occupancy",
            Position => "Position",
            Event => "Event",
            UnknownLink => "UnknownLink",
        }
    }

    /// The letters that the identifiers of its entities begin with.
    pub(super) fn letters(self) -> &'static str {
        match self {
            Article => "d",
            PlainText => "c",
            Person => "p",
            Organization => "o",
            LegalEntity => "l",
            Address => "a",
            Mention => "m",
            Membership => "ms",
            Directorship => "ds",
            Employment => "em",
            Representation => "rp",
            Family => "fa",
            Occupancy => "oc",
            Position => "po",
            Event => "ev",
            UnknownLink => "r",
        }
    }

    /// What it asks for.
    pub(super) fn required(self) -> &'static [&'static str] {
        match self {
            Person | Organization | LegalEntity | Position | Event => &["name"],
            Membership => &["member", "organization"],
            Directorship => &["director", "organization"],
            Employment => &["employer", "employee"],
            Representation => &["agent", "client"],
            Family => &["person", "relative"],
            Occupancy => &["holder", "post"],
            Mention => &["document", "name"],
            UnknownLink => &["subject", "object"],
            Article | PlainText | Address => &[],
        }
    }

    /// What its property of this name takes.
    pub(super) fn kind(self, property: &str) -> Option<Kind> {
        let tables: &[&[(&str, Kind)]] = match self {
            Article | PlainText => &[OF_THINGS, OF_DOCUMENTS],
            Person | Organization | LegalEntity => &[OF_THINGS],
            Address => &[OF_THINGS, OF_ADDRESSES],
            Mention => &[OF_MENTIONS],
            UnknownLink => &[OF_INTERVALS, OF_INTERESTS, OF_LINKS],
            Membership => &[OF_INTERVALS, OF_INTERESTS, OF_MEMBERSHIPS],
            Directorship => &[OF_INTERVALS, OF_INTERESTS, OF_DIRECTORSHIPS],
            Employment => &[OF_INTERVALS, OF_INTERESTS, OF_EMPLOYMENTS],
            Representation => &[OF_INTERVALS, OF_INTERESTS, OF_REPRESENTATIONS],
            Family => &[OF_INTERVALS, OF_FAMILIES],
            Occupancy => &[OF_INTERVALS, OF_OCCUPANCIES],
            Position => &[OF_THINGS, OF_POSITIONS],
            Event => &[OF_THINGS, OF_INTERVALS, OF_EVENTS],
        };
        tables.iter().copied().flatten().find(|(name, _)| *name == property).map(|(_, kind)| *kind)
    }
}

impl Kind {
    /// What FollowTheMoney calls it, in the column `prop_type` of statements.
    pub(super) fn name(self) -> &'static str {
        match self {
            Kind::Name => "name",
            Kind::Short => "string",
            Kind::Text => "text",
            Kind::Address => "address",
            Kind::Url => "url",
            Kind::Date => "date",
            Kind::Language => "language",
            Kind::Country => "country",
            Kind::Mimetype => "mimetype",
            Kind::Number => "number",
            Kind::Entity(_) => "entity",
        }
    }

    /// The greatest number of code points of a value.
    pub(super) fn longest(self) -> usize {
        match self {
            Kind::Name => 384,
            Kind::Short => 1024,
            Kind::Address => 250,
            Kind::Text => 65_000,
            Kind::Url => 4096,
            Kind::Date => 32,
            Kind::Language | Kind::Country => 16,
            Kind::Mimetype | Kind::Number | Kind::Entity(_) => 250,
        }
    }

    /// Whether a reader keeps `value` as it is.
    pub(super) fn takes(self, value: &str) -> bool {
        let is_trimmed = value.trim() == value && !value.is_empty();
        let is_line = !value.contains("  ") && !value.contains(['\n', '\r', '\t']);
        let is_code = |length: usize| {
            value.len() == length && value.bytes().all(|byte| byte.is_ascii_lowercase())
        };
        let fits = match self {
            Kind::Name => is_line && !(value.starts_with('"') || value.ends_with('"')),
            Kind::Address => is_line,
            Kind::Short | Kind::Text => true,
            Kind::Url => web_address(value).is_some(),
            Kind::Date => is_date(value),
            Kind::Language => is_code(3),
            Kind::Country => is_code(2),
            Kind::Mimetype => matches!(value, "text/html" | "text/plain"),
            Kind::Number => value.parse::<f64>().is_ok_and(f64::is_finite),
            Kind::Entity(range) => {
                range.iter().any(|schema| value.starts_with(&format!("{}-", schema.letters())))
            }
        };
        let is_short = value.chars().count() <= self.longest();
        fits && is_trimmed && is_short && !value.chars().any(is_hidden)
    }
}

/// The years that readers know: others they drop.
const YEARS: RangeInclusive<i16> = 1000..=2999;

/// `2007`, `2007-03`, `2007-03-04`, or the latter with `T18:01:05`: no zone, for the times of
/// FollowTheMoney are those of UTC.
fn is_date(value: &str) -> bool {
    let Some(at) = DateTime::parse_iso(value) else { return false };
    let has_time = at.time.is_some();
    let is_day = match (at.date.month(), at.date.day()) {
        (Some(month), Some(day)) => day <= days_in_month(at.date.year(), month),
        _ => true,
    };
    is_day
        && YEARS.contains(&at.date.year())
        && at.offset.is_none()
        && at.to_string() == value
        && (!has_time || matches!(value.len(), 16 | 19))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_readers_drop_is_refused() {
        let date = |value| Kind::Date.takes(value);
        assert!(
            date("2009") && date("2009-03") && date("2009-03-03") && date("2009-03-03T12:00:05")
        );
        for bad in ["2009-02-30", "March 2009", "2009-03-03T12:00:00Z", "2009-3-3", "", "0732"] {
            assert!(!date(bad), "{bad}");
        }
        assert!(!Kind::Url.takes("javascript:alert(1)"));
        assert!(!Kind::Country.takes("IQ") && !Kind::Language.takes("en"));
        assert!(!Kind::Name.takes("a  b") && !Kind::Name.takes("\"a\"") && Kind::Name.takes("a b"));
        assert!(!Kind::Name.takes("a\u{202E}b"));
    }

    #[test]
    fn a_place_is_no_legal_entity() {
        let resolved = Mention.kind("resolved").unwrap();
        assert!(resolved.takes("p-77c0") && !resolved.takes("a-77c0"));
        assert_eq!(Mention.kind("country"), None);
    }
}
