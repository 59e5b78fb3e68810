//! Line mode.

use super::*;

#[test]
fn plain_lines_and_a_sheet_give_the_same_state_and_score() {
    let (typed, written) = (Home::new(), Home::new());
    let lines = "1\nn a note\ne document wiki\n1-2\nd\nx no such thing\np ask Lee\n?\n9\n0\nb\n1\n3\ns\n1\n2\nq\n";
    let ran = typed.run_with(&["--plain", "audit", "Shop", "--track", "quick", "--round", "2026-Q4"], lines);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(!ran.out.contains('\u{1b}'), "no escape sequences");
    assert!(ran.out.contains("answers saved"));
    let sheet = r#"
questionnaire = "backend"
tracks = ["quick"]
[answers]
arc-coupling = { level = 1 }
arc-god-service = { range = [1, 2] }
arc-ceiling = { unknown = true }
arc-isolation = { not_applicable = "no such thing" }
prf-tuning-room = { parked = true, note = "ask Lee" }
scl-first-limit = { level = 1 }
prf-trend = { level = 3 }
scl-upsizing = { figure = 1 }
scl-overload = { level = 2 }
[[note]]
question = "arc-god-service"
text = "a note"
"#;
    written.answer(
        "Shop",
        "2026-Q4",
        &sheet.replace(
            "arc-god-service = { range = [1, 2] }",
            "arc-god-service = { range = [1, 2], evidence = [{ kind = \"document\", where = \"wiki\" }] }",
        ),
    );
    let score = |h: &Home| serde_json::to_string_pretty(&h.json(&["score", "Shop", "--json", "--questions"])).unwrap();
    assert_eq!(score(&typed), score(&written), "{}", ran.out);
}

#[test]
fn the_end_of_the_input_keeps_what_was_answered() {
    let home = Home::new();
    let ran = home.run_with(&["--plain", "audit", "Shop", "--track", "quick"], "1\n2\n3");
    assert_eq!(ran.code, 0);
    assert!(ran.out.ends_with("3 answers saved\n"), "{}", ran.out);
    assert_eq!(home.json(&["score", "Shop", "--json"])["answered"], 3);
    let ran = home.run_with(&["--plain", "audit", "Shop", "--track", "quick"], "");
    assert!(ran.out.contains("4 of 26"), "it goes on where it stopped: {}", ran.out);
}

#[test]
fn plain_lines_offer_the_tracks_instead_of_the_whole_audit() {
    let home = Home::new();
    let ran = home.run_with(&["--plain", "audit", "Shop"], "what\nquick\n1\nq\n");
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.out.contains("(quick): 26 questions") && ran.out.contains("1 of 26"), "{}", ran.out);
    assert_eq!(ran.out.matches("Which one?").count(), 2, "{}", ran.out);
    let again = home.run_with(&["--plain", "audit", "Shop"], "q\n");
    assert!(!again.out.contains("Which one?") && again.out.contains("2 of 26"), "{}", again.out);
    assert_eq!(home.run_with(&["--plain", "audit", "Other"], "").code, 0);
}

#[test]
fn plain_lines_say_once_that_the_verdict_is_decided() {
    let home = Home::new();
    home.answer("Shop", "2026-Q4", "tracks = [\"quick\"]\n[answers]\nprf-trend = { level = 0 }\n");
    let shipped: toml::Table = fs::read_to_string("questionnaires/backend/questionnaire.toml").unwrap().parse().unwrap();
    let tracks = shipped["track"].as_array().unwrap();
    let quick = tracks.iter().find(|t| t["id"].as_str() == Some("quick")).unwrap();
    let mut asked = quick["parts"].as_array().unwrap().iter().flat_map(|p| p["questions"].as_array().unwrap());
    let money = asked.position(|q| q.as_str() == Some("tem-runway")).unwrap();
    // With money for less than three months at most repair is allowed, and one red flag asks for repair.
    let lines = format!("{}0\n1\nq\n", "s\n".repeat(money));
    let ran = home.run_with(&["--plain", "audit", "Shop", "--track", "quick", "--round", "2026-Q4"], &lines);
    assert_eq!(ran.out.matches("Decided: nothing left to ask").count(), 1, "{}", ran.out);
}
