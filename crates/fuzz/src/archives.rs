//! Bytes as an archive: its members are listed and read, whatever is broken.

use std::io::Cursor;
use std::ops::ControlFlow;

use annalist_archive::{Bounds, Format, Found, Member, Opened, Place, list, read};

/// More than an archive of a fuzzer's size can hold for good.
const MOST_MEMBERS: usize = 10_000;

/// Bytes of a member that are read.
const LONGEST: u64 = 1 << 20;

/// Records of a crawl.
pub(crate) fn warc(bytes: &[u8]) {
    members(bytes, Format::Warc);
}

/// Entries with a directory.
pub(crate) fn zip(bytes: &[u8]) {
    members(bytes, Format::Zip);
}

/// Entries one after the other.
pub(crate) fn tar(bytes: &[u8]) {
    members(bytes, Format::Tar);
}

fn members(bytes: &[u8], format: Format) {
    let mut places = Vec::new();
    let mut count = 0;
    let _ = list(Cursor::new(bytes), format, &mut |found: Found| {
        count += 1;
        if matches!(found.standing, Member::Page | Member::Entry) {
            places.push(found.place);
        }
        if count < MOST_MEMBERS { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    let shared: std::sync::Arc<[u8]> = bytes.into();
    let opened = Opened::new(move || Ok(Cursor::new(std::sync::Arc::clone(&shared))));
    let payload = |place: &Place| read(&opened, *place, Bounds { longest: LONGEST });
    let first: Vec<_> = places.iter().map(|place| payload(place).ok()).collect();
    for (place, first) in places.iter().zip(&first).rev() {
        if let Some(payload) = first {
            assert!(payload.bytes.len() as u64 <= LONGEST, "longer than was asked for");
        }
        let again = payload(place).ok();
        assert!(again == *first, "read in another order, another page: {place:?}");
        let _ = place.list_warc(Cursor::new(bytes), &mut |_| ControlFlow::Break(()));
    }
}
