//! Paths, variables, context and functions, in the part of an expression that is being written.

use super::{Offer, plain};
use crate::cursor::Cursor;
use crate::functions;
use crate::roots::Roots;
use crate::scene::Scene;
use crate::typed::fields;
use crate::words;
use asl_semantics::QueryLanguage;
use asl_syntax::{Format, Quoting, Span, Str};
use asl_types::Type;
use tower_lsp::ls_types::CompletionItemKind;

/// So many characters of a type are shown beside a name.
const SHORT: usize = 60;

pub(super) fn offers<'s>(scene: &Scene<'s>, cursor: &Cursor<'_, 's>, takes_calls: bool) -> Vec<Offer> {
    let (Some(object), Some(roots)) = (cursor.object, scene.roots(cursor)) else { return Vec::new() };
    let language = scene.language(object);
    let Some(text) = cursor.spot.text() else { return whole(scene, cursor, language) };
    let Some(at) = cursor.within(text) else { return Vec::new() };
    let before = text.text.get(..at as usize).unwrap_or_default();
    let Some(before) = expression(before, language) else { return whole_of(text, language) };
    let token = token(before, language);
    let start = at - token.len() as u32;
    let writing = Writing { text, roots: &roots, language, start, end: at };
    match token.rfind(['.', '[']) {
        _ if token.starts_with("States.") => writing.functions(),
        Some(dot) => writing.members(token, dot),
        None => writing.roots(takes_calls),
    }
}

/// The part of a string in front of the cursor that is of an expression.
fn expression(before: &str, language: QueryLanguage) -> Option<&str> {
    match language {
        QueryLanguage::JsonPath => Some(before),
        QueryLanguage::Jsonata => before.strip_prefix("{%"),
    }
}

/// The chain of names that ends at the cursor.
fn token(before: &str, language: QueryLanguage) -> &str {
    let mut start = 0;
    // Where the chains began in whose brackets this is.
    let mut outer = Vec::new();
    let mut quote = None;
    let mut chars = before.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let behind = at + c.len_utf8();
        match (quote, c) {
            (Some(open), c) => {
                quote = (open != c).then_some(open);
                if quote.is_none() && outer.is_empty() && c != '`' {
                    start = behind;
                }
            }
            (None, '\'' | '"' | '`') => quote = Some(c),
            (None, '[') => {
                outer.push(start);
                // A name or an index belongs to the chain, and anything else begins a new one.
                let is_part = |next: char| next == '\'' || next == '"' || next.is_ascii_digit() || next == '-';
                if chars.peek().is_some_and(|(_, next)| !is_part(*next)) {
                    start = behind;
                }
            }
            (None, ']') => start = outer.pop().unwrap_or(behind),
            (None, c) if c.is_alphanumeric() || matches!(c, '_' | '$' | '.') => {}
            (None, '@' | '*' | '-') if language == QueryLanguage::JsonPath => {}
            (None, _) => start = behind,
        }
    }
    let is_text = quote.is_some_and(|c| c != '`') && outer.is_empty();
    if is_text { "" } else { before.get(start..).unwrap_or_default() }
}

/// A whole string, where none stands yet.
fn whole(scene: &Scene<'_>, cursor: &Cursor<'_, '_>, language: QueryLanguage) -> Vec<Offer> {
    let (label, snippet) = match language {
        QueryLanguage::Jsonata => ("{% %}", "\"{% $1 %\\}\""),
        QueryLanguage::JsonPath => ("$.", "\"\\$.$1\""),
    };
    let is_open = scene.tree().format() != Format::Hcl;
    let offer = Offer::new(label, CompletionItemKind::SNIPPET, Span::at(cursor.at));
    is_open.then(|| Offer { snippet: snippet.to_owned(), ..offer }).into_iter().collect()
}

/// An expression in the place of an empty string.
fn whole_of(text: Str<'_>, language: QueryLanguage) -> Vec<Offer> {
    if !text.text.is_empty() || language != QueryLanguage::Jsonata {
        return Vec::new();
    }
    let offer = Offer::new("{% %}", CompletionItemKind::SNIPPET, text.place(Span::at(0)));
    vec![Offer { snippet: "{% $1 %\\}".to_owned(), ..offer }]
}

/// Is the name of a field one that needs no quotes?
fn is_bare(name: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && name.chars().all(is_part)
}

/// The name of a field as JSONata takes it; none, if it can't be written.
pub(crate) fn in_jsonata(name: &str) -> Option<String> {
    /// Words of the language, which are no names without backquotes.
    const WORDS: [&str; 7] = ["and", "or", "in", "true", "false", "null", "function"];
    if is_bare(name) && !WORDS.contains(&name) {
        return Some(name.to_owned());
    }
    (!name.contains('`')).then(|| format!("`{name}`"))
}

/// The part of a string that is being written.
struct Writing<'e, 's> {
    text: Str<'s>,
    roots: &'e Roots,
    language: QueryLanguage,
    start: u32,
    end: u32,
}

