//! The sufficient reason: a smallest set of answers that forces the verdict alone, whatever all others say.
//!
//! Questions are freed one at a time, least influential first, and stay free if the verdict still cannot change. What
//! stays fixed is subset-minimal: freeing any one of them can change the verdict.

use super::rules::assess;
use super::scores::Pick;
use super::sheet::{Entry, Sheet};
use crate::domain::event::Span;
use crate::domain::exact::{Exact, ratio};
use crate::domain::questionnaire::{Axis, Verdict};

/// Positions of the questions whose answers force the verdict; `None` while open answers can still change it.
pub fn sufficient(sheet: &Sheet) -> Option<Vec<usize>> {
    let forced = |sheet: &Sheet| -> Option<Verdict> {
        let mild = assess(sheet, Pick::High, Pick::Low).verdict;
        (mild == assess(sheet, Pick::Low, Pick::High).verdict).then_some(mild)
    };
    let verdict = forced(sheet)?;
    let mut order: Vec<(Exact, usize)> = sheet.entries.iter().enumerate().map(|(i, e)| (influence(sheet, e), i)).collect();
    order.sort();
    let mut freed = sheet.clone();
    let mut fixed: Vec<usize> = Vec::new();
    for (_, index) in order {
        let Some(entry) = freed.entries.get_mut(index) else { continue };
        let (before, question) = (entry.span, entry.question);
        if before == Span::ALL {
            continue;
        }
        entry.span = Span::ALL;
        if forced(&freed) != Some(verdict) {
            if let Some(entry) = freed.entries.get_mut(index) {
                entry.span = before;
            }
            fixed.push(question);
        }
    }
    fixed.sort_unstable();
    Some(fixed)
}

/// How much of its sub-score an answer makes up: its share of the weights, for structural ones within its area.
fn influence(sheet: &Sheet, entry: &Entry) -> Exact {
    let peers = sheet.entries.iter().filter(|e| e.axis == entry.axis && (e.axis != Axis::Structural || e.area == entry.area));
    let total: i64 = peers.map(|e| i64::from(e.weight)).sum();
    let share = ratio(i64::from(entry.weight), total.max(1));
    match (entry.axis, sheet.area_weights.get(entry.area)) {
        (Axis::Structural, Some(weight)) => share * weight,
        _ => share,
    }
}
