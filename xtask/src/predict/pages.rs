//! Saved pages: a folder with `gold.jsonl`, a line a page, and `pages/ID.html.gz`.

use std::path::{Component, Path, PathBuf};

use anyhow::{Context, Result};
use serde::Deserialize;

use super::answers::Answers;
use super::inputs::read_lines;
use super::stage::{Stage, number_of};
use super::{Done, Job, Shape, pipe};
use crate::record::Record;
use crate::workspace::say;

/// What is read of a line of the set.
#[derive(Deserialize)]
struct Page {
    id: String,
    url: Option<String>,
}

/// The endings that a page may have, the first that is there.
const ENDINGS: [&str; 2] = ["html.gz", "html"];

pub(super) fn predict<T: Shape>(job: &Job<'_>) -> Result<Done> {
    let stage = Stage::new()?;
    let mut ids = Vec::new();
    for (number, page) in read_lines::<Page>(&job.data.join("gold.jsonl"))?.enumerate() {
        let page = page?;
        match find(&job.data.join("pages"), &page.id) {
            Some((path, ending)) => {
                stage.show(number, &path, &format!("page.{ending}"), page.url.as_deref())?;
            }
            None => say(&format!("{:?} has no page in {}", page.id, job.data.display())),
        }
        ids.push(page.id.into());
    }

    let mut answers = Answers::<T>::create(job.out, "id", ids)?;
    let mut command = job.product.command("parse");
    command.arg("--no-ignore").args(job.options).arg("--").arg(stage.path());
    let status = pipe::listen(&mut command, |line| {
        let record = Record::read(line)?;
        let number = number_of(&record.input)?;
        let prediction = T::of(&record).with_context(|| format!("in {}", record.input))?;
        answers.answer(number, &prediction)
    })?;
    answers.finish(status)
}

/// The file of a page, and its ending. An id that would lead out of the folder has none.
fn find(pages: &Path, id: &str) -> Option<(PathBuf, &'static str)> {
    ENDINGS.into_iter().find_map(|ending| {
        let name = PathBuf::from(format!("{id}.{ending}"));
        let mut parts = name.components();
        let is_name = matches!((parts.next(), parts.next()), (Some(Component::Normal(_)), None));
        let path = pages.join(&name);
        (is_name && path.is_file()).then_some((path, ending))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_finds_its_page_and_nothing_else() {
        let data = tempfile::tempdir().unwrap();
        let pages = data.path().join("pages");
        std::fs::create_dir(&pages).unwrap();
        for name in ["pages/odd ?id.html.gz", "pages/plain.html", "outside.html"] {
            std::fs::write(data.path().join(name), "").unwrap();
        }
        assert_eq!(find(&pages, "odd ?id").unwrap().1, "html.gz");
        assert_eq!(find(&pages, "plain").unwrap().1, "html");
        for id in ["missing", "../outside", "", "/etc/x"] {
            assert!(find(&pages, id).is_none(), "{id}");
        }
    }
}
