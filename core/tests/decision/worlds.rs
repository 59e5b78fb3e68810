//! Invariants 10, 11 and 12: the worlds.

use crate::drawn;
use crate::sheets::{at_levels, changed, config, plain, reference, rule, sheet, sheet_of, shipped_rules, table, test, under_shipped_rules};
use proptest::prelude::*;
use underpin_core::decision::outcome::Range;
use underpin_core::decision::sheet::{Entry, Sheet};
use underpin_core::decision::tables::{FACTORS, ONE, SPACINGS};
use underpin_core::decision::weights;
use underpin_core::decision::worlds::{WORLDS, Worlds};
use underpin_core::log::event::Levels;
use underpin_core::model::exact::{Decimal, ratio};
use underpin_core::model::question::Gate;
use underpin_core::model::rules::{Number, Points, Score, Side};
use underpin_core::model::words::{Axis, Flag, Verdict};

const PILLARS: [&str; 6] = ["one", "two", "three", "four", "five", "six"];

/// The worlds of a sheet whose questions are named after the number that they keep.
fn worlds(sheet: &Sheet) -> Worlds {
    let names: Vec<String> = (0..64).map(|i| format!("question-{i}")).collect();
    Worlds::keyed(sheet, |e| names[e.question].as_str(), |pillar| PILLARS[pillar])
}

/// Everything that the worlds say.
fn all(worlds: &Worlds) -> String {
    format!("{:?} {:?} {}", worlds.counts(), worlds.open(), worlds.so_far())
}

/// A number moved by so many hundredths.
fn moved(number: &Number, hundredths: i64) -> Number {
    let all = number.decimal().value() * ratio(10_i64.pow(16), 1);
    let all = all.to_integer() + ratio(hundredths, 1).to_integer() * ratio(10_i64.pow(14), 1).to_integer();
    let (sign, digits) = if all < ratio(0, 1).to_integer() { ("-", -all) } else { ("", all) };
    let digits = format!("{digits:0>17}");
    let (whole, part) = digits.split_at(digits.len() - 16);
    Decimal::parse(&format!("{sign}{whole}.{part}")).unwrap().into()
}

/// The interval over open answers, all weights within a factor of two, every number off by 0.05, and the steepest and the
/// flattest spacing, which move no value by more than 0.081: ends that no world can pass.
fn widened(sheet: &Sheet) -> Range {
    let shifted = |sign: i64| {
        changed(sheet, |_, pillars, rules| {
            // Stronger verdicts come of higher numbers where less is worse, of lower ones where more is, and of lower limits.
            let both = 5 + 9;
            pillars.iter_mut().for_each(|p| p.weak_at = p.weak_at.as_ref().map(|n| moved(n, sign * both)));
            rules.breadth = moved(&rules.breadth, sign * both);
            for test in rules.raising.iter_mut().flat_map(|r| &mut r.all) {
                test.number = match (test.score, test.score.points()) {
                    (Score::WeakPillars | Score::Flags, _) => continue,
                    (Score::Breadth, _) => moved(&test.number, -sign * 5),
                    (_, Points::Up) => moved(&test.number, sign * both),
                    (_, Points::Down) => moved(&test.number, -sign * both),
                };
            }
            rules.limits.iter_mut().flat_map(|l| &mut l.all).for_each(|t| t.number = moved(&t.number, -sign * both));
        })
    };
    (weights::interval(&shifted(-1), 200).0, weights::interval(&shifted(1), 200).1)
}

