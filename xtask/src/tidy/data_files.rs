//! Data files: each row has one right place, and a head says what the columns mean.

use anyhow::Result;

use super::house::House;

/// Tables of words and rules are sorted by their bytes, repeat nothing, and have a head.
pub(super) fn order_and_heads(house: &House<'_>) -> Result<Vec<String>> {
    let mut breaches = Vec::new();
    for path in house.files_below("crates/", ".tsv").filter(|path| path.contains("/data/")) {
        breaches.extend(check(path, &house.text(path)?));
    }
    Ok(breaches)
}

fn check(path: &str, text: &str) -> Vec<String> {
    let mut breaches = Vec::new();
    if !text.starts_with('#') {
        breaches.push(format!("{path}:1: begin with # and say what the file and its columns hold"));
    }
    if text.contains('\r') {
        breaches.push(format!("{path}: ends lines with CR; write plain line ends"));
    }
    let rows = text.lines().enumerate();
    let rows = rows.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    let mut last = None;
    for (index, row) in rows {
        let line = index + 1;
        match last {
            Some(last) if last == row => {
                breaches.push(format!("{path}:{line}: repeats the row above; take it out"));
            }
            Some(last) if last > row => {
                breaches.push(format!("{path}:{line}: rows are sorted by their bytes; move it up"));
            }
            _ => {}
        }
        last = Some(row);
    }
    breaches
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_have_one_right_place() {
        assert_eq!(check("a.tsv", "# word\tkind\na\tx\n\na\ty\né\tx\n"), Vec::<String>::new());
        let breaches = check("a.tsv", "b\tx\n# note\na\tx\na\tx\n");
        assert_eq!(breaches.len(), 3, "{breaches:?}");
        assert!(breaches[0].contains("a.tsv:1: begin with #"));
        assert!(breaches[1].contains("a.tsv:3: rows are sorted"));
        assert!(breaches[2].contains("a.tsv:4: repeats"));
    }
}
