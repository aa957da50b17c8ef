//! Values that are published as a piece of text of a fixed form: names of kinds, dates, hashes.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use annalist_model as model;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

/// A value that has a written form.
pub(crate) trait Written: Sized {
    /// Name of the form in the schema.
    const NAME: &'static str;
    /// What the form is, for the schema and for messages.
    const MEANING: &'static str;

    /// The written form.
    fn write(&self) -> Cow<'static, str>;

    /// The value that is written so.
    fn read(text: &str) -> Option<Self>;

    /// The keywords of the schema that tell which texts are of this form.
    fn keywords() -> Value;
}

/// A value published in its written form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Text<T>(pub(crate) T);

impl<T: Written> Serialize for Text<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.write())
    }
}

impl<'de, T: Written> Deserialize<'de> for Text<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Text<T>, D::Error> {
        deserializer.deserialize_str(TextVisitor(PhantomData))
    }
}

struct TextVisitor<T>(PhantomData<T>);

impl<T: Written> Visitor<'_> for TextVisitor<T> {
    type Value = Text<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::MEANING)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Text<T>, E> {
        T::read(text).map(Text).ok_or_else(|| {
            let shown: String = text.chars().take(40).collect();
            E::custom(format_args!("{shown:?} is not {}", T::MEANING))
        })
    }
}

impl<T: Written> JsonSchema for Text<T> {
    fn schema_name() -> Cow<'static, str> {
        T::NAME.into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let mut schema = json_schema!({ "type": "string", "description": T::MEANING });
        if let Value::Object(keywords) = T::keywords() {
            schema.ensure_object().extend(keywords);
        }
        schema
    }
}

/// Publishes an enumeration of the model under the names that the model gives. The list is checked
/// for completeness by the `match`.
macro_rules! written_names {
    ($($name:literal, $meaning:literal: $model:ident { $($variant:ident $(($field:literal))?),+ $(,)? })+) => {$(
        impl Written for model::$model {
            const NAME: &'static str = $name;
            const MEANING: &'static str = $meaning;

            fn write(&self) -> Cow<'static, str> {
                match self {
                    $(model::$model::$variant { .. } => self.as_str().into(),)+
                }
            }

            fn read(text: &str) -> Option<Self> {
                [$(model::$model::$variant $(($field))?),+].into_iter().find(|it| it.as_str() == text)
            }

            fn keywords() -> Value {
                json!({ "enum": [$(model::$model::$variant $(($field))?.as_str()),+] })
            }
        }
    )+};
}

written_names! {
    "MediaType", "the media type of a saved file": MediaType { Html, PlainText }
    "PageKind", "a kind of page": PageKind { Article, Thread, Index, Offer }
    "TransferEncoding", "how a page is written into an archive": TransferEncoding {
        Identity, QuotedPrintable, Base64,
    }
    "AnswerForm", "what an answer of a platform is written in": AnswerForm { Json, Xml }
    "PlacePrecision", "how exactly a place is known": PlacePrecision {
        Country, Region, City, Unknown,
    }
    "Origin", "a place that a value is found in": Origin {
        JsonLd, OpenGraph, Meta, Microdata, Markup, Byline, Url, Text, Platform, Archive,
        Saver, Given,
    }
    "BlockKind", "a kind of block": BlockKind {
        Title, Heading(1), Paragraph, ListItem, Quote, Code, TableRow, Caption, EditorsNote, Byline,
        Correction, Update,
    }
    "EmphasisKind", "a way to set words apart": EmphasisKind { Strong, Emphasis }
    "CommentKind", "a kind of comment": CommentKind { Comment, Answer, Trackback, Removed }
    "EntityKind", "a kind of thing that has a name": EntityKind {
        Person, Organisation, Place, Group, Other,
    }
    "AliasKind", "a kind of other name": AliasKind {
        Spelling, Surname, GivenName, Acronym, Transliteration, Nickname, Bracketed,
    }
    "TimexType", "a type of TIMEX3": TimexType { Date, Time, Duration, Set }
    "Anchor", "what a date is resolved against": Anchor {
        Explicit, Published, CommentPosted, EarlierMention, Given, PublicationBounds, None,
    }
    "Modifier", "how an expression changes what its value says: a mod of TIMEX3": Modifier {
        Approx, Before, After, OnOrBefore, OnOrAfter, LessThan, MoreThan, EqualOrLess, EqualOrMore,
        Start, Mid, End,
    }
    "Precision", "how exact a date is": Precision {
        Second, Minute, DayPart, Day, Weekend, Week, Month, Quarter, Season, Half, Year, Decade,
        Century, Stretch,
    }
    "Limit", "the side of a date that the words beside it speak of": Limit {
        Since, After, Until, By, Before,
    }
    "Modality", "how a text stands behind what it tells": Modality {
        Asserted, Reported, Denied, Negated, Planned, Predicted, Conditional, Question,
    }
    "Part", "how somebody takes part in an event": Part { Agent, Patient, Recipient, Place }
    "QuotationKind", "how a quotation is set": QuotationKind { Direct, Partial, Block }
    "QuantityKind", "what a quantity measures": QuantityKind {
        People, Casualties, Seats, Votes, Money, Share, Count,
    }
    "Severity", "how much a diagnostic matters": Severity { Info, Warning }
}

