//! The predictions as they are written: one for each input, in order.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::marker::PhantomData;
use std::path::{Path, PathBuf};
use std::process::ExitStatus;

use anyhow::{Context, Result, bail};
use serde::Serialize;
use serde_json::{Map, Value};

use super::Done;
use crate::product::has_worked;

/// A file of predictions. Records come back in the order of the inputs; where one is missing, the
/// empty prediction is written for it.
pub(super) struct Answers<T> {
    /// The name of the field that says which input a prediction is about.
    key: &'static str,
    /// What that field holds for each input.
    ids: Vec<Value>,
    /// How many inputs are answered.
    written: usize,
    empty: usize,
    out: BufWriter<File>,
    path: PathBuf,
    shape: PhantomData<T>,
}

impl<T: Default + Serialize> Answers<T> {
    /// Makes the file, and the folder that it lies in.
    pub(super) fn create(path: &Path, key: &'static str, ids: Vec<Value>) -> Result<Answers<T>> {
        let shown = path.display();
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)
                .with_context(|| format!("cannot make the folder of {shown}"))?;
        }
        let file = File::create(path).with_context(|| format!("cannot write {shown}"))?;
        let out = BufWriter::new(file);
        Ok(Answers {
            key,
            ids,
            written: 0,
            empty: 0,
            out,
            path: path.to_owned(),
            shape: PhantomData,
        })
    }

    /// Writes the prediction about the input `number`, and empty ones about those passed over.
    pub(super) fn answer(&mut self, number: usize, prediction: &T) -> Result<()> {
        if number < self.written || number >= self.ids.len() {
            bail!("annalist answered input {number} out of turn");
        }
        self.skip_to(number)?;
        self.write(prediction)
    }

    /// Writes the empty predictions that are left, and counts. Where `annalist` could do nothing,
    /// the file goes: it would pass for predictions.
    pub(super) fn finish(mut self, status: ExitStatus) -> Result<Done> {
        if !has_worked(status) {
            if self.path.symlink_metadata().is_ok_and(|metadata| metadata.is_file()) {
                fs::remove_file(&self.path)
                    .with_context(|| format!("cannot remove {}", self.path.display()))?;
            }
            return Ok(Done { status, written: 0, empty: 0 });
        }
        self.skip_to(self.ids.len())?;
        self.out.flush().with_context(|| format!("cannot write {}", self.path.display()))?;
        Ok(Done { status, written: self.written, empty: self.empty })
    }

    fn skip_to(&mut self, number: usize) -> Result<()> {
        while self.written < number {
            self.empty += 1;
            self.write(&T::default())?;
        }
        Ok(())
    }

    fn write(&mut self, prediction: &T) -> Result<()> {
        let id = self.ids.get(self.written).cloned().unwrap_or_default();
        let mut line = Map::from_iter([(self.key.to_owned(), id)]);
        if let Value::Object(fields) = serde_json::to_value(prediction)? {
            line.extend(fields);
        }
        self.written += 1;
        writeln!(self.out, "{}", Value::Object(line))
            .with_context(|| format!("cannot write {}", self.path.display()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Default, Serialize)]
    struct Letter {
        letter: Option<char>,
    }

    #[cfg(unix)]
    #[test]
    fn a_call_that_could_do_nothing_leaves_nothing() {
        use std::os::unix::process::ExitStatusExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.jsonl");
        let answers = Answers::<Letter>::create(&path, "id", vec!["x".into()]).unwrap();
        assert!(path.exists());
        answers.finish(ExitStatus::from_raw(2 << 8)).unwrap();
        assert!(!path.exists());
    }

    #[test]
    fn every_input_has_its_line_in_order() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/out.jsonl");
        let ids = ["x/1", "y", "z"].map(Value::from).to_vec();
        let mut answers = Answers::create(&path, "id", ids).unwrap();
        answers.answer(1, &Letter { letter: Some('b') }).unwrap();
        assert!(answers.answer(0, &Letter::default()).is_err());
        assert!(answers.answer(3, &Letter::default()).is_err());
        let done = answers.finish(ExitStatus::default()).unwrap();
        assert_eq!((done.written, done.empty), (3, 2));
        assert_eq!(
            fs::read_to_string(path).unwrap(),
            "{\"id\":\"x/1\",\"letter\":null}\n{\"id\":\"y\",\"letter\":\"b\"}\n\
             {\"id\":\"z\",\"letter\":null}\n"
        );
    }
}
