//! The functions of both expression languages: how they are called, and what they give.

use asl_semantics::QueryLanguage;
use asl_syntax::intrinsic::FUNCTIONS;

/// A function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Function {
    /// As it is written in front of the parenthesis: `$sum`, `States.Format`.
    pub name: &'static str,
    /// What stands between the parentheses.
    pub parameters: &'static str,
    /// What it gives.
    pub meaning: &'static str,
}

impl Function {
    /// How it is called.
    pub fn usage(&self) -> String {
        format!("{}({})", self.name, self.parameters)
    }

    /// The parameters one by one.
    pub fn parameters(&self) -> impl Iterator<Item = &'static str> {
        self.parameters.split(", ").filter(|it| !it.is_empty())
    }
}

/// The functions of a language, by name.
pub fn all(language: QueryLanguage) -> Vec<Function> {
    match language {
        QueryLanguage::Jsonata => {
            JSONATA.iter().map(|(name, parameters, meaning)| Function { name, parameters, meaning }).collect()
        }
        QueryLanguage::JsonPath => FUNCTIONS
            .iter()
            .map(|it| {
                let inside = it.usage.split_once('(').map_or("", |(_, rest)| rest.trim_end_matches(')'));
                Function { name: it.name, parameters: inside, meaning: it.doc }
            })
            .collect(),
    }
}

/// The function of exactly this name.
pub fn find(name: &str, language: QueryLanguage) -> Option<Function> {
    all(language).into_iter().find(|function| function.name == name)
}

const JSONATA: [(&str, &str, &str); 69] = [
    ("$abs", "number", "The number without its sign."),
    ("$append", "array1, array2", "Both arrays in one."),
    ("$assert", "condition, message?", "Fails with the message where the condition is not true."),
    ("$average", "numbers", "The mean of the numbers."),
    ("$base64decode", "text", "The text that the Base64 text stands for."),
    ("$base64encode", "text", "The text in Base64."),
    ("$boolean", "value", "Whether the value counts as true."),
    ("$ceil", "number", "The least whole number that is not below."),
    ("$clone", "object", "A copy of the object."),
    ("$contains", "text, pattern", "Whether the pattern is found in the text."),
    ("$count", "array", "The number of items."),
    ("$decodeUrl", "text", "The URL without its escapes."),
    ("$decodeUrlComponent", "text", "The part of a URL without its escapes."),
    ("$distinct", "array", "The items without those that are there before."),
    ("$each", "object, function", "What the function gives for each value and name."),
    ("$encodeUrl", "text", "The URL with escapes where it needs them."),
    ("$encodeUrlComponent", "text", "The text as a part of a URL."),
    ("$error", "message?", "Fails with the message."),
    ("$exists", "value", "Whether there is a value."),
    ("$filter", "array, function", "The items for which the function gives true."),
    ("$floor", "number", "The greatest whole number that is not above."),
    ("$formatBase", "number, radix?", "The whole number as text, to a base from 2 to 36."),
    ("$formatInteger", "number, picture", "The whole number as text, as the picture has it."),
    ("$formatNumber", "number, picture, options?", "The number as text, as the picture has it."),
    ("$fromMillis", "number, picture?, timezone?", "The moment as text, of milliseconds since 1970."),
    ("$hash", "text, algorithm", "The hash: MD5, SHA-1, SHA-256, SHA-384 or SHA-512."),
    ("$join", "texts, separator?", "The texts in one."),
    ("$keys", "object", "The names of the fields."),
    ("$length", "text", "The number of characters."),
    ("$lookup", "object, name", "The value of the field."),
    ("$lowercase", "text", "The text in small letters."),
    ("$map", "array, function", "What the function gives for each item."),
    ("$match", "text, pattern, limit?", "Where the pattern is found, and what."),
    ("$max", "numbers", "The greatest of the numbers."),
    ("$merge", "objects", "All objects in one; the last one wins."),
    ("$millis", "", "Milliseconds since 1970; the same in all of an expression."),
    ("$min", "numbers", "The least of the numbers."),
    ("$not", "value", "The opposite of the truth of the value."),
    ("$now", "picture?, timezone?", "The moment as text; the same in all of an expression."),
    ("$number", "value", "The value as a number."),
    ("$pad", "text, width, char?", "The text made longer: on the right, or on the left where the width is negative."),
    ("$parse", "text", "The value of a JSON text."),
    ("$parseInteger", "text, picture", "The whole number that the text is by the picture."),
    ("$partition", "array, size", "The array in pieces of that size."),
    ("$power", "base, exponent", "The base to the power of the exponent."),
    ("$random", "seed?", "A random number from 0 up to 1; the same for the same seed."),
    ("$range", "first, last, step", "Numbers from first to last."),
    ("$reduce", "array, function, initial?", "The items in one, two by two."),
    ("$replace", "text, pattern, replacement, limit?", "The text with what is found replaced."),
    ("$reverse", "array", "The items, the last first."),
    ("$round", "number, precision?", "The nearest number; halves go to the even one."),
    ("$shuffle", "array", "The items in random order."),
    ("$sift", "object, function", "The fields for which the function gives true."),
    ("$single", "array, function?", "The only item for which the function gives true."),
    ("$sort", "array, function?", "The items in order; the function tells whether two are to be swapped."),
    ("$split", "text, separator, limit?", "The parts between the separators."),
    ("$spread", "object", "An object for each field."),
    ("$sqrt", "number", "The square root."),
    ("$string", "value, prettify?", "The value as text: JSON, where it is none."),
    ("$substring", "text, start, length?", "The characters from a place on."),
    ("$substringAfter", "text, chars", "What stands behind the first place where the characters are found."),
    ("$substringBefore", "text, chars", "What stands in front of the first place where the characters are found."),
    ("$sum", "numbers", "The sum of the numbers."),
    ("$toMillis", "timestamp, picture?", "Milliseconds since 1970 of a moment."),
    ("$trim", "text", "The text without blanks around, and one for many inside."),
    ("$type", "value", "The name of its type."),
    ("$uppercase", "text", "The text in capital letters."),
    ("$uuid", "", "A random UUID of version 4."),
    ("$zip", "array1, array2", "The first items in an array, then the second ones, and so on."),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_function_that_aws_has_is_told_and_no_other() {
        let mut known: Vec<String> =
            asl_expressions::jsonata::functions_of_aws().map(|name| format!("${name}")).collect();
        known.sort();
        let told: Vec<String> = all(QueryLanguage::Jsonata).iter().map(|it| it.name.to_owned()).collect();
        assert_eq!(told, known);
        for function in all(QueryLanguage::Jsonata) {
            let name = function.name.trim_start_matches('$');
            let (signature, _) = asl_expressions::jsonata::signature_of(name).expect("a signature");
            assert!(function.parameters().count() >= usize::from(format!("{signature:?}").contains("Param")), "{name}");
        }
    }
}
