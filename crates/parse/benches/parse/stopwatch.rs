//! How long something takes, whatever else the machine does meanwhile.

use std::time::{Duration, Instant};
use std::{fs, thread};

/// A watch that is running.
pub(crate) struct Stopwatch {
    given: Option<Duration>,
    started: Instant,
}

impl Stopwatch {
    pub(crate) fn start() -> Stopwatch {
        Stopwatch { given: given(), started: Instant::now() }
    }

    /// The time that the thread worked since; the time that passed, where the system does not tell.
    pub(crate) fn stop(self) -> Duration {
        let passed = self.started.elapsed();
        let worked = given().zip(self.given).and_then(|(now, before)| now.checked_sub(before));
        worked.unwrap_or(passed)
    }
}

/// The time that this thread was given by the system so far: what Linux tells. It adds up when the
/// thread steps aside.
fn given() -> Option<Duration> {
    thread::yield_now();
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(Duration::from_nanos(told.split(' ').next()?.parse().ok()?))
}
