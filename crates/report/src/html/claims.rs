//! Claims as rows: who, what, to whom, when, and where it is said.

use minijinja::{Value, context};
use serde::Serialize;

use super::HtmlReport;
use super::told::{Party, Sort, Told};

/// A claim as a row of a page.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Row {
    sort: Sort,
    /// Of whom it is told: subject, doer or speaker.
    who: Vec<Value>,
    what: String,
    words: String,
    /// To whom: object, or whom it befell.
    whom: Vec<Value>,
    /// The others: where, and to whom something was given or said.
    beside: Vec<Value>,
    by: Vec<Value>,
    when: String,
    modality: String,
    is_held: bool,
    owner: &'static str,
    comment: Option<u32>,
    snippet: String,
    /// The ways to the passages, each with its number.
    places: Vec<(String, u32)>,
    title: String,
    rule: String,
}

impl HtmlReport<'_> {
    /// A claim of a document, for a page that `root` leads up from. On the page of the document
    /// itself, passages are led to within it.
    pub(super) fn row(&self, document: u32, told: &Told, root: &str, is_own: bool) -> Row {
        let page = match is_own {
            true => String::new(),
            false => format!("{root}{}", self.document_path(document)),
        };
        let parties = |parts: &[&str]| -> Vec<Value> {
            let of = told.parties.iter().filter(|it| parts.contains(&it.part.as_str()));
            of.map(|it| self.party(document, it, root)).collect()
        };
        Row {
            sort: told.sort,
            who: parties(&["subject", "agent", "speaker"]),
            what: told.what.clone(),
            words: told.words.clone(),
            whom: parties(&["object", "patient"]),
            beside: parties(&["recipient", "place"]),
            by: parties(&["reporter"]),
            when: told.when.clone(),
            modality: told.modality.clone(),
            is_held: told.is_held,
            owner: if told.comment.is_some() { "comment" } else { "article" },
            comment: told.comment,
            snippet: told.snippet.clone(),
            places: told.places.iter().map(|at| (format!("{page}#p{at}"), *at)).collect(),
            title: if is_own { String::new() } else { self.title(document) },
            rule: told.rule.clone(),
        }
    }

    fn party(&self, document: u32, party: &Party, root: &str) -> Value {
        let page = party.entity.and_then(|it| self.index.link(document, it));
        let page = page.map(|page| format!("{root}{page}"));
        context! { name => party.name, words => party.words, part => party.part, page }
    }
}
