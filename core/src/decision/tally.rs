//! A sheet in whole numbers, for asking thousands of times what the verdict would be if some answers were others.
//!
//! It says the same as [`super::rules::assess`] (a test compares them), without naming what fired. Changing one answer
//! costs a few additions, reading the verdict one pass over the areas.

use super::scores::{Pick, mean_of};
use super::sheet::{Entry, Sheet};
use crate::model::exact::{Decimal, Exact, ratio};
use crate::model::words::{Axis, Flag, Verdict};
use num_traits::ToPrimitive;
use std::cmp::Ordering;

/// A fraction of whole numbers; a divisor of zero means undefined.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    above: i64,
    below: i64,
}

impl Sum {
    fn value(self) -> Value {
        let (above, below) = (i128::from(self.above), i128::from(self.below));
        if below > 0 { Value::Small { above, below } } else { Value::Undefined }
    }

    fn is_below(self, limit: Limit) -> bool {
        self.value().compare(limit) == Some(Ordering::Less)
    }

    /// One minus the fraction.
    fn rest(self) -> Sum {
        Sum { above: self.below - self.above, below: self.below }
    }
}

/// The value of a sub-score.
#[derive(Clone, Debug)]
enum Value {
    /// No question of its kind applies.
    Undefined,
    /// A fraction that 128 bits can hold, times any limit.
    Small { above: i128, below: i128 },
    /// Any other.
    Any(Exact),
}

impl Value {
    /// How it compares with a limit; `None` while it is undefined.
    fn compare(&self, limit: Limit) -> Option<Ordering> {
        match self {
            Value::Undefined => None,
            Value::Small { above, below } => Some((above * limit.below).cmp(&(limit.above * below))),
            Value::Any(value) => Some(value.cmp(&Exact::new(limit.above.into(), limit.below.into()))),
        }
    }
}

/// A number of the rules as a fraction. Decimals have at most 18 digits, so both parts fit 64 bits.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    above: i128,
    below: i128,
}

impl Limit {
    fn of(decimal: &Decimal) -> Limit {
        let value = decimal.value();
        Limit { above: value.numer().to_i128().unwrap_or(0), below: value.denom().to_i128().unwrap_or(1) }
    }
}

/// A sub-score that can be asked for on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Score {
    /// F.
    Foundation,
    /// The structural mean of one area.
    Area(usize),
    /// P.
    Pain,
    /// T.
    Tactical,
    /// G.
    Feasibility,
}

/// A bound on a sub-score.
#[derive(Clone, Copy, Debug)]
pub struct Bound {
    limit: Limit,
    /// Which side of the limit is wanted.
    side: Ordering,
    /// Whether the limit itself will do.
    or_equal: bool,
}

impl Bound {
    /// `score < n`
    pub fn less(n: &Decimal) -> Bound {
        Bound { limit: Limit::of(n), side: Ordering::Less, or_equal: false }
    }

    /// `score <= n`
    pub fn at_most(n: &Decimal) -> Bound {
        Bound { or_equal: true, ..Bound::less(n) }
    }

    /// `score > n`
    pub fn more(n: &Decimal) -> Bound {
        Bound { side: Ordering::Greater, ..Bound::less(n) }
    }

    /// `score >= n`
    pub fn at_least(n: &Decimal) -> Bound {
        Bound { side: Ordering::Greater, ..Bound::at_most(n) }
    }

    fn met_by(self, compared: Ordering) -> bool {
        compared == self.side || (self.or_equal && compared == Ordering::Equal)
    }
}

/// The numbers of the rules.
#[derive(Clone, Copy, Debug)]
struct Limits {
    optimize_pain: Limit,
    optimize_flags: Limit,
    optimize_tactical: Limit,
    optimize_foundation: Limit,
    restructure_foundation: Limit,
    restructure_flags: Limit,
    restructure_flags_foundation: Limit,
    restructure_weakest: Limit,
    restructure_pain: Limit,
    rebuild_foundation: Limit,
    rebuild_breadth: Limit,
    rebuild_pain: Limit,
    weak_area: Limit,
    feasibility: Limit,
    flag_level: Limit,
}

/// How the mean over areas is computed.
#[derive(Clone, Debug)]
enum Foundation {
    /// Over one common divisor: a factor for each area, and the divisor.
    Common { factors: Vec<i128>, below: i128 },
    /// With fractions of any size: many areas, or weights with many digits.
    Any,
}

/// The tally of a sheet.
#[derive(Clone, Debug)]
pub struct Tally<'s> {
    sheet: &'s Sheet,
    limits: Limits,
    foundation: Foundation,
    /// Twice the level of each entry, and the level at which its gates are tested.
    levels: Vec<(u8, u8)>,
    areas: Vec<Sum>,
    symptom: Sum,
    tactical: Sum,
    feasible: Sum,
    /// How many questions raise each kind of flag.
    flags: [u32; Flag::ALL.len()],
    /// How many floors and caps fire, by verdict.
    floors: [u32; Verdict::ALL.len()],
    caps: [u32; Verdict::ALL.len()],
}

