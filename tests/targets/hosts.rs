//! Bytes as a file that declares state machines: a template in JSON or YAML, or Terraform.

use super::look_at_diagnostic;
use asl_check_core::{Options, hosted};
use asl_hosts::NoFiles;
use asl_syntax::Source;
use std::path::Path;

pub(super) fn feed(bytes: &[u8]) {
    let source = Source::from_bytes(bytes.to_vec());
    let is_terraform = source.text().contains("resource \"") || source.text().contains("locals {");
    let name = Path::new(if is_terraform { "main.tf" } else { "template" });
    let content = asl_hosts::read(name, source.clone(), &NoFiles);
    for diagnostic in hosted::of_file(&content, &Options::default()) {
        look_at_diagnostic(&diagnostic, source.text());
    }
}
