//! schema.org data in JSON.

use std::collections::HashMap;

use annalist_model::{ByteRange, Code, Diagnostic};
use scraper::Html;

use super::candidate::{Candidate, Field};
use super::json::{Json, Object};
use super::places::Places;
use crate::page::Page;
use annalist_model::Origin;
use annalist_tables::{DataError, data_file};

/// Values of a block whose own place is looked for; of others the block is cited.
const MOST_PLACES: usize = 60;

/// A value is no longer than this, in bytes, that is read as markup.
const LONGEST_MARKUP: usize = 2_000;

/// Objects of one page that are looked at.
const MOST_OBJECTS: usize = 2_000;

/// Pictures of one object that are heard.
const MOST_IMAGES: usize = 10;

/// Behind the picture that the page gives for sharing, before that of one service.
const RANK_OF_IMAGE: u32 = 15;

/// What a type of schema.org describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TypeKind {
    Article,
    Page,
    Site,
    Organisation,
    /// A list of questions or of pages.
    List,
}

/// The types of schema.org.
#[derive(Debug)]
pub(crate) struct SchemaTypes {
    kinds: HashMap<&'static str, TypeKind>,
}

impl SchemaTypes {
    /// The types that come with the crate.
    pub(crate) fn load() -> Result<SchemaTypes, DataError> {
        let mut kinds = HashMap::new();
        for row in data_file!("schema-types.tsv").rows()? {
            let [name, kind, _example] = row.columns()?;
            let kind = match kind {
                "article" => TypeKind::Article,
                "page" => TypeKind::Page,
                "site" => TypeKind::Site,
                "organisation" => TypeKind::Organisation,
                "list" => TypeKind::List,
                _ => return Err(row.error(format!("no kind is called “{kind}”"))),
            };
            kinds.insert(name, kind);
        }
        Ok(SchemaTypes { kinds })
    }

    /// Whether a type, by name or by address, is that of an article.
    pub(super) fn is_article(&self, name: &str) -> bool {
        self.kind_named(name) == Some(TypeKind::Article)
    }

    /// Whether a type, by name or by address, is that of an organisation.
    pub(super) fn is_organisation(&self, name: &str) -> bool {
        self.kind_named(name) == Some(TypeKind::Organisation)
    }

    /// Whether a type, by name or by address, is that of a topic of a forum.
    pub(super) fn is_topic(&self, name: &str) -> bool {
        matches!(last_part(name), "DiscussionForumPosting" | "QAPage")
    }

    fn kind_named(&self, name: &str) -> Option<TypeKind> {
        self.kinds.get(last_part(name)).copied()
    }

    fn kind_of(&self, object: &Object<'_>) -> Option<TypeKind> {
        let names = object.get("@type")?.items().iter().filter_map(Json::as_text);
        let kinds = names.filter_map(|name| {
            let name = name.rsplit(['/', '#', ':']).next().unwrap_or(name);
            self.kinds.get(name).copied()
        });
        kinds.min_by_key(|kind| *kind as u8)
    }
}

/// A block of JSON-LD, as it stands in the page.
struct Block<'p> {
    page: &'p Page<'p>,
    node: usize,
    text: &'p str,
}

impl Block<'_> {
    /// The bytes of the one place where the block holds `value` as a string; none where it holds it
    /// more than once, or writes it with escapes.
    fn bytes_of(&self, value: &str) -> Option<ByteRange> {
        let quoted = format!("\"{value}\"");
        let mut places = self.text.match_indices(&quoted);
        let (at, _) = places.next()?;
        if places.next().is_some() {
            return None;
        }
        self.page.bytes_within(self.node, at + 1..at + 1 + value.len())
    }
}

/// What the JSON-LD of a page says.
pub(super) fn read(
    page: &Page<'_>,
    places: &Places,
    types: &SchemaTypes,
    candidates: &mut Vec<Candidate>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for &script in &places.scripts {
        let is_json = page.attribute(script, "type").is_some_and(|kind| {
            kind.trim().to_ascii_lowercase().starts_with("application/ld+json")
        });
        if !is_json {
            continue;
        }
        let Some(node) = page.below(script).find(|&node| page.text_node(node).is_some()) else {
            continue;
        };
        let block = Block { page, node, text: page.text_node(node).unwrap_or_default() };
        let text = block.text;
        let bytes = page.text_bytes(script);
        let mut mended = String::new();
        match parse(text, &mut mended) {
            Some(value) => read_value(&value, types, &block, candidates),
            None if text.trim().is_empty() => (),
            None => diagnostics.push(Diagnostic::new(
                Code::JsonLdUnreadable,
                match bytes {
                    Some(bytes) => {
                        format!("the JSON-LD at byte {} is no JSON and was left out", bytes.start())
                    }
                    None => "a block of JSON-LD is no JSON and was left out".to_owned(),
                },
            )),
        }
    }
}

