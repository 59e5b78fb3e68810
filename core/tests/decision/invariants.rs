//! What holds of every sheet under every table of rules.

use crate::brute::judged;
use crate::sheets::{answered, changed, config, fraction, inside, interval, reference, sheet, with_span};
use proptest::prelude::*;
use proptest::sample::Index;
use underpin_core::decision::assess::{Assessment, assess, verdict_with};
use underpin_core::decision::scores::{Pick, Scores};
use underpin_core::decision::sheet::{Ground, Sheet};
use underpin_core::decision::tally::Tally;
use underpin_core::decision::{doubt, flips, weights};
use underpin_core::log::event::Levels;
use underpin_core::model::exact::{Exact, ratio};
use underpin_core::model::rules::{Points, Score, Side};
use underpin_core::model::words::{Axis, Verdict};

/// The reference, and both ends of the interval.
pub const ENDS: [(Pick, Pick); 3] = [(Pick::Middle, Pick::Middle), (Pick::High, Pick::Low), (Pick::Low, Pick::High)];

fn all_ends(sheet: &Sheet) -> [Assessment; 3] {
    ENDS.map(|(conditions, feasibility)| assess(sheet, conditions, feasibility))
}

/// Every score that a table can test.
pub fn scores(sheet: &Sheet) -> Vec<Score> {
    Score::PLAIN.into_iter().chain((0..sheet.pillars.len()).map(Score::Pillar)).collect()
}

/// What does not name a question, a pillar or a rule by its place.
fn nameless(sheet: &Sheet) -> impl PartialEq + std::fmt::Debug + use<> {
    let of = |a: Assessment| {
        let scores = Score::PLAIN.map(|score| a.scores.value(score));
        (scores, a.need, a.allowed, a.verdict, a.fired.len(), a.limits.len(), a.floors.len(), a.caps.len())
    };
    let moves = |flip: Option<flips::Flip>| flip.map(|f| f.notches.iter().map(|n| n.from.abs_diff(n.to)).sum::<u8>());
    let (stronger, milder) = flips::flips(sheet);
    let certainty = (weights::interval(sheet, 200), weights::radius(sheet), doubt::interval(sheet));
    (all_ends(sheet).map(of), certainty, moves(stronger), moves(milder), moves(doubt::needed(sheet)))
}

