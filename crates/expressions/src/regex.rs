//! Regular expressions on one engine, within bounds that hold while a pattern is read and while it is looked for.

use fancy_regex::{Expr, Regex, RegexBuilder};

/// A compiled pattern takes no more than this many bytes.
const SIZE: usize = 1 << 20;
/// Nor has it more steps than these, each of which may hold an automaton.
const STEPS: usize = 4_000;

/// How a pattern is meant.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Flags {
    pub(crate) case_insensitive: bool,
    pub(crate) multi_line: bool,
    /// Steps back that a search may take: only look-around and back references need them.
    pub(crate) backtracks: usize,
}

/// Reads a pattern that is written as the engine has it. The error says what is wrong.
pub(crate) fn compile(pattern: &str, flags: Flags) -> Result<Regex, String> {
    if Expr::parse_tree(pattern).is_ok_and(|tree| tree.contains_subroutines || tree.expr.has_descendant(is_foreign)) {
        return Err("it has something that neither Java nor JavaScript knows".to_owned());
    }
    RegexBuilder::new(pattern)
        .case_insensitive(flags.case_insensitive)
        .multi_line(flags.multi_line)
        .backtrack_limit(flags.backtracks)
        .delegate_size_limit(SIZE)
        .delegate_dfa_size_limit(SIZE)
        .max_prog_size(STEPS)
        .build()
        .map_err(|error| error.to_string())
}

/// Is it something that the engine has and neither language has? Besides, not all of that is safe: a pattern that calls
/// itself takes long to read even within the bounds above, and a condition on a group that is not there panics.
fn is_foreign(expr: &Expr) -> bool {
    matches!(
        expr,
        Expr::Absent(_)
            | Expr::BackrefExistsCondition { .. }
            | Expr::BackrefWithRelativeRecursionLevel { .. }
            | Expr::BacktrackingControlVerb(_)
            | Expr::Conditional { .. }
            | Expr::DefineGroup { .. }
            | Expr::KeepOut
            | Expr::SubroutineCall(_)
    )
}
