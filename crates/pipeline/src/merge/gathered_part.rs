//! What a merge gathered, in a file: what became of each input, and what it gives to the collection.
//!
//! ```text
//! annalist-part 1 KEY            what made it; another build does not read it
//! length, line of a manifest, length, what the document gives    for each, sorted by name
//! ffffffff, hash of all before   where it is missing, the file was cut
//! ```

use std::io::{self, BufRead, Read, Write};

use sha2::{Digest, Sha256};

use crate::cache::made::built_in;
use crate::hash;

/// How such a file starts.
pub(super) const MAGIC: &[u8] = b"annalist-part 1 ";

/// Stands where no length does any more.
const END: u32 = u32::MAX;

/// The longest line or share that is believed: none of ours comes near it.
const LONGEST: u32 = 1 << 30;

/// The first line of a file that this build writes.
fn head() -> String {
    format!("{}{}\n", String::from_utf8_lossy(MAGIC), built_in().key())
}

/// Writes such a file.
pub(super) struct Writer<'w, W> {
    out: &'w mut W,
    hasher: Sha256,
}

impl<'w, W: Write> Writer<'w, W> {
    pub(super) fn new(out: &'w mut W) -> io::Result<Writer<'w, W>> {
        let mut writer = Writer { out, hasher: Sha256::new() };
        writer.put(head().as_bytes())?;
        Ok(writer)
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.hasher.update(bytes);
        self.out.write_all(bytes)
    }

    pub(super) fn add(&mut self, line: &[u8], partial: &[u8]) -> io::Result<()> {
        for bytes in [line, partial] {
            let length = u32::try_from(bytes.len()).map_err(io::Error::other)?;
            self.put(&length.to_le_bytes())?;
            self.put(bytes)?;
        }
        Ok(())
    }

    pub(super) fn finish(mut self) -> io::Result<()> {
        self.put(&END.to_le_bytes())?;
        self.out.write_all(&hash::done(self.hasher).0)
    }
}

/// Is shown a line of a manifest, and what its document gives.
pub(super) type See<'v> = &'v mut dyn FnMut(&str, Vec<u8>) -> Result<(), String>;

/// Reads such a file, and shows each line with what its document gives.
///
/// What is shown before an error comes of the file as it is: whoever asks drops it all.
pub(super) fn read<R: BufRead>(mut file: R, see: See<'_>) -> Result<(), String> {
    let cut = |_: io::Error| "it is cut short".to_owned();
    let mut hasher = Sha256::new();
    let mut first = Vec::new();
    (&mut file).take(200).read_until(b'\n', &mut first).map_err(cut)?;
    if first != head().as_bytes() {
        return Err("another build of annalist gathered it; gather it again".to_owned());
    }
    hasher.update(&first);
    let mut take = |longest_first: bool| -> Result<Option<Vec<u8>>, String> {
        let mut length = [0; 4];
        file.read_exact(&mut length).map_err(cut)?;
        hasher.update(length);
        let length = u32::from_le_bytes(length);
        if length == END && longest_first {
            let mut seal = [0; 32];
            file.read_exact(&mut seal).map_err(cut)?;
            let is_whole = hash::done(hasher.clone()).0 == seal;
            return if is_whole { Ok(None) } else { Err("its bytes have changed".to_owned()) };
        }
        if length > LONGEST {
            return Err("its bytes have changed".to_owned());
        }
        let mut bytes = Vec::new();
        (&mut file).take(u64::from(length)).read_to_end(&mut bytes).map_err(cut)?;
        if bytes.len() as u64 != u64::from(length) {
            return Err("it is cut short".to_owned());
        }
        hasher.update(&bytes);
        Ok(Some(bytes))
    };
    while let Some(line) = take(true)? {
        let partial = take(false)?.unwrap_or_default();
        let line = String::from_utf8(line).map_err(|_| "its bytes have changed".to_owned())?;
        see(&line, partial)?;
    }
    Ok(())
}

/// The parts of a payload: a line behind its length, and the rest.
pub(super) fn split(payload: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = payload.split_first_chunk()?;
    rest.split_at_checked(u32::from_le_bytes(*length) as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part() -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut writer = Writer::new(&mut bytes).unwrap();
        writer.add(b"{}", b"\x01\x02").unwrap();
        writer.add(b"{\"a\":1}", b"").unwrap();
        writer.finish().unwrap();
        bytes
    }

    fn lines(bytes: &[u8]) -> Result<Vec<(String, Vec<u8>)>, String> {
        let mut seen = Vec::new();
        read(bytes, &mut |line, partial| {
            seen.push((line.to_owned(), partial));
            Ok(())
        })?;
        Ok(seen)
    }

    #[test]
    fn what_is_gathered_is_read_back_and_a_cut_or_a_change_is_found() {
        let bytes = part();
        let expected = [("{}".to_owned(), vec![1, 2]), ("{\"a\":1}".to_owned(), Vec::new())];
        assert_eq!(lines(&bytes).unwrap(), expected);
        for cut in 0..bytes.len() {
            assert!(lines(&bytes[..cut]).is_err(), "cut at {cut}");
        }
        for place in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[place] ^= 1;
            assert!(lines(&changed).is_err(), "changed at {place}");
        }
    }
}
