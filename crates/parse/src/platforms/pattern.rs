//! Patterns such as `{host}/t/{slug}/{topic}`: what stands where in a text, and back.

use std::collections::BTreeMap;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What was found, by name.
pub(super) type Values = BTreeMap<String, String>;

/// The greatest length of something found, in bytes.
const LONGEST: usize = 2_000;

/// What is kept as it is within an address.
const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Plain words and names in braces. With a `*` before and behind it is looked for anywhere in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pattern {
    parts: Vec<Part>,
    anywhere: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Words(String),
    Name(String),
}

impl Pattern {
    /// Reads a pattern; none where a brace stands alone or two names stand side by side.
    pub(super) fn parse(written: &str) -> Option<Pattern> {
        let inside = written.strip_prefix('*').and_then(|rest| rest.strip_suffix('*'));
        let mut rest = inside.unwrap_or(written);
        let mut parts: Vec<Part> = Vec::new();
        while let Some((words, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}')?;
            let follows_name = matches!(parts.last(), Some(Part::Name(_)));
            if words.is_empty() && follows_name {
                return None;
            }
            if !words.is_empty() {
                parts.push(Part::Words(words.to_owned()));
            }
            parts.push(Part::Name(name.to_owned()));
            rest = after;
        }
        if !rest.is_empty() {
            parts.push(Part::Words(rest.to_owned()));
        }
        let has_brace = |part: &Part| matches!(part, Part::Words(words) if words.contains('}'));
        // Anywhere means: from where its first words stand.
        let starts_with_words = matches!(parts.first(), Some(Part::Words(_)));
        let is_sound = !parts.iter().any(has_brace) && (inside.is_none() || starts_with_words);
        is_sound.then_some(Pattern { parts, anywhere: inside.is_some() })
    }

    /// The names in it.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Name(name) => Some(name.as_str()),
            Part::Words(_) => None,
        })
    }

    /// What `text` has in the places of the names.
    pub(super) fn find(&self, text: &str) -> Option<Values> {
        if !self.anywhere {
            return self.find_at(text);
        }
        let Some(Part::Words(first)) = self.parts.first() else { return None };
        text.match_indices(first.as_str()).find_map(|(at, _)| self.find_at(text.get(at..)?))
    }

    fn find_at(&self, text: &str) -> Option<Values> {
        let mut values = Values::new();
        let mut rest = text;
        let mut parts = self.parts.iter().enumerate().peekable();
        while let Some((index, part)) = parts.next() {
            match part {
                Part::Words(words) => rest = rest.strip_prefix(words.as_str())?,
                Part::Name(name) => {
                    // What opens a pattern may be an address; what stands within it is one word.
                    let is_word = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
                    let longest = match index {
                        0 => rest.len(),
                        _ => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
                    };
                    let end = match parts.peek() {
                        Some((_, Part::Words(next))) => rest.find(next.as_str())?,
                        _ => longest,
                    };
                    if end == 0 || end > longest || end > LONGEST {
                        return None;
                    }
                    values.insert(name.clone(), rest.get(..end)?.to_owned());
                    rest = rest.get(end..)?;
                }
            }
        }
        (self.anywhere || rest.is_empty()).then_some(values)
    }

    /// The address that comes of `values`: what opens it stands as it is, the rest as one word each.
    pub(super) fn fill(&self, values: &Values) -> Option<String> {
        let mut filled = String::new();
        for part in &self.parts {
            match part {
                Part::Words(words) => filled.push_str(words),
                Part::Name(name) if filled.is_empty() => filled.push_str(values.get(name)?),
                Part::Name(name) => {
                    filled.extend(utf8_percent_encode(values.get(name)?, KEPT));
                }
            }
        }
        Some(filled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(pattern: &str, text: &str) -> Option<Vec<String>> {
        let found = Pattern::parse(pattern).unwrap().find(text)?;
        Some(found.into_iter().map(|(name, value)| format!("{name}={value}")).collect())
    }

    #[test]
    fn names_stand_for_words() {
        let some = |values: &[&str]| Some(values.iter().map(|it| (*it).to_owned()).collect());
        assert_eq!(found("postid-{post}", "postid-12"), some(&["post=12"]));
        assert_eq!(found("postid-{post}", "postid-12/x"), None);
        assert_eq!(
            found("{host}/t/{slug}/{topic}", "a.example/forum/t/the-ferry/77"),
            some(&["host=a.example/forum", "slug=the-ferry", "topic=77"])
        );
        assert_eq!(
            found("*//{forum}.disqus.com/embed.js*", "s.src='//kelm.disqus.com/embed.js';"),
            some(&["forum=kelm"])
        );
        assert_eq!(found("*//{forum}.disqus.com/embed.js*", "//a b.disqus.com/embed.js"), None);
        assert_eq!(found("{api}", ""), None);
    }

    #[test]
    fn what_fills_a_pattern_stays_one_word() {
        let values = |pairs: &[(&str, &str)]| {
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
        };
        let pattern = Pattern::parse("{api}posts?url={url}&page={page}").unwrap();
        let filled = pattern.fill(&values(&[
            ("api", "https://a.example/wp-json/"),
            ("url", "https://a.example/?a=b&c"),
            ("page", "2"),
        ]));
        let address =
            "https://a.example/wp-json/posts?url=https%3A%2F%2Fa.example%2F%3Fa%3Db%26c&page=2";
        assert_eq!(filled.as_deref(), Some(address));
        assert_eq!(pattern.fill(&Values::new()), None);
        for wrong in ["{a}{b}", "{a", "a}", "*{a}b*"] {
            assert!(Pattern::parse(wrong).is_none(), "{wrong}");
        }
    }
}
