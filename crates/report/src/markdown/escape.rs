//! Words of a page, made harmless and visible in Markdown.

use annalist_model::turns_or_hides;

/// `text` on one line, as Markdown that shows just these characters.
///
/// Fit for a paragraph, a table cell, a heading, a list item and the text of a link. White space is
/// folded; characters that would hide or turn text are shown by their number.
pub(super) fn inline(text: &str) -> String {
    inline_with(text, &[])
}

/// A piece of Markdown, and the byte of a text that it stands before.
pub(super) type Mark = (usize, String);

/// Like [`inline`], with pieces of Markdown put in, which come in their order. Those that open
/// something stand before a word or letter, those that close something behind one.
pub(super) fn inline_with(text: &str, marks: &[Mark]) -> String {
    let mut escaped = String::with_capacity(text.len() + text.len() / 8);
    let mut marks = marks.iter().peekable();
    let mut at = 0;
    for (index, word) in text.split_whitespace().enumerate() {
        if index > 0 {
            escaped.push(' ');
        }
        at += text[at..].find(|letter: char| !letter.is_whitespace()).unwrap_or(0);
        while let Some((_, mark)) = marks.next_if(|mark| mark.0 <= at) {
            escaped.push_str(mark);
        }
        let is_set_inside = marks.peek().is_some_and(|mark| mark.0 < at + word.len());
        let marker = if index == 0 || is_rule(word) { marker_at(word) } else { None };
        if marker.is_none() && !is_set_inside && is_plain(word) {
            escaped.push_str(word);
        } else {
            for (offset, letter) in word.char_indices() {
                while let Some((_, mark)) = marks.next_if(|mark| mark.0 <= at + offset) {
                    escaped.push_str(mark);
                }
                push_letter(word, offset, letter, marker == Some(offset), &mut escaped);
            }
        }
        at += word.len();
        while let Some((_, mark)) = marks.next_if(|mark| mark.0 <= at) {
            escaped.push_str(mark);
        }
    }
    escaped
}

/// Whether a word has nothing that could need an escape, as most have not: so it is copied whole.
fn is_plain(word: &str) -> bool {
    let is_harmless = |byte: u8| byte.is_ascii_alphanumeric() || b",;'\"()?!-/%".contains(&byte);
    let (last, rest) = word.as_bytes().split_last().map_or((b' ', &[][..]), |(l, r)| (*l, r));
    // A full stop ends many a word; that of `www.` would begin an address.
    (is_harmless(last) || last == b'.' && !rest.ends_with(b"w") && !rest.ends_with(b"W"))
        && rest.iter().copied().all(is_harmless)
}

/// `text` on lines of its own, between fences that none of its lines can close.
pub(super) fn fenced(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' => code.push('\n'),
            '\r' => {}
            '\t' => code.push_str("    "),
            _ => push_visible(letter, &mut code),
        }
    }
    let longest = code.split(|letter| letter != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(3.max(longest + 1));
    format!("{fence}\n{code}\n{fence}")
}

/// Like [`inline`], cut after `most` code points, at the end of a word where there is one.
pub(super) fn bounded(text: &str, most: usize) -> String {
    inline(&shortened(text, most))
}

/// `text` on one line and cut after `most` code points, at the end of a word where there is one.
pub(super) fn shortened(text: &str, most: usize) -> String {
    let mut line = String::new();
    let mut length = 0;
    for word in text.split_whitespace() {
        let blank = usize::from(!line.is_empty());
        let room = most.saturating_sub(length + blank);
        let letters = word.chars().take(room + 1).count();
        if letters > room {
            if line.is_empty() {
                line.extend(word.chars().take(room));
            }
            line.push('…');
            return line;
        }
        if blank > 0 {
            line.push(' ');
        }
        line.push_str(word);
        length += blank + letters;
    }
    line
}

fn push_letter(word: &str, at: usize, letter: char, is_marker: bool, escaped: &mut String) {
    if is_markup(letter) || is_marker || begins_address(word, at) {
        escaped.push('\\');
    }
    push_visible(letter, escaped);
}

