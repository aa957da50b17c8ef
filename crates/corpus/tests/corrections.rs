//! What a judge of spellings and the user say of names, and why it is so.

mod support;

use annalist_corpus::{Corpus, Corrections, NameJudge, NamePair, NameTie, Partial};
use annalist_model::{AliasKind, Decision, EntityKind};
use proptest::prelude::*;
use support::{Page, page};

/// Takes names that begin with one letter for near, and those of one length for one.
struct FirstLetter;

impl NameJudge for FirstLetter {
    fn judge(&self, _: EntityKind, names: &[&str]) -> Vec<NamePair> {
        let mut pairs = Vec::new();
        for (one, a) in names.iter().enumerate() {
            for (other, b) in names.iter().enumerate().skip(one + 1) {
                if a.chars().next() == b.chars().next() {
                    let is_same = a.len() == b.len();
                    let rule = "first-letter".to_owned();
                    pairs.push(NamePair { one, other, is_same, score: 900, rule });
                }
            }
        }
        pairs
    }
}

fn gathered(pages: &[Page]) -> Partial {
    pages.iter().map(|page| Partial::of(&page.record())).fold(Partial::default(), Partial::merge)
}

fn finish(pages: &[Page], decisions: &[Decision]) -> Corpus {
    gathered(pages).finish_with(Corrections { judge: Some(&FirstLetter), decisions })
}

fn naming(input: &str, name: &str) -> Page {
    page(input).says(name).person(name)
}

fn pages() -> Vec<Page> {
    vec![
        naming("a", "Qais Khazali"),
        naming("b", "Qays Khazali"),
        naming("c", "Qasim Khazali"),
        naming("d", "Abu Omar"),
    ]
}

/// Each entity with its other names.
fn names(corpus: &Corpus) -> Vec<String> {
    let mut names: Vec<String> = corpus
        .entities
        .iter()
        .map(|entity| {
            let aliases = entity.aliases.iter().map(|alias| format!(" = {}", alias.value));
            entity.name.clone() + &aliases.collect::<String>()
        })
        .collect();
    names.sort();
    names
}

fn tie(one: &str, other: &str, rule: &str, score: Option<u16>) -> NameTie {
    let (one, other, rule) = (one.to_owned(), other.to_owned(), rule.to_owned());
    NameTie { one, other, rule, score }
}

#[test]
fn each_merge_and_each_refusal_has_a_reason() {
    let corpus = finish(&pages(), &[]);
    assert_eq!(names(&corpus), ["Abu Omar", "Qais Khazali = Qays Khazali", "Qasim Khazali"]);
    let entity = &corpus.entities[0];
    assert_eq!(entity.merged, [tie("Qais Khazali", "Qays Khazali", "first-letter", Some(900))]);
    assert_eq!(
        entity.apart,
        [
            tie("Qais Khazali", "Qasim Khazali", "first-letter", Some(900)),
            tie("Qasim Khazali", "Qays Khazali", "first-letter", Some(900)),
        ]
    );
}

fn same(one: &str, other: &str) -> Decision {
    Decision::Same { one: one.to_owned(), other: other.to_owned() }
}

fn not_same(one: &str, other: &str) -> Decision {
    Decision::NotSame { one: one.to_owned(), other: other.to_owned() }
}

#[test]
fn decisions_go_before_the_judge() {
    let corpus = finish(&pages(), &[not_same("QAYS KHAZALI", "Qais Khazali")]);
    assert_eq!(names(&corpus), ["Abu Omar", "Qais Khazali", "Qasim Khazali", "Qays Khazali"]);
    let apart = corpus.entities.iter().flat_map(|entity| &entity.apart);
    assert!(apart.into_iter().any(|tie| tie.rule == "decided"));

    let decisions = [same("Abu Omar", "Qasim Khazali")];
    let corpus = finish(&pages(), &decisions);
    assert_eq!(names(&corpus), ["Abu Omar = Qasim Khazali", "Qais Khazali = Qays Khazali"]);
    assert_eq!(corpus.entities[0].merged[0].rule, "decided");

    // The last word counts.
    let undone = [decisions[0].clone(), not_same("Qasim Khazali", "Abu Omar")];
    assert_eq!(names(&finish(&pages(), &undone)), names(&finish(&pages(), &[])));
}

#[test]
fn what_is_kept_apart_does_not_come_together_by_a_third() {
    let decisions = [
        not_same("Qais Khazali", "Qasim Khazali"),
        same("Qais Khazali", "Abu Omar"),
        same("Qasim Khazali", "Abu Omar"),
    ];
    let corpus = finish(&pages(), &decisions);
    let together = |entity: &annalist_corpus::CorpusEntity| {
        let has = |name: &str| {
            entity.name == name || entity.aliases.iter().any(|alias| alias.value == name)
        };
        has("Qais Khazali") && has("Qasim Khazali")
    };
    assert!(!corpus.entities.iter().any(together));
}

#[test]
fn a_preferred_name_is_the_name() {
    let preferred = Decision::Preferred {
        name: "Qays Khazali".to_owned(),
        preferred: "Qais al-Khazali".to_owned(),
    };
    let corpus = finish(&pages(), &[preferred]);
    assert_eq!(corpus.entities[0].name, "Qais al-Khazali");
}

#[test]
fn a_line_of_a_list_ties_all_its_names() {
    let pages = [
        naming("a", "Qais Khazali").listed("Q1"),
        page("b").says("Khazali left").names(EntityKind::Person, "Khazali", &[]).listed("Q1"),
        naming("c", "Qaiz Khazali").listed("Q2"),
        page("d").says("Here is Qais Khazali").names(
            EntityKind::Person,
            "Qais Khazali",
            &[("Khazali", AliasKind::Surname)],
        ),
    ];
    let corpus = finish(&pages, &[]);
    let first = &corpus.entities[0];
    assert_eq!((first.name.as_str(), first.documents.len()), ("Qais Khazali", 3));
    assert_eq!(first.listings[0].identifier.as_deref(), Some("Q1"));
    // Two lines of a list are two, however near.
    assert!(first.apart.iter().any(|tie| tie.rule == "listed" && tie.other == "Qaiz Khazali"));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_order_and_grouping_give_the_same_corpus(
        order in Just((0..6).collect::<Vec<usize>>()).prop_shuffle(),
        cut in 0..7usize,
        decided in proptest::collection::vec((0..5usize, 0..5usize, any::<bool>()), 0..4),
    ) {
        let names = ["Qais Khazali", "Qays Khazali", "Qasim Khazali", "Abu Omar", "Abu Umar"];
        let mut pages: Vec<Page> =
            names.iter().map(|name| naming(&format!("of {name}"), name)).collect();
        pages.push(naming("listed", "Qasim Khazali").listed("Q1"));
        let decisions: Vec<Decision> = decided
            .into_iter()
            .filter(|(one, other, _)| one != other)
            .map(|(one, other, is_same)| {
                if is_same { same(names[one], names[other]) } else { not_same(names[one], names[other]) }
            })
            .collect();
        let shuffled: Vec<Page> = order.iter().map(|at| pages[*at].clone()).collect();
        let (left, right) = shuffled.split_at(cut.min(shuffled.len()));
        let corrections = Corrections { judge: Some(&FirstLetter), decisions: &decisions };
        let whole = gathered(&pages).finish_with(corrections);
        let parted = gathered(right).merge(gathered(left)).finish_with(corrections);
        prop_assert_eq!(format!("{whole:?}"), format!("{parted:?}"));
    }
}
