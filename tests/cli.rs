//! The command line as people use and misuse it.
#![allow(clippy::string_slice, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use serde_json::Value;
use std::fs;
use std::process::Stdio;
use support::{Home, ran};

const SHEET: &str = r#"
questionnaire = "backend"
tracks = ["quick"]
scope = "the shop"
by = "Ana, CTO"
[facts]
single-service = true
[set]
"action.index-audit.owner" = "Lee"
"respondent.Ana, CTO" = "CTO"
[answers]
arc-coupling = { level = 1, note = "Every release hurts | *much*", evidence = [{ kind = "document", where = "wiki", seen = "2026-11-02" }] }
arc-god-service = { range = [1, 2], because = "learned" }
arc-ceiling = { unknown = true }
arc-isolation = { not_applicable = "one page only" }
cod-impact = { parked = true, note = "ask Lee" }
scl-upsizing = { figure = 2 }
cod-small-change = { figure = ["2.5", "6"] }
tem-services = { parts = { services = 40, developers = 6 } }
tem-runway = { figure = 14 }
prf-trend = { level = 0 }
[[more]]
question = "arc-coupling"
by = "Lee, lead"
level = 3
[[more]]
question = "prf-trend"
by = "Lee, lead"
level = 2
[[settled]]
question = "arc-coupling"
level = 1
how = "call"
why = "seen in the log"
[[note]]
question = "prf-trend"
text = "look at the graphs"
open = true
owner = "Lee"
due = "2026-12-01"
[[note]]
text = "about the whole round"
"#;

#[test]
fn a_sheet_becomes_a_round_and_a_second_run_writes_nothing() {
    let home = Home::new();
    let first = home.answer("Web shop", "2026-Q4", SHEET);
    assert!(first.contains("lines saved"), "{first}");
    let log = home.log("web-shop", "2026-Q4");
    let second = home.answer("Web shop", "2026-Q4", SHEET);
    assert!(second.contains("nothing new"), "{second}");
    assert_eq!(home.log("web-shop", "2026-Q4"), log);
    let json = home.json(&["score", "Web shop", "--json", "--questions"]);
    let state = |id: &str| json["questions"].as_array().unwrap().iter().find(|q| q["id"] == id).unwrap().clone();
    assert_eq!(state("arc-coupling")["settled"], true);
    assert_eq!((&state("arc-coupling")["low"], &state("arc-coupling")["high"]), (&1.into(), &1.into()));
    assert_eq!(state("prf-trend")["state"], "disagreement");
    assert_eq!((&state("prf-trend")["low"], &state("prf-trend")["high"]), (&0.into(), &2.into()));
    assert_eq!(state("arc-ceiling")["state"], "unknown");
    assert_eq!(state("arc-isolation")["state"], "not_applicable");
    assert_eq!(state("cod-impact")["state"], "parked");
    assert_eq!((&state("cod-small-change")["low"], &state("cod-small-change")["high"]), (&2.into(), &3.into()));
    assert_eq!(state("tem-services")["low"], 0);
    assert_eq!(state("arc-coupling")["doubt"], serde_json::json!([]));
    assert_eq!(state("prf-trend")["doubt"], serde_json::json!(["statement"]));
    assert_eq!(json["disagreements"], 1);
}

/// The score without what differs between two workspaces by nature.
fn comparable(mut json: Value) -> String {
    json.as_object_mut().unwrap().remove("system");
    serde_json::to_string_pretty(&json).unwrap()
}

#[test]
fn an_export_brings_the_same_state_into_an_empty_round_and_a_second_run_writes_nothing() {
    let home = Home::new();
    home.answer("Shop", "2026-Q3", SHEET);
    let carried = home.run(&[
        "answer",
        "Shop",
        "--round",
        "2026-Q4",
        "--file",
        &home.file("one.toml", "[answers]\narc-coupling = { level = 2, by = \"Ana, CTO\" }\n"),
    ]);
    assert_eq!(carried.code, 0, "{carried:?}");
    for round in ["2026-Q3", "2026-Q4"] {
        let sheet = home.ok(&["export", "Shop", "--round", round]);
        let other = Home::new();
        other.answer("Copy", round, &sheet);
        assert!(other.answer("Copy", round, &sheet).contains("nothing new"), "{sheet}");
        let score = |h: &Home, name: &str| comparable(h.json(&["score", name, "--round", round, "--json", "--questions"]));
        assert_eq!(score(&other, "Copy"), score(&home, "Shop"), "{sheet}");
        assert_eq!(
            other.ok(&["export", "Copy", "--round", round]).lines().skip(1).collect::<Vec<_>>(),
            sheet.lines().skip(1).collect::<Vec<_>>()
        );
    }
}

