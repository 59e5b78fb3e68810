//! Invariant 13: the fewest notches that change the verdict.

use crate::brute::{fewest_notches, notched};
use crate::sheets::{
    answered, at_levels, changed, config, number, plain, reference, rule, sheet, sheet_of, table, test, under_shipped_rules, with_span,
};
use proptest::prelude::*;
use underpin_core::decision::flips::{self, Flip, GateKind};
use underpin_core::decision::sheet::{Entry, Ground, Sheet};
use underpin_core::log::event::Levels;
use underpin_core::model::exact::ratio;
use underpin_core::model::question::Gate;
use underpin_core::model::rules::{Score, Side};
use underpin_core::model::words::{Axis, Flag, Verdict};

/// So many notches are tried in every combination.
const DEPTH: usize = 4;

fn size(flip: &Flip) -> usize {
    flip.notches.iter().map(|n| usize::from(n.from.abs_diff(n.to))).sum()
}

/// Both flips of a sheet, with whether answers rise.
fn both(sheet: &Sheet) -> [(Option<Flip>, bool); 2] {
    let (stronger, milder) = flips::flips(sheet);
    [(stronger, false), (milder, true)]
}

fn all_large(sheet: &Sheet) -> Sheet {
    changed(sheet, |_, pillars, _| {
        pillars.iter_mut().filter(|p| p.questions < 3).for_each(|p| *p = Ground::new(&ratio(1, 1), 3, p.weak_at.clone()));
    })
}

proptest! {
    #![proptest_config(config(700))]

    #[test]
    fn no_fewer_notches_change_the_verdict_than_the_flips_say(s in answered(1..8), large in any::<bool>()) {
        let s = if large { all_large(&s) } else { s };
        for (flip, up) in both(&s) {
            prop_assert!(flip.as_ref().is_none_or(|f| f.exact));
            let told = flip.as_ref().map(size).filter(|n| *n <= DEPTH);
            prop_assert_eq!(told, fewest_notches(&s, up, DEPTH), "up: {}, {:?}", up, s);
        }
    }

    #[test]
    fn every_flip_changes_the_verdict_as_announced_and_no_notch_of_it_is_idle(s in answered(1..16)) {
        let now = reference(&s).verdict;
        for (flip, up) in both(&s) {
            let Some(flip) = flip else { continue };
            let changed = if up { flip.to < now } else { flip.to > now };
            prop_assert!(changed);
            prop_assert!(size(&flip) <= 12);
            let mut moved = vec![0_u8; s.entries.len()];
            for notch in &flip.notches {
                let entry = &s.entries[notch.question];
                prop_assert!(entry.span == Levels::level(notch.from), "only what is answered with one level moves");
                prop_assert_eq!(notch.to > notch.from, up || entry.axis == Axis::Feasibility);
                prop_assert!(!(up && entry.axis == Axis::Feasibility), "nobody is advised to have less money");
                moved[notch.question] = notch.from.abs_diff(notch.to);
            }
            prop_assert_eq!(reference(&notched(&s, &moved, up)).verdict, flip.to);
            for notch in &flip.notches {
                let mut fewer = moved.clone();
                fewer[notch.question] -= 1;
                let verdict = reference(&notched(&s, &fewer, up)).verdict;
                prop_assert!(if up { verdict >= now } else { verdict <= now }, "a notch of {flip:?} is idle");
            }
        }
    }
}

proptest! {
    #![proptest_config(config(120))]

    #[test]
    fn no_fewer_notches_do_in_sheets_with_several_large_pillars(s in answered(9..12)) {
        let s = all_large(&s);
        for (flip, up) in both(&s) {
            prop_assert_eq!(flip.as_ref().map(size).filter(|n| *n <= 3), fewest_notches(&s, up, 3), "up: {}, {:?}", up, s);
        }
    }
}

proptest! {
    #![proptest_config(config(600))]

    #[test]
    fn the_gates_that_change_the_verdict_at_once_are_listed_and_no_others(s in sheet(9)) {
        let now = reference(&s).verdict;
        let mut expected = Vec::new();
        for (i, entry) in s.entries.iter().enumerate() {
            let gates = [(GateKind::Floor, entry.floor), (GateKind::Cap, entry.cap)];
            for (kind, gate) in gates.into_iter().filter_map(|(kind, gate)| Some((kind, gate?))) {
                let fires = entry.span.high <= gate.at_or_below;
                let if_level = if fires { gate.at_or_below + 1 } else { gate.at_or_below };
                let to = reference(&with_span(&s, i, Levels::level(if_level))).verdict;
                if to != now {
                    expected.push(flips::GateFlip { question: i, kind, if_level, to });
                }
            }
        }
        prop_assert_eq!(flips::gates(&s), expected);
    }
}

