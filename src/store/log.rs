//! The log of a round: read it whole, append to it durably. It is never edited, never truncated, never the lock.

use super::error::StoreError;
use super::layout::{make_dir, sync_dir};
use jiff::Timestamp;
use std::collections::HashSet;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};
use ulid::Ulid;
use underpin_core::log::event::{Body, Event};
use underpin_core::log::line::{self, LineError};

/// How long a writer waits for another one.
const PATIENCE: Duration = Duration::from_secs(3);

/// A line without effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damaged {
    /// Line number, from 1.
    pub line: usize,
    /// Why.
    pub why: String,
}

/// A log as read.
#[derive(Clone, Debug, Default)]
pub struct LogFile {
    /// Events in file order.
    pub events: Vec<Arc<Event>>,
    /// Lines without effect.
    pub damaged: Vec<Damaged>,
    /// Marks that a merge left behind.
    pub merge_marks: usize,
    /// The newest format found, if it is newer than ours.
    pub newer: Option<u64>,
    /// What was read, to notice what others appended.
    stamp: Option<Stamp>,
}

/// Which file was read, and how far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    len: u64,
    file: (u64, u64),
}

/// A line to be written; its id is drawn at the first try and kept for every later one.
#[derive(Clone, Debug)]
pub struct Draft {
    /// What it says.
    pub body: Body,
    /// What it takes the place of.
    pub replaces: Vec<String>,
    /// Id and time, once drawn.
    pub drawn: Option<(String, String)>,
    /// The round it is carried from.
    pub from: Option<String>,
    /// A carried line, written as it is.
    pub copy: Option<String>,
}

impl Draft {
    /// A new line.
    pub fn new(body: Body, replaces: Vec<String>) -> Draft {
        Draft { body, replaces, drawn: None, from: None, copy: None }
    }
}

/// Reads a log; a missing one is empty.
pub fn read(path: &Path) -> Result<LogFile, StoreError> {
    match File::open(path) {
        Ok(mut file) => read_open(&mut file, path),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(LogFile::default()),
        Err(e) => Err(StoreError::io("read", path)(e)),
    }
}

fn read_open(file: &mut File, path: &Path) -> Result<LogFile, StoreError> {
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).map_err(StoreError::io("read", path))?;
    let stamp = Stamp { len: bytes.len() as u64, file: identity(file).map_err(StoreError::io("read", path))? };
    let mut log = LogFile { stamp: Some(stamp), ..LogFile::default() };
    for (i, line) in bytes.split(|b| *b == b'\n').enumerate() {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        if [b"<<<<<<<".as_slice(), b"=======", b">>>>>>>"].iter().any(|mark| line.starts_with(mark)) {
            log.merge_marks += 1;
            continue;
        }
        let parsed = match std::str::from_utf8(line) {
            Ok(text) => line::read(text),
            Err(_) => Err(LineError::Damaged("not UTF-8".into())),
        };
        match parsed {
            Ok(event) => log.events.push(Arc::new(event)),
            Err(LineError::Newer(format)) => log.newer = log.newer.max(Some(format)),
            Err(LineError::Damaged(why)) => log.damaged.push(Damaged { line: i + 1, why }),
        }
    }
    compare_doubles(&mut log.events);
    Ok(log)
}

/// Gives lines that share an id the form by which the fold tells whether they are equal; all others do without it.
fn compare_doubles(events: &mut [Arc<Event>]) {
    let mut seen: HashSet<&str> = HashSet::with_capacity(events.len());
    let twice: HashSet<String> = events.iter().filter(|e| !seen.insert(e.id.as_str())).map(|e| e.id.clone()).collect();
    for event in events.iter_mut().filter(|e| twice.contains(&e.id)) {
        let canonical = line::canonical(&event.raw);
        Arc::make_mut(event).canonical = canonical;
    }
}

#[cfg(unix)]
fn identity(file: &File) -> io::Result<(u64, u64)> {
    use std::os::unix::fs::MetadataExt as _;
    let meta = file.metadata()?;
    Ok((meta.dev(), meta.ino()))
}

#[cfg(not(unix))]
fn identity(_: &File) -> io::Result<(u64, u64)> {
    Ok((0, 0))
}

impl LogFile {
    /// Whether the file on disk is no longer what was read.
    pub fn is_stale(&self, path: &Path) -> bool {
        let now = File::open(path).and_then(|f| Ok(Stamp { len: f.metadata()?.len(), file: identity(&f)? })).ok();
        now != self.stamp
    }

    fn greatest_time(&self) -> u64 {
        self.events.iter().filter_map(|e| Ulid::from_string(&e.id).ok()).map(|u| u.timestamp_ms()).max().unwrap_or(0)
    }
}

/// A log that is being written, held by the lock beside it.
struct Held {
    _lock: File,
    path: PathBuf,
}

/// Takes the lock beside a log, creating folders as needed.
fn hold(path: &Path, root: &Path) -> Result<Held, StoreError> {
    let folder = path.parent().unwrap_or(root);
    make_dir(folder)?;
    let lock_path = folder.join(".lock");
    let lock = OpenOptions::new().create(true).truncate(false).write(true).open(&lock_path).map_err(StoreError::io("lock", &lock_path))?;
    let since = Instant::now();
    loop {
        match lock.try_lock() {
            Ok(()) => return Ok(Held { _lock: lock, path: path.to_owned() }),
            Err(TryLockError::WouldBlock) if since.elapsed() < PATIENCE => std::thread::sleep(Duration::from_millis(5)),
            Err(TryLockError::WouldBlock) => return Err(StoreError::io("lock", &lock_path)(io::ErrorKind::WouldBlock.into())),
            Err(TryLockError::Error(e)) => return Err(StoreError::io("lock", &lock_path)(e)),
        }
    }
}

