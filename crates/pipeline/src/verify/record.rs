//! One record against the bytes of its saved file.

use std::collections::BTreeSet;

use annalist_model::{ByteRange, Document, DocumentId, RunForm, Span};
use annalist_report::Claim;

use super::{Checked, characters};
use crate::hash;
use crate::read::Page;

/// The saved page, and the answers of platforms beside it, or why one cannot be had.
pub(super) struct Files {
    pub(super) page: Page,
    pub(super) answers: Vec<Result<Page, String>>,
}

/// Checks what the record says of the files, of its text and of its claims.
pub(super) fn check(document: &Document, claims: &[Claim], files: Files, checked: &mut Checked) {
    check_file(document, files.page.bytes(), checked);
    let bytes = end_to_end(document, files, checked);
    let sound = check_runs(document, &bytes, checked);
    characters::count(document, &sound, checked);
    check_claims(document, claims, &sound, checked);
}

/// Counts what the record says of a file that is not there.
pub(super) fn lose(document: &Document, checked: &mut Checked) {
    let none = vec![false; document.source_map().runs().len()];
    characters::count(document, &none, checked);
}

/// Whether the file is the one that was read.
fn check_file(document: &Document, bytes: &[u8], checked: &mut Checked) {
    let source = document.source();
    if bytes.len() as u64 != source.length {
        let unit = if source.compression.is_some() { "bytes, unpacked" } else { "bytes" };
        let (expected, found) = (source.length, bytes.len());
        checked.note("/source/bytes", format!("{expected} {unit}"), format!("{found} {unit}"));
    }
    let found = hash::of(bytes);
    if found != source.sha256 {
        checked.note("/source/sha256", source.sha256.to_string(), found.to_string());
    } else if *document.id() != DocumentId::of(&found) {
        let expected = DocumentId::of(&found);
        checked.note("/id", document.id().to_string(), format!("{expected}, after its SHA-256"));
    }
}

/// Bytes that may be missing before an answer for it to be looked at: a record that claims more is
/// forged.
const LONGEST_GAP: usize = 64 << 20;

/// The page and its answers in one piece, each where the record says that it stands, and whether the
/// answers are those that were read.
fn end_to_end(document: &Document, files: Files, checked: &mut Checked) -> Vec<u8> {
    let mut bytes = files.page.into_bytes();
    for (index, (answer, found)) in document.source().answers.iter().zip(files.answers).enumerate()
    {
        let pointer = |key: &str| format!("/source/answers/{index}/{key}");
        let range = answer.bytes.range();
        // A page that has changed in length must not move what stands behind it.
        if range.start > bytes.len() + LONGEST_GAP {
            let expected = format!("a file {} bytes further on", range.start - bytes.len());
            checked.note(pointer("source_bytes"), expected, "none".to_owned());
            continue;
        }
        bytes.resize(range.start, 0);
        match found {
            Ok(found) => {
                let length = found.bytes().len();
                if length != range.len() {
                    let (expected, found) = (range.len(), format!("{length} bytes"));
                    checked.note(pointer("source_bytes"), format!("{expected} bytes"), found);
                }
                let sha256 = hash::of(found.bytes());
                if sha256 != answer.sha256 {
                    let expected = answer.sha256.to_string();
                    checked.note(pointer("sha256"), expected, sha256.to_string());
                }
                bytes.extend_from_slice(found.bytes());
            }
            Err(why) => {
                let expected = format!("the saved file {:?}", answer.input);
                checked.note(pointer("input"), expected, why);
            }
        }
    }
    bytes
}

