//! Why something in an archive cannot be read.

use std::fmt;
use std::io;

/// Why a member, or an archive from some place on, cannot be read.
#[derive(Debug)]
pub enum Fault {
    /// The file cannot be read.
    Unreadable(io::Error),
    /// The bytes are not what the format asks for.
    Broken(String),
    /// More would have to be unpacked than is.
    Bomb {
        /// What was unpacked before it was left.
        unpacked: u64,
    },
    /// The page is longer than pages are read.
    Longer {
        /// The greatest length that is read.
        limit: u64,
    },
    /// It is kept in a way that is not read.
    Unknown(String),
}

impl Fault {
    pub(crate) fn broken(why: impl Into<String>) -> Fault {
        Fault::Broken(why.into())
    }

    /// What a reader met: its own fault, carried through `io::Error`, or that of the bytes.
    pub(crate) fn of(error: io::Error) -> Fault {
        match error.kind() {
            io::ErrorKind::UnexpectedEof => Fault::broken("it is cut short"),
            io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::Other => {
                match error.downcast::<Fault>() {
                    Ok(fault) => fault,
                    Err(error) => Fault::broken(error.to_string()),
                }
            }
            _ => Fault::Unreadable(error),
        }
    }
}

impl From<Fault> for io::Error {
    fn from(fault: Fault) -> io::Error {
        io::Error::other(fault)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Unreadable(error) => write!(f, "it cannot be read: {error}"),
            Fault::Broken(why) | Fault::Unknown(why) => f.write_str(why),
            Fault::Bomb { unpacked } => {
                write!(f, "it gives more than {unpacked} bytes unpacked, far more than pages do")
            }
            Fault::Longer { limit } => {
                write!(f, "it has more than {limit} bytes; pages are read up to {limit}")
            }
        }
    }
}

impl std::error::Error for Fault {}
