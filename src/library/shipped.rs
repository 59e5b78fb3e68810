//! What ships inside the program: read by build.rs as well, which packs the texts.

/// The audit of a backend: nearly every round is pinned to it.
pub const AUDIT: &str = "backend";

/// Every shipped questionnaire file, as a path inside `questionnaires/`.
pub const FILES: &[&str] = &[
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
];

/// The questionnaire that a file belongs to.
pub fn id_of(path: &'static str) -> &'static str {
    path.split_once('/').map_or_else(|| path.strip_suffix(".toml").unwrap_or(path), |(id, _)| id)
}
