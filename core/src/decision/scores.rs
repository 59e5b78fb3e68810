//! Sub-scores: `mean_w(S) = Σ w v / Σ w` over applicable questions, with `v = level / 4`, as exact fractions.

use super::sheet::{Entry, Sheet};
use crate::model::exact::{Exact, compare, ratio, wide_ratio};
use crate::model::words::{Axis, Flag};
use num_rational::Ratio;
use num_traits::{CheckedAdd, CheckedDiv, CheckedMul, One, ToPrimitive, Zero};
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

/// Which way weights lean inside a box: each may be multiplied by anything between 1/κ and κ, with κ in hundredths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lean {
    /// Weights as they are.
    Plain,
    /// Weights that make a mean as small as the box allows.
    Down(u32),
    /// Weights that make a mean as large as the box allows.
    Up(u32),
}

/// Weights and values of one mean, values in eighths of a level value.
#[derive(Clone, Default)]
struct Group(Vec<(u32, u32)>);

impl Group {
    /// The mean; inside a box its extreme has threshold form: sorted by value, κ on one side of a cut and 1/κ on the
    /// other, so trying every cut is exact.
    fn mean(&self, lean: Lean) -> Option<Exact> {
        let (up, kappa) = match lean {
            Lean::Plain => {
                let (eighths, weight) = self.0.iter().fold((0, 0), |(e, n), (w, v)| (e + i64::from(*w) * i64::from(*v), n + i64::from(*w)));
                return (weight > 0).then(|| ratio(eighths, 8 * weight));
            }
            Lean::Up(kappa) => (true, kappa),
            Lean::Down(kappa) => (false, kappa),
        };
        // κ over 1/κ is κ²: only the proportion counts. Whole numbers suffice here: 128 bits hold any group.
        let (heavy, light) = (i128::from(kappa) * i128::from(kappa), 10_000_i128);
        let (small, large) = if up { (light, heavy) } else { (heavy, light) };
        let mut items: Vec<(i128, i128)> = self.0.iter().map(|(w, v)| (i128::from(*v), i128::from(*w))).collect();
        items.sort_unstable();
        let mut above: i128 = items.iter().map(|(v, w)| v * w * large).sum();
        let mut below: i128 = items.iter().map(|(_, w)| w * large).sum();
        let mut best = (above, below);
        for (v, w) in items {
            above += v * w * (small - large);
            below += w * (small - large);
            let (mine, its) = (above * best.1, best.0 * below);
            if if up { mine > its } else { mine < its } {
                best = (above, below);
            }
        }
        (best.1 > 0).then(|| wide_ratio(best.0, 8 * best.1))
    }
}

/// The weighted mean of exact values, or its extreme inside a box of weights.
fn extreme(mut items: Vec<(Exact, Exact)>, lean: Lean) -> Option<Exact> {
    let up = match lean {
        Lean::Plain => return mean_of(items.iter().map(|(v, w)| (v, w.clone()))),
        Lean::Up(_) => true,
        Lean::Down(_) => false,
    };
    let (Lean::Up(k) | Lean::Down(k)) = lean else { return None };
    // κ over 1/κ is κ²: only the proportion counts.
    let (heavy, light) = (ratio(i64::from(k) * i64::from(k), 1), ratio(10_000, 1));
    items.sort_by(|a, b| a.0.cmp(&b.0));
    let mut best: Option<Exact> = None;
    let (mut above, mut below) = (Exact::zero(), Exact::zero());
    // Everything on the side of the small values first, then the cut moves up.
    for (v, w) in &items {
        let weight = w * if up { &heavy } else { &light };
        above += v * &weight;
        below += weight;
    }
    let step = if up { &light - &heavy } else { &heavy - &light };
    for index in 0..=items.len() {
        if !below.is_zero() {
            let mean = &above / &below;
            let better = best.as_ref().is_none_or(|b| if up { mean > *b } else { mean < *b });
            if better {
                best = Some(mean);
            }
        }
        if let Some((v, w)) = items.get(index) {
            let change = w * &step;
            above += v * &change;
            below += change;
        }
    }
    best
}

