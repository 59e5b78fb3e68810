//! The class of a verdict: in one word, how sure it is.

use super::outcome::{Outcome, Range};
use super::weights;
use super::worlds::{WORLDS, Worlds};
use crate::model::words::Verdict;
use std::cell::LazyCell;
use std::ops::Deref;

/// How many worlds are drawn at a time while it is not clear.
const STEP: u32 = 250;

/// Weights may be wrong by this factor, in hundredths, where a verdict is certain. Source of these four: the decision model.
const CERTAIN_FACTOR: u32 = 200;

/// The share of the worlds, in percent, with the verdict where it is certain or firm.
pub const FIRM: u32 = 90;

/// The share of the worlds, in percent, with the verdict where it is leaning.
pub const LEANING: u32 = 60;

/// The share of the worlds, in percent, with one verdict where it settles.
pub const SETTLING: u32 = 95;

/// How sure a verdict is; the first that holds, surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// One verdict for all fillings of the open answers and all weights within a factor of two, and in [`FIRM`] of the worlds.
    Certain,
    /// One verdict for all fillings of the open answers, and in [`FIRM`] of the worlds.
    Firm,
    /// The reference verdict in [`LEANING`] of the worlds.
    Leaning,
    /// Neither.
    Inconclusive,
}

impl Class {
    /// The word in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Class::Certain => "certain",
            Class::Firm => "firm",
            Class::Leaning => "leaning",
            Class::Inconclusive => "inconclusive",
        }
    }

    /// The class of an outcome whose worlds are drawn.
    pub fn of(outcome: &Outcome, worlds: &Worlds) -> Class {
        let has = |percent: u32| has(worlds, outcome.reference.verdict, percent);
        let boxed = boxed(outcome);
        if !needed(outcome, &boxed).is_some_and(has) {
            Class::Inconclusive
        } else if has(FIRM) && boxed.0 == boxed.1 {
            Class::Certain
        } else if has(FIRM) && outcome.decided() {
            Class::Firm
        } else {
            Class::Leaning
        }
    }
}

/// The share of the worlds, in percent, that the reference verdict needs before it is said; `None` where none suffices.
fn needed(outcome: &Outcome, boxed: &impl Deref<Target = Range>) -> Option<u32> {
    if outcome.has_no_ground() {
        None
    } else if outcome.coverage_is_thin() {
        // Only a certain verdict makes up for thin coverage; one that the weights can turn is none.
        (boxed.0 == boxed.1).then_some(FIRM)
    } else {
        Some(LEANING)
    }
}

/// The verdicts over all open answers and all weights within the factor of a certain one; worked out where it is asked for.
fn boxed(outcome: &Outcome) -> LazyCell<Range, impl FnOnce() -> Range> {
    LazyCell::new(|| weights::interval(&outcome.sheet, CERTAIN_FACTOR))
}

/// Whether a verdict has this share of all worlds, in percent.
fn has(worlds: &Worlds, verdict: Verdict, percent: u32) -> bool {
    worlds.count(verdict) >= WORLDS / 100 * percent
}

/// Why one verdict is not said yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undecided {
    /// Nothing structural or no symptom applies.
    NoGround,
    /// It lies between these.
    Between(Range),
    /// Everything is answered, and it lies on the border between these.
    Border(Range),
}

impl Undecided {
    /// Why the class of an outcome is inconclusive; `None` if it is not. No more worlds are drawn than are needed to tell:
    /// where the first few hundred are as far from the limit as chance puts them once in thousands of rounds, they suffice.
    pub fn of(outcome: &Outcome, worlds: &mut Worlds) -> Option<Undecided> {
        Undecided::tell(outcome, worlds, WORLDS).flatten()
    }

    /// The same with at most so many more worlds; the outer `None` where they do not suffice. The answer does not depend on
    /// how many are drawn at a time.
    pub fn tell(outcome: &Outcome, worlds: &mut Worlds, more: u32) -> Option<Option<Undecided>> {
        if outcome.has_no_ground() {
            return Some(Some(Undecided::NoGround));
        }
        let boxed = boxed(outcome);
        if let Some(percent) = needed(outcome, &boxed)
            && enough(outcome.reference.verdict, worlds, percent, more)?
        {
            return Some(None);
        }
        Some(Some(Undecided::between(outcome, worlds, *boxed)))
    }

    /// Between which verdicts it lies, as far as the worlds are drawn.
    fn between(outcome: &Outcome, worlds: &Worlds, boxed: Range) -> Undecided {
        let counts = &outcome.counts;
        let complete = counts.answered == counts.applicable;
        let (mild, strong) = outcome.interval();
        let seen = |v: &Verdict| worlds.count(*v) > worlds.so_far() / 10;
        let range = if mild == strong {
            // Where no other verdict has a tenth of the worlds, the commonest of them is still what speaks against this one.
            let commonest = Verdict::ALL.iter().copied().filter(|v| *v != mild).max_by_key(|v| worlds.count(*v));
            let boxed = [boxed.0, boxed.1].into_iter().chain(commonest.filter(|_| boxed.0 == boxed.1));
            let rivals = Verdict::ALL.iter().copied().filter(seen).chain(boxed);
            rivals.fold((mild, strong), |(low, high), v| (low.min(v), high.max(v)))
        } else {
            (mild, strong)
        };
        if complete { Undecided::Border(range) } else { Undecided::Between(range) }
    }
}

/// Whether a verdict has this share of the worlds; `None` where more than `more` further ones have to be drawn to tell.
fn enough(verdict: Verdict, worlds: &mut Worlds, percent: u32, mut more: u32) -> Option<bool> {
    loop {
        let step = STEP - worlds.so_far() % STEP;
        let now = step.min(more);
        let all = worlds.draw(now);
        more -= now;
        let drawn = i64::from(worlds.so_far());
        let off = 100 * i64::from(worlds.count(verdict)) - i64::from(percent) * drawn;
        // Four standard deviations of a share are at most 2 √n of n worlds.
        if all || (now == step && off * off > 40_000 * drawn) {
            return Some(off >= 0);
        }
        if more == 0 {
            return None;
        }
    }
}

/// Whether the worlds agree so far that what is still open will hardly change the verdict: the soft stop line.
pub fn settling(worlds: &Worlds) -> Option<Verdict> {
    let settled = |v: &&Verdict| worlds.complete() && has(worlds, **v, SETTLING);
    Verdict::ALL.iter().find(settled).copied()
}
