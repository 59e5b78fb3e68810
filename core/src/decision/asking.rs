//! In which order to ask when the verdict shall be known early.
//!
//! Better than the gain of one step ([`super::next`]): in `cargo bench --bench earliness` a middling system is decided after
//! 27 questions instead of 52. Gates that hold back what is needed, or can still raise it, come first; other caps last. Then the axis that would leave fewest verdicts if all its
//! open answers were in the middle, and in it the answer that moves its mean most for what finding it costs.

use super::influence::influences;
use super::outcome::Outcome;
use super::scores::Pick;
use super::sheet::{Entry, Sheet};
use super::tally::Tally;
use crate::model::exact::{Exact, compare, ratio};
use crate::model::question::Gate;
use crate::model::questionnaire::Questionnaire;
use crate::model::words::Axis;

/// Verdicts that would be left, and the place of the axis: smaller has its turn first.
type Turn = (i32, u8);

/// When an open answer has its turn because of its gate; earlier first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gates {
    /// Its cap would hold back what is needed by now, or its floor can still raise the need: whether it fires decides more
    /// than any mean.
    First,
    /// It has no gate that could fire and change anything.
    Neither,
    /// It has a cap, and nothing calls for more than that allows yet.
    Last,
}

/// When an open answer has its turn because of its gate.
pub fn gates(entry: &Entry, outcome: &Outcome) -> Gates {
    let (mildest, strongest) = outcome.interval();
    let holds_back = |cap: &Gate| outcome.reference.need > cap.verdict && cap.verdict < strongest;
    match (entry.cap, entry.floor) {
        (Some(cap), _) if holds_back(&cap) => Gates::First,
        (Some(_), _) => Gates::Last,
        (_, Some(floor)) if floor.verdict > mildest => Gates::First,
        _ => Gates::Neither,
    }
}

/// Open questions, the one to ask first first; none when no open answer can change the verdict.
pub fn order(questionnaire: &Questionnaire, outcome: &Outcome) -> Vec<usize> {
    if outcome.decided() {
        return Vec::new();
    }
    let sheet = &outcome.sheet;
    let turns: Vec<Turn> = Axis::ALL.iter().map(|axis| turn(sheet, *axis)).collect();
    let influences = influences(sheet);
    let mut open: Vec<(Gates, Turn, Exact, usize)> = Vec::new();
    for (entry, share) in sheet.entries.iter().zip(influences).filter(|(e, _)| !e.span.is_point()) {
        let (Some(question), Some(turn)) = (questionnaire.at(entry.question), turns.get(entry.axis as usize)) else { continue };
        let worth = share * ratio(1, i64::from(question.cost.weight()));
        open.push((gates(entry, outcome), *turn, worth, entry.question));
    }
    open.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then_with(|| compare(&b.2, &a.2)).then(a.3.cmp(&b.3)));
    open.into_iter().map(|(.., question)| question).collect()
}

/// When an axis has its turn: how many verdicts would be left if it were known; of equals the foundation before pain before
/// readiness before day-to-day health.
fn turn(sheet: &Sheet, axis: Axis) -> Turn {
    let (mut mild, mut strong) = (Tally::new(sheet, Pick::High, Pick::Low), Tally::new(sheet, Pick::Low, Pick::High));
    let middle = Tally::new(sheet, Pick::Middle, Pick::Middle);
    for (index, _) in sheet.entries.iter().enumerate().filter(|(_, e)| e.axis == axis && !e.span.is_point()) {
        mild.set(index, middle.level(index));
        strong.set(index, middle.level(index));
    }
    let place = match axis {
        Axis::Structural => 0,
        Axis::Symptom => 1,
        Axis::Feasibility => 2,
        Axis::Tactical => 3,
    };
    (strong.verdict() as i32 - mild.verdict() as i32, place)
}
