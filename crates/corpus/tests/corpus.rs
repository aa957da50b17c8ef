//! What a collection says as a whole, seen from outside.

mod support;

use annalist_corpus::{Corpus, Sameness};
use annalist_model::{AliasKind, EntityKind, Owner};
use support::{corpus, page};

/// Each entity in a line: its name, documents, mentions in articles and in comments.
fn entities(corpus: &Corpus) -> Vec<String> {
    corpus
        .entities
        .iter()
        .map(|entity| {
            let documents: Vec<&str> = entity
                .documents
                .iter()
                .map(|occurrence| corpus.documents[occurrence.document as usize].input.as_str())
                .collect();
            let (article, comments) = (entity.article_mentions, entity.comment_mentions);
            format!("{} [{}] {article}+{comments}", entity.name, documents.join(" "))
        })
        .collect()
}

#[test]
fn one_name_in_two_spellings_is_one_entity() {
    let corpus = corpus(&[
        page("a").says("Muqtada al-Sadr spoke.").person("Muqtada al-Sadr"),
        page("b").says("Muqtadā al Ṣadr left.").person("Muqtadā al Ṣadr"),
        page("c").says("Muqtada al-Sadr is back.").person("Muqtada al-Sadr"),
    ]);
    assert_eq!(entities(&corpus), ["Muqtada al-Sadr [a b c] 3+0"]);
    assert_eq!(corpus.entities[0].aliases[0].value, "Muqtadā al Ṣadr");
}

#[test]
fn kinds_are_never_mixed() {
    let corpus = corpus(&[
        page("a").says("Washington slept.").person("Washington"),
        page("b").says("Washington slept here.").names(EntityKind::Place, "Washington", &[]),
    ]);
    assert_eq!(entities(&corpus), ["Washington [a] 1+0", "Washington [b] 1+0"]);
}

#[test]
fn single_names_are_joined_with_their_like_and_say_who_they_may_be() {
    let corpus = corpus(&[
        page("a").says("David Petraeus").person("David Petraeus"),
        page("b").says("Petraeus").person("Petraeus"),
        page("c").says("Petraeus").comment("", "", "PETRAEUS!").person("Petraeus"),
    ]);
    assert_eq!(entities(&corpus), ["Petraeus [b c] 2+0", "David Petraeus [a] 1+0"]);
    assert_eq!(corpus.entities[0].may_be, [1]);
}

#[test]
fn single_names_that_fit_two_people_stay_apart() {
    let corpus = corpus(&[
        page("a").says("John Smith").person("John Smith"),
        page("b").says("Adam Smith").person("Adam Smith"),
        page("c").says("Smith").person("Smith"),
        page("d").says("Smith again").person("Smith"),
    ]);
    assert_eq!(
        entities(&corpus),
        ["Adam Smith [b] 1+0", "John Smith [a] 1+0", "Smith [c] 1+0", "Smith [d] 1+0"]
    );
    assert_eq!(corpus.entities[2].may_be, [0, 1]);
    assert_eq!(corpus.entities[3].may_be, [0, 1]);
}

#[test]
fn a_tie_made_by_one_document_holds_in_all() {
    let league = "League of the Righteous";
    let corpus = corpus(&[
        page("a").says("Asaib Ahl al-Haq").names(
            EntityKind::Organisation,
            "Asaib Ahl al-Haq",
            &[(league, AliasKind::Transliteration), ("AAH", AliasKind::Acronym)],
        ),
        page("b").says(league).names(EntityKind::Organisation, league, &[]),
        page("c").says("AAH").names(EntityKind::Organisation, "AAH", &[]),
    ]);
    assert_eq!(entities(&corpus), ["Asaib Ahl al-Haq [a b c] 3+0"]);
    let aliases: Vec<_> =
        corpus.entities[0].aliases.iter().map(|it| (it.value.as_str(), it.documents)).collect();
    assert_eq!(aliases, [("AAH", 2), (league, 2)]);
}

#[test]
fn an_acronym_of_two_names_joins_neither() {
    let organisation = EntityKind::Organisation;
    let acronym = [("ISF", AliasKind::Acronym)];
    let corpus = corpus(&[
        page("a").says("Iraqi Security Forces").names(
            organisation,
            "Iraqi Security Forces",
            &acronym,
        ),
        page("b").says("Inner Sea Fund").names(organisation, "Inner Sea Fund", &acronym),
        page("c").says("ISF").names(organisation, "ISF", &[]),
    ]);
    assert_eq!(corpus.entities.len(), 3);
}