proptest! {
    #![proptest_config(config(25))]

    // Invariant 11.
    #[test]
    fn worlds_sum_to_all_and_are_the_same_in_every_order(s in sheet(14), shift in 0_usize..14) {
        let drawn = worlds(&s).drawn();
        prop_assert_eq!((drawn.counts().iter().sum::<u32>(), drawn.so_far(), drawn.complete()), (WORLDS, WORLDS, true));
        prop_assert_eq!(all(&drawn), all(&worlds(&s).drawn()), "the same bytes");
        let turned = changed(&s, |entries, _, _| {
            let n = entries.len().max(1);
            entries.rotate_left(shift % n);
        });
        prop_assert_eq!(drawn.counts(), worlds(&turned).drawn().counts());
        for open in worlds(&turned).drawn().open() {
            let question = turned.entries[open.entry].question;
            let same = drawn.open().iter().find(|o| s.entries[o.entry].question == question).unwrap();
            prop_assert_eq!(open.counts, same.counts, "what a question is drawn as depends on its id alone");
        }
    }

    // Invariant 10.
    #[test]
    fn every_sampled_verdict_lies_in_the_box_widened_by_threshold_and_spacing(s in sheet(12)) {
        let drawn = worlds(&s).drawn();
        let (mild, strong) = widened(&s);
        for verdict in Verdict::ALL {
            prop_assert!(drawn.count(*verdict) == 0 || (mild..=strong).contains(verdict), "{} not in {}..{}", verdict, mild, strong);
        }
    }

    // Invariant 12.
    #[test]
    fn open_answers_take_every_level_of_their_interval_alike_and_a_gain_is_never_negative(s in sheet(12)) {
        let drawn = worlds(&s).drawn();
        let opened: Vec<usize> = (0..s.entries.len()).filter(|i| !s.entries[*i].span.is_point()).collect();
        prop_assert_eq!(drawn.open().iter().map(|o| o.entry).collect::<Vec<_>>(), opened);
        for open in drawn.open() {
            let span = s.entries[open.entry].span;
            let share = WORLDS / (u32::from(span.high - span.low) + 1);
            for (level, counts) in (0_u8..).zip(&open.counts) {
                let many: u32 = counts.iter().sum();
                let expected = if (span.low..=span.high).contains(&level) { share } else { 0 };
                prop_assert!(many.abs_diff(expected) <= expected / 10, "level {} came {} times of {}", level, many, expected);
            }
            for verdict in Verdict::ALL {
                let there: u32 = open.counts.iter().map(|c| c[*verdict as usize]).sum();
                prop_assert_eq!(there, drawn.count(*verdict), "each world is in one level");
            }
            let guessed: u32 = open.counts.iter().map(|c| c.iter().max().unwrap()).sum();
            prop_assert!(guessed >= *drawn.counts().iter().max().unwrap());
        }
    }
}

proptest! {
    #![proptest_config(config(2))]

    // Invariant 11: how many are drawn at a time changes nothing.
    #[test]
    fn worlds_drawn_in_any_portions_are_the_same_bytes(s in sheet(12)) {
        let whole = worlds(&s).drawn();
        for portion in [1, 7, 63, 64, 65, 250, 10_000, 20_000] {
            let mut drawn = worlds(&s);
            let mut times = 1;
            while !drawn.draw(portion) {
                prop_assert_eq!((drawn.so_far(), drawn.complete()), (portion * times, false));
                prop_assert_eq!(drawn.counts().iter().sum::<u32>(), portion * times);
                times += 1;
            }
            prop_assert_eq!(times, WORLDS.div_ceil(portion), "no portion draws more than it was asked for");
            prop_assert_eq!(all(&drawn), all(&whole), "{} at a time", portion);
            prop_assert!(drawn.draw(1) && all(&drawn) == all(&whole), "what is complete stays");
        }
    }
}

proptest! {
    #![proptest_config(config(150))]

    #[test]
    fn worlds_in_blocks_are_what_they_are_one_at_a_time(s in sheet(14), weights in prop::array::uniform4((1_i64..1_000_000_000, 1_i64..1000))) {
        let s = changed(&s, |_, pillars, _| pillars.iter_mut().zip(weights).for_each(|(p, (n, d))| p.weight = &p.weight * ratio(n, d)));
        let mut blocks = worlds(&s);
        blocks.draw(100);
        let mut counts = [0_u32; 4];
        for world in 0..100 {
            let one = drawn::verdict(&s, world, &|e| format!("question-{}", e.question), &|p| PILLARS[p].to_owned());
            counts[one as usize] += 1;
        }
        prop_assert_eq!(blocks.counts(), counts, "{:?}", s);
    }
}

#[test]
fn the_tables_are_what_their_formulas_say() {
    for (i, entry) in (0_u64..).zip(FACTORS) {
        assert_eq!(i128::from(entry), drawn::factor(i), "factor {i}");
    }
    for (i, entries) in (0_u64..).zip(SPACINGS) {
        assert_eq!(entries.map(i128::from), [1, 2, 3].map(|level| drawn::value(i, level)), "spacing {i}");
    }
    assert_eq!((u64::from(ONE), drawn::value(0, 0), drawn::value(0, 4)), (65536, 0, 65536));
}

