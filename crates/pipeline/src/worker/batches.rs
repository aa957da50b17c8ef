//! Jobs and answers as record batches of Arrow, for engines that have them so in memory: a batch of
//! answers for each batch of jobs, row for row.

use std::io::{Read, Write};
use std::ops::ControlFlow;
use std::sync::Arc;

use annalist_report::Status;
use arrow_array::cast::AsArray;
use arrow_array::types::{Int64Type, UInt64Type};
use arrow_array::{Array, ArrayRef, LargeStringArray, RecordBatch, StringArray};
use arrow_ipc::reader::StreamReader;
use arrow_ipc::writer::StreamWriter;
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use serde_json::Value;

use super::job::{Bytes, Given};
use super::{Answer, Worker};
use crate::documents::tell;
use crate::order::{Workers, caught};
use crate::{Control, Failure, Problem, Summary, outcome};

/// The columns of jobs: the keys of a line.
const TEXTS: [&str; 7] = ["id", "input", "path", "archive", "url", "charset", "date"];
const NUMBERS: [&str; 3] = ["id", "offset", "length"];
const BYTES: &str = "bytes";

/// Does the jobs of record batches, a batch of answers for each, row for row.
pub struct Batches<'w> {
    worker: &'w Worker,
    workers: Workers,
    /// What the jobs are called in messages.
    label: &'static str,
    answers: SchemaRef,
    /// Rows of the batches before.
    before: usize,
}

impl<'w> Batches<'w> {
    /// Does jobs that have the columns `jobs` with `threads` threads, or as many as the machine has
    /// where that is 0.
    ///
    /// # Errors
    ///
    /// A column that is none of a job; or where so many threads cannot be started.
    pub fn new(
        worker: &'w Worker,
        jobs: &Schema,
        label: &'static str,
        threads: usize,
    ) -> Result<Batches<'w>, Problem> {
        check(jobs)?;
        let workers = Workers::new(threads)?;
        Ok(Batches { worker, workers, label, answers: schema(), before: 0 })
    }

    /// The columns of answers.
    pub fn schema(&self) -> SchemaRef {
        Arc::clone(&self.answers)
    }

    /// The answers to a batch of jobs; none where the work was stopped before all were there.
    ///
    /// # Errors
    ///
    /// Where the answers are longer than a batch can be.
    pub fn answer(
        &mut self,
        jobs: &RecordBatch,
        control: Control<'_>,
        summary: &mut Summary,
    ) -> Result<Option<RecordBatch>, Problem> {
        let mut answers = Vec::with_capacity(jobs.num_rows());
        let name = |row: usize| format!("{}, row {}", self.label, self.before + row + 1);
        self.workers.map_in_order(
            (0..jobs.num_rows()).take_while(|_| !control.is_stopped()),
            |row| {
                let given = given(jobs, *row);
                let id = given.id.clone();
                let (label, job) = given.job(&name(*row), &self.worker.root);
                (id, self.worker.answer(label, job))
            },
            |row, message| {
                let failed = outcome::failed(name(*row), &Failure::Panicked(message));
                (None, Answer::Without { outcome: failed, id: None })
            },
            |(id, answer)| {
                tell(summary, control, answer.outcome());
                answers.push((id, answer));
                ControlFlow::Continue(())
            },
        );
        if answers.len() < jobs.num_rows() {
            summary.interrupted = true;
            return Ok(None);
        }
        self.before += jobs.num_rows();
        batch_of(&self.answers, answers).map(Some).map_err(writing)
    }
}

/// Does the jobs of a stream of Arrow record batches, and writes a batch of answers for each. Returns
/// at the end of `jobs`, or where `out` takes no more.
///
/// # Errors
///
/// Where `jobs` is no such stream or has a column that is none of a job, or a stream breaks off.
pub fn work_on_batches(
    worker: &Worker,
    jobs: impl Read,
    control: Control<'_>,
    mut out: &mut dyn Write,
) -> Result<Summary, Problem> {
    // What is no stream of Arrow may also break the reading of one.
    let broken = |why: String| Problem::Usage(format!("stdin is no stream of Arrow: {why}"));
    let mut reader =
        caught(|| StreamReader::try_new(jobs, None)).map_err(broken)?.map_err(reading)?;
    let mut batches = Batches::new(worker, &reader.schema(), "stdin", worker.settings.jobs)?;
    let mut writer = StreamWriter::try_new(&mut out, &batches.schema()).map_err(writing)?;
    writer.get_mut().flush().map_err(Problem::Stream)?;
    let mut summary = Summary::default();
    while !control.is_stopped() {
        let Some(jobs) = caught(|| reader.next()).map_err(broken)? else {
            writer.finish().map_err(writing)?;
            drop(writer);
            out.flush().map_err(Problem::Stream)?;
            return Ok(summary);
        };
        let jobs = jobs.map_err(reading)?;
        let Some(answers) = batches.answer(&jobs, control, &mut summary)? else { break };
        writer.write(&answers).map_err(writing)?;
        writer.get_mut().flush().map_err(Problem::Stream)?;
    }
    summary.interrupted = true;
    Ok(summary)
}

