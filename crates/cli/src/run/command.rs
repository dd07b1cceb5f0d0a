//! Programs as answers: `{"Command": [program, args …]}`. The input is on the program's standard input, and what it prints
//! is the result.

use asl_expressions::Value;
use asl_interpret::Failure;
use asl_interpret::answers::{Answer, Answers, MapRun, Outcome, Question, Step, Whole};
use std::io::{Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// Nobody reads more of what a program prints; a result may have 256 KiB.
const MOST: u64 = 16 * 1024 * 1024;
/// What a program printed is there so soon after its end, unless another one holds the pipe.
const GRACE: Duration = Duration::from_secs(1);
const TICK: Duration = Duration::from_millis(2);

/// Answers of which some are programs.
pub(super) struct Commands {
    inner: Box<dyn Answers>,
    allowed: bool,
}

impl Commands {
    pub(super) fn new(inner: Box<dyn Answers>, allowed: bool) -> Self {
        Self { inner, allowed }
    }
}

impl Answers for Commands {
    fn answer(&mut self, question: &Question<'_>) -> Result<Answer, String> {
        let mut answer = self.inner.answer(question)?;
        let Outcome::Command(words) = &answer.outcome else { return Ok(answer) };
        let state = question.state();
        let line = words.join(" ");
        if !self.allowed {
            return Err(format!("a program answers for the state `{state}` (`{line}`): --live command lets it run"));
        }
        let begun = Instant::now();
        let outcome = call(words, question).map_err(|what| format!("the state `{state}`: `{line}`: {what}"))?;
        answer.delay = answer.delay.saturating_add(i64::try_from(begun.elapsed().as_millis()).unwrap_or(i64::MAX));
        answer.outcome = outcome;
        Ok(answer)
    }

    fn knows(&self, question: &Question<'_>) -> bool {
        self.inner.knows(question)
    }

    fn map_run(&mut self, place: &[Step]) -> Option<MapRun> {
        self.inner.map_run(place)
    }

    fn whole(&mut self, place: &[Step]) -> Option<Whole> {
        self.inner.whole(place)
    }

    fn started(&self) -> Option<i64> {
        self.inner.started()
    }
}

/// Runs a program; an error is one of the person who named it.
fn call(words: &[String], question: &Question<'_>) -> Result<Outcome, String> {
    let (program, arguments) = words.split_first().ok_or("there is no program")?;
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| error.to_string())?;
    let input = question.input.to_string();
    if let Some(mut stdin) = child.stdin.take() {
        // A program need not read what it gets.
        std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    }
    let (out, err) = (collect(child.stdout.take()), collect(child.stderr.take()));
    let Some(status) = wait(&mut child, question.timeout).map_err(|error| error.to_string())? else {
        return Ok(Outcome::Never);
    };
    let (out, err) = (out.recv_timeout(GRACE).unwrap_or_default(), err.recv_timeout(GRACE).unwrap_or_default());
    if [&out, &err].into_iter().any(|printed| printed.len() as u64 == MOST) {
        return Err(format!("it prints more than {} MiB", MOST >> 20));
    }
    if !status.success() {
        return Ok(Outcome::Throw(failure(status, &out, &err)));
    }
    let printed = String::from_utf8_lossy(&out);
    serde_json::from_str(&printed).map(Outcome::Return).map_err(|error| {
        let start: String = printed.trim().chars().take(80).collect();
        let what = if start.is_empty() { "printed nothing".to_owned() } else { format!("printed `{start}`") };
        format!("{what}, where one JSON value is expected: {error}")
    })
}

/// Reads to the end in a thread of its own, so that no pipe gets full.
fn collect(from: Option<impl Read + Send + 'static>) -> Receiver<Vec<u8>> {
    let (send, receive) = channel();
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(from) = from {
            let _ = from.take(MOST).read_to_end(&mut bytes);
        }
        send.send(bytes)
    });
    receive
}

/// Waits for the end; none where it takes longer than the task may, and is killed.
fn wait(child: &mut Child, seconds: Option<u64>) -> std::io::Result<Option<ExitStatus>> {
    let limit = seconds.and_then(|seconds| Instant::now().checked_add(Duration::from_secs(seconds)));
    let Some(limit) = limit else { return child.wait().map(Some) };
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if Instant::now() >= limit {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        std::thread::sleep(TICK);
    }
}

/// The error of a program that failed: as Lambda runtimes print it, or else from the last line such as `TypeError: …`.
fn failure(status: ExitStatus, out: &[u8], err: &[u8]) -> Failure {
    if let Ok(Value::Object(printed)) = serde_json::from_slice::<Value>(out)
        && let Some(name) = printed.get("errorType").and_then(Value::as_str)
    {
        return Failure::new(name, Value::Object(printed.clone()).to_string());
    }
    let err = String::from_utf8_lossy(err);
    let named = err.lines().rev().find_map(|line| {
        let (name, cause) = line.split_once(": ")?;
        let is_name = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '_'));
        (is_name && !name.is_empty()).then(|| Failure::new(name, cause.trim()))
    });
    // What Lambda says of a runtime that went away.
    named.unwrap_or_else(|| match err.trim() {
        "" => Failure::new("Runtime.ExitError", format!("Runtime exited with error: {status}")),
        said => Failure::new("Runtime.ExitError", said),
    })
}
