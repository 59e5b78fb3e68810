//! Random sheets under random rules that the checker would accept, and small ones made by hand.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use underpin_core::decision::assess::{Assessment, assess};
use underpin_core::decision::outcome::Range;
use underpin_core::decision::scores::Pick;
use underpin_core::decision::sheet::{Entry, Ground, Sheet};
use underpin_core::log::event::Levels;
use underpin_core::model::exact::Decimal;
use underpin_core::model::question::Gate;
use underpin_core::model::rules::{Limit, Number, Rule, Rules, Score, Side, Test};
use underpin_core::model::words::{Axis, Flag, Verdict};

/// More pillars than this has no random sheet.
pub const PILLARS: usize = 4;

/// The verdicts above the mildest, and those below the strongest.
pub const RAISED: [Verdict; 3] = [Verdict::Optimize, Verdict::Restructure, Verdict::Rebuild];
pub const ALLOWED: [Verdict; 3] = [Verdict::Maintain, Verdict::Optimize, Verdict::Restructure];

/// Numbers that small means meet exactly, and some that they do not.
const FRACTIONS: [&str; 16] = [
    "0.25",
    "0.50",
    "0.75",
    "0.125",
    "0.375",
    "0.625",
    "0.40",
    "0.45",
    "0.60",
    "0.30",
    "0.2",
    "0.8",
    "0.333",
    "0.01",
    "0.99",
    "0.4166666666666666",
];

/// The same sheets every time.
pub fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        max_global_rejects: 1_000_000,
        rng_seed: RngSeed::Fixed(20_261_121),
        ..ProptestConfig::default()
    }
}

pub fn number(text: &str) -> Number {
    Decimal::parse(text).unwrap().into()
}

pub fn test(score: Score, side: Side, text: &str) -> Test {
    Test { score, side, number: number(text) }
}

pub fn rule(id: &str, raises: Verdict, all: Vec<Test>) -> Rule {
    Rule { id: id.into(), raises, all, say: String::new() }
}

pub fn limit(id: &str, allows: Verdict, all: Vec<Test>) -> Limit {
    Limit { id: id.into(), allows, all, say: String::new() }
}

/// A table in the order of every output.
pub fn table(raising: Vec<Rule>, limits: Vec<Limit>) -> Rules {
    let mut rules = Rules { raising, limits, ..Rules::default() };
    rules.sort();
    rules
}

/// The rules of the decision model; the limit of the design is the pillar at this position.
pub fn shipped_rules(the_limit: usize) -> Rules {
    let (optimize, restructure, rebuild) = (Verdict::Optimize, Verdict::Restructure, Verdict::Rebuild);
    let raising = vec![
        rule("pain-felt", optimize, vec![test(Score::Pain, Side::Above, "0.25")]),
        rule("warning-sign", optimize, vec![test(Score::Flags, Side::AtLeast, "1")]),
        rule("open-repairs", optimize, vec![test(Score::Tactical, Side::Below, "0.50")]),
        rule("foundation-gaps", optimize, vec![test(Score::Foundation, Side::Below, "0.60")]),
        rule("weak-foundation", restructure, vec![test(Score::Foundation, Side::Below, "0.50")]),
        rule("weak-pillar", restructure, vec![test(Score::WeakPillars, Side::AtLeast, "1"), test(Score::Pain, Side::AtLeast, "0.25")]),
        rule(
            "design-limit",
            rebuild,
            vec![
                test(Score::Foundation, Side::Below, "0.45"),
                test(Score::Breadth, Side::AtLeast, "0.50"),
                test(Score::Pain, Side::AtLeast, "0.40"),
                test(Score::Pillar(the_limit), Side::AtMost, "0.40"),
            ],
        ),
    ];
    table(raising, vec![limit("not-ready", restructure, vec![test(Score::Feasibility, Side::Below, "0.50")])])
}

/// A fraction between nothing and one.
pub fn fraction() -> impl Strategy<Value = Number> {
    prop_oneof![
        4 => prop::sample::select(&FRACTIONS[..]).prop_map(number),
        1 => (1_u32..100).prop_map(|n| number(&format!("0.{n:02}"))),
    ]
}

