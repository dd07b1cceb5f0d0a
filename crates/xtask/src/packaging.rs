//! What can be tried of the packages without a network; packaging/README.md says how the rest is tried.

use crate::run;

/// The scripts of the action and of a release, and the packages of npm, with the program that was built.
pub(crate) fn test() -> Result<(), String> {
    const PROGRAM: &str = "target/release/asl-check";
    if is_missing("bash", "the action and the scripts of a release") {
        return Ok(());
    }
    run::run(&["bash", "packaging/version.sh"])?;
    run::offer("shellcheck", "shellcheck");
    if !is_missing("shellcheck", "what is written for the shell") {
        run::run(&["sh", "-c", "shellcheck .ci/run packaging/*.sh packaging/*/*.sh"])?;
    }
    if !is_missing("curl", "the action") {
        run::run(&["bash", "packaging/action/test.sh", PROGRAM])?;
    }
    if !is_missing("npm", "the packages of npm") {
        run::run(&["node", "--test", "--test-reporter=dot", "packaging/npm/test.mjs"])?;
    }
    Ok(())
}

/// Tells of a program that is not there what is not tested for want of it.
fn is_missing(program: &str, untested: &str) -> bool {
    let is_missing = run::output(&["sh", "-c", &format!("command -v {program}")]).is_none();
    if is_missing {
        println!("> {program} is not installed: not tested: {untested}");
    }
    is_missing
}

#[cfg(test)]
mod tests {
    use crate::run;

    fn read(path: &str) -> String {
        std::fs::read_to_string(run::root().join(path)).expect(path)
    }

    fn targets() -> Vec<String> {
        let platforms: serde_json::Value = serde_json::from_str(&read("packaging/npm/platforms.json")).expect("JSON");
        let platforms = platforms.as_array().expect("a list");
        platforms.iter().map(|one| one["target"].as_str().expect("a target").to_owned()).collect()
    }

    #[test]
    fn what_is_built_is_packed_and_downloaded() {
        let (release, action) = (read(".github/workflows/release.yml"), read("packaging/action/run.sh"));
        let built: Vec<&str> =
            release.lines().filter_map(|line| line.split_once("{ target: ")?.1.split(',').next()).collect();
        assert_eq!(built, targets());
        for target in targets() {
            assert!(action.contains(&format!("echo {target} ;;")), "{target}");
        }
    }

    #[test]
    fn a_hook_starts_for_the_same_files_whoever_installs_it() {
        let pattern = |text: &str| {
            let line = text.lines().map(str::trim).find(|line| line.starts_with("files: "));
            line.expect("a pattern").to_owned()
        };
        assert_eq!(pattern(&read(".pre-commit-hooks.yaml")), pattern(&read("crates/cli/src/init/pre-commit.yaml")));
    }

    #[test]
    fn actions_are_named_by_commit() {
        let written = "crates/cli/src/init/github.yml";
        for path in [".github/workflows/ci.yml", ".github/workflows/release.yml", "action.yml", written] {
            let text = read(path);
            let used = text.lines().filter_map(|line| line.trim().trim_start_matches("- ").strip_prefix("uses: "));
            for name in used.filter(|name| *name != "./") {
                let commit =
                    name.split_once('@').and_then(|(_, rest)| rest.split_once(" # v")).map(|(commit, _)| commit);
                let is_commit = commit.is_some_and(|c| c.len() == 40 && c.bytes().all(|b| b.is_ascii_hexdigit()));
                assert!(is_commit, "{path}: {name}");
            }
        }
    }
}
