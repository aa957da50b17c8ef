//! JSON Lines in, one result for each line, in order.

use std::io::{BufRead, Read, Write};
use std::ops::ControlFlow;

use annalist_report::Outcome;
use serde::de::DeserializeOwned;

use crate::order::Workers;
use crate::outcome;
use crate::{Control, Failure, Problem, Settings};

/// The greatest length of a line: that of a record of the longest page, and room for its layers.
pub(crate) const LONGEST_LINE: u64 = 1 << 30;

/// Lines to read, and what to call them.
pub struct LineSource<'a> {
    /// What the lines are called in messages: a file's name, or `stdin`.
    pub label: &'a str,
    /// The lines.
    pub reader: &'a mut dyn BufRead,
}

/// A line to work on.
pub(crate) struct Line {
    /// What the line is called in messages: `a.jsonl, line 7`.
    pub(crate) name: String,
    /// Its words, or why it cannot be used.
    pub(crate) text: Result<String, String>,
}

/// Works on each line that is not blank, and hands the results to `deliver` in order.
///
/// A line that cannot be used, or `work` cannot use, is a failed outcome that bears its number. That
/// no line comes at all is an error: whoever sends nothing has most likely failed.
pub(crate) fn each_line<T: Send>(
    source: LineSource<'_>,
    settings: &Settings,
    control: Control<'_>,
    work: impl Fn(&Line, &str) -> Result<T, Failure> + Sync,
    mut deliver: impl FnMut(Result<T, Outcome>) -> Result<(), Problem>,
) -> Result<bool, Problem> {
    let workers = Workers::new(settings.jobs)?;
    let label = source.label;
    let mut any = false;
    let stopped = each_line_of_any(source, &workers, control, work, |result| {
        any = true;
        deliver(result)
    })?;
    if !any && !stopped {
        return Err(Problem::Usage(format!(
            "{label} holds no line: there is nothing to work on; give a JSON object a line"
        )));
    }
    Ok(stopped)
}

/// The same, where there need not be any line.
pub(crate) fn each_line_of_any<T: Send>(
    source: LineSource<'_>,
    workers: &Workers,
    control: Control<'_>,
    work: impl Fn(&Line, &str) -> Result<T, Failure> + Sync,
    mut deliver: impl FnMut(Result<T, Outcome>) -> Result<(), Problem>,
) -> Result<bool, Problem> {
    let mut lines = Lines::new(source, LONGEST_LINE);
    let mut delivered = Ok(());
    let mut stopped = false;
    workers.map_in_order(
        std::iter::from_fn(|| {
            let line = if control.is_stopped() { None } else { lines.next() };
            // Who is stopped while lines are awaited may see their end instead.
            stopped = line.is_none() && control.is_stopped();
            line
        }),
        |line| {
            let text = line.text.as_ref().map_err(|why| Failure::Line(why.clone()));
            text.and_then(|text| work(line, text))
                .map_err(|failure| outcome::failed(&line.name, &failure))
        },
        |line, message| Err(outcome::failed(&line.name, &Failure::Panicked(message))),
        |result| {
            delivered = deliver(result);
            if delivered.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        },
    );
    delivered?;
    if let Some(error) = lines.error {
        return Err(Problem::Stream(error));
    }
    Ok(stopped)
}

/// The JSON object that a line holds, or what is wrong with the line.
pub(crate) fn object<T: DeserializeOwned>(line: &str) -> Result<T, String> {
    // A list would do for an object as far as serde goes.
    if !line.starts_with('{') {
        return Err("the line is no JSON object".to_owned());
    }
    serde_json::from_str(line).map_err(|error| annalist_report::json_fault(&error))
}

/// The lines of a stream that are not blank.
pub(crate) struct Lines<'a> {
    source: LineSource<'a>,
    longest: u64,
    number: u64,
    /// Why no more came, where that is not the end.
    pub(crate) error: Option<std::io::Error>,
}

impl<'a> Lines<'a> {
    /// The lines of `source`; one of more than `longest` bytes cannot be used.
    pub(crate) fn new(source: LineSource<'a>, longest: u64) -> Lines<'a> {
        Lines { source, longest, number: 0, error: None }
    }
}

impl Iterator for Lines<'_> {
    type Item = Line;

    fn next(&mut self) -> Option<Line> {
        loop {
            let mut bytes = Vec::new();
            let mut limited = (&mut *self.source.reader).take(self.longest);
            match limited.read_until(b'\n', &mut bytes) {
                Ok(0) => return None,
                Ok(_) => {}
                Err(error) => {
                    self.error = Some(error);
                    return None;
                }
            }
            self.number += 1;
            let is_cut = bytes.len() as u64 == self.longest && bytes.last() != Some(&b'\n');
            let text = if is_cut {
                bytes = Vec::new();
                self.pass_line_end();
                Err(format!("the line has more than {} bytes", self.longest))
            } else {
                text_of(&bytes, self.number == 1)
            };
            if !matches!(&text, Ok(text) if text.is_empty()) {
                let name = format!("{}, line {}", self.source.label, self.number);
                return Some(Line { name, text });
            }
        }
    }
}

impl Lines<'_> {
    /// Reads on to the end of a line that is too long to keep.
    fn pass_line_end(&mut self) {
        if let Err(error) = self.source.reader.skip_until(b'\n') {
            self.error = Some(error);
        }
    }
}

fn text_of(bytes: &[u8], is_first: bool) -> Result<String, String> {
    let text = str::from_utf8(bytes).map_err(|error| {
        format!("from byte {} on the line is no UTF-8", error.valid_up_to() + 1)
    })?;
    let text = if is_first { text.trim_start_matches('\u{feff}') } else { text };
    Ok(text.trim_ascii().to_owned())
}

/// Writes a line of results.
pub(crate) fn write_line(out: &mut dyn Write, line: &str) -> Result<(), Problem> {
    writeln!(out, "{line}").map_err(Problem::Stream)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicBool;

    use annalist_report::Status;

    use super::*;

    struct Nobody;

    impl crate::Watch for Nobody {
        fn on_document(&self, _: &Outcome) {}
    }

    #[test]
    fn bad_lines_bear_their_number_and_the_rest_goes_on() {
        let mut input = &b"\xef\xbb\xbfone\n\n \t\ntwo\r\nb\xffd\nboom\nlast"[..];
        let mut seen = Vec::new();
        let stop = AtomicBool::new(false);
        each_line(
            LineSource { label: "a.jsonl", reader: &mut input },
            &Settings { jobs: 2, ..Settings::default() },
            Control { watch: &Nobody, stop: &stop },
            |_, text| {
                assert!(text != "boom", "it went off");
                if text == "two" {
                    Err("no such number".to_owned().into())
                } else {
                    Ok(text.to_owned())
                }
            },
            |result| {
                seen.push(result.unwrap_or_else(|outcome| match outcome.status {
                    Status::Failed { cause, .. } => format!("{}: {cause}", outcome.input),
                    _ => String::new(),
                }));
                Ok(())
            },
        )
        .unwrap();
        assert_eq!(
            seen[..2],
            ["one", "a.jsonl, line 4: no such number; mend the line, or leave it out"]
        );
        assert!(
            seen[2].starts_with("a.jsonl, line 5: from byte 2 on the line is no UTF-8"),
            "{seen:?}"
        );
        assert!(seen[3].starts_with("a.jsonl, line 6") && seen[3].ends_with("it went off"));
        assert_eq!(seen[4], "last");
    }
}