/// Appends lines in one write and makes them durable; comes back with the log as it is then. On an error the drafts keep
/// their ids, so that a later try writes the same lines.
pub fn append(path: &Path, root: &Path, known: &LogFile, author: &str, drafts: &mut [Draft]) -> Result<LogFile, StoreError> {
    let held = hold(path, root)?;
    let mut log = if known.is_stale(path) { read(path)? } else { known.clone() };
    for _ in 0..8 {
        writable(&log, path)?;
        draw(&log, drafts);
        let is_new = !path.exists();
        let mut file = OpenOptions::new().create(true).read(true).append(true).open(path).map_err(StoreError::io("open", path))?;
        let text = lines(author, drafts, log.stamp.is_some_and(|s| s.len > 0) && !ends_with_newline(path));
        file.write_all(text.as_bytes()).map_err(StoreError::io("save", path))?;
        file.sync_data().map_err(StoreError::io("save", path))?;
        if is_new {
            sync_parents(path, root)?;
        }
        let before = log.stamp.map_or(0, |s| s.len);
        let written = identity(&file).map_err(StoreError::io("save", path))?;
        let there = File::open(&held.path).and_then(|f| identity(&f)).ok();
        if there == Some(written) {
            // Only what was appended needs to be read, unless somebody ignored the lock.
            for line in text.lines().filter(|l| !l.is_empty()) {
                if let Ok(event) = line::read(line) {
                    log.events.push(Arc::new(event));
                }
            }
            compare_doubles(&mut log.events);
            let len = file.metadata().map_err(StoreError::io("save", path))?.len();
            log.stamp = Some(Stamp { len: before + text.len() as u64, file: written });
            if len != before + text.len() as u64 {
                log = read(path)?;
            }
            return Ok(log);
        }
        // Git put another file in our place while we wrote: write the same lines into that one.
        log = read(path)?;
    }
    Err(StoreError::io("save", path)(io::Error::other("the file keeps being replaced")))
}

fn writable(log: &LogFile, path: &Path) -> Result<(), StoreError> {
    match log.newer {
        None => Ok(()),
        Some(format) => Err(StoreError::ReadOnly {
            why: format!("{} holds lines of format {format}; this Underpin writes format {}", path.display(), line::FORMAT),
            hint: format!("install an Underpin that writes format {format}; the round can still be read"),
        }),
    }
}

fn ends_with_newline(path: &Path) -> bool {
    use std::io::{Seek as _, SeekFrom};
    let last = File::open(path).and_then(|mut f| {
        let mut byte = [0_u8];
        f.seek(SeekFrom::End(-1))?;
        f.read_exact(&mut byte)?;
        Ok(byte)
    });
    matches!(last, Ok([b'\n']))
}

fn draw(log: &LogFile, drafts: &mut [Draft]) {
    let mut latest = log.greatest_time();
    for draft in drafts.iter_mut().filter(|d| d.copy.is_none()) {
        match &draft.drawn {
            Some((id, _)) => latest = latest.max(Ulid::from_string(id).map_or(0, |u| u.timestamp_ms())),
            None => {
                let now = Timestamp::now();
                let ms = u64::try_from(now.as_millisecond()).unwrap_or(0).max(latest + 1);
                let id = Ulid::from_parts(ms, Ulid::generate().random()).to_string();
                latest = ms;
                draft.drawn = Some((id, stamp(now)));
            }
        }
    }
}

/// A time as the log writes it: UTC, milliseconds.
fn stamp(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

fn lines(author: &str, drafts: &[Draft], torn: bool) -> String {
    let mut text = String::new();
    if torn {
        text.push('\n');
    }
    for draft in drafts {
        match (&draft.copy, &draft.drawn) {
            (Some(copy), _) => text.push_str(copy),
            (None, Some((id, at))) => text.push_str(&line::write(id, at, author, &draft.replaces, &draft.body, draft.from.as_deref())),
            (None, None) => continue,
        }
        text.push('\n');
    }
    text
}

fn sync_parents(path: &Path, root: &Path) -> Result<(), StoreError> {
    for folder in path.ancestors().skip(1) {
        sync_dir(folder)?;
        if folder == root {
            break;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use underpin_core::log::event::{Body, Setting};
    use underpin_core::log::fold::fold;

    #[test]
    fn a_line_that_is_written_twice_is_one_event_at_once_and_after_reading_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("systems/shop/2026-Q4/answers.jsonl");
        let set = Body::Set { key: "fact.jvm".into(), value: Some(Setting::Bool(true)) };
        let first = append(&path, folder.path(), &LogFile::default(), "ana", &mut [Draft::new(set.clone(), Vec::new())]).unwrap();
        let again = Draft { copy: Some(first.events[0].raw.clone()), ..Draft::new(set, Vec::new()) };
        let held = append(&path, folder.path(), &first, "ana", &mut [again]).unwrap();
        let read = read(&path).unwrap();
        assert_eq!((held.events.len(), read.events.len()), (2, 2), "both lines stand in the file");
        for events in [&held.events, &read.events] {
            assert_eq!(fold(events).setting_values("fact.jvm").len(), 1);
            assert_eq!(events[0].canonical, events[1].canonical);
            assert!(!events[0].canonical.is_empty());
        }
    }
}
