//! Pages and archives that are made to take long, or to unpack to far more than they are. Each is a line
//! of one table: how it is made of a size, and what is said of it. A run over all of them ends, says
//! what it left out, and reads the page among them that is none.
//!
//! The sizes are those of a build for tests. `ANNALIST_TEST_BOMBS=64` makes them 64 times as large, for
//! a build for release (`ANNALIST_TEST_BINARY`). What a quadratic step would take hours for is then
//! read in seconds.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use std::fs::{self, File};
use std::io::Write as _;
use std::time::Instant;

use common::{annalist, gzip, page, write};
use serde_json::Value;

/// What becomes of a bomb.
enum Becomes {
    /// A document, with a diagnostic of this code where one is named.
    Read(Option<&'static str>),
    /// A failure whose cause holds these words.
    Fails(&'static str),
    /// Passed over, for a reason that holds these words.
    Passed(&'static str),
}

use Becomes::{Fails, Passed, Read};

type Made = fn(usize) -> Vec<u8>;

/// The name of a file, how it is made, and what becomes of it.
const BOMBS: &[(&str, Made, Becomes)] = &[
    ("attributes.html", attributes, Read(None)),
    ("classes.html", |n| of(&format!("<p class='{}'>", "c".repeat(50 * n))), Read(None)),
    ("classes-many.html", |n| of(&format!("<p class='{}'>", words(10 * n))), Read(None)),
    ("comments-flat.html", |n| of(&comments(n, 1)), Read(None)),
    ("comments-nested.html", |n| of(&comments(n, n)), Read(Some("P004"))),
    ("dates.html", |n| of(&format!("<p>{}", "2007-".repeat(10 * n))), Read(None)),
    ("digits.html", |n| of(&format!("<p>In {}.", "1".repeat(50 * n))), Read(None)),
    ("digits-in-time.html", digits_in_time, Read(None)),
    ("entries.tar.gz", |_| gzip(&[0; 1 << 20]), Passed("without a page")),
    ("formatting.html", |n| of(&"<b><i>".repeat(10 * n)), Read(Some("P016"))),
    ("gzip.html.gz", |_| gzip(&vec![b'a'; 3 << 20]), Fails("more than 2000000 bytes unpacked")),
    ("gzip-of-gzip.html.gz", |_| gzip(&gzip(&vec![b'a'; 3 << 20])), Fails("gzip")),
    ("json-arrays.html", |n| of(&data(&"[".repeat(20 * n))), Read(Some("P010"))),
    ("json-graph.html", json_graph, Read(None)),
    ("json-long.html", |n| of(&data(&format!("[{}0]", "0,".repeat(20 * n)))), Read(None)),
    ("json-objects.html", |n| of(&data(&"{\"a\":".repeat(20 * n))), Read(Some("P010"))),
    ("json-self.html", json_self, Read(None)),
    ("names.html", |n| of(&format!("<p>{}.", "Abu ".repeat(10 * n))), Read(None)),
    ("names-apart.html", names_apart, Read(None)),
    ("one-name.html", |n| of(&format!("<p>Mr {}.", "Saddam".repeat(10 * n))), Read(None)),
    ("one-line.html", |n| of(&"word and another ".repeat(5 * n)), Read(None)),
    ("references.html", |n| of(&"&amp;&#x41;&notit;".repeat(5 * n)), Read(None)),
    ("spaces.html", |n| of(&format!("<p>a{}b", " ".repeat(100 * n))), Read(None)),
    ("tables.html", |n| of(&"<table><tr><td>".repeat(n)), Read(Some("P004"))),
    ("text.txt", |n| "On 1 May 2007, Mr Smith said. ".repeat(n / 10).into_bytes(), Read(None)),
    ("title.html", title, Read(None)),
    ("unclosed.html", |n| of(&"<".repeat(50 * n)), Read(None)),
    ("zip.zip", |_| zip_of_zip(), Passed("an archive")),
];

/// Elements, comments or the like of a bomb in a build for tests.
const SIZE: usize = 2_000;

fn size() -> usize {
    let times = std::env::var("ANNALIST_TEST_BOMBS").ok().and_then(|it| it.parse().ok());
    SIZE * times.unwrap_or(1)
}

/// A page with something in it.
fn of(body: &str) -> Vec<u8> {
    let whole = String::from_utf8(page("Bomb")).unwrap();
    whole.replace("</article>", &format!("{body}</article>")).into_bytes()
}

fn words(count: usize) -> String {
    (0..count).map(|number| format!("w{number} ")).collect()
}

fn attributes(n: usize) -> Vec<u8> {
    let all: String = (0..20 * n).map(|number| format!(" a{number}='x'")).collect();
    of(&format!("<p{all}>Words.</p>"))
}

/// Comments, each `depth` of them one within the other.
fn comments(count: usize, depth: usize) -> String {
    let mut all = String::from("<ol class=commentlist>");
    for number in 0..count {
        all += &format!(
            "<li class=comment id=c{number}><cite class=fn>Reader {number}</cite>\
             <time datetime=2018-09-06T10:00:00Z>6 September 2018</time>\
             <div class=comment-content><p>Words of number {number}.</p></div>"
        );
        all += if (number + 1) % depth == 0 { "</li>" } else { "<ol class=children>" };
    }
    all
}

fn data(json: &str) -> String {
    format!("<script type=application/ld+json>{json}</script>")
}

/// Objects that all name each other.
fn json_graph(n: usize) -> Vec<u8> {
    let one = |number: usize| {
        let next = (number + 1) % n;
        format!(
            "{{\"@type\":\"Comment\",\"@id\":\"#{number}\",\"text\":\"No {number}\",\
             \"parentItem\":{{\"@id\":\"#{next}\"}},\"author\":{{\"@id\":\"#{next}\"}}}}"
        )
    };
    let graph: Vec<String> = (0..n).map(one).collect();
    of(&data(&format!("{{\"@graph\":[{}]}}", graph.join(","))))
}

/// An object that is its own author, part and answer, many times over.
fn json_self(n: usize) -> Vec<u8> {
    let me = "{\"@id\":\"#me\"}";
    let parts = vec![me; n].join(",");
    of(&data(&format!(
        "{{\"@type\":\"NewsArticle\",\"@id\":\"#me\",\"author\":{me},\"hasPart\":[{parts}],\
         \"comment\":[{parts}],\"mainEntity\":{me},\"headline\":\"Mine\"}}"
    )))
}

/// Names that are all different and alike.
fn names_apart(n: usize) -> Vec<u8> {
    let one = |number: usize| {
        let letter = |at: usize| char::from(b'a' + (number / 26_usize.pow(at as u32) % 26) as u8);
        format!("<p>Mr Abu{}{}{} al-Khafaji spoke.</p>", letter(0), letter(1), letter(2))
    };
    of(&(0..n / 5).map(one).collect::<String>())
}

fn digits_in_time(n: usize) -> Vec<u8> {
    let digits = "1".repeat(50 * n);
    of(&format!("<time datetime='{digits}'>{digits}</time><meta name=date content='{digits}'>"))
}

fn title(n: usize) -> Vec<u8> {
    let title = "Title | Site - ".repeat(10 * n);
    format!("<!DOCTYPE html><title>{title}</title><h1>{title}</h1><p>{title}</p>").into_bytes()
}

/// A zip with nothing but a zip in it: neither is opened for the other.
fn zip_of_zip() -> Vec<u8> {
    let inner = b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
    let fields = |length: u32| {
        let mut crc = flate2::Crc::new();
        crc.update(inner);
        let length = length.to_le_bytes();
        [
            &[20, 0, 0, 0, 0, 0, 0, 0, 0, 0][..],
            &crc.sum().to_le_bytes(),
            &length,
            &length,
            &[5, 0, 0, 0],
        ]
        .concat()
    };
    let fields = fields(inner.len() as u32);
    let local = [b"PK\x03\x04", &fields[..], b"i.zip", inner].concat();
    let central = [b"PK\x01\x02\x14\x00", &fields[..], &[0; 14], b"i.zip"].concat();
    let [length, at] = [central.len() as u32, local.len() as u32].map(u32::to_le_bytes);
    let end = [b"PK\x05\x06\0\0\0\0\x01\0\x01\0", &length[..], &at, &[0, 0]].concat();
    [local, central, end].concat()
}

#[test]
fn no_bomb_stops_a_run() {
    let folder = common::folder(&[("in/a.html", &page("None of them"))]);
    for (name, made, _) in BOMBS {
        write(folder.path(), &format!("in/{name}"), &made(size()));
    }
    let limit = (2_000_000 * size() / SIZE).to_string();
    let began = Instant::now();
    let said = annalist(folder.path(), &["run", "in", "-o", "out", "-v", "--max-bytes", &limit]);
    // On standard output, which tests show where they are asked to.
    println!("{} bombs of {} in {:?}", BOMBS.len(), size(), began.elapsed());
    assert_eq!(said.code, Some(3), "{}", said.err);
    let manifest = fs::read_to_string(folder.path().join("out/manifest.jsonl")).unwrap();
    let outcomes: Vec<Value> =
        manifest.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let outcome = |name: &str| outcomes.iter().find(|it| it["input"] == name).unwrap();
    assert_eq!(outcome("a.html")["status"], "done");
    let mut wrong = Vec::new();
    for (name, _, becomes) in BOMBS {
        let outcome = outcome(name);
        let text = outcome.to_string();
        let (status, words) = match becomes {
            Read(code) => ("done", code.unwrap_or_default()),
            Fails(words) => ("failed", *words),
            Passed(words) => ("skipped", *words),
        };
        if outcome["status"] != status || !text.contains(words) {
            wrong.push(format!("{name}, {status} {words:?}: {}", &text[..text.len().min(600)]));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_page_of_a_gigabyte_in_one_line_is_named_and_not_read() {
    let folder = common::folder(&[("in/a.html", &page("None of them"))]);
    let mut huge = File::create(folder.path().join("in/huge.html")).unwrap();
    huge.write_all(b"<p>").unwrap();
    huge.set_len(1 << 30).unwrap();
    let began = Instant::now();
    annalist(folder.path(), &["run", "in", "-o", "out"])
        .check(3, &["huge.html: the file has 1073741824 bytes; pages are read up to 67108864"]);
    assert!(began.elapsed().as_secs() < 30, "{:?}", began.elapsed());
}

#[test]
fn names_of_a_megabyte_are_compared_as_far_as_names_go() {
    let long = "Abu ".repeat(250_000);
    let line = format!("{{\"type\":\"person\",\"name1\":\"{long}\",\"name2\":\"{long}\"}}\n");
    let folder = common::folder(&[]);
    let said = common::annalist_with(folder.path(), &["match", "-"], line.as_bytes());
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert_eq!(said.out.lines().count(), 1);
}

/// The greatest page that is read where nothing else is said, in one line, and one half as long: with a
/// build for release, `cargo test --release -p annalist-cli --test bombs -- --ignored --nocapture`.
#[test]
#[ignore = "takes a minute and a build for release"]
fn the_time_of_a_page_in_one_line_is_linear() {
    let times = [8_u64, 16, 32, 63].map(|megabytes| {
        let count = (megabytes << 20) / 17;
        let line = "word and another ".repeat(usize::try_from(count).unwrap());
        let folder = common::folder(&[("line.html", &of(&line))]);
        let began = Instant::now();
        annalist(folder.path(), &["parse", "line.html"]).check(0, &[]);
        let seconds = began.elapsed().as_secs_f64();
        println!("{megabytes} MiB in one line: {seconds:.2} s");
        seconds / megabytes as f64
    });
    assert!(times[3] < 2.5 * times[0], "seconds a MiB: {times:?}");
}
