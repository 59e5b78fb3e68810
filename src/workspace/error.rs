//! What can go wrong, with the exit code and what to do.

use crate::report::error::ReportError;
use crate::store::error::StoreError;
use std::fmt;
use std::io;
use std::path::PathBuf;
use underpin_core::content::diagnostic::{Diagnostic, Lines};
use underpin_core::content::source::Source;

/// Exit codes of the program.
pub mod exit {
    /// Fine.
    pub const OK: u8 = 0;
    /// `check` or `--fail-on` found something.
    pub const FINDINGS: u8 = 1;
    /// The command line is wrong.
    pub const USAGE: u8 = 2;
    /// A file holds what it may not hold.
    pub const DATA: u8 = 3;
    /// The operating system refused.
    pub const IO: u8 = 4;
}

/// An error of the workspace.
#[derive(Debug)]
pub enum Error {
    /// From the store.
    Store(StoreError),
    /// From a report.
    Report(ReportError),
    /// A questionnaire or answer sheet with problems, rendered.
    Broken {
        /// What is broken.
        what: String,
        /// Every problem, as printed.
        problems: String,
        /// How many.
        count: usize,
    },
    /// No such system.
    NoSystem {
        /// As asked.
        name: String,
        /// Those that exist.
        known: Vec<String>,
        /// Where they were looked for.
        root: PathBuf,
    },
    /// A system without rounds.
    NoRound(String),
    /// A round that does not exist.
    MissingRound {
        /// As asked.
        round: String,
        /// Those that exist.
        known: Vec<String>,
    },
    /// Not an id of a round.
    BadRound(String),
    /// Not a name of a system.
    BadName(String),
    /// No such questionnaire.
    NoQuestionnaire {
        /// As asked.
        id: String,
        /// Those that exist.
        known: Vec<String>,
    },
    /// No such track.
    NoTrack {
        /// As asked.
        id: String,
        /// Those that exist.
        known: Vec<String>,
    },
    /// The round is asked with another questionnaire.
    OtherQuestionnaire {
        /// As asked.
        asked: String,
        /// The round's.
        there: String,
        /// The round.
        round: String,
    },
    /// The round is completed.
    Completed(String),
    /// A wrong command line, with a hint.
    Usage {
        /// What is wrong.
        what: String,
        /// What to do.
        hint: String,
    },
    /// Standard output does not take the result.
    Unwritable {
        /// Why.
        source: io::Error,
    },
    /// A file could not be read.
    Unreadable {
        /// Which.
        what: String,
        /// Why.
        source: io::Error,
    },
}

impl Error {
    /// A questionnaire with problems.
    pub fn broken(source: &Source, found: Vec<Diagnostic>) -> Error {
        let problems = render(source, &found);
        Error::Broken { what: format!("the questionnaire `{}`", source.name), problems, count: found.len() }
    }

    /// The exit code.
    pub fn code(&self) -> u8 {
        match self {
            Error::Store(StoreError::Io { .. }) | Error::Report(ReportError::Io { .. }) => exit::IO,
            Error::Report(ReportError::Missing { .. } | ReportError::NoTemplate { .. } | ReportError::Format { .. }) => exit::USAGE,
            Error::Store(_) | Error::Report(_) | Error::Broken { .. } => exit::DATA,
            Error::Unreadable { source, .. } if source.kind() == io::ErrorKind::InvalidData => exit::DATA,
            Error::Unreadable { .. } | Error::Unwritable { .. } => exit::IO,
            Error::Completed(_) | Error::OtherQuestionnaire { .. } => exit::DATA,
            _ => exit::USAGE,
        }
    }

