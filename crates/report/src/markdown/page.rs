//! A page of Markdown in the making. Takes pieces that are Markdown already.

/// A page of Markdown in the making.
#[derive(Default)]
pub(super) struct Page {
    text: String,
}

impl Page {
    /// A heading of `level`, 1 to 6.
    pub(super) fn heading(&mut self, level: usize, words: &str) {
        self.block(&format!("{} {words}", "#".repeat(level)));
    }

    /// A paragraph, or any other block that is written out in full.
    pub(super) fn block(&mut self, words: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(words);
        self.text.push('\n');
    }

    /// A list of items, one line each.
    pub(super) fn list(&mut self, items: impl IntoIterator<Item = String>) {
        let items: Vec<String> = items.into_iter().map(|item| format!("- {item}")).collect();
        if !items.is_empty() {
            self.block(&items.join("\n"));
        }
    }

    /// A table; nothing where it has no rows. Columns whose name begins with `#` hold numbers and
    /// are set to the right.
    pub(super) fn table<const COLUMNS: usize>(
        &mut self,
        names: [&str; COLUMNS],
        rows: &[[String; COLUMNS]],
    ) {
        if rows.is_empty() {
            return;
        }
        let is_number = |name: &&str| name.starts_with('#');
        let rules = names.iter().map(|name| if is_number(name) { "---:" } else { "---" });
        let names = names.iter().map(|name| name.trim_start_matches('#'));
        let mut lines = vec![row(names), row(rules)];
        lines.extend(rows.iter().map(|cells| row(cells.iter().map(String::as_str))));
        self.block(&lines.join("\n"));
    }

    /// A table that was cut, and below it what there is to say of the rest.
    pub(super) fn cut_table<const COLUMNS: usize>(
        &mut self,
        names: [&str; COLUMNS],
        rows: &[[String; COLUMNS]],
        left: Option<String>,
    ) {
        self.table(names, rows);
        if let Some(left) = left {
            self.block(&left);
        }
    }

    /// The page as a whole.
    pub(super) fn finish(self) -> String {
        self.text
    }
}

/// A row of a table.
pub(super) fn row<'c>(cells: impl Iterator<Item = &'c str>) -> String {
    let mut line = String::from("|");
    for cell in cells {
        line.push(' ');
        line.push_str(cell);
        line.push_str(if cell.is_empty() { "|" } else { " |" });
    }
    line
}

/// `count` of something, with the noun that fits.
pub(super) fn count(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// The first `most` of `items`, and what to say of the others, which stand in `file`.
pub(super) fn cut<'i, T>(items: &'i [T], most: usize, file: &str) -> (&'i [T], Option<String>) {
    let shown = items.get(..most).unwrap_or(items);
    (shown, note_of_left(items.len() - shown.len(), file))
}

/// What to say of `left` items that are not shown.
pub(super) fn note_of_left(left: usize, file: &str) -> Option<String> {
    (left > 0).then(|| format!("… and {left} more; {file} has all."))
}
