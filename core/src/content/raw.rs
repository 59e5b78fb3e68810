//! The tables a questionnaire was read from, so that the checker can point at them.

use super::decode::Table;
use crate::model::rules::{Limit, Rule};

/// Everything read, with the tables it was read from, so that the checker can point at them.
#[derive(Debug, Default)]
pub struct Raw<'d> {
    /// The top of questionnaire.toml.
    pub top: Option<Table<'d>>,
    /// Pillars; every list of tables is parallel to the model's.
    pub pillars: Vec<Table<'d>>,
    /// Rules in file order; the model sorts them.
    pub rules: Vec<(Rule, Table<'d>)>,
    /// Limits in file order; the model sorts them.
    pub limits: Vec<(Limit, Table<'d>)>,
    /// Areas.
    pub areas: Vec<Table<'d>>,
    /// Facts.
    pub facts: Vec<Table<'d>>,
    /// Tracks.
    pub tracks: Vec<Table<'d>>,
    /// Questions.
    pub questions: Vec<Table<'d>>,
    /// Contradictions.
    pub contradictions: Vec<Table<'d>>,
    /// Remedies.
    pub remedies: Vec<Table<'d>>,
    /// Cautions.
    pub cautions: Vec<Table<'d>>,
    /// Signs.
    pub signs: Vec<Table<'d>>,
    /// Patterns.
    pub patterns: Vec<Table<'d>>,
}
