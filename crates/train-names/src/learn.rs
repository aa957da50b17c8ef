//! An averaged perceptron over sentences (Collins, 2002).
//!
//! For each sentence that is guessed wrong, the weights of what is right go up and those of what was
//! guessed go down. What counts in the end is their average over all steps. Each time a word is looked
//! at, some of its features are left out, so that none is relied upon alone. All numbers are whole:
//! the same lessons give the same weights on every machine.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use annalist_enrich::training::{Guesser, TAGS};

/// How the weights are learned.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plan {
    pub(crate) learners: u32,
    pub(crate) rounds: u32,
    /// How far ahead of all others the right tag of a word must be.
    pub(crate) margin: i32,
    /// Of how many features one is left out.
    pub(crate) leave_out: u64,
    /// How often a feature must be seen.
    pub(crate) least_seen: u32,
    /// How many features are kept.
    pub(crate) most_features: usize,
    pub(crate) seed: u64,
}

/// A sentence with the right answer.
#[derive(Clone, Debug)]
pub(crate) struct Example {
    /// The features of each word.
    pub(crate) features: Vec<Vec<u32>>,
    pub(crate) tags: Vec<u8>,
    /// Which words cannot belong to a name.
    pub(crate) plain: Vec<bool>,
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

/// Random numbers that are the same each time (SplitMix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            items.swap(at, (self.roll() % (at as u64 + 1)) as usize);
        }
    }
}

/// The weights of the features, and for each what the sum of it over the steps so far lacks. They
/// lie apart, since the weights are asked for far more often than they change.
struct Table {
    now: Vec<[i16; TAGS]>,
    lag: Vec<[i64; TAGS]>,
}

impl Table {
    fn new(length: usize) -> Table {
        Table { now: vec![[0; TAGS]; length], lag: vec![[0; TAGS]; length] }
    }

    /// Adds the weights of a row.
    fn add(&self, row: usize, sums: &mut [i32; TAGS]) {
        if let Some(row) = self.now.get(row) {
            for (sum, weight) in sums.iter_mut().zip(row) {
                *sum += i32::from(*weight);
            }
        }
    }

    /// Raises one weight and lowers another, at this step.
    fn change(&mut self, row: (usize, usize), up: usize, down: usize, step: i64) {
        for (row, tag, by) in [(row.0, up, 1), (row.1, down, -1)] {
            if let Some((now, lag)) = self.now.get_mut(row).zip(self.lag.get_mut(row)) {
                now[tag] = now[tag].saturating_add(by);
                lag[tag] += i64::from(by) * step;
            }
        }
    }

    /// The sums of a row over all steps.
    fn sums(&self, row: usize, steps: i64) -> [i64; TAGS] {
        std::array::from_fn(|tag| i64::from(self.now[row][tag]) * steps - self.lag[row][tag])
    }
}

/// Learns from `examples`: several learners, who hear them in another order each, and whose weights
/// are added up.
pub(crate) fn learn(mut examples: Vec<Example>, plan: Plan) -> Learned {
    let numbers = number_features(&mut examples, plan.least_seen);
    let mut sums = vec![[0; TAGS]; numbers.len()];
    let mut transitions = [[0; TAGS]; TAGS + 1];
    for learner in 0..plan.learners {
        let (table, between, steps) = learn_once(&examples, numbers.len(), plan, learner);
        for (row, sum) in sums.iter_mut().enumerate() {
            *sum = add(*sum, table.sums(row, steps));
        }
        for (row, sum) in transitions.iter_mut().enumerate() {
            *sum = add(*sum, between.sums(row, steps));
        }
    }
    let steps = i64::from(plan.rounds) * examples.len() as i64 * i64::from(plan.learners);
    pack(&numbers, &sums, &transitions, steps, plan.most_features)
}

fn add(one: [i64; TAGS], other: [i64; TAGS]) -> [i64; TAGS] {
    std::array::from_fn(|tag| one[tag] + other[tag])
}

/// One learner: the weights of features, those of tags behind tags, and the number of steps.
fn learn_once(
    examples: &[Example],
    features: usize,
    plan: Plan,
    learner: u32,
) -> (Table, Table, i64) {
    let mut table = Table::new(features);
    let mut transitions = Table::new(TAGS + 1);
    let mut dice = Dice(plan.seed + u64::from(learner));
    let mut guesser = Guesser::default();
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut step: i64 = 0;
    let (mut sums, mut heard) = (Vec::new(), Vec::new());
    for _ in 0..plan.rounds {
        dice.shuffle(&mut order);
        for at in &order {
            let Some(example) = examples.get(*at) else { continue };
            step += 1;
            sums.clear();
            heard.clear();
            for (features, is_plain) in example.features.iter().zip(&example.plain) {
                let mut sum = if *is_plain { Guesser::PLAIN } else { [0; TAGS] };
                for feature in features {
                    let is_heard = !dice.roll().is_multiple_of(plan.leave_out);
                    if is_heard {
                        heard.push(*feature);
                        table.add(*feature as usize, &mut sum);
                    }
                }
                heard.push(u32::MAX);
                sums.push(sum);
            }
            for (sum, right) in sums.iter_mut().zip(&example.tags) {
                for (tag, value) in sum.iter_mut().enumerate() {
                    if tag != usize::from(*right) {
                        *value += plan.margin;
                    }
                }
            }
            let weights = std::array::from_fn(|row| transitions.now[row].map(i32::from));
            let guessed = guesser.guess(&sums, &weights);
            if guessed == example.tags {
                continue;
            }
            let mut heard = heard.split(|feature| *feature == u32::MAX);
            let mut before = (TAGS, TAGS);
            for (right, guessed) in example.tags.iter().zip(guessed) {
                let (right, guessed) = (usize::from(*right), usize::from(*guessed));
                let features = heard.next().unwrap_or_default();
                if right != guessed {
                    for feature in features {
                        let row = *feature as usize;
                        table.change((row, row), right, guessed, step);
                    }
                }
                if (before.0, right) != (before.1, guessed) {
                    transitions.change(before, right, guessed, step);
                }
                before = (right, guessed);
            }
        }
    }
    (table, transitions, step + 1)
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

/// Keeps the features that weigh most, and packs weights into small numbers: the average weight of a
/// learner is 1 for so many of them.
fn pack(
    numbers: &[u32],
    sums: &[[i64; TAGS]],
    transitions: &[[i64; TAGS]; TAGS + 1],
    steps: i64,
    most_features: usize,
) -> Learned {
    let unit = steps as f64 / SCALE;
    let small = |sum: i64, most: f64| (sum as f64 / unit).round().clamp(-most, most);
    let rows = numbers.iter().zip(sums).map(|(number, sums)| {
        let size = sums.iter().map(|sum| sum.unsigned_abs()).sum::<u64>();
        (size, *number, sums.map(|sum| small(sum, 127.0) as i8))
    });
    let mut heavy: Vec<_> =
        rows.filter(|(.., row)| row.iter().any(|weight| *weight != 0)).collect();
    heavy.sort_unstable_by_key(|(size, number, _)| (std::cmp::Reverse(*size), *number));
    heavy.truncate(most_features);
    let mut features: Vec<_> = heavy.into_iter().map(|(_, number, row)| (number, row)).collect();
    features.sort_unstable_by_key(|(number, _)| *number);
    let transitions = transitions.map(|row| row.map(|sum| small(sum, 32_767.0) as i16));
    Learned { features, transitions }
}

/// What a weight of 1 is packed as.
const SCALE: f64 = 6.0;
