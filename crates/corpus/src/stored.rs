//! A [`Partial`] as bytes and back, so that a document that did not change is not read again.
//!
//! The form is this crate's own: numbers seven bits a byte, texts and lists with their length before
//! them, names of kinds as published. It has no version; whoever keeps such bytes keeps beside them
//! what made them. Bytes that are no partial give none, whatever they hold.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use annalist_model::{
    AliasKind, Anchor, ByteRange, Code, CommentKind, Date, DateTime, DocumentId, EntityKind,
    Interval, Limit, Listing, Modality, Modifier, NamedZone, Owner, Part, Place, PlacePrecision,
    Point, Sha256, Site, Time, TimexDetails, TimexType, UtcOffset,
};

use crate::claims::facts::{
    ClaimFacts, EventFact, PartyFact, QuotationFact, RelationFact, Stand, WhenFact,
};
use crate::digest::{CommentFact, DateFact, Digest, EntityFact};
use crate::sketch::Sketch;
use crate::{
    ClaimEvidence, ClaimTime, CorpusAlias, CorpusEntity, CorpusEvent, CorpusParty, CorpusRelation,
    CorpusSpeaker, DocumentSummary, NameTie, Occurrence, Partial, Passage, PeriodCount, Stance,
};

impl Partial {
    /// The bytes that [`Partial::from_bytes`] reads.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        for digest in self.digests.values() {
            digest.write(&mut out);
        }
        out
    }

    /// What [`Partial::to_bytes`] wrote; none where the bytes are anything else.
    pub fn from_bytes(bytes: &[u8]) -> Option<Partial> {
        let mut rest = Rest(bytes);
        let mut digests = BTreeMap::new();
        while !rest.0.is_empty() {
            let digest = Digest::read(&mut rest)?;
            digests.insert((digest.input.clone(), digest.id.clone()), digest);
        }
        Some(Partial { digests })
    }
}

impl Partial {
    /// Whether [`Partial::from_bytes`] reads these bytes.
    pub fn is_stored(bytes: &[u8]) -> bool {
        let mut rest = Rest(bytes);
        while !rest.0.is_empty() {
            if Digest::skip(&mut rest).is_none() {
                return false;
            }
        }
        true
    }
}

/// The value that all of `bytes` hold.
pub(crate) fn read<T: Stored>(bytes: &[u8]) -> io::Result<T> {
    let mut rest = Rest(bytes);
    let value = T::read(&mut rest).filter(|_| rest.0.is_empty());
    value.ok_or_else(|| io::ErrorKind::InvalidData.into())
}

/// The bytes that are still to be read.
pub(crate) struct Rest<'b>(&'b [u8]);

