//! Languages by three letters (ISO 639-3), as FollowTheMoney knows them.

/// Two letters (ISO 639-1) and three, sorted.
const LANGUAGES: &str = "af afr am amh ar ara az aze be bel bg bul bn ben bs bos ca cat cs ces da \
     dan de deu el ell en eng es spa et est fa fas fi fin fr fra ga gle he heb hi hin hr hrv hu hun \
     hy hye id ind is isl it ita ja jpn ka kat kk kaz km khm kn kan ko kor ky kir lb ltz lo lao lt \
     lit lv lav mk mkd mn mon ms msa mt mlt my mya nb nor ne nep nl nld nn nor no nor pl pol ps pus \
     pt por ro ron ru rus si sin sk slk sl slv sq sqi sr srp sv swe sw swa ta tam te tel tg tgk th \
     tha tk tuk tl tgl tr tur uk ukr ur urd uz uzb vi vie zh zho";

/// The three letters of a BCP 47 tag; none for a language that FollowTheMoney does not know.
pub(super) fn three_letters(tag: &str) -> Option<&'static str> {
    let language = tag.split(['-', '_']).next().unwrap_or(tag).to_ascii_lowercase();
    let mut words = LANGUAGES.split_whitespace();
    while let (Some(two), Some(three)) = (words.next(), words.next()) {
        if language == two || language == three {
            return Some(three);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_by_their_language() {
        assert_eq!(three_letters("en-GB"), Some("eng"));
        assert_eq!(three_letters("deu"), Some("deu"));
        assert_eq!(three_letters("zh_Hant"), Some("zho"));
        assert_eq!(three_letters("tlh"), None);
    }
}
