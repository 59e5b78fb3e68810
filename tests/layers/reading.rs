//! Rust as this test reads it: files, what they name, and the module that a name means.

use std::fs;
use std::path::Path;

/// One crate: its name in paths, the folder of its code, and its floors, each with those it may import.
pub struct House {
    pub name: &'static str,
    pub folder: &'static str,
    pub floors: &'static [(&'static str, &'static [&'static str])],
}

/// The pure core.
pub const CORE: House = House {
    name: "underpin_core",
    folder: "core/src/",
    floors: &[
        ("model", &[]),
        ("log", &["model"]),
        ("standing", &["log", "model"]),
        ("decision", &["standing", "log", "model"]),
        ("round", &["decision", "standing", "log", "model"]),
        ("plan", &["round", "decision", "standing", "log", "model"]),
        // Beside round and plan: reading a text needs neither.
        ("content", &["decision", "standing", "log", "model"]),
    ],
};

/// The program.
pub const PROGRAM: House = House {
    name: "underpin",
    folder: "src/",
    floors: &[
        ("safe", &[]),
        ("words", &["safe"]),
        ("library", &["words", "safe"]),
        ("store", &["words", "safe"]),
        ("report", &["words", "safe"]),
        ("workspace", &["library", "store", "report", "words", "safe"]),
        ("tui", &["workspace", "library", "store", "report", "words", "safe"]),
        ("cli", &["tui", "workspace", "library", "store", "report", "words", "safe"]),
    ],
};

/// One file of code, as it is read.
pub struct File {
    /// Path from the root of the repository.
    pub path: String,
    /// Its text.
    pub text: String,
}

pub fn file(path: &str, text: &str) -> File {
    File { path: path.to_owned(), text: text.to_owned() }
}

impl File {
    pub fn house(&self) -> &'static House {
        if self.path.starts_with(CORE.folder) { &CORE } else { &PROGRAM }
    }

    /// The module it is, from the root of its crate: `round::route`.
    pub fn module(&self) -> Vec<String> {
        let inside = self.path.strip_prefix(self.house().folder).unwrap_or(&self.path);
        let mut parts: Vec<String> = inside.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
        if parts.last().is_some_and(|last| last == "mod" || last == "lib" || last == "main") {
            parts.pop();
        }
        parts
    }

    /// Its floor; empty for the root of a crate.
    pub fn floor(&self) -> String {
        self.module().first().cloned().unwrap_or_default()
    }

    pub fn is_test(&self) -> bool {
        self.path.contains("/tests/")
    }

    /// Every path that its code names, from the root of its crate or of another.
    pub fn paths(&self) -> Vec<Vec<String>> {
        let code = code(&self.text);
        let mut found: Vec<String> = Vec::new();
        for tree in uses(&code) {
            expand(&tree, "", &mut found);
        }
        for root in ["crate::", "super::", "self::", "underpin_core::"] {
            for (at, _) in code.match_indices(root) {
                let starts_word = !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':');
                if starts_word {
                    let end = code[at..].find(|c: char| !c.is_alphanumeric() && c != '_' && c != ':').map_or(code.len(), |n| at + n);
                    found.push(code[at..end].trim_end_matches(':').to_owned());
                }
            }
        }
        found.iter().map(|path| self.resolve(path)).collect()
    }

    /// A path as it is from the root: `super::b` in `content/parse.rs` is `content::b`.
    fn resolve(&self, path: &str) -> Vec<String> {
        let mut parts: Vec<String> = path.split("::").map(|p| p.trim().to_owned()).filter(|p| !p.is_empty()).collect();
        let first = parts.first().cloned().unwrap_or_default();
        let mut base = match first.as_str() {
            "crate" => Vec::new(),
            "self" | "super" => self.module(),
            // A name of the edition's uniform paths: a child of this module, or another crate.
            _ => return parts,
        };
        while let Some(first) = parts.first().cloned() {
            match first.as_str() {
                "crate" | "self" => {}
                "super" => {
                    base.pop();
                }
                _ => break,
            }
            parts.remove(0);
        }
        base.extend(parts);
        base.insert(0, self.house().name.to_owned());
        base
    }
}

