//! What holds in a round beside its scores: checks that fit the system, answers that cannot both be true.

use crate::audits::{answered, shipped};
use proptest::prelude::*;

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
}
