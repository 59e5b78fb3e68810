//! What a questionnaire says beside its scores: what does not fit together, dates that cannot move, checks for some systems.

use super::*;

const BOTH: &str = "tracks = [\"discovery\"]\n[answers]\ndat-backup = { level = 0 }\ndat-restore = { level = 3 }\n";

#[test]
fn answers_that_cannot_both_be_true_are_named_everywhere_and_change_no_score() {
    let home = Home::new();
    home.answer("Shop", "2026-Q4", BOTH);
    let json = home.json(&["score", "Shop", "--json"]);
    let found = json["contradictions"].as_array().unwrap();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0]["between"], serde_json::json!(["dat-backup", "dat-restore"]));
    let say = found[0]["say"].as_str().unwrap();
    assert!(home.ok(&["score", "Shop"]).contains(&format!("Does not fit together (dat-backup and dat-restore): {say}")));
    let report = home.ok(&["report", "Shop"]);
    let section = report.split("\n## Does not fit together\n").nth(1).unwrap().split("\n## ").next().unwrap();
    assert!(section.contains("- No copies are made, or only by hand") && section.contains("  - Backups: "), "{section}");
    // One answer alone contradicts nothing.
    home.answer("Shop", "2026-Q4", &BOTH.replace("dat-restore = { level = 3 }", "dat-restore = { unknown = true }"));
    assert_eq!(home.json(&["score", "Shop", "--json"])["contradictions"], serde_json::json!([]));
    assert!(!home.ok(&["report", "Shop"]).contains("Does not fit together"));
}

#[test]
fn a_hard_date_leaves_the_verdict_and_the_plan_says_what_begins_after_it() {
    let home = Home::new();
    let sheet = fs::read_to_string("src/cli/demo-before.toml").unwrap();
    assert!(sheet.contains("tem-deadline = { level = 3 }"));
    home.answer("Shop", "2026-Q4", &sheet);
    let far = home.json(&["score", "Shop", "--json"]);
    home.answer("Rush", "2026-Q4", &sheet.replace("tem-deadline = { level = 3 }", "tem-deadline = { level = 0 }"));
    let near = home.json(&["score", "Rush", "--json"]);
    assert_eq!((&near["verdict"], &near["need"]), (&far["verdict"], &far["need"]));
    assert_eq!(far["waits"], Value::Null);
    assert_eq!(near["waits"], serde_json::json!({"question": "tem-deadline", "months": 3}));
    for action in near["actions"].as_array().unwrap() {
        let mends = !action["mends"].as_array().unwrap().is_empty();
        assert!(!mends || action["horizon"] == "later", "{action}");
    }
    let why = "Hard dates (\"yes, within three months\"): what moves boundaries or data begins after day 90.";
    assert!(home.ok(&["score", "Rush"]).contains(why));
    assert_eq!(home.ok(&["report", "Rush"]).matches(why).count(), 2, "beside the verdict and above the 90 days");
    assert!(!home.ok(&["report", "Shop"]).contains("begins after day"));
}

#[test]
fn a_check_for_some_systems_is_shown_where_it_is_known_to_fit() {
    let home = Home::new();
    let text = home.run(&["questionnaire", "new", "own"]);
    assert_eq!(text.code, 0, "{text:?}");
    let path = home.workspace().join("questionnaires/own.toml");
    let special = "evidence_for = [{ when = \"fact.on-call\", say = \"The duty roster\" }]\nevidence = [\"The record";
    let changed = fs::read_to_string(&path).unwrap().replace("evidence = [\"The record", special);
    assert!(changed.contains(special));
    fs::write(&path, changed).unwrap();
    assert!(home.ok(&["questionnaire", "check", &path.to_string_lossy()]).contains("no problems"));
    home.answer("Shop", "2026-Q4", "questionnaire = \"own\"\ntracks = [\"full\"]\n");
    let asked = |home: &Home| home.run_with(&["--plain", "audit", "Shop"], "s\ns\ns\ns\nq\n").out;
    assert!(asked(&home).contains("Check: The record of the last drill") && !asked(&home).contains("duty roster"));
    home.answer("Shop", "2026-Q4", "[facts]\non-call = true\n");
    let out = asked(&home);
    assert!(out.find("Check: The record of the last drill") < out.find("Check: The duty roster"), "{out}");
}

/// A questionnaire whose remedy costs so much more.
fn costly(home: &Home, costs: &str) {
    let path = home.workspace().join("questionnaires/own.toml");
    if !path.exists() {
        home.ok(&["questionnaire", "new", "own"]);
    }
    let text = fs::read_to_string(&path).unwrap();
    let plain: String =
        text.lines().filter(|l| !l.starts_with("effort_per") && !l.starts_with("running")).map(|l| format!("{l}\n")).collect();
    fs::write(&path, plain.replacen("effort_days = [1, 2]", &format!("effort_days = [1, 2]\n{costs}"), 1)).unwrap();
    home.ok(&["questionnaire", "check", &path.to_string_lossy()]);
}

#[test]
fn work_that_grows_with_a_figure_is_worked_out_where_it_is_known() {
    let home = Home::new();
    costly(&home, "effort_per = { figure = \"op-detect\", days = [\"2\", \"5\"] }\nrunning = { people = [\"0.1\", \"0.25\"] }");
    let action = |sheet: &str| {
        home.answer("Shop", "2026-Q4", &format!("questionnaire = \"own\"\ntracks = [\"full\"]\n[answers]\n{sheet}"));
        let json = home.json(&["score", "Shop", "--json"]);
        json["actions"].as_array().unwrap().iter().find(|a| a["id"] == "write-runbook").unwrap().clone()
    };
    let fixed = action("op-restore = { level = 0 }\n");
    assert_eq!((&fixed["effort_days"], &fixed["effort_per"]), (&serde_json::json!(["1", "2"]), &Value::Null));
    let counted = action("op-restore = { level = 0 }\nop-detect = { figure = [\"1\", \"2.5\"] }\n");
    assert_eq!(counted["effort_days"], serde_json::json!(["2", "25/2"]));
    assert_eq!((&counted["effort_per"]["low"], &counted["effort_per"]["high"]), (&serde_json::json!("1"), &serde_json::json!("5/2")));
    assert_eq!(counted["running"], serde_json::json!({"people": ["0.1", "0.25"]}));
    let report = home.ok(&["report", "Shop"]);
    assert!(report.contains("The effort is 2-5 days for each, at 1 to 2.5 of five."), "{report}");
    assert!(report.contains("Running cost: 0.1 to 0.25 people, for as long as it is kept."), "{report}");
}
