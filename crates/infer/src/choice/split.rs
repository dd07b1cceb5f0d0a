//! The values for which a comparison holds, and those for which it does not.

use asl_expressions::choice::{Class, Kind, Operator, Relation, Test, Wildcard, holds, timestamp};
use asl_types::{Absence, Kinds, Literals, Sets, Type};
use serde_json::Value;

/// What a value may be by what comes out. A value that is neither is an error.
#[derive(Clone, Debug, Default)]
pub(super) struct Split {
    pub(super) yes: Type,
    pub(super) no: Type,
}

/// The kinds that an operator compares, in a word; nothing where any value will do.
pub(super) fn kinds_of(operator: Operator) -> Option<(Kinds, &'static str)> {
    Some(match operator.test {
        Test::Is(_) => return None,
        Test::StringMatches | Test::Compare(Kind::String, _) => (Kinds::STRING, "a string"),
        Test::Compare(Kind::Numeric, _) => (Kinds::NUMBER, "a number"),
        Test::Compare(Kind::Boolean, _) => (Kinds::BOOLEAN, "a boolean"),
        Test::Compare(Kind::Timestamp, _) => (Kinds::STRING, "a timestamp"),
    })
}

/// Parts what a value may be; `given` is the operand.
pub(super) fn split(operator: Operator, of: &Type, given: &Type) -> Split {
    let Test::Is(class) = operator.test else {
        let kinds = kinds_of(operator).map_or(Kinds::NONE, |(kinds, _)| kinds);
        return Comparison { operator, kinds, given }.split(of);
    };
    let (has, has_not) = by_class(class, of);
    match given.as_value() {
        Some(Value::Bool(true)) => Split { yes: has, no: has_not },
        Some(Value::Bool(false)) => Split { yes: has_not, no: has },
        // An operand that is no boolean makes it false.
        _ => Split { yes: Type::never(), no: has.join(&has_not) },
    }
}

/// Those of a class, and the others. Only the question for presence has an answer for what is absent.
fn by_class(class: Class, of: &Type) -> (Type, Type) {
    let kinds = match class {
        Class::Present => {
            let gone = if of.absence() == Absence::Never { Type::never() } else { Type::absent() };
            return (of.clone().present(), gone);
        }
        Class::Null => Kinds::NULL,
        Class::Numeric => Kinds::NUMBER,
        Class::String => Kinds::STRING,
        Class::Boolean => Kinds::BOOLEAN,
        Class::Timestamp => Kinds::STRING,
    };
    let (mut has, mut has_not) = (of.only(kinds), of.without(kinds).present());
    if class == Class::Timestamp {
        has = strings(&has, |text| timestamp(text).is_some());
        has_not = has_not.join(&strings(&of.told().only(kinds), |text| timestamp(text).is_none()));
    }
    (has, has_not)
}

/// Any value of these kinds.
fn any_of(kinds: Kinds) -> Type {
    match kinds {
        Kinds::STRING => Type::string(),
        Kinds::NUMBER => Type::number(),
        Kinds::BOOLEAN => Type::boolean(),
        kinds => Type::of_any_kind().only(kinds),
    }
}

/// Only the strings that pass; all of them stay so.
fn strings(of: &Type, mut keep: impl FnMut(&str) -> bool) -> Type {
    Sets { strings: of.sets().strings.filter(|text| keep(text)), ..Sets::default() }.into()
}

/// Two values of one kind.
struct Comparison<'c> {
    operator: Operator,
    kinds: Kinds,
    given: &'c Type,
}

impl Comparison<'_> {
    fn split(&self, of: &Type) -> Split {
        if !of.has_value() {
            return Split::default();
        }
        let (known_literals, has_many) = literals(&of.told().only(self.kinds));
        let (given, mut given_many) = literals(&self.given.told().only(self.kinds));
        given_many |= self.given.is_unknown();
        let given_other = self.given.is_unknown() || !self.given.kinds().is_within(self.kinds);
        // What is of another kind makes it false.
        let mut split = Split { yes: Type::never(), no: of.without(self.kinds).present() };
        for literal in &known_literals {
            let answers: Vec<bool> = given.iter().map(|given| holds(self.operator, Some(literal), given)).collect();
            if given_many || answers.contains(&true) {
                split.yes = split.yes.join(&Type::of(literal));
            }
            if given_many || given_other || answers.contains(&false) {
                split.no = split.no.join(&Type::of(literal));
            }
        }
        if has_many {
            split.yes = split.yes.join(&self.of_many(&given, given_many));
            split.no = split.no.join(&any_of(self.kinds));
        }
        if of.is_unknown() {
            // It is of the kind, or stays unknown.
            split.yes = split.yes.join(&self.split(&any_of(self.kinds)).yes);
        }
        split
    }

    /// Those of all values of the kind that may stand so to one of these.
    fn of_many(&self, given: &[Value], given_many: bool) -> Type {
        let all = any_of(self.kinds);
        let is_exact = match self.operator.test {
            Test::Compare(kind, relation) => kind != Kind::Timestamp && relation == Relation::Equals,
            _ => false,
        };
        let possible = given.iter().filter(|given| self.is_possible(given)).map(|given| match given {
            Value::String(pattern) if self.operator.test == Test::StringMatches && !pattern.contains(['*', '\\']) => {
                Type::string_of(pattern)
            }
            given if is_exact => Type::of(given),
            _ => all.clone(),
        });
        let some = possible.fold(Type::never(), |some, one| some.join(&one));
        if given_many { all } else { some }
    }

    /// Can anything stand so to it?
    fn is_possible(&self, given: &Value) -> bool {
        match (self.operator.test, given) {
            (Test::StringMatches, Value::String(pattern)) => Wildcard::new(pattern).is_some(),
            (Test::Compare(Kind::Timestamp, _), Value::String(text)) => timestamp(text).is_some(),
            _ => true,
        }
    }
}

/// The literals of a type that is of one scalar kind, and whether there are too many of them.
fn literals(of: &Type) -> (Vec<Value>, bool) {
    let sets = of.sets();
    let mut all: Vec<Value> = Vec::new();
    all.extend([false, true].into_iter().filter(|it| sets.booleans[usize::from(*it)]).map(Value::from));
    all.extend(sets.numbers.few().unwrap_or_default().iter().map(|number| number.to_json()));
    all.extend(sets.strings.few().unwrap_or_default().iter().map(|text| Value::from(&**text)));
    (all, sets.numbers == Literals::All || sets.strings == Literals::All)
}
