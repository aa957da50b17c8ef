//! How the tests start the binary, and what they look at.

#![allow(dead_code, reason = "each test binary uses a part of it")]

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc;
use std::time::Duration;

/// How long a command may take before it is taken to hang.
const PATIENCE: Duration = Duration::from_secs(60);

/// What a command said.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// The binary, in `folder`, without the environment of whoever runs the test.
pub(crate) fn command<A: AsRef<OsStr>>(folder: &Path, arguments: &[A]) -> Command {
    // Another build may be tested: that for release, where many runs are to be made.
    let binary = std::env::var_os("ANNALIST_TEST_BINARY");
    let binary = binary.unwrap_or_else(|| env!("CARGO_BIN_EXE_annalist").into());
    let mut command = Command::new(binary);
    command.current_dir(folder).args(arguments);
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("ANNALIST_") || name == "NO_COLOR" {
            command.env_remove(name);
        }
    }
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Runs the binary in `folder`.
pub(crate) fn annalist<A: AsRef<OsStr>>(folder: &Path, arguments: &[A]) -> Said {
    said(command(folder, arguments), b"")
}

/// Runs the binary in `folder` with `input` on standard input.
pub(crate) fn annalist_with(folder: &Path, arguments: &[&str], input: &[u8]) -> Said {
    let mut command = command(folder, arguments);
    command.stdin(Stdio::piped());
    said(command, input)
}

/// Sends a signal, such as `-INT`, to a command that was started.
#[cfg(unix)]
pub(crate) fn send(signal: &str, child: &Child) {
    let id = child.id().to_string();
    assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
}

/// Waits for a command, and fails the test where it hangs.
pub(crate) fn said(mut command: Command, input: &[u8]) -> Said {
    let mut child = command.spawn().unwrap();
    let stdin = child.stdin.take();
    let input = input.to_owned();
    // A command that does not read all of its input is not at fault.
    let feeder = std::thread::spawn(move || stdin.map(|mut stdin| stdin.write_all(&input)));
    let (sender, receiver) = mpsc::channel();
    let id = child.id();
    std::thread::spawn(move || sender.send(child.wait_with_output()));
    let Ok(output) = receiver.recv_timeout(PATIENCE) else {
        let _ = Command::new("kill").args(["-KILL", &id.to_string()]).status();
        panic!("{command:?} hangs");
    };
    feeder.join().unwrap();
    of(&output.unwrap())
}

fn of(output: &Output) -> Said {
    Said {
        code: output.status.code(),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

impl Said {
    /// Fails the test unless the command ended with `code`, and stderr holds all of `words`.
    #[track_caller]
    pub(crate) fn check(&self, code: i32, words: &[&str]) -> &Said {
        assert_eq!(self.code, Some(code), "{self:#?}");
        for words in words {
            assert!(self.err.contains(words), "{words:?} is not in {self:#?}");
        }
        assert!(!self.err.contains("panicked"), "{self:#?}");
        self
    }
}

/// A folder of files.
pub(crate) fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        write(folder.path(), name, bytes);
    }
    folder
}

/// Writes a file below `folder`.
pub(crate) fn write(folder: &Path, name: &str, bytes: &[u8]) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

/// The folder of what is kept for the next run, which tells when files were written.
pub(crate) const KEPT: &str = ".annalist";

/// All files below `folder`, with what they hold, but for what is kept for the next run.
pub(crate) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.file_name() == Some(OsStr::new(KEPT)) {
                continue;
            }
            if path.is_dir() {
                waiting.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
                files.insert(name, fs::read(path).unwrap());
            }
        }
    }
    files
}

/// The names of all files below `folder`.
pub(crate) fn names(folder: &Path) -> Vec<String> {
    files(folder).into_keys().collect()
}

/// Packs bytes as gzip does.
pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A page with an article that nobody would miss.
pub(crate) fn page(title: &str) -> Vec<u8> {
    let sentence = "The commander was captured in the city in March 2007, officials said. ";
    format!(
        "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>{title}</title></head>\
         <body><article><h1>{title}</h1><p>{}</p><p>{}</p></article></body></html>",
        sentence.repeat(5),
        sentence.repeat(4)
    )
    .into_bytes()
}

/// The outcomes that a manifest lists: `NAME done`, `NAME skipped`, `NAME failed`.
pub(crate) fn manifest(out: &Path) -> Vec<String> {
    let text = fs::read_to_string(out.join("manifest.jsonl")).unwrap();
    text.lines()
        .map(|line| {
            let value: serde_json::Value = serde_json::from_str(line).unwrap();
            format!("{} {}", value["input"].as_str().unwrap(), value["status"].as_str().unwrap())
        })
        .collect()
}

/// A zip of entries that are kept as they are.
pub(crate) fn zip(entries: &[(String, Vec<u8>)]) -> Vec<u8> {
    let (mut file, mut directory) = (Vec::new(), Vec::new());
    for (name, bytes) in entries {
        let mut crc = flate2::Crc::new();
        crc.update(bytes);
        let length = u32::try_from(bytes.len()).unwrap().to_le_bytes();
        let fields = [
            &[20, 0, 0, 8, 0, 0, 0, 0, 0, 0][..],
            &crc.sum().to_le_bytes(),
            &length,
            &length,
            &u16::try_from(name.len()).unwrap().to_le_bytes(),
            &[0, 0],
        ]
        .concat();
        let head = u32::try_from(file.len()).unwrap().to_le_bytes();
        directory.extend([b"PK\x01\x02\x14\x00", &fields[..], &[0; 10], &head].concat());
        directory.extend(name.as_bytes());
        file.extend([b"PK\x03\x04", &fields[..], name.as_bytes(), bytes].concat());
    }
    let count = u16::try_from(entries.len()).unwrap().to_le_bytes();
    let (at, length) = (file.len() as u32, directory.len() as u32);
    let end = [
        b"PK\x05\x06\0\0\0\0",
        &count[..],
        &count,
        &length.to_le_bytes(),
        &at.to_le_bytes(),
        &[0, 0],
    ];
    [file, directory, end.concat()].concat()
}

/// A tar of entries whose names no tar program would write.
pub(crate) fn tar(entries: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut file = Vec::new();
    for (name, bytes) in entries {
        let mut head = [0_u8; 512];
        head[..name.len()].copy_from_slice(name.as_bytes());
        head[100..108].copy_from_slice(b"0000644\0");
        head[124..136].copy_from_slice(format!("{:011o}\0", bytes.len()).as_bytes());
        head[148..157].copy_from_slice(b"        0");
        let sum: u32 = head.iter().map(|byte| u32::from(*byte)).sum();
        head[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        file.extend(head);
        file.extend(bytes);
        file.resize(file.len().next_multiple_of(512), 0);
    }
    file.resize(file.len() + 1024, 0);
    file
}
