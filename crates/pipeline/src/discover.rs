//! Which inputs there are, and what each is called.
//!
//! Folders are walked as ripgrep walks them, and symbolic links are followed. Everything that the
//! walk meets ends up in the list: a page to read, or an outcome that is known without reading.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use annalist_report::Status;
use ignore::{DirEntry, WalkBuilder};

use crate::kind::{self, Kind};
use crate::{Problem, name, place, read};

/// What the user asked to read.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// The folder that relative paths start from.
    pub working_folder: PathBuf,
    /// Files and folders, in the order given.
    pub paths: Vec<PathBuf>,
    /// What standard input holds, where it is an input.
    pub stdin: Option<Vec<u8>>,
    /// Whether hidden files are read as well.
    pub hidden: bool,
    /// Whether files are read that an ignore file names.
    pub no_ignore: bool,
    /// A folder that is passed over: the output of this run, or of an earlier one.
    pub leave_out: Option<PathBuf>,
}

/// The inputs of a run.
#[derive(Debug, Default)]
pub struct Discovery {
    /// The folder that names are relative to; none where there is only standard input.
    pub root: Option<PathBuf>,
    /// The inputs: in the order given, each folder's sorted by name. No name stands twice.
    pub inputs: Vec<Candidate>,
}

/// An input and its name.
#[derive(Debug)]
pub struct Candidate {
    /// Name of the input, relative to the root, with `/` between its parts.
    pub(crate) name: String,
    pub(crate) content: Content,
}

/// What there is to an input.
#[derive(Debug)]
pub(crate) enum Content {
    /// A file to read; `claims` where it was named by the user or is called like a page.
    File { path: PathBuf, claims: bool },
    /// Bytes that came without a file.
    Bytes(Vec<u8>),
    /// Nothing to read: what becomes of it is known.
    Settled(Status),
}

impl Candidate {
    /// Name of the input, relative to the root, with `/` between its parts.
    pub fn name(&self) -> &str {
        &self.name
    }
}

/// Finds the inputs of `selection`.
///
/// # Errors
///
/// Where two inputs cannot be told apart by name, or the output folder is an input.
pub fn discover(selection: &Selection) -> Result<Discovery, Problem> {
    let given = given(selection);
    let mut list = List { root: root(&given, selection.stdin.is_some()), ..List::default() };
    for place in &given {
        if place.is_folder {
            walk(place, selection, &mut list)?;
        } else {
            let content = given_file(&place.path);
            list.add(&place.absolute, content);
        }
    }
    if let Some(bytes) = &selection.stdin {
        list.add_stdin(bytes.clone())?;
    }
    Ok(Discovery { root: list.root, inputs: list.inputs })
}

/// A path that the user gave.
struct Place {
    /// As given, from the working folder: this is what is opened.
    path: PathBuf,
    /// The same as written, without `.` and `..`: this is what names are made of.
    absolute: PathBuf,
    is_folder: bool,
}

/// The paths given, each once.
fn given(selection: &Selection) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for path in &selection.paths {
        let absolute = place::absolute(&selection.working_folder, path);
        if seen.insert(absolute.clone()) {
            let path = selection.working_folder.join(path);
            let is_folder = path.is_dir();
            places.push(Place { path, absolute, is_folder });
        }
    }
    places
}

/// The folder that names are relative to.
fn root(given: &[Place], with_stdin: bool) -> Option<PathBuf> {
    if let ([only], false) = (given, with_stdin)
        && only.is_folder
    {
        return Some(only.absolute.clone());
    }
    place::common(given.iter().map(|place| place.absolute.parent().unwrap_or(&place.absolute)))
}

/// The inputs found so far, each name once.
#[derive(Default)]
struct List {
    root: Option<PathBuf>,
    inputs: Vec<Candidate>,
    /// Where each name stands in `inputs`.
    places: BTreeMap<String, usize>,
}

impl List {
    /// Adds what lies at the absolute path `path`. A file that is there already stays once; that it
    /// was named by the user counts more than that a walk met it.
    fn add(&mut self, path: &Path, content: Content) {
        let root = self.root.as_deref().unwrap_or(Path::new(""));
        let name = name::of_path(path.strip_prefix(root).unwrap_or(path));
        match self.places.get(&name).and_then(|&place| self.inputs.get_mut(place)) {
            Some(present) => {
                if matches!(content, Content::File { claims: true, .. }) {
                    present.content = content;
                }
            }
            None => {
                self.places.insert(name.clone(), self.inputs.len());
                self.inputs.push(Candidate { name, content });
            }
        }
    }

    fn add_stdin(&mut self, bytes: Vec<u8>) -> Result<(), Problem> {
        let name = name::STDIN.to_owned();
        if self.places.contains_key(&name) {
            return Err(Problem::Usage(
                "standard input and a file called - cannot be told apart; read one of them alone"
                    .to_owned(),
            ));
        }
        self.inputs.push(Candidate { name, content: Content::Bytes(bytes) });
        Ok(())
    }
}

/// A file that the user named: always tried.
fn given_file(path: &Path) -> Content {
    match fs::metadata(path) {
        Err(error) => failed(cause_of(path, &error)),
        Ok(_) => match Kind::of(&name_of(path)) {
            Kind::Archive(what) => failed(not_read_yet(what)),
            _ => Content::File { path: path.to_owned(), claims: true },
        },
    }
}

/// A file that a walk met.
fn met_file(path: &Path) -> Content {
    let file_name = name_of(path);
    if file_name == read::PROVENANCE && has_page_beside(path) {
        return match read::read_provenance(path) {
            Ok(_) => skipped("the provenance of the page beside it".to_owned()),
            Err(cause) => failed(cause),
        };
    }
    match Kind::of(&file_name) {
        Kind::Page => Content::File { path: path.to_owned(), claims: true },
        Kind::Unknown => Content::File { path: path.to_owned(), claims: false },
        Kind::Archive(what) => failed(not_read_yet(what)),
        Kind::Other(what) => skipped(format!("by its name {what}, not a page")),
    }
}

