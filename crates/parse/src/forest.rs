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
#[derive(Debug)]
pub(crate) struct Forest {
    base: f32,
    nodes: Vec<Node>,
    /// Where each tree starts among the nodes.
    roots: Vec<u32>,
}

/// A question, or an answer.
#[derive(Clone, Copy, Debug)]
struct Node {
    /// Number of the feature that is asked of; [`ANSWER`] where this is an answer.
    feature: u16,
    /// The threshold of a question, the value of an answer.
    value: f32,
    /// The node to go on with where the feature is less than the threshold; the one after it where it
    /// is not.
    next: u32,
}

const ANSWER: u16 = u16::MAX;

impl Forest {
    /// The model of a file that asks of `features`.
    pub(crate) fn read(file: DataFile, features: &[&str]) -> Result<Forest, DataError> {
        let mut forest = Forest { base: 0.0, nodes: Vec::new(), roots: Vec::new() };
        for (line, number) in file.text.lines().zip(1..) {
            let fault = |message: &str| file.error(number, message);
            let mut cells = line.split('\t');
            match cells.next() {
                Some("features") if cells.by_ref().eq(features.iter().copied()) => (),
                Some("features") => return Err(fault("the model asks of other features")),
                Some("base") => {
                    forest.base = cells.next().and_then(number_of).ok_or(fault("no number"))?;
                }
                Some("tree") => forest
                    .add_tree(cells, features.len())
                    .ok_or_else(|| fault("the tree is broken"))?,
                _ => return Err(fault("neither features, base nor a tree")),
            }
        }
        Ok(forest)
    }

    /// A model that finds everything unlikely.
    #[cfg(feature = "training")]
    pub(crate) fn blank() -> Forest {
        Forest { base: -3.0, nodes: Vec::new(), roots: Vec::new() }
    }

    /// Adds a tree; `None` where its nodes lead nowhere, or back.
    fn add_tree<'c>(
        &mut self,
        cells: impl Iterator<Item = &'c str>,
        features: usize,
    ) -> Option<()> {
        let root = self.nodes.len();
        for cell in cells {
            let node = match cell.split_once('<') {
                None => Node { feature: ANSWER, value: number_of(cell)?, next: 0 },
                Some((feature, rest)) => {
                    let mut parts = rest.split(':');
                    let value = parts.next().and_then(number_of)?;
                    let next = parts.next()?.parse::<u32>().ok()?.checked_add(root as u32)?;
                    Node { feature: feature.parse().ok()?, value, next }
                }
            };
            self.nodes.push(node);
        }
        let leads_on = |(at, node): (usize, &Node)| {
            node.feature == ANSWER
                || (usize::from(node.feature) < features
                    && node.next as usize > root + at
                    && (node.next as usize) < self.nodes.len() - 1)
        };
        self.roots.push(root as u32);
        (root < self.nodes.len() && self.nodes[root..].iter().enumerate().all(leads_on))
            .then_some(())
    }

    /// What the trees say of what `features` describe: the logarithm of the odds that it is one of
    /// those that the model looks for.
    pub(crate) fn sum(&self, features: &[f32]) -> f32 {
        self.roots.iter().fold(self.base, |sum, &root| sum + self.answer(root, features))
    }

    fn answer(&self, root: u32, features: &[f32]) -> f32 {
        let mut node = self.nodes[root as usize];
        while node.feature != ANSWER {
            let is_less = features[usize::from(node.feature)] < node.value;
            node = self.nodes[node.next as usize + usize::from(!is_less)];
        }
        node.value
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
        let is_likely = |features: [f32; 2]| forest.sum(&features) > 0.0;
        assert!(is_likely([100.0, 0.1]));
        assert!(!is_likely([100.0, 0.9]));
        assert!(!is_likely([79.0, 0.1]));
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
        ] {
            let error = read(text).unwrap_err();
            assert_eq!((error.file.as_str(), error.line), ("test.forest", line), "{text}");
        }
    }
}
