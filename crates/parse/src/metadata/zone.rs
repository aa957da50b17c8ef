//! The time zone that a page names as its own: `"timezone":"America/New_York"`.

use aho_corasick::AhoCorasick;
use jiff::Timestamp;
use jiff::tz::{TimeZone, TimeZoneDatabase};

/// What the scripts and attributes of pages call a zone.
const KEYS: [&str; 3] = ["timezone", "time_zone", "time-zone"];

/// Places of the source that are looked at.
const MOST_PLACES: usize = 100;

/// The zone stands so near to what it is called, in bytes.
const NEAR: usize = 80;

/// Minutes east of universal time where the page is at home, `minutes` after the beginning of 1970;
/// none where it names no zone of the IANA database, or zones that differ then.
pub(super) fn offset(source: &str, minutes: i64) -> Option<i16> {
    let at = Timestamp::from_second(minutes.checked_mul(60)?).ok()?;
    let keys = AhoCorasick::builder().ascii_case_insensitive(true).build(KEYS).ok()?;
    let places = keys.find_iter(source).take(MOST_PLACES);
    let zones = TimeZoneDatabase::bundled();
    let offsets = places.filter_map(|place| {
        let zone = named(&source.as_bytes()[place.end()..], &zones)?;
        i16::try_from(zone.to_offset(at).seconds() / 60).ok()
    });
    let mut offsets: Vec<i16> = offsets.collect();
    offsets.dedup();
    (offsets.len() == 1).then(|| offsets[0])
}

/// The zone that is named near the beginning of `rest`, as in JSON or in an attribute.
fn named(rest: &[u8], zones: &TimeZoneDatabase) -> Option<TimeZone> {
    let near = &rest[..rest.len().min(NEAR)];
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"/\\_+-".contains(byte);
    let mut words = near.split(|byte| !is_part(byte)).filter(|word| word.contains(&b'/'));
    words.find_map(|word| {
        let name: String =
            word.iter().filter(|byte| **byte != b'\\').map(|it| char::from(*it)).collect();
        zones.get(&name).ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2 May 2020, 02:54 in universal time.
    const EVENING: i64 = 26_473_614;

    #[test]
    fn a_page_names_its_zone_in_scripts_and_attributes() {
        let told = [
            r#"{"timezone":{"short":"ET","long":"America/New_York"}}"#,
            r#"{"timeZone":"America\/New_York","x":1}"#,
            r#"<body data-timezone="America/New_York">"#,
            r#"time_zone = 'America/Toronto'; timezone: 'America/New_York'"#,
        ];
        for source in told {
            assert_eq!(offset(source, EVENING), Some(-4 * 60), "{source}");
        }
    }

    #[test]
    fn a_list_of_zones_or_no_zone_at_all_says_nothing() {
        let silent = [
            r#"timezones: {timezone: "Asia/Tokyo"}, {timezone: "Europe/Berlin"}"#,
            r#"{"timezone":"/account/settings"}"#,
            "America/New_York",
            "timezone",
        ];
        for source in silent {
            assert_eq!(offset(source, EVENING), None, "{source}");
        }
    }
}
