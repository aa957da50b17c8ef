//! Small records, written as a reader would describe them.

#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "test support: each file uses its own part of it"
)]

use annalist_corpus::{Corpus, Partial};
use annalist_model::{
    Alias, AliasKind, Anchor, Annotations, BlockKind, Comment, CommentKind, DateMention, DateTime,
    Document, DocumentId, DocumentParts, Entity, EntityKind, Interval, Listing, MediaType, Mention,
    Metadata, Origin, Owner, Place, PlacePrecision, Point, QuotedPassage, Record, Sha256, Site,
    Source, Sourced, Span, Stamp, Structure, TextBuilder, TimexDetails, TimexType,
};

/// Author, time and words of a comment.
type Words = (Option<String>, Option<String>, String);

/// Another name and its kind.
type Other = (String, AliasKind);

/// Words, value, first and last day of a date.
type Expression = (String, String, Option<String>, Option<String>);

/// A page to be.
#[derive(Clone, Debug, Default)]
pub(crate) struct Page {
    input: String,
    title: Option<String>,
    published: Option<String>,
    paragraphs: Vec<String>,
    comments: Vec<Words>,
    /// Comment, passage in it, comment quoted.
    quotes: Vec<(u32, String, Option<u32>)>,
    names: Vec<(EntityKind, String, Vec<Other>)>,
    /// What a list knows the last name by.
    listed: Vec<(usize, String)>,
    /// Where the names of places lie: the one that is meant, and the others.
    lying: Vec<(usize, Place)>,
    dates: Vec<Expression>,
    bytes: Option<String>,
}

pub(crate) fn page(input: &str) -> Page {
    Page { input: input.to_owned(), ..Page::default() }
}

pub(crate) fn corpus(pages: &[Page]) -> Corpus {
    pages
        .iter()
        .map(|page| Partial::of(&page.record()))
        .fold(Partial::default(), Partial::merge)
        .finish()
}

impl Page {
    pub(crate) fn named(mut self, input: &str) -> Page {
        self.input = input.to_owned();
        self
    }

    pub(crate) fn published(mut self, date: &str) -> Page {
        self.published = Some(date.to_owned());
        self
    }

    pub(crate) fn says(mut self, paragraph: &str) -> Page {
        self.paragraphs.push(paragraph.to_owned());
        self
    }

    pub(crate) fn comment(mut self, author: &str, posted: &str, words: &str) -> Page {
        let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        self.comments.push((given(author), given(posted), words.to_owned()));
        self
    }

    /// Makes `passage` of the last comment a quotation of another one.
    pub(crate) fn quoting(mut self, passage: &str, of: Option<u32>) -> Page {
        let comment = self.comments.len() as u32 - 1;
        self.quotes.push((comment, passage.to_owned(), of));
        self
    }

    pub(crate) fn titled(mut self, title: &str) -> Page {
        self.title = Some(title.to_owned());
        self
    }

    /// Names that are mentions of one entity wherever they stand.
    pub(crate) fn names(
        mut self,
        kind: EntityKind,
        name: &str,
        aliases: &[(&str, AliasKind)],
    ) -> Page {
        let aliases = aliases.iter().map(|(value, kind)| ((*value).to_owned(), *kind)).collect();
        self.names.push((kind, name.to_owned(), aliases));
        self
    }

    /// Says that a list names the last entity.
    pub(crate) fn listed(mut self, identifier: &str) -> Page {
        self.listed.push((self.names.len() - 1, identifier.to_owned()));
        self
    }

    /// Says where the last entity lies: in this country, if in any, or else in those.
    pub(crate) fn lying(mut self, country: Option<&str>, others: &[&str]) -> Page {
        let site = |country: &str| Site {
            precision: PlacePrecision::City,
            name: "a town".to_owned(),
            country: country.to_owned(),
            region: None,
            point: Some(Point { latitude: 1, longitude: 2 }),
            source: Some(format!("geonames:{country}")),
        };
        let others = others.iter().copied().map(site).collect();
        let place = Place { site: country.map(site), rule: "test".to_owned(), others };
        self.lying.push((self.names.len() - 1, place));
        self
    }

    pub(crate) fn person(self, name: &str) -> Page {
        self.names(EntityKind::Person, name, &[])
    }

    pub(crate) fn date(mut self, words: &str, value: &str, from: &str, to: &str) -> Page {
        let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        self.dates.push((words.to_owned(), value.to_owned(), given(from), given(to)));
        self
    }

    /// The bytes of the saved file, where they are to differ from the text.
    pub(crate) fn saved_as(mut self, bytes: &str) -> Page {
        self.bytes = Some(bytes.to_owned());
        self
    }

    pub(crate) fn record(&self) -> Record {
        let document = self.document();
        let annotations = self.annotations(document.text());
        Record::new(document, annotations, Vec::new()).unwrap()
    }