/// Parses JSON, and JSON with the two faults that pages show most: a comment or CDATA section
/// around it, and bare line breaks within strings.
/// What had to be mended is kept in `mended`.
fn parse<'t>(text: &'t str, mended: &'t mut String) -> Option<Json<'t>> {
    let mut text = text.trim();
    if let Ok(value) = serde_json::from_str(text) {
        return Some(value);
    }
    for (open, close) in [
        ("<!--", "-->"),
        ("//<![CDATA[", "//]]>"),
        ("/*<![CDATA[*/", "/*]]>*/"),
        ("<![CDATA[", "]]>"),
    ] {
        if let Some(inner) = text.strip_prefix(open) {
            text = inner.trim_end().strip_suffix(close).unwrap_or(inner).trim();
        }
    }
    mended.extend(text.chars().map(|c| if c.is_control() { ' ' } else { c }));
    serde_json::from_str(mended.trim().trim_end_matches(';')).ok()
}

fn read_value(
    value: &Json<'_>,
    types: &SchemaTypes,
    block: &Block<'_>,
    candidates: &mut Vec<Candidate>,
) {
    let objects = objects(value, types);
    let names: HashMap<&str, &str> = objects
        .iter()
        .filter_map(|object| Some((object.get("@id")?.as_text()?, object.get("name")?.as_text()?)))
        .collect();
    let pictures: HashMap<&str, &str> = objects
        .iter()
        .filter_map(|object| Some((object.get("@id")?.as_text()?, picture_of(object)?)))
        .collect();
    let mut found = Found {
        candidates,
        types,
        block,
        places: MOST_PLACES,
        names,
        pictures,
        seen_article: false,
    };
    for object in &objects {
        match types.kind_of(object) {
            Some(TypeKind::Article) => found.article(object, 0),
            Some(TypeKind::Page) => found.article(object, 5),
            Some(TypeKind::Site) => found.name_of(object, Field::Site, 15),
            Some(TypeKind::Organisation) => found.name_of(object, Field::Publisher, 40),
            Some(TypeKind::List) | None => (),
        }
    }
}

/// All objects of a block, outer ones first, those of `@graph` included.
fn objects<'v>(value: &'v Json<'v>, types: &SchemaTypes) -> Vec<&'v Object<'v>> {
    let mut objects = Vec::new();
    let mut waiting = std::collections::VecDeque::from([value]);
    while let Some(value) = waiting.pop_front() {
        if objects.len() >= MOST_OBJECTS {
            break;
        }
        match value {
            Json::List(values) => waiting.extend(values),
            Json::Object(object) => {
                objects.push(object);
                // What a list lists are parts of the page, or other pages.
                if types.kind_of(object) == Some(TypeKind::List) {
                    continue;
                }
                for key in ["@graph", "mainEntity", "mainEntityOfPage"] {
                    if let Some(inner @ (Json::List(_) | Json::Object(_))) = object.get(key) {
                        waiting.push_back(inner);
                    }
                }
            }
            _ => (),
        }
    }
    objects
}

struct Found<'c, 'v> {
    candidates: &'c mut Vec<Candidate>,
    types: &'c SchemaTypes,
    block: &'c Block<'c>,
    /// How many values are still looked for in the block.
    places: usize,
    /// Names of objects that others refer to.
    names: HashMap<&'v str, &'v str>,
    /// Addresses of pictures that others refer to.
    pictures: HashMap<&'v str, &'v str>,
    seen_article: bool,
}

