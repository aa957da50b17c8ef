//! How good a text is against the one that people say is the article: runs of four words, as the
//! article extraction benchmark of Scrapinghub counts them.

use std::collections::HashMap;

use crate::align::words;

/// Sums over pages.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Score {
    precision: f64,
    precise: f64,
    recall: f64,
    pages: f64,
}

impl Score {
    pub(crate) fn add(&mut self, article: &str, text: &str) {
        let (known, found) = (runs(article), runs(text));
        let shared: f64 = known
            .iter()
            .map(|(run, &count)| f64::from(count.min(*found.get(run).unwrap_or(&0))))
            .sum();
        let sum = |runs: &HashMap<Vec<&str>, u32>| f64::from(runs.values().sum::<u32>());
        if sum(&found) > 0.0 {
            self.precision += shared / sum(&found);
            self.precise += 1.0;
        }
        self.recall += shared / sum(&known).max(1.0);
        self.pages += 1.0;
    }

    /// The harmonic mean of the means of precision and recall.
    pub(crate) fn f1(self) -> f64 {
        let (precision, recall) =
            (self.precision / self.precise.max(1.0), self.recall / self.pages.max(1.0));
        2.0 * precision * recall / (precision + recall).max(1e-9)
    }

    pub(crate) fn pages(self) -> usize {
        self.pages as usize
    }
}

fn runs(text: &str) -> HashMap<Vec<&str>, u32> {
    let words = words(text);
    let mut runs = HashMap::new();
    if words.len() < 4 && !words.is_empty() {
        runs.insert(words, 1);
        return runs;
    }
    for run in words.windows(4) {
        *runs.entry(run.to_vec()).or_default() += 1;
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_a_text_is_half_of_its_recall() {
        let mut score = Score::default();
        score.add("a b c d e", "a b c d");
        assert!((score.f1() - 2.0 / 3.0).abs() < 1e-9);
    }
}
