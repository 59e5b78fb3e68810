//! What would change the verdict: the fewest notches, a notch being one level on one question.
//!
//! Stronger means conditions down and feasibility up; milder means conditions up only, for nobody is advised to have less
//! money. Every rule is a conjunction of bounds on means and counts, so the fewest notches are found exactly: for each way
//! to fulfil (or break) the rules, what a flag or an area needs is forced, and the rest of each mean is moved by its
//! heaviest questions first. Gates stay as they are while notches are counted; they are listed apart.

use super::rules::{Assessment, assess};
use super::scores::{Pick, mean_of};
use super::sheet::{Entry, Sheet};
use crate::domain::event::Span;
use crate::domain::exact::{Decimal, Exact, compare, ratio};
use crate::domain::questionnaire::{Axis, Flag, Gate, Verdict};
use num_traits::{One, ToPrimitive};
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// More notches than this are "far from any change".
pub const FAR: usize = 12;

/// One question that moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Notch {
    /// Position of the question.
    pub question: usize,
    /// Its level now.
    pub from: u8,
    /// The level that it would have.
    pub to: u8,
}

/// A set of moves that changes the verdict; no smaller one does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flip {
    /// The verdict then.
    pub to: Verdict,
    /// What moves.
    pub notches: Vec<Notch>,
}

/// A gate that would change the verdict at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GateFlip {
    /// Position of the question.
    pub question: usize,
    /// Whether it is a cap; else a floor.
    pub cap: bool,
    /// The level at which it would change.
    pub if_level: u8,
    /// The verdict then.
    pub to: Verdict,
}

/// A bound on a score.
#[derive(Clone, Debug)]
struct Bound {
    limit: Exact,
    /// Below the limit (or at most it); else above (or at least it).
    below: bool,
    /// Whether the limit itself fulfils it.
    or_equal: bool,
}

impl Bound {
    fn holds(&self, x: &Exact) -> bool {
        match compare(x, &self.limit) {
            Ordering::Equal => self.or_equal,
            Ordering::Less => self.below,
            Ordering::Greater => !self.below,
        }
    }
}

fn less(n: &Decimal) -> Bound {
    Bound { limit: n.value().clone(), below: true, or_equal: false }
}

fn at_most(n: &Decimal) -> Bound {
    Bound { or_equal: true, ..less(n) }
}

fn more(n: &Decimal) -> Bound {
    Bound { below: false, ..less(n) }
}

fn at_least(n: &Decimal) -> Bound {
    Bound { below: false, ..at_most(n) }
}

/// What has to hold after the moves.
#[derive(Clone, Debug, Default)]
struct Wanted {
    foundation: Vec<Bound>,
    pain: Vec<Bound>,
    tactical: Option<Bound>,
    feasibility: Option<Bound>,
    /// Bounds on single areas.
    areas: Vec<(usize, Bound)>,
    /// Entries that must come to a level.
    levels: Vec<(usize, u8)>,
}

/// The fewest notches to a stronger and to a milder verdict; `None` where none of at most [`FAR`] notches leads there.
pub fn flips(sheet: &Sheet) -> (Option<Flip>, Option<Flip>) {
    let now = assess(sheet, Pick::Middle, Pick::Middle);
    (stronger(sheet, &now), milder(sheet, &now))
}

/// Gates whose question alone would change the verdict.
pub fn gates(sheet: &Sheet) -> Vec<GateFlip> {
    let now = assess(sheet, Pick::Middle, Pick::Middle).verdict;
    let mut found = Vec::new();
    for (index, entry) in sheet.entries.iter().enumerate() {
        for (cap, gate) in [(false, entry.floor), (true, entry.cap)] {
            let Some(gate) = gate else { continue };
            let fires = entry.span.high <= gate.at_or_below;
            let if_level = if fires { gate.at_or_below + 1 } else { gate.at_or_below };
            let mut other = sheet.clone();
            if let Some(e) = other.entries.get_mut(index) {
                e.span = Span::level(if_level.min(4));
            }
            let to = assess(&other, Pick::Middle, Pick::Middle).verdict;
            if to != now {
                found.push(GateFlip { question: entry.question, cap, if_level: if_level.min(4), to });
            }
        }
    }
    found
}

