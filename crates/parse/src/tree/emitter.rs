//! html5gum's tokens, handed to html5ever's tree builder with their places.

use std::borrow::Cow;

use ego_tree::NodeId;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Doctype, Tag, TagKind, Token, TokenSink, TokenSinkResult};
use html5ever::tree_builder::TreeBuilder;
use html5ever::{Attribute, LocalName, QualName, local_name, ns};
use html5gum::{Emitter, Error, State};

use super::formatting::{Format, Formatting, is_formatting};
use super::nesting::{End, Nesting, Room, is_void};
use super::sink::MappingSink;
use super::{AttributePlace, Piece, TreeLimits};
use crate::letters::blank_length;

/// Attributes of one element that are read.
const ATTRIBUTES: usize = 256;

/// What did not fit the limits.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Report {
    pub(super) flattened: usize,
    /// Start tags of formatting, after too much of it was never closed.
    pub(super) unformatted: usize,
    pub(super) truncated: bool,
}

/// Builds tokens from what html5gum sees and gives them to the tree builder at once.
pub(super) struct TreeEmitter<'s> {
    source: &'s str,
    /// The source once more, for texts and values to be parts of: so they need no copies.
    shared: StrTendril,
    builder: &'s TreeBuilder<NodeId, MappingSink>,
    limits: TreeLimits,
    /// Byte of the source that is read next.
    position: usize,
    text: PendingText,
    tag: PendingTag,
    comment: Vec<u8>,
    doctype: PendingDoctype,
    last_start_tag: Vec<u8>,
    nesting: Nesting,
    formatting: Formatting,
    names: Names,
    report: Report,
    is_done: bool,
}

/// Text that has been read since the last tag.
#[derive(Default)]
struct PendingText {
    pieces: Vec<TextPiece>,
    /// Where the last piece, or the last tag, ended.
    end: usize,
}

/// A stretch of the source; `reading` is what it stands for, where that is not itself.
struct TextPiece {
    start: usize,
    end: usize,
    reading: Option<Vec<u8>>,
}

#[derive(Default)]
struct PendingTag {
    is_end: bool,
    name: Vec<u8>,
    is_self_closing: bool,
    attributes: Vec<Attribute>,
    places: Vec<AttributePlace>,
    /// Whether an attribute is being read, and that one: its buffers serve all of them.
    is_in_attribute: bool,
    attribute: PendingAttribute,
}

impl PendingTag {
    /// Begins another tag.
    fn begin(&mut self, is_end: bool) {
        self.is_end = is_end;
        self.name.clear();
        self.is_self_closing = false;
        self.attributes.clear();
        self.places.clear();
        self.is_in_attribute = false;
    }
}

#[derive(Default)]
struct PendingAttribute {
    name: Vec<u8>,
    value: Vec<u8>,
    start: usize,
    end: usize,
}

#[derive(Default)]
struct PendingDoctype {
    name: Vec<u8>,
    public_id: Option<Vec<u8>>,
    system_id: Option<Vec<u8>>,
    force_quirks: bool,
}

