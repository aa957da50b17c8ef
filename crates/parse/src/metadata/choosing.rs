//! The choice among candidates.

use annalist_model::{Code, DateTime, Diagnostic, Metadata, Origin, Sourced};

use super::address::is_web_address;
use super::authors;
use super::byline::BylineWords;
use super::candidate::{Candidate, Field};
use super::headline;
use super::images;
use super::title;
use crate::links::LinkBase;
use crate::stamp::{DayOrder, StampWords, is_plausible};

/// Key words of one page.
const MOST_TAGS: usize = 100;

/// What the site of a page is called.
pub(super) struct SiteNames<'n> {
    /// The keys of its names.
    pub(super) names: &'n [String],
    pub(super) is_front_page: bool,
}

/// The choice among candidates, which are sorted by rank.
pub(super) struct Choosing<'c> {
    pub(super) candidates: &'c [Candidate],
    pub(super) stamps: &'c StampWords,
    pub(super) order: DayOrder,
    pub(super) links: &'c LinkBase,
}

impl Choosing<'_> {
    /// The metadata of a page with an article.
    pub(super) fn metadata(&self, bylines: &BylineWords, names: &SiteNames<'_>) -> Metadata {
        let site = self.first(Field::Site);
        let publisher = self.first(Field::Publisher);
        Metadata {
            title: self.title(names),
            authors: authors::choose(self.candidates, bylines, names.names),
            site,
            publisher,
            published: self.date(Field::Published),
            modified: self.date(Field::Modified),
            language: self.language(),
            canonical_url: self.canonical_url(),
            description: self.first(Field::Description),
            section: self.first(Field::Section),
            tags: self.tags(),
            images: images::choose(self.candidates, self.links),
            comment_count: self
                .of(Field::CommentCount)
                .find_map(|it| Some(it.sourced(it.text.parse().ok()?))),
            ..Metadata::default()
        }
    }

    /// The metadata of a page that lists others.
    pub(super) fn metadata_of_index(&self, names: &SiteNames<'_>) -> Metadata {
        Metadata {
            title: self.title(names),
            site: self.first(Field::Site),
            publisher: self.first(Field::Publisher),
            published: self.date(Field::Published),
            modified: self.date(Field::Modified),
            language: self.language(),
            canonical_url: self.canonical_url(),
            description: self.first(Field::Description),
            images: images::choose(self.candidates, self.links),
            ..Metadata::default()
        }
    }

    /// The best title, without the name of the site; of a front page that name itself.
    fn title(&self, names: &SiteNames<'_>) -> Option<Sourced<String>> {
        let of_site = || {
            self.of(Field::Title).find_map(|it| {
                Some(it.sourced(title::site_part(&it.text, names.names)?.to_owned()))
            })
        };
        let of_page = || {
            self.of(Field::Title).find_map(|candidate| {
                let value = title::without_site(&candidate.text, names.names);
                // The name of the site alone is no title, unless nothing else is there.
                let is_site = names.names.contains(&headline::key(&value));
                (!is_site && value.len() < 1_000).then(|| candidate.sourced(value))
            })
        };
        let front = names.is_front_page.then(of_site).flatten();
        front.or_else(of_page).or_else(|| self.first(Field::Title))
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
                if tags.len() >= MOST_TAGS {
                    return tags;
                }
                let is_known =
                    tags.iter().any(|known| known.value.to_lowercase() == part.to_lowercase());
                if !is_known {
                    tags.push(candidate.sourced(part.to_owned()));
                }
            }
        }
        tags
    }

    fn date(&self, field: Field) -> Option<Sourced<DateTime>> {
        self.of(field).find_map(|candidate| {
            let at = self.read_date(&candidate.text)?;
            is_plausible(&at).then(|| candidate.sourced(at))
        })
    }

    fn read_date(&self, text: &str) -> Option<DateTime> {
        DateTime::parse_iso(text).or_else(|| self.stamps.read(text, self.order))
    }

    /// Says which declared dates cannot be those of a page.
    pub(super) fn note_bad_dates(&self, diagnostics: &mut Vec<Diagnostic>) {
        let declared = self.candidates.iter().filter(|it| {
            matches!(it.field, Field::Published | Field::Modified) && it.origin != Origin::Markup
        });
        for candidate in declared {
            let is_bad = self.read_date(&candidate.text).is_some_and(|at| !is_plausible(&at));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn language_tags_are_brought_to_one_form() {
        assert_eq!(language_tag("de_DE").as_deref(), Some("de-DE"));
        assert_eq!(language_tag("EN").as_deref(), Some("en"));
        assert_eq!(language_tag("english"), None);
    }
}
