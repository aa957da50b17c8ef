//! The collection as flat tables, told once for all formats that write tables.
//!
//! A table is its name and its columns. A column is its name and how a cell is made of what a row
//! stands for; what that gives is its type. A format says how a table becomes a file ([`Sheet`]);
//! which tables there are and which rows they have is told here.

mod claims;
mod documents;
mod entities;

use std::borrow::Cow;
use std::iter;
use std::path::Path;

use annalist_model::{Date, DateTime, Precision};

use self::claims::Row;
use self::entities::Named;
use crate::told::Sort;
use crate::{Collection, Export, ExportError, Page};

/// Rows that are made at once, so that those of a long page need no memory together.
const AT_ONCE: usize = 1024;

/// A table whose rows stand for an `R` each.
pub(crate) struct Table<R> {
    pub(crate) name: &'static str,
    pub(crate) columns: Vec<Column<R>>,
}

/// A column: what it is called, and its cells.
pub(crate) struct Column<R> {
    pub(crate) name: &'static str,
    pub(crate) cells: Cells<R>,
}

/// How the cell of a row is made; its type is what that gives.
pub(crate) enum Cells<R> {
    /// Identifiers and terms of our own making.
    Term(fn(&R) -> Option<Cow<'_, str>>),
    /// Words of a page, to the letter.
    Words(fn(&R) -> Option<Cow<'_, str>>),
    /// Names, each on one line.
    Names(fn(&R) -> Vec<String>),
    Flag(fn(&R) -> bool),
    Number(fn(&R) -> Option<i64>),
    Degrees(fn(&R) -> Option<f64>),
    Day(fn(&R) -> Option<Date>),
    /// As exact as a page gives it, from a year to a second with its zone.
    Moment(fn(&R) -> Option<DateTime>),
}

/// A table is told column by column.
impl<R> Table<R> {
    fn new(name: &'static str) -> Table<R> {
        Table { name, columns: Vec::new() }
    }

    fn with(mut self, name: &'static str, cells: Cells<R>) -> Table<R> {
        self.columns.push(Column { name, cells });
        self
    }

    fn term(self, name: &'static str, cell: fn(&R) -> Option<Cow<'_, str>>) -> Table<R> {
        self.with(name, Cells::Term(cell))
    }

    fn words(self, name: &'static str, cell: fn(&R) -> Option<Cow<'_, str>>) -> Table<R> {
        self.with(name, Cells::Words(cell))
    }

    fn names(self, name: &'static str, cell: fn(&R) -> Vec<String>) -> Table<R> {
        self.with(name, Cells::Names(cell))
    }

    fn flag(self, name: &'static str, cell: fn(&R) -> bool) -> Table<R> {
        self.with(name, Cells::Flag(cell))
    }

    fn number(self, name: &'static str, cell: fn(&R) -> Option<i64>) -> Table<R> {
        self.with(name, Cells::Number(cell))
    }

    fn degrees(self, name: &'static str, cell: fn(&R) -> Option<f64>) -> Table<R> {
        self.with(name, Cells::Degrees(cell))
    }

    fn day(self, name: &'static str, cell: fn(&R) -> Option<Date>) -> Table<R> {
        self.with(name, Cells::Day(cell))
    }

    fn moment(self, name: &'static str, cell: fn(&R) -> Option<DateTime>) -> Table<R> {
        self.with(name, Cells::Moment(cell))
    }
}

/// A table as a file under way.
pub(crate) trait Sheet: Sized {
    /// Begins the file of a table in a folder.
    fn begin<R>(folder: &Path, table: &Table<R>) -> Result<Self, ExportError>;

    /// Adds rows, in their order.
    fn add<R>(&mut self, table: &Table<R>, rows: &[R]) -> Result<(), ExportError>;

    /// Writes what comes at the end.
    fn end(self) -> Result<(), ExportError>;
}

/// All tables of a collection, a file each.
pub(crate) struct Sheets<'c, S> {
    collection: &'c Collection,
    documents: S,
    comments: S,
    entities: S,
    mentions: S,
    dates: S,
    relations: S,
    events: S,
    quotations: S,
}

impl<'c, S: Sheet> Sheets<'c, S> {
    pub(crate) fn begin(
        collection: &'c Collection,
        folder: &Path,
    ) -> Result<Sheets<'c, S>, ExportError> {
        Ok(Sheets {
            collection,
            documents: S::begin(folder, &documents::documents())?,
            comments: S::begin(folder, &documents::comments())?,
            entities: S::begin(folder, &entities::entities())?,
            mentions: S::begin(folder, &claims::mentions())?,
            dates: S::begin(folder, &claims::dates())?,
            relations: S::begin(folder, &claims::relations())?,
            events: S::begin(folder, &claims::events())?,
            quotations: S::begin(folder, &claims::quotations())?,
        })
    }
}

impl<S: Sheet> Export for Sheets<'_, S> {
    fn page(&mut self, page: &Page<'_>) -> Result<(), ExportError> {
        let told = page.told();
        let of = |sort| {
            let claims = told.iter().filter(move |claim| claim.sort == sort);
            claims.map(|claim| Row { page, claim })
        };
        write(&mut self.documents, &documents::documents(), iter::once(page))?;
        write(&mut self.comments, &documents::comments(), documents::posted(page))?;
        let mentions = page.mentions().map(|claim| Row { page, claim });
        write(&mut self.mentions, &claims::mentions(), mentions)?;
        let dates = page.dates().map(|claim| Row { page, claim });
        write(&mut self.dates, &claims::dates(), dates)?;
        write(&mut self.relations, &claims::relations(), of(Sort::Relation))?;
        write(&mut self.events, &claims::events(), of(Sort::Event))?;
        write(&mut self.quotations, &claims::quotations(), of(Sort::Quotation))
    }

    fn finish(mut self: Box<Self>) -> Result<(), ExportError> {
        let collection = self.collection;
        let named = collection.entities.iter().map(|entity| Named { collection, entity });
        write(&mut self.entities, &entities::entities(), named)?;
        let Sheets { documents, comments, entities, mentions, dates, .. } = *self;
        let Sheets { relations, events, quotations, .. } = *self;
        let sheets =
            [documents, comments, entities, mentions, dates, relations, events, quotations];
        sheets.into_iter().try_for_each(Sheet::end)
    }
}

fn write<S: Sheet, R>(
    sheet: &mut S,
    table: &Table<R>,
    mut rows: impl Iterator<Item = R>,
) -> Result<(), ExportError> {
    loop {
        let some: Vec<R> = rows.by_ref().take(AT_ONCE).collect();
        if some.is_empty() {
            return Ok(());
        }
        sheet.add(table, &some)?;
    }
}

/// How exact a date of ISO 8601 or TIMEX3 is.
fn precision(value: &str) -> Option<Cow<'static, str>> {
    Precision::of(value).map(|it| it.as_str().into())
}
