//! What the markup tells of a text beside its blocks: links, emphasis, tables, images, sources of
//! quotations.

use std::cmp::Reverse;

use crate::{Block, DocumentError, Span};

/// The layers of a text that tell how it was set. Each is in the order of the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Structure {
    /// The links in the text: disjoint, each within one block.
    pub links: Vec<Link>,
    /// Words set apart: each within one block, those of one kind disjoint.
    pub emphasis: Vec<Emphasis>,
    /// The tables, disjoint.
    pub tables: Vec<Table>,
    /// The images that have a caption, disjoint.
    pub images: Vec<Image>,
    /// What block quotations say of their source, disjoint.
    pub attributions: Vec<Attribution>,
}

/// Words that lead to another place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The words.
    pub span: Span,
    /// The absolute address that they lead to. Untrusted, whatever it looks like.
    pub target: String,
}

/// How words are set apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EmphasisKind {
    /// Set in bold, as most pages show it.
    Strong,
    /// Set in italics, as most pages show it.
    Emphasis,
}

impl EmphasisKind {
    /// All kinds.
    pub const ALL: [EmphasisKind; 2] = [EmphasisKind::Strong, EmphasisKind::Emphasis];

    /// The name in published records.
    pub fn as_str(self) -> &'static str {
        match self {
            EmphasisKind::Strong => "strong",
            EmphasisKind::Emphasis => "emphasis",
        }
    }
}

/// Words that are set apart from those around them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Emphasis {
    /// The words.
    pub span: Span,
    /// How they are set apart.
    pub kind: EmphasisKind,
}

/// A table: the rows, and the caption where it has one, are the blocks in its span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// From the first of its blocks to the last.
    pub span: Span,
    /// The cells that head a column or a row: disjoint, within the span; empty ones are left out.
    pub headers: Vec<Span>,
}

/// An image, as its caption stands for it in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// The caption.
    pub span: Span,
    /// The address of the image, where it has one on the web. Untrusted.
    pub address: Option<String>,
    /// The text that stands for the image where it cannot be shown.
    pub alt: Option<String>,
}

/// What a block quotation says of its source: an embedded post, or a passage with a name or an
/// address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribution {
    /// The quotation, with the line that names its source.
    pub span: Span,
    /// The service that an embedded post is from; none where the passage is no such post.
    pub service: Option<String>,
    /// Whose words they are, as the page names them.
    pub author: Option<String>,
    /// Where the words stand. Untrusted.
    pub address: Option<String>,
}

