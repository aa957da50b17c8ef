//! What kind of file the bytes are.

use annalist_model::MediaType;

/// Signatures of files that are no pages, and what to call them.
const SIGNATURES: &[(&[u8], &str)] = &[
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an XZ archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\x00", "a program"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"OggS", "an Ogg file"),
    (b"ID3", "an MP3 file"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
    (b"WARC/", "a WARC archive"),
];

/// How far into a file markup is looked for.
const LOOK_WITHIN: usize = 4_096;

/// What the file is, where it is no page: by its signature, or because it is full of bytes that no
/// text has.
pub(crate) fn what_else(bytes: &[u8]) -> Option<&'static str> {
    if let Some((_, what)) = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature)) {
        return Some(what);
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return Some("a WebP image");
    }
    let is_utf16 = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    let head = &bytes[..bytes.len().min(LOOK_WITHIN)];
    let controls = head.iter().filter(|&&byte| byte < 9 || (14..27).contains(&byte)).count();
    let zeros = head.iter().filter(|&&byte| byte == 0).count();
    // UTF-16 without a mark is half zeros and nothing else odd.
    let is_text =
        is_utf16 || (controls == zeros && zeros * 3 > head.len()) || controls * 50 <= head.len();
    (!is_text).then_some("binary data")
}

/// Whether text is markup or the plain text of a page.
pub(crate) fn media_type(text: &str, name: &str) -> MediaType {
    let name = name.strip_suffix(".gz").unwrap_or(name);
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    match extension.as_deref() {
        Some("txt" | "text") if !opens_as_markup(text) => MediaType::PlainText,
        Some("html" | "htm" | "xhtml" | "shtml") => MediaType::Html,
        _ if holds_markup(text) => MediaType::Html,
        _ => MediaType::PlainText,
    }
}

fn opens_as_markup(text: &str) -> bool {
    let head: String = text.trim_start().chars().take(15).collect::<String>().to_ascii_lowercase();
    head.starts_with("<!doctype html") || head.starts_with("<html") || head.starts_with("<?xml")
}

fn holds_markup(text: &str) -> bool {
    let head: String = text.chars().take(LOOK_WITHIN).collect::<String>().to_ascii_lowercase();
    [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<div",
        "<p>",
        "<p ",
        "<table",
        "<meta",
        "<title",
        "<a href",
        "<br",
    ]
    .iter()
    .any(|tag| head.contains(tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_other_kinds_are_named() {
        assert_eq!(what_else(b"\x89PNG\r\n\x1a\n...."), Some("a PNG image"));
        assert_eq!(what_else(&[0, 1, 2, 3, 200, 14, 15, 16]), Some("binary data"));
        assert_eq!(what_else("Grüße\n".as_bytes()), None);
        assert_eq!(
            what_else(&"plain text".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>()),
            None
        );
    }

    #[test]
    fn the_name_and_the_text_tell_markup_from_plain_text() {
        assert_eq!(media_type("Title\n\nText", "a.txt"), MediaType::PlainText);
        assert_eq!(media_type("<!DOCTYPE html><p>x", "a.txt"), MediaType::Html);
        assert_eq!(media_type("Title\n\nText", "a.html.gz"), MediaType::Html);
        assert_eq!(media_type("say <div>", "page"), MediaType::Html);
        assert_eq!(media_type("1 < 2", "page"), MediaType::PlainText);
    }
}
