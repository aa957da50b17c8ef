//! One request after the other.

use std::collections::BTreeMap;
use std::io::Read;
use std::time::Duration;

use ureq::http::{HeaderMap, Response};
use ureq::unversioned::transport::DefaultConnector;
use ureq::{Agent, Body, Timeout};
use url::Url;

use crate::address::{self, web_address};
use crate::guard::Guard;
use crate::patience::{Pauses, now, retry_after};
use crate::robots::{self, Robots};
use crate::{Clock, Exchange, Fault, Fetched, Policy, Request};

/// What is wanted of a robots.txt.
const ROBOTS_ACCEPT: &str = "text/plain";

/// How long is waited where a server asks for patience and does not say how much.
const WAIT_UNSAID: Duration = Duration::from_secs(5);

/// Fetches, as its policy says.
pub struct Fetcher<'c> {
    agent: Agent,
    guard: Guard,
    policy: Policy,
    clock: &'c dyn Clock,
    pauses: Pauses,
    /// What the robots.txt of each origin says, or why that cannot be known.
    robots: BTreeMap<String, Result<Robots, Fault>>,
}

impl<'c> Fetcher<'c> {
    /// A fetcher that keeps to `policy`.
    pub fn new(policy: Policy, clock: &'c dyn Clock) -> Fetcher<'c> {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(policy.timeout))
            .user_agent(policy.user_agent.clone())
            // What is kept is what was sent: nothing is packed that would have to be unpacked first.
            .accept_encoding("identity")
            .proxy(None)
            .build();
        let guard = Guard::default();
        let agent = Agent::with_parts(config, DefaultConnector::default(), guard.clone());
        Fetcher { agent, guard, policy, clock, pauses: Pauses::default(), robots: BTreeMap::new() }
    }

    /// Fetches one thing.
    pub fn fetch(&mut self, request: &Request<'_>) -> Fetched {
        let mut exchanges = Vec::new();
        let fault = self.follow(request, &mut exchanges).err();
        Fetched { exchanges, fault }
    }

    /// Asks, and follows redirects.
    fn follow(
        &mut self,
        request: &Request<'_>,
        exchanges: &mut Vec<Exchange>,
    ) -> Result<(), Fault> {
        let mut address = web_address(request.address)?;
        if request.is_given {
            self.guard.allow(address::host(&address));
        }
        for _ in 0..=self.policy.most_redirects {
            self.heed_robots(&address)?;
            let exchange = self.ask_patiently(&address, request, exchanges)?;
            let status = exchange.status;
            match status {
                200..=299 | 304 => return Ok(()),
                301 | 302 | 303 | 307 | 308 => {
                    let location = exchange.header("location").ok_or(Fault::RedirectNowhere)?;
                    address = address::redirect(&address, location)?;
                }
                _ => return Err(Fault::Status(status)),
            }
        }
        Err(Fault::Redirects(self.policy.most_redirects))
    }

    /// Asks again where the server asks for patience, as often and as long as the policy allows.
    fn ask_patiently<'e>(
        &mut self,
        address: &Url,
        request: &Request<'_>,
        exchanges: &'e mut Vec<Exchange>,
    ) -> Result<&'e Exchange, Fault> {
        for retry in 0..=self.policy.most_retries {
            let exchange = self.ask(address, request, self.policy.longest_body)?;
            let wait = wait_of(&exchange, self.clock);
            exchanges.push(exchange);
            let Some(wait) = wait else { break };
            if wait > self.policy.longest_wait {
                return Err(Fault::Wait(wait.as_secs()));
            }
            if retry == self.policy.most_retries {
                return Err(Fault::Patience(retry));
            }
            self.clock.sleep(wait);
        }
        exchanges.last().ok_or(Fault::NothingCame)
    }

    /// One request and its answer.
    fn ask(
        &mut self,
        address: &Url,
        request: &Request<'_>,
        longest: u64,
    ) -> Result<Exchange, Fault> {
        let host = address::host(address);
        let delay = match self.robots.get(&address::origin(address)) {
            Some(Ok(robots)) => Duration::from_secs(robots.delay),
            _ => Duration::ZERO,
        };
        self.pauses.keep(&host, self.policy.pause.max(delay), self.clock);
        let at = now(self.clock);
        let at = at.round(jiff::Unit::Second).unwrap_or(at);
        let request_headers = headers_of(request);
        let mut asked = self.agent.get(address.as_str());
        for (name, value) in &request_headers {
            asked = asked.header(name, value);
        }
        let answer = asked.call();
        self.pauses.note(host, self.clock);
        let answer = answer.map_err(fault_of)?;
        let status = answer.status().as_u16();
        let headers = told(answer.headers());
        let body = if (200..300).contains(&status) { read(answer, longest)? } else { Vec::new() };
        Ok(Exchange { address: address.clone(), at, request_headers, status, headers, body })
    }

    /// Whether robots.txt allows `address`; it is fetched once an origin.
    fn heed_robots(&mut self, address: &Url) -> Result<(), Fault> {
        if !self.policy.honours_robots {
            return Ok(());
        }
        let origin = address::origin(address);
        if !self.robots.contains_key(&origin) {
            let rules = self.read_robots(address);
            if let Err(fault @ Fault::Private(_)) = rules {
                // The user may yet give an address there.
                return Err(fault);
            }
            self.robots.insert(origin.clone(), rules);
        }
        let Some(rules) = self.robots.get(&origin) else { return Ok(()) };
        let path = match address.query() {
            Some(query) => format!("{}?{query}", address.path()),
            None => address.path().to_owned(),
        };
        match rules {
            Ok(rules) if rules.allow(&path) => Ok(()),
            Ok(_) => Err(Fault::Robots(address::robots_of(address).to_string())),
            Err(fault) => Err(fault.clone()),
        }
    }

    /// What the robots.txt for `address` says. Where there is none, all is allowed; where the server
    /// fails, nothing is (RFC 9309, section 2.3.1).
    fn read_robots(&mut self, address: &Url) -> Result<Robots, Fault> {
        let mut robots = address::robots_of(address);
        for _ in 0..=self.policy.most_redirects {
            let text = robots.to_string();
            let request =
                Request { address: &text, accept: ROBOTS_ACCEPT, known: None, is_given: false };
            let exchange = match self.ask(&robots, &request, robots::LONGEST) {
                Ok(exchange) => exchange,
                Err(Fault::TooLong(_)) => return Ok(Robots::open()),
                Err(fault @ Fault::Private(_)) => return Err(fault),
                Err(fault) => return Err(Fault::RobotsUnknown(fault.to_string())),
            };
            match exchange.status {
                200..=299 => return Ok(Robots::read(&exchange.body, &self.policy.robots_token)),
                300..=399 => match exchange.header("location") {
                    Some(location) => robots = address::redirect(&robots, location)?,
                    None => return Ok(Robots::open()),
                },
                status @ (429 | 500..=599) => {
                    return Err(Fault::RobotsUnknown(Fault::Status(status).to_string()));
                }
                _ => return Ok(Robots::open()),
            }
        }
        Ok(Robots::open())
    }
}

