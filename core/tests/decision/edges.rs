//! Where there is nothing, one, or very much; and numbers met exactly.

use crate::sheets::{
    ALLOWED, RAISED, at_levels, changed, limit, plain, reference, rule, sheet_of, shipped_rules, table, test, under_shipped_rules,
};
use underpin_core::decision::assess::{Assessment, assess};
use underpin_core::decision::outcome::Range;
use underpin_core::decision::reason::{Reason, sufficient};
use underpin_core::decision::scores::Pick;
use underpin_core::decision::sheet::{Entry, Ground, Sheet};
use underpin_core::decision::{doubt, flips, weights};
use underpin_core::log::event::Levels;
use underpin_core::model::exact::ratio;
use underpin_core::model::question::Gate;
use underpin_core::model::rules::{Rules, Score, Side};
use underpin_core::model::words::{Axis, Flag, Verdict};

fn interval(sheet: &Sheet) -> Range {
    crate::sheets::interval(sheet)
}

#[test]
fn nothing_asked_one_asked_and_everything_unknown_are_defined() {
    let nothing = under_shipped_rules(Vec::new(), &["1", "1"]);
    let a = reference(&nothing);
    assert_eq!((a.need, a.allowed, a.verdict), (Verdict::Maintain, Verdict::Restructure, Verdict::Maintain));
    let undefined =
        [Score::Foundation, Score::Pillar(0), Score::WeakPillars, Score::Breadth, Score::Pain, Score::Tactical, Score::Feasibility];
    assert!(a.fired.is_empty() && undefined.iter().all(|s| a.scores.value(*s).is_none()));
    assert_eq!(a.scores.value(Score::Flags), Some(ratio(0, 1)), "flags are none, never undefined");
    assert_eq!(weights::radius(&nothing), Some(weights::MOST), "no weight can change what was not asked");
    assert_eq!(sufficient(&nothing), Reason::Verdict(Vec::new()));
    assert_eq!((flips::flips(&nothing), doubt::needed(&nothing)), ((None, None), None));

    let one = under_shipped_rules(at_levels(Axis::Structural, 0, &[0]), &["1"]);
    let a = reference(&one);
    assert_eq!((a.need, a.verdict), (Verdict::Restructure, Verdict::Restructure));
    assert!(a.scores.weak.is_none() && a.scores.broad.is_none(), "one question never makes a pillar weak on its own");

    let open: Vec<Entry> = Axis::ALL.iter().flat_map(|axis| (0..4).map(|_| plain(*axis, 0, 2, Levels::ALL))).collect();
    let open = under_shipped_rules(open, &["1"]);
    assert_eq!(interval(&open), (Verdict::Maintain, Verdict::Rebuild));
    assert_eq!(weights::radius(&open), None);
    assert_eq!(sufficient(&open), Reason::Between { at_least: Vec::new(), at_most: Vec::new() }, "neither side needs an answer");
}

#[test]
fn a_pillar_counts_on_its_own_from_three_questions_on_not_applicable_ones_included() {
    let weak = |asked: usize, not_applicable: usize| {
        let entries = [at_levels(Axis::Structural, 0, &vec![0; asked]), at_levels(Axis::Symptom, 0, &[0])].concat();
        reference(&sheet_of(entries, &vec![("1", Some(crate::sheets::number("0.45")), not_applicable)], shipped_rules(0), None)).scores
    };
    for (asked, not_applicable, large) in
        [(1, 0, false), (2, 0, false), (1, 1, false), (3, 0, true), (1, 2, true), (2, 1, true), (0, 3, false)]
    {
        let scores = weak(asked, not_applicable);
        assert_eq!(scores.value(Score::WeakPillars), large.then(|| ratio(1, 1)), "{asked} and {not_applicable}");
        assert_eq!(scores.value(Score::Breadth), large.then(|| ratio(1, 1)), "{asked} and {not_applicable}");
        assert_eq!(scores.value(Score::Pillar(0)), large.then(|| ratio(0, 1)), "{asked} and {not_applicable}");
    }
}

#[test]
fn a_pillar_that_calls_for_no_restructuring_counts_for_breadth_and_never_as_weak() {
    let entries = [at_levels(Axis::Structural, 0, &[0, 0, 0]), at_levels(Axis::Structural, 1, &[4, 4, 4])].concat();
    let pillars = vec![("1", None, 0), ("1", Some(crate::sheets::number("0.45")), 0)];
    let scores = reference(&sheet_of(entries.clone(), &pillars, shipped_rules(0), None)).scores;
    assert_eq!((scores.value(Score::WeakPillars), scores.value(Score::Breadth)), (Some(ratio(0, 1)), Some(ratio(1, 2))));
    let trust = vec![("1", None, 0), ("1", None, 0)];
    let scores = reference(&sheet_of(entries, &trust, shipped_rules(0), None)).scores;
    assert_eq!((scores.value(Score::WeakPillars), scores.value(Score::Breadth)), (None, Some(ratio(1, 2))));
}

