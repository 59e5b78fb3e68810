//! How much of the base is answered: by weight, for each axis.

use super::sheet::{Entry, Sheet};
use crate::model::exact::{Exact, ratio};
use crate::model::words::Axis;
use num_traits::Zero;

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
    /// The coverage of a sheet.
    pub fn of(sheet: &Sheet, answered: &dyn Fn(&Entry) -> bool) -> Coverage {
        let axis = |axis: Axis| share(sheet.entries.iter().filter(|e| e.axis == axis), answered);
        let (mut above, mut below) = (Exact::zero(), Exact::zero());
        for (index, pillar) in sheet.pillars.iter().enumerate() {
            let mine = sheet.entries.iter().filter(|e| e.axis == Axis::Structural && e.pillar == index);
            if let Some(share) = share(mine, answered) {
                above += share * &pillar.weight;
                below += &pillar.weight;
            }
        }
        Coverage {
            structural: (!below.is_zero()).then(|| above / below),
            symptom: axis(Axis::Symptom),
            feasibility: axis(Axis::Feasibility),
        }
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

fn share<'e>(entries: impl Iterator<Item = &'e Entry>, answered: &dyn Fn(&Entry) -> bool) -> Option<Exact> {
    let (mut part, mut whole) = (0_i64, 0_i64);
    for entry in entries {
        let weight = i64::from(entry.weight);
        whole += weight;
        part += if answered(entry) { weight } else { 0 };
    }
    (whole > 0).then(|| ratio(part, whole))
}