impl<'s> TreeEmitter<'s> {
    pub(super) fn new(
        source: &'s str,
        builder: &'s TreeBuilder<NodeId, MappingSink>,
        limits: TreeLimits,
    ) -> TreeEmitter<'s> {
        TreeEmitter {
            source,
            shared: StrTendril::from_slice(source),
            builder,
            limits,
            position: 0,
            text: PendingText::default(),
            tag: PendingTag::default(),
            comment: Vec::new(),
            doctype: PendingDoctype::default(),
            last_start_tag: Vec::new(),
            nesting: Nesting::default(),
            formatting: Formatting::default(),
            names: Names::default(),
            report: Report::default(),
            is_done: false,
        }
    }

    /// Where `string`, just read, stands in the source letter for letter: before the position, or,
    /// where the tokenizer had to read on to know what it was, right after the last text.
    fn verbatim_start(&self, string: &[u8]) -> Option<usize> {
        let source = self.source.as_bytes();
        let before = self.position.saturating_sub(string.len());
        let after = self.text.end;
        let stands_at = |start: usize| source.get(start..start + string.len()) == Some(string);
        if string.contains(&0) {
            None
        } else if stands_at(before) && before + string.len() == self.position {
            Some(before)
        } else {
            // "&" may also be what "&amp;" stands for: then more than one sign was read on.
            let is_near = self.position <= after + string.len() + 1;
            (stands_at(after) && (is_near || !string.starts_with(b"&"))).then_some(after)
        }
    }

    fn give(&mut self, token: Token) -> Option<State> {
        let result = self.builder.process_token(token, 1);
        self.builder.sink.settle();
        match result {
            TokenSinkResult::Plaintext => Some(State::PlainText),
            TokenSinkResult::RawData(RawKind::Rcdata) => Some(State::RcData),
            TokenSinkResult::RawData(RawKind::Rawtext) => Some(State::RawText),
            TokenSinkResult::RawData(_) => Some(State::ScriptData),
            TokenSinkResult::Continue
            | TokenSinkResult::Script(_)
            | TokenSinkResult::EncodingIndicator(_) => None,
        }
    }

    /// Gives the text read so far to the tree builder.
    fn flush_text(&mut self) {
        self.text.end = self.position;
        if self.text.pieces.is_empty() {
            return;
        }
        let mut text = StrTendril::new();
        for piece in self.text.pieces.drain(..) {
            let before = text.len32();
            match &piece.reading {
                None => {
                    let part = part_of(&self.shared, piece.start, piece.end);
                    if text.is_empty() { text = part } else { text.push_tendril(&part) }
                }
                Some(reading) => text.push_slice(&text_of(reading)),
            }
            self.builder.sink.expect_piece(Piece {
                length: text.len32() - before,
                start: piece.start as u32,
                end: piece.end as u32,
                verbatim: piece.reading.is_none(),
            });
        }
        self.builder.sink.expect_text(&text);
        if blank_length(&text) < text.len() {
            self.nesting.wrote_words();
        }
        // Text may wait in the tree builder (inside tables), so nothing is settled here.
        let _ = self.builder.process_token(Token::CharacterTokens(text), 1);
    }

    fn flush_attribute(&mut self) {
        if !std::mem::take(&mut self.tag.is_in_attribute) || self.tag.is_end {
            return;
        }
        if self.tag.attributes.len() >= ATTRIBUTES {
            return;
        }
        let attribute = &self.tag.attribute;
        let name = self.names.get(&attribute.name);
        if self.tag.attributes.iter().any(|known| known.name.local == name) {
            return;
        }
        if attribute.start < attribute.end && holds_metadata(&self.tag.name, &name) {
            let range = attribute.start as u32..attribute.end as u32;
            self.tag.places.push(AttributePlace { name: name.clone(), range });
        }
        let place = self.source.as_bytes().get(attribute.start..attribute.end);
        let value = if place == Some(&attribute.value) {
            part_of(&self.shared, attribute.start, attribute.end)
        } else {
            lossy(&attribute.value)
        };
        let name = QualName::new(None, ns!(), name);
        self.tag.attributes.push(Attribute { name, value });
    }

    fn give_start_tag(&mut self, name: LocalName) -> Option<State> {
        if self.builder.sink.elements() >= self.limits.elements {
            self.report.truncated = true;
            self.is_done = true;
            return None;
        }
        for open in self.formatting.overdue(self.builder.sink.formatting()) {
            let _ = self.give_tag(TagKind::EndTag, open, Vec::new());
        }
        if is_void(&name) {
            return self.give_element(name, false);
        }
        let is_formatting = is_formatting(&name);
        if is_formatting {
            match self.formatting.room_for(&name) {
                Format::Read => (),
                Format::CloseSame => {
                    let _ = self.give_tag(TagKind::EndTag, name.clone(), Vec::new());
                }
                Format::None => {
                    self.report.unformatted += 1;
                    return None;
                }
            }
        }
        let room = self.nesting.room_for(&name, self.builder, self.limits.nesting);
        self.report.flattened += usize::from(room != Room::Enough);
        match room {
            Room::Enough => (),
            Room::Close(last) => {
                let _ = self.give_tag(TagKind::EndTag, last, Vec::new());
            }
            Room::None => return None,
        }
        let closes_nothing = self.nesting.closes_nothing(&name);
        self.nesting.opened(&name, self.limits.nesting);
        if is_formatting {
            self.formatting.opened(&name);
        }
        self.give_element(name, closes_nothing)
    }

    /// Gives a start tag; `closes_nothing` where it is known to close no element.
    fn give_element(&mut self, name: LocalName, closes_nothing: bool) -> Option<State> {
        self.builder.sink.expect_tag(&mut self.tag.places);
        let attributes = std::mem::take(&mut self.tag.attributes);
        if closes_nothing && !self.adjusted_current_node_present_but_not_in_html_namespace() {
            let stand_in = self.builder.sink.expect_name(name);
            return self.give_tag(TagKind::StartTag, stand_in, attributes);
        }
        self.give_tag(TagKind::StartTag, name, attributes)
    }

    fn give_end_tag(&mut self, name: LocalName) -> Option<State> {
        if is_formatting(&name) && !self.formatting.closes(&name) {
            return None;
        }
        match self.nesting.close(&name) {
            End::Own => (),
            End::Part => {
                let _ = self.give_element(local_name!("div"), true);
                return self.give_tag(TagKind::EndTag, local_name!("div"), Vec::new());
            }
            End::None => return None,
        }
        self.give_tag(TagKind::EndTag, name, Vec::new())
    }

    fn give_tag(&mut self, kind: TagKind, name: LocalName, attrs: Vec<Attribute>) -> Option<State> {
        let self_closing = kind == TagKind::StartTag && self.tag.is_self_closing;
        self.give(Token::TagToken(Tag {
            kind,
            name,
            self_closing,
            attrs,
            had_duplicate_attributes: false,
        }))
    }
}

