//! What a file looks like from outside: enough to know, nearly always, that it is as it was.
//!
//! Length, times and inode are what git, too, looks at first. Two things make that safe. The time of
//! the last change of an inode cannot be set by a program that puts the time of writing back. And a
//! file that was written shortly before it was read is not trusted the next time, for a second
//! writing may have the same times, as coarse as some clocks are: its bytes are hashed again.

use std::fs::{self, Metadata};
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

/// How much older than the run a file must be to be known by its stamp, in nanoseconds. The
/// coarsest file system (FAT) counts in steps of two seconds.
const COARSEST: i128 = 2_000_000_000;

/// What a file looks like from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Stamp(u64, i64, i64, i64, i64, u64, u64);

impl Stamp {
    /// The stamp of what lies at `path`; links are followed.
    pub(crate) fn of(path: &Path) -> io::Result<Stamp> {
        fs::metadata(path).map(|metadata| Stamp::of_metadata(&metadata))
    }

    #[cfg(unix)]
    fn of_metadata(metadata: &Metadata) -> Stamp {
        use std::os::unix::fs::MetadataExt;
        Stamp(
            metadata.len(),
            metadata.mtime(),
            metadata.mtime_nsec(),
            metadata.ctime(),
            metadata.ctime_nsec(),
            metadata.ino(),
            metadata.dev(),
        )
    }

    #[cfg(not(unix))]
    fn of_metadata(metadata: &Metadata) -> Stamp {
        let since = |time: io::Result<std::time::SystemTime>| {
            let since = time.ok().and_then(|it| it.duration_since(std::time::UNIX_EPOCH).ok());
            since.map_or((0, 0), |it| (it.as_secs() as i64, i64::from(it.subsec_nanos())))
        };
        let ((s, n), (created, fraction)) = (since(metadata.modified()), since(metadata.created()));
        Stamp(metadata.len(), s, n, created, fraction, 0, 0)
    }

    /// The later of its times.
    fn last_touched(&self) -> i128 {
        let Stamp(_, written, written_part, changed, changed_part, ..) = *self;
        let nanoseconds =
            |seconds: i64, part: i64| i128::from(seconds) * 1_000_000_000 + i128::from(part);
        nanoseconds(written, written_part).max(nanoseconds(changed, changed_part))
    }

    /// Whether what has this stamp was written well before `start`.
    pub(crate) fn is_older_than(&self, start: &Stamp) -> bool {
        self.last_touched() + COARSEST <= start.last_touched()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_written_just_now_is_not_older_than_the_run() {
        let at = |seconds, part| Stamp(1, seconds, part, seconds, part, 1, 1);
        assert!(at(5, 0).is_older_than(&at(7, 0)));
        assert!(!at(5, 1).is_older_than(&at(7, 0)));
        assert!(!at(9, 0).is_older_than(&at(7, 0)), "a clock that was set back");
    }

    #[test]
    fn putting_the_time_of_writing_back_shows() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, "one").unwrap();
        let time = fs::metadata(&path).unwrap().modified().unwrap();
        let before = Stamp::of(&path).unwrap();
        assert_eq!(Stamp::of(&path).unwrap(), before);
        std::thread::sleep(std::time::Duration::from_millis(20));
        fs::write(&path, "two").unwrap();
        fs::File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
        assert_eq!(cfg!(unix), Stamp::of(&path).unwrap() != before);
    }
}
