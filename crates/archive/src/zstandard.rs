//! Zstandard: frames one after the other, each bounded, with a dictionary where the archive has one.
//!
//! A frame says how many of the bytes before it may look back at, and those are kept while it is
//! unpacked; what asks for more than [`WIDEST`] is left. `ruzstd` asks that only of its second frame,
//! so heads are read here. In a WARC each record is a frame, and the first frame may be one to be
//! skipped that holds the dictionary of all others, packed or not.

use std::io::{self, Cursor, Read};
use std::sync::Arc;

use ruzstd::decoding::{BlockDecodingStrategy, Dictionary, FrameDecoder};

use crate::Fault;

/// How a frame starts.
pub(crate) const FRAME: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// How a frame starts that holds a dictionary.
pub(crate) const DICTIONARY_FRAME: [u8; 4] = [0x5d, 0x2a, 0x4d, 0x18];

/// How a dictionary starts.
const DICTIONARY: [u8; 4] = [0x37, 0xa4, 0x30, 0xec];

/// The most bytes that a frame may look back at: as many as `zstd --ultra` does.
const WIDEST: u64 = 128 << 20;

/// The greatest length of a dictionary, unpacked.
const LONGEST_DICTIONARY: u64 = 16 << 20;

/// What frames are unpacked with besides themselves, as it stands in the archive.
pub(crate) type SharedDictionary = Option<Arc<Vec<u8>>>;

/// Frames as one stream.
pub(crate) struct Frames<R> {
    source: R,
    decoder: FrameDecoder,
    is_open: bool,
    /// Whether it broke: what comes after that is not known to be the start of anything.
    is_broken: bool,
    /// How many frames are read yet.
    left: usize,
}

impl<R: Read> Frames<R> {
    /// All frames that `source` holds.
    pub(crate) fn all(source: R, dictionary: &SharedDictionary) -> Result<Frames<R>, Fault> {
        Frames::some(source, usize::MAX, dictionary)
    }

    /// The one frame that begins where `source` stands.
    pub(crate) fn one(source: R, dictionary: &SharedDictionary) -> Result<Frames<R>, Fault> {
        Frames::some(source, 1, dictionary)
    }

    fn some(source: R, left: usize, dictionary: &SharedDictionary) -> Result<Frames<R>, Fault> {
        let mut decoder = FrameDecoder::new();
        if let Some(bytes) = dictionary {
            decoder.add_dict(decode(bytes)?).map_err(|error| Fault::broken(error.to_string()))?;
        }
        Ok(Frames { source, decoder, is_open: false, is_broken: false, left })
    }

    pub(crate) fn source(&self) -> &R {
        &self.source
    }

    /// Goes to the next frame; whether there is one.
    fn open(&mut self) -> Result<bool, Fault> {
        while self.left > 0 {
            let mut magic = [0; 4];
            match self.source.read(&mut magic[..1]).map_err(Fault::of)? {
                0 => return Ok(false),
                _ => self.source.read_exact(&mut magic[1..]).map_err(Fault::of)?,
            }
            if is_skipped(magic) {
                let length = u64::from(u32::from_le_bytes(take(&mut self.source)?));
                pass(&mut self.source, length)?;
                continue;
            }
            let head = head(magic, &mut self.source)?;
            self.decoder.init(Cursor::new(head)).map_err(|error| unknown(&error))?;
            self.left -= 1;
            self.is_open = true;
            return Ok(true);
        }
        Ok(false)
    }
}

impl<R: Read> Read for Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        if self.is_broken {
            return Err(Fault::broken("what is packed is broken").into());
        }
        let read = self.unpack(buffer);
        self.is_broken = read.is_err();
        read
    }
}

impl<R: Read> Frames<R> {
    fn unpack(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if !self.is_open && !self.open()? {
                return Ok(0);
            }
            while self.decoder.can_collect() < buffer.len() && !self.decoder.is_finished() {
                let missing = buffer.len() - self.decoder.can_collect();
                let wanted = BlockDecodingStrategy::UptoBytes(missing);
                let decoded = self.decoder.decode_blocks(&mut self.source, wanted);
                decoded.map_err(|error| Fault::broken(error.to_string()))?;
            }
            match self.decoder.read(buffer)? {
                0 => {
                    self.is_open = false;
                    let said = self.decoder.get_checksum_from_data();
                    if said.is_some() && said != self.decoder.get_calculated_checksum() {
                        return Err(Fault::broken("its checksum differs").into());
                    }
                }
                read => return Ok(read),
            }
        }
    }
}

/// The dictionary in the frame that `source` begins with; none where it begins with another.
pub(crate) fn dictionary(mut source: impl Read) -> Result<SharedDictionary, Fault> {
    let Ok(magic) = take::<4>(&mut source) else { return Ok(None) };
    if magic != DICTIONARY_FRAME {
        return Ok(None);
    }
    let length = u64::from(u32::from_le_bytes(take(&mut source)?));
    let too_long = || Fault::Unknown("its dictionary is longer than dictionaries are".to_owned());
    if length > LONGEST_DICTIONARY {
        return Err(too_long());
    }
    let mut bytes = Vec::new();
    source.take(length).read_to_end(&mut bytes).map_err(Fault::of)?;
    if (bytes.len() as u64) < length {
        return Err(Fault::broken("its dictionary is cut short"));
    }
    if bytes.starts_with(&FRAME) {
        let mut plain = Vec::new();
        let frame = Frames::one(bytes.as_slice(), &None)?;
        frame.take(LONGEST_DICTIONARY + 1).read_to_end(&mut plain).map_err(Fault::of)?;
        if plain.len() as u64 > LONGEST_DICTIONARY {
            return Err(too_long());
        }
        bytes = plain;
    }
    decode(&bytes)?;
    Ok(Some(Arc::new(bytes)))
}