impl Written for model::Code {
    const NAME: &'static str = "Code";
    const MEANING: &'static str = "a code of a diagnostic that this version knows";

    fn write(&self) -> Cow<'static, str> {
        self.as_str().into()
    }

    fn read(text: &str) -> Option<Self> {
        model::Code::parse(text)
    }

    fn keywords() -> Value {
        let codes: Vec<Value> = model::Code::ALL
            .iter()
            .map(|code| json!({ "const": code.as_str(), "description": code.meaning() }))
            .collect();
        json!({ "oneOf": codes })
    }
}

impl Written for model::Date {
    const NAME: &'static str = "Date";
    const MEANING: &'static str = "a date to the year, the month or the day, such as 2018-09-06";

    fn write(&self) -> Cow<'static, str> {
        self.to_string().into()
    }

    fn read(text: &str) -> Option<Self> {
        model::DateTime::parse_iso(text).filter(|at| at.time.is_none()).map(|at| at.date)
    }

    fn keywords() -> Value {
        json!({ "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$" })
    }
}

impl Written for model::DateTime {
    const NAME: &'static str = "DateTime";
    const MEANING: &'static str =
        "a date or point in time, as exact as the page gives it, such as 2018-09-07T17:59+02:00";

    fn write(&self) -> Cow<'static, str> {
        self.to_string().into()
    }

    fn read(text: &str) -> Option<Self> {
        model::DateTime::parse_iso(text)
    }

    fn keywords() -> Value {
        let pattern = r"^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?)?)?)?$";
        json!({ "pattern": pattern })
    }
}

impl Written for model::UtcOffset {
    const NAME: &'static str = "UtcOffset";
    const MEANING: &'static str = "how far a clock is ahead of UTC, such as -03:30";

    fn write(&self) -> Cow<'static, str> {
        self.to_string().into()
    }

    fn read(text: &str) -> Option<Self> {
        model::UtcOffset::parse(text)
    }

    fn keywords() -> Value {
        json!({ "pattern": r"^[+-]\d{2}:\d{2}$" })
    }
}

impl Written for model::Sha256 {
    const NAME: &'static str = "Sha256";
    const MEANING: &'static str = "a SHA-256 in 64 hex digits";

    fn write(&self) -> Cow<'static, str> {
        self.to_string().into()
    }

    fn read(text: &str) -> Option<Self> {
        model::Sha256::parse(text)
    }

    fn keywords() -> Value {
        json!({ "pattern": "^[0-9a-f]{64}$" })
    }
}
