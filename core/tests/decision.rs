//! The invariants of the decision model, on thousands of random sheets and on the shipped questionnaire.
#![allow(clippy::string_slice, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use std::sync::Arc;
use underpin_core::content::open;
use underpin_core::decision::certainty::Certainty;
use underpin_core::decision::class::{Class, Undecided};
use underpin_core::decision::flips::{self, Flip};
use underpin_core::decision::next::Next;
use underpin_core::decision::numbers::Numbers;
use underpin_core::decision::outcome::{Outcome, Urgency};
use underpin_core::decision::reason::{self, Reason};
use underpin_core::decision::rules::{Assessment, assess, verdict_with};
use underpin_core::decision::scores::{Pick, Scores};
use underpin_core::decision::sheet::{Entry, Sheet};
use underpin_core::decision::tally::Tally;
use underpin_core::decision::weights;
use underpin_core::decision::worlds::{WORLDS, Worlds};
use underpin_core::decision::{asking, doubt, influence, margins, plane};
use underpin_core::log::event::Levels;
use underpin_core::log::fold::fold;
use underpin_core::log::line;
use underpin_core::model::exact::{Exact, ratio};
use underpin_core::model::period::RoundId;
use underpin_core::model::question::Gate;
use underpin_core::model::words::{Axis, Cost, Flag, Verdict};
use underpin_core::plan::plan;
use underpin_core::round::Round;
use underpin_core::standing::Stands;
use underpin_core::standing::base::Base;

const AREAS: usize = 3;

fn span() -> impl Strategy<Value = Levels> {
    prop_oneof![
        3 => (0_u8..=4).prop_map(Levels::level),
        1 => (0_u8..=4, 0_u8..=4).prop_map(|(a, b)| Levels { low: a.min(b), high: a.max(b) }),
        1 => Just(Levels::ALL),
    ]
}

fn entry() -> impl Strategy<Value = Entry> {
    (0..AREAS, 0_usize..4, 1_u32..=3, 0_usize..12, 0_usize..12, 0_u8..4, span()).prop_map(
        |(area, axis, weight, flag, gate, level, span)| {
            let axis = Axis::ALL[axis];
            let condition = axis != Axis::Feasibility;
            let verdicts = [Verdict::Optimize, Verdict::Restructure, Verdict::Rebuild];
            Entry {
                question: 0,
                area,
                axis,
                weight,
                flag: Flag::ALL.get(flag).copied().filter(|_| condition),
                floor: verdicts.get(gate).map(|v| Gate { at_or_below: level, verdict: *v }).filter(|_| condition),
                cap: [Verdict::Maintain, Verdict::Optimize, Verdict::Restructure]
                    .get(gate)
                    .map(|v| Gate { at_or_below: level, verdict: *v })
                    .filter(|_| !condition),
                span,
                doubtful: level % 2 == 0,
            }
        },
    )
}

fn sheet_of(entries: Vec<Entry>, weights: &[i64], at_most: Option<Verdict>) -> Sheet {
    let large = |area: usize| entries.iter().filter(|e| e.area == area && e.axis == Axis::Structural).count() >= 3;
    Sheet {
        large_areas: (0..AREAS).map(large).collect(),
        area_weights: weights.iter().map(|w| ratio(*w, 1)).collect(),
        numbers: Numbers::default(),
        at_most,
        entries,
    }
}

fn sheet(most: usize) -> impl Strategy<Value = Sheet> {
    (prop::collection::vec(entry(), 0..most), prop::array::uniform3(1_i64..4), prop::option::weighted(0.2, Just(Verdict::Restructure)))
        .prop_map(|(entries, weights, at_most)| sheet_of(entries, &weights, at_most))
}

fn reference(sheet: &Sheet) -> Assessment {
    assess(sheet, Pick::Middle, Pick::Middle)
}

fn interval(sheet: &Sheet) -> (Verdict, Verdict) {
    (assess(sheet, Pick::High, Pick::Low).verdict, assess(sheet, Pick::Low, Pick::High).verdict)
}

/// Every filling of the open answers with whole levels.
fn fillings(sheet: &Sheet) -> Vec<Sheet> {
    let mut all = vec![sheet.clone()];
    for i in 0..sheet.entries.len() {
        let span = sheet.entries[i].span;
        all = all
            .into_iter()
            .flat_map(|s| {
                (span.low..=span.high).map(move |level| {
                    let mut filled = s.clone();
                    filled.entries[i].span = Levels::level(level);
                    filled
                })
            })
            .collect();
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, max_global_rejects: 1_000_000, rng_seed: RngSeed::Fixed(20_261_121), ..ProptestConfig::default() })]

    #[test]
    fn a_worse_condition_never_lowers_need_or_verdict_and_never_changes_allowed(s in sheet(14), at in any::<prop::sample::Index>()) {
        prop_assume!(!s.entries.is_empty());
        let i = at.index(s.entries.len());
        prop_assume!(s.entries[i].axis != Axis::Feasibility && s.entries[i].span.low > 0);
        let mut worse = s.clone();
        let span = worse.entries[i].span;
        worse.entries[i].span = Levels { low: span.low - 1, high: span.high.saturating_sub(1).max(span.low - 1) };
        let (a, b) = (reference(&s), reference(&worse));
        prop_assert!(b.need >= a.need && b.verdict >= a.verdict && b.allowed == a.allowed);
    }

    #[test]
    fn a_worse_feasibility_never_raises_allowed_or_verdict_and_never_changes_need(s in sheet(14), at in any::<prop::sample::Index>()) {
        prop_assume!(!s.entries.is_empty());
        let i = at.index(s.entries.len());
        prop_assume!(s.entries[i].axis == Axis::Feasibility && s.entries[i].span.low > 0);
        let mut worse = s.clone();
        let span = worse.entries[i].span;
        worse.entries[i].span = Levels { low: span.low - 1, high: span.high.saturating_sub(1).max(span.low - 1) };
        let (a, b) = (reference(&s), reference(&worse));
        prop_assert!(b.allowed <= a.allowed && b.verdict <= a.verdict && b.need == a.need);
    }

    #[test]
    fn answering_with_a_level_narrows_and_dropping_never_widens(s in sheet(12), at in any::<prop::sample::Index>(), level in 0_u8..=4) {
        prop_assume!(!s.entries.is_empty());
        let i = at.index(s.entries.len());
        let span = s.entries[i].span;
        prop_assume!((span.low..=span.high).contains(&level));
        let (low, high) = interval(&s);
        let mut answered = s.clone();
        answered.entries[i].span = Levels::level(level);
        let inside = interval(&answered);
        prop_assert!(inside.0 >= low && inside.1 <= high);
        let wide = |p: Pick| Scores::of(&s, p, p);
        let narrow = |p: Pick| Scores::of(&answered, p, p);
        prop_assert!(narrow(Pick::Low).foundation >= wide(Pick::Low).foundation);
        prop_assert!(narrow(Pick::High).foundation <= wide(Pick::High).foundation);
        // Not applicable: only an unknown question without a gate may be dropped.
        if span == Levels::ALL && s.entries[i].floor.is_none() && s.entries[i].cap.is_none() {
            let mut dropped = s.clone();
            dropped.entries.remove(i);
            let inside = interval(&dropped);
            prop_assert!(inside.0 >= low && inside.1 <= high, "{:?} not in {:?}", inside, (low, high));
        }
    }

    #[test]
    fn scaling_all_weights_of_a_group_changes_nothing(s in sheet(14), axis in 0_usize..4) {
        let mut scaled = s.clone();
        for entry in scaled.entries.iter_mut().filter(|e| e.axis == Axis::ALL[axis]) {
            entry.weight *= 7;
        }
        prop_assert_eq!(reference(&s), reference(&scaled));
        let mut areas = s.clone();
        areas.area_weights.iter_mut().for_each(|w| *w = w.clone() * ratio(5, 3));
        prop_assert_eq!(reference(&s), reference(&areas));
    }

    #[test]
    fn the_order_of_questions_changes_nothing(s in sheet(14), shift in 0_usize..14) {
        let mut moved = s.clone();
        let n = moved.entries.len().max(1);
        moved.entries.rotate_left(shift % n);
        let (a, b) = (reference(&s), reference(&moved));
        prop_assert_eq!((a.scores, a.need, a.allowed, a.verdict), (b.scores, b.need, b.allowed, b.verdict));
        prop_assert_eq!(interval(&s), interval(&moved));
    }

    #[test]
    fn duplicating_every_question_changes_nothing(s in sheet(10)) {
        let mut doubled = s.clone();
        doubled.entries.extend(s.entries.clone());
        let (a, b) = (reference(&s), reference(&doubled));
        prop_assert_eq!((a.scores, a.need, a.allowed), (b.scores, b.need, b.allowed));
        prop_assert_eq!(interval(&s), interval(&doubled));
    }

    #[test]
    fn a_rebuild_has_no_cap_and_enough_feasibility_and_a_capped_verdict_names_its_cap(s in sheet(16)) {
        let a = reference(&s);
        if a.verdict == Verdict::Rebuild {
            prop_assert!(a.caps.is_empty() && a.scores.feasibility.clone().unwrap() >= *s.numbers.feasibility.value());
        }
        if a.need > a.allowed {
            prop_assert!(!a.caps.is_empty() || a.infeasible || s.at_most.is_some());
        }
        prop_assert!(a.verdict == a.need.min(a.allowed));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, max_global_rejects: 1_000_000, rng_seed: RngSeed::Fixed(20_261_121), ..ProptestConfig::default() })]

    #[test]
    fn the_interval_is_exactly_what_full_enumeration_finds(s in sheet(6)) {
        let open: u32 = s.entries.iter().map(|e| u32::from(e.span.high - e.span.low)).sum();
        prop_assume!(open <= 12);
        let verdicts: Vec<Verdict> = fillings(&s).iter().map(|f| reference(f).verdict).collect();
        prop_assert_eq!(interval(&s), (*verdicts.iter().min().unwrap(), *verdicts.iter().max().unwrap()));
        let of = |pick: fn(&Scores) -> Option<Exact>| -> Vec<Option<Exact>> { fillings(&s).iter().map(|f| pick(&reference(f).scores)).collect() };
        for pick in [|x: &Scores| x.foundation.clone(), |x: &Scores| x.tactical.clone(), |x: &Scores| x.weakest.as_ref().map(|w| w.0.clone())] {
            let all = of(pick);
            prop_assert_eq!(&pick(&Scores::of(&s, Pick::Low, Pick::Low)), all.iter().min().unwrap());
            prop_assert_eq!(&pick(&Scores::of(&s, Pick::High, Pick::High)), all.iter().max().unwrap());
        }
        let pain = of(|x: &Scores| x.pain.clone());
        prop_assert_eq!(&Scores::of(&s, Pick::Low, Pick::Low).pain, pain.iter().max().unwrap());
        let breadth = of(|x: &Scores| x.breadth.as_ref().map(|b| b.0.clone()));
        prop_assert_eq!(&Scores::of(&s, Pick::Low, Pick::Low).breadth.map(|b| b.0), breadth.iter().max().unwrap());
    }
}