proptest! {
    #![proptest_config(config(1200))]

    #[test]
    fn every_sheet_is_judged_as_the_model_says(s in sheet(14)) {
        for ((conditions, feasibility), a) in ENDS.into_iter().zip(all_ends(&s)) {
            let book = judged(&s, conditions, feasibility);
            let value = |score: Score| a.scores.value(score);
            prop_assert_eq!((value(Score::Foundation), &a.scores.pillars), (book.foundation, &book.pillars));
            prop_assert_eq!((value(Score::Pain), value(Score::Tactical), value(Score::Feasibility)), (book.pain, book.tactical, book.feasibility));
            prop_assert_eq!(value(Score::WeakPillars), book.weak.map(|n| ratio(n as i64, 1)));
            prop_assert_eq!((value(Score::Breadth), a.scores.flags.len()), (book.breadth, book.flags));
            prop_assert_eq!((a.need, a.allowed, a.verdict), (book.need, book.allowed, book.verdict), "{:?}", s);
            let large = |p: usize| s.pillars[p].questions >= 3 && book.pillars[p].is_some();
            prop_assert!((0..s.pillars.len()).all(|p| value(Score::Pillar(p)) == book.pillars[p].clone().filter(|_| large(p))));
            prop_assert_eq!(verdict_with(&s, &a, &a.scores), a.verdict, "with its own scores it has its own verdict");
        }
    }

    // Invariant 1.
    #[test]
    fn a_worse_condition_never_lowers_need_or_verdict_and_never_changes_allowed(s in sheet(12), at in any::<Index>(), low in 0_u8..=4, high in 0_u8..=4) {
        prop_assume!(!s.entries.is_empty());
        let i = at.index(s.entries.len());
        let span = s.entries[i].span;
        let worse = with_span(&s, i, Levels { low: low.min(span.low), high: high.min(span.high).max(low.min(span.low)) });
        prop_assume!(s.entries[i].axis != Axis::Feasibility);
        for (a, b) in all_ends(&s).into_iter().zip(all_ends(&worse)) {
            prop_assert!(b.need >= a.need && b.verdict >= a.verdict && b.allowed == a.allowed);
            for score in scores(&s) {
                let (a, b) = (a.scores.value(score), b.scores.value(score));
                prop_assert!(if score.points() == Points::Up { b <= a } else { b >= a }, "{score:?}");
            }
        }
    }

    // Invariant 2.
    #[test]
    fn a_worse_feasibility_never_raises_allowed_or_verdict_and_never_changes_need(s in sheet(12), at in any::<Index>(), low in 0_u8..=4, high in 0_u8..=4) {
        let feasibility: Vec<usize> = (0..s.entries.len()).filter(|i| s.entries[*i].axis == Axis::Feasibility).collect();
        prop_assume!(!feasibility.is_empty());
        let i = feasibility[at.index(feasibility.len())];
        let span = s.entries[i].span;
        let worse = with_span(&s, i, Levels { low: low.min(span.low), high: high.min(span.high).max(low.min(span.low)) });
        for (a, b) in all_ends(&s).into_iter().zip(all_ends(&worse)) {
            prop_assert!(b.allowed <= a.allowed && b.verdict <= a.verdict && b.need == a.need);
        }
    }

    // Invariant 4.
    #[test]
    fn an_answer_narrows_every_interval_and_not_applicable_never_widens_the_verdict(s in sheet(12), at in any::<Index>(), level in 0_u8..=4) {
        prop_assume!(!s.entries.is_empty());
        let i = at.index(s.entries.len());
        let span = s.entries[i].span;
        let said = with_span(&s, i, Levels::level(level.clamp(span.low, span.high)));
        prop_assert!(inside(interval(&said), interval(&s)));
        for score in scores(&s) {
            let of = |s: &Sheet, pick: Pick| Scores::of(s, pick, pick).value(score);
            let (low, high) = if score.points() == Points::Up { (Pick::Low, Pick::High) } else { (Pick::High, Pick::Low) };
            prop_assert!(of(&said, low) >= of(&s, low) && of(&said, high) <= of(&s, high), "{score:?}");
        }
        if s.entries[i].floor.is_none() && s.entries[i].cap.is_none() {
            let unknown = with_span(&s, i, Levels::ALL);
            let without = changed(&unknown, |entries, _, _| { entries.remove(i); });
            prop_assert!(inside(interval(&without), interval(&unknown)), "{:?} not in {:?}", interval(&without), interval(&unknown));
        }
    }

    // Invariant 16.
    #[test]
    fn a_rebuild_has_no_cap_and_no_limit_and_a_capped_verdict_names_them(s in sheet(16)) {
        let a = reference(&s);
        let limits = a.met_limits(&s).map(|l| l.allows).chain(a.caps.iter().map(|c| c.verdict)).chain(s.at_most);
        prop_assert_eq!(a.allowed, limits.min().unwrap_or(Verdict::Rebuild), "what is named is what limits");
        let raising = a.fired_rules(&s).map(|r| r.raises).chain(a.floors.iter().map(|f| f.verdict));
        prop_assert_eq!(a.need, raising.max().unwrap_or(Verdict::Maintain), "what is named is what asks");
        if a.verdict == Verdict::Rebuild {
            prop_assert!(a.caps.is_empty() && a.limits.is_empty() && s.at_most.is_none());
        }
        if a.need > a.allowed {
            prop_assert!(!a.caps.is_empty() || !a.limits.is_empty() || s.at_most.is_some());
        }
        prop_assert!(a.floors.iter().all(|f| s.entries[f.question].floor.is_some_and(|g| g.verdict == f.verdict)));
        prop_assert!(a.caps.iter().all(|c| s.entries[c.question].cap.is_some_and(|g| g.verdict == c.verdict)));
        prop_assert!(a.fired.is_sorted() && a.limits.is_sorted(), "strongest first");
    }

    // Invariant 20.
    #[test]
    fn a_test_with_and_one_without_equality_differ_only_where_a_score_is_the_number(s in sheet(10), at in any::<Index>()) {
        let tests = |s: &Sheet| s.rules.raising.iter().map(|r| r.all.len()).chain(s.rules.limits.iter().map(|l| l.all.len())).sum::<usize>();
        prop_assume!(tests(&s) > 0);
        let mut score = None;
        let switched = changed(&s, |_, _, rules| {
            let raising = rules.raising.iter_mut().flat_map(|r| &mut r.all);
            let test = raising.chain(rules.limits.iter_mut().flat_map(|l| &mut l.all)).nth(at.index(tests(&s))).unwrap();
            test.side = match test.side {
                Side::Below => Side::AtMost,
                Side::AtMost => Side::Below,
                Side::Above => Side::AtLeast,
                Side::AtLeast => Side::Above,
            };
            score = Some(test.clone());
        });
        let test = score.unwrap();
        for (a, b) in all_ends(&s).into_iter().zip(all_ends(&switched)) {
            if (a.need, a.allowed) != (b.need, b.allowed) || a.fired != b.fired || a.limits != b.limits {
                prop_assert_eq!(a.scores.value(test.score), Some(test.number.decimal().value().clone()));
            }
        }
    }

    #[test]
    fn the_tally_says_what_the_rules_say(s in sheet(14), many in prop::collection::vec((any::<Index>(), 0_u8..=4), 0..6), odd in prop::option::of(1_i64..1_000_000_007), at in fraction()) {
        // Weights without common factors bring the mean over pillars to what 128 bits cannot hold.
        let primes = [999_999_937, 999_999_929, 999_999_893, 999_999_883];
        let mut s = changed(&s, |_, pillars, _| {
            if let Some(odd) = odd {
                pillars.iter_mut().zip(primes).for_each(|(p, prime)| p.weight = ratio(odd, prime));
            }
        });
        for (mild, strong) in ENDS {
            let (a, t) = (assess(&s, mild, strong), Tally::new(&s, mild, strong));
            prop_assert_eq!((t.need(), t.allowed(), t.verdict(), t.flags()), (a.need, a.allowed, a.verdict, a.scores.flags.len()));
            prop_assert_eq!(&a.scores.foundation, &judged(&s, mild, strong).foundation);
            for score in scores(&s) {
                prop_assert_eq!(t.compare(score, &at), a.scores.value(score).map(|v| v.cmp(at.decimal().value())), "{:?}", score);
            }
        }
        let before = s.clone();
        let mut tally = Tally::new(&before, Pick::Middle, Pick::Middle);
        for (at, level) in many.iter().filter(|_| !before.entries.is_empty()) {
            let i = at.index(s.entries.len());
            tally.set_level(i, *level);
            s.entries[i].span = Levels::level(*level);
            prop_assert_eq!(tally.level(i), (2 * level, *level));
        }
        let a = reference(&s);
        prop_assert_eq!((tally.need(), tally.allowed(), tally.verdict()), (a.need, a.allowed, a.verdict));
        prop_assert_eq!(tally.flags(), a.scores.flags.len());
    }
}