/// The attributes whose place is worth keeping: those that metadata, times, signs in pictures and the
/// notes of savers are read from.
fn holds_metadata(tag: &[u8], attribute: &LocalName) -> bool {
    match tag {
        b"meta" => *attribute == local_name!("content"),
        b"time" => *attribute == local_name!("datetime"),
        b"link" => *attribute == local_name!("href"),
        b"abbr" | b"span" | b"a" => *attribute == local_name!("title"),
        b"img" => *attribute == local_name!("alt"),
        b"html" => attribute.starts_with("data-scrapbook-"),
        _ => false,
    }
}

/// The part of the source from `start` to `end`.
fn part_of(source: &StrTendril, start: usize, end: usize) -> StrTendril {
    source.try_subtendril(start as u32, end.saturating_sub(start) as u32).unwrap_or_default()
}

fn lossy(bytes: &[u8]) -> StrTendril {
    StrTendril::from_slice(&text_of(bytes))
}

/// Names of tags and attributes met lately: a page has few, and looking one up in the table of all
/// names takes longer than comparing it.
struct Names {
    slots: Vec<(Vec<u8>, LocalName)>,
}

impl Names {
    /// As many names as are kept, a power of two.
    const SLOTS: usize = 256;

    fn get(&mut self, name: &[u8]) -> LocalName {
        let ends = name.first().zip(name.last()).map_or(0, |(first, last)| {
            usize::from(*first) * 31 + usize::from(*last) * 7 + name.len()
        });
        let slot = &mut self.slots[ends % Self::SLOTS];
        if slot.0 != name {
            slot.0.clear();
            slot.0.extend(name);
            slot.1 = LocalName::from(&*text_of(name));
        }
        slot.1.clone()
    }
}

impl Default for Names {
    fn default() -> Names {
        Names { slots: vec![(Vec::new(), local_name!("")); Names::SLOTS] }
    }
}

/// Bytes of the page as the text that they are; should a character ever be cut, it reads as U+FFFD.
fn text_of(bytes: &[u8]) -> Cow<'_, str> {
    match str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => String::from_utf8_lossy(bytes),
    }
}

