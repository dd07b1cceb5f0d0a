//! Hash codes, and the order in which a `HashMap` and a `HashSet` give what is in them.

use serde_json::{Number, Value};

/// `String.hashCode()`.
pub(crate) fn string_hash_code(text: &str) -> i32 {
    text.encode_utf16().fold(0_i32, |hash, unit| hash.wrapping_mul(31).wrapping_add(i32::from(unit)))
}

/// `Objects.hashCode` of what Jackson makes of the value.
pub(crate) fn hash_code(value: &Value) -> i32 {
    match value {
        Value::Null => 0,
        Value::Bool(true) => 1231,
        Value::Bool(false) => 1237,
        Value::Number(number) => number_hash_code(number),
        Value::String(text) => string_hash_code(text),
        Value::Array(items) => {
            items.iter().fold(1_i32, |hash, item| hash.wrapping_mul(31).wrapping_add(hash_code(item)))
        }
        Value::Object(members) => members
            .iter()
            .fold(0_i32, |hash, (name, member)| hash.wrapping_add(string_hash_code(name) ^ hash_code(member))),
    }
}

#[expect(clippy::cast_sign_loss, reason = "the bits are what counts")]
fn number_hash_code(number: &Number) -> i32 {
    let folded = |bits: u64| (bits ^ (bits >> 32)) as i32;
    match (number.as_i64(), number.as_u64(), number.as_f64()) {
        (Some(long), _, _) => i32::try_from(long).unwrap_or_else(|_| folded(long as u64)),
        // `BigInteger`: its words, the highest first.
        (_, Some(big), _) => ((big >> 32) as i32).wrapping_mul(31).wrapping_add(big as i32),
        (_, _, Some(double)) => folded(double.to_bits()),
        _ => 0,
    }
}

/// The order in which a `HashMap` that was filled with these keys, all different, gives them: as their numbers.
pub fn hash_map_order<'k>(keys: impl Iterator<Item = &'k str>) -> Vec<usize> {
    let mut table = Table::for_keys(0).or_default_buckets();
    for key in keys {
        table.put(string_hash_code(key));
    }
    table.order()
}

/// The buckets of a `HashMap`: how many keys are in each, not which.
///
/// Keys of a bucket stand in the order of their arrival, also after the table has grown, so the order of all is that of
/// the buckets. The trees into which Java turns a bucket of nine keys in a table of 64 buckets and more are not modelled:
/// they move one key of the bucket to its front.
#[derive(Debug)]
pub(crate) struct Table {
    capacity: usize,
    /// Spread, in the order of arrival.
    hashes: Vec<u32>,
    /// Of each bucket.
    counts: Vec<u32>,
}

/// A `HashMap` that is not told a size has so many.
const DEFAULT_BUCKETS: usize = 16;
/// With more keys in a bucket than this, a small table grows.
const FULL_BUCKET: u32 = 8;
/// A table of this many buckets is not small.
const LARGE: usize = 64;

impl Table {
    /// A table for so many keys, as the constructors and `putAll` make it: three quarters of it are enough.
    pub(crate) fn for_keys(count: usize) -> Self {
        let capacity = (count.saturating_mul(4) / 3).saturating_add(1).next_power_of_two();
        Self { capacity, hashes: Vec::with_capacity(count), counts: vec![0; capacity] }
    }

    /// A table with at least as many buckets as one that is not told a size.
    pub(crate) fn or_default_buckets(mut self) -> Self {
        self.capacity = self.capacity.max(DEFAULT_BUCKETS);
        self.recount();
        self
    }

    /// What `putAll` does before it puts so many keys.
    pub(crate) fn reserve(&mut self, count: usize) {
        while count > self.threshold() {
            self.grow();
        }
    }

