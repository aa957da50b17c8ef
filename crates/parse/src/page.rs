//! A page tree laid out flat, in document order.
//!
//! A subtree is a range of indices, so every walk is a loop over numbers: no recursion, whatever
//! a page nests.

use std::ops::Range;

use annalist_model::ByteRange;
use ego_tree::NodeId;
use html5ever::{LocalName, QualName, local_name};
use scraper::node::Element;
use scraper::{ElementRef, Node as TreeNode, StrTendril};

use crate::decode::Decoded;
use crate::letters::{blank_length, letters, words_length};
use crate::names::{Name, Names};
use crate::roles::{ClassAndId, RoleReader, RoleWords, Roles};
use crate::tree::Tree;

/// A page, ready to be looked at.
pub(crate) struct Page<'t> {
    pub(crate) decoded: &'t Decoded,
    tree: &'t Tree,
    nodes: Vec<Node<'t>>,
    names: Names<'t>,
    /// Bytes of visible words, white space aside, before each node.
    words_before: Vec<u32>,
    /// Nodes that only an article has: first headings and marked bodies.
    headlines: Vec<u32>,
    /// What stands beside what the page is about, in order; none within another.
    asides: Vec<Range<usize>>,
}

/// A node of a page.
pub(crate) struct Node<'t> {
    id: NodeId,
    parent: u32,
    /// One past the last node below this one.
    end: u32,
    data: Data<'t>,
    names: ClassAndId,
    /// What its class and id say it is.
    roles: Roles,
    /// Whether a reader sees it.
    is_visible: bool,
}