impl<'s> Tally<'s> {
    /// The tally with conditions and feasibility each at one end or in the middle of their intervals.
    pub fn new(sheet: &'s Sheet, conditions: Pick, feasibility: Pick) -> Tally<'s> {
        let n = &sheet.numbers;
        let mut tally = Tally {
            sheet,
            limits: Limits {
                optimize_pain: Limit::of(&n.optimize_pain),
                optimize_flags: Limit::of(&n.optimize_flags),
                optimize_tactical: Limit::of(&n.optimize_tactical),
                optimize_foundation: Limit::of(&n.optimize_foundation),
                restructure_foundation: Limit::of(&n.restructure_foundation),
                restructure_flags: Limit::of(&n.restructure_flags),
                restructure_flags_foundation: Limit::of(&n.restructure_flags_foundation),
                restructure_weakest: Limit::of(&n.restructure_weakest),
                restructure_pain: Limit::of(&n.restructure_pain),
                rebuild_foundation: Limit::of(&n.rebuild_foundation),
                rebuild_breadth: Limit::of(&n.rebuild_breadth),
                rebuild_pain: Limit::of(&n.rebuild_pain),
                weak_area: Limit::of(&n.weak_area),
                feasibility: Limit::of(&n.feasibility),
                flag_level: Limit::of(&n.flag_level),
            },
            foundation: Foundation::Any,
            levels: Vec::with_capacity(sheet.entries.len()),
            areas: vec![Sum::default(); sheet.area_weights.len()],
            symptom: Sum::default(),
            tactical: Sum::default(),
            feasible: Sum::default(),
            flags: [0; Flag::ALL.len()],
            floors: [0; Verdict::ALL.len()],
            caps: [0; Verdict::ALL.len()],
        };
        for entry in &sheet.entries {
            let pick = if entry.axis == Axis::Feasibility { feasibility } else { conditions };
            let level = picked(entry, pick);
            if let Some(sum) = tally.sum(entry) {
                sum.below += 8 * i64::from(entry.weight);
            }
            tally.levels.push(level);
            tally.count(entry, level, 1);
        }
        tally.foundation = tally.common().unwrap_or(Foundation::Any);
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

    fn sum(&mut self, entry: &Entry) -> Option<&mut Sum> {
        match entry.axis {
            Axis::Structural => self.areas.get_mut(entry.area),
            Axis::Tactical => Some(&mut self.tactical),
            Axis::Symptom => Some(&mut self.symptom),
            Axis::Feasibility => Some(&mut self.feasible),
        }
    }

    /// Adds an entry at a level, or takes it away.
    fn count(&mut self, entry: &Entry, (twice, gate_level): (u8, u8), sign: i32) {
        if let Some(sum) = self.sum(entry) {
            sum.above += i64::from(sign) * i64::from(entry.weight) * i64::from(twice);
        }
        let raised = i128::from(twice) * self.limits.flag_level.below <= 2 * self.limits.flag_level.above;
        let flag = entry.flag.filter(|_| raised).and_then(|f| self.flags.get_mut(f as usize));
        let floor = entry.floor.filter(|g| gate_level <= g.at_or_below).and_then(|g| self.floors.get_mut(g.verdict as usize));
        let cap = entry.cap.filter(|g| gate_level <= g.at_or_below).and_then(|g| self.caps.get_mut(g.verdict as usize));
        for counted in [flag, floor, cap].into_iter().flatten() {
            *counted = counted.saturating_add_signed(sign);
        }
    }

    /// Brings the means of all areas over one divisor, if 128 bits can hold it.
    fn common(&self) -> Option<Foundation> {
        let mut divisor = 1_i128;
        let mut shares = Vec::with_capacity(self.areas.len());
        for (sum, weight) in self.areas.iter().zip(&self.sheet.area_weights) {
            let (above, below) = (weight.numer().to_i128()?, weight.denom().to_i128()?.checked_mul(i128::from(sum.below))?);
            shares.push((above, below, sum.below > 0, weight));
            if below > 0 {
                divisor = common_multiple(divisor, below)?;
            }
        }
        let (mut factors, mut whole) = (Vec::with_capacity(shares.len()), 0_i128);
        for (above, below, counts, weight) in shares {
            let factor = if counts { above.checked_mul(divisor / below)? } else { 0 };
            factors.push(factor);
            if counts {
                let part = weight.numer().to_i128()?.checked_mul(divisor / weight.denom().to_i128()?)?;
                whole = whole.checked_add(part)?;
            }
        }
        // What is compared later must fit as well: sums are at most their divisors, limits have at most 18 digits.
        whole.checked_mul(4 * 10_i128.pow(18))?;
        Some(Foundation::Common { factors, below: whole })
    }

    /// A sub-score as it is now.
    fn value(&self, score: Score) -> Value {
        match score {
            Score::Foundation => self.foundation_value(),
            Score::Area(area) => self.areas.get(area).copied().unwrap_or_default().value(),
            Score::Pain => self.symptom.rest().value(),
            Score::Tactical => self.tactical.value(),
            Score::Feasibility => self.feasible.value(),
        }
    }

    fn foundation_value(&self) -> Value {
        if let Foundation::Common { factors, below } = &self.foundation {
            let above = factors.iter().zip(&self.areas).map(|(f, a)| f * i128::from(a.above)).sum();
            return if *below > 0 { Value::Small { above, below: *below } } else { Value::Undefined };
        }
        let means = self.areas.iter().zip(&self.sheet.area_weights).filter(|(sum, _)| sum.below > 0);
        let means: Vec<(Exact, &Exact)> = means.map(|(sum, weight)| (ratio(sum.above, sum.below), weight)).collect();
        mean_of(means.iter().map(|(mean, weight)| (mean, (*weight).clone()))).map_or(Value::Undefined, Value::Any)
    }

    /// Whether a sub-score meets all of some bounds; `None` while it is undefined.
    pub fn meets(&self, score: Score, bounds: &[Bound]) -> Option<bool> {
        let value = self.value(score);
        bounds.iter().try_fold(true, |all, bound| Some(all && bound.met_by(value.compare(bound.limit)?)))
    }

    /// How many kinds of red flag are raised.
    pub fn flags(&self) -> usize {
        self.flags.iter().filter(|f| **f > 0).count()
    }

    /// What the conditions call for.
    pub fn need(&self) -> Verdict {
        let n = &self.limits;
        let foundation = self.value(Score::Foundation);
        let is_below = |limit: Limit| foundation.compare(limit) == Some(Ordering::Less);
        let pain = self.value(Score::Pain);
        let pain_is_at_least = |limit: Limit| matches!(pain.compare(limit), Some(Ordering::Equal | Ordering::Greater));
        let flags = Sum { above: i64::try_from(self.flags()).unwrap_or(0), below: 1 };
        let enough_flags = |limit: Limit| !flags.is_below(limit);
        let large = || self.areas.iter().zip(&self.sheet.large_areas).filter(|(sum, large)| **large && sum.below > 0).map(|(sum, _)| *sum);
        let rebuild = || {
            let (weak, all) = large().fold((0, 0), |(weak, all), sum| (weak + i64::from(sum.is_below(n.weak_area)), all + 1));
            let breadth = Sum { above: weak, below: all };
            is_below(n.rebuild_foundation) && all > 0 && !breadth.is_below(n.rebuild_breadth) && pain_is_at_least(n.rebuild_pain)
        };
        let restructure = || {
            is_below(n.restructure_foundation)
                || (enough_flags(n.restructure_flags) && is_below(n.restructure_flags_foundation))
                || (pain_is_at_least(n.restructure_pain) && large().any(|sum| sum.is_below(n.restructure_weakest)))
        };
        let optimize = || {
            pain.compare(n.optimize_pain) == Some(Ordering::Greater)
                || enough_flags(n.optimize_flags)
                || self.tactical.is_below(n.optimize_tactical)
                || is_below(n.optimize_foundation)
        };
        let floor = Verdict::ALL.iter().rev().find(|v| self.floors.get(**v as usize).is_some_and(|n| *n > 0));
        let floor = floor.copied().unwrap_or(Verdict::Maintain);
        if floor == Verdict::Rebuild || rebuild() {
            Verdict::Rebuild
        } else if floor == Verdict::Restructure || restructure() {
            Verdict::Restructure
        } else if floor == Verdict::Optimize || optimize() {
            Verdict::Optimize
        } else {
            Verdict::Maintain
        }
    }

    /// What the organisation can carry.
    pub fn allowed(&self) -> Verdict {
        let feasible = matches!(self.value(Score::Feasibility).compare(self.limits.feasibility), Some(Ordering::Equal | Ordering::Greater));
        let by_mean = if feasible { Verdict::Rebuild } else { Verdict::Restructure };
        let cap = Verdict::ALL.iter().find(|v| self.caps.get(**v as usize).is_some_and(|n| *n > 0));
        by_mean.min(cap.copied().unwrap_or(Verdict::Rebuild)).min(self.sheet.at_most.unwrap_or(Verdict::Rebuild))
    }

    /// The smaller of the two.
    pub fn verdict(&self) -> Verdict {
        let allowed = self.allowed();
        if allowed == Verdict::Maintain { allowed } else { self.need().min(allowed) }
    }
}

/// Twice the level that an entry takes, and the level at which its gates are tested: in the middle a gate fires only if it
/// fires at both ends.
fn picked(entry: &Entry, pick: Pick) -> (u8, u8) {
    let gate = if pick == Pick::Low { entry.span.low } else { entry.span.high };
    (u8::try_from(pick.twice(entry)).unwrap_or(8), gate)
}

/// The least common multiple of two positive numbers, if 128 bits can hold it.
fn common_multiple(a: i128, b: i128) -> Option<i128> {
    let (mut x, mut y) = (a, b);
    while y != 0 {
        (x, y) = (y, x % y);
    }
    (a / x).checked_mul(b)
}
