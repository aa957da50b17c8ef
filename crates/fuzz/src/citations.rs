//! Each run of a text against the bytes that it cites.

use annalist_model::{Document, RunForm};
use annalist_parse::Rereader;

/// Decodes each run of `document` again from `file`, by the code that `annalist verify` uses.
pub(crate) fn check(document: &Document, file: &[u8]) {
    let rereader = Rereader::new(file, document.source());
    for run in document.source_map().runs() {
        let expected = document.slice(run.text);
        let found = rereader.read(run);
        let holds = found.as_deref().is_some_and(|found| says(found, expected, run.form));
        assert!(holds, "{run:?} says {expected:?}, its bytes {found:?}");
    }
}

/// White space that was read as one unit is shown as one blank or line end.
fn says(found: &str, expected: &str, form: RunForm) -> bool {
    let is_blank = |text: &str| !text.is_empty() && text.chars().all(char::is_whitespace);
    found == expected || (form == RunForm::Whole && is_blank(found) && is_blank(expected))
}
