//! Pairs of names: a CSV file with `schema`, `name1` and `name2`, and more that is not read.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::answers::Answers;
use super::{Done, Job, pipe};

/// A row of the set.
#[derive(Deserialize)]
struct Pair {
    schema: String,
    name1: String,
    name2: String,
}

/// `{"match"}`; a pair that is not answered is no match.
#[derive(Default, Deserialize, Serialize)]
struct Match {
    r#match: bool,
}

/// An answer of `annalist match`, which hands the number of the row back.
#[derive(Deserialize)]
struct Answer {
    row: usize,
    #[serde(flatten)]
    found: Match,
}

pub(super) fn predict(job: &Job<'_>) -> Result<Done> {
    let mut count = 0;
    for pair in read(job.data)? {
        pair?;
        count += 1;
    }
    let pairs = read(job.data)?;
    let feed = |out: &mut dyn Write| {
        pairs.enumerate().try_for_each(|(row, pair)| {
            writeln!(out, "{}", line_of(row, &pair?))?;
            Ok(())
        })
    };

    let mut answers = Answers::create(job.out, "row", (0..count).map(Into::into).collect())?;
    let mut command = job.product.command("match");
    let status = pipe::feed_and_listen(command.args(job.options), feed, |line| {
        let Answer { row, found } =
            serde_json::from_str(line).context("annalist match gave what is not understood")?;
        answers.answer(row, &found)
    })?;
    answers.finish(status)
}

fn read(path: &Path) -> Result<impl Iterator<Item = Result<Pair>>> {
    let shown = path.display().to_string();
    let reader = csv::Reader::from_path(path).with_context(|| format!("cannot read {shown}"))?;
    Ok(reader.into_deserialize().map(move |pair| pair.with_context(|| format!("in {shown}"))))
}

/// A pair as `annalist match` takes it.
fn line_of(row: usize, pair: &Pair) -> String {
    let kind = if pair.schema == "Person" { "person" } else { "organisation" };
    json!({ "row": row, "name1": pair.name1, "name2": pair.name2, "type": kind }).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_told_by_number_and_kind_without_their_label() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pairs.csv");
        let rows = "schema,name1,name2,is_match\n\
                    Person,\"Lorne, Ada\",Ada Lorne,true\nCompany,A & B,AB,false\n";
        std::fs::write(&path, rows).unwrap();
        let lines: Vec<String> = read(&path)
            .unwrap()
            .enumerate()
            .map(|(row, pair)| line_of(row, &pair.unwrap()))
            .collect();
        assert_eq!(
            lines,
            [
                r#"{"row":0,"name1":"Lorne, Ada","name2":"Ada Lorne","type":"person"}"#,
                r#"{"row":1,"name1":"A & B","name2":"AB","type":"organisation"}"#
            ]
        );
    }
}
