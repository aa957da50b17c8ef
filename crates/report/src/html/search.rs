//! The search: names in one script, texts in several, each read from disk when it is needed.

use std::collections::BTreeSet;

use annalist_model::{Owner, Record};
use minijinja::context;

use super::{HtmlError, HtmlFile, HtmlReport, index, listing, vocabulary};

/// Documents of one part, about.
const DOCUMENTS: usize = 24;

/// Most names that the search knows: those of most sources.
const NAMES: usize = 15_000;

/// A script with the texts of some documents. Which one a document is in does not hang on others, so
/// that a new one changes one part alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchPart {
    /// Where it lies below the folder of the report.
    pub path: String,
    /// What it is made of, in short; it stands in its first line.
    pub stamp: String,
    /// The numbers of its documents.
    pub documents: Vec<u32>,
}

/// A value as a script has it: JSON in which nothing can end the script or its line.
pub(super) fn script_value(value: &impl serde::Serialize) -> String {
    let json = serde_json::to_string(value).unwrap_or_default();
    json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

impl HtmlReport<'_> {
    /// The parts of the search, which are the parts in which shares are kept as well.
    pub fn search_parts(&self) -> Vec<SearchPart> {
        let count = self.parts_of_search();
        let mut documents: Vec<Vec<u32>> = vec![Vec::new(); count];
        for (number, summary) in (0..).zip(&self.known.documents) {
            let hash = index::digest([summary.input.as_str()]);
            let at =
                usize::from_str_radix(hash.get(..6).unwrap_or_default(), 16).unwrap_or_default();
            documents[at % count].push(number);
        }
        let part = |(number, documents): (usize, Vec<u32>)| {
            let stamps: Vec<String> = documents
                .iter()
                .map(|it| {
                    let record = self.known.document(*it).map_or("", |it| it.record.as_str());
                    format!("{} {record}", self.document_path(*it))
                })
                .collect();
            let stamps = stamps.iter().map(String::as_str);
            let stamp = index::digest(stamps.chain([self.made.as_str()]));
            SearchPart { path: format!("s/{number}.js"), stamp, documents }
        };
        documents.into_iter().enumerate().map(part).collect()
    }

    /// How many parts the search has.
    pub(super) fn parts_of_search(&self) -> usize {
        (self.known.documents.len() / DOCUMENTS).next_power_of_two()
    }

    /// The words by which a document is found.
    pub(super) fn words_of(&self, number: u32, record: &Record, into: &mut BTreeSet<String>) {
        let mut take = |word: &str| {
            if !into.contains(word) {
                into.insert(word.to_owned());
            }
        };
        let document = record.document();
        vocabulary::words(&self.title(number), &mut take);
        vocabulary::words(document.text(), &mut take);
        let authors = document.comments().iter().filter_map(|it| it.author.as_ref());
        authors.for_each(|it| vocabulary::words(&it.value, &mut take));
    }

    /// A part of the search, from the records of its documents.
    pub fn search_part(&self, part: &SearchPart, records: &[Record]) -> HtmlFile {
        let mut text = format!("// {}\n", part.stamp);
        for (number, record) in part.documents.iter().zip(records) {
            let document = record.document();
            let article: Vec<&str> = document
                .blocks()
                .iter()
                .filter(|block| block.owner == Owner::Article)
                .map(|block| document.slice(block.span))
                .collect();
            let comments: Vec<(u32, &str, &str)> = document
                .comments()
                .iter()
                .map(|it| {
                    (
                        it.id,
                        it.author.as_ref().map_or("", |it| it.value.as_str()),
                        document.slice(it.span),
                    )
                })
                .collect();
            let known = self.known.document(*number);
            let date = known.and_then(|it| it.published).map(|it| it.to_string());
            let entry = (
                self.document_path(*number),
                self.title(*number),
                date.unwrap_or_default(),
                article.join("\n"),
                comments,
            );
            text.push_str(&format!("annalistText({});\n", script_value(&entry)));
        }
        HtmlFile { path: part.path.clone(), text }
    }

    pub(super) fn search_page(&self) -> Result<HtmlFile, HtmlError> {
        let parts: Vec<String> = self.search_parts().into_iter().map(|it| it.path).collect();
        self.page(
            "search.html",
            "search.html",
            context! {
                root => "", here => "search", title => "Search", parts,
                scripts => self.index_scripts(),
            },
        )
    }

    /// The names that the search knows.
    pub(super) fn search_names(&self) -> HtmlFile {
        let names: Vec<(&str, &str, String, u32)> = (0..)
            .zip(&self.known.entities)
            .map(|(number, it)| {
                let page = listing::page_of(self, number, it);
                (it.name.as_str(), it.kind.as_str(), page, it.documents)
            })
            .take(NAMES)
            .collect();
        let text = format!("annalistNames({});\n", script_value(&names));
        HtmlFile { path: "s/names.js".to_owned(), text }
    }
}
