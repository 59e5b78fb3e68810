//! Appending to a log: the rules of `docs/formats.md`, section 3, in their order.

use super::read::read_open;
use super::{Draft, LogFile, Stamp, identity, time_of};
use crate::store::error::StoreError;
use crate::store::layout::{make_dir, sync_dir};
use jiff::Timestamp;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;
use std::time::{Duration, Instant};
use ulid::Ulid;
use underpin_core::log::line;

/// How long a writer waits for another one.
const PATIENCE: Duration = Duration::from_secs(3);

/// How often a file may be replaced under a writer before it gives up.
const TRIES: usize = 8;

/// Appends lines in one write and makes them durable; then `log` is the log as it is. Each try opens the file once, by its
/// path, and does everything with that.
///
/// # Errors
/// When the folder, the lock or the file refuses, when another program holds the lock too long, or when the log holds lines of
/// a newer format. Nothing counts as saved then: the drafts keep their ids, so that a later try writes the same lines, and
/// `log` is read again before that.
pub fn append(path: &Path, root: &Path, log: &mut LogFile, author: &str, drafts: &mut [Draft]) -> Result<(), StoreError> {
    let result = hold(path, root).and_then(|_lock| write_until_it_stays(path, root, log, author, drafts));
    if result.is_err() {
        log.stamp = None;
    }
    result
}

fn write_until_it_stays(path: &Path, root: &Path, log: &mut LogFile, author: &str, drafts: &mut [Draft]) -> Result<(), StoreError> {
    for _ in 0..TRIES {
        let (mut file, is_new) = open(path)?;
        catch_up(log, &mut file, path)?;
        writable(log, path)?;
        draw(log, drafts);
        let torn = !ends_with_newline(&mut file).map_err(StoreError::io("read", path))?;
        let text = lines(author, drafts, torn);
        file.write_all(text.as_bytes()).map_err(StoreError::io("save", path))?;
        file.sync_data().map_err(StoreError::io("save", path))?;
        if is_new {
            sync_parents(path, root)?;
        }
        let written = file.metadata().map_err(StoreError::io("save", path))?;
        let there = fs::metadata(path).ok();
        if there.is_some_and(|there| identity(&there) == identity(&written)) {
            return take(log, &text, &Stamp::of(&written), &mut file, path);
        }
        // Git put another file in our place while we wrote: write the same lines into that one.
        log.stamp = None;
    }
    Err(StoreError::io("save", path)(io::Error::other("the file keeps being replaced")))
}

/// Takes the lock beside a log, creating folders as needed; it is held until the file is dropped. The log itself is never the
/// lock: git replaces it.
fn hold(path: &Path, root: &Path) -> Result<File, StoreError> {
    let folder = path.parent().unwrap_or(root);
    make_dir(folder)?;
    let lock_path = folder.join(".lock");
    let lock = OpenOptions::new().create(true).truncate(false).write(true).open(&lock_path).map_err(StoreError::io("lock", &lock_path))?;
    let since = Instant::now();
    loop {
        match lock.try_lock() {
            Ok(()) => return Ok(lock),
            Err(TryLockError::WouldBlock) if since.elapsed() < PATIENCE => std::thread::sleep(Duration::from_millis(5)),
            Err(TryLockError::WouldBlock) => return Err(StoreError::io("lock", &lock_path)(io::ErrorKind::WouldBlock.into())),
            Err(TryLockError::Error(e)) => return Err(StoreError::io("lock", &lock_path)(e)),
        }
    }
}

/// The file that the path is now, and whether it had to be made.
fn open(path: &Path) -> Result<(File, bool), StoreError> {
    let mut options = OpenOptions::new();
    options.read(true).append(true);
    match options.open(path) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => {
            options.create(true).open(path).map(|file| (file, true)).map_err(StoreError::io("open", path))
        }
        opened => opened.map(|file| (file, false)).map_err(StoreError::io("open", path)),
    }
}

/// Reads what others appended, if anything about the file is not as it was.
fn catch_up(log: &mut LogFile, file: &mut File, path: &Path) -> Result<(), StoreError> {
    let now = Stamp::of(&file.metadata().map_err(StoreError::io("read", path))?);
    if log.stamp != Some(now) {
        *log = read_open(file, path)?;
    }
    Ok(())
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

/// Whether the next line can begin where the file ends.
fn ends_with_newline(file: &mut File) -> io::Result<bool> {
    if file.seek(SeekFrom::End(0))? == 0 {
        return Ok(true);
    }
    let mut byte = [0_u8];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut byte)?;
    Ok(byte == *b"\n")
}

