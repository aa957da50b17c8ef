//! When a host may be asked again.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;

use crate::Clock;

/// When each host was last asked.
#[derive(Debug, Default)]
pub(crate) struct Pauses(BTreeMap<String, Timestamp>);

impl Pauses {
    /// Waits until `host` may be asked: `pause` after the last answer from it.
    pub(crate) fn keep(&self, host: &str, pause: Duration, clock: &dyn Clock) {
        let Some(last) = self.0.get(host) else { return };
        let passed = now(clock).duration_since(*last);
        // A clock that was set back must not make anybody wait for longer than one pause.
        let passed = Duration::try_from(passed).unwrap_or_default();
        let left = pause.saturating_sub(passed);
        if !left.is_zero() {
            clock.sleep(left);
        }
    }

    /// Notes that `host` has just answered.
    pub(crate) fn note(&mut self, host: String, clock: &dyn Clock) {
        self.0.insert(host, now(clock));
    }
}

/// What time it is.
pub(crate) fn now(clock: &dyn Clock) -> Timestamp {
    Timestamp::try_from(clock.now()).unwrap_or_default()
}

/// How long the header `Retry-After` asks to wait: seconds, or until a time.
pub(crate) fn retry_after(value: &str, now: Timestamp) -> Option<Duration> {
    let value = value.trim();
    if let Ok(seconds) = value.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let until = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(value).ok()?;
    Some(Duration::try_from(until.duration_since(now)).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_says_how_long_to_wait() {
        let now: Timestamp = "2015-10-21T07:27:00Z".parse().unwrap();
        let wait = |value| retry_after(value, now).map(|wait| wait.as_secs());
        assert_eq!(wait("120"), Some(120));
        assert_eq!(wait("Wed, 21 Oct 2015 07:28:00 GMT"), Some(60));
        assert_eq!(wait("Wed, 21 Oct 2015 07:26:00 GMT"), Some(0));
        assert_eq!(wait("soon"), None);
        assert_eq!(wait("-1"), None);
    }
}
