//! The file of the cache: frames that are only ever added, each with the hash of what it holds.
//!
//! A run that is killed, or for which the disk is full, leaves at worst a torn last frame. A frame
//! that does not have its hash is passed over, so what it was about is done again.

use std::fs::{self, File};
use std::io::{self, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::hash;
use crate::output::write_whole;

/// How a frame starts; by it the next one is found behind a broken one.
const MARK: &[u8; 4] = b"anl1";

/// Length of mark, length and hash.
const HEAD: usize = 4 + 4 + HASH;

/// Bytes of the hash that are kept.
const HASH: usize = 16;

/// The greatest length of what a frame holds.
const LONGEST: usize = 1 << 30;

/// The frames of a file.
#[derive(Debug)]
pub(crate) struct Frames {
    bytes: Vec<u8>,
    places: Vec<Range<usize>>,
    /// Where the last frame ends that stands behind no fault.
    pub(crate) sound: u64,
    /// Bytes that no frame holds.
    pub(crate) broken: usize,
}

impl Frames {
    /// Finds the frames in `bytes`. Their hashes are asked for one by one.
    pub(crate) fn of(bytes: Vec<u8>) -> Frames {
        let (mut places, mut at, mut broken) = (Vec::new(), 0, 0);
        while at < bytes.len() {
            match frame_at(&bytes, at) {
                Some(place) => {
                    at = place.end;
                    places.push(place);
                }
                None => {
                    let next = next_mark(&bytes, at + 1);
                    broken += next - at;
                    at = next;
                }
            }
        }
        let sound = if broken == 0 { bytes.len() as u64 } else { 0 };
        Frames { bytes, places, sound, broken }
    }

    /// The frames, in order, as they are.
    pub(crate) fn places(&self) -> &[Range<usize>] {
        &self.places
    }

    /// What a frame holds, where that has its hash.
    pub(crate) fn payload(&self, place: &Range<usize>) -> Option<&[u8]> {
        let frame = self.bytes.get(place.clone())?;
        let (head, payload) = frame.split_at_checked(HEAD)?;
        (head.get(8..)? == digest(payload)).then_some(payload)
    }

    /// A part of what a frame holds that was asked for before.
    pub(crate) fn part(&self, place: &Range<usize>) -> &[u8] {
        self.bytes.get(place.clone()).unwrap_or_default()
    }
}

fn digest(payload: &[u8]) -> [u8; HASH] {
    let mut kept = [0; HASH];
    kept.copy_from_slice(&hash::of(payload).0[..HASH]);
    kept
}

fn frame_at(bytes: &[u8], at: usize) -> Option<Range<usize>> {
    let rest = bytes.get(at..)?;
    let length = rest.strip_prefix(MARK)?.get(..4)?.try_into().ok().map(u32::from_le_bytes)?;
    let end = HEAD + usize::try_from(length).ok().filter(|&length| length <= LONGEST)?;
    (end <= rest.len()).then(|| at..at + end)
}

fn next_mark(bytes: &[u8], from: usize) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    rest.windows(MARK.len()).position(|it| it == MARK).map_or(bytes.len(), |at| from + at)
}

/// A frame that holds these pieces.
fn frame(pieces: &[&[u8]]) -> Vec<u8> {
    let payload = pieces.concat();
    let mut frame = Vec::with_capacity(HEAD + payload.len());
    frame.extend_from_slice(MARK);
    frame.extend_from_slice(&(payload.len() as u32).to_le_bytes());
    frame.extend_from_slice(&digest(&payload));
    frame.extend_from_slice(&payload);
    frame
}

/// Adds frames to a file.
#[derive(Debug)]
pub(crate) struct Log {
    path: PathBuf,
    file: Option<File>,
    /// How far the file is sound.
    sound: u64,
}

impl Log {
    /// The file at `path`, sound as far as `sound`; nothing is done before the first frame.
    pub(crate) fn at(path: PathBuf, sound: u64) -> Log {
        Log { path, file: None, sound }
    }

    /// The folder of the file.
    pub(crate) fn folder(&self) -> Option<&Path> {
        self.path.parent()
    }

    /// Adds a frame with these pieces, in one write.
    pub(crate) fn add(&mut self, pieces: &[&[u8]]) -> io::Result<()> {
        let file = match &mut self.file {
            Some(file) => file,
            none => {
                if let Some(folder) = self.path.parent() {
                    fs::create_dir_all(folder)?;
                }
                let file = File::options().append(true).create(true).open(&self.path)?;
                file.set_len(self.sound)?;
                none.insert(file)
            }
        };
        file.write_all(&frame(pieces))
    }

    /// Replaces the file by one with these frames alone.
    pub(crate) fn replace(&mut self, all: &[Vec<u8>]) -> io::Result<()> {
        self.file = None;
        let frames: Vec<Vec<u8>> = all.iter().map(|payload| frame(&[payload])).collect();
        let pieces: Vec<&[u8]> = frames.iter().map(Vec::as_slice).collect();
        write_whole(&self.path, &pieces)?;
        self.sound = fs::metadata(&self.path)?.len();
        Ok(())
    }
}

/// Reads the frames of the file at `path`; none where there is no file.
pub(crate) fn read(path: &Path) -> Frames {
    Frames::of(fs::read(path).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(bytes: Vec<u8>) -> Vec<String> {
        let frames = Frames::of(bytes);
        let payloads = frames.places().iter().filter_map(|place| frames.payload(place));
        payloads.map(|payload| String::from_utf8_lossy(payload).into_owned()).collect()
    }

    #[test]
    fn a_torn_or_changed_frame_takes_no_other_with_it() {
        let three = [frame(&[b"on", b"e"]), frame(&[b"two"]), frame(&[b"three"])].concat();
        assert_eq!(texts(three.clone()), ["one", "two", "three"]);
        let second = HEAD + 3;
        for place in 0..three.len() {
            let mut changed = three.clone();
            changed[place] ^= 0x55;
            let found = texts(changed);
            let whole =
                [place >= second, !(second..2 * second).contains(&place), place < 2 * second];
            let expected = ["one", "two", "three"].iter().zip(whole).filter(|(_, whole)| *whole);
            // A length that was changed may swallow the next frame, and never makes one up.
            let expected: Vec<&str> = expected.map(|(text, _)| *text).collect();
            assert!(
                found.iter().all(|text| expected.contains(&text.as_str())),
                "{place}: {found:?}"
            );
            if !(4..8).contains(&(place % second)) {
                assert_eq!(found, expected, "{place}");
            }
            assert_eq!(
                texts(three[..place].to_vec()).len(),
                usize::from(place >= second) + usize::from(place >= 2 * second)
            );
        }
    }

    #[test]
    fn what_is_torn_is_cut_off_before_the_next_frame() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/log");
        Log::at(path.clone(), 0).add(&[b"one"]).unwrap();
        let sound = read(&path).sound;
        fs::write(&path, [fs::read(&path).unwrap(), b"anl1\x09".to_vec()].concat()).unwrap();
        assert_eq!(read(&path).sound, 0, "it is to be written anew");
        Log::at(path.clone(), sound).add(&[b"two"]).unwrap();
        assert_eq!(texts(fs::read(&path).unwrap()), ["one", "two"]);
        Log::at(path.clone(), 0).replace(&[b"three".to_vec()]).unwrap();
        assert_eq!(texts(fs::read(&path).unwrap()), ["three"]);
    }
}
