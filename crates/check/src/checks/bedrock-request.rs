use super::prelude::*;
use crate::call::{Call, plain_text};

pub(super) static RULE: Rule = Rule {
    id: "bedrock-request",
    category: Category::Integrations,
    stage: Stage::Run,
    severity: Severity::Error,
    page: include_str!("bedrock-request.md"),
    check,
};

/// The most that Step Functions sends as a body.
const MOST: usize = 256 * 1024;

/// What Bedrock reads in a body itself, before a model sees it.
const GUARDRAIL_CONFIG: &str = "amazon-bedrock-guardrailConfig";

/// Where actions name objects in S3.
const IN_S3: [(&str, &[&[&str]]); 4] = [
    ("bedrock:invokeModel", &[&["Input", "S3Uri"], &["Output", "S3Uri"]]),
    ("aws-sdk:bedrockruntime:startAsyncInvoke", &[&["OutputDataConfig", "S3OutputDataConfig", "S3Uri"]]),
    ("bedrock:createModelCustomizationJob", JOB),
    ("aws-sdk:bedrock:createModelCustomizationJob", JOB),
];

const JOB: &[&[&str]] = &[&["TrainingDataConfig", "S3Uri"], &["OutputDataConfig", "S3Uri"]];

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    for call in ctx.calls.iter().filter(|call| call.action.service().name().starts_with("bedrock")) {
        let name = call.name();
        let state = ctx.describe(call.task.object);
        let seen = Seen { call, state: &state };
        for way in IN_S3.iter().find(|(action, _)| *action == name).map_or(&[][..], |(_, ways)| ways) {
            report.add_all(seen.in_s3(way));
        }
        match name.as_str() {
            "bedrock:invokeModel" => {
                report.add_all(seen.size().into_iter().chain(seen.media()));
                report.add_all(seen.guardrail(call.given, true));
            }
            "aws-sdk:bedrockruntime:invokeModel" => report.add_all(seen.guardrail(call.given, true)),
            "aws-sdk:bedrockruntime:converse" => {
                let config = call.given.get("GuardrailConfig").filter(|it| it.kind() == Kind::Object);
                report.add_all(config.and_then(|config| seen.guardrail(config, false)));
            }
            "bedrock:createModelCustomizationJob" | "aws-sdk:bedrock:createModelCustomizationJob" => {
                report.add_all(seen.names());
            }
            _ => {}
        }
    }
}

/// A call, and where.
struct Seen<'c, 'a, 't> {
    call: &'c Call<'a, 't>,
    /// state `A`
    state: &'c str,
}

impl<'t> Seen<'_, '_, 't> {
    fn text(&self, object: Node<'t>, name: &str) -> Option<Str<'t>> {
        plain_text(object.get(name)?, self.call.language)
    }

    /// A place in S3 that is none.
    fn in_s3(&self, way: &[&str]) -> Option<Finding<'t>> {
        let node = way.iter().try_fold(self.call.given, |node, step| node.get(step))?;
        let text = plain_text(node, self.call.language)?;
        let (bucket, key) = match text.text.strip_prefix("s3://") {
            Some(rest) => rest.split_once('/').unwrap_or((rest, "")),
            None => ("", ""),
        };
        let is_read = way.first() == Some(&"Input");
        let what = match (bucket, key) {
            ("", _) => "is no place in S3",
            (_, "") if is_read => "names a bucket, and not what lies in it",
            _ => return None,
        };
        let message = format!("`{}` {what} (`{}` in {})", text.text, way.join("."), self.state);
        Some(Finding::new(text, message).help("a place in S3 reads s3://BUCKET/KEY"))
    }

