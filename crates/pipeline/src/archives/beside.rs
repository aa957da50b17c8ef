//! What lies beside a page in a zip or tar is taken as it is in a folder: its provenance, what was
//! captured with it, and the parts that a browser saved.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use annalist_archive::Place;
use annalist_parse::Companions;

use crate::capture;
use crate::companions::PAGES;
use crate::kind::Kind;
use crate::read::{self, PROVENANCE};

/// The files in an archive that may belong to a page, and the pages, by their paths there.
#[derive(Debug, Default)]
pub(super) struct Files {
    beside: BTreeMap<String, Place>,
    /// Where each page stands among the inputs.
    pages: BTreeMap<String, usize>,
}

/// What was captured with a page, and lies in the same archive.
#[derive(Clone, Debug)]
pub(crate) struct CapturedWith {
    /// What the folder is called among the inputs.
    pub(super) folder: String,
    /// The name of the page's file.
    pub(super) page: String,
    /// The files in the folder.
    pub(super) files: BTreeMap<String, Place>,
}

impl Files {
    /// Whether the entry at `path` is kept as one that may belong to a page.
    pub(super) fn take(&mut self, path: &str, place: Place) -> bool {
        let (folder, file) = split(path);
        let is_beside = file == PROVENANCE || capture::is_folder(split(folder).1);
        if is_beside && leads_nowhere_else(path) {
            self.beside.insert(path.to_owned(), place);
        }
        is_beside
    }

    /// Keeps that the page at `path` is the input of this number.
    pub(super) fn page(&mut self, path: &str, number: usize) {
        if leads_nowhere_else(path) {
            self.pages.entry(path.to_owned()).or_insert(number);
        }
    }

    /// The folders that belong to a page, each with the reason for which it is passed over, and the
    /// inputs that lie in them.
    pub(super) fn owned(
        &self,
        companions: &Companions,
    ) -> (Vec<(String, String)>, BTreeSet<usize>) {
        let mut reasons: BTreeMap<&str, Option<String>> = BTreeMap::new();
        let mut owned = BTreeSet::new();
        for (path, number) in &self.pages {
            let mut folders = path.match_indices('/').map(|(at, _)| &path[..at]);
            let is_owned = folders.any(|folder| {
                reasons.entry(folder).or_insert_with(|| self.owner(folder, companions)).is_some()
            });
            if is_owned {
                owned.insert(*number);
            }
        }
        for path in self.beside.keys() {
            let folder = split(path).0;
            reasons.entry(folder).or_insert_with(|| self.owner(folder, companions));
        }
        let folders =
            reasons.into_iter().filter_map(|(folder, why)| Some((folder.to_owned(), why?)));
        (folders.collect(), owned)
    }

    /// Why a folder is passed over, where it belongs to a page.
    fn owner(&self, folder: &str, companions: &Companions) -> Option<String> {
        let (above, name) = split(folder);
        let mut stems = companions.pages_of(name);
        let page = stems.find_map(|stem| {
            let mut pages = PAGES.iter().map(|ending| format!("{stem}.{ending}"));
            pages.find(|page| self.pages.contains_key(&joined(above, page)))
        });
        if let Some(page) = page {
            return Some(format!("the parts of the page {page}, saved beside it"));
        }
        self.beside.get(&joined(folder, capture::CAPTURE))?;
        let page =
            self.pages_in(above).find(|page| capture_folder(page).as_deref() == Some(name))?;
        Some(format!("what was captured with the page {page}"))
    }

    /// The provenance files that speak for a page, in the order in which they stand in the archive,
    /// each with the inputs that it speaks for.
    pub(super) fn provenances(&self) -> Vec<(&str, Place, Vec<usize>)> {
        let files = self.beside.iter().filter(|(path, _)| split(path).1 == PROVENANCE);
        let mut found: Vec<(&str, Place, Vec<usize>)> = files
            .map(|(path, place)| (path.as_str(), *place, self.spoken_for(split(path).0)))
            .collect();
        found.retain(|(path, ..)| self.pages_in(split(path).0).next().is_some());
        found.sort_by_key(|(_, place, _)| place.offsets());
        found
    }

    /// The inputs that a provenance in `folder` speaks for: pages called so, else the only one.
    fn spoken_for(&self, folder: &str) -> Vec<usize> {
        let is_page = |file: &&str| Kind::of(file) == Kind::Page;
        let is_only = self.pages_in(folder).filter(is_page).take(2).count() <= 1;
        let files = self.pages_in(folder);
        let named = files.filter(|file| is_only || read::is_called_page(Path::new(file)));
        named.filter_map(|file| self.pages.get(&joined(folder, file)).copied()).collect()
    }

    /// What was captured with each page, by the number of its input; the folder as the archive has it.
    pub(super) fn captured(&self) -> Vec<(usize, CapturedWith)> {
        let mut captured = Vec::new();
        for (path, number) in &self.pages {
            let (above, page) = split(path);
            let Some(name) = capture_folder(page) else { continue };
            let folder = joined(above, &name);
            if !self.beside.contains_key(&joined(&folder, capture::CAPTURE)) {
                continue;
            }
            let below = format!("{folder}/");
            let files = self
                .beside
                .range(below.clone()..)
                .map_while(|(path, place)| Some((path.strip_prefix(&below)?.to_owned(), *place)));
            let files = files.filter(|(file, _)| !file.contains('/')).collect();
            let page = page.to_owned();
            captured.push((*number, CapturedWith { folder: name, page, files }));
        }
        captured
    }

    /// Those that belong to no page.
    pub(super) fn left(&self, owned: &[(String, String)]) -> usize {
        let is_owned = |folder: &str| owned.iter().any(|(name, _)| name == folder);
        let of_no_page = |path: &&String| {
            let (folder, file) = split(path);
            let speaks = file == PROVENANCE && self.pages_in(folder).next().is_some();
            !speaks && !is_owned(folder) && Kind::of(file) != Kind::Page
        };
        self.beside.keys().filter(of_no_page).count()
    }

    /// The names of the pages that lie in `folder` itself.
    fn pages_in(&self, folder: &str) -> impl Iterator<Item = &str> {
        let below = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let all = self.pages.range(below.clone()..);
        let files = all.map_while(move |(path, _)| path.strip_prefix(below.as_str()));
        files.filter(|file| !file.contains('/'))
    }
}

/// The name of the folder with what was captured with a page of this name.
fn capture_folder(page: &str) -> Option<String> {
    Some(capture::folder_of(Path::new(page))?.to_str()?.to_owned())
}

/// A path without `.` and empty parts.
pub(super) fn cleaned(path: &str) -> String {
    let parts: Vec<&str> = path.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    parts.join("/")
}

fn leads_nowhere_else(path: &str) -> bool {
    !path.split('/').any(|part| part == "..")
}

fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

fn joined(folder: &str, file: &str) -> String {
    if folder.is_empty() { file.to_owned() } else { format!("{folder}/{file}") }
}
