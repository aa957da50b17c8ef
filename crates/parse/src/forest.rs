//! Boosted trees: models that were learned from examples, read from their files and asked.
//!
//! A model is a sum of small binary trees over the numbers that describe a thing (Friedman, "Greedy
//! function approximation: a gradient boosting machine", 2001). Its file is text, a line a tree:
//!
//! ```text
//! features TAB name TAB name …        what is asked of, in order
//! base TAB number                     where the sum starts
//! tree TAB node TAB node …            the root first; a node is `feature<threshold:next`, or a value;
//!                                     `next` is the node where that holds, the one after it else
//! ```
//!
//! `cargo xtask train body` writes these files.

use annalist_tables::{DataError, DataFile};

/// A sum of trees.
///
/// All questions of a tree are asked, of several rows at once, and none is waited for: each that is
/// answered with no rules out the answers where it holds, and of those that are left the first one is
/// the tree's (QuickScorer; Lucchese and others, SIGIR 2015).
#[derive(Debug)]
pub(crate) struct Forest {
    base: f32,
    trees: Vec<Tree>,
}

#[derive(Debug, Default)]
struct Tree {
    questions: Vec<Question>,
    /// From left to right.
    answers: Vec<f32>,
}

/// Whether a feature is less than a threshold.
#[derive(Clone, Copy, Debug)]
struct Question {
    feature: u32,
    threshold: f32,
    /// The answers that are left where it is not.
    left: u32,
}

/// Answers that a tree has at the most: one for each bit of a set of them.
const MOST_ANSWERS: usize = u32::BITS as usize;

/// Rows that are asked of at once.
const ROWS: usize = 8;

/// A node as its file has it.
enum Node {
    /// A question, and the node where it holds; the one after it is where it does not.
    Question(u32, f32, usize),
    Answer(f32),
}

impl Forest {
    /// The model of a file that asks of `features`.
    pub(crate) fn read(file: DataFile, features: &[&str]) -> Result<Forest, DataError> {
        let mut forest = Forest { base: 0.0, trees: Vec::new() };
        for (line, number) in file.text.lines().zip(1..) {
            let fault = |message: &str| file.error(number, message);
            let mut cells = line.split('\t');
            match cells.next() {
                Some("features") if cells.by_ref().eq(features.iter().copied()) => (),
                Some("features") => return Err(fault("the model asks of other features")),
                Some("base") => {
                    forest.base = cells.next().and_then(number_of).ok_or(fault("no number"))?;
                }
                Some("tree") => {
                    let nodes: Option<Vec<Node>> = cells.map(Node::read).collect();
                    let tree = nodes.and_then(|nodes| Tree::of(&nodes, features.len()));
                    forest.trees.push(tree.ok_or_else(|| fault("the tree is broken"))?);
                }
                _ => return Err(fault("neither features, base nor a tree")),
            }
        }
        Ok(forest)
    }

    /// A model that finds everything unlikely.
    #[cfg(feature = "training")]
    pub(crate) fn blank() -> Forest {
        Forest { base: -3.0, trees: Vec::new() }
    }

    /// What the trees say of what each of `rows` describes: the logarithm of the odds that it is one of
    /// those that the model looks for.
    pub(crate) fn sums<'r>(&self, mut rows: impl Iterator<Item = &'r [f32]>) -> Vec<f32> {
        let mut sums = Vec::new();
        let mut columns: Vec<[f32; ROWS]> = Vec::new();
        loop {
            let mut count = 0;
            for (place, row) in (0..ROWS).zip(rows.by_ref()) {
                columns.resize(row.len().max(columns.len()), [0.0; ROWS]);
                columns.iter_mut().zip(row).for_each(|(column, &number)| column[place] = number);
                count += 1;
            }
            let mut own = [self.base; ROWS];
            if count > 0 {
                self.trees.iter().for_each(|tree| tree.add(&columns, &mut own));
            }
            sums.extend(&own[..count]);
            if count < ROWS {
                return sums;
            }
        }
    }

    /// The same of one row.
    pub(crate) fn sum(&self, row: &[f32]) -> f32 {
        self.sums([row].into_iter()).first().copied().unwrap_or(self.base)
    }
}

