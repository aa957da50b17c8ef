//! What a page says about itself.
//!
//! Every place is read ([`json_ld`], [`tags`], [`headline`], [`byline`], [`dates`]), each value
//! with its rank and the bytes that say it; then the best of each field is kept.

mod byline;
mod dates;
mod headline;
mod json_ld;
mod tags;

use annalist_model::{ByteRange, Code, DateTime, Diagnostic, Metadata, Origin, Sourced};
use html5ever::local_name;

use crate::page::{Page, folded};
use crate::roles::Roles;
use crate::stamp::{DayOrder, StampWords};

pub(crate) use byline::BylineWords;
pub(crate) use headline::key as headline_key;
pub(crate) use json_ld::SchemaTypes;
pub(crate) use tags::MetaNames;

/// A field of the metadata.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Title,
    Author,
    Site,
    Publisher,
    Published,
    Modified,
    Language,
    Url,
    Description,
    Section,
    /// One key word.
    Tag,
    /// Key words parted by commas.
    Tags,
    CommentCount,
}

impl Field {
    fn named(name: &str) -> Option<Field> {
        Some(match name {
            "title" => Field::Title,
            "author" => Field::Author,
            "site" => Field::Site,
            "publisher" => Field::Publisher,
            "published" => Field::Published,
            "modified" => Field::Modified,
            "language" => Field::Language,
            "url" => Field::Url,
            "description" => Field::Description,
            "section" => Field::Section,
            "tag" => Field::Tag,
            "tags" => Field::Tags,
            _ => return None,
        })
    }
}

/// A value that a field may have. The smallest rank goes first.
#[derive(Clone, Debug)]
struct Candidate {
    field: Field,
    rank: u32,
    text: String,
    origin: Origin,
    bytes: Option<ByteRange>,
}

/// The words that metadata is read with.
#[derive(Debug)]
pub(crate) struct MetadataWords {
    pub(crate) names: MetaNames,
    pub(crate) types: SchemaTypes,
    pub(crate) bylines: BylineWords,
}

