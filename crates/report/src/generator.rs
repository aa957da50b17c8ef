//! Records of every shape, for tests: whatever the model allows, the reports must take.

use annalist_model::{
    Alias, AliasKind, Anchor, Annotations, Answer, AnswerForm, Apart, ArchivePlace, Attribution,
    Block, BlockKind, Bound, ByteRange, Code, Comment, CommentKind, Date, DateMention, DateTime,
    Diagnostic, Document, DocumentId, DocumentParts, Emphasis, EmphasisKind, Entity, EntityKind,
    Image, Interval, Limit, Link, ListPlace, Listing, Marker, MediaType, Mention, Metadata,
    Modifier, NamedZone, Origin, Owner, PageKind, PageType, Place, PlacePrecision, Point,
    PublicationBounds, QuotedPassage, Record, Sha256, Site, Source, SourcePart, Sourced, Span,
    Stamp, Structure, Table, TextBuilder, Time, TimexDetails, TimexType, TransferEncoding,
    UtcOffset,
};
use proptest::collection::vec;
use proptest::prelude::*;

/// Words that a hostile or foreign page may hold.
const WORDS: &[&str] = &[
    "Basra",
    "café",
    "قيس الخزعلي",
    "a|b",
    "`code`",
    "<script>alert(1)</script>",
    "](javascript:alert(1))",
    "*bold* _it_ ~~no~~",
    "\u{202E}desrever",
    "line\nbreak",
    "😀",
    "# 1. not a heading",
    "[^1]: note",
    "[x](javascript:1)",
    "$x$",
    "www.a.example",
    "&amp;",
    "http://a.example/?q=a-b,c&d",
    "\"quoted\" \\ \u{0}",
];

const ORIGINS: &[Origin] = &[
    Origin::JsonLd,
    Origin::OpenGraph,
    Origin::Meta,
    Origin::Microdata,
    Origin::Markup,
    Origin::Byline,
    Origin::Url,
    Origin::Text,
    Origin::Platform,
    Origin::Saver,
    Origin::Archive,
    Origin::Given,
];

const BLOCKS: &[BlockKind] = &[
    BlockKind::Paragraph,
    BlockKind::Title,
    BlockKind::Heading(1),
    BlockKind::Heading(6),
    BlockKind::ListItem,
    BlockKind::Quote,
    BlockKind::Code,
    BlockKind::TableRow,
    BlockKind::Caption,
    BlockKind::EditorsNote,
    BlockKind::Byline,
    BlockKind::Correction,
    BlockKind::Update,
];

const ALIASES: &[AliasKind] = &[
    AliasKind::Spelling,
    AliasKind::Surname,
    AliasKind::GivenName,
    AliasKind::Acronym,
    AliasKind::Transliteration,
    AliasKind::Nickname,
    AliasKind::Bracketed,
];

const ANCHORS: &[Anchor] = &[
    Anchor::Explicit,
    Anchor::Published,
    Anchor::CommentPosted,
    Anchor::EarlierMention,
    Anchor::Given,
    Anchor::PublicationBounds,
    Anchor::None,
];

const OFFSETS: &[i16] = &[-210, 0, 345];

const TIMEX: &[TimexType] =
    &[TimexType::Date, TimexType::Time, TimexType::Duration, TimexType::Set];

/// Any record.
pub(crate) fn records() -> impl Strategy<Value = Record> {
    vec(any::<u16>(), 0..400).prop_map(|rolls| Dice { rolls: rolls.into_iter() }.record())
}

/// A run of numbers that all choices are taken from; when it is used up, each choice is the first.
/// So a shorter run is a simpler record.
pub(crate) struct Dice {
    rolls: std::vec::IntoIter<u16>,
}

impl Dice {
    pub(crate) fn below(&mut self, count: usize) -> usize {
        usize::from(self.rolls.next().unwrap_or(0)) % count.max(1)
    }

    fn flag(&mut self) -> bool {
        self.below(2) == 1
    }

    pub(crate) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    pub(crate) fn maybe<T>(&mut self, make: impl FnOnce(&mut Dice) -> T) -> Option<T> {
        self.flag().then(|| make(self))
    }

