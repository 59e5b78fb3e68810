//! How early the verdict is known: `cargo bench --bench earliness`. A study, not a speed test: made-up systems and the
//! filled-in ones of the tests are asked in several orders, and it counts the questions until the stop rule fires (no open
//! answer can change the verdict), until it settles (95 % of the worlds agree), and until the verdict that is shown stays
//! what it will be at the end.
#![expect(clippy::unwrap_used, clippy::indexing_slicing)]

#[path = "../tests/support/mod.rs"]
mod support;

use std::path::Path;
use underpin_core::content::{answers, open};
use underpin_core::decision::asking;
use underpin_core::decision::class::settling;
use underpin_core::decision::next::next;
use underpin_core::decision::outcome::Outcome;
use underpin_core::decision::worlds::Worlds;
use underpin_core::log::fold::RoundState;
use underpin_core::model::exact::percent;
use underpin_core::model::period::RoundId;
use underpin_core::model::questionnaire::Questionnaire;
use underpin_core::model::rules::Score;
use underpin_core::model::words::Verdict;
use underpin_core::standing::base::Base;
use underpin_core::standing::{Reading, read_value, stand_if};

const TRACK: &str = "discovery";
const SYSTEMS: u64 = 12;

/// In which order questions are asked.
#[derive(Clone, Copy)]
enum Order {
    /// As the track has them.
    Track,
    /// By gain alone.
    Gain,
    /// As `next` says: gates, then gain per cost.
    Next,
    /// Gates, then flags and critical questions, then gain.
    FlagsFirst,
    /// Two steps ahead: of the most promising, the one after whose likely answers least is left open.
    TwoSteps,
    /// What the program asks under "what matters most": gates, then the axis that decides, heaviest for its cost.
    Asking,
}

const ORDERS: [(Order, &str); 6] = [
    (Order::Track, "order of the track"),
    (Order::Gain, "gain alone"),
    (Order::Next, "gates, then gain per cost"),
    (Order::FlagsFirst, "gates, flags, critical, then gain"),
    (Order::TwoSteps, "two steps: what narrows most"),
    (Order::Asking, "gates, then the axis that decides"),
];

struct Study {
    questionnaire: Questionnaire,
    base: Base,
    round: RoundId,
}

/// After how many questions.
struct Early {
    decided: usize,
    settling: usize,
    stays: usize,
}

impl Study {
    fn outcome(&self, levels: &[(usize, u8)]) -> Outcome {
        let standings = stand_if(&self.questionnaire, &RoundState::default(), &self.round, levels);
        Outcome::of(&self.questionnaire, &self.base, &standings)
    }

    /// Asks a system with these true levels, all of them.
    fn ask(&self, truth: &[u8], order: Order) -> Early {
        let scored: Vec<usize> = {
            let track = self.questionnaire.track(TRACK).unwrap();
            track.questions().filter(|i| self.questionnaire.at(*i).unwrap().scored()).collect()
        };
        let mut levels: Vec<(usize, u8)> = Vec::new();
        let mut shown: Vec<Verdict> = Vec::new();
        let (mut decided, mut settled) = (None, None);
        for asked in 0..=scored.len() {
            let outcome = self.outcome(&levels);
            shown.push(outcome.reference.verdict);
            if outcome.decided() && decided.is_none() {
                decided = Some(asked);
            }
            let worlds = (decided.is_none() || settled.is_none()).then(|| Worlds::of(&self.questionnaire, &outcome.sheet).drawn());
            if settled.is_none() && worlds.as_ref().is_some_and(|w| settling(w).is_some()) {
                settled = Some(asked);
            }
            let open: Vec<usize> = scored.iter().copied().filter(|i| levels.iter().all(|(l, _)| l != i)).collect();
            let Some(first) = open.first().copied() else { break };
            let best = match (&worlds, decided) {
                (Some(worlds), None) => self.choose(order, &outcome, worlds, &levels).filter(|i| open.contains(i)),
                _ => None,
            };
            let question = best.unwrap_or(first);
            levels.push((question, truth[question]));
        }
        let last = *shown.last().unwrap();
        let stays = shown.iter().rposition(|v| *v != last).map_or(0, |p| p + 1);
        let all = scored.len();
        Early { decided: decided.unwrap_or(all), settling: settled.unwrap_or(all), stays }
    }

    fn choose(&self, order: Order, outcome: &Outcome, worlds: &Worlds, levels: &[(usize, u8)]) -> Option<usize> {
        let ranked = next(&self.questionnaire, outcome, worlds);
        let q = |i: usize| self.questionnaire.at(i).unwrap();
        let gate = |i: usize| q(i).cap.is_some() || q(i).floor.is_some();
        match order {
            Order::Track => None,
            Order::Next => ranked.first().map(|n| n.question),
            Order::Gain => ranked.iter().max_by_key(|n| (n.gain, usize::MAX - n.question)).map(|n| n.question),
            Order::FlagsFirst => ranked
                .iter()
                .max_by_key(|n| (gate(n.question), q(n.question).flag.is_some(), q(n.question).critical, n.gain, usize::MAX - n.question))
                .map(|n| n.question),
            Order::Asking => asking::order(&self.questionnaire, outcome).first().copied(),
            Order::TwoSteps => ranked.iter().take(8).map(|n| n.question).min_by_key(|i| {
                let left = |level: u8| {
                    let more: Vec<(usize, u8)> = levels.iter().copied().chain([(*i, level)]).collect();
                    let outcome = self.outcome(&more);
                    let (mild, strong) = outcome.interval();
                    let width = |score: Score| outcome.score(score).map_or(0, |(_, low, high)| percent(&(high - low)));
                    (strong as i64 - mild as i64) * 1000 + width(Score::Foundation) + width(Score::Pain)
                };
                [1, 2, 3].into_iter().map(left).sum::<i64>()
            }),
        }
    }
}

