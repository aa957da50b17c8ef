//! Sets of inputs as files of JSON Lines, packed or not.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use anyhow::{Context, Result};
use flate2::read::MultiGzDecoder;
use serde::de::DeserializeOwned;

/// Reads what a file of JSON Lines says, as far as `T` asks for it; blank lines are passed over.
pub(crate) fn read_lines<T: DeserializeOwned>(
    path: &Path,
) -> Result<impl Iterator<Item = Result<T>>> {
    let shown = path.display().to_string();
    let reader = open(path).with_context(|| format!("cannot read {shown}"))?;
    let lines = reader
        .lines()
        .enumerate()
        .filter(|(_, line)| line.as_ref().map_or(true, |line| !line.trim().is_empty()));
    Ok(lines.map(move |(index, line)| {
        let line = line.with_context(|| format!("cannot read {shown}"))?;
        serde_json::from_str(&line).with_context(|| format!("{shown}, line {}", index + 1))
    }))
}

/// Opens a file, unpacked where its first bytes say that it is packed.
fn open(path: &Path) -> std::io::Result<Box<dyn BufRead + Send>> {
    let mut reader = BufReader::new(File::open(path)?);
    let packed = reader.fill_buf()?.starts_with(&[0x1f, 0x8b]);
    let stream: Box<dyn Read + Send> =
        if packed { Box::new(MultiGzDecoder::new(reader)) } else { Box::new(reader) };
    Ok(Box::new(BufReader::new(stream)))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::{Compression, write::GzEncoder};

    use super::*;

    #[test]
    fn packed_or_not_lines_are_read_and_bad_ones_named() {
        let folder = tempfile::tempdir().unwrap();
        let text = b"{\"a\":1}\n\n{\"a\":2}\nx\n";
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(text).unwrap();
        for bytes in [text.to_vec(), encoder.finish().unwrap()] {
            let path = folder.path().join("set.jsonl");
            std::fs::write(&path, bytes).unwrap();
            let lines: Vec<_> = read_lines::<serde_json::Value>(&path).unwrap().collect();
            assert_eq!(lines[1].as_ref().unwrap()["a"], 2);
            let error = format!("{:#}", lines[2].as_ref().unwrap_err());
            assert!(error.contains("set.jsonl, line 4"), "{error}");
        }
    }
}
