//! What follows from logs, remembered so that it need not be worked out again. Derived: safe to delete, and nothing is believed
//! that this very program did not write whole.

use super::disk;
use super::layout::{Layout, MARKER, hash, make_dir, replace, write_new};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::path::PathBuf;

/// Which program this is: what another version, or another build of it, worked out may say something else.
const PROGRAM: &str = env!("UNDERPIN_PROGRAM");

fn folder(layout: &Layout) -> PathBuf {
    layout.root.join(".cache")
}

fn file(layout: &Layout) -> PathBuf {
    folder(layout).join("rounds")
}

/// The first line of the file: whose it is, and the sha256 of all that follows.
fn head(body: &str) -> String {
    format!("{PROGRAM} {}", hash(body, 64))
}

/// What was remembered: one entry a line. Nothing where the file is missing, damaged, changed, or of another program.
pub fn read<T: DeserializeOwned>(layout: &Layout) -> Vec<T> {
    let path = file(layout);
    let text = disk::inside(&layout.root, &path).ok().and_then(|()| disk::read_text(&path).ok()).unwrap_or_default();
    let whole = text.split_once('\n').filter(|(first, body)| *first == head(body));
    let entries = whole.map(|(_, body)| body.lines().map(serde_json::from_str).collect::<Result<Vec<T>, _>>());
    entries.and_then(Result::ok).unwrap_or_default()
}

/// Remembers these entries and no others. That they cannot be remembered is no error: they are worked out again then. A folder
/// that is no workspace is left alone.
pub fn keep<'e, T: Serialize + 'e>(layout: &Layout, entries: impl IntoIterator<Item = &'e T>) {
    let lines: Result<Vec<String>, _> = entries.into_iter().map(serde_json::to_string).collect();
    let Ok(lines) = lines else { return };
    let body: String = lines.into_iter().flat_map(|line| [line, "\n".to_owned()]).collect();
    let (folder, path) = (folder(layout), file(layout));
    if layout.root.join(MARKER).is_file() {
        let _ = disk::inside(&layout.root, &path)
            .and_then(|()| make_dir(&folder))
            .and_then(|()| write_new(&folder.join(".gitignore"), b"*\n"))
            .and_then(|()| replace(&path, format!("{}\n{body}", head(&body)).as_bytes()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn what_was_written_whole_is_remembered_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let layout = Layout { root: folder.path().join("work") };
        keep(&layout, &[1, 2]);
        assert!(!layout.root.exists(), "no folder is made where there is no workspace");
        layout.create().unwrap();
        keep(&layout, &[1, 2]);
        assert_eq!(read::<u8>(&layout), [1, 2]);
        assert_eq!(fs::read_to_string(layout.root.join(".cache/.gitignore")).unwrap(), "*\n");
        let text = fs::read_to_string(file(&layout)).unwrap();
        let spoilt =
            [text.replace("\n2\n", "\n3\n"), text.replacen(PROGRAM, "other", 1), text.replace("2\n", ""), String::new(), "\n".into()];
        for spoilt in spoilt {
            fs::write(file(&layout), &spoilt).unwrap();
            assert!(read::<u8>(&layout).is_empty(), "{spoilt}");
        }
        fs::write(file(&layout), &text).unwrap();
        assert!(read::<String>(&layout).is_empty(), "entries of another form");
    }

    #[test]
    fn what_cannot_be_written_is_forgotten_without_a_word() {
        let folder = tempfile::tempdir().unwrap();
        let layout = Layout { root: folder.path().to_owned() };
        layout.create().unwrap();
        fs::write(layout.root.join(".cache"), "a file").unwrap();
        keep(&layout, &[1]);
        assert!(read::<u8>(&layout).is_empty());
    }
}
