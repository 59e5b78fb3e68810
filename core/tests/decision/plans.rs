//! The plan tells the story of the verdict: on the shipped audit, with random levels for each pillar and axis.

use crate::audits::{answered, event, shipped};
use proptest::prelude::*;
use std::sync::{Arc, OnceLock};
use underpin_core::content::open;
use underpin_core::model::exact::ratio;
use underpin_core::model::guidance::Guidance;
use underpin_core::model::question::Question;
use underpin_core::model::words::{Axis, Verdict};
use underpin_core::plan::{Group, Horizon, Plan, plan};
use underpin_core::round::Round;
use underpin_core::standing::Stands;

fn guidance() -> &'static Guidance {
    static GUIDANCE: OnceLock<Guidance> = OnceLock::new();
    GUIDANCE.get_or_init(|| open::read(&crate::support::shipped("backend")).0.unwrap().guidance)
}

/// A round whose pillars and other axes stand each around a level of its own.
fn round(track: &str, pillars: &[u8], axes: [u8; 3], dice: &[u8]) -> Round {
    let q = shipped();
    let base = |x: &Question| match (x.axis, x.pillar) {
        (Axis::Structural, Some(pillar)) => pillars[pillar % pillars.len()],
        (Axis::Symptom, _) => axes[0],
        (Axis::Tactical, _) => axes[1],
        _ => axes[2],
    };
    let levels: Vec<u8> = q.questions.iter().zip(dice.iter().cycle()).map(|(x, up)| (base(x) + up).min(4)).collect();
    answered(track, &levels)
}

/// Whether an answer of a pillar is very weak.
fn very_weak(round: &Round, pillar: usize) -> bool {
    let mine = |x: &&Question| x.axis == Axis::Structural && x.pillar == Some(pillar);
    let weak = |x: &Question| round.standings[x.index].state.has_value() && round.standings[x.index].span.twice_middle() <= 2;
    round.questionnaire.questions.iter().filter(mine).any(weak)
}

fn begins_within(plan: &Plan<'_>, id: &str, horizon: Horizon) -> Option<bool> {
    plan.actions.iter().find(|a| a.id == id).map(|a| a.horizon <= horizon)
}

