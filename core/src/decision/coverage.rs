//! How much of the base is answered: by weight, for each axis.

use super::scores::over_pillars;
use super::sheet::{Entry, Sheet};
use super::sum::Sum;
use crate::model::exact::{Exact, ratio};
use crate::model::words::Axis;

/// Weighted shares of applicable questions that have a value; `None` where an axis has none.
#[derive(Clone, Debug)]
pub struct Coverage {
    /// Per pillar, then averaged with the weights of the pillars.
    pub structural: Option<Exact>,
    /// Of the symptoms.
    pub symptom: Option<Exact>,
    /// Of what tells whether a rebuild can be carried.
    pub feasibility: Option<Exact>,
}

impl Coverage {
    /// The coverage of a sheet: the mean if every answer were the best and every missing one the worst.
    pub fn of(sheet: &Sheet, answered: &dyn Fn(&Entry) -> bool) -> Coverage {
        let mut sums = vec![Sum::default(); sheet.slots()];
        for entry in &sheet.entries {
            if let Some(sum) = sums.get_mut(sheet.slot(entry)) {
                sum.add(entry.weight, if answered(entry) { Sum::BEST } else { 0 });
            }
        }
        let (pillars, axes) = sums.split_at(sheet.pillars.len());
        let axis = |axis: Axis| axis.whole().and_then(|place| axes.get(place)).and_then(|sum| sum.mean());
        Coverage { structural: over_pillars(sheet, pillars), symptom: axis(Axis::Symptom), feasibility: axis(Axis::Feasibility) }
    }

    /// Below 60 % of structural or 50 % of symptom. Source: the decision model.
    pub fn is_thin(&self) -> bool {
        below(&self.structural, 3, 5) || below(&self.symptom, 1, 2)
    }

    /// Below 50 % of feasibility: too little to say a rebuild. Source: the decision model.
    pub fn is_thin_for_a_rebuild(&self) -> bool {
        below(&self.feasibility, 1, 2)
    }

    /// At least half of the symptoms: enough to say how soon to act. Source: the decision model.
    pub fn tells_urgency(&self) -> bool {
        !below(&self.symptom, 1, 2)
    }
}

fn below(share: &Option<Exact>, n: i64, d: i64) -> bool {
    share.as_ref().is_none_or(|share| *share < ratio(n, d))
}
