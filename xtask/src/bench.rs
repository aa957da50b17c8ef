//! `cargo xtask bench`: how fast the product is, told so that two runs can be compared.

use std::fmt::Write;
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::table::{self, Align};
use crate::workspace::{Workspace, output_of, print};

/// Pages of the folder that are shown: those that take longest for their length.
const MOST_SHOWN: usize = 3;

/// A page may take so many times as long for a byte as the page in the middle.
const MOST_TIMES: f64 = 4.0;

/// Arguments of `bench`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Measure how fast pages are read, beside what scraper alone takes for their trees
    Parse(Parse),
    /// Measure how fast names are compared, merged, listed and found
    Match(Match),
}

#[derive(Debug, Args)]
struct Match {
    /// How many names are generated
    #[arg(long, value_name = "N", default_value_t = 100_000, value_parser = clap::value_parser!(u32).range(2..=10_000_000))]
    names: u32,
}

#[derive(Debug, Args)]
struct Parse {
    /// The folder of saved pages: .html and .htm, packed with gzip or not [default: fixtures]
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// How often each page is read; its best time counts
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
}

pub(crate) fn run(workspace: &Workspace, arguments: &Arguments) -> Result<ExitCode> {
    match &arguments.what {
        What::Parse(parse) => measure_parse(workspace, parse),
        What::Match(names) => measure_match(workspace, names),
    }
}

fn measure_match(workspace: &Workspace, arguments: &Match) -> Result<ExitCode> {
    let mut command = workspace.cargo();
    command.args(["bench", "--quiet", "--locked", "--package", "annalist-enrich"]);
    command.args(["--bench", "match", "--"]).arg(arguments.names.to_string());
    print(&rates(&read(&output_of(&mut command)?)?))?;
    Ok(ExitCode::SUCCESS)
}

/// Something that the bench of names did so many times; the time in nanoseconds.
#[derive(Debug, Deserialize)]
struct Timed {
    what: String,
    times: u64,
    nanoseconds: u64,
}

/// How often a second each thing is done.
fn rates(timed: &[Timed]) -> String {
    let rows: Vec<[String; 4]> = timed
        .iter()
        .map(|it| {
            let seconds = it.nanoseconds as f64 / 1e9;
            let rate = it.times as f64 / seconds.max(1e-9);
            [it.what.clone(), it.times.to_string(), format!("{seconds:.3}"), format!("{rate:.0}")]
        })
        .collect();
    table::set(
        [
            ("", Align::Left),
            ("times", Align::Right),
            ("seconds", Align::Right),
            ("a second", Align::Right),
        ],
        &rows,
    )
}

