//! A bound on the time that one document may take.
//!
//! Nothing can end a thread safely, so a document is read on a thread that can be left behind: it holds
//! its own page and a share of the engine, writes nothing, and borrows nothing from the run. A thread
//! that is left behind works on until it is done or the process ends; what it finds is dropped. Each
//! thread of a run has one such thread beside it and keeps it, so that a page costs two handings over
//! and no start of a thread.

use std::cell::RefCell;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::time::Duration;
use std::{mem, process, thread};

use crate::Failure;
use crate::order::{STACK_SIZE, caught};

/// Work that borrows nothing.
type Work = Box<dyn FnOnce() + Send>;

/// The thread that works for another one.
struct Beside {
    works: Sender<Work>,
    /// The process that it runs in: one that was forked from that (as Python's `multiprocessing` does)
    /// has a copy of this, and no such thread.
    process: u32,
}

thread_local! {
    static BESIDE: RefCell<Option<Beside>> = const { RefCell::new(None) };
}

/// Does `work`, whose panic is a failure, and which is left alone after `limit`.
///
/// # Errors
///
/// What `work` gives as such, that it broke off, or that it took too long.
pub(crate) fn within<T: Send + 'static>(
    limit: Duration,
    work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    let (sender, result) = mpsc::sync_channel(1);
    hand_over(Box::new(move || drop(sender.send(caught(work)))));
    match result.recv_timeout(limit) {
        Ok(Ok(result)) => result,
        Ok(Err(said)) => Err(Failure::Panicked(said)),
        Err(RecvTimeoutError::Timeout) => {
            BESIDE.take();
            Err(Failure::TooSlow { seconds: limit.as_secs() })
        }
        Err(RecvTimeoutError::Disconnected) => {
            Err(Failure::Panicked("its thread ended without a word".to_owned()))
        }
    }
}

/// Has the thread beside this one do the work, or, where none can be started, does it here.
fn hand_over(work: Work) {
    let refused = BESIDE.with_borrow_mut(|beside| {
        if !beside.as_ref().is_some_and(Beside::is_here) {
            // What a fork has left of one may be locked for ever, so it is not even dropped.
            mem::forget(mem::replace(beside, Beside::start()));
        }
        match beside {
            Some(Beside { works, .. }) => works.send(work).err().map(|refused| refused.0),
            None => Some(work),
        }
    });
    if let Some(work) = refused {
        work();
    }
}

impl Beside {
    fn start() -> Option<Beside> {
        let (sender, works) = mpsc::channel::<Work>();
        // It ends when nobody can hand it anything any more.
        let run = move || works.iter().for_each(|work| work());
        let name = thread::current().name().unwrap_or("annalist").to_owned();
        let thread = thread::Builder::new().name(name).stack_size(STACK_SIZE);
        thread.spawn(run).ok().map(|_| Beside { works: sender, process: process::id() })
    }

    fn is_here(&self) -> bool {
        self.process == process::id()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_takes_too_long_is_left_behind_and_the_next_goes_on() {
        let (release, held) = mpsc::channel::<()>();
        let (done, is_done) = mpsc::channel();
        let slow = within(Duration::from_millis(20), move || {
            let _ = held.recv();
            let _ = done.send(());
            Ok(1)
        });
        assert!(matches!(slow, Err(Failure::TooSlow { seconds: 0 })));
        let long = Duration::from_secs(60);
        for number in 0..3 {
            assert!(matches!(within(long, move || Ok(number)), Ok(it) if it == number));
        }
        // The other thread is no worse for it.
        release.send(()).unwrap();
        is_done.recv_timeout(long).unwrap();
    }

    #[test]
    fn a_panic_and_a_failure_are_told_and_the_thread_is_kept() {
        let long = Duration::from_secs(60);
        let here = || within(long, || Ok(thread::current().id())).unwrap();
        let first = here();
        let said = within::<()>(long, || panic!("it went off")).unwrap_err();
        assert!(said.to_string().contains("it went off"), "{said}");
        assert!(matches!(within::<()>(long, || Err(Failure::Changing)), Err(Failure::Changing)));
        assert_eq!(here(), first);
        assert_ne!(first, thread::current().id());
    }
}
