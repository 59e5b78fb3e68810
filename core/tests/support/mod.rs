//! The shipped questionnaires, read from their folder.
#![expect(clippy::unwrap_used, reason = "a file that ships is there")]

use std::fs;
use std::path::{Path, PathBuf};
use underpin_core::content::source::{File, Origin, Source};

/// The top of the project.
pub fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// A file or a folder as a source.
pub fn source(path: &Path) -> Source {
    let read = |path: &Path| {
        let text = fs::read_to_string(path).unwrap();
        File { name: path.file_name().unwrap().to_string_lossy().into_owned(), shown: path.display().to_string(), text: text.into() }
    };
    let name = path.file_stem().unwrap().to_string_lossy().into_owned();
    if !path.is_dir() {
        return Source { name, origin: Origin::Path, is_folder: false, files: vec![read(path)] };
    }
    let mut files: Vec<File> = fs::read_dir(path)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "toml"))
        .map(|p| read(&p))
        .collect();
    files.sort_by(|a, b| (a.name != "questionnaire.toml", &a.name).cmp(&(b.name != "questionnaire.toml", &b.name)));
    if files.is_empty() {
        files.push(File { name: String::new(), shown: path.display().to_string(), text: "".into() });
    }
    Source { name, origin: Origin::Path, is_folder: true, files }
}

/// A shipped questionnaire.
pub fn shipped(id: &str) -> Source {
    let folder = top().join("questionnaires");
    let path = folder.join(id);
    source(&if path.is_dir() { path } else { folder.join(format!("{id}.toml")) })
}
