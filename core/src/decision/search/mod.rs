//! The search for the fewest moves that change a verdict.
//!
//! Every rule is a conjunction of bounds on means and counts, so the fewest moves are found exactly: for each way to fulfil
//! (or break) the rules, what a flag, a gate or a pillar needs is forced, and the rest of each mean is moved by its heaviest
//! questions first. Each step is tried on a [`Tally`].

mod path;
mod ways;

use super::influence::heaviest;
use super::scores::{Pick, raises};
use super::sheet::{Entry, Sheet};
use super::tally::Tally;
use crate::model::words::{Axis, Flag, Verdict};
use path::Path;
use std::collections::BTreeSet;
use ways::Wanted;

/// More moves than this are "far from any change". Source: the decision model.
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

/// Moves that change the verdict.
#[derive(Clone, Debug)]
pub struct Found {
    /// How many levels each entry moves.
    pub moved: Vec<u8>,
    /// The verdict then.
    pub to: Verdict,
    /// Whether every way was tried.
    pub exact: bool,
}

/// One search.
pub struct Search<'s> {
    sheet: &'s Sheet,
    moving: Moving,
    towards: Towards,
    now: Tally<'s>,
    raised: BTreeSet<Flag>,
    /// Entries by influence, most first.
    heaviest: Vec<usize>,
    /// Large pillars with an applicable question.
    large: Vec<usize>,
}

impl<'s> Search<'s> {
    /// A search from the reference of a sheet.
    pub fn new(sheet: &'s Sheet, moving: Moving, towards: Towards) -> Search<'s> {
        let raised = sheet.entries.iter().filter(|e| raises(sheet, e.span.twice_middle())).filter_map(|e| e.flag).collect();
        let now = Tally::new(sheet, Pick::Middle, Pick::Middle);
        Search { sheet, moving, towards, now, raised, heaviest: heaviest(sheet), large: sheet.large_pillars() }
    }

    /// The fewest moves; `None` where none of at most [`FAR`] leads there.
    pub fn fewest(&self) -> Option<Found> {
        let before = self.now.verdict();
        let ways = match self.towards {
            Towards::Stronger => self.stronger(*Verdict::ALL.iter().find(|v| **v > before)?)?,
            Towards::Milder => self.milder(*Verdict::ALL.iter().rev().find(|v| **v < before)?),
        };
        let mut best: Option<(usize, Vec<u8>)> = None;
        for wanted in &ways.list {
            let most = best.as_ref().map_or(FAR, |(n, _)| n - 1);
            let Some(moved) = self.moves(wanted, most) else { continue };
            let total = moved.iter().map(|n| usize::from(*n)).sum();
            if total > 0 && total <= most {
                best = Some((total, moved));
            }
        }
        let (_, moved) = best?;
        let to = self.after(&moved);
        (to != before).then_some(Found { moved, to, exact: ways.exact })
    }

    /// The fewest moves after which everything wanted holds; `None` where that takes more than `most`.
    fn moves(&self, wanted: &Wanted<'_>, most: usize) -> Option<Vec<u8>> {
        Path::solve(self, wanted, most)
    }

    /// The verdict after some moves.
    fn after(&self, moved: &[u8]) -> Verdict {
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
        match (entry.span.is_point(), self.moving) {
            (false, _) => 0,
            // Nobody is advised to have less money: no way of a change to a milder verdict asks for it.
            (_, Moving::Change) => all,
            (_, Moving::Doubt) if entry.doubtful => all.min(1),
            (_, Moving::Doubt) => 0,
        }
    }
}
