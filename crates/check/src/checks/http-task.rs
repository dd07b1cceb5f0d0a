use super::{http_encoding, prelude::*};
use crate::call::{Call, plain_text};
use asl_catalogue::is_forbidden_header;

pub(super) static RULE: Rule = Rule {
    id: "http-task",
    category: Category::Integrations,
    stage: Stage::Run,
    severity: Severity::Error,
    page: include_str!("http-task.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    for call in &ctx.calls {
        match call.name().as_str() {
            "http:invoke" => {
                endpoint(ctx, call, report);
                connection(ctx, call, report);
                headers(ctx, call, report);
                http_encoding::check(ctx, call, report);
            }
            "apigateway:invoke" => {
                headers(ctx, call, report);
                header_values(ctx, call, report);
            }
            _ => {}
        }
    }
}

fn endpoint<'t>(ctx: &Context<'_, 't>, call: &Call<'_, 't>, report: &mut Report<'t>) {
    let Some(url) = call.given.get("ApiEndpoint").and_then(|it| plain_text(it, call.language)) else { return };
    let state = ctx.describe(call.task.object);
    let address = url.text.trim_start();
    let is_secure = address.get(..8).is_some_and(|scheme| scheme.eq_ignore_ascii_case("https://"));
    let Some(rest) = address.get(8..).filter(|_| is_secure) else {
        let message = format!("an HTTP task calls `https` only, not `{}` ({state})", without_caller(address));
        let finding = Finding::new(url, message);
        return report.add(match address.strip_prefix("http://") {
            Some(rest) => {
                let secure = format!("https://{rest}");
                finding
                    .help("write `https://`: there is no way to call a server without TLS")
                    .fix(format!("write `{}`", without_caller(&secure)), Edit::value(url, &secure))
            }
            None => finding.help("write the whole URL, with `https://` at its beginning"),
        });
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if host.is_empty() {
        let message = format!("`ApiEndpoint` names no server ({state})");
        report.add(Finding::new(url, message).help("write it behind `https://`"));
    } else if host.contains('@') {
        let message = format!("`ApiEndpoint` says who calls, in front of the server's name ({state})");
        let finding = Finding::new(url, message).label("whoever may read the definition reads this");
        report
            .add(finding.help("give the name and the password to the connection, and only the server here").possible());
    }
}

/// A URL without a name and a password: what is told may be read by more people than the definition.
fn without_caller(url: &str) -> String {
    let (scheme, rest) = url.split_at(url.find("://").map_or(0, |at| at + 3));
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    match rest.get(..end).and_then(|host| host.rfind('@')) {
        Some(at) => format!("{scheme}{}", rest.get(at + 1..).unwrap_or_default()),
        None => url.to_owned(),
    }
}

fn connection<'t>(ctx: &Context<'_, 't>, call: &Call<'_, 't>, report: &mut Report<'t>) {
    let keys = |name: &str| call.given.members().map(|it| it.key).find(|key| call.split(key.text).0 == name);
    if let (Some(old), Some(new)) = (keys("Authentication"), keys("InvocationConfig")) {
        let message = format!(
            "both `Authentication` and `InvocationConfig` name a connection ({})",
            ctx.describe(call.task.object)
        );
        let finding = Finding::new(old, message).related(new, "the other one, which AWS prefers");
        report.add(finding.help("leave `Authentication` out").possible());
    }
    for field in ["Authentication", "InvocationConfig"] {
        let of = call.given.get(field).and_then(|it| it.get("ConnectionArn"));
        let Some(arn) = of.and_then(|it| plain_text(it, call.language)).filter(|arn| !is_connection(arn.text)) else {
            continue;
        };
        let message = format!(
            "`{}` is not the ARN of a connection of EventBridge ({})",
            arn.text,
            ctx.describe(call.task.object)
        );
        report.add(
            Finding::new(arn, message).help("it reads arn:aws:events:REGION:ACCOUNT:connection/NAME/ID, with its id"),
        );
    }
}

fn is_connection(arn: &str) -> bool {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let ["arn", partition, "events", region, account, rest] = parts.as_slice() else { return false };
    let names: Vec<&str> = rest.split('/').collect();
    let is_id = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let is_whole = matches!(names.as_slice(), ["connection", name, id] if !name.is_empty() && is_id(id));
    let is_account = account.len() == 12 && account.bytes().all(|b| b.is_ascii_digit());
    is_whole && is_account && partition.starts_with("aws") && region.contains('-')
}

fn headers<'t>(ctx: &Context<'_, 't>, call: &Call<'_, 't>, report: &mut Report<'t>) {
    for member in call.given.get("Headers").into_iter().flat_map(Node::members) {
        let name = call.split(member.key.text).0.to_ascii_lowercase();
        if !is_forbidden_header(call.action.service().name(), &name) || member.key.has_placeholder() {
            continue;
        }
        let message = format!(
            "{} may not set the header `{}` ({})",
            call.name(),
            member.key.text,
            ctx.describe(call.task.object)
        );
        let help = match (name.as_str(), call.name().as_str()) {
            ("authorization", "http:invoke") => "the connection adds what authorises the call",
            ("authorization", _) => "`AuthType` says how the call is authorised",
            _ => "leave it out: it is not for the caller to say",
        };
        report.add(Finding::new(member.key, message).help(help));
    }
}

/// API Gateway takes lists of values, and refuses the whole field else.
fn header_values<'t>(ctx: &Context<'_, 't>, call: &Call<'_, 't>, report: &mut Report<'t>) {
    for member in call.given.get("Headers").into_iter().flat_map(Node::members) {
        let Some(value) = plain_text(member.value, call.language) else { continue };
        if call.split(member.key.text).1 || member.key.has_placeholder() {
            continue;
        }
        let message = format!(
            "the header `{}` of apigateway:invoke needs a list of values ({})",
            member.key.text,
            ctx.describe(call.task.object)
        );
        report.add(Finding::new(value, message).help(format!("write [{}]", value.node.raw())));
    }
}
