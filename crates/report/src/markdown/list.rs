//! Nested lists in Markdown, with the numbers that their items have on the page.

use annalist_model::{ListPlace, Marker};

/// Writes a list, item by item.
#[derive(Default)]
pub(super) struct ListWriter {
    text: String,
    /// The items that are open, outermost first.
    open: Vec<OpenItem>,
}

#[derive(Clone, Copy)]
struct OpenItem {
    /// Columns that its words are set in by, from those of the item around it.
    width: usize,
    number: Option<u32>,
    /// The sign behind its number. A list counts on by itself from its first item; where the page
    /// does not, the other sign begins a new list.
    sign: char,
}

impl ListWriter {
    /// Adds a block of the list, which may have several lines.
    pub(super) fn add(&mut self, place: ListPlace, block: &str) {
        let depth = usize::from(place.depth);
        let is_deeper = depth > self.open.len();
        // Steps that the page leaves out are none here: no item stands for them.
        let level = depth.min(self.open.len() + 1) - 1;
        let is_continued = place.marker == Marker::Continued && !is_deeper;
        let before = self.open.get(level).copied();
        self.open.truncate(level + usize::from(is_continued));
        let outer = self.open.iter().take(level).map(|item| item.width).sum::<usize>();
        let mut starts_list = is_deeper;
        let marker = if is_continued {
            " ".repeat(before.map_or(0, |item| item.width))
        } else {
            let item = next_item(place.marker, before);
            starts_list |= before.is_none_or(|before| before.sign != item.sign);
            self.open.push(item);
            match item.number {
                Some(number) => format!("{number}{} ", item.sign),
                None => format!("{} ", item.sign),
            }
        };
        if !self.text.is_empty() {
            // Markdown would read the start of a list right behind words as more of them.
            self.text.push_str(if is_continued || starts_list { "\n\n" } else { "\n" });
        }
        let indent = " ".repeat(outer + marker.len());
        for (index, line) in block.split('\n').enumerate() {
            match (index, line) {
                (0, line) => self.text += &format!("{}{marker}{line}", " ".repeat(outer)),
                (_, "") => self.text.push('\n'),
                (_, line) => self.text += &format!("\n{indent}{line}"),
            }
        }
    }

    /// The list as a whole.
    pub(super) fn finish(self) -> String {
        self.text
    }
}

/// An item behind another of the same list, or the first of one.
fn next_item(marker: Marker, before: Option<OpenItem>) -> OpenItem {
    let Marker::Number(number) = marker else {
        return OpenItem { width: 2, number: None, sign: '-' };
    };
    let last = before.and_then(|item| Some((item.number?, item.sign)));
    let sign = match last {
        Some((last, sign)) if last + 1 == number => sign,
        Some((_, '.')) => ')',
        _ => '.',
    };
    OpenItem { width: number.to_string().len() + 2, number: Some(number), sign }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_keep_depth_and_number() {
        let mut list = ListWriter::default();
        for (depth, marker, words) in [
            (1, Marker::Number(9), "nine"),
            (1, Marker::Number(10), "ten"),
            (1, Marker::Continued, "more of ten"),
            (3, Marker::Bullet, "inner"),
            (2, Marker::Bullet, "inner too"),
            (1, Marker::Number(12), "twelve\nin two lines"),
        ] {
            list.add(ListPlace { depth, marker }, words);
        }
        let expected = "9. nine\n10. ten\n\n    more of ten\n\n    - inner\n    - inner too\n\n12) \
                        twelve\n    in two lines";
        assert_eq!(list.finish(), expected);
    }
}
