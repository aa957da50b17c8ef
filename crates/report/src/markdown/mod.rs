//! stub
use crate::Outcome;
use annalist_corpus::Corpus;
use annalist_model::Record;
/// The report on one document.
pub fn document_markdown(record: &Record) -> String {
    let _ = record;
    String::new()
}
/// The report on a collection.
pub fn corpus_markdown(corpus: &Corpus, outcomes: &[Outcome]) -> String {
    let _ = (corpus, outcomes);
    String::new()
}
