//! What other tools find: of this project's fixtures, of a folder, and, where they are at hand, of definitions into which
//! faults were planted. A report is an error or a warning, at the tool's own severity, whatever it says.

mod planted;
mod tools;

use crate::run;
use std::collections::HashMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use tools::Peer;

pub(super) use tools::SERVICE;

/// The fixtures with faults in them; the others are right. Those of `hosts` are parts of templates.
const FAULTY: [&str; 7] = [
    "bedrock/failing.",
    "faulty/",
    "flow/chain.",
    "printed/",
    "story/broken.",
    "talk/bedrock-completed.",
    "talk/video.",
];

/// A table that grows by rows, with a column for each tool.
struct Table(Vec<String>);

impl Table {
    fn new(peers: &[Peer]) -> Self {
        let names = peers.iter().map(|peer| format!("{} {}", peer.name, peer.version));
        let mut table = Self(Vec::new());
        table.row("", names);
        table.0.push(format!("| --- |{}", " ---: |".repeat(peers.len())));
        table
    }

    fn row(&mut self, title: &str, cells: impl Iterator<Item = String>) {
        let mut line = format!("| {title} |");
        for cell in cells {
            let _ = write!(line, " {cell} |");
        }
        self.0.push(line);
    }
}

/// Measures the fixtures and what was planted, and writes the README's table; or only looks at a folder.
pub(super) fn run(folder: Option<&str>) -> Result<(), String> {
    let (peers, is_whole) = tools::peers()?;
    let mut table = Table::new(&peers);
    if let Some(folder) = folder {
        look(&peers, &mut table, Path::new(folder))?;
        println!("{}", table.0.join("\n"));
        return Ok(());
    }
    let fixtures = fixtures(&peers, &mut table)?;
    let corpus = planted::Corpus::read(&run::root().join("../shared/bench"));
    if let Some(corpus) = &corpus {
        corpus.measure(&peers, &mut table)?;
    }
    let table = table.0.join("\n");
    println!("{table}");
    let Some(corpus) = corpus.filter(|_| is_whole) else {
        println!("> README.md stays as it is: its table needs the planted faults and every tool");
        return Ok(());
    };
    note(&format!("{table}\n\n{}", about(&peers, fixtures, corpus.sizes())))
}

/// What is to be known of the table, in the README's lines.
fn about(peers: &[Peer], fixtures: usize, (faults, bases): (usize, usize)) -> String {
    let date = run::output(&["date", "+%F"]).unwrap_or_default();
    let is_missing = peers.iter().all(|peer| peer.name != "statelint");
    let missing = if is_missing { "statelint, a gem of Ruby, was not at hand. " } else { "" };
    format!(
        "A report is an error or a warning of any kind, each tool as it is by default; what it can't see by design counts as not\n\
         found. The {fixtures} fixtures are ours, so they are biased; anybody can repeat these two rows. The others are of {faults} faults,\n\
         one at a time, in {bases} definitions, most of them published: found is what gets a report that was not there before. They\n\
         are not part of the project, so a clone can't repeat these rows, and asl-check was developed with them in sight; of what\n\
         it reports without them see [how faithful it is](docs/src/faithful.md#against-planted-faults). cfn-lint reads templates: each\n\
         definition is wrapped into a small one. amazon-states-language-service is what AWS's extension for VS Code checks with.\n\
         {missing}Time is that of the processor for one process, start-up included.\n\
         Measured on {} by `cargo xtask bench peers`.\n",
        date.trim()
    )
}

/// How many files of a folder are reported; which of them deserve it, nobody says.
fn look(peers: &[Peer], table: &mut Table, folder: &Path) -> Result<(), String> {
    let files = definitions(&std::path::absolute(folder).map_err(|error| error.to_string())?);
    if files.is_empty() {
        return Err(format!(
            "no definitions in {}: files that end with .asl.json, .asl.yaml or .asl.yml",
            folder.display()
        ));
    }
    let looks = peers.iter().map(|peer| peer.ask(&files, false)).collect::<Result<Vec<_>, _>>()?;
    table.row(&format!("{} files, reported", files.len()), looks.iter().map(|look| look.reported().to_string()));
    table.row("processor time", looks.iter().map(|look| seconds(look.time)));
    Ok(())
}

