//! Names for findings that stay the same when lines move.
//!
//! Services match the findings of two runs by them. They are FNV-1a of 128 bits: a published function of a few lines that
//! no release of a library or compiler changes, and nobody gains by forging a finding's name.

use std::collections::HashMap;

const OFFSET_BASIS: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
const PRIME: u128 = 0x0100_0000_0000_0000_0000_013b;

/// Gives fingerprints, each only once.
#[derive(Default)]
pub(super) struct Fingerprints(HashMap<u128, u32>);

impl Fingerprints {
    /// The fingerprint of what these texts describe. Of several that are described alike, the later ones are told apart
    /// by their number.
    pub(super) fn next(&mut self, parts: &[&str]) -> String {
        // No text holds the byte 0xff, so it can't be mistaken for a part of one.
        let add = |hash, part: &&str| fnv(fnv(hash, without_lines(part).as_bytes()), &[0xff]);
        let mut hash = parts.iter().fold(OFFSET_BASIS, add);
        let before = self.0.entry(hash).or_default();
        if *before > 0 {
            hash = fnv(hash, &before.to_le_bytes());
        }
        *before += 1;
        format!("{hash:032x}")
    }
}

/// Some messages say on which line the other half of the fault is.
fn without_lines(text: &str) -> String {
    const LINE: &str = "line ";
    let mut pieces = text.split(LINE);
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |out, piece| out + LINE + piece.trim_start_matches(|c: char| c.is_ascii_digit()))
}

fn fnv(hash: u128, bytes: &[u8]) -> u128 {
    bytes.iter().fold(hash, |hash, byte| (hash ^ u128::from(*byte)).wrapping_mul(PRIME))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_function_is_the_published_one() {
        assert_eq!(fnv(OFFSET_BASIS, b"a"), 0xd228_cb69_6f1a_8caf_7891_2b70_4e4a_8964);
        assert_eq!(fnv(OFFSET_BASIS, b"foobar"), 0x343e_1662_793c_64bf_6f0d_3597_ba44_6f18);
    }

    #[test]
    fn lines_do_not_count() {
        let name = |text| Fingerprints::default().next(&[text]);
        assert_eq!(name("`a` (opened on line 7, see line 12)"), name("`a` (opened on line 70, see line 1)"));
        assert_ne!(name("`a1` on line 7"), name("`a2` on line 7"));
    }

    #[test]
    fn alike_findings_get_different_names() {
        let mut names = Fingerprints::default();
        let (first, second, other) = (names.next(&["a", "b"]), names.next(&["a", "b"]), names.next(&["ab", ""]));
        assert!(first != second && first != other && second != other);
        assert_eq!(Fingerprints::default().next(&["a", "b"]), first);
    }
}
