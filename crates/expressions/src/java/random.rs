//! `java.util.Random`.

const MULTIPLIER: u64 = 0x5_DEEC_E66D;
const MASK: u64 = (1 << 48) - 1;

/// A linear congruential generator of 48 bits, as the documentation of Java defines it.
#[derive(Debug)]
pub(crate) struct Random(u64);

impl Random {
    #[expect(clippy::cast_sign_loss, reason = "the bits are what counts")]
    pub(crate) fn new(seed: i64) -> Self {
        Self((seed as u64 ^ MULTIPLIER) & MASK)
    }

    /// `next(31)`: from 0 to 2^31 - 1.
    fn next(&mut self) -> i32 {
        self.0 = self.0.wrapping_mul(MULTIPLIER).wrapping_add(0xB) & MASK;
        (self.0 >> 17) as i32
    }

    /// `nextInt(bound)`: from 0 up to, not including, the bound, which must be positive.
    pub(crate) fn next_int(&mut self, bound: i32) -> i32 {
        let bound = bound.max(1);
        if bound & (bound - 1) == 0 {
            return ((i64::from(bound) * i64::from(self.next())) >> 31) as i32;
        }
        loop {
            let bits = self.next();
            let value = bits % bound;
            // Bits above the last whole multiple of the bound would favour small numbers.
            if (bits - value).checked_add(bound - 1).is_some() {
                return value;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bound by bound, as Java 17 says.
    #[test]
    fn it_says_what_java_says() {
        let mut random = Random::new(42);
        let numbers: Vec<i32> = [10, 100, 16, 1_500_000_000, i32::MAX, 1].map(|bound| random.next_int(bound)).into();
        assert_eq!(numbers, [0, 63, 10, 102_948_884, 662_969_970, 0]);
    }
}