/// A weighted mean of exact values: in 128 bits where they suffice, which is nearly always, else in big integers.
pub(super) fn mean_of<'v>(items: impl Iterator<Item = (&'v Exact, Exact)> + Clone) -> Option<Exact> {
    if let Some(mean) = small_mean(items.clone()) {
        return mean;
    }
    let (mut above, mut below) = (Exact::zero(), Exact::zero());
    for (value, weight) in items {
        above += value * &weight;
        below += weight;
    }
    (!below.is_zero()).then(|| above / below)
}

/// The same in 128 bits; `None` where they do not suffice.
fn small_mean<'v>(items: impl Iterator<Item = (&'v Exact, Exact)>) -> Option<Option<Exact>> {
    let parts = |x: &Exact| Some(Ratio::new_raw(x.numer().to_i128()?, x.denom().to_i128()?));
    let (mut above, mut below) = (Ratio::<i128>::zero(), Ratio::<i128>::zero());
    for (value, weight) in items {
        let weight = parts(&weight)?;
        above = above.checked_add(&parts(value)?.checked_mul(&weight)?)?;
        below = below.checked_add(&weight)?;
    }
    if below.is_zero() {
        return Some(None);
    }
    let mean = above.checked_div(&below)?;
    Some(Some(Exact::new_raw((*mean.numer()).into(), (*mean.denom()).into())))
}

impl Scores {
    /// The sub-scores with conditions and feasibility each at one end or in the middle of their intervals.
    pub fn of(sheet: &Sheet, conditions: Pick, feasibility: Pick) -> Scores {
        Scores::leaning(sheet, (conditions, Lean::Plain), (feasibility, Lean::Plain))
    }

    /// The same, with weights leaning inside a box. Every group of weights serves one mean only, so all extremes hold at once.
    pub fn leaning(sheet: &Sheet, (conditions, lean): (Pick, Lean), (feasibility, feasible_lean): (Pick, Lean)) -> Scores {
        let mut areas = vec![Group::default(); sheet.area_weights.len()];
        let (mut symptom, mut tactical, mut feasible) = (Group::default(), Group::default(), Group::default());
        let mut flags = BTreeSet::new();
        let flag_level = sheet.numbers.flag_level.value();
        for entry in &sheet.entries {
            let pick = if entry.axis == Axis::Feasibility { feasibility } else { conditions };
            let twice = pick.twice(entry);
            match entry.axis {
                Axis::Structural => {
                    if let Some(sum) = areas.get_mut(entry.area) {
                        sum.0.push((entry.weight, twice));
                    }
                }
                Axis::Tactical => tactical.0.push((entry.weight, twice)),
                Axis::Symptom => symptom.0.push((entry.weight, twice)),
                Axis::Feasibility => feasible.0.push((entry.weight, twice)),
            }
            if let Some(flag) = entry.flag
                && !flags.contains(&flag)
                && compare(&ratio(i64::from(twice), 2), flag_level) != Ordering::Greater
            {
                flags.insert(flag);
            }
        }
        let area_means: Vec<Option<Exact>> = areas.iter().map(|s| s.mean(lean)).collect();
        let mut for_foundation: Vec<(Exact, Exact)> = Vec::new();
        let mut weakest: Option<(Exact, usize)> = None;
        let (mut weak, mut large) = (0_usize, 0_usize);
        for (index, mean) in area_means.iter().enumerate() {
            let (Some(mean), Some(weight)) = (mean, sheet.area_weights.get(index)) else { continue };
            for_foundation.push((mean.clone(), weight.clone()));
            if sheet.large_areas.get(index) == Some(&true) {
                large += 1;
                weak += usize::from(compare(mean, sheet.numbers.weak_area.value()) == Ordering::Less);
                if weakest.as_ref().is_none_or(|(least, _)| compare(mean, least) == Ordering::Less) {
                    weakest = Some((mean.clone(), index));
                }
            }
        }
        let share = |part: usize, of: usize| ratio(i64::try_from(part).unwrap_or(0), i64::try_from(of).unwrap_or(1));
        Scores {
            foundation: extreme(for_foundation, lean),
            area_means,
            weakest,
            breadth: (large > 0).then(|| (share(weak, large), weak, large)),
            pain: symptom.mean(lean).map(|m| Exact::one() - m),
            tactical: tactical.mean(lean),
            feasibility: feasible.mean(feasible_lean),
            flags,
        }
    }
}
