//! Sub-scores: `mean_w(S) = Σ w v / Σ w` over applicable questions, with `v = level / 4`, as exact fractions.

use super::lean::{Group, Lean, extreme, mean_of};
use super::sheet::{Common, Entry, Sheet};
use super::sum::Sum;
use super::table::Scored;
use crate::model::exact::{Exact, ratio, wide_ratio};
use crate::model::rules::{Number, Score, Test};
use crate::model::words::{Axis, Flag};
use num_traits::{One, ToPrimitive};
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// Which level of its interval an open answer takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pick {
    /// The lowest.
    Low,
    /// The middle, which may lie between two levels.
    Middle,
    /// The highest.
    High,
}

impl Pick {
    /// Twice the level: 0 to 8.
    pub fn twice(self, entry: &Entry) -> u32 {
        match self {
            Pick::Low => 2 * u32::from(entry.span.low),
            Pick::Middle => entry.span.twice_middle(),
            Pick::High => 2 * u32::from(entry.span.high),
        }
    }
}

/// The sub-scores; `None` where no question of their kind applies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scores {
    /// F: weighted mean of the pillars.
    pub foundation: Option<Exact>,
    /// s_p: mean of each pillar, large or not.
    pub pillars: Vec<Option<Exact>>,
    /// Which pillars are large: rules see no other.
    pub large: Vec<bool>,
    /// Positions of the weak pillars; `None` where no large pillar could be weak.
    pub weak: Option<Vec<usize>>,
    /// Positions of the large pillars below the level of breadth; `None` without a large pillar.
    pub broad: Option<Vec<usize>>,
    /// B: their share of all large pillars.
    pub breadth: Option<Exact>,
    /// P: one minus the mean of the symptoms.
    pub pain: Option<Exact>,
    /// T: mean of the tactical questions.
    pub tactical: Option<Exact>,
    /// G: mean of the feasibility questions.
    pub feasibility: Option<Exact>,
    /// R: the kinds of red flag that are raised.
    pub flags: BTreeSet<Flag>,
}

impl Scores {
    /// The sub-scores with conditions and feasibility each at one end or in the middle of their intervals.
    pub fn of(sheet: &Sheet, conditions: Pick, feasibility: Pick) -> Scores {
        let mut sums = vec![Sum::default(); sheet.slots()];
        let mut flags = BTreeSet::new();
        for entry in &sheet.entries {
            let pick = if entry.axis == Axis::Feasibility { feasibility } else { conditions };
            let twice = pick.twice(entry);
            if let Some(sum) = sums.get_mut(sheet.slot(entry)) {
                sum.add(entry.weight, twice);
            }
            flags.extend(entry.flag.filter(|_| raises(sheet, twice)));
        }
        let (pillars, axes) = sums.split_at(sheet.pillars.len());
        let foundation = over_pillars(sheet, pillars);
        let [tactical, symptom, feasible] =
            [Axis::Tactical, Axis::Symptom, Axis::Feasibility].map(|a| a.whole().and_then(|place| axes.get(place)).copied());
        let means = pillars.iter().map(|s| s.mean()).collect();
        Scores::put_together(
            sheet,
            foundation,
            means,
            [symptom.and_then(Sum::mean), tactical.and_then(Sum::mean), feasible.and_then(Sum::mean)],
            flags,
        )
    }

    /// The same, with weights leaning inside a box. Every group of weights serves one mean only, so all extremes hold at once.
    pub fn leaning(sheet: &Sheet, (conditions, lean): (Pick, Lean), (feasibility, feasible_lean): (Pick, Lean)) -> Scores {
        let mut groups = vec![Group::default(); sheet.slots()];
        let mut flags = BTreeSet::new();
        for entry in &sheet.entries {
            let pick = if entry.axis == Axis::Feasibility { feasibility } else { conditions };
            let twice = pick.twice(entry);
            if let Some(group) = groups.get_mut(sheet.slot(entry)) {
                group.add(entry.weight, twice);
            }
            flags.extend(entry.flag.filter(|_| raises(sheet, twice)));
        }
        let (pillars, axes) = groups.split_at(sheet.pillars.len());
        let means: Vec<Option<Exact>> = pillars.iter().map(|g| g.mean(lean)).collect();
        let known = means.iter().zip(&sheet.pillars).filter_map(|(m, p)| Some((m.clone()?, p.weight.clone()))).collect();
        let axis = |axis: Axis, lean: Lean| axis.whole().and_then(|place| axes.get(place)).and_then(|g| g.mean(lean));
        let others = [axis(Axis::Symptom, lean), axis(Axis::Tactical, lean), axis(Axis::Feasibility, feasible_lean)];
        Scores::put_together(sheet, extreme(known, lean), means, others, flags)
    }