proptest! {
    #![proptest_config(config(120))]

    // Invariant 6.
    #[test]
    fn scaling_all_weights_of_a_group_changes_nothing(s in answered(1..12), axis in 0_usize..4, pillar in 0_usize..4) {
        let questions = changed(&s, |entries, _, _| {
            let mine = |axis: Axis, p: usize| axis != Axis::Structural || p == pillar;
            entries.iter_mut().filter(|e| e.axis == Axis::ALL[axis] && mine(e.axis, e.pillar)).for_each(|e| e.weight *= 7);
        });
        prop_assert_eq!(nameless(&s), nameless(&questions));
        let pillars = changed(&s, |_, pillars, _| pillars.iter_mut().for_each(|p| p.weight = p.weight.clone() * ratio(5, 3)));
        prop_assert_eq!(nameless(&s), nameless(&pillars));
    }

    // Invariant 7.
    #[test]
    fn the_order_of_questions_pillars_and_rules_changes_nothing(s in answered(1..12), turn in 0_usize..12) {
        let questions = changed(&s, |entries, _, _| {
            let n = entries.len();
            entries.rotate_left(turn % n);
        });
        prop_assert_eq!(nameless(&s), nameless(&questions));
        let pillars = changed(&s, |entries, pillars, rules| {
            let n = pillars.len();
            let moved = |p: usize| (p + turn) % n;
            pillars.rotate_right(turn % n);
            entries.iter_mut().filter(|e| e.axis == Axis::Structural).for_each(|e| e.pillar = moved(e.pillar));
            for test in rules.raising.iter_mut().flat_map(|r| &mut r.all) {
                test.score = if let Score::Pillar(p) = test.score { Score::Pillar(moved(p)) } else { test.score };
            }
        });
        prop_assert_eq!(nameless(&s), nameless(&pillars));
        let rules = changed(&s, |_, _, rules| {
            rules.raising.reverse();
            rules.limits.reverse();
            rules.raising.iter_mut().for_each(|r| r.all.reverse());
        });
        prop_assert_eq!(nameless(&s), nameless(&rules));
    }

    // Invariant 8.
    #[test]
    fn duplicating_every_question_changes_nothing_where_every_pillar_has_three(s in answered(1..10)) {
        let large = changed(&s, |_, pillars, _| {
            pillars.iter_mut().filter(|p| p.questions < 3).for_each(|p| *p = Ground::new(&ratio(1, 1), 3, p.weak_at.clone()));
        });
        let doubled = changed(&large, |entries, pillars, _| {
            entries.extend(entries.clone());
            pillars.iter_mut().for_each(|p| p.questions *= 2);
        });
        for (a, b) in all_ends(&large).into_iter().zip(all_ends(&doubled)) {
            prop_assert_eq!((a.scores, a.need, a.allowed, a.verdict), (b.scores, b.need, b.allowed, b.verdict));
        }
        prop_assert_eq!(doubt::interval(&large), doubt::interval(&doubled));
        prop_assert_eq!(weights::radius(&large), weights::radius(&doubled));
        prop_assert_eq!(weights::interval(&large, 300), weights::interval(&doubled, 300));
    }

    // Invariant 19.
    #[test]
    fn the_same_sheet_gives_the_same_certificates(s in answered(1..10)) {
        let all = |s: &Sheet| format!("{:?}", (all_ends(s), nameless(s), flips::flips(s), flips::gates(s), doubt::needed(s)));
        prop_assert_eq!(all(&s), all(&s.clone()));
    }
}

#[test]
fn a_pillar_weighs_its_own_weight_times_its_questions_up_to_three() {
    let half: Exact = ratio(1, 2);
    for (questions, times) in [(0, 0), (1, 1), (2, 2), (3, 3), (4, 3), (6, 3)] {
        let ground = Ground::new(&half, questions, None);
        assert_eq!((ground.weight.clone(), ground.large()), (ratio(times, 2), questions >= 3), "{questions}");
    }
}
