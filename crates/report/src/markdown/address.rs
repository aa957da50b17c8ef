//! What may be linked to: pages of the web, and other reports.

use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};

/// An address of the web that may be linked to, as the target of a link: many links share one.
pub(crate) struct WebAddress(String);

/// What ends or breaks the target of a link or a cell of a table, beside control characters.
const OFF_TARGET: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'\'')
    .add(b'(')
    .add(b')')
    .add(b'*')
    .add(b'<')
    .add(b'>')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'_')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}')
    .add(b'~');

impl WebAddress {
    /// The address, where it is one of `http` or `https`.
    pub(crate) fn new(url: &str) -> Option<WebAddress> {
        let url = url.trim();
        let is_web = ["http://", "https://"].iter().any(|scheme| {
            url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
                && url.len() > scheme.len()
        });
        is_web.then(|| WebAddress::as_target(url))
    }

    /// The target of a link that a page gives, where it may stay one: a page of the web, or the
    /// address of a letter.
    pub(crate) fn of_link(target: &str) -> Option<WebAddress> {
        let is_letter = target.get(..7).is_some_and(|it| it.eq_ignore_ascii_case("mailto:"));
        let letter = (is_letter && target.len() > 7).then(|| WebAddress::as_target(target));
        letter.or_else(|| WebAddress::new(target))
    }

    fn as_target(url: &str) -> WebAddress {
        WebAddress(utf8_percent_encode(url, OFF_TARGET).to_string().replace('&', "&amp;"))
    }

    /// The address as the target of a link.
    pub(crate) fn target(&self) -> &str {
        &self.0
    }

    /// The address with a text fragment.
    pub(crate) fn at(&self, fragment: &str) -> String {
        let mark = if self.0.contains('#') { "" } else { "#" };
        format!("{}{mark}:~:text={fragment}", self.0)
    }
}

/// A place in words, and a link to it where the page has an address and words that find it there.
pub(super) fn place_with_link(place: String, link: Option<(&WebAddress, String)>) -> String {
    match link {
        Some((address, fragment)) => format!("{place} ([on the page]({}))", address.at(&fragment)),
        None => place,
    }
}

/// What is not encoded in a way to a file.
const OFF_PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'/');

/// A way to a file, with `/` between its parts, as the target of a link.
pub(super) fn path_target(path: &str) -> String {
    utf8_percent_encode(path, OFF_PATH).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_web_are_linked_to() {
        for url in ["javascript:alert(1)", "data:text/html,x", "//a.example", "http://", "a.html"] {
            assert!(WebAddress::new(url).is_none(), "{url}");
            assert!(WebAddress::of_link(url).is_none(), "{url}");
        }
        assert!(WebAddress::new("mailto:ada@a.example").is_none());
        let letter =
            WebAddress::of_link("mailto:ada@a.example").map(|address| address.target().to_owned());
        assert_eq!(letter.as_deref(), Some("mailto:ada@a.example"));
        let target = |url: &str| WebAddress::new(url).map(|address| address.target().to_owned());
        assert_eq!(
            target("HTTPS://a.example/ä(1)?x=1&copy;=2|3").as_deref(),
            Some("HTTPS://a.example/%C3%A4%281%29?x=1&amp;copy;=2%7C3")
        );
    }

    #[test]
    fn a_fragment_follows_the_one_that_is_there() {
        let at = |url: &str| WebAddress::new(url).map(|address| address.at("x"));
        assert_eq!(at("http://a.example").as_deref(), Some("http://a.example#:~:text=x"));
        assert_eq!(at("http://a.example#b").as_deref(), Some("http://a.example#b:~:text=x"));
    }
}
