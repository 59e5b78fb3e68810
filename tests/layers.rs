//! The house stands: imports only point down, no circles, no glob imports, rooms apart, a pure domain.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Which modules a module may import, besides its own.
const FLOORS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("content", &["domain"]),
    ("store", &["domain"]),
    ("report", &["domain"]),
    ("workspace", &["domain", "content", "store", "report"]),
    ("tui", &["domain", "content", "store", "report", "workspace"]),
    ("cli", &["domain", "content", "store", "report", "workspace", "tui"]),
];

/// What a pure domain never names.
const IMPURE: &[&str] = &[
    "std::fs",
    "std::env",
    "std::io",
    "std::net",
    "std::process",
    "SystemTime",
    "Instant",
    "toml",
    "minijinja",
    "serde_json",
    "crossterm",
    "ratatui",
    "clap",
    "directories",
    "tempfile",
    "rustix",
];

const BANNED_NAMES: &[&str] = &["utils", "common", "helpers", "manager", "prelude"];

fn sources(dir: &Path, out: &mut Vec<(String, String)>) {
    let mut entries: Vec<_> = fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push((path.to_string_lossy().replace('\\', "/"), fs::read_to_string(&path).unwrap()));
        }
    }
}

/// The code of a file without its tests and comments.
fn code(text: &str) -> String {
    let body = text.split("#[cfg(test)]").next().unwrap_or(text);
    body.lines().map(|l| l.split("//").next().unwrap_or("")).collect::<Vec<_>>().join("\n")
}

/// Every problem in a set of files, given as path and text.
fn problems(files: &[(String, String)]) -> Vec<String> {
    let mut found = Vec::new();
    for (path, text) in files {
        let inside = path.split("src/").nth(1).unwrap_or(path);
        let floor = inside.split(['/', '.']).next().unwrap_or("");
        let code = code(text);
        let allowed = FLOORS.iter().find(|(name, _)| *name == floor).map(|(_, may)| *may);
        for (name, _) in FLOORS {
            let named = code.contains(&format!("crate::{name}::"))
                || code.contains(&format!("crate::{name};"))
                || code.contains(&format!("crate::{{{name}"));
            if named && *name != floor && allowed.is_some_and(|may| !may.contains(name)) {
                found.push(format!("{inside}: {floor} imports {name}"));
            }
        }
        for line in code.lines().map(str::trim).filter(|l| l.starts_with("use ") || l.starts_with("pub use ")) {
            if line.contains("::*") {
                found.push(format!("{inside}: glob import: {line}"));
            }
            if let Some(room) = inside.strip_prefix("tui/screens/").map(|r| r.split(['/', '.']).next().unwrap_or("")) {
                let other = line.split("screens::").nth(1).map(|r| r.split([':', ';', '{']).next().unwrap_or("").trim());
                if room != "mod" && other.is_some_and(|o| o != room) {
                    found.push(format!("{inside}: a room imports another room: {line}"));
                }
            }
        }
        if floor == "domain" {
            for banned in IMPURE {
                let word = |i: usize| {
                    let before = code[..i].chars().next_back();
                    let after = code[i + banned.len()..].chars().next();
                    !before.is_some_and(|c| c.is_alphanumeric() || c == '_') && !after.is_some_and(|c| c.is_alphanumeric() || c == '_')
                };
                if code.match_indices(banned).any(|(i, _)| word(i)) {
                    found.push(format!("{inside}: the domain names {banned}"));
                }
            }
        }
        let stem = inside.rsplit('/').next().unwrap_or("").trim_end_matches(".rs");
        if BANNED_NAMES.contains(&stem) {
            found.push(format!("{inside}: a file of this name says nothing"));
        }
    }
    found
}

/// Circles between the modules of one floor.
fn circles(files: &[(String, String)]) -> Vec<String> {
    let mut edges: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let module = |inside: &str| inside.trim_end_matches(".rs").trim_end_matches("/mod").replace('/', "::");
    let names: BTreeSet<String> = files.iter().map(|(p, _)| module(p.split("src/").nth(1).unwrap_or(p))).collect();
    for (path, text) in files {
        let from = module(path.split("src/").nth(1).unwrap_or(path));
        for line in code(text).lines().filter(|l| l.trim().starts_with("use crate::")) {
            let target = line.trim().trim_start_matches("use crate::").trim_end_matches(';');
            let mut target = target.split("::{").next().unwrap_or(target).to_owned();
            while !names.contains(&target) {
                match target.rsplit_once("::") {
                    Some((parent, _)) => target = parent.to_owned(),
                    None => break,
                }
            }
            // A child may use its parent: `mod.rs` declares what its children share.
            if names.contains(&target) && target != from && !from.starts_with(&format!("{target}::")) {
                edges.entry(from.clone()).or_default().insert(target);
            }
        }
    }
    let mut found = Vec::new();
    for start in edges.keys() {
        let mut open: Vec<Vec<String>> = vec![vec![start.clone()]];
        let mut seen = BTreeSet::new();
        while let Some(path) = open.pop() {
            for next in edges.get(path.last().unwrap()).into_iter().flatten() {
                if next == start {
                    found.push(format!("{} -> {start}", path.join(" -> ")));
                } else if seen.insert(next.clone()) {
                    let mut longer = path.clone();
                    longer.push(next.clone());
                    open.push(longer);
                }
            }
        }
    }
    found
}

#[test]
fn imports_only_point_down() {
    let mut files = Vec::new();
    sources(Path::new("src"), &mut files);
    sources(Path::new("core/src"), &mut files);
    assert!(files.len() > 40, "the walk found {} files", files.len());
    assert_eq!(problems(&files), Vec::<String>::new());
}

#[test]
fn no_two_modules_of_the_domain_import_each_other() {
    let mut files = Vec::new();
    sources(Path::new("core/src"), &mut files);
    sources(Path::new("src/store"), &mut files);
    sources(Path::new("src/report"), &mut files);
    assert_eq!(circles(&files), Vec::<String>::new());
}

#[test]
fn every_kind_of_breach_is_seen() {
    let file = |path: &str, text: &str| vec![(path.to_owned(), text.to_owned())];
    for (path, text, expected) in [
        ("src/domain/plan.rs", "use crate::store::log;", "imports store"),
        ("src/content/parse.rs", "use crate::store::log;", "imports store"),
        ("src/workspace/mod.rs", "use crate::tui::app;", "imports tui"),
        ("src/domain/plan.rs", "use std::fs;", "std::fs"),
        ("src/domain/plan.rs", "fn f() { toml::from_str(); }", "names toml"),
        ("src/report/json.rs", "use super::context::*;", "glob import"),
        ("src/tui/screens/home.rs", "use crate::tui::screens::plan;", "another room"),
        ("src/store/utils.rs", "", "says nothing"),
    ] {
        let found = problems(&file(path, text));
        assert!(found.iter().any(|f| f.contains(expected)), "{path} {text}: {found:?}");
    }
    assert!(problems(&file("src/cli/list.rs", "use crate::workspace::Workspace;")).is_empty());
    assert!(problems(&file("src/domain/plan.rs", "#[cfg(test)]\nmod tests { use super::*; use std::fs; }")).is_empty());
    let circle = vec![
        ("src/domain/a.rs".to_owned(), "use crate::domain::b::B;".to_owned()),
        ("src/domain/b.rs".to_owned(), "use crate::domain::a::A;".to_owned()),
    ];
    assert!(!circles(&circle).is_empty());
}
