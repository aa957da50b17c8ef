//! What the user lists is found; what the user decides holds.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod support;

use annalist_enrich::{Enriched, Enricher, ListEntry, NameList, Options};
use annalist_model::{Decision, Document, Entity, EntityKind};
use support::{Part, document};

fn entry(name: &str, aliases: &[&str], kind: EntityKind, identifier: &str) -> ListEntry {
    ListEntry {
        name: name.to_owned(),
        aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
        kind: Some(kind),
        identifier: Some(identifier.to_owned()),
        note: None,
    }
}

fn listing(entries: Vec<ListEntry>) -> Enricher {
    let list = NameList { name: "watch.csv".to_owned(), entries };
    Enricher::new().unwrap().with_lists(vec![list])
}

fn read(enricher: &Enricher, text: &str) -> (Document, Enriched) {
    let document = document(&[Part::Paragraph(text)], None, None);
    let enriched = enricher.enrich(&document, &Options::default());
    enriched.annotations.check(&document).unwrap();
    (document, enriched)
}

/// The words that a list names, with the identifier.
fn listed(enricher: &Enricher, text: &str) -> Vec<(String, String)> {
    let (document, enriched) = read(enricher, text);
    let annotations = &enriched.annotations;
    let mentions = annotations.mentions.iter().filter(|mention| mention.rule == "listed");
    mentions
        .map(|mention| {
            let entity = &annotations.entities[mention.entity as usize];
            let identifier = entity.listings[0].identifier.clone().unwrap();
            (document.slice(mention.span).to_owned(), identifier)
        })
        .collect()
}

fn entities(enricher: &Enricher, text: &str) -> Vec<(EntityKind, String)> {
    let (_, enriched) = read(enricher, text);
    enriched.annotations.entities.iter().map(|it| (it.kind, it.name.clone())).collect()
}

#[test]
fn a_listed_name_is_found_however_it_is_written() {
    let enricher = listing(vec![
        entry("Qais al-Khazali", &["Shaykh Morvel"], EntityKind::Person, "Q1"),
        entry("Soleimani, Qasem", &[], EntityKind::Person, "Q2"),
        entry("Zandrik Works", &["ZW"], EntityKind::Organisation, "Q3"),
        entry("قيس زندريك", &[], EntityKind::Person, "Q4"),
    ]);
    for (text, written, identifier) in [
        ("Yesterday Qays Khazali smoked.", "Qays Khazali", "Q1"),
        ("Yesterday QAIS AL-KHAZALI smoked.", "QAIS AL-KHAZALI", "Q1"),
        ("Yesterday Qais al-Khazali’s friend smoked.", "Qais al-Khazali", "Q1"),
        ("Yesterday Shaykh Morvel smoked.", "Shaykh Morvel", "Q1"),
        ("Yesterday Qassim Suleimani smoked.", "Qassim Suleimani", "Q2"),
        ("Yesterday he praised Zandrik Works again.", "Zandrik Works", "Q3"),
        ("Yesterday he praised ZW again.", "ZW", "Q3"),
        ("Yesterday قيس زندريك smoked.", "قيس زندريك", "Q4"),
    ] {
        let found = listed(&enricher, text);
        assert_eq!(found, [(written.to_owned(), identifier.to_owned())], "{text}");
    }
}

#[test]
fn a_list_may_be_filed_in_pieces() {
    let entries = vec![
        entry("Qais al-Khazali", &["Shaykh Morvel"], EntityKind::Person, "Q1"),
        entry("Orvik Zandrik", &[], EntityKind::Person, "Q2"),
        entry("Zandrik Works", &["ZW"], EntityKind::Organisation, "Q3"),
    ];
    let text = "Shaykh Morvel sold ZW to Orvik Zandrik.";
    let whole = listed(&listing(entries.clone()), text);
    assert_eq!(whole.len(), 3);
    let enricher = Enricher::new().unwrap();
    let pieces = entries.chunks(2).map(|lines| enricher.file_names(lines)).collect();
    let list = NameList { name: "watch.csv".to_owned(), entries };
    assert_eq!(listed(&enricher.with_filed_lists(vec![(list, pieces)]), text), whole);
}

#[test]
fn what_is_merely_like_a_listed_name_is_not_listed() {
    let enricher = listing(vec![
        entry("Qais al-Khazali", &[], EntityKind::Person, "Q1"),
        entry("May", &[], EntityKind::Person, "Q2"),
        entry("IS", &[], EntityKind::Organisation, "Q3"),
    ]);
    for text in [
        "Yesterday Laith al-Khazali smoked.",
        "Yesterday Qais met Khazali.",
        "Qais said so.\n\nKhazali did not.",
        "It is so, and may be so in Mays.",
        "qais al-khazali",
    ] {
        assert_eq!(listed(&enricher, text), [], "{text}");
    }
}

#[test]
fn a_list_wins_over_the_rules() {
    let enricher = listing(vec![entry("Baghdad", &[], EntityKind::Organisation, "Q1")]);
    let found = entities(&enricher, "Yesterday he came to Baghdad.");
    assert_eq!(found, [(EntityKind::Organisation, "Baghdad".to_owned())]);
}

