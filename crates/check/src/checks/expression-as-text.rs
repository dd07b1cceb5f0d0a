use super::prelude::*;
use super::task_token_not_passed;
use super::written_text::{Looks, Reader, is_input_member, looks_like, reader, takes_paths};
use crate::call::Part;
use asl_syntax::jsonata;

pub(super) static RULE: Rule = Rule {
    id: "expression-as-text",
    category: Category::DataFlow,
    stage: Stage::Run,
    severity: Severity::Warning,
    page: include_str!("expression-as-text.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    for object in ctx.definition.objects() {
        let Some(language) = object.language else { continue };
        let fields: &[Field] = match language {
            QueryLanguage::JsonPath => {
                &[Field::Parameters, Field::ItemSelector, Field::ResultSelector, Field::Assign, Field::Result]
            }
            QueryLanguage::Jsonata => &[Field::Arguments, Field::ItemSelector, Field::Output, Field::Assign],
        };
        for field in fields {
            let entry = ctx.definition.entry(object, *field).filter(|entry| entry.spec.is_some());
            if let Some(entry) = entry
                && let Some(reader) = reader(ctx, object, *field)
            {
                let is_passed = matches!(field, Field::Arguments | Field::ItemSelector);
                Search { ctx, object, language, is_passed, report }.within(
                    entry.member.value,
                    Some(entry.member.key),
                    reader,
                );
            }
        }
    }
}

struct Search<'s, 'a, 't> {
    ctx: &'s Context<'a, 't>,
    object: &'s Object<'t>,
    language: QueryLanguage,
    /// Does somebody get it who would do with the data, and not with a text?
    is_passed: bool,
    report: &'s mut Report<'t>,
}

impl<'t> Search<'_, '_, 't> {
    /// Looks through a value, which stands behind a key where it is no item.
    fn within(&mut self, node: Node<'t>, key: Option<Str<'t>>, reader: Reader) {
        if let Some(text) = node.as_str().filter(|text| text.known().is_some()) {
            let found = match self.language {
                QueryLanguage::JsonPath => self.of_jsonata(text, key),
                QueryLanguage::Jsonata => {
                    self.suffixed(text, key, reader).or_else(|| self.of_jsonpath(text, key, reader))
                }
            };
            if let Some(finding) = found {
                let is_told = task_token_not_passed::is_told_of(self.ctx, self.object, text);
                self.report.add(finding.follows_if(is_told));
            }
        }
        for member in node.members() {
            // What a function gets is for the function to read.
            let reader = if member.key.text == "Payload" { Reader::Program } else { reader };
            self.within(member.value, Some(member.key), reader);
        }
        for item in node.items() {
            self.within(item, None, reader);
        }
    }

    /// `"a": "{% $states.input.b %}"` where nothing but paths is computed.
    fn of_jsonata(&self, text: Str<'t>, key: Option<Str<'t>>) -> Option<Finding<'t>> {
        if key.is_some_and(|key| key.text.ends_with(".$")) {
            return None; // refused, which is reported
        }
        let code = text.text.strip_prefix("{%")?.strip_suffix("%}")?;
        // Other templates have such braces as well, and no `$` in them.
        let is_meant = code.contains('$') && jsonata::parse(code).errors.is_empty();
        is_meant.then(|| {
            self.finding(text, "JSONPath").help(
                "here a path stands behind a key that ends in `.$`; for expressions set \"QueryLanguage\": \"JSONata\"",
            )
        })
    }

    /// `"a.$": "$.b"`, as it is right in the other language.
    fn suffixed(&self, text: Str<'t>, key: Option<Str<'t>>, reader: Reader) -> Option<Finding<'t>> {
        let key = key.filter(|key| key.known().is_some())?;
        let name = key.text.strip_suffix(".$").filter(|name| !name.is_empty())?;
        let is_whole = text.text == "$" || text.text == "$$";
        if !(is_whole && self.is_passed) && looks_like(text.text).is_none() {
            return None;
        }
        // A service that takes no such parameter is reported.
        let is_this = |part: &Part<'_>| matches!(part, Part::Unknown { key: it, .. } if it.span() == key.span());
        let is_told = self.ctx.calls.iter().any(|call| call.parts.iter().any(is_this));
        let message = format!("`{}` of {} is not computed", key.text, self.ctx.describe(self.object));
        let finding = Finding::new(Place::span(text.node, key.span()), message)
            .label("in JSONata this stays a field of that name, with the text as it is written")
            .help(match in_jsonata(text.text, reader) {
                Some(code) => format!("write `\"{name}\": \"{code}\"`"),
                None => format!("name it `{name}`, and write an expression between `{{%` and `%}}`"),
            });
        Some(finding.follows_if(is_told))
    }

    /// `"a": "$.b"` and `"a": "$states.input.b"` without the braces.
    fn of_jsonpath(&self, text: Str<'t>, key: Option<Str<'t>>, reader: Reader) -> Option<Finding<'t>> {
        let for_paths = || key.is_some_and(|key| takes_paths(key.text));
        let is_meant = match looks_like(text.text) {
            Some(Looks::Path(first)) => {
                !for_paths() && (reader != Reader::Program || is_input_member(self.ctx, self.object, &first))
            }
            Some(Looks::Context) => !for_paths(),
            // One of nothing but constants may be an example.
            Some(Looks::Call) => !for_paths() && (text.text.contains('$') || text.text.ends_with("()")),
            None => reads_states(text.text, self.is_passed),
        };
        is_meant.then(|| {
            self.finding(text, "JSONata").help(match in_jsonata(text.text, reader) {
                Some(code) => format!("write `{code}`"),
                None => "write an expression between `{%` and `%}`".to_owned(),
            })
        })
    }

    fn finding(&self, text: Str<'t>, language: &str) -> Finding<'t> {
        let name = self.ctx.describe(self.object);
        let message = format!("{name} passes on the text `{}`, not what it stands for", text.text);
        Finding::new(text, message).label(format!("nothing in {language}: this stays as it is written"))
    }
}

/// `$states.input.a`, as it stands between the braces; without a member, if the whole may be meant.
fn reads_states(text: &str, may_be_whole: bool) -> bool {
    let member = text.strip_prefix("$states.").unwrap_or_default();
    let end = member.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(member.len());
    let (name, rest) = member.split_at(end);
    let is_member = ["input", "result", "errorOutput", "context"].contains(&name);
    is_member && (may_be_whole || !rest.is_empty()) && jsonata::parse(text).errors.is_empty()
}

/// The expression that does what a plain path does.
fn in_jsonata(text: &str, reader: Reader) -> Option<String> {
    let code = match text.strip_prefix("$$").or_else(|| text.strip_prefix('$')) {
        Some(_) if text.starts_with("$states.") => text.to_owned(),
        Some(rest) if rest.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'_') => {
            let root = match reader {
                _ if text.starts_with("$$") => "$states.context",
                Reader::State => "$states.result",
                _ => "$states.input",
            };
            format!("{root}{rest}")
        }
        _ => return None,
    };
    Some(format!("{{% {code} %}}"))
}
