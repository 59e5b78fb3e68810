//! Counts of the base, and what the open tracks leave out.

use serde::Serialize;
use underpin_core::round::Round;

/// Counts of the base.
#[derive(Debug, Serialize)]
pub struct CountsView {
    /// Questions that apply.
    pub applicable: usize,
    /// With an answer, whether respondents agree on it or not.
    pub with_answer: usize,
    /// Answered, and nobody differs.
    pub answered: usize,
    /// Don't know.
    pub unknown: usize,
    /// Open.
    pub unanswered: usize,
    /// Parked.
    pub parked: usize,
    /// Disagreements.
    pub disagreements: usize,
    /// Not applicable.
    pub not_applicable: usize,
    /// Carried and not confirmed.
    pub unconfirmed: usize,
    /// Answers with more than a statement behind them.
    pub with_evidence: usize,
    /// Answers that rest on a statement alone.
    pub self_reported: usize,
}

impl CountsView {
    /// The counts of a round.
    pub(super) fn of(round: &Round) -> CountsView {
        let c = &round.outcome.counts;
        let (with_evidence, all) = round.evidence_count();
        CountsView {
            applicable: c.applicable,
            with_answer: c.with_answer(),
            answered: c.answered,
            unknown: c.unknown,
            unanswered: c.unanswered,
            parked: c.parked,
            disagreements: c.disagreements,
            not_applicable: c.not_applicable,
            unconfirmed: c.unconfirmed,
            with_evidence,
            self_reported: all - with_evidence,
        }
    }
}

/// Titles of gates of the questionnaire that a limited base does not ask.
pub(super) fn gates_not_asked(round: &Round) -> Vec<String> {
    if !round.has_verdict() {
        return Vec::new();
    }
    let gates = round.questionnaire.questions.iter().filter(|q| q.floor.is_some() || q.cap.is_some());
    gates.filter(|q| !round.base.questions.contains(&q.index)).map(|q| q.title.clone()).collect()
}
