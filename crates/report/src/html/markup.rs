//! Words of a page, escaped, with marks put around some of them.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::fmt::{self, Write};

use annalist_model::{Span, turns_or_hides};

/// A stretch of a text, in bytes, and the element around it.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    pub(super) start: usize,
    pub(super) end: usize,
    tag: &'static str,
    /// What others lead to; stands once, however often the element is cut.
    anchor: Option<u32>,
    /// The rest of the opening tag, escaped, with a blank before each attribute.
    attributes: String,
}

impl Mark {
    pub(super) fn new(span: Span, tag: &'static str, attributes: String) -> Mark {
        let (start, end) = (span.start() as usize, span.end() as usize);
        Mark { start, end, tag, anchor: None, attributes }
    }

    pub(super) fn with_anchor(self, anchor: Option<u32>) -> Mark {
        Mark { anchor, ..self }
    }

    fn open(&self, at: usize, html: &mut String) {
        let _ = write!(html, "<{}", self.tag);
        if let Some(anchor) = self.anchor.filter(|_| at == self.start) {
            let _ = write!(html, " id=\"p{anchor}\"");
        }
        let _ = write!(html, "{}>", self.attributes);
    }

    fn close(&self, html: &mut String) {
        let _ = write!(html, "</{}>", self.tag);
    }
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
    let mut open: Vec<(usize, &Mark)> = Vec::new();
    let mut at = start;
    let write = |html: &mut String, from: usize, to: usize| {
        let _ = push_escaped(text.get(from..to).unwrap_or_default(), html);
    };
    while let Some((from, Reverse(to), number)) = waiting.pop_first() {
        while let Some((reach, mark)) = open.pop_if(|(reach, _)| *reach <= from) {
            write(&mut html, at, reach);
            mark.close(&mut html);
            at = reach;
        }
        write(&mut html, at, from);
        at = from;
        let reach = open.last().map_or(to, |(reach, _)| to.min(*reach));
        if reach < to {
            waiting.insert((reach, Reverse(to), number));
        }
        if let Some(mark) = marks.get(number) {
            mark.open(from, &mut html);
            open.push((reach, mark));
        }
    }
    while let Some((reach, mark)) = open.pop() {
        write(&mut html, at, reach);
        mark.close(&mut html);
        at = reach;
    }
    write(&mut html, at, end);
    html
}

/// `text`, fit for the text of an element and for a quoted attribute.
pub(super) fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    let _ = push_escaped(text, &mut html);
    html
}

/// Writes `text` so that no letter of it is markup, and none turns or hides others.
pub(super) fn push_escaped(text: &str, html: &mut impl Write) -> fmt::Result {
    for letter in text.chars() {
        match letter {
            '&' => html.write_str("&amp;")?,
            '<' => html.write_str("&lt;")?,
            '>' => html.write_str("&gt;")?,
            '"' => html.write_str("&quot;")?,
            '\'' => html.write_str("&#39;")?,
            '\n' | '\t' => html.write_char(letter)?,
            letter if letter.is_control() || turns_or_hides(letter) => {
                write!(html, "⟨U+{:04X}⟩", u32::from(letter))?;
            }
            _ => html.write_char(letter)?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_nest_and_those_that_cross_are_cut() {
        let mark = |start, end, tag| {
            Span::new(start, end).map(|it| Mark::new(it, tag, String::new()).with_anchor(Some(7)))
        };
        let marks: Vec<Mark> =
            [mark(0, 5, "a"), mark(3, 8, "b"), mark(3, 4, "i")].into_iter().flatten().collect();
        let html = marked("<b>efgh!", 0, 8, &marks);
        assert_eq!(
            html,
            "<a id=\"p7\">&lt;b&gt;<b id=\"p7\"><i id=\"p7\">e</i>f</b></a><b>gh!</b>"
        );
    }

    #[test]
    fn nothing_ends_an_attribute_or_turns_a_line() {
        assert_eq!(escaped("\"'<\u{202E}"), "&quot;&#39;&lt;⟨U+202E⟩");
    }
}