/// The shipped questionnaire with every condition and every feasibility question at one span.
fn shipped(track: &str, conditions: Levels, feasibility: Levels) -> Sheet {
    let q = open::read_to_ask(&support::shipped("backend")).0.unwrap();
    let track = q.track(track).unwrap();
    let mut structural = vec![0; q.areas.len()];
    let mut entries = Vec::new();
    for x in track.questions().map(|i| q.at(i).unwrap()) {
        structural[x.area] += usize::from(x.axis == Axis::Structural);
        let span = if x.axis == Axis::Feasibility { feasibility } else { conditions };
        entries.push(Entry {
            question: x.index,
            area: x.area,
            axis: x.axis,
            weight: x.weight,
            flag: x.flag,
            floor: x.floor,
            cap: x.cap,
            span,
            doubtful: false,
        });
    }
    Sheet {
        entries,
        area_weights: q.areas.iter().map(|a| a.weight.value().clone()).collect(),
        large_areas: structural.iter().map(|n| *n >= 3).collect(),
        numbers: q.numbers.clone(),
        at_most: track.at_most,
    }
}

#[test]
fn the_shipped_questionnaire_can_say_everything_that_it_may_say() {
    let level = Levels::level;
    let core = |c: u8, f: u8| reference(&shipped("discovery", level(c), level(f))).verdict;
    assert_eq!(core(4, 4), Verdict::Maintain);
    assert_eq!(core(2, 4), Verdict::Optimize);
    assert_eq!(core(1, 0), Verdict::Optimize, "weeks of money allow no more");
    assert_eq!(core(1, 2), Verdict::Rebuild);
    assert_eq!(core(0, 4), Verdict::Rebuild);
    assert_eq!(core(0, 0), Verdict::Optimize, "all at their worst: the lowest cap");
    assert_eq!(interval(&shipped("discovery", Levels::ALL, Levels::ALL)), (Verdict::Maintain, Verdict::Rebuild));
    assert_eq!(interval(&shipped("quick", Levels::ALL, Levels::ALL)), (Verdict::Maintain, Verdict::Restructure));
    assert_eq!(reference(&shipped("quick", level(0), level(4))).verdict, Verdict::Restructure);
    let restructure = reference(&shipped("discovery", level(1), level(1)));
    assert_eq!((restructure.need, restructure.verdict), (Verdict::Rebuild, Verdict::Restructure));
}

#[test]
fn thresholds_are_met_exactly_and_not_by_a_rounding() {
    let entry = |axis: Axis, level: u8| Entry {
        question: 0,
        area: 0,
        axis,
        weight: 2,
        flag: None,
        floor: None,
        cap: None,
        span: Levels::level(level),
        doubtful: false,
    };
    // Foundation exactly 3/4 and pain exactly 1/4: neither is below or above.
    let calm = vec![entry(Axis::Structural, 3), entry(Axis::Symptom, 3), entry(Axis::Tactical, 3), entry(Axis::Feasibility, 3)];
    assert_eq!(reference(&sheet_of(calm, &[1, 1, 1], None)).need, Verdict::Maintain);
    // Feasibility exactly 1/2 still allows a rebuild.
    let ready = vec![entry(Axis::Feasibility, 2)];
    assert_eq!(reference(&sheet_of(ready, &[1, 1, 1], None)).allowed, Verdict::Rebuild);
    assert_eq!(reference(&sheet_of(Vec::new(), &[1, 1, 1], None)).allowed, Verdict::Restructure, "nothing known about feasibility");
}

