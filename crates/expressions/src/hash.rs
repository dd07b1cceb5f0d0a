//! The hash algorithms that AWS offers.

use md5::{Digest, Md5};
use sha1::Sha1;
use sha2::{Sha256, Sha384, Sha512};
use std::fmt::Write;

/// The hash of bytes in lower-case hexadecimal digits; none where there is no such algorithm.
pub(crate) fn hex(algorithm: &str, bytes: &[u8]) -> Option<String> {
    Some(match algorithm {
        "MD5" => digits::<Md5>(bytes),
        "SHA-1" => digits::<Sha1>(bytes),
        "SHA-256" => digits::<Sha256>(bytes),
        "SHA-384" => digits::<Sha384>(bytes),
        "SHA-512" => digits::<Sha512>(bytes),
        _ => return None,
    })
}

fn digits<D: Digest>(bytes: &[u8]) -> String {
    D::digest(bytes).iter().fold(String::new(), |mut out, byte| {
        // Writing to a string cannot fail.
        let _ = write!(out, "{byte:02x}");
        out
    })
}
