//! The sheet: everything the decision is computed from, and nothing else.

use super::numbers::Numbers;
use crate::log::event::Levels;
use crate::model::exact::Exact;
use crate::model::question::Gate;
use crate::model::questionnaire::Questionnaire;
use crate::model::words::{Axis, Flag, Verdict};
use crate::standing::Standing;
use crate::standing::base::Base;

/// An area needs this many structural questions in the base before it may count on its own.
pub const AREA_MINIMUM: usize = 3;

/// One applicable question of the base.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Position of the question.
    pub question: usize,
    /// Position of its area.
    pub area: usize,
    /// How it counts.
    pub axis: Axis,
    /// 1 to 3.
    pub weight: u32,
    /// Its red flag.
    pub flag: Option<Flag>,
    /// Raises the need.
    pub floor: Option<Gate>,
    /// Limits what is allowed.
    pub cap: Option<Gate>,
    /// Levels that it may have.
    pub span: Levels,
    /// Whether nobody has checked the answer: it may be off by a level.
    pub doubtful: bool,
}

/// A sheet of answers.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// Applicable questions in file order.
    pub entries: Vec<Entry>,
    /// Weight of each area.
    pub area_weights: Vec<Exact>,
    /// Areas with at least three structural questions in the base, before conditions.
    pub large_areas: Vec<bool>,
    /// The numbers of the rules.
    pub numbers: Numbers,
    /// The limit of the open tracks.
    pub at_most: Option<Verdict>,
}

impl Sheet {
    /// The sheet with every doubtful answer widened by one level to each side.
    pub fn doubted(&self) -> Sheet {
        let mut sheet = self.clone();
        for entry in sheet.entries.iter_mut().filter(|e| e.doubtful) {
            entry.span = Levels { low: entry.span.low.saturating_sub(1), high: (entry.span.high + 1).min(4) };
        }
        sheet
    }

    /// The sheet of a base.
    pub fn of(questionnaire: &Questionnaire, base: &Base, standings: &[Standing]) -> Sheet {
        let mut structural = vec![0_usize; questionnaire.areas.len()];
        let mut entries = Vec::with_capacity(base.questions.len());
        for index in &base.questions {
            let (Some(question), Some(standing)) = (questionnaire.at(*index), standings.get(*index)) else { continue };
            if !question.scored() {
                continue;
            }
            if question.axis == Axis::Structural
                && let Some(count) = structural.get_mut(question.area)
            {
                *count += 1;
            }
            if standing.applicable() {
                entries.push(Entry {
                    question: *index,
                    area: question.area,
                    axis: question.axis,
                    weight: question.weight,
                    flag: question.flag,
                    floor: question.floor,
                    cap: question.cap,
                    span: standing.span,
                    doubtful: !standing.doubt.is_empty(),
                });
            }
        }
        Sheet {
            entries,
            area_weights: questionnaire.areas.iter().map(|a| a.weight.value().clone()).collect(),
            large_areas: structural.iter().map(|n| *n >= AREA_MINIMUM).collect(),
            numbers: questionnaire.numbers.clone(),
            at_most: base.at_most,
        }
    }
}
