//! Locks: one writer at a time in a folder. The log itself is never the lock: git replaces it.

use super::disk;
use super::error::StoreError;
use super::layout::make_dir;
use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

/// How long a writer waits for another one.
const PATIENCE: Duration = Duration::from_secs(3);

/// Takes the lock of a folder of the workspace, creating the folder as needed; it is held until the file is dropped.
///
/// # Errors
/// When the folder or the lock refuses, when it lies outside, or when another program holds it too long.
pub fn hold(root: &Path, folder: &Path) -> Result<File, StoreError> {
    let path = folder.join(".lock");
    disk::inside(root, &path)?;
    make_dir(folder)?;
    let mut options = OpenOptions::new();
    let lock = disk::open(&path, options.create(true).truncate(false).write(true)).map_err(StoreError::io("lock", &path))?;
    let since = Instant::now();
    loop {
        match lock.try_lock() {
            Ok(()) => return Ok(lock),
            Err(TryLockError::WouldBlock) if since.elapsed() < PATIENCE => std::thread::sleep(Duration::from_millis(5)),
            Err(TryLockError::WouldBlock) => return Err(StoreError::io("lock", &path)(io::ErrorKind::WouldBlock.into())),
            Err(TryLockError::Error(e)) => return Err(StoreError::io("lock", &path)(e)),
        }
    }
}
