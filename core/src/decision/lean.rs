//! Means inside a box of weights: every weight may be multiplied by anything between 1/κ and κ.

use crate::model::exact::{Exact, ratio, wide_ratio};
use num_rational::Ratio;
use num_traits::{CheckedAdd, CheckedDiv, CheckedMul, ToPrimitive, Zero};

/// Which way weights lean inside a box: each may be multiplied by anything between 1/κ and κ, with κ in hundredths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lean {
    /// Weights that make a mean as small as the box allows.
    Down(u32),
    /// Weights that make a mean as large as the box allows.
    Up(u32),
}

/// Weights and values of one mean, values in eighths of a level value.
#[derive(Clone, Default)]
pub(super) struct Group(Vec<(u32, u32)>);

impl Group {
    /// Adds an answer: its weight, and twice its level.
    pub(super) fn add(&mut self, weight: u32, twice: u32) {
        self.0.push((weight, twice));
    }

    /// The mean; inside a box its extreme has threshold form: sorted by value, κ on one side of a cut and 1/κ on the
    /// other, so trying every cut is exact.
    pub(super) fn mean(&self, lean: Lean) -> Option<Exact> {
        let (up, kappa) = match lean {
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
pub(super) fn extreme(mut items: Vec<(Exact, Exact)>, lean: Lean) -> Option<Exact> {
    let up = matches!(lean, Lean::Up(_));
    let (Lean::Up(k) | Lean::Down(k)) = lean;
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
pub(super) fn mean_of<'v>(items: impl Iterator<Item = (&'v Exact, &'v Exact)> + Clone) -> Option<Exact> {
    if let Some(mean) = small_mean(items.clone()) {
        return mean;
    }
    let (mut above, mut below) = (Exact::zero(), Exact::zero());
    for (value, weight) in items {
        above += value * weight;
        below += weight;
    }
    (!below.is_zero()).then(|| above / below)
}

/// The same in 128 bits; `None` where they do not suffice.
fn small_mean<'v>(items: impl Iterator<Item = (&'v Exact, &'v Exact)>) -> Option<Option<Exact>> {
    let parts = |x: &Exact| Some(Ratio::new_raw(x.numer().to_i128()?, x.denom().to_i128()?));
    let (mut above, mut below) = (Ratio::<i128>::zero(), Ratio::<i128>::zero());
    for (value, weight) in items {
        let weight = parts(weight)?;
        above = above.checked_add(&parts(value)?.checked_mul(&weight)?)?;
        below = below.checked_add(&weight)?;
    }
    if below.is_zero() {
        return Some(None);
    }
    let mean = above.checked_div(&below)?;
    Some(Some(Exact::new_raw((*mean.numer()).into(), (*mean.denom()).into())))
}
