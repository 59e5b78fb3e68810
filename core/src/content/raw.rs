//! The tables a questionnaire was read from, so that the checker can point at them.

use super::decode::Table;

/// Everything read, with the tables it was read from, so that the checker can point at them.
#[derive(Debug, Default)]
pub struct Raw<'d> {
    /// The top of questionnaire.toml.
    pub top: Option<Table<'d>>,
    /// Tables of areas, facts, tracks, questions, remedies, cautions, signs: each parallel to the model's list.
    pub areas: Vec<Table<'d>>,
    /// Facts.
    pub facts: Vec<Table<'d>>,
    /// Tracks.
    pub tracks: Vec<Table<'d>>,
    /// Questions.
    pub questions: Vec<Table<'d>>,
    /// Remedies.
    pub remedies: Vec<Table<'d>>,
    /// Cautions.
    pub cautions: Vec<Table<'d>>,
    /// Signs.
    pub signs: Vec<Table<'d>>,
    /// Patterns.
    pub patterns: Vec<Table<'d>>,
}
