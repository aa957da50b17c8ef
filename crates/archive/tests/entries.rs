//! What is read of zip and tar files, whole, broken and hostile.
#![allow(clippy::unwrap_used)]

mod support;

use annalist_archive::Format;
use support::{found, gzip};

/// An entry of a zip: its name, flags, method, what stands in the file, its length, its outer mode.
struct Entry<'a>(&'a str, u16, u16, &'a [u8], &'a [u8], u32);

fn zip(entries: &[Entry<'_>]) -> Vec<u8> {
    let (mut file, mut directory) = (Vec::new(), Vec::new());
    for Entry(name, flags, method, packed, plain, mode) in entries {
        let mut crc = flate2::Crc::new();
        crc.update(plain);
        let mut common = Vec::new();
        common.extend(flags.to_le_bytes());
        common.extend(method.to_le_bytes());
        common.extend([0; 4]);
        common.extend(crc.sum().to_le_bytes());
        common.extend(u32::try_from(packed.len()).unwrap().to_le_bytes());
        common.extend(u32::try_from(plain.len()).unwrap().to_le_bytes());
        common.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        common.extend([0, 0]);
        let place = u32::try_from(file.len()).unwrap();
        directory.extend(b"PK\x01\x02\x14\x03\x14\x00");
        directory.extend(&common);
        directory.extend([0; 6]);
        directory.extend((mode << 16).to_le_bytes());
        directory.extend(place.to_le_bytes());
        directory.extend(name.as_bytes());
        file.extend(b"PK\x03\x04\x14\x00");
        file.extend(&common);
        file.extend(name.as_bytes());
        file.extend(*packed);
    }
    let start = u32::try_from(file.len()).unwrap();
    let count = u16::try_from(entries.len()).unwrap();
    file.extend(&directory);
    file.extend(b"PK\x05\x06\0\0\0\0");
    file.extend(count.to_le_bytes());
    file.extend(count.to_le_bytes());
    file.extend(u32::try_from(directory.len()).unwrap().to_le_bytes());
    file.extend(start.to_le_bytes());
    file.extend([0, 0]);
    file
}

fn deflate(bytes: &[u8]) -> Vec<u8> {
    let packed = gzip(bytes);
    packed[10..packed.len() - 8].to_vec()
}

#[test]
fn entries_of_a_zip() {
    let long = b"words ".repeat(100);
    let archive = zip(&[
        Entry("a.html", 0, 0, b"one", b"one", 0),
        Entry("dir/", 0, 0, b"", b"", 0),
        Entry("dir/b.html", 0, 8, &deflate(&long), &long, 0),
        Entry("a.html", 0, 0, b"two", b"two", 0),
        Entry("../up.html", 0, 0, b"up", b"up", 0),
        Entry("secret.html", 1, 0, b"x", b"x", 0),
        Entry("link.html", 0, 0, b"/etc/passwd", b"/etc/passwd", 0o120_777),
        Entry("odd.html", 0, 93, b"x", b"x", 0),
        Entry("wrong.html", 0, 0, b"abc", b"abd", 0),
    ]);
    let said = found(Format::Zip, &archive);
    assert_eq!(said[0], "a.html: one");
    assert!(said[1].starts_with("dir/b.html: words words"));
    assert_eq!(
        said[2..],
        [
            "a.html: two",
            "../up.html: up",
            "broken: the entry is encrypted; unpack it with its key",
            "passed: link",
            "broken: the entry is packed by method 93",
            "unread: its bytes do not have the length and checksum that it gives",
        ]
    );
}

#[test]
fn a_zip_without_its_directory_gives_what_is_whole() {
    let archive = zip(&[
        Entry("a.html", 0, 0, b"one", b"one", 0),
        Entry("b.html", 0, 0, &[b'x'; 500], &[b'x'; 500], 0),
    ]);
    let said = found(Format::Zip, &archive[..200]);
    assert_eq!(
        said,
        ["a.html: one", "ends: its directory is missing, as of a file that is cut short"]
    );
}

#[test]
fn an_entry_that_unpacks_to_far_more_than_it_says_is_left() {
    let bomb = deflate(&vec![0; 200 << 20]);
    let said = found(Format::Zip, &zip(&[Entry("a.html", 0, 8, &bomb, b"small", 0)]));
    assert_eq!(said, ["unread: it has more than 1048576 bytes; pages are read up to 1048576"]);
}

fn tar(build: impl FnOnce(&mut tar::Builder<Vec<u8>>)) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    build(&mut builder);
    builder.into_inner().unwrap()
}

fn add(builder: &mut tar::Builder<Vec<u8>>, name: &str, bytes: &[u8], kind: tar::EntryType) {
    let mut header = tar::Header::new_gnu();
    header.set_size(bytes.len() as u64);
    header.set_mode(0o644);
    header.set_entry_type(kind);
    builder.append_data(&mut header, name, bytes).unwrap();
}

#[test]
fn entries_of_a_tar_packed_or_not() {
    let long = format!("{}/page.html", "folder".repeat(40));
    let archive = tar(|builder| {
        add(builder, "a.html", b"one", tar::EntryType::Regular);
        add(builder, &long, b"two", tar::EntryType::Regular);
        add(builder, "link.html", b"", tar::EntryType::Symlink);
        add(builder, "device.html", b"", tar::EntryType::Char);
        add(builder, "z.html", &[b'z'; 600], tar::EntryType::Regular);
    });
    let two = format!("{long}: two");
    let last = format!("z.html: {}", "z".repeat(600));
    let expected = ["a.html: one", &two, "passed: link", "passed: device", &last];
    assert_eq!(found(Format::Tar, &archive), expected);
    assert_eq!(found(Format::Tar, &gzip(&archive)), expected);
    let said = found(Format::Tar, &archive[..archive.len() - 1900]);
    assert_eq!(said[..4], expected[..4]);
    assert!(said.last().unwrap().ends_with("is cut short"), "{said:?}");
    let mut changed = archive;
    changed[520 + 512] ^= 1;
    let said = found(Format::Tar, &changed);
    assert_eq!(said[0], "a.html: one");
    assert!(said.last().unwrap().contains("is not described as tar does"), "{said:?}");
}

#[test]
fn no_bytes_make_it_panic() {
    let zip = zip(&[Entry("a.html", 0, 8, &deflate(b"words"), b"words", 0)]);
    let tar = tar(|builder| add(builder, "a.html", b"words", tar::EntryType::Regular));
    for (format, archive) in [(Format::Zip, zip), (Format::Tar, tar)] {
        for place in 0..archive.len().min(600) {
            for byte in [0, 0x7f, 0xff] {
                let mut changed = archive.clone();
                changed[place] = byte;
                found(format, &changed);
            }
            found(format, &archive[..place]);
        }
    }
}
