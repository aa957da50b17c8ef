//! Notes in comments of the markup.

use std::ops::Range;

use super::{SaverNote, noted, read_time};
use crate::decode::Decoded;
use crate::metadata::is_web_address;
use crate::stamp::StampWords;

/// The note in a comment, which stands at `place` of the decoded page.
pub(super) fn read(
    comment: &str,
    place: Option<Range<usize>>,
    decoded: &Decoded,
    words: &StampWords,
) -> Option<SaverNote> {
    let said = say(comment.trim())?;
    let url = said.url.and_then(|shown| {
        // HTTrack leaves out how the page was asked for; whoever asks today is led on from here.
        let is_bare = said.program == "HTTrack" && !shown.contains("://");
        let url = if is_bare { format!("http://{shown}") } else { shown.to_owned() };
        is_web_address(&url).then(|| noted(decoded, url, shown, place.clone()))
    });
    let saved_at = said.date.and_then(|date| {
        let at = read_time(date, words)?;
        Some(noted(decoded, at, date, place))
    });
    Some(SaverNote { url, saved_at, program: Some(said.program.to_owned()) })
}

/// The words of a note.
struct Said<'c> {
    program: &'static str,
    url: Option<&'c str>,
    date: Option<&'c str>,
}

fn say(comment: &str) -> Option<Said<'_>> {
    let single_file = ["Page saved with SingleFile", "Archive processed by SingleFile"];
    if single_file.iter().any(|opening| comment.starts_with(opening)) {
        let (url, date) = (field(comment, "url:"), field(comment, "saved date:"));
        return Some(Said { program: "SingleFile", url, date });
    }
    // The number is the length of the address; Internet Explorer counts in four digits.
    if let Some(rest) = strip_prefix_ignoring_case(comment, "saved from url=(") {
        let url = rest.split_once(')')?.1.trim();
        return Some(Said { program: "browser", url: Some(url), date: None });
    }
    if let Some(rest) = comment.strip_prefix("Mirrored from ") {
        let (url, rest) = rest.split_once(" by HTTrack")?;
        let date = rest.split_once(", ").map(|(_, date)| date.trim());
        return Some(Said { program: "HTTrack", url: Some(url.trim()), date });
    }
    let rest = comment.strip_prefix("Saved from ")?;
    let (url, rest) = rest.split_once(" at ")?;
    let date = rest.split(" using ").next().unwrap_or(rest);
    Some(Said { program: "monolith", url: Some(url), date: Some(date) })
}

fn strip_prefix_ignoring_case<'c>(text: &'c str, prefix: &str) -> Option<&'c str> {
    let (start, rest) = text.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

/// The rest of the line after `label`.
fn field<'c>(comment: &'c str, label: &str) -> Option<&'c str> {
    let (_, rest) = comment.split_once(label)?;
    let line = rest.lines().next()?.trim();
    (!line.is_empty()).then_some(line)
}
