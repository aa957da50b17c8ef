//! The paragraphs of a plain text.

use std::ops::Range;

/// Lines that stand together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Paragraph {
    /// Where it stands in the text, white space at its ends aside.
    pub(super) range: Range<usize>,
    /// Columns that its first line is indented by, a bullet not counted.
    pub(super) indent: usize,
    /// Whether its first line opens with a bullet.
    pub(super) has_bullet: bool,
    /// Blank lines before it.
    pub(super) gap: usize,
}

/// What a dump puts before the items of a list.
const BULLETS: [char; 6] = ['•', '·', '◦', '‣', '*', '-'];

/// The paragraphs of `text`: runs of lines without a blank one between them. A line with a bullet
/// always opens one.
pub(super) fn paragraphs(text: &str) -> Vec<Paragraph> {
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    let mut gap = 0;
    let mut goes_on = false;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let words = line.trim();
        if words.is_empty() {
            gap += 1;
            goes_on = false;
            continue;
        }
        let lead = line.len() - line.trim_start().len();
        let bare = after_bullet(words);
        let from = start + lead + (words.len() - bare.len());
        let range = from..start + lead + words.len();
        let has_bullet = bare.len() < words.len();
        match paragraphs.last_mut().filter(|_| goes_on && !has_bullet) {
            Some(last) => last.range.end = range.end,
            None => paragraphs.push(Paragraph {
                range,
                indent: columns(&line[..lead]),
                has_bullet,
                gap,
            }),
        }
        gap = 0;
        goes_on = true;
    }
    paragraphs
}

/// A line without the bullet that it opens with.
fn after_bullet(line: &str) -> &str {
    match line.strip_prefix(BULLETS) {
        Some(rest) if rest.starts_with(char::is_whitespace) => rest.trim_start(),
        _ => line,
    }
}

fn columns(lead: &str) -> usize {
    lead.chars().map(|character| if character == '\t' { 4 } else { 1 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_lines_and_bullets_part_paragraphs() {
        let text = "Title\n\nOne\ntwo\n\n\n  • Ada says:\n    Yes\n";
        let found: Vec<_> = paragraphs(text)
            .into_iter()
            .map(|it| (text[it.range].to_owned(), it.indent, it.has_bullet, it.gap))
            .collect();
        assert_eq!(
            found,
            [
                ("Title".to_owned(), 0, false, 0),
                ("One\ntwo".to_owned(), 0, false, 1),
                ("Ada says:\n    Yes".to_owned(), 2, true, 2),
            ]
        );
    }
}
