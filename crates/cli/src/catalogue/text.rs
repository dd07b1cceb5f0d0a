//! For people.

use super::{Asked, caveat, pattern, support, title};
use asl_catalogue::{Action, Bounds, Member, Pattern, Service, Shape, Structure, Text};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// How many values of a text are shown.
const VALUES: usize = 12;

pub(super) fn print(out: &mut impl Write, asked: &Asked) -> io::Result<()> {
    match asked {
        Asked::Everything => everything(out),
        Asked::Services(services) => apart(out, services, |out, service| self::service(out, *service)),
        Asked::Actions(actions) => apart(out, actions, |out, action| self::action(out, *action)),
    }
}

fn apart<W: Write, T>(out: &mut W, all: &[T], print: impl Fn(&mut W, &T) -> io::Result<()>) -> io::Result<()> {
    for (at, one) in all.iter().enumerate() {
        if at > 0 {
            writeln!(out)?;
        }
        print(out, one)?;
    }
    Ok(())
}

fn everything(out: &mut impl Write) -> io::Result<()> {
    let optimized = asl_catalogue::optimized_services().filter_map(asl_catalogue::optimized);
    let sdk = asl_catalogue::sdk_services().filter_map(asl_catalogue::sdk);
    for service in optimized.chain(sdk) {
        match caveat(service) {
            Some(caveat) => writeln!(out, "{} ({caveat})", title(service))?,
            None => writeln!(out, "{}", title(service))?,
        }
    }
    Ok(())
}

fn service(out: &mut impl Write, service: Service<'_>) -> io::Result<()> {
    let what = if service.is_optimized() { "an optimised integration" } else { "an integration of the AWS SDK" };
    writeln!(out, "{}: {what}", title(service))?;
    head(out, service)?;
    writeln!(out, "actions:")?;
    for action in service.actions() {
        match support(action) {
            Some(caveat) => writeln!(out, "  {} ({caveat})", action.name())?,
            None => writeln!(out, "  {}", action.name())?,
        }
    }
    Ok(())
}

/// What is known of the service as a whole.
fn head(out: &mut impl Write, service: Service<'_>) -> io::Result<()> {
    if let Some(caveat) = caveat(service) {
        writeln!(out, "caveat: {caveat}")?;
    }
    if !service.version().is_empty() {
        writeln!(out, "api: {}, {}", service.id(), service.version())?;
    }
    match service.source() {
        Some(source) => writeln!(out, "source: {} of {}", source.name, source.date),
        None => Ok(()),
    }
}

fn action(out: &mut impl Write, action: Action<'_>) -> io::Result<()> {
    let service = action.service();
    writeln!(out, "arn:aws:states:::{}:{}", title(service), action.name())?;
    let patterns: Vec<&str> = action.patterns().map(pattern).collect();
    writeln!(out, "patterns: {} (Express: request-response)", patterns.join(", "))?;
    if let Some(caveat) = support(action) {
        writeln!(out, "caveat: {caveat}")?;
    }
    if action.is_deprecated() {
        writeln!(out, "caveat: the service deprecates it")?;
    }
    if let Some(api) = action.stands_for() {
        let lag = if action.is_listed() { "" } else { ", whose parameters it may not take all" };
        writeln!(out, "calls: {api}{lag}")?;
    }
    head(out, service)?;
    let mut printer = Printer { out, told: BTreeMap::new() };
    match action.input() {
        Some(input) => {
            writeln!(printer.out, "parameters (* required):")?;
            printer.members(input, 1, "parameters")?;
        }
        None => writeln!(printer.out, "parameters: none known")?,
    }
    for pattern in action.patterns().filter(|pattern| *pattern != Pattern::WaitForTaskToken) {
        let of = match pattern {
            Pattern::RequestResponse => "result".to_owned(),
            other => format!("result of {}", other.suffix()),
        };
        match action.result(pattern) {
            Some(shape) => {
                writeln!(printer.out, "{of}: {}", line(shape))?;
                printer.inside(shape, 1, &of)?;
            }
            None => writeln!(printer.out, "{of}: nothing known")?,
        }
    }
    let errors: Vec<String> = action.errors().chain(service.general_errors().map(str::to_owned)).collect();
    if !errors.is_empty() {
        writeln!(out, "errors:")?;
    }
    errors.iter().try_for_each(|error| writeln!(out, "  {error}"))
}

