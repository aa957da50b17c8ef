//! `meta` and `link` elements, and schema.org data in attributes.

use std::collections::HashMap;

use annalist_model::Origin;
use html5ever::local_name;

use super::byline::BylineWords;
use super::candidate::{Candidate, Field};
use super::markup::line_of;
use super::places::Places;
use crate::links::is_canonical;
use crate::metadata::json_ld::SchemaTypes;
use crate::page::Page;
use crate::roles::Roles;
use annalist_tables::{DataError, data_file};

/// The names of meta elements.
#[derive(Debug)]
pub(crate) struct MetaNames {
    names: HashMap<&'static str, Vec<(Field, u32, Origin)>>,
}

impl MetaNames {
    /// The names that come with the crate.
    pub(crate) fn load() -> Result<MetaNames, DataError> {
        let mut names: HashMap<&str, Vec<_>> = HashMap::new();
        for row in data_file!("meta.tsv").rows()? {
            let [name, field, rank, origin, _example] = row.columns()?;
            let field = Field::named(field)
                .ok_or_else(|| row.error(format!("no field is called “{field}”")))?;
            let rank = rank.parse().map_err(|_| row.error(format!("“{rank}” is no rank")))?;
            let origin = Origin::parse(origin)
                .ok_or_else(|| row.error(format!("no origin is called “{origin}”")))?;
            names.entry(name).or_default().push((field, rank, origin));
        }
        Ok(MetaNames { names })
    }
}

/// What the `meta` and `link` elements say.
pub(super) fn read(
    page: &Page<'_>,
    places: &Places,
    names: &MetaNames,
    bylines: &BylineWords,
    candidates: &mut Vec<Candidate>,
) {
    let mut is_author_next = false;
    for &node in &places.heads {
        match page.tag(node) {
            local_name!("meta") => {
                read_meta(page, node, names, candidates);
                let card = page.attribute(node, "name").or(page.attribute(node, "property"));
                let content = page.attribute(node, "content");
                match (card.unwrap_or_default(), content) {
                    // A label, and in the next element what it labels.
                    ("twitter:label1" | "twitter:label2", Some(label)) => {
                        is_author_next = bylines.is_label(label);
                    }
                    ("twitter:data1" | "twitter:data2", Some(text)) if is_author_next => {
                        is_author_next = false;
                        candidates.push(Candidate {
                            field: Field::Author,
                            rank: 26,
                            text: text.to_owned(),
                            origin: Origin::Meta,
                            bytes: page.attribute_bytes(node, "content"),
                        });
                    }
                    _ => (),
                }
            }
            local_name!("link") => {
                let is_picture = || page.attribute(node, "rel") == Some("image_src");
                let (field, rank) = match () {
                    () if is_canonical(page, node) => (Field::Url, 10),
                    () if is_picture() => (Field::Image, 25),
                    () => continue,
                };
                if let Some(href) = page.attribute(node, "href") {
                    candidates.push(Candidate {
                        field,
                        rank,
                        text: href.to_owned(),
                        origin: Origin::Meta,
                        bytes: page.attribute_bytes(node, "href"),
                    });
                }
            }
            local_name!("html") => {
                if let Some(language) =
                    page.attribute(node, "lang").or_else(|| page.attribute(node, "xml:lang"))
                {
                    candidates.push(Candidate {
                        field: Field::Language,
                        rank: 10,
                        text: language.to_owned(),
                        origin: Origin::Markup,
                        bytes: None,
                    });
                }
            }
            _ => (),
        }
    }
}

fn read_meta(page: &Page<'_>, node: usize, names: &MetaNames, candidates: &mut Vec<Candidate>) {
    let Some(content) = page.attribute(node, "content") else { return };
    for key in ["property", "name", "itemprop", "http-equiv"] {
        let Some(name) = page.attribute(node, key) else { continue };
        let name = name.trim().to_ascii_lowercase();
        for &(field, rank, origin) in names.names.get(name.as_str()).into_iter().flatten() {
            candidates.push(Candidate {
                field,
                rank,
                text: content.to_owned(),
                origin: if key == "itemprop" { Origin::Microdata } else { origin },
                bytes: page.attribute_bytes(node, "content"),
            });
        }
    }
}

