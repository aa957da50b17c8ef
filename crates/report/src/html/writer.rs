//! The text of a document as elements, with marks on what was found in it.

use std::collections::BTreeSet;

use annalist_model::{
    Block, BlockKind, DateMention, EmphasisKind, Marker, Mention, Owner, Record, Span,
};

use super::HtmlReport;
use super::markup::{Mark, escaped, marked};
use super::told::{self, Sort, Told};
use crate::markdown::address::WebAddress;
use crate::markdown::fragment::fragment;
use crate::shape::place::Places;

/// Longest block that is shown, in bytes.
const BLOCK: usize = 100_000;

/// Writes what stands in the text of one document.
pub(super) struct Writer<'r> {
    pub(super) report: &'r HtmlReport<'r>,
    pub(super) number: u32,
    pub(super) record: &'r Record,
    pub(super) places: Places<'r>,
    /// What the document tells.
    pub(super) told: Vec<Told>,
    address: Option<WebAddress>,
    /// The address of the page; empty where it has none that may be led to.
    pub(super) url: String,
    /// Sorted by where they begin.
    marks: Vec<Mark>,
}

impl<'r> Writer<'r> {
    pub(super) fn new(report: &'r HtmlReport<'r>, number: u32, record: &'r Record) -> Writer<'r> {
        let document = record.document();
        let canonical = document.metadata().canonical_url.as_ref().map(|url| url.value.as_str());
        let mut candidates = canonical.into_iter().chain(document.source().url.as_deref());
        let url = candidates.find(|url| WebAddress::new(url).is_some());
        let places = Places::new(document);
        let mut writer = Writer {
            report,
            number,
            record,
            told: told::all(record, &places),
            places,
            address: url.and_then(WebAddress::new),
            url: url.unwrap_or_default().trim().to_owned(),
            marks: Vec::new(),
        };
        writer.marks = writer.all_marks();
        writer
    }

    /// All that is marked in the text. What others lead to is an anchor, once for each place.
    fn all_marks(&self) -> Vec<Mark> {
        let annotations = self.record.annotations();
        let mut anchors = BTreeSet::new();
        let mut marks = Vec::new();
        let mut reached = 0;
        for mention in &annotations.mentions {
            let is_inner = mention.span.start() < reached;
            reached = reached.max(mention.span.end());
            let mark = self.mention(mention, is_inner);
            marks
                .extend(mark.map(|mark| mark.with_anchor(self.anchor(mention.span, &mut anchors))));
        }
        for date in &annotations.dates {
            let mark = self.date(date).with_anchor(self.anchor(date.span, &mut anchors));
            marks.push(mark);
        }
        for (told, spans) in self.told.iter().zip(told::marks(self.record)) {
            marks.extend(spans.into_iter().map(|span| self.claim(told, span)));
        }
        let claims = &annotations.claims;
        let evidence = claims.relations.iter().map(|it| &it.evidence);
        let evidence = evidence.chain(claims.events.iter().map(|it| &it.evidence));
        let evidence = evidence.chain(claims.quotations.iter().map(|it| &it.parts));
        let evidence = evidence.flatten().chain(claims.quantities.iter().map(|it| &it.span));
        for span in evidence {
            let anchor = self.anchor(*span, &mut anchors);
            if anchor.is_some() {
                let mark = Mark::new(*span, "span", " class=\"evidence\"".to_owned());
                marks.push(mark.with_anchor(anchor));
            }
        }
        marks.extend(self.structure());
        marks.sort_by_key(|mark| mark.start);
        marks
    }

    /// What others lead to at `span`, where nothing else is that already.
    fn anchor(&self, span: Span, anchors: &mut BTreeSet<u32>) -> Option<u32> {
        let place = self.places.place(span).start;
        anchors.insert(place).then_some(place)
    }

    fn mention(&self, mention: &Mention, is_inner: bool) -> Option<Mark> {
        let entity = self.record.annotations().entities.get(mention.entity as usize)?;
        let link = self.report.index.link(self.number, mention.entity);
        let link = link.map_or_else(|| format!("#n{}", mention.entity), |it| format!("../{it}"));
        let (tag, way) = match is_inner {
            true => ("span", " tabindex=\"0\"".to_owned()),
            false => ("a", format!(" href=\"{}\"", escaped(&link))),
        };
        let attributes = format!(
            " class=\"m name {}\"{way} data-name=\"{}\" data-why=\"{}, {} in 1000\"{}",
            mention.kind.as_str(),
            escaped(&entity.name),
            escaped(&mention.rule),
            mention.score,
            self.citation(mention.span),
        );
        Some(Mark::new(mention.span, tag, attributes))
    }

    fn date(&self, date: &DateMention) -> Mark {
        let attributes = format!(
            " class=\"m date\" tabindex=\"0\" data-name=\"{}\" data-why=\"{}, {}\"{}",
            escaped(&date.value),
            escaped(&date.rule),
            date.anchor.as_str(),
            self.citation(date.span),
        );
        Mark::new(date.span, "span", attributes)
    }

    fn claim(&self, told: &Told, span: Span) -> Mark {
        let name = |parts: &[&str]| {
            let of = told.parties.iter().filter(|it| parts.contains(&it.part.as_str()));
            of.map(|it| it.name.as_str()).collect::<Vec<_>>().join(", ")
        };
        let (class, words) = match told.sort {
            Sort::Relation => (
                "relation",
                format!("{} — {} — {}", name(&["subject"]), told.what, name(&["object"])),
            ),
            Sort::Event => {
                let words = [&name(&["agent"]), &told.what, &name(&["patient"]), &told.when];
                let words: Vec<&str> =
                    words.into_iter().map(String::as_str).filter(|it| !it.is_empty()).collect();
                ("event", words.join(" — "))
            }
            Sort::Quotation => match name(&["speaker"]) {
                speaker if speaker.is_empty() => {
                    ("quotation", "Quoted; nobody is named".to_owned())
                }
                speaker => ("quotation", speaker),
            },
        };
        let modality = match told.modality.as_str() {
            "" => String::new(),
            modality => format!("{modality}, "),
        };
        let attributes = format!(
            " class=\"m {class}\" tabindex=\"0\" data-name=\"{}\" data-why=\"{modality}{}\"{}",
            escaped(&words),
            escaped(&told.rule),
            self.citation(span),
        );
        Mark::new(span, "span", attributes)
    }

    /// How the page sets its words, and what comments quote.
    fn structure(&self) -> Vec<Mark> {
        let document = self.record.document();
        let structure = document.structure();
        let emphasis = structure.emphasis.iter().map(|it| {
            let tag = match it.kind {
                EmphasisKind::Strong => "strong",
                EmphasisKind::Emphasis => "em",
            };
            Mark::new(it.span, tag, String::new())
        });
        let links = structure.links.iter().map(|link| {
            let target = escaped(&link.target);
            Mark::new(link.span, "span", format!(" class=\"linked\" title=\"{target}\""))
        });
        let quotes = document.comments().iter().flat_map(|it| &it.quotes).map(|quote| {
            let of = quote.of.map(|of| format!(" data-of=\"{of}\"")).unwrap_or_default();
            Mark::new(quote.span, "q", format!(" class=\"quoted\"{of}"))
        });
        emphasis.chain(links).chain(quotes).collect()
    }

    /// What a citation of `span` says, and the way to the words on the page, as attributes.
    pub(super) fn citation(&self, span: Span) -> String {
        let place = self.places.place(span);
        let bytes =
            place.source_bytes.map(|it| format!(" data-bytes=\"{}–{}\"", it.0.start(), it.0.end()));
        let link = self.address.as_ref().and_then(|address| self.link(address, span));
        let link = link.map(|link| format!(" data-page=\"{link}\"")).unwrap_or_default();
        format!(" data-at=\"{}–{}\"{}{link}", place.start, place.end, bytes.unwrap_or_default())
    }

    /// The address of the words at `span`, fit for an attribute.
    fn link(&self, address: &WebAddress, span: Span) -> Option<String> {
        let document = self.record.document();
        // Which words are repeated is not asked: all get their context.
        let words = document.text().get(span.range())?;
        let repeated = BTreeSet::from([words]);
        Some(address.at(&fragment(document, span, &repeated)?))
    }

    /// The words of a span, marked.
    pub(super) fn words(&self, span: Span) -> String {
        let text = self.record.document().text();
        let (start, end) = (span.start() as usize, span.end() as usize);
        let shown = text.floor_char_boundary(end.min(start + BLOCK));
        let from = self.marks.partition_point(|mark| mark.start < start);
        let to = self.marks.partition_point(|mark| mark.start < shown);
        let mut html = marked(text, start, shown, self.marks.get(from..to).unwrap_or_default());
        if shown < end {
            html.push_str(" <em class=\"note\">… the record has the rest.</em>");
        }
        html
    }

    /// Where the article has its title, which is then the title of its page.
    pub(super) fn title(&self) -> Option<Span> {
        let blocks = self.record.document().blocks().iter();
        let mut titles =
            blocks.filter(|it| it.kind == BlockKind::Title && it.owner == Owner::Article);
        titles.next().map(|it| it.span)
    }

    /// The blocks of the article, each as an element.
    pub(super) fn article(&self) -> Vec<String> {
        let blocks = self.record.document().blocks().iter();
        blocks.filter(|it| it.owner == Owner::Article).map(|block| self.block(block)).collect()
    }

    /// A block of the text as an element.
    pub(super) fn block(&self, block: &Block) -> String {
        let words = self.words(block.span);
        let cite = self.citation(block.span);
        let element = |tag: &str, class: &str, words: &str| {
            format!("<{tag} class=\"b {class}\" dir=\"auto\"{cite}>{words}</{tag}>")
        };
        let item = |depth: u8, sign: &str| {
            let words = format!("<span class=\"sign\">{sign}</span><span>{words}</span>");
            element("div", &format!("item i{depth}"), &words)
        };
        if let Some(place) = block.list {
            let depth = place.depth.min(6);
            return match place.marker {
                Marker::Bullet => item(depth, "•"),
                Marker::Number(number) => item(depth, &format!("{number}.")),
                Marker::Continued => item(depth, ""),
            };
        }
        let label = match block.kind {
            BlockKind::Title => {
                let is_first = self.title() == Some(block.span);
                return element(if is_first { "h1" } else { "h2" }, "headline", &words);
            }
            BlockKind::Heading(level) => {
                return element(&format!("h{}", level.clamp(3, 6)), "", &words);
            }
            BlockKind::Quote => return element("blockquote", "", &words),
            BlockKind::Code => return element("pre", "", &words),
            BlockKind::TableRow => {
                let cells: String =
                    words.split('\t').map(|cell| format!("<span>{cell}</span>")).collect();
                return element("div", "row", &cells);
            }
            BlockKind::ListItem => return item(1, "•"),
            BlockKind::Paragraph => return element("p", "", &words),
            BlockKind::Caption => "Caption",
            BlockKind::EditorsNote => "Editor’s note",
            BlockKind::Byline => "Byline",
            BlockKind::Correction => "Correction",
            BlockKind::Update => "Update",
        };
        let words = format!("<span class=\"label\">{label}</span> {words}");
        element("p", block.kind.as_str(), &words)
    }
}
