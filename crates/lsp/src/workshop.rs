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
        let worker = worker.or_else(|| self.hire(stack))?;
        let (resting, own) = (Arc::clone(&self.resting), worker.clone());
        let job = move || {
            let _ = told.send(work());
            resting.lock().unwrap_or_else(PoisonError::into_inner).push(own);
        };
        worker.send(Box::new(job)).ok()?;
        result.await.ok()
    }

    fn hire(&self, stack: usize) -> Option<Sender<Job>> {
        let (worker, jobs) = channel::<Job>();
        let thread = std::thread::Builder::new().name(NAME.to_owned()).stack_size(stack);
        thread.spawn(move || jobs.into_iter().for_each(|job| job())).ok()?;
        Some(worker)
    }
}
