//! The ways to a verdict: which bounds have to hold, for each choice that the table leaves.

use super::{FAR, Moving, Search};
use crate::decision::sheet::Entry;
use crate::decision::table::{fires, holds, meets};
use crate::model::rules::{Number, Score, Side, Test};
use crate::model::words::{Flag, Verdict};
use std::collections::BTreeMap;

/// So many ways are tried; of larger rule sets the result is an upper bound. Source: the decision model.
const MOST_WAYS: usize = 4096;
/// So many large pillars are combined; of more, the nearest. Source: the decision model.
const MOST_PILLARS: usize = 12;

/// A bound on a mean.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bound<'s> {
    /// Foundation, a pillar, pain, tactical or feasibility.
    pub score: Score,
    /// Which side of the number is wanted.
    pub side: Side,
    /// The number.
    pub number: &'s Number,
}

/// What has to hold after the moves.
#[derive(Clone, Debug, Default)]
pub(super) struct Wanted<'s> {
    /// Bounds on means.
    pub bounds: Vec<Bound<'s>>,
    /// Entries that must come to a level.
    pub levels: Vec<(usize, u8)>,
}

impl<'s> Wanted<'s> {
    fn bound(score: Score, side: Side, number: &'s Number) -> Wanted<'s> {
        Wanted { bounds: vec![Bound { score, side, number }], levels: Vec::new() }
    }

    fn levels(levels: Vec<(usize, u8)>) -> Wanted<'s> {
        Wanted { bounds: Vec::new(), levels }
    }

    fn and(&self, other: &Wanted<'s>) -> Wanted<'s> {
        let mut both = self.clone();
        both.bounds.extend(&other.bounds);
        both.levels.extend(&other.levels);
        both
    }
}

/// Ways, any of which will do.
pub(super) struct Ways<'s> {
    pub list: Vec<Wanted<'s>>,
    /// Whether these are all.
    pub exact: bool,
}

impl<'s> Ways<'s> {
    fn one(wanted: Wanted<'s>) -> Ways<'s> {
        Ways { list: vec![wanted], exact: true }
    }

    fn none() -> Ways<'s> {
        Ways { list: Vec::new(), exact: true }
    }

    /// One of these and one of those.
    fn and(self, other: &Ways<'s>) -> Ways<'s> {
        let all = self.list.len().saturating_mul(other.list.len());
        let list = self.list.iter().flat_map(|a| other.list.iter().map(|b| a.and(b))).take(MOST_WAYS).collect();
        Ways { list, exact: self.exact && other.exact && all <= MOST_WAYS }
    }

    /// One of these or one of those.
    fn or(mut self, other: Ways<'s>) -> Ways<'s> {
        self.list.extend(other.list);
        self.exact &= other.exact && self.list.len() <= MOST_WAYS;
        self.list.truncate(MOST_WAYS);
        self
    }
}

impl<'s> Search<'s> {
    /// Ways to a need of at least the target, with as much allowed; `None` where that cannot be.
    pub(super) fn stronger(&self, target: Verdict) -> Option<Ways<'s>> {
        let sheet = self.sheet;
        if sheet.at_most.is_some_and(|most| most < target) {
            return None;
        }
        let mut base = Ways::one(Wanted::default());
        for (index, entry) in sheet.entries.iter().enumerate() {
            if let Some(cap) = entry.cap.filter(|c| entry.span.high <= c.at_or_below && c.verdict < target) {
                if self.moving == Moving::Change {
                    return None;
                }
                base = base.and(&Ways::one(Wanted::levels(vec![(index, cap.at_or_below + 1)])));
            }
        }
        for limit in sheet.rules.limits.iter().filter(|l| l.allows < target && meets(l, &self.now)) {
            base = base.and(&self.break_one(&limit.all));
        }
        if base.list.is_empty() {
            return None;
        }
        if self.now.need() >= target {
            return Some(base);
        }
        let mut ways = Ways::none();
        for rule in sheet.rules.raising.iter().filter(|r| r.raises >= target) {
            let open = rule.all.iter().filter(|test| !holds(test, &self.now));
            ways = ways.or(open.fold(Ways::one(Wanted::default()), |all, test| all.and(&self.fulfil(test))));
        }
        if self.moving == Moving::Doubt {
            for (index, entry) in self.sure() {
                if let Some(floor) = entry.floor.filter(|f| f.verdict >= target) {
                    ways = ways.or(Ways::one(Wanted::levels(vec![(index, floor.at_or_below)])));
                }
            }
        }
        Some(ways.and(&base))
    }

    /// Ways to a verdict of at most the target.
    pub(super) fn milder(&self, target: Verdict) -> Ways<'s> {
        let sheet = self.sheet;
        let mut ways = self.less_needed(target);
        if self.moving == Moving::Doubt {
            for (index, entry) in self.sure() {
                if let Some(cap) = entry.cap.filter(|c| c.verdict <= target) {
                    ways = ways.or(Ways::one(Wanted::levels(vec![(index, cap.at_or_below)])));
                }
            }
            for limit in sheet.rules.limits.iter().filter(|l| l.allows <= target) {
                let tests = limit.all.iter().filter(|test| !holds(test, &self.now));
                ways = ways.or(tests.fold(Ways::one(Wanted::default()), |all, test| all.and(&self.fulfil(test))));
            }
        }
        ways
    }

