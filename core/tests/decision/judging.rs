//! What is said of an outcome: class, coverage, urgency, what it is about, the plane.

use crate::audits::Audit;
use crate::sheets::{at_levels, changed, config, interval, plain, reference, sheet, under_shipped_rules};
use proptest::prelude::*;
use underpin_core::decision::certainty::Certainty;
use underpin_core::decision::class::{Class, Undecided, settling};
use underpin_core::decision::coverage::Coverage;
use underpin_core::decision::influence::influences;
use underpin_core::decision::outcome::{Outcome, Urgency};
use underpin_core::decision::plane::plane;
use underpin_core::decision::sheet::{Entry, Sheet};
use underpin_core::decision::weights;
use underpin_core::decision::what::What;
use underpin_core::decision::worlds::WORLDS;
use underpin_core::log::event::Levels;
use underpin_core::model::exact::{Exact, ratio};
use underpin_core::model::question::Gate;
use underpin_core::model::words::{Axis, Scale, Verdict};
use underpin_core::standing::Stands;

/// The share of the weights of some entries that is answered.
fn share(sheet: &Sheet, mine: &dyn Fn(&Entry) -> bool) -> Option<Exact> {
    let weigh = |wanted: &dyn Fn(&Entry) -> bool| -> i64 { sheet.entries.iter().filter(|e| wanted(e)).map(|e| i64::from(e.weight)).sum() };
    let all = weigh(mine);
    (all > 0).then(|| ratio(weigh(&|e: &Entry| mine(e) && e.span != Levels::ALL), all))
}

/// Structural coverage: pillar by pillar, weighted as in the foundation.
fn structural(sheet: &Sheet) -> Option<Exact> {
    let of = |p: usize| share(sheet, &|e: &Entry| e.axis == Axis::Structural && e.pillar == p);
    let known: Vec<(Exact, Exact)> = (0..sheet.pillars.len()).filter_map(|p| Some((sheet.pillars[p].weight.clone(), of(p)?))).collect();
    let weight = known.iter().fold(ratio(0, 1), |sum, (w, _)| sum + w);
    (!known.is_empty()).then(|| known.iter().fold(ratio(0, 1), |sum, (w, s)| sum + w * s) / weight)
}

/// The class, by the words of the model.
fn class(outcome: &Outcome, share_of_worlds: u32) -> Class {
    let sheet = &outcome.sheet;
    let on = |axis: Axis| sheet.entries.iter().any(|e| e.axis == axis);
    if !on(Axis::Structural) || !on(Axis::Symptom) {
        return Class::Inconclusive;
    }
    let single = |(mild, strong): (Verdict, Verdict)| mild == strong;
    let axis = |axis: Axis| share(sheet, &|e: &Entry| e.axis == axis);
    let thin = |share: Option<Exact>, least: Exact| share.is_none_or(|s| s < least);
    let rebuild = outcome.reference.verdict == Verdict::Rebuild;
    if single(weights::interval(sheet, 200)) && share_of_worlds >= 9000 {
        Class::Certain
    } else if thin(structural(sheet), ratio(60, 100))
        || thin(axis(Axis::Symptom), ratio(50, 100))
        || (rebuild && thin(axis(Axis::Feasibility), ratio(50, 100)))
    {
        Class::Inconclusive
    } else if single(interval(sheet)) && share_of_worlds >= 9000 {
        Class::Firm
    } else if share_of_worlds >= 6000 {
        Class::Leaning
    } else {
        Class::Inconclusive
    }
}

proptest! {
    #![proptest_config(config(70))]

    #[test]
    fn the_class_is_the_first_that_holds(s in sheet(16)) {
        let audit = Audit::of(&s);
        let (outcome, drawn) = (audit.outcome(), audit.worlds().drawn());
        let expected = class(&outcome, drawn.count(outcome.reference.verdict));
        prop_assert_eq!(Class::of(&outcome, &drawn), expected);
        let certainty = Certainty::of(&audit.questionnaire, &outcome, &drawn);
        let doubted = expected == Class::Certain && certainty.doubt.0 != certainty.doubt.1;
        prop_assert_eq!(certainty.class, if doubted { Class::Firm } else { expected }, "what depends on unchecked answers is never certain");
        let undecided = Undecided::of(&outcome, &mut audit.worlds());
        prop_assert_eq!(undecided.is_some(), expected == Class::Inconclusive, "lists and reports say the same");
        match undecided {
            Some(Undecided::Between((mild, strong)) | Undecided::Border((mild, strong))) => {
                prop_assert!(mild <= interval(&s).0 && interval(&s).1 <= strong);
                let complete = s.entries.iter().all(|e| e.span != Levels::ALL);
                prop_assert_eq!(matches!(undecided, Some(Undecided::Border(_))), complete);
            }
            Some(Undecided::NoGround) => prop_assert!(outcome.has_no_ground()),
            None => {}
        }
    }
}

