//! Fetching over HTTP, for whoever keeps what came.
//!
//! A [`Fetcher`] asks for one thing after the other: http and https only, each redirect looked at
//! before it is followed, size and time bounded, robots.txt honoured, a pause between two requests
//! to one host. What it gives is each [`Exchange`] as it was, redirects and refusals too, with the
//! time that its caller's [`Clock`] told.
//!
//! Nothing here knows what is in an answer, where it is kept, or what time it is.

mod address;
mod exchange;
mod fetch;
mod guard;
mod patience;
mod policy;
mod robots;

pub use address::web_address;
pub use exchange::{Exchange, Fault, Fetched, Request, Validators};
pub use fetch::Fetcher;
pub use policy::{Clock, Policy};
