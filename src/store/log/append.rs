//! Appending to a log: the rules of `docs/formats.md`, section 3, in their order.

use super::read::read_open;
use super::{Draft, LONGEST, LogFile, Stamp, horizon, identity, sane_time_of};
use crate::store::clock::now;
use crate::store::disk;
use crate::store::error::StoreError;
use crate::store::layout::sync_dir;
use crate::store::lock::hold;
use jiff::Timestamp;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::Path;
use ulid::Ulid;
use underpin_core::log::event::Body;
use underpin_core::log::line::{self, LineError};

/// How often a file may be replaced under a writer before it gives up.
const TRIES: usize = 8;

/// Appends lines in one write and makes them durable; then `log` is the log as it is. Each try opens the file once, by its
/// path, and does everything with that.
///
/// # Errors
/// When the lock or the file refuses, when another program holds the lock too long, when the log holds lines of a newer
/// format, or when it holds no start: what is not a round gets no answers, and the folder of one that vanished is not made. Nothing counts as saved then: the drafts keep their ids, so that a later try writes the same lines, and
/// `log` is read again before that.
pub fn append(path: &Path, root: &Path, log: &mut LogFile, author: &str, drafts: &mut [Draft]) -> Result<(), StoreError> {
    let result = append_locked(path, root, log, author, drafts);
    if result.is_err() {
        log.stamp = None;
    }
    result
}

