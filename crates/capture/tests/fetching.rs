//! Fetching from servers of our own, which keep to nothing.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod server;

use std::cell::RefCell;
use std::time::{Duration, Instant, SystemTime};

use annalist_capture::{Clock, Fault, Fetched, Fetcher, Policy, Request, Validators};
use jiff::Timestamp;

use server::{Answer, Server};

/// A clock on which time passes only where somebody waits.
struct Still(RefCell<(Timestamp, Vec<Duration>)>);

impl Still {
    fn new() -> Still {
        Still(RefCell::new(("2026-03-01T12:00:00Z".parse().unwrap(), Vec::new())))
    }

    fn waits(&self) -> Vec<u64> {
        self.0.borrow().1.iter().map(Duration::as_secs).collect()
    }
}

impl Clock for Still {
    fn now(&self) -> SystemTime {
        self.0.borrow().0.into()
    }

    fn sleep(&self, time: Duration) {
        let mut state = self.0.borrow_mut();
        state.0 += time;
        state.1.push(time);
    }
}

fn policy() -> Policy {
    Policy {
        longest_body: 1_000,
        timeout: Duration::from_millis(700),
        most_redirects: 3,
        ..Policy::default()
    }
}

fn get(server: &Server, path: &str, policy: Policy) -> (Fetched, Vec<u64>) {
    let clock = Still::new();
    let address = server.address(path);
    let request = Request { address: &address, accept: "text/html", known: None, is_given: true };
    let fetched = Fetcher::new(policy, &clock).fetch(&request);
    (fetched, clock.waits())
}

fn fault(server: &Server, path: &str) -> Fault {
    get(server, path, policy()).0.fault.unwrap()
}

#[test]
fn an_answer_is_kept_as_it_came() {
    let server = Server::start(|path, _| match path {
        "/page" => Answer::page("<p>caf\u{e9}").header("ETag", "\"7\""),
        _ => Answer::status(404),
    });
    let (fetched, waits) = get(&server, "/page#part", policy());
    let answer = fetched.answer().unwrap();
    assert_eq!(answer.body, "<p>café".as_bytes());
    assert_eq!(answer.status, 200);
    assert_eq!(answer.address.as_str(), server.address("/page"));
    assert_eq!(answer.at.to_string(), "2026-03-01T12:00:01Z", "a pause after robots.txt");
    assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"));
    assert_eq!(answer.validators().etag.as_deref(), Some("\"7\""));
    assert_eq!(waits, [1]);
    let seen = server.seen();
    assert_eq!(
        seen.iter().map(|it| it.path.as_str()).collect::<Vec<_>>(),
        ["/robots.txt", "/page"]
    );
    assert!(seen[1].header("user-agent").unwrap().starts_with("annalist/"));
    assert_eq!(seen[1].header("accept-encoding"), Some("identity"));
}

#[test]
fn redirects_are_followed_within_the_web_and_their_number() {
    let server = Server::start(|path, _| match path {
        "/once" => Answer::to("/page"),
        "/page" => Answer::page("here"),
        "/round" => Answer::to("/round"),
        "/file" => Answer::to("file:///etc/passwd"),
        "/script" => Answer::to("javascript:alert(1)"),
        "/nowhere" => Answer::status(302),
        _ => Answer::status(404),
    });
    let (fetched, _) = get(&server, "/once", policy());
    let statuses: Vec<u16> = fetched.exchanges.iter().map(|it| it.status).collect();
    assert_eq!(statuses, [302, 200]);
    assert_eq!(fetched.answer().unwrap().address.as_str(), server.address("/page"));
    assert_eq!(fault(&server, "/round"), Fault::Redirects(3));
    assert_eq!(fault(&server, "/file"), Fault::Scheme("file:///etc/passwd".to_owned()));
    assert!(matches!(fault(&server, "/script"), Fault::Scheme(_)));
    assert_eq!(fault(&server, "/nowhere"), Fault::RedirectNowhere);
    assert_eq!(fault(&server, "/gone"), Fault::Status(404));
}

