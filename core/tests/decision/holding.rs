//! What holds in a round beside its scores: checks that fit the system, answers that cannot both be true.

use crate::audits::{answered, shipped};
use proptest::prelude::*;
use std::collections::BTreeSet;
use underpin_core::model::words::Verdict;
use underpin_core::round::route;

proptest! {
    #![proptest_config(crate::sheets::config(64))]

    #[test]
    fn a_contradiction_is_named_where_both_answers_are_known_and_only_there(dice in prop::collection::vec(0_u8..5, 97)) {
        let q = shipped();
        let levels: Vec<u8> = q.questions.iter().zip(dice.iter().cycle()).map(|(_, level)| *level).collect();
        let round = answered("full", &levels);
        let named: Vec<[usize; 2]> = round.contradictions().iter().map(|c| c.between).collect();
        for contradiction in &q.contradictions {
            let [a, b] = contradiction.between;
            let known = [a, b].iter().all(|i| round.standings[*i].state.has_value());
            prop_assert!(known || !named.contains(&contradiction.between));
            // The best answer to one and the worst to the other may contradict each other; two of the same level never do.
            let same = round.standings[a].span == round.standings[b].span;
            prop_assert!(!same || !named.contains(&contradiction.between), "{}", contradiction.say);
        }
    }

    #[test]
    fn what_a_need_waits_for_is_asked_last_until_it_is_there_and_counts_as_open(
        track in prop::sample::select(vec!["discovery", "sprint", "focused", "full"]),
        dice in prop::collection::vec(0_u8..8, 97),
    ) {
        let q = shipped();
        let levels: Vec<u8> = q.questions.iter().zip(dice.iter().cycle()).map(|(_, level)| *level).collect();
        let round = answered(track, &levels);
        let late: BTreeSet<usize> = round.late.keys().copied().collect();
        let need = round.outcome.reference.need;
        let parts = || q.track(track).unwrap().parts.iter();
        let wanted: BTreeSet<usize> = parts().filter(|p| p.late_until.is_some_and(|v| need < v)).flat_map(|p| p.questions.clone()).collect();
        prop_assert_eq!(&late, &wanted);
        prop_assert!(!late.is_empty() || need >= Verdict::Restructure);
        // Asked last, in the order of the track as in that of worth, and nothing is lost on the way.
        let order = route::order(&round, track);
        for asked in [order.clone(), route::by_worth(&round, Vec::new(), &order)] {
            let first = asked.iter().position(|i| late.contains(i)).unwrap_or(asked.len());
            prop_assert!(asked[first..].iter().all(|i| late.contains(i)));
            prop_assert_eq!(asked.iter().collect::<BTreeSet<_>>(), order.iter().collect::<BTreeSet<_>>());
            prop_assert_eq!(asked.len(), order.len());
        }
        // They stay in the base, and no milder verdict than the need that they wait for depends on them.
        prop_assert!(late.iter().all(|i| round.base.questions.contains(i)));
        let open: Vec<usize> = round.not_asked().into_keys().collect();
        prop_assert!(open.len() <= round.outcome.counts.unanswered);
        let worst: Vec<(usize, u8)> = q.questions.iter().zip(&levels).filter(|(_, l)| **l <= 4).map(|(x, l)| (x.index, *l)).collect();
        let worst: Vec<(usize, u8)> = worst.into_iter().chain(open.iter().map(|i| (*i, 0))).collect();
        prop_assert_eq!(round.what_if(&worst).verdict(), round.verdict());
    }
}
