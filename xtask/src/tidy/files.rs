//! All files: none is large, and none names a folder of somebody's machine.

use std::fs;

use anyhow::{Context, Result};

use super::house::House;

/// The greatest length of a file, in bytes.
const LARGEST: u64 = 2 << 20;

/// The greatest length of a packed model, in bytes.
const LARGEST_MODEL: u64 = 6_000_000;

/// Folders that hold the homes of users. Behind one stands the name of a home, or of what is in it.
const HOMES: [&str; 4] = ["/home/", "/Users/", "/root/", "\\Users\\"];

/// No file is larger than everybody should have to fetch.
pub(super) fn sizes(house: &House<'_>) -> Result<Vec<String>> {
    let mut breaches = Vec::new();
    for file in house.files() {
        let metadata = fs::metadata(house.path(file));
        let length = metadata.with_context(|| format!("cannot read {file}"))?.len();
        let largest = if file.ends_with(".model") { LARGEST_MODEL } else { LARGEST };
        if length > largest {
            breaches.push(format!(
                "{file}: has {length} bytes; cut it down to {largest} or leave it out of git"
            ));
        }
    }
    Ok(breaches)
}

/// No file names a folder that is there on one machine only. Saved pages are as they were saved.
pub(super) fn machine_paths(house: &House<'_>) -> Result<Vec<String>> {
    let root = house.workspace.root.to_string_lossy();
    let mut breaches = Vec::new();
    for file in house.files().iter().filter(|file| !is_page(file)) {
        let bytes = house.bytes(file)?;
        let Ok(text) = str::from_utf8(&bytes) else { continue };
        for (index, line) in text.lines().enumerate() {
            if let Some(path) = machine_path(line, &root) {
                let line = index + 1;
                breaches.push(format!(
                    "{file}:{line}: {path} is a path of one machine; write a relative one"
                ));
            }
        }
    }
    Ok(breaches)
}

fn is_page(file: &str) -> bool {
    file.starts_with("fixtures/") && file.rsplit('/').next().unwrap_or(file).starts_with("page.")
}

/// The first path in a line that leads into a home or into the folder of this workspace.
fn machine_path<'l>(line: &'l str, root: &str) -> Option<&'l str> {
    HOMES.iter().find_map(|home| path_below(line, home, true)).or_else(|| {
        // A root that is short is no more than a word.
        (root.len() > "/xxxx".len()).then(|| path_below(line, root, false)).flatten()
    })
}

/// The first path in a line that begins with `folder`: with a name behind it, or as a whole name.
fn path_below<'l>(line: &'l str, folder: &str, with_name: bool) -> Option<&'l str> {
    line.match_indices(folder).find_map(|(at, _)| {
        let behind = &line[at + folder.len()..];
        let goes_on = behind.starts_with(|c: char| c.is_alphanumeric() || "_-".contains(c));
        let length = folder.len() + end_of_path(behind);
        (begins_a_path(&line[..at]) && goes_on == with_name).then(|| &line[at..at + length])
    })
}

/// Whether a path may begin behind this text: not in the middle of an address or of another path.
fn begins_a_path(before: &str) -> bool {
    let within = |c: char| c.is_alphanumeric() || "._-~/%$}".contains(c);
    before.ends_with("file://") || before.ends_with("C:") || !before.ends_with(within)
}

fn end_of_path(text: &str) -> usize {
    text.find(|c: char| !(c.is_alphanumeric() || "._-~/\\".contains(c))).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn homes_are_found_and_addresses_are_not() {
        let root = "/work/place";
        for (line, expected) in [
            (format!("see {}ann/notes.txt.", HOMES[0]), true),
            (format!("\"file://{}ann\"", HOMES[1]), true),
            (format!("cd {}annalist && make", HOMES[2]), true),
            (format!("C:{}ann", HOMES[3]), true),
            (format!("at {root}/crates"), true),
            ("https://news.example/home/world".to_owned(), false),
            ("a path below /home/ or $HOME/x".to_owned(), false),
            ("/work/places is another".to_owned(), false),
            ("src/root/x".to_owned(), false),
        ] {
            assert_eq!(machine_path(&line, root).is_some(), expected, "{line}");
        }
    }

    #[test]
    fn saved_pages_are_left_alone() {
        assert!(is_page("fixtures/a/page.html"));
        assert!(!is_page("fixtures/a/source.json"));
    }
}
