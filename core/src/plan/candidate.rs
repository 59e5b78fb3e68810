//! Remedies on their way into a plan.

use super::{Effort, Group, PIECE_DAYS};
use crate::model::exact::ratio;
use crate::model::guidance::Remedy;
use crate::model::words::Grade;
use std::collections::BTreeMap;

/// A remedy on its way into the plan.
pub(super) struct Candidate<'q> {
    pub remedy: &'q Remedy,
    pub effort: Effort,
    pub causes: Vec<usize>,
    pub group: Group,
    pub prerequisite: bool,
    /// It protects what a single bad day can take for ever: the first remedy of a weak urgent answer.
    pub safety: bool,
}

impl<'q> Candidate<'q> {
    pub fn new(remedy: &'q Remedy, effort: Effort) -> Candidate<'q> {
        let quick = remedy.impact >= Grade::Medium && effort.days.1 <= ratio(PIECE_DAYS, 1) && remedy.risk == Grade::Low;
        Candidate {
            remedy,
            effort,
            causes: Vec::new(),
            group: if quick { Group::QuickWin } else { Group::Theme },
            prerequisite: false,
            safety: false,
        }
    }

    /// Work on it begins within 30 days whatever else there is to do.
    pub fn cannot_wait(&self) -> bool {
        self.safety || matches!(self.group, Group::StopTheBleeding | Group::First | Group::MakePossible)
    }
}

/// Remedies on their way into the plan, by id.
pub(super) type Candidates<'q> = BTreeMap<&'q str, Candidate<'q>>;
