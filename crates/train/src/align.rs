//! Which paragraphs of a page are in the text that people say is its article.
//!
//! A long paragraph is where most of its runs of four words are; a short one where it stands beside
//! a paragraph that is. Of equal ones no more are than the text has, those among most others first.

use std::collections::HashMap;

/// Words that make a run.
const RUN: usize = 4;

/// Paragraphs on either side that a short one may lean on.
const REACH: usize = 6;

/// The words of a text, as scorers part them.
pub(crate) fn words(text: &str) -> Vec<&str> {
    text.split(|character: char| !(character.is_alphanumeric() || character == '_'))
        .filter(|word| !word.is_empty())
        .collect()
}

/// For each paragraph, whether it is in `article`.
pub(crate) fn labels(paragraphs: &[&str], article: &str) -> Vec<bool> {
    let article = words(article);
    let mut runs: HashMap<&[&str], u32> = HashMap::new();
    for length in 1..=RUN + 2 {
        for run in article.windows(length) {
            *runs.entry(run).or_default() += 1;
        }
    }
    let texts: Vec<Vec<&str>> = paragraphs.iter().map(|text| words(text)).collect();
    let mut labels: Vec<bool> = texts
        .iter()
        .map(|text| {
            let found = text.windows(RUN).filter(|run| runs.contains_key(run)).count();
            text.len() >= RUN && 2 * found > text.len() - RUN + 1
        })
        .collect();
    lean(&texts, &runs, &mut labels, &mut (0..texts.len()));
    lean(&texts, &runs, &mut labels, &mut (0..texts.len()).rev());
    thin(&texts, &runs, &mut labels);
    labels
}

/// Labels short paragraphs that go on from a labelled one, or into one.
fn lean(
    texts: &[Vec<&str>],
    runs: &HashMap<&[&str], u32>,
    labels: &mut [bool],
    order: &mut dyn Iterator<Item = usize>,
) {
    for at in order {
        let text = &texts[at];
        if text.is_empty() || text.len() >= RUN || labels[at] {
            continue;
        }
        let is_labelled = |&other: &usize| labels[other] && !texts[other].is_empty();
        let before = (at.saturating_sub(REACH)..at).rev().find(is_labelled);
        let after = (at + 1..texts.len().min(at + 1 + REACH)).find(is_labelled);
        let goes_on = before.is_some_and(|before| {
            let end = &texts[before][texts[before].len().saturating_sub(2)..];
            runs.contains_key([end, text].concat().as_slice())
        });
        let goes_into = after.is_some_and(|after| {
            let start = &texts[after][..texts[after].len().min(2)];
            runs.contains_key([text, start].concat().as_slice())
        });
        labels[at] = goes_on || goes_into;
    }
}

/// Takes labels back where the page says something more often than the article does.
fn thin(texts: &[Vec<&str>], runs: &HashMap<&[&str], u32>, labels: &mut [bool]) {
    let mut alike: HashMap<&[&str], Vec<usize>> = HashMap::new();
    for (at, text) in texts.iter().enumerate().filter(|(at, text)| labels[*at] && !text.is_empty())
    {
        alike.entry(text).or_default().push(at);
    }
    let mut alike: Vec<(&[&str], Vec<usize>)> =
        alike.into_iter().filter(|(_, places)| places.len() > 1).collect();
    alike.sort();
    for (text, mut places) in alike {
        let length = text.len().min(RUN + 2);
        let known = text.windows(length).map(|run| runs.get(run).copied().unwrap_or(0));
        let times = known.min().unwrap_or(0).max(1) as usize;
        let company = |at: usize| {
            let around = at.saturating_sub(RUN)..labels.len().min(at + RUN + 1);
            labels[around].iter().filter(|label| **label).count()
        };
        let mut ranked: Vec<(usize, usize)> =
            places.drain(..).map(|at| (usize::MAX - company(at), at)).collect();
        ranked.sort_unstable();
        for (_, at) in ranked.into_iter().skip(times) {
            labels[at] = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_of_the_article_are_known() {
        let page = [
            "Home",
            "The harbour opened on Monday after nine years of work.",
            "What now?",
            "The council has not said who pays for the second pier.",
            "Read more about harbours and piers in our archive.",
            "The harbour opened on Monday after nine years of work.",
        ];
        let article = "The harbour opened on Monday after nine years of work. What now? \
                       The council has not said who pays for the second pier.";
        assert_eq!(labels(&page, article), [false, true, true, true, false, false]);
    }
}