proptest! {
    #![proptest_config(config(800))]

    #[test]
    fn a_base_makes_the_sheet_of_its_answers(s in sheet(14)) {
        let outcome = Audit::of(&s).outcome();
        prop_assert_eq!(format!("{:?}", outcome.sheet), format!("{s:?}"));
        prop_assert_eq!(&outcome.reference, &reference(&s));
        prop_assert_eq!(outcome.interval(), interval(&s));
        prop_assert_eq!(outcome.decided(), interval(&s).0 == interval(&s).1);
        let (mild, strong) = (&outcome.mildest, &outcome.strongest);
        prop_assert_eq!((outcome.need_interval(), outcome.allowed_interval()), ((mild.need, strong.need), (mild.allowed, strong.allowed)));
        for score in crate::invariants::scores(&s) {
            let (Some((value, low, high)), of) = (outcome.score(score), |a: &underpin_core::decision::assess::Assessment| a.scores.value(score)) else {
                prop_assert!(reference(&s).scores.value(score).is_none());
                continue;
            };
            prop_assert_eq!(of(&outcome.reference), Some(value.clone()));
            let ends = [of(mild).unwrap(), of(strong).unwrap()];
            prop_assert_eq!((&low, &high), (ends.iter().min().unwrap(), ends.iter().max().unwrap()));
        }
    }

    #[test]
    fn coverage_is_counted_by_weight_and_for_the_foundation_by_pillar(s in sheet(14)) {
        let coverage = Audit::of(&s).outcome().coverage;
        prop_assert_eq!(coverage.structural, structural(&s));
        prop_assert_eq!(coverage.symptom, share(&s, &|e: &Entry| e.axis == Axis::Symptom));
        prop_assert_eq!(coverage.feasibility, share(&s, &|e: &Entry| e.axis == Axis::Feasibility));
    }

    #[test]
    fn areas_are_the_means_of_all_but_readiness_with_both_ends(s in sheet(14)) {
        let audit = Audit::of(&s);
        for area in audit.outcome().areas {
            let mine: Vec<&Entry> = s.entries.iter().filter(|e| e.axis != Axis::Feasibility && e.question % 2 == area.area).collect();
            let mean = |eighths: &dyn Fn(&Entry) -> u32| {
                let weight: i64 = mine.iter().map(|e| i64::from(e.weight)).sum();
                let above: i64 = mine.iter().map(|e| i64::from(e.weight) * i64::from(eighths(e))).sum();
                (weight > 0).then(|| ratio(above, 8 * weight))
            };
            prop_assert_eq!(area.score, mean(&|e: &Entry| u32::from(e.span.low + e.span.high)));
            prop_assert_eq!((area.low, area.high), (mean(&|e: &Entry| 2 * u32::from(e.span.low)), mean(&|e: &Entry| 2 * u32::from(e.span.high))));
            prop_assert_eq!((area.applicable, area.answered), (mine.len(), mine.iter().filter(|e| e.span != Levels::ALL).count()));
        }
    }

    #[test]
    fn what_it_is_about_is_the_first_that_holds(s in sheet(16)) {
        let audit = Audit::of(&s);
        let outcome = audit.outcome();
        let now = &outcome.reference;
        let mean = |p: usize| now.scores.pillars[p].clone().unwrap();
        let seen = |p: &usize| s.pillars[*p].questions >= 3 && now.scores.pillars[*p].is_some();
        let mut restructuring: Vec<usize> = (0..s.pillars.len()).filter(seen).filter(|p| s.pillars[*p].weak_at.is_some()).collect();
        restructuring.sort_by_key(|p| (mean(*p), *p));
        let weak: Vec<usize> = restructuring.iter().copied().filter(|p| mean(*p) <= *s.pillars[*p].weak_at.as_ref().unwrap().decimal().value()).collect();
        let broad: Vec<usize> = restructuring.into_iter().filter(|p| mean(*p) < *s.rules.breadth.decimal().value()).take(3).collect();
        let floors: Vec<usize> = now.floors.iter().filter(|f| f.verdict >= Verdict::Restructure).map(|f| f.question).collect();
        let found = What::of(&audit.questionnaire, &outcome);
        if now.need < Verdict::Restructure {
            prop_assert_eq!(found, None);
            return Ok(());
        }
        if !weak.is_empty() {
            prop_assert_eq!(found.as_ref().map(What::pillars), Some(weak.as_slice()));
            prop_assert_eq!(&found, &Some(What::Pillars(weak)));
        } else if !broad.is_empty() {
            prop_assert_eq!(&found, &Some(What::Pillars(broad)));
        } else if !floors.is_empty() {
            prop_assert!(found.iter().all(|w| w.pillars().is_empty() && w.scale(&audit.questionnaire).is_none()));
            prop_assert_eq!(&found, &Some(What::Floors(floors)));
        } else {
            let shares = influences(&s);
            let cost = |i: &usize| &shares[*i] * ratio(8 - i64::from(s.entries[*i].span.low + s.entries[*i].span.high), 8);
            let mut costly: Vec<usize> = (0..s.entries.len()).filter(|i| s.entries[*i].axis == Axis::Structural).collect();
            costly.retain(|i| cost(i) > ratio(0, 1) && s.entries[*i].span != Levels::ALL);
            costly.sort_by_key(|i| (std::cmp::Reverse(cost(i)), *i));
            costly.truncate(3);
            let expected = (!costly.is_empty()).then_some(What::Questions(costly));
            prop_assert_eq!(&found, &expected, "what costs nothing, or is not known, is not what it is about");
        }
        let Some(found) = found else { return Ok(()) };
        let layout = found.pillars().iter().any(|p| p % 2 == 1);
        let scale = if layout { Scale::Layout } else { Scale::Code };
        prop_assert_eq!(found.scale(&audit.questionnaire), (!found.pillars().is_empty()).then_some(scale));
    }

    #[test]
    fn on_the_plane_a_better_foundation_and_less_pain_never_ask_for_more(s in sheet(12)) {
        let plane = plane(&s, &reference(&s), 12, 8);
        prop_assert!(plane.rows.len() == 8 && plane.rows.iter().all(|row| row.len() == 12));
        prop_assert!(plane.rows.iter().all(|row| row.is_sorted_by(|a, b| a >= b)));
        prop_assert!(plane.rows.is_sorted_by(|more, less| more.iter().zip(less).all(|(a, b)| a >= b)));
    }
}

