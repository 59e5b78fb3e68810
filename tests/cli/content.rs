//! Questionnaires, templates and everything that is printed.

use super::*;

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
