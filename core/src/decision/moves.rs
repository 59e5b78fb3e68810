//! The search for the fewest moves that change a verdict.
//!
//! Every rule is a conjunction of bounds on means and counts, so the fewest moves are found exactly: for each way to fulfil
//! (or break) the rules, what a flag, a gate or an area needs is forced, and the rest of each mean is moved by its heaviest
//! questions first. Each step is tried on a [`Tally`].

use super::influence::influences;
use super::scores::Pick;
use super::sheet::{Entry, Sheet};
use super::tally::{Bound, Score, Tally};
use crate::model::exact::{Decimal, Exact, compare, ratio};
use crate::model::words::{Axis, Flag, Verdict};
use num_traits::ToPrimitive;
use std::collections::{BTreeMap, BTreeSet};

/// More moves than this are "far from any change".
pub const FAR: usize = 12;

/// Which moves there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moving {
    /// Real change, a level at a time: gates stay as they are, and nobody is advised to have less money.
    Change,
    /// Errors: each unchecked answer may be one level off to either side, and its gate with it.
    Doubt,
}

/// Where the verdict is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Towards {
    /// A stronger verdict.
    Stronger,
    /// A milder one.
    Milder,
}

/// What has to hold after the moves.
#[derive(Clone, Debug, Default)]
struct Wanted {
    foundation: Vec<Bound>,
    pain: Vec<Bound>,
    tactical: Vec<Bound>,
    feasibility: Vec<Bound>,
    /// Bounds on single areas.
    areas: Vec<(usize, Bound)>,
    /// Entries that must come to a level.
    levels: Vec<(usize, u8)>,
}

impl Wanted {
    fn and(&self, other: &Wanted) -> Wanted {
        let mut both = self.clone();
        both.foundation.extend(&other.foundation);
        both.pain.extend(&other.pain);
        both.tactical.extend(&other.tactical);
        both.feasibility.extend(&other.feasibility);
        both.areas.extend(&other.areas);
        both.levels.extend(&other.levels);
        both
    }
}

/// One search.
pub struct Search<'s> {
    sheet: &'s Sheet,
    moving: Moving,
    towards: Towards,
    now: Tally<'s>,
    raised: BTreeSet<Flag>,
    orders: Orders,
}

