//! What a robots.txt says (RFC 9309).

/// As much of a robots.txt as is read, in bytes; the standard asks for no less than 500 KiB.
pub(crate) const LONGEST: u64 = 512 << 10;

/// The greatest pause that a robots.txt is heard on, in seconds.
const LONGEST_DELAY: u64 = 30;

/// The rules of one robots.txt that are meant for one fetcher.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Robots {
    /// Each rule: whether it allows, and the pattern of its paths.
    rules: Vec<(bool, String)>,
    /// Seconds between two requests.
    pub(crate) delay: u64,
}

/// A stretch of a robots.txt: whom it names, and what it tells them.
#[derive(Default)]
struct Group {
    agents: Vec<String>,
    robots: Robots,
}

impl Robots {
    /// The rules that nothing is forbidden.
    pub(crate) fn open() -> Robots {
        Robots::default()
    }

    /// Reads the rules for the fetcher called `token`: all groups that name it, else all that name
    /// everybody.
    pub(crate) fn read(text: &[u8], token: &str) -> Robots {
        let text = String::from_utf8_lossy(text);
        let groups = groups(text.trim_start_matches('\u{feff}'));
        let of = |name: &str| -> Option<Robots> {
            let mut named = groups
                .iter()
                .filter(|group| group.agents.iter().any(|agent| agent.eq_ignore_ascii_case(name)));
            let mut all = named.next()?.robots.clone();
            for group in named {
                all.rules.extend(group.robots.rules.iter().cloned());
                all.delay = all.delay.max(group.robots.delay);
            }
            Some(all)
        };
        of(token).or_else(|| of("*")).unwrap_or_default()
    }

    /// Whether `path`, with its query, may be fetched: the longest pattern decides, and of two as
    /// long the one that allows.
    pub(crate) fn allow(&self, path: &str) -> bool {
        let matching = self.rules.iter().filter(|(_, pattern)| matches(pattern, path));
        let deciding = matching.max_by_key(|(allows, pattern)| (pattern.len(), *allows));
        deciding.is_none_or(|(allows, _)| *allows)
    }
}

fn groups(text: &str) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut is_head = false;
    for line in text.lines() {
        let line = line.split('#').next().unwrap_or_default();
        let Some((key, value)) = line.split_once(':') else { continue };
        let value = value.trim();
        let key = key.trim().to_ascii_lowercase();
        if key == "user-agent" {
            if !is_head {
                groups.push(Group::default());
            }
            is_head = true;
            if let Some(group) = groups.last_mut() {
                group.agents.push(product(value).to_owned());
            }
            continue;
        }
        let Some(group) = groups.last_mut() else { continue };
        match key.as_str() {
            "allow" | "disallow" => {
                is_head = false;
                // A rule without a path says nothing.
                if !value.is_empty() {
                    group.robots.rules.push((key == "allow", encoded(value)));
                }
            }
            "crawl-delay" => {
                is_head = false;
                let seconds = value.split('.').next().and_then(|whole| whole.parse().ok());
                group.robots.delay = seconds.unwrap_or(0).min(LONGEST_DELAY);
            }
            _ => {}
        }
    }
    groups
}

/// The name of a product, its version left out.
fn product(agent: &str) -> &str {
    agent.split(['/', ' ']).next().unwrap_or_default()
}

/// A pattern with what is not ASCII written as addresses write it.
fn encoded(pattern: &str) -> String {
    let mut encoded = String::with_capacity(pattern.len());
    for character in pattern.chars() {
        if character.is_ascii() {
            encoded.push(character);
        } else {
            let mut buffer = [0; 4];
            for byte in character.encode_utf8(&mut buffer).bytes() {
                encoded.push_str(&format!("%{byte:02X}"));
            }
        }
    }
    encoded
}

/// Whether `pattern` matches the start of `path`: `*` stands for anything, `$` at its end for the end
/// of the path. Each part is taken where it first stands, so the work is that of one pass.
fn matches(pattern: &str, path: &str) -> bool {
    let (pattern, to_end) = match pattern.strip_suffix('$') {
        Some(pattern) => (pattern, true),
        None => (pattern, false),
    };
    let mut parts = pattern.split('*');
    let Some(mut rest) = path.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let mut parts = parts.peekable();
    let has_star = parts.peek().is_some();
    while let Some(part) = parts.next() {
        if to_end && parts.peek().is_none() {
            return rest.ends_with(part);
        }
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    !to_end || has_star || rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_pattern_decides() {
        let robots = Robots::read(
            b"# all\nUser-agent: *\nDisallow: /private\nAllow: /private/open\nDisallow: /*.pdf$\n\
              Disallow:\n",
            "annalist",
        );
        for (path, is_allowed) in [
            ("/", true),
            ("/private", false),
            ("/private/x", false),
            ("/private/open/x", true),
            ("/a.pdf", false),
            ("/a.pdf?x", true),
        ] {
            assert_eq!(robots.allow(path), is_allowed, "{path}");
        }
    }

    #[test]
    fn a_group_for_the_fetcher_counts_alone_and_all_of_them_together() {
        let text = b"User-agent: *\nDisallow: /\n\nUser-agent: Other\nUser-agent: Annalist/2.0\n\
                     Disallow: /a\nCrawl-delay: 2.5\n\nuser-agent:annalist\nDisallow: /b\n";
        let robots = Robots::read(text, "annalist");
        assert!(!robots.allow("/a") && !robots.allow("/b") && robots.allow("/c"));
        assert_eq!(robots.delay, 2);
        assert!(!Robots::read(text, "nobody").allow("/c"));
        assert!(Robots::read(b"", "annalist").allow("/"));
        assert!(Robots::read(b"<html>Disallow: /", "annalist").allow("/"));
    }

    #[test]
    fn patterns_match() {
        for (pattern, path, is_match) in [
            ("/a*c", "/abbc", true),
            ("/a*c", "/abb", false),
            ("*/x$", "/a/x", true),
            ("*/x$", "/a/xy", false),
            ("/a$", "/a", true),
            ("/a$", "/ab", false),
            ("/a*", "/a", true),
            ("/*$", "/anything", true),
        ] {
            assert_eq!(matches(pattern, path), is_match, "{pattern} {path}");
        }
        assert_eq!(encoded("/é"), "/%C3%A9");
        let long = "*a".repeat(100_000);
        assert!(!matches(&long, &"a".repeat(8_000)));
    }
}