/// A sheet of so many tactical questions at level 4, which need half of all their levels taken to call for repair.
fn tactical(questions: usize) -> Sheet {
    under_shipped_rules(at_levels(Axis::Tactical, 0, &vec![4; questions]), &["1"])
}

#[test]
fn twelve_notches_are_told_and_thirteen_are_far_from_any_change() {
    // Below one half of 4n levels takes 2n + 1 notches.
    let (stronger, milder) = flips::flips(&tactical(5));
    assert_eq!((stronger.as_ref().map(size), milder), (Some(11), None));
    assert_eq!(flips::flips(&tactical(6)).0, None, "thirteen");
    let exactly = changed(&tactical(6), |_, _, rules| {
        rules.raising = vec![rule("half", Verdict::Optimize, vec![test(Score::Tactical, Side::AtMost, "0.50")])];
    });
    assert_eq!(flips::flips(&exactly).0.as_ref().map(size), Some(12), "at one half itself it takes one less");
}

#[test]
fn the_example_of_the_documentation_comes_out_as_it_says() {
    let mut entries = at_levels(Axis::Structural, 0, &[1, 2, 2]);
    entries.extend(at_levels(Axis::Symptom, 0, &[1, 2]));
    entries.extend([plain(Axis::Tactical, 0, 2, Levels::level(3)), plain(Axis::Feasibility, 0, 2, Levels::level(1))]);
    let sheet = under_shipped_rules(entries, &["1"]);
    let a = reference(&sheet);
    assert_eq!((a.scores.foundation.clone(), a.scores.pain.clone()), (Some(ratio(5, 12)), Some(ratio(5, 8))));
    assert_eq!((a.scores.weak.clone(), a.scores.breadth.clone()), (Some(vec![0]), Some(ratio(1, 1))));
    assert_eq!((a.need, a.allowed, a.verdict), (Verdict::Restructure, Verdict::Restructure, Verdict::Restructure));
    let fired: Vec<&str> = a.fired_rules(&sheet).map(|r| r.id.as_str()).collect();
    assert_eq!(fired, ["weak-foundation", "weak-pillar", "foundation-gaps", "pain-felt"], "strongest first, then by id");
    let (stronger, milder) = flips::flips(&sheet);
    assert_eq!(milder.map(|f| (size(&f), f.to)), Some((1, Verdict::Optimize)));
    assert_eq!(stronger.map(|f| (size(&f), f.to)), Some((2, Verdict::Rebuild)));
}

#[test]
fn flags_are_raised_and_cleared_by_the_questions_that_do_most_for_the_rest() {
    let flagged = |flag: Flag, level: u8, weight: u32| Entry { flag: Some(flag), ..plain(Axis::Symptom, 0, weight, Levels::level(level)) };
    let flags = |n: &str| {
        let all = vec![test(Score::Flags, Side::AtLeast, n), test(Score::Pain, Side::AtLeast, "0.60")];
        table(vec![rule("flags", Verdict::Rebuild, all)], Vec::new())
    };
    // Two kinds are missing, and the pain: the heavier question of each kind serves both.
    let entries = vec![flagged(Flag::Slow, 3, 1), flagged(Flag::Slow, 3, 3), flagged(Flag::Bugs, 2, 1), flagged(Flag::Bugs, 3, 3)];
    let sheet = under_shipped_rules(entries, &["1"]);
    let two = changed(&sheet, |_, _, rules| *rules = flags("2"));
    let found = flips::flips(&two).0.unwrap();
    assert_eq!((size(&found), found.to, fewest_notches(&two, false, 6)), (4, Verdict::Rebuild, Some(4)));
    // Both questions of a kind have to rise before it is cleared.
    let raised = vec![flagged(Flag::Slow, 0, 1), flagged(Flag::Slow, 1, 3), flagged(Flag::Bugs, 1, 1)];
    let any = table(vec![rule("flags", Verdict::Rebuild, vec![test(Score::Flags, Side::AtLeast, "1")])], Vec::new());
    let raised = changed(&under_shipped_rules(raised, &["1"]), |_, _, rules| *rules = any);
    let found = flips::flips(&raised).1.unwrap();
    assert_eq!((size(&found), fewest_notches(&raised, true, 6)), (4, Some(4)));
}

