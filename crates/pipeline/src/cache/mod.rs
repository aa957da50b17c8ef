//! What earlier runs found, kept in the output folder, so that a run does only what is new or changed.
//!
//! An input is known again where three things are as they were: its bytes, with what lies beside it
//! about its origin (by SHA-256, or sooner by the look of the files, see [`stamp`]); what records are
//! made with ([`made`]); and the files that were written of it. The cache is one file ([`log`]) in a
//! folder of its own. It is safe to delete: then all is done again. It is written to by the run that
//! holds the lock of the output folder, and only after what it tells of was written.

mod entry;
mod log;
pub(crate) mod made;
pub(crate) mod stamp;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

use annalist_parse::Input;
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use self::entry::Head;
pub(crate) use self::entry::{Entry, Whole, Written};
use self::log::{Frames, Log};
use self::made::Made;
use crate::discover::Candidate;
use crate::judge::Judged;

/// The folder of the cache, in the output folder.
pub(crate) const FOLDER: &str = ".annalist";

/// The file that holds it.
const FILE: &str = "log";

/// So many frames that tell of nothing any more are left in any file.
const FEW: usize = 100;

/// What earlier runs found.
#[derive(Debug)]
pub(crate) struct Cache {
    frames: Frames,
    entries: BTreeMap<String, Entry>,
    made: BTreeMap<String, Made>,
    whole: Option<Whole>,
    /// Frames that had not their hash.
    faults: usize,
}

impl Cache {
    /// Nothing is known.
    pub(crate) fn none() -> Cache {
        Cache::of(Frames::of(Vec::new()))
    }

    /// Reads the cache in `output`; what cannot be read is not known.
    pub(crate) fn read(output: &Path) -> Cache {
        Cache::of(log::read(&output.join(FOLDER).join(FILE)))
    }

    fn of(frames: Frames) -> Cache {
        let heads: Vec<Option<Head>> =
            frames.places().par_iter().map(|place| head(&frames, place)).collect();
        let mut cache = Cache {
            entries: BTreeMap::new(),
            made: BTreeMap::new(),
            whole: None,
            faults: usize::from(frames.broken > 0),
            frames,
        };
        for head in heads {
            match head {
                Some(Head::Made { key, made }) => drop(cache.made.insert(key, made)),
                Some(Head::Input(entry)) => drop(cache.entries.insert(entry.name.clone(), *entry)),
                Some(Head::Gone { name }) => drop(cache.entries.remove(&name)),
                Some(Head::Whole(whole)) => cache.whole = Some(whole),
                None => cache.faults += 1,
            }
        }
        cache
    }

    /// What is known of an input.
    pub(crate) fn entry(&self, name: &str) -> Option<&Entry> {
        self.entries.get(name)
    }

    /// The inputs that are known and are no more: those not among `inputs`, which are sorted by name.
    pub(crate) fn gone(&self, inputs: &[Candidate]) -> BTreeSet<String> {
        let is_there =
            |name: &String| inputs.binary_search_by(|input| input.name.cmp(name)).is_ok();
        self.entries.keys().filter(|name| !is_there(name)).cloned().collect()
    }

    /// All that is known.
    pub(crate) fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values()
    }

    /// What the key stands for.
    pub(crate) fn made(&self, key: &str) -> Option<&Made> {
        self.made.get(key)
    }

    /// What is known of the report on the collection.
    pub(crate) fn whole(&self) -> Option<&Whole> {
        self.whole.as_ref()
    }

    /// Frames that were found broken.
    pub(crate) fn faults(&self) -> usize {
        self.faults
    }

    /// What a document gives to the corpus, as bytes.
    pub(crate) fn partial_bytes(&self, entry: &Entry) -> &[u8] {
        self.frames.part(&entry.partial)
    }
}

/// Reads the head of a frame: its length in four bytes, then itself, then the bytes for the corpus.
fn head(frames: &Frames, place: &std::ops::Range<usize>) -> Option<Head> {
    let payload = frames.payload(place)?;
    let (length, rest) = payload.split_at_checked(4)?;
    let length = u32::from_le_bytes(length.try_into().ok()?) as usize;
    let mut head: Head = serde_json::from_slice(rest.get(..length)?).ok()?;
    if let Head::Input(entry) = &mut head {
        entry.partial = place.end - (rest.len() - length)..place.end;
    }
    Some(head)
}

fn payload(head: &Head, partial: &[u8]) -> Vec<u8> {
    let head = serde_json::to_vec(head).unwrap_or_default();
    [&(head.len() as u32).to_le_bytes(), head.as_slice(), partial].concat()
}

