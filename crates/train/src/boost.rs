//! Gradient boosting of small trees on the logistic loss (Friedman 2001), with binned features and
//! trees grown leaf by leaf (Ke et al., "LightGBM", 2017). Runs on one thread; the same rows give
//! the same trees.

use std::fmt::Write as _;

/// How trees are grown.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Settings {
    pub(crate) trees: usize,
    pub(crate) leaves: usize,
    /// Share of each tree's answers that is added.
    pub(crate) rate: f64,
    /// Rows that a leaf holds at least.
    pub(crate) rows: usize,
    /// Share of the features that each tree may ask of, and of the rows that it learns from.
    pub(crate) features: f64,
    pub(crate) sample: f64,
}

/// Weight of the penalty on answers.
const PENALTY: f64 = 5.0;

/// Values of a feature that are told apart.
const BINS: usize = 254;

/// What is learned from: rows of features with a label and a weight.
#[derive(Default)]
pub(crate) struct Rows {
    pub(crate) features: Vec<Vec<f32>>,
    pub(crate) labels: Vec<bool>,
    pub(crate) weights: Vec<f64>,
}

impl Rows {
    pub(crate) fn push(&mut self, features: &[f32], label: bool, weight: f64) {
        self.features.push(features.to_vec());
        self.labels.push(label);
        self.weights.push(weight);
    }
}

/// The trees of a model.
pub(crate) struct Model {
    base: f64,
    trees: Vec<Vec<Node>>,
}

#[derive(Clone, Copy, Debug)]
enum Node {
    /// `next` is the node where the feature is less, the one after it that where it is not.
    Question {
        feature: usize,
        threshold: f32,
        next: usize,
    },
    Answer(f64),
}

impl Model {
    /// Learns from `rows`.
    pub(crate) fn learn(rows: &Rows, settings: Settings) -> Model {
        let count = rows.labels.len();
        let bins = Bins::of(&rows.features);
        let sure: f64 =
            (0..count).filter(|&row| rows.labels[row]).map(|row| rows.weights[row]).sum();
        let all: f64 = rows.weights.iter().sum();
        let share = (sure / all.max(1e-9)).clamp(1e-3, 1.0 - 1e-3);
        let base = (share / (1.0 - share)).ln();
        let mut sums = vec![base; count];
        let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
        let mut trees = Vec::with_capacity(settings.trees);
        for _ in 0..settings.trees {
            let slopes: Vec<[f64; 2]> = (0..count)
                .map(|row| {
                    let likelihood = 1.0 / (1.0 + (-sums[row]).exp());
                    let label = f64::from(u8::from(rows.labels[row]));
                    let weight = rows.weights[row];
                    [weight * (likelihood - label), weight * likelihood * (1.0 - likelihood)]
                })
                .collect();
            let asked: Vec<usize> =
                (0..bins.cuts.len()).filter(|_| dice.roll() < settings.features).collect();
            let sampled: Vec<u32> =
                (0..count as u32).filter(|_| dice.roll() < settings.sample).collect();
            let growth = Growth { bins: &bins, slopes: &slopes, asked: &asked, settings };
            let tree = growth.grow(sampled);
            for (row, sum) in sums.iter_mut().enumerate() {
                *sum += answer(&tree, &rows.features[row]);
            }
            trees.push(tree);
        }
        Model { base, trees }
    }

    /// The logarithm of the odds that the label of `features` is true.
    pub(crate) fn sum(&self, features: &[f32]) -> f64 {
        self.base + self.trees.iter().map(|tree| answer(tree, features)).sum::<f64>()
    }

    /// The model as the product reads it.
    pub(crate) fn write(&self, names: &[&str]) -> String {
        let mut text = format!("features\t{}\nbase\t{}\n", names.join("\t"), self.base as f32);
        for tree in &self.trees {
            text.push_str("tree");
            for node in tree {
                let _ = match node {
                    Node::Question { feature, threshold, next } => {
                        write!(text, "\t{feature}<{threshold}:{next}")
                    }
                    Node::Answer(value) => write!(text, "\t{value:.4}"),
                };
            }
            text.push('\n');
        }
        text
    }
}

