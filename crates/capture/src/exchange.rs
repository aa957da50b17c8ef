//! What was asked, what came, and what went wrong.

use std::fmt;

use jiff::Timestamp;
use url::Url;

/// What to ask for.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The address.
    pub address: &'a str,
    /// The media types that are wanted, as the header `Accept` names them.
    pub accept: &'a str,
    /// What is known of an earlier answer: the server may say that it still stands.
    pub known: Option<&'a Validators>,
    /// Whether the user gave the address. Others, which pages name, never lead into the network of
    /// this machine, unless the user gave an address on the same host.
    pub is_given: bool,
}

/// What a server calls the state of what it sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Validators {
    /// The header `ETag`.
    pub etag: Option<String>,
    /// The header `Last-Modified`.
    pub last_modified: Option<String>,
}

/// One request and its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// The address asked for.
    pub address: Url,
    /// When the request was made.
    pub at: Timestamp,
    /// The headers of the request that are not those of every request.
    pub request_headers: Vec<(String, String)>,
    /// The status of the answer.
    pub status: u16,
    /// The headers of the answer, in its order, their names in small letters.
    pub headers: Vec<(String, String)>,
    /// The body of the answer, as sent; of a redirect or a refusal nothing is read.
    pub body: Vec<u8>,
}

impl Exchange {
    /// The value of the first header called `name`, in small letters.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// What the server calls the state of this answer.
    pub fn validators(&self) -> Validators {
        Validators {
            etag: self.header("etag").map(str::to_owned),
            last_modified: self.header("last-modified").map(str::to_owned),
        }
    }

    /// Whether what is known of an earlier answer still stands.
    pub fn is_unchanged(&self) -> bool {
        self.status == 304
    }
}

/// What became of a request: all exchanges that it took, in order, and whether the last of them is
/// the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// The exchanges: redirects and refusals first.
    pub exchanges: Vec<Exchange>,
    /// Why there is no answer, where there is none.
    pub fault: Option<Fault>,
}

impl Fetched {
    /// The answer.
    ///
    /// # Errors
    ///
    /// Why there is none.
    pub fn answer(&self) -> Result<&Exchange, &Fault> {
        match (&self.fault, self.exchanges.last()) {
            (None, Some(answer)) => Ok(answer),
            (Some(fault), _) => Err(fault),
            (None, None) => Err(&Fault::NothingCame),
        }
    }
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Not an address at all.
    NoAddress(String),
    /// An address of neither http nor https.
    Scheme(String),
    /// A page led to an address in the network of this machine.
    Private(String),
    /// More redirects than are followed.
    Redirects(usize),
    /// A redirect that leads nowhere.
    RedirectNowhere,
    /// robots.txt asks not to fetch this.
    Robots(String),
    /// robots.txt cannot be had, so that nothing may be fetched.
    RobotsUnknown(String),
    /// No whole answer within the time allowed.
    TimedOut,
    /// A body longer than is read.
    TooLong(u64),
    /// A body packed in a way that was not asked for.
    Packed(String),
    /// The server answers with this status.
    Status(u16),
    /// The server asks to wait for longer than is waited, in seconds.
    Wait(u64),
    /// The server asks to wait, again and again.
    Patience(usize),
    /// There is no way to the server, or it broke off.
    Unreachable(String),
    /// There was neither answer nor fault.
    NothingCame,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::NoAddress(what) => write!(f, "this is no address of the web: {what}"),
            Fault::Scheme(address) => {
                write!(f, "only http and https are fetched, and this leads to {address}")
            }
            Fault::Private(host) => {
                write!(f, "{host} lies in the network of this machine, where no page may lead")
            }
            Fault::Redirects(most) => write!(f, "more than {most} redirects"),
            Fault::RedirectNowhere => f.write_str("a redirect that does not say where to"),
            Fault::Robots(robots) => write!(f, "{robots} asks not to fetch this"),
            Fault::RobotsUnknown(why) => {
                write!(f, "whether robots.txt allows this cannot be known: {why}")
            }
            Fault::TimedOut => f.write_str("no whole answer within the time allowed"),
            Fault::TooLong(limit) => write!(f, "the answer has more than {limit} bytes"),
            Fault::Packed(how) => {
                write!(f, "the answer is packed ({how}), which was not asked for")
            }
            Fault::Status(status) => write!(f, "the server answers with status {status}"),
            Fault::Wait(seconds) => write!(f, "the server asks to wait for {seconds} seconds"),
            Fault::Patience(count) => {
                write!(f, "the server asked to wait, and still does after {count} retries")
            }
            Fault::Unreachable(why) => write!(f, "the server cannot be reached: {why}"),
            Fault::NothingCame => f.write_str("nothing came"),
        }
    }
}

impl std::error::Error for Fault {}
