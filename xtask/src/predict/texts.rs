//! Texts: a file of JSON Lines with `id`, `text` and, for times, `dct`, the date of the text.

use std::io::Write;

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::{Value, json};

use super::answers::Answers;
use super::inputs::read_lines;
use super::{Done, Job, Shape, pipe};
use crate::record::Record;

/// Whether the date of a text is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dated {
    Yes,
    No,
}

/// What is read of a line of the set to name it.
#[derive(Deserialize)]
struct Named {
    id: Value,
}

/// What is read of a line of the set to work on it.
#[derive(Deserialize)]
struct Text {
    text: String,
    dct: Option<String>,
}

pub(super) fn predict<T: Shape>(job: &Job<'_>, dated: Dated) -> Result<Done> {
    let ids = read_lines::<Named>(job.data)?
        .map(|line| line.map(|line| line.id))
        .collect::<Result<Vec<_>>>()?;
    let texts = read_lines::<Text>(job.data)?;
    let feed = |out: &mut dyn Write| {
        texts.enumerate().try_for_each(|(number, text)| {
            writeln!(out, "{}", line_of(number, &text?, dated))?;
            Ok(())
        })
    };

    let mut answers = Answers::<T>::create(job.out, "id", ids)?;
    let mut command = job.product.command("enrich");
    let status = pipe::feed_and_listen(command.args(job.options), feed, |line| {
        let record = Record::read(line)?;
        let number = record.id.parse().context("annalist answered for what was not asked")?;
        let prediction = T::of(&record).with_context(|| format!("in text {number}"))?;
        answers.answer(number, &prediction)
    })?;
    answers.finish(status)
}

/// A text as `annalist enrich` takes it, named by its number.
fn line_of(number: usize, text: &Text, dated: Dated) -> Value {
    let mut line = json!({ "id": number.to_string(), "text": text.text });
    if let (Dated::Yes, Some(dct)) = (dated, &text.dct) {
        line["date"] = dct.as_str().into();
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answers_of_a_set_are_not_handed_on() {
        let line =
            r#"{"id":"x","text":"in May","dct":"2018-09-06","timexes":[{"value":"2018-05"}]}"#;
        let text: Text = serde_json::from_str(line).unwrap();
        let line_of = |dated| line_of(3, &text, dated).to_string();
        assert_eq!(line_of(Dated::Yes), r#"{"id":"3","text":"in May","date":"2018-09-06"}"#);
        assert_eq!(line_of(Dated::No), r#"{"id":"3","text":"in May"}"#);
    }
}
