//! The sources of the libraries, apart from what is only for their tests.

use anyhow::Result;

use super::house::House;
use super::rust_source::RustSource;

/// A file of a library, without its tests.
pub(super) struct LibraryFile {
    pub(super) path: String,
    pub(super) source: RustSource,
}

#[cfg(test)]
impl LibraryFile {
    /// A file of crates/parse with this text.
    pub(super) fn of(text: &str) -> LibraryFile {
        let source = RustSource::read(text).unwrap();
        LibraryFile { path: "crates/parse/src/a.rs".to_owned(), source }
    }
}

/// The files of the crate `name` that are not only for tests.
pub(super) fn library_files(house: &House<'_>, name: &str) -> Result<Vec<LibraryFile>> {
    let mut files = Vec::new();
    for path in house.files_below(&format!("crates/{name}/src/"), ".rs") {
        // What is no Rust is for the compiler to tell.
        let Some(source) = RustSource::read(&house.text(path)?) else { continue };
        files.push(LibraryFile { path: path.to_owned(), source });
    }
    let tests: Vec<String> = files.iter().flat_map(test_places).collect();
    let is_test = |path: &str| {
        tests.iter().any(|place| {
            path.strip_prefix(place.as_str())
                .is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
        })
    };
    files.retain(|file| !is_test(&file.path));
    Ok(files)
}

/// Where the test modules of a file lie, without `.rs`.
fn test_places(file: &LibraryFile) -> Vec<String> {
    let (folder, name) = file.path.rsplit_once('/').unwrap_or_default();
    let folder = match name {
        "lib.rs" | "main.rs" | "mod.rs" => folder.to_owned(),
        _ => file.path.trim_end_matches(".rs").to_owned(),
    };
    file.source.test_modules.iter().map(|module| format!("{folder}/{module}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_for_tests_lie_beside_or_below() {
        let places = |path: &str| {
            let source = RustSource::read("#[cfg(test)] mod testing;").unwrap();
            test_places(&LibraryFile { path: path.to_owned(), source })
        };
        assert_eq!(places("crates/a/src/lib.rs"), ["crates/a/src/testing"]);
        assert_eq!(places("crates/a/src/b/mod.rs"), ["crates/a/src/b/testing"]);
        assert_eq!(places("crates/a/src/b.rs"), ["crates/a/src/b/testing"]);
    }
}
