//! The text of a questionnaire: one file or a folder, and the joined text that is pinned.

use std::borrow::Cow;

/// Where a questionnaire came from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// The workspace's own folder.
    Workspace,
    /// The user's configuration folder.
    User,
    /// Shipped inside the program.
    Embedded,
    /// A path that was named.
    Path,
    /// A pin of a workspace.
    Pin,
}

impl Origin {
    /// The word in lists.
    pub fn word(&self) -> &'static str {
        match self {
            Origin::Workspace => "workspace",
            Origin::User => "user",
            Origin::Embedded => "embedded",
            Origin::Path => "path",
            Origin::Pin => "pin",
        }
    }
}

/// One file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Name inside the questionnaire: `questionnaire.toml`, `architecture.toml`.
    pub name: String,
    /// Path as shown in messages.
    pub shown: String,
    /// Its text; shipped ones are not copied.
    pub text: Cow<'static, str>,
}

/// A questionnaire as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Name of the file or folder; empty for pins.
    pub name: String,
    /// Where it came from.
    pub origin: Origin,
    /// Whether it is a folder, which needs a questionnaire.toml.
    pub is_folder: bool,
    /// Its files: questionnaire.toml first.
    pub files: Vec<File>,
}

const MARK: &str = "# file: ";
const AFTER_LINE: &str = "\n# file: ";

impl Source {
    /// The files joined, each headed by its name: the text that is pinned. Areas in order, remedies last.
    pub fn joined(&self) -> String {
        let mut files: Vec<&File> = self.files.iter().collect();
        let areas = self.area_order();
        files.sort_by_key(|f| {
            let stem = f.name.strip_suffix(".toml").unwrap_or(&f.name);
            let rank = match f.name.as_str() {
                _ if files_is_single(&self.files) => 0,
                "questionnaire.toml" => 0,
                "remedies.toml" => usize::MAX,
                _ => areas.iter().position(|a| a == stem).map_or(usize::MAX - 1, |p| p + 1),
            };
            (rank, f.name.clone())
        });
        let end = |file: &File| if file.text.ends_with('\n') { "" } else { "\n" };
        let pieces: Vec<&str> = files.into_iter().flat_map(|f| [MARK, &f.name, "\n", &f.text, end(f)]).collect();
        pieces.concat()
    }

    /// Area ids in the order of questionnaire.toml, found without a full parse.
    fn area_order(&self) -> Vec<String> {
        let Some(top) = self.files.iter().find(|f| f.name == "questionnaire.toml") else { return Vec::new() };
        let mut ids = Vec::new();
        let mut in_area = false;
        for line in top.text.lines().map(str::trim) {
            if line.starts_with('[') {
                in_area = line.replace(' ', "") == "[[area]]";
            } else if in_area
                && let Some((key, value)) = line.split_once('=')
                && key.trim() == "id"
            {
                ids.push(value.split('#').next().unwrap_or(value).trim().trim_matches(['"', '\'']).to_owned());
            }
        }
        ids
    }

    /// Takes a pinned text apart again.
    pub fn of_pin(text: &str, shown: &str) -> Source {
        let mut starts: Vec<usize> = if text.starts_with(MARK) { vec![0] } else { Vec::new() };
        starts.extend(text.match_indices(AFTER_LINE).map(|(at, _)| at + 1));
        let mut files: Vec<File> = Vec::new();
        let before = text.get(..starts.first().copied().unwrap_or(text.len())).unwrap_or_default();
        if !before.is_empty() {
            files.push(File { name: "questionnaire.toml".into(), shown: shown.to_owned(), text: before.to_owned().into() });
        }
        for (i, start) in starts.iter().enumerate() {
            let end = starts.get(i + 1).copied().unwrap_or(text.len());
            let (head, body) = text.get(*start..end).and_then(|f| f.split_once('\n')).unwrap_or_default();
            let name = head.strip_prefix(MARK).unwrap_or(head).trim_end().to_owned();
            files.push(File { shown: format!("{shown} ({name})"), name, text: body.to_owned().into() });
        }
        Source { name: String::new(), origin: Origin::Pin, is_folder: false, files }
    }

    /// Byte offset of the first line that looks like a joining mark, per file.
    pub fn marks(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        self.files.iter().enumerate().filter_map(|(i, f)| {
            let at = if f.text.starts_with(MARK) { Some(0) } else { f.text.find(AFTER_LINE).map(|p| p + 1) };
            at.map(|at| (i, at))
        })
    }
}

fn files_is_single(files: &[File]) -> bool {
    files.len() == 1
}