/// Goes past a frame that is to be skipped, where one begins here; whether one did.
pub(crate) fn is_skipped(magic: [u8; 4]) -> bool {
    magic[0] & 0xf0 == 0x50 && magic[1..] == [0x2a, 0x4d, 0x18]
}

/// Reads a dictionary. `ruzstd` reads past the end of one that is cut short, so it is given more to
/// read, and what is left of that tells whether it was whole.
fn decode(bytes: &[u8]) -> Result<Dictionary, Fault> {
    const MORE: usize = 1 << 10;
    let broken = || Fault::broken("its dictionary is broken");
    if !bytes.starts_with(&DICTIONARY) {
        return Err(broken());
    }
    let mut padded = bytes.to_vec();
    padded.resize(bytes.len() + MORE, 0);
    let mut dictionary = Dictionary::decode_dict(&padded).map_err(|_| broken())?;
    let length = dictionary.dict_content.len().checked_sub(MORE).ok_or_else(broken)?;
    dictionary.dict_content.truncate(length);
    Ok(dictionary)
}

/// The head of a frame that begins with `magic`, where its frame may be unpacked.
fn head(magic: [u8; 4], source: &mut impl Read) -> Result<Vec<u8>, Fault> {
    if magic != FRAME {
        return Err(Fault::broken("no packed data begins there"));
    }
    let [descriptor] = take(source)?;
    let is_single = descriptor & 0x20 != 0;
    let window = usize::from(!is_single);
    let dictionary = [0, 1, 2, 4][usize::from(descriptor & 3)];
    let size = match descriptor >> 6 {
        0 => usize::from(is_single),
        1 => 2,
        2 => 4,
        _ => 8,
    };
    let mut rest = vec![0; window + dictionary + size];
    source.read_exact(&mut rest).map_err(Fault::of)?;
    let width = match rest.first().filter(|_| !is_single) {
        Some(&byte) => {
            let base = 1_u64 << (10 + u32::from(byte >> 3));
            base + base / 8 * u64::from(byte & 7)
        }
        None => {
            let mut bytes = [0; 8];
            let size = rest.get(window + dictionary..).unwrap_or_default();
            bytes.iter_mut().zip(size).for_each(|(to, from)| *to = *from);
            u64::from_le_bytes(bytes)
        }
    };
    if width > WIDEST {
        let why = format!("it is packed with a window of {width} bytes, and {WIDEST} are kept");
        return Err(Fault::Unknown(why));
    }
    Ok([magic.as_slice(), &[descriptor], &rest].concat())
}

fn unknown(error: &ruzstd::decoding::errors::FrameDecoderError) -> Fault {
    use ruzstd::decoding::errors::FrameDecoderError::DictNotProvided;
    match error {
        DictNotProvided { dict_id } => Fault::Unknown(format!(
            "it is packed with the dictionary {dict_id}, which is not in it"
        )),
        error => Fault::broken(error.to_string()),
    }
}

/// Reads past `length` bytes.
pub(crate) fn pass(source: &mut impl Read, length: u64) -> Result<(), Fault> {
    let passed = io::copy(&mut source.by_ref().take(length), &mut io::sink()).map_err(Fault::of)?;
    if passed < length { Err(Fault::broken("it is cut short")) } else { Ok(()) }
}

fn take<const N: usize>(source: &mut impl Read) -> Result<[u8; N], Fault> {
    let mut bytes = [0; N];
    source.read_exact(&mut bytes).map_err(Fault::of)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A frame of `blocks` blocks that each repeat one byte 100,000 times.
    fn repeated(window: u8, blocks: usize) -> Vec<u8> {
        let mut frame = [FRAME.as_slice(), &[0, window]].concat();
        for block in 0..blocks {
            let head = (100_000_u32 << 3) | 0b010 | u32::from(block + 1 == blocks);
            frame.extend(&head.to_le_bytes()[..3]);
            frame.push(b'x');
        }
        frame
    }

    fn unpacked(bytes: &[u8]) -> Result<usize, String> {
        let mut out = Vec::new();
        let frames = Frames::all(bytes, &None).map_err(|fault| fault.to_string())?;
        frames.take(1 << 20).read_to_end(&mut out).map_err(|it| Fault::of(it).to_string())
    }

    #[test]
    fn frames_follow_each_other_and_others_are_skipped() {
        let skipped = [[0x53, 0x2a, 0x4d, 0x18].as_slice(), &3_u32.to_le_bytes(), b"abc"].concat();
        let frame = repeated(0x50, 2);
        assert_eq!(unpacked(&[frame.as_slice(), &skipped, &frame].concat()), Ok(400_000));
        assert_eq!(unpacked(&skipped), Ok(0));
    }

    #[test]
    fn a_frame_that_would_have_all_of_it_kept_is_left() {
        let said = unpacked(&repeated(0xff, 10)).unwrap_err();
        assert!(said.contains("a window of"), "{said}");
        let single = [FRAME.as_slice(), &[0xe0], &u64::MAX.to_le_bytes()].concat();
        let said = unpacked(&single).unwrap_err();
        assert!(said.contains("a window of"), "{said}");
    }

    #[test]
    fn no_dictionary_makes_it_panic() {
        for length in 0..80 {
            for byte in [0, 1, 0x55, 0x80, 0xff] {
                let bytes = [DICTIONARY.as_slice(), &vec![byte; length]].concat();
                assert!(decode(&bytes).is_err() || length >= 12);
            }
        }
    }
}
