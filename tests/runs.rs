//! Every definition that checks clean runs to an end with samples for its tasks, or stops with an error of AWS.
#![allow(clippy::print_stdout, reason = "a test says what it found")]

use asl_check_core::{Stage, Workflow as WorkflowType};
use asl_expressions::Value;
use asl_hosts::Content;
use asl_interpret::answers::Samples;
use asl_interpret::{Options, Status, run};
use asl_semantics::Definition;
use asl_semantics::plan::Workflow;
use asl_syntax::Source;
use asl_tests::{data, diagnose, each_definition};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

/// Longer than any of them takes, even unoptimised and on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

#[derive(Default)]
struct Tally {
    ends: BTreeMap<String, usize>,
    gaps: Vec<String>,
}

impl Tally {
    /// Runs a definition, if it is one and nothing is wrong with it.
    fn definition(&mut self, name: &str, text: &str, of: WorkflowType) {
        let Content::Definition(tree) = asl_hosts::read(Path::new(name), Source::new(text), &asl_hosts::NoFiles) else {
            return;
        };
        if diagnose(Path::new(name), text, of).iter().any(|d| d.rule.stage == Stage::Deploy) {
            return;
        }
        let definition = Definition::new(&tree);
        let plan = match Workflow::new(&definition) {
            Ok(plan) => plan,
            Err(gap) => return self.gaps.push(format!("{name}: {}", gap.message)),
        };
        let begun = Instant::now();
        let options = Options { express: of == WorkflowType::Express, ..Options::default() };
        let ended = run(&plan, Value::Object(serde_json::Map::new()), &options, &mut Samples);
        assert!(begun.elapsed() < PATIENCE, "{name} took {:?}", begun.elapsed());
        let how = match ended {
            Ok(run) => match run.status {
                Status::Succeeded => "succeeded".to_owned(),
                Status::TimedOut => "timed out".to_owned(),
                Status::Aborted => "aborted".to_owned(),
                Status::Failed => {
                    let error = run.error.unwrap_or_default();
                    if error.starts_with("States.") { error } else { "its own error".to_owned() }
                }
            },
            Err(problem) => {
                assert!(problem.contains("S3"), "{name}: {problem}");
                "items in S3".to_owned()
            }
        };
        *self.ends.entry(how).or_default() += 1;
    }
}

#[test]
fn published_definitions_run_to_an_end() {
    let Some(folder) = data("corpus/dev") else { return };
    let mut tally = Tally::default();
    each_definition(&folder, |path, text, of| tally.definition(path, text, of));
    println!("{:?}", tally.ends);
    println!("{} can't be run for what is unknown in them:\n{}", tally.gaps.len(), tally.gaps.join("\n"));
    assert!(tally.ends.values().sum::<usize>() > 400, "the walk found little");
}
