//! Mock files.

use crate::{input, output};
use asl_check_core::closest;
use asl_interpret::answers::{Answers, Mocks, Samples};
use asl_semantics::plan::{Kind, Machine};
use std::path::Path;

/// Who answers for tasks, and whether by what did happen once. A mock for none of the `states` is noticed.
pub(super) fn read(
    file: Option<&Path>,
    states: Option<&Machine<'_>>,
    machine: Option<&str>,
    case: Option<&str>,
) -> Result<(Box<dyn Answers>, bool), String> {
    let Some(path) = file else { return Ok((Box::new(Samples), false)) };
    let failed = |what: String| format!("{}: {what}", path.display());
    let mocks = Mocks::read(&input::json_file(path)?, machine, case).map_err(failed)?;
    if let (Mocks::Short(short), Some(states)) = (&mocks, states) {
        let mut known = Vec::new();
        names(states, &mut known);
        for state in short.states().filter(|state| !known.contains(state)) {
            let hint = closest(state, known.iter().copied()).map(|name| format!("; did you mean `{name}`?"));
            output::note(&failed(format!("there is no state `{state}`{}", hint.unwrap_or_default())));
        }
    }
    let is_recorded = matches!(mocks, Mocks::Recorded(_));
    Ok((mocks.into(), is_recorded))
}

/// The names of all states.
fn names<'t>(machine: &Machine<'t>, out: &mut Vec<&'t str>) {
    for state in &machine.states {
        out.push(state.name);
        match &state.kind {
            Kind::Parallel(branches) => branches.iter().for_each(|branch| names(branch, out)),
            Kind::Map(map) => names(&map.processor, out),
            _ => {}
        }
    }
}
