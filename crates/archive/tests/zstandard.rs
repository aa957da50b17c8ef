//! What is read of WARC files that are packed record by record with Zstandard.
#![allow(clippy::unwrap_used)]

mod support;

use annalist_archive::Format;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};
use support::{found, response};

/// Three records of made-up news, packed with a dictionary of 1,500 bytes that is packed itself:
/// `zstd --train`, then `zstd -19 -D` for each record, behind a frame of kind 0x184D2A5D.
const WITH_DICTIONARY: &[u8] = include_bytes!("data/dictionary.warc.zst");

fn record(name: &str) -> Vec<u8> {
    let record = response(&format!("http://x.example/{name}"), "", name.as_bytes());
    compress_to_vec(record.as_slice(), CompressionLevel::Fastest)
}

#[test]
fn records_are_frames() {
    let archive = ["one", "two"].map(record).concat();
    let expected = ["http://x.example/one: one", "http://x.example/two: two"];
    assert_eq!(found(Format::Warc, &archive), expected);
}

#[test]
fn what_is_whole_in_a_broken_archive_is_read() {
    let (one, two, three) = (record("one"), record("two"), record("three"));
    let archive = [&one[..], &two[..two.len() - 9], &three[..], b"rest"].concat();
    let said = found(Format::Warc, &archive);
    assert_eq!(said.first().unwrap(), "http://x.example/one: one");
    assert!(said.iter().any(|it| it.starts_with("broken: ")), "{said:?}");
    assert!(said.iter().any(|it| it == "http://x.example/three: three"), "{said:?}");
}

#[test]
fn the_dictionary_in_the_archive_is_used() {
    let said = found(Format::Warc, WITH_DICTIONARY);
    assert_eq!(said.len(), 3, "{said:?}");
    for (number, said) in said.iter().enumerate() {
        let (number, title) = (number + 1, format!("<h1>Harbour news {}</h1>", number + 1));
        assert!(said.starts_with(&format!("https://harbour.example/{number}: ")), "{said}");
        assert!(said.contains(&title), "{said}");
    }
}

#[test]
fn without_its_dictionary_each_record_says_so() {
    let length = u32::from_le_bytes(WITH_DICTIONARY[4..8].try_into().unwrap());
    let records = &WITH_DICTIONARY[8 + usize::try_from(length).unwrap()..];
    let said = found(Format::Warc, records);
    assert_eq!(said.len(), 3, "{said:?}");
    assert!(said.iter().all(|it| it.contains("which is not in it")), "{said:?}");
}

#[test]
fn no_bytes_make_it_panic() {
    let plain = ["one", "two"].map(record).concat();
    for archive in [plain.as_slice(), WITH_DICTIONARY] {
        for place in 0..archive.len() {
            let mut changed = archive.to_vec();
            changed[place] = changed[place].wrapping_add(0x5b);
            found(Format::Warc, &changed);
            found(Format::Warc, &archive[..place]);
        }
    }
}
