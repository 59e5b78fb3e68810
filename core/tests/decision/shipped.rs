//! Invariants 5, 15 and 17, and the shipped audit as a whole.

use crate::audits::{answered, shipped};
use crate::sheets::{at_levels, config, interval, reference, shipped_rules, under_shipped_rules};
use proptest::prelude::*;
use std::sync::Arc;
use underpin_core::content::open;
use underpin_core::decision::assess::Assessment;
use underpin_core::decision::certainty::Certainty;
use underpin_core::decision::class::{Class, Undecided};
use underpin_core::decision::influence::influences;
use underpin_core::decision::outcome::Outcome;
use underpin_core::decision::sheet::{Entry, Ground, Sheet};
use underpin_core::decision::weights;
use underpin_core::decision::worlds::Worlds;
use underpin_core::log::event::Levels;
use underpin_core::model::exact::ratio;
use underpin_core::model::guidance::Guidance;
use underpin_core::model::rules::{Points, Score};
use underpin_core::model::words::{Axis, Verdict};
use underpin_core::plan::plan;
use underpin_core::standing::Stands;
use underpin_core::standing::base::Base;

/// The deciding tracks without a limit.
const WIDE: [&str; 4] = ["discovery", "sprint", "focused", "full"];

fn guidance() -> &'static Guidance {
    static GUIDANCE: std::sync::OnceLock<Guidance> = std::sync::OnceLock::new();
    GUIDANCE.get_or_init(|| open::read(&crate::support::shipped("backend")).0.unwrap().guidance)
}

/// A track of the shipped audit, every condition and every feasibility question at one span.
fn sheet(track: &str, conditions: Levels, feasibility: Levels) -> Sheet {
    let q = shipped();
    let track = q.track(track).unwrap();
    let mut structural = vec![0; q.pillars.len()];
    let mut entries = Vec::new();
    for x in track.questions().map(|i| q.at(i).unwrap()).filter(|x| x.scored()) {
        if let Some(pillar) = x.pillar {
            structural[pillar] += 1;
        }
        let span = if x.axis == Axis::Feasibility { feasibility } else { conditions };
        entries.push(Entry {
            question: x.index,
            axis: x.axis,
            pillar: x.pillar.unwrap_or(0),
            weight: x.weight,
            flag: x.flag,
            floor: x.floor,
            cap: x.cap,
            span,
            doubtful: false,
        });
    }
    let ground =
        q.pillars.iter().zip(structural).map(|(p, n)| Ground::new(p.weight.value(), n, p.weak_at.clone().filter(|_| p.restructures)));
    Sheet::new(entries, ground.collect(), q.rules.clone(), track.at_most)
}

#[test]
fn the_shipped_table_is_that_of_the_model() {
    let q = shipped();
    let limit = q.pillars.iter().position(|p| p.id == "limit").unwrap();
    let mut shipped = q.rules.clone();
    shipped.raising.iter_mut().map(|r| &mut r.say).chain(shipped.limits.iter_mut().map(|l| &mut l.say)).for_each(|say| {
        assert!(!std::mem::take(say).is_empty(), "what ships is said in one sentence");
    });
    assert_eq!(shipped, shipped_rules(limit));
    let pillars: Vec<(&str, Option<String>, bool, String)> = q
        .pillars
        .iter()
        .map(|p| (p.id.as_str(), p.weak_at.as_ref().map(ToString::to_string), p.restructures, p.weight.to_string()))
        .collect();
    let weak = |id, at: &str| (id, Some(at.to_owned()), true, "1".to_owned());
    let expected = [
        weak("boundaries", "0.40"),
        weak("change", "0.40"),
        weak("limit", "0.45"),
        weak("growth", "0.45"),
        weak("cut", "0.45"),
        weak("platform", "0.45"),
        weak("data", "0.45"),
        ("trust", None, false, "1".to_owned()),
    ];
    assert_eq!(pillars, expected);
}

// Invariant 15.
#[test]
fn the_shipped_audit_can_say_everything_that_it_may_say() {
    let level = Levels::level;
    for track in WIDE {
        let of = |c: u8, f: u8| reference(&sheet(track, level(c), level(f)));
        assert_eq!(of(4, 4).verdict, Verdict::Maintain, "{track}");
        assert_eq!(of(3, 4).verdict, Verdict::Maintain, "{track}: pain is a quarter, and not above it");
        assert_eq!(of(2, 4).verdict, Verdict::Optimize, "{track}");
        assert_eq!(of(1, 2).verdict, Verdict::Rebuild, "{track}");
        assert_eq!(of(0, 4).verdict, Verdict::Rebuild, "{track}");
        let lowest = |s: &Sheet| s.entries.iter().filter_map(|e| e.cap).map(|c| c.verdict).min().unwrap();
        let worst = sheet(track, level(0), level(0));
        assert_eq!(reference(&worst).verdict, lowest(&worst).min(Verdict::Restructure), "{track}: all 0, the lowest cap");
        assert_eq!((of(0, 0).need, of(0, 0).allowed), (Verdict::Rebuild, Verdict::Optimize), "{track}: weeks of money allow no more");
        let unknown = sheet(track, Levels::ALL, Levels::ALL);
        assert_eq!(interval(&unknown), (Verdict::Maintain, Verdict::Rebuild), "{track}");
        let limit = shipped().pillars.iter().position(|p| p.id == "limit").unwrap();
        assert!(unknown.large_pillars().contains(&limit), "{track}: without it nothing could be rebuilt");
    }
    assert_eq!(interval(&sheet("quick", Levels::ALL, Levels::ALL)), (Verdict::Maintain, Verdict::Restructure));
    assert_eq!(reference(&sheet("quick", level(0), level(4))).verdict, Verdict::Restructure, "the quick check says no more");
}

