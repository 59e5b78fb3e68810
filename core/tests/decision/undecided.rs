//! Whether a verdict is said at all: from no more worlds than tell, and between which verdicts it lies else.

use crate::audits::Audit;
use crate::sheets::{config, interval, sheet};
use proptest::prelude::*;
use underpin_core::decision::class::{Class, Undecided};
use underpin_core::decision::weights;
use underpin_core::decision::worlds::WORLDS;
use underpin_core::model::words::{Axis, Verdict};

/// So many worlds are looked at before the share is judged anew.
const PORTION: u32 = 250;

/// How many worlds suffice to tell whether a verdict has a share of them: the first portions after which the share is four
/// standard deviations (each at most half of 1/√n) from it, else all.
fn suffice(audit: &Audit, verdict: Verdict, share: f64) -> u32 {
    let mut worlds = audit.worlds();
    loop {
        let all = worlds.draw(PORTION);
        let n = f64::from(worlds.so_far());
        let off = (f64::from(worlds.count(verdict)) / n - share).abs();
        if all || off * n.sqrt() > 2.0 {
            return worlds.so_far();
        }
    }
}

#[test]
fn classes_have_the_words_of_the_contract() {
    let all = [Class::Certain, Class::Firm, Class::Leaning, Class::Inconclusive];
    assert_eq!(all.map(Class::word), ["certain", "firm", "leaning", "inconclusive"]);
}

proptest! {
    #![proptest_config(config(200))]

    #[test]
    fn no_more_worlds_are_drawn_than_tell_whether_it_is_decided(s in sheet(16)) {
        let audit = Audit::of(&s);
        let outcome = audit.outcome();
        let mut worlds = audit.worlds();
        let undecided = Undecided::of(&outcome, &mut worlds);
        let on = |axis: Axis| outcome.sheet.entries.iter().any(|e| e.axis == axis);
        let thin = outcome.coverage_is_thin();
        let boxed = weights::interval(&outcome.sheet, 200);
        if !on(Axis::Structural) || !on(Axis::Symptom) || (thin && boxed.0 != boxed.1) {
            prop_assert_eq!(worlds.so_far(), 0, "what the worlds cannot change draws none");
        } else {
            let verdict = outcome.reference.verdict;
            prop_assert_eq!(worlds.so_far(), suffice(&audit, verdict, if thin { 0.9 } else { 0.6 }));
        }
        let range = match undecided {
            Some(Undecided::Between(range) | Undecided::Border(range)) => range,
            Some(Undecided::NoGround) | None => return Ok(()),
        };
        let (mild, strong) = interval(&s);
        if mild != strong {
            prop_assert_eq!(range, (mild, strong), "open answers say between what");
            return Ok(());
        }
        // Everything is answered: what more than a tenth of the worlds say, and what the box of weights holds.
        let drawn = f64::from(worlds.so_far());
        let seen = Verdict::ALL.iter().copied().filter(|v| drawn > 0.0 && f64::from(worlds.count(*v)) > drawn / 10.0);
        let named: Vec<Verdict> = seen.chain([mild, boxed.0, boxed.1]).collect();
        let (low, high) = (named.iter().min().unwrap(), named.iter().max().unwrap());
        if low == high {
            let rival = if range.0 == mild { range.1 } else { range.0 };
            let most = Verdict::ALL.iter().filter(|v| **v != mild).map(|v| worlds.count(*v)).max();
            prop_assert_eq!(Some(worlds.count(rival)), most, "the commonest of the others speaks against it");
        } else {
            prop_assert_eq!(range, (*low, *high));
        }
        prop_assert!(worlds.so_far() <= WORLDS);
    }
}
