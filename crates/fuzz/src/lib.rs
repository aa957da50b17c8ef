//! What must hold for any bytes whatever, as targets for a fuzzer.
//!
//! A target takes bytes, does with them what the product would, and panics where something does not
//! hold that always must: a run of text that its bytes do not give again, a name off the text, two
//! names that match one way only, other files for other numbers of threads. That nothing panics by
//! itself, or takes long, is part of each. `cargo xtask fuzz` lets a fuzzer look for such bytes; what
//! it finds becomes a file in `seeds/TARGET`, which the tests of this crate run for ever after.

#![allow(clippy::panic, clippy::expect_used, reason = "what does not hold ends the target")]

mod archives;
mod batches;
mod citations;
mod engines;
mod names;
mod pages;
mod records;
mod texts;

/// Something that must hold for any bytes.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Its name: that of its folder of seeds, and of the fuzzer's program.
    pub name: &'static str,
    /// Panics where it does not hold for these bytes.
    pub run: fn(&[u8]),
}

/// All targets, sorted by name.
pub const TARGETS: &[Target] = &[
    Target { name: "answers", run: pages::answers },
    Target { name: "batch", run: batches::batch },
    Target { name: "dates", run: texts::dates },
    Target { name: "decode", run: pages::decode },
    Target { name: "dump", run: pages::dump },
    Target { name: "matching", run: names::matching },
    Target { name: "mhtml", run: pages::mhtml },
    Target { name: "names", run: texts::names },
    Target { name: "page", run: pages::page },
    Target { name: "records", run: records::records },
    Target { name: "tar", run: archives::tar },
    Target { name: "warc", run: archives::warc },
    Target { name: "zip", run: archives::zip },
];

/// Runs the target of this name.
///
/// # Panics
///
/// Where there is none, or where what it stands for does not hold.
pub fn run(name: &str, bytes: &[u8]) {
    let target = TARGETS.iter().find(|target| target.name == name);
    (target.expect("a target of this name").run)(bytes);
}
