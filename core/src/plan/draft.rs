//! Remedies on their way into a plan.

use super::Group;
use crate::model::exact::ratio;
use crate::model::guidance::Remedy;
use crate::model::words::Grade;
use std::collections::BTreeMap;

/// A remedy on its way into the plan.
pub(super) struct Draft<'q> {
    pub remedy: &'q Remedy,
    pub causes: Vec<usize>,
    pub group: Group,
    pub prerequisite: bool,
}

impl<'q> Draft<'q> {
    pub fn new(remedy: &'q Remedy) -> Draft<'q> {
        let quick = remedy.impact >= Grade::Medium && *remedy.effort_days.1.value() <= ratio(10, 1) && remedy.risk == Grade::Low;
        Draft { remedy, causes: Vec::new(), group: if quick { Group::QuickWin } else { Group::Theme }, prerequisite: false }
    }
}

/// Remedies on their way into the plan, by id.
pub(super) type Drafts<'q> = BTreeMap<&'q str, Draft<'q>>;