/// Every corner of the box: each question weight and each area weight at κ or at 1/κ.
fn corners(sheet: &Sheet, kappa: u32) -> Vec<Sheet> {
    let bits = sheet.entries.len() + AREAS;
    (0_u32..1 << bits)
        .map(|mask| {
            let heavy = |bit: usize| mask & (1 << bit) != 0;
            let mut corner = sheet.clone();
            for (i, entry) in corner.entries.iter_mut().enumerate() {
                entry.weight *= if heavy(i) { kappa * kappa } else { 10_000 };
            }
            for (a, weight) in corner.area_weights.iter_mut().enumerate() {
                *weight = weight.clone() * ratio(if heavy(sheet.entries.len() + a) { i64::from(kappa * kappa) } else { 10_000 }, 1);
            }
            corner
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, max_global_rejects: 1_000_000, rng_seed: RngSeed::Fixed(20_261_121), ..ProptestConfig::default() })]

    #[test]
    fn the_box_of_weights_is_exactly_what_its_corners_say(s in sheet(6), kappa in 101_u32..400) {
        let all: Vec<(Verdict, Verdict)> = corners(&s, kappa).iter().map(interval).collect();
        let expected = (all.iter().map(|r| r.0).min().unwrap(), all.iter().map(|r| r.1).max().unwrap());
        prop_assert_eq!(weights::interval(&s, kappa), expected);
    }

    #[test]
    fn boxes_contain_smaller_ones_and_the_smallest_is_the_interval(s in sheet(16), a in 100_u32..1600, b in 100_u32..1600) {
        prop_assert_eq!(weights::interval(&s, 100), interval(&s));
        let (small, large) = (weights::interval(&s, a.min(b)), weights::interval(&s, a.max(b)));
        prop_assert!(large.0 <= small.0 && large.1 >= small.1);
    }

    #[test]
    fn the_radius_is_the_last_point_of_the_grid_with_one_verdict(s in sheet(12)) {
        let one = |kappa: u32| { let (mild, strong) = weights::interval(&s, kappa); mild == strong };
        match weights::radius(&s) {
            None => prop_assert!(!one(100)),
            Some(weights::MOST) => prop_assert!(one(weights::MOST)),
            Some(radius) => prop_assert!(one(radius) && !one(radius + 1)),
        }
        let mut doubled = s.clone();
        doubled.entries.extend(s.entries.clone());
        prop_assert_eq!(weights::radius(&doubled), weights::radius(&s));
        let mut turned = s.clone();
        turned.entries.reverse();
        prop_assert_eq!(weights::radius(&turned), weights::radius(&s));
    }

    #[test]
    fn what_is_outside_the_sufficient_reason_may_be_anything_and_each_member_is_needed(s in sheet(14)) {
        let mut s = s;
        s.entries.iter_mut().enumerate().for_each(|(i, e)| e.question = i);
        let (mild, strong) = interval(&s);
        let sides = match reason::sufficient(&s) {
            Reason::Verdict(fixed) => {
                prop_assert_eq!(mild, strong);
                vec![(fixed, mild, strong)]
            }
            Reason::Between { at_least, at_most } => {
                prop_assert!(mild != strong);
                vec![(at_least, mild, Verdict::Rebuild), (at_most, Verdict::Maintain, strong)]
            }
        };
        for (fixed, least, most) in sides {
            let holds = |s: &Sheet| { let (low, high) = interval(s); low >= least && high <= most };
            let mut freed = s.clone();
            freed.entries.iter_mut().filter(|e| !fixed.contains(&e.question)).for_each(|e| e.span = Levels::ALL);
            prop_assert!(holds(&freed));
            for member in &fixed {
                let mut more = freed.clone();
                more.entries[*member].span = Levels::ALL;
                prop_assert!(!holds(&more), "{member} is not needed");
            }
        }
    }

    #[test]
    fn doubt_only_widens(s in sheet(14)) {
        let (low, high) = interval(&s);
        let doubted = interval(&s.doubted());
        prop_assert!(doubted.0 <= low && doubted.1 >= high);
    }
}

/// An entry without gates and flags.
fn plain(axis: Axis, area: usize, weight: u32, span: Levels) -> Entry {
    Entry { question: 0, area, axis, weight, flag: None, floor: None, cap: None, span, doubtful: false }
}

#[test]
fn nothing_asked_one_asked_and_everything_unknown_are_defined() {
    let nothing = sheet_of(Vec::new(), &[1, 1, 1], None);
    let a = reference(&nothing);
    assert_eq!((a.need, a.allowed, a.verdict), (Verdict::Maintain, Verdict::Restructure, Verdict::Maintain));
    assert!(a.fired.is_empty() && a.scores.foundation.is_none() && a.scores.pain.is_none() && a.scores.breadth.is_none());
    assert_eq!(weights::radius(&nothing), Some(weights::MOST), "no weight can change what was not asked");
    assert_eq!(reason::sufficient(&nothing), Reason::Verdict(Vec::new()));

    let one = sheet_of(vec![plain(Axis::Structural, 0, 2, Levels::level(0))], &[1, 1, 1], None);
    let a = reference(&one);
    assert_eq!((a.need, a.verdict), (Verdict::Restructure, Verdict::Restructure));
    assert!(a.scores.weakest.is_none(), "one question never makes an area weak on its own");

    let open: Vec<Entry> = Axis::ALL.iter().flat_map(|axis| (0..4).map(|_| plain(*axis, 0, 2, Levels::ALL))).collect();
    let open = sheet_of(open, &[1, 1, 1], None);
    assert_eq!(interval(&open), (Verdict::Maintain, Verdict::Rebuild));
    assert_eq!(weights::radius(&open), None);
    assert_eq!(reason::sufficient(&open), Reason::Between { at_least: Vec::new(), at_most: Vec::new() }, "neither side needs an answer");
}

#[test]
fn without_structural_questions_the_foundation_is_undefined_and_no_rule_about_it_fires() {
    let sheet =
        sheet_of(vec![plain(Axis::Symptom, 0, 2, Levels::level(0)), plain(Axis::Feasibility, 0, 2, Levels::level(4))], &[1, 1, 1], None);
    let a = reference(&sheet);
    assert_eq!((a.need, a.allowed), (Verdict::Optimize, Verdict::Rebuild), "pain alone never asks for more than repair");
}

#[test]
fn every_gate_at_once_gives_the_strongest_floor_under_the_lowest_cap() {
    let mut entries = Vec::new();
    for verdict in [Verdict::Optimize, Verdict::Restructure, Verdict::Rebuild] {
        entries.push(Entry { floor: Some(Gate { at_or_below: 3, verdict }), ..plain(Axis::Structural, 0, 2, Levels::level(0)) });
    }
    for verdict in [Verdict::Maintain, Verdict::Optimize, Verdict::Restructure] {
        entries.push(Entry { cap: Some(Gate { at_or_below: 3, verdict }), ..plain(Axis::Feasibility, 0, 2, Levels::level(0)) });
    }
    let a = reference(&sheet_of(entries, &[1, 1, 1], None));
    assert_eq!((a.need, a.allowed, a.verdict), (Verdict::Rebuild, Verdict::Maintain, Verdict::Maintain));
    assert_eq!((a.floors.len(), a.caps.len()), (3, 3), "each is named");
}

#[test]
fn a_weight_of_three_counts_three_times_a_weight_of_one() {
    let sheet = |w: u32| {
        sheet_of(vec![plain(Axis::Tactical, 0, w, Levels::level(0)), plain(Axis::Tactical, 0, 1, Levels::level(4))], &[1, 1, 1], None)
    };
    assert_eq!(reference(&sheet(1)).scores.tactical, Some(ratio(1, 2)));
    assert_eq!(reference(&sheet(3)).scores.tactical, Some(ratio(1, 4)));
}

#[test]
fn ten_thousand_questions_are_computed_exactly() {
    let entries: Vec<Entry> =
        (0..10_000_usize).map(|i| plain(Axis::ALL[i % 4], i % AREAS, 1 + (i % 3) as u32, Levels::level((i * 7 % 5) as u8))).collect();
    let sheet = sheet_of(entries.clone(), &[1, 2, 3], None);
    let mean: i64 = entries.iter().filter(|e| e.axis == Axis::Tactical).map(|e| i64::from(e.weight) * i64::from(e.span.low)).sum();
    let weight: i64 = entries.iter().filter(|e| e.axis == Axis::Tactical).map(|e| i64::from(e.weight)).sum();
    assert_eq!(reference(&sheet).scores.tactical, Some(ratio(mean, 4 * weight)));
    assert_eq!(interval(&sheet), (reference(&sheet).verdict, reference(&sheet).verdict));
    assert!(weights::radius(&sheet).is_some());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, rng_seed: RngSeed::Fixed(20_261_121), ..ProptestConfig::default() })]

    #[test]
    fn on_every_shipped_track_a_better_level_never_worsens_any_score(
        track in prop::sample::select(vec!["quick", "discovery", "sprint", "focused", "full"]),
        levels in prop::collection::vec(0_u8..=4, 300),
        at in 0_usize..300,
    ) {
        let mut sheet = shipped(track, Levels::level(0), Levels::level(0));
        for (entry, level) in sheet.entries.iter_mut().zip(&levels) {
            entry.span = Levels::level(*level);
        }
        let before = reference(&sheet);
        let index = at % sheet.entries.len();
        let level = sheet.entries[index].span.low;
        prop_assume!(level < 4);
        sheet.entries[index].span = Levels::level(level + 1);
        let after = reference(&sheet);
        let better = |of: &dyn Fn(&Scores) -> Option<Exact>| of(&after.scores) >= of(&before.scores);
        prop_assert!(better(&|s| s.foundation.clone()) && better(&|s| s.tactical.clone()) && better(&|s| s.feasibility.clone()));
        prop_assert!(better(&|s| s.weakest.clone().map(|(m, _)| m)) && after.scores.pain <= before.scores.pain);
        prop_assert!(after.scores.breadth.clone().map(|(b, ..)| b) <= before.scores.breadth.clone().map(|(b, ..)| b));
        prop_assert!(after.scores.flags.is_subset(&before.scores.flags));
        if sheet.entries[index].axis == Axis::Feasibility {
            prop_assert!(after.allowed >= before.allowed && after.need == before.need);
        } else {
            prop_assert!(after.need <= before.need && after.allowed == before.allowed);
        }
    }
}