#[test]
fn size_and_time_are_bounded_whatever_the_server_says() {
    let server = Server::start(|path, _| match path {
        "/declared" => Answer::page(&"x".repeat(1_001)),
        "/endless" => Answer::Endless,
        "/silent" => Answer::Silent,
        "/drops" => Answer::Drips,
        "/torn" => Answer::Raw(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort".to_vec()),
        "/noise" => Answer::Raw(b"\x00\x01 no HTTP at all\r\n\r\n".to_vec()),
        "/packed" => Answer::page("x").header("Content-Encoding", "br"),
        "/exact" => Answer::page(&"x".repeat(1_000)),
        _ => Answer::status(404),
    });
    let before = Instant::now();
    assert_eq!(fault(&server, "/declared"), Fault::TooLong(1_000));
    assert_eq!(fault(&server, "/endless"), Fault::TooLong(1_000));
    assert_eq!(fault(&server, "/silent"), Fault::TimedOut);
    assert_eq!(fault(&server, "/drops"), Fault::TimedOut);
    assert!(matches!(fault(&server, "/torn"), Fault::Unreachable(_)));
    assert!(matches!(fault(&server, "/noise"), Fault::Unreachable(_)));
    assert_eq!(fault(&server, "/packed"), Fault::Packed("br".to_owned()));
    assert_eq!(get(&server, "/exact", policy()).0.answer().unwrap().body.len(), 1_000);
    assert!(before.elapsed() < Duration::from_secs(20));
}

#[test]
fn a_server_that_asks_for_patience_gets_it_for_a_while() {
    let server = Server::start(|path, count| match (path, count) {
        ("/busy", 0) => Answer::status(429).header("Retry-After", "7"),
        ("/busy", _) => Answer::page("now"),
        ("/always", _) => Answer::status(429),
        ("/later", _) => Answer::status(503).header("Retry-After", "86400"),
        ("/broken", _) => Answer::status(503),
        _ => Answer::status(404),
    });
    let (fetched, waits) = get(&server, "/busy", policy());
    assert_eq!(fetched.answer().unwrap().body, b"now");
    assert_eq!(fetched.exchanges[0].status, 429);
    assert_eq!(waits, [1, 7]);
    let (fetched, waits) = get(&server, "/always", policy());
    assert_eq!((fetched.fault, waits), (Some(Fault::Patience(2)), vec![1, 5, 5]));
    assert_eq!(fault(&server, "/later"), Fault::Wait(86_400));
    assert_eq!(fault(&server, "/broken"), Fault::Status(503));
}

#[test]
fn robots_txt_is_honoured_unless_told_otherwise() {
    let server = Server::start(|path, _| match path {
        "/robots.txt" => Answer::page("User-agent: annalist\nDisallow: /private\nCrawl-delay: 4"),
        "/open" => Answer::to("/private"),
        _ => Answer::page("x"),
    });
    let robots = Fault::Robots(server.address("/robots.txt"));
    assert_eq!(fault(&server, "/private"), robots);
    let (fetched, waits) = get(&server, "/open", policy());
    assert_eq!((fetched.fault, fetched.exchanges.len()), (Some(robots), 1), "a redirect as well");
    assert_eq!(waits, [4], "the pause that robots.txt asks for");
    let told = Policy { honours_robots: false, ..policy() };
    assert_eq!(get(&server, "/private", told).0.answer().unwrap().body, b"x");

    let server = Server::start(|path, _| match path {
        "/robots.txt" => Answer::status(500),
        _ => Answer::page("x"),
    });
    assert!(matches!(fault(&server, "/"), Fault::RobotsUnknown(_)));
}

#[test]
fn a_second_capture_asks_whether_anything_changed() {
    let server = Server::start(|path, _| match path {
        "/page" => Answer::status(304),
        _ => Answer::status(404),
    });
    let known = Validators {
        etag: Some("\"7\"".to_owned()),
        last_modified: Some("Wed, 21 Oct 2015 07:28:00 GMT".to_owned()),
    };
    let clock = Still::new();
    let address = server.address("/page");
    let request =
        Request { address: &address, accept: "text/html", known: Some(&known), is_given: true };
    let fetched = Fetcher::new(policy(), &clock).fetch(&request);
    assert!(fetched.answer().unwrap().is_unchanged());
    let seen = server.seen();
    assert_eq!(seen[1].header("if-none-match"), Some("\"7\""));
    assert_eq!(seen[1].header("if-modified-since"), Some("Wed, 21 Oct 2015 07:28:00 GMT"));
}

#[test]
fn a_page_leads_nobody_into_the_network_of_this_machine() {
    let server = Server::start(|_, _| Answer::page("secret"));
    let clock = Still::new();
    let mut fetcher = Fetcher::new(policy(), &clock);
    let address = server.address("/admin");
    let request = Request { address: &address, accept: "*/*", known: None, is_given: false };
    assert_eq!(fetcher.fetch(&request).fault, Some(Fault::Private("127.0.0.1".to_owned())));
    assert!(server.seen().is_empty());
    let given = Request { is_given: true, ..request };
    assert_eq!(fetcher.fetch(&given).answer().unwrap().body, b"secret");
    assert!(fetcher.fetch(&request).fault.is_none(), "the user named this host");
}

#[test]
fn one_host_is_asked_with_a_pause_between() {
    let server = Server::start(|_, _| Answer::page("x"));
    let clock = Still::new();
    let told = Policy { honours_robots: false, pause: Duration::from_secs(3), ..policy() };
    let mut fetcher = Fetcher::new(told, &clock);
    for path in ["/a", "/b", "/c"] {
        let address = server.address(path);
        let request = Request { address: &address, accept: "*/*", known: None, is_given: true };
        assert!(fetcher.fetch(&request).fault.is_none());
    }
    assert_eq!(clock.waits(), [3, 3]);
}

#[test]
fn nobody_there_is_told() {
    let server = Server::start(|_, _| Answer::page("x"));
    let address = server.address("/");
    drop(server);
    let clock = Still::new();
    let request = Request { address: &address, accept: "*/*", known: None, is_given: true };
    let told = Policy { honours_robots: false, ..policy() };
    let fault = Fetcher::new(told, &clock).fetch(&request).fault.unwrap();
    assert!(matches!(fault, Fault::Unreachable(_) | Fault::TimedOut), "{fault:?}");
}