    /// The reason alone, for places with little room.
    pub fn reason(&self) -> String {
        match self {
            Error::Store(StoreError::Io { source, .. }) => {
                let text = source.to_string();
                text.split(" (os error").next().unwrap_or(&text).to_owned()
            }
            other => other.to_string(),
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> String {
        let list =
            |known: &[String]| if known.is_empty() { "there is none yet".to_owned() } else { format!("there is: {}", known.join(", ")) };
        match self {
            Error::Store(e) => e.hint(),
            Error::Report(e) => e.hint(),
            Error::Broken { .. } => {
                "mend the places named above, then try again; `underpin questionnaire check PATH` checks a questionnaire".into()
            }
            Error::NoSystem { known, root, .. } if known.is_empty() => {
                format!("there is no system in {}; start one with `underpin audit NAME`", root.display())
            }
            Error::NoSystem { known, .. } => list(known),
            Error::NoRound(name) => format!("start one with `underpin audit {name:?}`"),
            Error::MissingRound { known, .. } => list(known),
            Error::BadRound(_) => "write 2026-Q4, 2026-11 or 2026-11-20, then optionally -label".into(),
            Error::BadName(_) => "give a short name such as \"Web shop\"".into(),
            Error::NoQuestionnaire { known, .. } | Error::NoTrack { known, .. } => list(known),
            Error::OtherQuestionnaire { .. } => "leave --questionnaire out, or start another round with --round".into(),
            Error::Completed(_) => "open the round again on the review screen, or write to another round with --round".into(),
            Error::Usage { hint, .. } => hint.clone(),
            Error::Unreadable { source, .. } if source.kind() == io::ErrorKind::InvalidData => "save the file as UTF-8 text".into(),
            Error::Unwritable { .. } => "check where the output goes; nothing that was saved is lost".into(),
            Error::Unreadable { .. } => "check the path and whether the file may be read".into(),
        }
    }
}

/// Problems as printed, each with the line it stands on.
pub fn render(source: &Source, found: &[Diagnostic]) -> String {
    let text = |path: &str| source.files.iter().find(|f| f.shown == path).map_or("", |f| &*f.text);
    // Problems of one file stand together: its lines are looked for once.
    let of_one_file = found.chunk_by(|a, b| a.path == b.path).flat_map(|of| {
        let lines = Lines::of(of.first().map_or("", |d| text(&d.path)));
        of.iter().map(|d| d.render_in(&lines)).collect::<Vec<_>>()
    });
    of_one_file.collect::<Vec<_>>().join("\n")
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Store(e) => e.fmt(f),
            Error::Report(e) => e.fmt(f),
            Error::Broken { what, problems, count } => {
                let s = if *count == 1 { "problem" } else { "problems" };
                write!(f, "{what} has {count} {s}\n{problems}")
            }
            Error::NoSystem { name, .. } => write!(f, "there is no system `{name}`"),
            Error::NoRound(name) => write!(f, "`{name}` has no round yet"),
            Error::MissingRound { round, .. } => write!(f, "there is no round `{round}`"),
            Error::BadRound(text) => write!(f, "`{text}` is no id of a round"),
            Error::BadName(what) => f.write_str(what),
            Error::NoQuestionnaire { id, .. } => write!(f, "there is no questionnaire `{id}`"),
            Error::NoTrack { id, .. } => write!(f, "there is no track `{id}`"),
            Error::OtherQuestionnaire { asked, there, round } => write!(f, "the round {round} is asked with `{there}`, not with `{asked}`"),
            Error::Completed(round) => write!(f, "the round {round} is completed"),
            Error::Usage { what, .. } => f.write_str(what),
            Error::Unwritable { source } => write!(f, "cannot write the result: {source}"),
            Error::Unreadable { what, source } => write!(f, "cannot read {what}: {source}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Store(e) => Some(e),
            Error::Report(e) => Some(e),
            Error::Unreadable { source, .. } | Error::Unwritable { source } => Some(source),
            _ => None,
        }
    }
}

impl From<StoreError> for Error {
    fn from(e: StoreError) -> Error {
        Error::Store(e)
    }
}

impl From<ReportError> for Error {
    fn from(e: ReportError) -> Error {
        Error::Report(e)
    }
}
