//! Rules are data: a ninth pillar and a ninth rule, added to the shipped audit as text, change everything that is said, and no
//! line of code knows of them.

use crate::audits::{event, shipped};
use std::sync::{Arc, OnceLock};
use underpin_core::content::diagnostic::Severity;
use underpin_core::content::open;
use underpin_core::content::source::Source;
use underpin_core::decision::flips;
use underpin_core::decision::margins::margins;
use underpin_core::decision::outcome::Outcome;
use underpin_core::decision::what::What;
use underpin_core::decision::worlds::WORLDS;
use underpin_core::log::fold::fold;
use underpin_core::model::exact::ratio;
use underpin_core::model::period::RoundId;
use underpin_core::model::questionnaire::Questionnaire;
use underpin_core::model::rules::{LARGE, Score};
use underpin_core::model::words::{Axis, Scale, Verdict};
use underpin_core::round::Round;
use underpin_core::standing::Stands;

/// The questions of the ninth pillar; the first is the heaviest.
const MOVED: [&str; 3] = ["arc-coupling", "arc-boundaries", "arc-cycles"];

const PILLAR: &str = r#"[[pillar]]
id = "reach"
title = "Reach of a change"
weight = 2
weak_at = 0.30
restructures = true
scale = "code"
healthy = "a change reaches one part"
attention = "a change reaches everything"

"#;

const RULE: &str = r#"[[rule]]
id = "far-reach"
raises = "restructure"
all = [{ score = "pillar.reach", at_most = 0.25 }]
say = "A change reaches everything."

"#;

/// Puts text before the first place where a file says something.
fn insert(source: &mut Source, name: &str, before: &str, text: &str) {
    let file = source.files.iter_mut().find(|f| f.name == name).unwrap();
    let at = file.text.find(before).unwrap();
    file.text.to_mut().insert_str(at, text);
}

/// The shipped audit with the ninth pillar before or behind all others, and the ninth rule.
fn text(pillar_before: &str) -> Source {
    let mut source = crate::support::shipped("backend");
    insert(&mut source, "questionnaire.toml", pillar_before, PILLAR);
    insert(&mut source, "questionnaire.toml", "[[limit]]", RULE);
    let architecture = source.files.iter_mut().find(|f| f.name == "architecture.toml").unwrap();
    for id in MOVED {
        let at = architecture.text.find(&format!("id = \"{id}\"\n")).unwrap();
        let line = at + architecture.text[at..].find("pillar = ").unwrap();
        let end = line + architecture.text[line..].find('\n').unwrap();
        architecture.text.to_mut().replace_range(line..end, "pillar = \"reach\"");
    }
    source
}