/// The sheet with some notches made; gates of moved questions stay as they are.
fn notched(sheet: &Sheet, moved: &[u8], up: bool) -> Sheet {
    let mut after = sheet.clone();
    for (entry, n) in after.entries.iter_mut().zip(moved).filter(|(_, n)| **n > 0) {
        let keep = |gate: Option<Gate>| gate.filter(|g| entry.span.high <= g.at_or_below).map(|g| Gate { at_or_below: 4, ..g });
        (entry.floor, entry.cap) = (keep(entry.floor), keep(entry.cap));
        let level = if up || entry.axis == Axis::Feasibility { entry.span.low + n } else { entry.span.low - n };
        entry.span = Levels::level(level);
    }
    after
}

/// The fewest notches up to `most` that change the verdict in a direction, by trying every combination.
fn brute(sheet: &Sheet, up: bool, most: usize) -> Option<usize> {
    let now = reference(sheet).verdict;
    let room = |e: &Entry| match (e.span.is_point(), up, e.axis) {
        (false, ..) | (_, true, Axis::Feasibility) => 0,
        (_, true, _) | (_, false, Axis::Feasibility) => 4 - e.span.low,
        _ => e.span.low,
    };
    let mut layer: Vec<Vec<u8>> = vec![vec![0; sheet.entries.len()]];
    for k in 1..=most {
        let mut next = Vec::new();
        for moved in &layer {
            let last = moved.iter().rposition(|n| *n > 0).unwrap_or(0);
            for i in last..moved.len() {
                if moved[i] < room(&sheet.entries[i]) {
                    let mut more = moved.clone();
                    more[i] += 1;
                    next.push(more);
                }
            }
        }
        for moved in &next {
            let verdict = reference(&notched(sheet, moved, up)).verdict;
            if if up { verdict < now } else { verdict > now } {
                return Some(k);
            }
        }
        layer = next;
    }
    None
}

fn size(flip: &Option<Flip>) -> Option<usize> {
    flip.as_ref().map(|f| f.notches.iter().map(|n| usize::from(n.from.abs_diff(n.to))).sum())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, max_global_rejects: 1_000_000, rng_seed: RngSeed::Fixed(20_261_121), ..ProptestConfig::default() })]

    #[test]
    fn no_fewer_notches_change_the_verdict_than_the_flips_say(sheet in sheet(7)) {
        let mut sheet = sheet;
        sheet.large_areas = vec![true; AREAS];
        let (stronger, milder) = flips::flips(&sheet);
        for (flip, up) in [(stronger, false), (milder, true)] {
            let now = reference(&sheet).verdict;
            if let Some(flip) = &flip {
                let changed = if up { flip.to < now } else { flip.to > now };
                prop_assert!(changed);
            }
            let (told, found) = (size(&flip).filter(|n| *n <= 4), brute(&sheet, up, 4));
            prop_assert_eq!(told, found, "up: {}, {:?}", up, sheet);
        }
    }

    #[test]
    fn a_gate_that_is_said_to_change_the_verdict_does(sheet in sheet(9)) {
        let now = reference(&sheet).verdict;
        for gate in flips::gates(&sheet) {
            prop_assert_ne!(gate.to, now);
        }
    }
}

/// The fewest doubtful answers, up to `most`, that change the verdict when each is one level off, by trying every set.
fn brute_doubt(sheet: &Sheet, most: usize) -> Option<usize> {
    let now = reference(sheet).verdict;
    let doubtful: Vec<usize> =
        (0..sheet.entries.len()).filter(|i| sheet.entries[*i].doubtful && sheet.entries[*i].span.is_point()).collect();
    let mut layer = vec![(sheet.clone(), 0)];
    for k in 1..=most {
        let mut next = Vec::new();
        for (sheet, from) in &layer {
            for (place, i) in doubtful.iter().enumerate().skip(*from) {
                let level = sheet.entries[*i].span.low;
                for other in [level.checked_sub(1), (level < 4).then_some(level + 1)].into_iter().flatten() {
                    let mut off = sheet.clone();
                    off.entries[*i].span = Levels::level(other);
                    if reference(&off).verdict != now {
                        return Some(k);
                    }
                    next.push((off, place + 1));
                }
            }
        }
        layer = next;
    }
    None
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, max_global_rejects: 1_000_000, rng_seed: RngSeed::Fixed(20_261_121), ..ProptestConfig::default() })]

    #[test]
    fn the_tally_says_what_the_rules_say(s in sheet(16), many in prop::collection::vec((any::<prop::sample::Index>(), 0_u8..=4), 0..6), odd in 1_i64..1_000_000_007) {
        let mut s = s;
        // Weights without common factors bring the mean over areas to its limits.
        s.area_weights[0] = ratio(odd, 999_999_937);
        for (mild, strong) in [(Pick::Middle, Pick::Middle), (Pick::High, Pick::Low), (Pick::Low, Pick::High)] {
            let (a, t) = (assess(&s, mild, strong), Tally::new(&s, mild, strong));
            prop_assert_eq!((t.need(), t.allowed(), t.verdict(), t.flags()), (a.need, a.allowed, a.verdict, a.scores.flags.len()));
        }
        let before = s.clone();
        let mut tally = Tally::new(&before, Pick::Middle, Pick::Middle);
        for (at, level) in many.iter().filter(|_| !before.entries.is_empty()) {
            let i = at.index(s.entries.len());
            tally.set_level(i, *level);
            s.entries[i].span = Levels::level(*level);
        }
        let a = reference(&s);
        prop_assert_eq!((tally.need(), tally.allowed(), tally.verdict()), (a.need, a.allowed, a.verdict));
    }

    #[test]
    fn no_fewer_doubtful_answers_change_the_verdict_than_are_named(sheet in sheet(8)) {
        let mut sheet = sheet;
        sheet.large_areas = vec![true; AREAS];
        sheet.entries.iter_mut().enumerate().for_each(|(i, e)| e.question = i);
        let needed = doubt::needed(&sheet);
        prop_assert_eq!(needed.as_ref().map(|f| f.notches.len()).filter(|n| *n <= 3), brute_doubt(&sheet, 3), "{:?}", sheet);
        if let Some(flip) = needed {
            let mut off = sheet.clone();
            for notch in &flip.notches {
                prop_assert!(off.entries[notch.question].doubtful && notch.from.abs_diff(notch.to) == 1);
                off.entries[notch.question].span = Levels::level(notch.to);
            }
            prop_assert_eq!(reference(&off).verdict, flip.to);
            let (low, high) = doubt::interval(&sheet);
            prop_assert!((low..=high).contains(&flip.to), "what few answers can do, all together can");
        }
    }

    #[test]
    fn every_flip_changes_the_verdict_as_announced_and_no_notch_of_it_is_idle(sheet in sheet(14)) {
        let mut sheet = sheet;
        sheet.entries.iter_mut().enumerate().for_each(|(i, e)| e.question = i);
        let now = reference(&sheet).verdict;
        let (stronger, milder) = flips::flips(&sheet);
        for (flip, up) in [(stronger, false), (milder, true)] {
            let Some(flip) = flip else { continue };
            let mut moved = vec![0_u8; sheet.entries.len()];
            flip.notches.iter().for_each(|n| moved[n.question] = n.from.abs_diff(n.to));
            prop_assert_eq!(reference(&notched(&sheet, &moved, up)).verdict, flip.to);
            for notch in &flip.notches {
                let mut fewer = moved.clone();
                fewer[notch.question] -= 1;
                let verdict = reference(&notched(&sheet, &fewer, up)).verdict;
                prop_assert!(if up { verdict >= now } else { verdict <= now }, "a notch of {flip:?} is idle");
            }
        }
    }

    #[test]
    fn a_margin_is_the_distance_to_a_threshold_that_decides(s in sheet(14)) {
        let now = reference(&s);
        for margin in margins::margins(&s, &now) {
            let limit = s.numbers.iter().find(|(name, _)| *name == margin.rule).unwrap().1.value().clone();
            let value = match margin.score {
                "foundation" => now.scores.foundation.clone(),
                "weakest" => now.scores.weakest.clone().map(|w| w.0),
                "breadth" => now.scores.breadth.clone().map(|b| b.0),
                "pain" => now.scores.pain.clone(),
                "tactical" => now.scores.tactical.clone(),
                _ => now.scores.feasibility.clone(),
            };
            let value = value.unwrap();
            let distance = if value < limit { limit - value } else { value - limit };
            prop_assert_eq!(&margin.distance, &distance);
            prop_assert_ne!(margin.to, now.verdict);
        }
    }
}