// Invariant 15 of any sheet under the shipped rules.
#[test]
fn at_the_ends_of_the_scale_the_verdict_is_what_it_has_to_be() {
    for pillars in 1..5_usize {
        let of = |conditions: u8, feasibility: u8| {
            let mut entries: Vec<Entry> = (0..pillars).flat_map(|p| at_levels(Axis::Structural, p, &[conditions; 3])).collect();
            entries.extend([Axis::Tactical, Axis::Symptom].iter().flat_map(|axis| at_levels(*axis, 0, &[conditions; 2])));
            entries.extend(at_levels(Axis::Feasibility, 0, &[feasibility]));
            reference(&under_shipped_rules(entries, &vec!["1"; pillars])).verdict
        };
        assert_eq!(
            [of(4, 4), of(4, 0), of(0, 4), of(0, 0)],
            [Verdict::Maintain, Verdict::Maintain, Verdict::Rebuild, Verdict::Restructure]
        );
    }
}

proptest! {
    #![proptest_config(config(150))]

    #[test]
    fn on_every_shipped_track_a_better_level_never_worsens_any_score(
        track in prop::sample::select(vec!["quick", "discovery", "sprint", "focused", "full"]),
        levels in prop::collection::vec(0_u8..=4, 300),
        at in any::<prop::sample::Index>(),
    ) {
        let mut sheet = sheet(track, Levels::level(0), Levels::level(0));
        for (entry, level) in sheet.entries.iter_mut().zip(&levels) {
            entry.span = Levels::level(*level);
        }
        let before = reference(&sheet);
        let index = at.index(sheet.entries.len());
        let level = sheet.entries[index].span.low;
        prop_assume!(level < 4);
        sheet.entries[index].span = Levels::level(level + 1);
        let after = reference(&sheet);
        for score in Score::PLAIN.into_iter().chain((0..sheet.pillars.len()).map(Score::Pillar)) {
            let of = |a: &Assessment| a.scores.value(score);
            prop_assert!(if score.points() == Points::Up { of(&after) >= of(&before) } else { of(&after) <= of(&before) }, "{score:?}");
        }
        prop_assert!(after.scores.flags.is_subset(&before.scores.flags));
        if sheet.entries[index].axis == Axis::Feasibility {
            prop_assert!(after.allowed >= before.allowed && after.need == before.need);
        } else {
            prop_assert!(after.need <= before.need && after.allowed == before.allowed);
        }
    }
}

// Invariant 5.
#[test]
fn not_applicable_is_as_if_the_question_did_not_exist_where_the_pillar_keeps_three() {
    let levels: Vec<u8> = (0..400).map(|i| [1, 2, 4, 0, 3, 9][i % 6]).collect();
    let round = answered("discovery", &levels);
    let structural = |pillar: Option<usize>| {
        let mine = round.base.questions.iter().filter_map(|i| round.questionnaire.at(*i));
        mine.filter(|q| q.axis == Axis::Structural && q.pillar == pillar).count()
    };
    let mut tried = 0;
    for index in &round.base.questions {
        let question = round.questionnaire.at(*index).unwrap();
        if !question.may_not_apply() || !question.scored() || (question.axis == Axis::Structural && structural(question.pillar) <= 3) {
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
        assert_eq!(left_out.coverage.structural, not_there.coverage.structural);
    }
    assert!(tried > 90, "{tried}");
}

proptest! {
    #![proptest_config(config(10))]

    // Invariants 17 and 19.
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
                let plan = plan(&round, guidance());
                let mut named = outcome.sheet.entries.iter().filter(|e| e.axis == Axis::Structural && e.span.is_point() && e.span.low <= 2);
                let acted = named.any(|e| plan.actions.iter().any(|a| a.causes.contains(&e.question)));
                prop_assert!(acted, "a strong verdict names what to do about its foundation");
            }
        }
        prop_assert_eq!(outcome.interval(), interval(&outcome.sheet));
        prop_assert_eq!(certainty.next.is_empty(), outcome.decided());
        let again = answered(track, &levels);
        prop_assert_eq!(format!("{certainty:?}"), format!("{:?}", again.certainty()), "replay: the same bytes");
        let said = |r: &underpin_core::round::Round| format!("{:?}", plan(r, guidance()).actions);
        prop_assert_eq!(said(&round), said(&again));
    }
}

