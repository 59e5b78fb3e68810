//! Reports of a round: the same bytes from the command line and from the screen.

use super::Workspace;
use super::error::Error;
use super::opened::OpenRound;
use crate::report::context::Context;
use crate::report::error::ReportError;
use crate::report::templates;
use crate::store::layout;
use std::path::{Path, PathBuf};

/// Renders a report.
pub fn render(workspace: &Workspace, opened: &OpenRound, template: &str, format: &str) -> Result<String, Error> {
    let round = &opened.round;
    let guidance = workspace.guidance(&round.pin)?;
    let certainty = round.has_verdict().then(|| round.certainty());
    let context = Context::of(round, &guidance, certainty.as_ref());
    Ok(templates::render(template, format, &workspace.layout.templates(), &context)?)
}

/// Writes a report whole or not at all. Into a folder it gets a name of its own.
pub fn write(opened: &OpenRound, template: &str, format: &str, to: &Path, text: &str) -> Result<PathBuf, Error> {
    let path = if to.is_dir() { to.join(file_name(opened, template, format)) } else { to.to_owned() };
    if let Some(parent) = path.parent().filter(|p| !p.as_os_str().is_empty() && !p.is_dir()) {
        let source = std::io::Error::from(std::io::ErrorKind::NotFound);
        return Err(ReportError::Io { doing: "write into the folder", path: parent.to_owned(), source }.into());
    }
    layout::replace(&path, text.as_bytes())?;
    Ok(path)
}

/// The name a report gets: `shop-2026-Q4-plan.md`.
pub fn file_name(opened: &OpenRound, template: &str, format: &str) -> String {
    let stem = Path::new(template).file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let stem = stem.split('.').next().unwrap_or("report").to_owned();
    format!("{}-{}-{stem}.{format}", opened.slug, opened.round.id)
}
