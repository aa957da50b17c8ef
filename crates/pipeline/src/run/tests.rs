//! Runs with a reader of pages that is made for the test: it takes any UTF-8 for a page, breaks off
//! at `boom`, takes a while over `slow`, and calls what starts with `PNG` an image.

use std::fs;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::AtomicUsize;

use annalist_corpus::Corrections;
use annalist_model::{
    Annotations, Document, DocumentId, DocumentParts, Metadata, Source, SourceMap, Structure,
};
use annalist_parse::ParseError;
use annalist_report::{Outcome, Status};

use super::*;
use crate::{FailureCode, hash};

fn record_of(input: &Input<'_>) -> Result<Record, Failure> {
    let text = String::from_utf8_lossy(input.bytes).into_owned();
    assert!(text != "boom", "it went off");
    if text == "slow" {
        std::thread::sleep(Duration::from_secs(2));
    }
    if text.starts_with("PNG") {
        return Err(Failure::NotAPage(ParseError::NotAPage("a PNG image")));
    }
    let sha256 = hash::of(input.bytes);
    let document = Document::new(DocumentParts {
        id: DocumentId::of(&sha256),
        source: Source {
            url: input.url.map(str::to_owned),
            compression: input.compression.map(str::to_owned),
            ..Source::of_text(input.name, input.bytes.len() as u64, sha256)
        },
        metadata: Metadata::default(),
        text,
        blocks: Vec::new(),
        comments: Vec::new(),
        structure: Structure::default(),
        source_map: SourceMap::default(),
        diagnostics: Vec::new(),
    });
    Record::new(document.unwrap(), Annotations::default(), Vec::new())
        .map_err(Failure::Inconsistent)
}

/// Keeps what it is told; stops the run after so many documents.
#[derive(Default)]
pub(super) struct Witness {
    pub(super) seen: Mutex<Vec<String>>,
    pub(super) stop: AtomicBool,
    pub(super) stop_after: Option<usize>,
    /// How many pages were read in earnest.
    pub(super) read: Arc<AtomicUsize>,
}

impl Watch for Witness {
    fn on_document(&self, outcome: &Outcome) {
        let mut seen = self.seen.lock().unwrap();
        seen.push(match &outcome.status {
            Status::Done { .. } => outcome.input.clone(),
            Status::Skipped { reason } => format!("{} - {reason}", outcome.input),
            Status::Failed { cause, .. } => format!("{} ! {cause}", outcome.input),
        });
        if Some(seen.len()) == self.stop_after {
            self.stop.store(true, Ordering::Relaxed);
        }
    }
}

pub(super) fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

pub(super) fn run_in(
    folder: &Path,
    paths: &[&str],
    out: &str,
    jobs: usize,
    witness: &Witness,
) -> Result<Summary, Problem> {
    run_with(folder, paths, out, witness, &Settings { jobs, ..Settings::default() })
}

pub(super) fn run_with(
    folder: &Path,
    paths: &[&str],
    out: &str,
    witness: &Witness,
    settings: &Settings,
) -> Result<Summary, Problem> {
    let selection = Selection {
        working_folder: folder.to_owned(),
        paths: paths.iter().map(PathBuf::from).collect(),
        ..Selection::default()
    };
    let batch = Batch {
        selection: &selection,
        output: Path::new(out),
        options: RunOptions {
            date: None,
            prefer: "past".to_owned(),
            max_bytes: 100,
            hidden: false,
            no_ignore: false,
            lists: Vec::new(),
            decisions: None,
        },
        decisions: String::new(),
        settings: &Settings { max_bytes: 100, ..*settings },
        control: Control { watch: witness, stop: &witness.stop },
        finish: &|gathered, _| gathered.finish(Corrections::default()),
    };
    let read = Arc::clone(&witness.read);
    batch.run(move |input: &Input<'_>| {
        read.fetch_add(1, Ordering::Relaxed);
        record_of(input)
    })
}

fn seen(witness: &Witness) -> Vec<String> {
    witness.seen.lock().unwrap().clone()
}

