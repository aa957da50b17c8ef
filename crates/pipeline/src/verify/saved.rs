//! The saved files that records were read from.

use std::path::{Path, PathBuf};

use super::VerifyPlan;
use crate::read::{self, Page};
use crate::{name, place};

/// Where saved files may lie.
pub(super) struct SavedFiles {
    roots: Vec<PathBuf>,
    working_folder: PathBuf,
}

impl SavedFiles {
    /// In the folder that the user named, else in one of `roots`.
    pub(super) fn new(plan: &VerifyPlan, roots: Vec<PathBuf>) -> SavedFiles {
        let roots = match &plan.source {
            Some(source) => vec![plan.working_folder.join(source)],
            None => roots,
        };
        SavedFiles { roots, working_folder: plan.working_folder.clone() }
    }

    /// The saved file that a record names, or why there is none.
    pub(super) fn find(&self, input: &str, max_bytes: u64) -> Result<Page, String> {
        if input == name::STDIN {
            return Err("the page came on standard input, and no file of it is kept".to_owned());
        }
        let Some(below) = name::to_path(input) else {
            return Err("this is no name of a file below a folder".to_owned());
        };
        let candidates = self.roots.iter().map(|root| root.join(&below));
        match candidates.into_iter().find(|path| path.exists()) {
            Some(path) => read::read_file(&path, max_bytes).map_err(|failure| failure.to_string()),
            None => {
                let mut roots: Vec<String> =
                    self.roots.iter().map(|root| self.shown(root)).collect();
                roots.dedup();
                Err(format!(
                    "no such file in {}; where the saved pages lie elsewhere, name their folder \
                     with --source DIR",
                    roots.join(" or in ")
                ))
            }
        }
    }

    /// A folder as messages name it: seen from the working folder where it lies below.
    fn shown(&self, folder: &Path) -> String {
        let folder = place::absolute(&self.working_folder, folder);
        let below = folder.strip_prefix(&self.working_folder).unwrap_or(&folder);
        if below.as_os_str().is_empty() {
            return "the working folder".to_owned();
        }
        below.display().to_string()
    }
}
