//! What was written where outside the log, so that nothing that a person changed is overwritten. Derived: safe to delete.

use super::disk;
use super::error::StoreError;
use super::layout::{Layout, hash, make_dir, replace, write_new};
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Component, Path, PathBuf};

/// Where bytes go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Into a device or a pipe, as they are.
    Stream(PathBuf),
    /// Into a file; links on the way are followed.
    File(PathBuf),
}

/// Finds out what a path means.
///
/// # Errors
/// When its links go round in a circle, or when it names what the workspace keeps: the only truth is no place for a report.
pub fn target(layout: &Layout, to: &Path) -> Result<Target, StoreError> {
    let is_stream = fs::metadata(to).is_ok_and(|meta| !meta.is_file() && !meta.is_dir());
    if is_stream || to.starts_with("/dev") || to.starts_with("/proc") {
        return Ok(Target::Stream(to.to_owned()));
    }
    let path = follow(to)?;
    let real = real(&path);
    let root = real_folder(&layout.root);
    let kept = [root.join("systems"), root.join("pins"), root.join(super::layout::MARKER)];
    if kept.iter().any(|kept| real.starts_with(kept)) {
        return Err(StoreError::Bad {
            path: to.to_owned(),
            line: 0,
            what: "the workspace keeps its answers here: a report would take their place".into(),
            hint: "write the report to another folder".into(),
        });
    }
    Ok(Target::File(path))
}

/// The file at the end of links, which need not exist.
fn follow(to: &Path) -> Result<PathBuf, StoreError> {
    let mut path = to.to_owned();
    for _ in 0..40 {
        match fs::read_link(&path) {
            Ok(next) => path = path.parent().unwrap_or(Path::new("")).join(next),
            Err(_) => return Ok(path),
        }
    }
    Err(StoreError::io("write", to)(io::Error::other("its links go round in a circle")))
}

/// A path with every link and `..` of its folder resolved.
fn real(path: &Path) -> PathBuf {
    let folder = real_folder(path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new(".")));
    match path.components().next_back() {
        Some(Component::Normal(name)) => folder.join(name),
        _ => real_folder(path),
    }
}

fn real_folder(path: &Path) -> PathBuf {
    fs::canonicalize(path).or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_owned())
}

/// Writes through to a device or a pipe.
///
/// # Errors
/// When the operating system refuses.
pub fn pour(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let open = || OpenOptions::new().append(true).open(path).or_else(|_| OpenOptions::new().write(true).open(path));
    open().and_then(|mut file| file.write_all(bytes)).map_err(StoreError::io("write", path))
}

/// Whether a file may be written over: it is not there, is empty, holds these bytes, or what was last written there.
///
/// # Errors
/// When it is there and cannot be read.
pub fn is_ours(layout: &Layout, path: &Path, bytes: &[u8]) -> Result<bool, StoreError> {
    let there = match disk::read(path) {
        Ok(there) => there,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(true),
        Err(e) => return Err(StoreError::io("read", path)(e)),
    };
    if there.is_empty() || there == bytes {
        return Ok(true);
    }
    let written = disk::read_text(&record(layout, path)).unwrap_or_default();
    Ok(written.trim() == hash(&there, 64))
}

/// Writes a file and remembers it. That it cannot be remembered is no error: the file counts as changed by a person then.
///
/// # Errors
/// When the operating system refuses; what was there stays.
pub fn put(layout: &Layout, path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    replace(path, bytes)?;
    let folder = folder(layout);
    let _ = disk::inside(&layout.root, &record(layout, path))
        .and_then(|()| make_dir(&folder))
        .and_then(|()| write_new(&folder.join(".gitignore"), b"*\n"))
        .and_then(|()| replace(&record(layout, path), hash(bytes, 64).as_bytes()));
    Ok(())
}

fn folder(layout: &Layout) -> PathBuf {
    layout.root.join(".exports")
}

fn record(layout: &Layout, path: &Path) -> PathBuf {
    folder(layout).join(hash(real(path).as_os_str().as_encoded_bytes(), 32))
}
