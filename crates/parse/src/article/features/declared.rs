//! The text that a page declares to be its article's, in the data of its scripts
//! (`articleBody` of schema.org), and how much of each paragraph stands in it.

use foldhash::{HashSet, HashSetExt};
use html5ever::local_name;
use serde::Deserialize;

use crate::fnv::Fnv;
use crate::page::Page;

/// The key whose value is a body.
const KEY: &str = "\"articleBody\"";

/// Words that make a run.
const RUN: usize = 3;

/// Words of a body that are looked at.
const MOST: usize = 40_000;

/// The runs of words of the declared body; none where no body is declared.
pub(super) struct Declared(HashSet<u64>);

impl Declared {
    pub(super) fn of(page: &Page<'_>) -> Declared {
        let mut runs = HashSet::new();
        let scripts = page.all().filter(|&node| {
            page.is(node, &local_name!("script"))
                && page.attribute(node, "type").is_some_and(|it| it.contains("ld+json"))
        });
        for text in scripts.flat_map(|it| page.below(it)).filter_map(|it| page.text_node(it)) {
            for body in bodies(text) {
                runs.extend(runs_of(&body).take(MOST));
            }
        }
        Declared(runs)
    }

    /// The share of the runs of `text` that the declared body has; -1 where none is declared.
    pub(super) fn share(&self, text: &str) -> f32 {
        if self.0.is_empty() {
            return -1.0;
        }
        let (mut shared, mut all) = (0, 0);
        for run in runs_of(text) {
            all += 1;
            shared += u32::from(self.0.contains(&run));
        }
        shared as f32 / all.max(1) as f32
    }
}

/// The bodies in the text of a script, also where it is no JSON as a whole.
fn bodies(script: &str) -> impl Iterator<Item = String> + '_ {
    script.split(KEY).skip(1).filter_map(|rest| {
        let value = rest.trim_start().strip_prefix(':')?.trim_start();
        if !value.starts_with('"') {
            return None;
        }
        String::deserialize(&mut serde_json::Deserializer::from_str(value)).ok()
    })
}

/// The runs of words of a text, as their hashes. A shorter text is one run.
fn runs_of(text: &str) -> impl Iterator<Item = u64> + '_ {
    let words: Vec<&str> =
        text.split(|it: char| !it.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let length = words.len().clamp(1, RUN);
    let hash = |run: &[&str]| {
        let mut hash = Fnv::default();
        for word in run {
            hash.add_text(word);
            hash.add_text(" ");
        }
        hash.finish()
    };
    let runs: Vec<u64> = words.windows(length).map(hash).collect();
    runs.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_are_read_from_scripts_that_are_no_json_too() {
        let script =
            r#"{"articleBody" : "The pier\u0020opened.", "articleBody":3, "articleBody":"x"#;
        assert_eq!(bodies(script).collect::<Vec<_>>(), ["The pier opened."]);
    }

    #[test]
    fn the_share_is_that_of_the_runs() {
        let declared = Declared(runs_of("the pier opened on Monday at noon").collect());
        assert_eq!(declared.share("the pier opened on Monday"), 1.0);
        assert_eq!(declared.share("the pier opened early"), 0.5);
        assert_eq!(Declared(HashSet::new()).share("the pier"), -1.0);
    }
}
