//! Other programs on the same pages: trafilatura takes the text, spaCy finds the names in it.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use super::Bench;
use super::spread::Spread;
use super::stages::Speed;
use crate::workspace::output_of;

const PROGRAM: &str = include_str!("peers.py");

/// What became of the comparison.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Outcome {
    Measured(Peers),
    /// What is to be installed first.
    Missing(String),
}

#[derive(Debug, Serialize)]
pub(super) struct Peers {
    /// Their names and versions.
    pub(super) programs: Vec<String>,
    /// What each part takes of all pages on one core, in seconds, in the order of the work.
    pub(super) parts: Vec<(String, Spread)>,
    /// How many times as fast the whole run is.
    pub(super) times: Spread,
}

/// What the program prints.
#[derive(Deserialize)]
#[serde(untagged)]
enum Printed {
    Missing { missing: Vec<String> },
    Measured { programs: Vec<String>, rounds: Vec<Vec<(String, f64)>> },
}

/// Runs them, once a round. Loading is not counted for them, and is for the product.
pub(super) fn measure(bench: &Bench<'_>, speed: &Speed) -> Result<Outcome> {
    let mut command = Command::new(&bench.whole.python);
    command.arg("-c").arg(PROGRAM).arg(&bench.list).arg(&bench.whole.model);
    command.arg(bench.whole.rounds.to_string());
    // One core: the libraries below must not start threads of their own.
    for library in ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"] {
        command.env(library, "1");
    }
    if !is_there(&bench.whole.python) {
        let model = &bench.whole.model;
        return Ok(Outcome::Missing(format!("Python itself, trafilatura, spacy, {model}")));
    }
    let line = output_of(&mut command)?;
    let printed = serde_json::from_str(line.trim())
        .with_context(|| format!("the comparison printed {line:?}"))?;
    Ok(match printed {
        Printed::Missing { missing } => Outcome::Missing(missing.join(", ")),
        Printed::Measured { programs, rounds } => {
            Outcome::Measured(peers(programs, &rounds, speed.whole()))
        }
    })
}

/// Whether a Python can be run at all.
fn is_there(python: &Path) -> bool {
    let version = Command::new(python).arg("--version").output();
    version.is_ok_and(|output| output.status.success())
}

fn peers(programs: Vec<String>, rounds: &[Vec<(String, f64)>], whole: Spread) -> Peers {
    let names = rounds.first().into_iter().flatten().map(|(name, _)| name.clone());
    let parts = names.enumerate().map(|(index, name)| {
        let times = rounds.iter().filter_map(|round| round.get(index));
        (name, Spread::of(times.map(|(_, seconds)| *seconds)))
    });
    let sums = rounds.iter().map(|round| round.iter().map(|(_, seconds)| seconds).sum::<f64>());
    let sums = Spread::of(sums);
    // The least that the one may be faster, and the most.
    let times = Spread {
        median: sums.median / whole.median,
        min: sums.min / whole.max,
        max: sums.max / whole.min,
    };
    Peers { programs, parts: parts.collect(), times }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_of_the_parts_is_set_beside_the_whole_run() {
        let rounds = [vec![("a".to_owned(), 1.0), ("b".to_owned(), 3.0)]];
        let peers = peers(Vec::new(), &rounds, Spread { median: 2.0, min: 1.0, max: 4.0 });
        assert_eq!(peers.times, Spread { median: 2.0, min: 1.0, max: 4.0 });
        assert_eq!(peers.parts[1].1.median, 3.0);
    }
}
