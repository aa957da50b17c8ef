//! Pages from the web, and their comments, from servers of our own.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;
#[path = "../../capture/tests/server/mod.rs"]
mod server;

use std::fs;
use std::path::Path;

use common::{Said, annalist, folder};
use serde_json::Value;
use server::{Answer, Server};

const WORDS: &str = "The ferry to the island will sail again on Monday, the harbour office said, \
                     after eleven days in which nobody could cross.";

/// A page of WordPress, with as much of its head as names where the comments are.
fn page(words: &str) -> String {
    format!(
        "<html><head><title>The ferry of Kelm</title><link rel='https://api.w.org/' \
         href='/wp-json/'></head><body class='single postid-12'><article><h1>The ferry of Kelm</h1>\
         <p>{words}</p><p>{WORDS}</p></article></body></html>"
    )
}

fn comment(id: usize, parent: usize, words: &str) -> String {
    format!(
        r#"{{"id":{id},"parent":{parent},"author_name":"Ren\u00e9e {id}","date_gmt":"2019-03-06T08:12:44","content":{{"rendered":"<p>{words}<\/p>\n"}},"link":"/ferry#comment-{id}"}}"#
    )
}

fn json(body: &str) -> Answer {
    Answer::page(body).header("X-Kind", "json")
}

fn add(folder: &Path, url: &str, more: &[&str]) -> Said {
    annalist(folder, &[&["add", url, "--to", "c", "--pause", "0", "--timeout", "2"], more].concat())
}

