//! `cargo xtask bench` on a few pages, so that no part of it can rot. It says nothing of how fast
//! anything is.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

/// The bench over 20 pages that are made, one round, two collections, built as tests are.
fn bench(more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")));
    command.args(["bench", "--profile", "dev", "--rounds", "1", "--threads", "2"]);
    command.args(["--pages", "20", "--sizes", "8,16"]).args(more).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn all_parts_of_the_table_are_there() {
    let output = bench(&["--json", "--peers", "--python", "python3", "--model", "no_such_model"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();

    let speed = &report["speed"];
    assert!(speed["pages"].as_u64().unwrap() > 10, "{speed}");
    assert!(speed["words"].as_u64().unwrap() > 1_000, "{speed}");
    let rows = speed["rows"].as_array().unwrap();
    let of_part = |part: &str| rows.iter().filter(|row| row["part"] == part).count();
    assert_eq!([of_part("floor"), of_part("rest"), of_part("whole")], [2, 1, 1]);
    for name in ["parse", "sentences", "names", "dates", "report: JSON", "report: Markdown"] {
        let row = rows.iter().find(|row| row["name"] == name);
        let row = row.unwrap_or_else(|| panic!("no row of {name} in {speed}"));
        assert!(row["seconds"]["median"].as_f64().unwrap() >= 0.0, "{row}");
    }

    let threads = report["threads"].as_array().unwrap();
    assert_eq!(
        threads.iter().map(|it| it["threads"].as_u64()).collect::<Vec<_>>(),
        [Some(1), Some(2)]
    );
    let growth = report["growth"].as_array().unwrap();
    assert_eq!(
        growth.iter().map(|it| it["pages"].as_u64()).collect::<Vec<_>>(),
        [Some(8), Some(16)]
    );

    // A model of this name is installed nowhere: the bench says so, and fails in nothing else.
    assert!(report["peers"]["missing"].as_str().unwrap().contains("no_such_model"), "{report}");
}

#[test]
fn a_folder_without_pages_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")));
    let output = command.args(["bench", "--profile", "dev", "--data", path]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("holds no page"), "{}", text(&output.stderr));
}

#[test]
fn larger_collections_are_told_of_one_after_the_other() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")));
    command.args(["bench", "scale", "--profile", "dev", "--sizes", "4,8", "--run-up-to", "4"]);
    let output = command.arg("--json").output().unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
    let costs: Vec<Value> =
        text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(costs.iter().map(|it| it["pages"].as_u64()).collect::<Vec<_>>(), [Some(4), Some(8)]);
    let written = |cost: &Value, step: &str| cost[step]["bytes"].as_u64().unwrap();
    for cost in &costs {
        for step in ["worker", "gather", "merge"] {
            assert!(cost[step]["seconds"].as_f64().unwrap() > 0.0, "{cost}");
        }
        assert!(written(cost, "worker") > written(cost, "gather"), "{cost}");
        assert!(written(cost, "merge") > 0, "{cost}");
    }
    // Each has the pages of the one before; one run is measured as far as it was asked for.
    assert!(written(&costs[1], "gather") > written(&costs[0], "gather"), "{costs:?}");
    assert!(costs[0]["run"]["files"].as_u64().unwrap() > 2 * 4, "{costs:?}");
    assert!(costs[1]["run"].is_null(), "{costs:?}");
}
