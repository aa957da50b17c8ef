//! The file of the model: what was learned, packed to a few megabytes.
//!
//! All numbers are little-endian. Behind the head stand, one after the other: the words with their
//! classes, the weights of features, the weights of tags behind tags, and how sure a lead makes.
//!
//! Words and features are known by 32 bits of their number. The upper bits say which bucket one is
//! in, the lower ones stand in the file, so that a word takes five bytes and a feature thirteen.

use super::tags::TAGS;

/// What the file begins with; another form of the file gets another head.
pub(super) const HEAD: &[u8] = b"annalist names 1\n";

/// Bits of a number that say which bucket it is in.
pub(super) const BUCKET_BITS: u32 = 16;

/// Bytes of the classes of a word.
pub(super) const CLASS_BYTES: usize = 3;

/// What is read from the file.
#[derive(Debug)]
pub(super) struct Packed<'f> {
    /// Numbers of words in rising order, each with its classes.
    pub(super) words: Vec<(u32, u32)>,
    /// Numbers of features in rising order, each with a weight for each tag.
    pub(super) features: Vec<(u32, [i8; TAGS])>,
    /// The weight of a tag behind each tag; the last row is for the first word of a sentence.
    pub(super) transitions: Vec<[i16; TAGS]>,
    /// Leads from which a name is so sure, per mille: rising.
    pub(super) sureness: Vec<(i32, u16)>,
    /// What stands behind, for a later version.
    rest: &'f [u8],
}

impl<'f> Packed<'f> {
    /// The parts of a file, or what is wrong with it.
    pub(super) fn read(file: &'f [u8]) -> Result<Packed<'f>, &'static str> {
        let rest = file.strip_prefix(HEAD).ok_or("it begins otherwise than a model of names")?;
        let mut packed = Packed {
            words: Vec::new(),
            features: Vec::new(),
            transitions: Vec::new(),
            sureness: Vec::new(),
            rest,
        };
        packed.read_parts().ok_or("it breaks off")?;
        Ok(packed)
    }

    fn read_parts(&mut self) -> Option<()> {
        let numbers = self.numbers()?;
        let classes = self.take(numbers.len() * CLASS_BYTES)?.as_chunks::<CLASS_BYTES>().0;
        let classes = classes.iter().map(|[a, b, c]| u32::from_le_bytes([*a, *b, *c, 0]));
        self.words = numbers.into_iter().zip(classes).collect();

        let numbers = self.numbers()?;
        let weights = self.take(numbers.len() * TAGS)?.as_chunks::<TAGS>().0;
        let weights = weights.iter().map(|row| row.map(|weight| i8::from_le_bytes([weight])));
        self.features = numbers.into_iter().zip(weights).collect();

        let row = |row: &[[u8; 2]; TAGS]| row.map(i16::from_le_bytes);
        let transitions = self.take((TAGS + 1) * TAGS * 2)?.as_chunks::<2>().0;
        self.transitions = transitions.as_chunks::<TAGS>().0.iter().map(row).collect();

        let steps = self.count()?;
        let steps = self.take(steps.checked_mul(6)?)?.as_chunks::<6>().0.iter();
        let step = |[a, b, c, d, e, f]: &[u8; 6]| {
            (i32::from_le_bytes([*a, *b, *c, *d]), u16::from_le_bytes([*e, *f]))
        };
        self.sureness = steps.map(step).collect();
        self.rest.is_empty().then_some(())
    }

    fn take(&mut self, length: usize) -> Option<&'f [u8]> {
        let (taken, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(taken)
    }

    fn count(&mut self) -> Option<usize> {
        let count = self.take(4)?.first_chunk::<4>()?;
        usize::try_from(u32::from_le_bytes(*count)).ok()
    }

    /// Numbers in rising order: how many are in each bucket, then the lower bits of each.
    fn numbers(&mut self) -> Option<Vec<u32>> {
        let count = self.count()?;
        let sizes = self.take(1 << BUCKET_BITS)?;
        let lower = self.take(count.checked_mul(2)?)?.as_chunks::<2>().0;
        let buckets = sizes.iter().zip(0_u32..);
        let upper = buckets.flat_map(|(size, bucket)| {
            std::iter::repeat_n(bucket << (32 - BUCKET_BITS), usize::from(*size))
        });
        let numbers: Vec<u32> = upper
            .zip(lower)
            .map(|(upper, lower)| upper | u32::from(u16::from_le_bytes(*lower)))
            .collect();
        (numbers.len() == count && numbers.is_sorted()).then_some(numbers)
    }
}

/// The file of a model.
#[cfg(feature = "training")]
#[derive(Debug)]
pub(super) struct Writer(Vec<u8>);

#[cfg(feature = "training")]
impl Writer {
    pub(super) fn new() -> Writer {
        Writer(HEAD.to_vec())
    }

    /// Adds `words`, which are sorted by their numbers and have each once.
    pub(super) fn words(&mut self, words: &[(u32, u32)]) {
        self.numbers(words.iter().map(|(number, _)| *number));
        for (_, classes) in words {
            self.0.extend(classes.to_le_bytes().iter().take(CLASS_BYTES));
        }
    }

    /// Adds `features`, which are sorted by their numbers and have each once.
    pub(super) fn features(&mut self, features: &[(u32, [i8; TAGS])]) {
        self.numbers(features.iter().map(|(number, _)| *number));
        for (_, row) in features {
            self.0.extend(row.iter().flat_map(|weight| weight.to_le_bytes()));
        }
    }

    /// Adds the weights of tags behind tags, and the steps of sureness, and gives the file.
    pub(super) fn finish(
        mut self,
        transitions: &[[i16; TAGS]; TAGS + 1],
        sureness: &[(i32, u16)],
    ) -> Vec<u8> {
        self.0.extend(transitions.as_flattened().iter().flat_map(|weight| weight.to_le_bytes()));
        self.0.extend((sureness.len() as u32).to_le_bytes());
        for (lead, sure) in sureness {
            self.0.extend(lead.to_le_bytes());
            self.0.extend(sure.to_le_bytes());
        }
        self.0
    }

    fn numbers(&mut self, numbers: impl ExactSizeIterator<Item = u32> + Clone) {
        self.0.extend((numbers.len() as u32).to_le_bytes());
        let mut sizes = vec![0_u8; 1 << BUCKET_BITS];
        for number in numbers.clone() {
            if let Some(size) = sizes.get_mut((number >> (32 - BUCKET_BITS)) as usize) {
                *size += 1;
            }
        }
        self.0.extend(sizes);
        self.0.extend(numbers.flat_map(|number| (number as u16).to_le_bytes()));
    }
}
