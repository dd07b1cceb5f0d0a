//! A text as `JSONata`: made ready and run, as AWS has it and as the reference has it.

use super::{Data, place, text};
use asl_expressions::jsonata::{Dialect, Program};
use asl_syntax::jsonata::parse;

thread_local! {
    static DATA: Data = Data::default();
}

pub(super) fn feed(bytes: &[u8]) {
    let text = text(bytes);
    let parsed = parse(text);
    match Program::new(&parsed.expr) {
        Ok(program) => DATA.with(|data| run(&program, data, text)),
        Err(error) => place(text, error.span),
    }
}

fn run(program: &Program, data: &Data, text: &str) {
    let variables = data.bindings();
    let input = asl_expressions::Data::from(&data.input);
    for (input, dialect) in [(None, Dialect::Aws), (Some(&input), Dialect::Reference)] {
        if let Err(error) = program.run(input, &variables, dialect, Data::LIMITS, &mut Data::world()) {
            place(text, error.span);
        }
    }
}