impl<'s> Search<'s> {
    /// A search from the reference of a sheet.
    pub fn new(sheet: &'s Sheet, moving: Moving, towards: Towards) -> Search<'s> {
        let level = flag_level(sheet);
        let raised = sheet.entries.iter().filter(|e| e.span.twice_middle() <= 2 * u32::from(level)).filter_map(|e| e.flag).collect();
        Search { sheet, moving, towards, now: Tally::new(sheet, Pick::Middle, Pick::Middle), raised, orders: Orders::of(sheet) }
    }

    /// The fewest moves, in levels for each entry, with the verdict then; `None` where none of at most [`FAR`] leads there.
    pub fn fewest(&self) -> Option<(Vec<u8>, Verdict)> {
        let before = self.now.verdict();
        let ways = match self.towards {
            Towards::Stronger => self.stronger(*Verdict::ALL.iter().find(|v| **v > before)?)?,
            Towards::Milder => self.milder(*Verdict::ALL.iter().rev().find(|v| **v < before)?),
        };
        let mut best: Option<(usize, Vec<u8>)> = None;
        for wanted in &ways {
            let most = best.as_ref().map_or(FAR, |(n, _)| n - 1);
            let Some(moved) = self.solve(wanted, most) else { continue };
            let total = moved.iter().map(|n| usize::from(*n)).sum();
            if total > 0 && total <= most {
                best = Some((total, moved));
            }
        }
        let (_, moved) = best?;
        let after = self.after(&moved);
        let changed = match self.towards {
            Towards::Stronger => after > before,
            Towards::Milder => after < before,
        };
        changed.then_some((moved, after))
    }

    /// The verdict after some moves.
    pub fn after(&self, moved: &[u8]) -> Verdict {
        let mut tally = self.now.clone();
        for (index, entry) in self.sheet.entries.iter().enumerate() {
            let n = moved.get(index).copied().unwrap_or(0);
            if n > 0 {
                self.step(&mut tally, index, entry, n);
            }
        }
        tally.verdict()
    }

    /// The level of an entry after some moves.
    pub fn level(&self, entry: &Entry, n: u8) -> u8 {
        if self.rises(entry) { (entry.span.low + n).min(4) } else { entry.span.low.saturating_sub(n) }
    }

    fn step(&self, tally: &mut Tally<'_>, index: usize, entry: &Entry, n: u8) {
        let (_, gate) = tally.level(index);
        let level = self.level(entry, n);
        tally.set(index, (2 * level, if self.moving == Moving::Doubt { level } else { gate }));
    }

    /// Whether a move on this entry raises its level.
    fn rises(&self, entry: &Entry) -> bool {
        (self.towards == Towards::Milder) != (entry.axis == Axis::Feasibility)
    }

    /// How far an entry may move.
    fn room(&self, entry: &Entry) -> u8 {
        let all = if self.rises(entry) { 4 - entry.span.low.min(4) } else { entry.span.low };
        match (entry.span.is_point(), self.moving, self.towards) {
            (false, ..) => 0,
            (_, Moving::Change, Towards::Milder) if entry.axis == Axis::Feasibility => 0,
            (_, Moving::Change, _) => all,
            (_, Moving::Doubt, _) => {
                if entry.doubtful {
                    all.min(1)
                } else {
                    0
                }
            }
        }
    }

    fn stronger(&self, target: Verdict) -> Option<Vec<Wanted>> {
        let (n, sheet) = (&self.sheet.numbers, self.sheet);
        if sheet.at_most.is_some_and(|most| most < target) {
            return None;
        }
        let mut base = Wanted::default();
        for (index, entry) in sheet.entries.iter().enumerate() {
            if let Some(cap) = entry.cap.filter(|c| entry.span.high <= c.at_or_below && c.verdict < target) {
                if self.moving == Moving::Change {
                    return None;
                }
                base.levels.push((index, cap.at_or_below + 1));
            }
        }
        if target > Verdict::Restructure {
            base.feasibility.push(Bound::at_least(&n.feasibility));
        }
        let mut ways: Vec<Wanted> = Vec::new();
        if self.now.need() >= target {
            ways.push(base.clone());
        }
        let mut way = |wanted: Wanted| ways.push(base.and(&wanted));
        if target <= Verdict::Optimize {
            way(Wanted { pain: vec![Bound::more(&n.optimize_pain)], ..Wanted::default() });
            way(Wanted { tactical: vec![Bound::less(&n.optimize_tactical)], ..Wanted::default() });
            way(Wanted { foundation: vec![Bound::less(&n.optimize_foundation)], ..Wanted::default() });
            self.raise(count(&n.optimize_flags)).into_iter().for_each(|levels| way(Wanted { levels, ..Wanted::default() }));
        }
        if target <= Verdict::Restructure {
            way(Wanted { foundation: vec![Bound::less(&n.restructure_foundation)], ..Wanted::default() });
            for levels in self.raise(count(&n.restructure_flags)) {
                way(Wanted { levels, foundation: vec![Bound::less(&n.restructure_flags_foundation)], ..Wanted::default() });
            }
            for area in large(sheet) {
                let pain = vec![Bound::at_least(&n.restructure_pain)];
                way(Wanted { areas: vec![(area, Bound::less(&n.restructure_weakest))], pain, ..Wanted::default() });
            }
        }
        // Thresholds of the foundation descend, so a rebuild's rule never takes fewer moves to restructure than its own.
        let all = if target == Verdict::Rebuild { large(sheet) } else { Vec::new() };
        for weak in subsets(&all) {
            let share = ratio(to_i64(weak.len()), to_i64(all.len().max(1)));
            // Larger sets than needed are tried too: an area that is weak already costs nothing.
            if share >= *n.rebuild_breadth.value() && !weak.is_empty() {
                way(Wanted {
                    foundation: vec![Bound::less(&n.rebuild_foundation)],
                    pain: vec![Bound::at_least(&n.rebuild_pain)],
                    areas: weak.iter().map(|a| (*a, Bound::less(&n.weak_area))).collect(),
                    ..Wanted::default()
                });
            }
        }
        if self.moving == Moving::Doubt {
            for (index, entry) in sheet.entries.iter().enumerate() {
                if let Some(floor) = entry.floor.filter(|f| f.verdict >= target) {
                    way(Wanted { levels: vec![(index, floor.at_or_below)], ..Wanted::default() });
                }
            }
        }
        Some(ways)
    }

    fn milder(&self, target: Verdict) -> Vec<Wanted> {
        let (n, sheet) = (&self.sheet.numbers, self.sheet);
        let mut ways = self.less_needed(target);
        if self.moving == Moving::Doubt {
            for (index, entry) in sheet.entries.iter().enumerate() {
                if let Some(cap) = entry.cap.filter(|c| c.verdict <= target) {
                    ways.push(Wanted { levels: vec![(index, cap.at_or_below)], ..Wanted::default() });
                }
            }
            if target >= Verdict::Restructure {
                ways.push(Wanted { feasibility: vec![Bound::less(&n.feasibility)], ..Wanted::default() });
            }
        }
        ways
    }

    /// Ways to bring the need down: each rule above the target is broken at one of its comparisons.
    fn less_needed(&self, target: Verdict) -> Vec<Wanted> {
        let (n, sheet) = (&self.sheet.numbers, self.sheet);
        let mut base = Wanted::default();
        for (index, entry) in sheet.entries.iter().enumerate() {
            if let Some(floor) = entry.floor.filter(|f| entry.span.high <= f.at_or_below && f.verdict > target) {
                if self.moving == Moving::Change {
                    return Vec::new();
                }
                base.levels.push((index, floor.at_or_below + 1));
            }
        }
        let mut ways = vec![base];
        let mut break_one = |choices: &[Wanted]| {
            ways = ways.iter().flat_map(|way| choices.iter().map(move |c| way.and(c))).collect();
        };
        let foundation = |bound: &Decimal| Wanted { foundation: vec![Bound::at_least(bound)], ..Wanted::default() };
        let pain = |bound: Bound| Wanted { pain: vec![bound], ..Wanted::default() };
        let flags =
            |most: i64| -> Vec<Wanted> { self.clear(most).into_iter().map(|levels| Wanted { levels, ..Wanted::default() }).collect() };
        if target < Verdict::Optimize {
            break_one(&[pain(Bound::at_most(&n.optimize_pain))]);
            break_one(&[Wanted { tactical: vec![Bound::at_least(&n.optimize_tactical)], ..Wanted::default() }]);
            break_one(&[foundation(&n.optimize_foundation)]);
            break_one(&flags(count(&n.optimize_flags) - 1));
        }
        if target < Verdict::Restructure {
            break_one(&[foundation(&n.restructure_foundation)]);
            let mut either = flags(count(&n.restructure_flags) - 1);
            either.push(foundation(&n.restructure_flags_foundation));
            break_one(&either);
            let none_weak = large(sheet).into_iter().map(|a| (a, Bound::at_least(&n.restructure_weakest))).collect();
            break_one(&[Wanted { areas: none_weak, ..Wanted::default() }, pain(Bound::less(&n.restructure_pain))]);
        }
        // For the same reason a foundation that no longer asks for restructuring does not ask for a rebuild.
        if target >= Verdict::Restructure {
            let all = large(sheet);
            let mut either = vec![foundation(&n.rebuild_foundation), pain(Bound::less(&n.rebuild_pain))];
            for strong in subsets(&all) {
                let weak = ratio(to_i64(all.len() - strong.len()), to_i64(all.len().max(1)));
                if weak < *n.rebuild_breadth.value() || all.is_empty() {
                    either
                        .push(Wanted { areas: strong.iter().map(|a| (*a, Bound::at_least(&n.weak_area))).collect(), ..Wanted::default() });
                }
            }
            break_one(&either);
        }
        ways
    }

    fn solve(&self, wanted: &Wanted, most: usize) -> Option<Vec<u8>> {
        let mut path = Path { search: self, tally: self.now.clone(), moved: vec![0; self.sheet.entries.len()], total: 0, most };
        for (index, level) in &wanted.levels {
            let entry = self.sheet.entries.get(*index)?;
            let there = if self.rises(entry) { entry.span.low >= *level } else { entry.span.low <= *level };
            let n = if there { 0 } else { entry.span.low.abs_diff(*level) };
            while path.moved.get(*index).is_some_and(|moved| *moved < n) {
                path.move_one(*index)?;
            }
        }
        let mut by_area: BTreeMap<usize, Vec<Bound>> = BTreeMap::new();
        for (area, bound) in &wanted.areas {
            by_area.entry(*area).or_default().push(*bound);
        }
        for (area, bounds) in by_area {
            let in_area = |i: &usize| self.sheet.entries.get(*i).is_some_and(|e| e.area == area);
            let order: Vec<usize> = self.orders.structural.iter().copied().filter(in_area).collect();
            path.push(&order, Score::Area(area), &bounds)?;
        }
        path.push(&self.orders.structural, Score::Foundation, &wanted.foundation)?;
        path.push(&self.orders.symptom, Score::Pain, &wanted.pain)?;
        path.push(&self.orders.tactical, Score::Tactical, &wanted.tactical)?;
        path.push(&self.orders.feasibility, Score::Feasibility, &wanted.feasibility)?;
        Some(path.moved)
    }

    /// Ways to raise enough further kinds of flag: for each kind one of its questions comes down to the flag level.
    fn raise(&self, wanted: i64) -> Vec<Vec<(usize, u8)>> {
        let sheet = self.sheet;
        let level = flag_level(sheet);
        let missing = usize::try_from(wanted - to_i64(self.raised.len())).unwrap_or(0);
        let mut ways: Vec<Vec<(usize, u8)>> = vec![Vec::new()];
        for kind in Flag::ALL.iter().filter(|f| !self.raised.contains(f)) {
            let can = |e: &Entry| e.flag == Some(*kind) && e.span.is_point() && self.room(e) >= e.span.low.saturating_sub(level);
            // Of questions in one mean that are as far from the level, the one that moves the mean most does for all.
            let mut best: BTreeMap<(Axis, usize, u8), usize> = BTreeMap::new();
            for index in self.orders.all().filter(|i| sheet.entries.get(*i).is_some_and(can)) {
                if let Some(e) = sheet.entries.get(index) {
                    best.entry((e.axis, e.area * usize::from(e.axis == Axis::Structural), e.span.low)).or_insert(index);
                }
            }
            let choices: Vec<(usize, u8)> = best.values().map(|i| (*i, level)).collect();
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
    fn clear(&self, most: i64) -> Vec<Vec<(usize, u8)>> {
        let sheet = self.sheet;
        let surplus = usize::try_from(to_i64(self.raised.len()) - most).unwrap_or(0);
        let level = flag_level(sheet);
        let mut ways: Vec<(usize, Vec<(usize, u8)>)> = vec![(0, Vec::new())];
        for kind in &self.raised {
            let is_raised = |e: &Entry| e.flag == Some(*kind) && e.span.twice_middle() <= 2 * u32::from(level);
            let raised: Vec<(usize, &Entry)> = sheet.entries.iter().enumerate().filter(|(_, e)| is_raised(e)).collect();
            if raised.iter().any(|(_, e)| self.room(e) < (level + 1).saturating_sub(e.span.low)) {
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
}

/// Moves on their way.
struct Path<'a, 's> {
    search: &'a Search<'s>,
    tally: Tally<'s>,
    moved: Vec<u8>,
    total: usize,
    most: usize,
}

impl Path<'_, '_> {
    /// Whether an entry can move further.
    fn can_move(&self, index: usize) -> bool {
        let room = self.search.sheet.entries.get(index).map_or(0, |e| self.search.room(e));
        self.moved.get(index).is_some_and(|moved| *moved < room)
    }

    /// Moves an entry by one; `None` when that is not possible, or one move too many.
    fn move_one(&mut self, index: usize) -> Option<()> {
        if !self.can_move(index) || self.total == self.most {
            return None;
        }
        let entry = self.search.sheet.entries.get(index)?;
        let moved = self.moved.get_mut(index)?;
        *moved += 1;
        let n = *moved;
        self.total += 1;
        self.search.step(&mut self.tally, index, entry, n);
        Some(())
    }

    /// Moves the heaviest of some entries, one at a time, until a score is where it is wanted.
    fn push(&mut self, order: &[usize], score: Score, bounds: &[Bound]) -> Option<()> {
        if bounds.is_empty() {
            return Some(());
        }
        let mut next = order.iter().copied().peekable();
        loop {
            match self.tally.meets(score, bounds) {
                // A comparison with an undefined score is false: it need not be broken, and cannot be fulfilled. Undefined
                // feasibility allows as little as a low one.
                None => return (self.search.towards == Towards::Milder).then_some(()),
                Some(true) => return Some(()),
                Some(false) => {}
            }
            while next.peek().is_some_and(|i| !self.can_move(*i)) {
                next.next();
            }
            self.move_one(*next.peek()?)?;
        }
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
    /// All of them, each mean's heaviest first.
    fn all(&self) -> impl Iterator<Item = usize> + '_ {
        [&self.structural, &self.symptom, &self.tactical, &self.feasibility].into_iter().flatten().copied()
    }

    fn of(sheet: &Sheet) -> Orders {
        let influences = influences(sheet);
        let heaviest = |axis: Axis| -> Vec<usize> {
            let mut order: Vec<(&Exact, usize)> =
                influences.iter().zip(0..).zip(&sheet.entries).filter(|(_, e)| e.axis == axis).map(|(pair, _)| pair).collect();
            order.sort_by(|a, b| compare(b.0, a.0).then(a.1.cmp(&b.1)));
            order.into_iter().map(|(_, i)| i).collect()
        };
        Orders {
            structural: heaviest(Axis::Structural),
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

/// All subsets of a short list. Of more than twelve large areas only the first twelve are combined: there the moves to and
/// from a rebuild are an upper bound.
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
