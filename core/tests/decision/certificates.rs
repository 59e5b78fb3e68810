//! Invariant 14: the sufficient reason.

use crate::sheets::{at_levels, config, interval, plain, sheet, under_shipped_rules};
use proptest::prelude::*;
use underpin_core::decision::influence::{heaviest, influences};
use underpin_core::decision::reason::{Reason, sufficient};
use underpin_core::decision::sheet::Sheet;
use underpin_core::log::event::Levels;
use underpin_core::model::exact::{Exact, ratio};
use underpin_core::model::words::{Axis, Verdict};

proptest! {
    #![proptest_config(config(500))]

    #[test]
    fn what_is_outside_the_sufficient_reason_may_be_anything_and_each_member_is_needed(s in sheet(12)) {
        let (mild, strong) = interval(&s);
        let sides = match sufficient(&s) {
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
            prop_assert!(fixed.is_sorted());
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
    fn freeing_many_at_once_leaves_what_freeing_one_at_a_time_leaves(s in sheet(40)) {
        let (mild, strong) = interval(&s);
        let one_by_one = |least: Verdict, most: Verdict| {
            let (mut sheet, mut fixed) = (s.clone(), Vec::new());
            for at in heaviest(&s).into_iter().rev().filter(|at| s.entries[*at].span != Levels::ALL) {
                let before = std::mem::replace(&mut sheet.entries[at].span, Levels::ALL);
                let (low, high) = interval(&sheet);
                if low < least || high > most {
                    sheet.entries[at].span = before;
                    fixed.push(sheet.entries[at].question);
                }
            }
            fixed.sort_unstable();
            fixed
        };
        let expected = if mild == strong {
            Reason::Verdict(one_by_one(mild, mild))
        } else {
            Reason::Between { at_least: one_by_one(mild, Verdict::Rebuild), at_most: one_by_one(Verdict::Maintain, strong) }
        };
        prop_assert_eq!(sufficient(&s), expected);
    }

    #[test]
    fn influences_are_shares_of_the_mean_times_the_weight_of_the_pillar(s in sheet(14)) {
        let shares = influences(&s);
        for (i, e) in s.entries.iter().enumerate() {
            let same = |other: &&underpin_core::decision::sheet::Entry| other.axis == e.axis && (e.axis != Axis::Structural || other.pillar == e.pillar);
            let all: i64 = s.entries.iter().filter(same).map(|e| i64::from(e.weight)).sum();
            let pillar = if e.axis == Axis::Structural { s.pillars[e.pillar].weight.clone() } else { ratio(1, 1) };
            prop_assert_eq!(&shares[i], &(ratio(i64::from(e.weight), all) * pillar));
        }
        let order = heaviest(&s);
        let rank = |i: &usize| (std::cmp::Reverse(shares[*i].clone()), *i);
        prop_assert!(order.is_sorted_by_key(rank) && order.len() == s.entries.len(), "most first, of equals in file order");
    }
}

#[test]
fn the_least_influential_answers_are_freed_first() {
    // Two of the heavy bad answers force the restructuring alone: 20/44 with all others healthy. The light ones go first, then
    // of equals the last one.
    let mut entries: Vec<_> = [3, 3, 3, 1, 1].map(|w| plain(Axis::Structural, 0, w, Levels::level(0))).to_vec();
    entries.extend(at_levels(Axis::Symptom, 0, &[0, 0]));
    let sheet = under_shipped_rules(entries, &["1"]);
    assert_eq!(interval(&sheet).0, Verdict::Restructure);
    let Reason::Verdict(fixed) = sufficient(&sheet) else { panic!("it is decided") };
    let light: Exact = ratio(1, 11) * ratio(3, 1);
    assert_eq!(influences(&sheet)[3], light);
    assert_eq!(fixed, [0, 1]);
}
