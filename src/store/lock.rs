//! Locks: one writer at a time in a folder. The log itself is never the lock: git replaces it.

use super::error::StoreError;
use super::layout::make_dir;
use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

/// How long a writer waits for another one.
const PATIENCE: Duration = Duration::from_secs(3);

/// Takes the lock of a folder, creating the folder as needed; it is held until the file is dropped.
///
/// # Errors
/// When the folder or the lock refuses, or when another program holds it too long.
pub fn hold(folder: &Path) -> Result<File, StoreError> {
    make_dir(folder)?;
    let path = folder.join(".lock");
    let lock = OpenOptions::new().create(true).truncate(false).write(true).open(&path).map_err(StoreError::io("lock", &path))?;
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