proptest! {
    #![proptest_config(crate::sheets::config(96))]

    #[test]
    fn areas_and_counts_are_those_of_the_answers(
        pillars in prop::collection::vec(0_u8..5, 8),
        axes in [0_u8..4, 0_u8..4, 0_u8..5],
        dice in prop::collection::vec(0_u8..2, 97),
    ) {
        let round = round("discovery", &pillars, axes, &dice);
        let (q, outcome) = (&round.questionnaire, &round.outcome);
        let base = || round.base.questions.iter().map(|i| (q.at(*i).unwrap(), &round.standings[*i]));
        let switched_off = base().filter(|(_, s)| s.state == Stands::Inactive).count();
        let applies = base().filter(|(_, s)| s.applicable()).count();
        prop_assert_eq!((outcome.counts.inactive, outcome.counts.applicable), (switched_off, applies));
        prop_assert_eq!(outcome.areas.len(), q.areas.len());
        for area in &outcome.areas {
            let mine: Vec<_> =
                base().filter(|(x, s)| x.area == area.area && x.scored() && s.applicable() && x.axis != Axis::Feasibility).collect();
            let weight: i64 = mine.iter().map(|(x, _)| i64::from(x.weight)).sum();
            let eighths: i64 = mine.iter().map(|(x, s)| i64::from(x.weight) * i64::from(s.span.twice_middle())).sum();
            prop_assert_eq!(area.applicable, mine.len());
            prop_assert_eq!(area.score.clone(), (weight > 0).then(|| ratio(eighths, 8 * weight)));
        }
    }

    #[test]
    fn the_plan_follows_what_is_needed_and_what_is_possible(
        track in prop::sample::select(vec!["quick", "discovery", "full"]),
        pillars in prop::collection::vec(0_u8..5, 8),
        axes in [0_u8..4, 0_u8..4, 0_u8..5],
        dice in prop::collection::vec(0_u8..2, 97),
    ) {
        let round = round(track, &pillars, axes, &dice);
        let plan = plan(&round, guidance());
        let now = &round.outcome.reference;
        let decided = round.undecided().is_none();
        // Work on a pillar is proposed only where a restructuring is needed or one of its answers is very weak.
        if !decided || now.need < Verdict::Restructure {
            for action in &plan.actions {
                let mends: Vec<usize> = action.remedy.map(|r| r.mends.clone()).unwrap_or_default();
                let moves: Vec<usize> = mends.into_iter().filter(|p| round.questionnaire.pillars[*p].restructures).collect();
                prop_assert!(moves.is_empty() || moves.iter().any(|p| very_weak(&round, *p)), "{} is asked for by nothing", action.id);
            }
        }
        // The verdict's own work begins within 90 days, with all that it needs, or the plan names the date that it waits for.
        if decided && now.verdict >= Verdict::Restructure && plan.actions.iter().any(|a| a.own_work && a.group == Group::Theme && !a.prerequisite) {
            let soon = plan.actions.iter().any(|a| a.own_work && a.horizon != Horizon::Later);
            prop_assert!(soon || plan.waits.is_some(), "days 1 to 90 hold nothing of what the verdict is about");
        }
        // What moves the foundation begins after a date that cannot move, and nothing else waits for it.
        let date = round.standing("tem-deadline").filter(|s| s.state.has_value() && s.span.high == 0).is_some();
        for action in &plan.actions {
            let moves = action.remedy.is_some_and(|r| !r.mends.is_empty() || r.at_least == Some(Verdict::Rebuild));
            prop_assert!(!date || !moves || action.horizon == Horizon::Later, "{} begins before the date", action.id);
            prop_assert!(!action.waits || (date && moves), "{} waits for nothing", action.id);
        }
        let named = plan.waits.map(|w| round.questionnaire.questions[w.question].id.as_str());
        prop_assert_eq!(named, plan.actions.iter().any(|a| a.waits).then_some("tem-deadline"));
        // What is over this week fits into it, and beside what may be lost any day at most one thing is only begun.
        let begun = || plan.this_week.iter().map(|b| (&plan.actions[b.action], b.ends));
        let over = begun().filter(|(_, ends)| *ends).fold(ratio(0, 1), |sum, (a, _)| sum + &a.effort.as_ref().unwrap().days.1);
        prop_assert!(over <= plan.capacity.week(), "a week holds more than there are people for");
        prop_assert!(begun().filter(|(a, ends)| !ends && a.group != Group::StopTheBleeding).count() <= 1);
        prop_assert!(plan.actions.iter().all(|a| a.closed() || a.group != Group::StopTheBleeding || a.horizon == Horizon::Days30));
        // A quick win is begun within 30 days, or is not called so.
        prop_assert!(plan.actions.iter().all(|a| a.group != Group::QuickWin || a.horizon == Horizon::Days30));
        // Safety is in the first 30 days.
        for question in round.questionnaire.questions.iter().filter(|q| q.urgent) {
            let standing = &round.standings[question.index];
            if standing.state.has_value() && standing.span.twice_middle() <= 4 && round.base.questions.contains(&question.index) {
                let soon = question.remedies.first().and_then(|id| begins_within(&plan, id, Horizon::Days30));
                prop_assert_ne!(soon, Some(false), "{} waits", question.id);
            }
        }
        // What is required stands before what requires it, and begins no later.
        for (place, action) in plan.actions.iter().enumerate() {
            for first in &action.after {
                let earlier = plan.actions[..place].iter().find(|a| a.id == *first);
                prop_assert!(earlier.is_some_and(|a| a.horizon <= action.horizon), "{} before {first}", action.id);
            }
        }
        // What makes more possible is there only where more is needed than possible.
        let lifts = plan.actions.iter().any(|a| a.group == Group::MakePossible);
        prop_assert!(!lifts || (decided && now.need > now.allowed && !now.caps.is_empty()));
    }

    #[test]
    fn a_date_that_cannot_move_leaves_the_verdict_and_delays_what_moves_the_foundation_alone(
        track in prop::sample::select(vec!["quick", "discovery", "full"]),
        pillars in prop::collection::vec(0_u8..5, 8),
        axes in [0_u8..4, 0_u8..4, 2_u8..4],
        dice in prop::collection::vec(0_u8..2, 97),
    ) {
        let free = round(track, &pillars, axes, &dice);
        let deadline = free.questionnaire.question("tem-deadline").unwrap().index;
        let near = free.what_if(&[(deadline, 0)]);
        // The same answers, where the date is nothing that anything waits for.
        let mut far = near.clone();
        Arc::make_mut(&mut far.questionnaire).questions[deadline].horizon = None;
        let (tight, loose) = (plan(&near, guidance()), plan(&far, guidance()));
        prop_assert_eq!(near.verdict(), far.verdict());
        prop_assert_eq!(tight.actions.len(), loose.actions.len());
        for (late, early) in tight.actions.iter().zip(&loose.actions) {
            prop_assert_eq!((&late.id, early.waits), (&early.id, false));
            let follows = late.after.iter().any(|id| begins_within(&tight, id, Horizon::Days90) == Some(false));
            prop_assert!(late.waits || follows || late.horizon <= early.horizon, "{} begins later than without a date", late.id);
        }
    }
}

#[test]
fn a_week_holds_what_the_people_there_are_can_do_in_half_their_time() {
    let capacity = |developers: Option<&str>| {
        let start = r#""do":"start","questionnaire":"backend","version":"3.0.0","pin":"0123456789abcdef","system":"Shop""#;
        let answer = |n| format!(r#""do":"answer","question":"tem-services","pin":"0","parts":{{"services":"1","developers":"{n}"}}"#);
        let mut lines = vec![event(1, start), event(2, r#""do":"set","key":"track.quick","value":true"#)];
        lines.extend(developers.map(|n| event(3, &answer(n))));
        let round = crate::audits::round("2026-Q4", &lines);
        let capacity = plan(&round, guidance()).capacity;
        (capacity.there_are.clone(), capacity.week(), capacity.month())
    };
    assert_eq!(capacity(None), (None, ratio(5, 1), ratio(20, 1)), "two people where nobody said how many");
    assert_eq!(capacity(Some("1")), (Some(ratio(1, 1)), ratio(5, 2), ratio(10, 1)));
    assert_eq!(capacity(Some("60")), (Some(ratio(60, 1)), ratio(5, 1), ratio(20, 1)), "the product goes on meanwhile");
}
