//! The worker under a driver that means harm, and its records beside those of a run.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;

use common::{annalist, annalist_with, command, folder, gzip, page, said, tar, write, zip};
use serde_json::{Value, json};

/// Base64, as any driver has it.
fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let mut three = [0; 3];
        three[..chunk.len()].copy_from_slice(chunk);
        let bits = u32::from_be_bytes([0, three[0], three[1], three[2]]);
        for place in 0..=chunk.len() {
            text.push(char::from(SIGNS[(bits >> (18 - 6 * place)) as usize & 63]));
        }
        text.extend(std::iter::repeat_n('=', 3 - chunk.len()));
    }
    text
}

/// What a worker in `folder` answers to these jobs.
#[track_caller]
fn answers(folder: &Path, arguments: &[&str], jobs: &[Value]) -> Vec<String> {
    let lines: String = jobs.iter().map(|job| format!("{job}\n")).collect();
    let told = annalist_with(folder, &[&["worker"], arguments].concat(), lines.as_bytes());
    told.check(0, &[]);
    assert_eq!(told.err, "");
    let answers: Vec<String> = told.out.lines().map(str::to_owned).collect();
    assert_eq!(answers.len(), jobs.len());
    answers
}

/// A record of WARC with a page in it.
fn record(url: &str, kind: &str, body: &[u8]) -> Vec<u8> {
    let http = [b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", body].concat();
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{url}>\r\n\
         WARC-Target-URI: {url}\r\nWARC-Date: 2018-09-06T10:00:00Z\r\n\
         Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n",
        http.len()
    );
    [head.as_bytes(), &http, b"\r\n\r\n"].concat()
}

