//! Drafts: text that is being typed, kept while it is unsaved. After a crash it is offered, never applied silently.

use super::disk;
use super::error::StoreError;
use super::layout::make_dir;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

fn path(round: &Path, key: &str) -> PathBuf {
    round.join(".drafts").join(format!("{key}.txt"))
}

/// Keeps the text typed so far.
///
/// # Errors
/// When the operating system refuses.
pub fn keep(round: &Path, key: &str, text: &str) -> Result<(), StoreError> {
    let path = path(round, key);
    let folder = round.join(".drafts");
    disk::inside(round, &path)?;
    make_dir(&folder)?;
    let part = folder.join(format!("{key}.part"));
    let written = disk::create_anew(&part).and_then(|mut file| disk::write_all(&mut file, text.as_bytes()));
    written.and_then(|()| disk::rename(&part, &path)).map_err(StoreError::io("keep the draft", &path))
}

/// Forgets a draft.
///
/// # Errors
/// When the operating system refuses.
pub fn drop(round: &Path, key: &str) -> Result<(), StoreError> {
    let path = path(round, key);
    disk::inside(round, &path)?;
    match fs::remove_file(&path) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(StoreError::io("remove", &path)(e)),
        _ => Ok(()),
    }
}

/// The draft that a crash left behind.
pub fn left(round: &Path, key: &str) -> Option<String> {
    let path = path(round, key);
    disk::inside(round, &path).ok()?;
    disk::read_text(&path).ok().filter(|t| !t.trim().is_empty())
}