/// Adds a letter, or its number where it shows nothing itself.
fn push_visible(letter: char, escaped: &mut String) {
    if is_hidden(letter) {
        escaped.push_str(&format!("⟨U+{:04X}⟩", u32::from(letter)));
    } else {
        escaped.push(letter);
    }
}

/// What Markdown reads as markup wherever it stands.
fn is_markup(letter: char) -> bool {
    matches!(letter, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '$' | '^')
}

/// Whether a word would end a heading that it stands last in.
fn is_rule(word: &str) -> bool {
    word.bytes().all(|byte| byte == b'#')
}

/// Where a word at the start of a line has the sign that makes it a heading, an item or a rule.
fn marker_at(word: &str) -> Option<usize> {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let sign = word[digits..].chars().next()?;
    let is_number = digits > 0 && matches!(&word[digits..], "." | ")");
    let is_sign = digits == 0 && matches!(sign, '#' | '+' | '-' | '=' | ':');
    (is_number || is_sign).then_some(digits)
}

/// Whether the sign at `at` would turn bare text into a link: that of `http://` or of `www.`.
fn begins_address(word: &str, at: usize) -> bool {
    let (before, rest) = word.split_at(at);
    let is_www = || {
        before
            .get(before.len().saturating_sub(3)..)
            .is_some_and(|it| it.eq_ignore_ascii_case("www"))
    };
    rest.starts_with("://") || (rest.starts_with('.') && is_www())
}

/// Whether a character shows nothing itself, and changes how others are shown or compared.
fn is_hidden(letter: char) -> bool {
    letter.is_control() || turns_or_hides(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(inline(text), expected);
    }

    #[test]
    fn what_markdown_would_read_is_escaped() {
        check("a|b `c` *d* _e_", r"a\|b \`c\` \*d\* \_e\_");
        check("<script>alert(1)</script>", r"\<script\>alert(1)\</script\>");
        check("![x](javascript:1)", r"!\[x\](javascript:1)");
        check("&lt; ~~x~~ $y$ x^2", r"\&lt; \~\~x\~\~ \$y\$ x\^2");
        check("[^1]: a note", r"\[\^1\]: a note");
        check(r"a\", r"a\\");
    }

    #[test]
    fn only_what_begins_a_line_is_escaped_there() {
        check("# one #1 C# #", r"\# one #1 C# \#");
        check("12. one 13) two", r"12\. one 13) two");
        check("0.4 mm", "0.4 mm");
        check("- one - two", r"\- one - two");
        check("=== ---", r"\=== ---");
    }

    #[test]
    fn bare_addresses_are_no_links() {
        check("see http://a.example", r"see http\://a.example");
        check("WWW.a.example. x.y", r"WWW\.a.example. x.y");
        check("of the www. And", r"of the www\. And");
    }

    #[test]
    fn everything_stays_on_one_line_and_is_visible() {
        check("one\r\n\n two\u{2028}three", "one two three");
        check("a\u{202E}b\u{0}c\u{FEFF}", "a⟨U+202E⟩b⟨U+0000⟩c⟨U+FEFF⟩");
        check("قيس 😀 می‌خواهم", "قيس 😀 می‌خواهم");
    }

    #[test]
    fn marks_stand_beside_the_words_they_set() {
        let marks = [(0, "[".to_owned()), (3, "](t)".to_owned()), (5, "**".to_owned())];
        let marks: Vec<Mark> = marks.into_iter().chain([(8, "**".to_owned())]).collect();
        assert_eq!(inline_with("a*b  # c\n d", &marks), r"[a\*b](t) **\# c** d");
    }

    #[test]
    fn no_line_of_code_closes_its_fences() {
        assert_eq!(fenced("a\n```\nb\tc\u{202E}"), "````\na\n```\nb    c⟨U+202E⟩\n````");
    }

    #[test]
    fn long_text_is_cut_at_a_word() {
        assert_eq!(shortened("one two three", 9), "one two…");
        assert_eq!(shortened("one two", 7), "one two");
        assert_eq!(shortened("onetwothree", 4), "onet…");
        assert_eq!(bounded("a*b c", 3), r"a\*b…");
    }
}
