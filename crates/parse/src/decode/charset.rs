//! Which charset a page is in.

use annalist_model::{Code, Diagnostic};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, X_USER_DEFINED};

use crate::letters::count;

/// How far into a page its own declaration is looked for. Browsers stop at 1,024 bytes; savers
/// that write a note or inline a style sheet push it further back.
const DECLARATION_WITHIN: usize = 64 * 1024;

/// So many faults do not yet speak against a page's own word.
const FEW_FAULTS: usize = 2;

/// How much of a page the guess looks at.
const GUESS_WITHIN: usize = 512 * 1024;

/// The charset of `bytes`, and the length of the mark that names it. `is_utf8` where all of them
/// read as UTF-8.
pub(super) fn choose(
    bytes: &[u8],
    is_utf8: bool,
    transport: Option<&str>,
    diagnostics: &mut Vec<Diagnostic>,
) -> (&'static Encoding, usize) {
    if let Some((charset, length)) = Encoding::for_bom(bytes) {
        return (charset, length);
    }
    if let Some(charset) = guess_utf16(bytes) {
        return (charset, 0);
    }
    let label = transport
        .map(|label| label.as_bytes().to_vec())
        .or_else(|| declared_label(&bytes[..bytes.len().min(DECLARATION_WITHIN)]));
    let Some(label) = label else {
        let charset = guess(bytes, is_utf8);
        if charset != UTF_8 {
            diagnostics.push(Diagnostic::new(
                Code::CharsetGuessed,
                format!("the page declares no charset; its bytes look like {}", charset.name()),
            ));
        }
        return (charset, 0);
    };
    let declared = match Encoding::for_label_no_replacement(&label) {
        // A declaration that could be read is itself proof that the page is not UTF-16.
        Some(charset) if charset == UTF_16LE || charset == UTF_16BE => UTF_8,
        Some(charset) if charset == X_USER_DEFINED => WINDOWS_1252,
        Some(charset) => charset,
        None => {
            let charset = guess(bytes, is_utf8);
            diagnostics.push(Diagnostic::new(
                Code::CharsetUnknown,
                format!(
                    "the page declares the charset “{}”, which does not exist; read as {}",
                    printable(&label),
                    charset.name()
                ),
            ));
            return (charset, 0);
        }
    };
    let charset = overrule(declared, bytes, is_utf8);
    if charset != declared {
        diagnostics.push(Diagnostic::new(
            Code::CharsetUnknown,
            format!(
                "the page declares {}, which its bytes contradict; read as {}",
                declared.name(),
                charset.name()
            ),
        ));
    }
    (charset, 0)
}

/// The charset that the bytes speak for, where they contradict the declared one.
fn overrule(declared: &'static Encoding, bytes: &[u8], is_utf8: bool) -> &'static Encoding {
    if declared == UTF_8 && is_utf8 {
        return declared;
    }
    let (characters, faults) = count_utf8(bytes, is_utf8);
    if declared == UTF_8 {
        let is_none = faults > characters.max(FEW_FAULTS);
        return if is_none { guess(bytes, is_utf8) } else { declared };
    }
    // Text of another charset is hardly ever valid UTF-8 by chance.
    if characters > 20 * faults && declared != ISO_2022_JP { UTF_8 } else { declared }
}

/// Characters of several bytes, and faults, when read as UTF-8.
fn count_utf8(bytes: &[u8], is_utf8: bool) -> (usize, usize) {
    let leads = |bytes: &[u8]| count(bytes, |byte| byte >= 0xC0);
    if is_utf8 {
        // The common case, and by far the faster way to know.
        return (leads(bytes), 0);
    }
    let mut characters = 0;
    let mut faults = 0;
    for chunk in bytes.utf8_chunks() {
        characters += leads(chunk.valid().as_bytes());
        faults += usize::from(!chunk.invalid().is_empty());
    }
    (characters, faults)
}

fn guess(bytes: &[u8], is_utf8: bool) -> &'static Encoding {
    let (characters, faults) = count_utf8(bytes, is_utf8);
    if faults == 0 || characters > 20 * faults {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(&bytes[..bytes.len().min(GUESS_WITHIN)], true);
    detector.guess(None, Utf8Detection::Deny)
}

/// UTF-16 without a mark: markup and blanks are ASCII, so every other byte is mostly zero.
fn guess_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let (pairs, _) = bytes[..bytes.len().min(1024)].as_chunks::<2>();
    let zeros = |place: usize| pairs.iter().filter(|pair| pair[place] == 0).count();
    let (high, low) = (zeros(0), zeros(1));
    let most = pairs.len() * 3 / 5;
    match () {
        () if pairs.len() < 4 => None,
        () if low > most && high * 8 < low => Some(UTF_16LE),
        () if high > most && low * 8 < high => Some(UTF_16BE),
        () => None,
    }
}

