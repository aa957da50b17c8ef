//! Collections of any size, made of the fixtures by a seed, so that anyone can measure and test what
//! only shows in many pages.
//!
//! A variant has the markup of its fixture and other words: names and common words are exchanged for
//! others of the same pool, years are moved. The same seed and number give the same bytes. No part of
//! the product knows this crate.

mod chance;
mod pool;

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

pub use chance::Chance;
use pool::{Pool, words};

/// One word in so many becomes another one.
const NAME_IN: u64 = 4;
const COMMON_IN: u64 = 3;

/// The years that a page is moved by.
const YEARS: u64 = 9;

/// Pages that variants are made of.
#[derive(Debug)]
pub struct Originals {
    pages: Vec<Original>,
    pool: Pool,
}

#[derive(Debug)]
struct Original {
    slug: String,
    ending: String,
    bytes: Vec<u8>,
}

/// A page that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// Its name: a folder of at most a hundred pages, and a file that tells number and fixture.
    pub name: String,
    /// The page.
    pub bytes: Vec<u8>,
}

impl Originals {
    /// The fixtures below `folder`: `SLUG/page.EXT`, sorted by slug.
    ///
    /// # Errors
    ///
    /// Where they cannot be read, or there are none.
    pub fn read(folder: &Path) -> io::Result<Originals> {
        let mut pages = Vec::new();
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            for ending in ["html", "txt", "mhtml"] {
                let page = path.join("page").with_extension(ending);
                if page.is_file() {
                    let slug = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                    let bytes = std::fs::read(page)?;
                    pages.push(Original { slug, ending: ending.to_owned(), bytes });
                }
            }
        }
        pages.sort_by(|a, b| a.slug.cmp(&b.slug));
        if pages.is_empty() {
            return Err(io::Error::other("no SLUG/page.html there"));
        }
        let pool = Pool::of(pages.iter().map(|page| page.bytes.as_slice()));
        Ok(Originals { pages, pool })
    }

    /// The variant of this number.
    pub fn variant(&self, seed: u64, number: u64) -> Variant {
        let mut chance = Chance::new(seed ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let index = number as usize % self.pages.len();
        let Some(original) = self.pages.get(index) else { unreachable!("there is a page") };
        let name = format!("{:03}/{number:06}-{}.{}", number / 100, original.slug, original.ending);
        Variant { name, bytes: self.changed(&original.bytes, &mut chance) }
    }

    /// A page with other words.
    fn changed(&self, page: &[u8], chance: &mut Chance) -> Vec<u8> {
        let mut changed = Vec::with_capacity(page.len() + page.len() / 8);
        let mut done = 0;
        let mut names: BTreeMap<&[u8], &[u8]> = BTreeMap::new();
        let years = chance.below(YEARS) as u32;
        for word in words(page) {
            changed.extend_from_slice(&page[done..word.start]);
            done = word.end;
            let old = &page[word];
            if let Some(year) = year(old) {
                changed.extend_from_slice((year - years).to_string().as_bytes());
            } else if pool::is_name(old) {
                let new = names.entry(old).or_insert_with(|| {
                    if chance.below(NAME_IN) == 0 { self.pool.name(chance) } else { old }
                });
                changed.extend_from_slice(new);
            } else if pool::is_common(old) && chance.below(COMMON_IN) == 0 {
                changed.extend_from_slice(self.pool.common(chance));
            } else {
                changed.extend_from_slice(old);
            }
        }
        changed.extend_from_slice(&page[done..]);
        changed
    }
}

/// The year that a word is.
fn year(word: &[u8]) -> Option<u32> {
    let year = std::str::from_utf8(word).ok().filter(|word| word.len() == 4)?.parse().ok()?;
    (1990..2030).contains(&year).then_some(year)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn originals() -> Originals {
        Originals::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures")).unwrap()
    }

    #[test]
    fn one_seed_and_number_one_page() {
        let originals = originals();
        let page = originals.variant(7, 3);
        assert_eq!(page, originals.variant(7, 3));
        assert_ne!(page.bytes, originals.variant(8, 3).bytes);
        assert_ne!(page.bytes, originals.variant(7, 3 + originals.pages.len() as u64).bytes);
    }

    #[test]
    fn markup_stays_and_words_change() {
        let pool = Pool::of([b"<p>Alpha Bravo willow yellow".as_slice()].into_iter());
        let originals = Originals { pages: Vec::new(), pool };
        let page = b"<p class=willow title='Alpha'>Alpha was here, yellow and in 2007, willow</p>";
        let all: Vec<Vec<u8>> =
            (0..50).map(|seed| originals.changed(page, &mut Chance::new(seed))).collect();
        let text = |bytes: &Vec<u8>| String::from_utf8(bytes.clone()).unwrap();
        for bytes in &all {
            let text = text(bytes);
            assert!(text.starts_with("<p class=willow title='Alpha'>"), "{text}");
            assert!(text.contains(" was here, ") && text.ends_with("</p>"), "{text}");
        }
        assert!(all.iter().any(|bytes| text(bytes).contains(">Bravo was")));
        assert!(all.iter().any(|bytes| text(bytes).contains("in 2003")));
    }
}
