//! What to do where the system refuses something.

use std::io::{Error, ErrorKind};

/// What to do about `error`, for the end of a message that says what was tried, and with which file.
pub fn remedy(error: &Error) -> &'static str {
    match error.kind() {
        ErrorKind::NotFound => "check the name",
        ErrorKind::PermissionDenied => "give annalist the right to, or name another",
        ErrorKind::ReadOnlyFilesystem => "name a place that can be written to",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "make room and run it again",
        ErrorKind::FileTooLarge => "name a place that takes files of that length",
        ErrorKind::IsADirectory => "it is a folder; name a file",
        ErrorKind::NotADirectory => "a part of its path is a file; name another place",
        ErrorKind::AlreadyExists => "name another, or move what is there",
        ErrorKind::InvalidFilename => "give it a name that the disk takes",
        ErrorKind::InvalidData => "it must be text in UTF-8; write it anew as such",
        ErrorKind::Interrupted | ErrorKind::TimedOut | ErrorKind::ResourceBusy => "run it again",
        _ => "see to the disk or the network folder that it lies on, and run it again",
    }
}
