//! One run at a time in an output folder.
//!
//! The lock is the system's lock on a file in the folder. It ends with the process, however that
//! ends, so a file that a killed run left behind locks nobody out. The file itself is removed at the
//! end of a run, for two runs over the same pages to give the same folder.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// The name of the file.
const FILE: &str = ".annalist.lock";

/// Held while a run writes to a folder.
#[derive(Debug)]
pub(crate) struct Lock {
    path: PathBuf,
    /// Holds the system's lock until it is closed, which is after the file is removed.
    _file: File,
}

impl Lock {
    /// Takes the lock of `folder`, or `None` where another run holds it.
    pub(crate) fn take(folder: &Path) -> io::Result<Option<Lock>> {
        let path = folder.join(FILE);
        loop {
            let file = File::options().create(true).truncate(false).write(true).open(&path)?;
            match file.try_lock() {
                // Who held it may have removed it since it was opened here; then it locks nothing.
                Ok(()) if !is_at(&file, &path) => {}
                Ok(()) => return Ok(Some(Lock { path, _file: file })),
                Err(TryLockError::WouldBlock) => return Ok(None),
                // A file system without locks must not keep anybody from working.
                Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {
                    return Ok(Some(Lock { path, _file: file }));
                }
                Err(TryLockError::Error(error)) => return Err(error),
            }
        }
    }
}

/// Whether a run holds the lock of `folder` just now.
pub(crate) fn is_held(folder: &Path) -> bool {
    let file = File::options().write(true).open(folder.join(FILE));
    file.is_ok_and(|file| matches!(file.try_lock(), Err(TryLockError::WouldBlock)))
}

impl Drop for Lock {
    fn drop(&mut self) {
        // What is left behind locks nobody out.
        let _ = fs::remove_file(&self.path);
    }
}

/// Whether `file` is what lies at `path`.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let identity = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    let (here, there) = (file.metadata().map(identity), fs::metadata(path).map(identity));
    matches!((here, there), (Ok(here), Ok(there)) if here == there)
}

#[cfg(not(unix))]
fn is_at(_: &File, path: &Path) -> bool {
    path.exists()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_at_a_time_and_nothing_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let first = Lock::take(folder.path()).unwrap();
        assert!(first.is_some());
        assert!(Lock::take(folder.path()).unwrap().is_none());
        drop(first);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        assert!(Lock::take(folder.path()).unwrap().is_some());
    }

    #[test]
    fn a_file_that_a_killed_run_left_locks_nobody_out() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(FILE), "").unwrap();
        assert!(Lock::take(folder.path()).unwrap().is_some());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