fn measure_parse(workspace: &Workspace, parse: &Parse) -> Result<ExitCode> {
    let folder = parse.data.clone().unwrap_or_else(|| workspace.fixtures());
    let folder =
        fs::canonicalize(&folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut command = workspace.cargo();
    command.args(["bench", "--quiet", "--locked", "--package", "annalist-parse"]);
    command.args(["--bench", "parse", "--"]).arg(&folder).arg(parse.rounds.to_string());
    let measured: Vec<Measured> = read(&output_of(&mut command)?)?;
    print(&summary(&measured)?)?;
    Ok(ExitCode::SUCCESS)
}

/// What the bench measured of one page; times in nanoseconds.
#[derive(Debug, Deserialize)]
struct Measured {
    kind: Kind,
    name: String,
    bytes: u64,
    /// What scraper alone takes; none where it takes too long to wait for.
    bare: Option<u64>,
    parse: u64,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    /// A page of the folder.
    Page,
    /// A page made to take long.
    Hostile,
}

impl Measured {
    fn time_per_byte(&self) -> f64 {
        self.parse as f64 / self.bytes as f64
    }
}

/// What the bench printed, a JSON object a line.
fn read<T: DeserializeOwned>(lines: &str) -> Result<Vec<T>> {
    lines
        .lines()
        .map(|line| {
            serde_json::from_str(line).with_context(|| format!("the bench printed {line:?}"))
        })
        .collect()
}

/// The speed over the pages of the folder, and the pages that take longest for their length.
fn summary(measured: &[Measured]) -> Result<String> {
    let mut pages: Vec<&Measured> = measured.iter().filter(|it| it.kind == Kind::Page).collect();
    pages.sort_by(|one, other| other.time_per_byte().total_cmp(&one.time_per_byte()));
    let Some(middle) = pages.get(pages.len() / 2).map(|page| page.time_per_byte()) else {
        bail!("the folder holds no page");
    };
    let bytes: u64 = pages.iter().map(|page| page.bytes).sum();
    let bare: u64 = pages.iter().filter_map(|page| page.bare).sum();
    let parse: u64 = pages.iter().map(|page| page.parse).sum();
    let speed = |time: u64| format!("{:.1}", bytes as f64 * 1e3 / time as f64);
    let times = |of: f64| format!("{of:.2}");
    let mut text = table::set(
        [("", Align::Left), ("MB/s", Align::Right), ("times", Align::Right)],
        &[
            ["scraper's tree alone".to_owned(), speed(bare), times(1.0)],
            ["the whole parse".to_owned(), speed(parse), times(parse as f64 / bare as f64)],
        ],
    );
    let _ = writeln!(
        text,
        "\n{} pages, {:.1} MB; the page in the middle takes {middle:.1} ns a byte\n",
        pages.len(),
        bytes as f64 / 1e6,
    );
    let hostile = measured.iter().filter(|it| it.kind == Kind::Hostile);
    let rows: Vec<[String; 4]> = pages
        .into_iter()
        .take(MOST_SHOWN)
        .chain(hostile)
        .map(|page| {
            let times = page.time_per_byte() / middle;
            let sign = if times > MOST_TIMES { "too long" } else { "" };
            [page.name.clone(), page.bytes.to_string(), format!("{times:.1}"), sign.to_owned()]
        })
        .collect();
    text.push_str(&table::set(
        [
            ("page", Align::Left),
            ("bytes", Align::Right),
            ("times the middle", Align::Right),
            ("", Align::Left),
        ],
        &rows,
    ));
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speeds_are_set_beside_each_other_and_long_pages_named() {
        let lines = concat!(
            r#"{"kind":"page","name":"a.html","bytes":1000,"bare":10000,"parse":20000}"#,
            "\n",
            r#"{"kind":"page","name":"b.html","bytes":1000,"bare":10000,"parse":10000}"#,
            "\n",
            r#"{"kind":"page","name":"c.html","bytes":2000,"bare":20000,"parse":30000}"#,
            "\n",
            r#"{"kind":"hostile","name":"signs","bytes":100,"bare":null,"parse":9000}"#,
            "\n",
        );
        let summary = summary(&read(lines).unwrap()).unwrap();
        let lines: Vec<&str> = summary.lines().collect();
        assert_eq!(lines[1], "scraper's tree alone  100.0   1.00");
        assert_eq!(lines[2], "the whole parse        66.7   1.50");
        assert_eq!(lines[4], "3 pages, 0.0 MB; the page in the middle takes 15.0 ns a byte");
        assert_eq!(lines[7], "a.html   1000               1.3");
        assert_eq!(lines[10], "signs     100               6.0  too long");
    }

    #[test]
    fn rates_are_what_is_done_a_second() {
        let line = r#"{"what":"compare","times":500,"nanoseconds":250000000}"#;
        let text = rates(&read(line).unwrap());
        assert_eq!(text.lines().nth(1), Some("compare    500    0.250      2000"));
    }

    #[test]
    fn what_is_no_measure_is_named() {
        let error = read::<Measured>("thread 'main' panicked").unwrap_err();
        assert!(error.to_string().contains("panicked"));
        assert!(summary(&[]).unwrap_err().to_string().contains("no page"));
    }
}
