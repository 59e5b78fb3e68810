//! Invariant 18: what was carried and confirmed says what it said before, and no track but a deciding one changes the base.

use crate::audits::{event, round, shipped};
use crate::sheets::config;
use proptest::prelude::*;
use std::sync::Arc;
use underpin_core::log::event::Event;
use underpin_core::log::line;
use underpin_core::model::question::Kind;
use underpin_core::model::words::Verdict;
use underpin_core::round::Round;

const START: &str = r#""do":"start","questionnaire":"backend","version":"2.0.0","pin":"0123456789abcdef","system":"Shop""#;

fn opened(n: usize, track: &str) -> Arc<Event> {
    event(n, &format!(r#""do":"set","key":"track.{track}","value":true"#))
}

/// Answers with these levels to what has levels, in file order; 5 is "don't know", 6 not applicable, 7 and more nothing.
fn answers(levels: &[u8]) -> Vec<Arc<Event>> {
    let q = shipped();
    let pairs = q.questions.iter().zip(levels).filter(|(q, level)| matches!(q.kind, Kind::Levels(_)) && **level < 7);
    pairs
        .map(|(q, level)| {
            let value = match level {
                0..=4 => format!(r#""level":{level}"#),
                6 if q.may_not_apply() => r#""not_applicable":"no""#.to_owned(),
                _ => r#""unknown":true"#.to_owned(),
            };
            event(100 + q.index, &format!(r#""do":"answer","question":"{}","pin":"0123456789abcdef",{value}"#, q.id))
        })
        .collect()
}

/// The answers as the next round carries them.
fn carried(answers: &[Arc<Event>]) -> Vec<Arc<Event>> {
    answers.iter().map(|e| Arc::new(line::parse(&line::carried(e, "2026-Q3").unwrap()).unwrap())).collect()
}

/// A confirmation of each of them.
fn confirmed(answers: &[Arc<Event>]) -> Vec<Arc<Event>> {
    let one = |(i, e): (usize, &Arc<Event>)| {
        let underpin_core::log::event::Body::Answer { question, .. } = &e.body else { panic!("{e:?}") };
        event(2000 + i, &format!(r#""do":"confirm","question":"{question}","of":["{}"]"#, e.id))
    };
    answers.iter().enumerate().map(one).collect()
}

/// What both rounds have to say alike.
fn said(round: &Round) -> String {
    let o = &round.outcome;
    let certainty = round.certainty();
    format!("{:?} {:?} {:?} {:?} {:?} {:?}", o.reference, o.interval(), o.counts, certainty.worlds, certainty.class, certainty.doubt)
}

proptest! {
    #![proptest_config(config(4))]

    #[test]
    fn a_round_carried_and_confirmed_says_what_the_round_before_said_whatever_track_was_walked(
        levels in prop::collection::vec(prop_oneof![8 => 0_u8..=4, 1 => 5_u8..9], 300),
        walked in prop::sample::select(vec!["quarterly", "rebuild-readiness", "security", "data"]),
    ) {
        let given = answers(&levels);
        let before = round("2026-Q3", &[vec![event(1, START), opened(2, "discovery")], given.clone()].concat());
        let (copies, confirms) = (carried(&given), confirmed(&given));
        let start = vec![event(1900, START), opened(2, "discovery"), opened(1901, walked)];
        let after = round("2026-Q4", &[start.clone(), copies.clone(), confirms].concat());
        prop_assert_eq!(&after.base.questions, &before.base.questions, "a track that does not decide changes no base");
        prop_assert_eq!(said(&before), said(&after));
        // Not confirmed, only doubt differs.
        let unconfirmed = round("2026-Q4", &[start, copies].concat());
        prop_assert_eq!(&unconfirmed.outcome.reference, &before.outcome.reference);
        prop_assert_eq!(unconfirmed.outcome.interval(), before.outcome.interval());
        prop_assert!(unconfirmed.outcome.counts.unconfirmed > 0 && before.outcome.counts.unconfirmed == 0);
    }
}

#[test]
fn the_base_is_the_union_of_deciding_tracks_and_the_widest_limit_counts() {
    let with = |tracks: &[&str]| {
        let opened = tracks.iter().enumerate().map(|(i, track)| opened(2 + i, track));
        let lines: Vec<Arc<Event>> = std::iter::once(event(1, START)).chain(opened).collect();
        round("2026-Q4", &lines)
    };
    let size = |r: &Round| r.base.questions.len();
    let quick = with(&["quick"]);
    assert_eq!((quick.base.at_most, quick.verdict().is_some()), (Some(Verdict::Restructure), true));
    let both = with(&["quick", "discovery"]);
    assert_eq!((both.base.at_most, size(&both) >= size(&with(&["discovery"]))), (None, true));
    let only = with(&["security"]);
    assert_eq!((only.verdict(), only.base.tracks.len()), (None, 0), "without a deciding track there is no verdict");
}
