//! Each data file is sorted, without repetition, and says what it is.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

use std::fs;
use std::path::{Path, PathBuf};

fn data_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            data_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "tsv") {
            files.push(path);
        }
    }
}

#[test]
fn data_files_are_sorted_and_have_a_head() {
    let mut files = Vec::new();
    data_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data"), &mut files);
    assert!(files.len() > 20);
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let name = file.display();
        assert!(text.starts_with("# "), "{name} does not say what it is");
        let rows: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
        let wrong = rows.windows(2).find(|pair| pair[0] >= pair[1]);
        assert_eq!(wrong, None, "{name} is out of order or repeats itself");
        let mut columns: Vec<usize> = rows.iter().map(|row| row.split('\t').count()).collect();
        columns.dedup();
        assert_eq!(columns.len(), 1, "{name} has rows of several lengths");
    }
}
