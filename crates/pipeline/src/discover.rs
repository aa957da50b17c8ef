//! Which inputs there are, and what each is called.
//!
//! Folders are walked as ripgrep walks them, and symbolic links are followed. Everything that the
//! walk meets ends up in the list: a page to read, or an outcome that is known without reading.

mod archivebox;
mod walk;

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use annalist_archive::Format;
use annalist_report::Status;

use crate::archives::{self, MemberOf};
use crate::kind::Kind;
use crate::outcome::failed_status;
use crate::read::Origin;
use crate::stdin::Stdin;
use crate::{FailureCode, Problem, name, place};

/// What the user asked to read.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// The folder that relative paths start from.
    pub working_folder: PathBuf,
    /// Files and folders, in the order given.
    pub paths: Vec<PathBuf>,
    /// What standard input holds, where it is an input.
    pub stdin: Option<Stdin>,
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
    pub(crate) root: Option<PathBuf>,
    /// The inputs: in the order given, each folder's sorted by name. No name stands twice.
    pub(crate) inputs: Vec<Candidate>,
    /// What was asked for, as the user gave it.
    pub(crate) given: Vec<PathBuf>,
}

/// An input and its name.
#[derive(Debug)]
pub(crate) struct Candidate {
    /// Name of the input, relative to the root, with `/` between its parts.
    pub(crate) name: String,
    pub(crate) content: Content,
}

impl Candidate {
    /// Whether it was named by the user or is called like a page.
    pub(crate) fn claims(&self) -> bool {
        match &self.content {
            Content::File { claims, .. } => *claims,
            Content::Member(member) => member.claims,
            _ => true,
        }
    }
}

/// What there is to an input.
#[derive(Debug)]
pub(crate) enum Content {
    /// A file to read; `claims` where it was named by the user or is called like a page; with what a
    /// file elsewhere says of where it is from.
    File { path: PathBuf, claims: bool, origin: Option<Box<Origin>> },
    /// A page in an archive.
    Member(MemberOf),
    /// An archive that is to be looked into.
    Collection { path: PathBuf, format: Format },
    /// Bytes that came without a file.
    Bytes(Vec<u8>),
    /// Nothing to read: what becomes of it is known.
    Settled(Status),
}

/// Finds the inputs of `selection`.
///
/// # Errors
///
/// Where there is no input, two cannot be told apart by name, or the output folder is one.
pub fn discover(selection: &Selection) -> Result<Discovery, Problem> {
    if selection.paths.is_empty() && selection.stdin.as_ref().is_some_and(Stdin::is_empty) {
        return Err(Problem::Usage("nothing came on standard input; give a page there".to_owned()));
    }
    let given = given(selection);
    let mut list = List { root: root(&given, selection.stdin.is_some()), ..List::default() };
    for place in &given {
        if place.is_folder {
            for (path, content) in walk::walk(&place.path, &place.given, selection)? {
                let below = path.strip_prefix(&place.path).unwrap_or(&path);
                list.add(&place.absolute.join(below), content);
            }
        } else {
            let content = given_file(&place.path);
            list.add(&place.absolute, content);
        }
    }
    if let Some(stdin) = &selection.stdin {
        list.add_stdin(stdin)?;
    }
    if list.inputs.is_empty() {
        return Err(Problem::Usage(format!(
            "no page found in {}; hidden and ignored files are read with --hidden and --no-ignore",
            places(&selection.paths)
        )));
    }
    Ok(Discovery { root: list.root, inputs: list.inputs, given: selection.paths.clone() })
}

/// What is said where no input is a page, nor claims to be one.
pub(crate) fn all_passed_over(given: &[PathBuf], count: usize) -> Problem {
    let passed_over = match count {
        1 => "the one file there was passed over".to_owned(),
        _ => format!("all {count} files there were passed over"),
    };
    Problem::Usage(format!("no page found in {}: {passed_over}; -v says why", places(given)))
}

/// The paths that the user gave, the first few by name.
fn places(given: &[PathBuf]) -> String {
    const SHOWN: usize = 3;
    let mut places: Vec<String> =
        given.iter().take(SHOWN).map(|path| path.display().to_string()).collect();
    match given.len().saturating_sub(SHOWN) {
        0 if places.is_empty() => return "an empty list".to_owned(),
        0 => {}
        left => places.push(format!("{left} more")),
    }
    places.join(", ")
}

/// A path that the user gave.
struct Place {
    /// As given.
    given: PathBuf,
    /// The same, from the working folder: this is what is opened.
    path: PathBuf,
    /// The same as written, without `.` and `..`: this is what names are made of.
    absolute: PathBuf,
    is_folder: bool,
}

/// The paths given, each once.
fn given(selection: &Selection) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    let mut seen = BTreeSet::new();
    for path in &selection.paths {
        let absolute = place::absolute(&selection.working_folder, path);
        if seen.insert(absolute.clone()) {
            let given = path.clone();
            let path = selection.working_folder.join(path);
            let is_folder = path.is_dir();
            places.push(Place { given, path, absolute, is_folder });
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
                match content {
                    Content::Collection { path, format } => self.add_members(&path, &name, format),
                    _ => self.inputs.push(Candidate { name, content }),
                }
            }
        }
    }

    /// Adds what is in the archive at `path`.
    fn add_members(&mut self, path: &Path, name: &str, format: Format) {
        self.add_all(archives::members(path, name, format));
    }

    fn add_all(&mut self, candidates: Vec<Candidate>) {
        for candidate in candidates {
            self.places.entry(candidate.name.clone()).or_insert(self.inputs.len());
            self.inputs.push(candidate);
        }
    }

    fn add_stdin(&mut self, stdin: &Stdin) -> Result<(), Problem> {
        let name = name::STDIN.to_owned();
        let below = format!("{name}/");
        if self.places.keys().any(|taken| *taken == name || taken.starts_with(&below)) {
            return Err(Problem::Usage(
                "standard input and a file called - cannot be told apart; read one of them alone"
                    .to_owned(),
            ));
        }
        match stdin {
            Stdin::Page(bytes) => {
                self.inputs.push(Candidate { name, content: Content::Bytes(bytes.clone()) });
            }
            Stdin::Archive(laid) => self.add_all(archives::members_of_stdin(laid)),
        }
        Ok(())
    }
}

/// A file that the user named: always tried.
pub(crate) fn given_file(path: &Path) -> Content {
    match fs::metadata(path) {
        Err(error) => failed(FailureCode::Unreadable, &cause_of(path, &error)),
        Ok(_) => match Kind::of(&name_of(path)) {
            Kind::Collection(format) => Content::Collection { path: path.to_owned(), format },
            Kind::Archive(what) => failed(FailureCode::FormNotRead, &not_read_yet(what)),
            _ => Content::File {
                path: path.to_owned(),
                claims: true,
                origin: archivebox::origin_of(path),
            },
        },
    }
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

fn failed(code: FailureCode, cause: &str) -> Content {
    Content::Settled(failed_status(code, cause))
}

/// Why a path cannot be looked at; a dangling link is named as one.
fn cause_of(path: &Path, error: &io::Error) -> String {
    match fs::read_link(path) {
        Ok(target) if error.kind() == io::ErrorKind::NotFound => {
            format!("the symbolic link leads nowhere: there is no {}", target.display())
        }
        Ok(_) => format!("the symbolic link cannot be followed: {error}"),
        Err(_) if error.kind() == io::ErrorKind::NotFound => {
            "there is no such file; check the name".to_owned()
        }
        Err(_) => format!("the file cannot be read: {error}"),
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
