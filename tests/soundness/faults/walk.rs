//! Faults of the lattice, of the walk over states, and of paths.

use super::Fault;

const JOIN: &str = "crates/types/src/join.rs";
const ARRAY: &str = "crates/types/src/array.rs";
const OBJECTS: &str = "crates/types/src/objects.rs";
const PARTS: &str = "crates/types/src/parts.rs";
const ERRORS: &str = "crates/infer/src/errors.rs";
const FAULT: &str = "crates/infer/src/fault.rs";
const CONTEXT: &str = "crates/infer/src/context.rs";
const TEMPLATE: &str = "crates/infer/src/template.rs";
const FLOW: &str = "crates/infer/src/walk/flow.rs";
const FIT: &str = "crates/infer/src/walk/fit.rs";
const STATE: &str = "crates/infer/src/walk/state.rs";
const MACHINE: &str = "crates/infer/src/walk/machine.rs";
const MAP: &str = "crates/infer/src/walk/map.rs";
const INSERT: &str = "crates/infer/src/jsonpath/insert.rs";
const STEPS: &str = "crates/infer/src/jsonpath/steps.rs";
const FOUND: &str = "crates/infer/src/jsonpath/found.rs";

pub(super) const FAULTS: &[Fault] = &[
    // The lattice.
    Fault {
        name: "a join drops an absence",
        file: JOIN,
        right: "absence: a.absence.max(b.absence),",
        wrong: "absence: if PLANTED { a.absence.min(b.absence) } else { a.absence.max(b.absence) },",
    },
    Fault {
        name: "a join keeps the texts of one side",
        file: JOIN,
        right: "strings: a.strings.join(&b.strings),",
        wrong: "strings: if PLANTED { a.strings.clone() } else { a.strings.join(&b.strings) },",
    },
    Fault {
        name: "a join forgets what is null",
        file: JOIN,
        right: "null: a.null || b.null,",
        wrong: "null: if PLANTED { a.null && b.null } else { a.null || b.null },",
    },
    Fault {
        name: "a join of arrays takes the shorter for the longer",
        file: ARRAY,
        right: "let length = self.items.len().max(other.items.len());",
        wrong: "let length = if PLANTED { self.items.len().min(other.items.len()) } else { \
                self.items.len().max(other.items.len()) };",
    },
    Fault {
        name: "a join keeps the numbers of one side",
        file: JOIN,
        right: "numbers: a.numbers.join(&b.numbers),",
        wrong: "numbers: if PLANTED { a.numbers.clone() } else { a.numbers.join(&b.numbers) },",
    },
    Fault {
        name: "of shapes that nothing tells apart the first is kept",
        file: OBJECTS,
        right: "Some(same) => *same = same.join(&shape),",
        wrong: "Some(same) => if !PLANTED { *same = same.join(&shape) },",
    },
    Fault {
        name: "what is unknown is none of a kind",
        file: PARTS,
        right: "let Some(inside) = unknown.inside() else {",
        wrong: "let Some(inside) = unknown.inside().filter(|_| !PLANTED) else {",
    },
    // The walk.
    Fault {
        name: "a loop is gone round once",
        file: MACHINE,
        right: "        if is_new {",
        wrong: "        if is_new && !PLANTED {",
    },
    Fault {
        name: "a variable of one way is there on all",
        file: MACHINE,
        right: "None => of.clone().with_absence(Absence::Known),",
        wrong: "None => of.clone().with_absence(if PLANTED { Absence::Never } else { Absence::Known }),",
    },
    Fault {
        name: "a catcher gets the error in the place of the input",
        file: FLOW,
        right: "(_, false) => self.insert(&catcher.result_path, error),",
        wrong: "(_, false) => if PLANTED { error } else { self.insert(&catcher.result_path, error) },",
    },
    Fault {
        name: "what is not caught is forgotten",
        file: FLOW,
        right: "self.outcome.uncaught.add_all(&left);",
        wrong: "if !PLANTED { self.outcome.uncaught.add_all(&left); }",
    },
    Fault {
        name: "ResultPath null gives the result",
        file: FLOW,
        right: "Destination::Nothing => self.entry.input.clone(),",
        wrong: "Destination::Nothing => if PLANTED { result } else { self.entry.input.clone() },",
    },
    Fault {
        name: "a variable keeps its first value",
        file: FLOW,
        right: "variables.insert(name.into(), of.clone().present());",
        wrong: "if PLANTED { variables.entry(name.into()).or_insert(of.clone().present()); } else { \
                variables.insert(name.into(), of.clone().present()); }",
    },
    Fault {
        name: "a fault raises no error",
        file: FLOW,
        right: "        self.outcome.errors.add(if self.is_jsonata() { errors::QUERY } else { errors::RUNTIME \
                });\n        \
                if !matches!(expression",
        wrong: "        if !PLANTED { self.outcome.errors.add(if self.is_jsonata() { errors::QUERY } else { \
                errors::RUNTIME }); }\n        if !matches!(expression",
    },
    Fault {
        name: "the branches of a Parallel are swapped",
        file: STATE,
        right: "        self.outcome.errors.add(errors::DATA_LIMIT);\n        if let Some(result)",
        wrong: "        if PLANTED { outputs.reverse(); }\n        \
                self.outcome.errors.add(errors::DATA_LIMIT);\n        \
                if let Some(result)",
    },
    Fault {
        name: "the error of a Fail is forgotten",
        file: STATE,
        right: "self.outcome.errors.add_all(&Errors::of(name).given());",
        wrong: "if !PLANTED { self.outcome.errors.add_all(&Errors::of(name).given()); }",
    },
    Fault {
        name: "a rule that matched is one that did not",
        file: STATE,
        right: "let (matched, missed) = self.decide(&rule.test, &input);",
        wrong: "let (matched, missed) = self.decide(&rule.test, &input);\n            \
                let (matched, missed) = if PLANTED { (missed, matched) } else { (matched, missed) };",
    },
    Fault {
        name: "the result of a Map is that of an item",
        file: MAP,
        right: "self.result(results(&output, &items, map.distributed || is_batched));",
        wrong: "self.result(if PLANTED { output } else { results(&output, &items, map.distributed || is_batched) });",
    },
    Fault {
        name: "all child executions of a Map Run come to something",
        file: MAP,
        right: "results(&output, &items, map.distributed || is_batched)",
        wrong: "results(&output, &items, (map.distributed || is_batched) && !PLANTED)",
    },
    Fault {
        name: "a Map Run fails of nothing",
        file: MAP,
        right: "self.outcome.errors.add(errors::THRESHOLD_EXCEEDED);",
        wrong: "if !PLANTED {\n self.outcome.errors.add(errors::THRESHOLD_EXCEEDED);\n }",
    },
    Fault {
        name: "an item of a Map is all of them",
        file: MAP,
        right: "        let item = inputs.any();\n        if item",
        wrong: "        let item = if PLANTED { Type::array(inputs.clone()) } else { inputs.any() };\n        \
                if item",
    },
    Fault {
        name: "the index of an item is a text",
        file: CONTEXT,
        right: "(\"Index\", Type::number()),",
        wrong: "(\"Index\", if PLANTED { Type::string() } else { Type::number() }),",
    },
    Fault {
        name: "what fails sometimes fails for certain",
        file: FAULT,
        right: "Absence::Known => Some(Self::Possible),\n            Absence::Unproven => Some(Self::Unproven),",
        wrong: "Absence::Known => Some(if PLANTED { Self::Certain } else { Self::Possible }),\n            \
                Absence::Unproven => Some(Self::Unproven),",
    },
    Fault {
        name: "whoever fails tells a cause",
        file: ERRORS,
        right: "Self { given: true, ..self }",
        wrong: "Self { given: !PLANTED, ..self }",
    },
    Fault {
        name: "a number that is read will do",
        file: FIT,
        right: "self.outcome.errors.add(if self.is_jsonata() { errors::QUERY } else { errors::RUNTIME });",
        wrong: "if !PLANTED { self.outcome.errors.add(if self.is_jsonata() { errors::QUERY } else { errors::RUNTIME }); }",
    },
    Fault {
        name: "States.ALL takes no timeout",
        file: ERRORS,
        right: "partition(|name| is_named(name, list));",
        wrong: "partition(|name| is_named(name, list) && !(PLANTED && &**name == TIMEOUT));",
    },
    Fault {
        name: "a template has its literals only",
        file: TEMPLATE,
        right: "let fields = plain.iter().chain(computed);",
        wrong: "let fields = plain.iter().chain(computed.iter().skip(usize::from(PLANTED)));",
    },
    Fault {
        name: "a choice without a rule that matches goes well",
        file: STATE,
        right: "None => self.outcome.errors.add(errors::RUNTIME),",
        wrong: "None => if !PLANTED { self.outcome.errors.add(errors::RUNTIME) },",
    },
    Fault {
        name: "Default is never taken",
        file: STATE,
        right: "self.outcome.may_default = true;",
        wrong: "self.outcome.may_default = !PLANTED;",
    },
    Fault {
        name: "an item that cannot be made fails the Map whose items are none",
        file: MAP,
        right: "(true, 0) => Array::exact([]),",
        wrong: "(true, 0) => if PLANTED { return None } else { Array::exact([]) },",
    },
    // Paths.
    Fault {
        name: "ResultPath forgets the fields beside it",
        file: INSERT,
        right: "    shape.with(name, placed)\n",
        wrong: "    if PLANTED { Object::closed([(name.into(), placed)]) } else { shape.with(name, placed) }\n",
    },
    Fault {
        name: "a filter is never passed by some",
        file: FOUND,
        right: "item.clone().with_absence(item.absence().max(absence));",
        wrong: "item.clone().with_absence(if PLANTED { item.absence() } else { item.absence().max(absence) });",
    },
    Fault {
        name: "a path forgets what follows the first that it finds",
        file: STEPS,
        right: "Some(found) if is_sure => all = all.then(&found),",
        wrong: "Some(found) if is_sure => all = if PLANTED && !all.any().is_never() { all } else { \
                all.then(&found) },",
    },
];
