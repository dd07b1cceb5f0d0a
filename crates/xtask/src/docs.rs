//! `cargo xtask docs`: what the book has from the code, and the book itself.

use crate::run;

/// The tests that hold these pages against the code also write them.
const WRITERS: [&[&str]; 2] = [
    &["-p", "asl-check-core", "--lib", "the_schema_is_made_of_the_types"],
    &["-p", "asl-check", "--test", "book", "what_the_book_has_from_the_code"],
];

pub(crate) fn run() -> Result<(), String> {
    for words in WRITERS {
        let line = [&["cargo", "test", "--quiet"], words].concat();
        let status = run::command(&line).env("ASL_DOCS", "write").status();
        if !status.is_ok_and(|status| status.success()) {
            return Err(format!("`{}` did not end well", line.join(" ")));
        }
    }
    book()
}

/// Makes the book, where that is possible.
pub(crate) fn book() -> Result<(), String> {
    if run::output(&["mdbook", "--version"]).is_none() {
        println!("> mdbook is not installed, so no book is made: cargo install mdbook --locked");
        return Ok(());
    }
    run::run(&["mdbook", "build", "docs"])?;
    println!("> target/book/index.html");
    Ok(())
}
