//! How much of its sub-score an answer makes up: its share of the weights of its mean, and of a structural question, times
//! the weight of its area.

use super::sheet::{Entry, Sheet};
use crate::model::exact::{Exact, ratio};
use crate::model::words::Axis;

/// The influence of each entry, in their order. Those of one axis can be compared.
pub fn influences(sheet: &Sheet) -> Vec<Exact> {
    let slot = |e: &Entry| match e.axis {
        Axis::Structural => e.area,
        axis => sheet.area_weights.len() + axis as usize,
    };
    let mut totals = vec![0_i64; sheet.area_weights.len() + Axis::ALL.len()];
    for entry in &sheet.entries {
        if let Some(total) = totals.get_mut(slot(entry)) {
            *total += i64::from(entry.weight);
        }
    }
    let influence = |e: &Entry| {
        let share = ratio(i64::from(e.weight), totals.get(slot(e)).copied().unwrap_or(1).max(1));
        match (e.axis, sheet.area_weights.get(e.area)) {
            (Axis::Structural, Some(weight)) => share * weight,
            _ => share,
        }
    };
    sheet.entries.iter().map(influence).collect()
}
