//! How a service is packed: what the generator writes and [`crate::data`] reads.
//!
//! A packed service is a few columns, each a run of bytes: what resembles itself lies together and compresses well. A
//! string or shape that is met for the first time is written as [`NEW`], since it is the next one; any other as its
//! number. Whole numbers are varints: seven bits a byte, the lowest first.

/// The file begins with this; the last byte counts the changes of the format.
pub const MAGIC: &[u8; 4] = b"ASL\x01";

/// A string or shape that was not met before: the next.
pub const NEW: u64 = 0;

/// The columns of a service, in the order in which they are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// The bytes of all strings.
    Text,
    /// How many bytes each string has.
    Lengths,
    /// A byte a shape: its [`Kind`], and its traits above.
    Kinds,
    /// How many members, values, errors and choices there are.
    Counts,
    /// Shapes that others name.
    Shapes,
    /// Strings that others name.
    Names,
    /// Flags of members and actions.
    Flags,
    /// Bounds of values and lengths.
    Bounds,
}

/// What a shape is written as if there is none; one of a number follows behind.
pub const NO_SHAPE: u64 = Kind::PLAIN + 1;

/// How many columns there are.
pub const COLUMNS: usize = 8;

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Text.
    String,
    /// A whole number of 32 bits.
    Integer,
    /// A whole number of 64 bits.
    Long,
    /// A number of 32 bits.
    Float,
    /// A number of 64 bits.
    Double,
    /// `true` or `false`.
    Boolean,
    /// A point in time.
    Timestamp,
    /// Bytes.
    Blob,
    /// Any JSON value.
    Json,
    /// Text; of any other value, its JSON.
    Text,
    /// An object with members of its own names.
    Structure,
    /// An array.
    List,
    /// An object whose keys are data.
    Map,
}

impl Kind {
    /// All of them; each stands at its number.
    pub const ALL: [Self; 13] = [
        Self::String,
        Self::Integer,
        Self::Long,
        Self::Float,
        Self::Double,
        Self::Boolean,
        Self::Timestamp,
        Self::Blob,
        Self::Json,
        Self::Text,
        Self::Structure,
        Self::List,
        Self::Map,
    ];

    /// How many need nothing said of them: such a scalar is not written as a shape, but named by its number.
    pub const PLAIN: u64 = 10;
}

/// Traits of a shape, in the upper half of its byte. Bounds come first, then a pattern, then values.
pub mod shape {
    /// It has a least value or length.
    pub const LEAST: u8 = 0x10;
    /// It has a greatest value or length.
    pub const MOST: u8 = 0x20;
    /// Text: it has a pattern. Structure: exactly one member is given.
    pub const PATTERN_OR_UNION: u8 = 0x40;
    /// Text: it is one of some values. Structure: it has choices, or is loose.
    pub const VALUES_OR_CHOICES: u8 = 0x80;
}

/// Flags of a member.
pub mod member {
    /// The service does not do without it.
    pub const REQUIRED: u64 = 1;
    /// It should not be used any more.
    pub const DEPRECATED: u64 = 2;
    /// The SDK makes one up where it is missing.
    pub const TOKEN: u64 = 4;
    /// Its bytes are streamed.
    pub const STREAMING: u64 = 8;
    /// The model's own name follows, which more than the first letter tells from this one.
    pub const RESPELLED: u64 = 16;
}

/// Flags of an action.
pub mod action {
    /// The service deprecates it.
    pub const DEPRECATED: u64 = 1;
    /// It sends or gets a stream of events, which Step Functions can't.
    pub const STREAMING: u64 = 2;
    /// AWS's list says that it is not supported.
    pub const EXCLUDED: u64 = 4;
    /// The SDK for Java, which Step Functions uses, has left it out.
    pub const REMOVED: u64 = 8;
    /// Services once had it.
    pub const RETIRED: u64 = 16;
    /// Its parameters are those that AWS's page lists.
    pub const LISTED: u64 = 32;
    /// It gives a result other than that of the call when its job has ended.
    pub const SYNC: u64 = 64;
    /// It gives another one for `.sync:2`.
    pub const SYNC2: u64 = 128;
}

/// What stands in the column of bounds.
pub mod bound {
    /// A number whose decimal text follows among the names.
    pub const DECIMAL: u64 = 0;
    /// The bound of an older model follows, then the bound.
    pub const WIDENED: u64 = 1;
    /// There is none.
    pub const NONE: u64 = 2;
    /// From here on whole numbers: 0, -1, 1, -2 …
    pub const WHOLE: u64 = 3;
}

/// What is written in the place of a choice's kind.
pub mod choice {
    /// One of the members has to be there.
    pub const EITHER: u64 = 0;
    /// At most one of the members is.
    pub const EXCLUSIVE: u64 = 1;
    /// No choice: members may be spelled in other ways, or there may be more of them.
    pub const LOOSE: u64 = 2;
}

/// How well a service is known, in its entry of the index.
pub mod standing {
    /// AWS's list has it.
    pub const LISTED: u64 = 0;
    /// The SDK has it, and no list at hand.
    pub const UNLISTED: u64 = 1;
    /// It was retired, or AWS withdrew the integration.
    pub const RETIRED: u64 = 2;
}

/// Bytes that are read from their start on. What is not there reads as zero: a file that is cut off gives an empty
/// service, not a crash.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cursor<'b>(&'b [u8]);

impl<'b> Cursor<'b> {
    /// At the start.
    pub const fn new(bytes: &'b [u8]) -> Self {
        Self(bytes)
    }

    /// Is all read?
    pub const fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    /// All that is left.
    pub const fn rest(self) -> &'b [u8] {
        self.0
    }

    /// One byte.
    pub fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        *first
    }

    /// A varint.
    pub fn number(&mut self) -> u64 {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte();
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                break;
            }
        }
        value
    }

    /// A varint that counts or points.
    pub fn count(&mut self) -> usize {
        usize::try_from(self.number()).unwrap_or(0)
    }

    /// So many bytes, or those that are left.
    pub fn bytes(&mut self, length: usize) -> &'b [u8] {
        let (taken, rest) = self.0.split_at_checked(length).unwrap_or((self.0, &[]));
        self.0 = rest;
        taken
    }

    /// Text behind its length.
    pub fn text(&mut self) -> &'b str {
        let length = self.count();
        std::str::from_utf8(self.bytes(length)).unwrap_or_default()
    }
}
