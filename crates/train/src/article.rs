//! The models that find articles: the kind of a page, then its paragraphs.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use annalist_parse::training;
use anyhow::{Context, Result};

use crate::boost::{Model, Rows, Settings};
use crate::gold::{self, Example};
use crate::score::Score;

/// The sets, with the licence that each states and how much its pages count.
const SETS: [(&str, &str, f64); 7] = [
    ("fixtures", "annalist's own", 3.0),
    ("scrapinghub", "MIT, scrapinghub/article-extraction-benchmark", 1.0),
    ("news4k", "Apache-2.0, AndyTheFactory/article-extraction-dataset", 1.0),
    ("fundus", "MIT, flairNLP/fundus", 1.0),
    ("wcxb", "CC-BY-4.0, WCXB, M. Foley 2026", 1.0),
    ("readability", "Apache-2.0, mozilla/readability", 0.5),
    ("trafilatura", "Apache-2.0, adbar/trafilatura", 1.0),
];

const KINDS: [&str; 3] = ["thread", "index", "offer"];

const OF_PAGES: Settings = Settings { trees: 60, leaves: 8, rate: 0.08, rows: 8, features: 0.4 };

const OF_PARAGRAPHS: Settings =
    Settings { trees: 150, leaves: 16, rate: 0.1, rows: 30, features: 0.5 };

/// Parts of the sites that models are tested on, each in turn.
const FOLDS: u64 = 5;

/// Makes the models from the sets in `data` and the fixtures of the workspace at `root`, and writes
/// them to where `parse` has them.
pub(crate) fn train(data: &Path, root: &Path) -> Result<()> {
    let out = &root.join("crates").join("parse").join("data");
    let parser = training::parser().context("the words of the parser")?;
    let mut examples = Vec::new();
    for (set, ..) in &SETS[1..] {
        examples.extend(gold::read(&parser, data, set)?);
    }
    examples.extend(gold::fixtures(&parser, root)?);
    let mut seen = Vec::new();
    for fold in 0..FOLDS {
        let kinds = kind_models(&examples, |it| fold_of(it) != fold);
        seen.extend((0..examples.len()).filter(|&at| fold_of(&examples[at]) == fold).map(|at| {
            let numbers = &examples[at].page.numbers;
            let likelihood = |model: &Model| match numbers.is_empty() {
                true => 0.0,
                false => model.likelihood(numbers),
            };
            (at, kinds.each_ref().map(likelihood))
        }));
    }
    seen.sort_by_key(|(at, _)| *at);
    for (at, kinds) in seen {
        set_kinds(&mut examples[at], kinds);
    }
    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    for fold in 0..FOLDS {
        let [article, other] = paragraph_models(&examples, |it| fold_of(it) != fold);
        for example in examples.iter().filter(|it| fold_of(it) == fold) {
            let Some(known) = &example.gold.article_text else { continue };
            let model = if is_article(example) { &article } else { &other };
            let text = picked(example, model);
            for name in names_of(example) {
                scores.entry(name).or_default().add(known, &text);
            }
        }
    }
    let note = note(&examples, &scores);
    print!("{note}");
    let kinds = kind_models(&examples, |_| true);
    let page_names = training::kind_names();
    for (name, model) in KINDS.iter().zip(&kinds) {
        write(out, name, &model.write(&page_names))?;
    }
    let names = training::paragraph_names();
    for (name, model) in ["article", "other"].iter().zip(paragraph_models(&examples, |_| true)) {
        write(out, name, &model.write(&names))?;
    }
    fs::write(out.join("MODELS.md"), note).context("cannot write MODELS.md")
}

fn write(out: &Path, name: &str, text: &str) -> Result<()> {
    let path = out.join(format!("{name}.forest"));
    fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))
}

/// What an example counts in the figures of.
fn names_of(example: &Example) -> Vec<String> {
    let mut names = vec![example.set.to_owned()];
    if let (Some(kind), "wcxb") = (example.kind(), example.set) {
        names.push(format!("{}, {}", example.set, KINDS[kind]));
    } else if example.set == "wcxb" {
        names.push("wcxb, article".to_owned());
    }
    names
}

