//! What a page or an element must have for a selector to match: most pages are of no engine that is
//! known, and are told so by their classes and ids without matching a selector.

use std::collections::BTreeSet;

use html5ever::LocalName;
use scraper::Selector;
use scraper::error::SelectorErrorKind;
use scraper::node::Element;

use crate::page::{Page, names_of};

/// A selector, and what it asks for by name.
#[derive(Debug)]
pub(super) struct Pattern {
    selector: Selector,
    in_page: Hooks,
    in_element: Hooks,
    /// The names of the elements that it may match; none where it may match any.
    tags: Vec<LocalName>,
}

impl Pattern {
    pub(super) fn parse(selector: &str) -> Result<Pattern, SelectorErrorKind> {
        let outside = outside_brackets(selector);
        let last = |alternative: &str| -> String {
            alternative.trim().rsplit([' ', '>', '+', '~']).next().unwrap_or_default().to_owned()
        };
        let lasts: Vec<String> = outside.split(',').map(last).collect();
        let tag = |last: &String| {
            let end = last.find(|it: char| !it.is_ascii_alphanumeric()).unwrap_or(last.len());
            (end > 0).then(|| LocalName::from(&last[..end]))
        };
        let tags: Option<Vec<LocalName>> = lasts.iter().map(tag).collect();
        Ok(Pattern {
            selector: Selector::parse(selector)?,
            in_page: Hooks { alternatives: outside.split(',').map(names).collect() },
            in_element: Hooks { alternatives: lasts.iter().map(|it| names(it)).collect() },
            tags: tags.unwrap_or_default(),
        })
    }

    /// Whether it may match in a page that has these classes and ids.
    pub(super) fn may_match(&self, present: &BTreeSet<&str>) -> bool {
        self.in_page.are_all(|name| present.contains(name))
    }

    /// Whether it matches an element.
    pub(super) fn matches(&self, page: &Page<'_>, node: usize) -> bool {
        let has = |element: &Element, name: &str| {
            names_of(element).any(|value| value.split_ascii_whitespace().any(|it| it == name))
        };
        let may_be = |element: &Element| {
            (self.tags.is_empty() || self.tags.contains(&element.name.local))
                && self.in_element.are_all(|name| has(element, name))
        };
        page.element(node).is_some_and(may_be)
            && page.element_ref(node).is_some_and(|element| self.selector.matches(&element))
    }
}

/// For each alternative of a selector the classes and ids that it names.
#[derive(Debug)]
struct Hooks {
    alternatives: Vec<BTreeSet<String>>,
}

impl Hooks {
    /// Whether all names of an alternative are such.
    fn are_all(&self, is_such: impl Fn(&str) -> bool) -> bool {
        self.alternatives.iter().any(|names| names.iter().all(|it| is_such(it)))
    }
}

/// A selector with a star for what stands in a function such as `:not()`, or in brackets: it names
/// nothing that an element must have.
fn outside_brackets(selector: &str) -> String {
    let mut depth = 0_u32;
    let mut outside = String::new();
    for character in selector.chars() {
        match character {
            '(' | '[' => {
                outside.extend((depth == 0).then_some('*'));
                depth += 1;
            }
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => outside.extend((depth == 0).then_some(character)),
        }
    }
    outside
}

/// The classes and ids of a part of a selector.
fn names(part: &str) -> BTreeSet<String> {
    part.match_indices(['.', '#'])
        .map(|(at, _)| {
            let name = &part[at + 1..];
            let end = name.find(|it: char| !(it.is_alphanumeric() || "-_".contains(it)));
            name[..end.unwrap_or(name.len())].to_owned()
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
    pub(super) fn of<'h>(patterns: impl Iterator<Item = &'h Pattern>) -> AllNames {
        let mut all = AllNames::default();
        for name in patterns.flat_map(|it| it.in_page.alternatives.iter().flatten()) {
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
        let pattern = |selector| Pattern::parse(selector).unwrap();
        let one = pattern("ol#list > li[id^=comment-], div.post.new[title='a.b']");
        assert!(one.may_match(&BTreeSet::from(["list"])));
        assert!(one.may_match(&BTreeSet::from(["new", "post"])));
        assert!(!one.may_match(&BTreeSet::from(["post"])));
        for open in ["article", "li:not(.post)", "tr:has(.post, .list)"] {
            assert!(pattern(open).may_match(&BTreeSet::new()), "{open}");
        }
        let nested = pattern("td.default:has(> .post)");
        assert!(nested.may_match(&BTreeSet::from(["default"])));
    }

    #[test]
    fn an_element_needs_what_the_last_part_names() {
        let last = |selector: &str| {
            let alternatives = Pattern::parse(selector).unwrap().in_element.alternatives;
            alternatives.into_iter().flatten().collect::<Vec<_>>()
        };
        assert_eq!(last("#list > li.item:not(.old) p.words"), ["words"]);
        assert_eq!(last(".a+.b.c, .d~#e"), ["b", "c", "e"]);
        assert!(last(".thread [itemprop='a > .b']").is_empty());
        let tags = |selector: &str| Pattern::parse(selector).unwrap().tags;
        assert_eq!(tags("#list li.item, tr:has(td)"), ["li", "tr"].map(LocalName::from));
        assert!(tags("#list li.item, .item").is_empty());
    }
}
