//! Names of inputs, and the names of what is written about them.
//!
//! An input is named by its path below the root of the run, with `/` between its parts. A byte that
//! is no UTF-8 is written `\xHH` in a name, so that a name is a string and still names one file
//! only. Output names mirror input names; what a file system may refuse is percent-encoded. No two
//! names give one output, and none leaves the folder that it is put in, whatever it holds.

use std::ffi::OsString;
use std::fmt::Write;
use std::path::{Component, Path, PathBuf};

use sha2::{Digest, Sha256};

/// The name of standard input.
pub(crate) const STDIN: &str = "-";

/// Length in bytes from which a part of an output name is shortened. File systems end at 255, and
/// a suffix follows.
const LONGEST_PART: usize = 240;

/// Bytes that are kept of a part that is shortened.
const KEPT_OF_LONG_PART: usize = 200;

/// The longest ending that a shortened part keeps.
const LONGEST_EXTENSION: usize = 10;

/// Names that some systems give to devices rather than files.
const DEVICES: &[&str] = &["aux", "com", "con", "lpt", "nul", "prn"];

/// The name of a path below the root.
pub(crate) fn of_path(relative: &Path) -> String {
    let parts: Vec<String> = relative
        .components()
        .filter_map(|part| match part {
            Component::Normal(part) => Some(of_bytes(part.as_encoded_bytes())),
            _ => None,
        })
        .collect();
    parts.join("/")
}

/// A way from one folder to another as text; it may go up.
pub(crate) fn of_way(way: &Path) -> String {
    let parts: Vec<String> =
        way.components().map(|part| of_bytes(part.as_os_str().as_encoded_bytes())).collect();
    parts.join("/")
}

/// The way that `of_way` wrote.
pub(crate) fn to_way(text: &str) -> Option<PathBuf> {
    text.split('/').map(to_os_string).collect()
}

/// A part of a path as text.
fn of_bytes(bytes: &[u8]) -> String {
    let mut name = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        let mut rest = chunk.valid();
        while let Some(at) = rest.find('\\') {
            let (before, from) = rest.split_at(at);
            name.push_str(before);
            // A backslash that stands in the file's name is written as a byte only where it could
            // be taken for the mark of one.
            name.push_str(if escaped_byte(from).is_some() { "\\x5C" } else { "\\" });
            rest = &from[1..];
        }
        name.push_str(rest);
        for byte in chunk.invalid() {
            let _ = write!(name, "\\x{byte:02X}");
        }
    }
    name
}

/// The byte that a text starts with as `\xHH`.
fn escaped_byte(text: &str) -> Option<u8> {
    hex_byte(text.strip_prefix("\\x")?)
}

/// The byte that a text starts with as two hex digits.
fn hex_byte(text: &str) -> Option<u8> {
    let digits = text.get(..2).filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
    u8::from_str_radix(digits, 16).ok()
}

/// The path below the root that a name stands for, or `None` where it would leave the root or
/// cannot be a file's name here.
pub(crate) fn to_path(name: &str) -> Option<PathBuf> {
    let mut path = PathBuf::new();
    for part in name.split('/') {
        let part = to_os_string(part)?;
        let mut components = Path::new(&part).components();
        let (Some(Component::Normal(_)), None) = (components.next(), components.next()) else {
            return None;
        };
        path.push(part);
    }
    Some(path)
}

fn to_os_string(part: &str) -> Option<OsString> {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part;
    while let Some(first) = rest.chars().next() {
        if let Some(byte) = escaped_byte(rest) {
            bytes.push(byte);
            rest = &rest[4..];
        } else {
            let (whole, after) = rest.split_at(first.len_utf8());
            bytes.extend_from_slice(whole.as_bytes());
            rest = after;
        }
    }
    if bytes.contains(&0) {
        return None;
    }
    os_string(bytes)
}

#[cfg(unix)]
fn os_string(bytes: Vec<u8>) -> Option<OsString> {
    Some(std::os::unix::ffi::OsStringExt::from_vec(bytes))
}

#[cfg(not(unix))]
fn os_string(bytes: Vec<u8>) -> Option<OsString> {
    String::from_utf8(bytes).ok().map(OsString::from)
}

/// The path, below its folder, of what is written about the input `name`: `a/b.html.json` for
/// `a/b.html`, and `%2E%2E/what%3F.html.md` for `../what?.html`.
pub(crate) fn output_path(name: &str, suffix: &str) -> PathBuf {
    let (folders, file) = match name.rsplit_once('/') {
        Some((folders, file)) => (Some(folders), file),
        None => (None, name),
    };
    let mut path: PathBuf =
        folders.into_iter().flat_map(|folders| folders.split('/')).map(folder_part).collect();
    path.push(safe_part(file) + suffix);
    path
}

/// A folder's part of an output name: it must not look like something that is written about a page.
fn folder_part(part: &str) -> String {
    let mut safe = safe_part(part);
    let ends_badly = [".json", ".md", ".", " "].iter().any(|ending| safe.ends_with(ending));
    if ends_badly && let Some(at) = safe.rfind(['.', ' ']) {
        let encoded = format!("%{:02X}", safe.as_bytes()[at]);
        safe.replace_range(at..=at, &encoded);
    }
    safe
}

