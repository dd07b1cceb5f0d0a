//! What the project of a document asks for: the nearest `asl-check.toml`, as the command line reads it.
//!
//! It is read anew for every analysis. That takes microseconds, and no change of it is ever missed.

use asl_check_core::{Config, Settings};
use asl_syntax::LineIndex;
use std::path::{Path, PathBuf};
use tower_lsp::ls_types::Uri;

/// What holds for a document, and in words what is wrong with the config file, of which nothing holds then, or with a file
/// that it names.
pub fn settings(uri: &Uri) -> (Settings, Option<String>) {
    let is_file = uri.scheme().as_str().eq_ignore_ascii_case("file");
    let Some(file) = uri.to_file_path().filter(|_| is_file) else { return (Settings::default(), None) };
    let Some(config) = file.parent().and_then(Config::locate) else { return (Settings::default(), None) };
    match read(&config) {
        Ok(config) => {
            let mut settings = config.settings(&file);
            let problem = settings.declared().err();
            if problem.is_some() {
                (settings.input, settings.input_schema) = (None, None);
            }
            (settings, problem)
        }
        Err(problem) => (Settings::default(), Some(problem)),
    }
}

fn read(path: &Path) -> Result<Config, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let root = path.parent().map(PathBuf::from).unwrap_or_default();
    Config::parse(&root, &text).map_err(|faults| {
        let lines = LineIndex::new(&text);
        let told = faults.iter().map(|fault| {
            let at = lines.position(&text, fault.span.start);
            format!("{}:{}:{}: {}", path.display(), at.line, at.column, fault.message)
        });
        told.collect::<Vec<_>>().join("\n")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use asl_check_core::Workflow;

    #[test]
    fn the_nearest_config_file_holds() {
        let folder = tempfile::tempdir().unwrap();
        let uri = Uri::from_file_path(folder.path().join("deep/er/a.asl.json")).unwrap();
        let config = folder.path().join("asl-check.toml");
        std::fs::write(&config, "type = \"express\"\n").unwrap();
        assert_eq!(settings(&uri).0.workflow, Some(Workflow::Express));
        std::fs::write(&config, "# new\ntyp = \"express\"\n").unwrap();
        let (settings_now, problem) = settings(&uri);
        assert_eq!(settings_now.workflow, None);
        assert!(problem.is_some_and(|p| p.contains("asl-check.toml:2:1: unknown field `typ`")));
        std::fs::write(&config, "[[files]]\npaths = [\"**\"]\ninput-schema = \"s.json\"\n").unwrap();
        std::fs::write(folder.path().join("s.json"), "{\"type\": \"strin\"}").unwrap();
        let (settings_now, problem) = settings(&uri);
        assert_eq!(settings_now.input_schema, None);
        assert!(problem.is_some_and(|p| p.contains("s.json:1:10: this is no JSON Schema")));
        let elsewhere: Uri = format!("untitled:{}", folder.path().join("a").display()).parse().unwrap();
        assert_eq!(settings(&elsewhere).1, None);
    }
}
