//! Which rules are wanted: by rule, category or stage.

use crate::{Category, RULES, Rule, Stage, closest};

/// Names of rules, categories and stages: those that are wanted (none: all), and those that are not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Only these.
    pub select: Vec<String>,
    /// Not these.
    pub ignore: Vec<String>,
}

impl Selection {
    /// Is the rule wanted?
    pub fn takes(&self, rule: &Rule) -> bool {
        let any = |names: &[String]| names.iter().any(|name| bears(rule, name));
        (self.select.is_empty() || any(&self.select)) && !any(&self.ignore)
    }
}

fn bears(rule: &Rule, name: &str) -> bool {
    rule.id == name || rule.category.name() == name || rule.stage.name() == name
}

/// Why a name is none of a rule, a category or a stage; `None`: it is one.
pub fn unknown_name(name: &str) -> Option<String> {
    let known = || {
        let categories = Category::ALL.iter().map(|c| c.name());
        RULES.iter().map(|r| r.id).chain(categories).chain(Stage::ALL.iter().map(|s| s.name()))
    };
    if known().any(|k| k == name) {
        return None;
    }
    let hint = closest(name, known()).map(|k| format!("; did you mean `{k}`?"));
    Some(format!("`{name}` is no rule, category or stage{}", hint.unwrap_or_default()))
}
