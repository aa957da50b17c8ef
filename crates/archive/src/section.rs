//! A part of a file, as a file of its own.

use std::io::{self, BufRead, Read, Seek, SeekFrom};

/// The bytes of `file` from `base` on, `length` of them.
#[derive(Debug)]
pub(crate) struct Section<R> {
    file: R,
    base: u64,
    length: u64,
    at: u64,
}

impl<R: Read + Seek> Section<R> {
    pub(crate) fn new(mut file: R, base: u64, length: u64) -> io::Result<Section<R>> {
        file.seek(SeekFrom::Start(base))?;
        Ok(Section { file, base, length, at: 0 })
    }

    /// All of `file`.
    pub(crate) fn whole(mut file: R) -> io::Result<Section<R>> {
        let length = file.seek(SeekFrom::End(0))?;
        Section::new(file, 0, length)
    }

    pub(crate) fn length(&self) -> u64 {
        self.length
    }
}

impl<R: Read> Read for Section<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.length.saturating_sub(self.at)).unwrap_or(usize::MAX);
        let wanted = buffer.len().min(left);
        let read = self.file.read(buffer.get_mut(..wanted).unwrap_or_default())?;
        self.at += read as u64;
        Ok(read)
    }
}

impl<R: Read + Seek> Seek for Section<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.length.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        let at = at.ok_or(io::ErrorKind::InvalidInput)?;
        let place = self.base.checked_add(at).ok_or(io::ErrorKind::InvalidInput)?;
        self.file.seek(SeekFrom::Start(place))?;
        self.at = at;
        Ok(at)
    }
}

/// A reader that knows how many bytes it has given.
#[derive(Debug)]
pub(crate) struct Counted<R> {
    inner: R,
    pub(crate) at: u64,
}

impl<R> Counted<R> {
    pub(crate) fn from(inner: R, at: u64) -> Counted<R> {
        Counted { inner, at }
    }

    pub(crate) fn inner(&mut self) -> &mut R {
        &mut self.inner
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.at += read as u64;
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.inner.consume(amount);
        self.at += amount as u64;
    }
}