/// The worlds of a sheet whose questions are named after a number that stays with them.
fn worlds(sheet: &Sheet) -> Worlds {
    let names: Vec<String> = (0..64).map(|i| format!("question-{i}")).collect();
    Worlds::keyed(sheet, |e| names[e.question].as_str(), |area| ["one", "two", "three"][area]).drawn()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, rng_seed: RngSeed::Fixed(20_261_121), ..ProptestConfig::default() })]

    #[test]
    fn worlds_sum_to_all_and_are_the_same_in_every_order(s in sheet(14), shift in 0_usize..14) {
        let mut s = s;
        s.entries.iter_mut().enumerate().for_each(|(i, e)| e.question = i);
        let drawn = worlds(&s);
        prop_assert_eq!(drawn.counts().iter().sum::<u32>(), WORLDS);
        prop_assert_eq!(drawn.counts(), worlds(&s).counts());
        let mut turned = s.clone();
        turned.entries.rotate_left(shift % s.entries.len().max(1));
        prop_assert_eq!(drawn.counts(), worlds(&turned).counts());
        let mut slices = Worlds::keyed(&s, |_| "same", |_| "same");
        while !slices.draw(777) {}
        prop_assert_eq!(slices.counts(), Worlds::keyed(&s, |_| "same", |_| "same").drawn().counts(), "slices make no difference");
        for open in drawn.open() {
            let total: u32 = open.counts.iter().flatten().sum();
            prop_assert_eq!(total, WORLDS);
            let span = s.entries[open.entry].span;
            let outside = open.counts.iter().enumerate().filter(|(l, _)| *l < usize::from(span.low) || *l > usize::from(span.high));
            prop_assert_eq!(outside.map(|(_, c)| c.iter().sum::<u32>()).sum::<u32>(), 0, "levels come from the interval");
            let gain = open.counts.iter().map(|c| c.iter().max().unwrap()).sum::<u32>().checked_sub(*drawn.counts().iter().max().unwrap());
            prop_assert!(gain.is_some(), "a gain is never negative");
        }
    }

    #[test]
    fn every_sampled_verdict_lies_in_the_interval_widened_by_threshold_and_spacing(s in sheet(12)) {
        let mut s = s;
        s.entries.iter_mut().enumerate().for_each(|(i, e)| e.question = i);
        let drawn = worlds(&s);
        let (mild, strong) = widened(&s);
        for verdict in Verdict::ALL {
            prop_assert!(drawn.count(*verdict) == 0 || (mild..=strong).contains(verdict), "{verdict} not in {mild}..{strong}");
        }
    }
}

/// The interval over open answers, all weights within a factor of two, every threshold off by 0.05 and the steepest and
/// flattest spacing: ends that no world can pass. Spacing is replaced by half a level, which is more than it can move one.
fn widened(sheet: &Sheet) -> (Verdict, Verdict) {
    let shifted = |sign: i64| {
        let mut s = sheet.clone();
        let names: Vec<(String, String)> = s.numbers.iter().map(|(n, d)| (n.to_owned(), d.text().to_owned())).collect();
        for (name, text) in names {
            if name.ends_with("flags") || name == "flag_level" {
                continue;
            }
            // Those that are compared with "less" go one way, all others the other.
            let less = name.ends_with("foundation") || name.ends_with("tactical") || name.ends_with("weakest") || name == "weak_area";
            let hundredths: i64 = (text.parse::<f64>().unwrap() * 100.0).round() as i64;
            // Half a level is an eighth of a level value: 13 hundredths are more than that.
            let moved = hundredths + if less { sign } else { -sign } * (5 + 13);
            s.numbers.set(
                &name,
                underpin_core::model::exact::Decimal::parse(&format!(
                    "{}{:01}.{:02}",
                    if moved < 0 { "-" } else { "" },
                    moved.abs() / 100,
                    moved.abs() % 100
                ))
                .unwrap(),
            );
        }
        s
    };
    (weights::interval(&shifted(-1), 200).0, weights::interval(&shifted(1), 200).1)
}

#[test]
fn the_example_of_the_documentation_comes_out_as_it_says() {
    let level = Levels::level;
    let mut entries: Vec<Entry> = [1, 2, 2].map(|l| plain(Axis::Structural, 0, 2, level(l))).to_vec();
    entries.extend([1, 2].map(|l| plain(Axis::Symptom, 0, 2, level(l))));
    entries.extend([plain(Axis::Tactical, 0, 2, level(3)), plain(Axis::Feasibility, 0, 2, level(1))]);
    for (i, entry) in entries.iter_mut().enumerate() {
        entry.question = i;
    }
    let sheet = sheet_of(entries, &[1, 1, 1], None);
    let a = reference(&sheet);
    assert_eq!((a.scores.foundation.clone(), a.scores.pain.clone()), (Some(ratio(5, 12)), Some(ratio(5, 8))));
    assert_eq!((a.need, a.allowed, a.verdict), (Verdict::Restructure, Verdict::Restructure, Verdict::Restructure));
    let (stronger, milder) = flips::flips(&sheet);
    assert_eq!((size(&milder), milder.map(|f| f.to)), (Some(1), Some(Verdict::Optimize)));
    assert_eq!((size(&stronger), stronger.map(|f| f.to)), (Some(2), Some(Verdict::Rebuild)));
}

