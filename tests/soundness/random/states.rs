//! Random states: fields that mostly work on samples of their data, and samples of what they come to.

use super::data;
use super::draft::{Arrival, Draft};
use super::known::Known;
use super::template::{self, working};
use super::{choice, paths};
use asl_expressions::Value;
use asl_interpret::answers::Outcome;
use asl_types::Kinds;
use serde_json::{Map, json};

/// A state, without where it leads to.
pub(crate) struct Built {
    pub(crate) fields: Map<String, Value>,
    /// How it is left; none where it ends its machine itself.
    pub(crate) exit: Option<Arrival>,
    /// A sample of what a catcher passes on, with the catcher.
    pub(crate) caught: Vec<(Map<String, Value>, Arrival)>,
    /// The rules of a Choice.
    pub(crate) rules: Vec<(Map<String, Value>, Arrival)>,
}

impl Built {
    fn new(kind: &str, exit: Arrival) -> Self {
        let mut fields = Map::new();
        fields.insert("Type".to_owned(), json!(kind));
        Self { fields, exit: Some(exit), caught: Vec::new(), rules: Vec::new() }
    }

    fn set(&mut self, name: &str, value: impl Into<Value>) {
        self.fields.insert(name.to_owned(), value.into());
    }
}

impl Draft {
    /// A state that gets this. One that must go on is no Succeed or Fail.
    pub(crate) fn state(&mut self, arrival: &Arrival, name: &str, depth: usize, must_go_on: bool) -> Built {
        let jsonata = self.jsonata || self.chance.in_hundred(25);
        let known = Known::new(jsonata, arrival.input.clone(), arrival.variables.clone(), &self.execution);
        let mut built = match self.chance.below(if depth > 1 { 12 } else { 16 }) {
            0..=3 => self.pass(&known, arrival, depth),
            4 | 5 => self.task(&known, arrival, name, depth),
            6 => self.wait(&known, arrival, depth),
            7..=9 => self.choice(&known, arrival, depth),
            10 if !must_go_on => self.end(&known, arrival),
            10 | 11 => self.task(&known, arrival, name, depth),
            12 | 13 => self.parallel(&known, arrival, depth),
            _ => self.map(&known, arrival, depth),
        };
        if jsonata && !self.jsonata {
            built.set("QueryLanguage", "JSONata");
        }
        built
    }

    /// `InputPath`: what the state reads then.
    fn input_path(&mut self, known: &Known, built: &mut Built) -> Known {
        if !known.jsonata && self.chance.in_hundred(12) {
            let path = if self.chance.in_hundred(15) { Some(paths::odd_path(&mut self.chance, known)) } else { None };
            let path = path.or_else(|| known.path(&mut self.chance, Kinds::OBJECT | Kinds::ARRAY));
            if let Some((path, sample)) = path.and_then(|path| known.try_expression(&path).map(|it| (path, it))) {
                built.set("InputPath", path);
                return known.reading(&sample);
            }
        }
        known.clone()
    }

    /// A template in a field, in so many of a hundred cases: what it comes to.
    fn field(&mut self, built: &mut Built, known: &Known, name: &str, percent: usize) -> Option<Value> {
        if !self.chance.in_hundred(percent) {
            return None;
        }
        let (template, sample) = working(&mut self.chance, known, |chance, known| template::object(chance, known, 2))?;
        built.set(name, template);
        Some(sample)
    }

    /// `Assign`
    fn assign(&mut self, built: &mut Built, known: &Known, depth: usize) -> Map<String, Value> {
        let mut variables = known.variables.clone();
        let names: [&str; 2] = if depth == 0 { ["v", "w"] } else { ["v1", "w1"] };
        if self.chance.in_hundred(30)
            && let Some((template, sample)) =
                working(&mut self.chance, known, |chance, known| template::assign(chance, known, names))
        {
            built.set("Assign", template);
            let fields = sample.as_object().cloned().unwrap_or_default();
            variables.extend(fields.into_iter().filter(|(name, _)| names.contains(&name.as_str())));
        }
        variables
    }

    /// All that follows a result.
    fn after(&mut self, built: &mut Built, known: &Known, raw: &Value, result: Value, depth: usize, selects: bool) {
        let reading = known.reading(&result);
        let variables = self.assign(built, &reading, depth);
        let result = if selects { self.field(built, &reading, "ResultSelector", 25).unwrap_or(result) } else { result };
        let made = self.result_path(built, raw, result);
        let output = self.output_path(built, &known.reading(&made));
        built.exit = Some(Arrival { input: output, variables });
    }

