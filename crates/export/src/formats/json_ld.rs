//! schema.org as JSON-LD: each document a `NewsArticle`, its comments a tree of `Comment`.

use std::collections::BTreeMap;
use std::io::Write;

use annalist_model::{Comment, EntityKind};
use serde_json::{Value, json};

use crate::collection::Entity;
use crate::json::Listing;
use crate::text::web_address;
use crate::{Collection, Export, ExportError, Exporting, Format, Opening, Page};

pub(super) const FORMAT: Format = Format {
    name: "jsonld",
    meaning: "schema.org: news articles with their comments and what they name",
    opening: Opening::Stream(open),
};

struct Graph<'c>(Listing<'c>);

fn open<'c>(_: &'c Collection, out: Box<dyn Write + 'c>) -> Exporting<'c> {
    let head = json!({ "@context": "https://schema.org" });
    Ok(Box::new(Graph(Listing::begin(out, &head, "@graph")?)))
}

impl Export for Graph<'_> {
    fn page(&mut self, page: &Page<'_>) -> Result<(), ExportError> {
        self.0.item(&article(page))
    }

    fn finish(self: Box<Self>) -> Result<(), ExportError> {
        self.0.finish()
    }
}

fn article(page: &Page<'_>) -> Value {
    let (document, metadata) = (page.document(), page.document().metadata());
    let by_reader = document.comments().iter().filter(|it| it.kind.is_by_reader()).count();
    let mut article = json!({ "@type": "NewsArticle", "@id": urn(page.key) });
    let text = |value: Option<&str>| value.map(Value::from);
    let sourced =
        |value: Option<&annalist_model::Sourced<String>>| text(value.map(|it| &*it.value));
    set(&mut article, "url", text(page.address()));
    set(&mut article, "identifier", Some(document.source().sha256.to_string().into()));
    set(&mut article, "headline", sourced(metadata.title.as_ref()));
    set(&mut article, "description", sourced(metadata.description.as_ref()));
    let authors = metadata.authors.iter().map(|it| person(&it.value));
    set(&mut article, "author", list(authors.collect()));
    let publisher = metadata.publisher.as_ref().or(metadata.site.as_ref());
    let publisher = publisher.map(|it| json!({ "@type": "Organization", "name": it.value }));
    set(&mut article, "publisher", publisher);
    set(&mut article, "datePublished", page.published().map(|it| it.to_string().into()));
    let modified = metadata.modified.as_ref().map(|it| it.value.to_string().into());
    set(&mut article, "dateModified", modified);
    set(&mut article, "inLanguage", sourced(metadata.language.as_ref()));
    set(&mut article, "articleSection", sourced(metadata.section.as_ref()));
    let tags = metadata.tags.iter().map(|it| Value::from(it.value.as_str()));
    set(&mut article, "keywords", list(tags.collect()));
    set(&mut article, "articleBody", Some(page.article_words().into()));
    set(&mut article, "mentions", list(mentions(page)));
    set(&mut article, "commentCount", Some(by_reader.into()));
    let comments = document.comments().iter().map(|it| comment(page, it));
    set(&mut article, "comment", list(comments.collect()));
    article
}

fn comment(page: &Page<'_>, comment: &Comment) -> Value {
    let id = urn(&page.comment_id(comment.id));
    let mut value = json!({ "@type": "Comment", "@id": id });
    let parent = comment.parent.map(|it| json!({ "@id": urn(&page.comment_id(it)) }));
    set(&mut value, "parentItem", parent);
    set(&mut value, "author", comment.author.as_ref().map(|it| person(&it.value)));
    let posted = comment.posted.as_ref().and_then(|stamp| stamp.value);
    set(&mut value, "dateCreated", posted.map(|it| it.to_string().into()));
    let edited = comment.edited.as_ref().and_then(|stamp| stamp.value);
    set(&mut value, "dateModified", edited.map(|it| it.to_string().into()));
    set(&mut value, "url", comment.permalink.as_deref().and_then(web_address).map(Value::from));
    if !comment.kind.is_by_reader() {
        set(&mut value, "additionalType", Some(comment.kind.as_str().into()));
    }
    set(&mut value, "text", Some(page.comment_words(comment).into()));
    value
}

/// What the article itself names, each once. What comments name is no statement of the article.
fn mentions(page: &Page<'_>) -> Vec<Value> {
    let mut named: BTreeMap<u32, &Entity> = BTreeMap::new();
    for claim in page.mentions().filter(|claim| claim.place.comment.is_none()) {
        named.extend(page.entity(claim.found).map(|entity| (entity.id, entity)));
    }
    named.into_values().map(thing).collect()
}

fn thing(entity: &Entity) -> Value {
    let kind = match entity.kind {
        EntityKind::Person => "Person",
        EntityKind::Organisation => "Organization",
        EntityKind::Place => "Place",
        EntityKind::Group | EntityKind::Other => "Thing",
    };
    let id = urn(&format!("e-{}", entity.key));
    let mut value = json!({ "@type": kind, "@id": id, "name": entity.name });
    let others = entity.other_names().map(|it| Value::from(it.value.as_str()));
    set(&mut value, "alternateName", list(others.collect()));
    let geo = entity.point().map(|(latitude, longitude)| {
        json!({ "@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude })
    });
    set(&mut value, "geo", geo);
    value
}

fn person(name: &str) -> Value {
    json!({ "@type": "Person", "name": name })
}

fn urn(key: &str) -> String {
    format!("urn:annalist:{key}")
}

fn list(values: Vec<Value>) -> Option<Value> {
    (!values.is_empty()).then_some(Value::Array(values))
}

/// Sets a key where there is something to say.
fn set(object: &mut Value, key: &str, value: Option<Value>) {
    if let (Value::Object(keys), Some(value)) = (object, value) {
        keys.insert(key.to_owned(), value);
    }
}