#[test]
fn a_larger_pillar_weighs_three_times_one_of_a_single_question_and_no_more() {
    let entries = [at_levels(Axis::Structural, 0, &[0]), at_levels(Axis::Structural, 1, &[4; 6])].concat();
    let sheet = under_shipped_rules(entries, &["1", "1"]);
    assert_eq!(reference(&sheet).scores.foundation, Some(ratio(3, 4)));
}

/// The need of one rule with one test, over entries.
fn need(entries: Vec<Entry>, score: Score, side: Side, number: &str) -> Verdict {
    let rules = table(vec![rule("one", Verdict::Restructure, vec![test(score, side, number)])], Vec::new());
    reference(&changed(&under_shipped_rules(entries, &["1"]), |_, _, old| *old = rules)).need
}

#[test]
fn numbers_are_met_exactly_and_not_by_a_rounding() {
    let (no, yes) = (Verdict::Maintain, Verdict::Restructure);
    let up = [(Axis::Structural, Score::Foundation), (Axis::Structural, Score::Pillar(0)), (Axis::Tactical, Score::Tactical)];
    for (axis, score) in up {
        // Three times level 2, 3 and 4 over twelve: exactly 3/4.
        let entries = || at_levels(axis, 0, &[2, 3, 4]);
        assert_eq!([Side::Below, Side::AtMost].map(|side| need(entries(), score, side, "0.75")), [no, yes], "{score:?}");
        assert_eq!([Side::Below, Side::AtMost].map(|side| need(entries(), score, side, "0.7500000000000001")), [yes, yes], "{score:?}");
        assert_eq!([Side::Below, Side::AtMost].map(|side| need(entries(), score, side, "0.7499999999999999")), [no, no], "{score:?}");
    }
    let pain = || at_levels(Axis::Symptom, 0, &[2, 3, 4]);
    assert_eq!([Side::Above, Side::AtLeast].map(|side| need(pain(), Score::Pain, side, "0.25")), [no, yes]);
    assert_eq!([Side::Above, Side::AtLeast].map(|side| need(pain(), Score::Pain, side, "0.2499999999999999")), [yes, yes]);
    assert_eq!([Side::Above, Side::AtLeast].map(|side| need(pain(), Score::Pain, side, "0.2500000000000001")), [no, no]);
    let broad = || at_levels(Axis::Structural, 0, &[1, 1, 1]);
    assert_eq!([Side::Above, Side::AtLeast].map(|side| need(broad(), Score::Breadth, side, "0.99")), [yes, yes]);
    assert_eq!([Side::Above, Side::AtLeast].map(|side| need(broad(), Score::WeakPillars, side, "1")), [no, yes]);
    let flag = || vec![Entry { flag: Some(Flag::Slow), ..plain(Axis::Symptom, 0, 1, Levels::level(1)) }];
    assert_eq!([Side::Above, Side::AtLeast].map(|side| need(flag(), Score::Flags, side, "1")), [no, yes]);
    // Weak at its level, broad below it.
    let at = |levels: &[u8], weak_at: &str| {
        let pillars = vec![("1", Some(crate::sheets::number(weak_at)), 0)];
        let s = reference(&sheet_of(at_levels(Axis::Structural, 0, levels), &pillars, shipped_rules(0), None)).scores;
        (s.weak.unwrap().len(), s.broad.unwrap().len())
    };
    assert_eq!((at(&[2, 2, 2], "0.50"), at(&[2, 2, 2], "0.49"), at(&[1, 2, 2], "0.42")), ((1, 0), (0, 0), (1, 1)));
}

/// What is allowed under these limits.
fn allowed(feasibility: &[u8], limits: &[(&str, Verdict, Side, &str)]) -> Assessment {
    let limits = limits.iter().map(|(id, allows, side, at)| limit(id, *allows, vec![test(Score::Feasibility, *side, at)])).collect();
    let rules = table(Vec::new(), limits);
    reference(&changed(&under_shipped_rules(at_levels(Axis::Feasibility, 0, feasibility), &["1"]), |_, _, old| *old = rules))
}

#[test]
fn undefined_feasibility_meets_exactly_the_limits_that_allow_a_restructuring() {
    let all = [
        ("few", Verdict::Maintain, Side::Below, "0.10"),
        ("some", Verdict::Optimize, Side::AtMost, "0.30"),
        ("most", Verdict::Restructure, Side::Below, "0.50"),
    ];
    let of = |a: Assessment| (a.allowed, a.limits);
    assert_eq!(of(allowed(&[], &all)), (Verdict::Restructure, vec![0]));
    assert_eq!(of(allowed(&[], &all[..2])), (Verdict::Rebuild, vec![]), "nobody who said nothing is told not to repair");
    assert_eq!(of(allowed(&[], &[])), (Verdict::Rebuild, vec![]), "without limits it changes nothing");
    assert_eq!(of(allowed(&[2], &all)), (Verdict::Rebuild, vec![]), "one half exactly is enough");
    assert_eq!(of(allowed(&[1], &all)), (Verdict::Optimize, vec![0, 1]), "the lowest counts, the strongest stands first");
    assert_eq!(of(allowed(&[0], &all)), (Verdict::Maintain, vec![0, 1, 2]));
}

