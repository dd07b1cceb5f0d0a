//! Definitions into which faults were planted, one in each: a fault counts as found if the tool reports something that it
//! did not report before.

use super::tools::Peer;
use super::{Table, added, definitions, seconds};
use serde::Deserialize;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// Groups of faults, and what they are called.
const GROUPS: [(&str, &str); 6] = [
    ("structure", "structure"),
    ("integrations", "integrations"),
    ("bedrock-http", "Bedrock and HTTP"),
    ("errors", "errors, retriers, catchers"),
    ("dataflow", "data flow"),
    ("jsonata", "JSONata"),
];

#[derive(Deserialize)]
struct Plant {
    file: String,
    base: String,
    group: String,
    #[serde(rename = "type")]
    kind: String,
}

/// What lies outside of the project, if it does.
pub(super) struct Corpus {
    folder: PathBuf,
    bases: Vec<PathBuf>,
    plants: Vec<Plant>,
}

/// Of one tool.
struct Score<'c> {
    found: HashMap<&'c str, usize>,
    flagged: usize,
    time: f64,
}

impl Corpus {
    pub(super) fn read(folder: &Path) -> Option<Self> {
        let folder = folder.canonicalize().ok()?;
        let labels = std::fs::read_to_string(folder.join("mutants/labels.json")).ok()?;
        let bases = definitions(&folder.join("bases"));
        Some(Self { plants: serde_json::from_str(&labels).ok()?, bases, folder })
    }

    /// How many faults were planted, and into how many definitions.
    pub(super) fn sizes(&self) -> (usize, usize) {
        (self.plants.len(), self.bases.len())
    }

    pub(super) fn measure(&self, peers: &[Peer], table: &mut Table) -> Result<(), String> {
        let scores = peers.iter().map(|peer| self.score(peer)).collect::<Result<Vec<_>, _>>()?;
        let total = |score: &Score<'_>| score.found.values().sum::<usize>().to_string();
        table.row(&format!("{} planted faults, found", self.plants.len()), scores.iter().map(total));
        for (group, title) in GROUPS {
            let planted = self.plants.iter().filter(|plant| plant.group == group).count();
            let found = |score: &Score<'_>| score.found.get(group).copied().unwrap_or_default().to_string();
            table.row(&format!("… {planted} of {title}"), scores.iter().map(found));
        }
        let bases = self.bases.len();
        let flagged = scores.iter().map(|score| score.flagged.to_string());
        table.row(&format!("{bases} definitions without them, reported"), flagged);
        table.row("processor time for these definitions", scores.iter().map(|score| seconds(score.time)));
        Ok(())
    }

    fn score(&self, peer: &Peer) -> Result<Score<'_>, String> {
        let first = peer.time(&self.bases)?;
        let mut found = HashMap::new();
        for is_express in [false, true] {
            let plants: Vec<&Plant> = self.plants.iter().filter(|p| (p.kind == "EXPRESS") == is_express).collect();
            let before = if is_express { self.as_express(peer, &plants)? } else { named(&self.bases, &first.said) };
            let files: Vec<PathBuf> =
                plants.iter().map(|plant| self.folder.join("mutants").join(&plant.file)).collect();
            let after = peer.ask(&files, is_express)?;
            for (plant, after) in plants.iter().zip(&after.said) {
                let before = before.get(&self.base(plant)).ok_or_else(|| format!("{} is not there", plant.base))?;
                *found.entry(plant.group.as_str()).or_default() += usize::from(added(before, after) > 0);
            }
        }
        Ok(Score { found, flagged: first.reported(), time: first.time })
    }

    /// What is said of the definitions of these plants when they are Express workflows.
    fn as_express(&self, peer: &Peer, plants: &[&Plant]) -> Result<HashMap<PathBuf, Vec<String>>, String> {
        let bases: Vec<PathBuf> = plants.iter().map(|plant| self.base(plant)).collect();
        Ok(named(&bases, &peer.ask(&bases, true)?.said))
    }

    fn base(&self, plant: &Plant) -> PathBuf {
        self.folder.join("bases").join(&plant.base)
    }
}

fn named(files: &[PathBuf], said: &[Vec<String>]) -> HashMap<PathBuf, Vec<String>> {
    files.iter().cloned().zip(said.iter().cloned()).collect()
}
