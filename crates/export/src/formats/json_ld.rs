//! schema.org as JSON-LD: each document a `NewsArticle`, its comments a tree of `Comment`; what the
//! article quotes is a `Quotation`, what it states to have happened on a day an `Event`, and relations
//! that schema.org has a term for stand with those whom the article mentions. schema.org knows no
//! denial and no hearsay: what the article does not state itself is left out.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use annalist_model::{Comment, EntityKind, Modality};
use serde_json::{Value, json};

use crate::collection::Entity;
use crate::json::Listing;
use crate::stretch::Stretch;
use crate::text::web_address;
use crate::told::{Sort, Told};
use crate::{Collection, Export, ExportError, Exporting, Format, Opening, Page};

pub(super) const FORMAT: Format = Format {
    name: "jsonld",
    meaning: "schema.org: news articles with their comments, what they name, quote and state",
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
    let told = page.told().into_iter().filter(|told| told.place.comment.is_none());
    let told: Vec<Told<'_>> = told.collect();
    set(&mut article, "mentions", list(mentions(page, &told)));
    set(&mut article, "hasPart", list(quotations(page, &told)));
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

/// Relations that schema.org has a term for: what they go from and to, and whether the term stands with
/// the subject.
const TERMS: &[(&str, EntityKind, EntityKind, &str, bool)] = &[
    ("child_of", EntityKind::Person, EntityKind::Person, "parent", true),
    ("founder_of", EntityKind::Person, EntityKind::Organisation, "founder", false),
    ("member_of", EntityKind::Person, EntityKind::Organisation, "memberOf", true),
    ("parent_of", EntityKind::Person, EntityKind::Person, "children", true),
    ("part_of", EntityKind::Organisation, EntityKind::Organisation, "parentOrganization", true),
    ("sibling_of", EntityKind::Person, EntityKind::Person, "sibling", true),
    ("spouse_of", EntityKind::Person, EntityKind::Person, "spouse", true),
    ("works_for", EntityKind::Person, EntityKind::Organisation, "worksFor", true),
];

/// What the article itself names, each once, with the relations that it states; then what it states to
/// have happened. What comments say is no statement of the article.
fn mentions(page: &Page<'_>, told: &[Told<'_>]) -> Vec<Value> {
    let mut named: BTreeMap<u32, (&Entity, Terms)> = BTreeMap::new();
    for claim in page.mentions().filter(|claim| claim.place.comment.is_none()) {
        let entity = page.entity(claim.found);
        named.extend(entity.map(|entity| (entity.id, (entity, Terms::new()))));
    }
    let stated = |it: &&Told<'_>| it.modality == Some(Modality::Asserted);
    for told in told.iter().filter(stated) {
        let end = |part| told.parties(part).next().and_then(|it| it.entity);
        let Some((subject, object)) = end("subject").zip(end("object")) else { continue };
        let ends = (told.what, subject.kind, object.kind);
        let term = TERMS.iter().find(|(what, from, to, ..)| (*what, *from, *to) == ends);
        let Some((.., term, is_of_subject)) = term else { continue };
        let (of, to) = if *is_of_subject { (subject, object) } else { (object, subject) };
        if let Some((_, terms)) = named.get_mut(&of.id) {
            terms.entry(term).or_default().insert(reference(to));
        }
    }
    let things = named.into_values().map(|(entity, terms)| {
        let mut value = thing(entity);
        for (term, others) in terms {
            let others = others.into_iter().map(|id| json!({ "@id": id })).collect();
            set(&mut value, term, Some(Value::Array(others)));
        }
        value
    });
    things.chain(told.iter().filter(stated).filter_map(|it| event(page, it))).collect()
}

/// The identifiers of those that an entity has as its parent, its employer and so on.
type Terms = BTreeMap<&'static str, BTreeSet<String>>;

/// What happened on a day that is known.
fn event(page: &Page<'_>, told: &Told<'_>) -> Option<Value> {
    let when = told.date.and_then(Stretch::of).filter(|_| told.sort == Sort::Event)?;
    let name = told.words(page);
    let mut event = json!({ "@type": "Event", "@id": urn(&told.id), "name": name });
    set(&mut event, "startDate", Some(when.start.to_string().into()));
    set(&mut event, "endDate", when.end.map(|end| end.to_string().into()));
    let places = told.parties("place").filter_map(|it| it.entity);
    let places = places.map(|it| json!({ "@id": reference(it) }));
    set(&mut event, "location", list(places.collect()));
    Some(event)
}

/// What the article quotes word for word.
fn quotations(page: &Page<'_>, told: &[Told<'_>]) -> Vec<Value> {
    told.iter()
        .filter(|it| it.sort == Sort::Quotation)
        .map(|told| {
            let parts = told.evidence.iter().map(|span| page.document().slice(*span));
            let text: Vec<&str> = parts.collect();
            let id = urn(&told.id);
            let mut value = json!({ "@type": "Quotation", "@id": id, "text": text.join(" … ") });
            let speaker = told.parties("speaker").next().and_then(|it| it.entity);
            let speaker = speaker.map(|it| json!({ "@id": reference(it) }));
            set(&mut value, "spokenByCharacter", speaker);
            value
        })
        .collect()
}

fn reference(entity: &Entity) -> String {
    urn(&format!("e-{}", entity.key))
}

fn thing(entity: &Entity) -> Value {
    let kind = match entity.kind {
        EntityKind::Person => "Person",
        EntityKind::Organisation => "Organization",
        EntityKind::Place => "Place",
        EntityKind::Group | EntityKind::Other => "Thing",
    };
    let mut value = json!({ "@type": kind, "@id": reference(entity), "name": entity.name });
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