    pub(crate) fn some<T>(&mut self, most: usize, mut make: impl FnMut(&mut Dice) -> T) -> Vec<T> {
        (0..self.below(most + 1)).map(|_| make(self)).collect()
    }

    pub(crate) fn word(&mut self) -> String {
        self.pick(WORDS).to_owned()
    }

    pub(crate) fn date(&mut self) -> Date {
        let year = self.below(10_000) as i16;
        let month = self.maybe(|dice| dice.below(12) as u8 + 1);
        let day = month.and_then(|_| self.maybe(|dice| dice.below(28) as u8 + 1));
        Date::new(year, month, day).unwrap()
    }

    fn moment(&mut self) -> DateTime {
        let date = self.date();
        let time = date.day().and_then(|_| {
            self.maybe(|dice| {
                let second = dice.maybe(|dice| dice.below(60) as u8);
                Time::new(dice.below(24) as u8, dice.below(60) as u8, second).unwrap()
            })
        });
        let offset = time.and_then(|_| self.maybe(|dice| dice.below(1800) as i16 - 900));
        DateTime { date, time, offset }
    }

    fn bytes(&mut self) -> Option<ByteRange> {
        let start = self.below(60_000) as u32;
        self.maybe(|dice| ByteRange::new(start, start + dice.below(1000) as u32).unwrap())
    }

    fn sourced<T>(&mut self, make: impl FnOnce(&mut Dice) -> T) -> Sourced<T> {
        let value = make(self);
        Sourced::new(value, self.pick(ORIGINS), self.bytes())
    }

