//! How much memory values hold.

use std::cell::Cell;

thread_local! {
    static LIVE: Cell<usize> = const { Cell::new(0) };
}

/// Bytes that the values of this thread hold.
pub(super) fn live() -> usize {
    LIVE.get()
}

/// The share of one value: taken when the value is made, given back when it goes.
#[derive(Debug)]
pub(super) struct Charge(usize);

impl Charge {
    pub(super) fn new(bytes: usize) -> Self {
        LIVE.set(LIVE.get().saturating_add(bytes));
        Self(bytes)
    }
}

impl Drop for Charge {
    fn drop(&mut self) {
        // A value that is dropped while its thread ends has nobody left to tell.
        let _ = LIVE.try_with(|live| live.set(live.get().saturating_sub(self.0)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_dropped_is_given_back() {
        let before = live();
        let charge = Charge::new(100);
        assert_eq!(live(), before + 100);
        drop(charge);
        assert_eq!(live(), before);
    }
}