/// Two rows; gives how many files they are of.
fn fixtures(peers: &[Peer], table: &mut Table) -> Result<usize, String> {
    let folder = run::root().join("fixtures");
    let of_templates = folder.join("hosts");
    let files = definitions(&folder).into_iter().filter(|file| !file.starts_with(&of_templates));
    let (faulty, right): (Vec<PathBuf>, Vec<PathBuf>) = files.partition(|file| is_faulty(&folder, file));
    for (title, files) in [("faulty fixtures, found", &faulty), ("right fixtures, reported all the same", &right)] {
        let said = peers.iter().map(|peer| Ok(peer.ask(files, false)?.reported().to_string()));
        let said = said.collect::<Result<Vec<_>, String>>()?;
        table.row(&format!("{} {title}", files.len()), said.into_iter());
    }
    Ok(faulty.len() + right.len())
}

/// Whether the file is one of those with faults in them.
fn is_faulty(folder: &Path, file: &Path) -> bool {
    let below = file.strip_prefix(folder).unwrap_or(file).to_string_lossy().replace('\\', "/");
    FAULTY.iter().any(|start| below.starts_with(start))
}

/// The definitions in a folder and below, in order.
fn definitions(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for path in std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
        let name = path.to_string_lossy();
        if path.is_dir() {
            files.extend(definitions(&path));
        } else if [".asl.json", ".asl.yaml", ".asl.yml"].iter().any(|end| name.ends_with(end)) {
            files.push(path.clone());
        }
    }
    files.sort();
    files
}

fn seconds(time: f64) -> String {
    format!("{time:.2} s")
}

/// How many messages there are now and were not before. A message that was there twice and is there three times is new once.
fn added(before: &[String], after: &[String]) -> usize {
    let mut old: HashMap<&str, usize> = HashMap::new();
    for message in before {
        *old.entry(message).or_default() += 1;
    }
    let is_new = |message: &&String| match old.get_mut(message.as_str()).filter(|left| **left > 0) {
        Some(left) => {
            *left -= 1;
            false
        }
        None => true,
    };
    after.iter().filter(is_new).count()
}

/// Puts the text between the marks of the README.
fn note(text: &str) -> Result<(), String> {
    let path = run::root().join("README.md");
    let page = std::fs::read_to_string(&path).map_err(|error| error.to_string())?;
    let page = between(&page, text).ok_or("README.md lacks the marks of the table")?;
    std::fs::write(&path, page).map_err(|error| error.to_string())
}

fn between(page: &str, text: &str) -> Option<String> {
    const MARKS: (&str, &str) = ("<!-- bench -->\n", "<!-- /bench -->");
    let (head, rest) = page.split_once(MARKS.0)?;
    let (_, tail) = rest.split_once(MARKS.1)?;
    Some(format!("{head}{}{text}{}{tail}", MARKS.0, MARKS.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(words: &str) -> Vec<String> {
        words.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn a_report_counts_that_was_not_there_before() {
        assert_eq!(added(&list("a b"), &list("b a")), 0);
        assert_eq!(added(&list("a b"), &list("a")), 0);
        assert_eq!(added(&list("a"), &list("a a c")), 2);
    }

    #[test]
    fn the_table_stands_between_its_marks() {
        let page = "a\n<!-- bench -->\nold\n<!-- /bench -->\nb\n";
        assert_eq!(between(page, "new\n").as_deref(), Some("a\n<!-- bench -->\nnew\n<!-- /bench -->\nb\n"));
        assert_eq!(between("a\n", "new\n"), None);
        let page = std::fs::read_to_string(run::root().join("README.md")).expect("a README");
        assert!(between(&page, "").is_some());
    }

    #[test]
    fn every_fixture_that_is_said_to_be_faulty_is_there() {
        let folder = run::root().join("fixtures");
        for start in FAULTY {
            let is_it = |file: &PathBuf| file.starts_with(&folder) && file.to_string_lossy().contains(start);
            assert!(definitions(&folder).iter().any(is_it), "{start}");
        }
        assert!(is_faulty(&folder, &folder.join("faulty/misspelt.asl.json")));
        assert!(!is_faulty(&folder, &folder.join("order.asl.json")));
    }
}
