//! The nodes that the fields of the metadata look at, gathered in one pass over the page.

use html5ever::{LocalName, local_name};
use scraper::node::Element;

use super::byline::BylineWords;
use super::date_names::DateNames;
use crate::page::Page;
use crate::roles::Roles;

/// Nodes of a page by what they may say, each list in the order of the page.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// `meta`, `link` and `html` elements.
    pub(super) heads: Vec<usize>,
    pub(super) scripts: Vec<usize>,
    pub(super) titles: Vec<usize>,
    pub(super) first_headings: Vec<usize>,
    pub(super) second_headings: Vec<usize>,
    /// `a` elements.
    pub(super) links: Vec<usize>,
    /// Elements that are an item of schema.org.
    pub(super) items: Vec<usize>,
    /// Elements that may name authors: links, and what class, id or `rel` say to be one.
    pub(super) authors: Vec<usize>,
    /// Texts that open with words that name authors, and a colon.
    pub(super) labelled: Vec<usize>,
    /// Elements that are made to show a date, or hold one in an attribute.
    pub(super) dates: Vec<usize>,
}

impl Places {
    /// The places of `page`.
    pub(super) fn of(page: &Page<'_>, bylines: &BylineWords, names: &DateNames) -> Places {
        let mut places = Places::default();
        for node in page.all() {
            if let Some(element) = page.element(node) {
                places.add(node, element, page.roles(node), names);
            } else if page.text_length(node) > 0
                && page.text_node(node).is_some_and(|text| bylines.opens_labelled(text))
            {
                places.labelled.push(node);
            }
        }
        places
    }

    fn add(&mut self, node: usize, element: &Element, roles: Roles, names: &DateNames) {
        let named = match element.name.local {
            local_name!("meta") | local_name!("link") | local_name!("html") => {
                Some(&mut self.heads)
            }
            local_name!("script") => Some(&mut self.scripts),
            local_name!("title") => Some(&mut self.titles),
            local_name!("h1") => Some(&mut self.first_headings),
            local_name!("h2") => Some(&mut self.second_headings),
            local_name!("a") => Some(&mut self.links),
            _ => None,
        };
        named.into_iter().for_each(|list| list.push(node));
        let is_author = element.name.local == local_name!("a");
        let mut is_author = is_author || roles.any(Roles::AUTHOR.or(Roles::BYLINE));
        let is_time = element.name.local == local_name!("time");
        let mut is_date = is_time || roles.any(Roles::TIME.or(Roles::BYLINE));
        for (name, _) in &element.attrs {
            match name.local {
                local_name!("itemtype") => self.items.push(node),
                local_name!("rel") => is_author = true,
                _ if is_plain(&name.local) => (),
                _ => is_date = is_date || names.tell_holder(&name.local),
            }
        }
        if is_author {
            self.authors.push(node);
        }
        if is_date {
            self.dates.push(node);
        }
    }
}

/// Whether an attribute is one of those that most elements have.
fn is_plain(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("class")
            | local_name!("href")
            | local_name!("id")
            | local_name!("src")
            | local_name!("style")
            | local_name!("title")
            | local_name!("target")
            | local_name!("alt")
            | local_name!("type")
            | local_name!("width")
            | local_name!("height")
    )
}
