//! Where the workspace is: `--workspace`, `UNDERPIN_WORKSPACE`, the nearest ancestor, the platform's data folder.

use super::error::Error;
use crate::store::layout::MARKER;
use std::path::{Path, PathBuf};

/// Finds the folder; it need not exist yet.
///
/// # Errors
/// When nothing names a folder and the platform has none for data.
pub fn locate(flag: Option<&Path>) -> Result<PathBuf, Error> {
    if let Some(path) = flag {
        return Ok(path.to_owned());
    }
    if let Some(path) = std::env::var_os("UNDERPIN_WORKSPACE").filter(|p| !p.is_empty()) {
        return Ok(PathBuf::from(path));
    }
    if let Ok(here) = std::env::current_dir()
        && let Some(found) = here.ancestors().find(|a| a.join(MARKER).is_file())
    {
        return Ok(found.to_owned());
    }
    directories::ProjectDirs::from("", "", "underpin").map(|d| d.data_dir().to_owned()).ok_or_else(|| Error::Usage {
        what: "there is no home folder to keep a workspace in".into(),
        hint: "name a folder with --workspace DIR".into(),
    })
}