fn decided(decisions: &[Decision], text: &str) -> Vec<Entity> {
    let enricher = Enricher::new().unwrap().with_decisions(decisions);
    read(&enricher, text).1.annotations.entities
}

fn names(entities: &[Entity]) -> Vec<&str> {
    entities.iter().map(|entity| entity.name.as_str()).collect()
}

fn owned(name: &str) -> String {
    name.to_owned()
}

#[test]
fn two_names_are_one_or_two_as_was_decided() {
    let text = "Yesterday Orvik Zandrik met Linda Morvel. Later Mr Zandrik smoked.";
    let same = Decision::Same { one: owned("orvik zandrik"), other: owned("Linda Morvel") };
    let apart = Decision::NotSame { one: owned("Orvik Zandrik"), other: owned("Zandrik") };
    assert_eq!(names(&decided(&[], text)), ["Orvik Zandrik", "Linda Morvel"]);
    let one = decided(std::slice::from_ref(&same), text);
    assert_eq!(names(&one), ["Orvik Zandrik"]);
    assert!(one[0].aliases.iter().any(|it| it.value == "Linda Morvel" && it.rule == "decided"));
    assert_eq!(names(&decided(&[apart], text)), ["Orvik Zandrik", "Linda Morvel", "Zandrik"]);
    // The last word counts.
    let undone = Decision::NotSame { one: owned("Linda Morvel"), other: owned("Orvik Zandrik") };
    assert_eq!(names(&decided(&[same, undone], text)), ["Orvik Zandrik", "Linda Morvel"]);
}

#[test]
fn what_was_decided_to_be_no_name_is_none_even_if_it_is_listed() {
    let text = "Yesterday Orvik Zandrik met Linda Morvel.";
    let decision = Decision::NotAnEntity { name: owned("Orvik Zandrik") };
    let entries = vec![entry("Orvik Zandrik", &[], EntityKind::Person, "Q1")];
    let enricher = listing(entries).with_decisions(&[decision]);
    let found = entities(&enricher, text);
    assert_eq!(found, [(EntityKind::Person, "Linda Morvel".to_owned())]);
}

#[test]
fn types_and_names_are_as_was_decided() {
    let text = "Yesterday Orvik Zandrik met Linda Morvel.";
    let found = decided(
        &[
            Decision::Kind { name: owned("Orvik Zandrik"), kind: EntityKind::Organisation },
            Decision::Preferred { name: owned("Linda Morvel"), preferred: owned("L. Morvel") },
        ],
        text,
    );
    assert_eq!(names(&found), ["Orvik Zandrik", "L. Morvel"]);
    assert_eq!(found[0].kind, EntityKind::Organisation);
    assert!(found[1].aliases.iter().any(|alias| alias.value == "Linda Morvel"));
}

/// The names, with their kinds, of what was found without decisions and was then revised.
fn revised(decisions: &[Decision], text: &str) -> Vec<(EntityKind, String)> {
    let (document, found) = read(&Enricher::new().unwrap(), text);
    let enricher = Enricher::new().unwrap().with_decisions(decisions);
    let revised = enricher.revise(&document, found.annotations);
    revised.check(&document).unwrap();
    let again = enricher.revise(&document, revised.clone());
    assert_eq!(again, revised, "a second time changes nothing");
    revised.entities.iter().map(|it| (it.kind, it.name.clone())).collect()
}

#[test]
fn decisions_hold_for_what_an_earlier_run_has_found() {
    let text = "Yesterday Orvik Zandrik met Linda Morvel. Later Mr Zandrik smoked.";
    let person = |name: &str| (EntityKind::Person, owned(name));
    let organisation = |name: &str| (EntityKind::Organisation, owned(name));
    let is_none = |name: &str| Decision::NotAnEntity { name: owned(name) };
    let typed = |name: &str| Decision::Kind { name: owned(name), kind: EntityKind::Organisation };
    for (decision, expected) in [
        (is_none("linda morvel"), vec![person("Orvik Zandrik")]),
        (is_none("Zandrik"), vec![person("Orvik Zandrik"), person("Linda Morvel")]),
        // The short name is still somebody's.
        (is_none("Orvik Zandrik"), vec![person("Linda Morvel"), person("Zandrik")]),
        (typed("Orvik Zandrik"), vec![organisation("Orvik Zandrik"), person("Linda Morvel")]),
        // A family name that is that of a firm is no longer the man's.
        (
            typed("Zandrik"),
            vec![person("Orvik Zandrik"), person("Linda Morvel"), organisation("Zandrik")],
        ),
    ] {
        assert_eq!(revised(std::slice::from_ref(&decision), text), expected, "{decision:?}");
    }
    let same = Decision::Same { one: owned("Orvik Zandrik"), other: owned("Linda Morvel") };
    assert_eq!(revised(&[same], text), [person("Orvik Zandrik")]);
}
