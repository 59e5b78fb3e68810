//! What stands beside questions and remedies: each form that makes no sense is refused where it stands, and no other.

use super::checker::{changed, checked};
use super::*;

#[test]
fn a_date_stands_on_readiness_alone_in_place_of_a_cap() {
    let cap = "cap = { at_or_below = 0, verdict = \"optimize\" }";
    for (to, codes) in [
        ("horizon = { at_or_below = 0, months = 3 }", vec![]),
        ("horizon = { at_or_below = 0 }", vec!["missing-key"]),
        ("horizon = { at_or_below = 4, months = 3 }", vec!["gate-level"]),
        ("horizon = { at_or_below = 0, months = 0 }", vec!["number-range"]),
        ("horizon = { at_or_below = 0, months = 25 }", vec!["number-range"]),
        ("horizon = { at_or_below = 0, weeks = 3 }", vec!["missing-key", "unknown-key"]),
        ("horizon = 3", vec!["wrong-type"]),
    ] {
        let mut found = changed(cap, to);
        found.sort_unstable();
        assert_eq!(found, codes, "{to}");
    }
    assert_eq!(changed("axis = \"symptom\"", "axis = \"symptom\"\nhorizon = { at_or_below = 0, months = 3 }"), ["gate-axis"]);
}

#[test]
fn costs_are_decimals_in_quotes_and_figures_that_exist() {
    let effort = "effort_days = [1, 2]";
    for (add, codes) in [
        ("effort_per = { figure = \"op-detect\", days = [\"0.5\", \"2\"] }", vec![]),
        ("effort_per = { figure = \"op-detect\", days = [0.5, 2] }", vec!["wrong-type", "wrong-type"]),
        ("effort_per = { figure = \"op-detect\", days = [\"2\", \"0.5\"] }", vec!["effort-order"]),
        ("effort_per = { figure = \"op-detect\", days = [\"2\"] }", vec!["effort-order"]),
        ("effort_per = { figure = \"op-detect\", days = [\"-1\", \"2\"] }", vec!["effort-order"]),
        ("effort_per = { figure = \"op-detect\", days = [\"two\", \"3\"] }", vec!["number-form"]),
        ("effort_per = { figure = \"op-detekt\", days = [\"1\", \"2\"] }", vec!["unknown-id"]),
        ("effort_per = { figure = \"op-detect.of\", days = [\"1\", \"2\"] }", vec!["effort-figure"]),
        ("effort_per = { figure = \"op-restore\", days = [\"1\", \"2\"] }", vec!["effort-figure"]),
        ("running = { share_of_team = \"0.2\" }\nhelps_not = \"What is slow by design.\"", vec![]),
        ("running = { people = [\"0.1\", \"0.2\"] }", vec![]),
        ("running = { }", vec!["running-form"]),
        ("running = { share_of_team = \"1.5\" }", vec!["number-range"]),
        ("running = { share_of_team = \"0\" }", vec!["number-range"]),
        ("running = { people = [\"0.2\", \"0.1\"] }", vec!["effort-order"]),
        ("outside_cost = { low = \"8000\", high = \"25000\", currency = \"EUR\", per = \"test\" }", vec![]),
        ("outside_cost = { low = \"8000\", high = \"2500\", currency = \"EUR\", per = \"test\" }", vec!["number-range"]),
        ("outside_cost = { low = \"8000\", high = \"9000\", currency = \"eur\", per = \"test\" }", vec!["currency-form"]),
        ("outside_cost = { low = \"8000\", high = \"9000\", currency = \"EUR\" }", vec!["missing-key"]),
    ] {
        assert_eq!(changed(effort, &format!("{effort}\n{add}")), codes, "{add}");
    }
}

#[test]
fn a_contradiction_is_about_the_two_answers_that_it_names() {
    let table = |between: &str, when: &str| {
        let text = format!("[[contradiction]]\nbetween = [{between}]\nwhen = \"{when}\"\nsay = \"Both?\"\n\n[[practice]]");
        changed("[[practice]]", &text)
    };
    let both = "\"op-detect\", \"op-restore\"";
    let fits = "op-detect.figure <= 1 and op-restore.level >= 3";
    assert_eq!(table(both, fits), [""; 0]);
    assert_eq!(table("\"op-detect\"", fits), ["contradiction-between"]);
    assert_eq!(table("\"op-detect\", \"op-restore\", \"op-goal\"", fits), ["contradiction-between"]);
    assert_eq!(table("\"op-detect\", \"op-detect\"", fits), ["contradiction-between"]);
    assert_eq!(table("\"op-detect\", \"op-restor\"", fits), ["unknown-id"]);
    assert_eq!(table(both, "op-detect.level <= 1"), ["contradiction-tests"]);
    assert_eq!(table(both, &format!("{fits} and fact.on-call")), ["contradiction-tests"]);
    assert_eq!(table(both, &format!("{fits} and score.pain > 0")), ["contradiction-tests"]);
    assert_eq!(table(both, "op-detect.level <= 1 and op-restore.figure >= 3"), ["condition-type"]);
    assert_eq!(table(both, "op-detect.level <= 1 and"), ["condition-syntax"]);
}

#[test]
fn a_check_for_some_systems_has_a_condition_that_can_be_looked_at() {
    let evidence = "evidence = [\"The record";
    let with = |when: &str| changed(evidence, &format!("evidence_for = [{{ when = \"{when}\", say = \"The roster\" }}]\n{evidence}"));
    assert_eq!(with("fact.on-call"), [""; 0]);
    assert_eq!(with("op-goal.level >= 2"), [""; 0], "it is shown, never asked: any answer may be looked at");
    assert_eq!(with("fact.on-cal"), ["unknown-id"]);
    assert_eq!(with("score.pain > 0"), ["condition-score"]);
    assert_eq!(with("fact.on-call ="), ["condition-syntax"]);
}

#[test]
fn a_part_waits_for_a_need_that_does_not_depend_on_it() {
    let parts = |late: &str, questions: &str| {
        let text = scaffold::scaffold("late");
        let start = text.find("parts = [{ title = \"Operation\"").unwrap();
        let end = start + text[start..].find('\n').unwrap();
        let ids = ["op-boundaries", "op-impact", "op-alone", "op-detect", "op-restore", "op-goal"];
        let early: Vec<String> = ids.iter().filter(|id| !questions.contains(**id)).map(|id| format!("\"{id}\"")).collect();
        let parts = format!(
            "parts = [{{ title = \"Now\", questions = [{}] }}, {{ title = \"Later\", late_until = \"{late}\", questions = [{questions}] }}]",
            early.join(", ")
        );
        let text = format!("{}{parts}{}", &text[..start], &text[end..]);
        checked(&text).iter().map(|d| d.rule.code()).collect::<Vec<_>>()
    };
    for fits in ["need >= restructure", "need>=rebuild", "need >=  optimize"] {
        assert_eq!(parts(fits, "\"op-goal\""), [""; 0], "{fits}");
    }
    for wrong in ["need >= maintain", "need > optimize", "restructure", "need >= restructuring", "fact.on-call"] {
        assert_eq!(parts(wrong, "\"op-goal\""), ["late-until"], "{wrong}");
    }
    assert_eq!(parts("need >= restructure", "\"op-restore\", \"op-goal\""), ["late-axis"]);
    assert_eq!(parts("need >= restructure", "\"op-detect\""), ["late-axis"]);
}
