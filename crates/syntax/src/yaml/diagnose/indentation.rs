//! Tabs, lines at the wrong depth, and colons where none can stand.

use super::{Case, Fix};
use crate::SyntaxError;
use crate::yaml::lines;
use crate::yaml::patch::Edit;
use crate::yaml::read::shorten;

impl Case<'_> {
    /// Tabs in the indentation: all of them become spaces at once, and are told once.
    pub(super) fn tabs(&self) -> Option<Fix> {
        let start = lines::start(self.text, self.at);
        let unit = self.unit();
        let mut edits = Vec::new();
        let mut first = None;
        let mut lines_with_tabs = 0;
        let mut at = 0;
        while at < self.text.len() {
            let rest = self.text.as_bytes().get(at..).unwrap_or_default();
            let lead = rest.iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
            let tabs = rest.iter().take(lead).filter(|b| **b == b'\t').count();
            if tabs > 0 {
                lines_with_tabs += 1;
                let first_tab = at + rest.iter().position(|b| *b == b'\t').unwrap_or(0);
                first = first.or((at >= start).then_some(first_tab));
                edits.push(Edit { at, len: lead, put: " ".repeat(lead - tabs + tabs * unit) });
            }
            let Some(next) = lines::next(self.text, at) else { break };
            at = next;
        }
        let Some(first) = first else { return self.tab_in_line() };
        let span = self.span(first, first + 1);
        let error = SyntaxError::new(span, "a tab stands in the indentation: YAML takes spaces only");
        let help = if lines_with_tabs > 1 {
            format!("indent with spaces; {lines_with_tabs} lines begin with tabs")
        } else {
            "indent with spaces".to_owned()
        };
        Some(Fix::new(error.with_help(help), edits))
    }

    /// The smallest indentation with spaces: most likely one level.
    fn unit(&self) -> usize {
        let deep = self.text.lines().filter(|line| !lines::is_blank(line)).map(lines::indent).filter(|n| *n > 0);
        deep.min().unwrap_or(2).min(8)
    }

    fn tab_in_line(&self) -> Option<Fix> {
        let (start, line) = lines::line(self.text, self.at);
        let tab = start + line.find('\t')?;
        let error = SyntaxError::new(self.span(tab, tab + 1), "a tab stands where YAML takes spaces only");
        let edits = line.match_indices('\t').map(|(i, _)| Edit { at: start + i, len: 1, put: " ".to_owned() });
        Some(Fix::new(error.with_help("write a space"), edits.collect()))
    }

    /// A `:` where no member can begin: the second one of a line, or a line that is taken for the rest of the text before.
    pub(super) fn colon(&self) -> Option<Fix> {
        let (start, line) = lines::line(self.text, self.at);
        let before = self.text.get(start..self.at)?;
        if let Some(colon) = lines::colon(before) {
            let blanks = before.get(colon + 1..)?;
            let from = start + colon + 1 + (blanks.len() - blanks.trim_start().len());
            let value = self.value_from(from);
            let message = format!("a `:` with a blank behind it can't stand in an unquoted text: `{}`", shorten(value));
            let error = SyntaxError::new(self.span(self.at, self.at + 1), message);
            let error = error.with_help(format!("quote the text: `\"{}\"`", shorten(value)));
            return Some(Fix { error, ..self.quoted(from, value) });
        }
        let (begin, above) = lines::before(self.text, start).next()?;
        if lines::colon(above).is_none() && !above.trim_start().starts_with("- ") {
            return self.no_colon(begin);
        }
        let lead = above.len() - above.trim_start_matches([' ', '-']).len();
        let indent = lines::indent(line);
        let key = line.get(indent..)?;
        let key = key.get(..lines::colon(key)?)?;
        let outer = above.get(lead..)?;
        let outer = outer.get(..lines::colon(outer)?)?;
        let message =
            format!("`{}` is indented deeper than `{}`, which has a value already", shorten(key), shorten(outer));
        let error = SyntaxError::new(self.span(start + indent, start + indent + key.len()), message);
        let error = error.with_help(format!("indent it by {lead} spaces, or remove the value of `{}`", shorten(outer)));
        Some(Fix::new(error, self.reindent(start, indent, lead)))
    }

    /// A line that belongs to no level: one that fits is looked for above it.
    pub(super) fn misplaced_line(&self) -> Option<Fix> {
        let (start, line) = lines::line(self.text, self.at);
        let indent = lines::indent(line);
        if lines::is_blank(line) {
            return None;
        }
        let mut deeper = None;
        let mut lower = 0;
        for (_, above) in lines::before(self.text, start) {
            let level = lines::indent(above);
            if level <= indent {
                lower = level;
                break;
            }
            deeper = Some(deeper.map_or(level, |d: usize| d.min(level)));
        }
        let (from, to) = (start + indent, start + lines::without_comment(line).len());
        if lower == indent {
            return Some(self.list_or_member(line, from, to));
        }
        let near = deeper.filter(|d| d - indent <= indent - lower).unwrap_or(lower);
        let levels = deeper.map_or(format!("{lower}"), |d| format!("{lower} or {d}"));
        let message = format!("this line is indented by {indent} spaces; the lines above by {levels}");
        let error = SyntaxError::new(self.span(from, to), message);
        let error = error.with_help("members of one mapping are all indented alike");
        Some(Fix::new(error, self.reindent(start, indent, near)))
    }

    /// A list entry among members, or a member among list entries: it is taken out with all that is indented deeper.
    fn list_or_member(&self, line: &str, from: usize, to: usize) -> Fix {
        let is_entry = line.trim_start().starts_with('-');
        let message = if is_entry {
            "a list entry stands among the members of a mapping"
        } else {
            "a member stands among the entries of a list"
        };
        let error = SyntaxError::new(self.span(from, to), message);
        let error = error.with_help("a value is one or the other: check the indentation");
        let mut end = to;
        let indent = lines::indent(line);
        let mut at = lines::next(self.text, from);
        while let Some(begin) = at {
            let (begin, below) = lines::line(self.text, begin);
            if !lines::is_blank(below) {
                if lines::indent(below) <= indent {
                    break;
                }
                end = begin + below.len();
            }
            at = lines::next(self.text, begin);
        }
        Fix::losing(error, vec![Edit::remove(from, end - from)])
    }

    /// Moves the line at `start`, and those below it that are indented as deep or deeper, from one depth to another.
    fn reindent(&self, start: usize, from: usize, to: usize) -> Vec<Edit> {
        let mut edits = Vec::new();
        let mut at = Some(start);
        while let Some(begin) = at {
            let (begin, line) = lines::line(self.text, begin);
            if !lines::is_blank(line) {
                if lines::indent(line) < from {
                    break;
                }
                edits.push(if to > from {
                    Edit::insert(begin, " ".repeat(to - from))
                } else {
                    Edit::remove(begin, from - to)
                });
            }
            at = lines::next(self.text, begin);
        }
        edits
    }
}
