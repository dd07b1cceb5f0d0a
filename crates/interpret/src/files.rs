//! S3, or what stands for it.

/// Buckets with objects: all that a run reads and writes beside its answers.
pub trait Files {
    /// The content of an object.
    fn read(&self, bucket: &str, key: &str) -> Result<Vec<u8>, Trouble>;

    /// The objects whose key begins with a prefix, in the order of their keys.
    fn list(&self, bucket: &str, prefix: &str) -> Result<Vec<Listed>, Trouble>;

    /// Makes or replaces an object.
    fn write(&mut self, bucket: &str, key: &str, bytes: &[u8]) -> Result<(), Trouble>;
}

/// An object of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its key; that of a folder ends with a slash.
    pub key: String,
    /// In bytes.
    pub size: u64,
    /// The MD5 hash of its content, in hexadecimal digits.
    pub etag: String,
    /// Seconds since 1970.
    pub modified: i64,
}

/// Why an object can't be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The bucket is not there.
    NoBucket,
    /// The bucket is there, the object is not.
    NoObject,
    /// Something that S3 would not say: it ends the run, in these words.
    Other(String),
}

impl Trouble {
    /// AWS's words, as far as S3 says them; else ours.
    pub(crate) fn cause(&self) -> Result<&'static str, &str> {
        match self {
            Self::NoBucket => Ok("The specified bucket does not exist (Service: S3, Status Code: 404)"),
            Self::NoObject => Ok("The specified key does not exist. (Service: S3, Status Code: 404)"),
            Self::Other(problem) => Err(problem),
        }
    }
}
