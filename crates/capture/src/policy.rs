//! How much is fetched, how fast, and how long is waited.

use std::time::{Duration, SystemTime};

/// What a fetcher keeps to.
#[derive(Clone, Debug)]
pub struct Policy {
    /// How the fetcher names itself.
    pub user_agent: String,
    /// The name that robots.txt may call it by.
    pub robots_token: String,
    /// Whether robots.txt is honoured.
    pub honours_robots: bool,
    /// The greatest length of a body, in bytes.
    pub longest_body: u64,
    /// The longest time for one request, from its start to the last byte of the answer.
    pub timeout: Duration,
    /// How many redirects are followed.
    pub most_redirects: usize,
    /// The pause between two requests to one host.
    pub pause: Duration,
    /// How often a request is made again after the server asked for patience.
    pub most_retries: usize,
    /// The longest time that a server is waited for, by its own word.
    pub longest_wait: Duration,
}

impl Default for Policy {
    fn default() -> Policy {
        Policy {
            user_agent: concat!("annalist/", env!("CARGO_PKG_VERSION")).to_owned(),
            robots_token: "annalist".to_owned(),
            honours_robots: true,
            longest_body: 64 << 20,
            timeout: Duration::from_secs(60),
            most_redirects: 10,
            pause: Duration::from_secs(1),
            most_retries: 2,
            longest_wait: Duration::from_secs(60),
        }
    }
}

/// The time, and how it passes: the caller's, so that a test need not wait.
pub trait Clock {
    /// What time it is.
    fn now(&self) -> SystemTime;

    /// Lets so much time pass.
    fn sleep(&self, time: Duration);
}
