//! Where a block stands in the lists around it.

use annalist_model::{ListPlace, Marker};
use html5ever::local_name;

use crate::page::Page;

/// The lists and items that are open, outermost first.
#[derive(Default)]
pub(super) struct Lists {
    lists: Vec<OpenList>,
    items: Vec<OpenItem>,
}

struct OpenList {
    end: usize,
    /// The number of the next item, where the list is ordered, and how far it is to the one after.
    next: Option<i64>,
    step: i64,
}

struct OpenItem {
    end: usize,
    place: ListPlace,
}

impl Lists {
    /// Leaves the lists and items that end before `node`.
    pub(super) fn leave(&mut self, node: usize) {
        while self.lists.last().is_some_and(|list| list.end <= node) {
            self.lists.pop();
        }
        while self.items.last().is_some_and(|item| item.end <= node) {
            self.items.pop();
        }
    }

    /// Enters an element, where it is a list or an item of one.
    pub(super) fn enter(&mut self, page: &Page<'_>, node: usize) {
        let end = page.subtree(node).end;
        match page.tag(node) {
            local_name!("ol") => {
                let is_reversed = page.attribute(node, "reversed").is_some();
                let next =
                    number(page, node, "start").or_else(|| is_reversed.then(|| items(page, node)));
                let step = if is_reversed { -1 } else { 1 };
                self.lists.push(OpenList { end, next: Some(next.unwrap_or(1)), step });
            }
            local_name!("ul") | local_name!("dl") | local_name!("menu") | local_name!("dir") => {
                self.lists.push(OpenList { end, next: None, step: 0 });
            }
            local_name!("li") => {
                let marker = self.count(page, node);
                self.begin(end, marker);
            }
            local_name!("dt") => self.begin(end, Marker::Bullet),
            local_name!("dd") => self.begin(end, Marker::Continued),
            _ => (),
        }
    }

    /// Counts an item, whether its words are written or not; gives what stands before it.
    pub(super) fn count(&mut self, page: &Page<'_>, node: usize) -> Marker {
        if !page.is(node, &local_name!("li")) {
            return Marker::Continued;
        }
        let Some(list) = self.lists.last_mut() else { return Marker::Bullet };
        let Some(next) = list.next else { return Marker::Bullet };
        let own = number(page, node, "value").unwrap_or(next);
        list.next = Some(own.saturating_add(list.step));
        let shown = u32::try_from(own).ok().filter(|own| *own <= ListPlace::GREATEST_NUMBER);
        shown.map_or(Marker::Bullet, Marker::Number)
    }

    fn begin(&mut self, end: usize, marker: Marker) {
        let depth = self.lists.len().clamp(1, usize::from(ListPlace::DEEPEST)) as u8;
        self.items.push(OpenItem { end, place: ListPlace { depth, marker } });
    }

    /// The place of the next block; the one after it goes on with the same item.
    pub(super) fn next_place(&mut self) -> Option<ListPlace> {
        let item = self.items.last_mut()?;
        let place = item.place;
        item.place.marker = Marker::Continued;
        Some(place)
    }
}

fn number(page: &Page<'_>, node: usize, name: &str) -> Option<i64> {
    page.attribute(node, name)?.trim().parse().ok()
}

/// How many items a list has.
fn items(page: &Page<'_>, list: usize) -> i64 {
    page.child_elements(list).filter(|&child| page.is(child, &local_name!("li"))).count() as i64
}