fn stronger(sheet: &Sheet, now: &Assessment) -> Option<Flip> {
    let target = *Verdict::ALL.iter().find(|v| **v > now.verdict)?;
    let fixed = now.caps.iter().map(|c| c.verdict).chain(sheet.at_most).min().unwrap_or(Verdict::Rebuild);
    if fixed < target {
        return None;
    }
    let n = &sheet.numbers;
    let mut base = Wanted::default();
    if now.infeasible && target > Verdict::Restructure {
        base.feasibility = Some(at_least(&n.feasibility));
    }
    let mut ways: Vec<Wanted> = Vec::new();
    if now.need >= target {
        ways.push(base.clone());
    }
    let mut way = |edit: &dyn Fn(&mut Wanted)| {
        let mut wanted = base.clone();
        edit(&mut wanted);
        ways.push(wanted);
    };
    if target <= Verdict::Optimize {
        way(&|w| w.pain.push(more(&n.optimize_pain)));
        way(&|w| w.tactical = Some(less(&n.optimize_tactical)));
        way(&|w| w.foundation.push(less(&n.optimize_foundation)));
        for raised in raise(sheet, now, count(&n.optimize_flags)) {
            way(&|w| w.levels.clone_from(&raised));
        }
    }
    if target <= Verdict::Restructure {
        way(&|w| w.foundation.push(less(&n.restructure_foundation)));
        for raised in raise(sheet, now, count(&n.restructure_flags)) {
            way(&|w| {
                w.levels.clone_from(&raised);
                w.foundation.push(less(&n.restructure_flags_foundation));
            });
        }
        for area in large(sheet) {
            way(&|w| {
                w.areas.push((area, less(&n.restructure_weakest)));
                w.pain.push(at_least(&n.restructure_pain));
            });
        }
    }
    // Thresholds of the foundation descend, so a rebuild's rule never takes fewer notches to restructure than its own.
    let all = if target == Verdict::Rebuild { large(sheet) } else { Vec::new() };
    for weak in subsets(&all) {
        let share = ratio(to_i64(weak.len()), to_i64(all.len().max(1)));
        // Larger sets than needed are tried too: an area that is weak already costs nothing.
        if share >= *n.rebuild_breadth.value() && !weak.is_empty() {
            way(&|w| {
                w.foundation.push(less(&n.rebuild_foundation));
                w.pain.push(at_least(&n.rebuild_pain));
                w.areas.extend(weak.iter().map(|a| (*a, less(&n.weak_area))));
            });
        }
    }
    best(sheet, now, &ways, false)
}

fn milder(sheet: &Sheet, now: &Assessment) -> Option<Flip> {
    let target = *Verdict::ALL.iter().rev().find(|v| **v < now.verdict)?;
    if now.floors.iter().any(|f| f.verdict > target) {
        return None;
    }
    let n = &sheet.numbers;
    let mut ways = vec![Wanted::default()];
    // Each rule above the target has to be broken at one of its comparisons.
    let mut break_one = |choices: &[Wanted]| {
        ways = ways.iter().flat_map(|way| choices.iter().map(move |c| join(way, c))).collect();
    };
    let foundation = |bound: &Decimal| Wanted { foundation: vec![at_least(bound)], ..Wanted::default() };
    let pain = |bound: Bound| Wanted { pain: vec![bound], ..Wanted::default() };
    let flags =
        |most: i64| -> Vec<Wanted> { clear(sheet, now, most).into_iter().map(|levels| Wanted { levels, ..Wanted::default() }).collect() };
    if target < Verdict::Optimize {
        break_one(&[pain(at_most(&n.optimize_pain))]);
        break_one(&[Wanted { tactical: Some(at_least(&n.optimize_tactical)), ..Wanted::default() }]);
        break_one(&[foundation(&n.optimize_foundation)]);
        break_one(&flags(count(&n.optimize_flags) - 1));
    }
    if target < Verdict::Restructure {
        break_one(&[foundation(&n.restructure_foundation)]);
        let mut either = flags(count(&n.restructure_flags) - 1);
        either.push(foundation(&n.restructure_flags_foundation));
        break_one(&either);
        let none_weak = large(sheet).into_iter().map(|a| (a, at_least(&n.restructure_weakest))).collect();
        break_one(&[Wanted { areas: none_weak, ..Wanted::default() }, pain(less(&n.restructure_pain))]);
    }
    // For the same reason a foundation that no longer asks for restructuring does not ask for a rebuild.
    if target >= Verdict::Restructure {
        let all = large(sheet);
        let mut either = vec![foundation(&n.rebuild_foundation), pain(less(&n.rebuild_pain))];
        for strong in subsets(&all) {
            let weak = ratio(to_i64(all.len() - strong.len()), to_i64(all.len().max(1)));
            if weak < *n.rebuild_breadth.value() || all.is_empty() {
                either.push(Wanted { areas: strong.iter().map(|a| (*a, at_least(&n.weak_area))).collect(), ..Wanted::default() });
            }
        }
        break_one(&either);
    }
    best(sheet, now, &ways, true)
}