/// SHA-256 of all that is read of an input, as hex, where that of its bytes is known.
pub(crate) fn content_of(input: &Input<'_>, of_bytes: &annalist_model::Sha256) -> String {
    let mut hasher = Sha256::new();
    // All but the bytes as it prints itself, so that nothing that may be added is forgotten.
    let bare = Input { bytes: &[], answers: &[], ..*input };
    let mut about = format!("{bare:?} {}", input.bytes.len());
    for answer in input.answers {
        let annalist_parse::StoredAnswer { name, bytes, platform, url, fetched_at, fault } = answer;
        let _ = write!(
            about,
            "\n{name:?} {} {platform:?} {url:?} {fetched_at:?} {fault:?}",
            bytes.len()
        );
    }
    hasher.update(format!("{}\n{about}", about.len()));
    hasher.update(of_bytes.0);
    input.answers.iter().for_each(|answer| hasher.update(&answer.bytes));
    hasher.finalize().iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// Writes down what a run finds. The first fault ends the writing, not the run: what is not kept is
/// done again.
#[derive(Debug)]
pub(crate) struct Keeper<'c> {
    cache: &'c Cache,
    log: Log,
    /// Whether the file is to be replaced before anything is added to it.
    is_torn: bool,
    key: String,
    made: Made,
    /// How many inputs the run has told of.
    told: usize,
    has_told_made: bool,
    whole: Option<Whole>,
    /// Why nothing is written any more.
    pub(crate) fault: Option<io::Error>,
}

impl<'c> Keeper<'c> {
    /// Adds to the cache in `output`, of which `cache` was read.
    pub(crate) fn new(cache: &'c Cache, output: &Path, made: &Made) -> Keeper<'c> {
        let key = made.key();
        Keeper {
            log: Log::at(output.join(FOLDER).join(FILE), cache.frames.sound),
            is_torn: cache.faults > 0,
            has_told_made: cache.made.contains_key(&key),
            key,
            made: made.clone(),
            told: 0,
            whole: None,
            fault: None,
            cache,
        }
    }

    /// Keeps what became of an input.
    pub(crate) fn keep(&mut self, entry: Entry, partial: &[u8]) {
        self.told += 1;
        self.add(&Head::Input(Box::new(entry)), partial);
    }

    /// Keeps what the report on the collection looks like.
    pub(crate) fn keep_whole(&mut self, whole: Whole) {
        if self.cache.whole.as_ref() != Some(&whole) {
            self.add(&Head::Whole(whole.clone()), &[]);
        }
        self.whole = Some(whole);
    }

    /// Keeps what was judged of names.
    pub(crate) fn keep_judged(&mut self, judged: &Judged) {
        if self.fault.is_none() {
            self.fault = judged.write().err();
        }
    }

    /// Ends a complete run: forgets the inputs that are `gone`.
    pub(crate) fn finish(&mut self, gone: &BTreeSet<String>) {
        let live = self.cache.entries.len() - gone.len();
        let frames = self.cache.frames.places().len() + self.told;
        if frames > 2 * live.max(self.told) + FEW {
            self.rewrite(gone);
            return;
        }
        for name in gone {
            self.add(&Head::Gone { name: name.clone() }, &[]);
        }
    }

    fn add(&mut self, head: &Head, partial: &[u8]) {
        if self.fault.is_some() {
            return;
        }
        if let Err(error) = self.try_add(head, partial) {
            self.fault = Some(error);
        }
    }

    fn try_add(&mut self, head: &Head, partial: &[u8]) -> io::Result<()> {
        if self.is_torn {
            let all = |_: &str| true;
            self.log.replace(&self.live(self.cache, &all))?;
            self.is_torn = false;
        }
        if !self.has_told_made {
            let made = Head::Made { key: self.key.clone(), made: self.made.clone() };
            self.log.add(&[&payload(&made, &[])])?;
            self.has_told_made = true;
        }
        self.log.add(&[&payload(head, partial)])
    }

    /// The frames of `cache` that still tell of something.
    fn live(&self, cache: &Cache, is_kept: &dyn Fn(&str) -> bool) -> Vec<Vec<u8>> {
        let entries: Vec<&Entry> = cache.entries().filter(|entry| is_kept(&entry.name)).collect();
        let keys: BTreeSet<&String> = entries.iter().map(|entry| &entry.made).collect();
        let made = cache.made.iter().filter(|(key, _)| keys.contains(key));
        let made = made.map(|(key, made)| Head::Made { key: key.clone(), made: made.clone() });
        let mut frames: Vec<Vec<u8>> = made.map(|head| payload(&head, &[])).collect();
        frames.extend(entries.into_iter().map(|entry| {
            payload(&Head::Input(Box::new(entry.clone())), cache.frames.part(&entry.partial))
        }));
        frames.extend(cache.whole.iter().map(|whole| payload(&Head::Whole(whole.clone()), &[])));
        frames
    }

    /// Writes the file anew, without what tells of nothing any more.
    fn rewrite(&mut self, gone: &BTreeSet<String>) {
        if self.fault.is_some() {
            return;
        }
        let Some(output) = self.log.folder().and_then(Path::parent).map(Path::to_owned) else {
            return;
        };
        let now = Cache::read(&output);
        let frames = self.live(&now, &|name: &str| !gone.contains(name));
        self.fault = self.log.replace(&frames).err();
    }
}

/// The length of the cache in `output`.
pub(crate) fn bytes_in(output: &Path) -> u64 {
    fs::metadata(output.join(FOLDER).join(FILE)).map_or(0, |metadata| metadata.len())
}

/// Removes the cache in `output`.
pub(crate) fn remove(output: &Path) {
    let _ = fs::remove_dir_all(output.join(FOLDER));
}
