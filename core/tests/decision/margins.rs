//! Margins: the distance of each score to the number that decides.

use crate::sheets::{
    at_levels, changed, config, limit, number, plain, reference, rule, sheet, sheet_of, shipped_rules, table, test, under_shipped_rules,
};
use proptest::prelude::*;
use underpin_core::decision::assess::{Assessment, verdict_with};
use underpin_core::decision::margins::{Margin, margins};
use underpin_core::decision::scores::With;
use underpin_core::decision::sheet::{Entry, Sheet};
use underpin_core::decision::table::{fires, meets};
use underpin_core::log::event::Levels;
use underpin_core::model::exact::{Exact, ratio};
use underpin_core::model::rules::{Score, Side, Test};
use underpin_core::model::words::{Axis, Flag, Verdict};

/// The scores with one moved.
fn put<'s>(now: &'s Assessment, moved: &'s [(Score, Exact)]) -> With<'s> {
    With { scores: &now.scores, put: moved }
}

/// Every test of a score in the table.
fn tests(sheet: &Sheet, score: Score) -> Vec<&Test> {
    let raising = sheet.rules.raising.iter().flat_map(|r| &r.all);
    raising.chain(sheet.rules.limits.iter().flat_map(|l| &l.all)).filter(|t| t.score == score).collect()
}

/// The least distance at which a mean changes the verdict: at each number, and between each two.
fn nearest(sheet: &Sheet, now: &Assessment, score: Score, value: &Exact) -> Option<Exact> {
    let mut numbers: Vec<Exact> = tests(sheet, score).iter().map(|t| t.number.decimal().value().clone()).collect();
    numbers.extend([ratio(-1, 1), ratio(2, 1), value.clone()]);
    numbers.sort();
    numbers.dedup();
    let changes = |at: Exact| verdict_with(sheet, now, &put(now, &[(score, at)])) != now.verdict;
    let off = |at: &Exact| if at < value { value - at } else { at - value };
    let mut found: Vec<Exact> = numbers.iter().filter(|n| changes((*n).clone())).map(off).collect();
    for pair in numbers.windows(2) {
        if changes((&pair[0] + &pair[1]) / ratio(2, 1)) {
            found.push(off(&pair[0]).min(off(&pair[1])));
        }
    }
    found.into_iter().min()
}

/// Whether the row that a margin names is what changes the verdict when these scores move.
fn decides(sheet: &Sheet, now: &Assessment, margin: &Margin, moved: &[(Score, Exact)]) -> bool {
    let stronger = margin.to > now.verdict;
    let beyond = put(now, moved);
    if let Some(rule) = sheet.rules.raising.iter().find(|r| r.id == margin.rule) {
        let turns = fires(&rule.all, &now.scores) != fires(&rule.all, &beyond);
        return turns && if stronger { rule.raises >= margin.to } else { rule.raises > margin.to };
    }
    let limit = sheet.rules.limits.iter().find(|l| l.id == margin.rule).unwrap();
    let turns = meets(limit, &now.scores) != meets(limit, &beyond);
    turns && if stronger { limit.allows < margin.to } else { limit.allows <= margin.to }
}

/// The pillars that can move a count, with their distances, the side of the count they are on, and the verdict beyond.
fn crossings(sheet: &Sheet, now: &Assessment, score: Score) -> Vec<(usize, Exact, Exact, Verdict)> {
    let large: Vec<usize> = (0..sheet.pillars.len()).filter(|p| now.scores.large[*p]).collect();
    let count = now.scores.value(score);
    let one = |p: usize| {
        let (level, step) = match score {
            Score::WeakPillars => (sheet.pillars[p].weak_at.clone()?, ratio(1, 1)),
            _ => (sheet.rules.breadth.clone(), ratio(1, large.len() as i64)),
        };
        let (mean, level) = (now.scores.pillars[p].clone()?, level.decimal().value().clone());
        let counted = if score == Score::WeakPillars { mean <= level } else { mean < level };
        let after = if counted { count.clone()? - step } else { count.clone()? + step };
        let to = verdict_with(sheet, now, &put(now, &[(score, after.clone())]));
        Some((p, if mean < level { level - mean } else { mean - level }, after, to))
    };
    large.iter().filter_map(|p| one(*p)).filter(|(.., to)| *to != now.verdict).collect()
}

