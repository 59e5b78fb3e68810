//! Reading a log: every line becomes an event, or is listed with the reason why it is none.

use super::{Damaged, LogFile, Stamp};
use crate::store::disk;
use crate::store::error::StoreError;
use crate::store::layout::hash;
use std::collections::HashSet;
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::sync::Arc;
use underpin_core::log::event::{Body, Event};
use underpin_core::log::line::{self, LineError};

/// What git writes around the two sides of a conflict.
const MERGE_MARKS: [&[u8]; 4] = [b"<<<<<<<", b"|||||||", b"=======", b">>>>>>>"];

/// How much of a log is looked at for its start, before all of it is.
const FIRST: u64 = 1 << 16;

/// Reads a log; a missing one is empty.
///
/// # Errors
/// When the file is there and cannot be read. What stands in it is never an error: damaged lines are listed.
pub fn read(path: &Path) -> Result<LogFile, StoreError> {
    Ok(Bytes::read(path)?.map(Bytes::parse).unwrap_or_default())
}

/// The bytes of a log, not taken apart yet.
#[derive(Debug)]
pub struct Bytes {
    bytes: Vec<u8>,
    stamp: Stamp,
}

impl Bytes {
    /// Reads them; `None` where there is no log.
    ///
    /// # Errors
    /// When the file is there and cannot be read.
    pub fn read(path: &Path) -> Result<Option<Bytes>, StoreError> {
        match disk::open(path, OpenOptions::new().read(true)) {
            Ok(mut file) => Bytes::read_open(&mut file, path).map(Some),
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(e) => Err(StoreError::io("read", path)(e)),
        }
    }

    /// Reads a log that is open, from where it stands.
    fn read_open(file: &mut File, path: &Path) -> Result<Bytes, StoreError> {
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(StoreError::io("read", path))?;
        let mut stamp = Stamp::of(&file.metadata().map_err(StoreError::io("read", path))?);
        // What others append while we read is noticed the next time.
        stamp.len = bytes.len() as u64;
        Ok(Bytes { bytes, stamp })
    }

    /// What no two logs share: their sha256.
    pub fn fingerprint(&self) -> String {
        hash(&self.bytes, 64)
    }

    /// Takes them apart into lines.
    pub fn parse(self) -> LogFile {
        let mut log = LogFile { stamp: Some(self.stamp), ..LogFile::default() };
        let horizon = super::horizon();
        match std::str::from_utf8(&self.bytes) {
            // Nearly always: looked at once, not line by line.
            Ok(text) => {
                for (i, line) in text.split('\n').enumerate() {
                    take_line(&mut log, i + 1, Ok(line.strip_suffix('\r').unwrap_or(line)), horizon);
                }
            }
            Err(_) => {
                for (i, line) in self.bytes.split(|b| *b == b'\n').enumerate() {
                    let line = line.strip_suffix(b"\r").unwrap_or(line);
                    take_line(&mut log, i + 1, std::str::from_utf8(line).map_err(|_| line), horizon);
                }
            }
        }
        compare_doubles(&mut log.events);
        log
    }
}

/// Whether a round was started here. Nearly always the first line says so, and no other has to be read.
pub fn has_start(path: &Path) -> bool {
    let first = || {
        let mut line = String::new();
        BufReader::new(disk::open(path, OpenOptions::new().read(true)).ok()?.take(FIRST)).read_line(&mut line).ok()?;
        line::read(line.trim_end()).ok()
    };
    matches!(first(), Some(Event { body: Body::Start { .. }, .. })) || read(path).is_ok_and(|log| log.is_started())
}

/// Reads a log that is open, from where it stands.
pub(super) fn read_open(file: &mut File, path: &Path) -> Result<LogFile, StoreError> {
    Bytes::read_open(file, path).map(Bytes::parse)
}

/// Takes one line: a text, or the bytes of what is none.
fn take_line(log: &mut LogFile, number: usize, line: Result<&str, &[u8]>, horizon: u64) {
    let bytes = line.map_or_else(|bytes| bytes, str::as_bytes);
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return;
    }
    if MERGE_MARKS.iter().any(|mark| bytes.starts_with(mark)) {
        log.merge_marks += 1;
        return;
    }
    let parsed = match line {
        Ok(text) => line::read(text),
        Err(_) => Err(LineError::Damaged("not UTF-8".into())),
    };
    match parsed {
        Ok(event) => {
            log.latest = log.latest.max(super::sane_time_of(&event.id, horizon));
            log.events.push(Arc::new(event));
        }
        Err(LineError::Newer(format)) => log.newer = log.newer.max(Some(format)),
        Err(LineError::Damaged(why)) => log.damaged.push(Damaged { line: number, why }),
    }
}

/// Gives lines that share an id the form by which the fold tells whether they are equal; all others do without it.
fn compare_doubles(events: &mut [Arc<Event>]) {
    // A log that is in the order of its ids, as all are that were never merged, says so by itself.
    if events.is_sorted_by(|a, b| a.id < b.id) {
        return;
    }
    let mut seen: HashSet<&str> = HashSet::with_capacity(events.len());
    let twice: HashSet<String> = events.iter().filter(|e| !seen.insert(e.id.as_str())).map(|e| e.id.clone()).collect();
    for event in events.iter_mut().filter(|e| twice.contains(&e.id)) {
        let canonical = line::canonical(&event.raw);
        Arc::make_mut(event).canonical = canonical;
    }
}
