//! Templates that are not ours are rendered in a process of its own with limits: what they may ask of memory, time and stack
//! cannot be counted beforehand, and a template that asks too much ends that process, not this one.

use super::error::{Fault, ReportError};
use super::formats::{self, Format};
use serde::Serialize;
use serde_json::{Value, json};
use std::ffi::{OsStr, OsString};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The first argument of such a process.
const ARGUMENT: &str = "__render";

/// The most a report may be long.
const LONGEST: u64 = 64 << 20;

/// How much address space a template gets, in bytes.
const MEMORY: u64 = 1 << 30;

/// How long a template may compute, in seconds.
const SECONDS: u64 = 10;

/// Has a template of a folder rendered from facts, in a format that this program knows by name.
pub fn ask(folder: &Path, file: &str, format: &dyn Format, facts: &impl Serialize) -> Result<Result<String, Fault>, ReportError> {
    let failed = |source: io::Error| ReportError::Io { doing: "render", path: folder.join(file), source };
    let facts = serde_json::to_vec(facts).map_err(|e| failed(e.into()))?;
    let mut child = Command::new(std::env::current_exe().map_err(failed)?)
        .args([OsStr::new(ARGUMENT), folder.as_os_str(), OsStr::new(file), OsStr::new(format.name())])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(failed)?;
    if let Some(mut to) = child.stdin.take() {
        // It reads all of it before it does anything; if it is gone, its end says why.
        let _ = to.write_all(&facts);
    }
    let mut answer = Vec::new();
    let read = child.stdout.take().map(|from| from.take(2 * LONGEST).read_to_end(&mut answer));
    let ended = child.wait().map_err(failed)?;
    let said: Option<Value> = serde_json::from_slice(&answer).ok().filter(|_| ended.success() && matches!(read, Some(Ok(_))));
    let Some(said) = said else {
        let what = "the template asks for more memory, time or depth than a report needs, and was stopped".to_owned();
        return Ok(Err(Fault::Template { name: folder.join(file).display().to_string(), line: 1, what }));
    };
    let text = |key: &str| said.get(key).and_then(Value::as_str).map(str::to_owned);
    Ok(match (text("text"), text("what")) {
        (Some(report), _) => Ok(report),
        (None, Some(what)) => {
            let line = said.get("line").and_then(Value::as_u64).and_then(|n| usize::try_from(n).ok()).unwrap_or(1);
            Err(Fault::Template { name: text("name").unwrap_or_default(), line, what })
        }
        (None, None) => Err(Fault::Missing),
    })
}

/// What such a process is asked for: folder, file, format and facts.
type Asked = (PathBuf, String, &'static dyn Format, Value);

/// What such a process is asked for, if this is one. From here on its limits hold.
pub fn asked(mut args: impl Iterator<Item = OsString>) -> Option<Asked> {
    args.next().filter(|first| first == ARGUMENT)?;
    let (folder, file) = (PathBuf::from(args.next()?), args.next()?.to_string_lossy().into_owned());
    let format = formats::find(&args.next()?.to_string_lossy()).ok()?;
    limit();
    let mut facts = Vec::new();
    io::stdin().lock().read_to_end(&mut facts).ok()?;
    Some((folder, file, format, serde_json::from_slice(&facts).ok()?))
}

/// Answers, and comes back with the exit code of such a process.
pub fn answer(filled: Result<String, Fault>) -> u8 {
    let said = match filled {
        Ok(text) if text.len() as u64 > LONGEST => return 1,
        Ok(text) => json!({ "text": text }),
        Err(Fault::Missing) => json!({}),
        Err(Fault::Template { name, line, what }) => json!({ "name": name, "line": line, "what": what }),
    };
    u8::from(serde_json::to_writer(io::stdout().lock(), &said).is_err())
}

#[cfg(unix)]
fn limit() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    for (what, most) in [(Resource::As, MEMORY), (Resource::Cpu, SECONDS), (Resource::Core, 0)] {
        let _ = setrlimit(what, Rlimit { current: Some(most), maximum: Some(most) });
    }
}

#[cfg(not(unix))]
fn limit() {}
