//! A stretch of a sheet, read record by record through a buffer of bounded size.

use std::io::{self, SeekFrom};
use std::ops::Range;

use super::Sheet;

/// Bytes of the number before each record that says how long it is.
pub(super) const LENGTH: usize = 4;

/// Writes a record: its length, then itself.
pub(super) fn write_record(out: &mut Vec<u8>, pieces: &[&[u8]]) -> io::Result<()> {
    let length: usize = pieces.iter().map(|piece| piece.len()).sum();
    let length = u32::try_from(length).map_err(io::Error::other)?;
    out.extend_from_slice(&length.to_le_bytes());
    pieces.iter().for_each(|piece| out.extend_from_slice(piece));
    Ok(())
}

/// Where the record that starts at `from` of `bytes` stands there; none where it is not whole.
pub(super) fn record_at(bytes: &[u8], from: usize) -> Option<Range<usize>> {
    let length = bytes.get(from..)?.get(..LENGTH)?.try_into().ok().map(u32::from_le_bytes)?;
    let start = from + LENGTH;
    let end = start.checked_add(length as usize)?;
    (end <= bytes.len()).then_some(start..end)
}

/// What is still to be read of a stretch of a sheet.
#[derive(Debug)]
pub(super) struct Window {
    at: u64,
    end: u64,
    buffer: Vec<u8>,
    from: usize,
    /// Bytes that are read at once.
    chunk: usize,
}

impl Window {
    pub(super) fn new(stretch: Range<u64>, chunk: usize) -> Window {
        Window { at: stretch.start, end: stretch.end, buffer: Vec::new(), from: 0, chunk }
    }

    /// The next record; none behind the last.
    pub(super) fn next(&mut self, sheet: &mut dyn Sheet) -> io::Result<Option<&[u8]>> {
        if self.from == self.buffer.len() && self.at == self.end {
            return Ok(None);
        }
        self.fill(sheet, LENGTH)?;
        let length = self.buffer.get(self.from..).and_then(|rest| rest.first_chunk());
        let length = length.map_or(0, |length| u32::from_le_bytes(*length));
        self.fill(sheet, LENGTH + length as usize)?;
        let record = record_at(&self.buffer, self.from).ok_or(io::ErrorKind::UnexpectedEof)?;
        self.from = record.end;
        Ok(self.buffer.get(record))
    }

    /// Reads on until `needed` bytes are there.
    fn fill(&mut self, sheet: &mut dyn Sheet, needed: usize) -> io::Result<()> {
        let there = self.buffer.len() - self.from;
        if there >= needed {
            return Ok(());
        }
        self.buffer.drain(..self.from);
        self.from = 0;
        let left = usize::try_from(self.end - self.at).unwrap_or(usize::MAX);
        let wanted = self.chunk.max(needed - there).min(left);
        if wanted + there < needed {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        sheet.seek(SeekFrom::Start(self.at))?;
        self.buffer.resize(there + wanted, 0);
        sheet.read_exact(self.buffer.get_mut(there..).unwrap_or_default())?;
        self.at += wanted as u64;
        Ok(())
    }
}