/// What was read.
pub(crate) struct Reading {
    pub(crate) metadata: Metadata,
    /// The metadata of the page if it turns out to list other pages: what bylines and dates in the
    /// markup say is then said of those.
    pub(crate) of_index: Metadata,
    /// The element of the headline, where the page shows one.
    pub(crate) headline: Option<usize>,
    /// The element of the line that names the authors, where it stands below the headline.
    pub(crate) byline: Option<usize>,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Reads the metadata of `page`. `url` is its address, where known from outside; `is_comment`
/// tells the parts of the page that hold comments.
pub(crate) fn read(
    page: &Page<'_>,
    words: &MetadataWords,
    stamps: &StampWords,
    order: DayOrder,
    url: Option<&str>,
    is_comment: &dyn Fn(usize) -> bool,
) -> Reading {
    let mut candidates = Vec::new();
    let mut diagnostics = Vec::new();
    json_ld::read(page, &words.types, &mut candidates, &mut diagnostics);
    tags::read(page, &words.names, &mut candidates);
    tags::read_microdata(page, &words.types, &mut candidates);
    let headline = headline::read(page, &mut candidates);
    let declared = candidates.len();
    read_authors(page, &words.bylines, is_comment, &mut candidates);
    let byline = headline.and_then(|headline| {
        read_lines_below(page, headline, &words.bylines, stamps, order, &mut candidates)
    });
    read_tag_links(page, &mut candidates);
    dates::read(page, headline, stamps, order, is_comment, &mut candidates);
    for candidate in &mut candidates {
        candidate.text = folded(&candidate.text);
    }
    let mut of_index: Vec<Candidate> = candidates[..declared].to_vec();
    candidates.retain(|candidate| !candidate.text.is_empty());
    candidates.sort_by_key(|candidate| candidate.rank);
    of_index.sort_by_key(|candidate| candidate.rank);
    let choice = Choosing { candidates: &candidates, stamps, order };
    let mut metadata = choice.metadata(&words.bylines, url);
    if metadata.published.is_none() {
        let address = url.or(metadata.canonical_url.as_ref().map(|it| it.value.as_str()));
        if let Some(date) = address.and_then(dates::in_url) {
            metadata.published = Some(Sourced::new(DateTime::date_only(date), Origin::Url, None));
        }
    }
    choice.note_bad_dates(&mut diagnostics);
    let of_index = Choosing { candidates: &of_index, stamps, order }.metadata_of_index();
    Reading { metadata, of_index, headline, byline, diagnostics }
}

/// Elements that name authors: `rel=author` and bylines.
fn read_authors(
    page: &Page<'_>,
    bylines: &BylineWords,
    is_comment: &dyn Fn(usize) -> bool,
    candidates: &mut Vec<Candidate>,
) {
    let mut found = 0;
    for node in page.all() {
        if found >= 20 || page.element(node).is_none() || !page.is_visible(node) || is_comment(node)
        {
            continue;
        }
        let is_author_link = page.attribute(node, "rel").is_some_and(|rel| {
            rel.split_ascii_whitespace().any(|it| it.eq_ignore_ascii_case("author"))
        });
        let roles = page.roles(node);
        if roles.any(Roles::AUTHOR_BOX) {
            continue;
        }
        let rank = if is_author_link {
            20
        } else if roles.any(Roles::BYLINE) && roles.any(Roles::AUTHOR) {
            24
        } else if roles.any(Roles::AUTHOR) {
            28
        } else if roles.any(Roles::BYLINE) {
            32
        } else {
            continue;
        };
        if page.text_length(node) >= 160 {
            continue;
        }
        let text = page.text(node);
        if rank == 32 && !bylines.opens_byline(&text) {
            continue;
        }
        found += 1;
        candidates.push(Candidate {
            field: Field::Author,
            rank: rank + if page.stands_aside(node) { 30 } else { 0 },
            text,
            origin: Origin::Byline,
            bytes: page.text_bytes(node),
        });
    }
}

/// Text nodes below the headline that may hold the byline.
const BYLINE_WITHIN: usize = 40;

/// The lines below the headline: "By Ada Lorne in Kelm, 12 January 1999"; gives the element.
fn read_lines_below(
    page: &Page<'_>,
    headline: usize,
    bylines: &BylineWords,
    stamps: &StampWords,
    order: DayOrder,
    candidates: &mut Vec<Candidate>,
) -> Option<usize> {
    let from = page.subtree(headline).end;
    for node in from..page.len().min(from + BYLINE_WITHIN) {
        let is_line = page.element(node).is_some()
            && page.is_visible(node)
            && (4..160).contains(&page.text_length(node));
        if !is_line {
            continue;
        }
        let text = page.text(node);
        if !bylines.opens_byline(&text) {
            continue;
        }
        let bytes = page.text_bytes(node);
        if let Some(at) = stamps.read(&text, order) {
            let text = at.to_string();
            candidates.push(Candidate {
                field: Field::Published,
                rank: 34,
                text,
                origin: Origin::Byline,
                bytes,
            });
        }
        candidates.push(Candidate {
            field: Field::Author,
            rank: 26,
            text,
            origin: Origin::Byline,
            bytes,
        });
        return Some(node);
    }
    None
}

/// Key words that the page links.
fn read_tag_links(page: &Page<'_>, candidates: &mut Vec<Candidate>) {
    for node in page.all().filter(|&node| page.is(node, &local_name!("a"))) {
        let is_tag = page.attribute(node, "rel").is_some_and(|rel| {
            rel.split_ascii_whitespace().any(|it| it.eq_ignore_ascii_case("tag"))
        });
        let is_listed =
            || page.ancestors(node).take(6).any(|above| page.roles(above).any(Roles::TAGS));
        if (is_tag || is_listed())
            && !is_category(page, node)
            && !page.stands_aside(node)
            && page.text_length(node) < 80
        {
            candidates.push(Candidate {
                field: Field::Tag,
                rank: if is_tag { 30 } else { 60 },
                text: page.text(node),
                origin: Origin::Markup,
                bytes: page.text_bytes(node),
            });
        }
    }
}

/// Whether a link leads to a part of the site and not to a key word.
fn is_category(page: &Page<'_>, node: usize) -> bool {
    page.attribute(node, "rel").is_some_and(|rel| rel.contains("category"))
        || page.attribute(node, "href").is_some_and(|href| href.contains("/category/"))
}

/// The choice among candidates, which are sorted by rank.
struct Choosing<'c> {
    candidates: &'c [Candidate],
    stamps: &'c StampWords,
    order: DayOrder,
}