/// A round of the shipped audit in a workspace of its own, answered with these levels in file order; 5 and more: left open.
fn answered(track: &str, levels: &[u8]) -> Round {
    let questionnaire = open::read_to_ask(&support::shipped("backend")).0.unwrap();
    let id = RoundId::parse("2026-Q4").unwrap();
    let event = |n: u8, rest: &str| {
        let line = format!(
            r#"{{"format":1,{rest},"at":"2026-11-20T10:00:00.000Z","author":"ana","pin":"0123456789abcdef","id":"01JD00000000000000000000{n:02}"}}"#
        );
        Arc::new(line::read(&line).unwrap())
    };
    let start = event(1, r#""do":"start","questionnaire":"backend","version":"2.0.0","system":"Shop""#);
    let open = event(2, &format!(r#""do":"set","key":"track.{track}","value":true"#));
    let state = fold(&[start, open]);
    let said: Vec<(usize, u8)> = levels.iter().copied().enumerate().filter(|(_, l)| *l <= 4).collect();
    Round::read("Shop".into(), id, Arc::new(questionnaire), "0".repeat(16), state, 0).what_if(&said)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, rng_seed: RngSeed::Fixed(20_261_121), ..ProptestConfig::default() })]

    #[test]
    fn class_headline_next_and_plan_agree_on_the_shipped_audit(
        track in prop::sample::select(vec!["quick", "discovery", "full"]),
        base in 0_u8..4,
        open in 0_u8..7,
        dice in prop::collection::vec((0_u8..3, 0_u8..8), 300),
    ) {
        let levels: Vec<u8> = dice.iter().map(|(up, hide)| if *hide < open { 9 } else { (base + up).min(4) }).collect();
        let round = answered(track, &levels);
        prop_assert!(round.has_verdict());
        let certainty = round.certainty();
        let outcome = &round.outcome;
        prop_assert_eq!(round.undecided().is_some(), certainty.class == Class::Inconclusive, "lists and reports say the same");
        if certainty.class == Class::Certain {
            let (mild, strong) = weights::interval(&outcome.sheet, 200);
            prop_assert!(mild == strong && certainty.doubt.0 == certainty.doubt.1);
        }
        if matches!(certainty.class, Class::Certain | Class::Firm) {
            prop_assert!(outcome.decided() && certainty.worlds[outcome.reference.verdict as usize] >= 9000);
            if outcome.reference.verdict >= Verdict::Restructure && outcome.reference.floors.is_empty() {
                let guidance = open::read(&support::shipped("backend")).0.unwrap().guidance;
                let plan = plan(&round, &guidance);
                let named = outcome.sheet.entries.iter().filter(|e| e.axis == Axis::Structural && e.span.is_point() && e.span.low <= 2);
                let acted = named.clone().any(|e| plan.actions.iter().any(|a| a.causes.contains(&e.question)));
                prop_assert!(acted, "a strong verdict names what to do about its foundation");
            }
        }
        prop_assert_eq!(outcome.interval(), interval(&outcome.sheet));
        prop_assert_eq!(certainty.next.is_empty(), outcome.decided());
        let rank = |n: &Next| {
            let q = round.questionnaire.at(n.question).unwrap();
            let can_bind = asking::binds(outcome.sheet.entries.iter().find(|e| e.question == n.question).unwrap(), outcome.interval());
            // Gain per cost: 1 to ask, 3 to look up, 10 to measure.
            (can_bind, ratio(i64::from(n.gain), match q.cost { Cost::Ask => 1, Cost::LookUp => 3, Cost::Measure => 10 }))
        };
        prop_assert!(certainty.next.is_sorted_by(|a, b| rank(a) >= rank(b)), "gates first, then gain per cost");
        let asked = asking::order(&round.questionnaire, outcome);
        let open = |i: &usize| outcome.sheet.entries.iter().find(|e| e.question == *i && !e.span.is_point());
        prop_assert!(asked.iter().all(|i| open(i).is_some()) && asked.len() == certainty.next.len(), "the same questions in another order");
        let binding: Vec<bool> = asked.iter().filter_map(open).map(|e| asking::binds(e, outcome.interval())).collect();
        prop_assert!(binding.is_sorted_by(|a, b| a >= b), "gates that can still bind come first");
        let drawn = round.worlds().drawn();
        let most = |counts: &[u32]| counts.iter().copied().max().unwrap();
        for next in &certainty.next {
            let open = drawn.open().iter().find(|o| outcome.sheet.entries[o.entry].question == next.question).unwrap();
            let guessed: u32 = open.counts.iter().map(|c| most(c)).sum();
            prop_assert_eq!(next.gain, guessed - most(&drawn.counts()), "how much oftener the verdict is guessed right");
            prop_assert!(next.gain <= WORLDS && !round.standings[next.question].span.is_point());
        }
        let again = round.certainty();
        prop_assert_eq!(format!("{certainty:?}"), format!("{again:?}"), "replay: the same bytes");
        let plane = plane::plane(&outcome.sheet, &outcome.reference, 20, 10);
        for row in &plane.rows {
            prop_assert!(row.is_sorted_by(|a, b| a >= b), "a better foundation never asks for more");
        }
        for pair in plane.rows.windows(2) {
            prop_assert!(pair[0].iter().zip(&pair[1]).all(|(more, less)| more >= less), "more pain never asks for less");
        }
    }
}

#[test]
fn nothing_answered_is_the_full_range_and_nothing_applicable_has_no_ground() {
    let round = answered("discovery", &[]);
    assert_eq!(round.undecided(), Some(Undecided::Between((Verdict::Maintain, Verdict::Rebuild))));
    assert_eq!(round.certainty().class, Class::Inconclusive);
    let none = Base { questions: Vec::new(), ..round.base.clone() };
    let outcome = Outcome::of(&round.questionnaire, &none, &round.standings);
    let worlds = Worlds::of(&round.questionnaire, &outcome.sheet);
    assert_eq!(Undecided::of(&outcome, worlds.clone()), Some(Undecided::NoGround));
    let certainty = Certainty::of(&round.questionnaire, &outcome, &worlds.drawn());
    assert_eq!((certainty.class, certainty.next.len(), certainty.margins.len()), (Class::Inconclusive, 0, 0));
}

#[test]
fn with_everything_answered_near_a_threshold_it_lies_on_the_border() {
    // All conditions in the middle of the scale: the foundation stands exactly on the threshold of restructuring.
    let round = answered("discovery", &[2; 300]);
    assert!(round.outcome.decided(), "every question has an answer");
    let certainty = round.certainty();
    assert!(certainty.worlds.iter().filter(|n| **n > 1000).count() > 1, "the worlds do not agree: {:?}", certainty.worlds);
    let Some(Undecided::Border((mild, strong))) = round.undecided() else { panic!("{:?}", round.undecided()) };
    assert_eq!((certainty.class, mild, strong), (Class::Inconclusive, Verdict::Optimize, Verdict::Restructure));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, max_global_rejects: 1_000_000, rng_seed: RngSeed::Fixed(20_261_121), ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_areas_changes_nothing(s in sheet(14), turn in 0..AREAS) {
        let mut turned = s.clone();
        turned.area_weights.rotate_right(turn);
        turned.large_areas.rotate_right(turn);
        turned.entries.iter_mut().for_each(|e| e.area = (e.area + turn) % AREAS);
        let (a, b) = (reference(&s), reference(&turned));
        prop_assert_eq!((a.need, a.allowed, a.verdict, a.scores.foundation, a.scores.breadth), (b.need, b.allowed, b.verdict, b.scores.foundation, b.scores.breadth));
        prop_assert_eq!(interval(&s), interval(&turned));
        prop_assert_eq!(doubt::interval(&s), doubt::interval(&turned));
    }

    #[test]
    fn duplicating_every_question_changes_no_doubt(s in sheet(10)) {
        let mut doubled = s.clone();
        doubled.entries.extend(s.entries.clone());
        prop_assert_eq!(doubt::interval(&s), doubt::interval(&doubled));
    }

    #[test]
    fn at_the_ends_of_the_scale_the_verdict_is_what_it_has_to_be(s in sheet(16)) {
        let all = |conditions: u8, feasibility: u8| {
            let mut s = s.clone();
            s.at_most = None;
            for e in &mut s.entries {
                e.span = Levels::level(if e.axis == Axis::Feasibility { feasibility } else { conditions });
            }
            reference(&s)
        };
        let has = |axis: Axis| s.entries.iter().any(|e| e.axis == axis);
        prop_assert_eq!(all(4, 4).need, Verdict::Maintain);
        let large = s.large_areas.iter().any(|l| *l);
        if large && has(Axis::Symptom) && has(Axis::Feasibility) {
            prop_assert_eq!(all(0, 4).verdict, Verdict::Rebuild);
            let lowest = s.entries.iter().filter_map(|e| e.cap).map(|c| c.verdict).min().unwrap_or(Verdict::Rebuild);
            prop_assert_eq!(all(0, 0).verdict, lowest.min(Verdict::Restructure));
            let mut unknown = s.clone();
            unknown.at_most = None;
            unknown.entries.iter_mut().for_each(|e| e.span = Levels::ALL);
            // A cap at maintain would keep the mild end; the strong end is a rebuild whatever gates there are.
            prop_assert_eq!(interval(&unknown), (Verdict::Maintain, Verdict::Rebuild));
        }
    }
}

