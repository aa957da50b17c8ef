//! What an element makes of the words in it.

use annalist_model::BlockKind;
use html5ever::local_name;

use crate::page::{Page, is_block};
use crate::roles::Roles;

/// A caption is no longer than this, in bytes.
const LONGEST_CAPTION: usize = 1_200;

/// A byline is no longer than this, in bytes.
const LONGEST_BYLINE: usize = 250;

/// A note by the editors is no longer than this, in bytes.
const LONGEST_NOTE: usize = 1_500;

/// A cell of a table of data is no longer than this, in bytes.
const LONGEST_CELL: usize = 400;

/// What a block is within an element that is open.
#[derive(Clone, Copy)]
pub(super) struct Context {
    /// One past the last node of the element.
    pub(super) end: usize,
    pub(super) kind: BlockKind,
    /// Whether white space is kept (`pre`).
    pub(super) is_preformatted: bool,
    /// Whether the element is the row of a table of data, its cells parted by tabs.
    pub(super) is_row: bool,
    /// The nearest table around, itself included.
    pub(super) table: Option<usize>,
    /// The element that makes the words a caption, and whether it is that of a table.
    pub(super) caption: Option<usize>,
    pub(super) is_table_caption: bool,
}

impl Context {
    /// Outside all elements.
    pub(super) const NONE: Context = Context {
        end: 0,
        kind: BlockKind::Paragraph,
        is_preformatted: false,
        is_row: false,
        table: None,
        caption: None,
        is_table_caption: false,
    };
}

/// The context within the element `node`, which stands within `above`.
pub(super) fn of(page: &Page<'_>, node: usize, above: Context) -> Context {
    let end = page.subtree(node).end;
    let inherit = Context { end, ..above };
    let of_kind = |kind| Context { end, kind, ..above };
    let caption = Context { end, kind: BlockKind::Caption, caption: Some(node), ..above };
    match page.tag(node) {
        local_name!("h1") => of_kind(BlockKind::Heading(1)),
        local_name!("h2") => of_kind(BlockKind::Heading(2)),
        local_name!("h3") => of_kind(BlockKind::Heading(3)),
        local_name!("h4") => of_kind(BlockKind::Heading(4)),
        local_name!("h5") => of_kind(BlockKind::Heading(5)),
        local_name!("h6") => of_kind(BlockKind::Heading(6)),
        local_name!("li") | local_name!("dd") | local_name!("dt") => match above.kind {
            BlockKind::Quote | BlockKind::Caption => inherit,
            _ => of_kind(BlockKind::ListItem),
        },
        local_name!("blockquote") => of_kind(BlockKind::Quote),
        local_name!("pre") => Context { kind: BlockKind::Code, is_preformatted: true, ..inherit },
        local_name!("figcaption") => caption,
        local_name!("caption") => Context { is_table_caption: true, ..caption },
        local_name!("table") => Context { table: Some(node), ..inherit },
        local_name!("tr") if is_data_row(page, node) => {
            Context { kind: BlockKind::TableRow, is_row: true, ..inherit }
        }
        _ => match kind_by_class(page, node) {
            Some(BlockKind::Caption) => caption,
            kind => kind.map_or(inherit, of_kind),
        },
    }
}

fn kind_by_class(page: &Page<'_>, node: usize) -> Option<BlockKind> {
    let roles = page.roles(node);
    let length = page.text_length(node);
    if roles.any(Roles::QUOTE) && !roles.any(Roles::MESSAGE) {
        Some(BlockKind::Quote)
    } else if roles.any(Roles::CAPTION)
        && !roles.any(Roles::BODY)
        && length < LONGEST_CAPTION
        && !holds_caption(page, node)
    {
        Some(BlockKind::Caption)
    } else if roles.any(Roles::BYLINE)
        && !roles.any(Roles::BODY.or(Roles::ARTICLE))
        && length < LONGEST_BYLINE
    {
        Some(BlockKind::Byline)
    } else if roles.any(Roles::NOTE)
        && !roles.any(Roles::BODY.or(Roles::ARTICLE))
        && length < LONGEST_NOTE
    {
        Some(BlockKind::EditorsNote)
    } else {
        None
    }
}

/// Whether an element is the frame around a picture and its caption, which carries the class too.
/// A credit within the line of a caption does not make a frame of it.
fn holds_caption(page: &Page<'_>, node: usize) -> bool {
    let is_caption = |it: &usize| {
        page.roles(*it).any(Roles::CAPTION) || page.is(*it, &local_name!("figcaption"))
    };
    let mut captions = page.below(node).filter(is_caption).peekable();
    let is_picture = |it| page.is(it, &local_name!("img"));
    captions.peek().is_some()
        && (captions.any(|it| is_block(&page.tag(it))) || page.below(node).any(is_picture))
}

/// Whether a table row holds data, and not the layout of the page: its cells are short and hold
/// hardly anything that stands on lines of its own.
fn is_data_row(page: &Page<'_>, row: usize) -> bool {
    let is_cell = |&cell: &usize| matches!(page.tag(cell), local_name!("td") | local_name!("th"));
    let is_data = |cell: usize| {
        let blocks = page.below(cell).filter(|&it| is_block(&page.tag(it)));
        page.text_length(cell) < LONGEST_CELL && blocks.take(2).count() < 2
    };
    let cells = || page.child_elements(row).filter(is_cell);
    cells().count() > 1 && cells().all(is_data)
}
