//! From sub-scores to need, allowed and verdict, with everything that fired.

use super::scores::{Pick, Scores};
use super::sheet::{Entry, Sheet};
use super::table::{self, Scored, fires, meets};
use crate::model::question::Gate;
use crate::model::rules::{Limit, Rule};
use crate::model::words::Verdict;

/// A floor or cap that fired.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FiredGate {
    /// Position of the question.
    pub question: usize,
    /// Its verdict.
    pub verdict: Verdict,
}

/// Need, allowed and verdict, with what led to them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessment {
    /// The sub-scores.
    pub scores: Scores,
    /// What the conditions call for.
    pub need: Verdict,
    /// What the organisation can carry.
    pub allowed: Verdict,
    /// The smaller of the two.
    pub verdict: Verdict,
    /// Rules that fired, by position, strongest first.
    pub fired: Vec<usize>,
    /// Limits that are met, by position, strongest allowed first.
    pub limits: Vec<usize>,
    /// Floors that fired.
    pub floors: Vec<FiredGate>,
    /// Caps that fired.
    pub caps: Vec<FiredGate>,
}

/// Assesses a sheet with conditions and feasibility each at one end or in the middle of their intervals.
pub fn assess(sheet: &Sheet, conditions: Pick, feasibility: Pick) -> Assessment {
    Assessment::of(sheet, Scores::of(sheet, conditions, feasibility), conditions, feasibility)
}

impl Assessment {
    /// What comes of these scores, with the gates of answers at these ends.
    pub fn of(sheet: &Sheet, scores: Scores, conditions: Pick, feasibility: Pick) -> Assessment {
        let positions = |met: &dyn Fn(usize) -> bool, n: usize| (0..n).filter(|i| met(*i)).collect::<Vec<usize>>();
        let (raising, limits) = (&sheet.rules.raising, &sheet.rules.limits);
        let fired = positions(&|i| raising.get(i).is_some_and(|r| fires(&r.all, &scores)), raising.len());
        let met = positions(&|i| limits.get(i).is_some_and(|l| meets(l, &scores)), limits.len());
        let gates = |pick: Pick, gate: fn(&Entry) -> Option<Gate>| -> Vec<FiredGate> {
            sheet
                .entries
                .iter()
                .filter_map(|entry| gate(entry).map(|g| (entry, g)))
                .filter(|(entry, gate)| gate_level(pick, entry) <= gate.at_or_below)
                .map(|(entry, gate)| FiredGate { question: entry.question, verdict: gate.verdict })
                .collect()
        };
        let floors = gates(conditions, |e| e.floor);
        let caps = gates(feasibility, |e| e.cap);
        let (need, allowed) = with_gates(sheet, &scores, &floors, &caps);
        Assessment { scores, need, allowed, verdict: need.min(allowed), fired, limits: met, floors, caps }
    }

    /// Whether more is needed than may be done: the verdict is only what to do until then.
    pub fn held_back(&self) -> bool {
        self.need > self.allowed
    }

    /// The rules that fired.
    pub fn fired_rules<'s>(&self, sheet: &'s Sheet) -> impl Iterator<Item = &'s Rule> {
        self.fired.iter().filter_map(|i| sheet.rules.raising.get(*i)).collect::<Vec<_>>().into_iter()
    }

    /// The limits that are met.
    pub fn met_limits<'s>(&self, sheet: &'s Sheet) -> impl Iterator<Item = &'s Limit> {
        self.limits.iter().filter_map(|i| sheet.rules.limits.get(*i)).collect::<Vec<_>>().into_iter()
    }
}

/// Need and allowed of scores, with these gates.
fn with_gates(sheet: &Sheet, scores: &impl Scored, floors: &[FiredGate], caps: &[FiredGate]) -> (Verdict, Verdict) {
    let need = floors.iter().map(|f| f.verdict).fold(table::need(&sheet.rules, scores), Verdict::max);
    let allowed = caps.iter().map(|c| c.verdict).chain(sheet.at_most).fold(table::allowed(&sheet.rules, scores), Verdict::min);
    (need, allowed)
}

/// The verdict if the sub-scores were others, with the gates of an assessment.
pub fn verdict_with(sheet: &Sheet, now: &Assessment, scores: &impl Scored) -> Verdict {
    let (need, allowed) = with_gates(sheet, scores, &now.floors, &now.caps);
    need.min(allowed)
}

/// The level at which a gate is tested. In the middle a gate fires only if it fires at both ends: silence never fires one.
fn gate_level(pick: Pick, entry: &Entry) -> u8 {
    match pick {
        Pick::Low => entry.span.low,
        Pick::Middle | Pick::High => entry.span.high,
    }
}
