//! From answers to a verdict and a plan, as a user would.

use super::*;

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
                "scl-upsizing" | "cod-recurring" | "dep-failures" => ("figure = 1", "figure = 10"),
                "cod-change-work" => ("figure = 2", "figure = 60"),
                "arc-new-needs" => ("figure = 2", "figure = 10"),
                "mon-first" => ("figure = 4", "figure = 0"),
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

const QUICK: [&str; 26] = [
    "arc-coupling",
    "arc-god-service",
    "arc-ceiling",
    "arc-isolation",
    "prf-tuning-room",
    "scl-first-limit",
    "prf-trend",
    "scl-single-points",
    "scl-upsizing",
    "scl-overload",
    "mon-first",
    "cod-change-work",
    "cod-recurring",
    "arc-new-needs",
    "cod-impact",
    "cod-speed",
    "dep-failures",
    "dep-rollback",
    "dat-backup",
    "dat-restore",
    "sec-secrets",
    "sec-login",
    "tem-services",
    "tem-core",
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
            "tem-services" => "parts = { services = 2, developers = 6 }",
            "prf-normal" => "figure = 120",
            "scl-upsizing" | "cod-recurring" | "cod-fixes" | "dep-failures" => "figure = 0",
            "cod-change-work" | "mon-restore-time" => "figure = 1",
            "cod-firefighting" | "dep-frequency" | "tem-life" => "figure = 8",
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
    let better = "arc-coupling=4,arc-god-service=4,arc-boundaries=4,cod-change-work=4,scl-strategy=4,dep-failures=4,prf-trend=4";
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

/// Three invented systems with nothing wrong in them: each with its score.
fn sound_systems() -> impl Iterator<Item = (&'static str, Value)> {
    let home = Home::new();
    ["sound-small-monolith", "sound-large-modular-monolith", "sound-young-saas"].into_iter().map(move |name| {
        let file = fs::canonicalize(format!("tests/fixtures/systems/{name}.toml")).unwrap();
        home.ok(&["answer", name, "--file", &file.to_string_lossy()]);
        (name, home.json(&["score", name, "--json", "--questions"]))
    })
}

#[test]
fn sound_systems_are_kept() {
    for (name, json) in sound_systems() {
        assert_eq!((&json["verdict"], &json["decided"]), (&"maintain".into(), &true.into()), "{name}");
        assert!(json["unanswered"] == 0 && json["urgent"].as_array().unwrap().is_empty(), "{name}");
        assert!(json["weak_pillars"].as_array().unwrap().is_empty() && json["flags"].as_array().unwrap().is_empty(), "{name}");
    }
}

#[test]
fn nothing_of_the_foundation_of_a_sound_system_is_rebuilt() {
    for (name, json) in sound_systems() {
        // What moves boundaries, data or the cut is proposed only where an answer of that pillar is at 0 or 1.
        let list = |key: &str| json[key].as_array().unwrap().clone();
        let restructuring: Vec<Value> = list("pillars").iter().filter(|p| p["restructures"] == true).map(|p| p["id"].clone()).collect();
        let very_weak =
            |pillar: &Value| list("questions").iter().any(|q| q["pillar"] == *pillar && q["low"].as_u64().is_some_and(|l| l <= 1));
        for action in list("actions") {
            let mends: Vec<&Value> = action["mends"].as_array().unwrap().iter().filter(|p| restructuring.contains(p)).collect();
            assert!(mends.is_empty() || mends.into_iter().any(very_weak), "{name}: nothing asks for {}", action["id"]);
        }
    }
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
    assert_eq!((json["parked"].as_u64(), json["answered"].as_u64()), (Some(26), Some(0)));
    assert_eq!(json["interval"], serde_json::json!(["maintain", "restructure"]));
    assert!(home.ok(&["score", "Parked"]).contains("Not decided yet"));
    // Gates cannot be left out; all others can.
    let gates = ["dat-backup", "dat-restore", "sec-secrets", "sec-login", "tem-core", "tem-runway"];
    let mut rest = String::from("tracks = [\"quick\"]\n[answers]\n");
    for id in ids.iter().filter(|id| !gates.contains(&id.as_str())) {
        rest += &format!("{id} = {{ not_applicable = \"no\" }}\n");
    }
    home.answer("Nothing", "2026-Q4", &rest);
    let json = home.json(&["score", "Nothing", "--json"]);
    assert_eq!((json["not_applicable"].as_u64(), json["applicable"].as_u64()), (Some(20), Some(6)));
    assert_eq!(json["foundation"]["value"], serde_json::Value::Null);
    assert_eq!(json["need"], "maintain");
    assert!(home.ok(&["report", "Nothing"]).contains("Not decided yet"));
}

/// The shipped audit with a ninth pillar and a ninth rule, added in TOML alone.
fn with_a_ninth_pillar_and_rule(home: &Home) {
    home.ok(&["questionnaire", "eject", "backend"]);
    let folder = home.workspace().join("questionnaires").join("backend");
    let edit = |file: &str, change: &dyn Fn(String) -> String| {
        let path = folder.join(file);
        fs::write(&path, change(fs::read_to_string(&path).unwrap())).unwrap();
    };
    edit("questionnaire.toml", &|text| {
        let pillar = "[[pillar]]\nid = \"edges\"\ntitle = \"Edges\"\nweak_at = 0.30\nrestructures = true\nscale = \"code\"\nhealthy = \"h\"\nattention = \"a\"\n\n";
        let rule = "[[rule]]\nid = \"edges-gone\"\nraises = \"restructure\"\nall = [{ score = \"pillar.edges\", at_most = 0.25 }]\nsay = \"The edges are gone, felt or not.\"\n\n";
        text.replacen("[[pillar]]", &format!("{pillar}[[pillar]]"), 1).replacen("[[rule]]", &format!("{rule}[[rule]]"), 1)
    });
    edit("architecture.toml", &|text| {
        let mut out = String::new();
        let mut moving = false;
        for line in text.lines() {
            if line.starts_with("id = ") {
                moving = ["\"arc-seams\"", "\"arc-cycles\"", "\"arc-no-go\""].iter().any(|id| line.ends_with(id));
            }
            let line = if moving && line == "pillar = \"boundaries\"" { "pillar = \"edges\"" } else { line };
            out.push_str(line);
            out.push('\n');
        }
        out
    });
}

#[test]
fn a_ninth_pillar_and_a_ninth_rule_in_the_questionnaire_alone_work_everywhere() {
    let home = Home::new();
    with_a_ninth_pillar_and_rule(&home);
    home.answer("Probe", "2026-Q4", "tracks = [\"discovery\"]\n");
    let asked = home.json(&["score", "Probe", "--json", "--questions"]);
    let of = |edges: u8, symptoms: u8| {
        let mut sheet = String::from("tracks = [\"discovery\"]\n[answers]\n");
        for q in asked["questions"].as_array().unwrap() {
            let id = q["id"].as_str().unwrap();
            // Figures of what is felt do not apply, so that no open answer hurts.
            if q["kind"] != "levels" {
                if q["axis"] == "symptom" {
                    sheet.push_str(&format!("{id} = {{ not_applicable = \"not here\" }}\n"));
                }
                continue;
            }
            let level = match (q["pillar"].as_str(), q["axis"].as_str()) {
                (Some("edges"), _) => edges,
                (_, Some("symptom")) => symptoms,
                _ => 4,
            };
            sheet.push_str(&format!("{id} = {{ level = {level} }}\n"));
        }
        sheet
    };
    home.answer("Shop", "2026-Q4", &of(0, 4));
    let json = home.json(&["score", "Shop", "--json", "--questions"]);
    assert_eq!((json["pillars"].as_array().unwrap().len(), json["rules"].as_array().unwrap().len()), (9, 8));
    assert_eq!((json["need"].as_str(), json["verdict"].as_str()), (Some("restructure"), Some("restructure")));
    assert_eq!(json["fired"][0]["rule"], "edges-gone");
    assert_eq!(json["fired"][0]["pillars"], serde_json::json!(["edges"]));
    assert_eq!(json["weak_pillars"], serde_json::json!(["edges"]));
    assert_eq!(json["what"]["pillars"], serde_json::json!(["edges"]));
    let margins = json["margins"].as_array().unwrap();
    assert!(margins.iter().any(|m| m["score"] == "pillar.edges" && m["rule"] == "edges-gone" && m["to"] != "restructure"), "{margins:?}");
    assert!(json["share"]["restructure"].as_u64().unwrap() > 7000, "{}", json["share"]);
    assert!(json["next"].is_array() && json["interval"][1] != "maintain");
    let milder = &json["flips"]["milder"]["notches"];
    let moved: Vec<&str> = milder.as_array().unwrap().iter().map(|n| n["question"].as_str().unwrap()).collect();
    assert!(!moved.is_empty() && moved.iter().all(|id| ["arc-seams", "arc-cycles", "arc-no-go"].contains(id)), "{moved:?}");
    let (score, report) = (home.ok(&["score", "Shop"]), home.ok(&["report", "Shop"]));
    for text in [&score, &report] {
        assert!(text.contains("Edges") && text.contains("25 %"), "{text}");
    }
    assert!(report.contains("rules of its own") || report.contains("own rules"), "an own rule set is named: {report}");
    // One level better in all three, and the new rule no longer holds.
    home.answer("Shop", "2026-Q4", &of(2, 4));
    assert_eq!(home.json(&["score", "Shop", "--json"])["fired"], serde_json::json!([]));
}
