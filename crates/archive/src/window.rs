//! A stream that can only be read on, read at any place.
//!
//! Members are asked for nearly in the order in which they stand. What was read last is kept, so that
//! one that is asked for a little late need not be unpacked again; where it stands further back, the
//! stream is begun anew.

use std::io::{self, Read};

/// Bytes that are kept.
const KEPT: usize = 8 << 20;

/// A stream, and the last bytes that it gave.
#[derive(Default)]
pub struct Window {
    stream: Option<Box<dyn Read + Send>>,
    kept: Vec<u8>,
    /// Where the kept bytes end.
    end: u64,
    /// Which of several streams it is.
    key: u64,
}

impl std::fmt::Debug for Window {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Window").field("end", &self.end).finish_non_exhaustive()
    }
}

impl Window {
    /// A reader that starts at the byte `at` of the stream called `key`, which `open` gives.
    pub(crate) fn at<'w>(
        &'w mut self,
        key: u64,
        at: u64,
        open: &dyn Fn() -> io::Result<Box<dyn Read + Send>>,
    ) -> io::Result<At<'w>> {
        if self.stream.is_none()
            || key != self.key
            || at < self.end.saturating_sub(self.kept.len() as u64)
        {
            *self = Window { stream: Some(open()?), kept: Vec::new(), end: 0, key };
        }
        while self.end < at {
            let wanted = usize::try_from(at - self.end).unwrap_or(usize::MAX).min(64 << 10);
            if self.pull(wanted)? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        Ok(At { window: self, at })
    }

    /// Reads on; the number of bytes, 0 at the end.
    fn pull(&mut self, wanted: usize) -> io::Result<usize> {
        let Some(stream) = &mut self.stream else { return Ok(0) };
        if self.kept.len() > 2 * KEPT {
            self.kept.drain(..self.kept.len() - KEPT);
        }
        let before = self.kept.len();
        self.kept.resize(before + wanted, 0);
        let read = stream.read(self.kept.get_mut(before..).unwrap_or_default());
        self.kept.truncate(before + read.as_ref().copied().unwrap_or_default());
        if read.is_err() {
            self.stream = None;
        }
        self.end += read.as_ref().copied().unwrap_or_default() as u64;
        read
    }
}

/// A place in a stream.
pub(crate) struct At<'w> {
    window: &'w mut Window,
    at: u64,
}

impl Read for At<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at == self.window.end && self.window.pull(buffer.len().min(64 << 10))? == 0 {
            return Ok(0);
        }
        let behind = usize::try_from(self.window.end - self.at).unwrap_or(usize::MAX);
        let start = self.window.kept.len().saturating_sub(behind);
        let kept = self.window.kept.get(start..).unwrap_or_default();
        let read = kept.len().min(buffer.len());
        buffer.get_mut(..read).unwrap_or_default().copy_from_slice(&kept[..read]);
        self.at += read as u64;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::io::Cursor;

    use super::*;

    #[test]
    fn any_place_is_read_and_near_ones_without_beginning_anew() {
        let bytes: Vec<u8> = (0..40_u32 << 20).map(|n| (n % 251) as u8).collect();
        let opened = Cell::new(0);
        let open = || -> io::Result<Box<dyn Read + Send>> {
            opened.set(opened.get() + 1);
            Ok(Box::new(Cursor::new(bytes.clone())))
        };
        let mut window = Window::default();
        for (at, times) in [(0, 1), (30 << 20, 1), ((30 << 20) - 1000, 1), (39 << 20, 1), (7, 2)] {
            let mut buffer = [0; 300];
            window.at(0, at, &open).unwrap().read_exact(&mut buffer).unwrap();
            let at = usize::try_from(at).unwrap();
            assert_eq!(buffer, bytes[at..at + 300]);
            assert_eq!(opened.get(), times, "{at}");
        }
        assert!(window.at(0, 41 << 20, &open).is_err());
    }
}
