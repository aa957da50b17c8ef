//! A folder that shows saved files to `annalist` under names of our own: numbers, so that whatever
//! an input is called, its record can be told and comes back in its place.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::json;
use tempfile::TempDir;

/// A folder of numbered files.
pub(super) struct Stage {
    folder: TempDir,
}

impl Stage {
    pub(super) fn new() -> Result<Stage> {
        let folder = tempfile::Builder::new().prefix("annalist-predict-").tempdir();
        Ok(Stage { folder: folder.context("cannot make a temporary folder")? })
    }

    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Shows `page` as the file `name` of the folder `number`, with its address beside it.
    pub(super) fn show(
        &self,
        number: usize,
        page: &Path,
        name: &str,
        url: Option<&str>,
    ) -> Result<()> {
        let cannot = || format!("cannot stage {}", page.display());
        let folder = self.path().join(folder_name(number));
        let page = fs::canonicalize(page).with_context(cannot)?;
        fs::create_dir(&folder).with_context(cannot)?;
        link(&page, &folder.join(name)).with_context(cannot)?;
        if let Some(url) = url {
            let provenance = json!({ "url": url }).to_string();
            fs::write(folder.join("source.json"), provenance).with_context(cannot)?;
        }
        Ok(())
    }

    /// Where a run over the stage into `output` put the record of the file `name` of the folder
    /// `number`.
    pub(super) fn record(output: &Path, number: usize, name: &str) -> PathBuf {
        output.join("records").join(folder_name(number)).join(format!("{name}.json"))
    }
}

/// Numbers of equal width: the order of the names is that of the inputs.
fn folder_name(number: usize) -> String {
    format!("{number:08}")
}

/// The number of the input that a record names.
pub(super) fn number_of(input: &str) -> Result<usize> {
    let folder = input.split('/').next().unwrap_or_default();
    folder.parse().with_context(|| format!("annalist answered for {input:?}, which was not asked"))
}

#[cfg(unix)]
fn link(file: &Path, name: &Path) -> std::io::Result<()> {
    std::os::unix::fs::symlink(file, name)
}

#[cfg(not(unix))]
fn link(file: &Path, name: &Path) -> std::io::Result<()> {
    fs::copy(file, name).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_shown_under_numbers() {
        let folder = tempfile::tempdir().unwrap();
        let page = folder.path().join("odd ?name\\.html");
        fs::write(&page, "<p>x").unwrap();
        let stage = Stage::new().unwrap();
        stage.show(7, &page, "page.html", Some("https://a.example/\"b\"")).unwrap();
        let shown = stage.path().join("00000007");
        assert_eq!(fs::read_to_string(shown.join("page.html")).unwrap(), "<p>x");
        let provenance = fs::read_to_string(shown.join("source.json")).unwrap();
        assert_eq!(provenance, "{\"url\":\"https://a.example/\\\"b\\\"\"}");
        assert_eq!(number_of("00000007/page.html").unwrap(), 7);
        assert!(number_of("page.html").is_err());
    }
}
