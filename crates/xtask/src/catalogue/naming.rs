//! How Step Functions spells what service models name: as the SDK for Java does, whose rules these are.

/// Words that Java keeps for itself, and methods that every object of the SDK has: a member may not be called so.
const RESERVED: &[&str] = &[
    "abstract",
    "assert",
    "boolean",
    "break",
    "byte",
    "case",
    "catch",
    "char",
    "class",
    "const",
    "continue",
    "default",
    "do",
    "double",
    "else",
    "enum",
    "extends",
    "false",
    "final",
    "finally",
    "float",
    "for",
    "goto",
    "if",
    "implements",
    "import",
    "instanceof",
    "int",
    "interface",
    "long",
    "native",
    "new",
    "null",
    "package",
    "private",
    "protected",
    "public",
    "return",
    "short",
    "static",
    "strictfp",
    "super",
    "switch",
    "synchronized",
    "this",
    "throw",
    "throws",
    "transient",
    "true",
    "try",
    "void",
    "volatile",
    "while", // methods from here on
    "equals",
    "finalize",
    "getClass",
    "hashCode",
    "notify",
    "notifyAll",
    "toString",
    "wait",
    "builder",
    "sdkFields",
    "toBuilder",
    "overrideConfiguration",
    "sdkHttpResponse",
];

/// `DescribeDBInstances` is called `describeDBInstances` in a resource.
pub(super) fn action(operation: &str) -> String {
    with_first(operation, |first| first.to_ascii_lowercase())
}

/// With a capital first, as an optimised integration spells a member.
pub(super) fn capitalized(name: &str) -> String {
    with_first(name, |first| first.to_ascii_uppercase())
}

/// As an aws-sdk integration spells a member: a leading run of capitals becomes one word (`DBInstance`, `DbInstance`; but
/// `ETag`, since its second capital begins a word).
pub(super) fn member(name: &str) -> String {
    let mut java = uncapitalized(name);
    let is_keyword = |word: &str| RESERVED.contains(&word);
    if is_keyword(&java) || is_keyword(&java.to_ascii_lowercase()) {
        java = uncapitalized(&format!("{java}Value"));
    }
    capitalized(&java)
}

fn uncapitalized(name: &str) -> String {
    let chars: Vec<char> = name.chars().collect();
    let followed = |at: usize| chars.get(at + 1).is_some_and(char::is_ascii_lowercase);
    let run =
        chars.iter().enumerate().take_while(|(at, c)| *at == 0 || c.is_ascii_uppercase() && !followed(*at)).count();
    let lowered = chars.iter().enumerate().map(|(at, c)| if at < run { c.to_ascii_lowercase() } else { *c });
    lowered.collect()
}

/// What the errors of a service begin with: its id in words, without the maker's name and without `Service`.
pub(super) fn error_prefix(service_id: &str) -> String {
    let joined = pascal(service_id);
    let mut prefix = joined.as_str();
    for maker in ["Amazon", "Aws"] {
        prefix = prefix.strip_prefix(maker).unwrap_or(prefix);
    }
    prefix.strip_suffix("Service").unwrap_or(prefix).to_owned()
}

/// What an error shape is called: always an `…Exception`.
pub(super) fn error(shape: &str) -> String {
    let name = pascal(shape.strip_suffix("Fault").unwrap_or(shape));
    if shape.ends_with("Exception") { name } else { name + "Exception" }
}

/// The same for optimised integrations, which go back to an older SDK: its words stand as in the model.
pub(super) fn old_error(shape: &str) -> String {
    let name = shape.strip_suffix("Fault").unwrap_or(shape);
    if name.ends_with("Exception") { name.to_owned() } else { format!("{name}Exception") }
}

/// Words with a capital each, joined.
fn pascal(name: &str) -> String {
    words(name).iter().map(|word| capitalized(&word.to_ascii_lowercase())).collect()
}

/// The words of a name: what stands between other signs, versions (`V2`), acronyms, and what follows a number.
fn words(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    for part in name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty()) {
        let chars: Vec<char> = part.chars().collect();
        let starts: Vec<usize> = (0..chars.len()).filter(|at| *at == 0 || is_start(&chars, *at)).collect();
        let ends = starts.iter().skip(1).copied().chain([chars.len()]);
        words.extend(starts.iter().zip(ends).filter_map(|(start, end)| chars.get(*start..end)).map(String::from_iter));
    }
    words
}

/// Does a word begin here, behind the first character?
fn is_start(chars: &[char], at: usize) -> bool {
    let (before, here) = chars.split_at(at);
    let [.., previous] = before else { return true };
    let [current, behind @ ..] = here else { return false };
    let next = behind.first();
    if is_version(before, here) {
        return true;
    }
    if previous.is_ascii_digit() {
        return current.is_ascii_alphabetic();
    }
    let begins_word = previous.is_ascii_lowercase() && current.is_ascii_uppercase() && next.is_some();
    // The `v` of `SESv2` is no letter of a word.
    let is_before_version = chars.split_at_checked(at + 1).is_some_and(|(before, here)| is_version(before, here));
    let ends_acronym = previous.is_ascii_uppercase()
        && current.is_ascii_uppercase()
        && next.is_some_and(char::is_ascii_lowercase)
        && !is_before_version;
    begins_word || ends_acronym
}

/// Does a version begin between these: `V2` behind lower case, or `v2` behind upper case?
fn is_version(before: &[char], here: &[char]) -> bool {
    let [v @ ('v' | 'V'), digit, ..] = here else { return false };
    let other = |c: &char| if *v == 'v' { !c.is_ascii_lowercase() } else { !c.is_ascii_uppercase() };
    digit.is_ascii_digit() && before.len() >= 2 && before.iter().rev().take(2).all(other)
}

fn with_first(name: &str, change: impl Fn(char) -> char) -> String {
    let mut chars = name.chars();
    chars.next().map(change).into_iter().chain(chars).collect()
}