fn answer(tree: &[Node], features: &[f32]) -> f64 {
    let mut at = 0;
    loop {
        match tree[at] {
            Node::Answer(value) => return value,
            Node::Question { feature, threshold, next } => {
                at = next + usize::from(features[feature] >= threshold);
            }
        }
    }
}

/// Features cut into bins: a row is in the bin of as many cuts as are not above its value.
struct Bins {
    cuts: Vec<Vec<f32>>,
    /// For each feature, the bin of each row.
    of: Vec<Vec<u8>>,
}

impl Bins {
    fn of(rows: &[Vec<f32>]) -> Bins {
        let count = rows.first().map_or(0, Vec::len);
        let mut bins = Bins { cuts: Vec::new(), of: Vec::new() };
        for feature in 0..count {
            let cuts = cuts(rows.iter().map(|row| row[feature]).collect());
            let bin = |row: &Vec<f32>| cuts.partition_point(|cut| *cut <= row[feature]) as u8;
            bins.of.push(rows.iter().map(bin).collect());
            bins.cuts.push(cuts);
        }
        bins
    }
}

/// Cuts between the values of a feature: bins of as many rows each as can be, where a value that most
/// rows have takes one bin and leaves the others to the rest.
fn cuts(mut values: Vec<f32>) -> Vec<f32> {
    values.sort_unstable_by(f32::total_cmp);
    let (mut cuts, mut filled, mut left) = (Vec::new(), 0, values.len());
    for alike in values.chunk_by(|one, other| one == other) {
        let fair = left / (BINS - cuts.len()).max(1);
        let is_full = filled > 0 && (filled >= fair || alike.len() >= fair);
        if is_full && cuts.len() < BINS - 1 {
            cuts.push(alike[0]);
            left -= filled;
            filled = 0;
        }
        filled += alike.len();
    }
    cuts
}

/// One tree as it grows.
struct Growth<'a> {
    bins: &'a Bins,
    slopes: &'a [[f64; 2]],
    asked: &'a [usize],
    settings: Settings,
}

/// A leaf that may be parted.
struct Leaf {
    node: usize,
    rows: Vec<u32>,
    /// For each feature that is asked of, for each bin: slope, curvature, rows.
    sums: Vec<[f64; 3]>,
    split: Option<Split>,
}

#[derive(Clone, Copy)]
struct Split {
    gain: f64,
    feature: usize,
    /// Rows of lower bins go one way.
    bin: u8,
}

