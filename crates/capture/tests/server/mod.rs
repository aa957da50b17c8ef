//! A server on this machine that answers as a test tells it to, and remembers what it was asked.

#![allow(dead_code, reason = "each test binary uses a part of it")]

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// What the server does with a request.
pub(crate) enum Answer {
    /// These bytes.
    Raw(Vec<u8>),
    /// A body without end.
    Endless,
    /// A body of which a byte comes now and then.
    Drips,
    /// Nothing.
    Silent,
    /// A status, headers and a body.
    Whole { status: u16, headers: Vec<(String, String)>, body: Vec<u8> },
}

impl Answer {
    /// A page.
    pub(crate) fn page(body: &str) -> Answer {
        let answer =
            Answer::Whole { status: 200, headers: Vec::new(), body: body.as_bytes().to_vec() };
        answer.header("Content-Type", "text/html; charset=utf-8")
    }

    /// A status and nothing else.
    pub(crate) fn status(status: u16) -> Answer {
        Answer::Whole { status, headers: Vec::new(), body: Vec::new() }
    }

    /// A redirect.
    pub(crate) fn to(location: &str) -> Answer {
        Answer::status(302).header("Location", location)
    }

    /// The same with one more header.
    pub(crate) fn header(self, name: &str, value: &str) -> Answer {
        match self {
            Answer::Whole { status, mut headers, body } => {
                headers.push((name.to_owned(), value.to_owned()));
                Answer::Whole { status, headers, body }
            }
            other => other,
        }
    }
}

/// A request that came.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) path: String,
    headers: BTreeMap<String, String>,
}

impl Seen {
    /// The value of a header, its name in small letters.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }
}

/// A server, until it is dropped.
pub(crate) struct Server {
    address: SocketAddr,
    seen: Arc<Mutex<Vec<Seen>>>,
    stopped: Arc<AtomicBool>,
}

impl Server {
    /// Starts a server; `answer` is given the path and how often it was asked for before.
    pub(crate) fn start(answer: impl Fn(&str, usize) -> Answer + Send + Sync + 'static) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (seen, stopped) = (Arc::new(Mutex::new(Vec::new())), Arc::new(AtomicBool::new(false)));
        let server = Server { address, seen: Arc::clone(&seen), stopped: Arc::clone(&stopped) };
        let answer = Arc::new(answer);
        thread::spawn(move || {
            for stream in listener.incoming() {
                if stopped.load(Ordering::Relaxed) {
                    return;
                }
                let Ok(stream) = stream else { continue };
                let (seen, answer) = (Arc::clone(&seen), Arc::clone(&answer));
                thread::spawn(move || serve(stream, &seen, answer.as_ref()));
            }
        });
        server
    }

    /// The address of `path` here.
    pub(crate) fn address(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// What was asked, in order.
    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::Relaxed);
        // Wakes the loop, which then closes the port.
        drop(TcpStream::connect(self.address));
        thread::sleep(Duration::from_millis(50));
    }
}

fn serve(
    mut stream: TcpStream,
    seen: &Mutex<Vec<Seen>>,
    answer: &(dyn Fn(&str, usize) -> Answer + Send + Sync),
) {
    let Some(request) = read(&stream) else { return };
    let path = request.path.clone();
    let count = {
        let mut seen = seen.lock().unwrap();
        let count = seen.iter().filter(|it| it.path == path).count();
        seen.push(request);
        count
    };
    let head = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n";
    // A client that goes away ends each of these.
    let _ = match answer(&path, count) {
        Answer::Raw(bytes) => stream.write_all(&bytes),
        Answer::Silent => {
            thread::sleep(Duration::from_secs(3));
            Ok(())
        }
        Answer::Endless => stream
            .write_all(head)
            .and_then(|()| (0..100_000).try_for_each(|_| stream.write_all(&[b'x'; 1_000]))),
        Answer::Drips => stream.write_all(head).and_then(|()| {
            (0..30).try_for_each(|_| {
                thread::sleep(Duration::from_millis(100));
                stream.write_all(b"x")
            })
        }),
        Answer::Whole { status, headers, body } => {
            let mut head = format!("HTTP/1.1 {status} Said\r\nConnection: close\r\n");
            for (name, value) in headers {
                head.push_str(&format!("{name}: {value}\r\n"));
            }
            head.push_str(&format!("Content-Length: {}\r\n\r\n", body.len()));
            stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body))
        }
    };
    let _ = stream.shutdown(Shutdown::Write);
}

fn read(stream: &TcpStream) -> Option<Seen> {
    let mut lines = BufReader::new(stream).lines();
    let first = lines.next()?.ok()?;
    let path = first.split(' ').nth(1)?.to_owned();
    let headers = lines
        .map_while(Result::ok)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| {
            let (name, value) = line.split_once(':')?;
            Some((name.to_ascii_lowercase(), value.trim().to_owned()))
        })
        .collect();
    Some(Seen { path, headers })
}
