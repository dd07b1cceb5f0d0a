//! The file that holds all services: which there are is read at once, what they offer when one of them is asked for.

use crate::data::Data;
use crate::format::{Cursor, MAGIC, standing};
use crate::service::Service;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress, inflate_flags};
use std::sync::OnceLock;

/// What AWS offers, as the file of a catalogue has it.
#[derive(Debug, Default)]
pub struct Catalogue<'b> {
    sources: Vec<Source<'b>>,
    /// Text that many services share: each is unpacked as if it followed this.
    dictionary: Vec<u8>,
    /// Sorted by name, those of the SDK first.
    entries: Vec<Entry<'b>>,
    /// How many are of the SDK.
    of_sdk: usize,
}

/// Where services were taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source<'b> {
    /// `botocore 1.44.5`
    pub name: &'b str,
    /// When that was released, as `2026-11-17`.
    pub date: &'b str,
}

/// How well a service is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// AWS's list of integrations has it.
    Listed,
    /// The SDK has it and the list at hand does not: Step Functions may lag behind, and so may the list.
    Unlisted,
    /// AWS retired the service, or withdrew the integration.
    Retired,
}

#[derive(Debug)]
pub(crate) struct Entry<'b> {
    pub(crate) name: &'b str,
    pub(crate) standing: Standing,
    pub(crate) is_optimized: bool,
    packed: &'b [u8],
    length: usize,
    data: OnceLock<Data>,
}

impl Catalogue<'static> {
    /// The one that comes with this crate.
    pub fn own() -> &'static Self {
        static OWN: OnceLock<Catalogue<'static>> = OnceLock::new();
        // A test reads the whole file: one that could not be read would be an empty catalogue, not a crash.
        OWN.get_or_init(|| Self::read(include_bytes!("../data/packed.bin")).unwrap_or_default())
    }
}

impl<'b> Catalogue<'b> {
    /// Reads the index of a file. None if it is of another format.
    pub fn read(bytes: &'b [u8]) -> Option<Self> {
        let mut rest = Cursor::new(bytes.strip_prefix(MAGIC)?);
        let sources =
            (0..rest.count().min(bytes.len())).map(|_| Source { name: rest.text(), date: rest.text() }).collect();
        let length = rest.count();
        let packed = rest.count();
        let dictionary = inflate(rest.bytes(packed), &[], length);
        let (of_sdk, all) = (rest.count(), rest.count());
        let index_length = rest.count();
        let mut index = Cursor::new(rest.bytes(index_length));
        let entries = (0..all.min(bytes.len()))
            .map(|at| {
                let name = index.text();
                let standing = match index.number() {
                    standing::LISTED => Standing::Listed,
                    standing::RETIRED => Standing::Retired,
                    _ => Standing::Unlisted,
                };
                let length = index.count();
                let packed = rest.bytes(index.count());
                Entry { name, standing, is_optimized: at >= of_sdk, packed, length, data: OnceLock::new() }
            })
            .collect();
        Some(Self { sources, dictionary, entries, of_sdk })
    }

    /// Where its services were taken from.
    pub fn sources(&self) -> &[Source<'b>] {
        &self.sources
    }

    /// The services of the SDK, as they stand in a resource behind `aws-sdk:`, by name.
    pub fn sdk_services(&self) -> impl Iterator<Item = &'b str> {
        self.entries.iter().take(self.of_sdk).map(|entry| entry.name)
    }

    /// The services that have an optimised integration, by name.
    pub fn optimized_services(&self) -> impl Iterator<Item = &'b str> {
        self.entries.iter().skip(self.of_sdk).map(|entry| entry.name)
    }

    /// A service of the SDK.
    pub fn sdk(&self, name: &str) -> Option<Service<'_>> {
        self.find(self.entries.get(..self.of_sdk)?, name)
    }

    /// The optimised integration of a service.
    pub fn optimized(&self, name: &str) -> Option<Service<'_>> {
        self.find(self.entries.get(self.of_sdk..)?, name)
    }

    fn find<'c>(&'c self, entries: &'c [Entry<'b>], name: &str) -> Option<Service<'c>> {
        let at = entries.binary_search_by(|entry| entry.name.cmp(name)).ok()?;
        let entry = entries.get(at)?;
        let data = entry.data.get_or_init(|| Data::read(&inflate(entry.packed, &self.dictionary, entry.length)));
        Some(Service { catalogue: self, entry, data })
    }

    pub(crate) fn source(&self, at: usize) -> Option<Source<'b>> {
        self.sources.get(at).copied()
    }
}

/// Unpacks what follows a text that both sides know. Of what is broken, as much as could be read.
fn inflate(packed: &[u8], known: &[u8], length: usize) -> Vec<u8> {
    let limit = packed.len().saturating_mul(1032); // no deflate stream grows by more
    let mut out = known.to_vec();
    out.resize(known.len() + length.min(limit), 0);
    let flags = inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
    let (_, _, written) = decompress(&mut DecompressorOxide::new(), packed, &mut out, known.len(), flags);
    out.truncate(known.len() + written);
    out.split_off(known.len())
}