fn sources(dir: &Path, out: &mut Vec<File>) {
    let mut entries: Vec<_> = fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(File { text: fs::read_to_string(&path).unwrap(), path: path.to_string_lossy().replace('\\', "/") });
        }
    }
}

/// Both crates.
pub fn house() -> Vec<File> {
    let mut files = Vec::new();
    for folder in ["src", "core/src"] {
        sources(Path::new(folder), &mut files);
    }
    assert!(files.len() > 100, "the walk found {} files", files.len());
    files
}

/// Every Rust file of the repository.
pub fn everything() -> Vec<File> {
    let mut files = house();
    for folder in ["tests", "core/tests", "core/benches"] {
        sources(Path::new(folder), &mut files);
    }
    files
}

/// The code of a file without its own tests, comments and texts.
pub fn code(text: &str) -> String {
    let mut out = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line.trim() == "#[cfg(test)]" {
            skip_item(&mut lines);
            continue;
        }
        let line = line.replace("'\"'", "").replace("\\\"", "");
        let plain = line.split("//").next().unwrap_or("");
        // What stands between quotes is no code. Texts over several lines hold no paths in this house.
        let mut outside = true;
        for (i, part) in plain.split('"').enumerate() {
            if i > 0 {
                outside = !outside;
            }
            if outside {
                out.push_str(part);
                out.push(' ');
            }
        }
        out.push('\n');
    }
    out
}

/// Passes over one item with its further attributes. Code stands as `cargo fmt` leaves it: an item is one line, or ends with
/// the first brace, or the first semicolon, that stands as far in as it began.
fn skip_item<'t>(lines: &mut impl Iterator<Item = &'t str>) {
    let mut of_item = lines.skip_while(|line| line.trim().is_empty() || line.trim_start().starts_with(['#', '/']));
    let Some(first) = of_item.next() else { return };
    let depth = |line: &str| line.len() - line.trim_start().len();
    let ends = |line: &str| line.trim_end().ends_with([';', ',', '}']);
    let closes = |line: &str| line.trim_start().starts_with('}') || (!first.trim_end().ends_with('{') && ends(line));
    if !ends(first) {
        of_item.find(|line| depth(line) == depth(first) && closes(line));
    }
}

/// The trees of all `use` declarations: `a::{b, c::d}`.
pub fn uses(code: &str) -> Vec<String> {
    let mut trees = Vec::new();
    for (at, _) in code.match_indices("use ") {
        let begins = code[..at].rsplit('\n').next().unwrap_or("").trim();
        let declares = begins.is_empty() || begins == "pub" || (begins.starts_with("pub(") && begins.ends_with(')'));
        if declares {
            trees.push(code[at + 4..].split(';').next().unwrap_or("").split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }
    trees
}

/// The single paths of a tree.
pub fn expand(tree: &str, before: &str, out: &mut Vec<String>) {
    let tree = tree.trim();
    let tree = tree.split(" as ").next().filter(|_| !tree.contains('{')).unwrap_or(tree).trim();
    let Some(open) = tree.find('{') else {
        if !tree.is_empty() {
            out.push(format!("{before}{}", tree.trim_start_matches("::")));
        }
        return;
    };
    let before = format!("{before}{}", tree[..open].trim_start_matches("::"));
    let inner = tree[open + 1..].trim_end().trim_end_matches('}');
    let mut depth = 0_i32;
    let mut branch = String::new();
    // The closing braces of inner groups were trimmed with the outer one: they are put back by depth.
    for c in inner.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                expand(&std::mem::take(&mut branch), &before, out);
                continue;
            }
            _ => {}
        }
        branch.push(c);
    }
    expand(&branch, &before, out);
}

/// Whether a word or path stands in the code.
pub fn names(code: &str, word: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(word).any(|(i, _)| !code[..i].ends_with(part) && !code[i + word.len()..].starts_with(part))
}

#[test]
fn groups_are_taken_apart() {
    let mut paths = Vec::new();
    expand("crate::{a, b::{c, d::e as f}, g::h}", "", &mut paths);
    assert_eq!(paths, ["crate::a", "crate::b::c", "crate::b::d::e", "crate::g::h"]);
}