    /// Entries that are one level: no others can be moved until their gate fires.
    fn sure(&self) -> impl Iterator<Item = (usize, &'s Entry)> + use<'s> {
        self.sheet.entries.iter().enumerate().filter(|(_, entry)| entry.span.is_point())
    }

    /// Ways to bring the need down: each rule above the target is broken at one of its tests. A rule that does not fire now
    /// will not: answers only get better.
    fn less_needed(&self, target: Verdict) -> Ways<'s> {
        let mut ways = Ways::one(Wanted::default());
        for (index, entry) in self.sheet.entries.iter().enumerate() {
            if let Some(floor) = entry.floor.filter(|f| entry.span.high <= f.at_or_below && f.verdict > target) {
                if self.moving == Moving::Change {
                    return Ways::none();
                }
                ways = ways.and(&Ways::one(Wanted::levels(vec![(index, floor.at_or_below + 1)])));
            }
        }
        for rule in self.sheet.rules.raising.iter().filter(|r| r.raises > target && fires(&r.all, &self.now)) {
            ways = ways.and(&self.break_one(&rule.all));
        }
        ways
    }

    /// Ways to break one test of a row that fires.
    fn break_one(&self, all: &'s [Test]) -> Ways<'s> {
        all.iter().fold(Ways::none(), |ways, test| ways.or(self.unfulfil(test)))
    }

    /// Ways to make a test hold that does not: conditions get worse, or feasibility.
    fn fulfil(&self, test: &'s Test) -> Ways<'s> {
        match test.score {
            Score::WeakPillars => {
                let can = self.can_be_weak();
                let Some(wanted) = (0..=can.len()).find(|n| count_holds(test, *n, 1)) else { return Ways::none() };
                self.subsets(&can, wanted, |pillar| self.weak_at(pillar).map(|n| (Side::AtMost, n)))
            }
            Score::Breadth => {
                let all = self.large.len();
                let Some(wanted) = (0..=all).find(|n| all > 0 && count_holds(test, *n, all)) else { return Ways::none() };
                self.subsets(&self.large, wanted, |_| Some((Side::Below, &self.sheet.rules.breadth)))
            }
            Score::Flags => {
                let Some(wanted) = (0..=Flag::ALL.len()).find(|n| count_holds(test, *n, 1)) else { return Ways::none() };
                let list = self.raise(wanted).into_iter().map(Wanted::levels).collect();
                Ways { list, exact: true }
            }
            Score::Foundation | Score::Pillar(_) | Score::Pain | Score::Tactical | Score::Feasibility => {
                Ways::one(Wanted::bound(test.score, test.side, &test.number))
            }
        }
    }

    /// Ways to make a test not hold that does.
    fn unfulfil(&self, test: &'s Test) -> Ways<'s> {
        let most = |all: usize, of: usize| (0..=all).rev().find(|n| !count_holds(test, *n, of));
        match test.score {
            Score::WeakPillars => {
                let now = |p: &usize| self.weak_at(*p).is_some_and(|n| self.now.meets(Score::Pillar(*p), Side::AtMost, n) == Some(true));
                let weak: Vec<usize> = self.can_be_weak().into_iter().filter(now).collect();
                let Some(left) = most(weak.len(), 1) else { return Ways::none() };
                self.subsets(&weak, weak.len() - left, |pillar| self.weak_at(pillar).map(|n| (Side::Above, n)))
            }
            Score::Breadth => {
                let breadth = &self.sheet.rules.breadth;
                let now = |p: &usize| self.now.meets(Score::Pillar(*p), Side::Below, breadth) == Some(true);
                let broad: Vec<usize> = self.large.iter().copied().filter(now).collect();
                let Some(left) = most(broad.len(), self.large.len()) else { return Ways::none() };
                self.subsets(&broad, broad.len() - left, |_| Some((Side::AtLeast, breadth)))
            }
            Score::Flags => {
                let Some(left) = most(self.raised.len(), 1) else { return Ways::none() };
                let list = self.clear(left).into_iter().map(Wanted::levels).collect();
                Ways { list, exact: true }
            }
            Score::Foundation | Score::Pillar(_) | Score::Pain | Score::Tactical | Score::Feasibility => {
                Ways::one(Wanted::bound(test.score, test.side.opposite(), &test.number))
            }
        }
    }

    fn weak_at(&self, pillar: usize) -> Option<&'s Number> {
        self.sheet.pillars.get(pillar).and_then(|p| p.weak_at.as_ref())
    }

    fn can_be_weak(&self) -> Vec<usize> {
        self.large.iter().copied().filter(|p| self.weak_at(*p).is_some()).collect()
    }

    /// A bound on each pillar of every subset of this size. A larger subset never takes fewer moves, and those that meet their
    /// bound already come first, for nothing. Of more pillars than can be combined, those are taken that take fewest moves.
    fn subsets(&self, pillars: &[usize], size: usize, bound: impl Fn(usize) -> Option<(Side, &'s Number)>) -> Ways<'s> {
        let bounds = pillars.iter().filter_map(|p| bound(*p).map(|(side, number)| Bound { score: Score::Pillar(*p), side, number }));
        let (free, mut rest): (Vec<Bound<'s>>, Vec<Bound<'s>>) =
            bounds.partition(|b| self.now.meets(b.score, b.side, b.number) == Some(true));
        let exact = rest.len() <= MOST_PILLARS;
        if !exact {
            let moves = |b: &Bound<'s>| self.moves(&Wanted::bound(b.score, b.side, b.number), FAR);
            rest.sort_by_cached_key(|b| moves(b).map_or(usize::MAX, |moved| moved.iter().map(|n| usize::from(*n)).sum()));
            rest.truncate(MOST_PILLARS);
        }
        let missing = size.saturating_sub(free.len());
        let subsets = (0..1_usize << rest.len()).filter(|mask| mask.count_ones() as usize == missing);
        let chosen = |mask: usize| rest.iter().enumerate().filter(move |(i, _)| mask >> i & 1 == 1).map(|(_, bound)| *bound);
        Ways { list: subsets.map(|mask| Wanted { bounds: chosen(mask).collect(), levels: Vec::new() }).collect(), exact }
    }

    /// Ways to raise so many kinds of flag: for each missing kind one question comes down to the flag's level.
    fn raise(&self, wanted: usize) -> Vec<Vec<(usize, u8)>> {
        let (sheet, level) = (self.sheet, self.sheet.rules.flag);
        let missing = wanted.saturating_sub(self.raised.len());
        let mut ways: Vec<Vec<(usize, u8)>> = vec![Vec::new()];
        for kind in Flag::ALL.iter().filter(|f| !self.raised.contains(f)) {
            let can = |e: &Entry| e.flag == Some(*kind) && e.span.is_point() && self.room(e) >= e.span.low.saturating_sub(level);
            // Of questions in one mean that are as far from the level, the one that moves the mean most does for all.
            let mut best: BTreeMap<(usize, u8), usize> = BTreeMap::new();
            for index in self.heaviest.iter().copied() {
                if let Some(e) = sheet.entries.get(index).filter(|e| can(e)) {
                    best.entry((sheet.slot(e), e.span.low)).or_insert(index);
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

    /// Ways to keep at most so many kinds of flag: each cleared kind has all its raised questions above the flag's level.
    fn clear(&self, most: usize) -> Vec<Vec<(usize, u8)>> {
        let (sheet, level) = (self.sheet, self.sheet.rules.flag);
        let surplus = self.raised.len().saturating_sub(most);
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

/// Whether a test on a count holds for `n` of `all`.
fn count_holds(test: &Test, n: usize, all: usize) -> bool {
    let (above, below) = test.number.fraction();
    let whole = |n: usize| i128::try_from(n).unwrap_or(i128::MAX);
    test.side.holds((whole(n) * below).cmp(&(above * whole(all))))
}
