//! A run for people.

use asl_interpret::{Run, to_json};
use std::io::{self, Write};

pub(super) fn write(out: &mut impl Write, run: &Run<'_>) -> io::Result<()> {
    writeln!(out, "{}", to_json(run))
}