/// Decodes each run of text again; tells for each whether it is still there.
fn check_runs(document: &Document, bytes: &[u8], checked: &mut Checked) -> Vec<bool> {
    let source = document.source();
    let runs = document.source_map().runs();
    let rereader = annalist_parse::Rereader::new(bytes, source);
    let mut sound = Vec::with_capacity(runs.len());
    for (index, run) in runs.iter().enumerate() {
        let expected = document.slice(run.text);
        let found = rereader.read(run);
        let holds = found.as_deref().is_some_and(|found| run.form.accepts(found, expected));
        if !holds {
            let place = format!(" at bytes {:?}", run.bytes);
            let (expected, found) = match &found {
                Some(found) => where_they_part(expected, found),
                None => (cut_around(expected, 0), "nothing".to_owned()),
            };
            let pointer = format!("/source_map/{index}");
            checked.note(pointer, expected + &place, found + form_note(run.form));
        }
        sound.push(holds);
    }
    sound
}

/// What to add where a run was read as one unit, so that its text need not look like its bytes.
fn form_note(form: RunForm) -> &'static str {
    if form == RunForm::Whole { " (read as one unit)" } else { "" }
}

fn check_claims(document: &Document, claims: &[Claim], sound: &[bool], checked: &mut Checked) {
    let runs = document.source_map();
    let is_sound = |span: Span| {
        let all = runs.runs();
        let first = all.partition_point(|run| run.text.end() <= span.start());
        let count = runs.runs_in(span).len();
        sound.iter().skip(first).take(count).all(|&holds| holds)
    };
    let changed = changed_files(checked);
    let source = document.source();
    let is_whole = |bytes: Option<ByteRange>| {
        let answer = bytes.and_then(|bytes| source.answer_at(bytes.start()));
        let place = answer.and_then(|it| source.answers.iter().position(|other| other == it));
        !changed.contains(&place)
    };
    for claim in claims {
        let Some(span) = claim.span else {
            let expected = "offsets that fit the text".to_owned();
            checked.note(&claim.pointer, expected, "offsets that do not".to_owned());
            continue;
        };
        let found = document.bytes_of(span);
        if found != claim.source_bytes {
            let show = |bytes: Option<ByteRange>| {
                bytes.map_or("no bytes".to_owned(), |bytes| format!("bytes {bytes:?}"))
            };
            checked.note(&claim.pointer, show(claim.source_bytes), show(found));
        } else if is_whole(found) && is_sound(span) {
            checked.held += 1;
        }
    }
}

/// The files that are not those that were read: answers by their places, the page as none.
fn changed_files(checked: &Checked) -> BTreeSet<Option<usize>> {
    let of_source = checked.mismatches.iter().filter_map(|it| it.pointer.strip_prefix("/source/"));
    let place = |pointer: &str| pointer.strip_prefix("answers/")?.split('/').next()?.parse().ok();
    of_source.map(place).collect()
}

/// Code points that are shown of a text, and how many of them stand before the place that matters.
const SHOWN: usize = 60;
const SHOWN_BEFORE: usize = 20;

/// Two texts in quotation marks, each cut around the first place where they differ.
fn where_they_part(one: &str, other: &str) -> (String, String) {
    let at = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    (cut_around(one, at), cut_around(other, at))
}

/// A text in quotation marks, cut around the code point `at` where it is long.
fn cut_around(text: &str, at: usize) -> String {
    let start = if at > SHOWN - SHOWN_BEFORE { at - SHOWN_BEFORE } else { 0 };
    let mut rest = text.chars().skip(start);
    let shown: String = rest.by_ref().take(SHOWN).collect();
    let (before, after) =
        (if start > 0 { "…" } else { "" }, if rest.next().is_some() { "…" } else { "" });
    format!("{before}{shown:?}{after}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_shown_where_they_part() {
        let long = "word ".repeat(100);
        let changed = format!("{}ward{}", &long[..250], &long[254..]);
        assert_eq!(
            where_they_part(&long, &changed),
            (format!("…{:?}…", &long[231..291]), format!("…{:?}…", &changed[231..291]),)
        );
        assert_eq!(where_they_part("café", "cafe"), (r#""café""#.into(), r#""cafe""#.into()));
        assert_eq!(where_they_part("abc", "abcd"), (r#""abc""#.into(), r#""abcd""#.into()));
        assert_eq!(cut_around(&long, 0), format!("{:?}…", &long[..60]));
    }
}