impl Choosing<'_> {
    fn metadata(&self, bylines: &BylineWords, url: Option<&str>) -> Metadata {
        let site = self.first(Field::Site);
        let publisher = self.first(Field::Publisher);
        let names = self.site_names(url);
        let title = self.of(Field::Title).find_map(|candidate| {
            let value = headline::without_site(&candidate.text, &names);
            // The name of the site alone is no title, unless nothing else is there.
            let is_site = names.iter().any(|name| headline::key(name) == headline::key(&value));
            (!is_site && value.len() < 1_000).then(|| candidate.sourced(value))
        });
        let title = title.or_else(|| self.first(Field::Title));
        Metadata {
            title,
            authors: self.authors(bylines, &names),
            site,
            publisher,
            published: self.date(Field::Published),
            modified: self.date(Field::Modified),
            language: self.language(),
            canonical_url: self.canonical_url(),
            description: self.first(Field::Description),
            section: self.first(Field::Section),
            tags: self.tags(),
            comment_count: self
                .of(Field::CommentCount)
                .find_map(|it| Some(it.sourced(it.text.parse().ok()?))),
            ..Metadata::default()
        }
    }

    /// The metadata of a page that lists others.
    fn metadata_of_index(&self) -> Metadata {
        Metadata {
            title: self.first(Field::Title),
            site: self.first(Field::Site),
            publisher: self.first(Field::Publisher),
            language: self.language(),
            canonical_url: self.canonical_url(),
            description: self.first(Field::Description),
            ..Metadata::default()
        }
    }

    fn language(&self) -> Option<Sourced<String>> {
        self.of(Field::Language).find_map(|it| Some(it.sourced(language_tag(&it.text)?)))
    }

    fn canonical_url(&self) -> Option<Sourced<String>> {
        self.of(Field::Url)
            .find(|it| is_web_address(&it.text))
            .map(|it| it.sourced(it.text.clone()))
    }

    fn of(&self, field: Field) -> impl Iterator<Item = &Candidate> + '_ {
        self.candidates.iter().filter(move |candidate| candidate.field == field)
    }

    fn first(&self, field: Field) -> Option<Sourced<String>> {
        let candidate = self.of(field).find(|candidate| candidate.text.len() < 5_000)?;
        Some(candidate.sourced(candidate.text.clone()))
    }

    /// The names that the page gives its site, its publisher and its domain.
    fn site_names(&self, url: Option<&str>) -> Vec<String> {
        let named = self
            .of(Field::Site)
            .chain(self.of(Field::Publisher))
            .map(|candidate| candidate.text.clone());
        let addresses =
            url.map(str::to_owned).into_iter().chain(self.of(Field::Url).map(|it| it.text.clone()));
        let domains: Vec<String> = addresses.filter_map(|address| domain_word(&address)).collect();
        named.chain(domains).collect()
    }

    /// The authors that the best place names; other places are heard where it names none.
    fn authors(&self, bylines: &BylineWords, site: &[String]) -> Vec<Sourced<String>> {
        let mut authors: Vec<Sourced<String>> = Vec::new();
        let mut best_rank = None;
        for candidate in self.of(Field::Author) {
            if best_rank.is_some_and(|best| candidate.rank > best) {
                break;
            }
            for name in bylines.names(&candidate.text) {
                let is_site = site.iter().any(|site| headline::key(site) == headline::key(&name));
                let is_known =
                    authors.iter().any(|known| headline::key(&known.value) == headline::key(&name));
                if !is_known && !is_site {
                    best_rank = Some(candidate.rank);
                    authors.push(candidate.sourced(name));
                }
            }
        }
        authors
    }

    fn tags(&self) -> Vec<Sourced<String>> {
        let mut tags: Vec<Sourced<String>> = Vec::new();
        let listed =
            self.candidates.iter().filter(|it| matches!(it.field, Field::Tag | Field::Tags));
        for candidate in listed {
            // Links in a list of some kind are heard where nothing else names key words.
            if candidate.rank >= 60 && tags.iter().any(|known| known.origin != Origin::Markup) {
                break;
            }
            let parts: Vec<&str> = match candidate.field {
                Field::Tags => candidate.text.split([',', ';']).collect(),
                _ => vec![candidate.text.as_str()],
            };
            for part in
                parts.into_iter().map(str::trim).filter(|part| !part.is_empty() && part.len() < 100)
            {
                let is_known =
                    tags.iter().any(|known| known.value.to_lowercase() == part.to_lowercase());
                if !is_known && tags.len() < 100 {
                    tags.push(candidate.sourced(part.to_owned()));
                }
            }
        }
        tags
    }

    fn date(&self, field: Field) -> Option<Sourced<DateTime>> {
        self.of(field).find_map(|candidate| {
            let at = self.read_date(&candidate.text)?;
            dates::is_plausible(&at).then(|| candidate.sourced(at))
        })
    }

    fn read_date(&self, text: &str) -> Option<DateTime> {
        DateTime::parse_iso(text).or_else(|| self.stamps.read(text, self.order))
    }

    fn note_bad_dates(&self, diagnostics: &mut Vec<Diagnostic>) {
        let declared = self.candidates.iter().filter(|it| {
            matches!(it.field, Field::Published | Field::Modified) && it.origin != Origin::Markup
        });
        for candidate in declared {
            let is_bad =
                self.read_date(&candidate.text).is_some_and(|at| !dates::is_plausible(&at));
            if is_bad {
                diagnostics.push(Diagnostic::new(
                    Code::DateImplausible,
                    format!(
                        "the date “{}” cannot be that of a web page and was left out",
                        short(&candidate.text)
                    ),
                ));
            }
        }
    }
}