impl<'b> Rest<'b> {
    fn take(&mut self, length: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    /// What `read` reads, with its bytes.
    fn with_bytes<T>(
        &mut self,
        read: impl FnOnce(&mut Rest<'b>) -> Option<T>,
    ) -> Option<(T, &'b [u8])> {
        let before = self.0;
        let value = read(self)?;
        Some((value, before.get(..before.len() - self.0.len())?))
    }

    fn number(&mut self) -> Option<u64> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let [byte] = self.take(1)? else { return None };
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    /// The length of what follows, of which each part has a byte at least.
    fn length(&mut self) -> Option<usize> {
        let length = usize::try_from(self.number()?).ok()?;
        (length <= self.0.len()).then_some(length)
    }

    fn text(&mut self) -> Option<&'b str> {
        let length = self.length()?;
        std::str::from_utf8(self.take(length)?).ok()
    }
}

fn write_number(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn write_text(out: &mut Vec<u8>, text: &str) {
    write_number(out, text.len() as u64);
    out.extend_from_slice(text.as_bytes());
}

/// What can be written as bytes and read back.
pub(crate) trait Stored: Sized {
    fn write(&self, out: &mut Vec<u8>);
    fn read(rest: &mut Rest<'_>) -> Option<Self>;

    /// Goes past a value, without making it where that takes less.
    fn skip(rest: &mut Rest<'_>) -> Option<()> {
        Self::read(rest).map(drop)
    }
}

impl Stored for String {
    fn write(&self, out: &mut Vec<u8>) {
        write_text(out, self);
    }

    fn read(rest: &mut Rest<'_>) -> Option<String> {
        rest.text().map(str::to_owned)
    }

    fn skip(rest: &mut Rest<'_>) -> Option<()> {
        rest.text().map(drop)
    }
}

impl Stored for Arc<str> {
    fn write(&self, out: &mut Vec<u8>) {
        write_text(out, self);
    }

    fn read(rest: &mut Rest<'_>) -> Option<Arc<str>> {
        rest.text().map(Arc::from)
    }

    fn skip(rest: &mut Rest<'_>) -> Option<()> {
        rest.text().map(drop)
    }
}

impl<T: Stored> Stored for Option<T> {
    fn write(&self, out: &mut Vec<u8>) {
        out.push(u8::from(self.is_some()));
        if let Some(value) = self {
            value.write(out);
        }
    }

    fn read(rest: &mut Rest<'_>) -> Option<Option<T>> {
        match rest.take(1)? {
            [0] => Some(None),
            [1] => T::read(rest).map(Some),
            _ => None,
        }
    }

    fn skip(rest: &mut Rest<'_>) -> Option<()> {
        match rest.take(1)? {
            [0] => Some(()),
            [1] => T::skip(rest),
            _ => None,
        }
    }
}

impl<T: Stored> Stored for Vec<T> {
    fn write(&self, out: &mut Vec<u8>) {
        write_all(self.iter(), out);
    }

    fn read(rest: &mut Rest<'_>) -> Option<Vec<T>> {
        let length = rest.length()?;
        (0..length).map(|_| T::read(rest)).collect()
    }

    fn skip(rest: &mut Rest<'_>) -> Option<()> {
        let length = rest.length()?;
        (0..length).try_for_each(|_| T::skip(rest))
    }
}

/// Writes values as a list of them is written.
pub(crate) fn write_all<'v, T: Stored + 'v>(
    values: impl ExactSizeIterator<Item = &'v T>,
    out: &mut Vec<u8>,
) {
    write_number(out, values.len() as u64);
    values.for_each(|value| value.write(out));
}

impl<A: Stored, B: Stored> Stored for (A, B) {
    fn write(&self, out: &mut Vec<u8>) {
        self.0.write(out);
        self.1.write(out);
    }

    fn read(rest: &mut Rest<'_>) -> Option<(A, B)> {
        Some((A::read(rest)?, B::read(rest)?))
    }
}

impl<K: Stored + Ord, V: Stored> Stored for BTreeMap<K, V> {
    fn write(&self, out: &mut Vec<u8>) {
        write_number(out, self.len() as u64);
        for (key, value) in self {
            key.write(out);
            value.write(out);
        }
    }

    fn read(rest: &mut Rest<'_>) -> Option<BTreeMap<K, V>> {
        let length = rest.length()?;
        (0..length).map(|_| Some((K::read(rest)?, V::read(rest)?))).collect()
    }

    fn skip(rest: &mut Rest<'_>) -> Option<()> {
        let length = rest.length()?;
        (0..length).try_for_each(|_| {
            K::skip(rest)?;
            V::skip(rest)
        })
    }
}

impl Stored for u32 {
    fn write(&self, out: &mut Vec<u8>) {
        write_number(out, u64::from(*self));
    }

    fn read(rest: &mut Rest<'_>) -> Option<u32> {
        u32::try_from(rest.number()?).ok()
    }
}

impl Stored for u16 {
    fn write(&self, out: &mut Vec<u8>) {
        write_number(out, u64::from(*self));
    }

    fn read(rest: &mut Rest<'_>) -> Option<u16> {
        u16::try_from(rest.number()?).ok()
    }
}

impl Stored for i16 {
    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.to_le_bytes());
    }

    fn read(rest: &mut Rest<'_>) -> Option<i16> {
        rest.take(2)?.try_into().ok().map(i16::from_le_bytes)
    }
}

impl Stored for i32 {
    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.to_le_bytes());
    }

    fn read(rest: &mut Rest<'_>) -> Option<i32> {
        rest.take(4)?.try_into().ok().map(i32::from_le_bytes)
    }
}

impl Stored for u8 {
    fn write(&self, out: &mut Vec<u8>) {
        out.push(*self);
    }

    fn read(rest: &mut Rest<'_>) -> Option<u8> {
        rest.take(1)?.first().copied()
    }
}

impl Stored for bool {
    fn write(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }

    fn read(rest: &mut Rest<'_>) -> Option<bool> {
        match u8::read(rest)? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }
}

impl Stored for Stance {
    fn write(&self, out: &mut Vec<u8>) {
        out.push(*self as u8);
    }

    fn read(rest: &mut Rest<'_>) -> Option<Stance> {
        Stance::ALL.get(usize::from(u8::read(rest)?)).copied()
    }
}

