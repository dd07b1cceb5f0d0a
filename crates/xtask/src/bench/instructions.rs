//! How many instructions a check takes, which does not depend on what else the machine does, and whether that is within its
//! budget.

use crate::run;

const RUNNER: &str = "0.20.0";

/// What may be how many times as much as what: a check of a megabyte beside `serde_json` reading it, and ten times the states.
const BUDGETS: [(&str, &str, f64); 3] = [
    ("check.megabyte", "reference.megabyte", 11.0),
    ("check.megabyte", "check.tenth", 11.0),
    ("parse.megabyte", "parse.tenth", 11.0),
];

pub(super) fn run() -> Result<(), String> {
    run::offer("valgrind", "valgrind");
    if run::output(&["valgrind", "--version"]).is_none() {
        println!("> valgrind is not installed: instructions are not counted");
        return Ok(());
    }
    run::ensure(&["gungraun-runner", "--version"], "gungraun-runner", RUNNER)?;
    run::run(&["cargo", "bench", "--package", "asl-check-core", "--bench", "instructions"])?;
    judge(counted)?;
    run::run(&["cargo", "bench", "--package", "asl-expressions", "--bench", "jsonpath"])
}

/// Holds the counts against the budgets, and names what is over.
fn judge(counted: impl Fn(&str) -> Result<f64, String>) -> Result<(), String> {
    let mut over = Vec::new();
    for (what, beside, most) in BUDGETS {
        let factor = counted(what)? / counted(beside)?;
        println!("{what} is {factor:.1} times {beside}, at most {most:.0}");
        if factor > most {
            over.push(format!("{what} beside {beside}"));
        }
    }
    if over.is_empty() { Ok(()) } else { Err(format!("over budget: {}", over.join(", "))) }
}

/// The instructions of one case, as callgrind wrote them down.
fn counted(case: &str) -> Result<f64, String> {
    let folder = run::root().join("target/gungraun/asl-check-core/instructions/instructions").join(case);
    let path = folder.join(format!("callgrind.{case}.out"));
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    total(&text).ok_or_else(|| format!("{} has no summary", path.display()))
}

fn total(text: &str) -> Option<f64> {
    text.lines().find_map(|line| line.strip_prefix("summary: "))?.split(' ').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_over_its_budget_is_named() {
        let of = |check: f64| {
            move |case: &str| match case {
                "check.megabyte" => Ok(check),
                "reference.megabyte" => Ok(2.0),
                _ => Ok(1.0),
            }
        };
        assert_eq!(judge(of(10.9)), Ok(()));
        assert_eq!(judge(of(11.1)), Err("over budget: check.megabyte beside check.tenth".to_owned()));
        assert!(judge(|case| Err(case.to_owned())).is_err());
    }

    #[test]
    fn instructions_are_the_first_figure_of_the_summary() {
        assert_eq!(total("events: Ir Dr\nsummary: 375917920 103361547\n\ntotals: 1 2\n"), Some(375_917_920.0));
        assert_eq!(total("events: Ir\n"), None);
    }
}