#[test]
fn a_record_is_that_of_a_run_to_the_byte() {
    let folder = folder(&[
        ("in/a.html", &page("One")),
        ("in/b/page.html", &page("Two")),
        ("in/b/source.json", br#"{"url":"https://b.example/two","charset":"windows-1252"}"#),
        ("in/c.html.gz", &gzip(&page("Three"))),
        ("in/words.txt", b"Pressemitteilung\n\nBob met Ann in Basra on Monday.\n"),
    ]);
    let run = ["run", "in", "-o", "out", "--date", "2018-09-06", "--prefer", "future"];
    annalist(folder.path(), &run).check(0, &["4 documents"]);
    let names = ["a.html", "b/page.html", "c.html.gz", "words.txt"];
    let bytes = |name: &str| base64(&fs::read(folder.path().join("in").join(name)).unwrap());
    let by_path = names.map(|name| json!({"path": name, "date": "2018-09-06"}));
    let of_b = json!({"input": "b/page.html", "bytes": bytes("b/page.html"), "date": "2018-09-06",
        "url": "https://b.example/two", "charset": "windows-1252"});
    let by_bytes = names.map(|name| match name {
        "b/page.html" => of_b.clone(),
        _ => json!({"id": name, "bytes": bytes(name), "date": "2018-09-06"}),
    });
    for (jobs, threads) in [(&by_path, "1"), (&by_path, "3"), (&by_bytes, "2")] {
        let arguments = ["--root", "in", "--prefer", "future", "-j", threads];
        for (name, answer) in names.iter().zip(answers(folder.path(), &arguments, jobs)) {
            let path = folder.path().join(format!("out/records/{name}.json"));
            assert_eq!(answer + "\n", fs::read_to_string(path).unwrap(), "{name}");
        }
    }
}

#[test]
fn a_page_of_an_archive_is_found_by_its_offset() {
    let (one, two) = (page("One"), page("Two"));
    let records = [
        record("https://a.example/1", "request", b"GET / HTTP/1.1"),
        record("https://a.example/1", "response", &one),
        record("https://a.example/2", "response", &two),
    ];
    let packed: Vec<Vec<u8>> = records.iter().map(|record| gzip(record)).collect();
    let entries = [("b/one.html".to_owned(), one), ("two.html".to_owned(), two)];
    let folder = folder(&[
        ("in/plain.warc", &records.concat()),
        ("in/packed.warc.gz", &packed.concat()),
        ("in/pages.zip", &zip(&entries)),
        ("in/pages.tar", &tar(&entries)),
        ("in/pages.tar.gz", &gzip(&tar(&entries))),
    ]);
    annalist(folder.path(), &["run", "in", "-o", "out"]).check(0, &["10 documents"]);
    let mut count = 0;
    for (name, bytes) in common::files(&folder.path().join("out/records")) {
        let record: Value = serde_json::from_slice(&bytes).unwrap();
        let place = &record["source"]["place"];
        let (archive, offset) = (&place["archive"], &place["offset"]);
        let job = json!({"id": 1, "archive": archive, "offset": offset});
        let answer = answers(folder.path(), &["--root", "in"], &[job]);
        assert!(format!("{}\n", answer[0]).as_bytes() == bytes, "{name}: {}", answer[0]);
        count += 1;
    }
    assert_eq!(count, 10);
    // With the length that an index gives, and under another name.
    let (offset, length) = (packed[0].len(), packed[1].len());
    let of_packed = |offset: usize, length: usize| {
        json!({"id": 1, "input": "mine.html", "archive": "in/packed.warc.gz",
            "offset": offset, "length": length})
    };
    let jobs = [
        of_packed(offset, length),
        of_packed(0, offset),
        of_packed(offset + 1, length),
        of_packed(1 << 40, 10),
        of_packed(offset, 10),
        json!({"id": 1, "archive": "in/pages.zip", "offset": 3}),
        json!({"id": 1, "archive": "in/none.warc", "offset": 3}),
        json!({"id": 1, "path": "in/packed.warc.gz"}),
    ];
    let answers = answers(folder.path(), &[], &jobs);
    assert!(answers[0].contains(r#""input":"mine.html""#), "{}", answers[0]);
    for (answer, words) in answers[1..].iter().zip([
        r#""status":"skipped","reason":"the record holds no page: request","job":1"#,
        r#""code":"F006""#,
        "the archive ends before the record begins",
        r#""code":"F006""#,
        "no page of the archive stands at 3",
        r#""code":"F001""#,
        "give it as `archive`",
    ]) {
        assert!(answer.contains(words), "{words} is not in {answer}");
    }
}

#[test]
fn every_line_has_its_answer_whatever_it_holds() {
    let folder = folder(&[("a.html", &page("One"))]);
    let good = json!({"id": "good", "path": "a.html"}).to_string();
    let deep = format!("{{\"id\":{}", "[".repeat(100_000));
    let image = json!({"id": "image", "bytes": base64(b"\x89PNG\r\n\x1a\n0123456789")}).to_string();
    let empty = json!({"id": "empty", "bytes": ""}).to_string();
    let torn = json!({"id": "torn", "bytes": base64(&gzip(&page("One"))[..40])}).to_string();
    let folder_job = json!({"id": "folder", "path": "."}).to_string();
    let lines: Vec<&[u8]> = vec![
        good.as_bytes(),
        b"garbage",
        b"\xff\xfe\x00",
        b"{}",
        br#"{"id":"b","bytes":"***"}"#,
        br#"{"id":"b","bytes":"PGI+","moon":"full"}"#,
        br#"{"id":"b","path":"gone.html"}"#,
        br#"{"id":"b","path":"a\u0000b"}"#,
        deep.as_bytes(),
        image.as_bytes(),
        empty.as_bytes(),
        torn.as_bytes(),
        folder_job.as_bytes(),
        good.as_bytes(),
    ];
    let mut jobs = lines.join(&b'\n');
    // Blank lines are no jobs; the last line breaks off.
    jobs.extend(b"\n\n \r\n");
    jobs.extend(&good.as_bytes()[..good.len() - 3]);
    let told = annalist_with(folder.path(), &["worker"], &jobs);
    told.check(0, &[]);
    let answers: Vec<Value> =
        told.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers.len(), lines.len() + 1);
    for (place, answer) in answers.iter().enumerate() {
        let is_record = answer["text"].is_string();
        assert_eq!(is_record, [0, lines.len() - 1].contains(&place), "{place}: {answer}");
        if !is_record {
            assert_eq!(answer["status"], "failed", "{place}: {answer}");
            assert!(!answer["code"].as_str().unwrap().is_empty(), "{place}: {answer}");
        }
    }
}

#[test]
fn a_worker_without_jobs_has_nothing_to_say() {
    let folder = folder(&[]);
    for jobs in [&b""[..], b"\n\n"] {
        let told = annalist_with(folder.path(), &["worker"], jobs);
        assert_eq!((told.check(0, &[]).out.as_str(), told.err.as_str()), ("", ""));
    }
}

#[test]
fn a_driver_that_closes_stdout_ends_the_worker_though_it_keeps_stdin_open() {
    let folder = folder(&[]);
    let (reader, writer) = std::io::pipe().unwrap();
    let mut command = command(folder.path(), &["worker"]);
    let (stdin, mut jobs) = std::io::pipe().unwrap();
    command.stdin(stdin).stdout(Stdio::from(writer));
    drop(reader);
    jobs.write_all(b"{}\n").unwrap();
    let told = said(command, b"");
    assert_eq!((told.code, told.err.as_str()), (Some(0), ""));
    drop(jobs);
}

#[test]
fn a_driver_that_never_reads_stderr_holds_nobody_up() {
    let folder = folder(&[]);
    let jobs = b"{}\n".repeat(3000);
    let told = annalist_with(folder.path(), &["worker"], &jobs);
    assert_eq!((told.check(0, &[]).out.lines().count(), told.err.as_str()), (3000, ""));
    write(folder.path(), "jobs", b"{}\n");
    let told = annalist_with(folder.path(), &["worker", "-v"], b"{}\n");
    told.check(0, &["stdin, line 1: failed"]);
}

#[cfg(feature = "arrow")]
#[test]
fn what_is_no_stream_of_arrow_ends_the_worker_with_a_cause() {
    let folder = folder(&[]);
    for jobs in [&b""[..], b"{\"id\":1}\n", &[0xff; 100]] {
        let told = annalist_with(folder.path(), &["worker", "--format", "arrow"], jobs);
        assert_eq!((told.code, told.out.as_str()), (Some(2), ""), "{told:#?}");
        assert!(told.err.contains("Arrow") || told.err.contains("stream"), "{told:#?}");
    }
}
