//! How long the decision takes: `cargo bench`. The full track of the shipped audit with 40 open answers, and made-up sheets
//! of 250, 2,500 and 10,000 questions.
#![expect(clippy::unwrap_used, clippy::indexing_slicing)]

#[path = "../tests/support/mod.rs"]
mod support;

use divan::Bencher;
use divan::black_box;
use std::sync::OnceLock;
use underpin_core::content::open;
use underpin_core::decision::certainty::Certainty;
use underpin_core::decision::outcome::Outcome;
use underpin_core::decision::sheet::{Entry, Ground, Sheet};
use underpin_core::decision::worlds::Worlds;
use underpin_core::decision::{doubt, flips, margins, next, reason, weights};
use underpin_core::log::event::Levels;
use underpin_core::log::fold::RoundState;
use underpin_core::model::exact::{Decimal, ratio};
use underpin_core::model::period::RoundId;
use underpin_core::model::questionnaire::Questionnaire;
use underpin_core::model::rules::Number;
use underpin_core::model::words::{Axis, Flag};
use underpin_core::standing::base::Base;
use underpin_core::standing::{Standing, stand_if};

fn main() {
    divan::main();
}

struct Case {
    questionnaire: Questionnaire,
    base: Base,
    standings: Vec<Standing>,
    outcome: Outcome,
    worlds: Worlds,
}

/// The full track, every question answered in the middle of the scale but 40.
fn case() -> &'static Case {
    static CASE: OnceLock<Case> = OnceLock::new();
    CASE.get_or_init(|| {
        let questionnaire = open::read_to_ask(&support::shipped("backend")).0.unwrap();
        let track = questionnaire.track("full").unwrap();
        let mut questions: Vec<usize> = track.questions().collect();
        questions.sort_unstable();
        questions.dedup();
        let scored: Vec<usize> = questions.iter().copied().filter(|i| questionnaire.at(*i).unwrap().scored()).collect();
        let every = scored.len() / 40;
        let answered = scored.iter().enumerate().filter(|(n, _)| !n.is_multiple_of(every) || n / every >= 40);
        let levels: Vec<(usize, u8)> = answered.map(|(n, i)| (*i, [3, 2, 2, 3, 2, 2, 4][n % 7])).collect();
        let id = RoundId::parse("2026-Q4").unwrap();
        let standings = stand_if(&questionnaire, &RoundState::default(), &id, &levels);
        let base = Base { questions, tracks: vec!["full".into()], at_most: None };
        let outcome = Outcome::of(&questionnaire, &base, &standings);
        assert!(!outcome.decided(), "open answers still matter, so that every certificate has work to do");
        let worlds = Worlds::of(&questionnaire, &outcome.sheet).drawn();
        Case { questionnaire, base, standings, outcome, worlds }
    })
}

#[divan::bench]
fn outcome(bencher: Bencher<'_, '_>) {
    let case = case();
    bencher.bench_local(|| Outcome::of(&case.questionnaire, black_box(&case.base), &case.standings));
}

#[divan::bench]
fn everything_but_the_share(bencher: Bencher<'_, '_>) {
    let case = case();
    bencher.bench_local(|| Certainty::of(&case.questionnaire, black_box(&case.outcome), &case.worlds));
}

#[divan::bench]
fn share(bencher: Bencher<'_, '_>) {
    let case = case();
    bencher.bench_local(|| Worlds::of(&case.questionnaire, black_box(&case.outcome.sheet)).drawn());
}

#[divan::bench]
fn radius(bencher: Bencher<'_, '_>) {
    bencher.bench_local(|| weights::radius(black_box(&case().outcome.sheet)));
}

#[divan::bench]
fn sufficient_reason(bencher: Bencher<'_, '_>) {
    bencher.bench_local(|| reason::sufficient(black_box(&case().outcome.sheet)));
}

#[divan::bench]
fn flips_both_ways(bencher: Bencher<'_, '_>) {
    bencher.bench_local(|| flips::flips(black_box(&case().outcome.sheet)));
}

