//! Addresses that may be asked for.

use url::Url;

use crate::Fault;

/// The greatest length of an address, in bytes.
const LONGEST: usize = 8_192;

/// The address `text`, as it is asked for: without the name of a place within the page.
///
/// # Errors
///
/// Where it is none of http or https, names a user, or is too long.
pub fn web_address(text: &str) -> Result<Url, Fault> {
    check(Url::parse(text).map_err(|error| Fault::NoAddress(format!("{}: {error}", cut(text))))?)
}

/// The address that a redirect from `from` leads to.
pub(crate) fn redirect(from: &Url, location: &str) -> Result<Url, Fault> {
    let target = from.join(location);
    check(target.map_err(|error| Fault::NoAddress(format!("{}: {error}", cut(location))))?)
}

fn check(mut address: Url) -> Result<Url, Fault> {
    if !matches!(address.scheme(), "http" | "https") || address.host_str().is_none() {
        return Err(Fault::Scheme(cut(address.as_str())));
    }
    if address.as_str().len() > LONGEST {
        return Err(Fault::NoAddress(format!(
            "{}: longer than {LONGEST} bytes",
            cut(address.as_str())
        )));
    }
    // A name and password in an address are for the user to know: they are neither sent nor kept.
    if !address.username().is_empty() || address.password().is_some() {
        return Err(Fault::NoAddress("the address names a user or a password".to_owned()));
    }
    address.set_fragment(None);
    Ok(address)
}

/// Where the robots.txt for `address` is.
pub(crate) fn robots_of(address: &Url) -> Url {
    let mut robots = address.clone();
    robots.set_path("/robots.txt");
    robots.set_query(None);
    robots
}

/// Scheme, host and port: what a robots.txt speaks for.
pub(crate) fn origin(address: &Url) -> String {
    address.origin().ascii_serialization()
}

pub(crate) fn host(address: &Url) -> String {
    address.host_str().unwrap_or_default().to_owned()
}

/// As much of an address as a message shows.
fn cut(address: &str) -> String {
    address.chars().take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_web_is_asked() {
        for address in ["file:///etc/passwd", "ftp://a.example/", "data:text/html,x", "gopher://a"]
        {
            assert!(matches!(web_address(address), Err(Fault::Scheme(_))), "{address}");
        }
        for address in ["", "a.example", "http://", "https://ada:secret@a.example/"] {
            assert!(matches!(web_address(address), Err(Fault::NoAddress(_))), "{address}");
        }
        let address = web_address("HTTPS://A.example:443/x y?q=é#part").unwrap();
        assert_eq!(address.as_str(), "https://a.example/x%20y?q=%C3%A9");
        assert_eq!(robots_of(&address).as_str(), "https://a.example/robots.txt");
    }

    #[test]
    fn a_redirect_never_leaves_the_web() {
        let from = web_address("https://a.example/x/y").unwrap();
        assert_eq!(redirect(&from, "../z").unwrap().as_str(), "https://a.example/z");
        assert_eq!(redirect(&from, "//b.example/").unwrap().as_str(), "https://b.example/");
        for location in ["file:///etc/passwd", "javascript:alert(1)", "data:,x"] {
            assert!(redirect(&from, location).is_err(), "{location}");
        }
    }
}
