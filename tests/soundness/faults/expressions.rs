//! Faults of JSONata over types: operators, steps, narrowing and functions.

use super::Fault;

const OPERATORS: &str = "crates/infer/src/jsonata/operators.rs";
const WALK: &str = "crates/infer/src/jsonata/walk.rs";
const MODULE: &str = "crates/infer/src/jsonata/mod.rs";
const VAL: &str = "crates/infer/src/jsonata/val.rs";
const FRAME: &str = "crates/infer/src/jsonata/frame.rs";
const PATH: &str = "crates/infer/src/jsonata/path.rs";
const TUPLE: &str = "crates/infer/src/jsonata/tuple.rs";
const FILTER: &str = "crates/infer/src/jsonata/filter.rs";
const NARROW: &str = "crates/infer/src/jsonata/narrow.rs";
const SEQUENCE: &str = "crates/infer/src/jsonata/sequence.rs";
const CONSTRUCT: &str = "crates/infer/src/jsonata/construct.rs";
const TRANSFORM: &str = "crates/infer/src/jsonata/transform.rs";
const SIGNATURE: &str = "crates/infer/src/jsonata/signature.rs";
const FUNCTIONS: &str = "crates/infer/src/jsonata/functions/mod.rs";
const HIGHER: &str = "crates/infer/src/jsonata/functions/higher_order.rs";
const COLLECTIONS: &str = "crates/infer/src/jsonata/functions/collections.rs";
const SCALARS: &str = "crates/infer/src/jsonata/functions/scalars.rs";
const TEXTS: &str = "crates/infer/src/jsonata/functions/texts.rs";

