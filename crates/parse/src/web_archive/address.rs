//! Addresses of copies in web archives: the archive, the time of the capture, the page's own address.

use std::collections::BTreeMap;

use annalist_model::DateTime;
use annalist_tables::{DataError, data_file};

use crate::metadata::is_web_address;
use crate::saver::read_digits;

/// Parts of a path that are looked at for the time of a capture.
const PARTS: usize = 5;

/// The archives that are known.
#[derive(Debug)]
pub(crate) struct WebArchives {
    /// The name of the archive at each host.
    hosts: BTreeMap<&'static str, &'static str>,
    /// The archive that puts an element with this id on a page.
    bars: BTreeMap<&'static str, &'static str>,
}

/// The address of a copy, taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CopyAddress<'t> {
    /// Name of the archive.
    pub(super) archive: &'static str,
    /// The address of the page itself, with its scheme.
    pub(super) original: &'t str,
    /// The stamp of the capture, as written.
    pub(super) stamp: &'t str,
    pub(super) captured: DateTime,
}

impl WebArchives {
    pub(crate) fn load() -> Result<WebArchives, DataError> {
        let mut archives = WebArchives { hosts: BTreeMap::new(), bars: BTreeMap::new() };
        for row in data_file!("web-archives.tsv").rows()? {
            let [key, kind, name, _example] = row.columns()?;
            match kind {
                "host" => archives.hosts.insert(key, name),
                "bar" => archives.bars.insert(key, name),
                _ => return Err(row.error(format!("no kind is called “{kind}”"))),
            };
        }
        Ok(archives)
    }

    /// The archive that puts an element with this id on a page.
    pub(super) fn of_bar(&self, id: &str) -> Option<&'static str> {
        self.bars.get(id).copied()
    }

    /// The address of a copy of a page.
    pub(super) fn read<'t>(&self, address: &'t str) -> Option<CopyAddress<'t>> {
        let address = address.trim();
        let (_, rest) = address.split_once("//")?;
        let (host, path) = rest.split_once('/')?;
        let archive = *self.hosts.get(host.trim_end_matches(":443").trim_end_matches(":80"))?;
        let (stamp, captured, original) = read_path(path)?;
        is_web_address(original).then_some(CopyAddress { archive, original, stamp, captured })
    }

    /// The address that an archive has put its own before, in a link of a copy.
    pub(super) fn unwrap_link<'t>(&self, link: &'t str) -> Option<&'t str> {
        if let Some(copy) = self.read(link) {
            return Some(copy.original);
        }
        // The Wayback Machine leaves its own host out; archive.today gives the links of a copy no time.
        let wayback =
            link.strip_prefix("/web/").and_then(read_path).map(|(_, _, original)| original);
        let today = || {
            let (host, path) = link.split_once("//")?.1.split_once('/')?;
            self.hosts.get(host)?;
            Some(path.strip_prefix("o/")?.split_once('/')?.1)
        };
        wayback.or_else(today).filter(|original| is_web_address(original))
    }
}

/// The stamp in a path, the time that it says, and the address after it.
fn read_path(path: &str) -> Option<(&str, DateTime, &str)> {
    let mut rest = path;
    for _ in 0..PARTS {
        let (part, after) = rest.split_once('/')?;
        if let Some((stamp, captured)) = read_stamp(part) {
            return Some((stamp, captured, after));
        }
        rest = after;
    }
    None
}

/// `20180907093000`, `20180907093000im_`, `2018.09.07-093000`.
fn read_stamp(part: &str) -> Option<(&str, DateTime)> {
    let flag = part
        .strip_suffix('_')
        .map(|flagged| flagged.trim_end_matches(|c: char| c.is_ascii_lowercase()));
    let stamp = flag.unwrap_or(part);
    if stamp.len() > 20 {
        return None;
    }
    let digits: String = match stamp.as_bytes() {
        [_, _, _, _, b'.', _, _, b'.', _, _, b'-', ..] => {
            stamp.chars().filter(|c| !matches!(c, '.' | '-')).collect()
        }
        _ => stamp.to_owned(),
    };
    // A shorter number may be anything: the number of a collection, a year in a path.
    (digits.len() == 14).then_some(())?;
    Some((stamp, read_digits(&digits)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_archive_of_the_table_is_known_by_its_example() {
        let archives = WebArchives::load().unwrap();
        for row in data_file!("web-archives.tsv").rows().unwrap() {
            let [key, kind, name, example] = row.columns().unwrap();
            if kind == "host" {
                let copy = archives.read(example).unwrap();
                assert_eq!((copy.archive, copy.original), (name, "https://gazette.example/a"));
                assert_eq!(copy.captured.to_string(), "2018-09-07T09:30:00Z");
            } else {
                assert!(example.contains(&format!("id=\"{key}\"")), "{key}");
                assert_eq!(archives.of_bar(key), Some(name));
            }
        }
    }

    #[test]
    fn only_copies_are_taken_apart() {
        let archives = WebArchives::load().unwrap();
        for address in [
            "https://gazette.example/20180907093000/https://other.example/",
            "https://web.archive.org/web/2018*/https://gazette.example/a",
            "https://web.archive.org/web/20180907093000/javascript:alert(1)",
            "https://web.archive.org/details/a",
            "https://archive.ph/AbCd1",
            "/web/20180907093000/",
        ] {
            assert_eq!(archives.read(address), None, "{address}");
            assert_eq!(archives.unwrap_link(address), None, "{address}");
        }
        for (link, original) in [
            ("/web/20180907093000js_/http://a.example/x", "http://a.example/x"),
            ("//web.archive.org/web/20180907093000/http://a.example/", "http://a.example/"),
            ("https://archive.ph/o/AbCd1/https://a.example/x", "https://a.example/x"),
        ] {
            assert_eq!(archives.unwrap_link(link), Some(original), "{link}");
        }
    }
}
