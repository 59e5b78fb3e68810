//! system.toml, and which folder a name means.

use super::disk;
use super::error::StoreError;
use super::layout::{Layout, hash, is_slug, make_dir, slug, write_new};
use super::log;
use jiff::civil::Date;
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
///
/// # Errors
/// When the folder of systems or one of theirs cannot be read.
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
            systems.extend(Some(read(layout, &slug)?).filter(|system| !system.rounds.is_empty() || is_named(layout, &slug)));
        }
    }
    systems.sort_by(|a, b| (a.name.to_lowercase(), &a.slug).cmp(&(b.name.to_lowercase(), &b.slug)));
    Ok(systems)
}

/// Whether a folder says which system it is. One that does not and holds no round was left when its making failed: it is no
/// system, and shuts out none.
fn is_named(layout: &Layout, slug: &str) -> bool {
    fs::symlink_metadata(layout.system(slug).join("system.toml")).is_ok()
}

/// A system by its folder; where its system.toml cannot be read it is called as its folder: [`problem`] says why.
fn read(layout: &Layout, slug: &str) -> Result<System, StoreError> {
    Ok(System { slug: slug.to_owned(), name: name(layout, slug).unwrap_or_else(|_| slug.to_owned()), rounds: rounds(layout, slug)? })
}

/// Why the name of a system cannot be read, or one of its folders is no round although it looks like one.
pub fn problem(layout: &Layout, slug: &str) -> Option<StoreError> {
    let leads_out = |id: RoundId| disk::inside(&layout.root, &layout.log(slug, id.as_str())).err();
    let names = || fs::read_dir(layout.system(slug)).ok().into_iter().flatten().flatten().map(|e| e.file_name());
    name(layout, slug).err().or_else(|| names().filter_map(|name| RoundId::parse(&name.to_string_lossy())).find_map(leads_out))
}

/// The name of the system in a folder: what system.toml says, else the folder's own.
fn name(layout: &Layout, slug: &str) -> Result<String, StoreError> {
    let path = layout.system(slug).join("system.toml");
    disk::inside(&layout.root, &path)?;
    match disk::read_text(&path) {
        Ok(text) => {
            let table = StoreError::table(
                &path,
                &text,
                "write `format = 1` and `name = \"...\"` into it and nothing else, or restore the file from git",
            )?;
            Ok(table.get("name").and_then(toml::Value::as_str).unwrap_or(slug).to_owned())
        }
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(slug.to_owned()),
        Err(e) => Err(StoreError::io("read", &path)(e)),
    }
}

/// The rounds in the folder of a system, oldest first. A folder whose log holds no start, or lies outside, is no round.
///
/// # Errors
/// When the folder cannot be read.
pub fn rounds(layout: &Layout, slug: &str) -> Result<Vec<RoundId>, StoreError> {
    let mut rounds = folders(layout, slug)?;
    rounds.retain(|id| {
        let log = layout.log(slug, id.as_str());
        disk::inside(&layout.root, &log).is_ok() && log::has_start(&log)
    });
    rounds.sort();
    order_same_day(layout, slug, &mut rounds);
    Ok(rounds)
}

/// The folders that are rounds, or could become some.
fn folders(layout: &Layout, slug: &str) -> Result<Vec<RoundId>, StoreError> {
    let folder = layout.system(slug);
    let entries = fs::read_dir(&folder).map_err(StoreError::io("read", &folder))?;
    let folders = entries.flatten().filter(|e| e.path().is_dir());
    Ok(folders.filter_map(|e| RoundId::parse(&e.file_name().to_string_lossy())).collect())
}

/// The folder in which a round is begun: one that is there already, also where its name is written in another case.
pub fn folder_of(layout: &Layout, slug: &str, id: &RoundId) -> RoundId {
    let there = folders(layout, slug).unwrap_or_default();
    there.into_iter().find(|folder| folder == id).unwrap_or_else(|| id.clone())
}

/// Rounds whose periods begin on the same day are ordered by the id of their current start: the later begun is the later.
/// Only they need it, and only their logs are read and folded: nothing else says when a round was begun.
fn order_same_day(layout: &Layout, slug: &str, rounds: &mut [RoundId]) {
    let twins = rounds.windows(2).any(|pair| matches!(pair, [a, b] if a.first_day() == b.first_day()));
    if !twins {
        return;
    }
    let days: Vec<Date> = rounds.iter().map(RoundId::first_day).collect();
    let start = |id: &RoundId| {
        if days.iter().filter(|day| **day == id.first_day()).count() < 2 {
            return None;
        }
        let file = log::read(&layout.log(slug, id.as_str())).ok()?;
        fold(&file.events).start().map(|e| e.id.clone())
    };
    rounds.sort_by_cached_key(|id| (id.first_day(), start(id), id.as_str().to_owned()));
}

/// The system that a name or folder name means; a name comes before a folder name.
///
/// # Errors
/// When the folder of systems cannot be read, or the system.toml where a system of this name would lie: a second one is not
/// begun beside it.
pub fn find(layout: &Layout, asked: &str) -> Result<Option<System>, StoreError> {
    let asked = asked.trim();
    let plain = slug(asked);
    // Where a system of this name is put when it is made: nearly always it is still there, and no other has to be looked at.
    for folder in [plain.clone(), with_hash(&plain, asked)] {
        if is_there(layout, &folder) && name(layout, &folder)? == asked {
            return read(layout, &folder).map(Some);
        }
    }
    let systems = list(layout)?;
    let by_name = systems.iter().find(|s| s.name == asked);
    Ok(by_name.or_else(|| systems.iter().find(|s| s.slug == asked)).cloned())
}

fn is_there(layout: &Layout, folder: &str) -> bool {
    layout.system(folder).is_dir()
}

fn with_hash(plain: &str, name: &str) -> String {
    format!("{plain}-{}", hash(name, 6))
}

/// The folder that a new system of this name gets; never a counter, so that two laptops agree.
pub fn new_slug(layout: &Layout, name: &str) -> String {
    let plain = slug(name);
    let folder = layout.system(&plain);
    let is_free = || folder.is_dir() && !is_named(layout, &plain) && rounds(layout, &plain).is_ok_and(|rounds| rounds.is_empty());
    if is_slug(name) || fs::symlink_metadata(&folder).is_err() || is_free() {
        return plain;
    }
    with_hash(&plain, name)
}

/// Creates a system's folder.
///
/// # Errors
/// When the operating system refuses.
pub fn create(layout: &Layout, slug: &str, name: &str) -> Result<(), StoreError> {
    let folder = layout.system(slug);
    disk::inside(&layout.root, &folder.join("system.toml"))?;
    make_dir(&folder)?;
    let text = format!("format = 1\nname = {}\n", toml::Value::String(name.to_owned()));
    write_new(&folder.join("system.toml"), text.as_bytes())
}