/// Prints members, those inside indented. A structure that was told before is only named by its place.
struct Printer<'o, W> {
    out: &'o mut W,
    told: BTreeMap<u32, String>,
}

impl<W: Write> Printer<'_, W> {
    fn members(&mut self, structure: Structure<'_>, depth: usize, place: &str) -> io::Result<()> {
        let indent = "  ".repeat(depth);
        if let Some(told) = self.told.get(&structure.id()) {
            return writeln!(self.out, "{indent}as under {told}");
        }
        self.told.insert(structure.id(), place.to_owned());
        let width = structure.members().map(|member| name(member).len()).max().unwrap_or(0);
        for member in structure.members() {
            let traits = traits(member);
            writeln!(self.out, "{indent}{:width$}  {}{traits}", name(member), line(member.shape()))?;
            self.inside(member.shape(), depth + 1, member.name())?;
        }
        for choice in structure.choices() {
            let names: Vec<&str> = choice.members().map(Member::name).collect();
            let how = if choice.is_exclusive() { "not together" } else { "one of them is needed" };
            writeln!(self.out, "{indent}({}: {how})", names.join(", "))?;
        }
        if structure.is_loose() {
            writeln!(self.out, "{indent}(there may be others, or other spellings)")?;
        }
        Ok(())
    }

    /// The members of the structure that a shape is or holds.
    fn inside(&mut self, shape: Shape<'_>, depth: usize, place: &str) -> io::Result<()> {
        match shape {
            Shape::Structure(structure) => self.members(structure, depth, place),
            Shape::List(list) => self.inside(list.items(), depth, place),
            Shape::Map(map) => self.inside(map.values(), depth, place),
            _ => Ok(()),
        }
    }
}

fn name(member: Member<'_>) -> String {
    format!("{}{}", member.name(), if member.is_required() { "*" } else { "" })
}

fn traits(member: Member<'_>) -> String {
    let mut traits = Vec::new();
    if let Some(wire) = member.wire_name() {
        traits.push(format!("{wire} in the API"));
    }
    if member.is_deprecated() {
        traits.push("deprecated".to_owned());
    }
    if member.is_token() {
        traits.push("made up if missing".to_owned());
    }
    if traits.is_empty() { String::new() } else { format!(" ({})", traits.join(", ")) }
}

/// A shape in a line; what a structure holds is told below it.
fn line(shape: Shape<'_>) -> String {
    match shape {
        Shape::Structure(structure) if structure.is_union() => "{…}, exactly one of".to_owned(),
        Shape::Structure(_) => "{…}".to_owned(),
        Shape::List(list) => format!("[{}]{}", line(list.items()), range(list.bounds(), " of ")),
        Shape::Map(map) => format!("{{{}: {}}}", line(map.keys()), line(map.values())),
        Shape::String(text) => string("string", text),
        Shape::Number(number) => {
            let range = range(number.bounds(), " ");
            format!("{}{range}", number.type_name())
        }
        Shape::Boolean => "boolean".to_owned(),
        Shape::Timestamp => "timestamp".to_owned(),
        Shape::Blob(text) => string("bytes", text),
        Shape::Json => "any JSON".to_owned(),
        Shape::Text => "string, or any JSON that is made one".to_owned(),
    }
}

fn string(kind: &str, text: Text<'_>) -> String {
    let values: Vec<&str> = text.values().collect();
    if !values.is_empty() {
        let more = values.len().saturating_sub(VALUES);
        let shown = values.iter().take(VALUES).copied().collect::<Vec<_>>().join(" | ");
        return if more > 0 { format!("{shown} | … {more} more") } else { shown };
    }
    let pattern = text.pattern().map(|pattern| format!(" /{pattern}/")).unwrap_or_default();
    format!("{kind}{}{pattern}", range(text.bounds(), " of "))
}

fn range(bounds: Bounds, before: &str) -> String {
    match (bounds.least, bounds.most) {
        (None, None) => String::new(),
        (Some(least), None) => format!("{before}{least} or more"),
        (None, Some(most)) => format!("{before}at most {most}"),
        (Some(least), Some(most)) if least == most => format!("{before}{least}"),
        (Some(least), Some(most)) => format!("{before}{least} to {most}"),
    }
}