#[test]
fn articles_and_comments_are_counted_apart_and_by_time() {
    let corpus = corpus(
        &[
            page("a").published("2007-03-05").says("Basra. Basra.").comment("Tariq", "", "Basra?"),
            page("b").published("2007-03-30").says("Basra."),
            page("c").published("2008").says("Basra again."),
            page("d").says("Only Basra."),
        ]
        .map(|page| page.names(EntityKind::Place, "Basra", &[])),
    );
    let basra = &corpus.entities[0];
    assert_eq!((basra.article_mentions, basra.comment_mentions, basra.undated), (5, 1, 1));
    let show = |periods: &[annalist_corpus::PeriodCount]| -> Vec<String> {
        periods.iter().map(|it| format!("{}: {}", it.period, it.count)).collect()
    };
    assert_eq!(show(&basra.by_month), ["2007-03: 4"]);
    assert_eq!(show(&basra.by_year), ["2007: 4", "2008: 1"]);
}

#[test]
fn a_page_saved_twice_counts_once() {
    let saved = || page("a").says("Basra fell.").names(EntityKind::Place, "Basra", &[]);
    let mut copy = saved();
    copy = copy.comment("Tariq", "2007-01", "No.");
    let other_bytes = saved().saved_as("<p>Basra fell.");
    let renamed = |page: &support::Page, input: &str| page.clone().named(input);
    let corpus = corpus(&[
        renamed(&saved(), "a"),
        renamed(&saved(), "b"),
        renamed(&other_bytes, "c"),
        renamed(&copy, "d"),
        renamed(&copy, "e"),
        page("empty-1").saved_as("one"),
        page("empty-2").saved_as("two"),
    ]);
    assert_eq!(entities(&corpus), ["Basra [a d] 2+0"]);
    assert_eq!(corpus.comments.total, 1);
    let groups: Vec<_> =
        corpus.duplicates.iter().map(|group| (group.sameness, group.documents.clone())).collect();
    assert_eq!(groups, [(Sameness::Text, vec![0, 1, 2]), (Sameness::Bytes, vec![3, 4])]);
    assert_eq!(corpus.documents[2].duplicate_of, Some(0));
    assert_eq!(corpus.documents[6].duplicate_of, None);
}

#[test]
fn the_timeline_goes_from_longer_to_shorter_and_keeps_comments_apart() {
    let corpus = corpus(&[
        page("a")
            .says("On 1 January 2007 it began. Until 2008 it went on. Since May 2007 nobody knew.")
            .date("1 January 2007", "2007-01-01", "2007-01-01", "2007-01-01")
            .date("Until 2008", "2008", "", "2008-12-31")
            .date("Since May 2007", "2007-05", "2007-05-01", ""),
        page("b")
            .says("In 2007, and in January.")
            .comment("Tariq", "", "No: May 2006.")
            .date("2007", "2007", "2007-01-01", "2007-12-31")
            .date("January", "2007-01", "2007-01-01", "2007-01-31")
            .date("May 2006", "2006-05", "2006-05-01", "2006-05-31"),
    ]);
    let values: Vec<&str> = corpus.timeline.article.iter().map(|it| it.value.as_str()).collect();
    assert_eq!(values, ["2007", "2007-01", "2007-01-01", "2007-05", "2008"]);
    let comments: Vec<&str> = corpus.timeline.comments.iter().map(|it| it.value.as_str()).collect();
    assert_eq!(comments, ["2006-05"]);
    let first = &corpus.timeline.article[2].passage;
    assert_eq!((first.start, first.end, &*first.exact), (3, 17, "1 January 2007"));
    assert_eq!(&*first.snippet, "On 1 January 2007 it began.");
}

