//! The pages that a WACZ lists: which of its records are pages, and what it calls them.
//!
//! `pages/pages.jsonl` and its neighbours (crawlers keep what is no seed in `extraPages.jsonl`) hold a
//! page a line, with its address, title and time. Other HTML in the archive is parts of pages.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{LONGEST_TITLE, Listed};

/// The pages of a WACZ by their addresses.
#[derive(Debug, Default)]
pub(super) struct ListedPages {
    pages: BTreeMap<String, Line>,
}

#[derive(Debug)]
struct Line {
    /// The entry that lists it, and its line there.
    entry: String,
    number: usize,
    said: Listed,
    is_seed: bool,
    is_met: bool,
}

/// A page that is listed, and of which the archive has no record.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Missing {
    /// Where it is listed: the entry and the line.
    pub(super) place: String,
    pub(super) url: String,
}

impl ListedPages {
    /// Whether an entry of a zip lists pages.
    pub(super) fn is_list(entry: &str) -> bool {
        entry.strip_prefix("pages/").is_some_and(|it| !it.contains('/') && it.ends_with(".jsonl"))
    }

    /// Adds the pages that `entry` lists; lines that cannot be read, and the head, say nothing.
    pub(super) fn add(&mut self, entry: &str, bytes: &[u8]) {
        for (index, line) in bytes.split(|&byte| byte == b'\n').enumerate() {
            let Ok(page) = serde_json::from_slice::<Value>(line) else { continue };
            let text = |key| page.get(key).and_then(Value::as_str).map(str::trim);
            let Some(url) = text("url").filter(|url| !url.is_empty()) else { continue };
            let title = text("title").filter(|it| !it.is_empty() && it.len() <= LONGEST_TITLE);
            self.pages.entry(key_of(url).to_owned()).or_insert_with(|| Line {
                entry: entry.to_owned(),
                number: index + 1,
                said: Listed {
                    title: title.map(Into::into),
                    time: text("ts").filter(|it| it.len() < 40).map(Into::into),
                },
                is_seed: page.get("seed").and_then(Value::as_bool).unwrap_or(false),
                is_met: false,
            });
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.pages.is_empty()
    }

    /// How many of the pages are where the crawl began.
    pub(super) fn seeds(&self) -> usize {
        self.pages.values().filter(|line| line.is_seed).count()
    }

    /// What is said of the page at `url`, which the archive has; none where it is not listed.
    pub(super) fn meet(&mut self, url: &str) -> Option<&Listed> {
        let line = self.pages.get_mut(key_of(url))?;
        line.is_met = true;
        Some(&line.said)
    }

    /// A listed page that leads to another: that one is the page, whatever it is listed as.
    pub(super) fn redirect(&mut self, url: &str, location: &str) {
        let Some(target) = target(url, location) else { return };
        if self.pages.contains_key(key_of(&target)) {
            // It is listed itself: nothing is missing where only it is there.
            if let Some(line) = self.pages.get_mut(key_of(url)) {
                line.is_met = true;
            }
        } else if let Some(line) = self.pages.remove(key_of(url)) {
            self.pages.insert(key_of(&target).to_owned(), line);
        }
    }

    /// The pages that were not met, in the order of their addresses.
    pub(super) fn missing(&self) -> impl Iterator<Item = Missing> {
        let missing = self.pages.iter().filter(|(_, line)| !line.is_met);
        missing.map(|(url, line)| Missing {
            place: format!("{}/{:06}", line.entry, line.number),
            url: url.clone(),
        })
    }
}

/// What pages are compared by: the address that is asked for.
fn key_of(url: &str) -> &str {
    url.split('#').next().unwrap_or(url)
}

/// Where a redirect leads, where that can be told without more than the two addresses.
fn target(url: &str, location: &str) -> Option<String> {
    let location = location.trim();
    let (scheme, rest) = url.split_once("://")?;
    if location.starts_with("http://") || location.starts_with("https://") {
        return Some(location.to_owned());
    }
    if location.starts_with("//") {
        return Some(format!("{scheme}:{location}"));
    }
    let host = rest.split('/').next()?;
    location.starts_with('/').then(|| format!("{scheme}://{host}{location}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_heard_and_what_is_missing_is_known() {
        let mut pages = ListedPages::default();
        let list = concat!(
            "{\"format\":\"json-pages-1.0\",\"id\":\"pages\"}\n",
            "{\"url\":\"http://a.example/\",\"title\":\" One \",\"ts\":\"2018-09-06T10:00:00Z\",\"seed\":true}\n",
            "no line\n",
            "{\"url\":\"https://a.example/two#part\",\"title\":\"\"}\n",
            "{\"url\":\"https://a.example/gone\"}"
        );
        pages.add("pages/pages.jsonl", list.as_bytes());
        assert_eq!(pages.seeds(), 1);
        pages.redirect("http://a.example/", "https://a.example/home");
        let one = pages.meet("https://a.example/home").unwrap();
        assert_eq!(one.title.as_deref(), Some("One"));
        assert_eq!(one.time.as_deref(), Some("2018-09-06T10:00:00Z"));
        assert_eq!(pages.meet("https://a.example/two").unwrap().title, None);
        assert!(pages.meet("https://ads.example/").is_none());
        let missing: Vec<Missing> = pages.missing().collect();
        let place = "pages/pages.jsonl/000005".to_owned();
        assert_eq!(missing, [Missing { place, url: "https://a.example/gone".to_owned() }]);
    }

    #[test]
    fn redirects_lead_where_they_say() {
        for (location, expected) in [
            ("https://b.example/x", Some("https://b.example/x")),
            ("//b.example/x", Some("http://b.example/x")),
            ("/x", Some("http://a.example/x")),
            ("x", None),
        ] {
            assert_eq!(target("http://a.example/y/z", location).as_deref(), expected);
        }
    }
}