/// A number below a limit, from a counter.
fn draw(seed: &mut u64, limit: u64) -> u64 {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*seed >> 33) % limit
}

/// True levels of a made-up system: so many of a hundred at each level.
fn truth(seed: u64, questions: usize, chances: [u64; 5]) -> Vec<u8> {
    let mut seed = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(1);
    let level = |n: u64| {
        let mut sum = 0;
        (0..5_u8).find(|l| {
            sum += chances[usize::from(*l)];
            n < sum
        })
    };
    (0..questions).map(|_| level(draw(&mut seed, 100)).unwrap_or(4)).collect()
}

/// True levels of a filled-in system; what it leaves open is drawn from its own answers.
fn filled(path: &Path, questionnaire: &Questionnaire) -> Vec<u8> {
    let questions = questionnaire.questions.len();
    let sheet = answers::read(&std::fs::read_to_string(path).unwrap(), "sheet").0.unwrap();
    let mut known: Vec<Option<u8>> = vec![None; questions];
    for entry in &sheet.entries {
        if let (Some(question), Some(said)) = (questionnaire.question(&entry.question), &entry.value)
            && let Some((Reading::Levels(levels), _)) = read_value(question, said)
        {
            known[question.index] = Some(levels.low.midpoint(levels.high));
        }
    }
    let pool: Vec<u8> = known.iter().flatten().copied().collect();
    let mut seed = 7;
    (0..questions).map(|i| known[i].unwrap_or_else(|| pool[draw(&mut seed, pool.len() as u64) as usize])).collect()
}

fn at(sorted: &[usize], percent: usize) -> usize {
    sorted[(sorted.len() - 1) * percent / 100]
}

fn report(name: &str, study: &Study, systems: &[Vec<u8>]) {
    println!("\n{name} ({} systems)", systems.len());
    println!("{:<36} {:>16} {:>16} {:>16}", "median / 90th percentile", "decided", "settling", "verdict stays");
    let only = std::env::var("ORDER").unwrap_or_default();
    for (order, title) in ORDERS.into_iter().filter(|(_, title)| title.contains(&only)) {
        let all: Vec<Early> = std::thread::scope(|scope| {
            let (a, b) = systems.split_at(systems.len() / 2);
            let run = |part: &[Vec<u8>]| part.iter().map(|t| study.ask(t, order)).collect::<Vec<_>>();
            let other = scope.spawn(move || run(b));
            let mut all = run(a);
            all.extend(other.join().unwrap());
            all
        });
        let column = |of: &dyn Fn(&Early) -> usize| {
            let mut numbers: Vec<usize> = all.iter().map(of).collect();
            numbers.sort_unstable();
            format!("{} / {}", at(&numbers, 50), at(&numbers, 90))
        };
        println!("{title:<36} {:>16} {:>16} {:>16}", column(&|e| e.decided), column(&|e| e.settling), column(&|e| e.stays));
    }
}

fn main() {
    let questionnaire = open::read_to_ask(&support::shipped("backend")).0.unwrap();
    let track = questionnaire.track(TRACK).unwrap();
    let mut questions: Vec<usize> = track.questions().collect();
    questions.sort_unstable();
    let base = Base { questions, tracks: vec![TRACK.into()], at_most: track.at_most };
    let count = questionnaire.questions.len();
    let scored = base.questions.iter().filter(|i| questionnaire.at(**i).unwrap().scored()).count();
    println!("{scored} scored questions of the track {TRACK}");
    let study = Study { questionnaire, base, round: RoundId::parse("2026-Q4").unwrap() };
    for (name, chances) in [("very bad", [45, 35, 15, 5, 0]), ("middling", [10, 25, 30, 25, 10]), ("good", [0, 2, 8, 40, 50])] {
        let systems: Vec<Vec<u8>> = (0..SYSTEMS).map(|seed| truth(seed, count, chances)).collect();
        report(name, &study, &systems);
    }
    let root = support::top().join("tests/fixtures");
    for folder in ["systems", "cases"] {
        let mut files: Vec<_> = std::fs::read_dir(root.join(folder)).unwrap().map(|f| f.unwrap().path()).collect();
        files.sort();
        let systems: Vec<Vec<u8>> = files.iter().map(|f| filled(f, &study.questionnaire)).collect();
        report(folder, &study, &systems);
    }
}
