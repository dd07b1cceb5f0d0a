//! How a task waits for its result.

/// How a task waits for its result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Pattern {
    /// For the answer of the call.
    RequestResponse,
    /// For the job to end.
    Sync,
    /// For the job to end; the result is parsed.
    Sync2,
    /// For someone to give the task token back.
    WaitForTaskToken,
}

impl Pattern {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::RequestResponse, Self::Sync, Self::Sync2, Self::WaitForTaskToken];

    /// As it ends a resource.
    pub const fn suffix(self) -> &'static str {
        match self {
            Self::RequestResponse => "",
            Self::Sync => ".sync",
            Self::Sync2 => ".sync:2",
            Self::WaitForTaskToken => ".waitForTaskToken",
        }
    }

    /// The pattern of exactly this suffix.
    pub fn of(suffix: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|p| p.suffix() == suffix)
    }

    /// Its bit where several are packed into a number.
    pub const fn bit(self) -> u64 {
        1 << self as u64
    }
}