/// The label in `<meta charset>`, `<meta http-equiv content>` or `<?xml encoding?>`.
fn declared_label(head: &[u8]) -> Option<Vec<u8>> {
    let head = head.to_ascii_lowercase();
    if head.starts_with(b"<?xml") {
        let declaration = &head[..find(&head, b"?>").unwrap_or(0)];
        if let Some(label) = label_after(declaration, b"encoding") {
            return Some(label);
        }
    }
    let mut rest = &head[..];
    while let Some(at) = rest.iter().position(|&byte| byte == b'<') {
        rest = &rest[at..];
        let length = if rest.starts_with(b"<!--") {
            find(rest, b"-->")?
        } else {
            let length = find(rest, b">")?;
            if rest.starts_with(b"<meta") {
                let label = label_of_meta(&rest[b"<meta".len()..length]);
                if label.is_some() {
                    return label;
                }
            }
            length
        };
        rest = &rest[length.max(1)..];
    }
    None
}

/// The label that the attributes of a `meta` element give, which are in lower case: `charset`
/// itself, or that within the `content` of a content type.
fn label_of_meta(attributes: &[u8]) -> Option<Vec<u8>> {
    let mut content = None;
    let mut is_content_type = false;
    let mut rest = attributes;
    while let Some(start) = rest.iter().position(u8::is_ascii_alphabetic) {
        rest = &rest[start..];
        let length = rest
            .iter()
            .position(|byte| byte.is_ascii_whitespace() || b"=/\"'".contains(byte))
            .unwrap_or(rest.len());
        let (name, after) = rest.split_at(length);
        let (value, after) = attribute_value(after);
        match name {
            b"charset" => return Some(value.to_vec()).filter(|value| !value.is_empty()),
            b"content" => content = label_after(value, b"charset"),
            b"http-equiv" => is_content_type = value == b"content-type",
            _ => (),
        }
        rest = after;
    }
    content.filter(|_| is_content_type)
}

/// The value behind the name of an attribute, and what follows it.
fn attribute_value(text: &[u8]) -> (&[u8], &[u8]) {
    let Some(value) = text.trim_ascii_start().strip_prefix(b"=") else { return (&[], text) };
    let value = value.trim_ascii_start();
    let quote = value.first().copied().filter(|byte| b"\"'".contains(byte));
    let value = if quote.is_some() { &value[1..] } else { value };
    let is_end = |byte: &u8| quote.map_or(byte.is_ascii_whitespace(), |quote| *byte == quote);
    let end = value.iter().position(is_end).unwrap_or(value.len());
    (value[..end].trim_ascii(), &value[(end + 1).min(value.len())..])
}

/// What follows `name` and an equals sign, in quotes or up to a delimiter.
fn label_after(text: &[u8], name: &[u8]) -> Option<Vec<u8>> {
    let mut rest = &text[find(text, name)? + name.len()..];
    rest = rest.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
    let length = rest
        .iter()
        .position(|byte| byte.is_ascii_whitespace() || b"\"';/>".contains(byte))
        .unwrap_or(rest.len());
    (length > 0).then(|| rest[..length].to_vec())
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).position(|window| window == wanted)
}

fn printable(label: &[u8]) -> String {
    String::from_utf8_lossy(label).chars().filter(|c| !c.is_control()).take(40).collect()
}
