//! The chunks that a body over HTTP may be sent in, laid together.

/// The bytes of `body` without the lengths between them, and whether they are whole. Where the first
/// line is no length, the body was laid together before: none.
pub(crate) fn undo(body: &[u8]) -> Option<(Vec<u8>, bool)> {
    let mut bytes = Vec::with_capacity(body.len());
    let mut rest = body;
    let mut is_first = true;
    loop {
        let Some((length, after)) = length_at(rest) else {
            return (!is_first).then_some((bytes, false));
        };
        if length == 0 {
            return Some((bytes, true));
        }
        let Some((chunk, after)) = after.split_at_checked(length) else {
            bytes.extend_from_slice(after);
            return Some((bytes, false));
        };
        bytes.extend_from_slice(chunk);
        rest = after.strip_prefix(b"\r\n").or_else(|| after.strip_prefix(b"\n")).unwrap_or(after);
        is_first = false;
    }
}

/// The length that a line of `bytes` gives in hexadecimal digits, and what follows the line.
fn length_at(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let head = bytes.get(..bytes.len().min(1024))?;
    let end = head.iter().position(|&byte| byte == b'\n')?;
    let (line, _) = head.split_at(end);
    let digits = line.split(|&byte| byte == b';').next()?.trim_ascii();
    let digits = std::str::from_utf8(digits).ok().filter(|digits| !digits.is_empty())?;
    let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let length = usize::from_str_radix(digits, 16).ok().filter(|_| is_hex)?;
    Some((length, bytes.get(end + 1..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_laid_together_as_far_as_they_go() {
        for (body, expected) in [
            (&b"3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n"[..], Some((&b"abcde"[..], true))),
            (b"3\nabc\n0\n\n", Some((b"abc", true))),
            (b"3\r\nabc\r\n9\r\nde", Some((b"abcde", false))),
            (b"3\r\nabc\r\nnonsense", Some((b"abc", false))),
            (b"ffffffffffffffff\r\nab", Some((b"ab", false))),
            (b"<p>whole", None),
            (b"", None),
        ] {
            let found = undo(body);
            assert_eq!(found.as_ref().map(|(b, w)| (b.as_slice(), *w)), expected, "{body:?}");
        }
    }
}
