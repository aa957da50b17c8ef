//! Sorting more than fits in memory: what fits is sorted and laid on a sheet, run after run, and the
//! runs are read side by side.

use std::io::{self, SeekFrom};
use std::ops::Range;

use super::window::{Window, write_record};
use super::{Scratch, Sheet};

/// Bytes that are sorted at once.
const BUFFER: usize = 4 << 20;

/// Bytes that are read at once of each run.
const CHUNK: usize = 1 << 14;

/// Is shown the key and the payload of each record; where it fails, no more is shown.
pub type SeeRecord<'v> = &'v mut dyn FnMut(&[u8], &[u8]) -> io::Result<()>;

/// Records, each with the key that it is sorted by; of one key, in the order in which they came.
pub struct Sorter<'s> {
    scratch: &'s dyn Scratch,
    sheet: Option<Box<dyn Sheet>>,
    runs: Vec<Range<u64>>,
    bytes: Vec<u8>,
    rows: Vec<Row>,
    buffer: usize,
}

/// A record in memory.
#[derive(Clone, Copy)]
struct Row {
    /// The first bytes of its key, which nearly always decide.
    head: u128,
    start: u32,
    key: u32,
    payload: u32,
}

impl Row {
    fn key<'b>(&self, bytes: &'b [u8]) -> &'b [u8] {
        let start = self.start as usize;
        bytes.get(start..start + self.key as usize).unwrap_or_default()
    }

    fn payload<'b>(&self, bytes: &'b [u8]) -> &'b [u8] {
        let start = (self.start + self.key) as usize;
        bytes.get(start..start + self.payload as usize).unwrap_or_default()
    }
}

impl<'s> Sorter<'s> {
    /// Nothing yet; what does not fit in memory goes to a sheet of `scratch`.
    pub fn new(scratch: &'s dyn Scratch) -> Sorter<'s> {
        let (sheet, runs, bytes, rows) = (None, Vec::new(), Vec::new(), Vec::new());
        Sorter { scratch, sheet, runs, bytes, rows, buffer: BUFFER }
    }

    /// Adds a record.
    ///
    /// # Errors
    ///
    /// Where the sheet does not take it.
    pub fn push(&mut self, key: &[u8], payload: &[u8]) -> io::Result<()> {
        let used = self.bytes.len() + self.rows.len() * size_of::<Row>();
        if used + key.len() + payload.len() > self.buffer && !self.rows.is_empty() {
            self.lay()?;
        }
        let length = |bytes: &[u8]| u32::try_from(bytes.len()).map_err(io::Error::other);
        let start = length(&self.bytes)?;
        let mut head = [0; 16];
        head.iter_mut().zip(key).for_each(|(to, from)| *to = *from);
        let (key_length, payload_length) = (length(key)?, length(payload)?);
        self.bytes.extend_from_slice(key);
        self.bytes.extend_from_slice(payload);
        let head = u128::from_be_bytes(head);
        self.rows.push(Row { head, start, key: key_length, payload: payload_length });
        Ok(())
    }

    /// Shows all records, sorted. Can be asked again.
    ///
    /// # Errors
    ///
    /// Where the sheet cannot be read, or what `see` fails with.
    pub fn each(&mut self, see: SeeRecord<'_>) -> io::Result<()> {
        if self.runs.is_empty() {
            self.sort();
            return self
                .rows
                .iter()
                .try_for_each(|row| see(row.key(&self.bytes), row.payload(&self.bytes)));
        }
        self.lay()?;
        (self.bytes, self.rows) = (Vec::new(), Vec::new());
        let Some(sheet) = &mut self.sheet else { return Ok(()) };
        Merge::of(&self.runs, sheet.as_mut())?.each(see)
    }

    fn sort(&mut self) {
        let bytes = &self.bytes;
        self.rows.sort_unstable_by(|a, b| {
            let by_key = a.head.cmp(&b.head).then_with(|| a.key(bytes).cmp(b.key(bytes)));
            by_key.then(a.start.cmp(&b.start))
        });
    }

    /// Lays what is in memory on the sheet, as a run.
    fn lay(&mut self) -> io::Result<()> {
        if self.rows.is_empty() {
            return Ok(());
        }
        self.sort();
        let sheet = match &mut self.sheet {
            Some(sheet) => sheet,
            none => none.insert(self.scratch.sheet()?),
        };
        let start = self.runs.last().map_or(0, |run| run.end);
        sheet.seek(SeekFrom::Start(start))?;
        let (mut end, mut written) = (start, Vec::new());
        for row in &self.rows {
            let (key, payload) = (row.key(&self.bytes), row.payload(&self.bytes));
            write_record(&mut written, &[&row.key.to_le_bytes(), key, payload])?;
            if written.len() >= 1 << 16 {
                sheet.write_all(&written)?;
                end += written.len() as u64;
                written.clear();
            }
        }
        sheet.write_all(&written)?;
        end += written.len() as u64;
        self.runs.push(start..end);
        self.bytes.clear();
        self.rows.clear();
        Ok(())
    }
}

/// Runs that are read side by side.
struct Merge<'m> {
    sheet: &'m mut dyn Sheet,
    windows: Vec<Window>,
    /// The record at hand of each run.
    heads: Vec<Vec<u8>>,
    /// The runs that have one, as a heap: the one with the least key on top, the earliest of equals.
    heap: Vec<usize>,
}