#[test]
fn a_score_is_compared_to_the_last_unit_of_a_number_that_a_world_moved() {
    // A pillar at nothing, and a level of breadth that one mild world moves to nothing, or to one unit above it.
    let breadth = |units: i128| Decimal::parse(&format!("{:.15}", (units as f64 + 0.5) / f64::from(1 << 30))).unwrap();
    let counted = rule("broad", Verdict::Restructure, vec![test(Score::Breadth, Side::AtLeast, "0.5")]);
    let mild: Vec<(u64, i128)> = (0..60).map(|w| (w, drawn::strictness(w))).filter(|(_, moved)| *moved < 0).collect();
    assert!(mild.len() > 10);
    for (world, moved) in mild {
        for (units, expected) in [(-moved, Verdict::Maintain), (1 - moved, Verdict::Restructure)] {
            let mut rules = table(vec![counted.clone()], Vec::new());
            rules.breadth = breadth(units).into();
            assert_eq!(i128::from(rules.breadth.units()), units);
            let sheet = sheet_of(at_levels(Axis::Structural, 0, &[0; 3]), &vec![("1", None, 0)], rules, None);
            let mut worlds = worlds(&sheet);
            worlds.draw(world as u32);
            let before = worlds.count(expected);
            worlds.draw(1);
            assert_eq!(worlds.count(expected), before + 1, "world {world}, {units} units");
        }
    }
}

#[test]
fn a_mean_of_sums_that_64_bits_hardly_hold_is_the_same_mean() {
    let heavy = |level: u8| {
        let entries = (0..60).map(|i| Entry { question: i, ..plain(Axis::Tactical, 0, 1 << 20, Levels::level(level)) }).collect();
        worlds(&under_shipped_rules(entries, &["1"])).drawn()
    };
    assert_eq!(heavy(4).count(Verdict::Maintain), WORLDS, "all is well in every world");
    assert_eq!(heavy(0).count(Verdict::Optimize), WORLDS, "everything is open in every world");
    assert_eq!(heavy(1).count(Verdict::Optimize), WORLDS, "a quarter is below a half in every world");
}

fn all_of(axis: Axis, pillar: usize, level: u8) -> Vec<Entry> {
    at_levels(axis, pillar, &[level; 3])
}

#[test]
fn where_nothing_is_near_a_number_every_world_says_what_the_rules_say() {
    let (s, t, p, f) = (Axis::Structural, Axis::Tactical, Axis::Symptom, Axis::Feasibility);
    let healthy = || [all_of(s, 0, 4), all_of(s, 1, 4), all_of(t, 0, 4), all_of(p, 0, 4), all_of(f, 0, 4)].concat();
    let flagged = Entry { flag: Some(Flag::Bugs), ..plain(t, 0, 1, Levels::level(1)) };
    let floor =
        |level: u8| Entry { floor: Some(Gate { at_or_below: 3, verdict: Verdict::Rebuild }), ..plain(s, 0, 2, Levels::level(level)) };
    let worst = || [all_of(s, 0, 0), all_of(p, 0, 0)].concat();
    let cap = |level: u8| Entry { cap: Some(Gate { at_or_below: 2, verdict: Verdict::Optimize }), ..plain(f, 0, 1, Levels::level(level)) };
    let many = |level: u8| at_levels(t, 0, &[level; 20]);
    let weak = |pain: &[u8]| [all_of(s, 0, 4), all_of(s, 1, 0), all_of(s, 2, 4), at_levels(p, 0, pain), all_of(f, 0, 4)].concat();
    let weak_limit = [all_of(s, 0, 4), all_of(s, 1, 0), all_of(s, 2, 0), all_of(p, 0, 0), all_of(f, 0, 4)].concat();
    let even: [&str; 3] = ["1", "1", "1"];
    let cases = [
        ("all healthy", healthy(), even, Verdict::Maintain),
        ("one flag at its level", [healthy(), vec![flagged.clone()], many(4)].concat(), even, Verdict::Optimize),
        (
            "one flag above its level",
            [healthy(), vec![Entry { span: Levels::level(2), ..flagged }], many(4)].concat(),
            even,
            Verdict::Maintain,
        ),
        ("pain alone", [healthy(), at_levels(p, 0, &[0; 9])].concat(), even, Verdict::Optimize),
        ("open repairs alone", [healthy(), at_levels(t, 0, &[0; 9])].concat(), even, Verdict::Optimize),
        ("a weak pillar that hurts", weak(&[0; 3]), ["90", "1", "90"], Verdict::Restructure),
        ("a weak pillar that nobody feels", weak(&[4; 3]), ["90", "1", "90"], Verdict::Maintain),
        ("a weak pillar without symptoms", weak(&[]), ["90", "1", "90"], Verdict::Maintain),
        ("a weak foundation that nobody feels", [all_of(s, 0, 0), all_of(p, 0, 4), all_of(f, 0, 4)].concat(), even, Verdict::Restructure),
        ("all at its worst, and ready", [worst(), all_of(f, 0, 4)].concat(), even, Verdict::Rebuild),
        ("all at its worst but the limit", weak_limit, ["1", "9", "9"], Verdict::Restructure),
        ("all at its worst, and not ready", [worst(), all_of(f, 0, 0)].concat(), even, Verdict::Restructure),
        ("all at its worst, nothing known of readiness", worst(), even, Verdict::Restructure),
        ("a floor at its level", [healthy(), vec![floor(3)]].concat(), even, Verdict::Rebuild),
        ("a floor above its level", [healthy(), vec![floor(4)]].concat(), even, Verdict::Maintain),
        ("a cap at its level", [worst(), all_of(f, 0, 4), all_of(f, 0, 4), vec![cap(2)]].concat(), even, Verdict::Optimize),
        ("a cap above its level", [worst(), all_of(f, 0, 4), all_of(f, 0, 4), vec![cap(3)]].concat(), even, Verdict::Rebuild),
    ];
    for (name, entries, weights, verdict) in cases {
        let sheet = under_shipped_rules(entries, &weights);
        assert_eq!(reference(&sheet).verdict, verdict, "{name}");
        assert_eq!(worlds(&sheet).drawn().count(verdict), WORLDS, "{name}: {:?}", worlds(&sheet).drawn().counts());
    }
}

