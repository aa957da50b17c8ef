//! The headline of a page, and what sites add to it.

use annalist_model::Origin;
use html5ever::local_name;

use super::candidate::{Candidate, Field};
use crate::page::{Page, folded, is_heading};
use crate::roles::Roles;

/// What sites put between a headline and their name.
const SEPARATORS: [&str; 9] = [" | ", " - ", " – ", " — ", " » ", " · ", " :: ", " • ", " ‹ "];

/// A headline is no longer than this, in bytes.
const LONGEST: usize = 400;

/// The `title` element, and the element that shows the headline; gives the node of the latter.
///
/// The headline is the longest heading that the title repeats; where no heading does, another
/// element whose words are a part of the title, as old pages have it; else a lone `h1`.
pub(super) fn read(page: &Page<'_>, candidates: &mut Vec<Candidate>) -> Option<usize> {
    let title =
        page.all().find(|&node| page.is(node, &local_name!("title")) && !in_picture(page, node));
    let title_text = title.map(|node| raw_text(page, node)).unwrap_or_default();
    let mut push = |rank, text: String, origin, node| {
        candidates.push(Candidate {
            field: Field::Title,
            rank,
            text,
            origin,
            bytes: page.text_bytes(node),
        });
    };
    if let Some(title) = title.filter(|_| !title_text.is_empty()) {
        push(40, title_text.clone(), Origin::Meta, title);
    }
    let headings: Vec<(usize, String)> = elements(page)
        .filter(|&node| page.is(node, &local_name!("h1")))
        .map(|node| (node, page.text(node)))
        .collect();
    let title_key = key(&title_text);
    let repeated = headings.iter().filter(|(_, text)| {
        let key = key(text);
        !title_key.is_empty() && (title_key.contains(&key) || key.contains(&title_key))
    });
    let repeated = repeated.max_by_key(|(node, text)| (text.len(), std::cmp::Reverse(*node)));
    let part = find_part(page, &title_text);
    let (rank, node, text) = match (repeated, part, headings.as_slice()) {
        // A shorter h1 is the name of the site.
        (Some((_, text)), Some((other, part)), _) if part.len() > text.len() => (8, other, part),
        (Some((node, text)), ..) => (8, *node, text.clone()),
        (None, Some((node, text)), _) => (9, node, text),
        (None, None, [(node, text)]) => (22, *node, text.clone()),
        (None, None, _) => return None,
    };
    push(rank, text, Origin::Markup, node);
    Some(node)
}

/// Elements that can show a headline.
fn elements<'p>(page: &'p Page<'_>) -> impl Iterator<Item = usize> + 'p {
    page.all().filter(|&node| {
        page.element(node).is_some()
            && page.is_visible(node)
            && (1..=LONGEST).contains(&page.text_length(node))
            && !page.roles(node).any(Roles::UNSEEN)
    })
}

/// The element whose words are one part of the title, the longest that any element shows.
fn find_part(page: &Page<'_>, title: &str) -> Option<(usize, String)> {
    let parts = parts(title);
    let mut best: Option<(usize, usize, String)> = None;
    for node in elements(page) {
        let can_head = is_heading(&page.tag(node))
            || matches!(
                page.tag(node),
                local_name!("b")
                    | local_name!("strong")
                    | local_name!("font")
                    | local_name!("div")
                    | local_name!("td")
            );
        let length = page.text_length(node);
        if !can_head || !parts.iter().any(|(_, bytes)| *bytes == length) {
            continue;
        }
        let text = page.text(node);
        let own = key(&text);
        let is_part = parts.iter().any(|(part, _)| *part == own);
        if is_part && own.len() >= 8 && best.as_ref().is_none_or(|(most, ..)| own.len() > *most) {
            best = Some((own.len(), node, text));
        }
    }
    // The innermost element that shows the same words.
    best.map(|(_, node, text)| {
        let inner = page.below(node).rfind(|&it| {
            page.element(it).is_some() && page.text_length(it) == page.text_length(node)
        });
        (inner.unwrap_or(node), text)
    })
}

/// The ends of a title up to or from a separator, as keys, with their lengths in bytes without
/// white space.
fn parts(title: &str) -> Vec<(String, usize)> {
    let mut parts = vec![title];
    for separator in SEPARATORS.into_iter().chain([": "]) {
        parts.extend(
            title
                .match_indices(separator)
                .flat_map(|(at, _)| [&title[..at], &title[at + separator.len()..]]),
        );
    }
    parts.into_iter().map(|part| (key(part), part.split_whitespace().map(str::len).sum())).collect()
}

fn in_picture(page: &Page<'_>, node: usize) -> bool {
    page.ancestors(node).any(|above| page.is(above, &local_name!("svg")))
}

fn raw_text(page: &Page<'_>, node: usize) -> String {
    folded(&page.below(node).filter_map(|it| page.text_node(it)).collect::<String>())
}

/// Letters and digits alone, in lower case: what two ways to write a headline share.
pub(crate) fn key(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A headline without the name of the site; `site` are the names that the page gives it.
pub(super) fn without_site(title: &str, site: &[String]) -> String {
    let title = title.trim();
    let mut best: Option<&str> = None;
    for separator in SEPARATORS {
        if let Some((head, tail)) = title.rsplit_once(separator)
            && is_site(tail, site)
            && !key(head).is_empty()
        {
            best = Some(head);
            break;
        }
        if let Some((head, tail)) = title.split_once(separator)
            && is_site(head, site)
            && !key(tail).is_empty()
        {
            best = Some(tail);
            break;
        }
    }
    match best {
        Some(rest) if rest.len() < title.len() => without_site(rest, site),
        _ => title.to_owned(),
    }
}

/// Whether a part of a title is the name of the site.
fn is_site(part: &str, site: &[String]) -> bool {
    let part = key(part);
    !part.is_empty()
        && site.iter().map(|name| key(name)).any(|name| {
            !name.is_empty()
                && (name == part
                    || (part.len() > 3 && name.contains(&part))
                    || (name.len() > 3 && part.contains(&name)))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_the_site_is_cut_at_either_end() {
        let site = ["The Harbour Gazette".to_owned(), "gazette".to_owned()];
        assert_eq!(without_site("Strike ends - The Harbour Gazette", &site), "Strike ends");
        assert_eq!(without_site("Harbour Gazette | Strike ends", &site), "Strike ends");
        assert_eq!(without_site("Strike ends – a chronicle", &site), "Strike ends – a chronicle");
        assert_eq!(without_site("Gazette", &site), "Gazette");
    }
}