#[test]
fn a_gate_holds_while_notches_are_counted() {
    // The floor fires: no number of notches is milder, but the gate alone is.
    let floor =
        Entry { floor: Some(Gate { at_or_below: 1, verdict: Verdict::Restructure }), ..plain(Axis::Structural, 0, 2, Levels::level(1)) };
    let sheet = under_shipped_rules([vec![floor], at_levels(Axis::Structural, 0, &[4, 4, 4])].concat(), &["1"]);
    assert_eq!(flips::flips(&sheet).1, None);
    let gate = flips::GateFlip { question: 0, kind: GateKind::Floor, if_level: 2, to: Verdict::Maintain };
    assert_eq!(flips::gates(&sheet), [gate]);
    // A cap that fires keeps everything stronger away.
    let cap = Entry { cap: Some(Gate { at_or_below: 1, verdict: Verdict::Optimize }), ..plain(Axis::Feasibility, 0, 2, Levels::level(1)) };
    let worst = [at_levels(Axis::Structural, 0, &[0, 0, 0]), at_levels(Axis::Symptom, 0, &[0]), vec![cap]].concat();
    let sheet = under_shipped_rules(worst, &["1"]);
    assert_eq!(flips::flips(&sheet).0, None);
    assert_eq!(flips::gates(&sheet), [flips::GateFlip { question: 6 - 2, kind: GateKind::Cap, if_level: 2, to: Verdict::Rebuild }]);
}

#[test]
fn a_table_with_more_choices_than_are_tried_says_so() {
    // Thirteen large pillars, of which seven have to become weak: one too many to combine.
    let entries: Vec<Entry> = (0..13).flat_map(|p| at_levels(Axis::Structural, p, &[2, 2, 2])).collect();
    let weights = |n: usize| vec!["1"; n];
    let weak = |n: &str| table(vec![rule("weak", Verdict::Rebuild, vec![test(Score::WeakPillars, Side::AtLeast, n)])], Vec::new());
    let many = changed(&under_shipped_rules(entries.clone(), &weights(13)), |_, _, rules| *rules = weak("4"));
    let flip = flips::flips(&many).0.unwrap();
    assert_eq!((flip.exact, size(&flip)), (false, 4));
    let twelve: Vec<Entry> = entries.into_iter().filter(|e| e.pillar < 12).collect();
    let few = changed(&under_shipped_rules(twelve, &weights(12)), |_, _, rules| *rules = weak("4"));
    assert_eq!(flips::flips(&few).0.map(|f| (f.exact, size(&f))), Some((true, 4)));
}

#[test]
fn of_more_pillars_than_can_be_combined_the_nearest_are_taken() {
    // Sixty-four pillars: no computer tries all of their subsets. Three of them are one notch from being weak.
    let near = 50..53;
    let entries = (0..64).flat_map(|p| at_levels(Axis::Structural, p, &[if near.contains(&p) { 2 } else { 4 }; 3])).collect();
    let three = rule("three", Verdict::Restructure, vec![test(Score::WeakPillars, Side::AtLeast, "3")]);
    let pillars = (0..64).map(|_| ("1", Some(number("0.45")), 0)).collect();
    let (stronger, _) = flips::flips(&sheet_of(entries, &pillars, table(vec![three], Vec::new()), None));
    let stronger = stronger.unwrap();
    assert!(!stronger.exact && size(&stronger) == 3, "{stronger:?}");
    assert!(stronger.notches.iter().all(|n| near.contains(&(n.question / 3))));
}

#[test]
fn a_rule_about_pillars_that_nobody_asks_about_is_no_way() {
    // Breadth is not known without a large pillar: only the rule about pain alone can come to hold.
    let pain = |number: &str| test(Score::Pain, Side::AtLeast, number);
    let broad = rule("broad", Verdict::Rebuild, vec![test(Score::Breadth, Side::AtLeast, "0"), pain("0.25")]);
    let alone = rule("alone", Verdict::Rebuild, vec![pain("0.75")]);
    let entries = [at_levels(Axis::Symptom, 0, &[4]), at_levels(Axis::Feasibility, 0, &[4])].concat();
    let sheet = changed(&under_shipped_rules(entries, &["1"]), |_, _, rules| *rules = table(vec![broad, alone], Vec::new()));
    let stronger = flips::flips(&sheet).0.unwrap();
    assert_eq!((stronger.to, size(&stronger)), (Verdict::Rebuild, 3));
}

#[test]
fn a_flag_that_open_answers_do_not_raise_is_cleared_by_the_answers_that_do() {
    let slow = |span: Levels| Entry { flag: Some(Flag::Slow), ..plain(Axis::Tactical, 0, 1, span) };
    let raised = rule("flagged", Verdict::Optimize, vec![test(Score::Flags, Side::AtLeast, "1")]);
    let entries = vec![slow(Levels::level(1)), slow(Levels { low: 1, high: 2 })];
    let sheet = changed(&under_shipped_rules(entries, &["1"]), |_, _, rules| *rules = table(vec![raised], Vec::new()));
    let milder = flips::flips(&sheet).1.unwrap();
    assert_eq!((milder.to, size(&milder), milder.notches[0].question), (Verdict::Maintain, 1, 0));
}