    fn result_path(&mut self, built: &mut Built, raw: &Value, result: Value) -> Value {
        if self.chance.in_hundred(50) {
            return result;
        }
        if self.chance.in_hundred(12) {
            built.set("ResultPath", Value::Null);
            return raw.clone();
        }
        let path = *self.chance.one(&["$.a", "$.r", "$.o.r", "$.list[0]", "$.r.s", "$['x y']", "$.list"]);
        match insert(path, raw, &result) {
            Some(made) => {
                built.set("ResultPath", path);
                made
            }
            None => result,
        }
    }

    fn output_path(&mut self, built: &mut Built, known: &Known) -> Value {
        if self.chance.in_hundred(10)
            && let Some(path) = known.path(&mut self.chance, Kinds::ALL)
            && let Some(sample) = known.try_expression(&path)
        {
            built.set("OutputPath", path);
            return sample;
        }
        known.input.clone()
    }

    /// `Assign` and `Output` of JSONata.
    fn jsonata_after(&mut self, built: &mut Built, known: &Known, otherwise: Value, depth: usize) {
        let variables = self.assign(built, known, depth);
        let output = if self.chance.in_hundred(20) {
            let make = |chance: &mut super::chance::Chance, known: &Known| {
                json!(template::expression(chance, known, Kinds::ALL))
            };
            working(&mut self.chance, known, make).map(|(template, sample)| {
                built.set("Output", template);
                sample
            })
        } else {
            self.field(built, known, "Output", 50)
        };
        built.exit = Some(Arrival { input: output.unwrap_or(otherwise), variables });
    }

    fn result(&mut self, built: &mut Built, known: &Known, raw: &Value, result: Value, depth: usize) {
        if known.jsonata {
            let known = known.with("result", &result);
            self.jsonata_after(built, &known, result, depth);
        } else {
            self.after(built, known, raw, result, depth, true);
        }
    }

    fn pass(&mut self, known: &Known, arrival: &Arrival, depth: usize) -> Built {
        let mut built = Built::new("Pass", arrival.clone());
        if known.jsonata {
            self.jsonata_after(&mut built, known, arrival.input.clone(), depth);
            return built;
        }
        let reading = self.input_path(known, &mut built);
        let result = if self.chance.in_hundred(20) {
            let result = data::value(&mut self.chance, 2);
            built.set("Result", result.clone());
            result
        } else {
            self.field(&mut built, &reading, "Parameters", 60).unwrap_or_else(|| reading.input.clone())
        };
        self.after(&mut built, known, &arrival.input, result, depth, false);
        built
    }

    fn task(&mut self, known: &Known, arrival: &Arrival, name: &str, depth: usize) -> Built {
        const RESOURCES: [&str; 4] = [
            "arn:aws:lambda:us-east-1:111111111111:function:f",
            "arn:aws:states:::lambda:invoke",
            "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
            "arn:aws:states:::aws-sdk:dynamodb:getItem",
        ];
        let mut built = Built::new("Task", arrival.clone());
        let resource = *self.chance.one(&RESOURCES);
        built.set("Resource", resource);
        let reading = self.input_path(known, &mut built);
        self.field(&mut built, &reading, if known.jsonata { "Arguments" } else { "Parameters" }, 60);
        let never = self.answers(name, resource.ends_with(".waitForTaskToken"));
        if never || self.chance.in_hundred(20) {
            self.number(&mut built, &reading, "TimeoutSeconds", 9);
        }
        let result = data::value(&mut self.chance, 3);
        let result = self.tasks.get(name).and_then(|all| returned(all)).cloned().unwrap_or(result);
        self.result(&mut built, known, &arrival.input, result, depth);
        self.troubles(&mut built, known, arrival, depth);
        built
    }

    /// A number below another in a field, or where it is read.
    fn number(&mut self, built: &mut Built, known: &Known, field: &str, below: usize) {
        match (known.jsonata, known.path(&mut self.chance, Kinds::NUMBER)) {
            (false, Some(path)) if self.chance.in_hundred(40) => built.set(&format!("{field}Path"), path),
            (true, Some(path)) if self.chance.in_hundred(40) => built.set(field, format!("{{% {path} %}}")),
            _ => built.set(field, 1 + self.chance.below(below)),
        }
    }

    /// What a task answers: is it, now and then, nothing?
    fn answers(&mut self, name: &str, has_token: bool) -> bool {
        let like = data::value(&mut self.chance, 3);
        let mut all = vec![Outcome::Return(like.clone())];
        for _ in 0..self.chance.below(3) {
            all.push(Outcome::Return(data::varied(&mut self.chance, &like)));
        }
        for _ in 0..self.chance.below(3) {
            let (error, cause) = if has_token && self.chance.in_hundred(40) {
                // What is given by somebody else may be without a cause.
                (*self.chance.one(&["Custom", "States.QueryEvaluationError"]), None)
            } else {
                (*self.chance.one(&["Custom", "Lambda.Unknown", "States.TaskFailed", "Other"]), Some("it failed"))
            };
            all.push(crate::told::thrown(error, cause));
        }
        let never = self.chance.in_hundred(8);
        if never {
            all.push(Outcome::Never);
        }
        self.tasks.insert(name.to_owned(), all);
        never
    }

