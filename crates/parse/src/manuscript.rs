//! The text of a document in the making, and how it is set.

use annalist_model::{
    Attribution, Emphasis, EmphasisKind, Image, Link, Span, Structure, Table, TextBuilder,
};

/// Most links, stretches of emphasis, header cells, and so on, that are kept of one page.
const MOST: usize = 10_000;

/// The text that is being written, with its structure.
#[derive(Debug, Default)]
pub(crate) struct Manuscript {
    pub(crate) text: TextBuilder,
    pub(crate) structure: StructureBuilder,
}

impl Manuscript {
    /// Where the next word comes to stand.
    pub(crate) fn end(&self) -> usize {
        self.text.text().len()
    }

    /// What was written since the text was `from` bytes long, white space at its ends aside.
    pub(crate) fn written_since(&self, from: usize) -> Option<Span> {
        let added = self.text.text().get(from..)?;
        let words = added.trim_start();
        let start = from + (added.len() - words.len());
        let words = words.trim_end();
        (!words.is_empty()).then(|| Span::from_range(start..start + words.len())).flatten()
    }
}

/// Gathers the structure of a text in the order of the text. Spans that are given hold words.
#[derive(Debug, Default)]
pub(crate) struct StructureBuilder {
    links: Vec<Link>,
    /// Stretches of emphasis, by kind.
    emphasis: [Vec<Span>; EmphasisKind::ALL.len()],
    tables: Vec<Table>,
    headers: usize,
    open_table: Option<OpenTable>,
    images: Vec<(usize, Image)>,
    attributions: Vec<Attribution>,
    left_out: usize,
}

/// A table of which more may come.
#[derive(Debug)]
struct OpenTable {
    /// The element.
    node: usize,
    table: Table,
    has_rows: bool,
}

impl StructureBuilder {
    /// Adds a link, where there is room; whether there was.
    pub(crate) fn add_link(&mut self, span: Span, target: &str) -> bool {
        let has_room = self.has_room(self.links.len());
        if has_room {
            self.links.push(Link { span, target: target.to_owned() });
        }
        has_room
    }

    /// The last link goes on to the end of `span`.
    pub(crate) fn extend_link(&mut self, span: Span) {
        if let Some(last) = self.links.last_mut() {
            last.span = last.span.cover(span);
        }
    }

    /// Adds emphasis. It is one stretch with the last where nothing but blanks parts the two within
    /// the block, of which `start` is the start.
    pub(crate) fn add_emphasis(
        &mut self,
        kind: EmphasisKind,
        span: Span,
        start: usize,
        text: &str,
    ) {
        let is_blank = |c: char| c.is_whitespace() && c != '\t';
        let goes_on = |last: Span| {
            let between = text.get(last.end() as usize..span.start() as usize);
            last.start() as usize >= start && between.is_some_and(|it| it.chars().all(is_blank))
        };
        let stretches = &mut self.emphasis[kind as usize];
        if let Some(last) = stretches.last_mut().filter(|last| goes_on(**last)) {
            *last = last.cover(span);
        } else if stretches.len() < MOST {
            stretches.push(span);
        } else {
            self.left_out += 1;
        }
    }

    /// Adds a block that was written: a row, or the caption, of the table that is the element
    /// `node`, with its header cells; or any other block, which ends a table.
    pub(crate) fn add_block(&mut self, node: Option<usize>, span: Span, row: Option<Vec<Span>>) {
        let goes_on = self.open_table.as_ref().is_some_and(|open| Some(open.node) == node);
        if !goes_on {
            self.end_table();
        }
        let Some(node) = node else { return };
        let open = self.open_table.get_or_insert_with(|| OpenTable {
            node,
            table: Table { span, headers: Vec::new() },
            has_rows: false,
        });
        open.table.span = open.table.span.cover(span);
        open.has_rows |= row.is_some();
        for header in row.into_iter().flatten() {
            if self.headers < MOST {
                open.table.headers.push(header);
                self.headers += 1;
            } else {
                self.left_out += 1;
            }
        }
    }

    /// What comes is another page: none of its elements is one of those before.
    pub(crate) fn end_page(&mut self) {
        self.end_table();
        if let Some((node, _)) = self.images.last_mut() {
            *node = usize::MAX;
        }
    }

    fn end_table(&mut self) {
        if let Some(open) = self.open_table.take()
            && open.has_rows
            && self.has_room(self.tables.len())
        {
            self.tables.push(open.table);
        }
    }

    /// Adds an image by its caption, which is the element `node`, or a part of it.
    pub(crate) fn add_image(&mut self, node: usize, image: Image) {
        if let Some((_, last)) = self.images.last_mut().filter(|(known, _)| *known == node) {
            last.span = last.span.cover(image.span);
        } else if self.has_room(self.images.len()) {
            self.images.push((node, image));
        }
    }

    /// Adds what a quotation says of its source.
    pub(crate) fn add_attribution(&mut self, attribution: Attribution) {
        if self.has_room(self.attributions.len()) {
            self.attributions.push(attribution);
        }
    }

    /// The links so far.
    pub(crate) fn links(&self) -> &[Link] {
        &self.links
    }

    fn has_room(&mut self, count: usize) -> bool {
        let has_room = count < MOST;
        self.left_out += usize::from(!has_room);
        has_room
    }

    /// The structure, and how many parts of it were left out.
    pub(crate) fn finish(mut self) -> (Structure, usize) {
        self.end_table();
        let mut emphasis: Vec<Emphasis> = Vec::new();
        for (kind, stretches) in EmphasisKind::ALL.into_iter().zip(self.emphasis) {
            emphasis.extend(stretches.into_iter().map(|span| Emphasis { span, kind }));
        }
        emphasis.sort_by_key(|it| (it.span.start(), std::cmp::Reverse(it.span.end()), it.kind));
        let structure = Structure {
            links: self.links,
            emphasis,
            tables: self.tables,
            images: self.images.into_iter().map(|(_, image)| image).collect(),
            attributions: self.attributions,
        };
        (structure, self.left_out)
    }
}
