//! The trail that leads from the front page of a site to a page: "Home > Politics > The headline".
//!
//! Some sites make its last step the first heading of the page, in words for search engines; the
//! headline that a reader sees is then another heading.

use html5ever::local_name;

use crate::page::Page;

/// Steps of a trail that are looked at.
const MOST_STEPS: usize = 12;

/// Whether `node` is the last step of a trail: the last item of a list whose other items are a link
/// each.
pub(super) fn ends(page: &Page<'_>, node: usize) -> bool {
    let mut above = page.with_ancestors(node).take(4);
    let Some(last) = above.find(|&it| page.is(it, &local_name!("li"))) else { return false };
    let Some(list) = page.parent(last) else { return false };
    let mut steps = page.child_elements(list).take(MOST_STEPS).take_while(|&it| it != last);
    let Some(first) = steps.next() else { return false };
    let is_last = page.child_elements(list).nth(MOST_STEPS).is_none()
        && page.child_elements(list).last() == Some(last);
    is_last && is_link(page, first) && steps.all(|step| is_link(page, step))
}

/// Whether an item is a link and says nothing else but a sign between two steps.
fn is_link(page: &Page<'_>, item: usize) -> bool {
    let mut links = page.below(item).filter(|&it| page.is(it, &local_name!("a")));
    match (links.next(), links.next()) {
        (Some(link), None) => page.text_length(link) + 4 >= page.text_length(item),
        _ => false,
    }
}
