//! What the rules look at: the members of the workspace, and the files that git keeps or would keep.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::workspace::{Package, Workspace, output_of};

/// The workspace with a list of its files.
pub(super) struct House<'w> {
    pub(super) workspace: &'w Workspace,
    files: Vec<String>,
}

impl House<'_> {
    pub(super) fn open(workspace: &Workspace) -> Result<House<'_>> {
        let mut command = workspace.git();
        command.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
        let listed = output_of(&mut command)?;
        let is_there = |file: &&str| workspace.root.join(file).is_file();
        let mut files: Vec<String> =
            listed.split_terminator('\0').filter(is_there).map(str::to_owned).collect();
        files.sort();
        files.dedup();
        Ok(House { workspace, files })
    }

    /// All files, by their path below the top folder, with `/` between its parts.
    pub(super) fn files(&self) -> &[String] {
        &self.files
    }

    /// The files below `folder` whose names end so.
    pub(super) fn files_below(&self, folder: &str, ending: &str) -> impl Iterator<Item = &str> {
        let within = move |file: &&String| file.starts_with(folder) && file.ends_with(ending);
        self.files.iter().filter(within).map(String::as_str)
    }

    pub(super) fn path(&self, file: &str) -> PathBuf {
        self.workspace.root.join(file)
    }

    pub(super) fn bytes(&self, file: &str) -> Result<Vec<u8>> {
        fs::read(self.path(file)).with_context(|| format!("cannot read {file}"))
    }

    pub(super) fn text(&self, file: &str) -> Result<String> {
        fs::read_to_string(self.path(file)).with_context(|| format!("cannot read {file}"))
    }

    pub(super) fn packages(&self) -> &[Package] {
        &self.workspace.packages
    }

    /// A member's manifest, as it is shown.
    pub(super) fn manifest_of(&self, package: &Package) -> String {
        self.workspace.shown(&package.manifest_path).to_string()
    }
}
