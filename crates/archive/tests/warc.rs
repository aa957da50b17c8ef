//! What is read of WARC files, whole and broken.
#![allow(clippy::unwrap_used)]

mod support;

use std::io::Write;

use annalist_archive::Format;
use support::{found, gzip, record, response};

fn three() -> [Vec<u8>; 3] {
    ["one", "two", "three"].map(|it| response(&format!("http://x.example/{it}"), "", it.as_bytes()))
}

const THREE: [&str; 3] =
    ["http://x.example/one: one", "http://x.example/two: two", "http://x.example/three: three"];

#[test]
fn plain_packed_by_record_and_packed_whole_are_one() {
    let records = three();
    assert_eq!(found(Format::Warc, &records.concat()), THREE);
    let by_record: Vec<u8> = records.iter().flat_map(|record| gzip(record)).collect();
    assert_eq!(found(Format::Warc, &by_record), THREE);
    assert_eq!(found(Format::Warc, &gzip(&records.concat())), THREE);
    assert!(found(Format::Warc, b"").is_empty());
}

#[test]
fn bodies_are_unpacked_as_they_were_sent() {
    let html = b"<p>Words, words, words.</p>";
    let chunked = b"5\r\n<p>Wo\r\n16\r\nrds, words, words.</p>\r\n0\r\n\r\n";
    let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    zlib.write_all(html).unwrap();
    // Brotli: a stored block, then the last, which is empty.
    let brotli = [&[0x0b, 0x0d, 0x80][..], html, &[0x03]].concat();
    // Zstandard: a frame of one raw block.
    let zstd = [&[0x28, 0xb5, 0x2f, 0xfd, 0x20, 27, 0xd9, 0, 0][..], html].concat();
    for (fields, body) in [
        ("", html.to_vec()),
        ("Transfer-Encoding: chunked\r\n", chunked.to_vec()),
        ("Transfer-Encoding: chunked\r\n", html.to_vec()),
        ("Content-Encoding: gzip\r\n", gzip(html)),
        ("Content-Encoding: gzip\r\n", html.to_vec()),
        ("Content-Encoding: gzip, gzip\r\n", gzip(&gzip(html))),
        ("Content-Encoding: deflate\r\n", zlib.finish().unwrap()),
        ("Content-Encoding: br\r\n", brotli),
        ("Content-Encoding: zstd\r\n", zstd),
    ] {
        let archive = response("http://x.example/", fields, &body);
        let expected = format!("http://x.example/: {}", String::from_utf8_lossy(html));
        assert_eq!(found(Format::Warc, &archive), [expected], "{fields}");
    }
    let unknown = response("http://x.example/", "Content-Encoding: rot13\r\n", html);
    assert_eq!(found(Format::Warc, &unknown), ["unread: its body is packed as \"rot13\""]);
}

#[test]
fn other_records_are_passed_over_by_kind() {
    let http = "Content-Type: application/http\r\n";
    let archive = [
        record("warcinfo", "", "", b"software: x\r\n"),
        record("request", "http://x.example/", http, b"GET / HTTP/1.1\r\n\r\n"),
        record(
            "response",
            "http://x.example/i",
            http,
            b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nx",
        ),
        record(
            "response",
            "http://x.example/m",
            http,
            b"HTTP/1.1 301 Moved\r\nContent-Type: text/html\r\n\r\nx",
        ),
        record(
            "response",
            "http://x.example/g",
            http,
            b"HTTP/1.1 404 Gone\r\nContent-Type: text/html\r\n\r\nx",
        ),
        record("response", "http://x.example/b", http, b"nonsense\r\n\r\nx"),
        record("resource", "http://x.example/r", "Content-Type: text/html\r\n", b"<p>resource"),
        record("conversion", "http://x.example/c", "Content-Type: text/plain\r\n", b"converted"),
        record("surprise", "http://x.example/", "", b"x"),
    ];
    assert_eq!(
        found(Format::Warc, &archive.concat()),
        [
            "passed: warcinfo",
            "passed: request",
            "passed: image",
            "passed: redirect",
            "passed: answer 404",
            "broken: the answer in it does not begin as HTTP does",
            "http://x.example/r: <p>resource",
            "http://x.example/c: converted",
            "passed: unknown kind",
        ]
    );
}

#[test]
fn a_revisit_is_led_back_to_its_page() {
    let http = "Content-Type: application/http\r\n";
    let head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n";
    let page = [&head[..], b"<p>x"].concat();
    let with_id = |it: &str| format!("{http}{it}");
    let archive = [
        record("response", "http://x.example/a", &with_id("WARC-Record-ID: <urn:a>\r\n"), &page),
        record(
            "response",
            "http://x.example/b",
            &with_id("WARC-Payload-Digest: sha1:B\r\n"),
            &page,
        ),
        record("revisit", "http://x.example/a", &with_id("WARC-Refers-To: <urn:a>\r\n"), head),
        record("revisit", "http://y.example/", &with_id("WARC-Payload-Digest: sha1:B\r\n"), head),
        record("revisit", "http://y.example/", &with_id("WARC-Payload-Digest: sha1:C\r\n"), head),
        record("revisit", "http://y.example/i.png", http, b""),
    ];
    assert_eq!(
        found(Format::Warc, &archive.concat())[2..],
        ["again: 0", "again: 1", "again: missing", "passed: revisit"]
    );
}

