//! Many short texts, each kept once, known by their numbers.

use std::hash::BuildHasher;

use foldhash::fast::RandomState;
use hashbrown::HashTable;

/// Texts in the order in which they first came: their bytes, and some ten bytes for each.
#[derive(Default)]
pub(crate) struct Texts {
    bytes: Vec<u8>,
    ends: Vec<u32>,
    numbers: HashTable<u32>,
    hasher: RandomState,
}

/// Most bytes of all texts together: their ends are numbers of four bytes.
const MOST: usize = u32::MAX as usize;

impl Texts {
    /// The number of a text, which is kept where it is new; none where there is no more room.
    pub(crate) fn add(&mut self, text: &[u8]) -> Option<u32> {
        let Texts { bytes, ends, numbers, hasher } = self;
        let hash = hasher.hash_one(text);
        let entry = numbers.entry(
            hash,
            |&number| text_at(bytes, ends, number) == text,
            |&number| hasher.hash_one(text_at(bytes, ends, number)),
        );
        match entry {
            hashbrown::hash_table::Entry::Occupied(found) => Some(*found.get()),
            hashbrown::hash_table::Entry::Vacant(free) => {
                if bytes.len() + text.len() > MOST {
                    return None;
                }
                let number = u32::try_from(ends.len()).ok()?;
                free.insert(number);
                bytes.extend_from_slice(text);
                ends.push(bytes.len() as u32);
                Some(number)
            }
        }
    }

    /// The number of a text, where it is kept.
    pub(crate) fn find(&self, text: &[u8]) -> Option<u32> {
        let hash = self.hasher.hash_one(text);
        self.numbers.find(hash, |&number| self.get(number) == text).copied()
    }

    /// The text of a number.
    pub(crate) fn get(&self, number: u32) -> &[u8] {
        text_at(&self.bytes, &self.ends, number)
    }

    /// How many there are.
    pub(crate) fn len(&self) -> u32 {
        self.ends.len() as u32
    }
}

fn text_at<'b>(bytes: &'b [u8], ends: &[u32], number: u32) -> &'b [u8] {
    let number = number as usize;
    let start = number.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or(0);
    let end = ends.get(number).copied().unwrap_or(start);
    bytes.get(start as usize..end as usize).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_text_has_one_number() {
        let mut texts = Texts::default();
        for round in 0..2 {
            for number in 0..1000_u32 {
                let text = if number == 7 { String::new() } else { number.to_string() };
                assert_eq!(texts.find(text.as_bytes()).is_some(), round == 1);
                assert_eq!(texts.add(text.as_bytes()), Some(number));
                assert_eq!(texts.get(number), text.as_bytes());
            }
        }
        assert_eq!(texts.len(), 1000);
        assert_eq!(texts.find(b"none"), None);
    }
}
