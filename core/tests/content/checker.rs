//! The checker and the schema.

use super::*;

#[test]
fn every_diagnostic_has_a_fixture_that_triggers_it_and_only_it() {
    for rule in Rule::ALL {
        let path = fixture(rule.code());
        assert!(path.exists(), "{}", rule.code());
        let source = support::source(&path);
        let (questionnaire, found) = check(&source);
        let codes: BTreeSet<&str> = found.iter().map(|d| d.rule.code()).collect();
        assert_eq!(codes, BTreeSet::from([rule.code()]), "{found:#?}");
        let usable = rule.severity() == Severity::Warning;
        assert_eq!(questionnaire.is_some(), usable, "{}: after an error nothing comes back, after a warning all does", rule.code());
    }
}

#[test]
fn every_fixture_belongs_to_a_diagnostic() {
    let codes: BTreeSet<&str> = Rule::ALL.iter().map(|r| r.code()).collect();
    for entry in fs::read_dir(support::top().join("tests/fixtures/diagnostics")).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().replace(".toml", "");
        assert!(codes.contains(name.as_str()), "{name} is no diagnostic");
    }
}

#[test]
fn several_problems_are_reported_in_one_pass_with_line_and_column() {
    let text = scaffold::scaffold("many")
        .replace("weak_at", "week_at")
        .replace("level", "levl")
        .replace("version = \"0.1.0\"", "version = \"one\"");
    let source = Source {
        name: "many".into(),
        origin: Origin::Path,
        is_folder: false,
        files: vec![File { name: "many.toml".into(), shown: "many.toml".into(), text: text.clone().into() }],
    };
    let (_, found) = check(&source);
    assert!(found.len() >= 5, "{found:#?}");
    let lines = Lines::of(&text);
    for d in &found {
        let (line, column) = lines.place(d.span.start);
        let shown = d.render_in(&lines);
        assert!(shown.contains(&format!("many.toml:{line}:{column}")) && shown.contains('^') && shown.contains("help:"), "{shown}");
    }
}

#[test]
fn a_new_questionnaire_starts_without_problems() {
    let text = scaffold::scaffold("api-review");
    let source = Source {
        name: "api-review".into(),
        origin: Origin::Path,
        is_folder: false,
        files: vec![File { name: "api-review.toml".into(), shown: "x".into(), text: text.into() }],
    };
    assert_eq!(check(&source).1, []);
}

#[test]
fn the_schema_names_the_keys_that_the_decoder_takes() {
    let schema = schema::schema();
    let question = &schema["properties"]["question"]["items"]["properties"];
    for key in ["ask", "levels", "cap", "floor", "bands", "applies_if", "remedies"] {
        assert!(question[key].is_object(), "{key}");
    }
}

/// Every table with its keys, from the top down.
fn tables(keys: &'static Keys, all: &mut Vec<&'static Keys>) {
    if all.iter().any(|k| std::ptr::eq(*k, keys)) {
        return;
    }
    all.push(keys);
    for (_, holds, ..) in keys.list {
        if let Holds::Table(inner) | Holds::Tables(inner) = holds {
            tables(inner, all);
        }
    }
}

fn same(holds: &Holds, schema: &Value, path: &str) {
    match holds {
        Holds::Table(keys) => same_keys(keys, schema, path),
        Holds::Tables(keys) => same_keys(keys, &schema["items"], path),
        Holds::Word(words) => assert_eq!(schema["enum"], serde_json::json!(words), "{path}"),
        Holds::Words(words) => assert_eq!(schema["items"]["enum"], serde_json::json!(words), "{path}"),
        _ => assert!(schema["type"].is_string(), "{path}"),
    }
}

fn same_keys(keys: &'static Keys, schema: &Value, path: &str) {
    let properties = schema["properties"].as_object().unwrap();
    let (mut named, mut known): (Vec<&str>, Vec<&str>) = (properties.keys().map(String::as_str).collect(), keys.names().collect());
    named.sort_unstable();
    known.sort_unstable();
    assert_eq!(named, known, "{path}");
    for (name, holds, ..) in keys.list {
        same(holds, &properties[*name], &format!("{path}.{name}"));
    }
}