fn join(a: &Wanted, b: &Wanted) -> Wanted {
    let mut both = a.clone();
    both.foundation.extend(b.foundation.iter().cloned());
    both.pain.extend(b.pain.iter().cloned());
    both.tactical = both.tactical.or_else(|| b.tactical.clone());
    both.areas.extend(b.areas.iter().cloned());
    both.levels.extend(b.levels.iter().copied());
    both
}

/// The way with the fewest notches that really leads there.
fn best(sheet: &Sheet, now: &Assessment, ways: &[Wanted], up: bool) -> Option<Flip> {
    let orders = Orders::of(sheet);
    let mut best: Option<(usize, Vec<u8>)> = None;
    for wanted in ways {
        let most = best.as_ref().map_or(FAR, |(n, _)| n - 1);
        let Some(moved) = Moves::new(sheet, up).solve(wanted, &orders, most) else { continue };
        let total = moved.iter().map(|n| usize::from(*n)).sum();
        if total > 0 && total <= most {
            best = Some((total, moved));
        }
    }
    let (_, moved) = best?;
    let after = assess(&apply(sheet, &moved, up), Pick::Middle, Pick::Middle);
    let changed = if up { after.verdict < now.verdict } else { after.verdict > now.verdict };
    changed.then(|| Flip { to: after.verdict, notches: notches(sheet, &moved, up) })
}

/// The level of an entry after some notches.
fn moved_to(entry: &Entry, notches: u8, up: bool) -> u8 {
    if rises(entry, up) { (entry.span.low + notches).min(4) } else { entry.span.low.saturating_sub(notches) }
}

/// Whether a notch on this entry raises its level: in the milder direction always, in the stronger one for feasibility.
fn rises(entry: &Entry, up: bool) -> bool {
    up || entry.axis == Axis::Feasibility
}

fn notches(sheet: &Sheet, moved: &[u8], up: bool) -> Vec<Notch> {
    let moves = sheet.entries.iter().zip(moved).filter(|(_, n)| **n > 0);
    moves.map(|(e, n)| Notch { question: e.question, from: e.span.low, to: moved_to(e, *n, up) }).collect()
}

/// The sheet with the moves made; gates of moved questions stay as they are.
pub fn apply(sheet: &Sheet, moved: &[u8], up: bool) -> Sheet {
    let mut after = sheet.clone();
    for (entry, n) in after.entries.iter_mut().zip(moved).filter(|(_, n)| **n > 0) {
        let keep = |gate: Option<Gate>| gate.filter(|g| entry.span.high <= g.at_or_below).map(|g| Gate { at_or_below: 4, ..g });
        (entry.floor, entry.cap) = (keep(entry.floor), keep(entry.cap));
        entry.span = Span::level(moved_to(entry, *n, up));
    }
    after
}

/// Moves on their way.
struct Moves<'s> {
    sheet: &'s Sheet,
    up: bool,
    moved: Vec<u8>,
}

