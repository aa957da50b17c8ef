//! scraper's sink, and a note of which node each piece of text ends in.

use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};
use std::ops::Range;

use ego_tree::NodeId;
use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, LocalName, QualName, local_name};
use scraper::{Html, HtmlTreeSink, Node};

use super::formatting::is_formatting;
use super::{AttributePlace, Piece};

/// The name of a tag that stands for another.
const STAND_IN: LocalName = local_name!("span");

/// A sink that hands everything on to scraper's and keeps the places of text and attributes.
pub(super) struct MappingSink {
    inner: HtmlTreeSink,
    waiting: RefCell<WaitingText>,
    /// The name that the element of the tag that is being read is to have, where the tag has
    /// another.
    tag_name: RefCell<Option<LocalName>>,
    /// Attribute places of the tag that is being read.
    tag_attributes: RefCell<Vec<AttributePlace>>,
    pieces: RefCell<Vec<(NodeId, Piece)>>,
    attributes: RefCell<Vec<(NodeId, AttributePlace)>>,
    /// Where the comment that is being read stands.
    comment: RefCell<Option<Range<u32>>>,
    comments: RefCell<Vec<(NodeId, Range<u32>)>>,
    elements: Cell<usize>,
    formatting: Cell<usize>,
}

/// Where text, attributes and comments stand in the source.
pub(super) struct Places {
    pub(super) pieces: Vec<(NodeId, Piece)>,
    pub(super) attributes: Vec<(NodeId, AttributePlace)>,
    pub(super) comments: Vec<(NodeId, Range<u32>)>,
}

/// Text given to the tree builder that has not come back yet. The buffers serve the whole page.
#[derive(Default)]
struct WaitingText {
    text: String,
    /// Bytes of it that have come back, or were dropped.
    done: usize,
    pieces: Vec<Piece>,
    /// The first of them that has not come back as a whole.
    next: usize,
}

impl MappingSink {
    /// A sink for a page of about so many nodes.
    pub(super) fn new(nodes: usize) -> MappingSink {
        let tree = ego_tree::Tree::with_capacity(Node::Document, nodes);
        let page = Html { quirks_mode: QuirksMode::NoQuirks, tree };
        MappingSink {
            inner: HtmlTreeSink::new(page),
            waiting: RefCell::default(),
            tag_name: RefCell::default(),
            tag_attributes: RefCell::default(),
            pieces: RefCell::default(),
            attributes: RefCell::default(),
            comment: RefCell::default(),
            comments: RefCell::default(),
            elements: Cell::default(),
            formatting: Cell::default(),
        }
    }

    /// Elements made so far.
    pub(super) fn elements(&self) -> usize {
        self.elements.get()
    }

    /// Formatting elements made so far: those of tags, and those opened anew.
    pub(super) fn formatting(&self) -> usize {
        self.formatting.get()
    }

    /// Announces text that the tree builder is about to be given; its pieces come before it.
    pub(super) fn expect_text(&self, text: &str) {
        self.waiting.borrow_mut().text.push_str(text);
    }

    /// Announces a piece of the text that is announced next.
    pub(super) fn expect_piece(&self, piece: Piece) {
        self.waiting.borrow_mut().pieces.push(piece);
    }

    /// Announces the attribute places of a tag that the tree builder is about to be given.
    pub(super) fn expect_tag(&self, attributes: &mut Vec<AttributePlace>) {
        self.tag_attributes.borrow_mut().append(attributes);
    }

    /// Announces the name that the element of the next tag is to have; gives the one that the tag is
    /// to have. No rule of the standard asks for that one, so it opens an element and does no more.
    pub(super) fn expect_name(&self, name: LocalName) -> LocalName {
        self.tag_name.replace(Some(name));
        STAND_IN
    }

    /// Announces the place of a comment that the tree builder is about to be given.
    pub(super) fn expect_comment(&self, place: Range<u32>) {
        *self.comment.borrow_mut() = Some(place);
    }

    /// Forgets what was announced: the tree builder has done what it will do with it.
    pub(super) fn settle(&self) {
        self.waiting.borrow_mut().clear();
        self.tag_attributes.borrow_mut().clear();
        self.comment.take();
        self.tag_name.take();
    }

    /// Adds text to the tree by `add`, which gives the node that it ends in, and notes where it came
    /// from.
    fn add_text(&self, text: StrTendril, add: impl FnOnce(StrTendril) -> Option<NodeId>) {
        let mut waiting = self.waiting.borrow_mut();
        let is_known = waiting.skip_to(&text);
        let length = text.len();
        let Some(node) = add(text).filter(|_| is_known) else { return };
        let mut pieces = self.pieces.borrow_mut();
        waiting.take(length, |piece| pieces.push((node, piece)));
    }

    fn last_child(&self, parent: NodeId) -> Option<NodeId> {
        self.inner.0.borrow().tree.get(parent)?.last_child().map(|node| node.id())
    }

    fn previous_sibling(&self, node: NodeId) -> Option<NodeId> {
        let html = self.inner.0.borrow();
        let previous = html.tree.get(node)?.prev_sibling()?;
        matches!(previous.value(), Node::Text(_)).then(|| previous.id())
    }
}