#[test]
fn the_schema_and_the_decoder_know_the_same_keys_and_words() {
    same_keys(&keys::TOP, &schema::schema(), "questionnaire");
    let mut all = Vec::new();
    tables(&keys::TOP, &mut all);
    let lists: Vec<&[&str]> = all
        .iter()
        .flat_map(|k| k.list)
        .filter_map(|(_, holds, ..)| match holds {
            Holds::Word(words) | Holds::Words(words) => Some(*words),
            _ => None,
        })
        .collect();
    // Each list of words is the one of the model: a new flag is in the schema as soon as it parses.
    fn words<T: Copy>(all: &[T], word: fn(T) -> &'static str) -> Vec<&'static str> {
        all.iter().map(|t| word(*t)).collect()
    }
    for list in [
        words(Axis::ALL, Axis::word),
        words(Verdict::ALL, Verdict::word),
        words(Flag::ALL, Flag::word),
        words(Cost::ALL, Cost::word),
        words(Grade::ALL, Grade::word),
        words(Scale::ALL, Scale::word),
        words(Better::ALL, Better::word),
        words(keys::SIGNS, Verdict::word),
    ] {
        assert!(lists.contains(&list.as_slice()), "{list:?}");
    }
    let sides: Vec<&str> = keys::TEST.names().filter(|n| *n != "score").collect();
    assert_eq!(sides, Side::ALL.map(Side::word));
}

#[test]
fn what_is_gone_says_where_its_meaning_stands_now() {
    let text = scaffold::scaffold("old")
        .replace("[levels]", "[numbers]\noptimize_pain = 0.30\n\n[levels]")
        .replace("title = \"Operation\"\nhealthy", "title = \"Operation\"\nweight = 2\nhealthy")
        + "\n[[caution]]\nid = \"no\"\ntitle = \"No\"\nreason = \"No\"\nverdicts = [\"maintain\"]\n";
    let found = checked(&text);
    let messages: Vec<&str> = found.iter().map(|d| d.message.as_str()).collect();
    for hint in ["numbers stand in `[[rule]]`", "weights stand in `[[pillar]]`", "write `needs` and `capped`"] {
        assert!(messages.iter().any(|m| m.contains(hint)), "{hint}: {messages:?}");
    }
    assert_eq!(found.len(), 3, "{messages:?}");
}

/// What the checker says about a scaffold in which one text stands for another.
pub(super) fn changed(from: &str, to: &str) -> Vec<&'static str> {
    let text = scaffold::scaffold("changed");
    assert!(text.contains(from), "{from}");
    checked(&text.replacen(from, to, 1)).iter().map(|d| d.rule.code()).collect()
}

pub(super) fn checked(text: &str) -> Vec<Diagnostic> {
    let id = text.lines().find_map(|l| l.strip_prefix("id = \"")).unwrap().trim_end_matches('"').to_owned();
    let file = File { name: format!("{id}.toml"), shown: "x".into(), text: text.to_owned().into() };
    check(&Source { name: id, origin: Origin::Path, is_folder: false, files: vec![file] }).1
}

#[test]
fn numbers_of_rules_that_nothing_or_everything_meets_are_refused() {
    let pain = "{ score = \"pain\", above = 0.25 }";
    let weak = "{ score = \"foundation\", below = 0.50 }";
    for (from, to) in [
        (pain, "{ score = \"pain\", above = 1.10 }"),
        (pain, "{ score = \"pain\", at_least = 0 }"),
        (pain, "{ score = \"pain\", above = -0.1 }"),
        (pain, "{ score = \"weak-pillars\", at_least = 0 }"),
        (pain, "{ score = \"weak-pillars\", at_least = 1.5 }"),
        (pain, "{ score = \"weak-pillars\", at_least = 2 }"),
        (pain, "{ score = \"flags\", at_least = 1 }"),
        (weak, "{ score = \"foundation\", below = 0 }"),
        (weak, "{ score = \"foundation\", at_most = 1.00 }"),
        ("weak_at = 0.40", "weak_at = 1"),
        ("weak_at = 0.40", "weak_at = -0.1"),
        ("weak_at = 0.40", "weak_at = 0.40\nweight = 0"),
        ("breadth = 0.50", "breadth = 0"),
        ("breadth = 0.50", "breadth = 1.1"),
        ("flag = 1 ", "flag = 4 "),
        ("[[pillar]]", "[published]\nunseen = 10\nexact = 5\nwithin_one = 4\nregretted = 3\nnearer = 2\n\n[[pillar]]"),
    ] {
        assert_eq!(changed(from, to), ["number-range"], "{to}");
    }
    assert_eq!(changed(pain, "{ score = \"pain\", above = 0.2500000000000000000 }"), ["number-form"]);
    for fine in ["above = 0", "at_least = 1", "at_least = 0.00000000000000001"] {
        assert_eq!(changed(pain, &format!("{{ score = \"pain\", {fine} }}")), [""; 0], "{fine}");
    }
}

