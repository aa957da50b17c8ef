//! The whole run on several threads.

use anyhow::Result;
use serde::Serialize;

use super::Bench;
use super::spread::Spread;

/// The whole run on so many threads.
#[derive(Debug, Serialize)]
pub(super) struct Threads {
    pub(super) threads: usize,
    /// From start to end.
    pub(super) seconds: Spread,
    /// How many times as fast as on one thread, in the same round.
    pub(super) speed_up: Spread,
}

/// Runs on each number of threads by turns. The first number is one.
pub(super) fn measure(bench: &Bench<'_>, numbers: &[usize]) -> Result<Vec<Threads>> {
    let mut rounds: Vec<Vec<f64>> = Vec::new();
    for _ in bench.rounds() {
        let round = numbers.iter().map(|&threads| Ok(bench.run(threads)?.wall.as_secs_f64()));
        rounds.push(round.collect::<Result<_>>()?);
    }
    let column = |index: usize| rounds.iter().filter_map(move |round| round.get(index).copied());
    let threads = numbers.iter().enumerate().map(|(index, &threads)| Threads {
        threads,
        seconds: Spread::of(column(index)),
        speed_up: Spread::of(column(0).zip(column(index)).map(|(one, some)| one / some)),
    });
    Ok(threads.collect())
}
