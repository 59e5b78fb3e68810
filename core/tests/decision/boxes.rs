//! Invariant 9: weights within a factor, and the stability radius.

use crate::sheets::{at_levels, changed, config, inside, interval, plain, reference, sheet, under_shipped_rules};
use proptest::prelude::*;
use underpin_core::decision::outcome::Range;
use underpin_core::decision::sheet::Sheet;
use underpin_core::decision::weights::{self, MOST};
use underpin_core::log::event::Levels;
use underpin_core::model::exact::ratio;
use underpin_core::model::words::{Axis, Verdict};

/// The interval over every corner of the box: each weight of a question and of a pillar at κ or at 1/κ.
fn corners(sheet: &Sheet, kappa: u32) -> Range {
    let bits = sheet.entries.len() + sheet.pillars.len();
    let one = |mask: u32| {
        let factor = |bit: usize| if mask & (1 << bit) != 0 { kappa * kappa } else { 10_000 };
        let corner = changed(sheet, |entries, pillars, _| {
            entries.iter_mut().enumerate().for_each(|(i, e)| e.weight *= factor(i));
            for (p, pillar) in pillars.iter_mut().enumerate() {
                pillar.weight = pillar.weight.clone() * ratio(i64::from(factor(sheet.entries.len() + p)), 1);
            }
        });
        interval(&corner)
    };
    let all: Vec<Range> = (0_u32..1 << bits).map(one).collect();
    (all.iter().map(|r| r.0).min().unwrap(), all.iter().map(|r| r.1).max().unwrap())
}

fn one(sheet: &Sheet, kappa: u32) -> bool {
    let (mild, strong) = weights::interval(sheet, kappa);
    mild == strong
}

proptest! {
    #![proptest_config(config(120))]

    #[test]
    fn the_box_of_weights_is_exactly_what_its_corners_say(s in sheet(6), kappa in 101_u32..400) {
        // Two pillars, of which both can be large: few corners, and much that they can turn.
        let s = changed(&s, |entries, pillars, rules| {
            pillars.truncate(2);
            entries.iter_mut().for_each(|e| e.pillar %= 2);
            for test in rules.raising.iter_mut().flat_map(|r| &mut r.all) {
                if let underpin_core::model::rules::Score::Pillar(p) = &mut test.score {
                    *p %= 2;
                }
            }
        });
        prop_assert_eq!(weights::interval(&s, kappa), corners(&s, kappa));
    }
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn boxes_contain_smaller_ones_and_the_smallest_is_the_interval(s in sheet(14), a in 100_u32..1600, b in 100_u32..1600) {
        prop_assert_eq!(weights::interval(&s, 100), interval(&s));
        prop_assert!(inside(weights::interval(&s, a.min(b)), weights::interval(&s, a.max(b))));
    }

    #[test]
    fn the_radius_is_the_last_point_of_the_grid_with_one_verdict(s in sheet(10)) {
        match weights::radius(&s) {
            None => prop_assert!(!one(&s, 100)),
            Some(MOST) => prop_assert!(one(&s, MOST)),
            Some(radius) => prop_assert!(radius >= 100 && one(&s, radius) && !one(&s, radius + 1)),
        }
    }
}

#[test]
fn the_radius_of_an_example_is_what_a_pencil_says() {
    // Foundation 6/12 with weights 1; two answers at 2/4, one at 3/4 and one at 1/4: any κ over 1 that favours the low one
    // brings it below one half.
    let sheet = |levels: &[u8]| {
        let mut entries = at_levels(Axis::Structural, 0, levels);
        entries.extend(at_levels(Axis::Symptom, 0, &[4]));
        under_shipped_rules(entries, &["1"])
    };
    let border = sheet(&[2, 2, 3, 1]);
    assert_eq!((reference(&border).verdict, weights::radius(&border)), (Verdict::Optimize, Some(100)));
    // Two levels of 2 and one of 4 make 2/3; with κ² on the twos and 1 on the four (2·2κ² + 4)/(4(2κ² + 1)) = 0.60 at κ² = 2.
    let inside = sheet(&[2, 2, 4]);
    assert_eq!((reference(&inside).verdict, weights::radius(&inside)), (Verdict::Maintain, Some(141)));
    let never = sheet(&[4, 4, 4]);
    assert_eq!(weights::radius(&never), Some(MOST), "no weight turns what says one thing alone");
    assert_eq!(
        (weights::show(100), weights::show(141), weights::show(1005), weights::show(MOST)),
        ("1.00".into(), "1.41".into(), "10.05".into(), "16.00".into())
    );
}

#[test]
fn a_box_moves_feasibility_the_other_way_than_conditions() {
    // Everything is at its worst; readiness is one half exactly, and any weight on its lower answer forbids the rebuild.
    let mut entries = at_levels(Axis::Structural, 0, &[0, 0, 0]);
    entries.extend(at_levels(Axis::Symptom, 0, &[0]));
    entries.extend(at_levels(Axis::Feasibility, 0, &[1, 3]));
    let sheet = under_shipped_rules(entries, &["1"]);
    assert_eq!(interval(&sheet), (Verdict::Rebuild, Verdict::Rebuild));
    assert_eq!(weights::interval(&sheet, 101), (Verdict::Restructure, Verdict::Rebuild));
    let mut pain = at_levels(Axis::Structural, 0, &[4, 4, 4]);
    pain.extend(at_levels(Axis::Symptom, 0, &[3, 3, 2, 4]));
    pain.push(plain(Axis::Feasibility, 0, 2, Levels::level(4)));
    let pain = under_shipped_rules(pain, &["1"]);
    assert_eq!(weights::interval(&pain, 100), (Verdict::Maintain, Verdict::Maintain), "pain is 1/4, and not above it");
    assert_eq!(weights::interval(&pain, 101), (Verdict::Maintain, Verdict::Optimize));
}