/// Draws ids: after every other of the log, whatever the clock says, and the random part always fresh.
fn draw(log: &LogFile, drafts: &mut [Draft]) {
    let mut latest = log.latest;
    for draft in drafts.iter_mut().filter(|d| d.copy.is_none()) {
        match &draft.drawn {
            Some((id, _)) => latest = latest.max(time_of(id)),
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

/// Takes in what was written. Only that is read, from memory, unless somebody ignored the lock.
fn take(log: &mut LogFile, text: &str, now: &Stamp, file: &mut File, path: &Path) -> Result<(), StoreError> {
    let before = log.stamp.map_or(0, |s| s.len);
    if now.len != before + text.len() as u64 {
        file.rewind().map_err(StoreError::io("read", path))?;
        *log = read_open(file, path)?;
        return Ok(());
    }
    for line in text.lines().filter(|l| !l.is_empty()) {
        if let Ok(event) = line::read(line) {
            log.push(event);
        }
    }
    log.stamp = Some(*now);
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::super::read;
    use super::*;
    use underpin_core::log::event::{Body, Setting};
    use underpin_core::log::fold::fold;
    use underpin_core::log::key::SettingKey;

    fn set(value: bool) -> Draft {
        Draft::new(Body::Set { key: SettingKey::fact("jvm"), value: Some(Setting::Bool(value)) }, Vec::new())
    }

    #[test]
    fn a_line_that_is_written_twice_is_one_event_at_once_and_after_reading_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("systems/shop/2026-Q4/answers.jsonl");
        let mut held = LogFile::default();
        append(&path, folder.path(), &mut held, "ana", &mut [set(true)]).unwrap();
        let again = Draft { copy: Some(held.events[0].raw.clone()), ..set(true) };
        append(&path, folder.path(), &mut held, "ana", &mut [again]).unwrap();
        let read = read(&path).unwrap();
        assert_eq!((held.events.len(), read.events.len()), (2, 2), "both lines stand in the file");
        for events in [&held.events, &read.events] {
            assert_eq!(fold(events).setting_values(&SettingKey::fact("jvm")).len(), 1);
            assert_eq!(events[0].canonical, events[1].canonical);
            assert!(!events[0].canonical.is_empty());
        }
    }

    #[test]
    fn what_others_wrote_or_tore_off_is_read_before_the_next_line_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("answers.jsonl");
        let (mut ours, mut theirs) = (LogFile::default(), LogFile::default());
        append(&path, folder.path(), &mut ours, "ana", &mut [set(true)]).unwrap();
        append(&path, folder.path(), &mut theirs, "lee", &mut [set(false)]).unwrap();
        assert!(ours.is_stale(&path) && !theirs.is_stale(&path));
        let mut file = OpenOptions::new().append(true).open(&path).unwrap();
        file.write_all(b"{\"format\":1,\"do\":\"ans").unwrap();
        append(&path, folder.path(), &mut ours, "ana", &mut [set(true)]).unwrap();
        assert_eq!((ours.events.len(), ours.damaged.len()), (3, 1), "the torn line got an end of its own");
        assert!(ours.events.windows(2).all(|pair| pair[0].id < pair[1].id), "new ids come after those of others");
        assert!(!ours.is_stale(&path));
    }

    #[test]
    fn a_file_that_git_put_in_the_place_of_ours_is_read_and_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("answers.jsonl");
        let mut log = LogFile::default();
        append(&path, folder.path(), &mut log, "ana", &mut [set(true)]).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        // The same length, another file: only what it is tells them apart.
        let other = folder.path().join("other");
        fs::write(&other, text.replace("true", "null").replace("\"value\"", "\"mood\"")).unwrap();
        fs::rename(&other, &path).unwrap();
        append(&path, folder.path(), &mut log, "ana", &mut [set(false)]).unwrap();
        assert_eq!((log.events.len(), log.damaged.len()), (1, 1));
    }

    #[test]
    fn a_failed_try_is_followed_by_the_same_line_and_a_fresh_look() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("answers.jsonl");
        let mut log = LogFile::default();
        append(&path, folder.path(), &mut log, "ana", &mut [set(true)]).unwrap();
        let (kept, mut drafts) = (fs::read(&path).unwrap(), [set(false)]);
        fs::write(&path, "{\"format\":2}\n").unwrap();
        assert!(append(&path, folder.path(), &mut log, "ana", &mut drafts).is_err());
        assert!(log.is_stale(&path), "nothing is believed about a file after an error");
        draw(&log, &mut drafts);
        let drawn = drafts[0].drawn.clone();
        fs::write(&path, kept).unwrap();
        append(&path, folder.path(), &mut log, "ana", &mut drafts).unwrap();
        assert_eq!(drafts[0].drawn, drawn);
        assert_eq!((log.events.len(), fold(&log.events).oddities.len()), (2, 0));
    }
}
