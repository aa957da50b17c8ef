//! Identifiers that follow from what they stand for, so that two exports of one collection agree.

use uuid::Uuid;

/// The namespace of all identifiers that annalist makes (RFC 9562, version 5).
const NAMESPACE: Uuid = Uuid::from_u128(0x7d3f_1c52_90ab_5e0e_8a4c_2f61_b7d5_9e13);

/// Longest identity of a document that is used as it is.
const LONGEST: usize = 64;

/// The identifier of what these words name together.
pub(crate) fn uuid(words: &[&str]) -> Uuid {
    // Lengths keep ("a", "bc") and ("ab", "c") apart.
    let key: String = words.iter().map(|word| format!("{}:{word}", word.len())).collect();
    Uuid::new_v5(&NAMESPACE, key.as_bytes())
}

/// The same as 16 hex digits, for formats that ask for no UUID.
pub(crate) fn short(words: &[&str]) -> String {
    let mut hex = uuid(words).simple().to_string();
    hex.truncate(16);
    hex
}

/// An identity that may come from outside, fit to stand in any identifier: as it is where it is
/// plain, else one that follows from it.
pub(crate) fn plain(identity: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    if !identity.is_empty() && identity.len() <= LONGEST && identity.bytes().all(is_plain) {
        return identity.to_owned();
    }
    short(&["identity", identity])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_follows_from_its_words() {
        assert_eq!(uuid(&["a", "bc"]), uuid(&["a", "bc"]));
        assert_ne!(uuid(&["a", "bc"]), uuid(&["ab", "c"]));
        assert_eq!(uuid(&["a"]).get_version_num(), 5);
        assert_eq!(short(&["a"]).len(), 16);
    }

    #[test]
    fn a_hostile_identity_is_not_repeated() {
        assert_eq!(plain("8b18bf7be45936cb"), "8b18bf7be45936cb");
        assert_eq!(plain("../<script>").len(), 16);
        assert_eq!(plain("").len(), 16);
    }
}
