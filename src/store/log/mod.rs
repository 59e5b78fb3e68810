//! The log of a round on disk: read whole, appended to durably. It is never edited, never truncated, never the lock.

mod append;
mod read;
mod start;

pub use append::append;
pub use read::{Bytes, has_start, read};
pub use start::start;

use crate::store::clock::now;
use std::fs::Metadata;
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;
use ulid::Ulid;
use underpin_core::log::event::{Body, Event};
use underpin_core::log::fold::fold;
use underpin_core::log::line;

/// The longest line that is written, in bytes: far more than anybody says, and little enough for every program that reads or
/// merges the log. Longer ones are read like any other.
pub const LONGEST: usize = 1 << 20;

/// What a line needs beside the text in it, generously.
const BESIDE: usize = 1 << 13;

/// Whether a text is so long that no line may hold it.
pub fn is_too_long(text: &str) -> bool {
    // As it stands in the line: what is escaped there takes more.
    let escaped = |c: char| if c.is_ascii_control() || matches!(c, '"' | '\\') { 6 } else { c.len_utf8() };
    text.len() > (LONGEST - BESIDE) / 6 && text.chars().map(escaped).sum::<usize>() > LONGEST - BESIDE
}

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
    /// Which bytes this is; `None` where the file has to be read before anything can be said about it.
    stamp: Option<Stamp>,
    /// The greatest believable time part of all ids, in milliseconds: new ids come after it.
    latest: u64,
}

/// Which file was read, and how far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    len: u64,
    file: (u64, u64),
    /// A file that git put in the place of another can get the number of the old one; hardly its time as well.
    changed: Option<SystemTime>,
}

impl Stamp {
    fn of(meta: &Metadata) -> Stamp {
        Stamp { len: meta.len(), file: identity(meta), changed: meta.modified().ok() }
    }
}

#[cfg(unix)]
fn identity(meta: &Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt as _;
    (meta.dev(), meta.ino())
}

#[cfg(not(unix))]
fn identity(_: &Metadata) -> (u64, u64) {
    (0, 0)
}

impl LogFile {
    /// Whether it holds a current start: only then it is a round.
    pub fn is_started(&self) -> bool {
        self.events.iter().any(|e| matches!(e.body, Body::Start { .. })) && fold(&self.events).start().is_some()
    }

    /// Whether the file on disk is no longer what was read.
    pub fn is_stale(&self, path: &Path) -> bool {
        std::fs::metadata(path).ok().map(|m| Stamp::of(&m)) != self.stamp
    }

    /// Takes an event in. Lines that share an id get the form by which the fold tells whether they are equal; all others do
    /// without it. A new id is greater than every other, so this looks at ids alone.
    fn push(&mut self, mut event: Event) {
        self.latest = self.latest.max(sane_time_of(&event.id, horizon()));
        let mut is_double = false;
        for twin in self.events.iter_mut().filter(|e| e.id == event.id) {
            is_double = true;
            if twin.canonical.is_empty() {
                let canonical = line::canonical(&twin.raw);
                Arc::make_mut(twin).canonical = canonical;
            }
        }
        if is_double {
            event.canonical = line::canonical(&event.raw);
        }
        self.events.push(Arc::new(event));
    }
}

/// The latest time that an id can believably have, in milliseconds.
fn horizon() -> u64 {
    const AHEAD: u64 = 366 * 24 * 3_600_000;
    u64::try_from(now().as_millisecond()).unwrap_or(0).saturating_add(AHEAD)
}

/// The time part of an id; that of a clock which was far ahead counts as none, or one such line would push all later ids to the
/// end of their time.
fn sane_time_of(id: &str, horizon: u64) -> u64 {
    Ulid::from_string(id).ok().map(|u| u.timestamp_ms()).filter(|ms| *ms <= horizon).unwrap_or(0)
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
