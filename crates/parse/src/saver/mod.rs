//! The notes that saving programs leave in a file: where the page is from, and when it was saved.

mod comment;
mod time;

use std::ops::Range;

use annalist_model::{ByteRange, DateTime};
use ego_tree::NodeRef;
use html5ever::local_name;
use scraper::Node;

use crate::decode::Decoded;
use crate::metadata::is_web_address;
use crate::page::attribute;
use crate::stamp::StampWords;
use crate::tree::Tree;

pub(crate) use time::{read_digits, read_time};

/// What a saver says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct SaverNote {
    pub(crate) url: Option<Noted<String>>,
    pub(crate) saved_at: Option<Noted<DateTime>>,
    pub(crate) program: Option<String>,
}

/// A value, and the bytes of the saved file that say it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Noted<T> {
    pub(crate) value: T,
    pub(crate) bytes: Option<ByteRange>,
}

impl SaverNote {
    /// This note, what it leaves open filled from `other`. A note without an address gives way to one
    /// that has it: a page that was saved again from a disk was first saved from the web.
    pub(crate) fn or(self, other: SaverNote) -> SaverNote {
        let (first, second) =
            if self.url.is_none() && other.url.is_some() { (other, self) } else { (self, other) };
        // An address known from outside that the file gives as well has its bytes.
        let is_same = |one: &Noted<String>, other: &Noted<String>| {
            one.bytes.is_none() && one.value == other.value
        };
        let url = match (first.url, second.url) {
            (Some(one), Some(other)) if is_same(&one, &other) => Some(other),
            (one, other) => one.or(other),
        };
        SaverNote {
            url,
            saved_at: first.saved_at.or(second.saved_at),
            program: first.program.or(second.program),
        }
    }

    fn says_nothing(&self) -> bool {
        self.url.is_none() && self.saved_at.is_none()
    }
}

/// `value`, with the bytes of the words `shown` within `place` of the decoded page.
pub(crate) fn noted<T>(
    decoded: &Decoded,
    value: T,
    shown: &str,
    place: Option<Range<usize>>,
) -> Noted<T> {
    let bytes = place.and_then(|place| {
        let start = place.start + decoded.text.get(place)?.find(shown)?;
        decoded.bytes_of(start..start + shown.len())
    });
    Noted { value, bytes }
}

/// Reads the first note in a page that says something: of SingleFile, a browser, monolith, HTTrack,
/// WebScrapBook, Save Page WE or Evernote.
pub(crate) fn read(tree: &Tree, decoded: &Decoded, words: &StampWords) -> SaverNote {
    let nodes = tree.html.tree.nodes();
    let mut of_elements = ElementNotes::default();
    for node in nodes {
        let note = match node.value() {
            Node::Comment(comment) => {
                comment::read(comment, tree.comment_place(node.id()), decoded, words)
            }
            Node::Element(_) => {
                of_elements.hear(node, tree, decoded, words);
                None
            }
            _ => None,
        };
        if let Some(note) = note.filter(|note| !note.says_nothing()) {
            return note.or(of_elements.finish());
        }
    }
    of_elements.finish()
}

/// What stands in attributes of the page and its meta elements.
#[derive(Default)]
struct ElementNotes {
    scrapbook: SaverNote,
    save_page: SaverNote,
    evernote: SaverNote,
    is_evernote: bool,
}

impl ElementNotes {
    fn hear(
        &mut self,
        node: NodeRef<'_, Node>,
        tree: &Tree,
        decoded: &Decoded,
        words: &StampWords,
    ) {
        let Some(element) = node.value().as_element() else { return };
        let place = |name: &str| tree.attribute_place(node.id(), name);
        match element.name.local {
            local_name!("html") => {
                if let Some(url) = attribute(element, "data-scrapbook-source") {
                    let place = place("data-scrapbook-source");
                    self.scrapbook.url = address(url, decoded, place);
                    self.scrapbook.program = Some("WebScrapBook".to_owned());
                }
                if let Some(digits) = attribute(element, "data-scrapbook-create") {
                    let place = place("data-scrapbook-create");
                    self.scrapbook.saved_at =
                        read_digits(digits).map(|at| noted(decoded, at, digits, place));
                }
            }
            local_name!("meta") => {
                let name = attribute(element, "name").unwrap_or_default();
                let content = attribute(element, "content").unwrap_or_default().trim();
                let time = || {
                    let at = read_time(content, words)?;
                    Some(noted(decoded, at, content, place("content")))
                };
                match name {
                    "savepage-url" => {
                        self.save_page.url = address(content, decoded, place("content"));
                        self.save_page.program = Some("Save Page WE".to_owned());
                    }
                    "savepage-date" => self.save_page.saved_at = time(),
                    "exporter-version" => {
                        self.is_evernote = content.starts_with("Evernote");
                        self.evernote.program = Some("Evernote".to_owned());
                    }
                    "source-url" => self.evernote.url = address(content, decoded, place("content")),
                    "created" => self.evernote.saved_at = time(),
                    _ => (),
                }
            }
            _ => (),
        }
    }

    fn finish(self) -> SaverNote {
        let evernote = if self.is_evernote { self.evernote } else { SaverNote::default() };
        let notes = [self.scrapbook, self.save_page, evernote];
        notes.into_iter().find(|note| !note.says_nothing()).unwrap_or_default()
    }
}

/// The address that `text` is.
fn address(text: &str, decoded: &Decoded, place: Option<Range<usize>>) -> Option<Noted<String>> {
    let url = text.trim();
    is_web_address(url).then(|| noted(decoded, url.to_owned(), url, place))
}

#[cfg(test)]
mod tests;
