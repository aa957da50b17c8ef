//! What lies below a folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use annalist_parse::Companions;
use ignore::{DirEntry, WalkBuilder};

use super::{Content, Selection, archivebox, cause_of, failed, name_of, not_read_yet, skipped};
use crate::capture::page_captured_with;
use crate::companions::page_beside;
use crate::kind::Kind;
use crate::{FailureCode, Problem, name, read};

/// All that a walk below `folder`, given as `given`, meets, sorted by name.
///
/// # Errors
///
/// Where the folder is the one that is to be left out, or a line of the rules cannot be used.
pub(super) fn walk(
    folder: &Path,
    given: &Path,
    selection: &Selection,
) -> Result<Vec<(PathBuf, Content)>, Problem> {
    let leave_out = selection
        .leave_out
        .as_ref()
        .and_then(|folder| fs::canonicalize(selection.working_folder.join(folder)).ok());
    if leave_out.is_some() && leave_out == fs::canonicalize(folder).ok() {
        return Err(Problem::Usage(format!(
            "{} is both input and output; give the output a folder of its own",
            given.display()
        )));
    }
    let companions = Companions::load().map_err(|error| Problem::Usage(error.to_string()))?;
    let parts = Arc::new(Mutex::new(Vec::new()));
    let mut found = Vec::new();
    if let Some(mut snapshot) = archivebox::snapshot(folder) {
        snapshot.sort_by_cached_key(|(path, _)| name::of_path(path));
        return Ok(snapshot);
    }
    for entry in walker(folder, selection, leave_out, (companions, &parts)) {
        match entry {
            Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_dir()) => {}
            Ok(entry) => found.push((entry.path().to_owned(), met_file(entry.path()))),
            Err(error) => {
                let (path, cause) = walk_error(&error);
                found.push((
                    path.unwrap_or_else(|| folder.to_owned()),
                    failed(FailureCode::Unreadable, &cause),
                ));
            }
        }
    }
    let mut parts = parts.lock().unwrap_or_else(PoisonError::into_inner);
    found.append(&mut parts);
    drop(parts);
    found.sort_by_cached_key(|(path, _)| name::of_path(path));
    Ok(found)
}

/// What there is in folders that are not walked: what belongs to a page, or is one in many copies.
type Parts = Arc<Mutex<Vec<(PathBuf, Content)>>>;

fn walker(
    folder: &Path,
    selection: &Selection,
    leave_out: Option<PathBuf>,
    (companions, parts): (Companions, &Parts),
) -> ignore::Walk {
    let parts = Arc::clone(parts);
    let respect = !selection.no_ignore;
    WalkBuilder::new(folder)
        .current_dir(&selection.working_folder)
        .hidden(!selection.hidden)
        .ignore(respect)
        .git_ignore(respect)
        .git_exclude(respect)
        .parents(respect)
        // What lies in the user's home must not decide what a run reads.
        .git_global(false)
        .follow_links(true)
        .filter_entry(move |entry| keeps(entry, leave_out.as_deref(), &companions, &parts))
        .build()
}

/// Whether the walk takes an entry.
fn keeps(
    entry: &DirEntry,
    leave_out: Option<&Path>,
    companions: &Companions,
    parts: &Parts,
) -> bool {
    if entry.depth() == 0 || !entry.file_type().is_some_and(|kind| kind.is_dir()) {
        return true;
    }
    if let Some(leave_out) = leave_out
        && fs::canonicalize(entry.path()).is_ok_and(|path| path == leave_out)
    {
        return false;
    }
    let mut parts = parts.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(own) = archivebox::own(entry.path()) {
        parts.push((entry.path().to_owned(), own));
        return false;
    }
    if let Some(snapshot) = archivebox::snapshot(entry.path()) {
        parts.extend(snapshot);
        return false;
    }
    let reason = match (page_beside(entry.path(), companions), page_captured_with(entry.path())) {
        (Some(page), _) => format!("the parts of the page {page}, saved beside it"),
        (None, Some(page)) => format!("what was captured with the page {page}"),
        (None, None) => return true,
    };
    parts.push((entry.path().to_owned(), skipped(reason)));
    false
}

/// A file that a walk met.
fn met_file(path: &Path) -> Content {
    let file_name = name_of(path);
    if let Some(own) = archivebox::own(path) {
        return own;
    }
    if file_name == read::PROVENANCE && has_page_beside(path) {
        return match read::read_provenance(path) {
            Ok(_) => skipped("the provenance of the page beside it".to_owned()),
            Err(cause) => failed(FailureCode::Provenance, &cause),
        };
    }
    match Kind::of(&file_name) {
        Kind::Page => Content::File { path: path.to_owned(), claims: true, origin: None },
        Kind::Unknown => Content::File { path: path.to_owned(), claims: false, origin: None },
        Kind::Collection(format) => Content::Collection { path: path.to_owned(), format },
        Kind::Archive(what) => failed(FailureCode::FormNotRead, &not_read_yet(what)),
        Kind::Other(what) => skipped(format!("by its name {what}, not a page")),
    }
}

fn has_page_beside(provenance: &Path) -> bool {
    let entries = provenance.parent().and_then(|folder| fs::read_dir(folder).ok());
    entries.into_iter().flatten().filter_map(Result::ok).any(|entry| {
        matches!(Kind::of(&entry.file_name().to_string_lossy()), Kind::Page | Kind::Archive(_))
    })
}

/// Where a walk could not go on, and why.
fn walk_error(error: &ignore::Error) -> (Option<PathBuf>, String) {
    match error {
        ignore::Error::WithPath { path, err } => {
            let (inner, cause) = walk_error(err);
            let cause = err.io_error().map_or(cause, |error| match fs::metadata(path) {
                Ok(metadata) if metadata.is_dir() => {
                    format!("the folder cannot be read: {}", error.kind())
                }
                _ => cause_of(path, &error.kind().into()),
            });
            (inner.or_else(|| Some(path.clone())), cause)
        }
        ignore::Error::WithDepth { err, .. } => walk_error(err),
        ignore::Error::Loop { child, .. } => (
            Some(child.clone()),
            "the symbolic link leads back to a folder that it lies in".to_owned(),
        ),
        other => (None, other.to_string()),
    }
}
