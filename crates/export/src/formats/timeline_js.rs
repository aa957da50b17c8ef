//! TimelineJS 3: when documents were published, and the dates that articles speak of.
//!
//! Precision is said by leaving parts of a date out; none is made up. Text is HTML there, so all
//! words of a page are escaped.

use std::io::Write;

use annalist_model::{Anchor, Date, DateTime, Precision, Time};
use serde_json::{Map, Value, json};

use crate::json::Listing;
use crate::text::{html, shortened};
use crate::{Collection, Export, ExportError, Exporting, Format, Opening, Page};

/// Code points of a headline, at most.
const HEADLINE: usize = 120;

pub(super) const FORMAT: Format = Format {
    name: "timelinejs",
    meaning: "TimelineJS 3: publications, and the dates that articles speak of",
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
            let Some(when) = claim
                .found
                .interval
                .and_then(|days| stretch(Precision::of(&claim.found.value), days.from, days.to))
            else {
                continue;
            };
            let words = shortened(claim.words, HEADLINE);
            let headline = format!("{} · {title}", html(&words));
            let passage = html(&page.around(claim.found.span));
            let text = format!("<p>“{passage}”</p><p>{}</p>", link(page, &title));
            let value = &claim.found.value;
            self.0.item(&event(&claim.id, when, value, "spoken of", &headline, &text))?;
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

/// From when to when. A month and a year are one date without the parts that they do not say; of a
/// stretch that is open at one end the known end is shown.
fn stretch(
    precision: Option<Precision>,
    from: Option<Date>,
    to: Option<Date>,
) -> Option<Map<String, Value>> {
    let start = from.or(to)?;
    let one = match precision {
        Some(Precision::Month) => Date::new(start.year(), start.month(), None),
        Some(Precision::Year) => Date::new(start.year(), None, None),
        _ => (from == to || from.is_none() || to.is_none()).then_some(start),
    };
    let mut when = Map::new();
    when.insert("start_date".to_owned(), at(DateTime::date_only(one.unwrap_or(start))));
    if let (None, Some(to)) = (one, to) {
        when.insert("end_date".to_owned(), at(DateTime::date_only(to)));
    }
    Some(when)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Option<Date> {
        DateTime::parse_iso(text).map(|at| at.date)
    }

    #[track_caller]
    fn check(value: &str, from: &str, to: &str, expected: &Value) {
        let when = stretch(Precision::of(value), date(from), date(to)).map(Value::Object);
        assert_eq!(when.as_ref(), Some(expected), "{value}");
    }

    #[test]
    fn no_part_of_a_date_is_made_up() {
        let month = json!({ "start_date": { "year": 2007, "month": 3 } });
        check("2007-03", "2007-03-01", "2007-03-31", &month);
        let year = json!({ "start_date": { "year": 2007 } });
        check("2007", "2007-01-01", "2007-12-31", &year);
        let day = json!({ "start_date": { "year": 2007, "month": 3, "day": 4 } });
        check("2007-03-04", "2007-03-04", "2007-03-04", &day);
        check("2007-03-04", "2007-03-04", "", &day);
        let week = json!({
            "start_date": { "year": 2007, "month": 3, "day": 5 },
            "end_date": { "year": 2007, "month": 3, "day": 11 },
        });
        check("2007-W10", "2007-03-05", "2007-03-11", &week);
    }
}