fn read(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn run_and_verify(folder: &Path) -> Value {
    annalist(folder, &["run", "c", "-o", "out"]).check(0, &["1 document"]);
    annalist(folder, &["verify", "out"]).check(0, &["0 mismatches", "0 lost"]);
    read(&folder.join("out/records/the-ferry-of-kelm/page.html.json"))
}

/// A site with as many comments as `count`, a hundred an answer.
fn site(count: usize) -> Server {
    Server::start(move |path, _| match path {
        "/ferry" => Answer::page(&page(WORDS)).header("ETag", "\"1\""),
        "/moved" => Answer::to("/ferry"),
        "/robots.txt" => Answer::status(404),
        path => {
            let query = "/wp-json/wp/v2/comments?post=12&per_page=100&order=asc&page=";
            let Some(number) = path.strip_prefix(query) else { return Answer::status(404) };
            let first = (number.parse::<usize>().unwrap() - 1) * 100 + 1;
            if first > count {
                return Answer::status(400);
            }
            let comments = first..(first + 100).min(count + 1);
            let one = |id: usize| {
                comment(id, id - 1, &format!("Fish \\u0026amp; chips, caf\\u00e9 {id}"))
            };
            let comments: Vec<String> = comments.map(one).collect();
            json(&format!("[{}]", comments.join(",")))
        }
    })
}

#[test]
fn a_page_and_its_comments_are_kept_and_read_without_a_network() {
    let folder = folder(&[]);
    let server = site(102);
    let said = add(folder.path(), &server.address("/moved"), &[]);
    said.check(0, &["as c/the-ferry-of-kelm, with 2 answers about its comments"]);
    drop(server);

    let member = folder.path().join("c/the-ferry-of-kelm");
    assert_eq!(fs::read_to_string(member.join("page.html")).unwrap(), page(WORDS), "as it came");
    let provenance = read(&member.join("source.json"));
    assert!(provenance["url"].as_str().unwrap().ends_with("/ferry"), "where the redirect led");
    let capture = read(&member.join("page.capture/capture.json"));
    let exchanges = capture["exchanges"].as_array().unwrap();
    let told: Vec<_> = exchanges.iter().map(|it| (&it["for"], it["status"].as_u64())).collect();
    let statuses: Vec<_> = told.iter().map(|it| it.1.unwrap()).collect();
    assert_eq!(statuses, [302, 200, 200, 200]);
    assert_eq!(told[0].0, "page");
    assert_eq!(told[3].0, "wordpress");
    assert_eq!(exchanges[1]["body"]["file"], "page.html");
    assert_eq!(exchanges[3]["body"]["file"], "wordpress-2.json");

    let record = run_and_verify(folder.path());
    let comments = record["comments"].as_array().unwrap();
    assert_eq!(comments.len(), 102);
    assert_eq!(comments[101]["author"], "Renée 102");
    assert_eq!(comments[101]["depth"], 101);
    assert!(comments[0]["permalink"].as_str().unwrap().ends_with("/ferry#comment-1"));
    assert!(record["text"].as_str().unwrap().ends_with("Fish & chips, café 102"));
    assert_eq!(record["source"]["saved_at"], exchanges[1]["at"]);
    let answers = record["source"]["answers"].as_array().unwrap();
    assert_eq!(answers[1]["input"], "the-ferry-of-kelm/page.capture/wordpress-2.json");
    // The bytes that a comment cites are those of page and answers, laid end to end.
    let files = ["page.html", "page.capture/wordpress-1.json", "page.capture/wordpress-2.json"];
    let whole: Vec<u8> =
        files.iter().flat_map(|file| fs::read(member.join(file)).unwrap()).collect();
    let at = |index: usize| comments[101]["source_bytes"][index].as_u64().unwrap() as usize;
    let cited = std::str::from_utf8(&whole[at(0)..at(1)]).unwrap();
    assert_eq!(cited, r"Fish \u0026amp; chips, caf\u00e9 102");
    let manifest = fs::read_to_string(folder.path().join("out/manifest.jsonl")).unwrap();
    assert!(manifest.contains("what was captured with the page page.html"), "{manifest}");

    // A page that moves to another collection takes its comments along.
    annalist(folder.path(), &["add", "c/the-ferry-of-kelm/page.html", "--to", "d"]).check(0, &[]);
    annalist(folder.path(), &["run", "d", "-o", "out-d"]).check(0, &["102 comments"]);
    annalist(folder.path(), &["verify", "out-d"]).check(0, &["0 mismatches"]);
}

#[test]
fn a_thread_that_ends_with_a_full_answer_is_whole() {
    let folder = folder(&[]);
    let said = add(folder.path(), &site(200).address("/ferry"), &[]);
    said.check(0, &["with 2 answers about its comments"]);
    assert!(!said.err.contains("not all"), "{said:#?}");
    assert_eq!(run_and_verify(folder.path())["comments"].as_array().unwrap().len(), 200);
}

#[test]
fn the_feed_of_the_comments_is_asked_where_the_interface_is_closed() {
    let folder = folder(&[]);
    let feed = "<link rel='alternate' type='application/rss+xml' href='/ferry/feed/'></head>";
    let items = "<item><dc:creator><![CDATA[Ada & Ben]]></dc:creator><guid>1</guid><pubDate>Wed, 06 \
                 Mar 2019 08:12:44 +0000</pubDate><content:encoded>&lt;p&gt;Fish &amp;amp; \
                 chips.&lt;/p&gt;</content:encoded></item>";
    let body = format!("<?xml version='1.0'?><rss><channel>{items}</channel></rss>");
    let server = Server::start(move |path, _| match path {
        "/ferry/" => Answer::page(&page(WORDS).replace("</head>", feed)),
        "/ferry/feed/" => json(&body),
        "/robots.txt" => Answer::status(404),
        _ => Answer::status(401),
    });
    let said = add(folder.path(), &server.address("/ferry/"), &[]);
    said.check(0, &["with 1 answer about", "not all comments", "status 401"]);
    let record = run_and_verify(folder.path());
    assert_eq!(record["comments"][0]["author"], "Ada & Ben");
    assert!(record["text"].as_str().unwrap().ends_with("Fish & chips."));
    assert_eq!(record["source"]["answers"][0]["form"], "xml");
    assert!(folder.path().join("c/the-ferry-of-kelm/page.capture/comment-feed-1.xml").exists());
}

#[test]
fn a_change_of_an_answer_is_noticed() {
    let folder = folder(&[]);
    let server = site(3);
    add(folder.path(), &server.address("/ferry"), &[]).check(0, &[]);
    run_and_verify(folder.path());
    let answer = folder.path().join("c/the-ferry-of-kelm/page.capture/wordpress-1.json");
    let text = fs::read_to_string(&answer).unwrap();
    fs::write(&answer, text.replacen("Fish", "Dish", 1)).unwrap();
    let told = annalist(folder.path(), &["verify", "out"]);
    let out = &told.check(1, &["2 mismatches", "5 lost"]).out;
    assert!(out.contains("at /source/answers/0/sha256"), "{told:#?}");
    assert!(out.contains("Fish") && out.contains("Dish"), "{told:#?}");
    assert!(!told.err.contains("and 0 of"), "what stands in the page holds: {told:#?}");
    fs::remove_file(&answer).unwrap();
    let told = annalist(folder.path(), &["verify", "out"]);
    assert!(told.check(1, &[]).out.contains("at /source/answers/0/input"), "{told:#?}");

    // A run says that the answer is not the one that came, and uses nothing of it.
    fs::write(&answer, text.replacen("Fish", "Dish", 1)).unwrap();
    annalist(folder.path(), &["run", "c", "-o", "out"]).check(0, &[]);
    let record = read(&folder.path().join("out/records/the-ferry-of-kelm/page.html.json"));
    assert_eq!(record["comments"].as_array().unwrap().len(), 0);
    assert!(record["diagnostics"].to_string().contains("wordpress-1.json: its SHA-256 is"));
}

#[test]
fn a_second_capture_keeps_only_what_is_new() {
    let folder = folder(&[]);
    let server = Server::start(|path, count| match (path, count) {
        ("/ferry", 0) => Answer::page(&page(WORDS)).header("ETag", "\"1\""),
        ("/ferry", 1..=2) => Answer::status(304),
        ("/ferry", _) => Answer::page(&page("Changed.")),
        ("/robots.txt", _) => Answer::status(404),
        (_, count) if count < 2 => json(&format!("[{}]", comment(1, 0, "one"))),
        (_, 4) => Answer::status(500),
        (_, _) => json(&format!("[{},{}]", comment(1, 0, "one"), comment(2, 1, "two"))),
    });
    let url = server.address("/ferry");
    add(folder.path(), &url, &[]).check(0, &["added"]);
    add(folder.path(), &url, &[]).check(0, &["has not changed since", "nothing was added"]);
    let asked = server.seen();
    let second = asked.iter().filter(|it| it.path == "/ferry").nth(1).unwrap();
    assert_eq!(second.header("if-none-match"), Some("\"1\""));
    // The page is the same, and there is one more comment.
    add(folder.path(), &url, &[]).check(0, &["added"]);
    add(folder.path(), &url, &[]).check(0, &["added"]);
    // No comments came this time: that is no reason to keep the page once more.
    let said = add(folder.path(), &url, &[]);
    said.check(0, &["nothing was added", "not all comments", "status 500"]);
    let mut members: Vec<_> = fs::read_dir(folder.path().join("c")).unwrap().collect();
    assert_eq!(members.len(), 3);
    members.sort_by_key(|member| member.as_ref().unwrap().file_name());
    let name = members[1].as_ref().unwrap().file_name().into_string().unwrap();
    assert!(name.starts_with("the-ferry-of-kelm-20"), "{name}");
    let copied = fs::read_to_string(members[1].as_ref().unwrap().path().join("page.html")).unwrap();
    assert_eq!(copied, page(WORDS), "what the server said still stands");
    annalist(folder.path(), &["run", "c", "-o", "out"]).check(0, &[]);
    annalist(folder.path(), &["verify", "out"]).check(0, &["3 of 3 records", "0 lost"]);
}

#[test]
fn comments_that_do_not_come_are_told_and_the_page_is_kept() {
    for (answer, why) in [
        ("500", "status 500"),
        ("429", "asks to wait for 9999 seconds"),
        ("html", ""),
        ("torn", ""),
        ("silent", "within the time allowed"),
        ("file", "only http and https"),
        ("huge", "more than 100000 bytes"),
    ] {
        let folder = folder(&[]);
        let server = Server::start(move |path, _| match (path, answer) {
            ("/ferry", _) => Answer::page(&page(WORDS)),
            ("/robots.txt", _) => Answer::status(404),
            (_, "429") => Answer::status(429).header("Retry-After", "9999"),
            (_, "html") => json("<html>Log in"),
            (_, "torn") => json("[{\"id\":1,"),
            (_, "silent") => Answer::Silent,
            (_, "file") => Answer::to("file:///etc/passwd"),
            (_, "huge") => Answer::Endless,
            _ => Answer::status(500),
        });
        let url = server.address("/ferry");
        let said = add(folder.path(), &url, &["--max-bytes", "100000"]);
        said.check(0, &["added"]);
        assert_eq!(said.err.contains("not all comments"), !why.is_empty(), "{answer}: {said:#?}");
        assert!(said.err.contains(why), "{answer}: {said:#?}");
        let record = run_and_verify(folder.path());
        assert!(record["text"].as_str().unwrap().contains("eleven days"));
        assert_eq!(record["comments"].as_array().unwrap().len(), 0);
        assert!(record["diagnostics"].to_string().contains("P021"), "{answer}: {record}");
    }
}

#[test]
fn a_thread_without_end_is_cut() {
    let folder = folder(&[]);
    let server = Server::start(|path, _| match path {
        "/ferry" => Answer::page(&page(WORDS)),
        "/robots.txt" => Answer::status(404),
        path => {
            let number: usize = path.rsplit_once('=').unwrap().1.parse().unwrap();
            let comments = (0..100).map(|it| comment(number * 100 + it, 0, "again"));
            json(&format!("[{}]", comments.collect::<Vec<_>>().join(",")))
        }
    });
    let said = add(folder.path(), &server.address("/ferry"), &[]);
    said.check(0, &["with 200 answers", "more than 200 answers"]);
    let folder = common::folder(&[]);
    let said = add(folder.path(), &server.address("/ferry"), &["--max-bytes", "100000"]);
    said.check(0, &["more bytes than are kept of one page"]);
    let folder = common::folder(&[]);
    let same = Server::start(|path, _| match path {
        "/ferry" => Answer::page(&page(WORDS)),
        "/robots.txt" => Answer::status(404),
        _ => {
            let comments = (1..101).map(|it| comment(it, 0, "again"));
            json(&format!("[{}]", comments.collect::<Vec<_>>().join(",")))
        }
    });
    let said = add(folder.path(), &same.address("/ferry"), &[]);
    said.check(0, &["with 1 answer about"]);
    assert_eq!(run_and_verify(folder.path())["comments"].as_array().unwrap().len(), 100);
}

#[test]
fn what_is_no_page_is_refused_and_nothing_is_left() {
    let folder = folder(&[]);
    let server = Server::start(|path, _| match path {
        "/image" => Answer::Raw(
            b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(),
        ),
        "/empty" => Answer::page(""),
        "/robots.txt" => Answer::page("User-agent: *\nDisallow: /closed"),
        "/closed" => Answer::page(&page(WORDS)),
        _ => Answer::status(404),
    });
    for (path, why) in [
        ("/image", "not a page"),
        ("/empty", "is empty"),
        ("/gone", "status 404"),
        ("/closed", "asks not to fetch this"),
    ] {
        add(folder.path(), &server.address(path), &[]).check(4, &["cannot be captured", why]);
        assert!(!folder.path().join("c").exists(), "{path}");
    }
    let told =
        add(folder.path(), &server.address("/closed"), &["--ignore-robots", "--no-comments"]);
    told.check(0, &["added"]);
    assert!(server.seen().iter().all(|it| !it.path.contains("wp-json")));
}

#[test]
fn what_was_captured_is_read_and_verified_in_archives_as_in_a_folder() {
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/captured-comments");
    let kept = |(name, _): &(String, Vec<u8>)| {
        name == "page.html" || name == "source.json" || name.starts_with("page.capture/")
    };
    let members: Vec<(String, Vec<u8>)> =
        common::files(&fixture).into_iter().filter(kept).collect();
    let folder = folder(&[]);
    for (name, bytes) in &members {
        common::write(folder.path(), &format!("in/{name}"), bytes);
    }
    let tar = common::tar(&members);
    for (name, bytes) in [("a.zip", common::zip(&members)), ("b.tgz", common::gzip(&tar))] {
        common::write(folder.path(), name, &bytes);
    }
    let comments = |input: &str, output: &str, record: &str| {
        annalist(folder.path(), &["run", input, "-o", output]).check(0, &["1 document"]);
        annalist(folder.path(), &["verify", output]).check(0, &["0 mismatches", "0 lost"]);
        let record = read(&folder.path().join(output).join("records").join(record));
        assert!(record["source"]["saved_at"].is_string() && record["source"]["url"].is_string());
        record["comments"].clone()
    };
    let expected = comments("in", "out", "page.html.json");
    assert!(!expected.as_array().unwrap().is_empty());
    assert_eq!(comments("a.zip", "out-a", "a.zip/page.html.json"), expected);
    let place = members.iter().take_while(|(name, _)| name != "page.html");
    let place: usize = place.map(|(_, it)| 512 + it.len().next_multiple_of(512)).sum();
    let record = format!("b.tgz/{place:012}/page.html.json");
    assert_eq!(comments("b.tgz", "out-b", &record), expected);
}