#[test]
fn the_plane_takes_each_cell_at_its_middle() {
    let [s, p, t] = [Axis::Structural, Axis::Symptom, Axis::Tactical].map(|axis| plain(axis, 0, 2, Levels::level(4)));
    let sheet = under_shipped_rules(vec![s, p, t], &["1"]);
    let plane = plane(&sheet, &reference(&sheet), 4, 4);
    let (m, o, r) = (Verdict::Maintain, Verdict::Optimize, Verdict::Restructure);
    // Foundation 1/8, 3/8, 5/8, 7/8 from left to right; pain 7/8, 5/8, 3/8, 1/8 from top to bottom.
    assert_eq!(plane.rows, [[r, r, o, o], [r, r, o, o], [r, r, o, o], [r, r, m, m]]);
}

#[test]
fn three_of_five_and_a_half_are_enough_coverage() {
    let of = |structural: Exact, symptom: Exact, feasibility: Option<Exact>| Coverage {
        structural: Some(structural),
        symptom: Some(symptom),
        feasibility,
    };
    let enough = of(ratio(3, 5), ratio(1, 2), Some(ratio(1, 2)));
    assert!(!enough.is_thin() && !enough.is_thin_for_a_rebuild() && enough.tells_urgency());
    assert!(of(ratio(59, 100), ratio(1, 1), None).is_thin());
    let symptoms = of(ratio(1, 1), ratio(49, 100), None);
    assert!(symptoms.is_thin() && !symptoms.tells_urgency() && symptoms.is_thin_for_a_rebuild());
    assert!(of(ratio(1, 1), ratio(1, 1), Some(ratio(49, 100))).is_thin_for_a_rebuild());
}

