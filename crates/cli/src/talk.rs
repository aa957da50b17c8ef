//! What is said to the user, on stderr. What is asked for goes to stdout and is not said here.

use std::fmt::Write as _;
use std::io::{self, Write};

use indicatif::ProgressBar;
use serde_json::{Map, Value};

use crate::args::LogFormat;

/// How much is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    /// What went wrong.
    Errors,
    /// And what was done, at the end.
    Summary,
    /// And what became of each input.
    Details,
}

/// Says things, in the form that the user wants.
#[derive(Debug)]
pub(crate) struct Talk {
    level: Level,
    format: LogFormat,
    color: bool,
    on_terminal: bool,
    bar: Option<ProgressBar>,
}

impl Default for Talk {
    fn default() -> Talk {
        Talk::before_plan(None)
    }
}

/// A fact that a message is about: its name in JSON, and its value.
pub(crate) type Fact<'a> = (&'static str, Value);

impl Talk {
    pub(crate) fn new(level: Level, format: LogFormat, color: bool, on_terminal: bool) -> Talk {
        Talk { level, format, color, on_terminal, bar: None }
    }

    /// How things are said before the configuration is known.
    pub(crate) fn before_plan(format: Option<LogFormat>) -> Talk {
        Talk::new(Level::Summary, format.unwrap_or(LogFormat::Text), false, false)
    }

    /// The same, with messages that do not tear the bar.
    pub(crate) fn beside(&self, bar: ProgressBar) -> Talk {
        Talk { bar: Some(bar), ..Talk::new(self.level, self.format, self.color, self.on_terminal) }
    }

    /// Whether a progress bar would be seen and is wanted.
    pub(crate) fn wants_progress(&self) -> bool {
        self.on_terminal && self.level > Level::Errors && self.format == LogFormat::Text
    }

    pub(crate) fn format(&self) -> LogFormat {
        self.format
    }

    pub(crate) fn shows_details(&self) -> bool {
        self.level >= Level::Details
    }

    /// Says what went wrong.
    pub(crate) fn error(&self, message: &str) {
        self.say("error", RED, &[message], &[]);
    }

    /// Says what went wrong with one input.
    pub(crate) fn failure(&self, input: &str, code: &str, cause: &str) {
        let facts = [("input", input.into()), ("code", code.into()), ("cause", cause.into())];
        self.say("error", RED, &[&format!("{input}: {cause}")], &facts);
    }

    /// Says what is missing of something that was done.
    pub(crate) fn warning(&self, message: &str) {
        self.say("warning", YELLOW, &[message], &[]);
    }

    /// Says what was done, with the counts in it as facts; people read each of `lines` on its own.
    pub(crate) fn summary(&self, lines: &[&str], facts: &[Fact<'_>]) {
        if self.level >= Level::Summary {
            self.say("info", GREEN, lines, facts);
        }
    }

    /// Says what became of one input.
    pub(crate) fn detail(&self, message: &str, facts: &[Fact<'_>]) {
        if self.shows_details() {
            self.say("debug", BLUE, &[message], facts);
        }
    }

    fn say(&self, level: &str, color: &str, lines: &[&str], facts: &[Fact<'_>]) {
        let words = || lines.iter().map(|line| visible(line)).collect::<Vec<_>>().join("\n");
        let line = match self.format {
            LogFormat::Json => json(level, &lines.join("; "), facts),
            LogFormat::Text if self.color => format!("{BOLD}{color}{level}{RESET}: {}", words()),
            LogFormat::Text => format!("{level}: {}", words()),
        };
        // A closed stderr leaves nobody to tell.
        let write = || drop(writeln!(io::stderr().lock(), "{line}"));
        match &self.bar {
            Some(bar) => bar.suspend(write),
            None => write(),
        }
    }
}

const RED: &str = "\u{1b}[31m";
const YELLOW: &str = "\u{1b}[33m";
const GREEN: &str = "\u{1b}[32m";
const BLUE: &str = "\u{1b}[34m";
const BOLD: &str = "\u{1b}[1m";
const RESET: &str = "\u{1b}[0m";

fn json(level: &str, message: &str, facts: &[Fact<'_>]) -> String {
    let mut object = Map::new();
    object.insert("level".to_owned(), level.into());
    object.insert("message".to_owned(), message.into());
    for (name, value) in facts {
        object.insert((*name).to_owned(), value.clone());
    }
    Value::Object(object).to_string()
}

/// A message on one line, without what could steer a terminal: names and causes may come from a
/// hostile page.
pub(crate) fn visible(message: &str) -> String {
    let mut visible = String::with_capacity(message.len());
    for c in message.chars() {
        let steers =
            c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if steers {
            let _ = write!(visible, "{}", c.escape_default());
        } else {
            visible.push(c);
        }
    }
    visible
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_name_steers_the_terminal() {
        assert_eq!(visible("a\u{1b}[2Jb\u{202e}c é\n"), "a\\u{1b}[2Jb\\u{202e}c é\\n");
    }

    #[test]
    fn messages_as_json_are_one_line() {
        let line = json("error", "a\nb", &[("input", "a\nb".into())]);
        assert_eq!(line, r#"{"level":"error","message":"a\nb","input":"a\nb"}"#);
    }
}