#[test]
fn not_applicable_is_as_if_the_question_did_not_exist_where_the_area_keeps_three() {
    let levels: Vec<u8> = (0..300).map(|i| [1, 2, 4, 0, 3, 9][i % 6]).collect();
    let round = answered("discovery", &levels);
    let structural = |area: usize| {
        let mine = round.base.questions.iter().filter_map(|i| round.questionnaire.at(*i));
        mine.filter(|q| q.axis == Axis::Structural && q.area == area).count()
    };
    let mut tried = 0;
    for index in &round.base.questions {
        let question = round.questionnaire.at(*index).unwrap();
        if !question.may_not_apply() || !question.scored() || (question.axis == Axis::Structural && structural(question.area) <= 3) {
            continue;
        }
        tried += 1;
        let mut standings = round.standings.clone();
        standings[*index].state = Stands::NotApplicable;
        let without = Base { questions: round.base.questions.iter().copied().filter(|i| i != index).collect(), ..round.base.clone() };
        let left_out = Outcome::of(&round.questionnaire, &round.base, &standings);
        let not_there = Outcome::of(&round.questionnaire, &without, &round.standings);
        assert_eq!(left_out.reference, not_there.reference, "{}", question.id);
        assert_eq!((left_out.strongest, left_out.mildest), (not_there.strongest, not_there.mildest));
        assert_eq!(left_out.structural_coverage, not_there.structural_coverage);
    }
    assert!(tried > 90, "{tried}");
}

#[test]
fn a_gate_binds_only_while_it_can_still_move_what_is_left() {
    let open = plain(Axis::Feasibility, 0, 2, Levels::ALL);
    let cap = |verdict| Entry { cap: Some(Gate { at_or_below: 1, verdict }), ..open.clone() };
    let floor = |verdict| Entry { floor: Some(Gate { at_or_below: 1, verdict }), ..plain(Axis::Structural, 0, 2, Levels::ALL) };
    let left = (Verdict::Optimize, Verdict::Restructure);
    assert!(!asking::binds(&open, left), "no gate");
    assert!(asking::binds(&cap(Verdict::Optimize), left) && !asking::binds(&cap(Verdict::Restructure), left));
    assert!(asking::binds(&floor(Verdict::Restructure), left) && !asking::binds(&floor(Verdict::Optimize), left));
}

#[test]
fn urgency_follows_the_mean_of_the_symptoms() {
    // Under 1.5 levels within 30 days, to 2.5 within 60 to 90, else no hurry.
    for (levels, urgency) in [([1; 300], Urgency::ThirtyDays), ([2; 300], Urgency::NinetyDays), ([3; 300], Urgency::Plan)] {
        assert_eq!(answered("discovery", &levels).outcome.urgency, Some(urgency));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, rng_seed: RngSeed::Fixed(20_261_121), ..ProptestConfig::default() })]

    #[test]
    fn with_its_own_scores_an_assessment_has_its_own_verdict(s in sheet(14)) {
        let now = reference(&s);
        prop_assert_eq!(verdict_with(&s, &now, &now.scores), now.verdict);
    }
}

#[test]
fn the_plane_takes_each_cell_at_its_middle() {
    // No large area, no flag, healthy day-to-day work: foundation and pain alone say it.
    let sheet = sheet_of(
        vec![
            plain(Axis::Structural, 0, 2, Levels::level(4)),
            plain(Axis::Symptom, 0, 2, Levels::level(4)),
            plain(Axis::Tactical, 0, 2, Levels::level(4)),
        ],
        &[1, 1, 1],
        None,
    );
    let plane = plane::plane(&sheet, &reference(&sheet), 4, 4);
    let (m, o, r) = (Verdict::Maintain, Verdict::Optimize, Verdict::Restructure);
    // Foundation 1/8, 3/8, 5/8, 7/8 from left to right; pain 7/8, 5/8, 3/8, 1/8 from top to bottom.
    assert_eq!(plane.rows, [[r, r, o, o], [r, r, o, o], [r, r, o, o], [r, r, o, m]]);
}

#[test]
fn the_axis_that_decides_is_asked_first() {
    // One large area is very weak, the foundation is fair: pain alone tells optimize from restructure.
    let mut entries = [1, 1, 1].map(|l| plain(Axis::Structural, 0, 2, Levels::level(l))).to_vec();
    entries.extend([3, 4, 4].map(|l| plain(Axis::Structural, 1, 2, Levels::level(l))));
    entries.push(plain(Axis::Structural, 1, 1, Levels { low: 3, high: 4 }));
    entries.push(plain(Axis::Tactical, 0, 2, Levels::ALL));
    entries.push(plain(Axis::Feasibility, 0, 2, Levels::ALL));
    entries.extend((0..3).map(|_| plain(Axis::Symptom, 0, 2, Levels::ALL)));
    let base = answered("discovery", &[]);
    // Positions of questions that cost the same to ask.
    let asked: Vec<usize> = base.questionnaire.questions.iter().filter(|q| q.cost == Cost::Ask).map(|q| q.index).collect();
    for (entry, index) in entries.iter_mut().zip(&asked) {
        entry.question = *index;
    }
    let sheet = sheet_of(entries, &[1, 1, 1], None);
    let mut outcome = base.outcome.clone();
    outcome.reference = reference(&sheet);
    outcome.strongest = assess(&sheet, Pick::Low, Pick::High);
    outcome.mildest = assess(&sheet, Pick::High, Pick::Low);
    outcome.sheet = sheet.clone();
    assert_eq!(outcome.interval(), (Verdict::Optimize, Verdict::Restructure));
    let first = asking::order(&base.questionnaire, &outcome)[0];
    let entry = sheet.entries.iter().find(|e| e.question == first).unwrap();
    assert_eq!(entry.axis, Axis::Symptom);
}

#[test]
fn coverage_is_counted_by_weight_and_for_the_foundation_by_area() {
    for hidden in [2_usize, 3, 5] {
        let levels: Vec<u8> = (0..300).map(|i| if i % hidden == 0 { 9 } else { 2 }).collect();
        let round = answered("discovery", &levels);
        let share = |axis: Axis, area: Option<usize>| {
            let mine = round.outcome.sheet.entries.iter().filter(|e| e.axis == axis && area.is_none_or(|a| a == e.area));
            let (part, all) =
                mine.fold((0, 0), |(p, n), e| (p + if e.span.is_point() { i64::from(e.weight) } else { 0 }, n + i64::from(e.weight)));
            (all > 0).then(|| ratio(part, all))
        };
        assert_eq!(round.outcome.symptom_coverage, share(Axis::Symptom, None));
        assert_eq!(round.outcome.feasibility_coverage, share(Axis::Feasibility, None));
        let areas = round.outcome.sheet.area_weights.iter().enumerate().filter_map(|(a, w)| Some((share(Axis::Structural, Some(a))?, w)));
        let (above, below) = areas.fold((ratio(0, 1), ratio(0, 1)), |(above, below), (s, w)| (above + s * w, below + w));
        assert_eq!(round.outcome.structural_coverage, Some(above / below));
        let thin = |x: &Option<Exact>, n, d| x.clone().unwrap() < ratio(n, d);
        let expected = thin(&round.outcome.structural_coverage, 3, 5) || thin(&round.outcome.symptom_coverage, 1, 2);
        assert_eq!(round.outcome.coverage_is_thin(), expected, "every {hidden}th open");
    }
    // Thin symptoms alone are thin coverage.
    let round = answered("discovery", &[2; 300]);
    let mut outcome = round.outcome.clone();
    assert!(!outcome.coverage_is_thin());
    outcome.symptom_coverage = Some(ratio(49, 100));
    assert!(outcome.coverage_is_thin());
}

