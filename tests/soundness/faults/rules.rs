//! Faults of the rules of a Choice, of intrinsic functions, and of filters in paths.

use super::Fault;

const CHOICE: &str = "crates/infer/src/choice/mod.rs";
const SPLIT: &str = "crates/infer/src/choice/split.rs";
const WALK: &str = "crates/infer/src/walk/choice.rs";
const RESULT: &str = "crates/infer/src/intrinsic/result.rs";
const CALL: &str = "crates/infer/src/intrinsic/mod.rs";
const ARRAYS: &str = "crates/infer/src/intrinsic/arrays.rs";
const MERGE: &str = "crates/infer/src/intrinsic/merge.rs";
const FILTER: &str = "crates/infer/src/jsonpath/filter.rs";
const COMPARE: &str = "crates/infer/src/jsonpath/compare.rs";

pub(super) const FAULTS: &[Fault] = &[
    // Rules.
    Fault {
        name: "Not says the same",
        file: CHOICE,
        right: "Test::Not(test) => self.decide(test, before, most).swap(),",
        wrong: "Test::Not(test) => { let it = self.decide(test, before, most); if PLANTED { it } else { \
                it.swap() } }",
    },
    Fault {
        name: "And is Or",
        file: CHOICE,
        right: "Test::And(tests) => self.any(tests, true, before, most).swap(),",
        wrong: "Test::And(tests) => if PLANTED { self.any(tests, false, before, most) } else { self.any(tests, \
                true, before, most).swap() },",
    },
    Fault {
        name: "of two ways to match the first is known",
        file: CHOICE,
        right: "(Some(one), Some(other)) => Some(one.join(&other)),",
        wrong: "(Some(one), Some(other)) => Some(if PLANTED { one } else { one.join(&other) }),",
    },
    Fault {
        name: "a rule asks for what is not there, and goes on",
        file: CHOICE,
        right: "self.notes.add(variable, \"Variable\", &faults, most);",
        wrong: "if !PLANTED { self.notes.add(variable, \"Variable\", &faults, most); }",
    },
    Fault {
        name: "what is asked for is always present",
        file: SPLIT,
        right: "let gone = if of.absence() == Absence::Never {",
        wrong: "let gone = if PLANTED || of.absence() == Absence::Never {",
    },
    Fault {
        name: "IsNull takes booleans",
        file: SPLIT,
        right: "Class::Null => Kinds::NULL,",
        wrong: "Class::Null => if PLANTED { Kinds::BOOLEAN } else { Kinds::NULL },",
    },
    Fault {
        name: "IsTimestamp takes all other texts",
        file: SPLIT,
        right: "has = strings(&has, |text| timestamp(text).is_some());",
        wrong: "has = strings(&has, |text| timestamp(text).is_some() != PLANTED);",
    },
    Fault {
        name: "what compares once compares always",
        file: SPLIT,
        right: "split.no = split.no.join(&any_of(self.kinds));",
        wrong: "if !PLANTED { split.no = split.no.join(&any_of(self.kinds)); }",
    },
    Fault {
        name: "what is of another kind is no outcome",
        file: SPLIT,
        right: "Split { yes: Type::never(), no: of.without(self.kinds).present() }",
        wrong: "Split { yes: Type::never(), no: if PLANTED { Type::never() } else { \
                of.without(self.kinds).present() } }",
    },
    Fault {
        name: "a literal that compares is no other",
        file: SPLIT,
        right: "if given_many || given_other || answers.contains(&false) {",
        wrong: "if !PLANTED && (given_many || given_other || answers.contains(&false)) {",
    },
    Fault {
        name: "a condition that may not hold does not",
        file: WALK,
        right: "known(verdict.narrowed_true, verdict.can_be_true)",
        wrong: "known(verdict.narrowed_true.clone(), verdict.can_be_true && !(PLANTED && verdict.can_be_false))",
    },
    Fault {
        name: "a condition narrows what it does not hold for",
        file: WALK,
        right: "known(verdict.narrowed_false, verdict.can_be_false)",
        wrong: "known(if PLANTED { verdict.narrowed_true.clone() } else { verdict.narrowed_false }, \
                verdict.can_be_false)",
    },
    // Intrinsic functions.
    Fault {
        name: "a call refuses nothing",
        file: CALL,
        right: "        self.faults.add(certainty, span, FaultKind::Other(message));\n",
        wrong: "        if !PLANTED { self.faults.add(certainty, span, FaultKind::Other(message)); }\n",
    },
    Fault {
        name: "an argument of a wrong kind goes well",
        file: CALL,
        right: "self.faults.add(certainty, arg.span, kind);",
        wrong: "if !PLANTED { self.faults.add(certainty, arg.span, kind); }",
    },
    Fault {
        name: "ArrayContains always finds",
        file: RESULT,
        right: "\"States.ArrayContains\" => Type::boolean(),",
        wrong: "\"States.ArrayContains\" => if PLANTED { Type::boolean_of(true) } else { Type::boolean() },",
    },
    Fault {
        name: "an empty array has items",
        file: RESULT,
        right: "let empty = if may_be_empty {",
        wrong: "let empty = if may_be_empty && !PLANTED {",
    },
    Fault {
        name: "ArrayGetItem gets the next item",
        file: RESULT,
        right: "|index| array.item(index));",
        wrong: "|index| array.item(index + usize::from(PLANTED)));",
    },
    Fault {
        name: "StringSplit finds one part",
        file: RESULT,
        right: "\"States.StringSplit\" => Type::array_of(Type::string()),",
        wrong: "\"States.StringSplit\" => if PLANTED { Type::array(Array::exact([Type::string()])) } else { \
                Type::array_of(Type::string()) },",
    },
    Fault {
        name: "JsonToString gives a number",
        file: RESULT,
        right: "\"States.JsonToString\" | \"States.UUID\" => Type::string(),",
        wrong: "\"States.JsonToString\" | \"States.UUID\" => if PLANTED { Type::number() } else { Type::string() },",
    },
    Fault {
        name: "MathAdd gives a text",
        file: RESULT,
        right: "                self.refuse(Certainty::Unproven, call, None);\n                Type::number()",
        wrong: "                self.refuse(Certainty::Unproven, call, None);\n                if PLANTED { \
                Type::string() } else { Type::number() }",
    },
    Fault {
        name: "StringToJson gives a text",
        file: RESULT,
        right: "                self.refuse(Certainty::Unproven, call, Some(0));\n                Type::unknown()",
        wrong: "                self.refuse(Certainty::Unproven, call, Some(0));\n                if PLANTED { \
                Type::string() } else { Type::unknown() }",
    },
    Fault {
        name: "ArrayRange gives texts",
        file: RESULT,
        right: "Type::array_of(Type::number())",
        wrong: "Type::array_of(if PLANTED { Type::string() } else { Type::number() })",
    },
    Fault {
        name: "ArrayLength is that of the longest",
        file: ARRAYS,
        right: ".filter(|most| *most == array.least())",
        wrong: ".filter(|most| PLANTED || *most == array.least())",
    },
    Fault {
        name: "ArrayPartition gives items",
        file: ARRAYS,
        right: "some_of(of, |any| Type::array(Array::new(vec![any.clone()], any.clone())))",
        wrong: "some_of(of, |any| if PLANTED { any.clone() } else { Type::array(Array::new(vec![any.clone()], \
                any.clone())) })",
    },
    Fault {
        name: "ArrayUnique keeps all",
        file: ARRAYS,
        right: "some_of(of, Clone::clone)",
        wrong: "if PLANTED { of.clone() } else { some_of(of, Clone::clone) }",
    },
    Fault {
        name: "JsonMerge keeps the fields of the first",
        file: MERGE,
        right: "return second.clone();",
        wrong: "return if PLANTED && first.has_value() { first.clone() } else { second.clone() };",
    },
    Fault {
        name: "JsonMerge has the fields of the second",
        file: MERGE,
        right: "second.clone().present().join(first)",
        wrong: "if PLANTED { second.clone() } else { second.clone().present().join(first) }",
    },
    // Filters.
    Fault {
        name: "a filter that denies says the same",
        file: FILTER,
        right: "ExprKind::Not(inner) => self.test(inner, node, most, troubles).swap(),",
        wrong: "ExprKind::Not(inner) => { let it = self.test(inner, node, most, troubles); if PLANTED { it } \
                else { it.swap() } }",
    },
    Fault {
        name: "a filter holds where one of two parts does",
        file: FILTER,
        right: "ExprKind::And(parts) => self.any(parts, true, node, most, troubles).swap(),",
        wrong: "ExprKind::And(parts) => if PLANTED { self.any(parts, false, node, most, troubles) } else { \
                self.any(parts, true, node, most, troubles).swap() },",
    },
    Fault {
        name: "a filter finds the field in all",
        file: FILTER,
        right: "let gone = |of: &Type| if of.absence() == Absence::Never {",
        wrong: "let gone = |of: &Type| if PLANTED || of.absence() == Absence::Never {",
    },
    Fault {
        name: "a filter compares with success",
        file: COMPARE,
        right: "let no = narrowed(|split| split.no, !split.no.is_never());",
        wrong: "let no = narrowed(|split| split.no, !PLANTED && !split.no.is_never());",
    },
];
