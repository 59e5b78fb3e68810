//! What can go wrong with a report.

use std::fmt;
use std::io;
use std::path::PathBuf;

/// Why a template was not rendered.
#[derive(Debug)]
pub enum Fault {
    /// There is none of this name.
    Missing,
    /// It has a mistake.
    Template {
        /// Which file.
        name: String,
        /// Line, from 1.
        line: usize,
        /// What is wrong.
        what: String,
    },
}

/// An error of a report.
#[derive(Debug)]
pub enum ReportError {
    /// A template with a mistake.
    Template {
        /// Which file.
        name: String,
        /// Line, from 1.
        line: usize,
        /// What is wrong.
        what: String,
    },
    /// No such template.
    Missing {
        /// As asked.
        name: String,
        /// Those that exist.
        known: Vec<String>,
    },
    /// A file that is no template.
    NoTemplate {
        /// As asked.
        name: String,
        /// How templates end.
        ending: String,
    },
    /// A format that is not there.
    Format {
        /// As asked.
        name: String,
        /// Those that exist.
        known: Vec<&'static str>,
    },
    /// A file could not be read or written.
    Io {
        /// What was being done.
        doing: &'static str,
        /// With which file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
}

impl ReportError {
    /// What to do about it.
    pub fn hint(&self) -> String {
        match self {
            ReportError::Template { .. } => {
                "mend the template; `underpin template eject plan` writes the shipped one, docs/templates.md names every field".into()
            }
            ReportError::Missing { known, .. } => format!("there is: {}", known.join(", ")),
            ReportError::NoTemplate { ending, .. } => {
                format!("rename it to NAME{ending}: only there every value is escaped")
            }
            ReportError::Format { known, .. } => format!("there is: {}", known.join(", ")),
            ReportError::Io { .. } => "check the path and whether it may be written".into(),
        }
    }
}

impl fmt::Display for ReportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReportError::Template { name, line, what } => write!(f, "{name}:{line}: {what}"),
            ReportError::Missing { name, .. } => write!(f, "there is no template `{name}`"),
            ReportError::NoTemplate { name, ending } => write!(f, "`{name}` is no template of a report: their names end in `{ending}`"),
            ReportError::Format { name, .. } => write!(f, "there is no format `{name}`"),
            ReportError::Io { doing, path, source } => write!(f, "cannot {doing} {}: {source}", path.display()),
        }
    }
}

impl std::error::Error for ReportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            ReportError::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}