    /// A body that is longer than Step Functions sends.
    fn size(&self) -> Option<Finding<'t>> {
        let body = self.call.given.get("Body")?;
        let length = shortest(body);
        (length > MOST).then(|| {
            let message = format!("`Body` in {} is {length} bytes long or more, and {MOST} are most", self.state);
            Finding::new(body, message).help("put it into S3, and name it in `Input`: {\"S3Uri\": \"s3://BUCKET/KEY\"}")
        })
    }

    /// Models take JSON alone.
    fn media(&self) -> Option<Finding<'t>> {
        let text = self.text(self.call.given, "ContentType")?;
        let media = text.text.split(';').next().unwrap_or_default().trim();
        if media.eq_ignore_ascii_case("application/json") {
            return None;
        }
        let message = format!("`ContentType` in {} is `{}`, and models take JSON", self.state, text.text);
        Some(Finding::new(text, message).help("write \"application/json\", or leave it out").possible())
    }

    /// A guardrail is named with its version, or not at all. Is what it applies to a body?
    fn guardrail(&self, config: Node<'t>, has_body: bool) -> Option<Finding<'t>> {
        let (id, version) = ("GuardrailIdentifier", "GuardrailVersion");
        let has = |name| self.call.may_have(config, name);
        let state = self.state;
        if has(id) && !has(version) {
            let message = format!("the guardrail in {state} has no `{version}`, which it needs");
            let place = config.members().find(|it| self.call.split(it.key.text).0 == id).map(|it| it.key);
            let finding = place.map_or_else(|| Finding::new(config, &*message), |key| Finding::new(key, &*message));
            // One that is mistyped is reported as that.
            let is_mistyped = closest(version, config.members().map(|it| self.call.split(it.key.text).0)).is_some();
            let finding = finding.absent_in(config).follows_if(is_mistyped);
            return Some(finding.help("\"DRAFT\", or the number of a version: \"1\""));
        }
        if has(version) && !has(id) {
            let message = format!("`{version}` in {state} is one of no guardrail: there is no `{id}`");
            let is_mistyped = closest(id, config.members().map(|it| self.call.split(it.key.text).0)).is_some();
            return Some(Finding::new(config, message).absent_in(config).follows_if(is_mistyped).possible());
        }
        if let Some(text) = self.text(config, version).filter(|text| !is_version(text.text)) {
            let message = format!("`{}` is no version of a guardrail (`{version}` in {state})", text.text);
            return Some(Finding::new(text, message).help("\"DRAFT\", or the number of a version: \"1\""));
        }
        if let Some(text) = self.text(config, id).filter(|text| !may_be_guardrail(text.text)) {
            let message = format!("`{}` is not the ARN of a guardrail (`{id}` in {state})", text.text);
            return Some(
                Finding::new(text, message).help("arn:aws:bedrock:REGION:ACCOUNT:guardrail/ID; its id will do"),
            );
        }
        let body = config.get("Body").filter(|it| has_body && it.kind() == Kind::Object && !has(id))?;
        let asked = body.members().find(|it| self.call.split(it.key.text).0 == GUARDRAIL_CONFIG)?;
        let message = format!("the body in {state} speaks of a guardrail, and there is none: `{id}` is missing");
        Some(Finding::new(asked.key, message).absent_in(config))
    }

    /// Names that a job can't have.
    fn names(&self) -> Vec<Finding<'t>> {
        let named = |name: &'static str, more: &'static [u8], what: &'static str| {
            let text = self.text(self.call.given, name)?;
            let is_fit = text.text.bytes().all(|b| b.is_ascii_alphanumeric() || more.contains(&b));
            (!is_fit || text.text.len() > 63).then(|| {
                let message = format!("`{}` can't be the `{name}` of a job ({})", text.text, self.state);
                Finding::new(text, message).help(format!("it has at most 63 {what}"))
            })
        };
        let job = named("JobName", b"+-.", "letters, digits, `+`, `-` and `.`");
        let model = named("CustomModelName", b"_-", "letters, digits, `_` and `-`");
        let role = self.text(self.call.given, "RoleArn").filter(|text| {
            let parts: Vec<&str> = text.text.splitn(6, ':').collect();
            !matches!(parts.as_slice(), ["arn", _, "iam", "", _, role] if role.starts_with("role/"))
        });
        let role = role.map(|text| {
            let message = format!("`{}` is not the ARN of a role ({})", text.text, self.state);
            Finding::new(text, message).help("a role reads arn:aws:iam::ACCOUNT:role/NAME")
        });
        [job, model, role].into_iter().flatten().collect()
    }
}

fn is_version(text: &str) -> bool {
    text == "DRAFT" || !text.starts_with('0') && !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// What is no ARN is an id.
fn may_be_guardrail(text: &str) -> bool {
    let parts: Vec<&str> = text.splitn(6, ':').collect();
    match parts.as_slice() {
        ["arn", _, service, _, _, resource] => *service == "bedrock" && resource.starts_with("guardrail"),
        ["arn", ..] => false,
        _ => true,
    }
}

/// How many bytes a value has at least when it is sent.
fn shortest(node: Node<'_>) -> usize {
    let between = |count: usize| 2 + count.saturating_sub(1);
    match node.kind() {
        Kind::String => node.as_str().map_or(0, |text| text.text.len() + 2),
        Kind::Array => node.items().map(shortest).sum::<usize>() + between(node.items().count()),
        Kind::Object => {
            let members = node.members().map(|it| it.key.text.len() + 3 + shortest(it.value));
            members.sum::<usize>() + between(node.members().count())
        }
        _ => node.raw().len(),
    }
}
