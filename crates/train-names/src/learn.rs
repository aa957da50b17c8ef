//! Weights from sentences.
//!
//! For each sentence the weights of what is right go up, and those of what is thought likely go down,
//! by how likely it is thought ([`crate::field`]). Where it is not sure what is right, all that may be
//! goes up, by how likely it is among it. A weight moves the less the more it has moved already
//! (AdaGrad: Duchi, Hazan, Singer, 2011), and what counts in the end is its average over all steps.
//! Each time a word is looked at, some of its features are left out, so that none is relied upon
//! alone. No step depends on the machine: the same lessons give the same weights everywhere.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use annalist_enrich::training::TAGS;
use anyhow::{Result, anyhow};

use crate::dice::Dice;
use crate::field::{Between, Likely, Row, multipliers};

/// How the weights are learned.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plan {
    pub(crate) learners: u32,
    pub(crate) rounds: u32,
    /// How far a weight moves at first.
    pub(crate) rate: f32,
    /// Of how many features one is left out.
    pub(crate) leave_out: u64,
    /// How often a feature must be seen.
    pub(crate) least_seen: u32,
    /// How many features are kept.
    pub(crate) most_features: usize,
    pub(crate) seed: u64,
}

/// A sentence with what is right.
#[derive(Clone, Debug)]
pub(crate) struct Example {
    /// The features of each word.
    pub(crate) features: Vec<Vec<u32>>,
    /// Which words cannot belong to a name.
    pub(crate) plain: Vec<bool>,
    /// The tags that each word may have, a bit each: one where it is sure.
    pub(crate) allowed: Vec<u16>,
    /// How much it counts.
    pub(crate) weight: f32,
}

/// What was learned, packed to small numbers.
#[derive(Debug)]
pub(crate) struct Learned {
    /// Features in the order of their numbers.
    pub(crate) features: Vec<(u32, [i8; TAGS])>,
    pub(crate) transitions: [[i16; TAGS]; TAGS + 1],
}

/// Numbers of features are random already.
#[derive(Default)]
struct Plain(u64);