impl Writing<'_, '_> {
    fn place(&self, start: u32) -> Span {
        let place = self.text.place(Span::new(start, self.end));
        if start == self.end { Span::at(self.text.place(Span::at(start)).start) } else { place }
    }

    /// What the part before the last dot or bracket has.
    fn members(&self, token: &str, dot: usize) -> Vec<Offer> {
        let base = token.get(..dot).unwrap_or_default();
        let is_bracket = token.as_bytes().get(dot) == Some(&b'[');
        let Some(of) = self.roots.evaluate(base, self.language) else { return Vec::new() };
        let at = self.start + dot as u32;
        let mut out: Vec<Offer> = Vec::new();
        for (name, of) in fields(&self.fields_of(&of)) {
            let meaning = words::member(&format!("{base}.{name}")).unwrap_or_default();
            out.extend(self.member(&name, &of, at, is_bracket).map(|offer| offer.meaning(meaning)));
        }
        if of.sets().arrays.is_some() && self.language == QueryLanguage::JsonPath {
            for (label, meaning) in [("[*]", "Every item."), ("[0]", "The first item."), ("[-1:]", "The last item.")] {
                let offer = Offer::new(label, CompletionItemKind::OPERATOR, self.place(at)).meaning(meaning).rank(6);
                out.push(Offer { snippet: plain(label), ..offer });
            }
        }
        out
    }

    /// JSONata looks through arrays.
    fn fields_of(&self, of: &Type) -> Type {
        match &of.sets().arrays {
            Some(array) if self.language == QueryLanguage::Jsonata => of.join(&array.any().present()),
            _ => of.clone(),
        }
    }

    /// A field; none, if its name can't be written.
    fn member(&self, name: &str, of: &Type, dot: u32, is_bracket: bool) -> Option<Offer> {
        let written = match self.language {
            QueryLanguage::JsonPath if is_bracket || !is_bare(name) => {
                format!("['{}']", name.replace('\\', "\\\\").replace('\'', "\\'"))
            }
            QueryLanguage::JsonPath => format!(".{name}"),
            QueryLanguage::Jsonata => format!(".{}", in_jsonata(name)?),
        };
        let (from, written) = match written.strip_prefix('.') {
            // The dot stays: what is typed behind it is filtered by the name alone.
            Some(rest) if !is_bracket => (dot + 1, rest.to_owned()),
            _ => (dot, written),
        };
        let offer = Offer::new(name, CompletionItemKind::FIELD, self.place(from)).detail(of.short(SHORT));
        // Names are anything, and stand in a string with quotes of its own.
        let quoting = match self.text.node.raw().chars().next() {
            Some('"') => Quoting::Escaped,
            Some('\'') => Quoting::Single,
            _ => Quoting::Verbatim,
        };
        Some(Offer { snippet: plain(&quoting.write(&written)?), ..offer })
    }

    /// What an expression may begin with.
    fn roots(&self, takes_calls: bool) -> Vec<Offer> {
        let place = self.place(self.start);
        let root = |label: String, of: &Type, meaning: &str| {
            Offer::new(label, CompletionItemKind::VARIABLE, place).detail(of.short(SHORT)).meaning(meaning).rank(1)
        };
        let mut out: Vec<Offer> = match self.language {
            QueryLanguage::JsonPath => vec![
                root("$".to_owned(), &self.roots.input, "What this field works with."),
                root("$$".to_owned(), &self.roots.context, "The context object."),
            ],
            QueryLanguage::Jsonata => {
                vec![root("$states".to_owned(), &self.roots.states, "Input, result and context.")]
            }
        };
        out.extend(self.roots.variables.iter().map(|(name, of)| root(format!("${name}"), of, "A variable.").rank(2)));
        if takes_calls || self.language == QueryLanguage::Jsonata {
            out.extend(self.functions());
        }
        out
    }

    fn functions(&self) -> Vec<Offer> {
        let place = self.place(self.start);
        let offer = |function: functions::Function| {
            let stop = if function.parameters.is_empty() { "" } else { "$1" };
            let snippet = format!("{}({stop})", plain(function.name));
            let offer = Offer::new(function.name, CompletionItemKind::FUNCTION, place)
                .detail(function.usage())
                .meaning(function.meaning)
                .rank(4);
            Offer { snippet, ..offer }
        };
        functions::all(self.language).into_iter().map(offer).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{QueryLanguage, token};

    #[test]
    fn the_chain_that_is_being_written() {
        for (before, chain) in [
            ("$.a.b", "$.a.b"),
            ("States.Format('{}', $.a.", "$.a."),
            (" $sum($states.input.lines.(weight * co", "co"),
            ("$.a['b c'].d", "$.a['b c'].d"),
            ("$.a['b", "$.a['b"),
            ("$x = $y[0].", "$y[0]."),
            ("$x[a = $y.", "$y."),
            ("'it is $x.", ""),
            ("a.`b c`.", "a.`b c`."),
            ("", ""),
        ] {
            let is_path = before.starts_with("$.") || before.starts_with("States");
            let language = if is_path { QueryLanguage::JsonPath } else { QueryLanguage::Jsonata };
            assert_eq!(token(before, language), chain, "{before}");
        }
    }
}
