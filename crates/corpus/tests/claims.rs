//! What several documents claim is put together, with all its evidence, and contradictions stand side by
//! side.

mod support;

use annalist_corpus::{ContradictionKind, Stance};
use annalist_model::{EntityKind, Modality};
use support::{Page, corpus, page};

const ASSERTED: Modality = Modality::Asserted;

/// A page on Omar Sad, Ali Dur and Red Dawn that names two days.
fn told(input: &str) -> Page {
    page(input)
        .says(&format!(
            "{input}: Omar Sad and Ali Dur of Red Dawn met Basra on 1 May and on 9 May."
        ))
        .person("Omar Sad")
        .person("Ali Dur")
        .names(EntityKind::Organisation, "Red Dawn", &[])
        .date("1 May", "2007-05-01", "2007-05-01", "2007-05-01")
        .date("9 May", "2007-05-09", "2007-05-09", "2007-05-09")
}

#[test]
fn a_relation_of_two_documents_is_one_with_both_as_evidence() {
    let leads =
        |page: Page, modality| page.relation("leader_of", ["Omar Sad", "Red Dawn"], modality, None);
    let corpus = corpus(&[leads(told("a"), ASSERTED), leads(told("b"), Modality::Reported)]);
    let [relation] = corpus.claims.relations.as_slice() else { panic!("{:?}", corpus.claims) };
    assert_eq!((relation.kind.as_str(), relation.sources), ("leader_of", 2));
    let evidence: Vec<(u32, Modality)> =
        relation.evidence.iter().map(|it| (it.document, it.modality)).collect();
    assert_eq!(evidence, [(0, ASSERTED), (1, Modality::Reported)]);
    assert_eq!(relation.subject.words, "Omar Sad");
    assert!(corpus.claims.contradictions.is_empty());
}

#[test]
fn near_copies_support_a_claim_once() {
    let words: String = (0..90).map(|number| format!(" word{number}")).collect();
    let leads = |page: Page| {
        page.says(&words).relation("leader_of", ["Omar Sad", "Red Dawn"], ASSERTED, None)
    };
    let corpus = corpus(&[leads(told("a")), leads(told("b")), told("c")]);
    assert_eq!(corpus.claims.relations[0].evidence.len(), 2);
    assert_eq!(corpus.claims.relations[0].sources, 1);
}

#[test]
fn an_event_of_two_documents_is_one_where_times_and_parties_agree() {
    let took =
        |page: Page, agent, date| page.event("captured", [agent, "Omar Sad"], ASSERTED, date);
    let one = [took(told("a"), "", Some("1 May")), took(told("b"), "Red Dawn", None)];
    let joined = corpus(&one).claims.events;
    assert_eq!(joined.len(), 1, "{joined:?}");
    assert_eq!((joined[0].participants.len(), joined[0].sources), (2, 2));
    assert_eq!(joined[0].time.as_ref().map(|it| it.value.as_str()), Some("2007-05-01"));
    let two = [took(told("a"), "", Some("1 May")), took(told("b"), "", Some("9 May"))];
    assert_eq!(corpus(&two).claims.events.len(), 2);
    let other = [took(told("a"), "Ali Dur", None), took(told("b"), "Red Dawn", None)];
    assert_eq!(corpus(&other).claims.events.len(), 2);
}

#[test]
fn what_may_be_either_of_two_events_is_neither() {
    let took = |page: Page, date| page.event("captured", ["", "Omar Sad"], ASSERTED, date);
    let pages =
        [took(told("a"), Some("1 May")), took(told("b"), Some("9 May")), took(told("c"), None)];
    assert_eq!(corpus(&pages).claims.events.len(), 3);
}

#[test]
fn one_who_dies_twice_is_a_contradiction() {
    let died = |page: Page, date| page.event("killed", ["", "Omar Sad"], ASSERTED, Some(date));
    let claims = corpus(&[died(told("a"), "1 May"), died(told("b"), "9 May")]).claims;
    assert_eq!(claims.events.len(), 2);
    let [found] = claims.contradictions.as_slice() else { panic!("{claims:?}") };
    assert_eq!((found.kind, found.claims.as_slice()), (ContradictionKind::Dates, &[0, 1][..]));
}

#[test]
fn two_leaders_at_one_time_are_a_contradiction_and_one_after_the_other_are_none() {
    let leads =
        |page: Page, who, date| page.relation("leader_of", [who, "Red Dawn"], ASSERTED, Some(date));
    let at_once =
        corpus(&[leads(told("a"), "Omar Sad", "1 May"), leads(told("b"), "Ali Dur", "1 May")]);
    let kinds: Vec<_> = at_once.claims.contradictions.iter().map(|it| it.kind).collect();
    assert_eq!(kinds, [ContradictionKind::Holders]);
    let in_turn =
        corpus(&[leads(told("a"), "Omar Sad", "1 May"), leads(told("b"), "Ali Dur", "9 May")]);
    assert!(in_turn.claims.contradictions.is_empty());
}

#[test]
fn what_one_holds_and_another_denies_stands_side_by_side() {
    let leads =
        |page: Page, modality| page.relation("funded_by", ["Red Dawn", "Omar Sad"], modality, None);
    let claims = corpus(&[leads(told("a"), ASSERTED), leads(told("b"), Modality::Denied)]).claims;
    let stances: Vec<Stance> = claims.relations.iter().map(|it| it.stance).collect();
    assert_eq!(stances, [Stance::Held, Stance::Denied]);
    assert_eq!(claims.contradictions[0].kind, ContradictionKind::RelationDenied);
}
