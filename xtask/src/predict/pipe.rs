//! A program at work on lines: it is fed, and heard at the same time.

use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::process::{ChildStdin, Command, ExitStatus, Stdio};
use std::thread;

use anyhow::{Context, Result, anyhow};

/// Runs `command`, and hands each line of its stdout to `hear`.
pub(super) fn listen(
    command: &mut Command,
    hear: impl FnMut(&str) -> Result<()>,
) -> Result<ExitStatus> {
    converse(command.stdin(Stdio::null()), None::<fn(&mut dyn Write) -> Result<()>>, hear)
}

/// Runs `command`, lets `feed` write its stdin, and hands each line of its stdout to `hear`.
pub(super) fn feed_and_listen(
    command: &mut Command,
    feed: impl FnOnce(&mut dyn Write) -> Result<()> + Send,
    hear: impl FnMut(&str) -> Result<()>,
) -> Result<ExitStatus> {
    converse(command.stdin(Stdio::piped()), Some(feed), hear)
}

fn converse(
    command: &mut Command,
    feed: Option<impl FnOnce(&mut dyn Write) -> Result<()> + Send>,
    mut hear: impl FnMut(&str) -> Result<()>,
) -> Result<ExitStatus> {
    let mut child = command.stdout(Stdio::piped()).spawn().context("cannot run annalist")?;
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    let talk = thread::scope(|scope| {
        let feeder = feed.zip(stdin).map(|(feed, stdin)| scope.spawn(|| write_all(feed, stdin)));
        // Dropped at the end of this, so that a child that is not heard any more ends, and with it
        // the feeder.
        let heard = stdout
            .into_iter()
            .map(BufReader::new)
            .flat_map(BufRead::lines)
            .try_for_each(|line| hear(&line.context("cannot read what annalist writes")?));
        let fed = feeder.map_or(Ok(()), |feeder| {
            feeder.join().unwrap_or_else(|_| Err(anyhow!("the inputs could not be written")))
        });
        heard.and(fed)
    });
    let status = child.wait().context("cannot wait for annalist")?;
    talk.map(|()| status)
}

/// Writes what `feed` gives. That the child has gone is told by how it ended.
fn write_all(feed: impl FnOnce(&mut dyn Write) -> Result<()>, stdin: ChildStdin) -> Result<()> {
    let mut out = BufWriter::new(stdin);
    let fed = feed(&mut out).and_then(|()| out.flush().map_err(Into::into));
    // Not to be flushed again on the way out.
    drop(out.into_parts());
    fed.or_else(|error| if is_closed_pipe(&error) { Ok(()) } else { Err(error) })
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn more_than_a_pipe_holds_goes_through() {
        let mut lines = 0;
        let status = feed_and_listen(
            &mut Command::new("cat"),
            |out| (0..100_000).try_for_each(|number| Ok(writeln!(out, "line {number}")?)),
            |line| {
                assert_eq!(line, format!("line {lines}"));
                lines += 1;
                Ok(())
            },
        );
        assert!(status.unwrap().success());
        assert_eq!(lines, 100_000);
    }

    #[test]
    fn a_child_that_reads_nothing_is_no_error_of_ours() {
        let status = feed_and_listen(
            Command::new("sh").args(["-c", "exit 2"]),
            |out| (0..100_000).try_for_each(|number| Ok(writeln!(out, "line {number}")?)),
            |_| Ok(()),
        );
        assert_eq!(status.unwrap().code(), Some(2));
    }

    #[test]
    fn what_cannot_be_understood_ends_the_talk() {
        let status = feed_and_listen(
            &mut Command::new("cat"),
            |out| (0..100_000).try_for_each(|number| Ok(writeln!(out, "line {number}")?)),
            |line| Err(anyhow!("{line} is odd")),
        );
        assert_eq!(status.unwrap_err().to_string(), "line 0 is odd");
    }
}