impl Stored for Sha256 {
    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.0);
    }

    fn read(rest: &mut Rest<'_>) -> Option<Sha256> {
        rest.take(32)?.try_into().ok().map(Sha256)
    }
}

impl Stored for DocumentId {
    fn write(&self, out: &mut Vec<u8>) {
        write_text(out, self.as_str());
    }

    fn read(rest: &mut Rest<'_>) -> Option<DocumentId> {
        rest.text().map(DocumentId::given)
    }
}

impl Stored for Date {
    fn write(&self, out: &mut Vec<u8>) {
        self.year().write(out);
        self.month().write(out);
        self.day().write(out);
    }

    fn read(rest: &mut Rest<'_>) -> Option<Date> {
        Date::new(i16::read(rest)?, Option::read(rest)?, Option::read(rest)?)
    }
}

impl Stored for Time {
    fn write(&self, out: &mut Vec<u8>) {
        self.hour().write(out);
        self.minute().write(out);
        self.second().write(out);
    }

    fn read(rest: &mut Rest<'_>) -> Option<Time> {
        Time::new(u8::read(rest)?, u8::read(rest)?, Option::read(rest)?)
    }
}

impl Stored for UtcOffset {
    fn write(&self, out: &mut Vec<u8>) {
        self.minutes().write(out);
    }

    fn read(rest: &mut Rest<'_>) -> Option<UtcOffset> {
        UtcOffset::new(i16::read(rest)?)
    }
}

impl Stored for ByteRange {
    fn write(&self, out: &mut Vec<u8>) {
        self.start().write(out);
        self.end().write(out);
    }

    fn read(rest: &mut Rest<'_>) -> Option<ByteRange> {
        ByteRange::new(u32::read(rest)?, u32::read(rest)?)
    }
}

impl Stored for Owner {
    fn write(&self, out: &mut Vec<u8>) {
        let comment = match self {
            Owner::Article => None,
            Owner::Comment(id) => Some(*id),
        };
        comment.write(out);
    }

    fn read(rest: &mut Rest<'_>) -> Option<Owner> {
        Some(Option::read(rest)?.map_or(Owner::Article, Owner::Comment))
    }
}

/// What has a published name is stored by it.
macro_rules! by_name {
    ($($kind:ident),+) => {$(
        impl Stored for $kind {
            fn write(&self, out: &mut Vec<u8>) {
                write_text(out, self.as_str());
            }

            fn read(rest: &mut Rest<'_>) -> Option<$kind> {
                $kind::parse(rest.text()?)
            }
        }
    )+};
}

by_name!(
    AliasKind,
    Anchor,
    Code,
    CommentKind,
    EntityKind,
    Limit,
    Modality,
    Modifier,
    Part,
    PlacePrecision,
    TimexType
);

/// What has fields is stored field by field.
macro_rules! by_fields {
    ($($shape:ident { $($field:ident),+ $(,)? })+) => {$(
        impl Stored for $shape {
            fn write(&self, out: &mut Vec<u8>) {
                let $shape { $($field),+ } = self;
                $($field.write(out);)+
            }

            fn read(rest: &mut Rest<'_>) -> Option<$shape> {
                Some($shape { $($field: Stored::read(rest)?),+ })
            }

            fn skip(rest: &mut Rest<'_>) -> Option<()> {
                $(skip_as(|it: &$shape| &it.$field, rest)?;)+
                Some(())
            }
        }
    )+};
}

/// Goes past a value of the type that a field has.
fn skip_as<S, T: Stored>(_: impl FnOnce(&S) -> &T, rest: &mut Rest<'_>) -> Option<()> {
    T::skip(rest)
}

