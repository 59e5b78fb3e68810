//! The few ways in which the store touches the disk, in one place: no link leads out of the workspace, nothing waits for a pipe,
//! and a test can let each change fail in its turn.

use super::error::StoreError;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::Path;

/// Whether the disk itself is waited for. No test inside the program can see the difference; those that run it wait.
const SYNCS: bool = !cfg!(test);

/// Says no to a path on which a link leads out of the workspace. Git carries links, so somebody else's workspace could point
/// anywhere; a link that stays inside is followed like any other folder or file.
///
/// # Errors
/// When a part of the path below `root` is a link that leads out of it, or nowhere.
pub fn inside(root: &Path, path: &Path) -> Result<(), StoreError> {
    let Ok(below) = path.strip_prefix(root) else { return Ok(()) };
    let mut at = root.to_owned();
    for part in below.components() {
        at.push(part);
        if !fs::symlink_metadata(&at).is_ok_and(|meta| meta.is_symlink()) {
            continue;
        }
        let stays = fs::canonicalize(root).and_then(|root| Ok(fs::canonicalize(&at)?.starts_with(root)));
        if !stays.unwrap_or(false) {
            return Err(StoreError::Bad {
                path: at,
                line: 0,
                what: "it is a link that leads out of the workspace, or nowhere; it is not followed".into(),
                hint: "put a folder or a file in its place; or work in that other folder with --workspace".into(),
            });
        }
    }
    Ok(())
}

/// Opens a file without ever waiting for it: a pipe in its place is refused.
///
/// # Errors
/// When the operating system refuses, or when it is no file.
pub fn open(path: &Path, options: &mut OpenOptions) -> io::Result<File> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.custom_flags(rustix::fs::OFlags::NONBLOCK.bits().cast_signed());
    }
    let file = options.open(path)?;
    if file.metadata()?.is_file() { Ok(file) } else { Err(io::Error::other("it is no file")) }
}

/// Reads a file, as [`open`].
///
/// # Errors
/// As [`open`].
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open(path, OpenOptions::new().read(true))?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Reads a text, as [`open`].
///
/// # Errors
/// As [`open`], and when it is not UTF-8.
pub fn read_text(path: &Path) -> io::Result<String> {
    String::from_utf8(read(path)?).map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "not UTF-8"))
}

/// Writes all bytes.
///
/// # Errors
/// When the operating system refuses; some of them may be written then.
pub fn write_all(file: &mut File, bytes: &[u8]) -> io::Result<()> {
    if let Err(e) = turn() {
        // A disk that gets full takes what still fits.
        file.write_all(bytes.get(..bytes.len() / 2).unwrap_or_default())?;
        return Err(e);
    }
    file.write_all(bytes)
}

/// Makes what was written to a file durable.
///
/// # Errors
/// When the operating system refuses.
pub fn sync(file: &File) -> io::Result<()> {
    turn()?;
    if SYNCS { file.sync_data() } else { Ok(()) }
}

/// Makes the names in a folder durable.
///
/// # Errors
/// When the operating system refuses.
pub fn sync_folder(path: &Path) -> io::Result<()> {
    turn()?;
    let folder = File::open(path)?;
    if SYNCS { folder.sync_all() } else { Ok(()) }
}

/// Gives a file its name, in place of what has it.
///
/// # Errors
/// When the operating system refuses.
pub fn rename(from: &Path, to: &Path) -> io::Result<()> {
    turn()?;
    fs::rename(from, to)
}

/// Makes a folder.
///
/// # Errors
/// When the operating system refuses.
pub fn create_dir(path: &Path) -> io::Result<()> {
    turn()?;
    fs::create_dir(path)
}

/// Creates a file that was not there: a link of this name is taken away, not followed.
///
/// # Errors
/// When the operating system refuses.
pub fn create_anew(path: &Path) -> io::Result<File> {
    turn()?;
    match fs::remove_file(path) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(e),
        _ => {}
    }
    OpenOptions::new().write(true).create_new(true).open(path)
}

/// Whether the change that comes now happens; only a test says no.
#[cfg(not(test))]
pub fn turn() -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
pub use faults::turn;

/// A disk that fails when a test says so.
#[cfg(test)]
pub mod faults {
    use std::cell::Cell;
    use std::io;

    /// How long a disk fails.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Lasting {
        /// One change fails, the next one works again.
        Once,
        /// Every later change fails too.
        FromThen,
    }

    thread_local! {
        static PLAN: Cell<Option<(usize, Lasting)>> = const { Cell::new(None) };
        static DONE: Cell<usize> = const { Cell::new(0) };
    }

    /// Lets the change of this number fail, counted from 0 and from now, in this thread.
    pub fn fail(at: usize, lasting: Lasting) {
        DONE.set(0);
        PLAN.set(Some((at, lasting)));
    }

    /// Ends it; comes back with whether it failed at all.
    pub fn mend() -> bool {
        PLAN.take().is_some_and(|(at, _)| DONE.get() > at)
    }

    /// How many changes there were since the last plan.
    pub fn changes() -> usize {
        DONE.get()
    }

    /// Whether the change that comes now happens.
    pub fn turn() -> io::Result<()> {
        let now = DONE.get();
        DONE.set(now + 1);
        match PLAN.get() {
            Some((at, Lasting::Once)) if now == at => Err(io::ErrorKind::StorageFull.into()),
            Some((at, Lasting::FromThen)) if now >= at => Err(io::ErrorKind::StorageFull.into()),
            _ => Ok(()),
        }
    }
}
