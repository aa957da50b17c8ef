//! What the model was made from and how good it is, for those who use it.

use std::fmt::Write;
use std::path::Path;

use annalist_enrich::training::{self, RuleScore};
use anyhow::Result;

use crate::score::{Count, Score, score};
use crate::{OWN_TIMES, PLAN, Texts, sets};

/// Sets that the model can be tested on, in the form of those that it learns from.
const TESTS: [&str; 8] =
    ["uner-ewt", "meantime", "re3d", "wikigold", "crossner-politics", "gmb", "wnut17", "btc"];

/// The note on the model of `file`, tested on the texts of the folder `test`.
pub(crate) fn write(
    texts: &[Texts],
    file: &[u8],
    steps: &[(i32, u16)],
    rules: &[RuleScore],
    test: Option<&Path>,
) -> Result<String> {
    let mut note = String::from(HEAD);
    for (set, texts) in texts {
        let names: usize = texts.iter().map(|text| text.names.len()).sum();
        let (name, texts) = (set.name, texts.len());
        writeln!(note, "| {name} | {texts} | {names} | {} | {} |", set.what, set.licence)?;
    }
    note.push_str(&BESIDE.replace("TIMES", &OWN_TIMES.to_string()));
    writeln!(
        note,
        "\n## How\n\nA conditional random field. {} learners hear all sentences {} times, in another order \
         each, with one feature in {} left out\nby chance (seed {}); weights move by AdaGrad (rate {}), and \
         their averages over all steps are added up. Of the\nfeatures the {} that weigh most are kept, a \
         byte a weight. Of 100 texts 15 are also heard without capitals.\nThe file has {:.1} MB.",
        PLAN.learners,
        PLAN.rounds,
        PLAN.leave_out,
        PLAN.seed,
        PLAN.rate,
        PLAN.most_features,
        file.len() as f64 / 1e6
    )?;
    if let Some(test) = test {
        note.push_str(TESTED);
        let enricher = training::enricher(file, rules)?;
        for set in TESTS {
            let path = test.join(format!("{set}-dev.jsonl.gz"));
            if path.exists() {
                row(&mut note, set, &score(&enricher, &sets::read(&path)?))?;
            }
        }
    }
    note.push_str(SURE);
    for (lead, sure) in steps {
        writeln!(note, "| {lead} | {sure} |")?;
    }
    Ok(note)
}

fn row(note: &mut String, set: &str, score: &Score) -> std::fmt::Result {
    let f1 = |count: Count| format!("{:.1}", 100.0 * count.f1());
    let all = score.all();
    writeln!(
        note,
        "| {set} | {} | {} | {} | {:.1} | {:.1} | {} |",
        f1(score.person),
        f1(score.organisation),
        f1(score.place),
        100.0 * all.precision(),
        100.0 * all.recall(),
        f1(all)
    )
}

const HEAD: &str = "\
# The model of names

`names.model` decides which words of an English text name a person, an organisation, a place, a group
or something else. `cargo xtask train names --data DIR --test DIR` writes it and this note; the same
texts give the same bytes. No sentence of the texts is in it: only numbers, under numbers that are
made of words and their neighbours.

## Made from

| set | texts | names | what | licence and source |
| --- | --: | --: | --- | --- |
";

const BESIDE: &str = "
The marks of gmb were made by programs. Where a second program (spaCy's en_core_web_md, MIT) reads a
sentence differently, each word may be what either says, and the sentence counts less. The texts of
our own stand in `crates/train-names/data/texts.txt`; each is taken TIMES times, with other names
drawn.

In the model are also:

- for 278,000 words the number of two clusters each (of 128, of 1,024): k-means over the word vectors
  of en_core_web_md (vectors CC0, Explosion: OSCAR, Wikipedia, OpenSubtitles, News Crawl);
- for 29,000 words whether they are names of countries, US states or cities of more than 100,000
  people (GeoNames, CC BY 4.0, geonames.org), or given or family names of the US Census (public
  domain).

The tables beside the model (given names from Arabic, Persian, Turkish and Kurdish, ranks, words of
organisations and so on) are no part of it: what they say is evidence that the model weighs.
";

const TESTED: &str = "
## On texts that it has not seen

From raw text, by the scorer of the sets: F1 of people, organisations, places, then precision, recall
and F1 of the three together. An article before a name and a genitive behind it do not count. Some of
our own texts were written after a look at what an earlier model missed in these sets: they hold no
sentence of them, but the kinds of text, so other sets of the kinds may gain less.

| set | people | organisations | places | precision | recall | F1 |
| --- | --: | --: | --: | --: | --: | --: |
";

const SURE: &str = "
## How sure it is

A name's score is how many in a thousand of such names are right, in the texts of wikigold,
crossner-politics and wnut17 that were kept back: from so far ahead of all other readings on, so many.
What only rules and lists found has the score of its rule, counted over the texts of all sets that
were kept back (`rule-scores.tsv`).

| ahead | right in a thousand |
| --: | --: |
";