#[test]
fn a_new_round_carries_answers_as_unconfirmed_and_compare_says_what_moved() {
    let home = Home::new();
    home.answer("Shop", "2026-Q3", SHEET);
    home.answer("Shop", "2026-Q4", "by = \"Ana, CTO\"\n[answers]\nscl-upsizing = { figure = 0, because = \"happened\" }\ntem-runway = { figure = 14 }\nprf-complaints = { level = 2 }\n");
    let json = home.json(&["score", "Shop", "--json", "--questions"]);
    let of = |id: &str| json["questions"].as_array().unwrap().iter().find(|q| q["id"] == id).unwrap().clone();
    assert_eq!(of("scl-upsizing")["unconfirmed"], false);
    assert_eq!(of("tem-runway")["unconfirmed"], false, "the same value in a sheet confirms");
    assert_eq!(of("cod-small-change")["unconfirmed"], true);
    assert_eq!(of("cod-small-change")["doubt"], serde_json::json!(["statement", "unconfirmed"]));
    let log = home.log("shop", "2026-Q4");
    assert!(log.lines().filter(|l| l.contains("\"from\":\"2026-Q3\"")).count() > 10);
    for line in log.lines().filter(|l| l.contains("\"from\"")) {
        assert!(home.log("shop", "2026-Q3").contains(&line.replace(",\"from\":\"2026-Q3\"", "")), "a copy is the same line");
    }
    let text = home.ok(&["compare", "Shop", "2026-Q3", "2026-Q4"]);
    assert!(text.contains("Better") && text.contains("Bigger database") && text.contains("New") && text.contains("Complaints"), "{text}");
    let json = home.json(&["compare", "Shop", "2026-Q3", "2026-Q4", "--json"]);
    let row = json["questions"].as_array().unwrap().iter().find(|r| r["question"] == "scl-upsizing").unwrap();
    assert_eq!((row["change"].as_str(), row["before"].as_str(), row["after"].as_str()), (Some("better"), Some("2"), Some("4")));
}

#[test]
fn a_round_that_only_carries_has_the_verdict_of_the_round_before() {
    let home = Home::new();
    home.answer("Shop", "2026-Q3", SHEET);
    home.answer("Shop", "2026-Q4", "");
    let mut before = home.json(&["score", "Shop", "--round", "2026-Q3", "--json"]);
    let mut after = home.json(&["score", "Shop", "--round", "2026-Q4", "--json"]);
    for json in [&mut before, &mut after] {
        // What is not confirmed is doubtful, also where it had evidence: that alone may differ, and the order of actions with it.
        for key in ["round", "unconfirmed", "doubt_needed", "interval_if_doubtful_answers_are_off_by_one"] {
            json.as_object_mut().unwrap().remove(key);
        }
        let actions = json["actions"].as_array_mut().unwrap();
        actions.iter_mut().for_each(|a| ["name", "horizon"].iter().for_each(|key| drop(a.as_object_mut().unwrap().remove(*key))));
        actions.sort_by_key(|a| a["id"].to_string());
    }
    assert_eq!(before, after);
}

#[test]
fn of_rounds_that_begin_on_the_same_day_the_later_started_is_the_latest_and_carries_from_the_other() {
    let home = Home::new();
    home.answer("Shop", "2026-Q4", "tracks = [\"quick\"]\n[answers]\narc-coupling = { level = 1 }\n");
    home.answer("Shop", "2026-10", "[answers]\narc-ceiling = { level = 2 }\n");
    let json = home.json(&["score", "Shop", "--json"]);
    assert_eq!((json["round"].as_str(), json["answered"].as_u64(), json["unconfirmed"].as_u64()), (Some("2026-10"), Some(2), Some(1)));
}

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
scl-single-points = { level = 1 }
scl-upsizing = { figure = 2 }
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
    assert!(ran.out.contains("4 of 27"), "it goes on where it stopped: {}", ran.out);
}

