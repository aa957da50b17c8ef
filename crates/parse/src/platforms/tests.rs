//! Each platform by its examples, and answers that are not what they should be.

use annalist_model::Document;
use annalist_tables::DataFile;

use super::file::{FILES, Platform};
use crate::testing::lines_of;
use crate::{Input, Parser, Rereader, StoredAnswer};

fn input<'a>(page: &'a str, url: &'a str, answers: &'a [StoredAnswer]) -> Input<'a> {
    let bytes = page.as_bytes();
    Input { name: "page.html", bytes, url: Some(url), answers, ..Input::default() }
}

fn stored(platform: &str, answers: &[&str]) -> Vec<StoredAnswer> {
    let numbered = answers.iter().enumerate();
    let stored = numbered.map(|(number, answer)| StoredAnswer {
        name: format!("page.capture/{number}.json"),
        bytes: answer.as_bytes().to_vec(),
        platform: platform.to_owned(),
        url: "https://kelm.example/answers".to_owned(),
        fetched_at: None,
        fault: None,
    });
    stored.collect()
}

/// The document of `page` with the answers `answers`, each run of its text checked against them.
fn read(page: &str, platform: &str, answers: &[&str]) -> Document {
    let stored = stored(platform, answers);
    let parser = Parser::new().unwrap();
    let document = parser.parse(&input(page, "https://kelm.example/a", &stored)).unwrap();
    let end_to_end = [page, &answers.concat()].concat();
    let rereader = Rereader::new(end_to_end.as_bytes(), document.source());
    for run in document.source_map().runs() {
        let (again, text) = (rereader.read(run).unwrap(), document.slice(run.text));
        assert!(
            again == text || again.trim().is_empty() && text.trim().is_empty(),
            "{again} {text}"
        );
    }
    document
}

fn told(document: &Document) -> Vec<&str> {
    let notes = document.diagnostics().iter().filter(|it| it.code.as_str() == "P021");
    notes.map(|it| it.message.as_str()).collect()
}

#[test]
fn each_example_is_asked_for_and_read() {
    let parser = Parser::new().unwrap();
    for file in FILES {
        let Platform { name, example: examples, .. } = Platform::load(*file).unwrap();
        assert_eq!(file.name, format!("platforms/{name}.toml"));
        assert!(!examples.is_empty(), "{name}");
        for example in examples {
            let sources = parser.comment_sources(&input(&example.page, &example.url, &[]));
            let [source] = sources.as_slice() else { panic!("{name}: {sources:?}") };
            assert_eq!(source.platform(), name);
            assert_eq!(source.next(&[]).as_deref(), Some(example.asks.as_str()));
            let answers = [example.answer.as_bytes()];
            assert_eq!(source.next(&answers), example.next, "{name}");
            let document = read(&example.page, &name, &[&example.answer]);
            assert_eq!(lines_of(&document), example.comments, "{name}");
            assert_eq!(told(&document), [""; 0], "{name}");
        }
    }
}

#[test]
fn what_is_said_of_answers_is_asked_for_once_these_are_complete() {
    let answers = [
        r#"{"items":[{"answer_id":13,"owner":{"display_name":"Ada"},"body":"One."}],"has_more":true}"#,
        r#"{"items":[{"answer_id":14,"owner":{"display_name":"Ben"},"body":"Two."}],"has_more":false}"#,
        r#"{"items":[{"comment_id":14,"post_id":13,"owner":{"display_name":"Cy"},"body":"Why?"}],"has_more":true}"#,
        r#"{"items":[{"comment_id":9,"post_id":12,"owner":{"display_name":"Dora"},"body":"When?"}],"has_more":false}"#,
    ];
    let parser = Parser::new().unwrap();
    let url = "https://stackoverflow.com/questions/12/ferry";
    let sources = parser.comment_sources(&input("", url, &[]));
    let asked = |count: usize| {
        let answers: Vec<&[u8]> = answers.iter().take(count).map(|it| it.as_bytes()).collect();
        let address = sources[0].next(&answers)?;
        let (path, query) = address.split_once('?')?;
        Some(format!("{} {}", path.rsplit_once("2.3/")?.1, query.rsplit_once('=')?.1))
    };
    let asked: Vec<Option<String>> = (0..=4).map(asked).collect();
    let of_posts = |page: u32| Some(format!("posts/12%3B13%3B14/comments {page}"));
    let of_question = |page: u32| Some(format!("questions/12/answers {page}"));
    assert_eq!(asked, [of_question(1), of_question(2), of_posts(1), of_posts(2), None]);
    let document = read("<h1>Ferry</h1>", "stack-exchange", &answers);
    assert_eq!(
        lines_of(&document),
        ["- | Ada | - | One.", "0 | Cy | - | Why?", "- | Ben | - | Two.", "- | Dora | - | When?"]
    );
}