impl Growth<'_> {
    fn grow(&self, rows: Vec<u32>) -> Vec<Node> {
        let mut tree = vec![Node::Answer(0.0)];
        let sums = self.sums(&rows);
        let mut leaves = vec![self.leaf(0, rows, sums)];
        while leaves.len() < self.settings.leaves {
            let gain = |leaf: &Leaf| leaf.split.map_or(0.0, |split| split.gain);
            let best = (0..leaves.len())
                .max_by(|&one, &other| gain(&leaves[one]).total_cmp(&gain(&leaves[other])));
            let Some((best, split)) = best.and_then(|it| Some((it, leaves[it].split?))) else {
                break;
            };
            let leaf = leaves.swap_remove(best);
            let bins = &self.bins.of[split.feature];
            let (low, high): (Vec<u32>, Vec<u32>) =
                leaf.rows.iter().partition(|&&row| bins[row as usize] < split.bin);
            let next = tree.len();
            tree[leaf.node] = Node::Question {
                feature: split.feature,
                threshold: self.bins.cuts[split.feature][usize::from(split.bin) - 1],
                next,
            };
            tree.extend([Node::Answer(0.0); 2]);
            let low_is_less = low.len() < high.len();
            let less = self.sums(if low_is_less { &low } else { &high });
            let more: Vec<[f64; 3]> = leaf
                .sums
                .iter()
                .zip(&less)
                .map(|(all, part)| [all[0] - part[0], all[1] - part[1], all[2] - part[2]])
                .collect();
            let (low_sums, high_sums) = if low_is_less { (less, more) } else { (more, less) };
            leaves.push(self.leaf(next, low, low_sums));
            leaves.push(self.leaf(next + 1, high, high_sums));
        }
        for leaf in leaves {
            let [slope, curvature] = leaf.rows.iter().fold([0.0, 0.0], |sum, &row| {
                let [slope, curvature] = self.slopes[row as usize];
                [sum[0] + slope, sum[1] + curvature]
            });
            let value = -self.settings.rate * slope / (curvature + PENALTY);
            // As the file says it.
            tree[leaf.node] = Node::Answer((value * 10_000.0).round() / 10_000.0);
        }
        tree
    }

    fn sums(&self, rows: &[u32]) -> Vec<[f64; 3]> {
        let mut sums = vec![[0.0; 3]; self.asked.len() * (BINS + 1)];
        for (place, &feature) in self.asked.iter().enumerate() {
            let sums = &mut sums[place * (BINS + 1)..(place + 1) * (BINS + 1)];
            let bins = &self.bins.of[feature];
            for &row in rows {
                let [slope, curvature] = self.slopes[row as usize];
                let sum = &mut sums[usize::from(bins[row as usize])];
                sum[0] += slope;
                sum[1] += curvature;
                sum[2] += 1.0;
            }
        }
        sums
    }

    fn leaf(&self, node: usize, rows: Vec<u32>, sums: Vec<[f64; 3]>) -> Leaf {
        let mut best: Option<Split> = None;
        let worth = |sum: [f64; 3]| sum[0] * sum[0] / (sum[1] + PENALTY);
        for (place, &feature) in self.asked.iter().enumerate() {
            let sums = &sums[place * (BINS + 1)..(place + 1) * (BINS + 1)];
            let add = |one: [f64; 3], other: &[f64; 3]| {
                [one[0] + other[0], one[1] + other[1], one[2] + other[2]]
            };
            let all = sums.iter().fold([0.0; 3], add);
            let mut low = [0.0; 3];
            for bin in 1..=self.bins.cuts[feature].len() {
                low = add(low, &sums[bin - 1]);
                let high = [all[0] - low[0], all[1] - low[1], all[2] - low[2]];
                let fewest = self.settings.rows as f64;
                if low[2] < fewest || high[2] < fewest {
                    continue;
                }
                let gain = worth(low) + worth(high) - worth(all);
                if gain > best.map_or(1e-6, |split| split.gain) {
                    best = Some(Split { gain, feature, bin: bin as u8 });
                }
            }
        }
        Leaf { node, rows, sums, split: best }
    }
}

/// Numbers that look random and are the same each time (Marsaglia, "Xorshift RNGs", 2003).
struct Dice(u64);

impl Dice {
    /// From 0 to 1.
    fn roll(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_features_that_decide_together_are_learned() {
        let mut rows = Rows::default();
        for number in 0..400_u16 {
            let (long, linked) = (number % 2 == 0, number / 2 % 2 == 0);
            let features =
                [f32::from(u8::from(long)), f32::from(number), f32::from(u8::from(linked))];
            rows.push(&features, long && !linked, 1.0);
        }
        let settings =
            Settings { trees: 60, leaves: 4, rate: 0.3, rows: 10, features: 1.0, sample: 0.8 };
        let model = Model::learn(&rows, settings);
        assert!(model.sum(&[1.0, 7.0, 0.0]) > 1.0);
        assert!(model.sum(&[1.0, 7.0, 1.0]) < -1.0);
        assert!(model.sum(&[0.0, 7.0, 0.0]) < -1.0);
        let names = ["long", "number", "linked"];
        assert_eq!(model.write(&names), Model::learn(&rows, settings).write(&names));
    }
}
