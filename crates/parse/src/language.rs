//! The language of a text that does not declare one.

/// A text has to be this long, in bytes, before its language is guessed from it.
const TELLING_TEXT: usize = 200;

/// How much of a text its language is guessed from, in characters.
const LANGUAGE_WITHIN: usize = 4_000;

/// The language of a text, as a BCP 47 tag, where it is plain.
pub(crate) fn guess_language(text: &str) -> Option<String> {
    if text.len() < TELLING_TEXT {
        return None;
    }
    let head: String = text.chars().take(LANGUAGE_WITHIN).collect();
    let guess = whatlang::detect(&head).filter(whatlang::Info::is_reliable)?;
    Some(two_letters(guess.lang().code()).to_owned())
}

/// ISO 639-1 code for the 639-3 code of a language that has one.
fn two_letters(code: &str) -> &str {
    match code {
        "ara" => "ar",
        "ben" => "bn",
        "bul" => "bg",
        "ces" => "cs",
        "cmn" => "zh",
        "dan" => "da",
        "deu" => "de",
        "ell" => "el",
        "eng" => "en",
        "fin" => "fi",
        "fra" => "fr",
        "heb" => "he",
        "hin" => "hi",
        "hrv" => "hr",
        "hun" => "hu",
        "ind" => "id",
        "ita" => "it",
        "jpn" => "ja",
        "kor" => "ko",
        "nld" => "nl",
        "nob" => "nb",
        "pes" => "fa",
        "pol" => "pl",
        "por" => "pt",
        "ron" => "ro",
        "rus" => "ru",
        "slk" => "sk",
        "slv" => "sl",
        "spa" => "es",
        "srp" => "sr",
        "swe" => "sv",
        "tur" => "tr",
        "ukr" => "uk",
        "urd" => "ur",
        "vie" => "vi",
        code => code,
    }
}