#[test]
fn a_line_that_cannot_be_used_is_named() {
    let [file, ..] = FILES else { panic!("no platform is known") };
    for (written, wrong) in [
        ("posted = \"date_gmt\"", "posted = \"date..gmt\""),
        ("\"postid-{post}\"", "\"postid-{post\""),
        ("select = \"body\"", "select = \"::\""),
        ("utc = true", "utx = true"),
    ] {
        assert!(file.text.contains(written), "{written}");
        let text = file.text.replacen(written, wrong, 1);
        let line = 1 + text[..text.find(wrong).unwrap()].matches('\n').count();
        let error = Platform::load(DataFile { text: text.leak(), ..*file }).unwrap_err();
        assert_eq!((error.file.as_str(), error.line), (file.name, line), "{error}");
    }
}

#[test]
fn a_copy_from_before_tls_names_its_platform_too() {
    let parser = Parser::new().unwrap();
    let sources = parser.comment_sources(&input("", "http://news.ycombinator.com/item?id=5", &[]));
    let asked = sources[0].next(&[]);
    assert_eq!(asked.as_deref(), Some("https://hn.algolia.com/api/v1/items/5"));
}

#[test]
fn every_file_is_in_use() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data/platforms");
    assert_eq!(std::fs::read_dir(folder).unwrap().count(), FILES.len());
}

const PAGE: &str = r#"<link rel="https://api.w.org/" href="/wp-json/"><body class="postid-3">"#;

const FEEDS: &str = r#"<body class=single><link rel=alternate type=application/rss+xml href="/feed/">
    <link rel=alternate type=application/rss+xml href="/ferry/feed/">"#;

fn comment(id: u32, parent: u32, words: &str) -> String {
    format!(
        r#"{{"id":{id},"parent":{parent},"author_name":"A{id}","content":{{"rendered":"{words}"}}}}"#
    )
}

fn list(comments: &[String]) -> String {
    format!("[{}]", comments.join(","))
}

#[test]
fn a_page_is_asked_for_until_one_is_not_full_or_comes_again() {
    let parser = Parser::new().unwrap();
    let sources = parser.comment_sources(&input(PAGE, "https://kelm.example/a", &[]));
    let next = |answers: &[&str]| {
        let answers: Vec<&[u8]> = answers.iter().map(|it| it.as_bytes()).collect();
        sources[0].next(&answers).map(|address| address.rsplit_once("page=").unwrap().1.to_owned())
    };
    let full =
        |from: u32| list(&(from..from + 100).map(|id| comment(id, 0, "x")).collect::<Vec<_>>());
    let (first, second) = (full(1), full(101));
    assert_eq!(next(&[&first]).as_deref(), Some("2"));
    assert_eq!(next(&[&first, &second]).as_deref(), Some("3"));
    assert_eq!(next(&[&first, &second, &second]), None, "an endless thread");
    assert_eq!(next(&["[]"]), None);
    assert_eq!(next(&["<html>no JSON"]), None);
}