fn reading(error: ArrowError) -> Problem {
    match error {
        ArrowError::IoError(_, error) => Problem::Stream(error),
        error => Problem::Usage(format!("stdin is no stream of Arrow: {error}")),
    }
}

fn writing(error: ArrowError) -> Problem {
    Problem::Stream(match error {
        ArrowError::IoError(_, error) => error,
        error => std::io::Error::other(error.to_string()),
    })
}

/// Refuses a column that a job does not have, or that holds something else.
fn check(schema: &Schema) -> Result<(), Problem> {
    for field in schema.fields() {
        let (name, holds) = (field.name().as_str(), field.data_type());
        let fits = match holds {
            DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => TEXTS.contains(&name),
            DataType::Int64 | DataType::UInt64 => NUMBERS.contains(&name),
            DataType::Binary | DataType::LargeBinary | DataType::BinaryView => name == BYTES,
            DataType::Null => TEXTS.contains(&name) || NUMBERS.contains(&name) || name == BYTES,
            _ => false,
        };
        if !fits {
            return Err(Problem::Usage(format!(
                "the column {name:?} of type {holds} is none of a job; docs/WORKER.md lists them"
            )));
        }
    }
    Ok(())
}

/// The job in a row.
fn given(batch: &RecordBatch, row: usize) -> Given {
    let column = |name| batch.column_by_name(name).filter(|column| column.is_valid(row));
    let text = |name| column(name).and_then(|column| text(column, row));
    let number = |name| column(name).and_then(|column| number(column, row));
    let id = text("id").map(Value::from).or_else(|| number("id").map(Value::from));
    let length = |name| number(name).map(|number| u64::try_from(number).unwrap_or(u64::MAX));
    Given {
        id,
        input: text("input"),
        bytes: column(BYTES).and_then(|column| bytes(column, row)).map(Bytes::Plain),
        path: text("path"),
        archive: text("archive"),
        offset: length("offset"),
        length: length("length"),
        url: text("url"),
        charset: text("charset"),
        date: text("date"),
    }
}

fn text(column: &ArrayRef, row: usize) -> Option<String> {
    let short = column.as_string_opt::<i32>().map(|it| it.value(row));
    let long = || column.as_string_opt::<i64>().map(|it| it.value(row));
    let view = || column.as_string_view_opt().map(|it| it.value(row));
    short.or_else(long).or_else(view).map(str::to_owned)
}

fn number(column: &ArrayRef, row: usize) -> Option<i64> {
    let signed = column.as_primitive_opt::<Int64Type>().map(|it| it.value(row));
    let unsigned = || column.as_primitive_opt::<UInt64Type>().map(|it| it.value(row));
    signed.or_else(|| unsigned().map(|number| i64::try_from(number).unwrap_or(i64::MAX)))
}

fn bytes(column: &ArrayRef, row: usize) -> Option<Vec<u8>> {
    let short = column.as_binary_opt::<i32>().map(|it| it.value(row));
    let long = || column.as_binary_opt::<i64>().map(|it| it.value(row));
    let view = || column.as_binary_view_opt().map(|it| it.value(row));
    short.or_else(long).or_else(view).map(<[u8]>::to_vec)
}

/// The columns of answers.
fn schema() -> SchemaRef {
    let text = |name, is_nullable| Field::new(name, DataType::Utf8, is_nullable);
    Arc::new(Schema::new(vec![
        text("id", true),
        text("input", false),
        text("status", false),
        Field::new("record", DataType::LargeUtf8, true),
        text("code", true),
        text("cause", true),
    ]))
}

