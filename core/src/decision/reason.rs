//! The sufficient reason: a smallest set of answers that forces the verdict alone, whatever all others say.
//!
//! Questions are freed one at a time, least influential first, and stay free if the verdict still cannot change. What stays
//! fixed is subset-minimal: freeing any one of them can change the verdict.

use super::influence::heaviest;
use super::scores::Pick;
use super::sheet::Sheet;
use super::tally::Tally;
use crate::log::event::Levels;
use crate::model::words::{Axis, Verdict};

/// Which answers force what is known of the verdict; positions of their questions, in file order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// No open answer can change the verdict: these force it.
    Verdict(Vec<usize>),
    /// It is not decided yet. An empty side needs no answer: the questionnaire or the track says so by itself.
    Between {
        /// These force at least the mildest verdict that is left.
        at_least: Vec<usize>,
        /// These force at most the strongest.
        at_most: Vec<usize>,
    },
}

/// The sufficient reason of a sheet.
pub fn sufficient(sheet: &Sheet) -> Reason {
    let mild = Tally::new(sheet, Pick::High, Pick::Low);
    let strong = Tally::new(sheet, Pick::Low, Pick::High);
    let (least, most) = (mild.verdict(), strong.verdict());
    let mut order = heaviest(sheet);
    order.reverse();
    if least == most {
        return Reason::Verdict(fixed(sheet, &order, mild, strong, (least, most)));
    }
    Reason::Between {
        at_least: fixed(sheet, &order, mild.clone(), strong.clone(), (least, Verdict::Rebuild)),
        at_most: fixed(sheet, &order, mild, strong, (Verdict::Maintain, most)),
    }
}

/// What has to stay fixed so that the verdict stays inside a range.
///
/// Freeing more answers only ever widens what the verdict can be, so as many as possible are freed at once: twice as many each
/// time it goes well, half as many when it does not, down to the one that has to stay. Where few have to, that asks for the
/// verdict some dozen times, not once for each answer; what comes out is the same.
fn fixed(sheet: &Sheet, order: &[usize], mut mild: Tally<'_>, mut strong: Tally<'_>, (least, most): (Verdict, Verdict)) -> Vec<usize> {
    let known = |i: &usize| sheet.entries.get(*i).is_some_and(|e| e.span != Levels::ALL);
    let order: Vec<usize> = order.iter().copied().filter(known).collect();
    let (mut rest, mut many) = (order.as_slice(), 1);
    let mut fixed = Vec::new();
    while let Some((block, after)) = rest.split_at_checked(many.min(rest.len())).filter(|(block, _)| !block.is_empty()) {
        let before: Vec<_> = block.iter().map(|i| (mild.level(*i), strong.level(*i))).collect();
        for index in block {
            // Free: its best for the mildest verdict, its worst for the strongest; the other way about for feasibility.
            let feasibility = sheet.entries.get(*index).is_some_and(|e| e.axis == Axis::Feasibility);
            let (mildest, strongest) = if feasibility { (0, 4) } else { (4, 0) };
            mild.set_level(*index, mildest);
            strong.set_level(*index, strongest);
        }
        if mild.verdict() >= least && strong.verdict() <= most {
            (rest, many) = (after, many * 2);
            continue;
        }
        for (index, (mild_before, strong_before)) in block.iter().zip(before) {
            mild.set(*index, mild_before);
            strong.set(*index, strong_before);
        }
        match block {
            [needed] => {
                fixed.extend(sheet.entries.get(*needed).map(|e| e.question));
                rest = after;
            }
            _ => many = block.len() / 2,
        }
    }
    fixed.sort_unstable();
    fixed
}
