//! However a collection is cut up and put together again, its corpus is the same.

#![allow(clippy::unwrap_used, reason = "a helper that fails has failed the test")]

mod support;

use annalist_corpus::Partial;
use annalist_model::{AliasKind, EntityKind};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use support::{Page, page};

/// Few names, so that documents share them, clash and tie them together.
const NAMES: &[&str] =
    &["Smith", "John Smith", "Adam Smith", "AAH", "Asa'ib Ahl al-Haq", "Asaib Ahl al Haq", "Basra"];

fn name() -> impl Strategy<Value = (EntityKind, &'static str, Vec<(&'static str, AliasKind)>)> {
    let kind = select(vec![EntityKind::Person, EntityKind::Organisation]);
    let alias =
        (select(NAMES), select(vec![AliasKind::Spelling, AliasKind::Acronym, AliasKind::Surname]));
    (kind, select(NAMES), vec(alias, 0..2))
}

fn pages() -> impl Strategy<Value = Page> {
    let inputs = select(vec!["a.html", "b.html", "c.html", "d/e.html"]);
    let published = select(vec!["", "2007", "2007-03", "2009-11-30"]);
    let words = vec(select(NAMES), 0..6).prop_map(|words| words.join(", "));
    // Long texts that differ little are near copies of one another, or of several.
    let length = select(vec![0_u32, 40, 50, 60, 90]);
    let rest = (select(vec![0_u32, 8, 20]), length).prop_map(|(from, length)| -> String {
        (from..from + length).map(|number| format!(" word{number}")).collect()
    });
    let comment = (select(vec!["", "Tariq", "tariq"]), select(vec!["", "2007-04-01T10:00"]));
    (
        inputs,
        published,
        words.clone(),
        vec((comment, words), 0..3),
        vec(name(), 0..3),
        (any::<bool>(), rest),
    )
        .prop_map(|(input, published, words, comments, names, (dated, rest))| {
            let mut made = page(input).says(&format!("On 1 May: {words}.")).says(&rest);
            if !published.is_empty() {
                made = made.published(published);
            }
            for ((author, posted), words) in comments {
                made = made.comment(author, posted, &format!("In 2006? {words}"));
            }
            for (kind, name, aliases) in names {
                made = made.names(kind, name, &aliases);
            }
            if dated {
                made = made.date("1 May", "2007-05-01", "2007-05-01", "2007-05-01");
            }
            made.date("2006", "2006", "2006-01-01", "2006-12-31")
        })
}

fn partial(pages: &[Page]) -> Partial {
    pages.iter().map(|page| Partial::of(&page.record())).fold(Partial::default(), Partial::merge)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn merging_is_associative(a in vec(pages(), 0..4), b in vec(pages(), 0..4), c in vec(pages(), 0..4)) {
        let (a, b, c) = (partial(&a), partial(&b), partial(&c));
        let left = a.clone().merge(b.clone()).merge(c.clone());
        let right = a.merge(b.merge(c));
        prop_assert_eq!(&left, &right);
        prop_assert_eq!(format!("{:?}", left.finish()), format!("{:?}", right.finish()));
    }

    #[test]
    fn merging_is_commutative(a in vec(pages(), 0..5), b in vec(pages(), 0..5)) {
        let (a, b) = (partial(&a), partial(&b));
        let (one, other) = (a.clone().merge(b.clone()), b.merge(a));
        prop_assert_eq!(&one, &other);
        prop_assert_eq!(format!("{:?}", one.finish()), format!("{:?}", other.finish()));
    }

    #[test]
    fn nothing_and_itself_change_nothing(a in vec(pages(), 0..5)) {
        let a = partial(&a);
        prop_assert_eq!(&a.clone().merge(Partial::default()), &a);
        prop_assert_eq!(&Partial::default().merge(a.clone()), &a);
        prop_assert_eq!(&a.clone().merge(a.clone()), &a);
    }

    /// A copy is like the first of its group, which is no copy, and stands in one group.
    #[test]
    fn copies_stand_in_one_group_behind_its_first(a in vec(pages(), 0..6)) {
        let corpus = partial(&a).finish();
        for (index, document) in corpus.documents.iter().enumerate() {
            let groups = corpus.copies.iter().filter(|group| {
                group.copies.iter().any(|copy| copy.document as usize == index)
            });
            let firsts: Vec<u32> = groups.map(|group| group.first).collect();
            prop_assert_eq!(firsts, Vec::from_iter(document.near_copy_of));
        }
        for group in &corpus.copies {
            prop_assert!(corpus.documents[group.first as usize].near_copy_of.is_none());
            prop_assert!(group.copies.iter().all(|copy| (700..=1000).contains(&copy.shared)));
        }
        for entity in &corpus.entities {
            prop_assert!((1..=entity.documents.len()).contains(&(entity.sources as usize)));
        }
    }

    /// What the parts say adds up to what the whole says.
    #[test]
    fn no_mention_is_lost_or_counted_twice(a in vec(pages(), 0..6)) {
        let corpus = partial(&a).finish();
        for (index, document) in corpus.documents.iter().enumerate() {
            let occurrences = corpus
                .entities
                .iter()
                .flat_map(|entity| &entity.documents)
                .filter(|occurrence| occurrence.document as usize == index);
            let (mut entities, mut mentions) = (0, 0);
            for occurrence in occurrences {
                entities += occurrence.entities.len();
                mentions += occurrence.article_mentions + occurrence.comment_mentions;
            }
            let counts = document.duplicate_of.is_none();
            let expected = if counts { (document.entities, document.mentions) } else { (0, 0) };
            prop_assert_eq!((entities as u32, mentions), expected);
        }
        for entity in &corpus.entities {
            let years: u32 = entity.by_year.iter().map(|year| year.count).sum();
            let mentions = entity.article_mentions + entity.comment_mentions;
            prop_assert_eq!(years + entity.undated, mentions);
        }
    }
}
