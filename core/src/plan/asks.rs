//! What to ask and to be shown.

use super::{Ask, Ground};
use crate::model::words::Axis;
use crate::standing::Stands;

/// So many questions at most. Expert value.
pub const MOST: usize = 5;

impl Ground<'_> {
    /// At most five: open gates first, then flags and critical ones, then structural ones; then weak structural answers that
    /// rest on a statement alone.
    pub(super) fn asks(&self) -> Vec<Ask> {
        let mut ranked: Vec<(i32, usize)> = Vec::new();
        for question in self.base.iter().filter(|i| !self.late.contains(i)).filter_map(|i| self.questionnaire.at(*i)) {
            let Some(standing) = self.standing(question.index) else { continue };
            let open = matches!(standing.state, Stands::Unanswered | Stands::Unknown | Stands::Parked | Stands::Disagreement);
            let unproven = question.axis == Axis::Structural && self.weak(question) && !standing.doubt.is_empty();
            if !open && !unproven {
                continue;
            }
            let mut rank = i32::try_from(question.weight).unwrap_or(1);
            rank += if open { 100 } else { 0 };
            rank += if question.floor.is_some() || question.cap.is_some() { 40 } else { 0 };
            rank += if question.flag.is_some() || question.critical { 20 } else { 0 };
            rank += if question.axis == Axis::Structural { 10 } else { 0 };
            ranked.push((-rank, question.index));
        }
        ranked.sort_unstable();
        ranked.into_iter().take(MOST).map(|(_, question)| Ask { question }).collect()
    }
}
