use super::*;
use crate::testing::Shelf;

fn shelf() -> Shelf {
    Shelf::of([
        ("b/data.json", r#"{"a": {"b": [1, 2, 3]}, "o": {"x": 1}, "s": "text"}"#),
        ("b/lines.jsonl", "{\"n\": 1}\n\n2\r\n[3]\n"),
        ("b/table.csv", "k|v\na|1\nb|2\n"),
        ("b/in/", ""),
        ("b/in/1.json", "[1, 2]"),
        ("b/in/2.json", "[3]"),
        ("b/athena.csv", "s3://b/lines.jsonl\n\"s3://c/more.jsonl\"\n"),
        ("c/more.jsonl", "4"),
        (
            "b/manifest.json",
            r#"{"destinationBucket": "arn:aws:s3:::c", "fileFormat": "CSV", "fileSchema": "Bucket, Key, Size",
                "files": [{"key": "inv.csv"}]}"#,
        ),
        ("c/inv.csv", "\"b\",\"x.txt\",\"12\"\n"),
    ])
}

fn get(key: &str, config: &Value, most: usize) -> Result<Vec<Value>> {
    let arguments = json!({"Bucket": "b", "Key": key});
    let request = Request { resource: "arn:aws:states:::s3:getObject", arguments: &arguments, config, most };
    read(&shelf(), &request).map(|found| found.into_iter().map(|item| item.value).collect())
}

fn cause(result: Result<Vec<Value>>) -> String {
    match result {
        Err(Refusal::Failed(cause)) => cause,
        other => panic!("{other:?}"),
    }
}

#[test]
fn json_by_pointer() {
    let at = |pointer: &str| get("data.json", &json!({"InputType": "JSON", "ItemsPointer": pointer}), 9);
    assert_eq!(at("/a/b"), Ok(vec![json!(1), json!(2), json!(3)]));
    assert_eq!(at("/o"), Ok(vec![json!(1)]));
    for pointer in ["/s", "/none"] {
        assert_eq!(cause(at(pointer)), "Attempting to map over non-iterable node.");
    }
    assert_eq!(get("data.json", &json!({"InputType": "JSON", "ItemsPointer": "/a/b"}), 2).map(|all| all.len()), Ok(2));
}

#[test]
fn lines_and_tables() {
    let lines = get("lines.jsonl", &json!({"InputType": "JSONL"}), 9);
    assert_eq!(lines, Ok(vec![json!({"n": 1}), json!(2), json!([3])]));
    let config = json!({"InputType": "CSV", "CSVHeaderLocation": "FIRST_ROW", "CSVDelimiter": "PIPE"});
    assert_eq!(get("table.csv", &config, 1), Ok(vec![json!({"k": "a", "v": "1"})]));
    assert!(cause(get("none.csv", &config, 1)).starts_with("The specified key does not exist."));
}

#[test]
fn lists_and_what_they_hold() {
    let arguments = json!({"Bucket": "b", "Prefix": "in/"});
    let list = |config: &Value| {
        let request =
            Request { resource: "arn:aws:states:::s3:listObjectsV2", arguments: &arguments, config, most: usize::MAX };
        read(&shelf(), &request).expect("it is there")
    };
    let names = list(&Value::Null);
    assert_eq!(
        names.iter().map(|item| item.value["Key"].clone()).collect::<Vec<_>>(),
        ["in/", "in/1.json", "in/2.json"]
    );
    assert!(names.iter().all(|item| item.source.as_deref() == Some("s3://b")));
    assert_eq!(names[2].value["Size"], 3);
    let all = list(&json!({"InputType": "JSON", "Transformation": "LOAD_AND_FLATTEN"}));
    assert_eq!(all.iter().map(|item| item.value.clone()).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(all[2].source.as_deref(), Some("s3://b/in/2.json"));
}

#[test]
fn manifests() {
    let athena = get("athena.csv", &json!({"InputType": "JSONL", "ManifestType": "ATHENA_DATA"}), 9);
    assert_eq!(athena, Ok(vec![json!({"n": 1}), json!(2), json!([3]), json!(4)]));
    let expected = json!({"Bucket": "b", "Key": "x.txt", "Size": "12"});
    for config in [json!({"InputType": "MANIFEST"}), json!({"ManifestType": "S3_INVENTORY"})] {
        assert_eq!(get("manifest.json", &config, 9), Ok(vec![expected.clone()]));
    }
}

#[test]
fn parquet_is_not_read() {
    let config = json!({"InputType": "PARQUET"});
    assert!(matches!(get("data.json", &config, 9), Err(Refusal::Problem(problem)) if problem.contains("Parquet")));
}
