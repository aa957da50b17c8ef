//! What a driver may meet: pages that break the reading or never end, and answers one by one.

use std::io::{BufReader, Read, Write};
use std::sync::atomic::AtomicBool;
use std::sync::mpsc;
use std::time::Duration;

use annalist_report::Outcome;
use serde_json::Value;

use super::*;
use crate::{Control, Problem, Summary, Watch};

struct Nobody;

impl Watch for Nobody {
    fn on_document(&self, _: &Outcome) {}
}

/// A worker that finds nothing, breaks off at a page that is `boom`, and sleeps over `slow`.
fn worker(settings: &Settings) -> Worker {
    let record_of: RecordOf = Arc::new(|input, _| {
        assert!(input.bytes != b"boom", "it went off");
        if input.bytes == b"slow" {
            std::thread::sleep(Duration::from_secs(60));
        }
        Err(Failure::Line(format!("{} bytes", input.bytes.len())))
    });
    Worker::with(record_of, Path::new("/"), settings)
}

fn done(
    worker: Worker,
    jobs: impl Read + Send + 'static,
    out: &mut dyn Write,
) -> Result<Summary, Problem> {
    let stop = AtomicBool::new(false);
    let control = Control { watch: &Nobody, stop: &stop };
    work_on_lines(worker, Box::new(BufReader::new(jobs)), control, out)
}

fn answers(jobs: &str, settings: &Settings) -> Vec<Value> {
    let mut out = Vec::new();
    done(worker(settings), std::io::Cursor::new(jobs.to_owned()), &mut out).unwrap();
    String::from_utf8(out).unwrap().lines().map(|it| serde_json::from_str(it).unwrap()).collect()
}

#[test]
fn a_page_that_breaks_the_reading_or_takes_too_long_is_an_answer_like_any_other() {
    let settings =
        Settings { jobs: 3, page_timeout: Duration::from_secs(3), ..Settings::default() };
    // boom, slow, boo
    let pages = ["Ym9vbQ==", "c2xvdw==", "Ym9v"];
    let jobs: String = (0..12)
        .map(|number| format!("{{\"id\":{number},\"bytes\":\"{}\"}}\n", pages[number % 3]))
        .collect();
    let answers = answers(&jobs, &settings);
    assert_eq!(answers.len(), 12);
    for (number, answer) in answers.iter().enumerate() {
        let code = ["F012", "F011", "F010"][number % 3];
        assert_eq!((&answer["job"], &answer["code"]), (&number.into(), &code.into()));
        assert_eq!(answer["input"], number.to_string());
    }
    assert!(answers[0]["cause"].as_str().unwrap().contains("it went off"));
}

#[test]
fn a_line_that_is_too_long_is_passed_over_to_its_end() {
    let settings = Settings { max_bytes: 10, ..Settings::default() };
    let long = "x".repeat(3 << 20);
    let jobs = format!(
        "{long}\n\n{{\"id\":\"a\",\"bytes\":\"Ym9v\"}}\n{{\"id\":\"b\",\"bytes\":\"{}\"}}\n{{\"id\":\"c\"",
        "AAAA".repeat(4)
    );
    let answers = answers(&jobs, &settings);
    let causes: Vec<&str> = answers.iter().map(|it| it["cause"].as_str().unwrap()).collect();
    assert_eq!(answers.len(), 4);
    assert!(causes[0].starts_with("the line has more than"), "{causes:?}");
    assert!(causes[1].starts_with("3 bytes"), "{causes:?}");
    assert!(causes[2].contains("more than 10 bytes"), "{causes:?}");
    assert!(causes[3].starts_with("the JSON breaks off"), "{causes:?}");
}

/// Gives what is sent to it, and ends with its sender.
struct Sent(mpsc::Receiver<Vec<u8>>, Vec<u8>);

impl Read for Sent {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.1.is_empty() {
            self.1 = self.0.recv().unwrap_or_default();
        }
        let count = self.1.len().min(buffer.len());
        buffer[..count].copy_from_slice(&self.1[..count]);
        self.1.drain(..count);
        Ok(count)
    }
}

/// Hands on each line once it is flushed.
struct Flushed(mpsc::Sender<Vec<u8>>, Vec<u8>);

impl Write for Flushed {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.1.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.0.send(std::mem::take(&mut self.1)).map_err(std::io::Error::other)
    }
}

#[test]
fn a_driver_may_wait_for_each_answer_before_it_sends_the_next_job() {
    let (jobs, sent) = mpsc::channel();
    let (answered, answers) = mpsc::channel();
    let settings = Settings { jobs: 2, ..Settings::default() };
    let working = std::thread::spawn(move || {
        done(worker(&settings), Sent(sent, Vec::new()), &mut Flushed(answered, Vec::new()))
    });
    for number in 0..5 {
        jobs.send(format!("{{\"id\":{number},\"bytes\":\"Ym9v\"}}\n").into_bytes()).unwrap();
        let answer = answers.recv_timeout(Duration::from_secs(60)).unwrap();
        let answer: Value = serde_json::from_slice(&answer).unwrap();
        assert_eq!(answer["job"], number);
    }
    drop(jobs);
    assert_eq!(working.join().unwrap().unwrap().failed, 5);
}

#[test]
fn the_worker_ends_where_nobody_takes_answers_though_jobs_may_come() {
    let (jobs, sent) = mpsc::channel();
    let (answered, answers) = mpsc::channel();
    drop(answers);
    jobs.send(b"{}\n".to_vec()).unwrap();
    let ended = done(
        worker(&Settings::default()),
        Sent(sent, Vec::new()),
        &mut Flushed(answered, Vec::new()),
    );
    assert!(matches!(ended, Err(Problem::Stream(_))));
    drop(jobs);
}
