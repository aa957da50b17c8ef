//! Packed bytes, unpacked as a stream and bounded.

use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::GzDecoder;

use crate::section::Counted;
use crate::zstandard::{self, Frames, SharedDictionary};
use crate::{Fault, MOST_UNPACKED, UNPACKED_FREELY};

/// How gzip data starts.
pub(crate) const GZIP: [u8; 3] = [0x1f, 0x8b, 8];

/// Whether a file is packed, by its first bytes.
pub(crate) fn is_packed(file: &mut impl Read) -> Result<bool, Fault> {
    let mut start = Vec::new();
    file.take(4).read_to_end(&mut start).map_err(Fault::of)?;
    Ok(start.starts_with(&GZIP) || start.starts_with(&zstandard::FRAME))
}

/// How the members of an archive are packed.
#[derive(Clone, Debug)]
pub(crate) enum Packing {
    Gzip,
    Zstandard(SharedDictionary),
}

impl Packing {
    /// How each member starts.
    pub(crate) fn magic(&self) -> &'static [u8] {
        match self {
            Packing::Gzip => &GZIP,
            Packing::Zstandard(_) => &zstandard::FRAME,
        }
    }
}

/// One packed member; fails where it gives far more than it was packed in.
pub(crate) struct Member<'r, R> {
    kind: OneKind<'r, R>,
    start: u64,
    given: u64,
}

enum OneKind<'r, R> {
    Gzip(GzDecoder<&'r mut Counted<R>>),
    Zstandard(Box<Frames<&'r mut Counted<R>>>),
}

impl<'r, R: BufRead> Member<'r, R> {
    pub(crate) fn of(packed: &'r mut Counted<R>, packing: &Packing) -> Result<Self, Fault> {
        let start = packed.at;
        let kind = match packing {
            Packing::Gzip => OneKind::Gzip(GzDecoder::new(packed)),
            Packing::Zstandard(dictionary) => {
                OneKind::Zstandard(Box::new(Frames::one(packed, dictionary)?))
            }
        };
        Ok(Member { kind, start, given: 0 })
    }
}

impl<R: BufRead> Read for Member<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let (read, at) = match &mut self.kind {
            OneKind::Gzip(decoder) => (decoder.read(buffer)?, decoder.get_ref().at),
            OneKind::Zstandard(frames) => (frames.read(buffer)?, frames.source().at),
        };
        self.given += read as u64;
        check(self.given, at - self.start)?;
        Ok(read)
    }
}

/// Whether `unpacked` bytes out of `packed` are no more than is read.
pub(crate) fn check(unpacked: u64, packed: u64) -> Result<(), Fault> {
    let most = UNPACKED_FREELY.saturating_add(packed.saturating_mul(MOST_UNPACKED));
    if unpacked > most { Err(Fault::Bomb { unpacked: most }) } else { Ok(()) }
}

/// All that is packed in a stream, as one stream.
pub(crate) struct Whole<R: BufRead> {
    kind: Kind<R>,
    given: u64,
}

enum Kind<R: BufRead> {
    Gzip(flate2::bufread::MultiGzDecoder<Counted<R>>),
    Zstandard(Box<Frames<Counted<R>>>),
    Plain(Counted<R>),
}

impl<R: Read> Whole<BufReader<R>> {
    pub(crate) fn of(packed: R) -> Result<Self, Fault> {
        Whole::with(packed, &None)
    }

    pub(crate) fn with(packed: R, dictionary: &SharedDictionary) -> Result<Self, Fault> {
        let mut packed = BufReader::with_capacity(64 << 10, packed);
        let start = packed.fill_buf().map_err(Fault::of)?;
        let is_gzip = start.starts_with(&GZIP);
        let is_zstandard = start.starts_with(&zstandard::FRAME)
            || start.first_chunk().is_some_and(|&magic| zstandard::is_skipped(magic));
        let packed = Counted::from(packed, 0);
        let kind = if is_gzip {
            Kind::Gzip(flate2::bufread::MultiGzDecoder::new(packed))
        } else if is_zstandard {
            Kind::Zstandard(Box::new(Frames::all(packed, dictionary)?))
        } else {
            Kind::Plain(packed)
        };
        Ok(Whole { kind, given: 0 })
    }
}

impl<R: BufRead> Read for Whole<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let (read, packed) = match &mut self.kind {
            Kind::Gzip(decoder) => (decoder.read(buffer)?, decoder.get_ref().at),
            Kind::Zstandard(frames) => (frames.read(buffer)?, frames.source().at),
            Kind::Plain(plain) => return plain.read(buffer),
        };
        self.given += read as u64;
        check(self.given, packed)?;
        Ok(read)
    }
}
