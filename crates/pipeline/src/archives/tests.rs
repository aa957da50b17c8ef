//! Archives among other inputs: what they are called, and what is read of them.

use std::fs;
use std::io::Write;

use annalist_report::Status;
use flate2::{Compression, write::GzEncoder};

use crate::discover::Content;
use crate::{Selection, Stdin, discover, hash, read};

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn record(url: &str, media_type: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!(
        "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: {url}\r\n\
         WARC-Date: 2018-09-06T10:00:00Z\r\nContent-Type: {media_type}\r\n\
         Content-Length: {length}\r\n\r\n{body}\r\n\r\n"
    )
    .into_bytes()
}

/// Each input of a folder that holds `archive`: a page with its bytes, address and time, else its
/// outcome.
fn found(name: &str, archive: &[u8]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(name), archive).unwrap();
    let selection = Selection {
        working_folder: folder.path().to_owned(),
        paths: vec![folder.path().to_owned()],
        ..Selection::default()
    };
    let inputs = discover(&selection).unwrap().inputs.into_iter();
    let inputs = inputs.map(|it| match &it.content {
        Content::Member(member) => {
            let page = read::read_member(member, 1000).unwrap();
            let input = page.input(&it.name);
            let at = input.saved_at.map(|at| at.to_string()).unwrap_or_default();
            let url = input.url.unwrap_or_default();
            format!("{}: {} {url} {at}", it.name, String::from_utf8_lossy(input.bytes))
        }
        Content::Settled(Status::Skipped { reason }) => format!("{}- {reason}", it.name),
        Content::Settled(Status::Failed { cause, .. }) => format!("{}! {cause}", it.name),
        other => format!("{}? {other:?}", it.name),
    });
    inputs.collect()
}

#[test]
fn each_record_is_an_input_named_by_place_and_address() {
    let page = record("https://x.example/a?b=1", "text/html", "<p>one");
    let image = record("https://x.example/i", "image/png", "x");
    let hostile = record("javascript:alert(1)", "text/html", "<p>two");
    let archive = [gzip(&page), gzip(&image), gzip(&hostile)];
    let third = archive[0].len() + archive[1].len();
    assert_eq!(
        found("c.warc.gz", &archive.concat()),
        [
            "c.warc.gz/000000000000-x-example-a-b-1: <p>one https://x.example/a?b=1 \
             2018-09-06T10:00:00Z"
                .to_owned(),
            format!("c.warc.gz/{third:012}-javascript-alert-1: <p>two  2018-09-06T10:00:00Z"),
            "c.warc.gz- an archive; the 2 pages in it are read one by one; passed over: image 1"
                .to_owned(),
        ]
    );
}

#[test]
fn a_broken_archive_gives_what_is_whole_and_says_what_is_not() {
    let one = record("https://x.example/a", "text/html", "<p>one");
    let two = record("https://x.example/b", "text/html", "<p>two, and a little more of it");
    let (one, two) = (gzip(&one), gzip(&two));
    let said = found("c.warc.gz", &[one.as_slice(), &two[..two.len() - 30]].concat());
    assert!(said[0].contains(": <p>one "), "{said:?}");
    let broken = format!("c.warc.gz/{:012}! ", one.len());
    assert!(said.iter().any(|it| it.starts_with(&broken)), "{said:?}");
}

#[test]
fn entries_of_one_name_stay_two_inputs() {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, bytes) in [("a.html", "one"), ("a.html", "two"), ("b.css", "x"), ("c.zip", "x")] {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        builder.append_data(&mut header, name, bytes.as_bytes()).unwrap();
    }
    let archive = builder.into_inner().unwrap();
    let rest = [
        "s.tar- an archive; the 2 pages in it are read one by one; passed over: a style sheet 1",
        "s.tar/c.zip- an archive within an archive is not opened; unpack it to read it",
    ];
    let mut said = found("s.tar", &archive);
    said.sort();
    assert_eq!(said[0], rest[0]);
    assert_eq!(said[1], "s.tar/a.html: one  ");
    assert_eq!(said[2], "s.tar/a.html~000000001024: two  ");
    assert_eq!(said[3], rest[1]);
    let said = found("s.tgz", &gzip(&archive));
    assert_eq!(
        said[..2],
        ["s.tgz/000000000000/a.html: one  ", "s.tgz/000000001024/a.html: two  ",]
    );
}

#[test]
fn an_archive_may_come_on_standard_input_and_leaves_nothing_behind() {
    let page = record("https://x.example/a", "text/html", "<p>one");
    let folder = tempfile::tempdir().unwrap();
    for archive in [page.clone(), gzip(&page)] {
        let stdin = Stdin::read(archive.as_slice(), 10, folder.path()).unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        let selection = Selection { stdin: Some(stdin), ..Selection::default() };
        let found = discover(&selection).unwrap();
        let names: Vec<&str> = found.inputs.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["-/000000000000-x-example-a", "-"]);
        let Content::Member(member) = &found.inputs[0].content else { panic!("{found:?}") };
        assert_eq!(read::read_member(member, 1000).unwrap().bytes(), b"<p>one");
        drop((found, selection));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
    let stdin = Stdin::read(&b"<p>a page that is long"[..], 5, folder.path()).unwrap();
    assert!(matches!(stdin, Stdin::Page(bytes) if bytes.len() > 5), "it is told to be too long");
}

/// A zip of entries that are kept as they are.
fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file = Vec::new();
    for (name, bytes) in entries {
        let mut crc = flate2::Crc::new();
        crc.update(bytes);
        let length = u32::try_from(bytes.len()).unwrap().to_le_bytes();
        file.extend(b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0");
        file.extend([crc.sum().to_le_bytes(), length, length].concat());
        file.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        file.extend([&[0, 0], name.as_bytes(), bytes].concat());
    }
    file
}

