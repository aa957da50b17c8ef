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
const SETS: [(&str, &str, f64); 8] = [
    ("cases", "annalist's own", 8.0),
    ("fixtures", "annalist's own", 3.0),
    ("scrapinghub", "MIT, scrapinghub/article-extraction-benchmark", 1.0),
    ("news4k", "Apache-2.0, AndyTheFactory/article-extraction-dataset", 1.0),
    ("fundus", "MIT, flairNLP/fundus", 1.0),
    ("wcxb", "CC-BY-4.0, WCXB, M. Foley 2026", 1.0),
    ("readability", "Apache-2.0, mozilla/readability", 0.5),
    ("trafilatura", "Apache-2.0, adbar/trafilatura", 1.0),
];

const KINDS: [&str; 3] = ["thread", "index", "offer"];

const OF_PAGES: Settings =
    Settings { trees: 60, leaves: 8, rate: 0.15, rows: 8, features: 0.4, sample: 0.8 };

const OF_PARAGRAPHS: Settings =
    Settings { trees: 70, leaves: 20, rate: 0.17, rows: 30, features: 0.5, sample: 0.8 };

/// Parts of the sites that models are tested on, each in turn.
const PARTS: u64 = 5;

/// Makes the models from the sets in `data` and the fixtures of the workspace at `root`, and writes
/// them to where `parse` has them. Gives the note on them.
///
/// What a model of the second look learns from are first looks of models that did not know the
/// site, as it will be in use.
pub(crate) fn train(data: &Path, root: &Path) -> Result<String> {
    let out = &root.join("crates").join("parse").join("data");
    let parser = training::parser().context("the words of the parser")?;
    let mut examples = Vec::new();
    for (set, ..) in &SETS[2..] {
        examples.extend(gold::read(&parser, data, set)?);
    }
    examples.extend(gold::fixtures(&parser, root)?);
    examples.extend(gold::cases(&parser, root)?);

    let kinds = in_turn(&examples, kind_models, |models, example| {
        models.each_ref().map(|model| match example.page.numbers.is_empty() {
            true => 0.0,
            false => share(model.sum(&example.page.numbers)),
        })
    });
    for (example, kinds) in examples.iter_mut().zip(kinds) {
        example.set_kinds(kinds);
    }
    let first_names = training::first_names();
    let first = |examples: &[Example], is_seen: &IsSeen<'_>| {
        paragraph_models(examples, first_names.len(), is_seen)
    };
    let looked = in_turn(&examples, first, sums);
    for (example, sums) in examples.iter_mut().zip(looked) {
        example.page.look_again(&sums);
        example.first = sums;
    }
    let second_names = training::second_names();
    let second = |examples: &[Example], is_seen: &IsSeen<'_>| {
        paragraph_models(examples, second_names.len(), is_seen)
    };
    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    for (example, sums) in examples.iter().zip(in_turn(&examples, second, sums)) {
        let Some(known) = &example.gold.article_text else { continue };
        let kept = example.page.pick(&sums);
        let texts = example.page.texts.iter().zip(kept).filter(|(_, kept)| *kept);
        let text = texts.map(|(text, _)| text.as_str()).collect::<Vec<_>>().join("\n");
        for name in names_of(example) {
            scores.entry(name).or_default().add(known, &text);
        }
    }
    let note = note(&examples, &scores);
    let page_names = training::kind_names();
    for (name, model) in KINDS.iter().zip(&kind_models(&examples, &|_| true)) {
        write(out, name, &model.write(&page_names))?;
    }
    for (look, names, learn) in
        [("second", &second_names, &second as &Learn<'_>), ("first", &first_names, &first)]
    {
        if look == "first" {
            examples.iter_mut().for_each(|example| example.first.clear());
        }
        for (kind, model) in ["article", "other"].iter().zip(learn(&examples, &|_| true)) {
            write(out, &format!("{kind}-{look}"), &model.write(names))?;
        }
    }
    fs::write(out.join("MODELS.md"), &note).context("cannot write MODELS.md")?;
    Ok(note)
}

/// Which examples are learned from.
type IsSeen<'a> = dyn Fn(&Example) -> bool + Sync + 'a;

type Learn<'a> = dyn Fn(&[Example], &IsSeen<'_>) -> [Model; 2] + 'a;

