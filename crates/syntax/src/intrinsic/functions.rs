//! The functions that AWS has.

/// An intrinsic function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Function {
    /// With `States.`.
    pub name: &'static str,
    /// The least number of arguments.
    pub min: usize,
    /// The greatest number of arguments; none where there is no bound.
    pub max: Option<usize>,
    /// How it is called.
    pub usage: &'static str,
    /// One line.
    pub doc: &'static str,
}

impl Function {
    /// Does it take that many arguments?
    #[must_use]
    pub fn takes(&self, count: usize) -> bool {
        count >= self.min && self.max.is_none_or(|max| count <= max)
    }
}

const fn row(name: &'static str, min: usize, max: Option<usize>, usage: &'static str, doc: &'static str) -> Function {
    Function { name, min, max, usage, doc }
}

/// All of them, by name.
pub static FUNCTIONS: [Function; 18] = [
    row("States.Array", 0, None, "States.Array(value, ...)", "an array of the arguments"),
    row("States.ArrayContains", 2, Some(2), "States.ArrayContains(array, value)", "whether the array has the value"),
    row("States.ArrayGetItem", 2, Some(2), "States.ArrayGetItem(array, index)", "the element at an index from 0"),
    row("States.ArrayLength", 1, Some(1), "States.ArrayLength(array)", "the number of elements"),
    row("States.ArrayPartition", 2, Some(2), "States.ArrayPartition(array, size)", "the array in pieces of that size"),
    row("States.ArrayRange", 3, Some(3), "States.ArrayRange(first, last, step)", "numbers from first to last"),
    row("States.ArrayUnique", 1, Some(1), "States.ArrayUnique(array)", "the array without repeated elements"),
    row("States.Base64Decode", 1, Some(1), "States.Base64Decode(text)", "the text that the Base64 text stands for"),
    row("States.Base64Encode", 1, Some(1), "States.Base64Encode(text)", "the text in Base64"),
    row("States.Format", 1, None, "States.Format('template', value, ...)", "the template with a value for every `{}`"),
    row("States.Hash", 2, Some(2), "States.Hash(data, 'algorithm')", "the hash of the data in hexadecimal digits"),
    row(
        "States.JsonMerge",
        3,
        Some(3),
        "States.JsonMerge(first, second, false)",
        "two objects in one, the second wins",
    ),
    row("States.JsonToString", 1, Some(1), "States.JsonToString(value)", "the value as JSON text"),
    row("States.MathAdd", 2, Some(2), "States.MathAdd(a, b)", "the sum of two integers"),
    row("States.MathRandom", 2, Some(3), "States.MathRandom(start, end, seed)", "a random integer below the end"),
    row("States.StringSplit", 2, Some(2), "States.StringSplit(text, 'separators')", "the parts between separators"),
    row("States.StringToJson", 1, Some(1), "States.StringToJson(text)", "the value of a JSON text"),
    row("States.UUID", 0, Some(0), "States.UUID()", "a random UUID of version 4"),
];

/// The function of exactly this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Function> {
    FUNCTIONS.binary_search_by(|f| f.name.cmp(name)).ok().and_then(|i| FUNCTIONS.get(i))
}

/// The name that was most likely meant by one that is unknown, whatever its case and with or without `States.`.
#[must_use]
pub fn closest(name: &str) -> Option<&'static str> {
    const LONGEST: usize = 40;
    if name.len() > LONGEST {
        return None;
    }
    let name = name.to_ascii_lowercase();
    // The prefix is misspelt at times as well; then the name after the last dot is what counts.
    let tail = name.rsplit('.').next().unwrap_or(&name);
    let allowed = 1 + tail.len() / 5;
    FUNCTIONS
        .iter()
        .filter_map(|f| {
            let known = f.name.strip_prefix("States.").unwrap_or(f.name).to_ascii_lowercase();
            let distance = distance(tail.as_bytes(), known.as_bytes());
            (distance <= allowed && distance < known.len()).then_some((distance, f.name))
        })
        .min_by_key(|found| found.0)
        .map(|found| found.1)
}

/// The number of insertions, deletions, replacements and swaps of neighbours between two words.
fn distance(a: &[u8], b: &[u8]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let at = |row: &[usize], k: usize| row.get(k).copied().unwrap_or(usize::MAX - 1);
            let mut best = (at(&above, j) + usize::from(x != y)).min(at(&above, j + 1) + 1).min(at(&row, j) + 1);
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x);
            if swapped {
                best = best.min(at(&before, j - 1) + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut above, row);
    }
    above.last().copied().unwrap_or(a.len())
}
