use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "distributed-map",
    category: Category::Map,
    stage: Stage::Deploy,
    severity: Severity::Error,
    page: include_str!("distributed-map.md"),
    check,
};

const DISTRIBUTED_ONLY: [Field; 3] = [Field::ItemReader, Field::ItemBatcher, Field::ResultWriter];

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    for map in ctx.objects(|kind| kind == ObjectKind::State(Some(StateType::Map))) {
        for processor in ctx.definition.children(map, ObjectKind::Processor) {
            let mode = mode(ctx, processor);
            match mode.map(|m| m.as_str().and_then(Str::known)) {
                // The default; a placeholder or a fault of its own says nothing.
                None | Some(Some("INLINE")) => inline(ctx, report, map, processor),
                Some(Some("DISTRIBUTED")) => distributed(ctx, report, map, processor),
                Some(_) => {}
            }
        }
    }
}

/// `ProcessorConfig.Mode` of an item processor, if it is given.
fn mode<'t>(ctx: &Context<'_, 't>, processor: &Object<'t>) -> Option<Node<'t>> {
    ctx.get(processor, Field::ProcessorConfig)?.get(Field::Mode.name())
}

fn inline<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>, map: &Object<'t>, processor: &Object<'t>) {
    // A config that is hidden, or not an object, may say anything.
    if ctx.get(processor, Field::ProcessorConfig).is_some_and(|c| c.kind() != Kind::Object) {
        return;
    }
    // A Mode that is mistyped, or lacks beside an ExecutionType that it goes with, is reported, and explains the rest.
    let mut configs = ctx.definition.children(processor, ObjectKind::ProcessorConfig);
    let lacks_mode = configs.any(|config| {
        let lacks = ctx.get(config, Field::ExecutionType).is_some() && ctx.get(config, Field::Mode).is_none();
        lacks || ctx.is_mistyped(config, Field::Mode)
    });
    let given = DISTRIBUTED_ONLY.iter().filter_map(|f| ctx.definition.entry(map, *f).map(|e| (*f, e)));
    for (i, (field, entry)) in given.enumerate() {
        report.add(
                Finding::new(Place::span(entry.member.value, entry.member.key.span()), format!("`{field}` of {} needs a distributed Map", ctx.describe(map)))
                    .help("add \"ProcessorConfig\": {\"Mode\": \"DISTRIBUTED\", \"ExecutionType\": \"STANDARD\"} to its ItemProcessor")
                    .schema(format!("Field '{field}' is not supported"), map.node)
                    // One remedy for all of them: the first one speaks.
                    .follows_if(lacks_mode || i > 0),
            );
    }
    for config in ctx.definition.children(processor, ObjectKind::ProcessorConfig) {
        if let Some(entry) = ctx.definition.entry(config, Field::ExecutionType) {
            report.add(
                Finding::new(
                    Place::span(entry.member.value, entry.member.key.span()),
                    format!("an inline Map has no `ExecutionType` ({})", ctx.describe(map)),
                )
                .help("add \"Mode\": \"DISTRIBUTED\", or remove it")
                .schema("Field 'ExecutionType' is not supported", config.node)
                .follows_if(ctx.is_mistyped(config, Field::Mode)),
            );
        }
    }
}

fn distributed<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>, map: &Object<'t>, processor: &Object<'t>) {
    for config in ctx.definition.children(processor, ObjectKind::ProcessorConfig) {
        if ctx.get(config, Field::ExecutionType).is_none() {
            report.add(
                Finding::new(
                    config.node,
                    format!(
                        "the distributed Map `{}` does not say what its executions are",
                        map.state.map_or("", |id| ctx.name(id))
                    ),
                )
                .help("add \"ExecutionType\": \"STANDARD\" or \"EXPRESS\"")
                .absent_in(config.node)
                .schema("These fields are required: [ExecutionType]", config.node)
                .follows_if(ctx.is_mistyped(config, Field::ExecutionType)),
            );
        }
        if ctx.options.workflow == Workflow::Express
            && let Some(mode) = ctx.get(config, Field::Mode)
        {
            report.add(
                Finding::new(mode, "an Express workflow can't have a distributed Map")
                    .help("make it inline, or the workflow Standard")
                    .schema(
                        "The field 'Mode' with value 'DISTRIBUTED' is not supported inside 'EXPRESS' state machines",
                        mode,
                    ),
            );
        }
    }
}