impl<'m> Merge<'m> {
    fn of(runs: &[Range<u64>], sheet: &'m mut dyn Sheet) -> io::Result<Merge<'m>> {
        let windows = runs.iter().map(|run| Window::new(run.clone(), CHUNK)).collect();
        let heads = vec![Vec::new(); runs.len()];
        let mut merge = Merge { sheet, windows, heads, heap: Vec::new() };
        merge.heap = (0..runs.len()).collect();
        for run in 0..runs.len() {
            merge.read(run)?;
        }
        merge.heap = (0..runs.len()).collect();
        for place in (0..runs.len() / 2).rev() {
            merge.sink(place);
        }
        Ok(merge)
    }

    fn each(mut self, see: SeeRecord<'_>) -> io::Result<()> {
        while let Some(&run) = self.heap.first() {
            if let Some((key, payload)) = self.heads.get(run).and_then(|head| parts(head)) {
                see(key, payload)?;
            }
            if !self.read(run)? {
                self.heap.swap_remove(0);
            }
            self.sink(0);
        }
        Ok(())
    }

    /// Reads the next record of a run; whether there was one.
    fn read(&mut self, run: usize) -> io::Result<bool> {
        let window = self.windows.get_mut(run).zip(self.heads.get_mut(run));
        let Some((window, head)) = window else { return Ok(false) };
        head.clear();
        let record = window.next(self.sheet)?;
        head.extend_from_slice(record.unwrap_or_default());
        Ok(record.is_some())
    }

    /// Lets what stands at a place of the heap go down to where it belongs.
    fn sink(&mut self, mut place: usize) {
        loop {
            let below = [2 * place + 1, 2 * place + 2].into_iter();
            let least = below.filter(|&at| at < self.heap.len()).min_by_key(|&at| self.rank(at));
            let Some(least) = least.filter(|&at| self.rank(at) < self.rank(place)) else { return };
            self.heap.swap(place, least);
            place = least;
        }
    }

    fn rank(&self, place: usize) -> Option<(&[u8], usize)> {
        let run = *self.heap.get(place)?;
        self.heads.get(run).and_then(|head| parts(head)).map(|(key, _)| (key, run))
    }
}

/// The key and the payload of a record.
fn parts(record: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = record.split_first_chunk()?;
    rest.split_at_checked(u32::from_le_bytes(*length) as usize)
}

/// Writes a text into a key, so that keys are in the order of texts whatever follows.
pub fn write_text(key: &mut Vec<u8>, text: &[u8]) {
    for &byte in text {
        key.push(byte);
        if byte == 0 {
            key.push(u8::MAX);
        }
    }
    key.extend_from_slice(&[0, 0]);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::InMemory;
    use super::*;

    type Records = Vec<(Vec<u8>, Vec<u8>)>;

    fn sorted(records: &Records, buffer: usize) -> (Records, usize) {
        let mut sorter = Sorter { buffer, ..Sorter::new(&InMemory) };
        records.iter().for_each(|(key, payload)| sorter.push(key, payload).unwrap());
        let mut all = || {
            let mut found = Vec::new();
            let mut see = |key: &[u8], payload: &[u8]| {
                found.push((key.to_vec(), payload.to_vec()));
                Ok(())
            };
            sorter.each(&mut see).unwrap();
            found
        };
        let found = all();
        assert_eq!(found, all(), "it can be asked again");
        (found, sorter.runs.len())
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn sorting_in_runs_is_sorting(
            keys in prop::collection::vec(prop::collection::vec(0_u8..4, 0..12), 0..200),
        ) {
            let records: Records = (0_u32..)
                .zip(keys)
                .map(|(number, key)| (key, number.to_string().into_bytes()))
                .collect();
            let mut expected = records.clone();
            expected.sort_by(|(a, _), (b, _)| a.cmp(b));
            for buffer in [0, 300, 1 << 20] {
                let (found, runs) = sorted(&records, buffer);
                prop_assert_eq!(&found, &expected);
                prop_assert!(runs == 0 || buffer < 1 << 20);
            }
        }

        #[test]
        fn texts_in_keys_keep_their_order(a in ".{0,4}\0?.{0,3}", b in ".{0,4}\0?.{0,3}", rest in any::<[u8; 2]>()) {
            let key = |text: &str, rest: u8| {
                let mut key = Vec::new();
                write_text(&mut key, text.as_bytes());
                key.push(rest);
                key
            };
            let expected = (a.as_bytes(), rest[0]).cmp(&(b.as_bytes(), rest[1]));
            prop_assert_eq!(key(&a, rest[0]).cmp(&key(&b, rest[1])), expected);
        }
    }
}
