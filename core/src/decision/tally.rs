//! A sheet in whole numbers, for asking thousands of times what the verdict would be if some answers were others.
//!
//! It says the same as [`super::assess::assess`] (a test compares them), without naming what fired. Changing one answer
//! costs a few additions, reading the verdict one pass over the table.

use super::lean::mean_of;
use super::scores::{Pick, raises};
use super::sheet::{Entry, Sheet};
use super::sum::Sum;
use super::table::{self, Scored};
use crate::model::exact::Exact;
use crate::model::rules::{Number, Score, Side, Test};
use crate::model::words::{Axis, Flag, Verdict};
use std::cmp::Ordering;

/// The tally of a sheet.
#[derive(Clone, Debug)]
pub struct Tally<'s> {
    sheet: &'s Sheet,
    /// Twice the level of each entry, and the level at which its gates are tested.
    levels: Vec<(u8, u8)>,
    /// Pillars, then the other axes.
    sums: Vec<Sum>,
    /// How many questions raise each kind of flag.
    flags: [u32; Flag::ALL.len()],
    /// How many floors and caps fire, by verdict.
    floors: [u32; Verdict::ALL.len()],
    caps: [u32; Verdict::ALL.len()],
}

impl<'s> Tally<'s> {
    /// The tally with conditions and feasibility each at one end or in the middle of their intervals.
    pub fn new(sheet: &'s Sheet, conditions: Pick, feasibility: Pick) -> Tally<'s> {
        let mut tally = Tally {
            sheet,
            levels: Vec::with_capacity(sheet.entries.len()),
            sums: vec![Sum::default(); sheet.slots()],
            flags: [0; Flag::ALL.len()],
            floors: [0; Verdict::ALL.len()],
            caps: [0; Verdict::ALL.len()],
        };
        for entry in &sheet.entries {
            let level = picked(entry, if entry.axis == Axis::Feasibility { feasibility } else { conditions });
            if let Some(sum) = tally.sums.get_mut(sheet.slot(entry)) {
                sum.add(entry.weight, 0);
            }
            tally.levels.push(level);
            tally.count(entry, level, 1);
        }
        tally
    }

    /// Twice the level of an entry, as it is now, and the level at which its gates are tested.
    pub fn level(&self, index: usize) -> (u8, u8) {
        self.levels.get(index).copied().unwrap_or_default()
    }

    /// Gives an entry another level: twice the level, and the level at which its gates are tested.
    pub fn set(&mut self, index: usize, level: (u8, u8)) {
        let (sheet, Some(before)) = (self.sheet, self.levels.get_mut(index)) else { return };
        let Some(entry) = sheet.entries.get(index) else { return };
        let old = std::mem::replace(before, level);
        self.count(entry, old, -1);
        self.count(entry, level, 1);
    }

    /// Gives an entry a whole level.
    pub fn set_level(&mut self, index: usize, level: u8) {
        self.set(index, (2 * level, level));
    }

    /// Adds an entry at a level, or takes it away.
    fn count(&mut self, entry: &Entry, (twice, gate_level): (u8, u8), sign: i32) {
        if let Some(sum) = self.sums.get_mut(self.sheet.slot(entry)) {
            sum.above += i64::from(sign) * i64::from(entry.weight) * i64::from(twice);
        }
        let flag = entry.flag.filter(|_| raises(self.sheet, u32::from(twice))).and_then(|f| self.flags.get_mut(f as usize));
        let floor = entry.floor.filter(|g| gate_level <= g.at_or_below).and_then(|g| self.floors.get_mut(g.verdict as usize));
        let cap = entry.cap.filter(|g| gate_level <= g.at_or_below).and_then(|g| self.caps.get_mut(g.verdict as usize));
        for counted in [flag, floor, cap].into_iter().flatten() {
            *counted = counted.saturating_add_signed(sign);
        }
    }

    /// The sum of a pillar that rules see.
    fn pillar(&self, index: usize) -> Option<Sum> {
        let ground = self.sheet.pillars.get(index)?;
        self.sums.get(index).copied().filter(|sum| ground.large() && sum.below > 0)
    }

    fn axis(&self, axis: Axis) -> Sum {
        axis.whole().and_then(|place| self.sums.get(self.sheet.pillars.len() + place)).copied().unwrap_or_default()
    }

    /// How a score compares with a number as it is now; `None` while it is undefined.
    pub fn compare(&self, score: Score, number: &Number) -> Option<Ordering> {
        match score {
            Score::Foundation => self.compare_foundation(number),
            Score::Pillar(index) => self.pillar(index)?.compare(number),
            Score::WeakPillars => {
                let (count, all) = self.weak();
                (all > 0).then_some(Sum { above: count, below: 1 }).and_then(|sum| sum.compare(number))
            }
            Score::Breadth => {
                let (count, all) = self.broad();
                Sum { above: count, below: all }.compare(number)
            }
            Score::Pain => self.axis(Axis::Symptom).rest().compare(number),
            Score::Tactical => self.axis(Axis::Tactical).compare(number),
            Score::Flags => Sum { above: i64::try_from(self.flags()).unwrap_or(0), below: 1 }.compare(number),
            Score::Feasibility => self.axis(Axis::Feasibility).compare(number),
        }
    }

    fn compare_foundation(&self, number: &Number) -> Option<Ordering> {
        let pillars = self.sums.get(..self.sheet.pillars.len()).unwrap_or_default();
        if let Some(common) = self.sheet.common() {
            let (above, below) = number.fraction();
            return (common.below > 0).then(|| (common.above(pillars) * below).cmp(&(above * common.below)));
        }
        let known: Vec<(Exact, &Exact)> =
            pillars.iter().zip(&self.sheet.pillars).filter_map(|(sum, ground)| Some((sum.mean()?, &ground.weight))).collect();
        mean_of(known.iter().map(|(mean, weight)| (mean, *weight))).map(|mean| super::scores::compare(&mean, number))
    }

    /// Whether a score is on a side of a number; `None` while it is undefined.
    pub fn meets(&self, score: Score, side: Side, number: &Number) -> Option<bool> {
        self.compare(score, number).map(|compared| side.holds(compared))
    }

    /// How many kinds of red flag are raised.
    pub fn flags(&self) -> usize {
        self.flags.iter().filter(|f| **f > 0).count()
    }

    /// Weak pillars, and those that could be.
    fn weak(&self) -> (i64, i64) {
        let (mut weak, mut all) = (0, 0);
        for (index, ground) in self.sheet.pillars.iter().enumerate() {
            if let (Some(number), Some(sum)) = (&ground.weak_at, self.pillar(index)) {
                all += 1;
                weak += i64::from(sum.compare(number) != Some(Ordering::Greater));
            }
        }
        (weak, all)
    }

    /// Large pillars below the level of breadth, and all large ones.
    fn broad(&self) -> (i64, i64) {
        let (mut broad, mut all) = (0, 0);
        for sum in (0..self.sheet.pillars.len()).filter_map(|i| self.pillar(i)) {
            all += 1;
            broad += i64::from(sum.compare(&self.sheet.rules.breadth) == Some(Ordering::Less));
        }
        (broad, all)
    }

    /// What the conditions call for.
    pub fn need(&self) -> Verdict {
        let floor = Verdict::ALL.iter().rev().find(|v| self.floors.get(**v as usize).is_some_and(|n| *n > 0));
        table::need(&self.sheet.rules, self).max(floor.copied().unwrap_or(Verdict::Maintain))
    }

    /// What the organisation can carry.
    pub fn allowed(&self) -> Verdict {
        let cap = Verdict::ALL.iter().find(|v| self.caps.get(**v as usize).is_some_and(|n| *n > 0));
        let limit = table::allowed(&self.sheet.rules, self);
        limit.min(cap.copied().unwrap_or(Verdict::Rebuild)).min(self.sheet.at_most.unwrap_or(Verdict::Rebuild))
    }

    /// The smaller of the two.
    pub fn verdict(&self) -> Verdict {
        let allowed = self.allowed();
        if allowed == Verdict::Maintain { allowed } else { self.need().min(allowed) }
    }
}

impl Scored for Tally<'_> {
    fn compare(&self, test: &Test) -> Option<Ordering> {
        Tally::compare(self, test.score, &test.number)
    }
}

/// Twice the level that an entry takes, and the level at which its gates are tested: in the middle a gate fires only if it
/// fires at both ends.
fn picked(entry: &Entry, pick: Pick) -> (u8, u8) {
    let gate = if pick == Pick::Low { entry.span.low } else { entry.span.high };
    (u8::try_from(pick.twice(entry)).unwrap_or(8), gate)
}