/// What the microdata of the article says: properties that belong to an article and to no item
/// within it but its author and publisher.
pub(super) fn read_microdata(
    page: &Page<'_>,
    places: &Places,
    types: &SchemaTypes,
    candidates: &mut Vec<Candidate>,
) {
    let article = places.items.iter().copied().find(|&node| {
        page.attribute(node, "itemtype")
            .is_some_and(|kinds| kinds.split_ascii_whitespace().any(|it| types.is_article(it)))
    });
    let Some(article) = article else { return };
    let mut node = article + 1;
    while node < page.subtree(article).end {
        let property = page.attribute(node, "itemprop");
        let is_item = page.attribute(node, "itemscope").is_some();
        if let Some(property) = property {
            read_property(page, types, node, property, is_item, candidates);
        }
        // What lies within another item is that item's.
        node = if is_item { page.subtree(node).end } else { node + 1 };
    }
}

fn read_property(
    page: &Page<'_>,
    types: &SchemaTypes,
    node: usize,
    property: &str,
    is_item: bool,
    candidates: &mut Vec<Candidate>,
) {
    for property in property.split_ascii_whitespace() {
        let (field, rank) = match property {
            "headline" => (Field::Title, 15),
            "datePublished" => (Field::Published, 12),
            "dateModified" => (Field::Modified, 12),
            "author" | "creator" if is_in_picture(page, node) => continue,
            "author" | "creator" if is_group(page, types, node) => (Field::AuthorGroup, 10),
            "author" | "creator" => (Field::Author, 10),
            "publisher" => (Field::Publisher, 12),
            "articleSection" => (Field::Section, 12),
            "inLanguage" => (Field::Language, 26),
            "keywords" => (Field::Tags, 12),
            "image" | "thumbnailUrl" => (Field::Image, 18),
            _ => continue,
        };
        let is_image = field == Field::Image;
        let inner: &[&str] = if is_image { &["contentUrl", "url"] } else { &["name"] };
        let is_inner =
            |it: usize| page.attribute(it, "itemprop").is_some_and(|it| inner.contains(&it));
        let holder = page.below(node).find(|&it| is_item && is_inner(it)).unwrap_or(node);
        let holding: &[&str] =
            if is_image { &["content", "src", "href"] } else { &["content", "datetime"] };
        let attribute = holding.iter().find(|name| page.attribute(holder, name).is_some());
        let (text, bytes) = match attribute {
            Some(name) => (
                page.attribute(holder, name).unwrap_or_default().to_owned(),
                page.attribute_bytes(holder, name),
            ),
            None if is_image => continue,
            None if field == Field::Author => (line_of(page, holder), page.text_bytes(holder)),
            None => (page.text(holder), page.text_bytes(holder)),
        };
        if text.len() < 1_000 {
            candidates.push(Candidate { field, rank, text, origin: Origin::Microdata, bytes });
        }
    }
}

/// Whether a node names the author of a picture.
fn is_in_picture(page: &Page<'_>, node: usize) -> bool {
    page.ancestors(node).any(|above| {
        matches!(page.tag(above), local_name!("figure") | local_name!("figcaption"))
            || page.roles(above).any(Roles::CAPTION)
    }) || page.ancestors(node).take(3).any(|above| &*page.tag(above) == "amp-img")
}

/// Whether an item is an organisation.
fn is_group(page: &Page<'_>, types: &SchemaTypes, node: usize) -> bool {
    page.attribute(node, "itemtype")
        .is_some_and(|kinds| kinds.split_ascii_whitespace().any(|it| types.is_organisation(it)))
}
