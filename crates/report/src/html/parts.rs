//! Long pages in parts, so that none is longer than a browser opens at once.

use std::fmt::Write;

use serde::Serialize;

/// Greatest length of what stands on one page, in bytes; what is longer goes on on another.
const PAGE: usize = 900_000;

/// The name of a part of a page whose first is at `first`.
pub(super) fn path(first: &str, part: usize) -> String {
    match part {
        1 => first.to_owned(),
        _ => format!("{}-{part}.html", first.trim_end_matches(".html")),
    }
}

/// The names of `count` parts.
pub(super) fn paths(first: &str, count: usize) -> Vec<String> {
    (1..=count).map(|part| path(first, part)).collect()
}

/// About how long a row is on a page: its words as JSON, and the elements around them.
pub(super) fn length_of(row: &impl Serialize) -> usize {
    serde_json::to_string(row).map_or(0, |json| json.len() * 2 + 200)
}

/// Rows in pages; one page where there is no row.
pub(super) fn pages_of<R: Serialize>(rows: Vec<R>) -> Vec<Vec<R>> {
    let mut pages = vec![Vec::new()];
    let mut length = 0;
    for row in rows {
        let own = length_of(&row);
        if length > 0 && length + own > PAGE {
            pages.push(Vec::new());
            length = 0;
        }
        length += own;
        if let Some(page) = pages.last_mut() {
            page.push(row);
        }
    }
    pages
}

/// Counts up to which part what comes next belongs.
#[derive(Debug, Default)]
pub(super) struct Filling {
    part: usize,
    length: usize,
}

impl Filling {
    /// The part, from 0, of a piece of this length that follows the others.
    pub(super) fn part_of(&mut self, length: usize) -> usize {
        if self.length > 0 && self.length + length > PAGE {
            self.part += 1;
            self.length = 0;
        }
        self.length += length;
        self.part
    }
}

/// Which part each anchor is on, as one attribute can hold it: `p12 1,c3 2`.
pub(super) fn anchors<'p>(parts: impl Iterator<Item = Vec<&'p str>>) -> String {
    let mut anchors = String::new();
    for (part, pieces) in (1..).zip(parts) {
        for piece in pieces {
            // In what is escaped, a quotation mark can only belong to a tag.
            for found in piece.split(" id=\"").skip(1) {
                let id = found.split('"').next().unwrap_or_default();
                let _ = write!(anchors, "{id} {part},");
            }
        }
    }
    anchors
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_go_on_on_another_page_before_one_is_too_long() {
        let rows: Vec<String> = (0..30).map(|_| "x".repeat(50_000)).collect();
        let pages = pages_of(rows);
        assert_eq!(pages.iter().map(Vec::len).sum::<usize>(), 30);
        assert!(pages.len() > 2 && pages.iter().all(|page| page.len() * 100_000 < 1_000_000));
        assert_eq!(pages_of(Vec::<String>::new()).len(), 1);
    }

    #[test]
    fn an_anchor_is_led_to_on_its_part() {
        let parts = vec![vec!["<p id=\"p1\">a id=&quot;x&quot;</p>"], vec!["<a id=\"c2\">"]];
        assert_eq!(anchors(parts.into_iter()), "p1 1,c2 2,");
    }
}
