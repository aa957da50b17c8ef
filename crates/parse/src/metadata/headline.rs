//! The element that shows the headline of a page.

use annalist_model::Origin;
use html5ever::local_name;

use super::address;
use super::candidate::{Candidate, Field};
use super::declared::{Declared, Likeness, parts};
use super::places::Places;
use super::title::LONGEST_TITLE;
use super::trail;
use crate::page::{Page, folded, is_heading};
use crate::roles::Roles;

/// A headline is no longer than this, in bytes.
const LONGEST: usize = 400;

/// Headings of a page that are looked at.
const MOST: usize = 200;

/// Behind a headline in JSON-LD or microdata, before titles for sharing.
const RANK_OF_STEP: u32 = 18;

/// Words of a lone heading that make it the headline, whatever the page calls itself elsewhere.
const TELLING_WORDS: usize = 3;

/// A headline that stands before something else in its heading is no shorter than this, and that no
/// longer, in bytes without blanks; so many elements are looked at for where it begins.
const SHORTEST_HEAD: usize = 16;
const LONGEST_TAIL: usize = 24;
const MOST_TAILS: usize = 8;

/// Finds the element that shows the headline and what it shows; gives its node. The titles that
/// the page declares stand in `candidates` already; `site` are the keys of
/// the names of the site.
///
/// The headline is the first heading that says most of what a declared title says. Where none
/// does, it is another element whose words are a part of the title, as old pages have it; else a
/// lone `h1`.
pub(super) fn read(
    page: &Page<'_>,
    places: &Places,
    site: &[String],
    is_comment: &dyn Fn(usize) -> bool,
    candidates: &mut Vec<Candidate>,
) -> Option<usize> {
    let title = places.titles.iter().copied().find(|&node| !in_picture(page, node));
    let title_text = title.map(|node| raw_text(page, node)).unwrap_or_default();
    if let Some(title) = title.filter(|_| !title_text.is_empty()) {
        candidates.push(candidate(page, title, 40, title_text.clone(), Origin::Meta));
    }
    let declared = Declared::new(candidates);
    // A page that says when it was published, or by whom, is an article and not a front page.
    let is_article =
        candidates.iter().any(|it| matches!(it.field, Field::Published | Field::Author));
    let shown = |nodes: &[usize]| -> Vec<usize> {
        let nodes = nodes.iter().copied().filter(|&node| can_show(page, node));
        nodes.filter(|&node| !is_logo(page, node, site) && !is_comment(node)).take(MOST).collect()
    };
    let read = |node| Heading::new(page, node, &declared);
    let (steps, firsts): (Vec<usize>, Vec<usize>) =
        shown(&places.first_headings).into_iter().partition(|&node| trail::ends(page, node));
    let mut headings: Vec<Heading> = firsts.into_iter().map(read).collect();
    let mut is_step = false;
    if !steps.is_empty() {
        headings.extend(shown(&places.second_headings).into_iter().map(read));
        is_step = !headings.iter().any(|heading| heading.likeness == Likeness::Same);
        if is_step {
            headings = steps.into_iter().map(read).collect();
        }
    }
    headings.retain(|heading| !heading.text.is_empty());
    let best = headings.iter().max_by_key(|heading| {
        (heading.likeness, !heading.is_aside, std::cmp::Reverse(heading.node))
    });
    let part = || find_part(page, &title_text, site);
    let (rank, node, text) = match best {
        Some(best) if best.likeness > Likeness::Tail => (8, best.node, best.text.clone()),
        best => match (part(), best) {
            (Some((node, text)), Some(best))
                if best.likeness == Likeness::None || is_in_heading(page, node) =>
            {
                (9, node, text)
            }
            (_, Some(best)) if best.likeness == Likeness::Tail => (8, best.node, best.text.clone()),
            (Some((node, text)), _) => (9, node, text),
            (None, Some(lone)) if headings.len() == 1 => {
                let words = lone.text.split(' ').count();
                let is_telling = words >= TELLING_WORDS && !lone.is_aside && is_article;
                let rank = match words {
                    _ if is_telling => 9,
                    0 | 1 => 42,
                    _ => 22,
                };
                (rank, lone.node, lone.text.clone())
            }
            _ => return None,
        },
    };
    // What a trail ends in is heard where the page declares no headline.
    let rank = if is_step { rank.max(RANK_OF_STEP) } else { rank };
    candidates.push(candidate(page, node, rank, text, Origin::Markup));
    Some(node)
}

fn candidate(page: &Page<'_>, node: usize, rank: u32, text: String, origin: Origin) -> Candidate {
    Candidate { field: Field::Title, rank, text, origin, bytes: page.text_bytes(node) }
}

