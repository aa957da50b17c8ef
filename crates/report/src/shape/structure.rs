//! How a text was set: links, emphasis, tables, images, sources of quotations.

use annalist_model as model;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::place::{Bytes, Offsets, Place, Places};
use super::text::Text;
use crate::fault::{Fault, read_each};

/// How the text was set, beside its blocks. Each list is in the order of the text. Addresses are
/// those that the page gives, and as little to be trusted as its words.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Structure {
    /// The links in the text: disjoint, each within one block.
    links: Vec<Link>,
    /// Words set apart: each within one block, those of one kind disjoint.
    emphasis: Vec<Emphasis>,
    /// The tables, disjoint. Their rows are blocks, of which tabs part the cells.
    tables: Vec<Table>,
    /// The images that have a caption, disjoint.
    images: Vec<Image>,
    /// What block quotations say of their source, disjoint.
    attributions: Vec<Attribution>,
}

/// A stretch of the text.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct Stretch {
    /// First code point.
    start: u32,
    /// One past the last code point.
    end: u32,
    /// The bytes of the saved file that it was read from; null where it was generated.
    source_bytes: Option<Bytes>,
}

/// Words that lead to another place.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct Link {
    #[serde(flatten)]
    words: Stretch,
    /// The absolute address that they lead to.
    target: String,
}

/// Words that are set apart from those around them.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct Emphasis {
    #[serde(flatten)]
    words: Stretch,
    /// How they are set apart.
    kind: Text<model::EmphasisKind>,
}

/// A table: its rows, and its caption, are the blocks from its start to its end.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct Table {
    #[serde(flatten)]
    blocks: Stretch,
    /// The cells that head a column or a row, empty ones left out.
    headers: Vec<Stretch>,
}

/// An image, with the place of its caption.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct Image {
    #[serde(flatten)]
    caption: Stretch,
    /// The address of the image; null where it has none on the web.
    address: Option<String>,
    /// The text that stands for the image where it cannot be shown.
    alt: Option<String>,
}

/// What a block quotation says of its source.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct Attribution {
    #[serde(flatten)]
    quotation: Stretch,
    /// The service that an embedded post is from; null where the passage is no such post.
    service: Option<String>,
    /// Whose words they are, as the page names them.
    author: Option<String>,
    /// Where the words stand.
    address: Option<String>,
}

impl Structure {
    pub(crate) fn of(structure: &model::Structure, places: &Places<'_>) -> Structure {
        let link = |link: &model::Link| Link {
            words: Stretch::of(link.span, places),
            target: link.target.clone(),
        };
        let emphasis = |it: &model::Emphasis| Emphasis {
            words: Stretch::of(it.span, places),
            kind: Text(it.kind),
        };
        let table = |table: &model::Table| Table {
            blocks: Stretch::of(table.span, places),
            headers: table.headers.iter().map(|it| Stretch::of(*it, places)).collect(),
        };
        let image = |image: &model::Image| Image {
            caption: Stretch::of(image.span, places),
            address: image.address.clone(),
            alt: image.alt.clone(),
        };
        let attribution = |it: &model::Attribution| Attribution {
            quotation: Stretch::of(it.span, places),
            service: it.service.clone(),
            author: it.author.clone(),
            address: it.address.clone(),
        };
        Structure {
            links: structure.links.iter().map(link).collect(),
            emphasis: structure.emphasis.iter().map(emphasis).collect(),
            tables: structure.tables.iter().map(table).collect(),
            images: structure.images.iter().map(image).collect(),
            attributions: structure.attributions.iter().map(attribution).collect(),
        }
    }

    pub(crate) fn read(self, offsets: &Offsets<'_>) -> Result<model::Structure, Fault> {
        let link =
            |link: Link| Ok(model::Link { span: link.words.read(offsets)?, target: link.target });
        let emphasis =
            |it: Emphasis| Ok(model::Emphasis { span: it.words.read(offsets)?, kind: it.kind.0 });
        let table = |table: Table| {
            let headers = read_each("headers", table.headers, |header| header.read(offsets))?;
            Ok(model::Table { span: table.blocks.read(offsets)?, headers })
        };
        let image = |image: Image| {
            let span = image.caption.read(offsets)?;
            Ok(model::Image { span, address: image.address, alt: image.alt })
        };
        let attribution = |it: Attribution| {
            let Attribution { quotation, service, author, address } = it;
            let span = quotation.read(offsets)?;
            Ok(model::Attribution { span, service, author, address })
        };
        Ok(model::Structure {
            links: read_each("links", self.links, link)?,
            emphasis: read_each("emphasis", self.emphasis, emphasis)?,
            tables: read_each("tables", self.tables, table)?,
            images: read_each("images", self.images, image)?,
            attributions: read_each("attributions", self.attributions, attribution)?,
        })
    }
}

impl Stretch {
    fn of(span: model::Span, places: &Places<'_>) -> Stretch {
        let Place { start, end, source_bytes } = places.place(span);
        Stretch { start, end, source_bytes }
    }

    fn read(self, offsets: &Offsets<'_>) -> Result<model::Span, Fault> {
        offsets.span(self.start, self.end)
    }
}