    fn document(&self) -> Document {
        let mut builder = TextBuilder::default();
        for paragraph in &self.paragraphs {
            builder.begin(BlockKind::Paragraph, Owner::Article);
            builder.push_generated(paragraph);
        }
        let mut comments = Vec::new();
        for ((author, posted, words), id) in self.comments.iter().zip(0..) {
            builder.begin(BlockKind::Paragraph, Owner::Comment(id));
            builder.push_generated(words);
            comments.push(comment(
                id,
                author.as_deref(),
                posted.as_deref(),
                builder.end().unwrap(),
            ));
        }
        let (text, blocks, source_map) = builder.finish();
        for (comment, passage, of) in &self.quotes {
            let comment: &mut Comment = &mut comments[*comment as usize];
            let start = comment.span.start() as usize;
            let at = start + text[comment.span.range()].find(passage).unwrap();
            comment.quotes.push(QuotedPassage {
                span: Span::from_range(at..at + passage.len()).unwrap(),
                of: *of,
                author: None,
                posted: None,
            });
        }
        let sha256 = hash(self.bytes.as_deref().unwrap_or(&text));
        let published = self.published.as_deref().map(moment);
        Document::new(DocumentParts {
            id: DocumentId::of(&sha256),
            source: source(&self.input, text.len(), sha256),
            metadata: Metadata {
                title: self.title.clone().map(|it| Sourced::new(it, Origin::Meta, None)),
                published: published.map(|value| Sourced::new(value, Origin::Meta, None)),
                ..Metadata::default()
            },
            text,
            blocks,
            comments,
            structure: Structure::default(),
            source_map,
            diagnostics: Vec::new(),
        })
        .unwrap()
    }

    fn annotations(&self, text: &str) -> Annotations {
        let mut mentions = Vec::new();
        let mut entities = Vec::new();
        for ((kind, name, aliases), id) in self.names.iter().zip(0..) {
            let mut entity = entity(id, *kind, name, aliases);
            let listed = self.listed.iter().filter(|(at, _)| *at == id as usize);
            entity.listings.extend(listed.map(|(_, identifier)| Listing {
                list: "watch.csv".to_owned(),
                name: name.clone(),
                identifier: Some(identifier.clone()),
                note: None,
            }));
            let lying = self.lying.iter().find(|(at, _)| *at == id as usize);
            entity.place = lying.map(|(_, place)| place.clone());
            entities.push(entity);
            let forms = aliases.iter().map(|(value, _)| value).chain([name]);
            let spans = forms.flat_map(|form| text.match_indices(form.as_str()));
            mentions.extend(spans.map(|(start, form)| mention(start, form, *kind, id)));
        }
        mentions.sort_by_key(|mention| (mention.span.start(), u32::MAX - mention.span.end()));
        mentions.dedup_by(|later, earlier| {
            earlier.span.overlaps(later.span) && earlier.entity == later.entity
        });
        mentions.dedup_by(|later, earlier| earlier.span.crosses(later.span));
        let mut dates: Vec<DateMention> = self
            .dates
            .iter()
            .flat_map(|date| {
                text.match_indices(&date.0).map(move |(start, _)| date_mention(start, date))
            })
            .collect();
        dates.sort_by_key(|date| date.span);
        dates.dedup_by(|later, earlier| earlier.span.overlaps(later.span));
        Annotations { mentions, entities, dates, ..Annotations::default() }
    }
}

pub(crate) fn moment(text: &str) -> DateTime {
    DateTime::parse_iso(text).unwrap()
}

fn hash(bytes: &str) -> Sha256 {
    let mut digest = [0_u8; 32];
    for (index, byte) in bytes.bytes().enumerate() {
        digest[index % 32] = byte.wrapping_add(digest[index % 32].rotate_left(3));
    }
    Sha256(digest)
}

fn source(input: &str, length: usize, sha256: Sha256) -> Source {
    Source { media_type: MediaType::Html, ..Source::of_text(input, length as u64, sha256) }
}

fn comment(id: u32, author: Option<&str>, posted: Option<&str>, span: Span) -> Comment {
    Comment {
        id,
        parent: None,
        depth: 0,
        addresses: None,
        kind: CommentKind::Comment,
        author: author.map(|name| Sourced::new(name.to_owned(), Origin::Markup, None)),
        author_url: None,
        posted: posted.map(|text| Stamp {
            value: Some(moment(text)),
            shown: None,
            origin: Origin::Markup,
            bytes: None,
        }),
        edited: None,
        votes: None,
        permalink: None,
        span,
        quotes: Vec::new(),
    }
}

fn entity(id: u32, kind: EntityKind, name: &str, aliases: &[Other]) -> Entity {
    let alias = |(value, kind): &Other| Alias {
        value: value.clone(),
        kind: *kind,
        rule: "test".to_owned(),
        evidence: None,
    };
    let aliases = aliases.iter().map(alias).collect();
    Entity { id, kind, name: name.to_owned(), aliases, listings: Vec::new(), place: None }
}

fn mention(start: usize, form: &str, kind: EntityKind, entity: u32) -> Mention {
    let span = Span::from_range(start..start + form.len()).unwrap();
    Mention { span, kind, entity, rule: "test".to_owned(), score: 1000 }
}

fn date_mention(start: usize, date: &Expression) -> DateMention {
    let (words, value, from, to) = date;
    let day = |text: &Option<String>| text.as_deref().map(|text| moment(text).date);
    DateMention {
        span: Span::from_range(start..start + words.len()).unwrap(),
        kind: TimexType::Date,
        value: value.clone(),
        interval: Some(Interval { from: day(from), to: day(to) }),
        anchor: Anchor::Explicit,
        details: TimexDetails::default(),
        rule: "test".to_owned(),
    }
}