#[test]
fn every_gate_at_once_gives_the_strongest_floor_under_the_lowest_cap() {
    let mut entries: Vec<Entry> = RAISED
        .iter()
        .map(|v| Entry { floor: Some(Gate { at_or_below: 3, verdict: *v }), ..plain(Axis::Structural, 0, 2, Levels::level(0)) })
        .collect();
    entries.extend(
        ALLOWED
            .iter()
            .map(|v| Entry { cap: Some(Gate { at_or_below: 3, verdict: *v }), ..plain(Axis::Feasibility, 0, 2, Levels::level(0)) }),
    );
    let a = reference(&under_shipped_rules(entries.clone(), &["1"]));
    assert_eq!((a.need, a.allowed, a.verdict), (Verdict::Rebuild, Verdict::Maintain, Verdict::Maintain));
    assert_eq!((a.floors.len(), a.caps.len()), (3, 3), "each is named");
    // Silence fires none in the reference, and all of them at an end.
    entries.iter_mut().for_each(|e| e.span = Levels { low: 3, high: 4 });
    let open = under_shipped_rules(entries, &["1"]);
    assert_eq!((reference(&open).floors.len(), reference(&open).caps.len()), (0, 0));
    assert_eq!((assess(&open, Pick::Low, Pick::High).floors.len(), assess(&open, Pick::High, Pick::Low).caps.len()), (3, 3));
}

#[test]
fn a_test_of_an_undefined_score_does_not_hold_and_pain_alone_asks_for_no_more_than_repair() {
    let entries = [at_levels(Axis::Symptom, 0, &[0]), at_levels(Axis::Feasibility, 0, &[4])].concat();
    let a = reference(&under_shipped_rules(entries, &["1"]));
    assert_eq!((a.need, a.allowed), (Verdict::Optimize, Verdict::Rebuild));
}

#[test]
fn a_weight_of_three_counts_three_times_a_weight_of_one() {
    let tactical = |w: u32| {
        let entries = vec![plain(Axis::Tactical, 0, w, Levels::level(0)), plain(Axis::Tactical, 0, 1, Levels::level(4))];
        reference(&under_shipped_rules(entries, &["1"])).scores.tactical
    };
    assert_eq!((tactical(1), tactical(3)), (Some(ratio(1, 2)), Some(ratio(1, 4))));
}

#[test]
fn ten_thousand_questions_are_computed_exactly() {
    let entry = |i: usize| {
        plain(Axis::ALL[i % 4], if i.is_multiple_of(4) { i / 4 % 3 } else { 0 }, 1 + (i % 3) as u32, Levels::level((i * 7 % 5) as u8))
    };
    let entries: Vec<Entry> = (0..10_000).map(entry).collect();
    let tactical = entries.iter().filter(|e| e.axis == Axis::Tactical);
    let (mean, weight) = tactical.fold((0, 0), |(m, w), e| (m + i64::from(e.weight) * i64::from(e.span.low), w + i64::from(e.weight)));
    let sheet = under_shipped_rules(entries, &["1", "2", "3"]);
    assert_eq!(reference(&sheet).scores.tactical, Some(ratio(mean, 4 * weight)));
    assert_eq!(interval(&sheet), (reference(&sheet).verdict, reference(&sheet).verdict));
    assert!(weights::radius(&sheet).is_some());
}

#[test]
fn weights_that_128_bits_cannot_hold_are_computed_all_the_same() {
    let entries: Vec<Entry> = (0..4).flat_map(|p| at_levels(Axis::Structural, p, &[p as u8, 2, 2])).collect();
    let sheet = changed(&under_shipped_rules(entries, &["1", "1", "1", "1"]), |_, pillars, _| {
        let primes = [999_999_999_999_999_989, 999_999_999_999_999_967, 999_999_999_999_999_877, 999_999_999_999_999_863];
        pillars.iter_mut().zip(primes).for_each(|(p, prime)| *p = Ground { weight: ratio(1, prime), ..p.clone() });
    });
    let exact = crate::brute::judged(&sheet, Pick::Middle, Pick::Middle);
    assert_eq!(reference(&sheet).scores.foundation, exact.foundation);
    assert_eq!(weights::interval(&sheet, 100), (exact.verdict, exact.verdict));
}

#[test]
fn rows_stand_strongest_first_then_by_id() {
    let rules = Rules::default();
    assert_eq!((rules.breadth.to_string(), rules.flag), ("0.50".into(), 1));
    let of = |id: &str, raises: Verdict| rule(id, raises, Vec::new());
    let (o, r) = (Verdict::Optimize, Verdict::Restructure);
    let sorted = table(
        vec![of("b", o), of("z", r), of("a", o), of("y", r)],
        vec![limit("n", o, vec![]), limit("m", r, vec![]), limit("l", o, vec![])],
    );
    assert_eq!(sorted.raising.iter().map(|r| r.id.as_str()).collect::<Vec<_>>(), ["y", "z", "a", "b"]);
    assert_eq!(sorted.limits.iter().map(|l| l.id.as_str()).collect::<Vec<_>>(), ["m", "l", "n"]);
}