    fn put_together(
        sheet: &Sheet,
        foundation: Option<Exact>,
        pillars: Vec<Option<Exact>>,
        [symptom, tactical, feasibility]: [Option<Exact>; 3],
        flags: BTreeSet<Flag>,
    ) -> Scores {
        let large: Vec<bool> = sheet.pillars.iter().zip(&pillars).map(|(p, mean)| p.large() && mean.is_some()).collect();
        let seen = |wanted: &dyn Fn(&Exact, usize) -> bool| -> Vec<usize> {
            let all = pillars.iter().enumerate().filter(|(i, _)| large.get(*i) == Some(&true));
            all.filter_map(|(i, mean)| mean.as_ref().filter(|m| wanted(m, i)).map(|_| i)).collect()
        };
        let weak_at = |i: usize| sheet.pillars.get(i).and_then(|p| p.weak_at.as_ref());
        let can_be_weak = seen(&|_, i| weak_at(i).is_some());
        let weak = seen(&|mean, i| weak_at(i).is_some_and(|n| compare(mean, n) != Ordering::Greater));
        let all = large.iter().filter(|l| **l).count();
        let broad = seen(&|mean, _| compare(mean, &sheet.rules.breadth) == Ordering::Less);
        let share = ratio(whole(broad.len()), whole(all.max(1)));
        Scores {
            foundation,
            pillars,
            large,
            weak: (!can_be_weak.is_empty()).then_some(weak),
            broad: (all > 0).then_some(broad),
            breadth: (all > 0).then_some(share),
            pain: symptom.map(|m| Exact::one() - m),
            tactical,
            feasibility,
            flags,
        }
    }

    /// Positions of pillars sorted by their means, weakest first; of equals in their order.
    pub fn weakest_first(&self, pillars: &[usize]) -> Vec<usize> {
        let mut sorted: Vec<(Option<&Exact>, usize)> =
            pillars.iter().map(|p| (self.pillars.get(*p).and_then(Option::as_ref), *p)).collect();
        sorted.sort();
        sorted.into_iter().map(|(_, pillar)| pillar).collect()
    }

    /// The value of a score; `None` while it is undefined.
    pub fn value(&self, score: Score) -> Option<Exact> {
        match score {
            Score::Foundation => self.foundation.clone(),
            Score::Pillar(index) => self.pillars.get(index).filter(|_| self.large.get(index) == Some(&true)).cloned().flatten(),
            Score::WeakPillars => self.weak.as_ref().map(|w| ratio(whole(w.len()), 1)),
            Score::Breadth => self.breadth.clone(),
            Score::Pain => self.pain.clone(),
            Score::Tactical => self.tactical.clone(),
            Score::Flags => Some(ratio(whole(self.flags.len()), 1)),
            Score::Feasibility => self.feasibility.clone(),
        }
    }
}

impl Scored for Scores {
    fn compare(&self, test: &Test) -> Option<Ordering> {
        self.value(test.score).map(|value| compare(&value, &test.number))
    }
}

/// Scores of which one is another.
pub struct With<'s> {
    /// All others.
    pub scores: &'s Scores,
    /// The one that is another.
    pub put: &'s [(Score, Exact)],
}

impl Scored for With<'_> {
    fn compare(&self, test: &Test) -> Option<Ordering> {
        match self.put.iter().find(|(score, _)| *score == test.score) {
            Some((_, value)) => Some(compare(value, &test.number)),
            None => self.scores.compare(test),
        }
    }
}

impl Common {
    /// The foundation of these sums.
    pub(super) fn mean(&self, pillars: &[Sum]) -> Option<Exact> {
        (self.below > 0).then(|| wide_ratio(self.above(pillars), self.below))
    }

    /// Its numerator.
    pub(super) fn above(&self, pillars: &[Sum]) -> i128 {
        self.factors.iter().zip(pillars).map(|(factor, sum)| factor * i128::from(sum.above)).sum()
    }
}

/// The mean over pillars by their weights; `None` where none of them has a question.
pub(super) fn over_pillars(sheet: &Sheet, pillars: &[Sum]) -> Option<Exact> {
    if let Some(common) = sheet.common() {
        return common.mean(pillars);
    }
    let means = pillars.iter().map(|s| s.mean()).zip(&sheet.pillars);
    let known: Vec<(Exact, Exact)> = means.filter_map(|(m, p)| Some((m?, p.weight.clone()))).collect();
    mean_of(known.iter().map(|(m, w)| (m, w)))
}

/// Whether a flag is raised at twice a level.
pub fn raises(sheet: &Sheet, twice: u32) -> bool {
    twice <= 2 * u32::from(sheet.rules.flag)
}

/// How an exact value compares with a number: crosswise where 64 bits suffice, which is nearly always.
pub fn compare(value: &Exact, number: &Number) -> Ordering {
    let (above, below) = number.fraction();
    match (value.numer().to_i64(), value.denom().to_i64()) {
        (Some(n), Some(d)) => (i128::from(n) * below).cmp(&(above * i128::from(d))),
        _ => value.cmp(number.decimal().value()),
    }
}

fn whole(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
