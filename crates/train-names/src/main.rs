//! Makes the model of names from texts whose names people have marked.
//!
//! `cargo xtask train names --data DIR` runs this. DIR holds the marked texts, the clusters of words
//! and the lists of names ([`sets`]). The model is learned twice: from four texts in five, which tells
//! on the fifth how sure it may be of its names ([`sureness`]) and how sure those are that only rules
//! found ([`rules`]), then from all. It is written to `crates/enrich/data/names`, with the scores of
//! the rules and a note on what it was made from and how good it is on the texts of another folder,
//! which it does not see ([`note`]).

mod dice;
mod examples;
mod field;
mod learn;
mod note;
mod own;
mod rules;
mod score;
mod sets;
mod sureness;

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use annalist_enrich::training::{self, Teacher};
use anyhow::{Context, Result};

use examples::examples_of;
use learn::Plan;
use sets::{Marked, SETS, Set};

/// How the model is learned; chosen by what is found in texts that it has not seen.
const PLAN: Plan = Plan {
    learners: 8,
    rounds: 6,
    rate: 0.05,
    leave_out: 5,
    least_seen: 2,
    most_features: 300_000,
    seed: 1,
};

/// How often our own texts are heard, with other names each time.
const OWN_TIMES: usize = 5;

/// Of how many texts one is kept back to see how sure the model may be.
const KEPT_BACK: usize = 5;

fn main() -> Result<()> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let usage = "what is needed: the folder of the sets, that of the workspace, and, if there are \
                 texts to test the model on, their folder";
    let data = arguments.next().context(usage)?;
    let root = arguments.next().context(usage)?;
    let test = arguments.next();
    let teacher = Teacher::new(&sets::read_words(&data)?)?;
    let names = own::Names::read(&data, &root)?;
    let read = |set: &'static Set| {
        let is_own = set.name == sets::OWN;
        let texts =
            if is_own { own::texts(&names, OWN_TIMES) } else { sets::read(&data.join(set.file())) };
        Ok((set, texts?))
    };
    let texts = SETS.iter().map(read).collect::<Result<Vec<_>>>()?;

    let Sureness { steps, rules } = sureness_of(&teacher, &texts)?;
    let file = learn(&teacher, &texts, |_, _| true, &steps)?;
    let folder = root.join("crates/enrich/data/names");
    write(&folder.join("names.model"), &file)?;
    write(&folder.join("rule-scores.tsv"), rules::table(&rules).as_bytes())?;
    let note = note::write(
        &texts,
        &file,
        &steps,
        &rules.iter().map(|it| it.score).collect::<Vec<_>>(),
        test.as_deref(),
    )?;
    write(&folder.join("MODEL.md"), note.as_bytes())?;
    io::stdout().write_all(note.as_bytes()).context("cannot write to stdout")
}

/// A set with its texts.
type Texts = (&'static Set, Vec<Marked>);

/// The file of a model that is learned from the texts of each set whose numbers `takes` takes.
fn learn(
    teacher: &Teacher,
    texts: &[Texts],
    takes: impl Fn(&Set, usize) -> bool,
    steps: &[(i32, u16)],
) -> Result<Vec<u8>> {
    let mut examples = Vec::new();
    for (set, texts) in texts {
        for (number, text) in texts.iter().enumerate().filter(|(number, _)| takes(set, *number)) {
            examples.extend(examples_of(teacher, set, text, number)?);
        }
    }
    let learned = learn::learn(examples, PLAN)?;
    Ok(teacher.pack(&learned.features, &learned.transitions, steps))
}

/// Whether a text is kept back. Texts of our own go together with themselves under other names.
fn is_kept_back(set: &Set, number: usize) -> bool {
    let alike = if set.name == sets::OWN { OWN_TIMES } else { 1 };
    (number / alike).is_multiple_of(KEPT_BACK)
}

/// How sure names are that are found.
struct Sureness {
    /// Those of the model: from which lead on how many in a thousand are right.
    steps: Vec<(i32, u16)>,
    rules: Vec<rules::Counted>,
}

/// How sure names are, by what is right of those that are found in texts that are kept back.
fn sureness_of(teacher: &Teacher, texts: &[Texts]) -> Result<Sureness> {
    let file = learn(teacher, texts, |set, number| !is_kept_back(set, number), &sureness::leads())?;
    let enricher = training::enricher(&file, &[])?;
    let by_rules = training::enricher(&file, &[])?.without_model();
    let (mut leads, mut alone, mut beside) = (Vec::new(), Vec::new(), Vec::new());
    for (set, texts) in texts {
        let kept_back = texts.iter().enumerate().filter(|(number, _)| is_kept_back(set, *number));
        for (_, text) in kept_back {
            alone.extend(score::judged(&by_rules, text));
            for name in score::judged(&enricher, text) {
                match sureness::lead_of(name.score) {
                    Some(lead) if set.is_sure => leads.push((lead, name.is_right)),
                    Some(_) => (),
                    None => beside.push(name),
                }
            }
        }
    }
    let rules = rules::scores(&alone, &beside);
    Ok(Sureness { steps: sureness::steps(leads), rules })
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
}