proptest! {
    #![proptest_config(config(1000))]

    #[test]
    fn a_margin_is_the_least_distance_at_which_its_score_changes_the_verdict(s in sheet(14)) {
        let now = reference(&s);
        let found = margins(&s, &now);
        prop_assert!(found.iter().all(|m| m.to != now.verdict && m.score != Score::Flags));
        prop_assert!(found.is_sorted_by(|a, b| a.score < b.score), "one a score, in their order");
        let means = [Score::Foundation, Score::Pain, Score::Tactical, Score::Feasibility];
        for score in means.into_iter().chain((0..s.pillars.len()).map(Score::Pillar)) {
            let margin = found.iter().find(|m| m.score == score);
            let expected = now.scores.value(score).and_then(|value| nearest(&s, &now, score, &value));
            prop_assert_eq!(margin.map(|m| &m.distance), expected.as_ref(), "{:?}", score);
            let Some(margin) = margin else { continue };
            let value = now.scores.value(score).unwrap();
            let hair = ratio(1, 1_000_000_000);
            let sides = [&value + &margin.distance + &hair, &value - &margin.distance - &hair];
            let beyond = sides.into_iter().find(|at| verdict_with(&s, &now, &put(&now, &[(score, at.clone())])) == margin.to);
            let moved = [(score, beyond.expect("just beyond it is what the margin says"))];
            prop_assert!(margin.pillar.is_none() && decides(&s, &now, margin, &moved), "{margin:?} does not decide");
        }
    }

    #[test]
    fn a_margin_of_a_count_is_that_of_the_nearest_pillar_whose_crossing_changes_the_verdict(s in sheet(16)) {
        let now = reference(&s);
        let found = margins(&s, &now);
        for score in [Score::WeakPillars, Score::Breadth] {
            let tested = !tests(&s, score).is_empty();
            let expected = crossings(&s, &now, score).into_iter().filter(|_| tested).min_by_key(|(p, distance, ..)| (distance.clone(), *p));
            let margin = found.iter().find(|m| m.score == score);
            let of = |m: &Margin| (m.pillar.unwrap(), m.distance.clone(), m.to);
            prop_assert_eq!(margin.map(of), expected.clone().map(|(p, distance, _, to)| (p, distance, to)), "{:?}", score);
            if let (Some(margin), Some((_, _, after, _))) = (margin, expected) {
                prop_assert!(decides(&s, &now, margin, &[(score, after)]), "{margin:?} does not decide");
            }
        }
    }
}

fn told(sheet: &Sheet) -> Vec<(Score, Option<usize>, String, Exact, Verdict)> {
    margins(sheet, &reference(sheet)).into_iter().map(|m| (m.score, m.pillar, m.rule, m.distance, m.to)).collect()
}

#[test]
fn a_score_on_its_number_has_no_distance_left_whichever_side_decides() {
    // Pain exactly 1/4 asks for nothing yet, any more of it does; the foundation exactly 3/5, any less does.
    let mut entries = at_levels(Axis::Symptom, 0, &[3]);
    entries.extend(at_levels(Axis::Structural, 0, &[2, 2, 2, 2, 4]));
    let sheet = under_shipped_rules(entries, &["1"]);
    assert_eq!(reference(&sheet).verdict, Verdict::Maintain);
    let zero = || ratio(0, 1);
    let found = told(&sheet);
    assert!(found.contains(&(Score::Pain, None, "pain-felt".into(), zero(), Verdict::Optimize)), "{found:?}");
    assert!(found.contains(&(Score::Foundation, None, "foundation-gaps".into(), zero(), Verdict::Optimize)), "{found:?}");
    // An `at_most` that is met exactly: any better, and the rebuild is off.
    let worst =
        [at_levels(Axis::Structural, 0, &[1, 2, 2, 2, 1]), at_levels(Axis::Symptom, 0, &[0]), at_levels(Axis::Feasibility, 0, &[4])];
    let sheet = under_shipped_rules(worst.concat(), &["1"]);
    assert_eq!(reference(&sheet).verdict, Verdict::Rebuild);
    let found = told(&sheet);
    assert!(found.contains(&(Score::Pillar(0), None, "design-limit".into(), zero(), Verdict::Restructure)), "{found:?}");
}

#[test]
fn a_margin_names_the_rule_that_decides_and_not_one_of_the_same_number() {
    // No pillar is weak: at a pain of 1/4 it is the felt pain that asks for repair, not the rule about weak pillars.
    let entries = [at_levels(Axis::Structural, 0, &[4, 4, 4]), at_levels(Axis::Symptom, 0, &[4, 4])].concat();
    let found = told(&under_shipped_rules(entries, &["1"]));
    assert!(found.contains(&(Score::Pain, None, "pain-felt".into(), ratio(1, 4), Verdict::Optimize)), "{found:?}");
    // Crossing makes both rules about two weak pillars hold or fail in this respect; only one of them has all it needs.
    let weak = |id: &str, raises: Verdict, foundation: &str| {
        rule(id, raises, vec![test(Score::WeakPillars, Side::AtLeast, "1"), test(Score::Foundation, Side::Below, foundation)])
    };
    let rules = table(vec![weak("never", Verdict::Rebuild, "0.10"), weak("this", Verdict::Restructure, "0.90")], Vec::new());
    let entries = at_levels(Axis::Structural, 0, &[2, 2, 2]);
    let sheet = sheet_of(entries, &vec![("1", Some(number("0.45")), 0)], rules, None);
    let found = told(&sheet);
    assert!(found.contains(&(Score::WeakPillars, Some(0), "this".into(), ratio(1, 20), Verdict::Restructure)), "{found:?}");
}

