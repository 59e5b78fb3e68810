//! Questionnaires and templates that ship inside the program.

use underpin_core::content::source::{File, Origin, Source};

/// One shipped file: path inside `questionnaires/`, and its text.
type Shipped = (&'static str, &'static str);

/// The audit of a backend: nearly every round is pinned to it.
pub const AUDIT: &str = "backend";

macro_rules! shipped {
    ($($path:literal),+ $(,)?) => {
        /// Every shipped questionnaire file.
        pub const QUESTIONNAIRES: &[Shipped] = &[$(($path, include_str!(concat!("../../questionnaires/", $path)))),+];
    };
}

shipped!(
    "backend/questionnaire.toml",
    "backend/architecture.toml",
    "backend/performance.toml",
    "backend/scalability.toml",
    "backend/code.toml",
    "backend/deployment.toml",
    "backend/monitoring.toml",
    "backend/data.toml",
    "backend/security.toml",
    "backend/api.toml",
    "backend/cloud.toml",
    "backend/jvm.toml",
    "backend/team.toml",
    "backend/remedies.toml",
    "backend/patterns.toml",
    "production-readiness.toml",
);

/// Ids of the shipped questionnaires, in order.
pub fn ids() -> Vec<&'static str> {
    let mut ids: Vec<&str> = QUESTIONNAIRES.iter().map(|(path, _)| id_of(path)).collect();
    ids.dedup();
    ids
}

fn id_of(path: &'static str) -> &'static str {
    path.split_once('/').map_or_else(|| path.strip_suffix(".toml").unwrap_or(path), |(id, _)| id)
}

/// The source of a shipped questionnaire.
pub fn source(id: &str) -> Option<Source> {
    let files: Vec<File> = QUESTIONNAIRES
        .iter()
        .filter(|(path, _)| id_of(path) == id)
        .map(|(path, text)| File {
            name: path.split_once('/').map_or(*path, |(_, name)| name).to_owned(),
            shown: format!("(embedded) {path}"),
            text: (*text).into(),
        })
        .collect();
    (!files.is_empty()).then(|| Source { name: id.to_owned(), origin: Origin::Embedded, is_folder: files.len() > 1, files })
}
