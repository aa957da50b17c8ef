//! The headline of a page, and what sites add to it.

use annalist_model::Origin;
use html5ever::local_name;

use super::{Candidate, Field};
use crate::page::{Page, folded};
use crate::roles::Roles;

/// What sites put between a headline and their name.
const SEPARATORS: [&str; 9] = [" | ", " - ", " – ", " — ", " » ", " · ", " :: ", " • ", " ‹ "];

/// A headline is no longer than this, in bytes.
const LONGEST: usize = 400;

/// The `title` element, and the first `h1` that can be a headline; gives the node of the `h1`.
pub(super) fn read(page: &Page<'_>, candidates: &mut Vec<Candidate>) -> Option<usize> {
    let title =
        page.all().find(|&node| page.is(node, &local_name!("title")) && !in_picture(page, node));
    let title_text = title.map(|node| raw_text(page, node)).unwrap_or_default();
    if let Some(title) = title.filter(|_| !title_text.is_empty()) {
        candidates.push(Candidate {
            field: Field::Title,
            rank: 40,
            text: title_text.clone(),
            origin: Origin::Meta,
            bytes: page.text_bytes(title),
        });
    }
    let known = key(&title_text);
    let headings: Vec<_> = page
        .all()
        .filter(|&node| page.is(node, &local_name!("h1")) && page.is_visible(node))
        .filter(|&node| !page.roles(node).any(Roles::UNSEEN))
        .map(|node| (node, page.text(node)))
        .filter(|(_, text)| !text.is_empty() && text.len() <= LONGEST)
        .collect();
    let in_title = |text: &str| {
        let key = key(text);
        !key.is_empty() && (known.contains(&key) || (!known.is_empty() && key.contains(&known)))
    };
    // An h1 that the title repeats is the headline, unless it is a shorter one: the site's name.
    let chosen = headings
        .iter()
        .filter(|(_, text)| in_title(text))
        .max_by_key(|(node, text)| (text.len(), std::cmp::Reverse(*node)));
    let lone = || (headings.len() == 1).then(|| headings.first()).flatten();
    let (rank, (node, text)) = match chosen {
        Some(found) => (8, found),
        None => (22, lone()?),
    };
    candidates.push(Candidate {
        field: Field::Title,
        rank,
        text: text.clone(),
        origin: Origin::Markup,
        bytes: page.text_bytes(*node),
    });
    Some(*node)
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