enum Data<'t> {
    Element(&'t Element),
    Text(&'t str),
    Other,
}

impl<'t> Page<'t> {
    /// Lays `tree` out flat.
    pub(crate) fn new(tree: &'t Tree, decoded: &'t Decoded, words: &RoleWords) -> Page<'t> {
        let mut nodes: Vec<Node<'t>> = Vec::with_capacity(tree.html.tree.nodes().len());
        let mut open: Vec<u32> = Vec::new();
        let mut roles_of = RoleReader::new(words);
        for edge in tree.html.tree.root().traverse() {
            match edge {
                ego_tree::iter::Edge::Open(node) => {
                    let own = nodes.len() as u32;
                    let parent = open.last().copied().unwrap_or(0);
                    let data = match node.value() {
                        TreeNode::Element(element) => Data::Element(element),
                        TreeNode::Text(text) => Data::Text(text),
                        _ => Data::Other,
                    };
                    let shown = nodes.get(parent as usize).is_none_or(|parent| parent.is_visible);
                    let ((names, roles), is_visible) = match &data {
                        Data::Element(element) => {
                            let read = roles_of.read(element);
                            (read, shown && !is_hidden(element, read.1))
                        }
                        _ => (([None; 2], Roles::NONE), shown),
                    };
                    nodes.push(Node {
                        id: node.id(),
                        parent,
                        end: own + 1,
                        data,
                        names,
                        roles,
                        is_visible,
                    });
                    open.push(own);
                }
                ego_tree::iter::Edge::Close(_) => {
                    if let Some(closed) = open.pop() {
                        nodes[closed as usize].end = nodes.len() as u32;
                    }
                }
            }
        }
        let mut words_before = Vec::with_capacity(nodes.len() + 1);
        let mut words = 0;
        for node in &nodes {
            words_before.push(words);
            if let (Data::Text(text), true) = (&node.data, node.is_visible) {
                words += letters(text) as u32;
            }
        }
        words_before.push(words);
        let is_headline = |node: &Node<'_>| match &node.data {
            Data::Element(element) => {
                let is_body = |(name, value): &(QualName, StrTendril)| {
                    name.local == local_name!("itemprop")
                        && value.eq_ignore_ascii_case("articleBody")
                };
                node.is_visible
                    && (element.name.local == local_name!("h1")
                        || element.attrs.iter().any(is_body))
            }
            _ => false,
        };
        let headlines = (0..nodes.len() as u32).filter(|&it| is_headline(&nodes[it as usize]));
        let headlines = headlines.collect();
        let names = roles_of.names;
        let mut page =
            Page { decoded, tree, nodes, names, words_before, headlines, asides: Vec::new() };
        page.asides = page.find_asides();
        page
    }

    /// The elements whose kind or class says that they stand beside what the page is about, and
    /// that do not hold a good part of the page all the same.
    fn find_asides(&self) -> Vec<Range<usize>> {
        let aside = Roles::SIDE.or(Roles::FOOTER).or(Roles::RELATED).or(Roles::NAVIGATION);
        let kept = Roles::COMMENTS.or(Roles::ARTICLE).or(Roles::BODY);
        let all = self.text_length(0);
        let is_aside = |node: usize| {
            let Data::Element(element) = &self.nodes[node].data else { return false };
            let roles = self.roles(node);
            let is_named = (roles.any(aside) && !roles.any(kept))
                || matches!(element.name.local, local_name!("aside") | local_name!("nav"));
            is_named && self.text_length(node) * 5 < all * 2
        };
        let mut asides = Vec::new();
        let mut node = 0;
        while node < self.len() {
            if is_aside(node) {
                asides.push(self.subtree(node));
                node = self.subtree(node).end;
            } else {
                node += 1;
            }
        }
        asides
    }

    /// Number of nodes.
    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The whole page.
    pub(crate) fn all(&self) -> Range<usize> {
        0..self.nodes.len()
    }

    /// `node` and all below it.
    pub(crate) fn subtree(&self, node: usize) -> Range<usize> {
        node..self.nodes[node].end as usize
    }

    /// All below `node`.
    pub(crate) fn below(&self, node: usize) -> Range<usize> {
        node + 1..self.nodes[node].end as usize
    }

    /// Whether `inner` is `outer` or lies below it.
    pub(crate) fn contains(&self, outer: usize, inner: usize) -> bool {
        self.subtree(outer).contains(&inner)
    }

    /// The children of `node`.
    pub(crate) fn children(&self, node: usize) -> impl Iterator<Item = usize> + '_ {
        let end = self.nodes[node].end as usize;
        let mut next = node + 1;
        std::iter::from_fn(move || {
            let child = next;
            (child < end).then(|| {
                next = self.nodes[child].end as usize;
                child
            })
        })
    }

    /// The elements among the children of `node`.
    pub(crate) fn child_elements(&self, node: usize) -> impl Iterator<Item = usize> + '_ {
        self.children(node).filter(|&child| self.element(child).is_some())
    }

    /// The node above, or `None` for the root.
    pub(crate) fn parent(&self, node: usize) -> Option<usize> {
        (node > 0).then(|| self.nodes[node].parent as usize)
    }

    /// The nodes above, nearest first.
    pub(crate) fn ancestors(&self, node: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(self.parent(node), |&above| self.parent(above))
    }

    /// `node` and the nodes above, nearest first.
    pub(crate) fn with_ancestors(&self, node: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::once(node).chain(self.ancestors(node))
    }

    /// The element, where `node` is one.
    pub(crate) fn element(&self, node: usize) -> Option<&'t Element> {
        match self.nodes[node].data {
            Data::Element(element) => Some(element),
            _ => None,
        }
    }

    /// The element in the form that selectors are matched against.
    pub(crate) fn element_ref(&self, node: usize) -> Option<ElementRef<'t>> {
        ElementRef::wrap(self.tree.html.tree.get(self.nodes[node].id)?)
    }

    /// The text, where `node` is a text node.
    pub(crate) fn text_node(&self, node: usize) -> Option<&'t str> {
        match self.nodes[node].data {
            Data::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Name of the element; the empty name where `node` is none.
    pub(crate) fn tag(&self, node: usize) -> LocalName {
        self.element(node).map_or(local_name!(""), |element| element.name.local.clone())
    }

    /// Whether `node` is an element of this name.
    pub(crate) fn is(&self, node: usize, tag: &LocalName) -> bool {
        self.element(node).is_some_and(|element| element.name.local == *tag)
    }

    /// The value of an attribute.
    pub(crate) fn attribute(&self, node: usize, name: &str) -> Option<&'t str> {
        attribute(self.element(node)?, name)
    }

    /// Where the value of an attribute stands in the saved file.
    pub(crate) fn attribute_bytes(&self, node: usize, name: &str) -> Option<ByteRange> {
        self.decoded.bytes_of(self.tree.attribute_place(self.nodes[node].id, name)?)
    }

    /// Class and id of `node`, by their places among [`Page::all_names`].
    pub(crate) fn names(&self, node: usize) -> impl Iterator<Item = Name> + '_ {
        self.nodes[node].names.iter().flatten().copied()
    }

    /// The values of all classes and ids, each once.
    pub(crate) fn all_names(&self) -> &[&'t str] {
        self.names.values()
    }

    /// What class and id of `node` say it is.
    pub(crate) fn roles(&self, node: usize) -> Roles {
        self.nodes[node].roles
    }

    /// Whether a reader sees `node`.
    pub(crate) fn is_visible(&self, node: usize) -> bool {
        self.nodes[node].is_visible
    }

    /// The pieces of a text node: its text, and the stretch of the decoded page that it stands in;
    /// `true` where that is the text letter for letter.
    pub(crate) fn pieces(
        &self,
        node: usize,
    ) -> impl Iterator<Item = (&'t str, Range<usize>, bool)> + '_ {
        let text = self.text_node(node).unwrap_or_default();
        let mut at = 0;
        self.tree.pieces(self.nodes[node].id).map(move |piece| {
            let start = at;
            at += piece.length as usize;
            let part = text.get(start..at).unwrap_or_default();
            (part, piece.start as usize..piece.end as usize, piece.verbatim)
        })
    }

    /// The bytes of the saved file that the text below `node` was read from.
    pub(crate) fn text_bytes(&self, node: usize) -> Option<ByteRange> {
        let mut pieces = self
            .subtree(node)
            .filter(|&it| self.text_node(it).is_some_and(|text| !text.trim().is_empty()))
            .flat_map(|it| self.pieces(it).map(|(_, range, _)| range));
        let first = pieces.next()?;
        let end = pieces.map(|range| range.end).fold(first.end, usize::max);
        self.decoded.bytes_of(first.start..end.max(first.end))
    }

    /// The bytes of the saved file that a stretch of the text of a text node was read from.
    pub(crate) fn bytes_within(&self, node: usize, range: Range<usize>) -> Option<ByteRange> {
        let mut at = 0;
        let mut place: Option<Range<usize>> = None;
        for (part, source, is_verbatim) in self.pieces(node) {
            let own = at..at + part.len();
            at = own.end;
            if own.end <= range.start || range.end <= own.start {
                continue;
            }
            let found = if is_verbatim {
                let skip = range.start.saturating_sub(own.start);
                let cut = own.end.saturating_sub(range.end);
                source.start + skip..source.end - cut
            } else {
                source
            };
            let start = place.as_ref().map_or(found.start, |place| place.start);
            place = Some(start..found.end);
        }
        self.decoded.bytes_of(place?)
    }

    /// The visible words below `node`, white space folded; blocks are parted by a blank.
    pub(crate) fn text(&self, node: usize) -> String {
        let mut text = String::new();
        self.add_text(self.subtree(node), &mut text);
        text
    }

    /// Adds the visible words of a range of nodes to `text`, white space folded.
    pub(crate) fn add_text(&self, range: Range<usize>, text: &mut String) {
        for node in self.worded(range, text.is_empty()) {
            match &self.nodes[node].data {
                Data::Text(part) if self.nodes[node].is_visible => push_folded(text, part),
                Data::Element(element) if parts_words(&element.name.local) => {
                    push_folded(text, " ");
                }
                _ => (),
            }
        }
        text.truncate(text.trim_end().len());
    }

    /// The visible words of `node` as they stand, a piece of text at a time.
    pub(crate) fn visible_words(&self, node: usize) -> impl Iterator<Item = &str> {
        self.worded(self.subtree(node), true).filter_map(|node| match &self.nodes[node].data {
            Data::Text(words) if self.nodes[node].is_visible => Some(&**words),
            _ => None,
        })
    }

    /// A range of nodes without those at its end that hold no visible words, nor those at its
    /// beginning where `from_first` says so: elements around elements may be many.
    fn worded(&self, range: Range<usize>, from_first: bool) -> Range<usize> {
        let counts = &self.words_before[range.start..=range.end];
        let (before, all) = (self.words_before[range.start], self.words_before[range.end]);
        if before == all {
            return range.start..range.start;
        }
        let skipped = counts.partition_point(|&count| count <= before).saturating_sub(1);
        let end = range.start + counts.partition_point(|&count| count < all);
        if from_first { range.start + skipped..end } else { range.start..end }
    }

    /// Whether `node` holds a first heading or says that the body of the article is in it: then it is
    /// no part of a thread alone.
    pub(crate) fn holds_headline(&self, node: usize) -> bool {
        let range = self.subtree(node);
        let next = self.headlines.partition_point(|&it| (it as usize) < range.start);
        self.headlines.get(next).is_some_and(|&it| range.contains(&(it as usize)))
    }

    /// Whether `node` lies within an element that stands beside what the page is about.
    pub(crate) fn stands_aside(&self, node: usize) -> bool {
        let next = self.asides.partition_point(|aside| aside.end <= node);
        self.asides.get(next).is_some_and(|aside| aside.start < node)
    }

    /// Bytes of the visible words below `node`, white space aside.
    pub(crate) fn text_length(&self, node: usize) -> usize {
        self.length_within(self.subtree(node))
    }

    /// Bytes of the visible words of a range of nodes, white space aside.
    pub(crate) fn length_within(&self, range: Range<usize>) -> usize {
        (self.words_before[range.end] - self.words_before[range.start]) as usize
    }
}