#[test]
fn snippets_stop_at_blocks_and_word_borders() {
    let long = format!("{} 3 May 2007 {}", "before ".repeat(40), "after ".repeat(40));
    let corpus = corpus(&[page("a")
        .says("Not this.")
        .says("Gen. Odierno came on 4 May.")
        .says(&long)
        .says("Nor this.")
        .date("4 May", "2007-05-04", "2007-05-04", "2007-05-04")
        .date("3 May 2007", "2007-05-03", "2007-05-03", "2007-05-03")]);
    let snippets: Vec<&str> =
        corpus.timeline.article.iter().map(|it| &*it.passage.snippet).collect();
    assert!(
        snippets[0].starts_with("…before ") && snippets[0].ends_with(" after…"),
        "{snippets:?}"
    );
    assert!(snippets[0].chars().count() <= 162 && snippets[0].contains(" 3 May 2007 after"));
    assert_eq!(snippets[1], "Gen. Odierno came on 4 May.");
}

#[test]
fn comment_activity_counts_names_as_they_are_signed() {
    let corpus = corpus(&[
        page("a")
            .says("One")
            .comment("Tariq", "2007-03-01T10:00", "x")
            .comment("tariq", "2007-04-01", "y")
            .comment("", "", "z"),
        page("b").says("Two").comment("Tariq", "2008", "w"),
    ]);
    let activity = &corpus.comments;
    assert_eq!((activity.total, activity.unsigned, activity.undated), (4, 1, 2));
    let authors: Vec<_> = activity
        .authors
        .iter()
        .map(|it| (it.name.as_str(), it.comments, it.documents, it.first.unwrap().to_string()))
        .collect();
    assert_eq!(
        authors,
        [("Tariq", 2, 2, "2007-03-01".to_owned()), ("tariq", 1, 1, "2007-04-01".to_owned())]
    );
    let documents: Vec<_> =
        activity.by_document.iter().map(|it| (it.document, it.comments)).collect();
    assert_eq!(documents, [(0, 3), (1, 1)]);
}

#[test]
fn what_a_comment_quotes_from_the_page_counts_once() {
    let said = "Qais Qazali was held in March 2007.";
    let corpus = corpus(&[page("a")
        .says("Nothing here.")
        .comment("Tariq", "2007-04-01", said)
        .comment("Rania", "2007-04-02", &format!("{said} Was Qais Qazali held?"))
        .quoting(said, Some(0))
        .comment("Omar", "2007-04-03", &format!("Somebody wrote: {said}"))
        .quoting(said, None)
        .person("Qais Qazali")
        .date("March 2007", "2007-03", "2007-03-01", "2007-03-31")]);
    assert_eq!(entities(&corpus), ["Qais Qazali [a] 0+3"]);
    let dates: Vec<_> = corpus
        .timeline
        .comments
        .iter()
        .map(|it| (it.passage.owner, it.passage.is_quoted))
        .collect();
    assert_eq!(dates, [(Owner::Comment(0), false), (Owner::Comment(2), true)]);
    assert_eq!(corpus.documents[0].dates, 2);
}

#[test]
fn a_name_that_only_a_quotation_has_is_not_lost() {
    let corpus = corpus(&[page("a")
        .says("Nothing here.")
        .comment("Tariq", "", "Where was Q. Qazali?")
        .comment("Rania", "", "Where was Qais Qazali? In Basra.")
        .quoting("Where was Qais Qazali?", Some(0))
        .person("Qais Qazali")]);
    assert_eq!(entities(&corpus), ["Qais Qazali [a] 0+1"]);
    let first = corpus.entities[0].documents[0].first.as_ref().unwrap();
    assert_eq!((first.owner, first.is_quoted, first.quoting), (Owner::Comment(1), true, Some(0)));
}

#[test]
fn a_common_surname_does_not_list_everybody_in_every_document() {
    let given = ["Ann", "Bob", "Cay", "Dan", "Eve", "Fay", "Gil", "Hal", "Ida", "Jim", "Kay"];
    let full = given.map(|name| format!("{name} Smith"));
    let mut pages: Vec<support::Page> =
        full.iter().map(|name| page(&format!("full-{name}")).says(name).person(name)).collect();
    let alone =
        |n: usize| page(&format!("single-{n}")).says(&format!("{n}: Smith")).person("Smith");
    pages.extend((0..5).map(alone));
    let corpus = corpus(&pages);
    let singles: Vec<_> = corpus.entities.iter().filter(|entity| entity.name == "Smith").collect();
    assert_eq!(singles.len(), 5);
    for single in singles {
        assert_eq!((single.may_be.len(), single.may_be_more), (8, 3));
        let first = &corpus.entities[single.may_be[0] as usize];
        assert_eq!(first.name, "Ann Smith");
    }
}

