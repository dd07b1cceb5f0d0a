//! What AWS's `ValidateStateMachineDefinition` answers.

use crate::{Analysis, AwsCode, Diagnostic, Stage};

/// The most findings that AWS gives at once. Source: `maxResults` of `ValidateStateMachineDefinition`, in its API reference.
pub const MAX_RESULTS: usize = 100;

/// The answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Is the definition refused?
    pub fails: bool,
    /// The findings: code, message, location.
    pub findings: Vec<(AwsCode, String, Option<String>)>,
    /// Were there more than [`MAX_RESULTS`]?
    pub truncated: bool,
}

impl Answer {
    /// Reads it off an analysis. What is not JSON gets one finding: AWS looks no further then.
    pub fn new(analysis: &Analysis) -> Self {
        let refused = analysis.diagnostics.iter().filter(|d| d.rule.stage == Stage::Deploy);
        let told: Vec<&Diagnostic> = refused.filter(|d| d.aws.is_some()).collect();
        let is_text_fault =
            |d: &&&Diagnostic| d.aws.as_ref().is_some_and(|a| a.code == AwsCode::InvalidJsonDescription);
        let first = told.iter().find(is_text_fault).copied();
        let mut findings: Vec<_> = match first {
            Some(fault) => vec![fault],
            None => told,
        }
        .into_iter()
        .filter_map(|d| d.aws.clone())
        .map(|aws| (aws.code, aws.message, aws.location))
        .collect();
        let fails = analysis.diagnostics.iter().any(|d| d.rule.stage == Stage::Deploy);
        // Of a text that AWS never sees as it is (YAML), the fault is told in our words.
        let untold =
            analysis.diagnostics.iter().find(|d| fails && findings.is_empty() && d.rule.stage == Stage::Deploy);
        findings.extend(untold.map(|d| (AwsCode::InvalidJsonDescription, d.message.clone(), None)));
        let truncated = findings.len() > MAX_RESULTS;
        findings.truncate(MAX_RESULTS);
        Self { fails, findings, truncated }
    }
}
