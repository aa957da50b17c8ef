//! Folders of ArchiveBox: each snapshot holds one page several times over, as different programs saved
//! it. The copies are one document: the best one is read, and `index.json` says where it is from.

use std::fs;
use std::path::{Component, Path, PathBuf};

use annalist_archive::Format;
use annalist_model::DateTime;
use serde_json::Value;

use super::{Content, failed, skipped};
use crate::FailureCode;
use crate::kind::Kind;
use crate::read::{self, Origin};

/// The file that says what a snapshot is of.
const INDEX: &str = "index.json";

/// The copies of a page that hold all of it, the best first, each with who makes it: what a browser
/// showed in the end goes before what a server sent.
const COPIES: [(&str, &str); 3] =
    [("singlefile.html", "singlefile"), ("dom.html", "dom"), ("output.html", "dom")];

/// The copies that hold the article alone.
const ARTICLES: [(&str, &str); 2] =
    [("readability/content.html", "readability"), ("mercury/content.html", "mercury")];

/// The folder of records of a snapshot.
const RECORDS: &str = "warc";

/// What stands at the top of a collection of snapshots, and what in it is no page.
const CONFIGURATION: &str = "ArchiveBox.conf";
const OWN: [&str; 6] = ["index.html", "index.json", "logs", "sources", "static", "templates"];

/// A page that was saved in several ways.
struct Snapshot {
    index: PathBuf,
    about: Value,
    /// The copies that are there, the best first.
    copies: Vec<(PathBuf, &'static str)>,
}

/// All that is in `folder`, where it is a snapshot: one page, and what else there is.
pub(super) fn snapshot(folder: &Path) -> Option<Vec<(PathBuf, Content)>> {
    let snapshot = Snapshot::of(folder)?;
    let mut found = Vec::new();
    let records = snapshot.records(folder);
    let said = match (snapshot.copies.first(), records.is_empty()) {
        (Some((best, _)), _) => format!("the page in {}", below(folder, best)),
        (None, false) => "the page in its records".to_owned(),
        (None, true) => {
            let url = snapshot.text("url").unwrap_or_default();
            let cause = format!("the ArchiveBox snapshot of {url} holds no copy of the page");
            found.push((snapshot.index.clone(), failed(FailureCode::NotAPage, &cause)));
            String::new()
        }
    };
    let mut copies = snapshot.copies.iter();
    if let Some((path, program)) = copies.next() {
        let origin = Some(Box::new(snapshot.origin(program)));
        found.push((path.clone(), Content::File { path: path.clone(), claims: true, origin }));
    } else {
        let format = Format::Warc;
        found.extend(
            records.into_iter().map(|path| (path.clone(), Content::Collection { path, format })),
        );
    }
    found
        .extend(copies.map(|(path, _)| (path.clone(), skipped(format!("another copy of {said}")))));
    // The rest is named as it lies at the top: a folder stands for all that is in it.
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    for path in entries.map(|entry| entry.path()) {
        if found.iter().any(|(known, _)| known.starts_with(&path)) {
            continue;
        }
        let reason = match path == snapshot.index {
            true => format!("where {said} is from"),
            false => format!("saved by ArchiveBox with {said}"),
        };
        found.push((path, skipped(reason)));
    }
    Some(found)
}

/// What `ArchiveBox.conf` beside it makes of a file or folder: no page, but part of the program.
pub(super) fn own(path: &Path) -> Option<Content> {
    let name = path.file_name()?.to_str()?;
    let is_own = OWN.contains(&name) && path.with_file_name(CONFIGURATION).is_file();
    is_own.then(|| skipped("kept by ArchiveBox for itself".to_owned()))
}

/// Where the page at `path` is from, where it is a copy in a snapshot.
pub(super) fn origin_of(path: &Path) -> Option<Box<Origin>> {
    let snapshot = Snapshot::of(path.parent()?)?;
    let (_, program) = snapshot.copies.iter().find(|(copy, _)| copy == path)?;
    Some(Box::new(snapshot.origin(program)))
}

impl Snapshot {
    fn of(folder: &Path) -> Option<Snapshot> {
        let index = folder.join(INDEX);
        if !index.is_file() {
            return None;
        }
        let about = read::read_provenance(&index).ok()?;
        let has = |key: &str| about.get(key).is_some();
        if !has("url") || !has("timestamp") || !(has("history") || has("canonical")) {
            return None;
        }
        let mut snapshot = Snapshot { index, about, copies: Vec::new() };
        let fetched = snapshot.fetched().map(|path| (folder.join(path), "wget"));
        let fixed = |(path, program): &(&str, &'static str)| (folder.join(path), *program);
        let copies = COPIES.iter().map(fixed).chain(fetched).chain(ARTICLES.iter().map(fixed));
        let is_there = |(path, _): &(PathBuf, _)| {
            fs::metadata(path).is_ok_and(|file| file.is_file() && file.len() > 0)
        };
        snapshot.copies = copies.filter(is_there).collect();
        Some(snapshot)
    }

    fn text(&self, key: &str) -> Option<&str> {
        self.about.get(key)?.as_str().filter(|text| !text.is_empty())
    }

    /// Where the page lies as a server sent it: a path that leads nowhere else.
    fn fetched(&self) -> Option<PathBuf> {
        let path = self.about.get("canonical")?.get("wget_path")?.as_str().map(PathBuf::from)?;
        let is_below = path.components().all(|part| matches!(part, Component::Normal(_)));
        let is_page = Kind::of(path.file_name()?.to_str()?) == Kind::Page;
        (is_below && is_page && path != Path::new("index.html")).then_some(path)
    }

    /// The archives of records.
    fn records(&self, folder: &Path) -> Vec<PathBuf> {
        let entries = fs::read_dir(folder.join(RECORDS)).into_iter().flatten();
        let paths = entries.filter_map(Result::ok).map(|entry| entry.path());
        let is_warc = |path: &PathBuf| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            Kind::of(&name) == Kind::Collection(Format::Warc)
        };
        let mut paths: Vec<PathBuf> = paths.filter(is_warc).collect();
        paths.sort();
        paths
    }

