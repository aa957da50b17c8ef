//! The tables of a page, as tables in Markdown.

use annalist_model::{Block, BlockKind, Document, Span, Table};

use super::page::row;
use super::prose::{Prose, holding};

/// Most columns that are shown.
const COLUMNS: usize = 40;

/// How many of the first blocks make a table.
pub(super) fn count(document: &Document, blocks: &[Block]) -> usize {
    let Some(first) = blocks.first() else { return 0 };
    match table_of(document, first) {
        Some(table) => blocks.iter().take_while(|block| table.span.contains(block.span)).count(),
        None => blocks.iter().take_while(|it| is_bare_row(document, it)).count(),
    }
}

fn table_of<'d>(document: &'d Document, block: &Block) -> Option<&'d Table> {
    holding(&document.structure().tables, block.span, |table| table.span)
}

/// Whether a block is the row of a table of which nothing else is known.
fn is_bare_row(document: &Document, block: &Block) -> bool {
    block.kind == BlockKind::TableRow && table_of(document, block).is_none()
}

/// A cell: its words, and whether it heads a row or column.
type Cell = (String, bool);

/// The table that `blocks` are: its caption and its rows. The first row heads the columns where all
/// of its cells do.
pub(super) fn write(prose: &mut Prose<'_>, blocks: &[Block]) -> String {
    let table = blocks.first().and_then(|block| table_of(prose.document, block));
    let headers = table.map_or(&[][..], |table| &table.headers);
    let mut pieces = Vec::new();
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for block in blocks {
        if prose.room == 0 {
            break;
        }
        if block.kind == BlockKind::TableRow {
            rows.push(cells(prose, block.span, headers));
        } else {
            pieces.push(format!("_Table:_ {}", prose.words(block.span)));
        }
    }
    let heads = |row: &Vec<Cell>| row.iter().all(|(words, heads)| *heads || words.is_empty());
    let head = if rows.first().is_some_and(heads) { rows.remove(0) } else { Vec::new() };
    let columns = rows.iter().chain([&head]).map(Vec::len).max().unwrap_or(0);
    if columns > 0 {
        let plain = head.into_iter().map(|(words, _)| (words, false)).collect();
        let mut lines = vec![line(plain, columns), row(std::iter::repeat_n("---", columns))];
        lines.extend(rows.into_iter().map(|cells| line(cells, columns)));
        pieces.push(lines.join("\n"));
    }
    pieces.join("\n\n")
}

fn cells(prose: &mut Prose<'_>, span: Span, headers: &[Span]) -> Vec<Cell> {
    let mut cells = Vec::new();
    let mut start = span.range().start;
    for words in prose.document.slice(span).split('\t') {
        let end = start + words.len();
        if cells.len() == COLUMNS {
            cells.push(("…".to_owned(), false));
            break;
        }
        if let Some(cell) = Span::from_range(start..end) {
            let first = headers.partition_point(|header| header.start() < cell.start());
            let heads = headers.get(first).is_some_and(|header| cell.contains(*header));
            cells.push((prose.words(cell), heads));
        }
        start = end + 1;
    }
    cells
}

/// A line of the table; cells that head their row are set in bold.
fn line(cells: Vec<Cell>, columns: usize) -> String {
    let shown = cells.into_iter().map(|(words, heads)| {
        let is_plain = !words.is_empty() && !words.contains("**");
        if heads && is_plain { format!("**{words}**") } else { words }
    });
    let mut shown: Vec<String> = shown.collect();
    shown.resize(columns, String::new());
    row(shown.iter().map(String::as_str))
}