/// Class and id of `element`, one after the other.
pub(crate) fn names_of(element: &Element) -> impl Iterator<Item = &str> {
    class_and_id(element).into_iter().flatten()
}

/// Class and id of `element`.
pub(crate) fn class_and_id(element: &Element) -> [Option<&str>; 2] {
    let (mut class, mut id) = (None, None);
    for (name, value) in &element.attrs {
        match name.local {
            local_name!("class") => class = class.or(Some(&**value)),
            local_name!("id") => id = id.or(Some(&**value)),
            _ => (),
        }
    }
    [class, id]
}

/// The value of an attribute of `element`.
pub(crate) fn attribute<'e>(element: &'e Element, name: &str) -> Option<&'e str> {
    element.attrs.iter().find(|(known, _)| &*known.local == name).map(|(_, value)| &**value)
}

/// Adds `part` to `text`, every run of white space as one blank, none at the front.
pub(crate) fn push_folded(text: &mut String, part: &str) {
    let mut rest = part;
    loop {
        let words = &rest[blank_length(rest)..];
        if words.len() < rest.len() && !text.is_empty() && !text.ends_with(' ') {
            text.push(' ');
        }
        if words.is_empty() {
            return;
        }
        let (run, after) = words.split_at(words_length(words));
        text.push_str(run);
        rest = after;
    }
}

