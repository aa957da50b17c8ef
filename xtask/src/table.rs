//! A table of plain text.

/// How a column is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Align {
    Left,
    Right,
}

/// Sets rows under heads, each column as wide as its widest cell. What pages say goes to a terminal
/// here, so that control characters are shown as blanks.
pub(crate) fn set<const N: usize>(heads: [(&str, Align); N], rows: &[[String; N]]) -> String {
    let heads_row = heads.map(|(head, _)| head.to_owned());
    let lines: Vec<[String; N]> = std::iter::once(&heads_row)
        .chain(rows)
        .map(|row| row.each_ref().map(|cell| visible(cell)))
        .collect();
    let mut widths = [0; N];
    for line in &lines {
        for (width, cell) in widths.iter_mut().zip(line) {
            *width = cell.chars().count().max(*width);
        }
    }
    let mut table = String::new();
    for line in &lines {
        let cells: Vec<String> = line
            .iter()
            .zip(heads)
            .zip(widths)
            .map(|((cell, (_, align)), width)| match align {
                Align::Left => format!("{cell:<width$}"),
                Align::Right => format!("{cell:>width$}"),
            })
            .collect();
        table.push_str(cells.join("  ").trim_end());
        table.push('\n');
    }
    table
}

fn visible(cell: &str) -> String {
    cell.chars().map(|c| if c.is_control() || is_direction(c) { ' ' } else { c }).collect()
}

/// Whether a character turns the direction of what follows it, out of its cell.
fn is_direction(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The first `most` characters of a text, and a sign where more were there.
pub(crate) fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some((at, _)) => format!("{}…", &text[..at]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_set_and_control_characters_are_not_let_through() {
        let rows =
            [["a\u{1b}[2J".to_owned(), "7".to_owned()], ["long é".to_owned(), "1234".to_owned()]];
        let table = set([("name", Align::Left), ("words", Align::Right)], &rows);
        assert_eq!(table, "name    words\na [2J       7\nlong é   1234\n");
    }

    #[test]
    fn long_texts_are_cut_between_characters() {
        assert_eq!(cut("añb", 3), "añb");
        assert_eq!(cut("añbc", 2), "añ…");
    }
}