#[test]
fn influences_of_each_axis_sum_to_the_whole() {
    let round = answered("full", &[2; 300]);
    let sheet = &round.outcome.sheet;
    let shares = influence::influences(sheet);
    for axis in Axis::ALL {
        let sum = sheet.entries.iter().zip(&shares).filter(|(e, _)| e.axis == *axis).fold(ratio(0, 1), |sum, (_, s)| sum + s);
        let whole = match axis {
            // A structural share is one of its area, times the weight of the area.
            Axis::Structural => (0..sheet.area_weights.len())
                .filter(|a| sheet.entries.iter().any(|e| e.axis == *axis && e.area == *a))
                .fold(ratio(0, 1), |sum, a| sum + &sheet.area_weights[a]),
            _ => ratio(1, 1),
        };
        assert_eq!(sum, whole, "{axis}");
    }
}

#[test]
fn where_nothing_is_near_a_threshold_every_world_says_what_the_rules_say() {
    let of =
        |axis: Axis, area: usize, levels: &[u8]| -> Vec<Entry> { levels.iter().map(|l| plain(axis, area, 2, Levels::level(*l))).collect() };
    let (s, t, p, f) = (Axis::Structural, Axis::Tactical, Axis::Symptom, Axis::Feasibility);
    let healthy = || [of(s, 0, &[4; 3]), of(s, 1, &[4; 3]), of(t, 0, &[4; 3]), of(p, 0, &[4; 3]), of(f, 0, &[4; 3])].concat();
    let mut flagged = healthy();
    flagged[6].flag = Some(Flag::Bugs);
    flagged[6].span = Levels::level(0);
    flagged[6].weight = 1;
    flagged.extend(of(t, 0, &[4; 20]));
    let mut floor = healthy();
    floor[0].floor = Some(Gate { at_or_below: 3, verdict: Verdict::Rebuild });
    floor[0].span = Levels::level(3);
    floor.extend(of(s, 0, &[4; 20]));
    let mut capped = [of(s, 0, &[0; 3]), of(p, 0, &[0; 3]), of(f, 0, &[4; 3])].concat();
    capped[6].cap = Some(Gate { at_or_below: 2, verdict: Verdict::Optimize });
    capped[6].span = Levels::level(2);
    let weak_area = |pain: &[u8]| [of(s, 0, &[0; 3]), of(s, 1, &[4; 3]), of(s, 2, &[4; 3]), of(p, 0, pain), of(f, 0, &[4; 3])].concat();
    let cases = [
        ("all healthy", healthy(), [1, 1, 1], Verdict::Maintain),
        ("one flag", flagged, [1, 1, 1], Verdict::Optimize),
        ("pain alone", [healthy(), of(p, 0, &[0; 9])].concat(), [1, 1, 1], Verdict::Optimize),
        ("slow work alone", [healthy(), of(t, 0, &[0; 9])].concat(), [1, 1, 1], Verdict::Optimize),
        ("a weak area that hurts", weak_area(&[0; 3]), [1, 90, 90], Verdict::Restructure),
        ("a weak area without symptoms", weak_area(&[]), [1, 90, 90], Verdict::Maintain),
        ("a weak foundation", [of(s, 0, &[0; 3]), of(p, 0, &[4; 3]), of(f, 0, &[4; 3])].concat(), [1, 1, 1], Verdict::Restructure),
        ("all at its worst, and ready", [of(s, 0, &[0; 3]), of(p, 0, &[0; 3]), of(f, 0, &[4; 3])].concat(), [1, 1, 1], Verdict::Rebuild),
        (
            "all at its worst, and not ready",
            [of(s, 0, &[0; 3]), of(p, 0, &[0; 3]), of(f, 0, &[0; 3])].concat(),
            [1, 1, 1],
            Verdict::Restructure,
        ),
        ("all at its worst, nothing known of readiness", [of(s, 0, &[0; 3]), of(p, 0, &[0; 3])].concat(), [1, 1, 1], Verdict::Restructure),
        ("a floor", floor, [1, 1, 1], Verdict::Rebuild),
        ("a cap", capped, [1, 1, 1], Verdict::Optimize),
    ];
    for (name, mut entries, weights, verdict) in cases {
        entries.iter_mut().enumerate().for_each(|(i, e)| e.question = i);
        let sheet = sheet_of(entries, &weights, None);
        assert_eq!(reference(&sheet).verdict, verdict, "{name}");
        assert_eq!(worlds(&sheet).count(verdict), WORLDS, "{name}: {:?}", worlds(&sheet).counts());
    }
}

#[test]
fn open_readiness_is_taken_at_its_worst_for_the_mildest_verdict_and_at_its_best_for_the_strongest() {
    let audit = answered("discovery", &[]).questionnaire;
    let levels = |conditions: u8, readiness: u8| -> Vec<u8> {
        audit.questions.iter().map(|q| if q.axis == Axis::Feasibility { readiness } else { conditions }).collect()
    };
    let round = answered("discovery", &levels(0, 9));
    assert_eq!(round.outcome.interval(), (Verdict::Optimize, Verdict::Rebuild), "all bad, nothing known of readiness");
    assert_eq!(round.outcome.allowed_interval(), (Verdict::Optimize, Verdict::Rebuild));
    assert_eq!(round.outcome.need_interval(), (Verdict::Rebuild, Verdict::Rebuild));
    let round = answered("discovery", &levels(9, 4));
    assert_eq!(round.outcome.interval(), (Verdict::Maintain, Verdict::Rebuild), "ready, nothing known of the system");
    assert_eq!(round.outcome.need_interval(), (Verdict::Maintain, Verdict::Rebuild));
    assert_eq!(round.outcome.allowed_interval(), (Verdict::Rebuild, Verdict::Rebuild));
}

#[test]
fn the_class_is_the_first_that_holds() {
    let class = |levels: &dyn Fn(usize) -> u8| {
        let levels: Vec<u8> = (0..300).map(levels).collect();
        let round = answered("discovery", &levels);
        let (mild, strong) = weights::interval(&round.outcome.sheet, 200);
        (round.certainty().class, mild == strong, round.outcome.decided())
    };
    assert_eq!(class(&|i| [2, 3][i % 2]), (Class::Certain, true, true), "no weighting within a factor of two changes it");
    assert_eq!(class(&|i| [1, 3, 3][i % 3]), (Class::Firm, false, true), "some weighting would");
    assert_eq!(class(&|i| if i % 6 == 0 { 9 } else { [1, 3, 3][i % 3] }), (Class::Leaning, false, false), "open answers can");
    assert_eq!(class(&|i| if i % 5 < 3 { 9 } else { 2 }), (Class::Inconclusive, false, false), "too little is answered");
    assert_eq!(class(&|_| 9), (Class::Inconclusive, false, false));
}

#[test]
fn a_score_on_its_threshold_has_no_margin_left_to_whichever_side_decides() {
    // Pain exactly 1/4 asks for nothing yet: any more of it does. The foundation exactly 3/4: any less does.
    let entries = vec![
        plain(Axis::Structural, 0, 2, Levels::level(3)),
        plain(Axis::Symptom, 0, 2, Levels::level(3)),
        plain(Axis::Tactical, 0, 2, Levels::level(4)),
    ];
    let sheet = sheet_of(entries, &[1, 1, 1], None);
    let now = reference(&sheet);
    assert_eq!(now.verdict, Verdict::Maintain);
    let found: Vec<_> = margins::margins(&sheet, &now).into_iter().map(|m| (m.score, m.rule, m.distance, m.to)).collect();
    assert!(found.contains(&("pain", "optimize_pain", ratio(0, 1), Verdict::Optimize)), "{found:?}");
    assert!(found.contains(&("foundation", "optimize_foundation", ratio(0, 1), Verdict::Optimize)), "{found:?}");
}
