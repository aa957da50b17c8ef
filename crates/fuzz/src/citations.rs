//! Each run of a text against the bytes that it cites.

use annalist_model::Document;
use annalist_parse::Rereader;

/// Decodes each run of `document` again from `file`, by the code that `annalist verify` uses.
pub(crate) fn check(document: &Document, file: &[u8]) {
    let rereader = Rereader::new(file, document.source());
    for run in document.source_map().runs() {
        let expected = document.slice(run.text);
        let found = rereader.read(run);
        let holds = found.as_deref().is_some_and(|found| run.form.accepts(found, expected));
        assert!(holds, "{run:?} says {expected:?}, its bytes {found:?}");
    }
}
