//! The pages of a folder, unpacked.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::Failure;

/// A page in memory.
pub(crate) struct Page {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

/// Reads every page below `folder`, in the order of their paths.
pub(crate) fn below(folder: &Path) -> Result<Vec<Page>, Failure> {
    let mut waiting = vec![folder.to_owned()];
    let mut paths: Vec<PathBuf> = Vec::new();
    while let Some(folder) = waiting.pop() {
        let entries =
            fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() { waiting.push(path) } else { paths.push(path) }
        }
    }
    paths.sort();
    paths.iter().filter_map(|path| read(path, folder).transpose()).collect()
}

/// The page at `path`; none where its name is not that of one.
fn read(path: &Path, folder: &Path) -> Result<Option<Page>, Failure> {
    let name = path.strip_prefix(folder).unwrap_or(path).to_string_lossy().into_owned();
    let plain = name.strip_suffix(".gz").unwrap_or(&name);
    if ![".html", ".htm"].iter().any(|ending| plain.ends_with(ending)) {
        return Ok(None);
    }
    let mut bytes = fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    if plain.len() < name.len() {
        let packed = std::mem::take(&mut bytes);
        flate2::read::MultiGzDecoder::new(packed.as_slice())
            .read_to_end(&mut bytes)
            .map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(Some(Page { name: plain.to_owned(), bytes }))
}
