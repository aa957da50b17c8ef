//! The cells of a table row, parted by tabs.

use annalist_model::Span;

use crate::manuscript::Manuscript;

/// The row of a table that is open.
#[derive(Default)]
pub(super) struct Row {
    /// Cells entered so far.
    cells: usize,
    /// Where the words of the open cell start, where it is a header and the block has begun.
    header_from: Option<usize>,
    /// Whether the open cell is a header.
    is_header: bool,
    headers: Vec<Span>,
}

impl Row {
    /// Enters a cell; `has_begun` says whether a cell before it holds words.
    pub(super) fn enter_cell(&mut self, is_header: bool, has_begun: bool, out: &mut Manuscript) {
        self.end_cell(out);
        self.cells += 1;
        self.is_header = is_header;
        if has_begun {
            out.text.push_generated("\t");
            self.header_from = is_header.then(|| out.end());
        }
    }

    /// The first words come: what stands before them are empty cells.
    pub(super) fn begin(&mut self, out: &mut Manuscript) {
        out.text.push_generated(&"\t".repeat(self.cells.saturating_sub(1)));
        self.header_from = self.is_header.then(|| out.end());
    }

    fn end_cell(&mut self, out: &Manuscript) {
        if let Some(from) = self.header_from.take() {
            self.headers.extend(out.written_since(from));
        }
    }

    /// Ends the row; gives its header cells, where it was one.
    pub(super) fn end(&mut self, out: &Manuscript) -> Option<Vec<Span>> {
        self.end_cell(out);
        let row = std::mem::take(self);
        (row.cells > 0).then_some(row.headers)
    }
}