impl<'v> Found<'_, 'v> {
    /// What an article, or the page around one, says. `later` is added to the ranks.
    fn article(&mut self, object: &'v Object<'v>, later: u32) {
        if later == 0 && std::mem::replace(&mut self.seen_article, true) {
            // A second article of one block is a teaser.
            return;
        }
        let is_page = later > 0;
        for (key, field, rank) in [
            ("headline", Field::Title, 10),
            ("name", Field::Title, 12),
            ("datePublished", Field::Published, 5),
            ("dateModified", Field::Modified, 5),
            ("inLanguage", Field::Language, 25),
            ("url", Field::Url, 30),
            ("description", Field::Description, 20),
            ("articleSection", Field::Section, 5),
            ("commentCount", Field::CommentCount, 5),
        ] {
            let rank = if is_page && field == Field::Title { rank + 20 } else { rank + later };
            if let Some(text) = object.get(key).and_then(|value| self.text(value)) {
                self.push(field, rank, text);
            }
        }
        for key in ["image", "thumbnailUrl"] {
            for image in object.get(key).into_iter().flat_map(Json::items).take(MOST_IMAGES) {
                self.image(image, RANK_OF_IMAGE + later);
            }
        }
        if is_page {
            return;
        }
        for author in
            object.get("author").or_else(|| object.get("creator")).into_iter().flat_map(Json::items)
        {
            self.author(author);
        }
        if let Some(publisher) = object.get("publisher").and_then(|value| self.text(value)) {
            self.push(Field::Publisher, 5, publisher);
        }
        for keywords in object.get("keywords").into_iter().flat_map(Json::items) {
            if let Some(text) = self.text(keywords) {
                self.push(Field::Tags, 5, text);
            }
        }
    }

    /// An author, or authors whose names stand in one list.
    fn author(&mut self, author: &'v Json<'v>) {
        let is_group = author
            .as_object()
            .is_some_and(|it| self.types.kind_of(it) == Some(TypeKind::Organisation));
        let field = if is_group { Field::AuthorGroup } else { Field::Author };
        let names = author.as_object().and_then(|it| it.get("name")?.as_list());
        match names {
            Some(names) => {
                for name in names.iter().filter_map(Json::as_text) {
                    self.push(field, 5, name.to_owned());
                }
            }
            None => {
                if let Some(name) = self.text(author) {
                    self.push(field, 5, name);
                }
            }
        }
    }

    /// A picture: its address, or an object that gives it or refers to one that does.
    fn image(&mut self, image: &'v Json<'v>, rank: u32) {
        let address = match image {
            Json::Text(address) => Some(address.as_ref()),
            Json::Object(object) => picture_of(object)
                .or_else(|| self.pictures.get(object.get("@id")?.as_text()?).copied()),
            _ => None,
        };
        if let Some(address) = address {
            self.push(Field::Image, rank, address.to_owned());
        }
    }

    fn name_of(&mut self, object: &'v Object<'v>, field: Field, rank: u32) {
        if let Some(name) = object.get("name").and_then(|value| self.text(value)) {
            self.push(field, rank, name);
        }
    }

    fn push(&mut self, field: Field, rank: u32, text: String) {
        let place = (self.places > 0).then(|| self.block.bytes_of(&text)).flatten();
        let text = without_markup(text);
        self.places = self.places.saturating_sub(1);
        let bytes = place.or_else(|| self.block.page.text_bytes(self.block.node));
        self.candidates.push(Candidate { field, rank, text, origin: Origin::JsonLd, bytes });
    }

    /// The text of a value: itself, its first item, its name, or the name of what it refers to.
    fn text(&self, value: &'v Json<'v>) -> Option<String> {
        let value = match value {
            Json::List(values) => values.first()?,
            value => value,
        };
        match value {
            Json::Text(text) => Some(text.clone().into_owned()),
            Json::Number(number) => Some(number.to_string()),
            Json::Object(object) => {
                let name = object.get("name").or_else(|| object.get("@value"));
                let name = name.and_then(|name| match name {
                    Json::List(names) => names.first()?.as_text(),
                    name => name.as_text(),
                });
                let referred = || {
                    object
                        .get("@id")
                        .and_then(Json::as_text)
                        .and_then(|id| self.names.get(id).copied())
                };
                name.or_else(referred).map(str::to_owned)
            }
            _ => None,
        }
    }
}

/// The address of the picture that an object describes.
fn picture_of<'v>(object: &'v Object<'v>) -> Option<&'v str> {
    object.get("contentUrl").or_else(|| object.get("url"))?.as_text()
}

/// The name of a type that is given by its address.
fn last_part(name: &str) -> &str {
    name.trim_end_matches('/').rsplit(['/', '#', ':']).next().unwrap_or(name)
}

/// A string that was written as markup, as text: "Ada&#8217;s <em>harbour</em>".
fn without_markup(text: String) -> String {
    let is_markup = (text.contains('&') && text.contains(';')) || text.contains("</");
    if !is_markup || text.len() > LONGEST_MARKUP {
        return text;
    }
    Html::parse_fragment(&text).root_element().text().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_type_is_known() {
        let types = SchemaTypes::load().unwrap();
        for row in data_file!("schema-types.tsv").rows().unwrap() {
            let [name, _, example] = row.columns().unwrap();
            let mut mended = String::new();
            let value = parse(example, &mut mended).unwrap();
            assert!(types.kind_of(value.as_object().unwrap()).is_some(), "{name}");
        }
    }

    #[test]
    fn faulty_json_is_mended_or_refused() {
        let is_read = |text: &str| parse(text, &mut String::new()).is_some();
        assert!(is_read("<!-- {\"a\": \"line\nbreak\"} -->"));
        assert!(is_read("{\"a\": 1};"));
        assert!(!is_read("{\"a\": "));
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(!is_read(&deep));
    }
}
