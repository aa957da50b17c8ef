//! Where the links of a page lead.

use html5ever::local_name;
use url::Url;

use crate::page::Page;

/// An address is no longer than this, in bytes.
const LONGEST: usize = 2_000;

/// What the links of a page are told from.
#[derive(Debug)]
pub(crate) struct LinkBase(Option<Url>);

impl LinkBase {
    /// What the page gives as such; else the address that it was saved from, else the one that it
    /// calls its own.
    pub(crate) fn of(page: &Page<'_>, url: Option<&str>) -> LinkBase {
        let saved_from = LinkBase(url.and_then(|url| Url::parse(url).ok()));
        let (mut given, mut own) = (None, None);
        for node in page.all() {
            let address = || saved_from.url(page.attribute(node, "href")?, &["http", "https"]);
            if given.is_none() && page.is(node, &local_name!("base")) {
                given = address();
            } else if own.is_none()
                && page.is(node, &local_name!("link"))
                && is_canonical(page, node)
            {
                own = address();
            }
        }
        LinkBase(given.or(saved_from.0).or(own))
    }

    /// The address that `href` leads to, where it is one of the web.
    pub(crate) fn web_address(&self, href: &str) -> Option<String> {
        self.url(href, &["http", "https"]).map(Url::into)
    }

    /// The address that `href` leads to, where a reader may follow it: a page, or a letter to write.
    pub(crate) fn target(&self, href: &str) -> Option<String> {
        self.url(href, &["http", "https", "mailto"]).map(Url::into)
    }

    fn url(&self, href: &str, schemes: &[&str]) -> Option<Url> {
        let href = href.trim();
        if href.len() > LONGEST {
            return None;
        }
        let url = match &self.0 {
            Some(base) => base.join(href).ok()?,
            None => Url::parse(href).ok()?,
        };
        (schemes.contains(&url.scheme()) && url.as_str().len() <= LONGEST).then_some(url)
    }
}

/// Whether a `link` element gives the address that the page calls its own.
pub(crate) fn is_canonical(page: &Page<'_>, node: usize) -> bool {
    page.attribute(node, "rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_told_from_the_address_of_the_page() {
        let base = LinkBase(Url::parse("https://kelm.example/2015/ferry").ok());
        let target = |href: &str| base.target(href);
        assert_eq!(target(" pier#top ").as_deref(), Some("https://kelm.example/2015/pier#top"));
        assert_eq!(target("//port.example").as_deref(), Some("https://port.example/"));
        assert_eq!(target("mailto:ada@kelm.example").as_deref(), Some("mailto:ada@kelm.example"));
        assert_eq!(base.web_address("mailto:ada@kelm.example"), None);
    }

    #[test]
    fn what_would_act_is_no_target() {
        let base = LinkBase(Url::parse("https://kelm.example/").ok());
        for href in [
            "javascript:alert(1)",
            " JavaScript:alert(1)",
            "java\nscript:alert(1)",
            "data:text/html,<script>",
            "vbscript:x",
            "file:///etc/hosts",
            "blob:https://kelm.example/1",
        ] {
            assert_eq!(base.target(href), None, "{href}");
        }
        assert_eq!(LinkBase(None).target("/ferry"), None);
        assert_eq!(base.target(&"a".repeat(5_000)), None);
    }
}
