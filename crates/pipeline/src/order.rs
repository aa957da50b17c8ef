//! Work in parallel, results in order, memory bounded by what is in hand.

use std::any::Any;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;

use crate::Problem;

/// Items in hand for each thread: enough that one slow page does not leave the others idle.
const WINDOW_PER_THREAD: usize = 4;

/// Stack of each thread. Pages nest deeply, and what reads them may recurse a little.
pub(crate) const STACK_SIZE: usize = 8 << 20;

/// Threads that work on items.
pub(crate) struct Workers {
    pool: rayon::ThreadPool,
}

impl Workers {
    /// `jobs` threads, or as many as the machine has where that is 0.
    pub(crate) fn new(jobs: usize) -> Result<Workers, Problem> {
        // Asked here, for rayon would ask the environment first.
        let machine = || std::thread::available_parallelism().map_or(1, usize::from);
        let jobs = if jobs == 0 { machine() } else { jobs };
        rayon::ThreadPoolBuilder::new()
            .num_threads(jobs)
            .stack_size(STACK_SIZE)
            .thread_name(|index| format!("annalist-{index}"))
            .build()
            .map(|pool| Workers { pool })
            .map_err(|error| {
                Problem::Usage(format!(
                    "cannot start {jobs} threads: {error}; give fewer with --jobs"
                ))
            })
    }

    /// Does `work` on one of these threads, which may share it out among them.
    pub(crate) fn install<R: Send>(&self, work: impl FnOnce() -> R + Send) -> R {
        self.pool.install(work)
    }

    /// How many threads there are.
    pub(crate) fn count(&self) -> usize {
        self.pool.current_num_threads()
    }

    /// Has one of these threads do `work` when it is its turn.
    pub(crate) fn spawn(&self, work: impl FnOnce() + Send + 'static) {
        self.pool.spawn_fifo(work);
    }

    /// Works on `items` and hands each result to `deliver`, in the order of the items, on the
    /// calling thread. Where `deliver` breaks, no more items are taken and none is delivered.
    ///
    /// A panic in `work` is that item's result, as `rescue` makes it of the panic's message.
    pub(crate) fn map_in_order<T: Send, R: Send>(
        &self,
        items: impl Iterator<Item = T>,
        work: impl Fn(&T) -> R + Sync,
        rescue: impl Fn(&T, String) -> R + Sync,
        mut deliver: impl FnMut(R) -> ControlFlow<()>,
    ) {
        let window = self.pool.current_num_threads() * WINDOW_PER_THREAD;
        let (work, rescue) = (&work, &rescue);
        let mut items = items.fuse();
        self.pool.in_place_scope_fifo(|scope| {
            let (sender, results) = mpsc::channel();
            let mut early = BTreeMap::new();
            let (mut taken, mut delivered) = (0_usize, 0_usize);
            loop {
                while taken - delivered < window {
                    let Some(item) = items.next() else { break };
                    let (sender, number) = (sender.clone(), taken);
                    scope.spawn_fifo(move |_| {
                        let result =
                            caught(|| work(&item)).unwrap_or_else(|message| rescue(&item, message));
                        // Nobody listens any more where `deliver` broke off.
                        let _ = sender.send((number, result));
                    });
                    taken += 1;
                }
                if delivered == taken {
                    return;
                }
                let Ok((number, result)) = results.recv() else { return };
                early.insert(number, result);
                while let Some(result) = early.remove(&delivered) {
                    delivered += 1;
                    if deliver(result).is_break() {
                        return;
                    }
                }
            }
        });
    }
}

/// The result of `work`, or what its panic said.
pub(crate) fn caught<R>(work: impl FnOnce() -> R) -> Result<R, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| message_of(panic.as_ref()))
}

/// What a panic said.
fn message_of(panic: &(dyn Any + Send)) -> String {
    let said = panic.downcast_ref::<&str>().copied();
    said.or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message")
        .to_owned()
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    fn squares(jobs: usize, count: u64) -> Vec<String> {
        let mut seen = Vec::new();
        Workers::new(jobs).unwrap().map_in_order(
            0..count,
            |&n| {
                assert!(n != 7, "seven");
                if n % 5 == 0 {
                    std::thread::sleep(std::time::Duration::from_millis(1));
                }
                (n * n).to_string()
            },
            |n, message| format!("{n}: {message}"),
            |result| {
                seen.push(result);
                ControlFlow::Continue(())
            },
        );
        seen
    }

    #[test]
    fn results_come_in_order_whatever_the_number_of_threads() {
        let one = squares(1, 100);
        assert_eq!(one.len(), 100);
        assert_eq!(one[3], "9");
        assert_eq!(one[7], "7: seven");
        assert_eq!(squares(4, 100), one);
    }

    #[test]
    fn only_a_window_of_items_is_in_hand() {
        let taken = AtomicUsize::new(0);
        let mut delivered = 0;
        Workers::new(2).unwrap().map_in_order(
            (0..1000).inspect(|_| {
                taken.fetch_add(1, Ordering::Relaxed);
            }),
            |_| (),
            |_, _| (),
            |()| {
                delivered += 1;
                assert!(taken.load(Ordering::Relaxed) <= delivered + 2 * WINDOW_PER_THREAD);
                ControlFlow::Continue(())
            },
        );
        assert_eq!(delivered, 1000);
    }

    #[test]
    fn a_reader_that_stops_stops_the_work() {
        let mut delivered = 0;
        Workers::new(2).unwrap().map_in_order(
            0..,
            |_: &u64| (),
            |_, _| (),
            |()| {
                delivered += 1;
                if delivered == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            },
        );
        assert_eq!(delivered, 3);
    }
}