#[test]
fn rules_that_make_no_sense_are_refused_where_they_stand() {
    let pain = "all = [{ score = \"pain\", above = 0.25 }]";
    let ready = "{ score = \"feasibility\", below = 0.50 }";
    for (from, to, code) in [
        (pain, "all = []", "rule-test"),
        (pain, "all = [{ score = \"pain\" }]", "rule-test"),
        (pain, "all = [{ score = \"paine\", above = 0.25 }]", "unknown-id"),
        (pain, "all = [{ score = \"pillar.walls\", below = 0.25 }]", "unknown-id"),
        (pain, "all = [{ score = \"pain\", below = 0.25 }]", "rule-direction"),
        (pain, "all = [{ score = \"breadth\", at_most = 0.25 }]", "rule-direction"),
        (pain, "all = [{ score = \"pillar.structure\", above = 0.25 }]", "rule-direction"),
        (pain, "all = [{ score = \"feasibility\", below = 0.25 }]", "rule-feasibility"),
        (ready, "{ score = \"pain\", above = 0.25 }", "limit-condition"),
        (ready, "{ score = \"feasibility\", above = 0.25 }", "rule-direction"),
        ("allows = \"restructure\"", "allows = \"rebuild\"", "rule-verdict"),
        ("raises = \"optimize\"", "raises = \"maintain\"", "rule-verdict"),
        ("id = \"not-ready\"", "id = \"structure\"", "duplicate-id"),
        ("id = \"it-hurts\"", "id = \"not-ready\"", "duplicate-id"),
        ("id = \"it-hurts\"", "id = \"It_hurts\"", "id-form"),
        ("say = \"The foundation is weak.\"\n", "", "missing-key"),
        ("pillar = \"structure\" ", "pillar = \"structures\" ", "unknown-id"),
        ("mends = [\"structure\"]", "mends = [\"walls\"]", "unknown-id"),
        ("raises = \"optimize\"", "raises = \"rebuild\"", "idle-rule"),
        ("applies_if = \"not fact.on-call = false\"", "applies_if = \"score.pain > 0\"", "condition-score"),
        ("axis = \"symptom\"", "axis = \"symptom\"\npillar = \"structure\"", "pillar-axis"),
    ] {
        assert_eq!(changed(from, to), [code], "{to}");
    }
}

#[test]
fn a_row_that_another_covers_is_idle_also_among_limits_and_of_two_equal_ones_the_later() {
    let limit =
        "[[limit]]\nid = \"nearly\"\nallows = \"ALLOWS\"\nall = [{ score = \"feasibility\", NUMBER }]\nsay = \"Not yet.\"\n\n[[area]]";
    let with = |allows: &str, number: &str| changed("[[area]]", &limit.replace("ALLOWS", allows).replace("NUMBER", number));
    assert_eq!(with("restructure", "below = 0.50"), ["idle-rule"], "the same twice");
    assert_eq!(with("restructure", "below = 0.40"), ["idle-rule"], "the other covers it");
    assert_eq!(with("restructure", "at_most = 0.50"), ["idle-rule"], "it covers the other");
    assert_eq!(with("optimize", "below = 0.40"), [""; 0], "stronger, and met more seldom");
    let hurts = "[[rule]]                            # raises";
    let more =
        |all: &str| changed(hurts, &format!("[[rule]]\nid = \"more\"\nraises = \"optimize\"\nall = [{all}]\nsay = \"More.\"\n\n{hurts}"));
    assert_eq!(more("{ score = \"pain\", at_least = 0.30 }, { score = \"tactical\", below = 0.50 }"), ["idle-rule"], "a test more");
    assert_eq!(more("{ score = \"pain\", at_least = 0.20 }, { score = \"tactical\", below = 0.50 }"), [""; 0]);
    assert_eq!(more("{ score = \"foundation\", below = 0.45 }"), ["idle-rule"], "a stronger verdict on less");
}

#[test]
fn a_caution_and_a_sign_may_test_scores_that_exist() {
    let caution =
        "[[caution]]\nid = \"no\"\ntitle = \"No\"\nreason = \"No\"\nneeds = [\"rebuild\"]\ncapped = true\nwhen = \"WHEN\"\n\n[[practice]]";
    let sign = "[[sign]]\ntowards = \"rebuild\"\ntitle = \"weak\"\nwhen = \"WHEN\"\n\n[[practice]]";
    for table in [caution, sign] {
        let said = |when: &str| changed("[[practice]]", &table.replace("WHEN", when));
        assert_eq!(said("score.flags >= 3 and score.pillar.structure <= 0.40 or op-goal.level = 0"), [""; 0]);
        assert_eq!(said("score.pillar.walls <= 0.40"), ["unknown-id"]);
        assert_eq!(said("score.pane > 0"), ["unknown-id"]);
    }
}

#[test]
fn without_a_verdict_no_pillars_and_rules_are_needed() {
    let text = scaffold::scaffold("plain").replace("decision = \"verdict\" ", "decision = \"none\" ");
    let (from, to) = (text.find("[levels]").unwrap(), text.find("[[area]]").unwrap());
    let text = format!("{}{}", &text[..from], &text[to..]).replace("mends = [\"structure\"]\n", "");
    let bare: String = text.lines().filter(|l| !l.starts_with("pillar = ")).map(|l| format!("{l}\n")).collect();
    assert_eq!(checked(&bare), []);
}