fn read(source: &Source) -> Arc<Questionnaire> {
    let (content, found) = open::check(source);
    let errors: Vec<_> = found.iter().filter(|d| d.rule.severity() == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    Arc::new(content.unwrap().questionnaire)
}

/// The audit with the ninth pillar behind all others, read once.
fn extended() -> Arc<Questionnaire> {
    static EXTENDED: OnceLock<Arc<Questionnaire>> = OnceLock::new();
    EXTENDED.get_or_init(|| read(&text("[[rule]]"))).clone()
}

/// A discovery, its symptoms at one level, the moved questions at another or open, everything else fair.
fn round(questionnaire: &Arc<Questionnaire>, symptoms: u8, moved: Option<[u8; 3]>, facts: &[(&str, bool)]) -> Round {
    let start = event(1, r#""do":"start","questionnaire":"backend","version":"2.0.0","pin":"0123456789abcdef","system":"Shop""#);
    let open = event(2, r#""do":"set","key":"track.discovery","value":true"#);
    let facts =
        facts.iter().enumerate().map(|(i, (fact, value))| event(3 + i, &format!(r#""do":"set","key":"fact.{fact}","value":{value}"#)));
    let lines: Vec<_> = [start, open].into_iter().chain(facts).collect();
    let level = |id: &str, axis: Axis| match (MOVED.iter().position(|m| *m == id), axis) {
        (Some(place), _) => moved.map(|levels| levels[place]),
        (_, Axis::Symptom) => Some(symptoms),
        (_, Axis::Feasibility) => Some(4),
        _ => Some(3),
    };
    let levels = questionnaire.questions.iter().filter_map(|q| Some((q.index, level(&q.id, q.axis)?)));
    let levels: Vec<(usize, u8)> = levels.collect();
    Round::read("Shop".into(), RoundId::parse("2026-Q4").unwrap(), questionnaire.clone(), "0".repeat(16), fold(&lines), 0).what_if(&levels)
}

fn reach(questionnaire: &Questionnaire) -> usize {
    questionnaire.pillars.iter().position(|p| p.id == "reach").unwrap()
}

fn fired(round: &Round) -> Vec<&str> {
    round.outcome.reference.fired_rules(&round.outcome.sheet).map(|r| r.id.as_str()).collect()
}

#[test]
fn a_ninth_pillar_and_a_ninth_rule_are_read_from_text_alone() {
    let (before, after) = (shipped(), extended());
    assert_eq!((before.pillars.len(), after.pillars.len()), (8, 9));
    let rows = |q: &Questionnaire| q.rules.raising.len() + q.rules.limits.len();
    assert_eq!((rows(&before), rows(&after)), (8, 9));
    let rule = after.rules.raising.iter().find(|r| r.id == "far-reach").unwrap();
    assert_eq!(rule.all[0].score.name(&after.pillars), "pillar.reach");
    for other in before.rules.raising.iter().flat_map(|r| &r.all) {
        assert!(after.rules.raising.iter().flat_map(|r| &r.all).any(|t| t.number == other.number && t.score == other.score));
    }
}

#[test]
fn a_ninth_rule_changes_the_verdict_and_says_so() {
    let (before, after) = (round(&shipped(), 4, Some([1; 3]), &[]), round(&extended(), 4, Some([1; 3]), &[]));
    assert_eq!((before.verdict(), fired(&before)), (Some(Verdict::Maintain), vec![]));
    assert_eq!((after.verdict(), fired(&after)), (Some(Verdict::Restructure), vec!["far-reach"]), "0.25 is met exactly");
    assert_eq!(round(&extended(), 4, Some([2; 3]), &[]).verdict(), Some(Verdict::Maintain), "one level more, and it is not");
    let pillar = reach(&after.questionnaire);
    assert_eq!(after.outcome.reference.scores.value(Score::Pillar(pillar)), Some(ratio(1, 4)));
    assert_eq!(after.what(), Some(What::Pillars(vec![pillar])));
    assert_eq!(after.what().unwrap().scale(&after.questionnaire), Some(Scale::Code));
    // Its weight of two stands in the foundation: eight pillars of three times 3/4, and one of six times 1/4.
    assert_eq!(after.outcome.reference.scores.foundation, Some((ratio(24, 1) * ratio(3, 4) + ratio(6, 1) * ratio(1, 4)) / ratio(30, 1)));
}

#[test]
fn a_ninth_pillar_is_weak_for_the_rules_that_were_there_before() {
    // 0.25 is at most its own 0.30, and pain is a quarter: both rules fire. At the half, neither does.
    let weak = round(&extended(), 3, Some([1; 3]), &[]);
    assert_eq!(fired(&weak), ["far-reach", "weak-pillar"]);
    assert_eq!(weak.outcome.reference.scores.value(Score::WeakPillars), Some(ratio(1, 1)));
    assert_eq!(weak.outcome.reference.scores.value(Score::Breadth), Some(ratio(1, 9)));
    assert_eq!(fired(&round(&extended(), 3, Some([2; 3]), &[])), Vec::<&str>::new());
    assert_eq!(fired(&round(&shipped(), 3, Some([1; 3]), &[])), Vec::<&str>::new(), "as part of a larger pillar they make nothing weak");
}

#[test]
fn a_ninth_rule_has_its_margin_and_its_flips() {
    let after = round(&extended(), 4, Some([1; 3]), &[]);
    let sheet = &after.outcome.sheet;
    let pillar = reach(&after.questionnaire);
    let margin = |round: &Round| {
        let found = margins(&round.outcome.sheet, &round.outcome.reference);
        found.into_iter().find(|m| m.score == Score::Pillar(pillar)).map(|m| (m.rule, m.distance, m.to))
    };
    assert_eq!(margin(&after), Some(("far-reach".into(), ratio(0, 1), Verdict::Maintain)));
    assert_eq!(margin(&round(&extended(), 4, Some([3; 3]), &[])), Some(("far-reach".into(), ratio(1, 2), Verdict::Restructure)));
    let milder = flips::flips(sheet).1.unwrap();
    let coupling = after.questionnaire.question("arc-coupling").unwrap().index;
    assert_eq!(milder.notches, [flips::Notch { question: coupling, from: 1, to: 2 }]);
    assert_eq!(milder.to, Verdict::Maintain);
    // At 9/28 any one level less brings it to 0.25 or below; no other single level changes anything.
    let near = round(&extended(), 4, Some([1, 1, 2]), &[]);
    assert_eq!(near.verdict(), Some(Verdict::Maintain));
    let stronger = flips::flips(&near.outcome.sheet).0.unwrap();
    assert_eq!((stronger.to, stronger.exact), (Verdict::Restructure, true));
    assert_eq!(stronger.notches, [flips::Notch { question: coupling, from: 1, to: 0 }], "the heaviest first");
}

#[test]
fn a_ninth_rule_widens_the_interval_and_turns_worlds() {
    let (before, after) = (round(&shipped(), 4, None, &[]), round(&extended(), 4, None, &[]));
    assert_eq!(before.outcome.interval(), (Verdict::Maintain, Verdict::Maintain));
    assert_eq!(after.outcome.interval(), (Verdict::Maintain, Verdict::Restructure));
    assert_eq!(before.certainty().next, []);
    let next: Vec<&str> = after.certainty().next.iter().map(|n| after.questionnaire.at(n.question).unwrap().id.as_str()).collect();
    let mut sorted = next.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, ["arc-boundaries", "arc-coupling", "arc-cycles"], "what can change it is asked");
    let counts = |q: &Arc<Questionnaire>, level: u8| round(q, 4, Some([level; 3]), &[]).worlds().drawn().counts();
    assert_eq!(counts(&shipped(), 0)[2..], [0, 0]);
    assert_eq!(counts(&extended(), 0), [0, 0, WORLDS, 0], "far from the number, every world says it");
    let [maintain, _, restructure, rebuild] = counts(&extended(), 1);
    assert!(maintain > WORLDS / 4 && restructure > WORLDS / 4 && rebuild == 0, "on it, they are divided: {maintain}, {restructure}");
    let certainty = round(&extended(), 4, Some([1; 3]), &[]).certainty().clone();
    assert_eq!(certainty.radius, Some(1600), "equal answers have the same mean under any weights");
}

#[test]
fn where_the_ninth_pillar_stands_among_the_others_changes_nothing() {
    let (last, first) = (extended(), read(&text("[[pillar]]")));
    assert_eq!((reach(&last), reach(&first)), (8, 0));
    for (symptoms, moved) in [(4, Some([1; 3])), (3, Some([1, 2, 0])), (0, Some([0; 3])), (2, None)] {
        let said = |q: &Arc<Questionnaire>| {
            let round = round(q, symptoms, moved, &[]);
            let certainty = round.certainty().clone();
            let o = &round.outcome;
            let named = |score: Score| score.name(&q.pillars);
            let mut margins: Vec<_> = certainty
                .margins
                .iter()
                .map(|m| (named(m.score), m.pillar.map(|p| q.pillars[p].id.clone()), m.rule.clone(), m.distance.clone(), m.to))
                .collect();
            margins.sort();
            let fired: Vec<String> = fired(&round).into_iter().map(str::to_owned).collect();
            let reason = format!("{:?}", certainty.reason);
            (
                fired,
                o.interval(),
                certainty.worlds,
                certainty.class,
                certainty.radius,
                certainty.stronger,
                certainty.milder,
                margins,
                reason,
                certainty.next,
            )
        };
        let (a, b) = (said(&last), said(&first));
        assert_eq!(format!("{a:?}"), format!("{b:?}"), "symptoms {symptoms}, moved {moved:?}");
    }
}

#[test]
fn set_facts_regroup_a_pillar_and_answers_never_do() {
    // A third question that applies to several customers only: without them the pillar has two, and never counts on its own.
    let mut source = text("[[rule]]");
    insert(&mut source, "architecture.toml", "id = \"arc-cycles\"\n", "applies_if = \"fact.multi-tenant\"\n");
    // The checker counts what a track holds, so it is only read here.
    let q = Arc::new(open::read(&source).0.unwrap().questionnaire);
    let pillar = reach(&q);
    let of = |facts: &[(&str, bool)]| {
        let round = round(&q, 4, Some([1; 3]), facts);
        let ground = round.outcome.sheet.pillars[pillar].clone();
        (round.verdict().unwrap(), ground.questions, ground.weight, round.outcome.reference.scores.value(Score::Pillar(pillar)))
    };
    let large = (Verdict::Restructure, LARGE, ratio(6, 1), Some(ratio(1, 4)));
    assert_eq!(of(&[]), large, "a fact that is not set leaves it in");
    assert_eq!(of(&[("multi-tenant", true)]), large);
    assert_eq!(of(&[("multi-tenant", false)]), (Verdict::Maintain, 2, ratio(4, 1), None));
    let round = round(&q, 4, Some([1; 3]), &[]);
    let mut standings = round.standings.clone();
    standings[q.question("arc-cycles").unwrap().index].state = Stands::NotApplicable;
    let outcome = Outcome::of(&q, &round.base, &standings);
    assert_eq!(outcome.sheet.pillars[pillar].questions, LARGE, "an answer that it does not apply never regroups");
    assert_eq!(outcome.reference.verdict, Verdict::Restructure);
}
