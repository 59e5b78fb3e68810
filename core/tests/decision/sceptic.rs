//! Where a second reader looked for what the first may have missed: scales of weights, degenerate ranges, tables beyond what is
//! combined, and which states count as answered.

use crate::audits::Audit;
use crate::sheets::{at_levels, changed, config, plain, rule, sheet, sheet_of, table, test, under_shipped_rules};
use proptest::prelude::*;
use underpin_core::decision::class::{Class, Undecided};
use underpin_core::decision::flips;
use underpin_core::decision::sheet::{Entry, Sheet};
use underpin_core::decision::worlds::{WORLDS, Worlds};
use underpin_core::log::event::Levels;
use underpin_core::model::exact::ratio;
use underpin_core::model::rules::{Score, Side};
use underpin_core::model::words::{Axis, Verdict};
use underpin_core::standing::{Doubt, Stands};

/// The first worlds of a sheet, counted.
fn counts(sheet: &Sheet) -> [u32; 4] {
    let names: Vec<String> = (0..64).map(|i| format!("question-{i}")).collect();
    let mut worlds = Worlds::keyed(sheet, |e| names[e.question].as_str(), |pillar| ["one", "two", "three", "four"][pillar]);
    worlds.draw(1000);
    worlds.counts()
}

proptest! {
    #![proptest_config(config(60))]

    // Invariant 6, of the worlds: only proportions of weights count.
    #[test]
    fn weights_of_pillars_a_million_times_as_large_or_as_small_change_no_world(s in sheet(14), by in prop::sample::select(vec![20_i64, 40, 55])) {
        let scaled = |s: &Sheet, factor| changed(s, |_, pillars, _| pillars.iter_mut().for_each(|p| p.weight = &p.weight * &factor));
        let expected = counts(&s);
        prop_assert_eq!(counts(&scaled(&s, ratio(1 << by, 1))), expected, "larger by 2^{}", by);
        prop_assert_eq!(counts(&scaled(&s, ratio(1, 1 << by))), expected, "smaller by 2^{}", by);
    }
}

#[test]
fn what_is_not_decided_lies_between_two_verdicts_and_never_between_one_and_itself() {
    // No symptom is answered, and none is asked for by a rule: one verdict over all open answers and weights. In the worlds two
    // others come out, neither in one of ten, so that it is not certain, and coverage is too thin for anything less.
    let entries = [at_levels(Axis::Structural, 0, &[2; 4]), vec![plain(Axis::Symptom, 0, 2, Levels::ALL)]].concat();
    let raising = vec![
        rule("a", Verdict::Optimize, vec![test(Score::Foundation, Side::Below, "0.582")]),
        rule("b", Verdict::Restructure, vec![test(Score::Foundation, Side::Below, "0.418")]),
    ];
    let audit = Audit::of(&sheet_of(entries, &vec![("1", None, 0)], table(raising, Vec::new()), None));
    let (outcome, drawn) = (audit.outcome(), audit.worlds().drawn());
    let rare = |v: Verdict| (1..=WORLDS / 10).contains(&drawn.count(v));
    assert!(rare(Verdict::Maintain) && rare(Verdict::Restructure) && drawn.count(Verdict::Optimize) < 9000, "{:?}", drawn.counts());
    assert_eq!(Class::of(&outcome, &drawn), Class::Inconclusive);
    let Some(Undecided::Between((mild, strong))) = Undecided::of(&outcome, &mut audit.worlds()) else { panic!("something is open") };
    assert!(mild < strong, "between {mild} and {strong}");
}

#[test]
fn of_more_pillars_than_are_combined_the_nearest_are_taken() {
    // Thirteen large pillars, of which one has to become weak; the last is one level away, all others are far.
    let sheet = |near: usize, rules| {
        let entries: Vec<Entry> = (0..13).flat_map(|p| at_levels(Axis::Structural, p, if p == near { &[2; 3] } else { &[4; 3] })).collect();
        changed(&under_shipped_rules(entries, &["1"; 13]), |_, _, old| *old = rules)
    };
    let weak = || table(vec![rule("weak", Verdict::Rebuild, vec![test(Score::WeakPillars, Side::AtLeast, "1")])], Vec::new());
    let broad = || table(vec![rule("broad", Verdict::Rebuild, vec![test(Score::Breadth, Side::Above, "0.01")])], Vec::new());
    for near in [0, 6, 12] {
        for rules in [weak(), broad()] {
            let flip = flips::flips(&sheet(near, rules)).0.expect("one notch is not far from any change");
            assert_eq!((flip.notches.len(), flip.exact), (1, false), "{near}");
            assert_eq!((flip.notches[0].question / 3, flip.notches[0].to), (near, 1));
        }
    }
}

#[test]
fn pillars_that_are_weak_already_need_not_be_combined() {
    // Thirteen of fourteen pillars have to be weak, twelve are: one notch on either of the other two is enough.
    let entries: Vec<Entry> = (0..14).flat_map(|p| at_levels(Axis::Structural, p, if p < 12 { &[1; 3] } else { &[2; 3] })).collect();
    let many = rule("many", Verdict::Rebuild, vec![test(Score::WeakPillars, Side::AtLeast, "13")]);
    let sheet = changed(&under_shipped_rules(entries, &["1"; 14]), |_, _, rules| *rules = table(vec![many], Vec::new()));
    let flip = flips::flips(&sheet).0.expect("one notch is not far from any change");
    assert_eq!((flip.notches.len(), flip.notches[0].question, flip.exact), (1, 36, true));
}

#[test]
fn answered_is_what_has_a_value_differing_and_unconfirmed_ones_included() {
    let sheet = under_shipped_rules(at_levels(Axis::Symptom, 0, &[2, 2]), &["1"]);
    let of = |state: Stands, unconfirmed: bool| {
        let mut audit = Audit::of(&sheet);
        audit.standings[0].state = state;
        audit.standings[0].unconfirmed = unconfirmed;
        if unconfirmed {
            audit.standings[0].doubt = vec![Doubt::Unconfirmed];
        }
        audit.outcome()
    };
    for (state, unconfirmed, share) in [
        (Stands::Answered, false, Some(ratio(1, 1))),
        (Stands::Answered, true, Some(ratio(1, 1))),
        (Stands::Disagreement, false, Some(ratio(1, 1))),
        (Stands::Unknown, false, Some(ratio(1, 2))),
        (Stands::Parked, false, Some(ratio(1, 2))),
        (Stands::Unanswered, false, Some(ratio(1, 2))),
        // What does not apply is no part of the whole.
        (Stands::NotApplicable, false, Some(ratio(1, 1))),
        (Stands::Inactive, false, Some(ratio(1, 1))),
        (Stands::Text, false, Some(ratio(1, 1))),
    ] {
        let outcome = of(state, unconfirmed);
        assert_eq!(outcome.coverage.symptom, share, "{state:?}");
        let counts = &outcome.counts;
        let whole = counts.answered + counts.disagreements + counts.unknown + counts.parked + counts.unanswered;
        assert_eq!(counts.applicable, whole, "{state:?}: each applicable question is in one state");
        assert_eq!((counts.unconfirmed, outcome.sheet.entries[0].doubtful), (usize::from(unconfirmed), unconfirmed), "{state:?}");
        assert_eq!(outcome.sheet.entries.len(), counts.applicable, "{state:?}");
        let left_out = (usize::from(state == Stands::Inactive), usize::from(state == Stands::NotApplicable));
        assert_eq!((counts.inactive, counts.not_applicable), left_out, "{state:?}");
    }
}
