//! A program run to its end: the time it took, that which the processor gave it, and its memory.

use std::fs;
use std::io::{Read, Seek};
use std::process::{Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// How often a program that runs is asked for its memory.
const PAUSE: Duration = Duration::from_millis(5);

/// What Linux counts the time of programs in, as it tells it.
const TICK: Duration = Duration::from_millis(10);

/// What a program took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Taken {
    /// From start to end.
    pub(super) wall: Duration,
    /// The time that processors worked for it; the time from start to end where the system does not
    /// tell.
    pub(super) worked: Duration,
    /// The most memory that it held, in bytes, where the system tells.
    pub(super) peak: Option<u64>,
}

/// Runs a program that reads nothing; what it prints is left, unless it fails.
pub(super) fn run(command: &mut Command, has_worked: fn(ExitStatus) -> bool) -> Result<Taken> {
    run_between(command, Stdio::null(), Stdio::null(), has_worked)
}

/// Runs a program that reads from one end and writes to the other.
pub(super) fn run_between(
    command: &mut Command,
    read: Stdio,
    write: Stdio,
    has_worked: fn(ExitStatus) -> bool,
) -> Result<Taken> {
    let program = command.get_program().display().to_string();
    let mut said = tempfile::tempfile().context("cannot make a file for messages")?;
    let messages = said.try_clone().context("cannot make a file for messages")?;
    command.stdin(read).stdout(write).stderr(messages);
    let before = given_to_children();
    let start = Instant::now();
    let mut child = command.spawn().with_context(|| format!("cannot run {program}"))?;
    let mut peak = None;
    let status = loop {
        peak = peak.max(peak_of(child.id()));
        match child.try_wait().with_context(|| format!("cannot wait for {program}"))? {
            Some(status) => break status,
            None => thread::sleep(PAUSE),
        }
    };
    let wall = start.elapsed();
    if !has_worked(status) {
        let mut words = String::new();
        let _ = said.rewind().and_then(|()| said.read_to_string(&mut words));
        bail!("{program} ended with {status}: {}", words.trim());
    }
    let given = given_to_children().zip(before);
    let worked = given.and_then(|(after, before)| after.checked_sub(before)).unwrap_or(wall);
    Ok(Taken { wall, worked, peak })
}

/// The time that processors worked for the programs that were run from here and have ended.
fn given_to_children() -> Option<Duration> {
    let told = fs::read_to_string("/proc/self/stat").ok()?;
    // The name of the program stands in brackets, and may hold anything.
    let (_, numbers) = told.rsplit_once(") ")?;
    let mut ticks = numbers.split(' ').skip(13).take(2).map(str::parse::<u32>);
    let (user, system) = (ticks.next()?.ok()?, ticks.next()?.ok()?);
    Some(TICK * (user + system))
}

/// The most memory that a program held so far.
fn peak_of(id: u32) -> Option<u64> {
    let told = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = told.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok()? * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_says_what_the_program_said() {
        let mut command = Command::new("sh");
        command.args(["-c", "echo broken >&2; exit 1"]);
        let error = run(&mut command, |status| status.success()).unwrap_err();
        assert!(error.to_string().contains("broken"), "{error}");
        assert!(run(&mut command, |_| true).is_ok());
    }
}
