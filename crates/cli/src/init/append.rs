//! What stands in the YAML of others: one more entry at the end of a `.pre-commit-config.yaml`, if that loses nothing of it.

use asl_syntax::{Kind, Node, Source, Tree, yaml};

/// What became of a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Added {
    /// It is longer by one entry, and otherwise as it was.
    Text(String),
    /// It has such a hook.
    Already,
    /// Not without a risk to what stands there.
    NotSafely,
}

/// Adds an entry, written without indentation, to the list `repos`. The text that was there is not touched, and both texts
/// are read to see that they say the same but for the entry.
pub(super) fn hook(text: &str, entry: &str) -> Added {
    let before = yaml::parse(Source::new(text));
    if has_our_hook(&before) {
        return Added::Already;
    }
    let Some(indentation) = indentation(&before) else { return Added::NotSafely };
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut longer = text.to_owned();
    if !longer.ends_with('\n') {
        longer.push_str(end);
    }
    for line in entry.lines() {
        longer.extend([indentation, line, end]);
    }
    let after = yaml::parse(Source::new(longer.as_str()));
    let wanted = yaml::parse(Source::new(entry));
    if is_longer_by(&before, &after, &wanted) { Added::Text(longer) } else { Added::NotSafely }
}

/// Has a `.gitlab-ci.yml` a job of ours?
pub(super) fn has_job(text: &str) -> bool {
    yaml::parse(Source::new(text)).root().get("asl-check").is_some()
}

fn has_our_hook(tree: &Tree) -> bool {
    let repos = tree.root().get("repos");
    let hooks = repos.iter().flat_map(|repos| repos.items()).filter_map(|repo| repo.get("hooks"));
    let mut ids = hooks.flat_map(Node::items).filter_map(|hook| hook.get("id")?.as_str());
    ids.any(|id| id.text.starts_with("asl-check"))
}

/// What stands before the dash of the first entry, if `repos` is such a list and the last member of the file.
fn indentation(tree: &Tree) -> Option<&str> {
    let last = tree.root().members().last().filter(|member| member.key.text == "repos")?;
    let first = last.value.items().next()?.span().start as usize;
    let line = tree.text().get(..first)?.rsplit('\n').next()?;
    let (indentation, rest) = line.split_once('-')?;
    (indentation.trim_matches(' ').is_empty() && rest.trim_matches(' ').is_empty()).then_some(indentation)
}

fn is_longer_by(before: &Tree, after: &Tree, entry: &Tree) -> bool {
    if !before.errors().is_empty() || !after.errors().is_empty() {
        return false;
    }
    let members: Vec<_> = before.root().members().collect();
    let longer: Vec<_> = after.root().members().collect();
    members.len() == longer.len()
        && members.iter().zip(&longer).all(|(old, new)| {
            if old.key.text != new.key.text || old.key.text != "repos" {
                return old.key.text == new.key.text && same(old.value, new.value);
            }
            let expected = old.value.items().chain(entry.root().items());
            is_same_list(expected, new.value.items())
        })
}

fn is_same_list<'t>(a: impl Iterator<Item = Node<'t>>, mut b: impl Iterator<Item = Node<'t>>) -> bool {
    let mut a = a;
    a.by_ref().all(|one| b.next().is_some_and(|other| same(one, other))) && b.next().is_none()
}

/// Do they say the same? What the reader knows nothing of (a tag) is the same if it is written so.
fn same(a: Node<'_>, b: Node<'_>) -> bool {
    match (a.kind(), b.kind()) {
        (Kind::String, Kind::String) => a.as_str().map(|s| s.text) == b.as_str().map(|s| s.text),
        (Kind::Array, Kind::Array) => is_same_list(a.items(), b.items()),
        (Kind::Object, Kind::Object) => {
            let (mut old, mut new) = (a.members(), b.members());
            old.all(|one| {
                new.next().is_some_and(|other| one.key.text == other.key.text && same(one.value, other.value))
            }) && new.next().is_none()
        }
        (one, other) => one == other && a.raw() == b.raw(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENTRY: &str = "- repo: local\n  hooks:\n    - id: asl-check\n";

    fn longer(text: &str) -> String {
        match hook(text, ENTRY) {
            Added::Text(longer) => longer,
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn an_entry_goes_to_the_end_as_the_others_are_written() {
        let flat = "# ours\nrepos:\n- repo: https://x.example/a # why\n  rev: v1\n  hooks: [{id: a}]\n";
        assert_eq!(longer(flat), format!("{flat}{ENTRY}"));
        let deep = "fail_fast: true\nrepos:\n  - repo: local\n    hooks:\n      - id: a\n# the end";
        let indented: String = ENTRY.lines().flat_map(|line| ["  ", line, "\n"]).collect();
        assert_eq!(longer(deep), format!("{deep}\n{indented}"));
        let windows = "repos:\r\n- repo: local\r\n  hooks:\r\n  - id: a\r\n";
        assert_eq!(longer(windows), format!("{windows}{}", ENTRY.replace('\n', "\r\n")));
    }

    #[test]
    fn what_is_there_is_there() {
        assert_eq!(hook(&format!("repos:\n{ENTRY}"), ENTRY), Added::Already);
    }

    #[test]
    fn what_could_be_lost_is_left_to_a_person() {
        for text in [
            "",
            "repos: []\n",
            "repos: [{repo: local, hooks: [{id: a}]}]\n",
            "repos:\n- repo: local\n  hooks: [{id: a}]\nci:\n  skip: [a]\n",
            "repos:\n- repo: local\n  hooks: [{id: a}]\n...\n",
            "repos:\n- repo: local\n  hooks: [{id: a}]\n---\nother: 1\n",
            "repos:\n- repo: local\n  hooks: [{id: a}\n",
            "- repo: local\n",
            "{\"repos\": [{\"repo\": \"local\"}]}",
        ] {
            assert_eq!(hook(text, ENTRY), Added::NotSafely, "{text}");
        }
    }

    #[test]
    fn a_block_of_text_at_the_end_keeps_its_lines() {
        let text = "repos:\n- repo: local\n  hooks:\n  - id: a\n    entry: |+\n      x\n\n";
        let after = longer(text);
        assert!(after.starts_with(text) && after.ends_with(ENTRY), "{after}");
    }
}
