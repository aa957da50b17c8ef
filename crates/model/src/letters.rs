//! Letters that are not what they seem.

/// Whether a character, which is no control character, shows nothing itself and changes how others
/// are shown or compared: marks of direction, blanks of no width, tags.
pub fn turns_or_hides(letter: char) -> bool {
    matches!(
        letter,
        '\u{61C}'
            | '\u{200B}'
            | '\u{200E}'
            | '\u{200F}'
            | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{2069}'
            | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E007F}'
    )
}
