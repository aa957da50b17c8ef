//! What was measured, for people.

use std::fmt::Write;

use super::Report;
use super::growth::Growth;
use super::peers::{Outcome, Peers};
use super::spread::Spread;
use super::stages::{Part, Speed};
use super::threads::Threads;
use crate::table::{self, Align};

pub(super) fn report(report: &Report) -> String {
    let mut text = speed(&report.speed);
    let _ = writeln!(
        text,
        "\n{} pages, {:.1} MB, {} words; one core, time of the processor; the middle of {} rounds \
         (least to most)",
        report.speed.pages,
        report.speed.bytes as f64 / 1e6,
        report.speed.words,
        report.rounds,
    );
    let _ = write!(text, "\n{}", threads(&report.threads, report.speed.pages));
    if !report.growth.is_empty() {
        let _ = write!(text, "\n{}", growth(&report.growth));
    }
    match &report.peers {
        None => {}
        Some(Outcome::Missing(packages)) => {
            let _ = writeln!(
                text,
                "\nother programs: install {packages} for the Python that --python names \
                 (--model names another model of spaCy)"
            );
        }
        Some(Outcome::Measured(measured)) => {
            let _ = write!(text, "\n{}", peers(measured, report.speed.whole()));
        }
    }
    text
}

fn speed(speed: &Speed) -> String {
    let rows: Vec<[String; 6]> = speed
        .rows
        .iter()
        .map(|row| {
            let rate = |of: u64, unit: f64, digits: usize| match row.seconds.median {
                seconds if seconds > 0.0 => format!("{:.digits$}", of as f64 / unit / seconds),
                _ => String::new(),
            };
            let percent = match row.part {
                Part::Floor => String::new(),
                _ => row.percent.shown(1),
            };
            [
                row.name.clone(),
                rate(speed.pages, 1.0, 0),
                rate(speed.bytes, 1e6, 1),
                rate(speed.words, 1e6, 2),
                percent,
                row.times_floor.shown(2),
            ]
        })
        .collect();
    table::set(
        [
            ("", Align::Left),
            ("pages/s", Align::Right),
            ("MB/s", Align::Right),
            ("M words/s", Align::Right),
            ("% of the run", Align::Right),
            ("times scraper's tree", Align::Right),
        ],
        &rows,
    )
}

fn threads(threads: &[Threads], pages: u64) -> String {
    let rows: Vec<[String; 4]> = threads
        .iter()
        .map(|it| {
            [
                it.threads.to_string(),
                it.seconds.shown(2),
                format!("{:.0}", pages as f64 / it.seconds.median),
                it.speed_up.shown(2),
            ]
        })
        .collect();
    table::set(
        [
            ("threads", Align::Right),
            ("seconds", Align::Right),
            ("pages/s", Align::Right),
            ("times as fast as one", Align::Right),
        ],
        &rows,
    )
}

fn growth(growth: &[Growth]) -> String {
    let told = |it: Option<f64>, digits: usize| {
        it.map_or_else(|| "not told".to_owned(), |it| format!("{it:.digits$}"))
    };
    let rows: Vec<[String; 6]> = growth
        .iter()
        .map(|it| {
            [
                it.pages.to_string(),
                format!("{:.1}", it.seconds),
                told(it.peak.map(|peak| peak as f64 / 1e6), 0),
                told(it.times_smallest, 2),
                format!("{:.2}", it.unchanged_percent),
                format!("{:.2}", it.one_more_percent),
            ]
        })
        .collect();
    table::set(
        [
            ("pages", Align::Right),
            ("seconds", Align::Right),
            ("peak MB", Align::Right),
            ("times the smallest", Align::Right),
            ("% again, unchanged", Align::Right),
            ("% again, one page more", Align::Right),
        ],
        &rows,
    )
}

fn peers(peers: &Peers, whole: Spread) -> String {
    let mut rows: Vec<[String; 2]> =
        peers.parts.iter().map(|(name, seconds)| [name.clone(), seconds.shown(2)]).collect();
    rows.push(["annalist, the whole run".to_owned(), whole.shown(2)]);
    let mut text = table::set([("", Align::Left), ("seconds", Align::Right)], &rows);
    let _ = writeln!(
        text,
        "\n{}: annalist takes their time {} times over on one core",
        peers.programs.join(", "),
        peers.times.shown(1),
    );
    text
}
