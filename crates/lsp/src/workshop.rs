//! Threads that analyse.
//!
//! The one that rested last works next: what an analysis needs is much the same each time, and its memory is at hand then.

use crate::NAME;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::oneshot;

type Job = Box<dyn FnOnce() + Send>;

/// Threads, as many as were ever at work at a time.
#[derive(Debug, Default)]
pub(crate) struct Workshop {
    /// Those that rest, the last at the end.
    resting: Arc<Mutex<Vec<Sender<Job>>>>,
}

impl Workshop {
    /// Does a work on a thread of its own. Nothing comes of it where it panics.
    pub(crate) async fn work<T: Send + 'static>(
        &self,
        stack: usize,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Option<T> {
        let (told, result) = oneshot::channel();
        let worker = self.resting.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let worker = worker.or_else(|| hire(stack))?;
        let (resting, own) = (Arc::clone(&self.resting), worker.clone());
        let job = move || {
            let _ = told.send(work());
            resting.lock().unwrap_or_else(PoisonError::into_inner).push(own);
        };
        worker.send(Box::new(job)).ok()?;
        result.await.ok()
    }
}

fn hire(stack: usize) -> Option<Sender<Job>> {
    let (worker, jobs) = channel::<Job>();
    let thread = std::thread::Builder::new().name(NAME.to_owned()).stack_size(stack);
    thread.spawn(move || jobs.into_iter().for_each(|job| job())).ok()?;
    Some(worker)
}

#[cfg(test)]
mod tests {
    use super::*;

    const STACK: usize = 1 << 20;

    #[test]
    fn the_thread_that_rested_last_works_next() {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let workshop = Workshop::default();
        let here = || std::thread::current().id();
        let first = runtime.block_on(workshop.work(STACK, here)).unwrap();
        // It rests a moment after it has told.
        while workshop.resting.lock().unwrap().is_empty() {
            std::thread::yield_now();
        }
        assert_eq!(runtime.block_on(workshop.work(STACK, here)), Some(first));
    }

    #[test]
    fn a_panic_is_no_answer_and_nothing_is_lost() {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let workshop = Workshop::default();
        assert_eq!(runtime.block_on(workshop.work(STACK, || -> u8 { panic!("on purpose") })), None);
        assert_eq!(runtime.block_on(workshop.work(STACK, || 1)), Some(1));
    }
}
