//! The `Resource` of a Task: what its ARN says.

use crate::{Action, Pattern, Service, optimized, sdk};

/// Resources that an `ItemReader` takes.
pub const STORAGE_READERS: [&str; 2] = ["s3:getObject", "s3:listObjectsV2"];
/// The resource that a `ResultWriter` takes.
pub const STORAGE_WRITER: &str = "s3:putObject";

/// What a task does. Parts that a placeholder hides are unknown and fit everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resource<'t> {
    /// A function by its own ARN: name and qualifier.
    Function {
        /// Its name.
        name: &'t str,
        /// Version or alias.
        qualifier: Option<&'t str>,
    },
    /// An activity.
    Activity,
    /// An optimised integration.
    Optimized {
        /// `lambda`
        service: &'t str,
        /// `invoke`
        action: &'t str,
        /// Behind the action, from its dot on.
        suffix: &'t str,
    },
    /// An action of the AWS SDK.
    Sdk {
        /// `dynamodb`
        service: &'t str,
        /// `query`
        action: &'t str,
        /// Behind the action, from its dot on.
        suffix: &'t str,
    },
    /// Not enough of it is known to tell.
    Unknown,
}

/// Why a text is no resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No ARN at all.
    NoArn,
    /// An ARN of something that a task can't do.
    Unsupported,
}

impl<'t> Resource<'t> {
    /// Reads an ARN. `hidden` tells whether a part holds a placeholder.
    pub fn parse(text: &'t str, hidden: impl Fn(&str) -> bool) -> Result<Self, Fault> {
        if text.starts_with("${") && hidden(text) {
            return Ok(Self::Unknown);
        }
        let parts = split(text, 6);
        let [arn, _, service, _, _, rest] = parts.as_slice() else {
            return if hidden(text) { Ok(Self::Unknown) } else { Err(Fault::NoArn) };
        };
        if *arn != "arn" || rest.is_empty() {
            return if hidden(arn) { Ok(Self::Unknown) } else { Err(Fault::NoArn) };
        }
        if hidden(service) {
            return Ok(Self::Unknown);
        }
        match (*service, split(rest, 3).as_slice()) {
            ("lambda", ["function", "", ..]) => Err(Fault::NoArn),
            ("lambda", ["function", name]) => Ok(Self::Function { name, qualifier: None }),
            ("lambda", ["function", name, qualifier]) => Ok(Self::Function { name, qualifier: Some(qualifier) }),
            ("states", ["activity", ..]) => Ok(Self::Activity),
            ("states", ["aws-sdk", service, action]) => {
                let (action, suffix) = cut(action);
                Ok(Self::Sdk { service, action, suffix })
            }
            ("states", [service, ..]) => {
                // `.sync:2` holds a colon: the action is all that follows the service.
                let action = rest.get(service.len() + 1..).unwrap_or_default();
                let (action, suffix) = cut(action);
                Ok(Self::Optimized { service, action, suffix })
            }
            (_, [first, ..]) if hidden(first) => Ok(Self::Unknown),
            _ => Err(Fault::Unsupported),
        }
    }

    /// How the task waits, if its suffix is one.
    pub fn pattern(&self) -> Option<Pattern> {
        match self {
            Self::Optimized { suffix, .. } | Self::Sdk { suffix, .. } => Pattern::of(suffix),
            _ => None,
        }
    }

    /// The service that it names, if it is known.
    pub fn service(&self) -> Option<Service<'static>> {
        match self {
            Self::Optimized { service, .. } => optimized(service),
            Self::Sdk { service, .. } => sdk(service),
            _ => None,
        }
    }

    /// The action that it names, if it is known.
    pub fn action(&self) -> Option<Action<'static>> {
        match self {
            Self::Optimized { action, .. } | Self::Sdk { action, .. } => self.service()?.action(action),
            _ => None,
        }
    }
}

fn cut(action: &str) -> (&str, &str) {
    action.split_at(action.find('.').unwrap_or(action.len()))
}

/// Splits at colons, but not at those inside placeholders (`${AWS::Region}`), into at most `limit` parts.
fn split(text: &str, limit: usize) -> Vec<&str> {
    let mut parts = Vec::with_capacity(limit);
    let mut start = 0;
    let mut depth = 0_usize;
    let mut before = b' ';
    for (i, byte) in text.bytes().enumerate() {
        match byte {
            b'{' if before == b'$' || depth > 0 => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            b':' if depth == 0 => {
                parts.push(text.get(start..i).unwrap_or_default());
                start = i + 1;
                if parts.len() + 1 >= limit {
                    break;
                }
            }
            _ => {}
        }
        before = byte;
    }
    parts.push(text.get(start..).unwrap_or_default());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Resource<'_>, Fault> {
        Resource::parse(text, |part| part.contains("${") && part.contains('}'))
    }

    #[test]
    fn arns_are_told_apart() {
        assert_eq!(
            parse("arn:aws:states:::states:startExecution.sync:2"),
            Ok(Resource::Optimized { service: "states", action: "startExecution", suffix: ".sync:2" })
        );
        assert_eq!(
            parse("arn:aws-cn:states:::aws-sdk:s3:listObjectsV2.waitForTaskToken"),
            Ok(Resource::Sdk { service: "s3", action: "listObjectsV2", suffix: ".waitForTaskToken" })
        );
        assert_eq!(
            parse("arn:aws:lambda:us-east-1:111111111111:function:f:$LATEST"),
            Ok(Resource::Function { name: "f", qualifier: Some("$LATEST") })
        );
        assert_eq!(parse("arn:aws:states:us-east-1:111111111111:activity:a"), Ok(Resource::Activity));
        assert_eq!(parse("lambda"), Err(Fault::NoArn));
        assert_eq!(parse("arn:aws:sqs:us-east-1:111111111111:queue"), Err(Fault::Unsupported));
    }

    #[test]
    fn placeholders_hide_what_they_may_hold() {
        assert_eq!(parse("${FunctionArn}"), Ok(Resource::Unknown));
        assert_eq!(
            parse("arn:${AWS::Partition}:states:::dynamodb:getItem"),
            Ok(Resource::Optimized { service: "dynamodb", action: "getItem", suffix: "" })
        );
        assert_eq!(parse("arn:aws:${x}"), Ok(Resource::Unknown));
        assert_eq!(parse("${lambdaArn"), Err(Fault::NoArn));
    }
}
