//! Masking what is plainly not the article.

use html5ever::{LocalName, local_name};

use super::choose::Sums;
use super::units::Unit;
use crate::mask::Mask;
use crate::page::{Page, attribute};
use crate::roles::Roles;

/// Roles of elements that never hold the article, however long they are.
const NEVER: Roles = Roles::CONSENT.or(Roles::REPLY_FORM).or(Roles::COMMENTS).or(Roles::UNSEEN);

/// Roles of elements that hold no article, as far as their length allows: a class may be said of
/// the layout around it (`page with-sidebar`), or of a wall before it (`paywall`).
const APART: Roles = Roles::NAVIGATION
    .or(Roles::FOOTER)
    .or(Roles::APPEAL)
    .or(Roles::SHARING)
    .or(Roles::RELATED)
    .or(Roles::SIDE)
    .or(Roles::POPUP)
    .or(Roles::AUTHOR_BOX)
    .or(Roles::TAGS);

/// Percent of the page's words, or of its good paragraphs, past which an element is too long to be
/// pruned.
#[derive(Clone, Copy)]
struct Share {
    words: usize,
    good: usize,
}

impl Share {
    fn is_small(self) -> bool {
        self.words < 40 && self.good < 30
    }
}

/// Good text, in bytes, that a page has beside a dialogue, where that is one.
const BESIDE: u64 = 80;

/// Bytes of words that a dialogue has at most.
const DIALOGUE: usize = 12_000;

/// Percent of the good paragraphs that an appeal with a field for an address has at most: a longer
/// one may be the layout around the article.
const SIGN_UP: u64 = 30;

/// Masks what no article can be in: dialogues, forms to answer with, and what asks readers for
/// their address, or for money, which may be longer than the article.
pub(crate) fn prune_certain(page: &Page<'_>, mask: &mut Mask, units: &[Unit]) {
    let sums = Sums::new(units);
    let all_good = sums.within(units, page.all()).0;
    let has_headline = page.holds_headline(0);
    let addresses: Vec<usize> = page.all().filter(|&node| asks_address(page, node)).collect();
    let holds_address = |node| {
        let range = page.subtree(node);
        let next = addresses.partition_point(|&it| it < range.start);
        addresses.get(next).is_some_and(|it| range.contains(it))
    };
    let mut node = 0;
    while node < page.len() {
        if let Some(end) = mask.end_at(node) {
            node = end;
            continue;
        }
        let good = || sums.within(units, page.subtree(node)).0;
        let may_sign_up = || 100 * good() < SIGN_UP * all_good && holds_address(node);
        if (is_never(page, node) || has_headline && is_appeal(page, node, &may_sign_up))
            && page.text_length(node) < DIALOGUE
            && all_good - good() > BESIDE
            && !page.holds_headline(node)
        {
            mask.cover(page, node);
            node = page.subtree(node).end;
            continue;
        }
        node += 1;
    }
}

fn is_never(page: &Page<'_>, node: usize) -> bool {
    let Some(element) = page.element(node) else { return false };
    let tag = &element.name.local;
    let roles = page.roles(node);
    let says_so = roles.any(Roles::CONSENT.or(Roles::REPLY_FORM)) && may_be_apart(tag, roles);
    says_so
        || *tag == local_name!("dialog")
        || !is_inline(tag) && attribute(element, "aria-modal") == Some("true")
}

/// Whether an element asks readers for money, or for anything where it may be a form to sign up.
fn is_appeal(page: &Page<'_>, node: usize, may_sign_up: &dyn Fn() -> bool) -> bool {
    let Some(element) = page.element(node) else { return false };
    let roles = page.roles(node);
    roles.any(Roles::PLEA.or(Roles::APPEAL))
        && may_be_apart(&element.name.local, roles)
        && (roles.any(Roles::PLEA) || may_sign_up())
}

/// Whether an element is a field for an e-mail address.
fn asks_address(page: &Page<'_>, node: usize) -> bool {
    page.is(node, &local_name!("input"))
        && page.attribute(node, "type").is_some_and(|kind| kind.eq_ignore_ascii_case("email"))
}

/// Whether an element is a block of the page, neither its frame nor the text of the article.
fn may_be_apart(tag: &LocalName, roles: Roles) -> bool {
    let is_frame = matches!(
        *tag,
        local_name!("html") | local_name!("body") | local_name!("main") | local_name!("article")
    );
    !is_frame && !is_inline(tag) && !roles.any(Roles::BODY)
}

/// Masks what is plainly not the article, on top of what `mask` covers already. `units` are the
/// paragraphs that it leaves.
pub(crate) fn prune(page: &Page<'_>, mask: &mut Mask, units: &[Unit]) {
    let sums = Sums::new(units);
    let all_good = sums.within(units, page.all()).0.max(1);
    let all_words: usize = units.iter().map(|unit| unit.length).sum::<usize>().max(1);
    let mut node = 0;
    while node < page.len() {
        if let Some(end) = mask.end_at(node) {
            node = end;
            continue;
        }
        if page.element(node).is_some() {
            let share = || Share {
                words: 100 * page.text_length(node) / all_words,
                good: (100 * sums.within(units, page.subtree(node)).0 / all_good) as usize,
            };
            if is_apart(page, node, &share) {
                mask.cover(page, node);
                node = page.subtree(node).end;
                continue;
            }
        }
        node += 1;
    }
}

fn is_apart(page: &Page<'_>, node: usize, share: &dyn Fn() -> Share) -> bool {
    let Some(element) = page.element(node) else { return false };
    let tag = &element.name.local;
    if matches!(
        *tag,
        local_name!("html") | local_name!("body") | local_name!("main") | local_name!("article")
    ) {
        return is_teaser_article(page, node, tag, share);
    }
    if matches!(*tag, local_name!("nav") | local_name!("dialog") | local_name!("menu")) {
        return share().is_small();
    }
    if matches!(
        *tag,
        local_name!("aside")
            | local_name!("footer")
            | local_name!("form")
            | local_name!("noscript")
            | local_name!("fieldset")
    ) && share().is_small()
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
    if landmark && share().is_small() {
        return true;
    }
    if attribute(element, "aria-modal") == Some("true") {
        return true;
    }
    let roles = page.roles(node);
    if is_inline(tag) || roles.any(Roles::BODY) {
        return false;
    }
    roles.any(NEVER) && share().words < 70 && !page.holds_headline(node)
        || roles.any(APART) && share().is_small()
}

/// Within an article, a second `article` element is a teaser; so is one that its class calls so.
fn is_teaser_article(
    page: &Page<'_>,
    node: usize,
    tag: &LocalName,
    share: &dyn Fn() -> Share,
) -> bool {
    *tag == local_name!("article")
        && page.roles(node).any(Roles::RELATED.or(Roles::COMMENTS).or(Roles::APPEAL))
        && share().is_small()
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
