//! What of a collection does not stay in memory: it is laid on sheets, and read again in order.

mod roll;
mod sorter;
mod texts;
mod window;

use std::io::{self, Cursor, Read, Seek, Write};

pub use roll::Roll;
pub use sorter::{SeeRecord, Sorter, write_text};
pub(crate) use texts::Texts;

/// Bytes that can be written, and read again from any place.
pub trait Sheet: Read + Write + Seek {}

impl<T: Read + Write + Seek> Sheet for T {}

/// Gives empty sheets to whoever has more than fits in memory. Nobody else knows of them, and they
/// go with whoever holds them.
pub trait Scratch {
    /// An empty sheet.
    ///
    /// # Errors
    ///
    /// Where there is no room for one.
    fn sheet(&self) -> io::Result<Box<dyn Sheet>>;
}

/// Sheets in memory, for collections that fit there.
#[derive(Clone, Copy, Debug, Default)]
pub struct InMemory;

impl Scratch for InMemory {
    fn sheet(&self) -> io::Result<Box<dyn Sheet>> {
        Ok(Box::new(Cursor::new(Vec::new())))
    }
}
