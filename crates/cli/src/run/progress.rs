//! How far a long run has come, on a terminal.

use super::timeline::moment;
use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

/// A run that takes no longer says nothing.
const PATIENCE: Duration = Duration::from_millis(300);
const INTERVAL: Duration = Duration::from_millis(100);

/// A line on standard error that is written again and again.
pub(super) struct Progress {
    terminal: bool,
    next: Instant,
    shown: bool,
    /// The virtual time of the first report stands for the start, where it is not known.
    start: Option<i64>,
}

impl Progress {
    pub(super) fn new(start: Option<i64>) -> Self {
        Self { terminal: io::stderr().is_terminal(), next: Instant::now() + PATIENCE, shown: false, start }
    }

    pub(super) fn tell(&mut self, transitions: u64, time: i64) {
        let start = *self.start.get_or_insert(time);
        if !self.terminal || Instant::now() < self.next {
            return;
        }
        self.next = Instant::now() + INTERVAL;
        self.shown = true;
        let mut out = io::stderr().lock();
        let _ = write!(out, "\r{}, {transitions} transitions\x1b[K", moment(time.saturating_sub(start)));
        let _ = out.flush();
    }

    /// Takes the line away.
    pub(super) fn done(&self) {
        if self.shown {
            let _ = write!(io::stderr().lock(), "\r\x1b[K");
        }
    }
}