impl<'s> Moves<'s> {
    fn new(sheet: &'s Sheet, up: bool) -> Moves<'s> {
        Moves { sheet, up, moved: vec![0; sheet.entries.len()] }
    }

    /// Notches that an entry has left.
    fn left(&self, index: usize) -> u8 {
        let Some(entry) = self.sheet.entries.get(index).filter(|e| e.span.is_point()) else { return 0 };
        // Nobody is advised to have less money: the milder direction leaves feasibility alone.
        if self.up && entry.axis == Axis::Feasibility {
            return 0;
        }
        let all = if rises(entry, self.up) { 4 - entry.span.low } else { entry.span.low };
        all.saturating_sub(self.moved.get(index).copied().unwrap_or(0))
    }

    fn twice(&self, index: usize, entry: &Entry) -> i64 {
        let moved = 2 * i64::from(self.moved.get(index).copied().unwrap_or(0));
        i64::from(entry.span.twice_middle()) + if rises(entry, self.up) { moved } else { -moved }
    }

    fn mean(&self, wanted: &dyn Fn(&Entry) -> bool) -> Option<Exact> {
        let (mut above, mut below) = (0_i64, 0_i64);
        for (index, entry) in self.sheet.entries.iter().enumerate().filter(|(_, e)| wanted(e)) {
            above += i64::from(entry.weight) * self.twice(index, entry);
            below += 8 * i64::from(entry.weight);
        }
        (below > 0).then(|| ratio(above, below))
    }

    fn foundation(&self) -> Option<Exact> {
        let mut sums = vec![(0_i64, 0_i64); self.sheet.area_weights.len()];
        for (index, entry) in self.sheet.entries.iter().enumerate().filter(|(_, e)| e.axis == Axis::Structural) {
            if let Some((above, below)) = sums.get_mut(entry.area) {
                *above += i64::from(entry.weight) * self.twice(index, entry);
                *below += 8 * i64::from(entry.weight);
            }
        }
        let areas = sums.iter().zip(&self.sheet.area_weights).filter(|((_, below), _)| *below > 0);
        let means: Vec<(Exact, Exact)> = areas.map(|((a, b), w)| (ratio(*a, *b), w.clone())).collect();
        mean_of(means.iter().map(|(m, w)| (m, w.clone())))
    }

    /// Moves the heaviest of some entries, one notch at a time, until a score is where it is wanted.
    fn push(&mut self, order: &[usize], score: &dyn Fn(&Moves<'_>) -> Option<Exact>, bounds: &[Bound], most: usize) -> Option<()> {
        if bounds.is_empty() {
            return Some(());
        }
        let mut next = order.iter().copied().peekable();
        loop {
            // A comparison with an undefined score is false: it need not be broken, and cannot be fulfilled.
            let Some(value) = score(self) else { return self.up.then_some(()) };
            if bounds.iter().all(|b| b.holds(&value)) {
                return Some(());
            }
            while next.peek().is_some_and(|i| self.left(*i) == 0) {
                next.next();
            }
            *self.moved.get_mut(*next.peek()?)? += 1;
            if self.moved.iter().map(|n| usize::from(*n)).sum::<usize>() > most {
                return None;
            }
        }
    }

    fn solve(mut self, wanted: &Wanted, orders: &Orders, most: usize) -> Option<Vec<u8>> {
        for (index, level) in &wanted.levels {
            let entry = self.sheet.entries.get(*index)?;
            let moved = entry.span.low.abs_diff(*level);
            if moved > self.left(*index) + self.moved.get(*index).copied()? {
                return None;
            }
            let place = self.moved.get_mut(*index)?;
            *place = (*place).max(moved);
        }
        let mut by_area: BTreeMap<usize, Vec<Bound>> = BTreeMap::new();
        for (area, bound) in &wanted.areas {
            by_area.entry(*area).or_default().push(bound.clone());
        }
        for (area, bounds) in by_area {
            let order: Vec<usize> =
                orders.structural.iter().copied().filter(|i| self.sheet.entries.get(*i).is_some_and(|e| e.area == area)).collect();
            self.push(&order, &|m| m.mean(&|e| e.axis == Axis::Structural && e.area == area), &bounds, most)?;
        }
        self.push(&orders.structural, &|m| m.foundation(), &wanted.foundation, most)?;
        self.push(&orders.symptom, &|m| m.mean(&|e| e.axis == Axis::Symptom).map(|x| Exact::one() - x), &wanted.pain, most)?;
        self.push(&orders.tactical, &|m| m.mean(&|e| e.axis == Axis::Tactical), wanted.tactical.as_slice(), most)?;
        self.push(&orders.feasibility, &|m| m.mean(&|e| e.axis == Axis::Feasibility), wanted.feasibility.as_slice(), most)?;
        let total: usize = self.moved.iter().map(|n| usize::from(*n)).sum();
        (total <= most).then_some(self.moved)
    }
}

/// Entries of each mean, those that move it most first.
struct Orders {
    /// By share of the foundation; within an area that is by weight.
    structural: Vec<usize>,
    symptom: Vec<usize>,
    tactical: Vec<usize>,
    feasibility: Vec<usize>,
}

impl Orders {
    fn of(sheet: &Sheet) -> Orders {
        let of = |axis: Axis| sheet.entries.iter().enumerate().filter(move |(_, e)| e.axis == axis);
        let heaviest = |axis: Axis| -> Vec<usize> {
            let mut order: Vec<(usize, u32)> = of(axis).map(|(i, e)| (i, e.weight)).collect();
            order.sort_by_key(|(_, weight)| std::cmp::Reverse(*weight));
            order.into_iter().map(|(i, _)| i).collect()
        };
        let mut totals = vec![0_i64; sheet.area_weights.len()];
        for (_, entry) in of(Axis::Structural) {
            if let Some(total) = totals.get_mut(entry.area) {
                *total += i64::from(entry.weight);
            }
        }
        let mut shares: Vec<(Exact, usize)> = of(Axis::Structural)
            .map(|(index, entry)| {
                let weight = sheet.area_weights.get(entry.area).cloned().unwrap_or_else(Exact::one);
                let total = totals.get(entry.area).copied().unwrap_or(1);
                (weight * ratio(i64::from(entry.weight), total.max(1)), index)
            })
            .collect();
        shares.sort_by(|a, b| compare(&b.0, &a.0).then(a.1.cmp(&b.1)));
        Orders {
            structural: shares.into_iter().map(|(_, i)| i).collect(),
            symptom: heaviest(Axis::Symptom),
            tactical: heaviest(Axis::Tactical),
            feasibility: heaviest(Axis::Feasibility),
        }
    }
}

/// Large areas with applicable structural questions.
fn large(sheet: &Sheet) -> Vec<usize> {
    let asked = |area: usize| sheet.entries.iter().any(|e| e.axis == Axis::Structural && e.area == area);
    (0..sheet.large_areas.len()).filter(|a| sheet.large_areas.get(*a) == Some(&true) && asked(*a)).collect()
}

/// All subsets of a short list. Of more than twelve large areas only the first twelve are combined: there the notches to
/// and from a rebuild are an upper bound.
fn subsets(list: &[usize]) -> Vec<Vec<usize>> {
    let short = list.get(..list.len().min(12)).unwrap_or(list);
    (0..1_usize << short.len())
        .map(|mask| short.iter().enumerate().filter(|(i, _)| mask >> i & 1 == 1).map(|(_, a)| *a).collect())
        .collect()
}

fn count(n: &Decimal) -> i64 {
    n.value().to_integer().to_i64().unwrap_or(0)
}

fn to_i64(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn flag_level(sheet: &Sheet) -> u8 {
    sheet.numbers.flag_level.value().to_integer().to_u8().unwrap_or(0).min(4)
}

/// Ways to raise enough further kinds of flag: for each kind one of its questions comes down to the flag level.
fn raise(sheet: &Sheet, now: &Assessment, wanted: i64) -> Vec<Vec<(usize, u8)>> {
    let missing = usize::try_from(wanted - to_i64(now.scores.flags.len())).unwrap_or(0);
    let kinds: Vec<Flag> = Flag::ALL.iter().copied().filter(|f| !now.scores.flags.contains(f)).collect();
    let mut ways: Vec<Vec<(usize, u8)>> = vec![Vec::new()];
    for kind in kinds {
        let of_kind = sheet.entries.iter().enumerate().filter(|(_, e)| e.flag == Some(kind) && e.span.is_point());
        let choices: Vec<(usize, u8)> = of_kind.map(|(i, _)| (i, flag_level(sheet))).collect();
        let longer: Vec<Vec<(usize, u8)>> = ways
            .iter()
            .filter(|w| w.len() < missing)
            .flat_map(|w| choices.iter().map(move |c| w.iter().copied().chain([*c]).collect()))
            .collect();
        ways.extend(longer);
    }
    ways.retain(|w| w.len() == missing);
    ways
}

/// Ways to keep at most so many kinds of flag: each cleared kind has all its raised questions above the flag level.
fn clear(sheet: &Sheet, now: &Assessment, most: i64) -> Vec<Vec<(usize, u8)>> {
    let surplus = usize::try_from(to_i64(now.scores.flags.len()) - most).unwrap_or(0);
    let level = flag_level(sheet);
    let mut ways: Vec<(usize, Vec<(usize, u8)>)> = vec![(0, Vec::new())];
    for kind in &now.scores.flags {
        let raised: Vec<(usize, &Entry)> = sheet
            .entries
            .iter()
            .enumerate()
            .filter(|(_, e)| e.flag == Some(*kind) && e.span.twice_middle() <= 2 * u32::from(level))
            .collect();
        if raised.iter().any(|(_, e)| !e.span.is_point()) {
            continue;
        }
        let moves: Vec<(usize, u8)> = raised.iter().map(|(i, _)| (*i, level + 1)).collect();
        let longer: Vec<(usize, Vec<(usize, u8)>)> = ways
            .iter()
            .filter(|(n, _)| *n < surplus)
            .map(|(n, w)| (n + 1, w.iter().copied().chain(moves.iter().copied()).collect()))
            .collect();
        ways.extend(longer);
    }
    ways.into_iter().filter(|(n, _)| *n == surplus).map(|(_, w)| w).collect()
}
