//! Starting a round: its start and everything that is carried into it are one file that appears whole, or not at all.

use super::append::{draw, lines, readable, sync_parents, writable};
use super::read::read;
use super::{Draft, LogFile};
use crate::store::disk;
use crate::store::error::StoreError;
use crate::store::lock::hold;
use std::fs;
use std::io;
use std::path::Path;

/// What the new log is called until it is whole; the next start writes it anew.
const PART: &str = ".start.part";

/// Begins a log with these lines; then `log` is the log as it is. What stands there without a start, such as a torn one,
/// stays in front of them. A log that somebody else began meanwhile is left as it is.
///
/// # Errors
/// When the folder, the lock or the file refuses, or when the log holds lines of a newer format. No round is there then that
/// was not there before.
pub fn start(path: &Path, root: &Path, log: &mut LogFile, author: &str, drafts: &mut [Draft]) -> Result<(), StoreError> {
    let folder = path.parent().unwrap_or(root);
    disk::inside(root, path)?;
    let _lock = hold(root, folder)?;
    *log = read(path)?;
    writable(log, path)?;
    if log.is_started() {
        return Ok(());
    }
    let mut bytes = match disk::read(path) {
        Ok(bytes) => bytes,
        Err(e) if e.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(e) => return Err(StoreError::io("read", path)(e)),
    };
    let torn = bytes.last().is_some_and(|b| *b != b'\n');
    draw(log, drafts);
    readable(author, drafts, path)?;
    bytes.extend_from_slice(lines(author, drafts, torn).as_bytes());
    let part = folder.join(PART);
    let written = put(&part, &bytes).and_then(|()| disk::rename(&part, path));
    if let Err(e) = written {
        let _ = fs::remove_file(&part);
        return Err(StoreError::io("save", path)(e));
    }
    sync_parents(path, root)?;
    *log = read(path)?;
    Ok(())
}

fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = disk::create_anew(path)?;
    disk::write_all(&mut file, bytes)?;
    disk::sync(&file)
}
