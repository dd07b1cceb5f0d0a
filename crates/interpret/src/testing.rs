//! S3 in memory.

use crate::files::{Files, Listed, Trouble};
use std::collections::BTreeMap;

/// Objects by `bucket/key`.
#[derive(Debug, Default)]
pub(crate) struct Shelf(pub(crate) BTreeMap<String, Vec<u8>>);

impl Shelf {
    pub(crate) fn of<'s>(files: impl IntoIterator<Item = (&'s str, &'s str)>) -> Self {
        Self(files.into_iter().map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())).collect())
    }
}

impl Files for Shelf {
    fn read(&self, bucket: &str, key: &str) -> Result<Vec<u8>, Trouble> {
        self.0.get(&format!("{bucket}/{key}")).cloned().ok_or(Trouble::NoObject)
    }

    fn list(&self, bucket: &str, prefix: &str) -> Result<Vec<Listed>, Trouble> {
        let within = format!("{bucket}/");
        let keys = self.0.iter().filter_map(|(name, bytes)| Some((name.strip_prefix(&within)?, bytes)));
        let listed = keys.filter(|(key, _)| key.starts_with(prefix)).map(|(key, bytes)| Listed {
            key: key.to_owned(),
            size: bytes.len() as u64,
            etag: "0".to_owned(),
            modified: 0,
        });
        Ok(listed.collect())
    }

    fn write(&mut self, bucket: &str, key: &str, bytes: &[u8]) -> Result<(), Trouble> {
        self.0.insert(format!("{bucket}/{key}"), bytes.to_vec());
        Ok(())
    }
}
