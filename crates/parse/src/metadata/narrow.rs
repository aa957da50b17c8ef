//! From the line that names somebody to the very letters of the name.

use annalist_model::{ByteRange, Origin, Sourced};

use crate::page::Page;

/// Values that are looked for.
const MOST: usize = 20;

/// Cites, for each value whose bytes are those of a longer passage, the place in it where the value
/// stands letter for letter, where there is one.
pub(super) fn narrow(page: &Page<'_>, values: &mut [Sourced<String>]) {
    for value in values.iter_mut().take(MOST) {
        // What an attribute or a script says stands in no text of the page.
        let is_shown = matches!(value.origin, Origin::Byline | Origin::Markup | Origin::Microdata);
        let is_longer = |bytes: &ByteRange| bytes.range().len() > value.value.len();
        let passage = value.bytes.filter(|bytes| is_shown && is_longer(bytes));
        if let Some(place) = passage.and_then(|passage| place_in(page, passage, &value.value)) {
            value.bytes = Some(place);
        }
    }
}

fn place_in(page: &Page<'_>, passage: ByteRange, value: &str) -> Option<ByteRange> {
    let holds =
        |place: &ByteRange| passage.start() <= place.start() && place.end() <= passage.end();
    page.all().filter(|&node| page.is_visible(node)).find_map(|node| {
        let start = page.text_node(node)?.find(value)?;
        page.bytes_within(node, start..start + value.len()).filter(holds)
    })
}
