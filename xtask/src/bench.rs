//! `cargo xtask bench`: how fast the product is, told so that two runs can be compared.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use serde::Deserialize;

use crate::predict::read_lines;
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
    /// Measure how fast names are found on one core: tokens, sentences and recogniser
    Names(Names),
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

#[derive(Debug, Args)]
struct Names {
    /// A file of texts, JSON Lines with `text`, packed or not
    #[arg(long, value_name = "FILE")]
    data: PathBuf,
    /// How often all texts are read; the best time counts
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
}

pub(crate) fn run(workspace: &Workspace, arguments: &Arguments) -> Result<ExitCode> {
    match &arguments.what {
        What::Parse(parse) => run_parse(workspace, parse),
        What::Names(names) => run_names(workspace, names),
    }
}

/// A line of a file of texts.
#[derive(Deserialize)]
struct Text {
    text: String,
}

fn run_names(workspace: &Workspace, names: &Names) -> Result<ExitCode> {
    let texts = read_lines::<Text>(&names.data)?;
    let texts = texts.map(|text| Ok(text?.text.replace('\u{c}', " ")));
    let texts = texts.collect::<Result<Vec<String>>>()?.join("\u{c}");
    let mut file = tempfile::NamedTempFile::new().context("cannot write a file for the bench")?;
    file.write_all(texts.as_bytes()).context("cannot write the texts for the bench")?;
    let mut command = workspace.cargo();
    command.args(["bench", "--quiet", "--locked", "--package", "annalist-enrich"]);
    command.args(["--bench", "names", "--"]).arg(file.path()).arg(names.rounds.to_string());
    let line = output_of(&mut command)?;
    let speed: Speed =
        serde_json::from_str(&line).with_context(|| format!("the bench printed {line:?}"))?;
    print(&speed.table())?;
    Ok(ExitCode::SUCCESS)
}

/// What the bench measured of texts; times in nanoseconds.
#[derive(Debug, Deserialize)]
struct Speed {
    words: u64,
    documents: u64,
    /// What an enricher takes to load.
    loading: u64,
    names: u64,
    /// What all of enriching takes.
    all: u64,
}

impl Speed {
    fn table(&self) -> String {
        let speed = |time: u64| format!("{:.2}", self.words as f64 * 1e3 / time.max(1) as f64);
        let mut text = table::set(
            [("", Align::Left), ("M words/s", Align::Right)],
            &[
                ["tokens, sentences, names".to_owned(), speed(self.names)],
                ["and entities and dates".to_owned(), speed(self.all)],
            ],
        );
        let _ = writeln!(
            text,
            "\n{} texts, {} words; words, rules and model load in {:.1} ms",
            self.documents,
            self.words,
            self.loading as f64 / 1e6
        );
        text
    }
}

fn run_parse(workspace: &Workspace, parse: &Parse) -> Result<ExitCode> {
    let folder = parse.data.clone().unwrap_or_else(|| workspace.fixtures());
    let folder =
        fs::canonicalize(&folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut command = workspace.cargo();
    command.args(["bench", "--quiet", "--locked", "--package", "annalist-parse"]);
    command.args(["--bench", "parse", "--"]).arg(&folder).arg(parse.rounds.to_string());
    let measured = read(&output_of(&mut command)?)?;
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
fn read(lines: &str) -> Result<Vec<Measured>> {
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
    fn the_speed_of_names_counts_words() {
        let line =
            r#"{"words":3000,"documents":2,"loading":9400000,"names":2000000,"all":4000000}"#;
        let table = serde_json::from_str::<Speed>(line).unwrap().table();
        assert!(table.contains("tokens, sentences, names       1.50"), "{table}");
        assert!(
            table.contains("2 texts, 3000 words; words, rules and model load in 9.4 ms"),
            "{table}"
        );
    }

    #[test]
    fn what_is_no_measure_is_named() {
        let error = read("thread 'main' panicked").unwrap_err();
        assert!(error.to_string().contains("panicked"));
        assert!(summary(&[]).unwrap_err().to_string().contains("no page"));
    }
}
