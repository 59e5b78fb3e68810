//! The user's configuration: who writes, stable across host names.

use super::error::Error;
use crate::store::error::StoreError;
use crate::store::layout::{make_dir, write_new};
use std::path::PathBuf;

/// The configuration.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// Its folder, if the platform has one.
    pub folder: Option<PathBuf>,
    /// Who writes: stands in every line as `author`.
    pub author: String,
    /// Whether the file is there already.
    there: bool,
}

impl Config {
    /// Reads `config.toml`; what is missing gets a default.
    ///
    /// # Errors
    /// When the file is there and cannot be read, or is no TOML.
    pub fn read() -> Result<Config, Error> {
        let folder = std::env::var_os("UNDERPIN_CONFIG")
            .map(PathBuf::from)
            .or_else(|| directories::ProjectDirs::from("", "", "underpin").map(|d| d.config_dir().to_owned()));
        let mut config = Config { folder, author: default_author(), there: false };
        let Some(path) = config.folder.as_ref().map(|f| f.join("config.toml")) else { return Ok(config) };
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(config),
            Err(e) => return Err(StoreError::io("read", &path)(e).into()),
        };
        let table = StoreError::table(&path, &text, "write `author = \"your name\"`")?;
        config.there = true;
        if let Some(author) = table.get("author").and_then(toml::Value::as_str).map(str::trim).filter(|a| !a.is_empty()) {
            config.author = author.to_owned();
        }
        Ok(config)
    }

    /// Keeps the author's name, so that it does not change with the host name. A failure does no harm: it is tried again.
    pub fn keep(&self) {
        if self.there {
            return;
        }
        if let Some(folder) = &self.folder {
            let text = format!("# The name that stands in every line you write.\nauthor = {}\n", toml::Value::String(self.author.clone()));
            let _ = make_dir(folder).and_then(|()| write_new(&folder.join("config.toml"), text.as_bytes()));
        }
    }
}

fn default_author() -> String {
    let user = ["USER", "LOGNAME", "USERNAME"].iter().find_map(|k| std::env::var(k).ok()).filter(|u| !u.trim().is_empty());
    let host = std::fs::read_to_string("/etc/hostname").ok().map(|h| h.trim().to_owned()).filter(|h| !h.is_empty());
    match (user, host) {
        (Some(user), Some(host)) => format!("{user}@{host}"),
        (Some(user), None) => user,
        (None, Some(host)) => format!("me@{host}"),
        (None, None) => "me".to_owned(),
    }
}