#[test]
fn the_lists_of_a_wacz_say_what_is_a_page_and_what_it_is_called() {
    let records = ["home", "more", "frame"].map(|name| {
        record(&format!("https://x.example/{name}"), "text/html", &format!("<p>{name}"))
    });
    let pages = b"{\"format\":\"json-pages-1.0\"}\n\
        {\"url\":\"https://x.example/home\",\"title\":\"Home\",\"seed\":true}\n\
        {\"url\":\"https://x.example/gone\"}";
    let archive = zip(&[
        ("pages/extraPages.jsonl", b"{\"url\":\"https://x.example/more\"}"),
        ("archive/a.warc", &records.concat()),
        ("pages/pages.jsonl", pages),
    ]);
    let said = found("c.wacz", &archive);
    assert!(said[0].contains("-x-example-home: <p>home"), "{said:#?}");
    assert!(said[1].contains("-x-example-more: <p>more"), "{said:#?}");
    assert_eq!(
        said[2],
        "c.wacz/pages/pages.jsonl/000003- https://x.example/gone: the archive lists it as a page \
         and has no record of it"
    );
    assert!(said[3].contains("the crawl began at one page; passed over: HTML that"), "{said:#?}");
    assert_eq!(said.len(), 4);
}

/// Files that belong together, as `add`, browsers and people leave them.
fn members_with_companions() -> Vec<(&'static str, Vec<u8>)> {
    let answer = b"[]".to_vec();
    let body = |file: &str, bytes: &[u8]| serde_json::json!({"file": file, "bytes": bytes.len(), "sha256": hash::of(bytes).to_string()});
    let exchange = |purpose: &str, body: serde_json::Value| {
        serde_json::json!({"for": purpose, "url": "https://a.example/x", "status": 200,
            "at": "2020-01-02T03:04:05Z", "body": body})
    };
    let account = serde_json::json!({"version": 1, "url": "https://a.example/", "page": "page.html",
    "captured_by": "a test", "exchanges": [
        exchange("page", body("page.html", b"<p>page")),
        exchange("wordpress", body("wordpress-1.json", &answer)),
        exchange("disqus", body("../../etc/passwd", &answer)),
    ]});
    vec![
        ("blog/page.capture/capture.json", account.to_string().into_bytes()),
        ("blog/page.capture/wordpress-1.json", answer),
        ("blog/page.html", b"<p>page".to_vec()),
        ("blog/source.json", br#"{"url":"https://a.example/blog","charset":"latin1"}"#.to_vec()),
        ("mend/source.json", b"[".to_vec()),
        ("mend/story.html", b"<p>story".to_vec()),
        ("news/Title.html", b"<p>title".to_vec()),
        ("news/Title_files/frame.html", b"<p>frame".to_vec()),
        ("two/a.html", b"<p>a".to_vec()),
        ("two/b.html", b"<p>b".to_vec()),
        ("two/source.json", br#"{"url":"https://a.example/which"}"#.to_vec()),
    ]
}

/// What is found below `path`, without the place that a packed tar puts into names.
fn told(path: &std::path::Path, prefix: &str) -> Vec<String> {
    let selection = Selection {
        working_folder: path.parent().unwrap().to_owned(),
        paths: vec![path.to_owned()],
        ..Selection::default()
    };
    let bare = |name: &str| {
        let name = name.strip_prefix(prefix).unwrap_or(name);
        let is_place = |part: &str| part.len() == 12 && part.bytes().all(|b| b.is_ascii_digit());
        name.split('/').filter(|part| !is_place(part)).collect::<Vec<_>>().join("/")
    };
    let page = |name: &str, page: &read::Page| {
        let input = page.input(name);
        let answers = input.answers.iter();
        let answers: Vec<String> = answers
            .map(|it| format!("{} {:?} {:?}", bare(&it.name), it.bytes, it.fault.is_some()))
            .collect();
        let at = input.saved_at.map(|at| at.to_string());
        format!("{:?} {:?} {:?} {at:?} {answers:?}", input.bytes, input.url, input.charset)
    };
    let inputs = discover(&selection).unwrap().inputs.into_iter();
    let told = inputs.filter(|it| !it.name.ends_with(['p', 'r', 'z'])).map(|it| {
        let said = match &it.content {
            Content::Member(member) => page(&it.name, &read::read_member(member, 1000).unwrap()),
            Content::File { path, .. } => {
                page(&it.name, &read::read_page(path, &it.name, 1000).unwrap())
            }
            Content::Settled(status) => format!("{status:?}"),
            other => format!("{other:?}"),
        };
        format!("{}: {said}", bare(&it.name))
    });
    let mut told: Vec<String> = told.collect();
    told.sort();
    told
}

#[test]
fn what_belongs_to_a_page_belongs_to_it_in_an_archive_as_in_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let members = members_with_companions();
    let mut tar = tar::Builder::new(Vec::new());
    for (name, bytes) in &members {
        let path = folder.path().join("site").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        tar.append_data(&mut header, name, bytes.as_slice()).unwrap();
    }
    let tar = tar.into_inner().unwrap();
    let entries: Vec<(&str, &[u8])> =
        members.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
    let expected = told(&folder.path().join("site"), "");
    assert_eq!(expected.len(), 10, "{expected:#?}");
    assert!(
        expected.iter().any(|it| it.contains("blog/page.capture/wordpress-1.json [91, 93] false"))
    );
    for (name, bytes) in [("s.zip", zip(&entries)), ("s.tgz", gzip(&tar)), ("s.tar", tar)] {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        assert_eq!(told(&path, &format!("{name}/")), expected, "{name}");
    }
}
