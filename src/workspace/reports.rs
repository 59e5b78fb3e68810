//! Reports of a round: the same bytes from the command line and from the screen.

use super::Workspace;
use super::error::Error;
use super::opened::OpenRound;
use crate::library::audit;
use crate::report::error::ReportError;
use crate::report::facts::Context;
use crate::report::formats::{self, Page};
use crate::report::templates;
use crate::store::layout;
use std::path::{Path, PathBuf};
use underpin_core::decision::certainty::Certainty;
use underpin_core::round::Round;

/// The facts of a round, with how sure its verdict is where that is known.
///
/// # Errors
/// When what stands beside the questions cannot be read.
pub fn facts(workspace: &Workspace, round: &Round, certainty: Option<&Certainty>) -> Result<Context, Error> {
    let guidance = workspace.guidance(&round.pin)?;
    Ok(Context::of(round, &guidance, certainty, audit::questionnaire().as_ref()))
}

/// Renders a report.
///
/// # Errors
/// When there is no such format or template, or the template has a mistake.
pub fn render(workspace: &Workspace, opened: &OpenRound, template: &str, format: &str) -> Result<String, Error> {
    let format = formats::find(format)?;
    let certainty = opened.round.has_verdict().then(|| opened.round.certainty());
    let facts = facts(workspace, &opened.round, certainty)?;
    Ok(format.render(&Page { template, folder: &workspace.layout.templates(), facts: &facts })?)
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

/// The template of the action plan.
pub const PLAN: &str = "plan";

/// The name that the action plan gets in the format that is written where none is asked for.
pub fn plan_file(opened: &OpenRound) -> String {
    file_name(opened, PLAN, formats::DEFAULT.name())
}

/// The name a report gets: `shop-2026-Q4-plan.md`.
pub fn file_name(opened: &OpenRound, template: &str, format: &str) -> String {
    let ending = formats::find(format).map_or(format, |f| f.extension());
    format!("{}-{}-{}.{ending}", opened.slug, opened.round.id, templates::stem(template))
}