#[test]
fn a_page_and_its_dump_are_said_to_be_alike_and_both_counted() {
    let body = "Crane drivers at the quay voted to stay out for a fourth week. ".repeat(5);
    let copy = |input: &str, title: &str, body: &str| page(input).titled(title).says(body);
    let corpus = corpus(&[
        copy("a.html", "Drivers vote: stay out", &body),
        copy("b.txt", "Drivers Vote – Stay Out", &format!("{body} More.")),
        copy("c.html", "Drivers vote again", &body),
        copy("d.html", "Drivers vote: stay out", "Short."),
        copy("e.txt", "Drivers vote: stay out", &body).saved_as("other bytes"),
    ]);
    let alike: Vec<Option<u32>> = corpus.documents.iter().map(|it| it.may_repeat).collect();
    assert_eq!(alike, [None, Some(0), None, None, None]);
    assert_eq!(corpus.documents[4].duplicate_of, Some(0));
    assert_eq!(corpus.documents[1].duplicate_of, None);
}

/// A text of the agency, as three papers could print it.
const STRIKE: [&str; 4] = [
    "Crane drivers at the old quay voted on Tuesday night to stay out for a fourth week, after the \
     owners of the port refused to talk about the new rosters.",
    "The vote was close: of the four hundred men who came to the hall behind the fish market, some \
     hundred and ninety wanted to go back to work and wait for the court.",
    "“We have no bread in the house, but we will not be sent home by a machine that counts our \
     minutes,” said Hana Barzan, who has driven the third crane for eleven years.",
    "Two ships with grain lie at anchor outside the harbour, and the bakers of the town have flour \
     until the end of the month.",
];

#[test]
fn near_copies_are_counted_and_are_one_source() {
    let [first, second, third, fourth] = STRIKE;
    let printed = |input: &str, day: &str| page(input).published(day);
    let hana = |page: support::Page| page.person("Hana Barzan");
    let quotation_alone = "In the tea house opposite the gate nobody speaks of anything else. A \
        retired pilot has hung a list of the strikers' families above the samovar, and whoever can \
        pays for one of them. The mayor came once, drank nothing, and left by the back door.";
    let corpus = corpus(&[
        hana(
            printed("a.html", "2007-03-08")
                .titled("Harbour stands still")
                .says(&format!("Gazette staff and agencies. {first}"))
                .says(second)
                .says(&third.replace("eleven", "twelve"))
                .says(fourth),
        ),
        hana(printed("b.html", "2007-03-07").titled("Drivers stay out"))
            .says(first)
            .says(second)
            .says(third)
            .says(fourth),
        hana(printed("c.html", "2007-03-09").titled("What the tea house says"))
            .says(quotation_alone)
            .says(third),
        hana(page("d.html").titled("Cut for space")).says(first).says(second).says(third),
    ]);
    let [group] = corpus.copies.as_slice() else { panic!("{:?}", corpus.copies) };
    assert_eq!(group.first, 1, "the earliest stands for all");
    let copies: Vec<(u32, u16)> =
        group.copies.iter().map(|copy| (copy.document, copy.shared)).collect();
    let [(0, edited), (3, 1000)] = copies[..] else { panic!("{copies:?}") };
    assert!((900..1000).contains(&edited), "{copies:?}");
    let of: Vec<Option<u32>> = corpus.documents.iter().map(|it| it.near_copy_of).collect();
    assert_eq!(of, [Some(1), None, None, Some(1)]);
    let entity = &corpus.entities[0];
    assert_eq!((entity.documents.len(), entity.sources), (4, 2));
}

#[test]
fn what_more_sources_name_stands_before_what_copies_repeat() {
    let repeated = STRIKE.join(" ");
    let copy = |input: &str, more: &str| {
        page(input).says(&repeated).says(more).person("Hana Barzan").person("Nobody Else")
    };
    let corpus = corpus(&[
        copy("a", "One."),
        copy("b", "Two."),
        copy("c", "Three."),
        page("d").says("Ilse Krone was there.").person("Ilse Krone"),
        page("e").says("So was Ilse Krone.").person("Ilse Krone"),
    ]);
    assert_eq!(entities(&corpus)[0], "Ilse Krone [d e] 2+0");
    assert_eq!(entities(&corpus)[1], "Hana Barzan [a b c] 3+0");
}