    /// `Retry` and `Catch`
    fn troubles(&mut self, built: &mut Built, known: &Known, arrival: &Arrival, depth: usize) {
        const NAMES: [&str; 7] = [
            "States.ALL",
            "States.TaskFailed",
            "Custom",
            "Lambda.Unknown",
            "States.Timeout",
            "States.QueryEvaluationError",
            "Fault",
        ];
        if self.chance.in_hundred(30) {
            let error = *self.chance.one(&NAMES);
            built.set("Retry", json!([{"ErrorEquals": [error], "IntervalSeconds": 1, "MaxAttempts": 1}]));
        }
        for _ in 0..self.chance.below(3) {
            let error = *self.chance.one(&NAMES);
            let mut catcher = Map::new();
            catcher.insert("ErrorEquals".to_owned(), json!([error]));
            let sample = json!({"Error": error, "Cause": "it failed"});
            let mut part = Built::new("", arrival.clone());
            if known.jsonata {
                let known = known.with("errorOutput", &sample);
                self.jsonata_after(&mut part, &known, sample, depth);
            } else {
                let variables = self.assign(&mut part, &known.reading(&sample), depth);
                let input = self.result_path(&mut part, &arrival.input, sample);
                part.exit = Some(Arrival { input, variables });
            }
            part.fields.remove("Type");
            catcher.extend(part.fields);
            built.caught.extend(part.exit.map(|exit| (catcher, exit)));
        }
    }

    fn wait(&mut self, known: &Known, arrival: &Arrival, depth: usize) -> Built {
        let mut built = Built::new("Wait", arrival.clone());
        let number = known.path(&mut self.chance, Kinds::NUMBER);
        match (self.chance.below(4), known.jsonata, number) {
            (0, false, Some(path)) => built.set("SecondsPath", path),
            (0, true, Some(path)) => built.set("Seconds", format!("{{% {path} %}}")),
            (1, false, _) => built.set("TimestampPath", paths::path_to_text(&mut self.chance, known)),
            (1, true, _) => built.set("Timestamp", "{% $now() %}"),
            _ => built.set("Seconds", 1),
        }
        if known.jsonata {
            self.jsonata_after(&mut built, known, arrival.input.clone(), depth);
        } else {
            let variables = self.assign(&mut built, known, depth);
            let input = self.output_path(&mut built, known);
            built.exit = Some(Arrival { input, variables });
        }
        built
    }

    fn choice(&mut self, known: &Known, arrival: &Arrival, depth: usize) -> Built {
        let mut built = Built::new("Choice", arrival.clone());
        for _ in 0..=self.chance.below(3) {
            let rule = choice::rule(&mut self.chance, known);
            let mut part = Built::new("", arrival.clone());
            let variables = self.assign(&mut part, known, depth);
            let output = if known.jsonata { self.field(&mut part, known, "Output", 20) } else { None };
            part.fields.remove("Type");
            part.fields.extend(rule);
            let input = output.unwrap_or_else(|| arrival.input.clone());
            built.rules.push((part.fields, Arrival { input, variables }));
        }
        let variables = self.assign(&mut built, known, depth);
        let input = if known.jsonata {
            self.field(&mut built, known, "Output", 15).unwrap_or_else(|| arrival.input.clone())
        } else {
            self.output_path(&mut built, known)
        };
        built.exit = Some(Arrival { input, variables });
        built
    }

    fn end(&mut self, known: &Known, arrival: &Arrival) -> Built {
        if self.chance.in_hundred(60) {
            let mut built = Built::new("Succeed", arrival.clone());
            if known.jsonata {
                self.field(&mut built, known, "Output", 60);
            } else {
                self.output_path(&mut built, known);
            }
            built.exit = None;
            return built;
        }
        let mut built = Built::new("Fail", arrival.clone());
        match (self.chance.below(3), known.path(&mut self.chance, Kinds::STRING)) {
            (0, Some(path)) if known.jsonata => built.set("Error", format!("{{% {path} %}}")),
            (0, Some(path)) => built.set("ErrorPath", path),
            (1, _) => {}
            _ => built.set("Error", *self.chance.one(&["Fault", "States.QueryEvaluationError"])),
        }
        match (self.chance.below(4), known.jsonata) {
            (0, true) => built.set("Cause", template::expression(&mut self.chance, known, Kinds::STRING)),
            (0, false) => built.set("CausePath", paths::expression(&mut self.chance, known, Kinds::STRING)),
            _ => {}
        }
        built.exit = None;
        built
    }

