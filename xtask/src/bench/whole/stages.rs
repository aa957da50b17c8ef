//! Each stage on one core, beside what no reader of pages can do without, and the whole run.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use super::Bench;
use super::spread::Spread;
use crate::product::build_bench;
use crate::workspace::output_of;

/// What was measured on one core.
#[derive(Debug, Serialize)]
pub(super) struct Speed {
    pub(super) pages: u64,
    pub(super) bytes: u64,
    pub(super) words: u64,
    pub(super) rows: Vec<Row>,
}

/// Something that is done with all pages.
#[derive(Debug, Serialize)]
pub(super) struct Row {
    pub(super) name: String,
    pub(super) part: Part,
    pub(super) seconds: Spread,
    /// How many times as long as scraper's tree alone.
    pub(super) times_floor: Spread,
    /// The part of the whole run, in percent.
    pub(super) percent: Spread,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Part {
    /// What the product is measured by.
    Floor,
    Stage,
    /// What the whole run takes beside its stages.
    Rest,
    Whole,
    /// The whole run and the report as HTML.
    WithHtml,
}

/// The name of the row that all others are set beside.
const TREE: &str = "scraper's tree alone";

/// What the bench of `parse` prints of a page.
#[derive(Deserialize)]
struct ParsedPage {
    copy: Option<u64>,
    bare: Option<u64>,
}

/// What the bench of the stages prints.
#[derive(Deserialize)]
struct Stages {
    pages: u64,
    bytes: u64,
    words: u64,
    stages: Vec<Stage>,
}

#[derive(Deserialize)]
struct Stage {
    name: String,
    /// In nanoseconds.
    time: u64,
}

impl Speed {
    /// The whole run, in seconds.
    pub(super) fn whole(&self) -> Spread {
        let whole = self.rows.iter().find(|row| row.part == Part::Whole);
        whole.map(|row| row.seconds).unwrap_or_default()
    }
}

pub(super) fn measure(bench: &Bench<'_>) -> Result<Speed> {
    let (workspace, profile) = (bench.workspace, bench.whole.profile.as_str());
    let floor = build_bench(workspace, profile, "annalist-parse", "parse")?;
    let stages = build_bench(workspace, profile, "annalist-tests", "stages")?;
    let mut rounds = Vec::new();
    let mut size = (0, 0, 0);
    for _ in bench.rounds() {
        let mut round = floor_of(&floor, &bench.pages)?;
        let line = output_of(Command::new(&stages).arg(&bench.pages))?;
        let measured: Stages = serde_json::from_str(&line)
            .with_context(|| format!("the bench of stages printed {line:?}"))?;
        size = (measured.pages, measured.bytes, measured.words);
        let whole = bench.run(1)?.worked.as_secs_f64();
        let first = round.len();
        let seconds = |stage: Stage| (stage.name, Part::Stage, stage.time as f64 / 1e9);
        round.extend(measured.stages.into_iter().map(seconds));
        let known: f64 = round.iter().skip(first).map(|(_, _, seconds)| seconds).sum();
        let rest = (whole - known).max(0.0);
        round.push(("files, cache, collection".to_owned(), Part::Rest, rest));
        round.push(("the whole run".to_owned(), Part::Whole, whole));
        let html = bench.run_with_html(1)?.worked.as_secs_f64();
        round.push(("with the report as HTML".to_owned(), Part::WithHtml, html));
        rounds.push(round);
    }
    let (pages, bytes, words) = size;
    Ok(Speed { pages, bytes, words, rows: rows(&rounds) })
}

/// What one round measured: name, part, seconds.
type Round = Vec<(String, Part, f64)>;

/// Copying the pages, and their trees.
fn floor_of(program: &Path, pages: &Path) -> Result<Round> {
    let lines = output_of(Command::new(program).arg(pages).args(["1", "pages"]))?;
    let (mut copy, mut bare) = (0, 0);
    for line in lines.lines() {
        let page: ParsedPage = serde_json::from_str(line)
            .with_context(|| format!("the bench of parse printed {line:?}"))?;
        copy += page.copy.unwrap_or_default();
        bare += page.bare.unwrap_or_default();
    }
    let row = |name: &str, time: u64| (name.to_owned(), Part::Floor, time as f64 / 1e9);
    Ok(vec![row("copying the bytes", copy), row(TREE, bare)])
}

/// The rounds row by row; what is set beside something else is that of the same round.
fn rows(rounds: &[Round]) -> Vec<Row> {
    let Some(first) = rounds.first() else { return Vec::new() };
    let seconds_of = |round: &Round, wanted: &dyn Fn(&str, Part) -> bool| {
        let found = round.iter().find(|(name, part, _)| wanted(name, *part));
        found.map_or(0.0, |(_, _, seconds)| *seconds)
    };
    let over = |a: f64, b: f64| if b > 0.0 { a / b } else { 0.0 };
    first
        .iter()
        .map(|(name, part, _)| {
            let own = |round: &Round| seconds_of(round, &|it, _| it == name);
            let tree = |round: &Round| seconds_of(round, &|it, _| it == TREE);
            let whole = |round: &Round| seconds_of(round, &|_, part| part == Part::Whole);
            Row {
                name: name.clone(),
                part: *part,
                seconds: Spread::of(rounds.iter().map(own)),
                times_floor: Spread::of(rounds.iter().map(|it| over(own(it), tree(it)))),
                percent: Spread::of(rounds.iter().map(|it| 100.0 * over(own(it), whole(it)))),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_round_is_set_beside_its_own_floor() {
        let round = |tree: f64, parse: f64| {
            vec![
                (TREE.to_owned(), Part::Floor, tree),
                ("parse".to_owned(), Part::Stage, parse),
                ("the whole run".to_owned(), Part::Whole, 2.0 * parse),
            ]
        };
        let rows = rows(&[round(1.0, 2.0), round(4.0, 8.0)]);
        assert_eq!(rows[1].seconds, Spread { median: 5.0, min: 2.0, max: 8.0 });
        assert_eq!(rows[1].times_floor, Spread { median: 2.0, min: 2.0, max: 2.0 });
        assert_eq!(rows[1].percent.median, 50.0);
        assert_eq!(rows[2].times_floor.median, 4.0);
    }
}