impl Emitter for TreeEmitter<'_> {
    type Token = Report;

    fn set_last_start_tag(&mut self, name: Option<&[u8]>) {
        self.last_start_tag.clear();
        self.last_start_tag.extend(name.unwrap_or_default());
    }

    fn emit_eof(&mut self) {
        self.flush_text();
        self.is_done = true;
    }

    fn emit_error(&mut self, _error: Error) {}

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn pop_token(&mut self) -> Option<Report> {
        std::mem::take(&mut self.is_done).then_some(self.report)
    }

    fn emit_string(&mut self, string: &[u8]) {
        match self.verbatim_start(string) {
            Some(start) => {
                let end = start + string.len();
                match self.text.pieces.last_mut() {
                    Some(last) if last.reading.is_none() && last.end == start => last.end = end,
                    _ => self.text.pieces.push(TextPiece { start, end, reading: None }),
                }
                self.text.end = end;
            }
            None => {
                let reading: Vec<u8> = string.iter().copied().filter(|&byte| byte != 0).collect();
                let end = self.position;
                // A carriage return reads as a line feed; a reference stands between the text
                // before it and here.
                let start =
                    if string == b"\n" { end.saturating_sub(1) } else { self.text.end.min(end) };
                if !reading.is_empty() {
                    self.text.pieces.push(TextPiece { start, end, reading: Some(reading) });
                }
                self.text.end = end;
            }
        }
    }

    fn init_start_tag(&mut self) {
        self.tag.begin(false);
    }

    fn init_end_tag(&mut self) {
        self.tag.begin(true);
    }

    fn init_comment(&mut self) {
        self.comment.clear();
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        self.flush_attribute();
        self.flush_text();
        let name = self.names.get(&self.tag.name);
        if self.tag.is_end {
            self.give_end_tag(name)
        } else {
            self.last_start_tag.clone_from(&self.tag.name);
            self.give_start_tag(name)
        }
    }

    fn emit_current_comment(&mut self) {
        let start = self.text.end;
        self.flush_text();
        self.builder.sink.expect_comment(start as u32..self.position as u32);
        let comment = lossy(&self.comment);
        let _ = self.give(Token::CommentToken(comment));
    }

    fn emit_current_doctype(&mut self) {
        self.flush_text();
        let doctype = std::mem::take(&mut self.doctype);
        let _ = self.give(Token::DoctypeToken(Doctype {
            name: (!doctype.name.is_empty()).then(|| lossy(&doctype.name)),
            public_id: doctype.public_id.as_deref().map(lossy),
            system_id: doctype.system_id.as_deref().map(lossy),
            force_quirks: doctype.force_quirks,
        }));
    }

    fn set_self_closing(&mut self) {
        self.tag.is_self_closing = true;
    }

    fn set_force_quirks(&mut self) {
        self.doctype.force_quirks = true;
    }

    fn push_tag_name(&mut self, name: &[u8]) {
        self.tag.name.extend(name);
    }

    fn push_comment(&mut self, text: &[u8]) {
        self.comment.extend(text);
    }

    fn push_doctype_name(&mut self, name: &[u8]) {
        self.doctype.name.extend(name);
    }

    fn init_doctype(&mut self) {
        self.doctype = PendingDoctype::default();
    }

    fn init_attribute(&mut self) {
        self.flush_attribute();
        self.tag.is_in_attribute = true;
        self.tag.attribute.name.clear();
        self.tag.attribute.value.clear();
        (self.tag.attribute.start, self.tag.attribute.end) = (0, 0);
    }

    fn init_attribute_value(&mut self) {
        self.tag.attribute.start = self.position;
        self.tag.attribute.end = self.position;
    }

    fn push_attribute_name(&mut self, name: &[u8]) {
        self.tag.attribute.name.extend(name);
    }

    fn push_attribute_value(&mut self, value: &[u8]) {
        self.tag.attribute.value.extend(value);
        self.tag.attribute.end = self.position;
    }

    fn set_doctype_public_identifier(&mut self, value: &[u8]) {
        self.doctype.public_id = Some(value.to_vec());
    }

    fn set_doctype_system_identifier(&mut self, value: &[u8]) {
        self.doctype.system_id = Some(value.to_vec());
    }

    fn push_doctype_public_identifier(&mut self, value: &[u8]) {
        self.doctype.public_id.get_or_insert_default().extend(value);
    }

    fn push_doctype_system_identifier(&mut self, value: &[u8]) {
        self.doctype.system_id.get_or_insert_default().extend(value);
    }

    fn current_is_appropriate_end_tag_token(&mut self) -> bool {
        self.tag.is_end && !self.last_start_tag.is_empty() && self.tag.name == self.last_start_tag
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&mut self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }

    fn move_position(&mut self, offset: isize) {
        self.position = self.position.saturating_add_signed(offset);
    }
}