fn append_locked(path: &Path, root: &Path, log: &mut LogFile, author: &str, drafts: &mut [Draft]) -> Result<(), StoreError> {
    if !path.is_file() {
        return Err(gone(path));
    }
    disk::inside(root, path)?;
    let _lock = hold(root, path.parent().unwrap_or(root))?;
    for _ in 0..TRIES {
        let mut file = open(path)?;
        catch_up(log, &mut file, path)?;
        writable(log, path)?;
        if !has_start(log) {
            return Err(gone(path));
        }
        draw(log, drafts);
        readable(author, drafts, path)?;
        let torn = !ends_with_newline(&mut file).map_err(StoreError::io("read", path))?;
        let text = lines(author, drafts, torn);
        disk::write_all(&mut file, text.as_bytes()).map_err(StoreError::io("save", path))?;
        disk::sync(&file).map_err(StoreError::io("save", path))?;
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

/// The file that the path is now.
fn open(path: &Path) -> Result<File, StoreError> {
    disk::open(path, OpenOptions::new().read(true).append(true)).map_err(|e| match e.kind() {
        io::ErrorKind::NotFound => gone(path),
        _ => StoreError::io("open", path)(e),
    })
}

/// Whether somebody began this round.
fn has_start(log: &LogFile) -> bool {
    log.events.iter().any(|e| matches!(e.body, Body::Start { .. }))
}

fn gone(path: &Path) -> StoreError {
    StoreError::Bad {
        path: path.to_owned(),
        line: 0,
        what: "the round is not there any more: nothing says that it was started".into(),
        hint: "bring its folder back (git, a backup, the disk), then save again; or start the round again".into(),
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

pub(super) fn writable(log: &LogFile, path: &Path) -> Result<(), StoreError> {
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
pub(super) fn draw(log: &LogFile, drafts: &mut [Draft]) {
    let (mut latest, horizon) = (log.latest, horizon());
    for draft in drafts.iter_mut().filter(|d| d.copy.is_none()) {
        match &draft.drawn {
            Some((id, _)) => latest = latest.max(sane_time_of(id, horizon)),
            None => {
                let now = now();
                let ms = u64::try_from(now.as_millisecond()).unwrap_or(0).max(latest + 1);
                let id = Ulid::from_parts(ms, Ulid::generate().random());
                let id = after(id, greatest_named(draft)).to_string();
                latest = latest.max(sane_time_of(&id, horizon));
                draft.drawn = Some((id, stamp(now)));
            }
        }
    }
}

/// The greatest id that a line names: only a greater one can have an effect on it.
fn greatest_named(draft: &Draft) -> Option<Ulid> {
    let of: &[String] = match &draft.body {
        Body::Settle { settles: ids, .. } | Body::Confirm { of: ids, .. } | Body::Complete { covers: ids } | Body::Undo { of: ids } => ids,
        _ => &[],
    };
    let named = draft.replaces.iter().chain(of).filter_map(|id| Ulid::from_string(id).ok());
    named.max()
}

/// An id after another one. At the very end of the time of ids, only the random part can be greater.
fn after(id: Ulid, named: Option<Ulid>) -> Ulid {
    match named.filter(|named| *named >= id) {
        None => id,
        Some(named) => {
            let next = Ulid::from_parts(named.timestamp_ms() + 1, id.random());
            if line::is_id(&next.to_string()) { next } else { Ulid::from(named.0.saturating_add(1 + (id.random() >> 40))) }
        }
    }
}

/// Says no before anything is written when a line could not be read again: a clock beyond the time of ids. Its id is drawn
/// anew the next time. Says no to a text that is too long, too; lists of ids and carried lines are as long as they have to be.
pub(super) fn readable(author: &str, drafts: &mut [Draft], path: &Path) -> Result<(), StoreError> {
    for draft in drafts {
        let text = lines(author, std::slice::from_ref(draft), false);
        let listed = matches!(draft.body, Body::Complete { .. } | Body::Confirm { .. } | Body::Undo { .. });
        if text.len() > LONGEST && draft.copy.is_none() && !listed {
            return Err(StoreError::Bad {
                path: path.to_owned(),
                line: 0,
                what: format!("nothing was written: a line of the log holds at most 1 MiB, this one has {} bytes", text.len()),
                hint: "shorten the text, or keep it in a file and name that as evidence".into(),
            });
        }
        if let Err(e) = line::read(text.trim_end()) {
            let why = match e {
                LineError::Damaged(why) => why,
                LineError::Newer(format) => format!("format {format}"),
            };
            draft.drawn = None;
            return Err(StoreError::Bad {
                path: path.to_owned(),
                line: 0,
                what: format!("nothing was written: the line could not be read again ({why})"),
                hint: format!("set the clock, which says {}, then save again", stamp(now())),
            });
        }
    }
    Ok(())
}

/// A time as the log writes it: UTC, milliseconds.
fn stamp(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

pub(super) fn lines(author: &str, drafts: &[Draft], torn: bool) -> String {
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

pub(super) fn sync_parents(path: &Path, root: &Path) -> Result<(), StoreError> {
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
    use super::super::{read, start};
    use super::*;
    use std::io::Write as _;
    use underpin_core::log::event::Setting;
    use underpin_core::log::fold::fold;
    use underpin_core::log::key::SettingKey;

    /// A log with its start.
    fn begun(path: &Path, root: &Path) -> LogFile {
        let mut log = LogFile::default();
        let (questionnaire, version, pin) = ("q".to_owned(), "1".to_owned(), "p".to_owned());
        let body = Body::Start { questionnaire, version, pin, system: "Shop".into(), after: None };
        start(path, root, &mut log, "ana", &mut [Draft::new(body, Vec::new())]).unwrap();
        log
    }

    fn set(value: bool) -> Draft {
        Draft::new(Body::Set { key: SettingKey::fact("jvm"), value: Some(Setting::Bool(value)) }, Vec::new())
    }

    #[test]
    fn a_line_that_is_written_twice_is_one_event_at_once_and_after_reading_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("systems/shop/2026-Q4/answers.jsonl");
        let mut held = begun(&path, folder.path());
        append(&path, folder.path(), &mut held, "ana", &mut [set(true)]).unwrap();
        let again = Draft { copy: Some(held.events[1].raw.clone()), ..set(true) };
        append(&path, folder.path(), &mut held, "ana", &mut [again]).unwrap();
        let read = read(&path).unwrap();
        assert_eq!((held.events.len(), read.events.len()), (3, 3), "both lines stand in the file");
        for events in [&held.events, &read.events] {
            assert_eq!(fold(events).setting_values(&SettingKey::fact("jvm")).len(), 1);
            assert_eq!(events[1].canonical, events[2].canonical);
            assert!(!events[1].canonical.is_empty());
        }
    }

    #[test]
    fn what_others_wrote_or_tore_off_is_read_before_the_next_line_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("answers.jsonl");
        let (mut ours, mut theirs) = (begun(&path, folder.path()), LogFile::default());
        append(&path, folder.path(), &mut ours, "ana", &mut [set(true)]).unwrap();
        append(&path, folder.path(), &mut theirs, "lee", &mut [set(false)]).unwrap();
        assert!(ours.is_stale(&path) && !theirs.is_stale(&path));
        let mut file = OpenOptions::new().append(true).open(&path).unwrap();
        file.write_all(b"{\"format\":1,\"do\":\"ans").unwrap();
        append(&path, folder.path(), &mut ours, "ana", &mut [set(true)]).unwrap();
        assert_eq!((ours.events.len(), ours.damaged.len()), (4, 1), "the torn line got an end of its own");
        assert!(ours.events.windows(2).all(|pair| pair[0].id < pair[1].id), "new ids come after those of others");
        assert!(!ours.is_stale(&path));
    }

    #[test]
    fn a_file_that_git_put_in_the_place_of_ours_is_read_and_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("answers.jsonl");
        let mut log = begun(&path, folder.path());
        append(&path, folder.path(), &mut log, "ana", &mut [set(true)]).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        // The same length, another file: only what it is tells them apart.
        let other = folder.path().join("other");
        fs::write(&other, text.replace("true", "null").replace("\"value\"", "\"mood\"")).unwrap();
        fs::rename(&other, &path).unwrap();
        append(&path, folder.path(), &mut log, "ana", &mut [set(false)]).unwrap();
        assert_eq!((log.events.len(), log.damaged.len()), (2, 1));
    }

    #[test]
    fn a_failed_try_is_followed_by_the_same_line_and_a_fresh_look() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("answers.jsonl");
        let mut log = begun(&path, folder.path());
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
        assert_eq!((log.events.len(), fold(&log.events).oddities.len()), (3, 0));
    }

    #[test]
    fn what_has_no_start_gets_no_answers_and_no_folder() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("2026-Q4/answers.jsonl");
        let mut log = begun(&path, folder.path());
        fs::remove_dir_all(path.parent().unwrap()).unwrap();
        assert!(append(&path, folder.path(), &mut log, "ana", &mut [set(true)]).is_err());
        assert!(!path.parent().unwrap().exists(), "git could not bring it back otherwise");
        fs::create_dir(path.parent().unwrap()).unwrap();
        fs::write(&path, "{\"format\":1,\"do\":\"sta").unwrap();
        assert!(append(&path, folder.path(), &mut log, "ana", &mut [set(true)]).is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), "{\"format\":1,\"do\":\"sta");
    }

    #[test]
    fn a_line_that_does_not_read_back_is_never_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("answers.jsonl");
        let mut log = begun(&path, folder.path());
        let before = fs::read(&path).unwrap();
        // As a clock in the year 2100 draws it.
        let mut drafts = [Draft { drawn: Some(("03QCPC7P000000000000000000".into(), "2100".into())), ..set(true) }];
        let refused = append(&path, folder.path(), &mut log, "ana", &mut drafts).unwrap_err();
        assert!(refused.to_string().contains("nothing was written") && refused.hint().contains("clock"), "{refused}");
        assert_eq!(fs::read(&path).unwrap(), before);
        append(&path, folder.path(), &mut log, "ana", &mut drafts).unwrap();
        assert_eq!(log.events.len(), 2, "with the clock set right, it is");
    }

    #[test]
    fn a_line_that_is_too_long_is_refused_whole_and_the_next_one_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("answers.jsonl");
        let mut log = begun(&path, folder.path());
        let note = |text: String| {
            let body = Body::Note { question: None, text: Some(text), by: None, open: false, owner: None, due: None };
            Draft::new(body, Vec::new())
        };
        let before = fs::read(&path).unwrap();
        let refused = append(&path, folder.path(), &mut log, "ana", &mut [set(true), note("x".repeat(LONGEST))]).unwrap_err();
        assert!(refused.to_string().contains("1 MiB"), "{refused}");
        assert_eq!(fs::read(&path).unwrap(), before, "nothing of it");
        for (text, fits) in [("\u{1}".repeat(LONGEST / 5), false), ("日".repeat(LONGEST / 4), true), ("\u{7}".repeat(LONGEST / 7), true)] {
            assert_eq!(super::super::is_too_long(&text), !fits);
            assert_eq!(append(&path, folder.path(), &mut log, "ana", &mut [note(text)]).is_ok(), fits);
        }
        // Others may have written longer ones: they are read, and carried.
        let long = log.events[1].raw.replacen("\"text\":\"", &format!("\"text\":\"{}", "x".repeat(LONGEST)), 1);
        append(&path, folder.path(), &mut log, "ana", &mut [Draft { copy: Some(long), ..set(true) }]).unwrap();
        assert_eq!(read(&path).unwrap().damaged.len(), 0);
    }
}
