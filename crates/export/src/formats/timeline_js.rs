//! TimelineJS 3: when documents were published, the dates that articles speak of, and what they say
//! happened then. What they deny, or only expect, is no event.
//!
//! Precision is said by leaving parts of a date out; none is made up. Text is HTML there, so all
//! words of a page are escaped.

use std::io::Write;

use annalist_model::{Anchor, DateTime, Modality, Time};
use serde_json::{Map, Value, json};

use crate::json::Listing;
use crate::stretch::Stretch;
use crate::text::{html, shortened};
use crate::{Collection, Export, ExportError, Exporting, Format, Opening, Page};

/// Code points of a headline, at most.
const HEADLINE: usize = 120;

pub(super) const FORMAT: Format = Format {
    name: "timelinejs",
    meaning: "TimelineJS 3: publications, the dates that articles speak of, and events",
    opening: Opening::Stream(open),
};

struct Timeline<'c>(Listing<'c>);

fn open<'c>(collection: &'c Collection, out: Box<dyn Write + 'c>) -> Exporting<'c> {
    let count = collection.documents.len();
    let head = json!({ "title": { "text": {
        "headline": "annalist",
        "text": format!("<p>{count} {}</p>", if count == 1 { "document" } else { "documents" }),
    } } });
    Ok(Box::new(Timeline(Listing::begin(out, &head, "events")?)))
}

impl Export for Timeline<'_> {
    fn page(&mut self, page: &Page<'_>) -> Result<(), ExportError> {
        if page.is_duplicate {
            return Ok(());
        }
        let title = html(&shortened(page.title(), HEADLINE));
        if let Some(published) = page.published() {
            let text = format!("<p>{}</p>", link(page, &title));
            let id = format!("d-{}", page.key);
            let when = Map::from_iter([("start_date".to_owned(), at(published))]);
            self.0.item(&event(&id, when, &published.to_string(), "published", &title, &text))?;
        }
        let spoken = page
            .dates()
            .filter(|claim| claim.place.comment.is_none() && claim.found.anchor != Anchor::None);
        for claim in spoken {
            let Some(stretch) = Stretch::of(claim.found) else { continue };
            let words = shortened(claim.words, HEADLINE);
            let headline = format!("{} · {title}", html(&words));
            let passage = html(&page.around(claim.found.span));
            let text = format!("<p>“{passage}”</p><p>{}</p>", link(page, &title));
            let value = &claim.found.value;
            let item = event(&claim.id, when(stretch), value, "spoken of", &headline, &text);
            self.0.item(&item)?;
        }
        let happened = page.told().into_iter().filter(|told| told.place.comment.is_none());
        for told in happened {
            let (Some(modality), Some(date)) = (told.held(), told.date) else { continue };
            let Some(stretch) = Stretch::of(date) else { continue };
            let group = match modality {
                Modality::Asserted => "happened",
                _ => "said to have happened",
            };
            let headline = html(&shortened(&told.words(page), HEADLINE));
            let passage = html(&page.around(told.first));
            let text = format!("<p>“{passage}”</p><p>{}</p>", link(page, &title));
            self.0.item(&event(&told.id, when(stretch), &date.value, group, &headline, &text))?;
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<(), ExportError> {
        if self.0.is_empty() {
            return Err(ExportError::Nothing(
                "no document says when it was published and no article speaks of a date; TimelineJS \
                 shows no timeline without an event",
            ));
        }
        self.0.finish()
    }
}

fn event(
    id: &str,
    mut when: Map<String, Value>,
    shown: &str,
    group: &str,
    headline: &str,
    text: &str,
) -> Value {
    when.insert("unique_id".to_owned(), id.into());
    when.insert("display_date".to_owned(), html(shown).into());
    when.insert("group".to_owned(), group.into());
    when.insert("text".to_owned(), json!({ "headline": headline, "text": text }));
    Value::Object(when)
}

/// The title, leading to the page where that is on the web.
fn link(page: &Page<'_>, title: &str) -> String {
    match page.address() {
        Some(address) => format!("<a href=\"{}\">{title}</a>", html(address)),
        None => title.to_owned(),
    }
}

/// From when to when.
fn when(Stretch { start, end }: Stretch) -> Map<String, Value> {
    let mut when = Map::new();
    when.insert("start_date".to_owned(), at(DateTime::date_only(start)));
    when.extend(end.map(|end| ("end_date".to_owned(), at(DateTime::date_only(end)))));
    when
}

fn at(at: DateTime) -> Value {
    let mut parts = Map::new();
    let mut set = |key: &str, value: Option<i16>| {
        parts.extend(value.map(|value| (key.to_owned(), Value::from(value))));
    };
    set("year", Some(at.date.year()));
    set("month", at.date.month().map(i16::from));
    set("day", at.date.day().map(i16::from));
    set("hour", at.time.map(|time| time.hour().into()));
    set("minute", at.time.map(|time| time.minute().into()));
    set("second", at.time.and_then(Time::second).map(i16::from));
    Value::Object(parts)
}
