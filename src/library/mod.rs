//! Which questionnaires there are, and which one an id means: workspace, user, embedded; the first wins.

pub mod audit;
pub mod embedded;
pub mod shipped;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use underpin_core::content::source::{File, Origin, Source};

/// The folders that may hold questionnaires, first wins.
#[derive(Clone, Debug, Default)]
pub struct Library {
    /// Folder and origin.
    pub folders: Vec<(Origin, PathBuf)>,
}

/// One questionnaire of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its id.
    pub id: String,
    /// Where the one that is used comes from.
    pub origin: Origin,
    /// Where others of the same id are, that it hides.
    pub shadows: Vec<Origin>,
}

impl Library {
    /// Every id with its origin and what it shadows.
    pub fn list(&self) -> Vec<Listed> {
        let mut all: Vec<(String, Origin)> = Vec::new();
        for (origin, folder) in &self.folders {
            let Ok(entries) = fs::read_dir(folder) else { continue };
            for entry in entries.flatten() {
                let path = entry.path();
                if let Some(id) = questionnaire_id(&path) {
                    all.push((id, origin.clone()));
                }
            }
        }
        all.extend(embedded::ids().into_iter().map(|id| (id.to_owned(), Origin::Embedded)));
        all.sort();
        let mut listed: Vec<Listed> = Vec::new();
        for (id, origin) in all {
            match listed.last_mut() {
                Some(last) if last.id == id => last.shadows.push(origin),
                _ => listed.push(Listed { id, origin, shadows: Vec::new() }),
            }
        }
        listed
    }

    /// The questionnaire that an id means.
    pub fn find(&self, id: &str) -> io::Result<Option<Source>> {
        for (origin, folder) in &self.folders {
            for path in [folder.join(id), folder.join(format!("{id}.toml"))] {
                if questionnaire_id(&path).as_deref() == Some(id) {
                    return read_path(&path, origin.clone()).map(Some);
                }
            }
        }
        Ok(embedded::source(id))
    }
}

/// The id that a path would have: a folder with questionnaire.toml, or a `.toml` file.
fn questionnaire_id(path: &Path) -> Option<String> {
    if path.is_dir() {
        path.join("questionnaire.toml").is_file().then(|| path.file_name().map(|n| n.to_string_lossy().into_owned()))?
    } else if path.extension().is_some_and(|e| e == "toml") && path.is_file() {
        path.file_stem().map(|n| n.to_string_lossy().into_owned())
    } else {
        None
    }
}

/// Reads a file or a folder.
pub fn read_path(path: &Path, origin: Origin) -> io::Result<Source> {
    let read = |path: &Path| -> io::Result<File> {
        let bytes = fs::read(path)?;
        let text = String::from_utf8(bytes).map_err(|e| {
            let line = e.as_bytes().iter().take(e.utf8_error().valid_up_to()).filter(|b| **b == b'\n').count() + 1;
            io::Error::new(io::ErrorKind::InvalidData, format!("{}:{line}: not UTF-8", path.display()))
        })?;
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text).replace("\r\n", "\n");
        Ok(File { name, shown: path.display().to_string(), text: text.into() })
    };
    if path.is_dir() {
        let mut files = Vec::new();
        for entry in fs::read_dir(path)? {
            let path = entry?.path();
            // What is no file may never come to an end.
            if path.is_file() && path.extension().is_some_and(|e| e == "toml") {
                files.push(read(&path)?);
            }
        }
        files.sort_by(|a, b| (a.name != "questionnaire.toml", &a.name).cmp(&(b.name != "questionnaire.toml", &b.name)));
        let absolute = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let name = absolute.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        if files.is_empty() {
            // An empty folder still has a name to be shown.
            files.push(File { name: String::new(), shown: path.display().to_string(), text: "".into() });
        }
        return Ok(Source { name, origin, is_folder: true, files });
    }
    let name = path.file_stem().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(Source { name, origin, is_folder: false, files: vec![read(path)?] })
}