/// White space folded to single blanks, none at the ends.
pub(crate) fn folded(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    push_folded(&mut result, text);
    result.truncate(result.trim_end().len());
    result
}

fn is_hidden(element: &Element, roles: Roles) -> bool {
    let is_silent = matches!(
        element.name.local,
        local_name!("script")
            | local_name!("style")
            | local_name!("template")
            | local_name!("head")
            | local_name!("title")
            | local_name!("noframes")
            | local_name!("noembed")
            | local_name!("iframe")
            | local_name!("object")
            | local_name!("svg")
            | local_name!("math")
            | local_name!("select")
            | local_name!("textarea")
            | local_name!("datalist")
            // How a word beside it is read aloud, said a second time.
            | local_name!("rt")
            | local_name!("rp")
    );
    if is_silent || element.name.local == local_name!("button") && !is_spoken(roles) {
        return true;
    }
    element.attrs.iter().any(|(name, value)| match name.local {
        local_name!("hidden") => !value.eq_ignore_ascii_case("until-found"),
        local_name!("style") => hides(value),
        _ => false,
    })
}

/// Whether a button shows a name or a time: that of an author, who is known better by pressing it.
fn is_spoken(roles: Roles) -> bool {
    let told = Roles::AUTHOR.or(Roles::NAME).or(Roles::TIME);
    roles.any(told) && !roles.any(Roles::CONTROLS.or(Roles::SHARING))
}

/// Whether an inline style takes the element off the page.
fn hides(style: &str) -> bool {
    let mut folded: String = style.chars().filter(|c| !c.is_whitespace()).take(400).collect();
    folded.make_ascii_lowercase();
    folded.contains("display:none") || folded.contains("visibility:hidden")
}

/// Whether an element stands on lines of its own, or breaks a line.
pub(crate) fn parts_words(tag: &LocalName) -> bool {
    is_block(tag) || matches!(*tag, local_name!("br") | local_name!("td") | local_name!("th"))
}

/// Whether an element stands on lines of its own.
pub(crate) fn is_block(tag: &LocalName) -> bool {
    matches!(
        *tag,
        local_name!("address")
            | local_name!("article")
            | local_name!("aside")
            | local_name!("blockquote")
            | local_name!("body")
            | local_name!("caption")
            | local_name!("center")
            | local_name!("dd")
            | local_name!("details")
            | local_name!("dialog")
            | local_name!("dir")
            | local_name!("div")
            | local_name!("dl")
            | local_name!("dt")
            | local_name!("fieldset")
            | local_name!("figcaption")
            | local_name!("figure")
            | local_name!("footer")
            | local_name!("form")
            | local_name!("h1")
            | local_name!("h2")
            | local_name!("h3")
            | local_name!("h4")
            | local_name!("h5")
            | local_name!("h6")
            | local_name!("header")
            | local_name!("hgroup")
            | local_name!("hr")
            | local_name!("html")
            | local_name!("li")
            | local_name!("main")
            | local_name!("menu")
            | local_name!("nav")
            | local_name!("noscript")
            | local_name!("ol")
            | local_name!("p")
            | local_name!("pre")
            | local_name!("section")
            | local_name!("summary")
            | local_name!("table")
            | local_name!("tbody")
            | local_name!("td")
            | local_name!("tfoot")
            | local_name!("th")
            | local_name!("thead")
            | local_name!("tr")
            | local_name!("ul")
    )
}

/// Whether an element is a heading.
pub(crate) fn is_heading(tag: &LocalName) -> bool {
    matches!(
        *tag,
        local_name!("h1")
            | local_name!("h2")
            | local_name!("h3")
            | local_name!("h4")
            | local_name!("h5")
            | local_name!("h6")
    )
}
