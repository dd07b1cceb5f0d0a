//! Bytes as `asl-check.toml`: what it says of files, or what is wrong with it and where.

use super::{is_one_line, place, text};
use asl_check_core::{Config, RULES, Severity};
use std::path::Path;

pub(super) fn feed(bytes: &[u8]) {
    let text = text(bytes);
    let root = Path::new("/nowhere");
    match Config::parse(root, text) {
        Ok(config) => {
            for file in ["a.asl.json", "b/../c/d.asl.yaml", "/elsewhere/a.json", "", "\u{e9}/*"] {
                let settings = config.settings(&root.join(file));
                for rule in RULES {
                    std::hint::black_box(settings.severity(rule, Severity::Warning));
                }
            }
        }
        Err(faults) => {
            assert!(!faults.is_empty());
            for fault in faults {
                place(text, fault.span);
                is_one_line(&fault.message);
            }
        }
    }
}