/// All files below a folder, with what they hold.
pub(super) fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let walk = ignore::WalkBuilder::new(folder).standard_filters(false).build();
    let mut files: Vec<_> = walk
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()))
        // What is kept for the next run tells when files were written.
        .filter(|entry| !entry.path().components().any(|part| part.as_os_str() == cache::FOLDER))
        .map(|entry| {
            let below = entry.path().strip_prefix(folder).unwrap().to_owned();
            (below, fs::read(entry.path()).unwrap())
        })
        .collect();
    files.sort();
    files
}

fn names(folder: &Path) -> Vec<String> {
    files(folder).iter().map(|(name, _)| name.to_str().unwrap().replace('\\', "/")).collect()
}

#[test]
fn every_input_has_an_outcome_and_no_page_stops_the_run() {
    let long = "x".repeat(101);
    let folder = folder(&[
        ("in/good.html", "good"),
        ("in/boom.html", "boom"),
        ("in/image.html", "PNG"),
        ("in/image", "PNG"),
        ("in/long.html", &long),
        ("in/style.css", "p {}"),
    ]);
    let witness = Witness::default();
    let summary = run_in(folder.path(), &["in"], "out", 2, &witness).unwrap();
    assert_eq!((summary.done, summary.skipped, summary.failed), (1, 2, 3));
    assert_eq!(
        seen(&witness),
        [
            "boom.html ! reading the page broke off, a defect to report: it went off",
            "good.html",
            "image - the file is a PNG image, not a page",
            "image.html ! the file is a PNG image, not a page",
            "long.html ! the file has 101 bytes; pages are read up to 100; \
             raise max-bytes to read it",
            "style.css - by its name a style sheet, not a page",
        ]
    );
    assert_eq!(
        names(&folder.path().join("out")),
        [
            "corpus.json",
            "corpus.md",
            "manifest.jsonl",
            "records/good.html.json",
            "reports/good.html.md",
            "run.json"
        ]
    );
}

#[test]
fn neither_threads_nor_the_order_of_arguments_show() {
    let pages: Vec<(String, String)> =
        (0..40).map(|n| (format!("{}/p{n}.html", n % 3), format!("page {n}"))).collect();
    let pages: Vec<(&str, &str)> = pages.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
    let folder = folder(&pages);
    let run = |paths: &[&str], out: &str, jobs| {
        run_in(folder.path(), paths, out, jobs, &Witness::default()).unwrap();
        files(&folder.path().join(out))
    };
    let one = run(&["0", "1", "2"], "out1", 1);
    assert_eq!(one.len(), 84);
    assert_eq!(run(&["2", "1/p1.html", "0", "1", "0"], "out2", 4), one);
}

