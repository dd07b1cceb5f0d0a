//! `asl-check init`: the files that a project begins with.

mod append;

use crate::args::InitArgs;
use crate::output;
use append::Added;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// A file that can be asked for.
struct Part {
    /// From the folder of the project on.
    path: &'static str,
    text: &'static str,
    shared: Shared,
    /// What reads it looks for it at the root of a repository only.
    at_root: bool,
}

/// What else may stand in the file.
enum Shared {
    /// Nothing: it is ours.
    No,
    /// The hooks of others, to which ours can be added.
    Hooks,
    /// The jobs of others: where they go, and which stages there are, is not for a program to decide.
    Jobs,
}

const CONFIG: Part = Part {
    path: asl_check_core::config::FILE_NAME,
    text: include_str!("init/asl-check.toml"),
    shared: Shared::No,
    at_root: false,
};
const PRE_COMMIT: Part = Part {
    path: ".pre-commit-config.yaml",
    text: include_str!("init/pre-commit.yaml"),
    shared: Shared::Hooks,
    at_root: true,
};
const GITHUB: Part = Part {
    path: ".github/workflows/asl-check.yml",
    text: include_str!("init/github.yml"),
    shared: Shared::No,
    at_root: true,
};
const GITLAB: Part =
    Part { path: ".gitlab-ci.yml", text: include_str!("init/gitlab.yml"), shared: Shared::Jobs, at_root: true };

/// What became of a file.
enum Done {
    Wrote,
    Added,
    /// It says already what it should.
    Nothing,
}

/// Why a file is as it was.
enum Left {
    /// Another file of this name is there, and nobody said that it may go.
    Taken,
    /// A person has to add this.
    ByHand(String),
    Failed(io::Error),
}

impl From<io::Error> for Left {
    fn from(error: io::Error) -> Self {
        Self::Failed(error)
    }
}

pub(crate) fn run(args: &InitArgs) -> ExitCode {
    let asked = [(args.pre_commit, PRE_COMMIT), (args.github, GITHUB), (args.gitlab, GITLAB)];
    let mut parts: Vec<Part> = asked.into_iter().filter(|(is_asked, _)| *is_asked).map(|(_, part)| part).collect();
    if args.config_file || parts.is_empty() {
        parts.insert(0, CONFIG);
    }
    let mut all_done = true;
    for part in &parts {
        match put(part, args).map_or_else(|left| tell_left(part, args, left), |done| tell_done(part, args, &done)) {
            Ok(done) => all_done &= done,
            Err(error) => return output::finish(Err(error), ExitCode::SUCCESS),
        }
    }
    if all_done { ExitCode::SUCCESS } else { ExitCode::from(2) }
}

fn put(part: &Part, args: &InitArgs) -> Result<Done, Left> {
    let path = args.folder.join(part.path);
    let text = part.text.replace("{version}", env!("CARGO_PKG_VERSION"));
    let whole = if matches!(part.shared, Shared::Hooks) { format!("repos:\n{text}") } else { text.clone() };
    if args.folder.is_dir()
        && let Some(parent) = path.parent()
    {
        fs::create_dir_all(parent)?;
    }
    match output::write_new(&path, &whole) {
        Ok(()) => return Ok(Done::Wrote),
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error.into()),
        Err(_) => {}
    }
    let there = fs::read_to_string(&path)?;
    if there == whole {
        return Ok(Done::Nothing);
    }
    match part.shared {
        Shared::No if args.force => fs::write(&path, whole).map(|()| Done::Wrote).map_err(Left::from),
        Shared::No => Err(Left::Taken),
        Shared::Jobs if append::has_job(&there) => Ok(Done::Nothing),
        Shared::Jobs => Err(Left::ByHand(text)),
        Shared::Hooks => match append::hook(&there, &text) {
            Added::Text(longer) => fs::write(&path, longer).map(|()| Done::Added).map_err(Left::from),
            Added::Already => Ok(Done::Nothing),
            Added::NotSafely => Err(Left::ByHand(text)),
        },
    }
}

fn tell_done(part: &Part, args: &InitArgs, done: &Done) -> io::Result<bool> {
    let path = shown(part, args);
    let what = match done {
        Done::Wrote => "wrote",
        Done::Added => "added to",
        Done::Nothing => "nothing to do in",
    };
    writeln!(io::stdout(), "{what} {}", path.display())?;
    if part.at_root && !args.folder.join(".git").exists() {
        output::note(&format!("{}: this is read at the root of a repository, and here is none", path.display()));
    }
    Ok(true)
}

fn tell_left(part: &Part, args: &InitArgs, left: Left) -> io::Result<bool> {
    let path = shown(part, args);
    match left {
        Left::Taken => output::problem(&format!("{}: is there already; --force writes over it", path.display())),
        Left::Failed(error) => output::problem(&format!("{}: {error}", path.display())),
        Left::ByHand(text) => {
            let what = if matches!(part.shared, Shared::Hooks) { "under `repos:`" } else { "to the jobs" };
            output::problem(&format!("{}: is there already and is left as it is; add {what}:", path.display()));
            io::stdout().write_all(text.as_bytes())?;
        }
    }
    Ok(false)
}

/// Its path as the person who asked would write it.
fn shown(part: &Part, args: &InitArgs) -> PathBuf {
    let path = args.folder.join(part.path);
    path.strip_prefix(".").map(Path::to_owned).unwrap_or(path)
}
