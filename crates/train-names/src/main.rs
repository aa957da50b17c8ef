//! Makes the model of names from texts whose names people have marked.

mod learn;
mod score;
mod sets;

use std::path::{Path, PathBuf};
use std::{env, fs};

use annalist_enrich::training::{self, Teacher, tags_of};
use annalist_model::Span;
use anyhow::{Context, Result};

use learn::{Example, Plan};
use sets::Marked;

/// A set to learn from: its name, and how often each text is taken.
const SETS: [(&str, usize); 5] =
    [("gmb", 1), ("wikigold", 1), ("crossner-politics", 1), ("wnut17", 1), ("btc", 1)];


fn main() -> Result<()> {
    let mut arguments = env::args_os().skip(1).map(PathBuf::from);
    let usage = "what is needed: the folder of the sets, and that of the workspace";
    let data = arguments.next().context(usage)?;
    let root = arguments.next().context(usage)?;
    let dev = arguments.next();
    let var = |name: &str, default: u64| env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(default);
    let start = std::time::Instant::now();
    let teacher = Teacher::new(&sets::read_words(&data)?)?;
    let mut texts_of = Vec::new();
    for (name, times) in SETS {
        let times = var(&format!("T_{}", &name[..3]), times as u64) as usize;
        texts_of.push((times, sets::read(&data.join(format!("{name}.jsonl.gz")))?));
    }
    let plan = Plan {
        learners: var("LEARNERS", 1) as u32,
        margin: var("COST", 12) as i32,
        rounds: var("ROUNDS", 8) as u32,
        leave_out: var("LEAVE", 5),
        least_seen: var("SEEN", 2) as u32,
        most_features: var("MOST", 300_000) as usize,
        seed: var("SEED", 1),
    };
    let make = |texts_of: &[(usize, Vec<Marked>)]| -> Result<Vec<u8>> {
        let mut examples = Vec::new();
        for (times, texts) in texts_of {
            for (at, text) in texts.iter().enumerate() {
                let at = at as u64;
                for time in 0..*times {
                    let blind = (at * 7 + 3 + time as u64) % 100 < var("BLIND", 0);
                    examples.extend(examples_of(&teacher, text, !blind));
                }
                if (at * 13 + 5) % 100 < var("LOWER", 0) {
                    examples.extend(examples_of(&teacher, &sets::lower(text)?, true));
                }
            }
        }
        eprintln!("{} sentences {:?}", examples.len(), start.elapsed());
        let learned = learn::learn(examples, plan);
        eprintln!("learned {:?}, {} features", start.elapsed(), learned.features.len());
        Ok(teacher.pack(&learned.features, &learned.transitions, &[]))
    };
    let mut file = make(&texts_of)?;
    for _ in 0..var("STAGES", 0) {
        let enricher = training::enricher(&file)?;
        let (mut ones, mut twos) = (0, 0);
        for (_, texts) in &mut texts_of {
            for text in texts {
                if text.doubtful.is_empty() { continue; }
                let found = score::found(&enricher, text);
                let words = text.document.text().to_owned();
                let names = &mut text.names;
                text.doubtful.retain(|(passage, others)| {
                    let inside = |name: &Span| passage.contains(*name);
                    let plain = |(span, tag): &(Span, sets::Tag)| (score::plain(&words, *span), *tag);
                    let found: Vec<_> = found.iter().filter(|it| inside(&it.0)).copied().collect();
                    let first: Vec<_> = names.iter().filter(|it| inside(&it.0)).map(plain).collect();
                    let second: Vec<_> = others.iter().map(plain).collect();
                    if found == first { ones += 1; return false; }
                    if found == second && var("MD", 1) == 1 {
                        twos += 1;
                        names.retain(|(span, _)| !inside(span));
                        names.extend(others);
                        names.sort();
                        return false;
                    }
                    true
                });
            }
        }
        eprintln!("the third agrees with the first {ones}, with the second {twos}");
        file = make(&texts_of)?;
    }
    let out = env::var_os("OUT").map_or(root.join("crates/enrich/data/names/names.model"), PathBuf::from);
    fs::write(&out, &file)?;
    eprintln!("{} bytes", file.len());
    if let Some(dev) = dev {
        let enricher = training::enricher(&file)?;
        let mut sum = 0.0;
        for set in ["uner-ewt", "re3d", "meantime", "wikigold", "crossner-politics", "gmb", "wnut17", "btc"] {
            let texts = sets::read(&dev.join(format!("{set}-dev.jsonl.gz")))?;
            let score = score::score(&enricher, &texts);
            let all = score.all();
            let f = |c: score::Count| format!("{:5.1}", 100.0 * c.f1());
            eprintln!(
                "{set:18} PER {} ORG {} LOC {} MISC {}  ALL3 {:5.1} {:5.1} {:6.2}",
                f(score.person), f(score.organisation), f(score.place), f(score.other),
                100.0 * all.precision(), 100.0 * all.recall(), 100.0 * all.f1()
            );
            if !["wnut17", "btc"].contains(&set) {
                sum += 100.0 * all.f1() / 6.0;
            }
        }
        eprintln!("MEAN6 {sum:.2}  {:?}", start.elapsed());
    }
    Ok(())
}

/// The sentences of a text that can be learned from.
fn examples_of(teacher: &Teacher, text: &Marked, with_evidence: bool) -> Vec<Example> {
    let words = text.document.text();
    let names: Vec<_> = text
        .names
        .iter()
        .map(|(span, tag)| {
            let span = score::plain(words, *span);
            (span, tag.kind(teacher.is_group(span.slice(words).unwrap_or_default())))
        })
        .collect();
    let overlaps = |words: &[Span], passage: &Span| {
        let ends = words.first().zip(words.last());
        ends.is_some_and(|(first, last)| first.start() < passage.end() && passage.start() < last.end())
    };
    let lessons = teacher.lessons(&text.document, with_evidence).into_iter();
    let sure = lessons.filter(|it| !text.doubtful.iter().any(|(passage, _)| overlaps(&it.words, passage)));
    sure.map(|lesson| Example { tags: tags_of(&lesson, &names), features: lesson.features, plain: lesson.plain }).collect()
}

fn _unused(_: &Path) {}
