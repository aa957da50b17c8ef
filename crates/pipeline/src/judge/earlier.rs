//! What names earlier runs judged, kept beside the cache: under which keys each name is filed, and
//! which pairs of each block are near.
//!
//! A block is known by its seal, a hash of all its names, so what is said of it holds whatever became
//! of others. The file holds for one version of all that records are made with, and has a hash; one
//! that does not fit is as good as none, and all is judged again.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use annalist_model::EntityKind;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::hash;

/// The file, in the folder of the cache.
pub(super) const FILE: &str = "names";

/// Bytes of a hash that are kept.
const KEPT: usize = 16;

/// What stands for the names of a block.
pub(super) type Seal = [u8; KEPT];

/// A pair of a block that is near, by the places of its names in the order of letters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Found {
    pub(super) one: u32,
    pub(super) other: u32,
    pub(super) is_same: bool,
    pub(super) score: u16,
    pub(super) rule: String,
}

/// What a block gives.
#[derive(Clone, Debug)]
pub(super) struct Block {
    pub(super) key: u64,
    pub(super) seal: Seal,
    pub(super) found: Vec<Found>,
}

/// What stands for these names, in this order.
pub(super) fn seal<'n>(names: impl Iterator<Item = &'n &'n str>) -> Seal {
    let mut hasher = Sha256::new();
    for name in names {
        hasher.update((name.len() as u32).to_le_bytes());
        hasher.update(name.as_bytes());
    }
    first(&hasher.finalize())
}

fn first(hash: &[u8]) -> Seal {
    let mut kept = [0; KEPT];
    kept.iter_mut().zip(hash).for_each(|(to, from)| *to = *from);
    kept
}

/// What earlier runs judged, and what is kept for the next.
pub(crate) struct Judged {
    path: Option<PathBuf>,
    key: String,
    earlier: Vec<u8>,
    /// What is kept for the next run, once there is something.
    now: RefCell<Option<io::Result<Writing>>>,
    asked: Cell<usize>,
    known: Cell<usize>,
}

/// The file for the next run, on its way.
struct Writing {
    file: BufWriter<File>,
    hasher: Sha256,
}

/// Where the file for the next run lies until it is whole. Whatever a killed run left there is
/// written over by the next; the folder is locked for one run.
fn unfinished(path: &Path) -> PathBuf {
    path.with_extension("new")
}

impl Writing {
    fn new(path: &Path, key: &str) -> io::Result<Writing> {
        fs::create_dir_all(path.parent().unwrap_or(Path::new(".")))?;
        let file = BufWriter::new(File::create(unfinished(path))?);
        let mut writing = Writing { file, hasher: Sha256::new() };
        writing.add_long(key.as_bytes())?;
        Ok(writing)
    }

    fn add(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.hasher.update(bytes);
        self.file.write_all(bytes)
    }

    /// Bytes behind their length.
    fn add_long(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.add(&u32::try_from(bytes.len()).map_err(io::Error::other)?.to_le_bytes())?;
        self.add(bytes)
    }

    fn finish(mut self, path: &Path) -> io::Result<()> {
        self.file.write_all(&first(&hash::done(self.hasher).0))?;
        drop(self.file.into_inner().map_err(io::IntoInnerError::into_error)?);
        fs::rename(unfinished(path), path)
    }
}

impl Judged {
    /// Nothing is known, and nothing is kept.
    pub(crate) fn none() -> Judged {
        Judged {
            path: None,
            key: String::new(),
            earlier: Vec::new(),
            now: RefCell::default(),
            asked: Cell::new(0),
            known: Cell::new(0),
        }
    }

    /// What was kept in the folder of a cache by a run that made records with `key`.
    pub(crate) fn read(folder: &Path, key: &str) -> Judged {
        let path = folder.join(FILE);
        let kept = fs::read(&path).unwrap_or_default();
        let earlier = records_of(&kept, key).map(<[u8]>::to_vec).unwrap_or_default();
        Judged { path: Some(path), key: key.to_owned(), earlier, ..Judged::none() }
    }

    /// These blocks are known, and nothing is kept.
    pub(super) fn blocks(
        blocks: impl IntoIterator<Item = (EntityKind, Block)>,
    ) -> io::Result<Judged> {
        let mut judged = Judged::none();
        for (kind, block) in blocks {
            write_block(&mut judged.earlier, kind, &block)?;
        }
        Ok(judged)
    }

