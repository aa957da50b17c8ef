//! Asking for a page and for its comments, and the account of it.

use annalist_capture::{Exchange, Fault, Fetcher, Request};
use annalist_parse::CommentSource;

use super::earlier::Earlier;
use super::stored::{CaptureFile, PAGE, StoredBody, StoredExchange, StoredFault};
use super::{Kept, body_name};
use crate::read;

/// Most answers that one platform is asked for about one page: a thread that never ends is cut here.
const MOST_ANSWERS: usize = 200;

/// What was asked so far.
pub(super) struct Asked<'a, 'c> {
    fetcher: &'a mut Fetcher<'c>,
    earlier: Option<&'a Earlier>,
    /// Bytes that may still come.
    left: u64,
    exchanges: Vec<StoredExchange>,
    faults: Vec<StoredFault>,
    bodies: Vec<(String, Vec<u8>)>,
    last: Option<Exchange>,
}

impl<'a, 'c> Asked<'a, 'c> {
    pub(super) fn new(
        fetcher: &'a mut Fetcher<'c>,
        earlier: Option<&'a Earlier>,
        max_bytes: u64,
    ) -> Asked<'a, 'c> {
        Asked {
            fetcher,
            earlier,
            left: max_bytes,
            exchanges: Vec::new(),
            faults: Vec::new(),
            bodies: Vec::new(),
            last: None,
        }
    }

    /// The exchange that gave the last answer.
    pub(super) fn last_exchange(&self) -> Option<&Exchange> {
        self.last.as_ref()
    }

    /// Whether a platform has answered.
    pub(super) fn has_answers(&self) -> bool {
        !self.bodies.is_empty()
    }

    /// Fetches the page.
    pub(super) fn page(&mut self, url: &str, accept: &str) -> Result<Vec<u8>, Fault> {
        let body = self.fetch(PAGE, url, accept, true)?;
        self.left = self.left.saturating_sub(body.len() as u64);
        Ok(body)
    }

    /// Fetches the comments, as many answers as they take. What goes wrong is noted.
    pub(super) fn comments(&mut self, source: &CommentSource<'_>) {
        let purpose = source.platform();
        // As the platform wrote them; what is kept may be packed.
        let mut answers: Vec<Vec<u8>> = Vec::new();
        loop {
            let so_far: Vec<&[u8]> = answers.iter().map(Vec::as_slice).collect();
            let Some(url) = source.next(&so_far) else { return };
            if answers.len() >= MOST_ANSWERS {
                let why =
                    format!("more than {MOST_ANSWERS} answers, which is all that is asked for");
                return self.note(purpose, url, why);
            }
            let body = match self.fetch(purpose, &url, source.accept(), false) {
                Ok(body) => body,
                // Some say so that there is no page behind the last one.
                Err(Fault::Status(400 | 404)) if !answers.is_empty() => return,
                Err(fault) => return self.note(purpose, url, fault.to_string()),
            };
            let plain = match read::read_bytes(&body, self.left) {
                Ok(page) => page.into_bytes(),
                Err(_) => {
                    let why = "more bytes than are kept of one page".to_owned();
                    self.drop_last();
                    return self.note(purpose, url, why);
                }
            };
            self.left = self.left.saturating_sub(plain.len() as u64);
            // The same again is no more of the thread.
            if answers.contains(&plain) {
                return self.drop_last();
            }
            let name = body_name(purpose, answers.len() + 1, source.accept(), &body);
            if let Some(exchange) = self.exchanges.last_mut() {
                exchange.body = Some(StoredBody::of(name.clone(), &body));
            }
            self.bodies.push((name, body));
            answers.push(plain);
        }
    }

    fn note(&mut self, purpose: &str, url: String, fault: String) {
        self.faults.push(StoredFault { purpose: purpose.to_owned(), url, fault });
    }

    /// The last exchange stays in the account; its body is not kept.
    fn drop_last(&mut self) {
        if let Some(exchange) = self.exchanges.last_mut() {
            exchange.body = None;
        }
    }

    /// Fetches one thing, or takes what came before where the server says that it still stands.
    fn fetch(
        &mut self,
        purpose: &str,
        url: &str,
        accept: &str,
        is_given: bool,
    ) -> Result<Vec<u8>, Fault> {
        let known = self.earlier.and_then(|earlier| earlier.known(purpose, url));
        let validators = known.as_ref().map(|known| &known.validators);
        let request = Request { address: url, accept, known: validators, is_given };
        let mut fetched = self.fetcher.fetch(&request);
        let stored = fetched.exchanges.iter().map(|it| StoredExchange::of(it, purpose));
        self.exchanges.extend(stored);
        if let Some(fault) = fetched.fault {
            return Err(fault);
        }
        let mut answer = fetched.exchanges.pop().ok_or(Fault::NothingCame)?;
        let body = if answer.is_unchanged() {
            // A server that says so unasked gives nothing.
            known.map(|known| known.body).ok_or(Fault::NothingCame)?
        } else {
            std::mem::take(&mut answer.body)
        };
        self.last = Some(answer);
        Ok(body)
    }

    /// The account of all of it, where the page is to be kept as `file`.
    pub(super) fn finish(mut self, url: &str, file: &str, body: &[u8]) -> Kept {
        let page = self.exchanges.iter_mut().rev().find(|it| it.purpose == PAGE);
        if let Some(page) = page {
            page.body = Some(StoredBody::of(file.to_owned(), body));
        }
        let mut account = CaptureFile::new(url);
        account.page = file.to_owned();
        account.exchanges = self.exchanges;
        account.faults = self.faults;
        Kept { file: account, bodies: self.bodies }
    }
}
