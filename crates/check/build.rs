//! Lists the rules: whatever lies in `src/checks` is one. So a new rule is two new files, and no line of an old one.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let folder = Path::new("src/checks");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut ids = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        // What several rules share has a `_` in its name, which an id never has; `mod.rs` names it.
        let stem = name.to_str().and_then(|name| name.strip_suffix(".rs")).filter(|s| *s != "mod" && !s.contains('_'));
        ids.extend(stem.map(str::to_owned));
    }
    ids.sort_unstable();
    // A macro, so that the paths of the modules are meant from where it is called.
    let mut list = String::from("macro_rules! every_rule {\n    ($then:ident) => {\n        $then! {\n");
    for id in ids {
        let _ = writeln!(list, "            {} = \"{id}.rs\",", id.replace('-', "_"));
    }
    list.push_str("        }\n    };\n}\n");
    let out = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("cargo sets OUT_DIR"))?;
    fs::write(Path::new(&out).join("rules.rs"), list)
}