#[test]
fn a_page_that_takes_too_long_is_named_and_the_rest_goes_on() {
    let folder = folder(&[("in/a.html", "a"), ("in/s.html", "slow"), ("in/z.html", "z")]);
    let run = |out: &str, page_timeout: Duration| {
        let witness = Witness::default();
        let settings = Settings { jobs: 1, page_timeout, ..Settings::default() };
        let summary = run_with(folder.path(), &["in"], out, &witness, &settings).unwrap();
        (summary, seen(&witness), witness.read.load(Ordering::Relaxed))
    };
    let (short, long) = (Duration::from_millis(200), Duration::from_secs(60));
    let (summary, told, _) = run("out", short);
    assert_eq!((summary.done, summary.failed), (2, 1));
    let by_code: Vec<_> = summary.failures.iter().collect();
    assert_eq!(by_code, [(FailureCode::TooSlow, 1)]);
    assert!(told[1].starts_with("s.html ! reading the page took longer than"), "{told:?}");
    let out = folder.path().join("out");
    let manifest = fs::read_to_string(out.join("manifest.jsonl")).unwrap();
    assert!(manifest.contains(r#""status":"failed","code":"F011","cause":"reading"#), "{manifest}");
    assert_eq!(names(&out.join("records")), ["a.html.json", "z.html.json"]);

    // It is tried again unasked, and with more time it is done as if nothing had been.
    let (again, _, read) = run("out", short);
    assert_eq!((again.done, again.unchanged, again.failed, read), (2, 2, 1, 1));
    let (whole, ..) = run("out", long);
    assert_eq!((whole.done, whole.unchanged, whole.failed), (3, 2, 0));
    run("clean", long);
    assert_eq!(files(&out), files(&folder.path().join("clean")));
}

#[test]
fn an_interrupted_run_keeps_what_was_done_and_names_the_rest() {
    let pages: Vec<(String, &str)> = (100..200).map(|n| (format!("{n}.html"), "page")).collect();
    let pages: Vec<(&str, &str)> =
        pages.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    let folder = folder(&pages);
    let witness = Witness { stop_after: Some(3), ..Witness::default() };
    let summary = run_in(folder.path(), &["."], "out", 1, &witness).unwrap();
    assert!(summary.interrupted);
    assert_eq!(summary.failed, summary.not_reached);
    assert_eq!(summary.done + summary.not_reached, 100);
    assert!(summary.done >= 3 && summary.done < 100, "{summary:?}");
    let out = folder.path().join("out");
    assert_eq!(names(&out.join("records")).len(), summary.done);
    assert_eq!(fs::read_to_string(out.join("manifest.jsonl")).unwrap().lines().count(), 100);
}

#[test]
fn the_output_in_the_input_is_no_input_of_the_next_run() {
    let folder = folder(&[("a.html", "a")]);
    for _ in 0..2 {
        let witness = Witness::default();
        run_in(folder.path(), &["."], "out", 1, &witness).unwrap();
        assert_eq!(seen(&witness), ["a.html"]);
    }
    let witness = Witness::default();
    assert!(matches!(
        run_in(folder.path(), &["."], ".", 1, &witness),
        Err(Problem::Usage(message)) if message.contains("both input and output")
    ));
}

#[test]
fn nothing_is_made_where_nothing_is_found_or_the_output_is_a_file() {
    let folder = folder(&[("in/.hidden.html", "a"), ("file", "a")]);
    let run = |paths: &[&str], out| run_in(folder.path(), paths, out, 1, &Witness::default());
    assert!(run(&["in"], "out").unwrap_err().to_string().contains("no page found in in"));
    assert!(run(&["in/.hidden.html"], "file").unwrap_err().to_string().contains("is a file"));
    assert!(run(&["in/.hidden.html"], "file/out").is_err());
    assert_eq!(names(folder.path()), ["file", "in/.hidden.html"]);
}

#[test]
fn names_that_differ_only_above_stay_apart() {
    let folder = folder(&[("x/a.html", "x"), ("y/a.html", "y"), ("x/a.html.json/b.html", "b")]);
    run_in(folder.path(), &["x", "y"], "out", 1, &Witness::default()).unwrap();
    assert_eq!(
        names(&folder.path().join("out/records")),
        ["x/a.html%2Ejson/b.html.json", "x/a.html.json", "y/a.html.json"]
    );
}

#[cfg(unix)]
#[test]
fn causes_hold_no_path_of_this_machine() {
    use std::os::unix::fs::symlink;
    let folder = folder(&[("in/a.html", "a"), ("out/run.json", ""), ("in/sub/b.html", "b")]);
    fs::remove_file(folder.path().join("out/run.json")).unwrap();
    symlink("round.html", folder.path().join("in/round.html")).unwrap();
    symlink("..", folder.path().join("in/sub/up")).unwrap();
    run_in(folder.path(), &["in"], "out", 1, &Witness::default()).unwrap();
    // A folder stands where a record should go.
    fs::remove_file(folder.path().join("out/records/a.html.json")).unwrap();
    fs::create_dir_all(folder.path().join("out/records/a.html.json/x")).unwrap();
    let witness = Witness::default();
    let summary = run_in(folder.path(), &["in"], "out", 1, &witness).unwrap();
    assert_eq!((summary.done, summary.failed), (1, 3));
    let here = folder.path().to_str().unwrap();
    assert!(seen(&witness).iter().all(|line| !line.contains(here)), "{:#?}", seen(&witness));
}

#[cfg(unix)]
#[test]
fn a_named_pipe_is_not_waited_for() {
    let folder = folder(&[("a.html", "a")]);
    let pipe = folder.path().join("pipe.html");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().unwrap();
    assert!(made.success());
    let witness = Witness::default();
    run_in(folder.path(), &["."], "out", 1, &witness).unwrap();
    assert!(seen(&witness)[1].starts_with("pipe.html ! the input is a named pipe"));
}
