//! Authors and key words that the markup shows: bylines, `rel=author`, `rel=tag`.

use annalist_model::Origin;
use html5ever::local_name;

use super::byline::BylineWords;
use super::candidate::{Candidate, Field};
use crate::page::Page;
use crate::roles::Roles;
use crate::stamp::{DayOrder, StampWords};

/// Elements that name authors: `rel=author` and bylines.
pub(super) fn read_authors(
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
pub(super) fn read_lines_below(
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
pub(super) fn read_tag_links(page: &Page<'_>, candidates: &mut Vec<Candidate>) {
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