    /// Puts a key that is not in the table, by its hash code.
    #[expect(clippy::cast_sign_loss, reason = "the bits are what counts")]
    pub(crate) fn put(&mut self, hash_code: i32) {
        let hash = hash_code as u32;
        let hash = hash ^ (hash >> 16);
        self.hashes.push(hash);
        let bucket = self.bucket(hash);
        let count = self.counts.get_mut(bucket).map_or(0, |count| {
            *count += 1;
            *count
        });
        if count > FULL_BUCKET && self.capacity < LARGE {
            self.grow();
        }
        if self.hashes.len() > self.threshold() {
            self.grow();
        }
    }

    /// The order in which the table gives its keys, each as its number in the order of arrival.
    pub(crate) fn order(&self) -> Vec<usize> {
        let mut order: Vec<(usize, usize)> =
            self.hashes.iter().enumerate().map(|(at, hash)| (self.bucket(*hash), at)).collect();
        order.sort_unstable();
        order.into_iter().map(|(_, at)| at).collect()
    }

    fn threshold(&self) -> usize {
        self.capacity / 4 * 3 + self.capacity % 4 * 3 / 4
    }

    fn bucket(&self, hash: u32) -> usize {
        hash as usize & (self.capacity - 1)
    }

    fn grow(&mut self) {
        self.capacity *= 2;
        self.recount();
    }

    fn recount(&mut self) {
        let mut counts = vec![0; self.capacity];
        for hash in &self.hashes {
            if let Some(count) = counts.get_mut(self.bucket(*hash)) {
                *count += 1;
            }
        }
        self.counts = counts;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// As Java 17 says.
    #[test]
    fn hash_codes() {
        let cases = [
            (json!(null), 0),
            (json!(-7), -7),
            (json!(9_007_199_254_740_991_i64), -2_097_152),
            (json!(u64::MAX), -32),
            (json!(1_u64 << 63), i32::MIN),
            (json!(1.1), -1_503_133_693),
            (json!("HelloWorld"), 439_329_280),
            (json!("größe 😀"), 175_604_178),
            (json!([1, "x", null]), 34_472),
            (json!({"a": 1, "b": 2}), 192),
            (json!({"b": 2, "a": 1}), 192),
        ];
        for (value, expected) in cases {
            assert_eq!(hash_code(&value), expected, "{value}");
        }
    }

    fn order(table: Table, keys: &[i32]) -> Vec<i32> {
        let mut table = table;
        for key in keys {
            table.put(*key);
        }
        table.order().into_iter().filter_map(|at| keys.get(at).copied()).collect()
    }

    /// As Java 17 says of `new HashSet<>()` and `add`.
    #[test]
    fn a_table_grows_when_it_is_three_quarters_full() {
        let keys: Vec<i32> = (0..13).map(|n| n * 16).collect();
        let empty = || Table::for_keys(0).or_default_buckets();
        assert_eq!(order(empty(), &keys[..12]), [0, 32, 64, 96, 128, 160, 16, 48, 80, 112, 144, 176]);
        assert_eq!(order(empty(), &keys), [0, 32, 64, 96, 128, 160, 192, 16, 48, 80, 112, 144, 176]);
    }

    /// As AWS gives the fields of a row of a CSV file.
    #[test]
    fn keys_of_a_map() {
        let order = |keys: &[&str]| hash_map_order(keys.iter().copied());
        assert_eq!(order(&["True", "0", "{}"]), [1, 2, 0]);
        assert_eq!(order(&["H1", ""]), [1, 0]);
    }

    #[test]
    fn a_full_bucket_makes_a_small_table_grow() {
        let keys: Vec<i32> = (0..10).map(|n| n * 32 + n % 2).collect();
        let order = order(Table::for_keys(0).or_default_buckets(), &keys);
        assert_eq!(order, [0, 64, 128, 192, 256, 33, 97, 161, 225, 289]);
    }

    #[test]
    fn a_table_is_as_large_as_its_first_keys_want() {
        let capacity = |count| Table::for_keys(count).capacity;
        assert_eq!([0, 1, 2, 3, 6, 12, 13, 48].map(capacity), [1, 2, 4, 8, 16, 32, 32, 128]);
        let mut table = Table::for_keys(1);
        table.reserve(4);
        assert_eq!(table.capacity, 8);
    }
}