#[test]
fn of_two_numbers_equally_near_the_stronger_rule_is_named() {
    let raising = vec![
        rule("repair", Verdict::Optimize, vec![test(Score::Foundation, Side::Below, "0.6")]),
        rule("move", Verdict::Restructure, vec![test(Score::Foundation, Side::Below, "0.4")]),
    ];
    let sheet =
        changed(&under_shipped_rules(at_levels(Axis::Structural, 0, &[2]), &["1"]), |_, _, rules| *rules = table(raising, Vec::new()));
    assert_eq!(told(&sheet), [(Score::Foundation, None, "move".into(), ratio(1, 10), Verdict::Restructure)]);
}

#[test]
fn of_two_limits_on_one_number_the_one_that_held_it_back_is_named() {
    // Both fall away at half; a restructuring is all that is needed, so the limit that allowed one held nothing back.
    let low = |id: &str, allows: Verdict| limit(id, allows, vec![test(Score::Feasibility, Side::Below, "0.5")]);
    let raising = vec![rule("move", Verdict::Restructure, vec![test(Score::Foundation, Side::Below, "0.4")])];
    let limits = vec![low("no-rebuild", Verdict::Restructure), low("repairs-only", Verdict::Optimize)];
    let entries = [at_levels(Axis::Structural, 0, &[1]), at_levels(Axis::Feasibility, 0, &[1])].concat();
    let sheet = changed(&under_shipped_rules(entries, &["1"]), |_, _, rules| *rules = table(raising, limits));
    let feasibility = (Score::Feasibility, None, "repairs-only".into(), ratio(1, 4), Verdict::Restructure);
    assert!(told(&sheet).contains(&feasibility), "{:?}", told(&sheet));
}

#[test]
fn more_is_needed_than_allowed_only_where_the_need_is_the_stronger() {
    let now = |need, allowed| Assessment { need, allowed, ..reference(&under_shipped_rules(Vec::new(), &["1"])) };
    assert!(now(Verdict::Rebuild, Verdict::Optimize).held_back());
    assert!(!now(Verdict::Optimize, Verdict::Optimize).held_back() && !now(Verdict::Maintain, Verdict::Rebuild).held_back());
}

#[test]
fn numbers_that_nearly_agree_are_told_apart() {
    // The optimize number stands 10^-15 above the restructure number: at the first, repair is called for, not more.
    let raising = vec![
        rule("a", Verdict::Optimize, vec![test(Score::Foundation, Side::Below, "0.500000000000001")]),
        rule("b", Verdict::Restructure, vec![test(Score::Foundation, Side::Below, "0.5")]),
    ];
    let sheet =
        changed(&under_shipped_rules(at_levels(Axis::Structural, 0, &[3]), &["1"]), |_, _, rules| *rules = table(raising, Vec::new()));
    let distance = ratio(1, 4) - ratio(1, 1_000_000_000_000_000);
    assert_eq!(told(&sheet), [(Score::Foundation, None, "a".into(), distance, Verdict::Optimize)]);
}

#[test]
fn a_margin_concerns_the_answers_that_move_its_score() {
    let entries = [
        plain(Axis::Structural, 0, 2, Levels::level(2)),
        plain(Axis::Structural, 1, 2, Levels::level(2)),
        plain(Axis::Symptom, 0, 2, Levels::level(2)),
        plain(Axis::Tactical, 0, 2, Levels::level(2)),
        plain(Axis::Feasibility, 0, 2, Levels::level(2)),
        Entry { flag: Some(Flag::Slow), ..plain(Axis::Tactical, 1, 2, Levels::level(2)) },
    ];
    let concerned = |score: Score, pillar: Option<usize>| {
        let margin = Margin { score, pillar, rule: String::new(), distance: ratio(0, 1), to: Verdict::Maintain };
        (0..entries.len()).filter(|i| margin.concerns(&entries[*i])).collect::<Vec<_>>()
    };
    assert_eq!(concerned(Score::Foundation, None), [0, 1]);
    assert_eq!(concerned(Score::Pillar(1), None), [1]);
    assert_eq!(concerned(Score::WeakPillars, Some(0)), [0]);
    assert_eq!(concerned(Score::Breadth, Some(1)), [1]);
    assert_eq!(concerned(Score::Pain, None), [2]);
    assert_eq!(concerned(Score::Tactical, None), [3, 5]);
    assert_eq!(concerned(Score::Feasibility, None), [4]);
    assert_eq!(concerned(Score::Flags, None), [5]);
}

#[test]
fn a_score_that_changes_nothing_has_no_margin() {
    let sheet = changed(&under_shipped_rules(Vec::new(), &["1"]), |_, _, rules| *rules = shipped_rules(0));
    assert_eq!(told(&sheet), []);
    let capped = under_shipped_rules(at_levels(Axis::Structural, 0, &[4, 4, 4]), &["1"]);
    assert!(told(&capped).iter().all(|(score, ..)| *score != Score::Breadth), "breadth alone never changes anything here");
}
