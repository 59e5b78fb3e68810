//! Sheets in, rounds carried, exports back.

use super::*;

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
    assert_eq!((&state("cod-change-work")["low"], &state("cod-change-work")["high"]), (&2.into(), &3.into()));
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
    home.answer("Shop", "2026-Q4", "by = \"Ana, CTO\"\n[answers]\nscl-upsizing = { figure = 0, because = \"happened\" }\ntem-runway = { level = 3 }\ncod-speed = { level = 2 }\n");
    let json = home.json(&["score", "Shop", "--json", "--questions"]);
    let of = |id: &str| json["questions"].as_array().unwrap().iter().find(|q| q["id"] == id).unwrap().clone();
    assert_eq!(of("scl-upsizing")["unconfirmed"], false);
    assert_eq!(of("tem-runway")["unconfirmed"], false, "the same value in a sheet confirms");
    assert_eq!(of("cod-change-work")["unconfirmed"], true);
    assert_eq!(of("cod-change-work")["doubt"], serde_json::json!(["statement", "unconfirmed"]));
    let log = home.log("shop", "2026-Q4");
    assert!(log.lines().filter(|l| l.contains("\"from\":\"2026-Q3\"")).count() > 10);
    for line in log.lines().filter(|l| l.contains("\"from\"")) {
        assert!(home.log("shop", "2026-Q3").contains(&line.replace(",\"from\":\"2026-Q3\"", "")), "a copy is the same line");
    }
    let text = home.ok(&["compare", "Shop", "2026-Q3", "2026-Q4"]);
    assert!(
        text.contains("Better") && text.contains("Bigger database") && text.contains("New") && text.contains("Speed of building"),
        "{text}"
    );
    let json = home.json(&["compare", "Shop", "2026-Q3", "2026-Q4", "--json"]);
    let row = json["questions"].as_array().unwrap().iter().find(|r| r["question"] == "scl-upsizing").unwrap();
    let levels = |side: &str| (row[side]["state"].as_str(), row[side]["low"].as_u64(), row[side]["high"].as_u64());
    assert_eq!(row["change"], "better");
    assert_eq!((levels("before"), levels("after")), ((Some("answered"), Some(2), Some(2)), (Some("answered"), Some(4), Some(4))));
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
fn compare_says_why_a_verdict_moved() {
    let home = Home::new();
    let sheet = |money: &str| {
        let worst = ["arc-coupling", "arc-god-service", "arc-isolation", "arc-ceiling", "scl-first-limit", "prf-trend", "scl-overload"];
        let answers: String = worst.iter().map(|id| format!("{id} = {{ level = 0 }}\n")).collect();
        format!("tracks = [\"quick\"]\n[answers]\n{answers}tem-runway = {money}\n")
    };
    home.answer("Shop", "2026-Q3", &sheet("{ level = 0 }"));
    home.answer("Shop", "2026-Q4", &sheet("{ level = 4 }"));
    let text = home.ok(&["compare", "Shop", "2026-Q3", "2026-Q4"]);
    assert!(text.contains("A cap fell away, which held it at optimizing: months of money (\"more than two years"), "{text}");
    let json = home.json(&["compare", "Shop", "2026-Q3", "2026-Q4", "--json"]);
    assert_eq!(json["why"], serde_json::json!([{"cap": "tem-runway", "came": false}]), "{json}");
    let back = home.ok(&["compare", "Shop", "2026-Q4", "2026-Q3"]);
    assert!(back.contains("A cap holds it at optimizing: months of money (\"less than three months\")"), "{back}");
}