impl Candidate {
    fn sourced<T>(&self, value: T) -> Sourced<T> {
        Sourced::new(value, self.origin, self.bytes)
    }
}

fn short(text: &str) -> String {
    text.chars().take(40).collect()
}

/// A BCP 47 tag from what pages write: `de_DE`, `en-gb`, `EN`.
fn language_tag(text: &str) -> Option<String> {
    let mut parts = text.trim().split(['-', '_', ',', ' ']);
    let language = parts.next()?.to_ascii_lowercase();
    if !(2..=3).contains(&language.len()) || !language.bytes().all(|byte| byte.is_ascii_lowercase())
    {
        return None;
    }
    let region = parts
        .next()
        .filter(|region| region.len() == 2 && region.bytes().all(|b| b.is_ascii_alphabetic()));
    Some(match region {
        Some(region) => format!("{language}-{}", region.to_ascii_uppercase()),
        None => language,
    })
}

/// Whether `text` is an absolute address of the web.
pub(crate) fn is_web_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        !rest.is_empty() && !rest.starts_with('/') && !rest.contains(char::is_whitespace)
    })
}

/// The telling part of an address: `gazette` of `https://www.gazette.example/a`.
fn domain_word(address: &str) -> Option<String> {
    let host = address.split("://").nth(1)?.split(['/', ':', '?']).next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    host.split('.').map(str::to_owned).rev().skip(1).max_by_key(String::len)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn language_tags_are_brought_to_one_form() {
        assert_eq!(language_tag("de_DE").as_deref(), Some("de-DE"));
        assert_eq!(language_tag("EN").as_deref(), Some("en"));
        assert_eq!(language_tag("english"), None);
    }

    #[test]
    fn only_absolute_addresses_count() {
        assert!(is_web_address("https://gazette.example/a"));
        assert!(!is_web_address("/a"));
        assert!(!is_web_address("javascript:alert(1)"));
        assert_eq!(domain_word("https://www.gazette.example/a").as_deref(), Some("gazette"));
    }
}