/// A first heading of the page.
struct Heading {
    node: usize,
    text: String,
    likeness: Likeness,
    is_aside: bool,
}

impl Heading {
    fn new(page: &Page<'_>, node: usize, declared: &Declared) -> Heading {
        let text = text_without_kicker(page, node);
        let whole = page.text(node);
        let likeness = declared.likeness(&text).max(declared.likeness(&whole));
        let first = page.below(node).filter_map(|it| page.text_node(it));
        let first = first.map(str::trim).find(|part| !part.is_empty()).unwrap_or_default();
        let text = match head_alone(page, node, declared) {
            Some(head) if likeness < Likeness::Same => head,
            _ => declared.without_prefix(&text, first).to_owned(),
        };
        Heading { node, likeness, is_aside: page.stands_aside(node), text }
    }
}

/// The words of a heading up to the element after which it says what no declared title does: the
/// source of a link, the number of comments.
fn head_alone(page: &Page<'_>, heading: usize, declared: &Declared) -> Option<String> {
    let end = page.subtree(heading).end;
    let tails = page.below(heading).filter(|&node| {
        page.element(node).is_some()
            && (1..=LONGEST_TAIL).contains(&page.length_within(node..end))
            && page.length_within(heading..node) >= SHORTEST_HEAD
    });
    tails.take(MOST_TAILS).find_map(|tail| {
        let mut head = String::new();
        page.add_text(heading..tail, &mut head);
        declared.is_head(&head).then(|| head.trim_end_matches([' ', '(']).to_owned())
    })
}

fn is_in_heading(page: &Page<'_>, node: usize) -> bool {
    page.with_ancestors(node).take(4).any(|it| is_heading(&page.tag(it)))
}

/// The words of a heading without the line over it that stands in the same element, such as
/// "Opinion | ", and without the sign that links to the heading itself.
fn text_without_kicker(page: &Page<'_>, heading: usize) -> String {
    let mut start = heading + 1;
    let mut node = start;
    let end = page.subtree(heading).end;
    while node < end {
        let says_nothing = page.length_within(start..node) == 0;
        let is_kicker = page.element(node).is_some()
            && (page.roles(node).any(Roles::KICKER) || page.is(node, &local_name!("small")));
        let after = page.subtree(node).end;
        if says_nothing && is_kicker && page.length_within(after..end) >= 8 {
            start = after;
            node = after;
        } else {
            node += 1;
        }
    }
    let mut text = String::new();
    page.add_text(start..end, &mut text);
    let signs: &[char] =
        if start > heading + 1 { &[' ', '-', '–', '—', ':', '|', '/'] } else { &[' '] };
    text.trim_start_matches(signs).trim_end_matches([' ', '¶', '#', '\u{f0c1}']).to_owned()
}

/// Whether a heading is the name or the sign of the site: it says so, or is a link to its front
/// page.
fn is_logo(page: &Page<'_>, node: usize, site: &[String]) -> bool {
    let says_logo = page.roles(node).any(Roles::LOGO.or(Roles::NAVIGATION))
        || page.parent(node).is_some_and(|above| page.roles(above).any(Roles::LOGO));
    let own = key(&page.text(node));
    says_logo
        || site.contains(&own)
        || page.below(node).any(|it| {
            let leads_home = page.attribute(it, "rel") == Some("home")
                || page.attribute(it, "href").is_some_and(leads_home);
            leads_home && page.text_length(it) * 2 > page.text_length(node)
        })
}

/// Whether a link leads to the front page of the site.
fn leads_home(href: &str) -> bool {
    let href = href.trim();
    if matches!(href, "/" | "./") {
        return true;
    }
    if href.starts_with("../") {
        return href.trim_start_matches("../").starts_with("index.");
    }
    address::is_front_page(href)
}

/// Whether a node is an element that can show a headline.
fn can_show(page: &Page<'_>, node: usize) -> bool {
    page.element(node).is_some()
        && page.is_visible(node)
        && (1..=LONGEST).contains(&page.text_length(node))
        && !page.roles(node).any(Roles::UNSEEN)
}

/// The element whose words are one part of the title, the longest that any element shows.
fn find_part(page: &Page<'_>, title: &str, site: &[String]) -> Option<(usize, String)> {
    if title.len() > LONGEST_TITLE {
        return None;
    }
    let mut parts = parts(title);
    parts.retain(|(part, _)| !site.contains(part));
    let mut best: Option<(usize, usize, String)> = None;
    for node in page.all().filter(|&node| can_show(page, node)) {
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
        let is_part = parts.iter().any(|(part, _)| *part == own) && !is_logo(page, node, site);
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
