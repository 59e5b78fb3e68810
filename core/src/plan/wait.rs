//! A date that cannot move: work on the foundation begins after it, whatever the verdict is. The weeks before it are for repair.

use super::{Ground, Horizon};
use crate::model::guidance::Remedy;
use crate::model::words::Verdict;
use std::cmp::Reverse;

/// Why work on the foundation waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waits {
    /// The question whose answer says so.
    pub question: usize,
    /// Nothing that moves what stands begins before so many months.
    pub months: u32,
}

impl Waits {
    /// The first horizon after it.
    fn horizon(self) -> Horizon {
        match self.months {
            0 => Horizon::Days30,
            1 => Horizon::Days60,
            2 => Horizon::Days90,
            _ => Horizon::Later,
        }
    }
}

/// The first horizon in which work on a remedy may begin, where something waits.
pub(super) fn not_before(waits: Option<Waits>, remedy: &Remedy) -> Horizon {
    waits.filter(|_| moves_the_foundation(remedy)).map_or(Horizon::Days30, Waits::horizon)
}

/// Whether it moves what the system stands on: it mends a pillar, or belongs to a rebuild alone.
fn moves_the_foundation(remedy: &Remedy) -> bool {
    !remedy.mends.is_empty() || remedy.at_least == Some(Verdict::Rebuild)
}

impl Ground<'_> {
    /// The date that is farthest away of those that cannot move. Silence is none, nor is an answer that may be better.
    pub(super) fn waits(&self) -> Option<Waits> {
        let holding = self.questionnaire.questions.iter().filter_map(|question| {
            let (wait, standing) = question.horizon.zip(self.standing(question.index))?;
            let holds = standing.state.has_value() && standing.span.high <= wait.at_or_below;
            holds.then_some(Waits { question: question.index, months: wait.months })
        });
        holding.max_by_key(|w| (w.months, Reverse(w.question)))
    }
}
