//! Words of a page, made fit for programs that people look at.

use std::borrow::Cow;

use annalist_model::turns_or_hides;

/// `text` with characters that would turn or hide others shown by their number (⟨U+202E⟩). Line
/// ends and tabs stay.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_hidden) {
        return Cow::Borrowed(text);
    }
    let shown = text.chars().fold(String::with_capacity(text.len() + 16), |mut shown, letter| {
        if is_hidden(letter) {
            shown.push_str(&format!("⟨U+{:04X}⟩", u32::from(letter)));
        } else {
            shown.push(letter);
        }
        shown
    });
    Cow::Owned(shown)
}

/// Whether a character shows nothing itself and changes how others are shown, or has no place in a
/// text file (of control characters all but tab and line ends).
pub(crate) fn is_hidden(letter: char) -> bool {
    match letter {
        '\t' | '\n' | '\r' => false,
        '\u{FFFE}' | '\u{FFFF}' => true,
        _ => letter.is_control() || turns_or_hides(letter),
    }
}

/// `text` on one line: white space is folded.
pub(crate) fn line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

/// `text` on one line, cut after `most` code points, at the end of a word where there is one.
pub(crate) fn shortened(text: &str, most: usize) -> String {
    let text = line(text);
    let Some((end, _)) = text.char_indices().nth(most) else { return text };
    let head = text.get(..end).unwrap_or_default();
    let head = head.rsplit_once(' ').map_or(head, |(words, _)| words);
    format!("{head}…")
}

/// `text` as HTML that shows just these characters.
pub(crate) fn html(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + text.len() / 8);
    for letter in visible(text).chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(letter),
        }
    }
    escaped
}

/// `address` where it leads to the web and holds nothing but what an address may.
pub(crate) fn web_address(address: &str) -> Option<&str> {
    let (scheme, rest) = address.split_once("://")?;
    let is_web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    let is_sound = |letter: char| {
        !letter.is_whitespace()
            && !is_hidden(letter)
            && !matches!(letter, '<' | '>' | '"' | '{' | '}' | '|' | '\\' | '^' | '`')
    };
    let has_host = rest.starts_with(|letter: char| letter.is_alphanumeric() || letter == '[');
    (is_web && has_host && rest.chars().all(is_sound)).then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_turns_or_hides_text_is_shown() {
        assert_eq!(visible("a\u{202E}b\u{0}c\n"), "a⟨U+202E⟩b⟨U+0000⟩c\n");
        assert_eq!(visible("قيس می‌خواهم"), "قيس می‌خواهم");
    }

    #[test]
    fn html_shows_what_it_was_given() {
        assert_eq!(html("<b a='x'>&\""), "&lt;b a=&#39;x&#39;&gt;&amp;&quot;");
    }

    #[test]
    fn long_text_is_cut_at_a_word() {
        assert_eq!(shortened("one  two three", 9), "one two…");
        assert_eq!(shortened("one two", 7), "one two");
    }

    #[test]
    fn only_addresses_of_the_web_are_links() {
        assert_eq!(web_address("https://a.example/x?y#z"), Some("https://a.example/x?y#z"));
        for bad in
            ["javascript:alert(1)", "https://", "https:///x", "http://a b", "ftp://a.example"]
        {
            assert_eq!(web_address(bad), None, "{bad}");
        }
    }
}
