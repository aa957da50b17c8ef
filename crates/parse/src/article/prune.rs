//! Masking what is plainly not the article.

use html5ever::{LocalName, local_name};

use crate::blocks::Mask;
use crate::page::{Page, attribute};
use crate::roles::Roles;

/// Roles that say that an element is not the article.
const APART: Roles = Roles::NAVIGATION
    .or(Roles::FOOTER)
    .or(Roles::APPEAL)
    .or(Roles::CONSENT)
    .or(Roles::SHARING)
    .or(Roles::RELATED)
    .or(Roles::SIDE)
    .or(Roles::POPUP)
    .or(Roles::UNSEEN)
    .or(Roles::AUTHOR_BOX)
    .or(Roles::TAGS)
    .or(Roles::REPLY_FORM)
    .or(Roles::COMMENTS);

/// An element that holds this share of the page's words, in percent, is not pruned by its class:
/// `<div class="page with-sidebar">` is no sidebar.
const TOO_MUCH: usize = 40;

/// Masks what is plainly not the article, on top of what `mask` covers already.
pub(crate) fn prune(page: &Page<'_>, mask: &mut Mask) {
    let words = WordCounts::new(page, mask);
    let total = words.within(page.all()).max(1);
    let mut node = 0;
    while node < page.len() {
        if let Some(end) = mask.end_at(node) {
            node = end;
            continue;
        }
        if page.element(node).is_some() {
            let share = 100 * words.within(page.subtree(node)) / total;
            if is_apart(page, node, share) {
                mask.cover(page, node);
                node = page.subtree(node).end;
                continue;
            }
        }
        node += 1;
    }
}

fn is_apart(page: &Page<'_>, node: usize, share: usize) -> bool {
    let Some(element) = page.element(node) else { return false };
    let tag = &element.name.local;
    if matches!(
        *tag,
        local_name!("html") | local_name!("body") | local_name!("main") | local_name!("article")
    ) {
        return is_teaser_article(page, node, tag, share);
    }
    if matches!(*tag, local_name!("nav") | local_name!("dialog") | local_name!("menu")) {
        return share < TOO_MUCH;
    }
    if matches!(
        *tag,
        local_name!("aside")
            | local_name!("footer")
            | local_name!("form")
            | local_name!("noscript")
            | local_name!("fieldset")
    ) && share < TOO_MUCH
    {
        return !page.roles(node).any(Roles::BODY);
    }
    let landmark = attribute(element, "role").is_some_and(|role| {
        matches!(
            role,
            "navigation"
                | "complementary"
                | "banner"
                | "contentinfo"
                | "search"
                | "dialog"
                | "alertdialog"
                | "menu"
        )
    });
    if landmark && share < TOO_MUCH {
        return true;
    }
    if attribute(element, "aria-modal") == Some("true") {
        return true;
    }
    let roles = page.roles(node);
    roles.any(APART) && !roles.any(Roles::BODY) && share < TOO_MUCH && !is_inline(tag)
}

/// Within an article, a second `article` element is a teaser; so is one that its class calls so.
fn is_teaser_article(page: &Page<'_>, node: usize, tag: &LocalName, share: usize) -> bool {
    *tag == local_name!("article")
        && share < TOO_MUCH
        && page.roles(node).any(Roles::RELATED.or(Roles::COMMENTS).or(Roles::APPEAL))
}

/// Words within a paragraph are not pruned by a class: `<span class="share-price">` is text.
fn is_inline(tag: &LocalName) -> bool {
    matches!(
        *tag,
        local_name!("span")
            | local_name!("a")
            | local_name!("b")
            | local_name!("i")
            | local_name!("em")
            | local_name!("strong")
            | local_name!("font")
            | local_name!("p")
            | local_name!("time")
    )
}

/// Bytes of visible words before each node.
struct WordCounts {
    before: Vec<u32>,
}

impl WordCounts {
    fn new(page: &Page<'_>, mask: &Mask) -> WordCounts {
        let mut before = Vec::with_capacity(page.len() + 1);
        let mut count: u32 = 0;
        let mut masked_until = 0;
        for node in page.all() {
            before.push(count);
            if let Some(end) = mask.end_at(node) {
                masked_until = masked_until.max(end);
            }
            if node >= masked_until
                && let Some(text) = page.text_node(node)
                && page.is_visible(node)
            {
                count += text.split_whitespace().map(str::len).sum::<usize>() as u32;
            }
        }
        before.push(count);
        WordCounts { before }
    }

    fn within(&self, range: std::ops::Range<usize>) -> usize {
        (self.before[range.end] - self.before[range.start]) as usize
    }
}