#[test]
fn a_limited_track_limits_every_world() {
    let entries = [all_of(Axis::Structural, 0, 0), all_of(Axis::Symptom, 0, 0), all_of(Axis::Feasibility, 0, 4)].concat();
    let pillars = vec![("1", None, 0)];
    let limited = sheet_of(entries, &pillars, shipped_rules(0), Some(Verdict::Restructure));
    assert_eq!(worlds(&limited).drawn().counts(), [0, 0, WORLDS, 0]);
}

#[test]
fn the_worlds_of_an_example_are_these_and_stay_these() {
    // A change of these counts is a change of the model: every share that was ever printed would be another.
    let mut entries = at_levels(Axis::Structural, 0, &[1, 2, 2]);
    entries.extend(at_levels(Axis::Structural, 1, &[2, 3, 1]));
    entries.push(plain(Axis::Structural, 1, 3, Levels { low: 1, high: 3 }));
    entries.extend(at_levels(Axis::Symptom, 0, &[1, 2]));
    entries.push(Entry { flag: Some(Flag::Slow), ..plain(Axis::Symptom, 0, 1, Levels::ALL) });
    entries.extend([plain(Axis::Tactical, 0, 2, Levels::level(3)), plain(Axis::Feasibility, 0, 2, Levels::level(2))]);
    entries.push(plain(Axis::Feasibility, 0, 1, Levels { low: 1, high: 4 }));
    let sheet = under_shipped_rules(entries, &["1", "2"]);
    let drawn = worlds(&sheet).drawn();
    assert_eq!(drawn.counts(), [0, 2009, 6208, 1783]);
}

#[test]
fn the_result_made_by_hand_has_the_worlds_that_it_says() {
    // `tests/independent/by-hand.json`, where `recompute.py` draws them a second time.
    let ids = ["room-to-grow", "tuning-left", "first-limit", "peak-speed", "complaints", "slow-queries", "goal"];
    let mut entries = at_levels(Axis::Structural, 0, &[1, 2, 2]);
    entries[0].floor = Some(Gate { at_or_below: 0, verdict: Verdict::Rebuild });
    entries.extend(at_levels(Axis::Symptom, 0, &[1, 2]));
    entries.extend(at_levels(Axis::Tactical, 0, &[3]));
    entries.extend(at_levels(Axis::Feasibility, 0, &[2]));
    let sheet = under_shipped_rules(entries, &["1"]);
    let drawn = Worlds::keyed(&sheet, |e| ids[e.question], |_| "limit").drawn();
    let text = std::fs::read_to_string(crate::support::top().join("tests/independent/by-hand.json")).unwrap();
    let result: serde_json::Value = serde_json::from_str(&text).unwrap();
    let said = Verdict::ALL.iter().map(|v| result["share"][v.word()].as_u64().unwrap());
    assert_eq!(drawn.counts().map(u64::from).to_vec(), said.collect::<Vec<_>>());
}