fn batch_of(
    schema: &SchemaRef,
    answers: Vec<(Option<Value>, Answer)>,
) -> Result<RecordBatch, ArrowError> {
    let (mut ids, mut inputs, mut statuses) = (Vec::new(), Vec::new(), Vec::new());
    let (mut records, mut codes, mut causes) = (Vec::new(), Vec::new(), Vec::new());
    for (id, answer) in answers {
        ids.push(id.map(|id| id.as_str().map_or_else(|| id.to_string(), str::to_owned)));
        let (outcome, record) = match answer {
            Answer::Record { outcome, line } => (outcome, Some(line)),
            Answer::Without { outcome, .. } => (outcome, None),
        };
        let (status, code, cause) = match outcome.status {
            Status::Done { .. } => ("done", None, None),
            Status::Skipped { reason } => ("skipped", None, Some(reason)),
            Status::Failed { code, cause } => ("failed", Some(code), Some(cause)),
        };
        inputs.push(outcome.input);
        statuses.push(status);
        records.push(record);
        codes.push(code);
        causes.push(cause);
    }
    let columns: Vec<ArrayRef> = vec![
        Arc::new(StringArray::from(ids)),
        Arc::new(StringArray::from(inputs)),
        Arc::new(StringArray::from(statuses)),
        Arc::new(LargeStringArray::from(records)),
        Arc::new(StringArray::from(codes)),
        Arc::new(StringArray::from(causes)),
    ];
    RecordBatch::try_new(Arc::clone(schema), columns)
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::atomic::AtomicBool;

    use annalist_enrich::Options;
    use annalist_report::Outcome;
    use arrow_array::{BinaryArray, Int64Array};

    use super::*;
    use crate::{Engine, Settings, Watch};

    struct Nobody;

    impl Watch for Nobody {
        fn on_document(&self, _: &Outcome) {}
    }

    fn done(worker: &Worker, jobs: &[u8]) -> Result<Vec<u8>, Problem> {
        let (mut out, stop) = (Vec::new(), AtomicBool::new(false));
        let control = Control { watch: &Nobody, stop: &stop };
        work_on_batches(worker, jobs, control, &mut out).map(|_| out)
    }

    fn stream(columns: Vec<(&str, ArrayRef)>, times: usize) -> Vec<u8> {
        let batch = RecordBatch::try_from_iter_with_nullable(
            columns.into_iter().map(|(name, column)| (name, column, true)),
        );
        let (batch, mut bytes) = (batch.unwrap(), Vec::new());
        let mut writer = StreamWriter::try_new(&mut bytes, &batch.schema()).unwrap();
        (0..times).for_each(|_| writer.write(&batch).unwrap());
        writer.finish().unwrap();
        drop(writer);
        bytes
    }

    fn worker() -> Worker {
        let engine = Arc::new(Engine::new(Options::default()).unwrap());
        Worker::new(&engine, Path::new("/nowhere"), &Settings::default())
    }

    #[test]
    fn each_row_has_its_answer_and_its_record_is_that_of_a_line() {
        let worker = worker();
        let page = b"<title>A</title><p>Ann Lee met Bob Roe in Basra in March 2007.</p>";
        let jobs = stream(
            vec![
                ("id", Arc::new(Int64Array::from(vec![Some(1), Some(2), None, Some(4)]))),
                ("input", Arc::new(StringArray::from(vec![Some("a.html"), None, None, None]))),
                (BYTES, Arc::new(BinaryArray::from(vec![Some(&page[..]), Some(b""), None, None]))),
                ("date", Arc::new(StringArray::from(vec![Some("2018-09-06"), None, None, None]))),
                ("path", Arc::new(StringArray::from(vec![None, None, None, Some("gone.html")]))),
            ],
            2,
        );
        let out = done(&worker, &jobs).unwrap();
        let batches: Vec<RecordBatch> =
            StreamReader::try_new(&out[..], None).unwrap().map(Result::unwrap).collect();
        assert_eq!(batches.len(), 2);
        let given = Given {
            input: Some("a.html".to_owned()),
            bytes: Some(Bytes::Plain(page.to_vec())),
            date: Some("2018-09-06".to_owned()),
            ..Given::default()
        };
        let (label, job) = given.job("", Path::new("/"));
        let Answer::Record { line, .. } = worker.answer(label, job) else { panic!("no record") };
        for batch in batches {
            let texts = |name: &str| -> Vec<Option<String>> {
                let column = batch.column_by_name(name).unwrap();
                (0..4)
                    .map(|row| column.is_valid(row).then(|| text(column, row)).flatten())
                    .collect()
            };
            let some = |text: &str| Some(text.to_owned());
            assert_eq!(texts("id"), [some("1"), some("2"), None, some("4")]);
            let statuses = ["done", "failed", "failed", "failed"].map(some);
            assert_eq!(texts("status"), statuses);
            assert_eq!(texts("record"), [Some(line.clone()), None, None, None]);
            assert_eq!(texts("code")[1..], ["F007", "F010", "F001"].map(some));
            assert_eq!(texts("input")[3], some("gone.html"));
        }
    }

    #[test]
    fn what_is_no_stream_of_jobs_is_refused() {
        let worker = worker();
        let good = stream(vec![("id", Arc::new(StringArray::from(vec!["a"])))], 1);
        let other = stream(vec![("datum", Arc::new(StringArray::from(vec!["a"])))], 1);
        let said = |jobs: &[u8]| match done(&worker, jobs) {
            Ok(_) => String::new(),
            Err(problem) => problem.to_string(),
        };
        assert_eq!(said(&good), "");
        assert!(said(&other).contains("the column \"datum\""));
        for jobs in [&b""[..], b"garbage", b"{\"id\":1}\n", &[0xff; 64], &[0; 64]] {
            let why = said(jobs);
            assert!(!why.is_empty(), "{jobs:?}");
        }
        // Cut or changed at any place: an end or an error, and no more.
        for cut in 0..good.len() {
            let _ = done(&worker, &good[..cut]);
            let mut changed = good.clone();
            changed[cut] ^= 0x55;
            let _ = done(&worker, &changed);
        }
    }
}