fn side(strict: bool, score: Score) -> Side {
    let [closed, open] = match score.points() {
        underpin_core::model::rules::Points::Up => [Side::AtMost, Side::Below],
        underpin_core::model::rules::Points::Down => [Side::AtLeast, Side::Above],
    };
    if strict { open } else { closed }
}

fn condition_test() -> impl Strategy<Value = Test> {
    (0_usize..8, 0..PILLARS, any::<bool>(), 1_u32..=3, fraction()).prop_map(|(score, pillar, strict, count, fraction)| {
        let score = match score {
            0 | 1 => Score::Foundation,
            2 => Score::Pillar(pillar),
            3 => Score::WeakPillars,
            4 => Score::Breadth,
            5 => Score::Pain,
            6 => Score::Tactical,
            _ => Score::Flags,
        };
        let number = if score.is_count() { number(&count.to_string()) } else { fraction };
        Test { score, side: side(strict, score), number }
    })
}

/// Any table that the checker accepts: the direction of a test is that of its score, limits look at readiness alone.
fn made_up_rules() -> impl Strategy<Value = Rules> {
    let feasible = (any::<bool>(), fraction()).prop_map(|(strict, number)| Test {
        score: Score::Feasibility,
        side: side(strict, Score::Feasibility),
        number,
    });
    let raising = prop::collection::vec((prop::sample::select(&RAISED[..]), prop::collection::vec(condition_test(), 1..=3)), 0..=6);
    let limits = prop::collection::vec((prop::sample::select(&ALLOWED[..]), prop::collection::vec(feasible, 1..=2)), 0..=2);
    (raising, limits, fraction(), 0_u8..=1).prop_map(|(raising, limits, breadth, flag)| {
        let raising = raising.into_iter().enumerate().map(|(i, (raises, all))| rule(&format!("rule-{i}"), raises, all));
        let limits = limits.into_iter().enumerate().map(|(i, (allows, all))| limit(&format!("limit-{i}"), allows, all));
        Rules { breadth, flag, ..table(raising.collect(), limits.collect()) }
    })
}

/// The shipped table, and made-up ones.
pub fn rules() -> impl Strategy<Value = Rules> {
    prop_oneof![1 => (0..PILLARS).prop_map(shipped_rules), 3 => made_up_rules()]
}

fn span() -> impl Strategy<Value = Levels> {
    prop_oneof![
        4 => (0_u8..=4).prop_map(Levels::level),
        1 => (0_u8..=4, 0_u8..=4).prop_map(|(a, b)| Levels { low: a.min(b), high: a.max(b) }),
        1 => Just(Levels::ALL),
    ]
}

/// An entry on one of these axes; three of so many have a gate.
fn entry(axes: &'static [Axis], span: impl Strategy<Value = Levels>, gates: usize) -> impl Strategy<Value = Entry> {
    let axis = prop::sample::select(axes);
    (0..PILLARS, axis, 1_u32..=3, 0_usize..12, 0..gates, 0_u8..4, span, any::<bool>()).prop_map(
        |(pillar, axis, weight, flag, gate, level, span, doubtful)| {
            let condition = axis != Axis::Feasibility;
            let gate = |verdicts: [Verdict; 3]| verdicts.get(gate).map(|v| Gate { at_or_below: level, verdict: *v });
            Entry {
                question: 0,
                axis,
                pillar: if axis == Axis::Structural { pillar } else { 0 },
                weight,
                flag: Flag::ALL.get(flag).copied().filter(|_| condition),
                floor: gate(RAISED).filter(|_| condition),
                cap: gate(ALLOWED).filter(|_| !condition),
                span,
                doubtful,
            }
        },
    )
}

