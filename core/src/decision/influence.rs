//! How much of its sub-score an answer makes up: its share of the weights of its mean, and of a structural question, times
//! the weight of its pillar.

use super::sheet::{Entry, Sheet};
use crate::model::exact::{Exact, compare, ratio};
use crate::model::words::Axis;

/// The influence of each entry, in their order. Those of one axis can be compared.
pub fn influences(sheet: &Sheet) -> Vec<Exact> {
    let mut totals = vec![0_i64; sheet.slots()];
    for entry in &sheet.entries {
        if let Some(total) = totals.get_mut(sheet.slot(entry)) {
            *total += i64::from(entry.weight);
        }
    }
    let influence = |e: &Entry| {
        let share = ratio(i64::from(e.weight), totals.get(sheet.slot(e)).copied().unwrap_or(1).max(1));
        match (e.axis, sheet.pillars.get(e.pillar)) {
            (Axis::Structural, Some(pillar)) => share * &pillar.weight,
            _ => share,
        }
    };
    sheet.entries.iter().map(influence).collect()
}

/// Positions of entries by influence, most first; of equals in file order.
pub fn heaviest(sheet: &Sheet) -> Vec<usize> {
    let influences = influences(sheet);
    let mut order: Vec<(&Exact, usize)> = influences.iter().zip(0..).collect();
    order.sort_by(|a, b| compare(b.0, a.0).then(a.1.cmp(&b.1)));
    order.into_iter().map(|(_, i)| i).collect()
}
