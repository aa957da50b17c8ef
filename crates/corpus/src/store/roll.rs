//! Records in the order in which they came, on a sheet but for the last of them.

use std::io::{self, SeekFrom};

use super::window::{LENGTH, Window, record_at, write_record};
use super::{Scratch, Sheet};

/// Bytes that are kept in memory.
const TAIL: usize = 1 << 20;

/// Bytes that are read at once.
const CHUNK: usize = 1 << 16;

/// Records in the order in which they came.
pub struct Roll<'s> {
    scratch: &'s dyn Scratch,
    sheet: Option<Box<dyn Sheet>>,
    /// Length of what lies on the sheet.
    laid: u64,
    tail: Vec<u8>,
}

impl<'s> Roll<'s> {
    /// Nothing yet; what does not stay in memory goes to a sheet of `scratch`.
    pub fn new(scratch: &'s dyn Scratch) -> Roll<'s> {
        Roll { scratch, sheet: None, laid: 0, tail: Vec::new() }
    }

    /// Adds a record that is made of these pieces; its place.
    ///
    /// # Errors
    ///
    /// Where a sheet does not take it.
    pub fn push(&mut self, pieces: &[&[u8]]) -> io::Result<u64> {
        if self.tail.len() >= TAIL {
            let sheet = match &mut self.sheet {
                Some(sheet) => sheet,
                none => none.insert(self.scratch.sheet()?),
            };
            sheet.seek(SeekFrom::Start(self.laid))?;
            sheet.write_all(&self.tail)?;
            self.laid += self.tail.len() as u64;
            self.tail.clear();
        }
        let place = self.laid + self.tail.len() as u64;
        write_record(&mut self.tail, pieces)?;
        Ok(place)
    }

    /// Shows each record, in order.
    ///
    /// # Errors
    ///
    /// Where the sheet cannot be read, or what `see` fails with.
    pub fn each(&mut self, see: &mut dyn FnMut(&[u8]) -> io::Result<()>) -> io::Result<()> {
        if let Some(sheet) = &mut self.sheet {
            let mut window = Window::new(0..self.laid, CHUNK);
            while let Some(record) = window.next(sheet.as_mut())? {
                see(record)?;
            }
        }
        let mut from = 0;
        while let Some(record) = record_at(&self.tail, from) {
            from = record.end;
            see(self.tail.get(record).unwrap_or_default())?;
        }
        Ok(())
    }

    /// The record at a place, in `buffer`.
    ///
    /// # Errors
    ///
    /// Where the sheet cannot be read, or no record is there.
    pub fn at(&mut self, place: u64, buffer: &mut Vec<u8>) -> io::Result<()> {
        buffer.clear();
        if let Some(place) = place.checked_sub(self.laid) {
            let place = usize::try_from(place).map_err(io::Error::other)?;
            let record = record_at(&self.tail, place).ok_or(io::ErrorKind::UnexpectedEof)?;
            buffer.extend_from_slice(self.tail.get(record).unwrap_or_default());
        } else if let Some(sheet) = &mut self.sheet {
            let mut length = [0; LENGTH];
            sheet.seek(SeekFrom::Start(place))?;
            sheet.read_exact(&mut length)?;
            buffer.resize(u32::from_le_bytes(length) as usize, 0);
            sheet.read_exact(buffer)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::InMemory;
    use super::*;

    #[test]
    fn what_lies_on_the_sheet_and_what_does_not_is_read_in_order_and_at_its_place() {
        let mut roll = Roll::new(&InMemory);
        let record = |number: u32| vec![number as u8; number as usize % 3000];
        let places: Vec<u64> = (0..3000_u32)
            .map(|number| roll.push(&[&number.to_le_bytes(), &record(number)]).unwrap())
            .collect();
        assert!(roll.sheet.is_some() && !roll.tail.is_empty());
        let mut number = 0_u32;
        roll.each(&mut |found| {
            assert_eq!(found, [&number.to_le_bytes()[..], &record(number)].concat());
            number += 1;
            Ok(())
        })
        .unwrap();
        assert_eq!(number, 3000);
        let mut buffer = Vec::new();
        for number in [2999_u32, 0, 1500] {
            roll.at(places[number as usize], &mut buffer).unwrap();
            assert_eq!(buffer[4..], record(number));
        }
    }
}
