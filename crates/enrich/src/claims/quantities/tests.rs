//! The examples of the tables of numbers, and what is no quantity.

use annalist_model::{Document, Quantity};
use annalist_tables::{DataFile, data_file, read_rows};

use crate::testing::paragraph;
use crate::{Enricher, Options};

fn told(document: &Document, it: &Quantity) -> String {
    let value = it.value.as_deref().unwrap_or("?");
    let upper = it.upper.as_ref().map(|upper| format!("-{upper}")).unwrap_or_default();
    let unit = it.unit.as_ref().map(|unit| format!(" {unit}")).unwrap_or_default();
    let bound = it.bound.map(|bound| format!(" ({})", document.slice(bound))).unwrap_or_default();
    let of = it.of.map(|of| format!(" of {}", document.slice(of))).unwrap_or_default();
    let words = document.slice(it.span);
    format!("{} {words} = {value}{upper}{unit}{bound}{of}", it.kind.as_str())
}

fn read(enricher: &Enricher, text: &str) -> String {
    let document = paragraph(text);
    let annotations = enricher.enrich(&document, &Options::default()).annotations;
    annotations.check(&document).unwrap();
    let told: Vec<String> =
        annotations.claims.quantities.iter().map(|it| told(&document, it)).collect();
    if told.is_empty() { "nothing".to_owned() } else { told.join("; ") }
}

/// Runs the examples in the head of a list for each of its rows: `@0` is the first cell of a row,
/// `@past` and `@participle` are forms of the verb in it.
fn run(enricher: &Enricher, file: DataFile, wrong: &mut Vec<String>) {
    let head = file.text.lines().filter_map(|line| line.strip_prefix("# example "));
    let examples: Vec<(&str, &str)> = head.map(|line| line.split_once(": ").unwrap()).collect();
    let verbs = read_rows(data_file!("claims/verbs.tsv"), 6).unwrap();
    for row in file.rows().unwrap() {
        let cells: Vec<&str> = (0..4).map(|column| row.cell(column)).collect();
        let form = |column: usize| {
            let verb = verbs.iter().find(|verb| verb.cell(0) == cells[0]);
            verb.map_or("", |verb| verb.cell(column)).split('/').next().unwrap()
        };
        let Some((_, example)) = examples.iter().find(|(key, _)| cells[1..].contains(key)) else {
            wrong.push(format!("{}: no example is for {:?}", file.name, cells[0]));
            continue;
        };
        let mut filled = example.replace("@past", form(2)).replace("@participle", form(3));
        for (column, cell) in cells.iter().enumerate() {
            let cell = if column == 2 && *cell == "-" { "" } else { cell };
            filled = filled.replace(&format!("@{column}"), cell);
        }
        let (text, expected) = filled.split_once(" => ").unwrap();
        let found = read(enricher, text);
        if found != expected.trim_end() {
            wrong.push(format!(
                "{}: {text}\n   expected {expected}\n   found    {found}",
                file.name
            ));
        }
    }
}

#[test]
fn each_word_counts_what_its_list_says() {
    let enricher = Enricher::new().unwrap();
    let mut wrong = Vec::new();
    for file in [
        data_file!("claims/bounds.tsv"),
        data_file!("claims/counted.tsv"),
        data_file!("claims/fates.tsv"),
        data_file!("claims/measures.tsv"),
        data_file!("claims/numbers.tsv"),
    ] {
        run(&enricher, file, &mut wrong);
    }
    assert!(wrong.is_empty(), "{} are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn numbers_that_count_nothing_are_left_out() {
    let enricher = Enricher::new().unwrap();
    for text in [
        "It was founded in 1998 and moved on 3 May 2004.",
        "The suspect, 34, lives in Leeds.",
        "Call 555 0199 or +44 20 7946 0018.",
        "The 1st Brigade and the 32nd Battalion met.",
        "They lost 3-1 after leading 1–0.",
        "She lives at 10 Downing Street.",
        "See page 12 of the report and Article 5 of the treaty.",
        "The meeting began at 10:30.",
        "He is 28 years old and has been there four times.",
        "One of them said that no one had seen it.",
        "The 27-year-old drove along Route 66.",
        "The address is 192.168.0.1 and the code 007.",
    ] {
        assert_eq!(read(&enricher, text), "nothing", "{text}");
    }
}

#[test]
fn numbers_are_read_with_what_they_count() {
    let enricher = Enricher::new().unwrap();
    for (text, expected) in [
        ("At least twelve people died.", "killed twelve = 12 (At least) of people"),
        ("Between 5 and 7 ships sank.", "count 5 and 7 = 5-7 (Between) of ships"),
        ("They paid US$40.", "money US$40 = 40 USD"),
        ("They paid $1.2 million.", "money $1.2 million = 1200000 USD"),
        ("They paid $5 to $7 million.", "money $5 to $7 million = 5000000-7000000 USD"),
        ("Shares fell 3.5 per cent.", "share 3.5 per cent = 3.5 %"),
        ("Two hundred and fifty rebels fled.", "people Two hundred and fifty = 250 of rebels"),
        ("Dozens of soldiers were killed.", "killed Dozens = ? of soldiers"),
        ("Hundreds of thousands of refugees left.", "people Hundreds of thousands = ? of refugees"),
        ("The party won 42 of 120 seats.", "seats 42 = 42 of seats; seats 120 = 120 of seats"),
        (
            "The blast killed 12 soldiers and 3 civilians and wounded 30 others.",
            "killed 12 = 12 of soldiers; killed 3 = 3 of civilians; wounded 30 = 30",
        ),
        (
            "The fire left 12 dead and 30 wounded.",
            "killed 12 = 12 of dead; wounded 30 = 30 of wounded",
        ),
        ("Police held 15–20 men.", "people 15–20 = 15-20 of men"),
    ] {
        assert_eq!(read(&enricher, text), expected, "{text}");
    }
}
