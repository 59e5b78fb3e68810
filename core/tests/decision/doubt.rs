//! What depends on answers that nobody has checked.

use crate::brute::fewest_errors;
use crate::sheets::{answered, at_levels, config, gated, inside, interval, plain, reference, sheet, under_shipped_rules, with_span};
use proptest::prelude::*;
use underpin_core::decision::doubt;
use underpin_core::decision::sheet::{Entry, Sheet};
use underpin_core::log::event::Levels;
use underpin_core::model::question::Gate;
use underpin_core::model::words::{Axis, Verdict};

/// The sheet with these answers as they would be after all.
fn corrected(sheet: &Sheet, errors: &[(usize, u8)]) -> Sheet {
    errors.iter().fold(sheet.clone(), |s, (i, level)| with_span(&s, *i, Levels::level(*level)))
}

proptest! {
    #![proptest_config(config(900))]

    #[test]
    fn no_fewer_doubtful_answers_change_the_verdict_than_are_named(s in prop_oneof![answered(1..9), gated(1..9)]) {
        let needed = doubt::needed(&s);
        prop_assert_eq!(needed.as_ref().map(|f| f.notches.len()).filter(|n| *n <= 3), fewest_errors(&s, 3), "{:?}", s);
        if let Some(flip) = needed {
            let errors: Vec<(usize, u8)> = flip.notches.iter().map(|n| (n.question, n.to)).collect();
            prop_assert!(flip.notches.iter().all(|n| s.entries[n.question].doubtful && n.from.abs_diff(n.to) == 1));
            prop_assert!(flip.notches.iter().all(|n| s.entries[n.question].span == Levels::level(n.from)));
            prop_assert_eq!(reference(&corrected(&s, &errors)).verdict, flip.to);
            for left_out in 0..errors.len() {
                let fewer: Vec<_> = errors.iter().enumerate().filter(|(i, _)| *i != left_out).map(|(_, e)| *e).collect();
                prop_assert_eq!(reference(&corrected(&s, &fewer)).verdict, reference(&s).verdict, "each of them has to be wrong");
            }
            let (low, high) = doubt::interval(&s);
            prop_assert!((low..=high).contains(&flip.to), "what few answers can do, all together can");
        }
    }

    #[test]
    fn doubt_is_the_interval_with_every_unchecked_answer_one_level_wider(s in sheet(12)) {
        let mut wider = s.clone();
        for entry in wider.entries.iter_mut().filter(|e| e.doubtful) {
            entry.span = Levels { low: entry.span.low.max(1) - 1, high: entry.span.high.min(3) + 1 };
        }
        prop_assert_eq!(doubt::interval(&s), interval(&wider));
        prop_assert!(inside(interval(&s), doubt::interval(&s)));
    }
}

#[test]
fn an_error_takes_the_gate_of_its_answer_with_it() {
    let floor = Entry {
        floor: Some(Gate { at_or_below: 1, verdict: Verdict::Restructure }),
        doubtful: true,
        ..plain(Axis::Structural, 0, 1, Levels::level(2))
    };
    let sheet = under_shipped_rules([vec![floor], at_levels(Axis::Structural, 0, &[4; 9])].concat(), &["1"]);
    let flip = doubt::needed(&sheet).unwrap();
    assert_eq!((flip.notches.len(), flip.to), (1, Verdict::Restructure));
    let mut checked = sheet.clone();
    checked.entries[0].doubtful = false;
    assert_eq!(doubt::needed(&checked), None, "what is checked is not off");
}

#[test]
fn an_open_floor_is_no_way_to_a_stronger_verdict_by_errors() {
    // Restructuring is needed but not allowed. One error on readiness allows it; an open floor can do nothing here, for open
    // answers are left as they are.
    let cap = |level: u8| Entry {
        cap: Some(Gate { at_or_below: 1, verdict: Verdict::Maintain }),
        doubtful: true,
        ..plain(Axis::Feasibility, 0, 2, Levels::level(level))
    };
    let open_floor =
        Entry { floor: Some(Gate { at_or_below: 0, verdict: Verdict::Rebuild }), ..plain(Axis::Structural, 0, 1, Levels::ALL) };
    let doubtful = |e: Entry| Entry { doubtful: true, ..e };
    let fair = at_levels(Axis::Structural, 0, &[3, 3, 3, 3]).into_iter().map(doubtful);
    let entries: Vec<Entry> = [open_floor, cap(1)].into_iter().chain(fair).collect();
    let sheet = under_shipped_rules(entries, &["1"]);
    assert_eq!(reference(&sheet).verdict, Verdict::Maintain);
    let expected = fewest_errors(&sheet, 5);
    assert_eq!(doubt::needed(&sheet).map(|f| f.notches.len()), expected);
    assert!(expected.is_some());
}
