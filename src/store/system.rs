//! system.toml, and which folder a name means.

use super::error::StoreError;
use super::layout::{Layout, hash, is_slug, make_dir, slug, write_new};
use super::log;
use std::fs;
use std::io;
use underpin_core::log::fold::fold;
use underpin_core::model::period::RoundId;

/// A system of the workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct System {
    /// Its folder.
    pub slug: String,
    /// Its name as typed.
    pub name: String,
    /// Its rounds, oldest first.
    pub rounds: Vec<RoundId>,
}

/// All systems, by name.
pub fn list(layout: &Layout) -> Result<Vec<System>, StoreError> {
    let folder = layout.systems();
    let entries = match fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(e) => return Err(StoreError::io("read", &folder)(e)),
    };
    let mut systems = Vec::new();
    for entry in entries {
        let entry = entry.map_err(StoreError::io("read", &folder))?;
        let slug = entry.file_name().to_string_lossy().into_owned();
        if !slug.starts_with('.') && entry.path().is_dir() {
            systems.push(read(layout, &slug)?);
        }
    }
    systems.sort_by(|a, b| (a.name.to_lowercase(), &a.slug).cmp(&(b.name.to_lowercase(), &b.slug)));
    Ok(systems)
}

fn read(layout: &Layout, slug: &str) -> Result<System, StoreError> {
    let folder = layout.system(slug);
    let path = folder.join("system.toml");
    let name = match fs::read_to_string(&path) {
        Ok(text) => {
            let table: toml::Table = text.parse().map_err(|e: toml::de::Error| StoreError::Bad {
                path: path.clone(),
                line: e.span().map_or(0, |s| text.get(..s.start).unwrap_or("").matches('\n').count() + 1),
                what: e.message().trim_end().replace('\n', "; "),
                hint: "mend the TOML, or restore the file from git".into(),
            })?;
            table.get("name").and_then(toml::Value::as_str).unwrap_or(slug).to_owned()
        }
        Err(e) if e.kind() == io::ErrorKind::NotFound => slug.to_owned(),
        Err(e) => return Err(StoreError::io("read", &path)(e)),
    };
    let mut rounds: Vec<RoundId> = fs::read_dir(&folder)
        .map_err(StoreError::io("read", &folder))?
        .flatten()
        .filter(|e| e.path().is_dir())
        .filter_map(|e| RoundId::parse(&e.file_name().to_string_lossy()))
        .collect();
    rounds.sort();
    order_same_day(layout, slug, &mut rounds);
    Ok(System { slug: slug.to_owned(), name, rounds })
}

/// Rounds whose periods begin on the same day are ordered by the id of their current start: the later begun is the later.
fn order_same_day(layout: &Layout, slug: &str, rounds: &mut [RoundId]) {
    let twins = rounds.windows(2).any(|pair| matches!(pair, [a, b] if a.first_day() == b.first_day()));
    if !twins {
        return;
    }
    let start = |id: &RoundId| {
        let file = log::read(&layout.round(slug, id.as_str()).join("answers.jsonl")).ok()?;
        fold(&file.events).start().map(|e| e.id.clone())
    };
    rounds.sort_by_cached_key(|id| (id.first_day(), start(id), id.as_str().to_owned()));
}

/// The system that a name or folder name means.
pub fn find(layout: &Layout, name: &str) -> Result<Option<System>, StoreError> {
    let name = name.trim();
    let systems = list(layout)?;
    let by_name = systems.iter().find(|s| s.name == name);
    Ok(by_name.or_else(|| systems.iter().find(|s| s.slug == name)).cloned())
}

/// The folder that a new system of this name gets; never a counter, so that two laptops agree.
pub fn new_slug(layout: &Layout, name: &str) -> String {
    let plain = slug(name);
    if is_slug(name) || !layout.system(&plain).exists() {
        return plain;
    }
    format!("{plain}-{}", hash(name, 6))
}

/// Creates a system's folder.
pub fn create(layout: &Layout, slug: &str, name: &str) -> Result<(), StoreError> {
    let folder = layout.system(slug);
    make_dir(&folder)?;
    let text = format!("format = 1\nname = {}\n", toml::Value::String(name.to_owned()));
    write_new(&folder.join("system.toml"), text.as_bytes())
}