/// The part of the sites that an example belongs to.
fn fold_of(example: &Example) -> u64 {
    // FNV-1a, which is the same everywhere.
    let hash = example.site.bytes().fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    });
    (hash >> 20) % FOLDS
}

/// One model a kind of page, from those of `is_seen`.
fn kind_models(examples: &[Example], is_seen: impl Fn(&Example) -> bool) -> [Model; 3] {
    [0, 1, 2].map(|kind| {
        let mut rows = Rows::default();
        for example in examples.iter().filter(|it| is_seen(it) && !it.page.numbers.is_empty()) {
            let weight = if example.set == "wcxb" { 1.0 } else { 0.5 };
            rows.push(&example.page.numbers, example.kind() == Some(kind), weight);
        }
        Model::learn(&rows, OF_PAGES)
    })
}

/// Lets the likelihoods of the kinds stand in the rows of a page, as they will in use.
fn set_kinds(example: &mut Example, kinds: [f64; 3]) {
    for paragraph in &mut example.page.paragraphs {
        let start = paragraph.numbers.len() - kinds.len();
        for (number, kind) in paragraph.numbers[start..].iter_mut().zip(kinds) {
            *number = kind as f32;
        }
    }
}

/// Whether the models of the kinds take a page for an article.
fn is_article(example: &Example) -> bool {
    let numbers = example.page.paragraphs.first().map(|it| &it.numbers);
    numbers.is_none_or(|it| it[it.len() - 3..].iter().all(|kind| *kind <= 0.5))
}

/// The models of paragraphs: that of articles, and that of other pages.
fn paragraph_models(examples: &[Example], is_seen: impl Fn(&Example) -> bool) -> [Model; 2] {
    let learn = |is_wanted: &dyn Fn(&Example) -> bool| {
        let mut rows = Rows::default();
        for example in
            examples.iter().filter(|it| is_seen(it) && !it.is_doubtful() && is_wanted(it))
        {
            let counts = SETS.iter().find(|(set, ..)| *set == example.set).map_or(1.0, |it| it.2);
            let labelled = example.labels.iter().zip(&example.weights);
            for (paragraph, (&label, &weight)) in example.page.paragraphs.iter().zip(labelled) {
                if weight > 0.0 {
                    rows.push(&paragraph.numbers, label, weight * counts);
                }
            }
        }
        Model::learn(&rows, OF_PARAGRAPHS)
    };
    [learn(&|it| it.kind().is_none()), learn(&|_| true)]
}

/// The text that a model picks, by the rule of the product.
fn picked(example: &Example, model: &Model) -> String {
    let paragraphs = &example.page.paragraphs;
    let kept = training::pick(paragraphs, is_article(example), &|numbers| {
        model.likelihood(numbers) as f32
    });
    let texts = paragraphs.iter().zip(kept).filter(|(_, kept)| *kept);
    texts.map(|(it, _)| it.text.as_str()).collect::<Vec<_>>().join("\n")
}

/// What the models were made from, and how good they are on sites that they have not seen.
fn note(examples: &[Example], scores: &BTreeMap<String, Score>) -> String {
    let mut note = String::from(
        "# The models\n\n\
         `article.forest`, `other.forest` pick the paragraphs of a page; `thread.forest`,\n\
         `index.forest`, `offer.forest` tell its kind. `cargo xtask train article --data DIR`\n\
         writes them and this note; the same pages give the same bytes. No text of the pages is in\n\
         them, only thresholds on the numbers that describe a page or a paragraph.\n\n\
         ## Made from\n\n| set | pages | licence and source |\n| --- | --: | --- |\n",
    );
    for (set, licence, _) in SETS {
        let pages = examples.iter().filter(|it| it.set == set).count();
        let _ = writeln!(note, "| {set} | {pages} | {licence} |");
    }
    note.push_str(
        "\n## On sites that they have not seen\n\n\
         Five folds by site, body F1 over runs of four words. Comments are no part of the text, so\n\
         what is said of threads is their opening posts.\n\n\
         | pages | number | F1 |\n| --- | --: | --: |\n",
    );
    for (name, score) in scores {
        let _ = writeln!(note, "| {name} | {} | {:.3} |", score.pages(), score.f1());
    }
    note
}
