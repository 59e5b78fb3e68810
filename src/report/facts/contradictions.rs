//! Answers that cannot both be true.

use super::answers::{AnswerView, Answers};
use serde::Serialize;
use std::sync::Arc;
use underpin_core::model::contradiction::Contradiction;
use underpin_core::round::Round;

/// Two answers that cannot both be true.
#[derive(Debug, Serialize)]
pub struct ContradictionView {
    /// The contradiction as a question.
    pub say: String,
    /// The two answers.
    pub answers: Vec<Arc<AnswerView>>,
}

/// Those that hold in a round.
pub(super) fn contradictions(round: &Round, answers: &Answers) -> Vec<ContradictionView> {
    let view = |c: &&Contradiction| ContradictionView { say: c.say.clone(), answers: answers.named(&c.between) };
    round.contradictions().iter().map(view).collect()
}
