//! Whom a page names, and what to ask there.

use url::Url;

use super::data::Data;
use super::file::{Element, Find, Paging, Platform, Platforms};
use super::pattern::Values;
use super::read::inside;
use crate::links::{LinkBase, is_canonical};
use crate::page::Page;

/// Where the comments of a page can be asked for.
#[derive(Debug)]
pub struct CommentSource<'p> {
    platform: &'p Platform,
    values: Values,
}

impl CommentSource<'_> {
    /// The platform, by its name in the data files.
    pub fn platform(&self) -> &str {
        &self.platform.name
    }

    /// Whether it is to be asked only where no other answers.
    pub fn is_fallback(&self) -> bool {
        self.platform.fallback
    }

    /// The media types that are wanted, as the header `Accept` names them.
    pub fn accept(&self) -> &str {
        &self.platform.accept
    }

    /// The address to ask next, where `answers` came so far; none where that was all. A platform that
    /// gives the same answer again has no more, whatever it says.
    pub fn next(&self, answers: &[&[u8]]) -> Option<String> {
        let mut values = self.values.clone();
        let Some((last, before)) = answers.split_last() else {
            values.extend(self.platform.paging.as_ref().map(|paging| page_value(paging.first())));
            return self.platform.request.fill(&values);
        };
        if before.contains(last) {
            return None;
        }
        let data = self.platform.data(last)?;
        let Some(then) = &self.platform.then else {
            values.extend([page_value(self.platform.after(&data, answers.len())?)]);
            return self.platform.request.fill(&values);
        };
        let ends = |answer: &&[u8]| {
            self.platform.data(answer).is_none_or(|data| self.platform.after(&data, 1).is_none())
        };
        let Some(end) = answers.iter().position(ends) else {
            values.extend([page_value(self.platform.after(&data, answers.len())?)]);
            return self.platform.request.fill(&values);
        };
        let (first, second) = answers.split_at(end + 1);
        let page = if second.is_empty() {
            self.platform.paging.as_ref().map_or(0, Paging::first)
        } else {
            self.platform.after(&data, second.len())?
        };
        values.insert("ids".to_owned(), self.ids(first));
        values.extend([page_value(page)]);
        then.fill(&values)
    }

    /// The `{id}` that the page gives, and those of the comments in `answers`, parted by semicolons.
    fn ids(&self, answers: &[&[u8]]) -> String {
        let paths = &self.platform.comments;
        let mut ids: Vec<String> = self.values.get("id").cloned().into_iter().collect();
        for data in answers.iter().filter_map(|answer| self.platform.data(answer)) {
            let items = data.list(0, &paths.items).unwrap_or_default();
            let own = items.into_iter().filter_map(|item| {
                Some(data.written(data.find(item, paths.id.as_ref()?)?)?.to_string())
            });
            ids.extend(own);
        }
        ids.truncate(MOST_IDS);
        ids.join(";")
    }
}

/// Ids that are asked about at once: what the platforms that take several allow.
const MOST_IDS: usize = 100;

impl Paging {
    fn first(&self) -> u32 {
        match self {
            Paging::Number { first, .. } | Paging::More { first, .. } => *first,
        }
    }
}

/// What names a page by its number.
fn page_value(number: u32) -> (String, String) {
    ("page".to_owned(), number.to_string())
}

impl Platform {
    /// The data of an answer, where it can be read.
    fn data<'a>(&self, answer: &'a [u8]) -> Option<Data<'a>> {
        let (_, text) = inside(self, answer)?;
        Data::read(text, self.form.into()).ok()
    }

    /// The number of the page after the answer `data`, which was the `count`th; none after the last.
    fn after(&self, data: &Data<'_>, count: usize) -> Option<u32> {
        let (has_more, step) = match self.paging.as_ref()? {
            Paging::Number { step, full, .. } => {
                (data.list(0, &self.comments.items)?.len() >= *full, *step)
            }
            Paging::More { more, .. } => (data.says_yes(data.find(0, more)?), 1),
        };
        let passed = u32::try_from(count).ok()?.checked_mul(step)?;
        let first = self.paging.as_ref().map_or(0, Paging::first);
        passed.checked_add(first).filter(|_| has_more)
    }
}

impl Platforms {
    /// Where the comments of `page`, fetched from `url`, can be asked for.
    pub(crate) fn named_by(&self, page: &Page<'_>, url: Option<&str>) -> Vec<CommentSource<'_>> {
        let Some(url) = own_address(page, url) else { return Vec::new() };
        let links = LinkBase::of(page, Some(url.as_str()));
        let named = self.platforms.iter().filter_map(|platform| {
            if !platform.needs.iter().all(|needed| needed.nodes(page).next().is_some()) {
                return None;
            }
            let mut values = Values::new();
            values.insert("url".to_owned(), url.to_string());
            for find in &platform.find {
                for (name, value) in find.in_page(page, &url, &links).into_iter().flatten() {
                    values.entry(name).or_insert(value);
                }
            }
            let mut names = platform.request.names().filter(|name| *name != "page");
            names
                .all(|name| values.contains_key(name))
                .then_some(CommentSource { platform, values })
        });
        named.collect()
    }
}

/// Whether an address is below that of a page; the page of a whole site is above no other.
fn is_below(address: &str, page: &Url) -> bool {
    let rest = address.strip_prefix(page.as_str().trim_end_matches('/'));
    page.path() != "/" && rest.is_some_and(|rest| rest.starts_with('/') && rest.len() > 1)
}

impl Element {
    /// The elements of a page that are meant.
    fn nodes<'p>(&'p self, page: &'p Page<'_>) -> impl Iterator<Item = usize> + 'p {
        page.all().filter(|&node| page.element_ref(node).is_some_and(|it| self.0.matches(&it)))
    }
}

/// The address of a page without its fragment: the one that it was fetched from, else the one that it
/// calls its own.
fn own_address(page: &Page<'_>, url: Option<&str>) -> Option<Url> {
    let canonical = || {
        let node = page.all().find(|&node| is_canonical(page, node))?;
        page.attribute(node, "href")
    };
    let mut url = Url::parse(url.or_else(canonical)?).ok()?;
    url.set_fragment(None);
    matches!(url.scheme(), "http" | "https").then_some(url)
}

impl Find {
    /// What the first place of the page that fits has.
    fn in_page(&self, page: &Page<'_>, url: &Url, links: &LinkBase) -> Option<Values> {
        let Some(select) = &self.select else {
            // An old copy of a page that is now had over TLS alone.
            let secure = url.as_str().replacen("http://", "https://", 1);
            return self.found_in(url.as_str()).or_else(|| self.found_in(&secure));
        };
        select.nodes(page).find_map(|node| match self.attribute.as_deref() {
            Some(name) => {
                let value = page.attribute(node, name)?;
                // What is written short, from where the page is, is meant in full.
                let address = matches!(name, "href" | "src").then(|| links.web_address(value));
                let address = address.flatten();
                if self.own {
                    return self.found_in(&address.filter(|it| is_below(it, url))?);
                }
                let of_words = || value.split_ascii_whitespace().find_map(|it| self.found_in(it));
                address.and_then(|it| self.found_in(&it)).or_else(of_words)
            }
            None => page.element_ref(node)?.text().find_map(|text| self.found_in(text)),
        })
    }

    fn found_in(&self, text: &str) -> Option<Values> {
        let mut values = self.pattern.find(text)?;
        values.extend(self.gives.clone());
        Some(values)
    }
}