/// One part of an output name, without what file systems refuse.
fn safe_part(part: &str) -> String {
    match part {
        "" => return "%2F".to_owned(),
        "." => return "%2E".to_owned(),
        ".." => return "%2E%2E".to_owned(),
        _ => {}
    }
    let mut safe = String::with_capacity(part.len());
    if is_device(part) {
        // The first letter, encoded: `%63on` for `con`.
        let _ = write!(safe, "%{:02X}{}", part.as_bytes()[0], encoded(&part[1..]));
    } else {
        safe = encoded(part);
    }
    if safe.len() > LONGEST_PART { shortened(&safe) } else { safe }
}

/// Whether some systems take the name for that of a device, whatever its ending.
fn is_device(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let kind = stem.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = stem.len() - kind.len();
    let numbered = matches!(kind, "com" | "lpt");
    DEVICES.contains(&kind) && digits == usize::from(numbered)
}

fn encoded(part: &str) -> String {
    let mut safe = String::with_capacity(part.len());
    let mut rest = part;
    while let Some(first) = rest.chars().next() {
        if let Some(byte) = escaped_byte(rest) {
            let _ = write!(safe, "%{byte:02X}");
            rest = &rest[4..];
            continue;
        }
        let (whole, after) = rest.split_at(first.len_utf8());
        let refused = match first {
            '%' => hex_byte(after).is_some(),
            '<' | '>' | ':' | '"' | '|' | '?' | '*' | '\\' | '/' => true,
            // Those that turn the text around them would show another name.
            '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
            _ => first.is_control(),
        };
        if refused {
            for byte in whole.bytes() {
                let _ = write!(safe, "%{byte:02X}");
            }
        } else {
            safe.push(first);
        }
        rest = after;
    }
    safe
}

/// The start of a part, the hash of all of it, and its ending.
fn shortened(part: &str) -> String {
    let mut cut = part.floor_char_boundary(KEPT_OF_LONG_PART);
    // Not within an escape.
    if let Some(at) = part[..cut].rfind('%').filter(|at| at + 3 > cut) {
        cut = at;
    }
    let digest = Sha256::digest(part.as_bytes());
    let mut short = format!("{}~", &part[..cut]);
    for byte in &digest[..8] {
        let _ = write!(short, "{byte:02x}");
    }
    if let Some((_, extension)) = part.rsplit_once('.')
        && extension.len() <= LONGEST_EXTENSION
    {
        short.push('.');
        short.push_str(extension);
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    fn output(name: &str) -> String {
        output_path(name, ".json").to_str().unwrap().replace(std::path::MAIN_SEPARATOR, "/")
    }

    #[test]
    fn output_names_mirror_input_names() {
        for (name, expected) in [
            ("a.html", "a.html.json"),
            ("x/y z.html", "x/y z.html.json"),
            ("قيس.html", "قيس.html.json"),
            ("100%.html", "100%.html.json"),
            ("100%25.html", "100%2525.html.json"),
            ("line\nend.html", "line%0Aend.html.json"),
            ("index.html?p=1", "index.html%3Fp=1.json"),
            ("caf\\xE9.html", "caf%E9.html.json"),
            ("a\\b.html", "a%5Cb.html.json"),
            ("con.html", "%63on.html.json"),
            ("a\u{202e}b.html", "a%E2%80%AEb.html.json"),
            ("COM1", "%43OM1.json"),
            ("com.html", "com.html.json"),
            ("-", "-.json"),
        ] {
            assert_eq!(output(name), expected);
        }
    }

    #[test]
    fn no_name_leaves_its_folder() {
        for (name, expected) in [
            ("..", "%2E%2E.json"),
            ("../../etc/passwd", "%2E%2E/%2E%2E/etc/passwd.json"),
            ("/etc/passwd", "%2F/etc/passwd.json"),
            ("a//b", "a/%2F/b.json"),
            ("./a", "%2E/a.json"),
            ("", "%2F.json"),
        ] {
            assert_eq!(output(name), expected);
        }
    }

    #[test]
    fn a_page_and_a_folder_cannot_want_one_name() {
        assert_eq!(output("a.html"), "a.html.json");
        assert_eq!(output("a.html.json/b.html"), "a.html%2Ejson/b.html.json");
        assert_eq!(output("a.html%2Ejson/b.html"), "a.html%252Ejson/b.html.json");
    }

    #[test]
    fn long_names_are_shortened_and_stay_apart() {
        let long = |last: char| format!("{}{last}.html", "é".repeat(200));
        let (one, two) = (output(&long('a')), output(&long('b')));
        assert!(one.len() <= 250 && one.ends_with(".html.json"), "{one}");
        assert_ne!(one, two);
        let escapes = output(&"?".repeat(300));
        assert!(escapes.len() <= 250 && escapes.starts_with("%3F%3F"), "{escapes}");
    }

    #[cfg(unix)]
    #[test]
    fn names_and_paths_are_one_to_one() {
        use std::os::unix::ffi::OsStrExt;
        for (bytes, name) in [
            (&b"x/a b.html"[..], "x/a b.html"),
            (b"caf\xe9.html", "caf\\xE9.html"),
            (b"a\\b", "a\\b"),
            (b"a\\xE9", "a\\x5CxE9"),
            (b"a\nb", "a\nb"),
            ("é".as_bytes(), "é"),
        ] {
            let path = Path::new(std::ffi::OsStr::from_bytes(bytes));
            assert_eq!(of_path(path), name);
            assert_eq!(to_path(name).as_deref(), Some(path));
        }
    }

    #[test]
    fn a_name_that_leaves_the_root_is_no_path() {
        for name in ["", "..", "a/../b", "/etc/passwd", "a//b", ".", "a\0b", "\\x2E."] {
            assert_eq!(to_path(name), None, "{name}");
        }
    }
}
