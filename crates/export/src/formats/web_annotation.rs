//! W3C Web Annotation: an annotation for each mention, date, relation, event and quotation. Each passage
//! has two selectors of the same span, so that either can check the other; what several passages say
//! has several targets. Positions count code points of the text of the record. How the text stands
//! behind a relation or an event is a tag of its own: `asserted`, `reported`, `denied` and so on.

use std::io::Write;

use annalist_model::Span;
use serde_json::{Value, json};

use crate::collection::Entity;
use crate::json::Listing;
use crate::text::line;
use crate::told::Told;
use crate::{Collection, Export, ExportError, Exporting, Format, Opening, Page};

pub(super) const FORMAT: Format = Format {
    name: "webannotation",
    meaning: "W3C Web Annotation: each mention, date, relation, event and quotation, with quote and position",
    opening: Opening::Stream(open),
};

struct Annotations<'c>(Listing<'c>);

fn open<'c>(_: &'c Collection, out: Box<dyn Write + 'c>) -> Exporting<'c> {
    let head = json!({
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "urn:annalist:annotations",
        "type": "AnnotationPage",
        "startIndex": 0,
    });
    Ok(Box::new(Annotations(Listing::begin(out, &head, "items")?)))
}

impl Export for Annotations<'_> {
    fn page(&mut self, page: &Page<'_>) -> Result<(), ExportError> {
        for claim in page.mentions() {
            let found = claim.found;
            let entity = page.entity(found);
            let mut bodies = vec![tag(found.kind.as_str())];
            if let Some(entity) = entity {
                bodies.push(identifying(entity));
                bodies.push(describing(&entity.name));
            }
            let target = target(page, found.span);
            self.0.item(&annotation(&claim.id, "identifying", &bodies, &target))?;
        }
        for claim in page.dates() {
            let found = claim.found;
            let mut bodies = vec![tag(found.kind.as_str()), describing(&found.value)];
            if let Some(days) = found.interval {
                let end = |date: Option<annalist_model::Date>| {
                    date.map_or_else(|| "..".to_owned(), |date| date.to_string())
                };
                bodies.push(describing(&format!("{}/{}", end(days.from), end(days.to))));
            }
            let target = target(page, found.span);
            self.0.item(&annotation(&claim.id, "describing", &bodies, &target))?;
        }
        for told in page.told() {
            let targets = match told.evidence {
                [span] => target(page, *span),
                spans => spans.iter().map(|span| target(page, *span)).collect(),
            };
            self.0.item(&annotation(&told.id, "describing", &telling(&told), &targets))?;
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<(), ExportError> {
        self.0.finish()
    }
}

fn annotation(id: &str, motivation: &str, bodies: &[Value], target: &Value) -> Value {
    json!({
        "id": format!("urn:annalist:{id}"),
        "type": "Annotation",
        "motivation": motivation,
        "body": bodies,
        "target": target,
    })
}

/// What a relation, an event or a quotation tells: what it is and how the text stands behind it, who
/// takes part, and when.
fn telling(told: &Told<'_>) -> Vec<Value> {
    let mut bodies = vec![tag(told.sort.as_str()), tag(told.what)];
    bodies.extend(told.modality.map(|modality| tag(modality.as_str())));
    bodies.extend(told.parties.iter().filter_map(|it| it.entity).map(identifying));
    let parties = told.parties.iter().map(|it| format!("{}: {}", it.part, line(it.name())));
    let role = told.role.map(|role| format!("role: {}", line(role)));
    let when = told.date.map(|date| format!("date: {}", date.value));
    bodies.extend(parties.chain(role).chain(when).map(|says| describing(&says)));
    bodies
}

/// A passage: its words, and where they stand.
fn target(page: &Page<'_>, span: Span) -> Value {
    let (source, place) = (page.document().source(), page.place(span));
    let words = page.document().slice(span);
    let (prefix, suffix) = page.beside(span);
    let address = page.address().map(str::to_owned);
    let mut state = json!({ "type": "TimeState" });
    if let Some(keys) = state.as_object_mut() {
        if let Some(archived) = source.archive_url.as_deref().and_then(crate::text::web_address) {
            keys.insert("cached".to_owned(), archived.into());
        }
        if let Some(saved) = source.saved_at {
            keys.insert("sourceDate".to_owned(), saved.to_string().into());
        }
    }
    let mut target = json!({
        "source": address.unwrap_or_else(|| format!("urn:annalist:{}", page.key)),
        "selector": [
            { "type": "TextQuoteSelector", "exact": words, "prefix": prefix, "suffix": suffix },
            { "type": "TextPositionSelector", "start": place.start, "end": place.end },
        ],
    });
    if let Some(keys) = target.as_object_mut() {
        if state.as_object().is_some_and(|keys| keys.len() > 1) {
            keys.insert("state".to_owned(), state);
        }
        // Which part of the page, and which saved file, the words are of.
        let scope = place.comment.map_or(page.key.to_owned(), |it| page.comment_id(it));
        keys.insert("scope".to_owned(), format!("urn:annalist:{scope}").into());
    }
    target
}

fn identifying(entity: &Entity) -> Value {
    let source = format!("urn:annalist:e-{}", entity.key);
    json!({ "type": "SpecificResource", "purpose": "identifying", "source": source })
}

fn tag(value: &str) -> Value {
    json!({ "type": "TextualBody", "purpose": "tagging", "value": value, "format": "text/plain" })
}

fn describing(value: &str) -> Value {
    json!({ "type": "TextualBody", "purpose": "describing", "value": value, "format": "text/plain" })
}
