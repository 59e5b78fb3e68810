//! In which order the actions of a plan stand, and when work on each begins.

use super::candidate::{Candidate, Candidates};
use super::wait::not_before;
use super::{Ground, Group, Horizon, SHORT_DAYS};
use crate::model::exact::{Exact, ratio};
use crate::model::words::{Axis, Grade, Verdict};
use num_traits::One;
use std::collections::{BTreeMap, HashSet};

/// Quick wins that may stand in front of work on the foundation. Expert value.
const QUICK_WINS_FIRST: usize = 5;

/// What may be lost first, then what cannot wait, what makes more allowed, the best few quick wins, work on the foundation where the verdict asks for it, what
/// is very weak, the rest; within each by rank. What is required is pulled in front of what requires it.
pub(super) fn in_order<'q>(ground: &Ground<'q>, candidates: &Candidates<'q>) -> Vec<&'q str> {
    let lead = foundation_work(ground, candidates);
    let mut ids: Vec<(Exact, &'q str)> = candidates.iter().map(|(id, d)| (rank(ground, d), *id)).collect();
    ids.sort_by(|(x, a), (y, b)| y.cmp(x).then_with(|| a.cmp(b)));
    let mut quick = 0;
    let mut placed_in: Vec<(u8, &'q str)> = Vec::with_capacity(ids.len());
    for (_, id) in ids {
        let Some(candidate) = candidates.get(id) else { continue };
        let short = candidate.effort.days.1 <= ratio(SHORT_DAYS, 1) && candidate.remedy.impact == Grade::High;
        let serious = candidate.causes.iter().any(|c| ground.very_weak(*c));
        let place = match candidate.group {
            Group::StopTheBleeding => 0,
            Group::First => 1,
            _ if candidate.safety => 1,
            Group::MakePossible => 2,
            _ if lead == Some(id) => 4,
            // Only the first few: else a long audit buries the foundation under small things.
            Group::QuickWin if short && serious && quick < QUICK_WINS_FIRST => {
                quick += 1;
                3
            }
            // Large work on a pillar waits until what is needed may be done.
            Group::Theme if ground.is_held_back() && !candidate.remedy.mends.is_empty() && !ground.own_work(candidate) => 7,
            _ if serious || ground.own_work(candidate) => 5,
            Group::QuickWin => 6,
            Group::Theme => 7,
        };
        placed_in.push((place, id));
    }
    placed_in.sort_by_key(|(place, _)| *place);
    let mut placed: Vec<&'q str> = Vec::new();
    let mut seen: HashSet<&'q str> = HashSet::new();
    for (_, id) in placed_in {
        place(id, candidates, &mut seen, &mut placed);
    }
    placed
}

fn place<'q>(id: &'q str, candidates: &Candidates<'q>, seen: &mut HashSet<&'q str>, placed: &mut Vec<&'q str>) {
    let Some(candidate) = candidates.get(id) else { return };
    if !seen.insert(id) {
        return;
    }
    for required in &candidate.remedy.requires {
        place(required, candidates, seen, placed);
    }
    placed.push(id);
}

/// The horizon in which work on each begins: by capacity, never before what it requires. What cannot wait, what lifts a cap included, begins within 30
/// days whatever is spent, and the verdict's own work with all that it requires within 90. What moves the foundation waits for a
/// date that cannot move; with each comes whether that is why it begins no earlier.
pub(super) fn horizons<'q>(ground: &Ground<'q>, order: &[&'q str], candidates: &Candidates<'q>) -> Vec<(Horizon, bool)> {
    let mut leading: HashSet<&'q str> = HashSet::new();
    if let Some(lead) = foundation_work(ground, candidates) {
        place(lead, candidates, &mut leading, &mut Vec::new());
    }
    let (waiting, fits) = (ground.waits(), ground.capacity().month());
    let mut known: BTreeMap<&str, Horizon> = BTreeMap::new();
    let mut spent = ratio(0, 1);
    let mut begins = Vec::with_capacity(order.len());
    for id in order {
        let Some(candidate) = candidates.get(id) else { continue };
        let earliest = candidate.remedy.requires.iter().filter_map(|r| known.get(r.as_str())).max().copied().unwrap_or(Horizon::Days30);
        let by_capacity = if candidate.cannot_wait() || spent < fits {
            Horizon::Days30
        } else if spent < &fits * ratio(2, 1) {
            Horizon::Days60
        } else if leading.contains(id) || spent < &fits * ratio(3, 1) {
            Horizon::Days90
        } else {
            Horizon::Later
        };
        let (free, not_before) = (by_capacity.max(earliest), not_before(waiting, candidate.remedy));
        let waits = free < not_before;
        // What waits leaves its time to what does not.
        if !waits {
            spent += middle(candidate);
        }
        let horizon = free.max(not_before);
        known.insert(&candidate.remedy.id, horizon);
        begins.push((horizon, waits));
    }
    begins
}

fn middle(candidate: &Candidate<'_>) -> Exact {
    (&candidate.effort.days.0 + &candidate.effort.days.1) / ratio(2, 1)
}

/// What works on the foundation itself, when the verdict asks for that: the larger action of the verdict's own work that most
/// weak structural answers call for. It must not wait behind every quick win.
fn foundation_work<'q>(ground: &Ground<'q>, candidates: &Candidates<'q>) -> Option<&'q str> {
    ground.said.as_ref().filter(|s| s.verdict >= Verdict::Restructure)?;
    let structural = |d: &Candidate<'q>| {
        let causes = d.causes.iter().filter_map(|c| ground.questionnaire.at(*c));
        causes.filter(|q| q.axis == Axis::Structural && ground.very_weak(q.index)).count()
    };
    let larger = |d: &Candidate<'q>| d.group == Group::Theme && !d.prerequisite;
    let candidates = candidates.iter().filter(|(_, d)| larger(d) && (structural(d) > 0 || ground.own_work(d)));
    let key = |d: &Candidate<'q>| (ground.own_work(d), structural(d));
    candidates.max_by(|(a, x), (b, y)| key(x).cmp(&key(y)).then_with(|| b.cmp(a))).map(|(id, _)| *id)
}

/// (impact x severity x confidence) / (effort x (1 + risk)). Severity adds up the three worst causes: how far each is below its
/// best, times its weight, doubled where it is critical and again where it raises a flag.
fn rank(ground: &Ground<'_>, candidate: &Candidate<'_>) -> Exact {
    let grade = |g: Grade| match g {
        Grade::Low => 1,
        Grade::Medium => 2,
        Grade::High => 3,
    };
    let mut causes: Vec<i64> = candidate
        .causes
        .iter()
        .filter_map(|c| ground.questionnaire.at(*c).zip(ground.standing(*c)))
        .map(|(q, s)| {
            let gap = 8 - i64::from(s.span.twice_middle());
            gap * i64::from(q.weight) * if q.critical { 2 } else { 1 } * if q.flag.is_some() { 2 } else { 1 }
        })
        .collect();
    causes.sort_unstable_by(|a, b| b.cmp(a));
    let severity: i64 = causes.iter().take(3).sum();
    let sure = candidate.causes.iter().filter_map(|c| ground.standing(*c)).any(|s| s.doubt.is_empty());
    let gain = ratio(grade(candidate.remedy.impact) * severity, 1) * if sure { Exact::one() } else { ratio(3, 4) };
    // Anything shorter than two days costs two: deciding, telling, checking. Else paper work would lead every plan.
    let effort = middle(candidate).max(ratio(2, 1));
    gain / (effort * ratio(1 + grade(candidate.remedy.risk), 2))
}
