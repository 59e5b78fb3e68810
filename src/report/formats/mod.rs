//! Formats of reports: one file each. A format owns its escaping, so text of users meets its syntax in one place.

pub mod md;

use super::error::ReportError;
use super::facts::Context;
use std::path::Path;

/// What a report is made from.
#[derive(Clone, Copy, Debug)]
pub struct Page<'p> {
    /// The template: the name of one, or the path of a file.
    pub template: &'p str,
    /// The folder of the workspace's own templates.
    pub folder: &'p Path,
    /// What can be said.
    pub facts: &'p Context,
}

/// A format of reports.
pub trait Format: Sync {
    /// Its name on the command line.
    fn name(&self) -> &'static str;

    /// The end of its files' names, without the dot.
    fn extension(&self) -> &'static str {
        self.name()
    }

    /// Plain text in this format: nothing in it is syntax.
    fn escape(&self, text: &str) -> String;

    /// Text of a questionnaire in this format: as [`Format::escape`], but `code` between back-ticks stays code.
    fn prose(&self, text: &str) -> String;

    /// A span of code that holds any text.
    fn code(&self, text: &str) -> String;

    /// The report.
    fn render(&self, page: &Page<'_>) -> Result<String, ReportError>;
}

/// The one that is written where none is asked for.
pub const DEFAULT: &dyn Format = &md::Markdown;

/// Every format.
pub const ALL: &[&dyn Format] = &[DEFAULT];

/// The format of this name.
pub fn find(name: &str) -> Result<&'static dyn Format, ReportError> {
    let found = ALL.iter().find(|f| f.name() == name);
    found.copied().ok_or_else(|| ReportError::Format { name: name.to_owned(), known: ALL.iter().map(|f| f.name()).collect() })
}
