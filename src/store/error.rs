//! What can go wrong on disk.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// An error of the store.
#[derive(Debug)]
pub enum StoreError {
    /// The operating system refused.
    Io {
        /// What was being done.
        doing: &'static str,
        /// With which file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// A file holds what it may not hold.
    Bad {
        /// Which file.
        path: PathBuf,
        /// Line, from 1; 0 for the whole file.
        line: usize,
        /// What is wrong.
        what: String,
        /// What to do.
        hint: String,
    },
    /// The round can be read but not written.
    ReadOnly {
        /// Why.
        why: String,
        /// What to do.
        hint: String,
    },
}

impl StoreError {
    /// Wraps an error of the operating system.
    pub fn io(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> StoreError {
        let path = path.to_owned();
        move |source| StoreError::Io { doing, path, source }
    }

    /// Reads a TOML file whose text is there.
    ///
    /// # Errors
    /// When it is no TOML: with the line, and the hint that fits the file.
    pub fn table(path: &Path, text: &str, hint: &str) -> Result<toml::Table, StoreError> {
        text.parse().map_err(|e: toml::de::Error| StoreError::Bad {
            path: path.to_owned(),
            line: e.span().map_or(0, |s| text.get(..s.start).unwrap_or("").matches('\n').count() + 1),
            what: e.message().trim_end().replace('\n', "; "),
            hint: hint.to_owned(),
        })
    }

    /// What to do about it.
    pub fn hint(&self) -> String {
        match self {
            StoreError::Io { source, path, .. } => match source.kind() {
                io::ErrorKind::PermissionDenied => format!("check who owns {} and whether it may be written", path.display()),
                io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                    "free some space, then try again; nothing that was saved is lost".into()
                }
                io::ErrorKind::ReadOnlyFilesystem => "the file system is read-only; choose another folder with --workspace".into(),
                io::ErrorKind::WouldBlock => "another Underpin is writing this round; try again in a moment".into(),
                io::ErrorKind::InvalidData => "save the file as UTF-8 text".into(),
                _ => "check the path and try again; nothing that was saved is lost".into(),
            },
            StoreError::Bad { hint, .. } | StoreError::ReadOnly { hint, .. } => hint.clone(),
        }
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StoreError::Io { doing, path, source } => write!(f, "cannot {doing} {}: {source}", path.display()),
            StoreError::Bad { path, line: 0, what, .. } => write!(f, "{}: {what}", path.display()),
            StoreError::Bad { path, line, what, .. } => write!(f, "{}:{line}: {what}", path.display()),
            StoreError::ReadOnly { why, .. } => f.write_str(why),
        }
    }
}

impl std::error::Error for StoreError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            StoreError::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}
