//! Packed bytes, unpacked as a stream and bounded.

use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::GzDecoder;
use ruzstd::decoding::StreamingDecoder;

use crate::section::Counted;
use crate::{Fault, MOST_UNPACKED, UNPACKED_FREELY};

/// How gzip data starts.
pub(crate) const GZIP: [u8; 3] = [0x1f, 0x8b, 8];

/// How Zstandard data starts.
pub(crate) const ZSTANDARD: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// Whether a file is packed, by its first bytes.
pub(crate) fn is_packed(file: &mut impl Read) -> Result<bool, Fault> {
    let mut start = Vec::new();
    file.take(4).read_to_end(&mut start).map_err(Fault::of)?;
    Ok(start.starts_with(&GZIP) || start.starts_with(&ZSTANDARD))
}

/// One packed member; fails where it gives far more than it was packed in.
pub(crate) struct Member<R> {
    decoder: GzDecoder<R>,
    start: u64,
    given: u64,
}

impl<'r, R: BufRead> Member<&'r mut Counted<R>> {
    pub(crate) fn of(packed: &'r mut Counted<R>) -> Self {
        Member { start: packed.at, decoder: GzDecoder::new(packed), given: 0 }
    }
}

impl<R: BufRead> Read for Member<&mut Counted<R>> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.decoder.read(buffer)?;
        self.given += read as u64;
        check(self.given, self.decoder.get_ref().at - self.start)?;
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
    Zstandard(Box<StreamingDecoder<Counted<R>, ruzstd::decoding::FrameDecoder>>),
    Plain(Counted<R>),
}

impl<R: Read> Whole<BufReader<R>> {
    pub(crate) fn of(packed: R) -> Result<Self, Fault> {
        let mut packed = BufReader::with_capacity(64 << 10, packed);
        let start = packed.fill_buf().map_err(Fault::of)?;
        let (is_gzip, is_zstandard) = (start.starts_with(&GZIP), start.starts_with(&ZSTANDARD));
        let packed = Counted::from(packed, 0);
        let kind = if is_gzip {
            Kind::Gzip(flate2::bufread::MultiGzDecoder::new(packed))
        } else if is_zstandard {
            let decoder = StreamingDecoder::new(packed);
            Kind::Zstandard(Box::new(decoder.map_err(|error| Fault::broken(error.to_string()))?))
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
            Kind::Zstandard(decoder) => (decoder.read(buffer)?, decoder.get_ref().at),
            Kind::Plain(plain) => return plain.read(buffer),
        };
        self.given += read as u64;
        check(self.given, packed)?;
        Ok(read)
    }
}