#[test]
fn digests_are_checked_and_cuts_told() {
    let digest = "WARC-Payload-Digest: sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5\r\n";
    let html = "Content-Type: text/html\r\n";
    let archive = [
        record("resource", "a", &format!("{html}{digest}"), b"abc"),
        record("resource", "b", &format!("{html}{digest}"), b"abd"),
        record("resource", "c", &format!("{html}WARC-Truncated: length\r\n"), b"abc"),
        response("d", "Transfer-Encoding: chunked\r\n", b"9\r\nabc"),
    ];
    assert_eq!(
        found(Format::Warc, &archive.concat()),
        ["a: abc", "b: abd (digest)", "c: abc (cut)", "d: abc (cut)"]
    );
}

#[test]
fn what_is_whole_in_a_broken_archive_is_read() {
    let [one, two, three] = three();
    let lying = String::from_utf8(two.clone()).unwrap();
    let lying = lying.replace("Content-Length: ", "Content-Length: 1");
    let torn = [one.as_slice(), &two, &three[..three.len() - 6]].concat();
    let said = found(Format::Warc, &torn);
    assert_eq!(said[..2], THREE[..2]);
    assert_eq!(
        said[2..],
        ["http://x.example/three: thr (cut)", "broken: the archive ends within the record"]
    );
    // Too long a length hides what it covers, and no more.
    let filler = response("http://x.example/filler", "", &[b'x'; 2000]);
    let said = found(Format::Warc, &[one.as_slice(), lying.as_bytes(), &filler, &three].concat());
    assert_eq!(said.first().map(String::as_str), Some(THREE[0]));
    assert_eq!(said.last().map(String::as_str), Some(THREE[2]));
    assert!(said.iter().any(|it| it.contains("no record begins there")), "{said:?}");

    let packed = [&one, &two, &three].map(|it| gzip(it));
    let mut broken = packed[1].clone();
    let middle = broken.len() / 2;
    broken[middle..middle + 8].fill(0xff);
    let said = found(Format::Warc, &[packed[0].as_slice(), &broken, &packed[2]].concat());
    assert_eq!(said.first().map(String::as_str), Some(THREE[0]));
    assert_eq!(said.last().map(String::as_str), Some(THREE[2]));
    assert!(said.iter().any(|it| it.starts_with("broken")), "{said:?}");
    let cut = &packed.concat()[..packed.concat().len() - 12];
    let said = found(Format::Warc, cut);
    assert_eq!(said[..2], THREE[..2]);
    assert!(said.last().unwrap().starts_with("broken"), "{said:?}");
}

#[test]
fn heads_without_end_are_bounded() {
    let long = format!("X-Long: {}\r\n", "x".repeat(3 << 20));
    let [one, _, three] = three();
    let hostile = record("response", "http://x.example/", &long, b"x");
    let said = found(Format::Warc, &[one, hostile, three].concat());
    assert_eq!(said.len(), 3, "{said:?}");
    assert!(said[1].contains("its head is longer than"), "{said:?}");
    let no_text =
        record("resource", "http://x.example/\u{fffd}", "Content-Type: text/html\r\n", b"x");
    let no_text: Vec<u8> =
        no_text.into_iter().map(|byte| if byte == 0xef { 0xff } else { byte }).collect();
    assert!(found(Format::Warc, &no_text)[0].ends_with(": x"));
}

#[test]
fn bombs_are_left_and_the_rest_is_read() {
    let [one, _, three] = three();
    let head = b"WARC/1.1\r\nWARC-Type: resource\r\nContent-Type: text/html\r\nContent-Length: 700000000\r\n\r\n";
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(head).unwrap();
    for _ in 0..700 {
        encoder.write_all(&[b'a'; 1_000_000]).unwrap();
    }
    let bomb = encoder.finish().unwrap();
    assert!(bomb.len() < 7 << 20);
    let body = gzip(&vec![b'a'; 30 << 20]);
    let inner = response("http://x.example/i", "Content-Encoding: gzip\r\n", &body);
    let archive = [gzip(&one), bomb, gzip(&inner), gzip(&three)].concat();
    let said = found(Format::Warc, &archive);
    assert_eq!(said.first().map(String::as_str), Some(THREE[0]));
    assert_eq!(said.last().map(String::as_str), Some(THREE[2]));
    assert!(said.iter().any(|it| it.contains("pages are read up to")), "{said:?}");
}

#[test]
fn no_bytes_make_it_panic() {
    let records = three().concat();
    let packed = gzip(&records);
    for archive in [records, packed] {
        for place in (0..archive.len()).step_by(3) {
            let mut changed = archive.clone();
            changed[place] = changed[place].wrapping_add(0x5b);
            found(Format::Warc, &changed);
            found(Format::Warc, &archive[..place]);
        }
    }
}
