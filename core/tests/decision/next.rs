//! Which question is worth asking next, and in which order to ask.

use crate::audits::Audit;
use crate::sheets::{at_levels, config, limit, plain, rule, sheet, sheet_of, shipped_rules, table, test, under_shipped_rules};
use proptest::prelude::*;
use underpin_core::decision::asking::{self, Gates};
use underpin_core::decision::influence::influences;
use underpin_core::decision::margins::margins;
use underpin_core::decision::next::{Next, next};
use underpin_core::decision::outcome::Outcome;
use underpin_core::decision::sheet::{Entry, Sheet};
use underpin_core::log::event::Levels;
use underpin_core::model::exact::{Exact, ratio};
use underpin_core::model::question::Gate;
use underpin_core::model::rules::{Score, Side};
use underpin_core::model::words::{Axis, Cost, Verdict};

fn order(audit: &Audit) -> Vec<Next> {
    next(&audit.questionnaire, &audit.outcome(), &audit.worlds().drawn())
}

/// When a question has its turn because of its gate: floors that can still raise, and caps below what is needed, first; other
/// caps last.
fn turn(entry: &Entry, outcome: &Outcome) -> u8 {
    let (mild, strong) = outcome.interval();
    match (entry.floor, entry.cap) {
        (Some(floor), _) if floor.verdict > mild => 0,
        (_, Some(cap)) if outcome.reference.need > cap.verdict && strong > cap.verdict => 0,
        (_, Some(_)) => 2,
        _ => 1,
    }
}

fn price(cost: Cost) -> i64 {
    match cost {
        Cost::Ask => 1,
        Cost::LookUp => 3,
        Cost::Measure => 10,
    }
}

proptest! {
    #![proptest_config(config(40))]

    // Invariant 12, and the documented order.
    #[test]
    fn open_questions_stand_by_gate_then_gain_per_cost_then_influence_then_place(s in sheet(14)) {
        let audit = Audit::of(&s);
        let outcome = audit.outcome();
        let found = order(&audit);
        if outcome.decided() {
            prop_assert_eq!(found, []);
            return Ok(());
        }
        let drawn = audit.worlds().drawn();
        let most = |counts: &[u32]| *counts.iter().max().unwrap();
        let shares = influences(&s);
        let all = margins(&s, &outcome.reference);
        let nearest = all.iter().min_by(|a, b| a.distance.cmp(&b.distance));
        let rank = |n: &Next| {
            let entry = &s.entries[n.question];
            let open = drawn.open().iter().find(|o| o.entry == n.question).unwrap();
            let gain = open.counts.iter().map(|c| most(c)).sum::<u32>() - most(&drawn.counts());
            assert_eq!(n.gain, gain, "how much oftener the verdict is guessed right");
            let moves = nearest.is_some_and(|m| m.concerns(entry));
            let influence = if moves { shares[n.question].clone() } else { ratio(0, 1) };
            let worth = ratio(i64::from(gain), price(audit.questionnaire.at(n.question).unwrap().cost));
            (turn(entry, &outcome), std::cmp::Reverse(worth), std::cmp::Reverse(influence), n.question)
        };
        prop_assert!(found.is_sorted_by_key(rank));
        prop_assert_eq!(found.len(), s.entries.iter().filter(|e| !e.span.is_point()).count());
    }
}