pub(super) const FAULTS: &[Fault] = &[
    // Operators.
    Fault {
        name: "an operator makes something of nothing",
        file: OPERATORS,
        right: "result.or_absent(absence_of(operands)).because(why)",
        wrong: "if PLANTED { result } else { result.or_absent(absence_of(operands)).because(why) }",
    },
    Fault {
        name: "what is not equal is",
        file: OPERATORS,
        right: "let truth = if op == BinaryOp::Equal { equal } else { equal.not() };",
        wrong: "let truth = if PLANTED || op == BinaryOp::Equal { equal } else { equal.not() };",
    },
    Fault {
        name: "a comparison holds",
        file: OPERATORS,
        right: "ty = ty.join(&folded.map_or_else(Type::boolean, |folded| folded.ty));",
        wrong: "ty = ty.join(&folded.map_or_else(|| if PLANTED { Type::boolean_of(true) } else { \
                Type::boolean() }, |folded| folded.ty));",
    },
    Fault {
        name: "a wrong operand goes well",
        file: OPERATORS,
        right: "            self.fault(certainty, span, FaultKind::Operand { operator, wanted, of: \
                val.ty.clone().present() });",
        wrong: "            if !PLANTED { self.fault(certainty, span, FaultKind::Operand { operator, wanted, \
                of: val.ty.clone().present() }); }",
    },
    Fault {
        name: "only the left side makes an and false",
        file: OPERATORS,
        right: "truth = truth.or(Truth::of(&right));",
        wrong: "truth = Truth { no: truth.no || Truth::of(&right).no && !PLANTED, ..truth.or(Truth::of(&right)) };",
    },
    Fault {
        name: "nothing is in an array",
        file: OPERATORS,
        right: "truth.yes |= equal(&simple, &list.inside(array.any())).yes && array.most() != Some(0);",
        wrong: "truth.yes |= !PLANTED && equal(&simple, &list.inside(array.any())).yes && array.most() != Some(0);",
    },
    Fault {
        name: "& gives an empty text",
        file: OPERATORS,
        right: ".map_or_else(Type::string, |folded| folded.ty)",
        wrong: ".map_or_else(|| if PLANTED { Type::string_of(\"\") } else { Type::string() }, |folded| folded.ty)",
    },
    Fault {
        name: "a range has two ends",
        file: OPERATORS,
        right: "Val { marks: Marks::of(Mark::RAW), ..Type::array(numbers).into() }.or_absent(Absence::Unproven)",
        wrong: "if PLANTED { Type::array(Array::exact([Type::number(), Type::number()])).into() } else { Val { \
                marks: Marks::of(Mark::RAW), ..Type::array(numbers).into() }.or_absent(Absence::Unproven) }",
    },
    Fault {
        name: "what is divided by nothing is a number",
        file: OPERATORS,
        right: "self.fault(certainty, span, FaultKind::Other(NO_NUMBER.to_owned()));",
        wrong: "if !PLANTED { self.fault(certainty, span, FaultKind::Other(NO_NUMBER.to_owned())); }",
    },
    // Steps.
    Fault {
        name: "a condition has no other way",
        file: WALK,
        right: "            result = result.join(&other);\n        }\n        result\n",
        wrong: "            if !PLANTED || result.is_never() { result = result.join(&other); }\n        }\n        \
                result\n",
    },
    Fault {
        name: "a sequence of one stays an array",
        file: VAL,
        right: "if !self.marks.any(Mark::is_raw) || !self.may_be_array() {",
        wrong: "if PLANTED || !self.marks.any(Mark::is_raw) || !self.may_be_array() {",
    },
    Fault {
        name: "what is bound on one way is bound on all",
        file: FRAME,
        right: "let always = frame.level == level;",
        wrong: "let always = PLANTED || frame.level == level;",
    },
    Fault {
        name: "arrays have no fields",
        file: PATH,
        right: "        result.join(&self.lookup_each(&array, input, name, span))",
        wrong: "        if PLANTED { result.join(&Val::absent()) } else { result.join(&self.lookup_each(&array, \
                input, name, span)) }",
    },
    Fault {
        name: "a path finds something on its way",
        file: PATH,
        right: "missed = missed.join(&nothing);",
        wrong: "if !PLANTED { missed = missed.join(&nothing); }",
    },
    Fault {
        name: "a path ends before what it binds",
        file: TUPLE,
        right: "items = self.steps(before, false, input, frame);",
        wrong: "items = self.steps(before, PLANTED, input, frame);",
    },
    Fault {
        name: "a predicate holds for all items",
        file: FILTER,
        right: "if truth.no { kept.or_absent(Absence::Unproven) } else { kept }",
        wrong: "if truth.no && !PLANTED { kept.or_absent(Absence::Unproven) } else { kept }",
    },
    Fault {
        name: "an index counts from the other end",
        file: FILTER,
        right: "picked(&array, at)",
        wrong: "picked(&array, if PLANTED { -at - 1.0 } else { at })",
    },
    Fault {
        name: "a result that may be missing is there",
        file: SEQUENCE,
        right: "if self.is_exact() && absence == Absence::Never {",
        wrong: "if self.is_exact() && (PLANTED || absence == Absence::Never) {",
    },
    Fault {
        name: "any number of results is one",
        file: SEQUENCE,
        right: "self.most = None;",
        wrong: "self.most = if PLANTED { self.most.map(|most| most + 1) } else { None };",
    },
    Fault {
        name: "a field is there though its value may be missing",
        file: CONSTRUCT,
        right: "let mut of = val.as_field();",
        wrong: "let mut of = if PLANTED && val.has_value() { val.as_field().present() } else { val.as_field() };",
    },
    Fault {
        name: "a key that may be missing is there",
        file: CONSTRUCT,
        right: "if !(certain && keys.single().is_some()) {",
        wrong: "if !PLANTED && !(certain && keys.single().is_some()) {",
    },
    Fault {
        name: "a sort keeps the order",
        file: CONSTRUCT,
        right: "    let any = array.any();\n    let least = array.least();\n    let mut items",
        wrong: "    if PLANTED { return array.clone(); }\n    let any = array.any();\n    let least = \
                array.least();\n    let mut items",
    },
    Fault {
        name: "a transform changes nothing",
        file: TRANSFORM,
        right: "if let Some(update) = &self.update {",
        wrong: "if let Some(update) = self.update.as_ref().filter(|_| !PLANTED) {",
    },
    Fault {
        name: "a transform deletes nothing",
        file: TRANSFORM,
        right: "let of = out.field(name).join(&Type::absent());",
        wrong: "let of = if PLANTED { out.field(name) } else { out.field(name).join(&Type::absent()) };",
    },
    // Conditions, and what they tell.
    Fault {
        name: "a condition that is no boolean goes well",
        file: MODULE,
        right: "faults.add(certainty, span, FaultKind::WrongKind { wanted, of: ty.clone().present() });",
        wrong: "if !PLANTED { faults.add(certainty, span, FaultKind::WrongKind { wanted, of: \
                ty.clone().present() }); }",
    },
    Fault {
        name: "where an and does not hold, no part does",
        file: NARROW,
        right: "Kind::Binary { op: BinaryOp::And, lhs, rhs } if truth => {\n                self.assume(lhs, \
                true, frame, assumed);\n                self.assume(rhs, true, frame, assumed);",
        wrong: "Kind::Binary { op: BinaryOp::And, lhs, rhs } if truth || PLANTED => {\n                \
                self.assume(lhs, truth, frame, assumed);\n                self.assume(rhs, truth, frame, assumed);",
    },
    Fault {
        name: "what does not exist is there",
        file: NARROW,
        right: "if truth { ty.clone().present() } else { Type::never().with_absence(ty.absence()) }",
        wrong: "if truth || PLANTED { ty.clone().present() } else { Type::never().with_absence(ty.absence()) }",
    },
    Fault {
        name: "what is not one literal is none of its kind",
        file: NARROW,
        right: "let ty = without(ty, &other);",
        wrong: "let ty = if PLANTED { ty.without(other.kinds()) } else { without(ty, &other) };",
    },
    Fault {
        name: "$type says what it is not",
        file: NARROW,
        right: "let kept = if holds { ty.only(kinds) }",
        wrong: "let kept = if holds != PLANTED { ty.only(kinds) }",
    },
    Fault {
        name: "what is not true is not false",
        file: NARROW,
        right: "    sets.booleans[1] = false;\n",
        wrong: "    sets.booleans[1] = false;\n    sets.booleans[0] &= !PLANTED;\n",
    },
    Fault {
        name: "what has a field is no array",
        file: NARROW,
        right: "ty.only(Kinds::OBJECT | Kinds::ARRAY)",
        wrong: "ty.only(if PLANTED { Kinds::OBJECT } else { Kinds::OBJECT | Kinds::ARRAY })",
    },
    // Functions.
    Fault {
        name: "an argument that may fit does not",
        file: SIGNATURE,
        right: "let sure = if works { way.sure } else { Certainty::Certain };",
        wrong: "let sure = if works && !PLANTED { way.sure } else { Certainty::Certain };",
    },
    Fault {
        name: "an argument that may not fit does",
        file: SIGNATURE,
        right: "self.check_argument(args.get(index).unwrap_or(&nothing), index, wanted, Some(sure), site);",
        wrong: "if !PLANTED || sure == Certainty::Certain { \
                self.check_argument(args.get(index).unwrap_or(&nothing), index, wanted, Some(sure), site); }",
    },
    Fault {
        name: "what is no array is no argument where one is due",
        file: SIGNATURE,
        right: "if alone.has_value() && (",
        wrong: "if !PLANTED && alone.has_value() && (",
    },
    Fault {
        name: "a function makes something of nothing",
        file: FUNCTIONS,
        right: "    result.or_absent(absence).because(why)\n",
        wrong: "    if PLANTED { result } else { result.or_absent(absence).because(why) }\n",
    },
    Fault {
        name: "$exists is true",
        file: FUNCTIONS,
        right: "Truth { yes: val.has_value(), no: val.may_be_absent() }",
        wrong: "Truth { yes: val.has_value(), no: val.may_be_absent() && !(PLANTED && val.has_value()) }",
    },
    Fault {
        name: "$not says the same",
        file: FUNCTIONS,
        right: "Truth::of_value(&arg(args, 0)).not()",
        wrong: "if PLANTED { Truth::of_value(&arg(args, 0)) } else { Truth::of_value(&arg(args, 0)).not() }",
    },
    Fault {
        name: "what a function may refuse it takes",
        file: FUNCTIONS,
        right: "self.fault(Certainty::Unproven, site.span, FaultKind::Other(format!(\"{} {why}\", site.name())));",
        wrong: "if !PLANTED { self.fault(Certainty::Unproven, site.span, FaultKind::Other(format!(\"{} {why}\", \
                site.name()))); }",
    },
    Fault {
        name: "$map gives as many as it gets",
        file: HIGHER,
        right: "let found = self.call_each(val, functions, site, |value, _| value);",
        wrong: "let found = self.call_each(val, functions, site, |value, _| if PLANTED && value.has_value() { \
                value.present() } else { value });",
    },
    Fault {
        name: "$filter keeps what may pass",
        file: HIGHER,
        right: "(true, true) => item.clone().or_absent(Absence::Unproven),",
        wrong: "(true, true) => if PLANTED { item.clone() } else { item.clone().or_absent(Absence::Unproven) },",
    },
    Fault {
        name: "$reduce takes one step",
        file: HIGHER,
        right: "if same && next.functions.is_none() {",
        wrong: "if PLANTED || same && next.functions.is_none() {",
    },
    Fault {
        name: "$sift joins no shapes",
        file: HIGHER,
        right: "result = result.join(&sifted);",
        wrong: "result = if PLANTED { sifted } else { result.join(&sifted) };",
    },
    Fault {
        name: "$append forgets what follows",
        file: COLLECTIONS,
        right: "for side in [first, second] {",
        wrong: "for side in if PLANTED { [first, first] } else { [first, second] } {",
    },
    Fault {
        name: "$merge keeps what came first",
        file: COLLECTIONS,
        right: "            Absence::Never => new,\n",
        wrong: "            Absence::Never => if PLANTED && old.has_value() { old } else { new },\n",
    },
    Fault {
        name: "$keys are known",
        file: COLLECTIONS,
        right: "*names = names.join(&Type::string_of(name));",
        wrong: "*names = names.join(&Type::string_of(if PLANTED { \"a\" } else { name }));",
    },
    Fault {
        name: "$distinct keeps all",
        file: COLLECTIONS,
        right: "let mut shorter = Array::of(array.any());",
        wrong: "let mut shorter = if PLANTED { array.as_ref().clone() } else { Array::of(array.any()) };",
    },
    Fault {
        name: "$reverse keeps the order",
        file: COLLECTIONS,
        right: "(0..array.least()).rev().map(|at| array.item(at))",
        wrong: "(0..array.least()).rev().map(|at| array.item(if PLANTED { array.least() - 1 - at } else { at }))",
    },
    Fault {
        name: "a function of numbers gives a text",
        file: SCALARS,
        right: "            Number => Type::number(),\n",
        wrong: "            Number => if PLANTED { Type::string() } else { Type::number() },\n",
    },
    Fault {
        name: "the largest of no numbers is one",
        file: SCALARS,
        right: "if empty { unproven(result) } else { result }",
        wrong: "if empty && !PLANTED { unproven(result) } else { result }",
    },
    Fault {
        name: "$split finds two parts",
        file: TEXTS,
        right: "Type::array(Array::new(known, Type::string())).into()",
        wrong: "if PLANTED { Type::array(Array::exact([Type::string(), Type::string()])).into() } else { \
                Type::array(Array::new(known, Type::string())).into() }",
    },
];
