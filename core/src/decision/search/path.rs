//! One way to a verdict, walked: forced moves first, then the heaviest answers of each mean.

use super::ways::{Bound, Wanted};
use super::{Search, Towards};
use crate::decision::tally::Tally;
use crate::model::rules::Score;

/// Moves on their way.
pub(super) struct Path<'a, 's> {
    search: &'a Search<'s>,
    tally: Tally<'s>,
    moved: Vec<u8>,
    total: usize,
    most: usize,
}

impl Path<'_, '_> {
    /// The fewest moves after which everything wanted holds; `None` where that takes more than `most`.
    pub(super) fn solve(search: &Search<'_>, wanted: &Wanted<'_>, most: usize) -> Option<Vec<u8>> {
        let mut path = Path { search, tally: search.now.clone(), moved: vec![0; search.sheet.entries.len()], total: 0, most };
        for (index, level) in &wanted.levels {
            path.bring(*index, *level)?;
        }
        // Pillars before the foundation: what they need is forced, and moves the foundation too.
        let order = |score: Score| match score {
            Score::Pillar(pillar) => (0, pillar),
            Score::Foundation | Score::Pain | Score::Tactical | Score::Feasibility | Score::WeakPillars | Score::Breadth | Score::Flags => {
                (1, 0)
            }
        };
        let mut bounds: Vec<&Bound<'_>> = wanted.bounds.iter().collect();
        bounds.sort_by_key(|bound| order(bound.score));
        for bound in bounds {
            path.push(bound)?;
        }
        Some(path.moved)
    }

    /// Brings an entry to a level, at least.
    fn bring(&mut self, index: usize, level: u8) -> Option<()> {
        let entry = self.search.sheet.entries.get(index)?;
        let there = if self.search.rises(entry) { entry.span.low >= level } else { entry.span.low <= level };
        let n = if there { 0 } else { entry.span.low.abs_diff(level) };
        while self.moved.get(index).is_some_and(|moved| *moved < n) {
            self.move_one(index)?;
        }
        Some(())
    }

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

    /// Moves the heaviest answers of a score, one level at a time, until it is where it is wanted.
    fn push(&mut self, bound: &Bound<'_>) -> Option<()> {
        let (search, score) = (self.search, bound.score);
        let moved_by = score.moved_by();
        let feeds = |index: &usize| search.sheet.entries.get(*index).is_some_and(|e| e.is_among(moved_by));
        let mut next = search.heaviest.iter().copied().filter(feeds).peekable();
        loop {
            match self.tally.meets(score, bound.side, bound.number) {
                // A comparison with an undefined score is false: it need not be broken, and cannot be fulfilled.
                None => return (search.towards == Towards::Milder).then_some(()),
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