proptest! {
    #![proptest_config(config(500))]

    #[test]
    fn asking_goes_through_the_open_questions_gate_by_gate_axis_by_axis_heaviest_first(s in sheet(14)) {
        let audit = Audit::of(&s);
        let outcome = audit.outcome();
        let found = asking::order(&audit.questionnaire, &outcome);
        if outcome.decided() {
            prop_assert_eq!(found, Vec::<usize>::new());
            return Ok(());
        }
        let mut sorted = found.clone();
        sorted.sort_unstable();
        prop_assert_eq!(sorted, (0..s.entries.len()).filter(|i| !s.entries[*i].span.is_point()).collect::<Vec<_>>());
        let shares = influences(&s);
        let block = |i: &usize| (turn(&s.entries[*i], &outcome), s.entries[*i].axis);
        prop_assert!(found.is_sorted_by_key(|i| block(i).0));
        let mut blocks: Vec<(u8, Axis)> = found.iter().map(block).collect();
        blocks.dedup();
        let runs = blocks.len();
        blocks.sort();
        blocks.dedup();
        prop_assert_eq!(blocks.len(), runs, "an axis is not left before it is done");
        let worth = |i: usize| &shares[i] / ratio(price(audit.questionnaire.at(i).unwrap().cost), 1);
        for pair in found.windows(2).filter(|p| block(&p[0]) == block(&p[1])) {
            let (a, b): (Exact, Exact) = (worth(pair[0]), worth(pair[1]));
            prop_assert!(a > b || (a == b && pair[0] < pair[1]));
        }
    }

    #[test]
    fn a_gate_has_its_turn_when_it_can_still_move_what_is_left(s in sheet(12)) {
        let outcome = Audit::of(&s).outcome();
        for entry in &s.entries {
            let expected = [Gates::First, Gates::Neither, Gates::Last][usize::from(turn(entry, &outcome))];
            prop_assert_eq!(asking::gates(entry, &outcome), expected);
        }
    }
}

/// The place of a question in the order of gain.
fn place(audit: &Audit, question: usize) -> usize {
    order(audit).iter().position(|n| n.question == question).unwrap()
}

/// Open symptoms and readiness beside a foundation of these levels, the last a level more or less; the last question is open
/// and has a cap, and the one before it a floor.
fn with_gates(foundation: [u8; 3], cap: Verdict) -> Audit {
    let mut entries = at_levels(Axis::Structural, 0, &foundation);
    entries[2].span = Levels { low: foundation[2].max(1) - 1, high: foundation[2] + 1 };
    entries.extend([Levels::ALL, Levels::ALL].map(|span| plain(Axis::Symptom, 0, 2, span)));
    let gate = |verdict: Verdict| Some(Gate { at_or_below: 1, verdict });
    entries.push(Entry { floor: gate(Verdict::Restructure), ..plain(Axis::Tactical, 0, 1, Levels::ALL) });
    entries.push(Entry { cap: gate(cap), ..plain(Axis::Feasibility, 0, 3, Levels::ALL) });
    Audit::of(&under_shipped_rules(entries, &["1"])).equally_dear()
}

#[test]
fn open_floors_come_first_and_caps_last_until_more_is_needed_than_they_allow() {
    let fine = with_gates([3, 3, 3], Verdict::Restructure);
    assert_eq!((place(&fine, 5), place(&fine, 6)), (0, 4), "nothing calls for a rebuild: whether one is possible can wait");
    let same = with_gates([1, 2, 2], Verdict::Restructure);
    assert_eq!(same.outcome().reference.need, Verdict::Restructure);
    assert_eq!(place(&same, 6), 4, "what is needed is allowed by then");
    let worse = with_gates([1, 2, 2], Verdict::Optimize);
    assert_eq!(place(&worse, 6), 0, "more is needed than the cap would allow");
    let rebuild = with_gates([0, 0, 0], Verdict::Restructure);
    assert_eq!(rebuild.outcome().reference.need, Verdict::Rebuild);
    assert_eq!(place(&rebuild, 6), 0, "a rebuild is needed: whether it is possible is asked first");
}

#[test]
fn a_cap_that_another_limit_makes_idle_waits() {
    let entries = |most: Option<Verdict>| {
        let mut entries = at_levels(Axis::Structural, 0, &[0, 0, 0]);
        entries.extend([plain(Axis::Symptom, 0, 2, Levels::ALL), plain(Axis::Symptom, 0, 2, Levels::level(0))]);
        let gate = Some(Gate { at_or_below: 1, verdict: Verdict::Restructure });
        entries.push(Entry { cap: gate, ..plain(Axis::Feasibility, 0, 2, Levels::ALL) });
        let pillars = vec![("1", None, 0)];
        Audit::of(&sheet_of(entries, &pillars, shipped_rules(0), most))
    };
    let gate = |audit: &Audit| asking::gates(&audit.outcome().sheet.entries[5], &audit.outcome());
    assert_eq!(gate(&entries(None)), Gates::First);
    assert_eq!(gate(&entries(Some(Verdict::Restructure))), Gates::Last, "the track allows no more anyway");
}

