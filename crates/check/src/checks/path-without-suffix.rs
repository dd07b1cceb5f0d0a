use super::prelude::*;
use super::task_token_not_passed;
use super::written_text::{Looks, Reader, is_input_member, looks_like, reader, takes_paths};
use asl_catalogue::Resource;

pub(super) static RULE: Rule = Rule {
    id: "path-without-suffix",
    category: Category::DataFlow,
    stage: Stage::Run,
    severity: Severity::Warning,
    page: include_str!("path-without-suffix.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    for object in ctx.definition.objects() {
        if object.language != Some(QueryLanguage::JsonPath) {
            continue;
        }
        if let Some(result) = ctx.definition.entry(object, Field::Result).filter(|it| it.spec.is_some()) {
            in_result(ctx, object, result.member.value, result.member.key, report);
        }
        for field in [Field::Parameters, Field::ItemSelector, Field::ResultSelector, Field::Assign] {
            if let Some(template) = ctx.get(object, field)
                && let Some(reader) = reader(ctx, object, field)
            {
                Search { ctx, object, report }.within(template, reader);
            }
        }
    }
}

/// Nothing in `Result` is computed, whatever the key.
fn in_result<'t>(ctx: &Context<'_, 't>, object: &Object<'t>, node: Node<'t>, field: Str<'t>, report: &mut Report<'t>) {
    for member in node.members() {
        let is_suffixed = member.key.known().is_some_and(|key| key.ends_with(".$"));
        if let Some(text) = member.value.as_str().filter(|text| is_suffixed && looks_like(text.text).is_some()) {
            let name = ctx.describe(object);
            let message = format!("`{}` in `Result` of {name} is not computed", member.key.text);
            report.add(
                Finding::new(Place::span(text.node, member.key.span()), message)
                    .label("this stays a field of that name, with the text as it is written")
                    .related(Place::span(node, field.span()), "`Result` is taken as it stands")
                    .help("write `Parameters` instead of `Result`"),
            );
        }
        in_result(ctx, object, member.value, field, report);
    }
    for item in node.items() {
        in_result(ctx, object, item, field, report);
    }
}

struct Search<'s, 'a, 't> {
    ctx: &'s Context<'a, 't>,
    object: &'s Object<'t>,
    report: &'s mut Report<'t>,
}

impl<'t> Search<'_, '_, 't> {
    fn within(&mut self, node: Node<'t>, reader: Reader) {
        for member in node.members() {
            let key = member.key.text;
            if key.ends_with(".$") || takes_paths(key) {
                continue;
            }
            // What a function gets is for the function to read.
            let reader = if key == "Payload" { Reader::Program } else { reader };
            match member.value.as_str() {
                Some(text) => self.string(member.key, text, reader),
                None => self.within(member.value, reader),
            }
        }
        for item in node.items() {
            self.within(item, reader);
        }
    }

    fn is_dynamodb(&self) -> bool {
        let resource = self.ctx.task(self.object.id).and_then(|task| task.resource);
        matches!(
            resource,
            Some((_, Ok(Resource::Optimized { service: "dynamodb", .. } | Resource::Sdk { service: "dynamodb", .. })))
        )
    }

    fn string(&mut self, key: Str<'t>, text: Str<'t>, reader: Reader) {
        let Some(what) = looks_like(text.text).filter(|_| text.known().is_some() && key.known().is_some()) else {
            return;
        };
        let is_meant = match what {
            Looks::Context | Looks::Call => true,
            Looks::Path(first) => reader != Reader::Program || is_input_member(self.ctx, self.object, &first),
        };
        if !is_meant {
            return;
        }
        let name = self.ctx.describe(self.object);
        let message = format!("`{}` of {name} is the text `{}`, not what it stands for", key.text, text.text);
        let finding = Finding::new(Place::span(text.node, key.span()), message)
            .label("without `.$`, a path or a call is passed on as it is written")
            .help(format!("write `{}.$`", key.text))
            .fix(format!("write `{}.$`", key.text), Edit::value(key, &format!("{}.$", key.text)));
        // Anywhere else it may be meant; DynamoDB takes digits there.
        let is_number = key.text == "N" && self.is_dynamodb();
        let finding = if is_number { finding.certain() } else { finding };
        self.report.add(finding.follows_if(task_token_not_passed::is_told_of(self.ctx, self.object, text)));
    }
}