proptest! {
    #[test]
    fn whether_it_is_decided_does_not_depend_on_how_many_worlds_are_drawn_at_a_time(
        levels in prop::collection::vec(0_u8..6, 1..300), near in any::<bool>(), more in prop_oneof![1_u32..70, 200_u32..600, Just(10_000)],
    ) {
        // Near the middle all worlds are needed.
        let levels: Vec<u8> = levels.iter().map(|l| if near && *l < 5 { 2 + u8::from(*l == 0) } else { *l }).collect();
        let mut round = answered("discovery", &levels);
        let whole = round.undecided();
        let mut worlds = Worlds::of(&round.questionnaire, &round.outcome.sheet);
        let sliced = std::iter::repeat_with(|| Undecided::tell(&round.outcome, &mut worlds, more)).find_map(|told| told);
        prop_assert_eq!(sliced, Some(whole));
        prop_assert_eq!(worlds.so_far(), round.worlds().so_far());
        prop_assert_eq!(worlds.counts(), round.worlds().counts());
        round = round.what_if(&[]);
        let fresh = round.undecided();
        round = round.what_if(&[]);
        while !round.think(more) {}
        prop_assert_eq!(round.undecided(), fresh);
    }
}

#[test]
fn nothing_answered_is_the_full_range_and_nothing_applicable_has_no_ground() {
    let round = answered("discovery", &[]);
    assert_eq!(round.undecided(), Some(Undecided::Between((Verdict::Maintain, Verdict::Rebuild))));
    assert_eq!((round.certainty().class, round.what()), (Class::Inconclusive, None));
    let none = Base { questions: Vec::new(), ..round.base.clone() };
    let outcome = Outcome::of(&round.questionnaire, &none, &round.standings);
    let worlds = Worlds::of(&round.questionnaire, &outcome.sheet);
    assert_eq!(Undecided::of(&outcome, &mut worlds.clone()), Some(Undecided::NoGround));
    let certainty = Certainty::of(&round.questionnaire, &outcome, &worlds.drawn());
    assert_eq!((certainty.class, certainty.next.len(), certainty.margins.len()), (Class::Inconclusive, 0, 0));
}

#[test]
fn with_everything_answered_near_a_number_it_lies_on_the_border() {
    // All conditions in the middle of the scale: the foundation stands exactly on the number of restructuring.
    let round = answered("discovery", &[2; 400]);
    assert!(round.outcome.decided(), "every question has an answer");
    let certainty = round.certainty();
    assert!(certainty.worlds.iter().filter(|n| **n > 1000).count() > 1, "the worlds do not agree: {:?}", certainty.worlds);
    let Some(Undecided::Border((mild, strong))) = round.undecided() else { panic!("{:?}", round.undecided()) };
    assert_eq!((certainty.class, mild, strong), (Class::Inconclusive, Verdict::Optimize, Verdict::Restructure));
}

#[test]
fn influences_of_each_axis_sum_to_the_whole() {
    let round = answered("full", &[2; 400]);
    let sheet = &round.outcome.sheet;
    let shares = influences(sheet);
    for axis in Axis::ALL {
        let sum = sheet.entries.iter().zip(&shares).filter(|(e, _)| e.axis == *axis).fold(ratio(0, 1), |sum, (_, s)| sum + s);
        let whole = match axis {
            Axis::Structural => sheet.pillars.iter().fold(ratio(0, 1), |sum, p| sum + &p.weight),
            _ => ratio(1, 1),
        };
        assert_eq!(sum, whole, "{axis}");
    }
}

#[test]
fn open_readiness_is_taken_at_its_worst_for_the_mildest_verdict_and_at_its_best_for_the_strongest() {
    let audit: Arc<_> = shipped();
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
fn the_class_of_the_shipped_audit_is_the_first_that_holds() {
    let class = |levels: &dyn Fn(usize) -> u8| {
        let levels: Vec<u8> = (0..400).map(levels).collect();
        let round = answered("discovery", &levels);
        let (mild, strong) = weights::interval(&round.outcome.sheet, 200);
        (round.certainty().class, mild == strong, round.outcome.decided())
    };
    assert_eq!(class(&|i| [1, 2][i % 2]), (Class::Certain, true, true), "no weighting within a factor of two changes it");
    assert_eq!(class(&|i| if i % 5 == 2 { 9 } else { [1, 2][i % 2] }), (Class::Firm, false, true), "some weighting would");
    assert_eq!(class(&|i| [1, 2, 3][i % 3]), (Class::Leaning, false, true), "three worlds in ten say something else");
    assert_eq!(class(&|i| if i % 4 == 1 { 9 } else { [1, 2][i % 2] }), (Class::Leaning, false, false), "open answers can change it");
    assert_eq!(class(&|i| if i % 5 < 3 { 9 } else { 2 }), (Class::Inconclusive, false, false), "too little is answered");
    assert_eq!(class(&|_| 9), (Class::Inconclusive, false, false));
}