    /// What is known of the names of a kind.
    pub(super) fn of(&self, kind: EntityKind) -> OfKind<'_> {
        let mut known = OfKind { judged: self, names: HashMap::new(), blocks: HashMap::new() };
        let mut rest = Rest(&self.earlier);
        while let Some(record) = rest.record() {
            match record {
                Record::Name { of, name, keys } if of == kind as u8 => {
                    known.names.insert(name, keys);
                }
                Record::Block { of, key, seal, found } if of == kind as u8 => {
                    known.blocks.insert(key, (seal, found));
                }
                _ => {}
            }
        }
        known
    }

    /// Keeps a name, with the keys under which it is filed.
    pub(super) fn keep_name(&self, kind: EntityKind, name: &str, keys: &[u64]) {
        self.keep(|writing| {
            writing.add(&[NAME, kind as u8])?;
            writing.add_long(name.as_bytes())?;
            let keys: Vec<u8> = keys.iter().flat_map(|key| key.to_le_bytes()).collect();
            writing.add_long(&keys)
        });
    }

    /// Keeps a block.
    pub(super) fn keep_block(&self, kind: EntityKind, block: &Block) {
        self.keep(|writing| {
            let mut record = Vec::new();
            write_block(&mut record, kind, block)?;
            writing.add(&record)
        });
    }

    fn keep(&self, add: impl FnOnce(&mut Writing) -> io::Result<()>) {
        let Some(path) = &self.path else { return };
        let mut now = self.now.borrow_mut();
        if let Ok(writing) = now.get_or_insert_with(|| Writing::new(path, &self.key))
            && let Err(error) = add(writing)
        {
            *now = Some(Err(error));
        }
    }

    /// Puts what was kept in place for the next run.
    pub(crate) fn write(&self) -> io::Result<()> {
        match self.now.take().zip(self.path.as_deref()) {
            Some((writing, path)) => writing?.finish(path),
            None => Ok(()),
        }
    }

    #[cfg(test)]
    pub(super) fn blocks_asked(&self) -> usize {
        self.asked.get()
    }

    #[cfg(test)]
    pub(super) fn blocks_known(&self) -> usize {
        self.known.get()
    }
}

/// The records of a file, where it is whole and of a run that made records with `key`.
fn records_of<'b>(bytes: &'b [u8], key: &str) -> Option<&'b [u8]> {
    let (told, hash) = bytes.split_last_chunk::<KEPT>()?;
    let mut rest = Rest(told);
    let is_of_key = rest.take_long()? == key.as_bytes();
    let is_whole = || first(&hash::of(told).0) == *hash;
    (is_of_key && is_whole()).then_some(rest.0)
}

/// What is known of the names of a kind.
pub(super) struct OfKind<'j> {
    judged: &'j Judged,
    names: HashMap<&'j [u8], &'j [u8]>,
    blocks: HashMap<u64, (Seal, &'j [u8])>,
}

impl<'j> OfKind<'j> {
    /// The keys of a name.
    pub(super) fn keys(&self, name: &str) -> Option<impl Iterator<Item = u64> + use<'j>> {
        let keys: &'j [u8] = self.names.get(name.as_bytes())?;
        let (keys, _) = keys.as_chunks();
        Some(keys.iter().map(|key| u64::from_le_bytes(*key)))
    }

    /// What a block gives, where it is as it was.
    pub(super) fn block(&self, key: u64, now: &Seal) -> Option<Block> {
        self.judged.asked.set(self.judged.asked.get() + 1);
        let (seal, found) = self.blocks.get(&key).filter(|(seal, _)| seal == now)?;
        let found = match *found {
            [] => Vec::new(),
            found => serde_json::from_slice(found).ok()?,
        };
        self.judged.known.set(self.judged.known.get() + 1);
        Some(Block { key, seal: *seal, found })
    }
}

/// What tells records of names and of blocks apart.
const NAME: u8 = 0;
const BLOCK: u8 = 1;

fn write_block(out: &mut Vec<u8>, kind: EntityKind, block: &Block) -> io::Result<()> {
    let found = match block.found.as_slice() {
        [] => Vec::new(),
        found => serde_json::to_vec(found)?,
    };
    out.extend_from_slice(&[BLOCK, kind as u8]);
    out.extend_from_slice(&block.key.to_le_bytes());
    out.extend_from_slice(&block.seal);
    out.extend_from_slice(&u32::try_from(found.len()).map_err(io::Error::other)?.to_le_bytes());
    out.extend_from_slice(&found);
    Ok(())
}

/// A record of the file.
enum Record<'b> {
    Name { of: u8, name: &'b [u8], keys: &'b [u8] },
    Block { of: u8, key: u64, seal: Seal, found: &'b [u8] },
}

/// The bytes that are still to be read.
struct Rest<'b>(&'b [u8]);

impl<'b> Rest<'b> {
    fn take(&mut self, length: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    /// Bytes that stand behind their length.
    fn take_long(&mut self) -> Option<&'b [u8]> {
        let length = self.take(4)?.first_chunk().copied()?;
        self.take(u32::from_le_bytes(length) as usize)
    }

    fn record(&mut self) -> Option<Record<'b>> {
        let [what, of] = *self.take(2)?.first_chunk()?;
        if what == NAME {
            return Some(Record::Name { of, name: self.take_long()?, keys: self.take_long()? });
        }
        let key = u64::from_le_bytes(*self.take(8)?.first_chunk()?);
        let seal = first(self.take(KEPT)?);
        Some(Record::Block { of, key, seal, found: self.take_long()? })
    }
}
