//! Bytes as lines of JSON: a record that is read is written as it was read.

use annalist_report::{
    claims, document_markdown, read_document, read_outcome, read_record, record_json,
};

/// Lines of records, documents and outcomes.
pub(crate) fn records(bytes: &[u8]) {
    for line in String::from_utf8_lossy(bytes).lines() {
        let _ = (read_document(line), read_outcome(line), claims(line));
        let Ok(record) = read_record(line) else {
            continue;
        };
        let written = record_json(&record);
        let again = read_record(&written).expect("what is written can be read");
        assert!(again == record, "read again, another record");
        let _ = document_markdown(&record);
    }
}
