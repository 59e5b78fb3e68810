//! The model once more, word for word as it is written, without the sums, tallies and common divisors of the program; and
//! the fewest moves by trying every combination.

use underpin_core::decision::scores::Pick;
use underpin_core::decision::sheet::{Entry, Sheet};
use underpin_core::decision::tally::Tally;
use underpin_core::log::event::Levels;
use underpin_core::model::exact::{Exact, ratio};
use underpin_core::model::question::Gate;
use underpin_core::model::rules::{Score, Side, Test};
use underpin_core::model::words::{Axis, Flag, Verdict};

/// What the model says of a sheet.
#[derive(Debug, PartialEq, Eq)]
pub struct Judged {
    pub foundation: Option<Exact>,
    pub pillars: Vec<Option<Exact>>,
    pub weak: Option<usize>,
    pub breadth: Option<Exact>,
    pub pain: Option<Exact>,
    pub tactical: Option<Exact>,
    pub feasibility: Option<Exact>,
    pub flags: usize,
    pub need: Verdict,
    pub allowed: Verdict,
    pub verdict: Verdict,
}

fn mean(items: Vec<(Exact, Exact)>) -> Option<Exact> {
    let zero = || ratio(0, 1);
    let weight = items.iter().fold(zero(), |sum, (w, _)| sum + w);
    (weight > zero()).then(|| items.iter().fold(zero(), |sum, (w, v)| sum + w * v) / weight)
}

/// The sheet judged by the text of the model, its answers taken at these ends of their intervals.
pub fn judged(sheet: &Sheet, conditions: Pick, feasibility: Pick) -> Judged {
    let pick = |e: &Entry| if e.axis == Axis::Feasibility { feasibility } else { conditions };
    let level = |e: &Entry| match pick(e) {
        Pick::Low => ratio(i64::from(e.span.low), 1),
        Pick::Middle => ratio(i64::from(e.span.low) + i64::from(e.span.high), 2),
        Pick::High => ratio(i64::from(e.span.high), 1),
    };
    let of = |wanted: &dyn Fn(&Entry) -> bool| {
        let mine = sheet.entries.iter().filter(|e| wanted(e));
        mean(mine.map(|e| (ratio(i64::from(e.weight), 1), level(e) / ratio(4, 1))).collect())
    };
    let pillars: Vec<Option<Exact>> =
        (0..sheet.pillars.len()).map(|p| of(&|e: &Entry| e.axis == Axis::Structural && e.pillar == p)).collect();
    let weighted = pillars.iter().zip(&sheet.pillars).filter_map(|(s, g)| Some((g.weight.clone(), s.clone()?)));
    let foundation = mean(weighted.collect());
    let large: Vec<usize> = (0..pillars.len()).filter(|p| sheet.pillars[*p].questions >= 3 && pillars[*p].is_some()).collect();
    let s = |p: usize| pillars[p].clone().unwrap();
    let can: Vec<(usize, Exact)> =
        large.iter().filter_map(|p| Some((*p, sheet.pillars[*p].weak_at.clone()?.decimal().value().clone()))).collect();
    let weak = (!can.is_empty()).then(|| can.iter().filter(|(p, at)| s(*p) <= *at).count());
    let below = sheet.rules.breadth.decimal().value();
    let broad = large.iter().filter(|p| s(**p) < *below).count();
    let breadth = (!large.is_empty()).then(|| ratio(broad as i64, large.len() as i64));
    let axis = |axis: Axis| of(&|e: &Entry| e.axis == axis);
    let (tactical, feasible) = (axis(Axis::Tactical), axis(Axis::Feasibility));
    let pain = axis(Axis::Symptom).map(|m| ratio(1, 1) - m);
    let at = ratio(i64::from(sheet.rules.flag), 1);
    let flags = Flag::ALL.iter().filter(|f| sheet.entries.iter().any(|e| e.flag == Some(**f) && level(e) <= at)).count();

    let value = |score: Score| match score {
        Score::Foundation => foundation.clone(),
        Score::Pillar(p) => large.contains(&p).then(|| s(p)),
        Score::WeakPillars => weak.map(|n| ratio(n as i64, 1)),
        Score::Breadth => breadth.clone(),
        Score::Pain => pain.clone(),
        Score::Tactical => tactical.clone(),
        Score::Flags => Some(ratio(flags as i64, 1)),
        Score::Feasibility => feasible.clone(),
    };
    let holds = |test: &Test| {
        let number = test.number.decimal().value();
        value(test.score).is_some_and(|value| match test.side {
            Side::Below => value < *number,
            Side::AtMost => value <= *number,
            Side::Above => value > *number,
            Side::AtLeast => value >= *number,
        })
    };
    // In the middle a gate fires only if it fires at both ends.
    let gate = |e: &Entry| if pick(e) == Pick::Low { e.span.low } else { e.span.high };
    let mut need = Verdict::Maintain;
    for rule in &sheet.rules.raising {
        need = if rule.all.iter().all(holds) { need.max(rule.raises) } else { need };
    }
    let mut allowed = sheet.at_most.unwrap_or(Verdict::Rebuild);
    for limit in &sheet.rules.limits {
        let met = if feasible.is_none() { limit.allows >= Verdict::Restructure } else { limit.all.iter().all(holds) };
        allowed = if met { allowed.min(limit.allows) } else { allowed };
    }
    for entry in &sheet.entries {
        need = entry.floor.filter(|f| gate(entry) <= f.at_or_below).map_or(need, |f| need.max(f.verdict));
        allowed = entry.cap.filter(|c| gate(entry) <= c.at_or_below).map_or(allowed, |c| allowed.min(c.verdict));
    }
    let verdict = need.min(allowed);
    Judged { foundation, pillars, weak, breadth, pain, tactical, feasibility: feasible, flags, need, allowed, verdict }
}

