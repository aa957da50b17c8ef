//! `cargo xtask warc`: an archive of any size, made of the fixtures by a seed.
//!
//! It has what crawls have: a record of the crawl, requests, pages sent whole, in chunks and packed,
//! redirects, images, pages met again. Each page differs from its fixture by one comment of markup, so
//! no two documents are one.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use annalist_variants::Chance;
use anyhow::{Context, Result, ensure};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::workspace::{Workspace, say};

/// What to write.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The file: packed record by record where its name ends in .gz
    output: PathBuf,
    /// Number of records
    #[arg(long, default_value_t = 5000)]
    records: usize,
    /// What the archive is made by
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

pub(crate) fn run(workspace: &Workspace, arguments: &Arguments) -> Result<ExitCode> {
    let pages = pages(workspace)?;
    let file = File::create(&arguments.output)
        .with_context(|| format!("cannot write {}", arguments.output.display()))?;
    let packed = arguments.output.extension().is_some_and(|extension| extension == "gz");
    let mut writer = Writer { file: BufWriter::new(file), packed };
    let mut chance = Chance::new(arguments.seed);
    writer.record("warcinfo", "", "", b"software: cargo xtask warc\r\n")?;
    let mut counts = [0_usize; 5];
    for number in 1..arguments.records {
        let url = format!("https://site{}.example/{number}", chance.below(50));
        let kind = match chance.below(20) {
            0..=11 => 0,
            12..=14 => 1,
            15..=17 => 2,
            18 => 3,
            _ => 4,
        };
        counts[kind] += 1;
        match kind {
            0 => {
                let page = chance.pick(&pages).context("there are no fixtures")?;
                let mark = format!("<!-- {number} {} -->", chance.number());
                let body = [page.as_slice(), mark.as_bytes()].concat();
                let (fields, body) = match chance.below(4) {
                    0 => ("Content-Encoding: gzip\r\n", packed_bytes(&body)?),
                    1 => ("Transfer-Encoding: chunked\r\n", chunked(&body)),
                    _ => ("", body),
                };
                writer.answer(&url, "200 OK", "text/html", fields, &body)?;
            }
            1 => writer.record("request", &url, HTTP, b"GET / HTTP/1.1\r\n\r\n")?,
            2 => writer.answer(&url, "200 OK", "image/png", "", &[0x89; 500])?,
            3 => writer.answer(&url, "301 Moved", "text/html", "Location: /\r\n", b"moved")?,
            _ => writer.record(
                "revisit",
                &url,
                &format!("{HTTP}WARC-Payload-Digest: sha1:NONE\r\n"),
                b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",
            )?,
        }
    }
    writer.file.flush()?;
    let [pages, requests, images, redirects, revisits] = counts;
    say(&format!(
        "{} records: {pages} pages, {requests} requests, {images} images, {redirects} redirects, \
         {revisits} revisits",
        arguments.records
    ));
    Ok(ExitCode::SUCCESS)
}

const HTTP: &str = "Content-Type: application/http\r\n";

/// The saved pages of the fixtures, sorted by name.
fn pages(workspace: &Workspace) -> Result<Vec<Vec<u8>>> {
    let mut paths: Vec<PathBuf> = fs::read_dir(workspace.root.join("fixtures"))?
        .filter_map(Result::ok)
        .map(|entry| entry.path().join("page.html"))
        .filter(|path| path.is_file())
        .collect();
    paths.sort();
    ensure!(!paths.is_empty(), "there is no fixture with a page.html");
    paths.iter().map(|path| fs::read(path).context("cannot read a fixture")).collect()
}

struct Writer {
    file: BufWriter<File>,
    packed: bool,
}

impl Writer {
    fn answer(
        &mut self,
        url: &str,
        status: &str,
        media_type: &str,
        fields: &str,
        body: &[u8],
    ) -> Result<()> {
        let head = format!("HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\n{fields}\r\n");
        self.record("response", url, HTTP, &[head.as_bytes(), body].concat())
    }

    fn record(&mut self, kind: &str, url: &str, fields: &str, content: &[u8]) -> Result<()> {
        let head = format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\n\
             WARC-Date: 2018-09-06T10:00:00Z\r\n{fields}Content-Length: {}\r\n\r\n",
            content.len()
        );
        let record = [head.as_bytes(), content, b"\r\n\r\n"].concat();
        let bytes = if self.packed { packed_bytes(&record)? } else { record };
        self.file.write_all(&bytes)?;
        Ok(())
    }
}

fn packed_bytes(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

fn chunked(bytes: &[u8]) -> Vec<u8> {
    let mut chunks = Vec::new();
    for chunk in bytes.chunks(8000) {
        chunks.extend(format!("{:x}\r\n", chunk.len()).into_bytes());
        chunks.extend(chunk);
        chunks.extend(b"\r\n");
    }
    chunks.extend(b"0\r\n\r\n");
    chunks
}
