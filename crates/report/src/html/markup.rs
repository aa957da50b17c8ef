//! Words of a page, escaped, with marks put around some of them.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::fmt::Write;

/// A stretch of a text, in bytes, and what opens and closes the element around it.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) open: String,
    pub(super) close: &'static str,
}

/// `text` from `start` to `end`, with those of `marks` that lie within it. A mark that crosses the
/// end of another is cut there and goes on behind it.
pub(super) fn marked(text: &str, start: usize, end: usize, marks: &[Mark]) -> String {
    let mut waiting: BTreeSet<(usize, Reverse<usize>, usize)> = marks
        .iter()
        .enumerate()
        .filter(|(_, mark)| start <= mark.start && mark.start < mark.end && mark.end <= end)
        .map(|(number, mark)| (mark.start, Reverse(mark.end), number))
        .collect();
    let mut html = String::with_capacity((end - start) * 2);
    let mut open: Vec<(usize, &'static str)> = Vec::new();
    let mut at = start;
    let write = |html: &mut String, from: usize, to: usize| {
        push_escaped(text.get(from..to).unwrap_or_default(), html);
    };
    while let Some((from, Reverse(to), number)) = waiting.pop_first() {
        while let Some((reach, close)) = open.pop_if(|(reach, _)| *reach <= from) {
            write(&mut html, at, reach);
            html.push_str(close);
            at = reach;
        }
        write(&mut html, at, from);
        at = from;
        let reach = open.last().map_or(to, |(reach, _)| to.min(*reach));
        if reach < to {
            waiting.insert((reach, Reverse(to), number));
        }
        if let Some(mark) = marks.get(number) {
            html.push_str(&mark.open);
            open.push((reach, mark.close));
        }
    }
    while let Some((reach, close)) = open.pop() {
        write(&mut html, at, reach);
        html.push_str(close);
        at = reach;
    }
    write(&mut html, at, end);
    html
}

/// `text`, fit for the text of an element and for a quoted attribute.
pub(super) fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    push_escaped(text, &mut html);
    html
}

fn push_escaped(text: &str, html: &mut String) {
    for letter in text.chars() {
        match letter {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            '\n' | '\t' => html.push(letter),
            letter if hides(letter) => {
                let _ = write!(html, "⟨U+{:04X}⟩", u32::from(letter));
            }
            _ => html.push(letter),
        }
    }
}

/// Whether a character turns what follows it, or is no text at all.
fn hides(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_nest_and_those_that_cross_are_cut() {
        let mark =
            |start, end, open: &str, close| Mark { start, end, open: open.to_owned(), close };
        let marks =
            [mark(0, 5, "<a>", "</a>"), mark(3, 8, "<b>", "</b>"), mark(3, 4, "<i>", "</i>")];
        let html = marked("<b>efgh!", 0, 8, &marks);
        assert_eq!(html, "<a>&lt;b&gt;<b><i>e</i>f</b></a><b>gh!</b>");
    }

    #[test]
    fn nothing_ends_an_attribute_or_turns_a_line() {
        assert_eq!(escaped("\"'<\u{202E}"), "&quot;&#39;&lt;⟨U+202E⟩");
    }
}
