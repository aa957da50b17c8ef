//! Bytes as a folder of pages: one thread and many write the same files.

use std::fs;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use annalist_pipeline::{Control, Earlier, Selection, Settings, Watch, run};
use annalist_report::Outcome;

use crate::engines::ENGINE;

/// What parts the pages of an input.
const NEXT_PAGE: &[u8] = b"<!--next-->";

/// More pages are not looked at.
const MOST_PAGES: usize = 8;

/// Pages, parted by a comment, in one folder.
pub(crate) fn batch(bytes: &[u8]) {
    let folder = tempfile::tempdir().expect("a folder");
    let pages = folder.path().join("pages");
    fs::create_dir(&pages).expect("a folder for the pages");
    for (number, page) in split(bytes).into_iter().take(MOST_PAGES).enumerate() {
        let ending = ["html", "txt", "mhtml"][number % 3];
        fs::write(pages.join(format!("{number}.{ending}")), page).expect("a page");
    }
    let one = files(&written(&pages, &folder.path().join("one"), 1, Earlier::Ignore));
    let three = files(&written(&pages, &folder.path().join("three"), 3, Earlier::TakeOver));
    assert!(one == three, "other files with other threads");
    let again = files(&written(&pages, &folder.path().join("three"), 2, Earlier::TakeOver));
    assert!(one == again, "other files the second time");
}

fn split(bytes: &[u8]) -> Vec<&[u8]> {
    let mut pages = Vec::new();
    let mut rest = bytes;
    while let Some(at) = rest.windows(NEXT_PAGE.len()).position(|window| window == NEXT_PAGE) {
        pages.push(&rest[..at]);
        rest = &rest[at + NEXT_PAGE.len()..];
    }
    pages.push(rest);
    pages
}

struct Nobody;

impl Watch for Nobody {
    fn on_inputs(&self, _count: usize) {}

    fn on_document(&self, _outcome: &Outcome) {}
}

fn written(pages: &Path, output: &Path, jobs: usize, earlier: Earlier) -> std::path::PathBuf {
    let selection = Selection {
        working_folder: pages.to_owned(),
        paths: vec![pages.to_owned()],
        stdin: None,
        hidden: false,
        no_ignore: false,
        leave_out: None,
    };
    let settings = Settings { jobs, earlier, ..Settings::default() };
    let stop = AtomicBool::new(false);
    let control = Control { watch: &Nobody, stop: &stop };
    // Where no page gives a record there is nothing to compare.
    let _ = run(&ENGINE, &selection, output, &settings, control);
    output.to_owned()
}

/// All files below `folder` but those that spare the next run work, with their names.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(next) = waiting.pop() {
        let Ok(entries) = fs::read_dir(&next) else {
            continue;
        };
        for entry in entries {
            let path = entry.expect("an entry").path();
            let name = path.strip_prefix(folder).expect("below").to_string_lossy().into_owned();
            if name.starts_with(".annalist") {
                continue;
            } else if path.is_dir() {
                waiting.push(path);
            } else {
                files.push((name, fs::read(&path).expect("a file")));
            }
        }
    }
    files.sort();
    files
}