#[test]
fn urgency_follows_the_mean_of_the_symptoms_where_half_of_them_are_answered() {
    let of = |levels: &[u8], open: usize| {
        let mut entries = at_levels(Axis::Symptom, 0, levels);
        entries.extend((0..open).map(|_| plain(Axis::Symptom, 0, 2, Levels::ALL)));
        Audit::of(&under_shipped_rules(entries, &["1"])).outcome().urgency
    };
    assert_eq!(of(&[1], 0), Some(Urgency::ThirtyDays));
    assert_eq!(of(&[1, 1, 1, 2], 0), Some(Urgency::ThirtyDays));
    assert_eq!(of(&[1, 2], 0), Some(Urgency::NinetyDays), "one and a half is not under one and a half");
    assert_eq!(of(&[2, 3], 0), Some(Urgency::NinetyDays), "two and a half still is");
    assert_eq!(of(&[2, 3, 3], 0), Some(Urgency::Plan));
    assert_eq!(of(&[1], 1), Some(Urgency::NinetyDays), "half is answered: 1 and the middle");
    assert_eq!(of(&[1], 2), None);
    assert_eq!(of(&[], 0), None);
    let words = [Urgency::Week, Urgency::ThirtyDays, Urgency::NinetyDays, Urgency::Plan].map(Urgency::word);
    assert_eq!(words, ["week", "30d", "60-90d", "plan"]);
}

#[test]
fn an_urgent_answer_is_this_week_whatever_else_is_known() {
    let outcome = |span: Levels, state: Stands, in_base: bool| {
        let entries = vec![plain(Axis::Tactical, 0, 2, span), plain(Axis::Symptom, 0, 2, Levels::level(4))];
        let mut audit = Audit::of(&under_shipped_rules(entries, &["1"]));
        audit.questionnaire.questions[0].urgent = true;
        audit.standings[0].state = state;
        if !in_base {
            audit.base.questions.remove(0);
        }
        let outcome = audit.outcome();
        (outcome.urgent, outcome.urgency)
    };
    let week = (vec![0], Some(Urgency::Week));
    let plan = (Vec::new(), Some(Urgency::Plan));
    assert_eq!(outcome(Levels::level(1), Stands::Answered, true), week);
    assert_eq!(outcome(Levels { low: 0, high: 1 }, Stands::Disagreement, true), week);
    assert_eq!(outcome(Levels::level(0), Stands::Answered, false), week, "wherever it was asked");
    assert_eq!(outcome(Levels { low: 0, high: 2 }, Stands::Answered, true), plan, "its high end decides");
    assert_eq!(outcome(Levels::level(2), Stands::Answered, true), plan);
    assert_eq!(outcome(Levels::level(0), Stands::Parked, true), plan, "nothing was said");
}

#[test]
fn settling_is_said_when_95_percent_of_all_worlds_agree() {
    let sure = Audit::of(&under_shipped_rules(at_levels(Axis::Structural, 0, &[4, 4, 4]), &["1"]));
    assert_eq!(settling(&sure.worlds().drawn()), Some(Verdict::Maintain));
    let mut some = sure.worlds();
    some.draw(WORLDS - 1);
    assert_eq!(settling(&some), None, "not before all are drawn");
    let border = Audit::of(&under_shipped_rules(at_levels(Axis::Structural, 0, &[2, 2, 3, 2]), &["1"]));
    let drawn = border.worlds().drawn();
    assert!(drawn.counts().iter().all(|n| *n < 9500));
    assert_eq!(settling(&drawn), None);
}

#[test]
fn what_costs_nothing_or_is_not_known_is_never_what_a_restructuring_is_about() {
    // Too few answers for a pillar to count; one is perfect, one is open.
    let mut entries = vec![plain(Axis::Structural, 0, 3, Levels::level(0)), plain(Axis::Structural, 0, 1, Levels::level(4))];
    entries.push(plain(Axis::Structural, 1, 3, Levels::ALL));
    let audit = Audit::of(&under_shipped_rules(entries, &["1", "1"]));
    assert_eq!(What::of(&audit.questionnaire, &audit.outcome()), Some(What::Questions(vec![0])));
}

#[test]
fn floors_that_ask_for_a_restructuring_are_what_it_is_about_and_milder_ones_are_not() {
    let floor = |verdict: Verdict| Entry { floor: Some(Gate { at_or_below: 2, verdict }), ..plain(Axis::Tactical, 0, 2, Levels::level(2)) };
    let entries =
        [vec![floor(Verdict::Optimize), floor(Verdict::Restructure), floor(Verdict::Rebuild)], at_levels(Axis::Structural, 0, &[4, 4, 4])];
    let audit = Audit::of(&changed(&under_shipped_rules(entries.concat(), &["1"]), |_, _, _| ()));
    assert_eq!(What::of(&audit.questionnaire, &audit.outcome()), Some(What::Floors(vec![1, 2])));
}