impl Hasher for Plain {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0 << 8 | u64::from(*byte);
        }
    }

    fn write_u32(&mut self, number: u32) {
        self.0 = u64::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

/// Weights: what they are, how far they have moved, and what their average over the steps so far
/// lacks. They lie apart, since the weights are asked for far more often than they change.
struct Table {
    now: Vec<Row>,
    moved: Vec<Row>,
    lag: Vec<Row>,
}

/// What a weight is taken to have moved before its first step, so that this is bounded.
const MOVED: f32 = 0.01;

impl Table {
    fn new(length: usize) -> Table {
        let rows = || vec![[0.0; TAGS]; length];
        Table { now: rows(), moved: rows(), lag: rows() }
    }

    /// Moves a row, where this share of all steps is done.
    fn change(&mut self, row: usize, by: &Row, rate: f32, done: f32) {
        let of_row = self.now.get_mut(row).zip(self.moved.get_mut(row)).zip(self.lag.get_mut(row));
        let Some(((now, moved), lag)) = of_row else { return };
        for tag in 0..TAGS {
            moved[tag] += by[tag] * by[tag];
            let change = rate * by[tag] / (MOVED + moved[tag]).sqrt();
            now[tag] += change;
            lag[tag] += change * done;
        }
    }

    /// Adds the averages of all rows to `sums`.
    fn add_averages(&self, sums: &mut [Row]) {
        for ((sum, now), lag) in sums.iter_mut().zip(&self.now).zip(&self.lag) {
            for tag in 0..TAGS {
                sum[tag] += now[tag] - lag[tag];
            }
        }
    }
}

/// Learns from `examples`: several learners, who hear them in another order each, and whose weights
/// are added up.
pub(crate) fn learn(mut examples: Vec<Example>, plan: Plan) -> Result<Learned> {
    let numbers = number_features(&mut examples, plan.least_seen);
    let mut sums = vec![[0.0; TAGS]; numbers.len()];
    let mut between = [[0.0; TAGS]; TAGS + 1];
    let examples = examples.as_slice();
    let learners: Vec<Learner> = std::thread::scope(|scope| {
        let start = |number| {
            let mut learner = Learner::new(numbers.len(), plan, number);
            scope.spawn(move || {
                learner.hear(examples);
                learner
            })
        };
        let threads: Vec<_> = (0..plan.learners).map(start).collect();
        let end = |_| anyhow!("a learner has broken off");
        threads.into_iter().map(|thread| thread.join().map_err(end)).collect::<Result<_>>()
    })?;
    for learner in learners {
        learner.features.add_averages(&mut sums);
        learner.transitions.add_averages(&mut between);
    }
    Ok(pack(&numbers, &sums, &between, plan))
}

/// One learner, with the memory that it needs while it hears a sentence.
struct Learner {
    plan: Plan,
    dice: Dice,
    features: Table,
    transitions: Table,
    between: Between,
    /// What is thought of the sentence, and what of it is left where only what is right may be.
    free: Likely,
    bound: Likely,
    sums: Vec<Row>,
    /// The features that are not left out, and where those of each word end.
    heard: Vec<u32>,
    ends: Vec<usize>,
}

/// What a change must be at least to be worth the work.
const LEAST_CHANGE: f32 = 1e-3;

impl Learner {
    fn new(features: usize, plan: Plan, number: u32) -> Learner {
        let transitions = Table::new(TAGS + 1);
        Learner {
            plan,
            dice: Dice(plan.seed + u64::from(number)),
            features: Table::new(features),
            between: multipliers(&transitions.now),
            transitions,
            free: Likely::default(),
            bound: Likely::default(),
            sums: Vec::new(),
            heard: Vec::new(),
            ends: Vec::new(),
        }
    }

    fn hear(&mut self, examples: &[Example]) {
        let steps = self.plan.rounds as f32 * examples.len() as f32;
        let mut order: Vec<usize> = (0..examples.len()).collect();
        for round in 0..self.plan.rounds {
            self.dice.shuffle(&mut order);
            for (at, number) in order.iter().enumerate() {
                let done = (round as f32 * examples.len() as f32 + at as f32) / steps;
                if let Some(example) = examples.get(*number) {
                    self.hear_one(example, done);
                }
            }
        }
    }

    fn hear_one(&mut self, example: &Example, done: f32) {
        self.add_up(example);
        self.free.look(&self.sums, None, &self.between);
        self.bound.look(&self.sums, Some(&example.allowed), &self.between);
        let mut start = 0;
        let words = self.bound.tags.iter().zip(&self.free.tags).zip(&self.ends);
        for ((bound, free), end) in words {
            let by = std::array::from_fn(|tag| example.weight * (bound[tag] - free[tag]));
            if is_worth_it(&by) {
                for feature in self.heard.get(start..*end).unwrap_or_default() {
                    self.features.change(*feature as usize, &by, self.plan.rate, done);
                }
            }
            start = *end;
        }
        let mut changes = [[0.0; TAGS]; TAGS + 1];
        let mut add = |before: usize, bound: &Row, free: &Row| {
            for tag in 0..TAGS {
                changes[before][tag] += example.weight * (bound[tag] - free[tag]);
            }
        };
        if let Some((bound, free)) = self.bound.tags.first().zip(self.free.tags.first()) {
            add(TAGS, bound, free);
        }
        for (bound, free) in self.bound.pairs.iter().zip(&self.free.pairs) {
            for before in 0..TAGS {
                add(before, &bound[before], &free[before]);
            }
        }
        if is_worth_it(changes.as_flattened()) {
            for (row, by) in changes.iter().enumerate() {
                self.transitions.change(row, by, self.plan.rate, done);
            }
            self.between = multipliers(&self.transitions.now);
        }
    }

    /// Adds up the weights of the words.
    fn add_up(&mut self, example: &Example) {
        self.sums.clear();
        self.heard.clear();
        self.ends.clear();
        for (features, is_plain) in example.features.iter().zip(&example.plain) {
            let mut sum = [0.0; TAGS];
            if *is_plain {
                sum = [f32::MIN / 2.0; TAGS];
                sum[0] = 0.0;
            }
            for feature in features {
                if self.dice.roll().is_multiple_of(self.plan.leave_out) {
                    continue;
                }
                self.heard.push(*feature);
                if let Some(row) = self.features.now.get(*feature as usize) {
                    for tag in 0..TAGS {
                        sum[tag] += row[tag];
                    }
                }
            }
            self.ends.push(self.heard.len());
            self.sums.push(sum);
        }
    }
}

fn is_worth_it(changes: &[f32]) -> bool {
    changes.iter().any(|change| change.abs() > LEAST_CHANGE)
}

/// Gives the features of the examples small numbers, drops those that are seen too rarely, and says
/// which number each had.
fn number_features(examples: &mut [Example], least_seen: u32) -> Vec<u32> {
    let mut seen: HashMap<u32, u32, BuildHasherDefault<Plain>> = HashMap::default();
    for feature in examples.iter().flat_map(|example| example.features.iter().flatten()) {
        *seen.entry(*feature).or_default() += 1;
    }
    let mut numbers: Vec<u32> = seen
        .iter()
        .filter(|(_, count)| **count >= least_seen)
        .map(|(feature, _)| *feature)
        .collect();
    numbers.sort_unstable();
    let index: HashMap<u32, u32, BuildHasherDefault<Plain>> =
        numbers.iter().copied().zip(0..).collect();
    for features in examples.iter_mut().flat_map(|example| &mut example.features) {
        *features = features.iter().filter_map(|feature| index.get(feature).copied()).collect();
        features.shrink_to_fit();
    }
    numbers
}

/// What a weight of 1 is packed as.
const SCALE: f32 = 40.0;

/// Keeps the features that weigh most, and packs weights into small numbers.
fn pack(numbers: &[u32], sums: &[Row], between: &Between, plan: Plan) -> Learned {
    let unit = plan.learners as f32 / SCALE;
    let small = |sum: f32, most: f32| (sum / unit).round().clamp(-most, most);
    let rows = numbers.iter().zip(sums).map(|(number, sums)| {
        // Whole numbers, since those with a point cannot be sorted.
        let size = sums.iter().map(|sum| (sum.abs() * 1e6 / unit) as u64).sum::<u64>();
        (size, *number, sums.map(|sum| small(sum, 127.0) as i8))
    });
    let mut heavy: Vec<_> =
        rows.filter(|(.., row)| row.iter().any(|weight| *weight != 0)).collect();
    heavy.sort_unstable_by_key(|(size, number, _)| (std::cmp::Reverse(*size), *number));
    heavy.truncate(plan.most_features);
    let mut features: Vec<_> = heavy.into_iter().map(|(_, number, row)| (number, row)).collect();
    features.sort_unstable_by_key(|(number, _)| *number);
    let transitions = between.map(|row| row.map(|sum| small(sum, 32_767.0) as i16));
    Learned { features, transitions }
}
