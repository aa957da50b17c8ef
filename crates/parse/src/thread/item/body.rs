//! Where the words of a comment stand, and what in it is no word of it.

use html5ever::local_name;

use super::region::Region;
use crate::page::Page;
use crate::roles::Roles;

/// The element that holds the words of an item whose markup is not known: the longest that its
/// class calls a message, and that does not hold its `heads` (author and time) as well.
pub(super) fn find(page: &Page<'_>, region: &Region, heads: &[usize]) -> Vec<usize> {
    let marked = region.elements(page).filter(|&node| {
        node != region.node
            && !heads.iter().any(|&head| page.contains(node, head))
            && (page.roles(node).any(Roles::MESSAGE)
                && !page.roles(node).any(Roles::CONTROLS.or(Roles::SIGNATURE))
                || matches!(
                    page.attribute(node, "itemprop"),
                    Some("text" | "commentText" | "reviewBody")
                ))
    });
    let longest = marked
        .map(|node| (page.text_length(node), node))
        .max_by_key(|(length, node)| (*length, *node));
    longest.filter(|(length, _)| *length > 0).map(|(_, node)| vec![node]).unwrap_or_default()
}

/// Whether an element of an item holds no words of it: controls, signatures, forms.
pub(super) fn is_furniture(page: &Page<'_>, node: usize, item: usize) -> bool {
    if node == item {
        return false;
    }
    let roles = page.roles(node);
    let marked = Roles::CONTROLS
        .or(Roles::SIGNATURE)
        .or(Roles::REPLY_FORM)
        .or(Roles::SHARING)
        .or(Roles::UNSEEN);
    let is_marked = roles.any(marked)
        && !roles.any(Roles::MESSAGE.or(Roles::BODY))
        && page.text_length(node) < 400;
    is_marked
        || is_link_row(page, node)
        || matches!(page.tag(node), local_name!("form") | local_name!("nav") | local_name!("input"))
}

/// A row of controls is no longer than this, in bytes.
const LONGEST_ROW: usize = 80;

/// Whether an element is a row of links and nothing else: "Answer", "Report".
fn is_link_row(page: &Page<'_>, node: usize) -> bool {
    let is_part = matches!(
        page.tag(node),
        local_name!("div") | local_name!("ul") | local_name!("footer") | local_name!("span")
    );
    let length = page.text_length(node);
    let links = || page.below(node).filter(|&it| page.is(it, &local_name!("a")));
    is_part
        && (1..LONGEST_ROW).contains(&length)
        && links().map(|link| page.text_length(link)).sum::<usize>() * 10 >= length * 9
        && !links().any(|link| {
            page.attribute(link, "href").is_some_and(|href| href.contains(page.text(link).trim()))
        })
}
