//! What can be the name of an author by its form alone.

/// A name is no longer than this, in bytes.
const LONGEST: usize = 70;

/// Nor has it more words than this.
const MOST_WORDS: usize = 6;

/// The name of an author: a person, a group, a handle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name(pub(super) String);

impl Name {
    /// The name that `words` are, the signs around it left out.
    pub(super) fn read(words: &[&str]) -> Option<Name> {
        let name = words.join(" ");
        let name = name.trim_matches([
            ':', '-', '*', '.', ' ', '"', '“', '”', '>', '<', '»', '→', '[', ']', ')', '/',
        ]);
        // The full stop of an initial or a degree belongs to the name.
        let rest = words.last()?;
        let name = match rest.strip_suffix('.') {
            Some(stem) if stem.contains('.') || stem.chars().count() == 1 => {
                format!("{name}.")
            }
            _ => name.to_owned(),
        };
        let first = name.chars().next()?;
        let is_name = name.chars().any(char::is_alphabetic)
            && name.len() <= LONGEST
            && words.len() <= MOST_WORDS
            && (!first.is_lowercase() || words.len() <= 2)
            && !is_address(&name);
        is_name.then_some(Name(name))
    }
}

/// Whether a text is an address, of mail or of the web.
fn is_address(text: &str) -> bool {
    let lower = text.to_lowercase();
    lower.contains("[at]")
        || lower.contains("://")
        || lower.starts_with("www.")
        || lower.split(' ').any(|word| {
            word.split_once('@')
                .is_some_and(|(before, after)| !before.is_empty() && after.contains('.'))
                || word.split_once('/').is_some_and(|(host, _)| is_domain(host))
        })
}

/// Whether a word is a name of the web such as "gazette.example".
pub(super) fn is_domain(word: &str) -> bool {
    let Some((host, ending)) = word.rsplit_once('.') else { return false };
    host.len() > 2
        && (2..=12).contains(&ending.len())
        && ending.bytes().all(|byte| byte.is_ascii_lowercase())
        && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        Name::read(&text.split(' ').collect::<Vec<_>>()).map(|name| name.0)
    }

    #[test]
    fn addresses_and_sentences_are_no_names() {
        assert_eq!(read("Ada Lorne:").as_deref(), Some("Ada Lorne"));
        assert_eq!(read("R. R.").as_deref(), Some("R. R."));
        assert_eq!(read("harbour_cat99").as_deref(), Some("harbour_cat99"));
        assert_eq!(read("der Michel").as_deref(), Some("der Michel"));
        assert_eq!(read("ada@gazette.example"), None);
        assert_eq!(read("www.gazette.example"), None);
        assert_eq!(read("what the harbour says of it"), None);
        assert_eq!(read("12"), None);
        assert!(is_domain("gazette.example"));
        assert!(!is_domain("A.B"));
    }
}
