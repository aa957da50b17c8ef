//! SHA-256, as `sha256sum` shows it.

use annalist_model::Sha256;
use sha2::Digest;

/// The digest of `bytes`.
pub(crate) fn of(bytes: &[u8]) -> Sha256 {
    Sha256(sha2::Sha256::digest(bytes).into())
}

/// The digest of a file that holds `line` and a line's end.
pub(crate) fn of_line(line: &str) -> Sha256 {
    let mut hasher = sha2::Sha256::new();
    hasher.update(line.as_bytes());
    hasher.update(b"\n");
    Sha256(hasher.finalize().into())
}

/// The digest of what a hasher has seen.
pub(crate) fn done(hasher: sha2::Sha256) -> Sha256 {
    Sha256(hasher.finalize().into())
}
