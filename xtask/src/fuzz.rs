//! `cargo xtask fuzz`: lets a fuzzer look for bytes for which something does not hold.
//!
//! The targets are in `crates/fuzz`. Each starts from its stored seeds and from what earlier runs
//! found of interest. Bytes that end a target are kept in `crates/fuzz/seeds/TARGET`, where the tests
//! run them from then on. Needs `cargo install cargo-fuzz`, a nightly compiler and a C++ one.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};

use crate::table::{self, Align};
use crate::workspace::{Workspace, print, say};

/// What to run.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The targets; all of them where none is named
    #[arg(value_name = "TARGET")]
    targets: Vec<String>,
    /// How long each is run
    #[arg(long, default_value_t = 30)]
    minutes: u64,
    /// Where what is built and found of interest is kept [default: target/fuzz]
    #[arg(long, value_name = "DIR")]
    folder: Option<PathBuf>,
}

/// The longest input that is tried, in bytes.
const LONGEST: usize = 32 << 10;

/// An input that takes longer, in seconds, counts as one that does not hold.
const SLOWEST: usize = 20;

/// Memory in MiB, beyond which an input counts as one that does not hold.
const MOST_MEMORY: usize = 3 << 10;

const HEADS: [(&str, Align); 5] = [
    ("target", Align::Left),
    ("minutes", Align::Right),
    ("inputs tried", Align::Right),
    ("of interest", Align::Right),
    ("failed", Align::Right),
];

pub(crate) fn run(workspace: &Workspace, arguments: &Arguments) -> Result<ExitCode> {
    let home = workspace.root.join("crates/fuzz");
    let folder = arguments.folder.clone().unwrap_or_else(|| workspace.root.join("target/fuzz"));
    let known = names_in(&home.join("libfuzzer/targets"))?;
    if let Some(name) = arguments.targets.iter().find(|name| !known.contains(name)) {
        bail!("there is no target {name}; there are {}", known.join(", "));
    }
    let chosen = if arguments.targets.is_empty() { &known } else { &arguments.targets };
    let mut rows = Vec::new();
    let mut failed = 0;
    for name in chosen {
        let corpus = folder.join("corpus").join(name);
        plant(workspace, &home, name, &corpus)?;
        say(&format!("{name}: {} minutes", arguments.minutes));
        let kept = home.join("seeds").join(name);
        let found = fuzz(&home, &folder, name, &corpus, &kept, arguments.minutes)?;
        failed += found.failed;
        let count = fs::read_dir(&corpus)?.count();
        let numbers = [arguments.minutes, found.tried, count as u64, found.failed as u64];
        let [minutes, tried, kept, failed] = numbers.map(|number| number.to_string());
        rows.push([name.clone(), minutes, tried, kept, failed]);
    }
    print(&table::set(HEADS, &rows))?;
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The names of the programs in `folder`, sorted.
fn names_in(folder: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        names.extend(path.file_stem().map(|stem| stem.to_string_lossy().into_owned()));
    }
    names.sort();
    Ok(names)
}

/// Copies what the target starts from into its corpus.
fn plant(workspace: &Workspace, home: &Path, name: &str, corpus: &Path) -> Result<()> {
    fs::create_dir_all(corpus)?;
    let mut folders = vec![(home.join("seeds").join(name), String::new())];
    let table = fs::read_to_string(home.join("seeds.tsv")).context("crates/fuzz/seeds.tsv")?;
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        if let [target, folder, ending] = line.split('\t').collect::<Vec<_>>()[..]
            && target == name
        {
            folders.push((workspace.root.join(folder), format!(".{ending}")));
        }
    }
    for (number, (folder, ending)) in folders.iter().enumerate() {
        for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
            let path = entry?.path();
            let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_file() && file.ends_with(ending) {
                fs::copy(&path, corpus.join(format!("seed-{number}-{file}")))?;
            }
        }
    }
    Ok(())
}

/// What a run of the fuzzer gave.
struct Found {
    tried: u64,
    failed: usize,
}

/// Runs the fuzzer until the time is up, past whatever ends it; what does is kept in `kept`.
fn fuzz(
    home: &Path,
    folder: &Path,
    name: &str,
    corpus: &Path,
    kept: &Path,
    minutes: u64,
) -> Result<Found> {
    let (artifacts, log) =
        (folder.join("artifacts").join(name), folder.join(format!("{name}.log")));
    fs::create_dir_all(&artifacts)?;
    let mut command = Command::new("cargo");
    command.args(["+nightly", "fuzz", "run", "--sanitizer", "none"]);
    command.arg("--fuzz-dir").arg(home.join("libfuzzer"));
    command.arg("--target-dir").arg(folder.join("build"));
    command.arg(name).arg(corpus).arg("--");
    command.arg(format!("-max_total_time={}", minutes * 60));
    command.arg(format!("-max_len={LONGEST}"));
    command.arg(format!("-timeout={SLOWEST}"));
    command.arg(format!("-rss_limit_mb={MOST_MEMORY}"));
    command.arg(format!("-artifact_prefix={}/", artifacts.display()));
    // One process that starts another anew where it ends: what fails is noted, and the time used up.
    command.args(["-fork=1", "-ignore_crashes=1", "-ignore_timeouts=1", "-ignore_ooms=1"]);
    command.args(["-print_final_stats=1", "-verbosity=1"]);
    let output = fs::File::create(&log).with_context(|| log.display().to_string())?;
    let status = command.stdout(output.try_clone()?).stderr(output).status();
    let status =
        status.context("cargo fuzz cannot be run; `cargo install cargo-fuzz` installs it")?;
    let said = String::from_utf8_lossy(&fs::read(&log)?).into_owned();
    let tried = tried(&said);
    if tried == 0 {
        bail!("the fuzzer ended with {status} and tried nothing; see {}", log.display());
    }
    let mut failed = 0;
    for entry in fs::read_dir(&artifacts)? {
        let path = entry?.path();
        fs::copy(&path, kept.join(path.file_name().unwrap_or_default()))?;
        failed += 1;
    }
    Ok(Found { tried, failed })
}

/// The number of inputs that the fuzzer tried, by what it says last (`#12345: cov: ...`).
fn tried(said: &str) -> u64 {
    let numbers = said.lines().filter_map(|line| {
        let rest = line.strip_prefix('#')?;
        rest.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
    });
    numbers.max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_tried_is_what_the_fuzzer_says_last() {
        let said = "INFO: Seed: 1\n#2\tINITED cov: 3\n#1024: cov: 9 ft: 8 corp: 2\nDone\n";
        assert_eq!(tried(said), 1024);
        assert_eq!(tried("no number"), 0);
    }
}
