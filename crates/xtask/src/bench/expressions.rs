//! JSONata here and with the reference implementation: the same expressions over the same input, in one run.

use crate::run;
use serde_json::{Value, json};
use std::fmt::Write;

/// The version whose semantics AWS documents.
const REFERENCE: &str = "jsonata@2.0.6";

pub(super) fn race() -> Result<(), String> {
    let tools = super::folder()?;
    super::install(&tools, &[REFERENCE])?;
    let input = tools.join("orders.json");
    let script = tools.join("jsonata.cjs");
    std::fs::write(&input, orders().to_string()).map_err(|error| error.to_string())?;
    std::fs::write(&script, SCRIPT).map_err(|error| error.to_string())?;
    let (input, script) = (input.to_string_lossy(), script.to_string_lossy());
    run::run(&["cargo", "bench", "--quiet", "--package", "asl-expressions", "--bench", "race", "--no-run"])?;
    let ours = said(&["cargo", "bench", "--quiet", "--package", "asl-expressions", "--bench", "race", "--", &input])?;
    let cases = run::root().join("crates/expressions/benches/race.json");
    let theirs = said(&["node", &script, &input, &cases.to_string_lossy()])?;
    let mut table = String::new();
    let mut least = f64::INFINITY;
    for (ours, theirs) in ours.iter().zip(&theirs) {
        if ours.0 != theirs.0 || ours.2 != theirs.2 {
            return Err(format!("{}: the results differ: {} and {}", ours.0, ours.2, theirs.2));
        }
        let factor = theirs.1 / ours.1;
        least = least.min(factor);
        let _ = writeln!(table, "{:32} {:>10.0} ns {:>10.0} ns  {factor:>6.1} x", ours.0, ours.1, theirs.1);
    }
    println!("JSONata                                here    {REFERENCE}\n{table}at least {least:.1} times as fast");
    Ok(())
}

/// Name, nanoseconds and result of each line.
fn said(words: &[&str]) -> Result<Vec<(String, f64, Value)>, String> {
    let text = run::output(words).ok_or_else(|| format!("`{}` failed", words.join(" ")))?;
    let line = |line: &str| -> Option<(String, f64, Value)> {
        let mut parts = line.splitn(3, '\t');
        Some((parts.next()?.to_owned(), parts.next()?.parse().ok()?, serde_json::from_str(parts.next()?).ok()?))
    };
    Ok(text.lines().filter_map(line).collect())
}

/// A document of about 10 KB.
fn orders() -> Value {
    let order = |n: u32| {
        let category = ["books", "music", "tools", "toys"].get(n as usize % 4);
        json!({
            "sku": format!("ITEM-{n:04}"),
            "category": category,
            "price": f64::from(n * 7919 % 9973) / 100.0,
            "quantity": n * 31 % 9 + 1,
            "tags": ["new", "sale"],
        })
    };
    json!({
        "customer": {"name": "Ada", "address": {"city": "Turin", "zip": "10121"}},
        "orders": (0..100).map(order).collect::<Vec<Value>>(),
    })
}

const SCRIPT: &str = r#"
const fs = require("fs");
const jsonata = require("jsonata");
const [input, cases] = process.argv.slice(2).map((file) => JSON.parse(fs.readFileSync(file, "utf8")));
(async () => {
  for (const { name, expr } of cases) {
    const program = jsonata(expr);
    for (let n = 0; n < 200; n++) await program.evaluate(input);
    const begun = process.hrtime.bigint();
    let runs = 0;
    while (process.hrtime.bigint() - begun < 300_000_000n) {
      for (let n = 0; n < 10; n++) await program.evaluate(input);
      runs += 10;
    }
    const each = Number(process.hrtime.bigint() - begun) / runs;
    console.log(name + "\t" + Math.round(each) + "\t" + JSON.stringify(await program.evaluate(input)));
  }
})();
"#;
