//! A file in blocks of whole lines, hashed as it is read, so that no list is in memory whole.

use std::io::{self, Read};

use annalist_model::Sha256;
use sha2::Digest;

/// About so many bytes are read at once.
const BLOCK: usize = 4 << 20;

/// What is left of a file to read.
pub(super) struct Blocks<R> {
    reader: R,
    hasher: sha2::Sha256,
    /// What was read of the line that the last block broke off in.
    rest: Vec<u8>,
}

impl<R: Read> Blocks<R> {
    pub(super) fn new(reader: R) -> Blocks<R> {
        Blocks { reader, hasher: sha2::Sha256::new(), rest: Vec::new() }
    }

    /// The next lines, each with its end, but for the last of the file; none behind that.
    pub(super) fn lines(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut block = std::mem::take(&mut self.rest);
        loop {
            let before = block.len();
            self.read_to(&mut block, BLOCK as u64)?;
            let new = block.get(before..).unwrap_or_default();
            if new.is_empty() {
                return Ok(Some(block).filter(|block| !block.is_empty()));
            }
            if let Some(last) = new.iter().rposition(|byte| *byte == b'\n') {
                self.rest = block.split_off(before + last + 1);
                return Ok(Some(block));
            }
        }
    }

    /// All that is left.
    pub(super) fn all(&mut self) -> io::Result<Vec<u8>> {
        let mut all = std::mem::take(&mut self.rest);
        self.read_to(&mut all, u64::MAX)?;
        Ok(all)
    }

    fn read_to(&mut self, bytes: &mut Vec<u8>, most: u64) -> io::Result<()> {
        let before = bytes.len();
        (&mut self.reader).take(most).read_to_end(bytes)?;
        self.hasher.update(bytes.get(before..).unwrap_or_default());
        Ok(())
    }

    /// The digest of what was read.
    pub(super) fn hash(self) -> Sha256 {
        Sha256(self.hasher.finalize().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_stay_whole_however_long() {
        let long = "x".repeat(BLOCK + 7);
        let text = format!("a\n{long}\n{long}\nend");
        let mut blocks = Blocks::new(text.as_bytes());
        let mut all: Vec<u8> = Vec::new();
        while let Some(block) = blocks.lines().unwrap() {
            all.extend(&block);
            assert!(block.ends_with(b"\n") || all.len() == text.len());
        }
        assert_eq!(all, text.as_bytes());
        assert_eq!(blocks.hash(), crate::hash::of(text.as_bytes()));
    }
}
