//! Names reduced to what two spellings of one name share.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The letters and digits of `name`, folded: no case, no diacritics, no apostrophes, hyphens,
/// full stops or blanks.
///
/// A name without a letter or digit is its own key, so that no two such names fall together.
pub(crate) fn name_key(name: &str) -> String {
    if name.is_ascii() {
        // Most names are; the long way gives the same.
        let letters = name.bytes().filter(u8::is_ascii_alphanumeric);
        let key: String = letters.map(|letter| char::from(letter.to_ascii_lowercase())).collect();
        return if key.is_empty() { name.to_owned() } else { key };
    }
    let is_kept = |letter: &char| letter.is_alphanumeric() || is_combining_mark(*letter);
    let key: String = folded(name).filter(is_kept).nfc().collect();
    if key.is_empty() { name.to_owned() } else { key }
}

/// The keys of the words of `name`, as blanks part them.
pub(crate) fn word_keys(name: &str) -> Vec<String> {
    name.split_whitespace().map(name_key).collect()
}

/// How full a name is: its words, those that a hyphen joins counted apart.
pub(crate) fn fullness(name: &str) -> usize {
    name.split(|letter: char| letter.is_whitespace() || is_hyphen(letter))
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .count()
}

/// Whether a writing stands for a name rather than another writing of it: the fuller one, else that
/// whose letters come first.
pub(crate) fn is_fuller(name: &str, other: &str) -> bool {
    let (one, two) = (fullness(name), fullness(other));
    one > two || (one == two && name < other)
}

fn folded(name: &str) -> impl Iterator<Item = char> {
    name.nfkd()
        .filter(|&letter| !is_diacritic(letter) && !is_ornament(letter))
        .flat_map(char::to_lowercase)
        .flat_map(|letter| plain(letter).chars().chain(plain(letter).is_empty().then_some(letter)))
}

/// The marks that Latin, Greek, Cyrillic, Hebrew and Arabic spelling may leave out. The vowel signs
/// of Indian scripts and the voicing marks of Japanese are no such marks: names differ by them.
fn is_diacritic(letter: char) -> bool {
    matches!(
        letter,
        '\u{300}'..='\u{36F}'
            | '\u{591}'..='\u{5C7}'
            | '\u{610}'..='\u{61A}'
            | '\u{64B}'..='\u{65F}'
            | '\u{670}'
            | '\u{6D6}'..='\u{6ED}'
            | '\u{1DC0}'..='\u{1DFF}'
            | '\u{FE20}'..='\u{FE2F}'
    )
}

/// The spacing modifier letters, among them the raised commas that romanisations write, and the
/// Arabic letter that only stretches a word.
fn is_ornament(letter: char) -> bool {
    ('\u{2B0}'..='\u{2FF}').contains(&letter) || letter == '\u{640}'
}

fn is_hyphen(letter: char) -> bool {
    letter == '-' || ('\u{2010}'..='\u{2015}').contains(&letter)
}

/// The plain spelling of letters whose stroke or ligature Unicode does not take apart; empty for
/// all others.
fn plain(letter: char) -> &'static str {
    match letter {
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'ħ' => "h",
        'ı' => "i",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_share_a_key() {
        for (one, other) in [
            ("Asa’ib Ahl al-Haq", "Asaib Ahl Al Haq"),
            ("Muqtada al-Sadr", "Muqtadā al Ṣadr"),
            ("Ka'ib", "Kaʿib"),
            ("Kataʾib", "Kata‘ib"),
            ("STRASSE", "Straße"),
            ("Łódź", "lodz"),
            ("قـيس", "قيس"),
            ("U.S.", "US"),
        ] {
            assert_eq!(name_key(one), name_key(other), "{one} and {other}");
        }
    }

    #[test]
    fn marks_that_tell_names_apart_are_kept() {
        for (one, other) in [("Qais", "Qasim"), ("राम", "रीमा"), ("がとう", "かとう")]
        {
            assert_ne!(name_key(one), name_key(other), "{one} and {other}");
        }
    }

    #[test]
    fn a_name_without_letters_keeps_itself() {
        assert_eq!(name_key("???"), "???");
    }

    #[test]
    fn fullness_does_not_ask_how_words_are_joined() {
        assert_eq!(fullness("Asa'ib Ahl al-Haq"), fullness("Asaib Ahl al Haq"));
        assert_eq!(fullness("– –"), 0);
    }
}