/// Pillars for random entries: their weights, their levels of weakness, and questions that were found not applicable.
type Pillars = Vec<(&'static str, Option<Number>, usize)>;

fn pillars() -> impl Strategy<Value = Pillars> {
    let weight = prop::sample::select(&["1", "1", "2", "3", "0.5", "1.25"][..]);
    prop::collection::vec((weight, prop::option::weighted(0.8, fraction()), 0_usize..4), PILLARS)
}

/// A sheet in which every entry is the question at its own position.
pub fn sheet_of(mut entries: Vec<Entry>, pillars: &Pillars, rules: Rules, at_most: Option<Verdict>) -> Sheet {
    entries.iter_mut().enumerate().for_each(|(i, e)| e.question = i);
    let asked = |pillar: usize| entries.iter().filter(|e| e.axis == Axis::Structural && e.pillar == pillar).count();
    let ground = |(i, (weight, weak_at, more)): (usize, &(&str, Option<Number>, usize))| {
        Ground::new(Decimal::parse(weight).unwrap().value(), asked(i) + more, weak_at.clone())
    };
    let pillars = pillars.iter().enumerate().map(ground).collect();
    Sheet::new(entries, pillars, rules, at_most)
}

const MIXED: &[Axis] = &[
    Axis::Structural,
    Axis::Structural,
    Axis::Structural,
    Axis::Structural,
    Axis::Tactical,
    Axis::Symptom,
    Axis::Symptom,
    Axis::Feasibility,
];

fn sheet_from(entries: impl Strategy<Value = Vec<Entry>>) -> impl Strategy<Value = Sheet> {
    let at_most = prop::option::weighted(0.1, Just(Verdict::Restructure));
    (entries, pillars(), rules(), at_most).prop_map(|(entries, pillars, rules, at_most)| sheet_of(entries, &pillars, rules, at_most))
}

/// A random sheet of fewer than so many entries.
pub fn sheet(most: usize) -> impl Strategy<Value = Sheet> {
    sheet_from(prop::collection::vec(entry(MIXED, span(), 20), 0..most))
}

/// A random sheet with these many entries, nearly all of them answered: for what moves answers.
pub fn answered(sizes: std::ops::Range<usize>) -> impl Strategy<Value = Sheet> {
    let span = prop_oneof![9 => (0_u8..=4).prop_map(Levels::level), 1 => span()];
    sheet_from(prop::collection::vec(entry(MIXED, span, 20), sizes))
}

/// A random sheet on which gates hold much back and much up, some of them open.
pub fn gated(sizes: std::ops::Range<usize>) -> impl Strategy<Value = Sheet> {
    let span = prop_oneof![4 => (0_u8..=4).prop_map(Levels::level), 1 => Just(Levels::ALL)];
    sheet_from(prop::collection::vec(entry(Axis::ALL, span, 5), sizes))
}

/// An entry without gates and flags.
pub fn plain(axis: Axis, pillar: usize, weight: u32, span: Levels) -> Entry {
    Entry { question: 0, axis, pillar, weight, flag: None, floor: None, cap: None, span, doubtful: false }
}

/// Plain entries of weight 2 at these levels.
pub fn at_levels(axis: Axis, pillar: usize, levels: &[u8]) -> Vec<Entry> {
    levels.iter().map(|level| plain(axis, pillar, 2, Levels::level(*level))).collect()
}

/// A sheet under the shipped rules: pillars of these weights, weak at 0.45, the first of them the limit of the design.
pub fn under_shipped_rules(entries: Vec<Entry>, weights: &[&'static str]) -> Sheet {
    let pillars = weights.iter().map(|w| (*w, Some(number("0.45")), 0)).collect();
    sheet_of(entries, &pillars, shipped_rules(0), None)
}

/// The sheet with its questions, pillars and rules changed.
pub fn changed(sheet: &Sheet, change: impl FnOnce(&mut Vec<Entry>, &mut Vec<Ground>, &mut Rules)) -> Sheet {
    let (mut entries, mut pillars, mut rules) = (sheet.entries.clone(), sheet.pillars.clone(), sheet.rules.clone());
    change(&mut entries, &mut pillars, &mut rules);
    Sheet::new(entries, pillars, rules, sheet.at_most)
}

/// The sheet with one answer another.
pub fn with_span(sheet: &Sheet, at: usize, span: Levels) -> Sheet {
    let mut other = sheet.clone();
    other.entries[at].span = span;
    other
}

pub fn reference(sheet: &Sheet) -> Assessment {
    assess(sheet, Pick::Middle, Pick::Middle)
}

pub fn interval(sheet: &Sheet) -> Range {
    (assess(sheet, Pick::High, Pick::Low).verdict, assess(sheet, Pick::Low, Pick::High).verdict)
}

/// Whether a range lies inside another.
pub fn inside(inner: Range, outer: Range) -> bool {
    inner.0 >= outer.0 && inner.1 <= outer.1
}