/// What models say of each example that learned from the other parts of the sites alone.
fn in_turn<M, T: Send>(
    examples: &[Example],
    learn: impl Fn(&[Example], &IsSeen<'_>) -> M + Sync,
    ask: impl Fn(&M, &Example) -> T + Sync,
) -> Vec<T> {
    let of_part = |part: u64| {
        let models = learn(examples, &|example| part_of(example) != part);
        let own = examples.iter().enumerate().filter(move |(_, it)| part_of(it) == part);
        own.map(|(at, example)| (at, ask(&models, example))).collect::<Vec<_>>()
    };
    let mut told: Vec<(usize, T)> = std::thread::scope(|scope| {
        let of_part = &of_part;
        let parts: Vec<_> = (0..PARTS).map(|part| scope.spawn(move || of_part(part))).collect();
        parts
            .into_iter()
            .flat_map(|it| match it.join() {
                Ok(told) => told,
                Err(panic) => std::panic::resume_unwind(panic),
            })
            .collect()
    });
    told.sort_by_key(|(at, _)| *at);
    told.into_iter().map(|(_, it)| it).collect()
}

fn share(sum: f64) -> f64 {
    1.0 / (1.0 + (-sum).exp())
}

/// What the model for pages of its kind says of each paragraph, or the first look where that has
/// settled it.
fn sums([article, other]: &[Model; 2], example: &Example) -> Vec<f32> {
    let model = if example.is_article() { article } else { other };
    let sum = |at| match example.is_settled(at) {
        true => example.first[at],
        false => model.sum(example.page.row(at)) as f32,
    };
    (0..example.page.texts.len()).map(sum).collect()
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
fn part_of(example: &Example) -> u64 {
    // FNV-1a, which is the same everywhere.
    let hash = example.site.bytes().fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    });
    (hash >> 20) % PARTS
}

/// One model a kind of page.
fn kind_models(examples: &[Example], is_seen: &IsSeen<'_>) -> [Model; 3] {
    [0, 1, 2].map(|kind| {
        let mut rows = Rows::default();
        for example in examples.iter().filter(|it| is_seen(it) && !it.page.numbers.is_empty()) {
            let weight = match example.set {
                "cases" => 3.0,
                "wcxb" => 1.0,
                // Pages of all kinds, and nobody says of which.
                "readability" | "trafilatura" => continue,
                _ => 0.5,
            };
            rows.push(&example.page.numbers, example.kind() == Some(kind), weight);
        }
        Model::learn(&rows, OF_PAGES)
    })
}

/// The models of paragraphs by the first `width` of their numbers: that of articles, and that of
/// other pages.
fn paragraph_models(examples: &[Example], width: usize, is_seen: &IsSeen<'_>) -> [Model; 2] {
    let learn = |is_wanted: &dyn Fn(&Example) -> bool| {
        let mut rows = Rows::default();
        for example in
            examples.iter().filter(|it| is_seen(it) && !it.is_doubtful() && is_wanted(it))
        {
            let counts = SETS.iter().find(|(set, ..)| *set == example.set).map_or(1.0, |it| it.2);
            let labelled = example.labels.iter().zip(&example.weights).enumerate();
            let counted =
                labelled.filter(|(at, (_, weight))| **weight > 0.0 && !example.is_settled(*at));
            for (at, (&label, &weight)) in counted {
                rows.push(&example.page.row(at)[..width], label, weight * counts);
            }
        }
        Model::learn(&rows, OF_PARAGRAPHS)
    };
    [learn(&|it| it.kind().is_none()), learn(&|_| true)]
}

/// What the models were made from, and how good they are on sites that they have not seen.
fn note(examples: &[Example], scores: &BTreeMap<String, Score>) -> String {
    let mut note = String::from(
        "# The models\n\n\
         `thread.forest`, `index.forest`, `offer.forest` tell the kind of a page; the two looks of\n\
         `article`, or of `other` where it is none, pick its paragraphs. `cargo xtask train body --data DIR`\n\
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
    note.push_str(
        "\nKinds of the pages of wcxb, topics of known engines aside; the others are articles.\n\n\
         | kind | pages | taken for it | rightly |\n| --- | --: | --: | --: |\n",
    );
    let told = || examples.iter().filter(|it| it.set == "wcxb" && !it.page.numbers.is_empty());
    for (kind, name) in KINDS.iter().enumerate() {
        let pages = told().filter(|it| it.kind() == Some(kind)).count();
        let taken = || told().filter(|it| it.taken_for() == Some(kind));
        let right = taken().filter(|it| it.kind() == Some(kind)).count();
        let _ = writeln!(note, "| {name} | {pages} | {} | {right} |", taken().count());
    }
    note
}
