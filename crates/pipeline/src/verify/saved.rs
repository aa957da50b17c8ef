//! The saved files that records were read from.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::VerifyPlan;
use crate::archives::{self, MemberOf};
use crate::discover::Content;
use crate::kind::Kind;
use crate::read::{self, Page};
use crate::{name, place};

/// Where saved files may lie.
pub(super) struct SavedFiles {
    roots: Vec<PathBuf>,
    working_folder: PathBuf,
    /// What is in the archives that were asked for last, by name.
    archives: Mutex<BTreeMap<PathBuf, Arc<Members>>>,
}

/// The pages of an archive by their names.
type Members = BTreeMap<String, MemberOf>;

/// Archives whose lists of members are kept at a time.
const KEPT: usize = 4;

impl SavedFiles {
    /// In the folder that the user named, else in one of `roots`.
    pub(super) fn new(plan: &VerifyPlan, roots: Vec<PathBuf>) -> SavedFiles {
        let roots = match &plan.source {
            Some(source) => vec![plan.working_folder.join(source)],
            None => roots,
        };
        SavedFiles {
            roots,
            working_folder: plan.working_folder.clone(),
            archives: Mutex::default(),
        }
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
                if input.strip_prefix(name::STDIN).is_some_and(|it| it.starts_with('/')) {
                    return Err(
                        "the archive came on standard input, and no file of it is kept".to_owned()
                    );
                }
                if let Some(page) = self.in_archive(input, max_bytes) {
                    return page;
                }
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

    /// The page `input` of an archive, where an archive stands by the first parts of the name.
    fn in_archive(&self, input: &str, max_bytes: u64) -> Option<Result<Page, String>> {
        let archives = input.match_indices('/').map(|(at, _)| &input[..at]);
        let (archive, path, format) = archives
            .filter_map(|archive| match Kind::of(archive.rsplit('/').next().unwrap_or(archive)) {
                Kind::Collection(format) => Some((archive, name::to_path(archive)?, format)),
                _ => None,
            })
            .find_map(|(archive, below, format)| {
                let mut paths = self.roots.iter().map(|root| root.join(&below));
                Some((archive, paths.find(|path| path.is_file())?, format))
            })?;
        let members = {
            let mut archives = self.archives.lock().unwrap_or_else(PoisonError::into_inner);
            let known = archives.get(&path).cloned();
            known.unwrap_or_else(|| {
                if archives.len() >= KEPT {
                    archives.clear();
                }
                let members = archives::members(&path, archive, format).into_iter();
                let mut known = Members::new();
                for it in members {
                    if let Content::Member(member) = it.content {
                        known.extend(member.captured_files());
                        known.insert(it.name, member);
                    }
                }
                let members = Arc::new(known);
                archives.insert(path.clone(), Arc::clone(&members));
                members
            })
        };
        Some(match members.get(input) {
            Some(member) => read::read_member(member, max_bytes).map_err(|it| it.to_string()),
            None => Err(format!("no such page in the archive {archive}")),
        })
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