    /// Where the copy that `program` made is from: its address, and when it was made.
    fn origin(&self, program: &str) -> Origin {
        let runs = self.about.get("history").and_then(|it| it.get(program)?.as_array());
        let time = |run: &Value| DateTime::parse_iso(run.get("start_ts")?.as_str()?);
        let made = runs.and_then(|runs| runs.iter().rev().find_map(time));
        let known = ["newest_archive_date", "updated", "bookmarked_date"].into_iter();
        let known = known.filter_map(|key| self.text(key));
        let saved_at = made.or_else(|| {
            known.map(|it| it.replace(' ', "T")).find_map(|it| DateTime::parse_iso(&it))
        });
        Origin { url: self.text("url").map(str::to_owned), saved_at, file: self.index.clone() }
    }
}

fn below(folder: &Path, path: &Path) -> String {
    path.strip_prefix(folder).unwrap_or(path).display().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ABOUT: &str = r#"{"url":"https://news.example/a","timestamp":"1544212312.4",
        "bookmarked_date":"2018-12-07 19:51","canonical":{"wget_path":"news.example/a.html"},
        "history":{"dom":[{"start_ts":"2018-12-08T10:00:00.123456"}],"wget":[]}}"#;

    fn found(files: &[&str], about: &str) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files.iter().map(|name| (*name, "<p>x")).chain([(INDEX, about)]) {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let found = snapshot(folder.path()).into_iter().flatten();
        let mut said: Vec<String> = found
            .map(|(path, content)| {
                let path = below(folder.path(), &path);
                match content {
                    Content::File { origin: Some(it), .. } => {
                        let at = it.saved_at.map(|at| at.to_string()).unwrap_or_default();
                        format!("{path}: {} {at}", it.url.unwrap_or_default())
                    }
                    Content::Collection { .. } => format!("{path}: opened"),
                    Content::Settled(annalist_report::Status::Skipped { reason }) => {
                        format!("{path}- {reason}")
                    }
                    other => format!("{path}? {other:?}"),
                }
            })
            .collect();
        said.sort();
        said
    }

    #[test]
    fn the_copies_of_a_snapshot_are_one_document() {
        let files = ["dom.html", "news.example/a.html", "warc/1.warc.gz", "index.html"];
        assert_eq!(
            found(&files, ABOUT),
            [
                "dom.html: https://news.example/a 2018-12-08T10:00:00",
                "index.html- saved by ArchiveBox with the page in dom.html",
                "index.json- where the page in dom.html is from",
                "news.example/a.html- another copy of the page in dom.html",
                "warc- saved by ArchiveBox with the page in dom.html",
            ]
        );
        assert_eq!(
            found(&["news.example/a.html"], ABOUT)[1],
            "news.example/a.html: https://news.example/a 2018-12-07T19:51"
        );
        assert_eq!(found(&["warc/1.warc.gz"], ABOUT)[1], "warc/1.warc.gz: opened");
        let none = found(&["index.html"], ABOUT);
        assert!(none[1].contains("holds no copy of the page"), "{none:?}");
    }

    #[test]
    fn only_an_index_of_archivebox_makes_a_folder_a_snapshot() {
        assert!(found(&["dom.html"], r#"{"url":"https://news.example/a"}"#).is_empty());
        assert!(found(&["dom.html"], "[").is_empty());
        let elsewhere = ABOUT.replace("news.example/a.html", "../../a.html");
        assert!(!found(&["singlefile.html"], &elsewhere).iter().any(|it| it.contains("..")));
    }
}
