//! What would change the verdict: the fewest notches, a notch being one level on one question.
//!
//! Stronger means conditions down and feasibility up; milder means conditions up only, for nobody is advised to have less
//! money. Gates stay as they are while notches are counted; they are listed apart.

use super::scores::Pick;
use super::search::{Moving, Search, Towards};
use super::sheet::Sheet;
use super::tally::Tally;
use crate::model::words::Verdict;

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

/// A set of moves that changes the verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flip {
    /// The verdict then.
    pub to: Verdict,
    /// What moves.
    pub notches: Vec<Notch>,
    /// Whether no smaller set exists for certain; else, of very large rule sets, it is the smallest that was found.
    pub exact: bool,
}

/// The two kinds of gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GateKind {
    /// Raises the need.
    Floor,
    /// Limits what is allowed.
    Cap,
}

/// A gate that would change the verdict at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GateFlip {
    /// Position of the question.
    pub question: usize,
    /// Whether it is a floor or a cap.
    pub kind: GateKind,
    /// The level at which it would change.
    pub if_level: u8,
    /// The verdict then.
    pub to: Verdict,
}

/// The fewest notches to a stronger and to a milder verdict; `None` where none of at most [`super::search::FAR`] leads there.
pub fn flips(sheet: &Sheet) -> (Option<Flip>, Option<Flip>) {
    (flip(sheet, Moving::Change, Towards::Stronger), flip(sheet, Moving::Change, Towards::Milder))
}

/// The fewest moves of one kind in one direction.
pub(super) fn flip(sheet: &Sheet, moving: Moving, towards: Towards) -> Option<Flip> {
    let search = Search::new(sheet, moving, towards);
    let found = search.fewest()?;
    let moves = sheet.entries.iter().zip(&found.moved).filter(|(_, n)| **n > 0);
    let notches = moves.map(|(e, n)| Notch { question: e.question, from: e.span.low, to: search.level(e, *n) }).collect();
    Some(Flip { to: found.to, notches, exact: found.exact })
}

/// Gates whose question alone would change the verdict.
pub fn gates(sheet: &Sheet) -> Vec<GateFlip> {
    let mut tally = Tally::new(sheet, Pick::Middle, Pick::Middle);
    let now = tally.verdict();
    let mut found = Vec::new();
    for (index, entry) in sheet.entries.iter().enumerate() {
        for (kind, gate) in [(GateKind::Floor, entry.floor), (GateKind::Cap, entry.cap)] {
            let Some(gate) = gate else { continue };
            let fires = entry.span.high <= gate.at_or_below;
            let if_level = (if fires { gate.at_or_below + 1 } else { gate.at_or_below }).min(4);
            let before = tally.level(index);
            tally.set_level(index, if_level);
            let to = tally.verdict();
            tally.set(index, before);
            if to != now {
                found.push(GateFlip { question: entry.question, kind, if_level, to });
            }
        }
    }
    found
}