/// A digest whose entities, dates and claims are not made, only what is asked of all of them: their
/// bytes are kept beside them.
pub(crate) struct DigestView<'b> {
    /// The digest, without entities, dates and claims.
    pub(crate) digest: Digest,
    /// The entities, without the forms of their names and without passages.
    pub(crate) entities: Vec<(EntityFact, &'b [u8])>,
    pub(crate) dates: Vec<(DateView, &'b [u8])>,
    /// The bytes of the claims; empty where there are none.
    pub(crate) claims: &'b [u8],
}

/// Where a date stands among others.
pub(crate) struct DateView {
    pub(crate) interval: Interval,
    pub(crate) kind: TimexType,
    pub(crate) value: String,
    pub(crate) start: u32,
    pub(crate) owner: Owner,
}

impl<'b> DigestView<'b> {
    /// The digests that `bytes` hold, shown one after the other; whether they hold nothing else.
    pub(crate) fn each(
        bytes: &'b [u8],
        see: &mut dyn FnMut(DigestView<'b>) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut rest = Rest(bytes);
        while !rest.0.is_empty() {
            see(DigestView::read(&mut rest).ok_or(io::ErrorKind::InvalidData)?)?;
        }
        Ok(())
    }

    fn read(rest: &mut Rest<'b>) -> Option<DigestView<'b>> {
        let digest = Digest::read_head(rest)?;
        let length = rest.length()?;
        let entities = (0..length).map(|_| rest.with_bytes(EntityFact::read_head));
        let entities = entities.collect::<Option<_>>()?;
        let length = rest.length()?;
        let dates = (0..length).map(|_| rest.with_bytes(DateView::read));
        let dates = dates.collect::<Option<_>>()?;
        let ((), claims) = rest.with_bytes(ClaimFacts::skip)?;
        // Three lists, each of length 0.
        let claims = if claims == [0; 3] { &[] } else { claims };
        Some(DigestView { digest, entities, dates, claims })
    }
}

impl Digest {
    /// A digest as far as its entities, which come last but for dates and claims.
    fn read_head(rest: &mut Rest<'_>) -> Option<Digest> {
        Some(Digest {
            id: Stored::read(rest)?,
            input: Stored::read(rest)?,
            title: Stored::read(rest)?,
            authors: Stored::read(rest)?,
            url: Stored::read(rest)?,
            site: Stored::read(rest)?,
            published: Stored::read(rest)?,
            bounds: Stored::read(rest)?,
            language: Stored::read(rest)?,
            article_words: Stored::read(rest)?,
            comment_words: Stored::read(rest)?,
            sha256: Stored::read(rest)?,
            text_sha256: Stored::read(rest)?,
            opening_sha256: Stored::read(rest)?,
            sketch: Stored::read(rest)?,
            comments: Stored::read(rest)?,
            diagnostics: Stored::read(rest)?,
            entities: Vec::new(),
            dates: Vec::new(),
            claims: ClaimFacts::default(),
        })
    }
}

impl EntityFact {
    fn read_head(rest: &mut Rest<'_>) -> Option<EntityFact> {
        let (number, kind) = (Stored::read(rest)?, Stored::read(rest)?);
        let (name, aliases) = (Stored::read(rest)?, Stored::read(rest)?);
        let (listings, place) = (Stored::read(rest)?, Stored::read(rest)?);
        BTreeMap::<String, u32>::skip(rest)?;
        let (article_mentions, comment_mentions) = (Stored::read(rest)?, Stored::read(rest)?);
        Option::<Passage>::skip(rest)?;
        let (forms, first) = (BTreeMap::new(), None);
        Some(EntityFact {
            number,
            kind,
            name,
            aliases,
            listings,
            place,
            forms,
            article_mentions,
            comment_mentions,
            first,
        })
    }
}

/// The name of an entity of the collection, and what it is called by in each document.
pub(crate) struct EntityName {
    pub(crate) name: String,
    /// The documents, and the numbers that it has there.
    pub(crate) documents: Vec<(u32, Vec<u32>)>,
}

impl EntityName {
    /// Reads it where a whole entity stands.
    pub(crate) fn of(stored: &[u8]) -> io::Result<EntityName> {
        EntityName::read(&mut Rest(stored)).ok_or_else(|| io::ErrorKind::InvalidData.into())
    }

    fn read(rest: &mut Rest<'_>) -> Option<EntityName> {
        u32::skip(rest)?;
        EntityKind::skip(rest)?;
        let name = Stored::read(rest)?;
        Vec::<CorpusAlias>::skip(rest)?;
        Vec::<Listing>::skip(rest)?;
        Option::<Place>::skip(rest)?;
        Vec::<NameTie>::skip(rest)?;
        Vec::<NameTie>::skip(rest)?;
        let length = rest.length()?;
        let documents = (0..length).map(|_| {
            let numbers = (Stored::read(rest)?, Stored::read(rest)?);
            u32::skip(rest)?;
            u32::skip(rest)?;
            Option::<Passage>::skip(rest)?;
            Some(numbers)
        });
        Some(EntityName { name, documents: documents.collect::<Option<_>>()? })
    }
}

impl DateView {
    fn read(rest: &mut Rest<'_>) -> Option<DateView> {
        let (interval, kind) = (Stored::read(rest)?, Stored::read(rest)?);
        let value = Stored::read(rest)?;
        Anchor::skip(rest)?;
        TimexDetails::skip(rest)?;
        let start = Stored::read(rest)?;
        u32::skip(rest)?;
        Option::<ByteRange>::skip(rest)?;
        let owner = Stored::read(rest)?;
        bool::skip(rest)?;
        Option::<u32>::skip(rest)?;
        Arc::<str>::skip(rest)?;
        Arc::<str>::skip(rest)?;
        Some(DateView { interval, kind, value, start, owner })
    }
}

by_fields! {
    DateTime { date, time, offset }
    Interval { from, to }
    Listing { list, name, identifier, note }
    CommentFact { kind, author, posted }
    Passage { start, end, source_bytes, owner, is_quoted, quoting, exact, snippet }
    NamedZone { name, offset }
    Point { latitude, longitude }
    Site { precision, name, country, region, point, source }
    Place { site, rule, others }
    TimexDetails { modifier, quantity, frequency, limit, zone }
    DateFact { interval, kind, value, anchor, details, passage }
    EntityFact {
        number, kind, name, aliases, listings, place, forms, article_mentions, comment_mentions,
        first,
    }
    Sketch { rows, least }
    DocumentSummary {
        id, input, title, authors, url, site, published, published_bounds, language,
        article_words, comment_words, comments, comment_authors, entities, mentions, dates,
        diagnostics, sha256, duplicate_of, near_copy_of, may_repeat,
    }
    NameTie { one, other, rule, score }
    CorpusAlias { value, kinds, documents, mentions }
    Occurrence { document, entities, article_mentions, comment_mentions, first }
    PeriodCount { period, count }
    CorpusEntity {
        id, kind, name, aliases, listings, place, merged, apart, documents, sources,
        article_mentions, comment_mentions, by_month, by_year, undated, may_be, may_be_more,
    }
    PartyFact { entity, words }
    WhenFact { interval, kind, value, details }
    Stand { modality, reporter, when, passages }
    RelationFact { kind, subject, object, role, stand }
    EventFact { predicate, participants, stand }
    QuotationFact { speaker, passages }
    ClaimFacts { relations, events, quotations }
    CorpusParty { entity, words }
    ClaimTime { interval, kind, value, details }
    ClaimEvidence { document, modality, reporter, time, role, passages }
    CorpusRelation { kind, subject, object, stance, sources, evidence }
    CorpusEvent { predicate, participants, time, stance, sources, evidence }
    CorpusSpeaker { speaker, quotations }
    Digest {
        id, input, title, authors, url, site, published, bounds, language, article_words,
        comment_words, sha256, text_sha256, opening_sha256, sketch, comments, diagnostics, entities, dates,
        claims,
    }
}

#[cfg(test)]
mod tests {
    use annalist_model::{
        Annotations, Document, DocumentParts, Metadata, Record, Source, SourceMap, Structure,
    };

    use super::*;

    fn partial() -> Partial {
        let sha256 = Sha256([7; 32]);
        let document = Document::new(DocumentParts {
            id: DocumentId::of(&sha256),
            source: Source {
                url: Some("https://a.example/".to_owned()),
                ..Source::of_text("a/b.html", 300, sha256)
            },
            metadata: Metadata::default(),
            text: "Some words.".to_owned(),
            blocks: Vec::new(),
            comments: Vec::new(),
            structure: Structure::default(),
            source_map: SourceMap::default(),
            diagnostics: Vec::new(),
        });
        let record = Record::new(document.unwrap(), Annotations::default(), Vec::new()).unwrap();
        let mut partial = Partial::of(&record);
        let passage = Passage {
            start: 200,
            end: 70_000,
            source_bytes: ByteRange::new(3, 300),
            owner: Owner::Comment(3),
            is_quoted: true,
            quoting: Some(1),
            exact: "Ä".into(),
            snippet: "x Ä y".into(),
        };
        for digest in partial.digests.values_mut() {
            digest.published = DateTime::parse_iso("2018-09-06T17:59+02:00");
            digest.sketch = Some(Sketch { rows: 300, least: vec![1, 200, u32::MAX] });
            digest.comments.push(CommentFact {
                kind: CommentKind::Comment,
                author: Some("A".to_owned()),
                posted: DateTime::parse_iso("2018"),
            });
            digest.dates.push(DateFact {
                interval: Interval { from: None, to: Date::new(2007, Some(3), None) },
                kind: TimexType::Date,
                value: "2007-03".to_owned(),
                anchor: Anchor::Explicit,
                details: TimexDetails {
                    modifier: Some(Modifier::Start),
                    quantity: Some("EVERY".to_owned()),
                    frequency: Some("2X".to_owned()),
                    limit: Some(Limit::By),
                    zone: Some(NamedZone { name: "IST".to_owned(), offset: UtcOffset::new(330) }),
                },
                passage: passage.clone(),
            });
            let party = PartyFact { entity: Some(0), words: "A B".to_owned() };
            let stand = Stand {
                modality: Modality::Reported,
                reporter: Some(party.clone()),
                when: Some(WhenFact {
                    interval: Interval { from: None, to: Date::new(2007, Some(3), None) },
                    kind: TimexType::Date,
                    value: "2007-03".to_owned(),
                    details: TimexDetails::default(),
                }),
                passages: vec![passage.clone()],
            };
            digest.claims.relations.push(RelationFact {
                kind: "leader_of".to_owned(),
                subject: party.clone(),
                object: PartyFact { entity: None, words: "a group".to_owned() },
                role: Some("leader".to_owned()),
                stand: stand.clone(),
            });
            digest.claims.events.push(EventFact {
                predicate: "captured".to_owned(),
                participants: vec![(Part::Patient, party.clone())],
                stand,
            });
            let passages = vec![passage.clone()];
            digest.claims.quotations.push(QuotationFact { speaker: party, passages });
            digest.entities.push(EntityFact {
                number: 0,
                kind: EntityKind::Person,
                name: "A B".to_owned(),
                aliases: vec![("B".to_owned(), AliasKind::Surname)],
                listings: Vec::new(),
                place: Some(Place {
                    site: None,
                    rule: "open".to_owned(),
                    others: vec![Site {
                        precision: PlacePrecision::City,
                        name: "Tripoli".to_owned(),
                        country: "LY".to_owned(),
                        region: None,
                        point: Some(Point { latitude: 32_875, longitude: -13_187 }),
                        source: Some("geonames:2210247".to_owned()),
                    }],
                }),
                forms: BTreeMap::from([("B".to_owned(), 130)]),
                article_mentions: 1,
                comment_mentions: 0,
                first: Some(passage.clone()),
            });
        }
        partial
    }

    #[test]
    fn what_is_written_is_read_back() {
        let partial = partial();
        assert_eq!(Partial::from_bytes(&partial.to_bytes()), Some(partial));
        assert_eq!(Partial::from_bytes(&[]), Some(Partial::default()));
    }

    #[test]
    fn what_is_looked_at_is_what_is_read() {
        let partial = partial();
        let bytes = partial.to_bytes();
        let mut seen = 0;
        DigestView::each(&bytes, &mut |DigestView { digest, entities, dates, claims }| {
            let read = partial.digests.values().next().unwrap();
            let whole = Digest {
                entities: entities.iter().map(|(_, bytes)| super::read(bytes).unwrap()).collect(),
                dates: dates.iter().map(|(_, bytes)| super::read(bytes).unwrap()).collect(),
                claims: super::read(claims).unwrap(),
                ..digest
            };
            assert_eq!(whole, *read);
            let (fact, date) = (&entities[0].0, &dates[0].0);
            let bare =
                EntityFact { forms: BTreeMap::new(), first: None, ..read.entities[0].clone() };
            assert_eq!(*fact, bare);
            let passage = &read.dates[0].passage;
            assert_eq!((date.start, date.owner), (passage.start, passage.owner));
            seen += 1;
            Ok(())
        })
        .unwrap();
        assert_eq!(seen, 1);
        assert!(DigestView::each(&bytes[1..], &mut |_| Ok(())).is_err());
    }

    #[test]
    fn bytes_that_were_cut_or_changed_break_nothing() {
        let (partial, bytes) = (partial(), partial().to_bytes());
        for cut in 1..bytes.len() {
            assert_eq!(Partial::from_bytes(&bytes[..cut]), None, "cut at {cut}");
            assert!(!Partial::is_stored(&bytes[..cut]), "cut at {cut}");
        }
        for place in 0..bytes.len() {
            for flip in [1, 0x80, 0xff] {
                let mut changed = bytes.clone();
                changed[place] ^= flip;
                let is_read = Partial::from_bytes(&changed).is_some();
                assert_eq!(Partial::is_stored(&changed), is_read, "at {place}");
                assert_ne!(Partial::from_bytes(&changed), Some(partial.clone()), "at {place}");
            }
        }
    }
}
