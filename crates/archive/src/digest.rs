//! The digest that an archive gives of a payload.

use sha1::{Digest, Sha1};
use sha2::Sha256;

/// Whether one of `payloads` has the digest that `said` gives, as `sha1:BASE32`, `sha256:HEX` or the
/// other way round; none where it is of another kind.
pub(crate) fn holds(said: &str, payloads: &[&[u8]]) -> Option<bool> {
    let (kind, value) = said.split_once(':')?;
    let digest: fn(&[u8]) -> Vec<u8> = match kind.trim().to_ascii_lowercase().as_str() {
        "sha1" | "sha-1" => |bytes| Sha1::digest(bytes).to_vec(),
        "sha256" | "sha-256" => |bytes| Sha256::digest(bytes).to_vec(),
        _ => return None,
    };
    let value = value.trim();
    Some(payloads.iter().any(|payload| {
        let bytes = digest(payload);
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        value.eq_ignore_ascii_case(&hex)
            || value.trim_end_matches('=').eq_ignore_ascii_case(&base32(&bytes))
    }))
}

/// RFC 4648, without padding.
fn base32(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut text = String::new();
    for group in bytes.chunks(5) {
        let bits = group.iter().fold(0_u64, |bits, &byte| bits << 8 | u64::from(byte));
        let bits = bits << (8 * (5 - group.len()));
        let letters = (group.len() * 8).div_ceil(5);
        for letter in 0..letters {
            let index = (bits >> (35 - 5 * letter)) & 31;
            text.push(char::from(LETTERS[usize::try_from(index).unwrap_or_default()]));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_of_either_kind_and_writing() {
        for said in [
            "sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5",
            "SHA-1:a9993e364706816aba3e25717850c26c9cd0d89d",
            "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        ] {
            assert_eq!(holds(said, &[b"other", b"abc"]), Some(true), "{said}");
            assert_eq!(holds(said, &[b"other"]), Some(false), "{said}");
        }
        assert_eq!(holds("md5:x", &[b"abc"]), None);
        assert_eq!(base32(b"foob"), "MZXW6YQ");
    }
}
