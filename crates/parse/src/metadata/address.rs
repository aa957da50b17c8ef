//! Addresses of the web.

/// Whether `text` is an absolute address of the web.
pub(crate) fn is_web_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        !rest.is_empty() && !rest.starts_with('/') && !rest.contains(char::is_whitespace)
    })
}

/// The telling part of an address: `gazette` of `https://www.gazette.example/a`.
pub(super) fn domain_word(address: &str) -> Option<String> {
    let host = address.split("://").nth(1)?.split(['/', ':', '?']).next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    host.split('.').map(str::to_owned).rev().skip(1).max_by_key(String::len)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_absolute_addresses_count() {
        assert!(is_web_address("https://gazette.example/a"));
        assert!(!is_web_address("/a"));
        assert!(!is_web_address("javascript:alert(1)"));
        assert_eq!(domain_word("https://www.gazette.example/a").as_deref(), Some("gazette"));
    }
}