#[test]
fn what_is_wrong_gets_one_message_a_hint_and_the_right_exit_code() {
    let home = Home::new();
    home.answer("Shop", "2026-Q4", SHEET);
    let sheet = |text: &str| home.file("bad.toml", text);
    let answer = |text: &str| home.run(&["answer", "Shop", "--file", &sheet(text), "--round", "2026-Q4"]);
    let cases = [
        (home.run(&["score", "Nowhere"]), 2, "no system `Nowhere`"),
        (home.run(&["score", "Shop", "--round", "2026-Q9"]), 2, "no id of a round"),
        (home.run(&["score", "Shop", "--round", "2026-Q1"]), 2, "no round `2026-Q1`"),
        (home.run(&["score"]), 2, "required"),
        (home.run(&["dance"]), 2, "unrecognized"),
        (home.run(&["--today", "2026-13-01", "list"]), 2, "invalid value"),
        (home.run(&["score", "Shop", "--questions"]), 2, "--json"),
        (home.run(&["report", "Shop", "--template", "novel"]), 2, "no template `novel`"),
        (home.run(&["report", "Shop", "--format", "pdf"]), 2, "no format `pdf`"),
        (home.run(&["report", "Shop", "-o", "/nowhere/at/all.md"]), 4, "/nowhere/at"),
        (home.run(&["questionnaire", "show", "novel"]), 2, "no questionnaire `novel`"),
        (home.run(&["questionnaire", "check", "/nowhere.toml"]), 4, "/nowhere.toml"),
        (home.run(&["questionnaire", "new", "Not_Kebab"]), 2, "no id"),
        (home.run(&["answer", "Shop", "--file", "/nowhere.toml"]), 4, "/nowhere.toml"),
        (home.run(&["answer", "", "--file", &sheet("")]), 2, "needs a name"),
        (home.run(&["answer", "a\u{7}b", "--file", &sheet("")]), 2, "control"),
        (home.run(&["answer", &"x".repeat(300), "--file", &sheet("")]), 2, "at most 200"),
        (answer("[answers]\narc-coupling = { level = 7 }"), 3, "bad.toml:2:"),
        (answer("[answers]\narc-coupling = { levl = 2 }"), 3, "did you mean `level`"),
        (answer("[answers]\narc-couplng = { level = 2 }"), 3, "did you mean `arc-coupling`"),
        (answer("[answers]\nscl-upsizing = { level = 2 }"), 3, "figure = NUMBER"),
        (answer("[answers]\ntem-runway = { not_applicable = \"rich\" }"), 3, "carries a gate"),
        (answer("[answers]\narc-coupling = { range = [0, 4] }"), 3, "unknown = true"),
        (answer("[answers]\ntem-services = { parts = { services = 3 } }"), 3, "developers = NUMBER"),
        (answer("[facts]\nsingle-service = \"yes\""), 3, "true or false"),
        (answer("[facts]\nmoon = true"), 3, "no fact `moon`"),
        (answer("[answers"), 3, "bad.toml:1:"),
        (answer("tracks = [\"novel\"]"), 3, "no track `novel`"),
        (home.run(&["audit", "Shop"]), 2, "terminal"),
        (home.run(&[]), 2, "terminal"),
    ];
    let before = home.log("shop", "2026-Q4");
    for (ran, code, says) in cases {
        assert_eq!(ran.code, code, "{ran:?}");
        assert!(ran.err.contains(says), "{says:?} is missing: {}", ran.err);
        assert!(!ran.err.contains("panicked") && ran.out.is_empty(), "{ran:?}");
    }
    assert_eq!(home.log("shop", "2026-Q4"), before, "nothing was lost or written");
}

