//! What the tests of the whole line share: the fixtures, and the line itself.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

pub mod show;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, LazyLock};

use annalist_model::Record;
use annalist_pipeline::{
    Checked, Control, Engine, Html, Selection, Settings, Summary, Verification, VerifyPlan, Watch,
};
use annalist_report::Outcome;
use serde_json::Value;

/// A saved page that is kept, and what is true of it.
#[derive(Clone, Debug)]
pub struct Fixture {
    /// Name of its folder.
    pub slug: String,
    /// The saved page.
    pub page: PathBuf,
    /// `source.json`.
    pub source: Value,
}

/// The folder of the fixtures.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures")
}

/// All fixtures, sorted by name.
pub fn fixtures() -> Vec<Fixture> {
    let mut folders: Vec<PathBuf> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    folders.iter().map(|folder| Fixture::read(folder)).collect()
}

impl Fixture {
    fn read(folder: &Path) -> Fixture {
        let slug = folder.file_name().unwrap().to_string_lossy().into_owned();
        let is_page = |path: &PathBuf| {
            path.is_file()
                && path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("page."))
        };
        let page = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .find(is_page)
            .unwrap_or_else(|| panic!("{slug} has no page"));
        let text = fs::read_to_string(folder.join("source.json"))
            .unwrap_or_else(|error| panic!("{slug}/source.json: {error}"));
        let source = serde_json::from_str(&text)
            .unwrap_or_else(|error| panic!("{slug}/source.json: {error}"));
        Fixture { slug, page, source }
    }

    /// The bytes of the page.
    pub fn bytes(&self) -> Vec<u8> {
        fs::read(&self.page).unwrap()
    }

    /// The record of the page.
    pub fn record(&self) -> Record {
        let file = self.page.file_name().unwrap().to_string_lossy();
        let (name, limit) = (format!("{}/{file}", self.slug), Settings::default().max_bytes);
        let record =
            annalist_pipeline::read_saved(&self.page, &name, limit, |input| engine().record(input));
        record.unwrap_or_else(|failure| panic!("{}: {failure}", self.slug))
    }
}

/// The engine that all tests share, as all threads of a run do.
pub fn engine() -> &'static Arc<Engine> {
    static ENGINE: LazyLock<Arc<Engine>> =
        LazyLock::new(|| Arc::new(Engine::new(annalist_enrich::Options::default()).unwrap()));
    &ENGINE
}

/// Nobody looks on.
struct Nobody;

impl Watch for Nobody {
    fn on_inputs(&self, _count: usize) {}

    fn on_document(&self, _outcome: &Outcome) {}
}

/// Runs the whole line over `paths`, with the report as a folder of pages.
pub fn run(paths: &[PathBuf], output: &Path, jobs: usize) -> Summary {
    run_as(paths, output, jobs, Html::Folder)
}

/// The same, with the report as HTML in some form.
pub fn run_as(paths: &[PathBuf], output: &Path, jobs: usize, html: Html) -> Summary {
    let selection = Selection {
        working_folder: output.parent().unwrap().to_owned(),
        paths: paths.to_vec(),
        stdin: None,
        hidden: false,
        no_ignore: false,
        leave_out: None,
    };
    let settings = Settings { jobs, html, ..Settings::default() };
    let stop = AtomicBool::new(false);
    let control = Control { watch: &Nobody, stop: &stop };
    annalist_pipeline::run(engine(), &selection, output, &settings, control).unwrap()
}

/// Checks an output folder against the saved files: what came out, and each record that does not
/// hold.
pub fn verify(output: &Path) -> (Verification, Vec<Checked>) {
    let plan = VerifyPlan {
        target: output.to_owned(),
        source: None,
        working_folder: output.parent().unwrap().to_owned(),
    };
    let stop = AtomicBool::new(false);
    let control = Control { watch: &Nobody, stop: &stop };
    let mut broken = Vec::new();
    let verification =
        annalist_pipeline::verify(&plan, &Settings::default(), control, &mut |checked| {
            if !checked.mismatches.is_empty() {
                broken.push(checked.clone());
            }
        });
    (verification.unwrap(), broken)
}

/// All files below `folder`, by their names, with their bytes.
pub fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
                files.push((name, fs::read(&path).unwrap()));
            }
        }
    }
    files.sort();
    files
}

/// Copies the fixtures to `target`, for a test to change them.
pub fn copy_fixtures(target: &Path) {
    for (name, bytes) in files(&folder()) {
        let path = target.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}