/// The sheet with some notches made; gates of moved questions stay as they are.
pub fn notched(sheet: &Sheet, moved: &[u8], up: bool) -> Sheet {
    let mut after = sheet.clone();
    for (entry, n) in after.entries.iter_mut().zip(moved).filter(|(_, n)| **n > 0) {
        // A gate that fires fires at any level, one that does not is gone.
        let high = entry.span.high;
        let stays = |gate: Option<Gate>| gate.filter(|g| high <= g.at_or_below).map(|g| Gate { at_or_below: 4, ..g });
        (entry.floor, entry.cap) = (stays(entry.floor), stays(entry.cap));
        let level = if up || entry.axis == Axis::Feasibility { entry.span.low + n } else { entry.span.low - n };
        entry.span = Levels::level(level);
    }
    after
}

/// The fewest notches, at most so many, that change the verdict in a direction: by trying every combination.
pub fn fewest_notches(sheet: &Sheet, up: bool, most: usize) -> Option<usize> {
    let mut tally = Tally::new(sheet, Pick::Middle, Pick::Middle);
    let before = tally.verdict();
    let movable: Vec<(usize, i8, u8)> = sheet
        .entries
        .iter()
        .enumerate()
        .filter_map(|(i, e)| match (e.span.is_point(), up, e.axis) {
            (false, ..) | (_, true, Axis::Feasibility) => None,
            (_, true, _) | (_, false, Axis::Feasibility) => Some((i, 1, 4 - e.span.low)),
            _ => Some((i, -1, e.span.low)),
        })
        .collect();
    (1..=most).find(|n| changes(&mut tally, &movable, *n, &|v| if up { v < before } else { v > before }))
}

/// Whether some way to spend exactly so many notches on these questions leads where it is wanted.
fn changes(tally: &mut Tally<'_>, movable: &[(usize, i8, u8)], left: usize, wanted: &dyn Fn(Verdict) -> bool) -> bool {
    if left == 0 {
        return wanted(tally.verdict());
    }
    let Some(((index, sign, room), others)) = movable.split_first() else { return false };
    let before = tally.level(*index);
    let most = left.min(usize::from(*room)) as u8;
    let found = (0..=most).any(|n| {
        // The level at which a gate is tested stays.
        let twice = (before.0 as i8 + sign * 2 * n as i8) as u8;
        tally.set(*index, (twice, before.1));
        changes(tally, others, left - usize::from(n), wanted)
    });
    tally.set(*index, before);
    found
}

/// The fewest doubtful answers, at most so many, that change the verdict when each is one level off to either side, with its
/// gates: by trying every set.
pub fn fewest_errors(sheet: &Sheet, most: usize) -> Option<usize> {
    let mut tally = Tally::new(sheet, Pick::Middle, Pick::Middle);
    let before = tally.verdict();
    let unchecked: Vec<(usize, u8)> =
        sheet.entries.iter().enumerate().filter(|(_, e)| e.doubtful && e.span.is_point()).map(|(i, e)| (i, e.span.low)).collect();
    (1..=most).find(|n| errs(&mut tally, &unchecked, *n, before))
}

fn errs(tally: &mut Tally<'_>, unchecked: &[(usize, u8)], left: usize, before: Verdict) -> bool {
    if left == 0 {
        return tally.verdict() != before;
    }
    unchecked.iter().enumerate().any(|(place, (index, level))| {
        [level.checked_sub(1), Some(level + 1).filter(|l| *l <= 4)].into_iter().flatten().any(|other| {
            tally.set_level(*index, other);
            let found = errs(tally, &unchecked[place + 1..], left - 1, before);
            tally.set_level(*index, *level);
            found
        })
    })
}
