//! Places of a collection: one where they lie at one place, two where they do not.

mod support;

use annalist_corpus::Partial;
use annalist_model::EntityKind;
use proptest::prelude::*;
use support::{Page, corpus, page};

/// A page that names Tripoli, or another town of `country`.
fn naming(input: &str, name: &str, country: Option<&str>, others: &[&str]) -> Page {
    // Pages of the same words would count once.
    page(input)
        .says(&format!("{name}, says page {input}"))
        .names(EntityKind::Place, name, &[])
        .lying(country, others)
}

#[test]
fn two_places_of_one_name_are_two_and_two_names_of_one_place_are_one() {
    let corpus = corpus(&[
        naming("a", "Tripoli", Some("LY"), &["LB"]),
        naming("b", "Tripoli", Some("LB"), &["LY"]),
        naming("c", "Trablus", Some("LB"), &[]),
    ]);
    let documents: Vec<usize> = corpus.entities.iter().map(|it| it.documents.len()).collect();
    assert_eq!(documents, [2, 1]);
}

#[test]
fn an_open_place_is_the_one_of_its_name_elsewhere() {
    let known = naming("a", "Tripoli", Some("LB"), &["LY"]);
    let open = naming("b", "Tripoli", None, &["LY", "LB"]);
    let corpus = corpus(&[known.clone(), open.clone()]);
    assert_eq!(corpus.entities.len(), 1);
    let two = support::corpus(&[known, open, naming("c", "Tripoli", Some("LY"), &["LB"])]);
    assert_eq!(two.entities.len(), 3, "what may be two is left open");
}

#[test]
fn the_countries_of_a_collection_decide_what_its_documents_leave_open() {
    let mut pages: Vec<Page> =
        ["a", "b", "c"].map(|input| naming(input, "Sidon", Some("LB"), &[])).to_vec();
    pages.push(naming("d", "Tripoli", None, &["LY", "LB"]));
    let corpus = corpus(&pages);
    let place = corpus.entities[1].place.as_ref();
    let site = place.and_then(|place| place.site.as_ref());
    assert_eq!(site.map(|site| site.country.as_str()), Some("LB"));
    assert_eq!(place.map(|place| place.rule.as_str()), Some("countries-of-the-collection"));
    let few = support::corpus(&pages[1..]);
    assert!(few.entities.iter().any(|it| it.place.as_ref().is_some_and(|it| it.site.is_none())));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_order_and_grouping_give_the_same_places(
        drawn in proptest::collection::vec((0..3usize, 0..3usize), 1..7),
        cut in 0..7usize,
        order in any::<prop::sample::Index>(),
    ) {
        let pages: Vec<Page> = drawn.iter().enumerate().map(|(at, (name, country))| {
            let name = ["Tripoli", "Trablus", "Sidon"][*name];
            naming(&format!("page-{at}"), name, [Some("LY"), Some("LB"), None][*country], &["LY", "LB"])
        }).collect();
        let whole = corpus(&pages);
        let mut turned = pages.clone();
        turned.rotate_left(order.index(pages.len()));
        turned.reverse();
        let part = |pages: &[Page]| {
            let parts = pages.iter().map(|page| Partial::of(&page.record()));
            parts.fold(Partial::default(), Partial::merge)
        };
        let (one, other) = turned.split_at(cut.min(turned.len()));
        let parted = part(one).merge(part(other)).finish();
        prop_assert_eq!(format!("{whole:?}"), format!("{parted:?}"));
    }
}
