//! The effects that an expression may have.

/// Clock and randomness. A dry run is deterministic because both come from here and from nowhere else.
pub trait World {
    /// The time in milliseconds since 1970-01-01T00:00:00Z.
    fn now_millis(&mut self) -> i64;

    /// 64 random bits.
    fn random_bits(&mut self) -> u64;

    /// A random number from 0 up to, not including, 1.
    fn random_unit(&mut self) -> f64 {
        // 53 bits fill the fraction of a double.
        const SCALE: f64 = 9_007_199_254_740_992.0;
        #[expect(clippy::cast_precision_loss, reason = "53 bits are exact")]
        {
            (self.random_bits() >> 11) as f64 / SCALE
        }
    }

    /// A random UUID of version 4, in lower case.
    fn uuid(&mut self) -> String {
        let (high, low) = (self.random_bits(), self.random_bits());
        format!(
            "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
            high >> 32,
            high >> 16 & 0xffff,
            high & 0xfff,
            low >> 48 & 0x3fff | 0x8000,
            low & 0xffff_ffff_ffff,
        )
    }
}

/// A world that stands still, with random numbers (`SplitMix64`) that follow from a seed.
#[derive(Clone, Debug)]
pub struct Seeded {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub now: i64,
    state: u64,
}

impl Seeded {
    /// A world at a time, with the random numbers of a seed.
    pub const fn new(now: i64, seed: u64) -> Self {
        Self { now, state: seed }
    }
}

impl World for Seeded {
    fn now_millis(&mut self) -> i64 {
        self.now
    }

    fn random_bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.state;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_decides_everything() {
        let (mut a, mut b) = (Seeded::new(0, 7), Seeded::new(0, 7));
        assert_eq!(a.uuid(), b.uuid());
        assert_ne!(a.uuid(), a.uuid());
        let number = a.random_unit();
        assert!((0.0..1.0).contains(&number));
    }

    #[test]
    fn a_uuid_says_that_it_is_random() {
        let uuid = Seeded::new(0, 1).uuid();
        assert_eq!(uuid.len(), 36);
        assert_eq!(uuid.as_bytes().get(14), Some(&b'4'));
        assert!(matches!(uuid.as_bytes().get(19), Some(b'8' | b'9' | b'a' | b'b')));
    }
}
