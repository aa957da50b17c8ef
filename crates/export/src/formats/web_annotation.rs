//! W3C Web Annotation: an annotation for each mention and each date, with two selectors of the same
//! span, so that either can check the other. Positions count code points of the text of the record.

use std::io::Write;

use annalist_model::Span;
use serde_json::{Value, json};

use crate::json::Listing;
use crate::page::Claim;
use crate::{Collection, Export, ExportError, Exporting, Format, Opening, Page};

pub(super) const FORMAT: Format = Format {
    name: "webannotation",
    meaning: "W3C Web Annotation: each mention and date, with quote and position",
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
                let source = format!("urn:annalist:e-{}", entity.key);
                bodies.push(json!({
                    "type": "SpecificResource", "purpose": "identifying", "source": source,
                }));
                bodies.push(describing(&entity.name));
            }
            let target = target(page, &claim, found.span);
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
            let target = target(page, &claim, found.span);
            self.0.item(&annotation(&claim.id, "describing", &bodies, &target))?;
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

fn target<T>(page: &Page<'_>, claim: &Claim<'_, T>, span: Span) -> Value {
    let source = page.document().source();
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
            { "type": "TextQuoteSelector", "exact": claim.words, "prefix": prefix, "suffix": suffix },
            { "type": "TextPositionSelector", "start": claim.place.start, "end": claim.place.end },
        ],
    });
    if let Some(keys) = target.as_object_mut() {
        if state.as_object().is_some_and(|keys| keys.len() > 1) {
            keys.insert("state".to_owned(), state);
        }
        // Which part of the page, and which saved file, the words are of.
        let scope = claim.place.comment.map_or(page.key.to_owned(), |it| page.comment_id(it));
        keys.insert("scope".to_owned(), format!("urn:annalist:{scope}").into());
    }
    target
}

fn tag(value: &str) -> Value {
    json!({ "type": "TextualBody", "purpose": "tagging", "value": value, "format": "text/plain" })
}

fn describing(value: &str) -> Value {
    json!({ "type": "TextualBody", "purpose": "describing", "value": value, "format": "text/plain" })
}
