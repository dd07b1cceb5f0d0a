//! Facts that were written down by hand, from AWS's own pages and recordings, against what the generator made of the
//! models.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test stops where its data is broken")]

use asl_catalogue::{
    Action, Bound, Catalogue, Member, Pattern, Service, Shape, Standing, Structure, Support, optimized,
    optimized_services, sdk, sdk_services,
};
use std::collections::HashSet;

fn call(service: &str, action: &str) -> Action<'static> {
    sdk(service).unwrap().action(action).unwrap()
}

fn integration(service: &str, action: &str) -> Action<'static> {
    optimized(service).unwrap().action(action).unwrap()
}

/// A parameter by its path; `[]` stands for what a list or map holds.
fn parameter(action: Action<'static>, path: &str) -> Member<'static> {
    let mut structure = action.input().unwrap();
    let mut steps = path.split('.').peekable();
    loop {
        let member = structure.member(steps.next().unwrap()).unwrap();
        let mut shape = member.shape();
        while steps.next_if_eq(&"[]").is_some() {
            shape = inside(shape);
        }
        if steps.peek().is_none() {
            return member;
        }
        structure = as_structure(shape);
    }
}

fn inside(shape: Shape<'static>) -> Shape<'static> {
    match shape {
        Shape::List(list) => list.items(),
        Shape::Map(map) => map.values(),
        other => panic!("{other:?} holds nothing"),
    }
}

fn as_structure(shape: Shape<'static>) -> Structure<'static> {
    match shape {
        Shape::Structure(structure) => structure,
        other => panic!("{other:?} is no structure"),
    }
}

fn members(shape: Option<Shape<'static>>) -> Vec<&'static str> {
    as_structure(shape.unwrap()).members().map(Member::name).collect()
}

fn values(shape: Shape<'static>) -> Vec<&'static str> {
    match shape {
        Shape::String(text) => text.values().collect(),
        other => panic!("{other:?} is no text"),
    }
}

fn required(action: Action<'static>) -> Vec<&'static str> {
    action.required().collect()
}

fn patterns(action: Action<'static>) -> Vec<&'static str> {
    action.patterns().map(Pattern::suffix).collect()
}

#[test]
fn lambda() {
    let invoke = integration("lambda", "invoke");
    assert_eq!(required(invoke), ["FunctionName"]);
    assert_eq!(patterns(invoke), ["", ".waitForTaskToken"]);
    assert!(matches!(parameter(invoke, "Payload").shape(), Shape::Json));
    assert_eq!(values(parameter(invoke, "InvocationType").shape()), ["Event", "RequestResponse", "DryRun"]);
    let result = members(invoke.result(Pattern::RequestResponse));
    for name in ["ExecutedVersion", "Payload", "SdkHttpMetadata", "SdkResponseMetadata", "StatusCode"] {
        assert!(result.contains(&name), "{name} is in {result:?}");
    }
    assert!(invoke.result(Pattern::WaitForTaskToken).is_none());
    assert!(invoke.errors().any(|error| error == "Lambda.TooManyRequestsException"));
    assert!(invoke.service().general_errors().any(|error| error == "Lambda.SdkClientException"));
    let get = call("lambda", "getFunction");
    let configuration = as_structure(get.output().unwrap()).member("Configuration").unwrap().shape();
    let memory = as_structure(configuration).member("MemorySize").unwrap().shape();
    let Shape::Number(memory) = memory else { panic!("{memory:?}") };
    assert_eq!(memory.bounds().least, Some(Bound::Whole(128)));
    assert_eq!(memory.bounds().most_before, Some(Bound::Whole(10240)));
    assert_eq!(call("lambda", "invokeAsync").support(), Support::Removed);
    assert_eq!(call("lambda", "invokeWithResponseStream").support(), Support::Excluded);
}

#[test]
fn s3() {
    let get = call("s3", "getObject");
    assert_eq!(required(get), ["Bucket", "Key"]);
    assert!(get.errors().any(|error| error == "S3.NoSuchKeyException"));
    assert!(get.service().general_errors().eq(["S3.S3Exception", "S3.SdkClientException"]));
    let class = as_structure(get.output().unwrap()).member("StorageClass").unwrap().shape();
    assert!(values(class).contains(&"GLACIER"));
    let etag = as_structure(get.output().unwrap()).member("ETag").unwrap();
    assert_eq!(etag.wire_name(), None);
    let acl = parameter(call("s3", "putObject"), "Acl");
    assert_eq!(acl.wire_name(), Some("ACL"));
    let copy = call("s3", "copyObject").input().unwrap();
    assert!(copy.member("Bucket").is_some() && copy.member("DestinationBucket").is_some());
    assert!(copy.choices().all(|choice| !choice.is_exclusive()));
    let choices: Vec<Vec<&str>> = copy.choices().map(|choice| choice.members().map(Member::name).collect()).collect();
    assert!(choices.contains(&vec!["CopySource", "SourceBucket"]), "{choices:?}");
    assert_eq!(call("s3", "selectObjectContent").support(), Support::Excluded);
}

#[test]
fn dynamodb() {
    let put = integration("dynamodb", "putItem");
    assert_eq!(required(put), ["Item", "TableName"]);
    assert_eq!(patterns(put), [""]);
    assert!(put.is_listed());
    assert_eq!(put.stands_for(), Some("dynamodb:putItem"));
    assert!(put.errors().any(|error| error == "DynamoDB.ConditionalCheckFailedException"));
    assert!(optimized("dynamodb").unwrap().action("query").is_none());
    let query = call("dynamodb", "query");
    assert_eq!(query.service().error_prefix(), "DynamoDb");
    assert!(query.errors().any(|error| error == "DynamoDb.ResourceNotFoundException"));
    // An attribute holds attributes: the shape holds itself.
    let value = as_structure(inside(parameter(put, "Item").shape()));
    assert!(value.member("SS").is_some() && value.member("NULL").is_some());
    let list = value.member("L").unwrap().shape();
    assert_eq!(as_structure(inside(list)).id(), value.id());
    let value = as_structure(inside(parameter(query, "ExclusiveStartKey").shape()));
    assert!(value.is_loose() && value.member("Nul").is_some());
}

#[test]
fn queues_and_topics() {
    let send = integration("sqs", "sendMessage");
    assert_eq!(required(send), ["MessageBody", "QueueUrl"]);
    assert!(matches!(parameter(send, "MessageBody").shape(), Shape::Text));
    assert!(members(send.result(Pattern::RequestResponse)).contains(&"MD5OfMessageBody"));
    assert!(send.errors().any(|error| error == "SQS.QueueDoesNotExistException"));
    assert!(members(call("sqs", "sendMessage").output()).contains(&"Md5OfMessageBody"));
    let publish = integration("sns", "publish");
    assert_eq!(required(publish), ["Message"]);
    let needed = publish.input().unwrap().choices().next().unwrap();
    assert!(needed.members().map(Member::name).eq(["TopicArn", "TargetArn", "PhoneNumber"]));
    assert_eq!(call("sns", "publish").service().error_prefix(), "Sns");
}

#[test]
fn state_machines() {
    let start = integration("states", "startExecution");
    assert_eq!(patterns(start), ["", ".sync", ".sync:2", ".waitForTaskToken"]);
    let output = |pattern| as_structure(start.result(pattern).unwrap()).member("Output").unwrap().shape();
    assert!(matches!(output(Pattern::Sync), Shape::String(_)));
    assert!(matches!(output(Pattern::Sync2), Shape::Json));
    assert!(start.errors().any(|error| error == "StepFunctions.ExecutionAlreadyExistsException"));
    let own = sdk("sfn").unwrap();
    assert_eq!((own.error_prefix(), own.id()), ("Sfn", "SFN"));
    assert_eq!(required(own.action("describeExecution").unwrap()), ["ExecutionArn"]);
    assert!(matches!(parameter(own.action("startExecution").unwrap(), "Input").shape(), Shape::Text));
}

#[test]
fn ec2() {
    let describe = call("ec2", "describeInstances");
    assert!(required(describe).is_empty());
    assert_eq!(parameter(describe, "Filters.[].Values").name(), "Values");
    let reservations = as_structure(describe.output().unwrap()).member("Reservations").unwrap().shape();
    let instances = as_structure(inside(reservations)).member("Instances").unwrap().shape();
    let state = as_structure(inside(instances)).member("State").unwrap().shape();
    let name = as_structure(state).member("Name").unwrap().shape();
    assert!(values(name).contains(&"shutting-down"));
    assert!(required(call("ec2", "runInstances")).contains(&"MinCount"));
}

#[test]
fn models_of_bedrock() {
    let converse = call("bedrockruntime", "converse");
    assert_eq!(converse.service().error_prefix(), "BedrockRuntime");
    let message = as_structure(inside(parameter(converse, "Messages").shape()));
    assert!(message.members().map(Member::name).eq(["Role", "Content"]));
    assert!(as_structure(inside(message.member("Content").unwrap().shape())).is_union());
    assert_eq!(call("bedrockruntime", "converseStream").support(), Support::Excluded);
    let invoke = integration("bedrock", "invokeModel");
    assert_eq!(required(invoke), ["ModelId"]);
    let choices: Vec<bool> = invoke.input().unwrap().choices().map(asl_catalogue::Choice::is_exclusive).collect();
    assert_eq!(choices, [false, true]);
    let customize = integration("bedrock", "createModelCustomizationJob");
    assert!(members(customize.result(Pattern::Sync)).contains(&"OutputModelArn"));
}

#[test]
fn events() {
    let put = integration("events", "putEvents");
    assert!(matches!(parameter(put, "Entries.[].Detail").shape(), Shape::Text));
    assert_eq!(members(put.result(Pattern::RequestResponse)), ["FailedEntryCount", "Entries"]);
    assert!(put.service().general_errors().eq(["EventBridge.FailedEntry"]));
    let is_needed =
        |name: &str| as_structure(inside(parameter(put, "Entries").shape())).member(name).unwrap().is_required();
    assert_eq!(["Source", "DetailType", "Detail", "Time"].map(is_needed), [true, true, true, false]);
    let own = call("eventbridge", "putEvents");
    assert!(matches!(parameter(own, "Entries.[].Detail").shape(), Shape::String(_)));
    assert!(sdk("events").is_none());
}

#[test]
fn spellings() {
    let identifier = parameter(call("rds", "describeDBInstances"), "DbInstanceIdentifier");
    assert_eq!(identifier.wire_name(), Some("DBInstanceIdentifier"));
    assert!(call("rds", "startDBInstance").errors().any(|error| error == "Rds.DbInstanceNotFoundException"));
    assert_eq!(
        parameter(call("rekognition", "startLabelDetection"), "NotificationChannel.SnsTopicArn").name(),
        "SnsTopicArn"
    );
    let prefixes = ["acmpca", "config", "iotsitewise", "wafv2", "apigatewayv2", "memorydb", "b2bi", "fsx", "sesv2"];
    let theirs = ["AcmPca", "Config", "IoTSiteWise", "Wafv2", "ApiGatewayV2", "MemoryDb", "B2Bi", "FSx", "SesV2"];
    assert!(prefixes.iter().map(|name| sdk(name).unwrap().error_prefix()).eq(theirs));
}

/// The greatest number of 64 bits stays what it is.
#[test]
fn great_bounds() {
    let Shape::Number(priority) = parameter(call("connect", "updateContactRoutingData"), "QueuePriority").shape()
    else {
        panic!("no number")
    };
    assert_eq!(priority.bounds().most, Some(Bound::Whole(i64::MAX)));
}

#[test]
fn standings() {
    assert_eq!(sdk("s3").unwrap().standing(), Standing::Listed);
    assert_eq!(sdk("s3vectors").unwrap().standing(), Standing::Unlisted);
    for gone in ["opsworks", "qldb", "macie", "mobile"] {
        assert_eq!(sdk(gone).unwrap().standing(), Standing::Retired, "{gone}");
    }
    assert!(sdk("macie").unwrap().actions().next().is_none());
    let retired = call("chime", "createAppInstance");
    assert_eq!(retired.support(), Support::Retired);
    assert!(retired.input().is_none());
    assert_eq!(call("kinesis", "subscribeToShard").support(), Support::Excluded);
    assert_eq!(sdk("qldb").unwrap().source().unwrap().name, "botocore 1.37.0");
}

/// Every service: it decodes, in order, and whatever it names is there.
#[test]
fn every_service_decodes() {
    let services: Vec<Service<'_>> = sdk_services()
        .map(|name| sdk(name).unwrap())
        .chain(optimized_services().map(|n| optimized(n).unwrap()))
        .collect();
    assert!(sdk_services().is_sorted() && optimized_services().is_sorted());
    assert!(sdk_services().count() >= 471 && optimized_services().count() >= 23);
    let (mut actions, mut structures) = (0, 0);
    for service in services {
        assert!(service.actions().map(Action::name).is_sorted(), "{}", service.name());
        let mut seen = HashSet::new();
        for action in service.actions() {
            actions += 1;
            let name = action.name();
            let is_name = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric());
            assert!(is_name(name) && name.starts_with(|c: char| c.is_ascii_lowercase()), "{}:{name}", service.name());
            assert!(action.errors().all(|error| error.ends_with("Exception")), "{}:{name}", service.name());
            assert!(action.patterns().next().is_some());
            let shapes = action.patterns().filter_map(|pattern| action.result(pattern));
            for shape in shapes.chain(action.input().map(Shape::Structure)) {
                walk(shape, &mut seen);
            }
        }
        structures += seen.len();
    }
    assert!(actions > 20_000 && structures > 50_000, "{actions} actions, {structures} structures");
}

fn walk(shape: Shape<'static>, seen: &mut HashSet<u32>) {
    match shape {
        Shape::Structure(structure) if seen.insert(structure.id()) => {
            for member in structure.members() {
                let first = member.name().chars().next();
                assert!(first.is_some_and(|c| !c.is_ascii_lowercase()), "{}", member.name());
                walk(member.shape(), seen);
            }
        }
        Shape::List(list) => walk(list.items(), seen),
        Shape::Map(map) => {
            walk(map.keys(), seen);
            walk(map.values(), seen);
        }
        _ => {}
    }
}

/// A file that is cut off or damaged gives less, and takes nobody down.
#[test]
fn broken_files() {
    let whole = include_bytes!("../data/packed.bin");
    assert!(Catalogue::read(b"something else").is_none());
    for cut in [4, 10, 1000, 20_000, 40_000, whole.len() / 2] {
        let catalogue = Catalogue::read(&whole[..cut]).unwrap();
        let actions =
            catalogue.sdk_services().filter_map(|name| catalogue.sdk(name)).flat_map(Service::actions).count();
        assert!(actions < 20_000, "{cut}");
    }
    let mut damaged = whole.to_vec();
    for byte in damaged.iter_mut().skip(20_000).step_by(997) {
        *byte ^= 0x55;
    }
    if let Some(catalogue) = Catalogue::read(&damaged) {
        for service in catalogue.sdk_services().filter_map(|name| catalogue.sdk(name)) {
            assert!(service.actions().all(|action| action.required().count() < 10_000));
        }
    }
}