impl Tree {
    /// The tree of its nodes; `None` where they lead nowhere, back, or to a node twice.
    fn of(nodes: &[Node], features: usize) -> Option<Tree> {
        let mut tree = Tree::default();
        // The answers below each node, as bits.
        let mut below = vec![0_u32; nodes.len()];
        let mut next = vec![0];
        while let Some(at) = next.pop() {
            match *nodes.get(at)? {
                Node::Answer(value) if tree.answers.len() < MOST_ANSWERS => {
                    below[at] = 1 << tree.answers.len();
                    tree.answers.push(value);
                }
                Node::Question(feature, _, yes) if yes > at && (feature as usize) < features => {
                    next.extend([yes + 1, yes]);
                }
                _ => return None,
            }
        }
        for (at, node) in nodes.iter().enumerate().rev() {
            if let Node::Question(feature, threshold, yes) = *node {
                let (held, not_held) = (*below.get(yes)?, *below.get(yes + 1)?);
                below[at] = held | not_held;
                tree.questions.push(Question { feature, threshold, left: !held });
            }
        }
        // Each node was come to once: those of a tree are one less than twice its answers.
        (nodes.len() + 1 == 2 * tree.answers.len()).then_some(tree)
    }

    /// Adds the answers of the tree to `sums`.
    fn add(&self, columns: &[[f32; ROWS]], sums: &mut [f32; ROWS]) {
        let left = self.left(columns);
        *sums = std::array::from_fn(|row| {
            sums[row] + self.answers[left[row].trailing_zeros() as usize]
        });
    }

    /// The answers that no question rules out. By itself, it is compiled to ask all rows side by side in
    /// one register.
    #[inline(never)]
    fn left(&self, columns: &[[f32; ROWS]]) -> [u32; ROWS] {
        let mut left = [u32::MAX; ROWS];
        for &Question { feature, threshold, left: not_held } in &self.questions {
            let column = &columns[feature as usize];
            let if_held = |row: usize| u32::from(column[row] < threshold).wrapping_neg();
            left = std::array::from_fn(|row| left[row] & (not_held | if_held(row)));
        }
        left
    }
}

impl Node {
    fn read(cell: &str) -> Option<Node> {
        let Some((feature, rest)) = cell.split_once('<') else {
            return number_of(cell).map(Node::Answer);
        };
        let (threshold, next) = rest.split_once(':')?;
        Some(Node::Question(feature.parse().ok()?, number_of(threshold)?, next.parse().ok()?))
    }
}

fn number_of(cell: &str) -> Option<f32> {
    cell.parse().ok().filter(|number: &f32| number.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "features\tlength\tlinks\nbase\t-1\ntree\t0<80:1\t-2.5\t1<0.5:3\t3\t-0.5\n";

    fn read(text: &'static str) -> Result<Forest, DataError> {
        Forest::read(DataFile { name: "test.forest", text }, &["length", "links"])
    }

    #[test]
    fn a_tree_is_followed_from_its_root() {
        let forest = read(FILE).unwrap();
        let rows = [[100.0, 0.1], [100.0, 0.9], [79.0, 0.1]];
        let sums = [2.0, -1.5, -3.5];
        assert_eq!(rows.map(|row| forest.sum(&row)), sums);
        let many = rows.iter().cycle().take(20);
        let all = forest.sums(many.map(<[f32; 2]>::as_slice));
        assert!(all.iter().eq(sums.iter().cycle().take(20)));
    }

    #[test]
    fn a_broken_model_is_refused_with_its_line() {
        for (text, line) in [
            ("features\tlength\n", 1),
            ("features\tlength\tlinks\ntree\t0<80:1\t1\n", 2),
            ("features\tlength\tlinks\ntree\t0<80:0\t1\n", 2),
            ("features\tlength\tlinks\nbase\tNaN\n", 2),
            ("features\tlength\tlinks\ntree\t7<80:1\t1\t2\n", 2),
            ("features\tlength\tlinks\ntree\n", 2),
            ("features\tlength\tlinks\ntree\t1\t2\n", 2),
            ("features\tlength\tlinks\ntree\t0<1:1\t0<2:1\t2\n", 2),
        ] {
            let error = read(text).unwrap_err();
            assert_eq!((error.file.as_str(), error.line), ("test.forest", line), "{text}");
        }
    }
}
