//! Whether the verdict depends on what nobody has checked. An answer is doubtful that rests on a statement alone, was
//! carried over and not confirmed, or whose evidence is old: it may be one level off.

use super::flips::{Flip, flip};
use super::outcome::Range;
use super::scores::Pick;
use super::search::{Moving, Towards};
use super::sheet::Sheet;
use super::tally::Tally;

/// The interval of verdicts when every doubtful answer may be one level off, all at once.
pub fn interval(sheet: &Sheet) -> Range {
    let sheet = sheet.doubted();
    let mildest = Tally::new(&sheet, Pick::High, Pick::Low).verdict();
    let strongest = Tally::new(&sheet, Pick::Low, Pick::High).verdict();
    (mildest, strongest)
}

/// The fewest doubtful answers that would have to be one level off to change the verdict, with open answers in the middle;
/// `None` where no twelve of them would. Answers given as a range count as they are: they tell their doubt themselves.
pub fn needed(sheet: &Sheet) -> Option<Flip> {
    let ways = [Towards::Stronger, Towards::Milder].map(|towards| flip(sheet, Moving::Doubt, towards));
    ways.into_iter().flatten().min_by_key(|flip| flip.notches.len())
}