#[test]
fn odd_names_become_safe_folders_and_are_found_again() {
    let home = Home::new();
    let file = home.file("empty.toml", "");
    for name in ["../x", "🦀 crab", "متجر", "CON", "a/b\\c", "-", "Web shop", "web-shop"] {
        home.ok(&["answer", "--file", &file, "--", name]);
        assert!(home.ok(&["score", "--", name]).contains("2026") || !name.is_empty());
    }
    let folders: Vec<String> =
        fs::read_dir(home.workspace().join("systems")).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    assert!(folders.iter().all(|f| f.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')), "{folders:?}");
    assert!(folders.contains(&"con-system".to_owned()));
    assert!(fs::read_dir(home.path()).unwrap().all(|e| e.unwrap().file_name() != "x"));
}

#[test]
fn a_damaged_line_is_kept_listed_and_harmless() {
    let home = Home::new();
    home.answer("Shop", "2026-Q4", SHEET);
    let before = home.json(&["score", "Shop", "--json", "--questions"]);
    let path = home.log_path("shop", "2026-Q4");
    let mut text = fs::read_to_string(&path).unwrap();
    text.push_str("{\"format\":1,\"do\":\"answer\",\"question\":\n<<<<<<< HEAD\n\n{\"format\":1,\"do\":\"ans");
    fs::write(&path, &text).unwrap();
    let mut after = home.json(&["score", "Shop", "--json", "--questions"]);
    assert_eq!(after["damaged"], 2);
    after["damaged"] = 0.into();
    assert_eq!(before, after);
    home.answer("Shop", "2026-Q4", "[answers]\nprf-complaints = { level = 2 }");
    let written = fs::read_to_string(&path).unwrap();
    assert!(written.starts_with(&text), "a torn line is kept, and the next one begins on a line of its own");
    let doctor = home.run(&["doctor"]);
    assert_eq!(doctor.code, 1);
    assert!(doctor.out.contains("damaged") && doctor.out.contains("merge"), "{}", doctor.out);
}

#[test]
fn a_round_of_a_newer_format_can_be_read_but_not_written() {
    let home = Home::new();
    home.answer("Shop", "2026-Q4", SHEET);
    let path = home.log_path("shop", "2026-Q4");
    let mut text = fs::read_to_string(&path).unwrap();
    text.push_str("{\"format\":2,\"do\":\"dream\"}\n");
    fs::write(&path, &text).unwrap();
    assert_eq!(home.run(&["score", "Shop"]).code, 0);
    let ran = home.run(&["answer", "Shop", "--file", &home.file("s.toml", "[answers]\nprf-complaints = { level = 2 }")]);
    assert_ne!(ran.code, 0);
    assert!(ran.err.contains("format 2"), "{}", ran.err);
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
}

#[test]
fn a_changed_pin_is_noticed() {
    let home = Home::new();
    home.answer("Shop", "2026-Q4", SHEET);
    let pins = home.workspace().join("pins");
    let pin = fs::read_dir(&pins).unwrap().next().unwrap().unwrap().path();
    let text = fs::read_to_string(&pin).unwrap();
    fs::write(&pin, text.replace("Side effects", "Side effect")).unwrap();
    let ran = home.run(&["score", "Shop"]);
    assert_eq!(ran.code, 3);
    assert!(ran.err.contains("sha256") && ran.err.contains("git"), "{}", ran.err);
}

#[test]
fn a_full_disk_says_so_and_loses_nothing() {
    let home = Home::new();
    home.answer("Shop", "2026-Q4", SHEET);
    let before = home.log("shop", "2026-Q4");
    let many: String = (0..40).map(|i| format!("[[note]]\nquestion = \"arc-coupling\"\ntext = \"{i} {}\"\n", "x".repeat(200))).collect();
    let file = home.file("many.toml", &many);
    // A limit on the size of files stands for a full disk: the write stops halfway.
    let script = format!("trap '' XFSZ; ulimit -f {}; exec \"$0\" answer Shop --round 2026-Q4 --file {file}", before.len() / 512 + 4);
    let output = home
        .command(&[])
        .get_envs()
        .fold(std::process::Command::new("sh"), |mut c, (k, v)| {
            c.env(k, v.unwrap_or_default());
            c
        })
        .args(["-c", &script, support::BIN])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .output()
        .unwrap();
    let ran = ran(output);
    assert_eq!(ran.code, 4, "{ran:?}");
    assert!(ran.err.contains("cannot save"), "{}", ran.err);
    assert!(home.log("shop", "2026-Q4").starts_with(&before));
    let again = home.ok(&["answer", "Shop", "--round", "2026-Q4", "--file", &file]);
    assert!(again.contains("saved"), "{again}");
    assert_eq!(
        home.log("shop", "2026-Q4").matches("\"do\":\"note\"").count(),
        40 + before.matches("\"do\":\"note\"").count() + torn(&home)
    );
}

/// Notes that were written before the disk was full stay; the retry finds them and does not write them again.
fn torn(home: &Home) -> usize {
    let json = home.json(&["score", "Shop", "--json"]);
    json["damaged"].as_u64().map_or(0, |d| usize::try_from(d).unwrap())
}

#[test]
fn an_unwritable_place_is_refused_clearly() {
    let home = Home::new();
    let file = home.file("s.toml", SHEET);
    let ran = home.run(&["--workspace", "/dev/null/here", "answer", "Shop", "--file", &file]);
    assert_eq!(ran.code, 4, "{ran:?}");
    assert!(ran.err.contains("/dev/null"), "{}", ran.err);
}

#[test]
fn pipelines_can_fail_on_a_verdict() {
    let home = Home::new();
    home.answer("Shop", "2026-Q4", SHEET);
    assert_eq!(home.run(&["score", "Shop", "--fail-on", "rebuild"]).code, 0);
    assert_eq!(home.run(&["score", "Shop", "--fail-on", "maintain"]).code, 1);
    let ran = home.run(&["score", "Shop", "--fail-on", "rebuild"]);
    assert!(ran.err.contains("not decided yet"), "{}", ran.err);
    assert_eq!(home.run(&["score", "Shop", "--fail-on-possible", "restructure"]).code, 1);
    assert_eq!(home.run(&["score", "Shop", "--fail-on-possible", "rebuild"]).code, 0, "the quick check says at most restructure");
}

#[test]
fn a_template_of_the_workspace_takes_the_place_of_the_shipped_one_and_errors_name_file_and_line() {
    let home = Home::new();
    home.answer("Shop", "2026-Q4", SHEET);
    home.ok(&["template", "eject", "plan"]);
    let shipped = home.ok(&["report", "Shop"]);
    let path = home.workspace().join("templates/plan.md.j2");
    assert!(home.ok(&["template", "list"]).contains("workspace"));
    fs::write(&path, "# Mine: {{ system }}\n{% if decided %}yes{% endif %}\n{{ nothing }}\n").unwrap();
    let ran = home.run(&["report", "Shop"]);
    assert_eq!(ran.code, 3);
    assert!(ran.err.contains("plan.md.j2:3:"), "{}", ran.err);
    fs::write(&path, "a\n{{ decided }}\n").unwrap();
    assert!(home.run(&["report", "Shop"]).err.contains("plan.md.j2:2:"), "a bare truth value is refused");
    fs::write(&path, "{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}").unwrap();
    assert_eq!(home.run(&["report", "Shop"]).code, 3);
    fs::write(&path, "{% include '../../../etc/passwd' %}").unwrap();
    assert_eq!(home.run(&["report", "Shop"]).code, 3);
    fs::remove_file(&path).unwrap();
    assert_eq!(home.ok(&["report", "Shop"]), shipped);
}

#[test]
fn the_same_answers_give_the_same_bytes_and_hostile_text_stays_text() {
    let home = Home::new();
    let hostile = "| a | b |\\n|---|---|\\n# no heading <script>x</script> \\u001b]52;c;x\\u0007 {{ system }}";
    home.answer("Shop *x* | y", "2026-Q4", &format!("{SHEET}\n[[note]]\nquestion = \"arc-coupling\"\ntext = \"{hostile}\"\nopen = true\n"));
    let report = home.ok(&["report", "Shop *x* | y"]);
    assert_eq!(report, home.ok(&["report", "Shop *x* | y"]));
    assert!(!report.contains('\u{1b}') && !report.contains("<script>") && !report.contains("True") && !report.contains(" none "));
    assert!(report.contains("{{ system }}"), "text of users is never a template");
    let parser =
        pulldown_cmark::Parser::new_ext(&report, pulldown_cmark::Options::ENABLE_TABLES | pulldown_cmark::Options::ENABLE_TASKLISTS);
    let (mut tables, mut deep, mut html) = (0, 0, 0);
    for event in parser {
        match event {
            pulldown_cmark::Event::Start(pulldown_cmark::Tag::Table(_)) => tables += 1,
            pulldown_cmark::Event::Start(pulldown_cmark::Tag::Heading { level, .. }) if level > pulldown_cmark::HeadingLevel::H3 => {
                deep += 1
            }
            pulldown_cmark::Event::Html(_) | pulldown_cmark::Event::InlineHtml(_) => html += 1,
            _ => {}
        }
    }
    let actions = report.lines().filter(|l| l.starts_with("### A-")).count();
    assert_eq!((tables, deep, html), (4 + actions, 0, 0));
    let log = home.ok(&["log", "Shop *x* | y"]);
    assert!(!log.contains('\u{1b}'));
}

#[test]
fn questionnaires_can_be_started_ejected_checked_and_overridden() {
    let home = Home::new();
    let path = home.ok(&["questionnaire", "new", "api-review"]);
    assert_eq!(home.run(&["questionnaire", "check", path.trim()]).code, 0);
    assert_eq!(home.run(&["questionnaire", "new", "api-review"]).code, 2, "nothing is overwritten");
    let folder = home.ok(&["questionnaire", "eject", "backend"]);
    let list = home.ok(&["questionnaire", "list"]);
    assert!(list.contains("workspace") && list.contains("hides: embedded"), "{list}");
    let top = std::path::Path::new(folder.trim()).join("questionnaire.toml");
    let text = fs::read_to_string(&top).unwrap();
    fs::write(&top, text.replace("{ score = \"pain\", above = 0.25 }", "{ score = \"pain\", above = 0.30 }")).unwrap();
    home.answer("Shop", "2026-Q4", SHEET);
    let json = home.json(&["score", "Shop", "--json", "--questions"]);
    let rule = json["rules"].as_array().unwrap().iter().find(|r| r["id"] == "pain-felt").unwrap();
    assert_eq!(rule["all"], serde_json::json!([{"score": "pain", "test": "above", "number": "0.30"}]));
    assert!(
        home.ok(&["report", "Shop"])
            .contains("has rules of its own, whose record nobody has measured. It changes: the rule \\`pain-felt\\` (changed).")
    );
    fs::write(&top, text.replace("axis", "axes")).unwrap();
    let ran = home.run(&["answer", "Other", "--file", &home.file("x.toml", "")]);
    assert_eq!(ran.code, 0, "questions live in other files: {ran:?}");
    fs::write(&top, text.replace("decides = true", "decides = maybe")).unwrap();
    let ran = home.run(&["answer", "Third", "--file", &home.file("x.toml", "")]);
    assert_eq!(ran.code, 3);
    assert!(ran.err.contains("questionnaire.toml:") && ran.err.contains('^'), "{}", ran.err);
    assert!(!home.workspace().join("systems/third").exists(), "nothing half-made is left behind");
    assert!(home.run(&["score", "Shop"]).code == 0, "a round under way keeps its text");
}

#[test]
fn completions_the_manual_the_schema_and_the_lists_are_printed() {
    let home = Home::new();
    for args in [
        vec!["completions", "bash"],
        vec!["completions", "fish"],
        vec!["man"],
        vec!["questionnaire", "schema"],
        vec!["questionnaire", "show", "backend"],
        vec!["questionnaire", "show", "backend", "arc-coupling"],
        vec!["questionnaire", "show", "backend", "index-audit"],
        vec!["questionnaire", "show", "backend", "--patterns"],
        vec!["list"],
        vec!["list", "--json"],
        vec!["--help"],
        vec!["--version"],
    ] {
        assert!(!home.ok(&args).is_empty(), "{args:?}");
    }
    assert!(!home.workspace().exists(), "reading creates nothing");
}

#[test]
fn the_eight_published_cases_go_through_the_whole_main_job() {
    let home = Home::new();
    let mut seen = 0;
    for entry in fs::read_dir("tests/fixtures/cases").unwrap() {
        let path = fs::canonicalize(entry.unwrap().path()).unwrap();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        home.ok(&["answer", &name, "--file", &path.to_string_lossy()]);
        let json = home.json(&["score", &name, "--json"]);
        assert_eq!(json["base"], serde_json::json!(["full"]));
        let report = home.ok(&["report", &name]);
        assert!(report.contains("## What keeps it healthy") && report.contains("## Not known yet"), "{name}");
        seen += 1;
    }
    assert_eq!(seen, 8);
}

#[test]
fn one_bad_answer_alone_never_lifts_a_quick_check_of_threes_above_optimize() {
    let home = Home::new();
    let json = |answers: &[(String, &str)]| {
        let text: String = answers.iter().map(|(id, value)| format!("{id} = {{ {value} }}\n")).collect();
        let file = home.file("sheet.toml", &format!("tracks = [\"quick\"]\n[answers]\n{text}"));
        home.ok(&["answer", "Shop", "--round", "2026-Q4", "--file", &file]);
        home.json(&["score", "Shop", "--json"])
    };
    // Level 3 and the worst answer, for figures and ratios as well.
    let questions: Vec<(String, &str, &str)> = home
        .ok(&["questionnaire", "show", "backend"])
        .lines()
        .filter_map(|l| l.split_whitespace().next().map(str::to_owned))
        .filter(|id| id.contains('-'))
        .filter_map(|id| {
            let (three, worst) = match id.as_str() {
                "scl-upsizing" | "cod-recurring" | "cod-fixes" | "dep-failures" => ("figure = 1", "figure = 10"),
                "cod-small-change" => ("figure = 4", "figure = 60"),
                "mon-first" => ("figure = 4", "figure = 0"),
                "tem-runway" => ("figure = 13", "figure = 1"),
                "tem-services" => ("parts = { services = 3, developers = 2 }", "parts = { services = 30, developers = 2 }"),
                _ => ("level = 3", "level = 0"),
            };
            QUICK.contains(&id.as_str()).then_some((id, three, worst))
        })
        .collect();
    assert_eq!(questions.len(), QUICK.len());
    let threes: Vec<(String, &str)> = questions.iter().map(|(id, three, _)| (id.clone(), *three)).collect();
    assert_eq!(json(&threes)["verdict"], "maintain");
    for (i, (id, _, worst)) in questions.iter().enumerate() {
        let mut answers = threes.clone();
        answers[i] = (id.clone(), worst);
        let verdict = json(&answers)["verdict"].as_str().unwrap().to_owned();
        assert!(verdict == "maintain" || verdict == "optimize", "{id} alone gives {verdict}");
    }
}

const QUICK: [&str; 27] = [
    "arc-coupling",
    "arc-god-service",
    "arc-ceiling",
    "arc-isolation",
    "prf-tuning-room",
    "scl-first-limit",
    "prf-trend",
    "prf-complaints",
    "scl-single-points",
    "scl-upsizing",
    "scl-overload",
    "cod-small-change",
    "cod-recurring",
    "cod-fixes",
    "cod-impact",
    "cod-speed",
    "dep-failures",
    "mon-first",
    "dat-restore",
    "sec-access",
    "api-provider-down",
    "cld-bill",
    "tem-services",
    "tem-time",
    "tem-absence",
    "tem-runway",
    "tem-deadline",
];

#[test]
fn a_restructuring_starts_on_the_foundation_within_ninety_days_and_prerequisites_come_first() {
    let home = Home::new();
    let sheet = fs::read_to_string("src/cli/demo-before.toml").unwrap();
    home.answer("Shop", "2026-Q4", &sheet);
    let report = home.ok(&["report", "Shop"]);
    let plan = report.split("## 30, 60 and 90 days").nth(1).unwrap().split("## Quick wins").next().unwrap();
    assert!(plan.contains("Draw boundaries inside the application"), "{plan}");
    let at = |title: &str| plan.find(title).unwrap_or_else(|| panic!("{title}: {plan}"));
    assert!(at("Cover the journeys") < at("Draw boundaries"));
    // The order of database work and of measuring holds over the whole report; names are in order.
    let name = |title: &str| {
        let line = report.lines().find(|l| l.starts_with("- [") && l.contains(title)).unwrap_or_else(|| panic!("{title}"));
        line.split("A-").nth(1).unwrap().split(' ').next().unwrap().parse::<u32>().unwrap()
    };
    assert!(name("Go through the 20 slowest") < name("Ask the database once"));
    assert!(name("Ask the database once") < name("Send reads that can wait"));
    assert!(name("Measure what users feel") < name("Test the load"));
    assert!(name("Back up every store") < name("Measure what users feel"), "stop the bleeding comes first");
    let weak = home.json(&["score", "Shop", "--json"]);
    assert_eq!(weak["verdict"], "restructure");
}

#[test]
fn a_healthy_system_gets_a_plan_of_practices_and_no_rewrite() {
    let home = Home::new();
    let sheet = fs::read_to_string("src/cli/demo-before.toml").unwrap();
    let mut healthy = String::from("tracks = [\"discovery\"]\n[answers]\n");
    for line in sheet.lines().filter(|l| l.contains(" = { ")) {
        let id = line.split(' ').next().unwrap();
        let value = match id {
            "tem-runway" => "figure = 30",
            "tem-services" => "parts = { services = 2, developers = 6 }",
            "prf-normal" => "figure = 120",
            "scl-upsizing" | "cod-recurring" | "cod-fixes" | "dep-failures" => "figure = 0",
            "cod-small-change" | "mon-restore-time" => "figure = 1",
            "cod-firefighting" | "dep-frequency" => "figure = 8",
            "mon-first" => "figure = 5",
            "prf-n-plus-one" => "figure = 4",
            _ => "level = 4",
        };
        healthy.push_str(&format!("{id} = {{ {value} }}\n"));
    }
    home.answer("Calm", "2026-Q4", &healthy);
    assert_eq!(home.json(&["score", "Calm", "--json"])["verdict"], "maintain");
    let report = home.ok(&["report", "Calm"]);
    assert!(
        report.contains("Keep and improve: Maintain") && report.contains("## What keeps it healthy") && report.contains("**A rewrite.**")
    );
    assert!(!report.contains("## 30, 60") && report.contains("## Strengths to keep"));
}

#[test]
fn what_if_scores_an_assumption_and_saves_nothing() {
    let home = Home::new();
    home.answer("Shop", "2026-Q4", &fs::read_to_string("src/cli/demo-before.toml").unwrap());
    let before = home.log("shop", "2026-Q4");
    let better = "arc-coupling=4,arc-god-service=4,arc-boundaries=4,cod-small-change=4,scl-strategy=4,dep-failures=4,prf-trend=4";
    let text = home.ok(&["score", "Shop", "--what-if", better]);
    assert!(text.contains("restructure becomes optimize") && text.contains("No longer in the plan"), "{text}");
    assert_eq!(home.json(&["score", "Shop", "--what-if", better, "--json"])["verdict"], "optimize");
    assert_eq!(home.json(&["score", "Shop", "--json"])["verdict"], "restructure");
    assert_eq!(home.log("shop", "2026-Q4"), before);
    for bad in ["arc-coupling", "arc-coupling=5", "moon=1", "tem-target=1"] {
        assert_eq!(home.run(&["score", "Shop", "--what-if", bad]).code, 2, "{bad}");
    }
}

#[test]
fn the_plans_of_three_complete_systems_begin_with_what_a_board_would_expect() {
    let home = Home::new();
    // What begins within 90 days, in order.
    let plan = |name: &str| {
        let file = fs::canonicalize(format!("tests/fixtures/systems/{name}.toml")).unwrap();
        home.ok(&["answer", name, "--file", &file.to_string_lossy()]);
        let report = home.ok(&["report", name]);
        let json = home.json(&["score", name, "--json"]);
        assert_eq!(json["decided"], true);
        assert!(report.contains("Why this audit: "));
        let soon = report.split("## 30, 60 and 90 days").nth(1).unwrap().split("\n## ").next().unwrap().to_owned();
        let titles: Vec<String> =
            soon.lines().filter(|l| l.starts_with("- [")).map(|l| l[11..].split(" (").next().unwrap().trim().to_owned()).collect();
        assert!((5..=20).contains(&titles.len()), "{titles:?}");
        (json["verdict"].as_str().unwrap().to_owned(), titles, report)
    };
    let at = |titles: &[String], word: &str| {
        titles.iter().position(|t| t.contains(word)).unwrap_or_else(|| panic!("{word} is not within 90 days: {titles:?}"))
    };
    let (verdict, shop, _) = plan("god-service-shop");
    assert_eq!(verdict, "restructure");
    assert!(at(&shop, "Back up every store") < 2 && at(&shop, "Restore last night") < 3);
    assert!(at(&shop, "Measure what users feel") < at(&shop, "20 slowest queries"));
    assert!(at(&shop, "Cover the journeys") < at(&shop, "Draw boundaries inside"));
    let (verdict, bank, report) = plan("bank-estate");
    assert_eq!(verdict, "rebuild");
    assert!(at(&bank, "honest case for a rebuild") < at(&bank, "one small real slice"));
    assert!(at(&bank, "one small real slice") < at(&bank, "slice by slice, with a rule"));
    assert!(report.contains("A switch in one night"));
    let (verdict, saas, report) = plan("young-saas");
    assert_eq!(verdict, "restructure");
    at(&saas, "Merge services that change together");
    assert!(!report.contains("Take one busy part out as a service") && !report.contains("Draw boundaries inside the application"));
    assert!(report.contains("**More services.**"));
}

#[test]
fn everything_parked_or_not_applicable_is_said_plainly_and_never_scored_as_bad() {
    let home = Home::new();
    let ids: Vec<String> = QUICK.iter().map(|id| (*id).to_owned()).collect();
    let sheet = |value: &str| {
        let lines: String = ids.iter().map(|id| format!("{id} = {{ {value} }}\n")).collect();
        format!("tracks = [\"quick\"]\n[answers]\n{lines}")
    };
    home.answer("Parked", "2026-Q4", &sheet("parked = true, note = \"later\""));
    let json = home.json(&["score", "Parked", "--json"]);
    assert_eq!((json["parked"].as_u64(), json["answered"].as_u64()), (Some(27), Some(0)));
    assert_eq!(json["interval"], serde_json::json!(["maintain", "restructure"]));
    assert!(home.ok(&["score", "Parked"]).contains("Not decided yet"));
    // Gates cannot be left out; all others can.
    let gates = ["dat-restore", "tem-absence", "tem-runway", "tem-deadline"];
    let mut rest = String::from("tracks = [\"quick\"]\n[answers]\n");
    for id in ids.iter().filter(|id| !gates.contains(&id.as_str())) {
        rest += &format!("{id} = {{ not_applicable = \"no\" }}\n");
    }
    home.answer("Nothing", "2026-Q4", &rest);
    let json = home.json(&["score", "Nothing", "--json"]);
    assert_eq!((json["not_applicable"].as_u64(), json["applicable"].as_u64()), (Some(23), Some(4)));
    assert_eq!(json["foundation"]["value"], serde_json::Value::Null);
    assert_eq!(json["need"], "maintain");
    assert!(home.ok(&["report", "Nothing"]).contains("Not decided yet"));
}

#[test]
fn plain_lines_say_once_that_the_verdict_is_decided() {
    let home = Home::new();
    home.answer("Shop", "2026-Q4", "tracks = [\"quick\"]\n[answers]\nprf-trend = { level = 0 }\n");
    let shipped: toml::Table = fs::read_to_string("questionnaires/backend/questionnaire.toml").unwrap().parse().unwrap();
    let tracks = shipped["track"].as_array().unwrap();
    let quick = tracks.iter().find(|t| t["id"].as_str() == Some("quick")).unwrap();
    let mut asked = quick["parts"].as_array().unwrap().iter().flat_map(|p| p["questions"].as_array().unwrap());
    let deadline = asked.position(|q| q.as_str() == Some("tem-deadline")).unwrap();
    // Within three months of a hard date at most repair is allowed, and one red flag asks for repair.
    let lines = format!("{}0\n1\nq\n", "s\n".repeat(deadline));
    let ran = home.run_with(&["--plain", "audit", "Shop", "--track", "quick", "--round", "2026-Q4"], &lines);
    assert_eq!(ran.out.matches("Decided: nothing left to ask").count(), 1, "{}", ran.out);
}
