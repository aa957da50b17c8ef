//! What the exit code says.

use std::process::ExitCode;

use annalist_pipeline::Summary;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// All was done.
    Done = 0,
    /// The answer is no.
    No = 1,
    /// Nothing was done: the arguments, the configuration or the output cannot be used.
    Usage = 2,
    /// Some documents failed, the rest was written.
    SomeFailed = 3,
    /// All documents failed.
    AllFailed = 4,
    /// The user stopped the work; what was done is kept.
    Interrupted = 130,
}

/// The table that help shows.
pub(crate) const TABLE: &str = "\
Exit codes:
    0  all done
    1  the answer is no: verify found a mismatch, two names do not match, status found
       what a run would change
    2  usage or configuration: nothing could be done, or there was nothing to do
    3  some documents failed, the rest is written
    4  all documents failed
  130  interrupted; what was done is kept
A closed pipe is not an error.";

impl Exit {
    /// What the outcomes of documents come to.
    pub(crate) fn of(summary: &Summary) -> Exit {
        match (summary.interrupted, summary.failed, summary.done) {
            (true, ..) => Exit::Interrupted,
            (_, 0, _) => Exit::Done,
            (_, _, 0) => Exit::AllFailed,
            _ => Exit::SomeFailed,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_names_every_code() {
        use Exit::*;
        for exit in [Done, No, Usage, SomeFailed, AllFailed, Interrupted] {
            let line = format!("\n{:>5}  ", exit as u8);
            assert!(TABLE.contains(&line), "{exit:?}");
        }
    }

    #[test]
    fn passed_over_is_not_failed() {
        let of = |done, skipped, failed| {
            Exit::of(&Summary { done, skipped, failed, ..Summary::default() })
        };
        assert_eq!(of(1, 5, 0), Exit::Done);
        assert_eq!(of(1, 0, 1), Exit::SomeFailed);
        assert_eq!(of(0, 1, 1), Exit::AllFailed);
    }
}