impl Structure {
    /// All spans, each with what it belongs to.
    pub(crate) fn spans(&self) -> impl Iterator<Item = (&'static str, Span)> + '_ {
        let links = self.links.iter().map(|link| ("link", link.span));
        let emphasis = self.emphasis.iter().map(|it| ("stretch of emphasis", it.span));
        let tables = self.tables.iter().map(|table| ("table", table.span));
        let headers = self.tables.iter().flat_map(|table| &table.headers);
        let headers = headers.map(|header| ("header cell", *header));
        let images = self.images.iter().map(|image| ("captioned image", image.span));
        let attributions = self.attributions.iter().map(|it| ("attribution", it.span));
        links.chain(emphasis).chain(tables).chain(headers).chain(images).chain(attributions)
    }

    /// Checks the order of the layers, and that they keep to the borders of `blocks`.
    pub(crate) fn check(&self, blocks: &[Block]) -> Result<(), DocumentError> {
        let links = || self.links.iter().map(|link| link.span);
        in_order("link", links())?;
        within_blocks("link", links(), blocks)?;
        for kind in EmphasisKind::ALL {
            let of_kind = self.emphasis.iter().filter(|it| it.kind == kind);
            in_order("stretch of emphasis", of_kind.map(|it| it.span))?;
        }
        let emphasis = || self.emphasis.iter().map(|it| it.span);
        let key = |span: Span| (span.start(), Reverse(span.end()));
        if let Some((_, later)) =
            emphasis().zip(emphasis().skip(1)).find(|(one, other)| key(*one) > key(*other))
        {
            return Err(broken("stretch of emphasis", later));
        }
        within_blocks("stretch of emphasis", emphasis(), blocks)?;
        in_order("table", self.tables.iter().map(|table| table.span))?;
        for table in &self.tables {
            in_order("header cell", table.headers.iter().copied())?;
            if let Some(outside) = table.headers.iter().find(|it| !table.span.contains(**it)) {
                return Err(broken("header cell", *outside));
            }
        }
        in_order("captioned image", self.images.iter().map(|image| image.span))?;
        in_order("attribution", self.attributions.iter().map(|it| it.span))
    }
}

fn broken(what: &'static str, span: Span) -> DocumentError {
    DocumentError::StructureBroken { what, span }
}

/// Whether spans hold something, come in the order of the text and do not overlap.
fn in_order(what: &'static str, spans: impl Iterator<Item = Span>) -> Result<(), DocumentError> {
    let mut reached = 0;
    for span in spans {
        if span.is_empty() || span.start() < reached {
            return Err(broken(what, span));
        }
        reached = span.end();
    }
    Ok(())
}

/// Whether each of the spans, which come in the order of the text, lies within one block.
fn within_blocks(
    what: &'static str,
    spans: impl Iterator<Item = Span>,
    blocks: &[Block],
) -> Result<(), DocumentError> {
    for span in spans {
        let after = blocks.partition_point(|block| block.span.start() <= span.start());
        if !blocks[..after].last().is_some_and(|block| block.span.contains(span)) {
            return Err(broken(what, span));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{BlockKind, Owner};

    fn span(start: u32, end: u32) -> Span {
        Span::new(start, end).unwrap()
    }

    fn link(start: u32, end: u32) -> Link {
        Link { span: span(start, end), target: "https://kelm.example/".to_owned() }
    }

    #[track_caller]
    fn check(structure: &Structure, expected: Option<(&'static str, Span)>) {
        let block = |start, end| Block {
            kind: BlockKind::Paragraph,
            owner: Owner::Article,
            span: span(start, end),
            list: None,
        };
        let found = structure.check(&[block(0, 10), block(12, 20)]);
        assert_eq!(found, expected.map_or(Ok(()), |(what, span)| Err(broken(what, span))));
    }

    #[test]
    fn links_are_disjoint_and_keep_to_one_block() {
        let links = |links| Structure { links, ..Structure::default() };
        check(&links(vec![link(0, 4), link(4, 10), link(12, 20)]), None);
        check(&links(vec![link(0, 4), link(3, 6)]), Some(("link", span(3, 6))));
        check(&links(vec![link(5, 6), link(0, 4)]), Some(("link", span(0, 4))));
        check(&links(vec![link(8, 13)]), Some(("link", span(8, 13))));
        check(&links(vec![link(3, 3)]), Some(("link", span(3, 3))));
    }

    #[test]
    fn emphasis_of_two_kinds_may_overlap() {
        let set = |start, end, kind| Emphasis { span: span(start, end), kind };
        let of = |emphasis| Structure { emphasis, ..Structure::default() };
        let (strong, emphasis) = (EmphasisKind::Strong, EmphasisKind::Emphasis);
        check(&of(vec![set(0, 6, strong), set(3, 8, emphasis)]), None);
        let twice = of(vec![set(0, 6, strong), set(3, 8, strong)]);
        check(&twice, Some(("stretch of emphasis", span(3, 8))));
        let inner_first = of(vec![set(0, 3, strong), set(0, 6, emphasis)]);
        check(&inner_first, Some(("stretch of emphasis", span(0, 6))));
    }

    #[test]
    fn headers_lie_in_their_table() {
        let table = Table { span: span(0, 8), headers: vec![span(2, 4), span(12, 14)] };
        let tables = Structure { tables: vec![table], ..Structure::default() };
        check(&tables, Some(("header cell", span(12, 14))));
    }
}
