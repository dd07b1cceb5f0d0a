//! Transitions a second, here and with the fastest local runner that npm has.

use crate::run;
use serde_json::json;
use std::time::Instant;

const OTHER: &str = "aws-local-stepfunctions";
/// Rounds of the loop: theirs would take long with ours.
const OURS: u64 = 500_000;
const THEIRS: u64 = 20_000;

pub(super) fn race() -> Result<(), String> {
    let tools = super::folder()?;
    super::install(&tools, &[OTHER])?;
    run::run(&["cargo", "build", "--release", "--locked", "--quiet"])?;
    let (definition, script) = (tools.join("loop.asl.json"), tools.join("loop.cjs"));
    std::fs::write(&definition, looping(OURS).to_string()).map_err(|error| error.to_string())?;
    std::fs::write(&script, SCRIPT.replace("DEFINITION", &looping(THEIRS).to_string()))
        .map_err(|error| error.to_string())?;
    let begun = Instant::now();
    let words = [&super::binary(), "run", &definition.to_string_lossy(), "--type", "express", "--format", "json"];
    run::output(&words).ok_or("the loop did not end well")?;
    let ours = transitions(OURS) / begun.elapsed().as_secs_f64();
    let said = run::output(&["node", &script.to_string_lossy()]).ok_or_else(|| format!("{OTHER} failed"))?;
    let seconds: f64 = said.trim().parse().map_err(|_| format!("{OTHER} said {said}"))?;
    let theirs = transitions(THEIRS) / seconds;
    println!(
        "transitions a second: {ours:.0} here with start-up and history, {theirs:.0} in {OTHER}: {:.1} x",
        ours / theirs
    );
    Ok(())
}

/// Two a round, and the first and last.
fn transitions(rounds: u64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "far below the limit")]
    {
        (2 * rounds + 2) as f64
    }
}

/// Counts up in a Pass state until a Choice state has enough.
fn looping(rounds: u64) -> serde_json::Value {
    json!({"StartAt": "Init", "States": {
        "Init": {"Type": "Pass", "Result": {"n": 0}, "Next": "Add"},
        "Add": {"Type": "Pass", "Parameters": {"n.$": "States.MathAdd($.n, 1)"}, "Next": "Check"},
        "Check": {"Type": "Choice", "Choices": [{"Variable": "$.n", "NumericLessThan": rounds, "Next": "Add"}],
                  "Default": "Done"},
        "Done": {"Type": "Succeed"},
    }})
}

const SCRIPT: &str = r#"
const { StateMachine } = require("aws-local-stepfunctions");
(async () => {
  const machine = new StateMachine(DEFINITION, {});
  const begun = process.hrtime.bigint();
  await machine.run({}).result;
  console.log(Number(process.hrtime.bigint() - begun) / 1e9);
})();
"#;
