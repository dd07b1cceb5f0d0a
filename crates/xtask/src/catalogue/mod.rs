//! `cargo xtask catalogue`: the catalogue of what AWS offers, from the service models of botocore and from what is kept by
//! hand under `crates/catalogue/data/`.
//!
//! The same sources give the same bytes. A newer botocore is taken by its version: `cargo xtask catalogue 1.44.5`.

mod botocore;
mod facts;
mod fetch;
mod fold;
mod model;
mod naming;
mod optimized;
mod pack;
mod report;
#[cfg(test)]
mod tests;

use crate::run;
use asl_catalogue::format::{action, standing};
use asl_catalogue::{Catalogue, Pattern};
use botocore::Model;
use facts::{Optimized, Sdk, Sources};
use fetch::Botocore;
use model::{Action, Service};
use std::collections::BTreeMap;

const PACKED: &str = "crates/catalogue/data/packed.bin";
const SOURCES: &str = "crates/catalogue/data/sources.json";

pub(crate) fn run(version: Option<&str>) -> Result<(), String> {
    let folder = run::root().join("crates/catalogue/data");
    let mut sources: Sources = facts::read(&run::root().join(SOURCES))?;
    if let Some(version) = version {
        version.clone_into(&mut sources.botocore);
    }
    let sdk: Sdk = facts::read(&folder.join("sdk.json"))?;
    let optimized: Optimized = facts::read(&folder.join("optimized.json"))?;
    let versions = std::iter::once(&sources.botocore).chain(&sources.older);
    let botocores = versions.map(|version| fetch::botocore(version)).collect::<Result<Vec<_>, _>>()?;
    let services = services(&botocores, &sdk, &optimized)?;
    let named = botocores.into_iter().map(|botocore| (format!("botocore {}", botocore.version), botocore.date));
    let packed = pack::file(&named.collect::<Vec<_>>(), &services)?;
    write(&packed)?;
    // The version is kept only now: what could not be built is not said to be.
    let text = serde_json::to_string_pretty(&sources).map_err(|error| error.to_string())? + "\n";
    std::fs::write(run::root().join(SOURCES), text).map_err(|error| format!("{SOURCES}: {error}"))
}

/// All services in the order of the file: those of the SDK, then the optimised integrations, each by name.
fn services(botocores: &[Botocore], sdk: &Sdk, optimized: &Optimized) -> Result<Vec<Service>, String> {
    let models = botocores.iter().map(|botocore| Model::read_all(&botocore.data)).collect::<Result<Vec<_>, _>>()?;
    let Some((newest, older)) = models.split_first() else { return Ok(Vec::new()) };
    let mut services = BTreeMap::new();
    for (source, models) in models.iter().enumerate() {
        for (name, model) in models {
            if services.contains_key(name) {
                continue;
            }
            let before = older.first().and_then(|older| older.get(name)).filter(|_| source == 0);
            let mut service = model.service(sdk, before, source)?;
            if source > 0 {
                service.standing = standing::RETIRED;
            }
            retire(&mut service, older);
            services.insert(name.clone(), service);
        }
    }
    for withdrawn in &sdk.withdrawn {
        let unknown = || Service { name: withdrawn.clone(), ..Service::default() };
        services.entry(withdrawn.clone()).or_insert_with(unknown).standing = standing::RETIRED;
    }
    if let Some(missing) = sdk.listed().find(|prefix| services.values().all(|service| service.prefix != *prefix)) {
        return Err(format!("AWS lists {missing}, and no model has it"));
    }
    let mut all: Vec<Service> = services.into_values().collect();
    for (name, facts) in &optimized.services {
        all.push(optimized::service(name, facts, newest, older.first())?);
    }
    for service in &mut all {
        fold::fold(service);
    }
    Ok(all)
}

/// Actions that older models have and the newest has not: their names are kept.
fn retire(service: &mut Service, older: &[BTreeMap<String, Model>]) {
    for name in older.iter().filter_map(|models| models.get(&service.name)).flat_map(Model::actions) {
        if let Err(at) = service.actions.binary_search_by(|action| action.name.cmp(&name)) {
            let patterns = Pattern::RequestResponse.bit() | Pattern::WaitForTaskToken.bit();
            service.actions.insert(at, Action { name, patterns, flags: action::RETIRED, ..Action::default() });
        }
    }
}

fn write(packed: &[u8]) -> Result<(), String> {
    let path = run::root().join(PACKED);
    let before = std::fs::read(&path).unwrap_or_default();
    if before == packed {
        println!("{PACKED}: unchanged, {} bytes", packed.len());
        return Ok(());
    }
    let after = Catalogue::read(packed).ok_or("what was packed can't be read")?;
    match Catalogue::read(&before) {
        Some(before) => print!("{}", report::difference(&before, &after)),
        None => println!("what was there is of another format: no comparison"),
    }
    std::fs::write(&path, packed).map_err(|error| format!("{PACKED}: {error}"))?;
    println!("{PACKED}: written, {} bytes where there were {}", packed.len(), before.len());
    Ok(())
}
