//! Copies of pages in web archives: what the archive says of the copy is read, and what it added is
//! taken out, so that the page is read as it was.
//!
//! The bars and notes of an archive are cut out of the tree before anybody reads it, and links lead
//! where they led. The time of the capture is said of the saved file, never of the article.

mod address;

use annalist_model::{ByteRange, DateTime};
use ego_tree::{NodeId, NodeRef};
use html5ever::local_name;
use scraper::Node;
use scraper::node::Element;

use crate::decode::Decoded;
use crate::page::{attribute, class_and_id};
use crate::saver::{Noted, noted};
use crate::stamp::{DayOrder, StampWords};
use crate::tree::Tree;

use address::CopyAddress;
pub(crate) use address::WebArchives;

/// How the Wayback Machine marks where its bar begins and ends.
const BAR_BEGINS: &str = "BEGIN WAYBACK TOOLBAR INSERT";
const BAR_ENDS: &str = "END WAYBACK TOOLBAR INSERT";

/// What the Wayback Machine writes at the end of a copy.
const ARCHIVED_ON: &str = "FILE ARCHIVED ON ";

/// Attributes that hold addresses.
const LINKS: [&str; 7] = ["href", "src", "content", "cite", "action", "poster", "background"];

/// The element that archive.today puts the page in.
const ARCHIVE_TODAY: &str = "archive.today";
const PAGE_IN_ARCHIVE_TODAY: &str = "CONTENT";

/// What an archive says of a copy.
#[derive(Debug)]
pub(crate) struct WebCopy {
    pub(crate) archive: &'static str,
    /// The address of the copy.
    pub(crate) address: Option<String>,
    /// The address of the page itself.
    pub(crate) original: Option<Noted<String>>,
    pub(crate) captured: Option<Noted<DateTime>>,
}

/// Reads what an archive says of the page, where it is a copy in one, and takes out what the archive
/// added. `known` is the address that the page was saved from, as far as it is known.
pub(crate) fn undo(
    tree: &mut Tree,
    decoded: &Decoded,
    archives: &WebArchives,
    words: &StampWords,
    known: Option<&Noted<String>>,
) -> Option<WebCopy> {
    let traces = Traces::find(tree, decoded, archives, words);
    let by_address = known.and_then(|url| WebCopy::of(archives.read(&url.value)?, url));
    for &node in &traces.added {
        detach(tree, node);
    }
    let copy = by_address.into_iter().chain(traces.copies).reduce(WebCopy::or)?;
    if copy.archive == ARCHIVE_TODAY {
        leave_frame(tree, archives);
    }
    unwrap_links(tree, archives);
    Some(copy)
}

impl WebCopy {
    fn of(copy: CopyAddress<'_>, address: &Noted<String>) -> Option<WebCopy> {
        Some(WebCopy {
            archive: copy.archive,
            address: Some(address.value.clone()),
            original: Some(part_of(address, copy.original, copy.original.to_owned())),
            captured: Some(part_of(address, copy.stamp, copy.captured)),
        })
    }

    /// This word of a copy, what it leaves open filled from another.
    fn or(self, other: WebCopy) -> WebCopy {
        WebCopy {
            archive: self.archive,
            address: self.address.or(other.address),
            original: self.original.or(other.original),
            captured: self.captured.or(other.captured),
        }
    }
}

/// `value`, with the bytes of the words `part` of an address; those of the whole address where the
/// file does not hold it letter for letter.
fn part_of<T>(address: &Noted<String>, part: &str, value: T) -> Noted<T> {
    let bytes = address.bytes.map(|whole| {
        let is_verbatim = whole.range().len() == address.value.len();
        let start = address.value.rfind(part).filter(|_| is_verbatim);
        let start = start.and_then(|start| u32::try_from(start).ok());
        let start = start.map(|start| whole.start() + start);
        let found = start.and_then(|start| ByteRange::new(start, start + part.len() as u32));
        found.unwrap_or(whole)
    });
    Noted { value, bytes }
}

/// What an archive left in a page.
#[derive(Default)]
struct Traces {
    /// What it says, the best first.
    copies: Vec<WebCopy>,
    /// Elements that it added.
    added: Vec<NodeId>,
    /// Parts of a bar that were listened to.
    heard: usize,
    /// Whether the mark of a bar was met.
    is_marked: bool,
}

/// Parts of a bar that are listened to. A real one has half as many, and each part may hold all
/// others.
const MOST_HEARD: usize = 16;

impl Traces {
    fn find(tree: &Tree, decoded: &Decoded, archives: &WebArchives, words: &StampWords) -> Traces {
        let mut traces = Traces::default();
        let mut of_comment = None;
        for node in tree.html.tree.nodes() {
            match node.value() {
                Node::Comment(comment) if comment.trim() == BAR_BEGINS => {
                    traces.hear_bar(node, tree, decoded, archives);
                }
                Node::Comment(comment) => {
                    of_comment = of_comment.or_else(|| {
                        archived_on(comment, tree.comment_place(node.id()), decoded, words)
                    });
                }
                Node::Element(element) => {
                    if class_and_id(element)[1].is_some_and(|id| archives.of_bar(id).is_some()) {
                        traces.added.push(node.id());
                        traces.hear(node, tree, decoded, archives);
                    } else if is_own_address(element) {
                        traces.copies.extend(declared(node, element, tree, decoded, archives));
                    }
                }
                _ => (),
            }
        }
        traces.copies.extend(of_comment);
        traces
    }

