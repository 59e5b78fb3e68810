//! Tracks: orders of asking.

use super::condition::Condition;
use super::words::Verdict;
use serde::{Deserialize, Serialize};

/// A part of a track.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Part {
    /// Heading.
    pub title: String,
    /// Planned minutes, if any.
    pub minutes: Option<u32>,
    /// Asked before the other parts while this holds; it looks at facts only.
    pub first_if: Option<Condition>,
    /// Asked after the other parts until this is needed, going by the reference; feasibility only.
    pub late_until: Option<Verdict>,
    /// Positions of the questions in [`super::questionnaire::Questionnaire::questions`].
    pub questions: Vec<usize>,
}

/// An order of asking; never a scope of scoring.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Track {
    /// Stable id.
    pub id: String,
    /// Heading.
    pub title: String,
    /// Planned minutes.
    pub minutes: Option<u32>,
    /// Whether its questions join the base when it is opened.
    pub decides: bool,
    /// The strongest verdict said while the base holds no wider track.
    pub at_most: Option<Verdict>,
    /// Its parts in order.
    pub parts: Vec<Part>,
}

impl Track {
    /// Positions of its questions in the order of asking.
    pub fn questions(&self) -> impl Iterator<Item = usize> + '_ {
        self.parts.iter().flat_map(|p| p.questions.iter().copied())
    }
}