#[test]
fn a_page_that_names_nobody_is_asked_about_nowhere() {
    let parser = Parser::new().unwrap();
    for (page, url) in [
        ("<body class=postid-3>", "https://kelm.example/"),
        (r#"<link rel="https://api.w.org/" href="file:///etc/">"#, "https://kelm.example/"),
        ("<p>x", "https://news.ycombinator.com/item?id=1&x=2"),
        (PAGE, "file:///tmp/page.html"),
        (FEEDS, "https://kelm.example/"),
        (FEEDS, "https://kelm.example/ferr"),
    ] {
        assert!(parser.comment_sources(&input(page, url, &[])).is_empty(), "{page} {url}");
    }
}

#[test]
fn pages_of_answers_make_one_thread_and_each_comment_counts_once() {
    let first = list(&[comment(1, 0, "one"), comment(2, 4, "two")]);
    let second = list(&[comment(2, 4, "two"), comment(4, 1, "four"), comment(5, 77, "five")]);
    let document = read(PAGE, "wordpress", &[&first, &second]);
    assert_eq!(
        lines_of(&document),
        ["- | A1 | - | one", "0 | A4 | - | four", "1 | A2 | - | two", "- | A5 | - | five"]
    );
    let answers = &document.source().answers;
    assert_eq!(answers.len(), 2);
    assert_eq!(answers[0].bytes.range().start, PAGE.len());
    assert_eq!(answers[1].bytes.range().start, PAGE.len() + first.len());
    let author = document.comments()[3].author.as_ref().unwrap();
    let end_to_end = [PAGE, &first, &second].concat();
    assert_eq!(&end_to_end[author.bytes.unwrap().range()], "A5");
    let source = document.source();
    let of = |at| source.answer_at(at).map(|answer| answer.input.as_str());
    assert_eq!(of(author.bytes.unwrap().start()), Some("page.capture/1.json"));
    assert_eq!(of(3), None);
}

#[test]
fn answers_that_make_no_sense_are_told_and_nothing_is_lost() {
    let good = list(&[comment(1, 0, "one")]);
    let document = read(PAGE, "wordpress", &["{\"code\":", &good, "{}", "\u{feff}"]);
    assert_eq!(document.comments().len(), 1);
    assert_eq!(told(&document).len(), 3, "{:?}", told(&document));
    assert_eq!(told(&read(PAGE, "blogger", &[r#"{"feed":{}}"#])), [""; 0], "no comments at all");
    assert_eq!(told(&read(PAGE, "blogger", &[r#"{"error":1}"#])).len(), 1);
    let document = read(PAGE, "no-such-platform", &[&good]);
    assert_eq!(document.comments().len(), 0);
    assert_eq!(told(&document), ["page.capture/0.json: no platform of this name is known"]);
    // A ring of answers, itself as parent, no ids, fields of other kinds.
    let odd = r#"[{"id":1,"parent":2,"content":{"rendered":"a"}},{"id":2,"parent":1,"content":[]},
        {"id":3,"parent":3,"author_name":{"x":1},"content":{"rendered":""}},{},7,null,
        {"date_gmt":"never","author_url":"javascript:alert(1)","content":{"rendered":"\ud83d <b>x"}}]"#;
    let document = read(PAGE, "wordpress", &[odd]);
    assert_eq!(document.comments().len(), 7);
    assert!(document.comments().iter().all(|it| it.author_url.is_none()));
    let shown = document.comments().iter().find_map(|it| it.posted.as_ref()?.shown.clone());
    assert_eq!(shown.as_deref(), Some("never"));
}

#[test]
fn the_comments_of_a_page_stand_where_the_answers_hold_fewer() {
    let item = |id: u32| {
        format!(
            "<li class=comment id=comment-{id}><div class=comment-author><cite class=fn>B{id}</cite>\
             </div><div class=comment-meta><a>May 3, 2015 at 2:05 pm</a></div><div \
             class=comment-content><p>Shown {id}.</p></div></li>"
        )
    };
    let page = format!("{PAGE}<ol class=comment-list>{}{}</ol>", item(1), item(2));
    let one = list(&[comment(1, 0, "one")]);
    let document = read(&page, "wordpress", &[&one]);
    assert_eq!(document.comments().len(), 2);
    assert_eq!(document.comments()[0].author.as_ref().unwrap().value, "B1");
    assert_eq!(told(&document), ["the answers hold 1 comments, and the page shows 2"]);
    let two = list(&[comment(1, 0, "one"), comment(2, 0, "two")]);
    let document = read(&page, "wordpress", &[&two]);
    assert_eq!(document.comments()[0].author.as_ref().unwrap().value, "A1");
    assert!(!document.text().contains("Shown"), "the thread of the page is not its article");
}

#[test]
fn trackbacks_that_only_the_page_tells_of_stay() {
    let page = format!(
        "{PAGE}<ol class=comment-list><li class=comment id=comment-1><cite class=fn>B1</cite><div \
         class=comment-meta><a>May 3, 2015 at 2:05 pm</a></div><div class=comment-content><p>Shown \
         once.</p></div></li><li class=pingback id=comment-2><p>Pingback: <a \
         href='https://log.example/'>The harbour log</a></p></li></ol>"
    );
    let two = list(&[comment(1, 0, "one"), comment(3, 1, "three")]);
    let document = read(&page, "wordpress", &[&two]);
    assert_eq!(
        lines_of(&document),
        ["- | A1 | - | one", "0 | A3 | - | three", "- | The harbour log | - | The harbour log"]
    );
    assert_eq!(document.comments()[2].author_url.as_deref(), Some("https://log.example/"));
    let own = list(&[comment(1, 0, "one"), comment(3, 1, "three")])
        .replace("\"id\":3", "\"type\":\"pingback\",\"id\":3");
    assert_eq!(read(&page, "wordpress", &[&own]).comments().len(), 2, "those of the answers count");
}

#[test]
fn tables_and_captions_of_two_comments_are_two() {
    let table = "<table><tr><td>a<td>b</table><figure><img src=/a.png alt=x><figcaption>y</figure>";
    let comments = list(&[comment(1, 0, table), comment(2, 0, table)]);
    let document = read(PAGE, "wordpress", &[&comments]);
    assert_eq!(document.comments().len(), 2);
    assert_eq!(document.structure().tables.len(), 2);
    assert_eq!(document.structure().images.len(), 2);
}

#[test]
fn what_an_answer_folds_away_is_counted() {
    let answer = r#"[{},{"data":{"children":[
        {"kind":"t1","data":{"name":"t1_a","author":"ada","created_utc":1551859964.0,"body_html":"<p>No.</p>"}},
        {"kind":"more","data":{"count":3,"children":["b"]}},
        {"kind":"more","data":{"count":0,"children":[]}}]}}]"#;
    let document = read("<p>The ferry</p>", "reddit", &[answer]);
    let mut notes = document.diagnostics().iter().filter(|it| it.code.as_str() == "P009");
    let note = notes.next().unwrap();
    assert!(note.message.starts_with("reddit folds at least 4 comments away"), "{}", note.message);
}

#[test]
fn comments_in_a_script_are_cited_through_its_escapes() {
    let script = r#"{"@type":"NewsArticle","comment":[
        {"@type":"Comment","text":"Caf\u00e9 \"Kelm\" &amp; co. \ud83d\ude00 <b>at\/four</b> é","dateCreated":"2019-03-06T08:12:44Z",
         "author":{"@type":"Person","name":"Ada \u201cLorne\u201d"},"upvoteCount":3},
        {"@type":"Comment","text":"No \\ engine\n\nat all","author":"Ben"}]}"#;
    let page = format!(
        "<script type='application/ld+json'>{script}</script><h1>Ferry</h1><p>It sails on Monday.</p>"
    );
    let document = read(&page, "none", &[]);
    assert_eq!(
        lines_of(&document),
        [
            "- | Ada “Lorne” | 2019-03-06T08:12:44Z | Café \"Kelm\" & co. 😀 at/four é",
            "- | Ben | - | No \\ engine  at all",
        ]
    );
    assert_eq!(document.comments()[0].votes, Some(3));
}

#[test]
fn what_a_script_says_of_comments_that_are_shown_completes_them() {
    let comment = |text: &str, day: u32| {
        format!(r#"{{"@type":"Comment","text":"{text}","dateCreated":"2019-03-0{day}T08:12:44Z"}}"#)
    };
    let texts =
        ["The captain said nothing at all.", "He did, to my sister.", "To whom, did you say?"];
    let said: Vec<String> = (1..).zip(texts).map(|(day, text)| comment(text, day)).collect();
    let shown: String = (1..).zip(&texts[..2]).map(|(number, text)| format!(
        "<div class='comment' id='c{number}'><b class='author'>Ada {number}</b> <i class='date'>{number} hours ago</i><p>{text}</p><a>Reply</a></div>"
    )).collect();
    let page = format!(
        "<script type='application/ld+json'>{{\"@type\":\"Article\",\"comment\":[{}]}}</script><div class='comments'>{shown}</div>",
        said.join(",")
    );
    assert_eq!(
        lines_of(&read(&page, "none", &[])),
        [
            "- | Ada 1 | 2019-03-01T08:12:44Z | The captain said nothing at all.",
            "- | Ada 2 | 2019-03-02T08:12:44Z | He did, to my sister.",
            "- | - | 2019-03-03T08:12:44Z | To whom, did you say?",
        ]
    );
}