/// The headers that make a request this one.
fn headers_of(request: &Request<'_>) -> Vec<(String, String)> {
    let mut headers = vec![("accept".to_owned(), request.accept.to_owned())];
    if let Some(known) = request.known {
        let etag = known.etag.iter().map(|etag| ("if-none-match".to_owned(), etag.clone()));
        let since = known.last_modified.iter();
        headers.extend(etag);
        headers.extend(since.map(|since| ("if-modified-since".to_owned(), since.clone())));
    }
    headers
}

/// The headers of an answer; what is no text is left out.
fn told(headers: &HeaderMap) -> Vec<(String, String)> {
    let text = |value: &ureq::http::HeaderValue| value.to_str().ok().map(str::to_owned);
    let pairs = headers.iter();
    pairs.filter_map(|(name, value)| Some((name.as_str().to_owned(), text(value)?))).collect()
}

/// How long the server asks to wait, where it does.
fn wait_of(exchange: &Exchange, clock: &dyn Clock) -> Option<Duration> {
    let said = exchange.header("retry-after").and_then(|value| retry_after(value, now(clock)));
    match exchange.status {
        429 => Some(said.unwrap_or(WAIT_UNSAID)),
        503 => said,
        _ => None,
    }
}

/// The body of an answer, as far as it may be long.
fn read(answer: Response<Body>, longest: u64) -> Result<Vec<u8>, Fault> {
    if let Some(packed) = answer.headers().get("content-encoding") {
        let packed = packed.to_str().unwrap_or_default().trim().to_ascii_lowercase();
        if !matches!(packed.as_str(), "" | "identity" | "gzip" | "x-gzip") {
            return Err(Fault::Packed(packed));
        }
    }
    let body = answer.into_body();
    if body.content_length().is_some_and(|length| length > longest) {
        return Err(Fault::TooLong(longest));
    }
    let mut bytes = Vec::new();
    let reader = body.into_reader().take(longest.saturating_add(1));
    { reader }.read_to_end(&mut bytes).map_err(|error| fault_of(error.into()))?;
    if bytes.len() as u64 > longest { Err(Fault::TooLong(longest)) } else { Ok(bytes) }
}

fn fault_of(error: ureq::Error) -> Fault {
    match error {
        ureq::Error::Timeout(Timeout::Resolve) => {
            Fault::Unreachable("its name is not resolved in time".to_owned())
        }
        ureq::Error::Timeout(_) => Fault::TimedOut,
        ureq::Error::HostNotFound => Fault::Unreachable("no such host".to_owned()),
        ureq::Error::Io(error) => match error.kind() {
            std::io::ErrorKind::TimedOut | std::io::ErrorKind::WouldBlock => Fault::TimedOut,
            std::io::ErrorKind::PermissionDenied if error.get_ref().is_some() => {
                Fault::Private(error.to_string())
            }
            _ => Fault::Unreachable(error.to_string()),
        },
        error => Fault::Unreachable(error.to_string()),
    }
}
