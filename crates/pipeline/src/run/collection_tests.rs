//! The report on a collection that grows is that of a run from nothing, names and copies and all.

use std::fs;
use std::path::Path;

use annalist_enrich::Options;
use annalist_model::Decision;
use annalist_variants::{Chance, Originals};

use super::tests::{Witness, files};
use super::*;

/// Pages, and steps in which they change.
const PAGES: u64 = 16;
const STEPS: u64 = 7;

fn engine(decisions: Vec<Decision>) -> Arc<Engine> {
    Arc::new(Engine::new(Options::default()).unwrap().with_decisions(decisions))
}

fn run_over(engine: &Arc<Engine>, folder: &Path, out: &str, jobs: usize) -> Summary {
    let selection = Selection {
        working_folder: folder.to_owned(),
        paths: vec!["in".into()],
        ..Selection::default()
    };
    let witness = Witness::default();
    let control = Control { watch: &witness, stop: &witness.stop };
    let settings = Settings { jobs, ..Settings::default() };
    run(engine, &selection, Path::new(out), &settings, control).unwrap()
}

/// Names that the last run named twice, as the user may have decided about them.
fn decisions(folder: &Path) -> Vec<Decision> {
    let corpus = fs::read_to_string(folder.join("out/corpus.json")).unwrap();
    let corpus: serde_json::Value = serde_json::from_str(&corpus).unwrap();
    let persons = corpus["entities"].as_array().unwrap().iter().filter(|it| it["type"] == "person");
    let mut names = persons.map(|it| it["name"].as_str().unwrap().to_owned());
    let mut next = || names.next().unwrap();
    vec![
        Decision::Same { one: next(), other: next() },
        Decision::NotSame { one: next(), other: next() },
        Decision::Preferred { name: next(), preferred: "Somebody Else".to_owned() },
    ]
}

#[test]
fn a_collection_that_changes_is_reported_on_as_one_that_is_new() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures");
    let originals = Originals::read(&fixtures).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let write = |number: u64, seed: u64| {
        let page = originals.variant(seed, number);
        let path = folder.path().join("in").join(page.name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, page.bytes).unwrap();
        path
    };
    (0..PAGES).for_each(|number| drop(write(number, 1)));
    let (plain, mut unchanged) = (engine(Vec::new()), 0);
    let mut decided: Option<Arc<Engine>> = None;
    let mut chance = Chance::new(7);
    for step in 0..STEPS {
        match step {
            0 | 4 => {}
            // Among others, before all others, and behind them.
            1 => drop(write(chance.below(PAGES), 2)),
            2 => {
                let page = write(0, 1);
                fs::rename(&page, folder.path().join("in/0-first.html")).unwrap();
            }
            3 => drop(write(PAGES + 80, 1)),
            5 => fs::remove_file(write(chance.below(PAGES), 1)).unwrap(),
            _ => drop(write(PAGES, 3)),
        }
        if step == 4 {
            decided = Some(engine(decisions(folder.path())));
        }
        let engine = decided.as_ref().unwrap_or(&plain);
        let names = folder.path().join("out").join(cache::FOLDER).join("names");
        assert_eq!(names.exists(), step > 0, "what was judged is kept");
        unchanged += run_over(engine, folder.path(), "out", 2).unchanged;
        let _ = fs::remove_dir_all(folder.path().join("clean"));
        run_over(engine, folder.path(), "clean", 1);
        let (out, clean) = (files(&folder.path().join("out")), files(&folder.path().join("clean")));
        assert!(out == clean, "step {step}");
    }
    assert!(unchanged as u64 > 4 * (PAGES - 2), "{unchanged}");
}
