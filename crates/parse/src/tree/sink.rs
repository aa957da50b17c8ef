//! scraper's sink, and a note of which node each piece of text ends in.

use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};
use std::collections::VecDeque;
use std::ops::Range;

use ego_tree::NodeId;
use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, QualName};
use scraper::{Html, HtmlTreeSink, Node};

use super::{AttributePlace, Piece};

/// A sink that hands everything on to scraper's and keeps the places of text and attributes.
pub(super) struct MappingSink {
    inner: HtmlTreeSink,
    /// Text given to the tree builder that has not come back yet.
    waiting: RefCell<VecDeque<WaitingText>>,
    /// Attribute places of the tag that is being read.
    tag_attributes: RefCell<Vec<AttributePlace>>,
    pieces: RefCell<Vec<(NodeId, Piece)>>,
    attributes: RefCell<Vec<(NodeId, AttributePlace)>>,
    /// Where the comment that is being read stands.
    comment: RefCell<Option<Range<u32>>>,
    comments: RefCell<Vec<(NodeId, Range<u32>)>>,
    elements: Cell<usize>,
}

/// Where text, attributes and comments stand in the source.
pub(super) struct Places {
    pub(super) pieces: Vec<(NodeId, Piece)>,
    pub(super) attributes: Vec<(NodeId, AttributePlace)>,
    pub(super) comments: Vec<(NodeId, Range<u32>)>,
}

/// A run of text on its way through the tree builder.
pub(super) struct WaitingText {
    pub(super) text: StrTendril,
    pub(super) pieces: VecDeque<Piece>,
}

impl MappingSink {
    pub(super) fn new() -> MappingSink {
        MappingSink {
            inner: HtmlTreeSink::new(Html::new_document()),
            waiting: RefCell::default(),
            tag_attributes: RefCell::default(),
            pieces: RefCell::default(),
            attributes: RefCell::default(),
            comment: RefCell::default(),
            comments: RefCell::default(),
            elements: Cell::default(),
        }
    }

    /// Elements made so far.
    pub(super) fn elements(&self) -> usize {
        self.elements.get()
    }

    /// Announces text that the tree builder is about to be given.
    pub(super) fn expect_text(&self, text: WaitingText) {
        self.waiting.borrow_mut().push_back(text);
    }

    /// Announces the attribute places of a tag that the tree builder is about to be given.
    pub(super) fn expect_tag(&self, attributes: Vec<AttributePlace>) {
        *self.tag_attributes.borrow_mut() = attributes;
    }

    /// Announces the place of a comment that the tree builder is about to be given.
    pub(super) fn expect_comment(&self, place: Range<u32>) {
        *self.comment.borrow_mut() = Some(place);
    }

    /// Forgets what was announced: the tree builder has done what it will do with it.
    pub(super) fn settle(&self) {
        self.waiting.borrow_mut().clear();
        self.tag_attributes.borrow_mut().clear();
        self.comment.borrow_mut().take();
    }

    /// Notes where `text`, just added to `node`, came from.
    ///
    /// The tree builder drops white space in some places and splits runs in others, but never
    /// changes the order: what comes back is found by skipping what was dropped.
    fn note_text(&self, node: Option<NodeId>, text: &str) {
        let Some(node) = node else { return };
        let mut waiting = self.waiting.borrow_mut();
        while let Some(front) = waiting.front_mut() {
            if front.text.starts_with(text) {
                self.note_pieces(node, front, text.len());
                if front.text.is_empty() {
                    waiting.pop_front();
                }
                return;
            }
            let Some(dropped) = front.text.chars().next() else {
                waiting.pop_front();
                continue;
            };
            front.text.pop_front(dropped.len_utf8() as u32);
            take(&mut front.pieces, dropped.len_utf8() as u32, |_| ());
        }
    }

    fn note_pieces(&self, node: NodeId, front: &mut WaitingText, length: usize) {
        let mut pieces = self.pieces.borrow_mut();
        front.text.pop_front(length as u32);
        take(&mut front.pieces, length as u32, |piece| pieces.push((node, piece)));
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

/// Takes `length` bytes of text off the front of `pieces`.
fn take(pieces: &mut VecDeque<Piece>, mut length: u32, mut taken: impl FnMut(Piece)) {
    while length > 0 {
        let Some(front) = pieces.front_mut() else { return };
        if front.length <= length {
            length -= front.length;
            taken(*front);
            pieces.pop_front();
        } else if front.verbatim {
            taken(Piece { length, end: front.start + length, ..*front });
            front.start += length;
            front.length -= length;
            return;
        } else {
            // A part of a character reference that gives two characters: both stand for all of it.
            taken(Piece { length, ..*front });
            front.length -= length;
            return;
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
                self.inner.append(parent, NodeOrText::AppendText(text.clone()));
                self.note_text(self.last_child(*parent), &text);
            }
            node @ NodeOrText::AppendNode(_) => self.inner.append(parent, node),
        }
    }

    fn append_before_sibling(&self, sibling: &NodeId, child: NodeOrText<NodeId>) {
        match child {
            NodeOrText::AppendText(text) => {
                self.inner.append_before_sibling(sibling, NodeOrText::AppendText(text.clone()));
                self.note_text(self.previous_sibling(*sibling), &text);
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

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, flags: ElementFlags) -> NodeId {
        self.elements.set(self.elements.get() + 1);
        let has_places = !attrs.is_empty();
        let node = self.inner.create_element(name, attrs, flags);
        if has_places {
            let places = std::mem::take(&mut *self.tag_attributes.borrow_mut());
            self.attributes.borrow_mut().extend(places.into_iter().map(|place| (node, place)));
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