#[test]
fn where_no_answer_tells_more_the_heavier_one_on_the_nearest_score_comes_first() {
    // Only all symptoms at once make a difference: none of them has a gain. Pain is nearest to its number, so its weights order
    // them, then their places; an answer that does not move it comes last, wherever it stands.
    let open = Levels { low: 3, high: 4 };
    let mut entries = vec![plain(Axis::Structural, 0, 3, open)];
    entries.extend([1, 1, 3, 2, 1, 1, 1, 1].map(|weight| plain(Axis::Symptom, 0, weight, open)));
    entries.extend(at_levels(Axis::Symptom, 0, &[2]));
    entries.extend(at_levels(Axis::Structural, 0, &[4, 4, 4]));
    let audit = Audit::of(&under_shipped_rules(entries, &["1"])).equally_dear();
    assert_eq!(audit.outcome().interval(), (Verdict::Maintain, Verdict::Optimize));
    let found: Vec<(usize, u32)> = order(&audit).iter().map(|n| (n.question, n.gain)).collect();
    assert_eq!(found, [3, 4, 1, 2, 5, 6, 7, 8, 0].map(|question| (question, 0)));
}

/// The axis of the question that is asked first.
fn first_axis(sheet: &Sheet) -> Axis {
    let audit = Audit::of(sheet).equally_dear();
    sheet.entries[asking::order(&audit.questionnaire, &audit.outcome())[0]].axis
}

#[test]
fn the_axis_that_decides_is_asked_first() {
    // One large pillar is weak, the foundation is fair: pain alone tells optimize from restructure.
    let mut entries = at_levels(Axis::Structural, 0, &[1, 1, 1]);
    entries.extend(at_levels(Axis::Structural, 1, &[3, 4, 4]));
    entries.push(plain(Axis::Structural, 1, 1, Levels { low: 3, high: 4 }));
    entries.push(plain(Axis::Tactical, 0, 2, Levels::ALL));
    entries.push(plain(Axis::Feasibility, 0, 2, Levels::ALL));
    entries.extend((0..3).map(|_| plain(Axis::Symptom, 0, 2, Levels::ALL)));
    let sheet = under_shipped_rules(entries, &["1", "1"]);
    assert_eq!(Audit::of(&sheet).outcome().interval(), (Verdict::Optimize, Verdict::Restructure));
    assert_eq!(first_axis(&sheet), Axis::Symptom);
}

#[test]
fn of_axes_that_would_leave_as_many_verdicts_the_foundation_is_asked_first_and_day_to_day_health_last() {
    // Any of them alone can raise the verdict by one, or hold it down: each leaves as much open as any other.
    let optimize = |id: &str, score: Score, side: Side, at: &str| rule(id, Verdict::Optimize, vec![test(score, side, at)]);
    let raising = vec![
        optimize("foundation", Score::Foundation, Side::Below, "0.3"),
        optimize("pain", Score::Pain, Side::Above, "0.7"),
        optimize("tactical", Score::Tactical, Side::Below, "0.3"),
    ];
    let limits = vec![limit("ready", Verdict::Maintain, vec![test(Score::Feasibility, Side::Below, "0.3")])];
    let axes = [Axis::Tactical, Axis::Feasibility, Axis::Symptom, Axis::Structural];
    let entries = axes.iter().flat_map(|axis| (0..2).map(|_| plain(*axis, 0, 2, Levels::ALL))).collect();
    let sheet = sheet_of(entries, &vec![("1", None, 0)], table(raising, limits), None);
    let audit = Audit::of(&sheet).equally_dear();
    assert_eq!(asking::order(&audit.questionnaire, &audit.outcome()), [6, 7, 4, 5, 2, 3, 0, 1]);
}
