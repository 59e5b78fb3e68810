//! Sub-scores: `mean_w(S) = Σ w v / Σ w` over applicable questions, with `v = level / 4`, as exact fractions.

use super::sheet::{Entry, Sheet};
use crate::domain::exact::{Exact, ratio};
use crate::domain::questionnaire::{Axis, Flag};
use num_traits::{One, Zero};
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

/// The sub-scores; `None` where an axis has no applicable question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scores {
    /// F: mean over areas of their structural means.
    pub foundation: Option<Exact>,
    /// Structural mean of each area.
    pub area_means: Vec<Option<Exact>>,
    /// M: the lowest structural mean of a large area, and which.
    pub weakest: Option<(Exact, usize)>,
    /// B: share of large areas that are weak, with both counts.
    pub breadth: Option<(Exact, usize, usize)>,
    /// P: one minus the mean of the symptoms.
    pub pain: Option<Exact>,
    /// T: mean of the tactical questions.
    pub tactical: Option<Exact>,
    /// G: mean of the feasibility questions.
    pub feasibility: Option<Exact>,
    /// R: the kinds of red flag that are raised.
    pub flags: BTreeSet<Flag>,
}

/// A weighted mean in progress, in eighths of a level value.
#[derive(Clone, Copy, Default)]
struct Sum {
    eighths: i64,
    weight: i64,
}

impl Sum {
    fn add(&mut self, weight: u32, twice: u32) {
        self.eighths += i64::from(weight) * i64::from(twice);
        self.weight += i64::from(weight);
    }

    fn mean(self) -> Option<Exact> {
        (self.weight > 0).then(|| ratio(self.eighths, 8 * self.weight))
    }
}

impl Scores {
    /// The sub-scores with conditions and feasibility each at one end or in the middle of their intervals.
    pub fn of(sheet: &Sheet, conditions: Pick, feasibility: Pick) -> Scores {
        let mut areas = vec![Sum::default(); sheet.area_weights.len()];
        let (mut symptom, mut tactical, mut feasible) = (Sum::default(), Sum::default(), Sum::default());
        let mut flags = BTreeSet::new();
        let flag_level = sheet.numbers.flag_level.value();
        for entry in &sheet.entries {
            let pick = if entry.axis == Axis::Feasibility { feasibility } else { conditions };
            let twice = pick.twice(entry);
            match entry.axis {
                Axis::Structural => {
                    if let Some(sum) = areas.get_mut(entry.area) {
                        sum.add(entry.weight, twice);
                    }
                }
                Axis::Tactical => tactical.add(entry.weight, twice),
                Axis::Symptom => symptom.add(entry.weight, twice),
                Axis::Feasibility => feasible.add(entry.weight, twice),
            }
            if let Some(flag) = entry.flag
                && !flags.contains(&flag)
                && ratio(i64::from(twice), 2) <= *flag_level
            {
                flags.insert(flag);
            }
        }
        let area_means: Vec<Option<Exact>> = areas.iter().map(|s| s.mean()).collect();
        let (mut above, mut below) = (Exact::zero(), Exact::zero());
        let mut weakest: Option<(Exact, usize)> = None;
        let (mut weak, mut large) = (0_usize, 0_usize);
        for (index, mean) in area_means.iter().enumerate() {
            let (Some(mean), Some(weight)) = (mean, sheet.area_weights.get(index)) else { continue };
            above += mean * weight;
            below += weight;
            if sheet.large_areas.get(index) == Some(&true) {
                large += 1;
                weak += usize::from(mean < sheet.numbers.weak_area.value());
                if weakest.as_ref().is_none_or(|(least, _)| mean < least) {
                    weakest = Some((mean.clone(), index));
                }
            }
        }
        let share = |part: usize, of: usize| ratio(i64::try_from(part).unwrap_or(0), i64::try_from(of).unwrap_or(1));
        Scores {
            foundation: (!below.is_zero()).then(|| above / below),
            area_means,
            weakest,
            breadth: (large > 0).then(|| (share(weak, large), weak, large)),
            pain: symptom.mean().map(|m| Exact::one() - m),
            tactical: tactical.mean(),
            feasibility: feasible.mean(),
            flags,
        }
    }
}
