//! The words of pages, to be exchanged for one another.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::Chance;

/// Letters that a word has at least to be exchanged.
const SHORTEST: usize = 5;

/// The words of some pages.
#[derive(Debug)]
pub(crate) struct Pool {
    names: Vec<Vec<u8>>,
    common: Vec<Vec<u8>>,
}

impl Pool {
    pub(crate) fn of<'p>(pages: impl Iterator<Item = &'p [u8]>) -> Pool {
        let (mut names, mut common) = (BTreeSet::new(), BTreeSet::new());
        for page in pages {
            for word in words(page).map(|word| &page[word]) {
                if is_name(word) {
                    names.insert(word.to_vec());
                } else if is_common(word) {
                    common.insert(word.to_vec());
                }
            }
        }
        Pool { names: names.into_iter().collect(), common: common.into_iter().collect() }
    }

    pub(crate) fn name(&self, chance: &mut Chance) -> &[u8] {
        chance.pick(&self.names).map_or(b"Name", Vec::as_slice)
    }

    pub(crate) fn common(&self, chance: &mut Chance) -> &[u8] {
        chance.pick(&self.common).map_or(b"word", Vec::as_slice)
    }
}

/// Whether a word is written as a name.
pub(crate) fn is_name(word: &[u8]) -> bool {
    let Some((first, rest)) = word.split_first() else { return false };
    word.len() >= SHORTEST && first.is_ascii_uppercase() && rest.iter().all(u8::is_ascii_lowercase)
}

/// Whether a word is a common one.
pub(crate) fn is_common(word: &[u8]) -> bool {
    word.len() >= SHORTEST && word.iter().all(u8::is_ascii_lowercase)
}

/// The places of the words of a page: those outside of tags, scripts, styles and character
/// references.
pub(crate) fn words(page: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let byte = *page.get(at)?;
            if byte == b'<' {
                at = after_tag(page, at);
            } else if byte == b'&' {
                at = after(page, at, |byte| byte.is_ascii_alphanumeric() || byte == b'#');
            } else if byte.is_ascii_alphanumeric() {
                let start = at;
                at = after(page, at, |byte| byte.is_ascii_alphanumeric());
                return Some(start..at);
            } else {
                at += 1;
            }
        }
    })
}

/// Where what follows `start` and `belongs` to it ends.
fn after(page: &[u8], start: usize, belongs: impl Fn(u8) -> bool) -> usize {
    let rest = page.get(start + 1..).unwrap_or_default();
    start + 1 + rest.iter().take_while(|&&byte| belongs(byte)).count()
}

/// Where the tag that starts at `start` ends; a script or style with all that it holds.
fn after_tag(page: &[u8], start: usize) -> usize {
    let rest = &page[start..];
    for (open, close) in [("<script", "</script"), ("<style", "</style"), ("<!--", "-->")] {
        let is_open =
            rest.get(..open.len()).is_some_and(|it| it.eq_ignore_ascii_case(open.as_bytes()));
        if is_open {
            let end =
                rest.windows(close.len()).position(|it| it.eq_ignore_ascii_case(close.as_bytes()));
            return end.map_or(page.len(), |end| start + end + close.len());
        }
    }
    rest.iter().position(|&byte| byte == b'>').map_or(page.len(), |end| start + end + 1)
}
