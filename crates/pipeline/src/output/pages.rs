//! The pages of a report as they are made, side by side: those that are as they should be are left.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use annalist_report::HtmlFile;
use rayon::prelude::*;

use super::html::HTML;
use super::{Html, OutputFolder, write_whole};
use crate::gathered::Records;
use crate::order::Workers;

/// How much of a file is read for its stamp.
const HEAD: u64 = 4096;

/// The files that were made: for one file they are kept, else they are written.
pub(super) struct Made<'m> {
    output: &'m OutputFolder,
    workers: &'m Workers,
    pub(super) paths: Records,
    pub(super) files: Vec<HtmlFile>,
}

impl<'m> Made<'m> {
    pub(super) fn new(output: &'m OutputFolder, workers: &'m Workers) -> Made<'m> {
        Made { output, workers, paths: Records::default(), files: Vec::new() }
    }

    pub(super) fn one(&mut self, file: HtmlFile) -> io::Result<()> {
        if self.output.html.html == Html::SingleFile {
            self.files.push(file);
            return Ok(());
        }
        let paths = self.output.write_changed(vec![file])?;
        self.name(Ok(vec![paths]))
    }

    /// Makes the files of all `items`.
    pub(super) fn all<T: Sync>(
        &mut self,
        items: &[T],
        files: impl Fn(&T) -> io::Result<Vec<HtmlFile>> + Sync + Send,
    ) -> io::Result<()> {
        if self.output.html.html == Html::SingleFile {
            let made = self.workers.install(|| {
                items.par_iter().map(&files).collect::<io::Result<Vec<Vec<HtmlFile>>>>()
            })?;
            self.files.extend(made.into_iter().flatten());
            return Ok(());
        }
        let write = |item: &T| self.output.write_changed(files(item)?);
        let paths = self.workers.install(|| items.par_iter().map(write).collect());
        self.name(paths)
    }

    /// The same, but for those whose first file was made of what has their stamp.
    pub(super) fn stamped<T: Sync>(
        &mut self,
        items: &[T],
        stamp: impl Fn(&T) -> (String, String) + Sync,
        files: impl Fn(&T) -> io::Result<Vec<HtmlFile>> + Sync + Send,
    ) -> io::Result<()> {
        let output = self.output;
        if output.html.html == Html::SingleFile {
            return self.all(items, files);
        }
        let write = |item: &T| {
            let (path, stamp) = stamp(item);
            match output.has_stamp(&path, &stamp) {
                true => Ok(output.parts_of(&path)),
                false => output.write_changed(files(item)?),
            }
        };
        let paths = self.workers.install(|| items.par_iter().map(write).collect());
        self.name(paths)
    }

    fn name(&mut self, paths: io::Result<Vec<Vec<String>>>) -> io::Result<()> {
        paths?.iter().flatten().for_each(|path| self.paths.add(Path::new(path)));
        Ok(())
    }
}

impl OutputFolder {
    /// Whether the file at `path` was made of what has this stamp.
    fn has_stamp(&self, path: &str, stamp: &str) -> bool {
        let Ok(file) = File::open(self.path.join(HTML).join(path)) else { return false };
        let mut bytes = Vec::new();
        let is_read = file.take(HEAD).read_to_end(&mut bytes).is_ok();
        is_read && String::from_utf8_lossy(&bytes).contains(stamp)
    }

    /// The pages of a document whose first is at `path`.
    fn parts_of(&self, path: &str) -> Vec<String> {
        let stem = path.trim_end_matches(".html");
        let more = (2_u32..).map(|part| format!("{stem}-{part}.html"));
        let more = more.take_while(|path| self.path.join(HTML).join(path).is_file());
        std::iter::once(path.to_owned()).chain(more).collect()
    }

    /// Writes those files that are not there as they should be, and names all of them.
    fn write_changed(&self, files: Vec<HtmlFile>) -> io::Result<Vec<String>> {
        let mut paths = Vec::with_capacity(files.len());
        for HtmlFile { path, text } in files {
            let place = self.path.join(HTML).join(&path);
            if !fs::read(&place).is_ok_and(|bytes| bytes == text.as_bytes()) {
                write_whole(&place, &[text.as_bytes()])?;
            }
            paths.push(path);
        }
        Ok(paths)
    }
}