fn walk(place: &Place, selection: &Selection, list: &mut List) -> Result<(), Problem> {
    let leave_out = selection
        .leave_out
        .as_ref()
        .and_then(|folder| fs::canonicalize(selection.working_folder.join(folder)).ok());
    if leave_out.is_some() && leave_out == fs::canonicalize(&place.path).ok() {
        return Err(Problem::Usage(format!(
            "{} is both input and output; give the output a folder of its own",
            place.path.display()
        )));
    }
    let parts = Arc::new(Mutex::new(Vec::new()));
    let mut found = Vec::new();
    for entry in walker(&place.path, selection, leave_out, &parts) {
        match entry {
            Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_dir()) => {}
            Ok(entry) => found.push((entry.path().to_owned(), met_file(entry.path()))),
            Err(error) => {
                let (path, cause) = walk_error(&error);
                found.push((path.unwrap_or_else(|| place.path.clone()), failed(cause)));
            }
        }
    }
    let mut parts = parts.lock().unwrap_or_else(PoisonError::into_inner);
    found.extend(parts.drain(..).map(|(path, page)| {
        (path, skipped(format!("the parts of the page {page}, saved beside it")))
    }));
    drop(parts);
    found.sort_by_cached_key(|(path, _)| name::of_path(path));
    for (path, content) in found {
        let below = path.strip_prefix(&place.path).unwrap_or(&path);
        list.add(&place.absolute.join(below), content);
    }
    Ok(())
}

/// Folders that a browser saved beside a page, each with the name of the page.
type Parts = Arc<Mutex<Vec<(PathBuf, String)>>>;

fn walker(
    folder: &Path,
    selection: &Selection,
    leave_out: Option<PathBuf>,
    parts: &Parts,
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
        .filter_entry(move |entry| keeps(entry, leave_out.as_deref(), &parts))
        .build()
}

/// Whether the walk takes an entry.
fn keeps(entry: &DirEntry, leave_out: Option<&Path>, parts: &Parts) -> bool {
    if entry.depth() == 0 || !entry.file_type().is_some_and(|kind| kind.is_dir()) {
        return true;
    }
    if let Some(leave_out) = leave_out
        && fs::canonicalize(entry.path()).is_ok_and(|path| path == leave_out)
    {
        return false;
    }
    let Some(page) = page_beside(entry.path()) else { return true };
    parts.lock().unwrap_or_else(PoisonError::into_inner).push((entry.path().to_owned(), page));
    false
}

/// The name of the page that a browser saved together with this folder.
fn page_beside(folder: &Path) -> Option<String> {
    let name = folder.file_name()?.to_str()?;
    let stem = kind::page_of_companion(name)?;
    ["html", "htm", "xhtml"]
        .into_iter()
        .map(|extension| format!("{stem}.{extension}"))
        .find(|page| folder.with_file_name(page).is_file())
}

fn has_page_beside(provenance: &Path) -> bool {
    let entries = provenance.parent().and_then(|folder| fs::read_dir(folder).ok());
    entries.into_iter().flatten().filter_map(Result::ok).any(|entry| {
        matches!(Kind::of(&entry.file_name().to_string_lossy()), Kind::Page | Kind::Archive(_))
    })
}

fn name_of(path: &Path) -> String {
    path.file_name().map(OsStr::to_string_lossy).unwrap_or_default().into_owned()
}

fn not_read_yet(what: &str) -> String {
    format!("the file is {what}, which is not read yet; save or unpack its pages as HTML files")
}

fn skipped(reason: String) -> Content {
    Content::Settled(Status::Skipped { reason })
}

fn failed(cause: String) -> Content {
    Content::Settled(Status::Failed { cause })
}

/// Why a path cannot be looked at; a dangling link is named as one.
fn cause_of(path: &Path, error: &io::Error) -> String {
    match fs::read_link(path) {
        Ok(target) if error.kind() == io::ErrorKind::NotFound => {
            format!("the symbolic link leads nowhere: there is no {}", target.display())
        }
        Ok(_) => format!("the symbolic link cannot be followed: {error}"),
        Err(_) if error.kind() == io::ErrorKind::NotFound => "there is no such file".to_owned(),
        Err(_) => format!("the file cannot be read: {error}"),
    }
}

/// Where a walk could not go on, and why.
fn walk_error(error: &ignore::Error) -> (Option<PathBuf>, String) {
    match error {
        ignore::Error::WithPath { path, err } => {
            let (inner, cause) = walk_error(err);
            let cause = err.io_error().map_or(cause, |error| match fs::metadata(path) {
                Ok(metadata) if metadata.is_dir() => format!("the folder cannot be read: {error}"),
                _ => cause_of(path, error),
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

/// Splits a list of paths: at NUL bytes, or at line ends. Empty entries are left out.
pub fn split_list(list: &[u8], at_nul: bool) -> Vec<PathBuf> {
    let separator = if at_nul { 0 } else { b'\n' };
    list.split(|&byte| byte == separator)
        .map(|entry| if at_nul { entry } else { entry.strip_suffix(b"\r").unwrap_or(entry) })
        .filter(|entry| !entry.is_empty())
        .map(path_of)
        .collect()
}

#[cfg(unix)]
fn path_of(bytes: &[u8]) -> PathBuf {
    PathBuf::from(<OsStr as std::os::unix::ffi::OsStrExt>::from_bytes(bytes))
}

#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}

#[cfg(test)]
mod tests;
