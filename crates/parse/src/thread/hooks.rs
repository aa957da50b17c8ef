//! What a page must have for a selector to match in it: most pages are of no engine that is known,
//! and are told so by their classes and ids without matching a selector.

use std::collections::BTreeSet;

use crate::page::Page;

/// For each alternative of a selector the classes and ids that it names.
#[derive(Debug)]
pub(super) struct Hooks {
    alternatives: Vec<BTreeSet<String>>,
}

impl Hooks {
    /// The hooks of a selector, as it is written; what stands in a function such as `:not()` names
    /// none.
    pub(super) fn of(selector: &str) -> Hooks {
        let mut depth = 0_u32;
        let outside: String = selector
            .chars()
            .filter(|character| {
                match character {
                    '(' => depth += 1,
                    ')' => depth = depth.saturating_sub(1),
                    _ => return depth == 0,
                }
                false
            })
            .collect();
        Hooks { alternatives: outside.split(',').map(names).collect() }
    }

    /// All names.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.alternatives.iter().flatten().map(String::as_str)
    }

    /// Whether the selector may match in a page that has these classes and ids.
    pub(super) fn may_match(&self, present: &BTreeSet<&str>) -> bool {
        self.alternatives.iter().any(|names| names.iter().all(|it| present.contains(it.as_str())))
    }
}

/// The classes and ids of one alternative; what stands in brackets names none.
fn names(alternative: &str) -> BTreeSet<String> {
    let outside = alternative.split('[').map(|part| part.rsplit(']').next().unwrap_or(part));
    outside
        .flat_map(|part| {
            part.match_indices(['.', '#']).map(|(at, _)| {
                let name = &part[at + 1..];
                let end = name.find(|it: char| !(it.is_alphanumeric() || "-_".contains(it)));
                name[..end.unwrap_or(name.len())].to_owned()
            })
        })
        .collect()
}

/// The classes and ids that any selector names.
#[derive(Debug, Default)]
pub(super) struct AllNames {
    names: BTreeSet<String>,
    /// The [`look`]s of all of them: most words of a page have none of these.
    looks: [u64; 16],
}

impl AllNames {
    pub(super) fn of<'h>(hooks: impl Iterator<Item = &'h Hooks>) -> AllNames {
        let mut all = AllNames::default();
        for name in hooks.flat_map(Hooks::names) {
            let (word, bit) = look(name);
            all.looks[word] |= bit;
            all.names.insert(name.to_owned());
        }
        all
    }

    /// Those that are a class or an id of some element of a page.
    pub(super) fn present<'t>(&self, page: &Page<'t>) -> BTreeSet<&'t str> {
        let may_be = |name: &&str| {
            let (word, bit) = look(name);
            self.looks[word] & bit != 0
        };
        let words = page.all_names().iter().flat_map(|value| value.split_ascii_whitespace());
        words.filter(may_be).filter(|word| self.names.contains(*word)).collect()
    }
}

/// The length of a word, its first and its last letter, as one of 1024 bits.
fn look(word: &str) -> (usize, u64) {
    let letters = word.as_bytes();
    let first = letters.first().copied().unwrap_or_default();
    let last = letters.last().copied().unwrap_or_default();
    let number = letters.len() + 7 * usize::from(first) + 131 * usize::from(last);
    ((number / 64) % 16, 1 << (number % 64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alternative_needs_all_that_it_names() {
        let hooks = Hooks::of("ol#list > li[id^=comment-], div.post.new[title='a.b']");
        assert_eq!(hooks.names().collect::<Vec<_>>(), ["list", "new", "post"]);
        assert!(hooks.may_match(&BTreeSet::from(["list"])));
        assert!(hooks.may_match(&BTreeSet::from(["new", "post"])));
        assert!(!hooks.may_match(&BTreeSet::from(["post"])));
        for open in ["article", "li:not(.post)", "tr:has(.post, .list)"] {
            assert!(Hooks::of(open).may_match(&BTreeSet::new()), "{open}");
        }
        assert_eq!(Hooks::of("td.default:has(> .post)").names().collect::<Vec<_>>(), ["default"]);
    }
}