impl WaitingText {
    fn clear(&mut self) {
        self.text.clear();
        self.pieces.clear();
        (self.done, self.next) = (0, 0);
    }

    /// Skips what the tree builder has dropped before `text`. It drops white space in some places
    /// and splits runs in others, but never changes the order.
    fn skip_to(&mut self, text: &str) -> bool {
        loop {
            let Some(rest) = self.text.get(self.done..) else { return false };
            if rest.starts_with(text) {
                return true;
            }
            let Some(dropped) = rest.chars().next() else { return false };
            self.take(dropped.len_utf8(), |_| ());
        }
    }

    /// Takes `length` bytes of text off the front.
    fn take(&mut self, length: usize, mut taken: impl FnMut(Piece)) {
        self.done += length;
        let mut length = length as u32;
        while length > 0 {
            let Some(front) = self.pieces.get_mut(self.next) else { return };
            if front.length <= length {
                length -= front.length;
                taken(*front);
                self.next += 1;
            } else if front.verbatim {
                taken(Piece { length, end: front.start + length, ..*front });
                front.start += length;
                front.length -= length;
                return;
            } else {
                // A part of a character reference that gives two characters: both stand for all of
                // it.
                taken(Piece { length, ..*front });
                front.length -= length;
                return;
            }
        }
    }
}

impl TreeSink for MappingSink {
    type Output = (Html, Places);
    type Handle = NodeId;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Self::Output {
        let places = Places {
            pieces: self.pieces.into_inner(),
            attributes: self.attributes.into_inner(),
            comments: self.comments.into_inner(),
        };
        (self.inner.finish(), places)
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        match child {
            NodeOrText::AppendText(text) => {
                self.add_text(text, |text| {
                    self.inner.append(parent, NodeOrText::AppendText(text));
                    self.last_child(*parent)
                });
            }
            node @ NodeOrText::AppendNode(_) => self.inner.append(parent, node),
        }
    }

    fn append_before_sibling(&self, sibling: &NodeId, child: NodeOrText<NodeId>) {
        match child {
            NodeOrText::AppendText(text) => {
                self.add_text(text, |text| {
                    self.inner.append_before_sibling(sibling, NodeOrText::AppendText(text));
                    self.previous_sibling(*sibling)
                });
            }
            node @ NodeOrText::AppendNode(_) => self.inner.append_before_sibling(sibling, node),
        }
    }

    fn append_based_on_parent_node(
        &self,
        element: &NodeId,
        previous: &NodeId,
        child: NodeOrText<NodeId>,
    ) {
        let has_parent =
            self.inner.0.borrow().tree.get(*element).is_some_and(|node| node.parent().is_some());
        if has_parent {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn create_element(
        &self,
        mut name: QualName,
        attrs: Vec<Attribute>,
        flags: ElementFlags,
    ) -> NodeId {
        self.elements.set(self.elements.get() + 1);
        if name.local == STAND_IN
            && let Some(own) = self.tag_name.take()
        {
            name.local = own;
        }
        if is_formatting(&name.local) {
            self.formatting.set(self.formatting.get() + 1);
        }
        let has_places = !attrs.is_empty();
        let node = self.inner.create_element(name, attrs, flags);
        if has_places {
            let mut places = self.tag_attributes.borrow_mut();
            self.attributes.borrow_mut().extend(places.drain(..).map(|place| (node, place)));
        }
        node
    }

    fn parse_error(&self, _message: Cow<'static, str>) {}

    fn get_document(&self) -> NodeId {
        self.inner.get_document()
    }

    fn elem_name<'a>(&'a self, target: &'a NodeId) -> Ref<'a, QualName> {
        self.inner.elem_name(target)
    }

    fn create_comment(&self, text: StrTendril) -> NodeId {
        let node = self.inner.create_comment(text);
        let place = self.comment.borrow_mut().take();
        self.comments.borrow_mut().extend(place.map(|place| (node, place)));
        node
    }

    fn create_pi(&self, target: StrTendril, data: StrTendril) -> NodeId {
        self.inner.create_pi(target, data)
    }

    fn append_doctype_to_document(&self, name: StrTendril, public: StrTendril, system: StrTendril) {
        self.inner.append_doctype_to_document(name, public, system);
    }

    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        self.inner.get_template_contents(target)
    }

    fn same_node(&self, one: &NodeId, other: &NodeId) -> bool {
        one == other
    }

    fn set_quirks_mode(&self, mode: QuirksMode) {
        self.inner.set_quirks_mode(mode);
    }

    fn add_attrs_if_missing(&self, target: &NodeId, attrs: Vec<Attribute>) {
        self.inner.add_attrs_if_missing(target, attrs);
    }

    fn remove_from_parent(&self, target: &NodeId) {
        self.inner.remove_from_parent(target);
    }

    fn reparent_children(&self, node: &NodeId, new_parent: &NodeId) {
        self.inner.reparent_children(node, new_parent);
    }
}
