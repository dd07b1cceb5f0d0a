//! Bytes as a payload template, and as the value of a `JSONata` field: read and evaluated.

use super::{Data, place};
use asl_expressions::template::Environment;
use asl_expressions::{Error, Template};
use asl_syntax::{Source, Tree, json};

thread_local! {
    static DATA: Data = Data::default();
}

pub(super) fn feed(bytes: &[u8]) {
    let tree = json::parse(Source::from_bytes(bytes.to_vec()));
    DATA.with(|data| {
        evaluate(Template::json_path(tree.root()), data, &tree);
        evaluate(Template::jsonata(tree.root(), "Output"), data, &tree);
    });
}

fn evaluate(template: Result<Template<'_>, Vec<Error>>, data: &Data, tree: &Tree) {
    let text = tree.source().text();
    let template = match template {
        Ok(template) => template,
        Err(errors) => {
            assert!(!errors.is_empty());
            for error in errors {
                place(text, error.span);
            }
            return;
        }
    };
    let variables = data.bindings();
    let world = &mut Data::world();
    let mut environment = Environment { scope: data.scope(), variables: &variables, limits: Data::LIMITS, world };
    if let Err(failure) = template.evaluate(&mut environment) {
        place(text, failure.span);
    }
}