#[divan::bench]
fn doubt_needed(bencher: Bencher<'_, '_>) {
    bencher.bench_local(|| doubt::needed(black_box(&case().outcome.sheet)));
}

#[divan::bench]
fn margins_of_scores(bencher: Bencher<'_, '_>) {
    let case = case();
    bencher.bench_local(|| margins::margins(black_box(&case.outcome.sheet), &case.outcome.reference));
}

#[divan::bench]
fn next_question(bencher: Bencher<'_, '_>) {
    let case = case();
    bencher.bench_local(|| next::next(&case.questionnaire, black_box(&case.outcome), &case.worlds));
}

#[divan::bench]
fn what_if_of_one_level(bencher: Bencher<'_, '_>) {
    let case = case();
    let id = RoundId::parse("2026-Q4").unwrap();
    bencher.bench_local(|| {
        let standings = stand_if(&case.questionnaire, &RoundState::default(), &id, black_box(&[(3, 1)]));
        Outcome::of(&case.questionnaire, &case.base, &standings)
    });
}

/// A sheet of so many questions in pillars of 20, a sixth of them open, under the shipped rules.
fn sheet(questions: usize) -> Sheet {
    let pillars = questions.div_ceil(20);
    let entry = |i: usize| Entry {
        question: i,
        pillar: i % pillars,
        axis: Axis::ALL[[1, 1, 1, 0, 0, 2, 3][i % 7]],
        weight: 1 + u32::from(i.is_multiple_of(5)) + u32::from(i.is_multiple_of(3)),
        flag: Flag::ALL.get(i % 20).copied(),
        floor: None,
        cap: None,
        span: if i.is_multiple_of(6) { Levels::ALL } else { Levels::level([1, 2, 1, 3, 2][i % 5]) },
        doubtful: i.is_multiple_of(2),
    };
    let ground = Ground::new(&ratio(1, 1), 20, Decimal::parse("0.45").map(Number::from));
    Sheet::new((0..questions).map(entry).collect(), vec![ground; pillars], case().questionnaire.rules.clone(), None)
}

const SIZES: [usize; 3] = [250, 2_500, 10_000];

mod growth {
    use super::{Bencher, SIZES, Worlds, black_box, doubt, flips, reason, sheet, weights};
    use underpin_core::decision::assess::assess;
    use underpin_core::decision::scores::Pick;

    #[divan::bench(args = SIZES)]
    fn interval_and_reference(bencher: Bencher<'_, '_>, size: usize) {
        let sheet = sheet(size);
        bencher.bench_local(|| {
            let sheet = black_box(&sheet);
            (assess(sheet, Pick::Middle, Pick::Middle), assess(sheet, Pick::Low, Pick::High), assess(sheet, Pick::High, Pick::Low))
        });
    }

    #[divan::bench(args = SIZES, sample_count = 10)]
    fn radius(bencher: Bencher<'_, '_>, size: usize) {
        let sheet = sheet(size);
        bencher.bench_local(|| weights::radius(black_box(&sheet)));
    }

    #[divan::bench(args = SIZES, sample_count = 10)]
    fn sufficient_reason(bencher: Bencher<'_, '_>, size: usize) {
        let sheet = sheet(size);
        bencher.bench_local(|| reason::sufficient(black_box(&sheet)));
    }

    #[divan::bench(args = SIZES, sample_count = 10)]
    fn flips_and_doubt(bencher: Bencher<'_, '_>, size: usize) {
        let sheet = sheet(size);
        bencher.bench_local(|| (flips::flips(black_box(&sheet)), doubt::needed(&sheet)));
    }

    #[divan::bench(args = SIZES, sample_count = 5)]
    fn share(bencher: Bencher<'_, '_>, size: usize) {
        let sheet = sheet(size);
        let names: Vec<String> = (0..size).map(|i| format!("q{i}")).collect();
        bencher.bench_local(|| Worlds::keyed(black_box(&sheet), |e| names[e.question].as_str(), |a| names[a].as_str()).drawn());
    }
}