    /// Hears what stands between the marks of a bar, which are siblings.
    fn hear_bar(
        &mut self,
        begin: NodeRef<'_, Node>,
        tree: &Tree,
        decoded: &Decoded,
        archives: &WebArchives,
    ) {
        let is_end = |node: &NodeRef<'_, Node>| {
            node.value().as_comment().is_some_and(|comment| comment.trim() == BAR_ENDS)
        };
        // There is one bar; one that nothing ends is known by its elements alone.
        if std::mem::replace(&mut self.is_marked, true)
            || !begin.next_siblings().any(|node| is_end(&node))
        {
            return;
        }
        for node in begin.next_siblings().take_while(|node| !is_end(node)) {
            self.added.push(node.id());
            self.hear(node, tree, decoded, archives);
        }
    }

    /// Hears the address that a part of the bar shows, or that its script is given.
    fn hear(
        &mut self,
        part: NodeRef<'_, Node>,
        tree: &Tree,
        decoded: &Decoded,
        archives: &WebArchives,
    ) {
        self.heard += 1;
        if self.heard > MOST_HEARD {
            return;
        }
        for node in part.descendants() {
            let Some(text) = node.value().as_text() else { continue };
            let place = || {
                let mut pieces = tree.pieces(node.id());
                let first = pieces.next()?;
                let end = pieces.last().map_or(first.end, |last| last.end);
                Some(first.start as usize..end as usize)
            };
            let shown = text.split_whitespace().find_map(|word| Some((word, archives.read(word)?)));
            if let Some((word, copy)) = shown {
                let address = noted(decoded, word.to_owned(), word, place());
                self.copies.extend(WebCopy::of(copy, &address));
            }
        }
    }
}

/// Whether an element gives the address of the page itself.
fn is_own_address(element: &Element) -> bool {
    element.name.local == local_name!("link")
        && matches!(attribute(element, "rel"), Some("canonical" | "bookmark"))
}

/// The copy whose address the page gives as its own.
fn declared(
    node: NodeRef<'_, Node>,
    element: &Element,
    tree: &Tree,
    decoded: &Decoded,
    archives: &WebArchives,
) -> Option<WebCopy> {
    let href = attribute(element, "href")?;
    let address = noted(decoded, href.to_owned(), href, tree.attribute_place(node.id(), "href"));
    WebCopy::of(archives.read(href)?, &address)
}

/// `FILE ARCHIVED ON 11:30:54 Sep 13, 2018 AND RETRIEVED FROM …`, in UTC.
fn archived_on(
    comment: &str,
    place: Option<std::ops::Range<usize>>,
    decoded: &Decoded,
    words: &StampWords,
) -> Option<WebCopy> {
    let (_, rest) = comment.split_once(ARCHIVED_ON)?;
    let date = rest.lines().next()?.split(" AND ").next()?.trim();
    let mut at = words.read(date, DayOrder::MonthFirst)?;
    at.offset = at.time.map(|_| 0);
    Some(WebCopy {
        archive: "Wayback Machine",
        address: None,
        original: None,
        captured: Some(noted(decoded, at, date, place)),
    })
}

fn detach(tree: &mut Tree, node: NodeId) {
    if let Some(mut node) = tree.html.tree.get_mut(node) {
        node.detach();
    }
}

/// Takes out all that archive.today puts around the page: what stands beside the element with the
/// page in it or beside one above that, and what the head says, which is of the copy.
fn leave_frame(tree: &mut Tree, archives: &WebArchives) {
    let (mut added, mut bookmarks) = (Vec::new(), Vec::new());
    for node in tree.html.tree.root().descendants() {
        let Some(element) = node.value().as_element() else { continue };
        let is_page = attribute(element, "id") == Some(PAGE_IN_ARCHIVE_TODAY);
        if is_page {
            let around = std::iter::once(node).chain(node.ancestors());
            let inside = around.take_while(|it| {
                it.value().as_element().is_none_or(|it| &*it.name.local != "body")
            });
            for above in inside {
                added.extend(above.prev_siblings().chain(above.next_siblings()).map(|it| it.id()));
            }
            break;
        }
        let is_said_of_copy = &*element.name.local == "meta"
            && ["property", "itemprop"].iter().any(|name| attribute(element, name).is_some());
        let href = attribute(element, "href").filter(|_| is_own_address(element));
        match href.map(|href| archives.read(href)) {
            Some(Some(_)) => bookmarks.push(node.id()),
            Some(None) => added.push(node.id()),
            None if is_said_of_copy => added.push(node.id()),
            None => (),
        }
    }
    for node in added {
        detach(tree, node);
    }
    // The short address of the copy is gone; the long one holds that of the page.
    for node in bookmarks {
        if let Some(mut node) = tree.html.tree.get_mut(node)
            && let Node::Element(element) = node.value()
        {
            let rel = element.attrs.iter_mut().filter(|(name, _)| &*name.local == "rel");
            rel.for_each(|(_, value)| *value = "canonical".into());
        }
    }
}

/// Lets links lead where they led before the archive put its own address before theirs.
fn unwrap_links(tree: &mut Tree, archives: &WebArchives) {
    let nodes: Vec<NodeId> = tree.html.tree.nodes().map(|node| node.id()).collect();
    for id in nodes {
        let mut shortened = Vec::new();
        if let Some(mut node) = tree.html.tree.get_mut(id)
            && let Node::Element(element) = node.value()
        {
            for (name, value) in &mut element.attrs {
                if !LINKS.contains(&&*name.local) {
                    continue;
                }
                if let Some(original) = archives.unwrap_link(value) {
                    let original = original.to_owned();
                    shortened.push((name.local.clone(), value.len() - original.len()));
                    *value = original.as_str().into();
                }
            }
        }
        for (name, bytes) in shortened {
            tree.shorten_attribute(id, &name, bytes);
        }
    }
}

#[cfg(test)]
mod tests;