    fn parallel(&mut self, known: &Known, arrival: &Arrival, depth: usize) -> Built {
        let mut built = Built::new("Parallel", arrival.clone());
        let reading = self.input_path(known, &mut built);
        let name = if known.jsonata { "Arguments" } else { "Parameters" };
        let input = self.field(&mut built, &reading, name, 40).unwrap_or_else(|| reading.input.clone());
        let (mut branches, mut outputs) = (Vec::new(), Vec::new());
        for _ in 0..=self.chance.below(2) {
            let inner = Arrival { input: input.clone(), variables: known.variables.clone() };
            let (branch, output) = self.machine(inner, depth + 1);
            branches.push(branch);
            outputs.push(output);
        }
        built.set("Branches", branches);
        self.result(&mut built, known, &arrival.input, Value::Array(outputs), depth);
        self.troubles(&mut built, known, arrival, depth);
        built
    }

    fn map(&mut self, known: &Known, arrival: &Arrival, depth: usize) -> Built {
        let mut built = Built::new("Map", arrival.clone());
        let distributed = depth == 0 && self.chance.in_hundred(30);
        let reading = self.input_path(known, &mut built);
        let items = self.items(&mut built, &reading, distributed);
        let first = items.first().cloned().unwrap_or_else(|| data::value(&mut self.chance, 1));
        let item =
            self.field(&mut built, &reading.with_item(&first), "ItemSelector", 40).unwrap_or_else(|| first.clone());
        if self.chance.in_hundred(4) {
            // It fails, unless there are no items.
            let broken = if known.jsonata { json!("{% $error('no') %}") } else { json!({"v.$": "$.no.such"}) };
            built.set("ItemSelector", broken);
        }
        let mut input = item.clone();
        if distributed && self.chance.in_hundred(40) {
            let mut batcher = Map::new();
            batcher.insert("MaxItemsPerBatch".to_owned(), json!(2));
            input = json!({"Items": [item]});
            if let Some((template, sample)) =
                working(&mut self.chance, &reading, |chance, known| template::object(chance, known, 1))
            {
                batcher.insert("BatchInput".to_owned(), template);
                input["BatchInput"] = sample;
            }
            built.set("ItemBatcher", batcher);
        }
        let variables = if distributed { Map::new() } else { known.variables.clone() };
        let (mut processor, output) = self.machine(Arrival { input, variables }, depth + 1);
        if distributed {
            processor["ProcessorConfig"] = json!({"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"});
            match self.chance.below(3) {
                0 => self.number(&mut built, &reading, "ToleratedFailureCount", 3),
                1 => self.number(&mut built, &reading, "ToleratedFailurePercentage", 60),
                _ => {}
            }
        }
        built.set("ItemProcessor", processor);
        if self.chance.in_hundred(30) {
            self.number(&mut built, &reading, "MaxConcurrency", 3);
        }
        let result = Value::Array(items.iter().map(|_| output.clone()).collect());
        self.result(&mut built, known, &arrival.input, result, depth);
        self.troubles(&mut built, known, arrival, depth);
        built
    }

    /// What a Map goes over.
    fn items(&mut self, built: &mut Built, known: &Known, distributed: bool) -> Vec<Value> {
        let objects = if distributed && self.chance.in_hundred(30) { Kinds::OBJECT } else { Kinds::ARRAY };
        let path = known.path(&mut self.chance, Kinds::ARRAY | objects);
        let (name, sample) = if known.jsonata {
            let make = |chance: &mut super::chance::Chance, known: &Known| {
                json!(template::expression(chance, known, Kinds::ARRAY))
            };
            match working(&mut self.chance, known, make) {
                Some((template, sample)) => (Some(("Items", template)), sample),
                None => (None, known.input.clone()),
            }
        } else {
            let path = path.unwrap_or_else(|| paths::odd_path(&mut self.chance, known));
            let sample = known.try_expression(&path).unwrap_or_default();
            (Some(("ItemsPath", json!(path))), sample)
        };
        if let Some((name, template)) = name {
            built.set(name, template);
        }
        match sample {
            Value::Array(items) => items,
            Value::Object(fields) => fields.into_iter().map(|(_, value)| value).collect(),
            _ => Vec::new(),
        }
    }
}

fn returned(all: &[Outcome]) -> Option<&Value> {
    all.iter().find_map(|outcome| match outcome {
        Outcome::Return(value) => Some(value),
        _ => None,
    })
}

fn insert(path: &str, raw: &Value, result: &Value) -> Option<Value> {
    let parsed = asl_syntax::jsonpath::parse(path);
    asl_expressions::jsonpath::insert(&parsed.path, raw.clone(), result.clone()).ok()
}
