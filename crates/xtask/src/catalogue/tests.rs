//! The generator, on models small enough to read.

use super::facts::{Optimized, Sdk};
use super::fetch::Botocore;
use super::{facts, naming, pack, report, services};
use crate::run;
use asl_catalogue::{Bound, Catalogue, Choice, Member, Pattern, Shape, Standing, Structure, Support};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use std::io::Write;
use std::path::PathBuf;

/// A folder that is gone when the test is.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("asl-catalogue-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// Puts a model where botocore has it.
    fn put(&self, service: &str, model: &Value) {
        let folder = self.0.join(service).join("2020-01-01");
        std::fs::create_dir_all(&folder).unwrap();
        let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(model.to_string().as_bytes()).unwrap();
        std::fs::write(folder.join("service-2.json.gz"), packed.finish().unwrap()).unwrap();
    }

    fn botocore(&self, version: &str) -> Botocore {
        Botocore { version: version.to_owned(), date: "2020-01-02".to_owned(), data: self.0.clone() }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn model(most: u64, operations: &Value) -> Value {
    json!({
        "metadata": {"serviceId": "Amazon Tree Service", "apiVersion": "2020-01-01"},
        "operations": operations,
        "shapes": {
            "Ask": {"type": "structure", "required": ["DBName", "token"], "members": {
                "DBName": {"shape": "Name"},
                "token": {"shape": "Plain", "idempotencyToken": true},
                "default": {"shape": "Share", "deprecated": true},
            }},
            "Answer": {"type": "structure", "required": ["root"], "members": {
                "root": {"shape": "Node"},
                "twin": {"shape": "Twin"},
                "made": {"shape": "Date"},
            }},
            "Node": {"type": "structure", "members": {"children": {"shape": "Nodes"}, "color": {"shape": "Color"}}},
            "Twin": {"type": "structure", "members": {"children": {"shape": "Twins"}, "color": {"shape": "Color"}}},
            "Nodes": {"type": "list", "member": {"shape": "Node"}},
            "Twins": {"type": "list", "member": {"shape": "Twin"}},
            "Name": {"type": "string", "min": 1, "max": most, "pattern": "[a-z]+"},
            "Plain": {"type": "string"},
            "Share": {"type": "float", "min": 0.25, "max": 1.0},
            "Color": {"type": "string", "enum": ["RED", "GREEN"]},
            "Date": {"type": "timestamp"},
            "NoRootFault": {"type": "structure", "exception": true, "members": {}},
            "KMSBroken": {"type": "structure", "exception": true, "members": {}},
            "Talk": {"type": "structure", "members": {"events": {"shape": "Events"}}},
            "Events": {"type": "structure", "eventstream": true, "members": {}},
        },
    })
}

fn grow() -> Value {
    json!({
        "input": {"shape": "Ask"}, "output": {"shape": "Answer"},
        "errors": [{"shape": "NoRootFault"}, {"shape": "KMSBroken"}],
    })
}

fn sdk(extra: &Value) -> Sdk {
    let mut facts = json!({
        "listed": ["Tree"], "excluded": {}, "removed": {}, "withdrawn": ["bush"], "spelled": {}, "added": {},
        "either": {}, "loose": {}, "json": {}, "text": {},
    });
    facts.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
    serde_json::from_value(facts).unwrap()
}

fn optimized(action: &Value) -> Optimized {
    serde_json::from_value(
        json!({"services": {"tree": {"errors": "Tree", "metadata": false, "actions": {"grow": action}}}}),
    )
    .unwrap()
}

/// The file that comes of a newer and an older model.
fn packed(name: &str, sdk: &Sdk, optimized: &Optimized) -> Vec<u8> {
    let (new, old) = (Folder::new(&format!("{name}-new")), Folder::new(&format!("{name}-old")));
    new.put("tree", &model(20, &json!({"Grow": grow(), "Talk": {"output": {"shape": "Talk"}}})));
    old.put("tree", &model(10, &json!({"Grow": grow(), "CutDown": {"input": {"shape": "Ask"}}})));
    let mut gone = model(10, &json!({"Grow": grow()}));
    gone["metadata"]["serviceId"] = "Stump".into();
    old.put("stump", &gone);
    let botocores = [new.botocore("2.0"), old.botocore("1.0")];
    let services = services(&botocores, sdk, optimized).unwrap();
    let sources = botocores.map(|botocore| (format!("botocore {}", botocore.version), botocore.date));
    pack::file(&sources, &services).unwrap()
}

fn plain() -> Value {
    json!({"patterns": ["request_response", "sync"], "api": "tree:grow", "sync": "tree:grow.out/Root"})
}

fn structure(shape: Shape<'_>) -> Structure<'_> {
    match shape {
        Shape::Structure(structure) => structure,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_goes_in_comes_out() {
    let packed = packed("whole", &sdk(&json!({})), &optimized(&plain()));
    let catalogue = Catalogue::read(&packed).unwrap();
    assert!(catalogue.sdk_services().eq(["bush", "stump", "tree"]));
    let tree = catalogue.sdk("tree").unwrap();
    assert_eq!((tree.error_prefix(), tree.id(), tree.version()), ("Tree", "Amazon Tree Service", "2020-01-01"));
    assert_eq!(tree.source().unwrap().name, "botocore 2.0");
    assert!(tree.general_errors().eq(["Tree.TreeException", "Tree.SdkClientException"]));
    let grow = tree.action("grow").unwrap();
    assert!(grow.errors().eq(["Tree.KmsBrokenException", "Tree.NoRootException"]));
    assert!(grow.required().eq(["DbName"]));
    let ask = grow.input().unwrap();
    let names: Vec<_> = ask.members().map(|member| (member.name(), member.wire_name())).collect();
    assert_eq!(names, [("DbName", Some("DBName")), ("Token", None), ("DefaultValue", Some("default"))]);
    assert!(ask.member("Token").is_some_and(Member::is_token));
    assert!(ask.member("DefaultValue").is_some_and(Member::is_deprecated));
    let Shape::String(name) = ask.member("DbName").unwrap().shape() else { panic!("no text") };
    assert_eq!(name.pattern(), Some("[a-z]+"));
    let bounds = name.bounds();
    assert_eq!((bounds.least, bounds.most), (Some(Bound::Whole(1)), Some(Bound::Whole(20))));
    assert_eq!((bounds.least_before, bounds.most_before), (None, Some(Bound::Whole(10))));
    let Shape::Number(share) = ask.member("DefaultValue").unwrap().shape() else { panic!("no number") };
    assert_eq!((share.bounds().least, share.bounds().most), (Some(Bound::Decimal(0.25)), Some(Bound::Whole(1))));
    let answer = structure(grow.output().unwrap());
    assert!(answer.member("Root").is_some_and(Member::is_required));
    let Shape::String(color) = structure(answer.member("Root").unwrap().shape()).member("Color").unwrap().shape()
    else {
        panic!("no text")
    };
    assert!(color.values().eq(["RED", "GREEN"]));
}

/// Two shapes that hold themselves and look alike are one, and hold themselves still.
#[test]
fn equal_shapes_are_one() {
    let packed = packed("fold", &sdk(&json!({})), &optimized(&plain()));
    let catalogue = Catalogue::read(&packed).unwrap();
    let answer = structure(catalogue.sdk("tree").unwrap().action("grow").unwrap().output().unwrap());
    let root = structure(answer.member("Root").unwrap().shape());
    assert_eq!(structure(answer.member("Twin").unwrap().shape()).id(), root.id());
    let Shape::List(children) = root.member("Children").unwrap().shape() else { panic!("no list") };
    assert_eq!(structure(children.items()).id(), root.id());
    assert_ne!(answer.id(), root.id());
}

#[test]
fn what_older_models_had() {
    let facts = sdk(&json!({"excluded": {"tree": ["grow"]}}));
    let packed = packed("older", &facts, &optimized(&plain()));
    let catalogue = Catalogue::read(&packed).unwrap();
    let tree = catalogue.sdk("tree").unwrap();
    let support = |action: &str| tree.action(action).unwrap().support();
    assert_eq!(support("cutDown"), Support::Retired);
    assert_eq!(support("talk"), Support::Streaming);
    assert_eq!(support("grow"), Support::Excluded);
    assert_eq!(tree.standing(), Standing::Listed);
    let stump = catalogue.sdk("stump").unwrap();
    assert_eq!((stump.standing(), stump.source().unwrap().name), (Standing::Retired, "botocore 1.0"));
    assert_eq!(catalogue.sdk("bush").unwrap().standing(), Standing::Retired);
}

#[test]
fn an_optimised_integration_is_laid_over_the_api() {
    let facts = json!({
        "patterns": ["request_response", "sync", "sync:2"], "api": "tree:grow", "parameters": ["DBName", "Default", "Deep"],
        "required": ["Default"], "with": {"Deep": {"object": {"Inner": {"list": "text"}}}},
        "either": [["DBName", "Deep"]], "exclusive": [["Deep", "Default"]],
        "sync": "tree:grow.out/Root/Children/[]",
        "sync2": {"from": "tree:grow.out", "with": {"Root/Color": "json"}, "without": ["Twin"], "required": ["Made"]},
    });
    let packed = packed("optimized", &sdk(&json!({})), &optimized(&facts));
    let catalogue = Catalogue::read(&packed).unwrap();
    let grow = catalogue.optimized("tree").unwrap().action("grow").unwrap();
    assert!(grow.is_listed());
    assert!(grow.errors().eq(["Tree.KMSBrokenException", "Tree.NoRootException"]));
    let input = grow.input().unwrap();
    assert!(input.members().map(Member::name).eq(["DBName", "Default", "Deep"]));
    assert!(grow.required().eq(["Default"]));
    let Shape::List(inner) = structure(input.member("Deep").unwrap().shape()).member("Inner").unwrap().shape() else {
        panic!("no list")
    };
    assert!(matches!(inner.items(), Shape::Text));
    assert!(input.choices().map(Choice::is_exclusive).eq([false, true]));
    assert!(structure(grow.result(Pattern::Sync).unwrap()).member("Color").is_some());
    let parsed = structure(grow.result(Pattern::Sync2).unwrap());
    assert!(parsed.member("Twin").is_none());
    assert!(parsed.member("Made").unwrap().is_required());
    let color = |of: Structure<'_>| {
        let root = structure(of.member("Root").unwrap().shape());
        matches!(root.member("Color").unwrap().shape(), Shape::Json)
    };
    assert!(color(parsed));
    assert!(!color(structure(grow.output().unwrap())), "what is changed on the way is a copy");
    assert!(grow.result(Pattern::WaitForTaskToken).is_none());
}

#[test]
fn facts_that_fit_no_model_are_refused() {
    let folder = Folder::new("refused");
    folder.put("tree", &model(20, &json!({"Grow": grow()})));
    let refused = |action: &Value| {
        services(&[folder.botocore("1.0")], &sdk(&json!({})), &optimized(action)).map(drop).unwrap_err()
    };
    let api = |more: &Value| {
        let mut action = json!({"patterns": ["request_response"], "api": "tree:grow"});
        action.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        refused(&action)
    };
    assert_eq!(api(&json!({"parameters": ["Height"]})), "tree:grow: the API has no `Height`");
    assert_eq!(api(&json!({"without": ["Height"]})), "tree:grow: there is no `Height` to take away");
    let asked = json!({"result": {"from": "tree:grow.out", "required": ["Height"]}});
    assert_eq!(api(&asked), "tree:grow: there is no `Height` to ask for");
    assert_eq!(api(&json!({"patterns": ["async"]})), "tree:grow: `async` is no pattern");
    assert_eq!(api(&json!({"api": "tree:fell"})), "tree:grow: tree has no fell");
    assert_eq!(api(&json!({"result": "number"})), "tree:grow: `number` is no type");
    let missing = services(&[folder.botocore("1.0")], &sdk(&json!({"listed": ["Oak"]})), &optimized(&plain()));
    assert_eq!(missing.map(drop).unwrap_err(), "AWS lists Oak, and no model has it");
}

#[test]
fn the_same_models_give_the_same_bytes() {
    let make = |name| packed(name, &sdk(&json!({})), &optimized(&plain()));
    assert_eq!(make("first"), make("second"));
}

/// The committed file is what the committed facts and the models give, if botocore was fetched before.
#[test]
fn the_committed_file_is_up_to_date() {
    let root = run::root();
    let folder = root.join("crates/catalogue/data");
    let sources: facts::Sources = facts::read(&folder.join("sources.json")).unwrap();
    let unpacked = |version: &String| {
        let path = root.join("target/catalogue").join(format!("botocore-{version}"));
        let date = std::fs::read_to_string(path.join("built")).ok()?;
        Some(Botocore { version: version.clone(), date, data: path.join("botocore/data") })
    };
    let Some(botocores) =
        std::iter::once(&sources.botocore).chain(&sources.older).map(unpacked).collect::<Option<Vec<_>>>()
    else {
        println!("skipped: no botocore; `cargo xtask catalogue` fetches it");
        return;
    };
    let read = |name: &str| folder.join(name);
    let (sdk, optimized) = (facts::read(&read("sdk.json")).unwrap(), facts::read(&read("optimized.json")).unwrap());
    let services = services(&botocores, &sdk, &optimized).unwrap();
    let sources: Vec<_> = botocores.into_iter().map(|b| (format!("botocore {}", b.version), b.date)).collect();
    let made = pack::file(&sources, &services).unwrap();
    assert!(made == std::fs::read(root.join(super::PACKED)).unwrap(), "run `cargo xtask catalogue`");
}

#[test]
fn a_change_is_told() {
    let before = packed("before", &sdk(&json!({})), &optimized(&plain()));
    let fewer = json!({"patterns": ["request_response"], "api": "tree:grow", "parameters": ["DBName", "Token"]});
    let after = packed("after", &sdk(&json!({"withdrawn": ["shrub"]})), &optimized(&fewer));
    let read = |bytes| Catalogue::read(bytes).unwrap();
    let told = report::difference(&read(&before), &read(&after));
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(
        lines,
        [
            "services: 4 (+1 -1)",
            "  + aws-sdk:shrub",
            "  - aws-sdk:bush",
            "actions: 5 (+0 -0)",
            "parameters: 8 (+0 -1)",
            "  - tree:grow Default",
            "required parameters: 3 (+0 -0)",
            "values of parameters: 0 (+0 -0)",
            "members of results: 16 (+0 -0)",
            "errors: 6 (+0 -0)",
        ]
    );
}

/// Holds what a rule of spelling makes of names against what it should.
fn spells(rule: fn(&str) -> String, names: &[(&str, &str)]) {
    for (name, spelled) in names {
        assert_eq!(rule(name), *spelled);
    }
}

#[test]
fn names_are_spelled_as_in_java() {
    spells(
        naming::member,
        &[
            ("DBInstanceIdentifier", "DbInstanceIdentifier"),
            ("ACL", "Acl"),
            ("ETag", "ETag"),
            ("SSEKMSKeyId", "SsekmsKeyId"),
            ("SNSTopicArn", "SnsTopicArn"),
            ("vpcId", "VpcId"),
            ("SS", "Ss"),
            ("equals", "EqualsValue"),
            ("Return", "ReturnValue"),
            ("package", "PackageValue"),
        ],
    );
    spells(
        naming::error_prefix,
        &[
            ("DynamoDB", "DynamoDb"),
            ("SFN", "Sfn"),
            ("ACM PCA", "AcmPca"),
            ("Config Service", "Config"),
            ("IoTSiteWise", "IoTSiteWise"),
            ("WAFV2", "Wafv2"),
            ("SESv2", "SesV2"),
            ("ApiGatewayV2", "ApiGatewayV2"),
            ("SageMaker A2I Runtime", "SageMakerA2IRuntime"),
            ("Route53 Recovery Cluster", "Route53RecoveryCluster"),
        ],
    );
    spells(
        naming::error,
        &[
            ("DBInstanceNotFoundFault", "DbInstanceNotFoundException"),
            ("NoSuchKey", "NoSuchKeyException"),
            ("KMSAccessDeniedException", "KmsAccessDeniedException"),
        ],
    );
    spells(naming::old_error, &[("KMSAccessDenied", "KMSAccessDeniedException")]);
    spells(naming::action, &[("DescribeDBInstances", "describeDBInstances")]);
}
