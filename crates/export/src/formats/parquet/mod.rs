//! Parquet: the tables of CSV with their types, a file each, for programs that read columns
//! (DuckDB, Spark, pandas, polars).
//!
//! Words are to the letter, so that offsets of code points hold in them. A time that a page gives is
//! text, as exact as the page; beside it stand the day and the moment in UTC, where it has them.

use crate::{Format, Opening};

#[cfg(feature = "arrow")]
mod sheet;
#[cfg(feature = "arrow")]
mod time;

pub(super) const FORMAT: Format = Format {
    name: "parquet",
    meaning: "the tables of csv with their types, for DuckDB, Spark, pandas and polars",
    opening: OPENING,
};

#[cfg(feature = "arrow")]
const OPENING: Opening = Opening::Folder(sheet::open);

#[cfg(not(feature = "arrow"))]
const OPENING: Opening = Opening::Feature("arrow");