    /// A span of `text`, on its character boundaries.
    pub(crate) fn span(&mut self, text: &str) -> Span {
        let mut ends = [0, 0].map(|_: usize| self.below(text.len() + 1));
        ends.sort_unstable();
        let snap = |mut at: usize| {
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        Span::from_range(snap(ends[0])..snap(ends[1])).unwrap()
    }

    pub(crate) fn span_within(&mut self, text: &str, outer: Span) -> Span {
        let inner = self.span(outer.slice(text).unwrap());
        Span::new(outer.start() + inner.start(), outer.start() + inner.end()).unwrap()
    }

    fn record(mut self) -> Record {
        let document = self.document();
        let text = document.text().to_owned();
        let annotations = self.annotations(&text);
        let found = self.some(2, |dice| dice.diagnostic(&text, 'E'));
        Record::new(document, annotations, found).unwrap()
    }

    fn document(&mut self) -> Document {
        let comments = self.below(4) as u32;
        let mut builder = TextBuilder::default();
        for _ in 0..self.below(8) {
            self.block(&mut builder, comments);
        }
        let (text, blocks, source_map) = builder.finish();
        let diagnostics = self.some(2, |dice| dice.diagnostic(&text, 'P'));
        let mut thread = Vec::new();
        for _ in 0..comments {
            let comment = self.comment(&text, &thread, comments);
            thread.push(comment);
        }
        let sha256 = Sha256([self.below(256) as u8; 32]);
        let blocks = self.clipped(blocks);
        Document::new(DocumentParts {
            id: DocumentId::of(&sha256),
            source: self.source(&text, sha256),
            metadata: self.metadata(),
            structure: self.structure(&text, &blocks),
            text,
            blocks,
            comments: thread,
            source_map,
            diagnostics,
        })
        .unwrap()
    }

    fn block(&mut self, builder: &mut TextBuilder, comments: u32) {
        let owner = match self.below(comments as usize + 1) as u32 {
            0 => Owner::Article,
            comment => Owner::Comment(comment - 1),
        };
        builder.begin(self.pick(BLOCKS), owner);
        builder.set_list(self.maybe(Dice::list_place));
        let mut at = self.below(50_000) as u32;
        for _ in 0..self.below(4) {
            let word = self.word() + " ";
            match self.below(4) {
                0 => builder.push_utf8(&word, at),
                1 => builder.push_fixed(&word, at, 2),
                2 => builder.push_whole(&word, ByteRange::new(at, at + 7).unwrap()),
                _ => builder.push_generated(&word),
            }
            at += 100;
        }
    }

    fn list_place(&mut self) -> ListPlace {
        let marker = match self.below(3) {
            0 => Marker::Bullet,
            1 => Marker::Number(self.below(60_000) as u32),
            _ => Marker::Continued,
        };
        ListPlace { depth: self.below(usize::from(ListPlace::DEEPEST)) as u8 + 1, marker }
    }

    /// Spans that hold something, in the order of `blocks`, each within one of them.
    fn stretches(&mut self, text: &str, blocks: &[Block]) -> Vec<Span> {
        let mut stretches: Vec<Span> = Vec::new();
        for block in blocks {
            for _ in 0..self.below(3) {
                let span = self.span_within(text, block.span);
                let reached = stretches.last().map_or(0, |last| last.end());
                if !span.is_empty() && span.start() >= reached {
                    stretches.push(span);
                }
            }
        }
        stretches
    }

    fn structure(&mut self, text: &str, blocks: &[Block]) -> Structure {
        let stretches = self.stretches(text, blocks);
        let links = stretches.into_iter().map(|span| Link { span, target: self.word() }).collect();
        let mut emphasis = Vec::new();
        for kind in EmphasisKind::ALL {
            let stretches = self.stretches(text, blocks);
            emphasis.extend(stretches.into_iter().map(|span| Emphasis { span, kind }));
        }
        emphasis.sort_by_key(|it| (it.span.start(), std::cmp::Reverse(it.span.end()), it.kind));
        let tables = blocks.iter().filter(|_| self.flag()).copied().collect::<Vec<Block>>();
        let tables = tables
            .into_iter()
            .map(|block| Table { span: block.span, headers: self.stretches(text, &[block]) });
        let tables = tables.collect();
        let stretches = self.stretches(text, blocks);
        let images = stretches.into_iter().map(|span| Image {
            span,
            address: self.maybe(Dice::word),
            alt: self.maybe(Dice::word),
        });
        let images = images.collect();
        let stretches = self.stretches(text, blocks);
        let attributions = stretches.into_iter().map(|span| Attribution {
            span,
            service: self.maybe(Dice::word),
            author: self.maybe(Dice::word),
            address: self.maybe(Dice::word),
        });
        let attributions = attributions.collect();
        Structure { links, emphasis, tables, images, attributions }
    }

    /// Some of the blocks: text may stand outside of all of them.
    fn clipped(&mut self, mut blocks: Vec<Block>) -> Vec<Block> {
        blocks.retain(|_| self.below(5) != 4);
        blocks
    }

    fn comment(&mut self, text: &str, above: &[Comment], count: u32) -> Comment {
        let parent = self.maybe(|dice| dice.below(above.len()) as u32);
        let parent = parent.filter(|_| !above.is_empty());
        let span = self.span(text);
        Comment {
            id: above.len() as u32,
            parent,
            depth: parent.map_or(0, |parent| above[parent as usize].depth + 1),
            addresses: above.len().checked_sub(1).filter(|_| parent.is_none()).map(|it| it as u32),
            kind: self.pick(&[
                CommentKind::Comment,
                CommentKind::Answer,
                CommentKind::Trackback,
                CommentKind::Removed,
            ]),
            author: self.maybe(|dice| dice.sourced(Dice::word)),
            author_url: self.maybe(Dice::word),
            posted: self.maybe(Dice::stamp),
            edited: self.maybe(Dice::stamp),
            votes: self.maybe(|dice| dice.below(60) as i32 - 30),
            permalink: self.maybe(Dice::word),
            span,
            quotes: self.some(2, |dice| QuotedPassage {
                span: dice.span_within(text, span),
                of: dice.maybe(|dice| dice.below(count as usize) as u32),
                author: dice.maybe(Dice::word),
                posted: dice.maybe(Dice::moment),
            }),
        }
    }

    fn stamp(&mut self) -> Stamp {
        Stamp {
            value: self.maybe(Dice::moment),
            shown: self.maybe(Dice::word),
            origin: self.pick(ORIGINS),
            bytes: self.bytes(),
        }
    }

    fn source(&mut self, text: &str, sha256: Sha256) -> Source {
        Source {
            input: self.word(),
            url: self.maybe(Dice::word),
            media_type: self.pick(&[MediaType::Html, MediaType::PlainText]),
            charset: "UTF-8".to_owned(),
            compression: self.maybe(|_| "gzip".to_owned()),
            length: text.len() as u64 * 3,
            sha256,
            saved_at: self.maybe(Dice::moment),
            saved_at_bytes: self.bytes(),
            saved_by: self.maybe(Dice::word),
            url_bytes: self.bytes(),
            archive_url: self.maybe(Dice::word),
            place: self.maybe(|dice| ArchivePlace {
                archive: dice.word(),
                offset: dice.below(1 << 20) as u64,
                unpacked_offset: dice.maybe(|dice| dice.below(1 << 20) as u64),
                name: dice.maybe(Dice::word),
            }),
            part: self.bytes().map(|bytes| SourcePart {
                bytes,
                encoding: self.pick(&[
                    TransferEncoding::Identity,
                    TransferEncoding::QuotedPrintable,
                    TransferEncoding::Base64,
                ]),
            }),
            answers: self.answers(text.len() as u32 * 3, sha256),
        }
    }

    fn answers(&mut self, mut start: u32, sha256: Sha256) -> Vec<Answer> {
        (0..self.below(3))
            .map(|_| {
                let end = start + self.below(50) as u32;
                let bytes = ByteRange::new(start, end).unwrap();
                start = end;
                Answer {
                    input: self.word(),
                    url: self.word(),
                    platform: self.word(),
                    fetched_at: self.maybe(Dice::moment),
                    form: self.pick(&[AnswerForm::Json, AnswerForm::Xml]),
                    bytes,
                    sha256,
                }
            })
            .collect()
    }

    fn metadata(&mut self) -> Metadata {
        Metadata {
            page_type: self.maybe(|dice| PageType {
                kind: dice.pick(&[PageKind::Article, PageKind::Index]),
                score: dice.below(1001) as u16,
            }),
            title: self.maybe(|dice| dice.sourced(Dice::word)),
            authors: self.some(3, |dice| dice.sourced(Dice::word)),
            site: self.maybe(|dice| dice.sourced(Dice::word)),
            publisher: self.maybe(|dice| dice.sourced(Dice::word)),
            published: self.maybe(|dice| dice.sourced(Dice::moment)),
            modified: self.maybe(|dice| dice.sourced(Dice::moment)),
            language: self.maybe(|dice| dice.sourced(|_| "en".to_owned())),
            canonical_url: self.maybe(|dice| dice.sourced(Dice::word)),
            description: self.maybe(|dice| dice.sourced(Dice::word)),
            section: self.maybe(|dice| dice.sourced(Dice::word)),
            tags: self.some(2, |dice| dice.sourced(Dice::word)),
            images: self.some(2, |dice| dice.sourced(Dice::word)),
            original_publication: self.maybe(|dice| dice.sourced(Dice::word)),
            author_notes: self.some(2, |dice| dice.sourced(Dice::word)),
            comment_count: self.maybe(|dice| dice.sourced(|dice| dice.below(100) as u32)),
        }
    }

    fn diagnostic(&mut self, text: &str, family: char) -> Diagnostic {
        let codes: Vec<Code> =
            Code::ALL.iter().copied().filter(|code| code.as_str().starts_with(family)).collect();
        let span = self.maybe(|dice| dice.span(text));
        Diagnostic { code: self.pick(&codes), message: self.word(), span }
    }

    fn annotations(&mut self, text: &str) -> Annotations {
        let count = self.below(4);
        let entities: Vec<Entity> = (0..count as u32).map(|id| self.entity(id, text)).collect();
        let mentions =
            if entities.is_empty() { Vec::new() } else { self.mentions(text, &entities) };
        let mut dates = self.some(4, |dice| dice.date_mention(text));
        dates.sort_by_key(|date| date.span);
        dates.dedup_by(|later, earlier| later.span.start() < earlier.span.end());
        let publication_bounds = self.maybe(|dice| PublicationBounds {
            not_before: dice.maybe(|dice| Bound { date: dice.date(), span: dice.span(text) }),
            not_after: dice.maybe(|dice| Bound { date: dice.date(), span: dice.span(text) }),
        });
        let apart = self.apart(count as u32, text);
        let claims = self.claims(text, &entities, &dates);
        Annotations { mentions, entities, apart, dates, publication_bounds, claims }
    }

    fn apart(&mut self, entities: u32, text: &str) -> Vec<Apart> {
        let pairs =
            (0..entities).flat_map(|one| (one + 1..entities).map(move |other| (one, other)));
        let kept: Vec<(u32, u32)> = pairs.filter(|_| self.flag()).collect();
        let describe = |(one, other)| {
            let (rule, evidence) = (self.word(), self.maybe(|dice| dice.span(text)));
            Apart { one, other, rule, evidence }
        };
        kept.into_iter().map(describe).collect()
    }

    fn entity(&mut self, id: u32, text: &str) -> Entity {
        Entity {
            id,
            kind: self.pick(&EntityKind::ALL),
            name: self.word(),
            aliases: self.some(2, |dice| Alias {
                value: dice.word(),
                kind: dice.pick(ALIASES),
                rule: "a rule".to_owned(),
                evidence: dice.maybe(|dice| dice.span(text)),
            }),
            listings: self.some(2, |dice| Listing {
                list: dice.word(),
                name: dice.word(),
                identifier: dice.maybe(Dice::word),
                note: dice.maybe(Dice::word),
            }),
            place: self.maybe(|dice| Place {
                site: dice.maybe(Dice::site),
                rule: "a rule".to_owned(),
                others: dice.some(2, Dice::site),
            }),
        }
    }

    fn site(&mut self) -> Site {
        use PlacePrecision::{City, Country, Region};
        Site {
            precision: self.pick(&[Country, Region, City]),
            name: self.word(),
            country: "IQ".to_owned(),
            region: self.maybe(Dice::word),
            point: self.maybe(|dice| Point {
                latitude: dice.below(180_001) as i32 - 90_000,
                longitude: dice.below(360_001) as i32 - 180_000,
            }),
            source: self.maybe(Dice::word),
        }
    }

    fn mentions(&mut self, text: &str, entities: &[Entity]) -> Vec<Mention> {
        let mut all = self.some(6, |dice| Mention {
            span: dice.span(text),
            kind: dice.pick(&EntityKind::ALL),
            entity: dice.below(entities.len()) as u32,
            rule: "a rule".to_owned(),
            score: dice.below(1001) as u16,
        });
        all.sort_by_key(|it| (it.span.start(), std::cmp::Reverse(it.span.end()), it.entity));
        let mut kept: Vec<Mention> = Vec::new();
        for mention in all {
            let crosses = |other: &Mention| {
                let ended = other.span.end() <= mention.span.start();
                !ended && !other.span.contains(mention.span)
            };
            if !kept.iter().any(crosses) {
                kept.push(mention);
            }
        }
        kept
    }

    pub(crate) fn date_mention(&mut self, text: &str) -> DateMention {
        DateMention {
            span: self.span(text),
            kind: self.pick(TIMEX),
            value: self.word(),
            interval: self.maybe(|dice| Interval {
                from: dice.maybe(Dice::date),
                to: dice.maybe(Dice::date),
            }),
            anchor: self.pick(ANCHORS),
            details: TimexDetails {
                modifier: self.maybe(|dice| dice.pick(Modifier::ALL)),
                quantity: self.maybe(Dice::word),
                frequency: self.maybe(Dice::word),
                limit: self.maybe(|dice| dice.pick(Limit::ALL)),
                zone: self.maybe(|dice| NamedZone {
                    name: dice.word(),
                    offset: dice.maybe(|dice| dice.pick(OFFSETS)).and_then(UtcOffset::new),
                }),
            },
            rule: "a rule".to_owned(),
        }
    }
}
