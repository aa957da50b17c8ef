//! One record against the bytes of its saved file.

use annalist_model::{ByteRange, Document, DocumentId, RunForm, Span};
use annalist_report::Claim;

use super::Checked;
use crate::hash;

/// Checks what the record says of the file, of its text and of its claims.
pub(super) fn check(document: &Document, claims: &[Claim], bytes: &[u8], checked: &mut Checked) {
    check_file(document, bytes, checked);
    let sound = check_runs(document, bytes, checked);
    check_claims(document, claims, &sound, checked);
}

/// Whether the file is the one that was read.
fn check_file(document: &Document, bytes: &[u8], checked: &mut Checked) {
    let source = document.source();
    if bytes.len() as u64 != source.length {
        let (expected, found) = (source.length, bytes.len());
        checked.note("/source/bytes", format!("{expected} bytes"), format!("{found} bytes"));
    }
    let found = hash::of(bytes);
    if found != source.sha256 {
        checked.note("/source/sha256", source.sha256.to_string(), found.to_string());
    } else if *document.id() != DocumentId::of(&found) {
        let expected = DocumentId::of(&found);
        checked.note("/id", document.id().to_string(), format!("{expected}, after its SHA-256"));
    }
}

/// Decodes each run of text again; tells for each whether it is still there.
fn check_runs(document: &Document, bytes: &[u8], checked: &mut Checked) -> Vec<bool> {
    let source = document.source();
    let runs = document.source_map().runs();
    let mut sound = Vec::with_capacity(runs.len());
    for (index, run) in runs.iter().enumerate() {
        let expected = document.slice(run.text);
        let found = bytes.get(run.bytes.range()).and_then(|bytes| {
            annalist_parse::reread(bytes, &source.charset, source.media_type, run.form)
        });
        let holds = found.as_deref().is_some_and(|found| says(found, expected, run.form));
        if !holds {
            let place = format!(" at bytes {:?}", run.bytes);
            let found = found.map_or("nothing".to_owned(), |found| quoted(&found));
            let pointer = format!("/source_map/{index}");
            checked.note(pointer, quoted(expected) + &place, found + form_note(run.form));
        }
        sound.push(holds);
    }
    sound
}

/// Whether bytes that read as `found` say `expected`. White space read as one unit is shown as one
/// blank or line end, whatever it is made of.
fn says(found: &str, expected: &str, form: RunForm) -> bool {
    let is_blank = |text: &str| !text.is_empty() && text.chars().all(char::is_whitespace);
    found == expected || (form == RunForm::Whole && is_blank(found) && is_blank(expected))
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
    let file_holds = checked.mismatches.iter().all(|it| !it.pointer.starts_with("/source/"));
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
        } else if file_holds && is_sound(span) {
            checked.held += 1;
        }
    }
}

/// A text in quotation marks, cut where it is long.
fn quoted(text: &str) -> String {
    const SHOWN: usize = 60;
    match text.char_indices().nth(SHOWN) {
        None => format!("{text:?}"),
        Some((end, _)) => format!("{:?}…", &text[..end]),
    }
}
