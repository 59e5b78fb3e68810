//! The checker finds every problem, at its place, and nothing else; what ships has none.
#![allow(clippy::string_slice, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use underpin_core::content::diagnostic::{Diagnostic, Rule, Severity, line_column};
use underpin_core::content::keys::{self, Holds, Keys};
use underpin_core::content::open::{self, Content, check};
use underpin_core::content::source::{File, Origin, Source};
use underpin_core::content::{scaffold, schema};
use underpin_core::model::question::{Gate, Kind};
use underpin_core::model::questionnaire::Questionnaire;
use underpin_core::model::rules::{Side, Test};
use underpin_core::model::track::Track;
use underpin_core::model::words::{Axis, Better, Cost, Flag, Grade, Scale, Verdict};

fn fixture(code: &str) -> PathBuf {
    let folder = support::top().join("tests/fixtures/diagnostics");
    let file = folder.join(format!("{code}.toml"));
    if file.exists() { file } else { folder.join(code) }
}

fn shipped(id: &str) -> Content {
    let (questionnaire, found) = check(&support::shipped(id));
    assert!(found.is_empty(), "{found:?}");
    questionnaire.unwrap()
}

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
    for d in &found {
        let (line, column) = line_column(&text, d.span.start);
        let shown = d.render(&text);
        assert!(shown.contains(&format!("many.toml:{line}:{column}")) && shown.contains('^') && shown.contains("help:"), "{shown}");
    }
}

#[test]
fn what_ships_is_free_of_problems() {
    for id in support::shipped_ids() {
        shipped(&id);
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
fn a_pin_gives_back_the_same_questionnaire() {
    let source = support::shipped("backend");
    let joined = source.joined();
    assert_eq!(Source::of_pin(&joined, "pin").joined(), joined);
    let (a, b) = (shipped("backend"), open::read(&Source::of_pin(&joined, "pin")).0.unwrap());
    assert_eq!(format!("{:?}", a.questionnaire.questions), format!("{:?}", b.questionnaire.questions));
    assert_eq!(format!("{:?}", a.guidance.remedies), format!("{:?}", b.guidance.remedies));
    let asking = open::read_to_ask(&Source::of_pin(&joined, "pin")).0.unwrap();
    assert_eq!(format!("{:?}", a.questionnaire.questions), format!("{:?}", asking.questions));
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
fn changed(from: &str, to: &str) -> Vec<&'static str> {
    let text = scaffold::scaffold("changed");
    assert!(text.contains(from), "{from}");
    checked(&text.replacen(from, to, 1)).iter().map(|d| d.rule.code()).collect()
}

fn checked(text: &str) -> Vec<Diagnostic> {
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

#[test]
fn the_quick_check_is_short_and_plain() {
    let Content { questionnaire: q, guidance: _g } = shipped("backend");
    let quick = q.track("quick").unwrap();
    assert!((25..=28).contains(&quick.questions().count()));
    for question in quick.questions().map(|i| q.at(i).unwrap()) {
        let mut words = question.ask.split_whitespace().count();
        if let Kind::Levels(levels) = &question.kind {
            words += levels.iter().map(|l| l.split_whitespace().count()).sum::<usize>();
        }
        assert!(words <= 75, "{} has {words} words", question.id);
    }
}

#[test]
fn the_nineteen_core_criteria_are_asked() {
    let Content { questionnaire: q, guidance: _g } = shipped("backend");
    let core: BTreeSet<usize> = q.track("discovery").unwrap().questions().collect();
    let asked: BTreeSet<&str> = core.iter().flat_map(|i| q.at(*i).unwrap().criterion.iter().map(String::as_str)).collect();
    for criterion in [
        "ARC-02", "ARC-05", "ARC-06", "PRF-01", "PRF-02", "PRF-05", "PRF-07", "SCL-01", "SCL-02", "SCL-03", "COD-01", "COD-02", "COD-03",
        "DEP-01", "DEP-02", "DEP-03", "MON-01", "MON-08", "MON-10",
    ] {
        assert!(asked.contains(criterion), "{criterion}");
    }
}

#[test]
fn pillars_and_their_questions_are_those_that_were_measured() {
    let Content { questionnaire: q, guidance: g } = shipped("backend");
    let frozen: toml::Table = fs::read_to_string(support::top().join("tests/fixtures/pillars.toml")).unwrap().parse().unwrap();
    let mut expected: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (id, pillar) in frozen.iter().filter(|(id, _)| *id != "new") {
        let questions = pillar["questions"].as_array().unwrap().iter().map(|x| x.as_str().unwrap().to_owned());
        expected.insert(id.clone(), questions.collect());
        let stated = q.pillars.iter().find(|p| p.id == *id).unwrap();
        assert_eq!(stated.weak_at.as_ref().map(ToString::to_string).as_deref(), pillar.get("weak_at").and_then(|w| w.as_str()), "{id}");
        assert_eq!(stated.restructures, stated.weak_at.is_some(), "{id}");
        assert!(pillar.get("scale").is_none_or(|s| s.as_str() == Some(stated.scale.word())), "{id}");
        assert_eq!(stated.weight.text(), "1", "{id}");
    }
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for x in q.questions.iter().filter(|x| x.axis == Axis::Structural) {
        let pillar = &q.pillars[x.pillar.unwrap()];
        found.entry(pillar.id.clone()).or_default().insert(x.id.clone());
        // What the verdict names can be mended where it is weak.
        let mends = x.remedies.iter().filter_map(|r| g.remedy(r)).any(|r| r.mends.contains(&x.pillar.unwrap()));
        assert!(mends, "no remedy of {} mends {}", x.id, pillar.id);
    }
    assert_eq!(found, expected);
    for (id, new) in frozen["new"].as_table().unwrap() {
        let x = q.question(id).unwrap();
        let levels = new["levels"].as_array().unwrap().iter().map(|l| l.as_str().unwrap().to_owned()).collect::<Vec<_>>();
        assert_eq!(x.ask, new["ask"].as_str().unwrap());
        assert!(matches!(&x.kind, Kind::Levels(texts) if *texts == levels), "{id}");
    }
}

/// How many structural questions of each pillar a track asks.
fn structural(q: &Questionnaire, track: &Track) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for x in track.questions().map(|i| q.at(i).unwrap()).filter(|x| x.axis == Axis::Structural) {
        *counts.entry(q.pillars[x.pillar.unwrap()].id.clone()).or_insert(0) += 1;
    }
    counts
}

#[test]
fn every_pillar_counts_on_its_own_wherever_anything_may_be_said() {
    let q = shipped("backend").questionnaire;
    for track in q.tracks.iter().filter(|t| t.decides) {
        let counts = structural(&q, track);
        if track.at_most.is_some() {
            let three = ["boundaries", "change", "limit"].map(|p| (p.to_owned(), 3));
            assert_eq!(counts, BTreeMap::from(three), "{}", track.id);
        } else {
            assert!(q.pillars.iter().all(|p| counts.get(&p.id).is_some_and(|n| *n >= 3)), "{}: {counts:?}", track.id);
        }
    }
}

#[test]
fn the_shipped_rules_are_those_of_the_decision_model() {
    let q = shipped("backend").questionnaire;
    let test = |t: &Test| format!("{} {} {}", t.score.name(&q.pillars), t.side.word(), t.number);
    let row = |all: &[Test]| all.iter().map(test).collect::<Vec<_>>().join(", ");
    let raising: BTreeSet<String> = q.rules.raising.iter().map(|r| format!("{}: {}", r.raises, row(&r.all))).collect();
    let expected = [
        "optimize: pain above 0.25",
        "optimize: flags at_least 1",
        "optimize: tactical below 0.50",
        "optimize: foundation below 0.60",
        "restructure: foundation below 0.50",
        "restructure: weak-pillars at_least 1, pain at_least 0.25",
        "rebuild: foundation below 0.45, breadth at_least 0.50, pain at_least 0.40, pillar.limit at_most 0.40",
    ];
    assert_eq!(raising, expected.map(str::to_owned).into());
    let limits: Vec<String> = q.rules.limits.iter().map(|l| format!("{}: {}", l.allows, row(&l.all))).collect();
    assert_eq!(limits, ["restructure: feasibility below 0.50"]);
    let page = fs::read_to_string(support::top().join("questionnaires/backend/DECISION.md")).unwrap();
    for rule in &q.rules.raising {
        assert!(page.contains(&format!("| {} | {} |", rule.id, rule.raises)), "DECISION.md does not name {}", rule.id);
        assert!(rule.all.iter().all(|t| page.contains(&t.number.to_string())), "{}", rule.id);
    }
    assert_eq!((q.rules.breadth.to_string().as_str(), q.rules.flag), ("0.50", 1));
    let published = q.published.unwrap();
    assert_eq!((published.unseen, published.exact, published.within_one, published.regretted, published.nearer), (28, 13, 25, 15, 14));
    assert!(q.rules.raising.is_sorted_by(|a, b| (b.raises, &a.id) < (a.raises, &b.id)), "strongest first, then by id");
    for id in ["dat-backup", "dat-restore", "sec-secrets", "sec-login"] {
        let x = q.question(id).unwrap();
        assert!(x.urgent && x.floor == Some(Gate { at_or_below: 0, verdict: Verdict::Optimize }), "{id}");
    }
}

#[test]
fn every_question_can_be_checked_and_acted_on() {
    for id in support::shipped_ids() {
        let Content { questionnaire: q, guidance: g } = shipped(&id);
        for x in &q.questions {
            assert!(!x.evidence.is_empty() && !x.basis.is_empty() && !x.why.is_empty() && !x.probe.is_empty(), "{}", x.id);
            assert!(!x.scored() || !x.remedies.is_empty(), "{}", x.id);
            assert!(x.ask_whom.is_some() && x.fresh_days.is_some(), "{}", x.id);
        }
        for r in &g.remedies {
            assert!(r.steps.len() >= 3 && !r.pitfalls.is_empty() && !r.basis.is_empty() && !r.gain.is_empty(), "{}", r.id);
            assert!(r.done_when.len() > 10 && r.who.len() > 2, "{}", r.id);
        }
    }
}

#[derive(serde::Deserialize)]
struct Inventory {
    criteria: Vec<String>,
    shared_evidence: Vec<[String; 2]>,
    point: Vec<Point>,
}

#[derive(serde::Deserialize)]
struct Point {
    title: String,
    any_of: Vec<String>,
}

fn inventory() -> Inventory {
    toml::from_str(&fs::read_to_string(support::top().join("tests/fixtures/criteria.toml")).unwrap()).unwrap()
}

#[test]
fn every_criterion_is_asked_or_listed_with_the_reason_why_not() {
    let (q, inventory) = (shipped("backend").questionnaire, inventory());
    assert_eq!(inventory.criteria.len(), 316);
    let asked: BTreeSet<&str> = q.questions.iter().flat_map(|x| x.criterion.iter().map(String::as_str)).collect();
    let page = fs::read_to_string(support::top().join("questionnaires/backend/COVERAGE.md")).unwrap();
    let known: BTreeSet<&str> = inventory.criteria.iter().map(String::as_str).collect();
    for id in &known {
        let excused = page.contains(&format!("\n- {id}: "));
        assert!(asked.contains(id) != excused, "{id} is asked: {}, excused: {excused}", asked.contains(id));
    }
    assert!(asked.is_subset(&known), "{:?}", asked.difference(&known));
}

#[test]
fn what_rests_on_the_same_evidence_is_asked_once() {
    let Content { questionnaire: q, guidance: _g } = shipped("backend");
    for [a, b] in inventory().shared_evidence {
        assert!(q.questions.iter().any(|x| x.criterion.contains(&a) && x.criterion.contains(&b)), "{a} and {b}");
    }
}

#[test]
fn the_discovery_interview_touches_all_24_points_and_every_gate() {
    let (q, inventory) = (shipped("backend").questionnaire, inventory());
    let discovery: Vec<_> = q.track("discovery").unwrap().questions().map(|i| q.at(i).unwrap()).collect();
    assert_eq!(inventory.point.len(), 24);
    for point in inventory.point {
        assert!(discovery.iter().any(|x| x.criterion.iter().any(|c| point.any_of.contains(c))), "{}", point.title);
    }
    for gate in q.questions.iter().filter(|x| x.cap.is_some() || x.floor.is_some()) {
        assert!(discovery.iter().any(|x| x.id == gate.id), "{}", gate.id);
    }
}

#[test]
fn the_audit_has_its_size_and_every_structural_question_gives_its_reason() {
    let Content { questionnaire: q, guidance: _g } = shipped("backend");
    assert!((200..=265).contains(&q.questions.len()), "{}", q.questions.len());
    let page = fs::read_to_string(support::top().join("questionnaires/backend/DECISION.md")).unwrap();
    let full: BTreeSet<usize> = q.track("full").unwrap().questions().collect();
    let structural: Vec<_> = q.questions.iter().filter(|x| x.axis == Axis::Structural && full.contains(&x.index)).collect();
    assert!((50..=60).contains(&structural.len()), "{}", structural.len());
    let weighty = q.questions.iter().filter(|x| x.weight != 2 || x.cap.is_some() || x.floor.is_some() || x.flag.is_some() || x.urgent);
    for x in structural.into_iter().chain(weighty) {
        assert!(page.contains(&x.id), "DECISION.md does not name {}", x.id);
    }
    assert_eq!(full.len(), q.questions.len(), "the full audit asks everything");
}

#[test]
fn java_questions_are_asked_only_of_java_systems_and_all_tracks_exist() {
    let Content { questionnaire: q, guidance: _g } = shipped("backend");
    let jvm = q.areas.iter().position(|a| a.id == "jvm").unwrap();
    for x in q.questions.iter().filter(|x| x.area == jvm) {
        assert!(format!("{:?}", x.applies_if).contains("jvm"), "{}", x.id);
    }
    let deciding: Vec<&str> = q.tracks.iter().filter(|t| t.decides).map(|t| t.id.as_str()).collect();
    assert_eq!(deciding, ["quick", "discovery", "sprint", "focused", "full"]);
    for id in ["quarterly", "rebuild-readiness", "regulated", "data", "security", "api", "cloud", "jvm", "team", "due-diligence"] {
        assert!(q.track(id).is_some_and(|t| !t.decides), "{id}");
    }
}

#[test]
fn database_work_scaling_refactoring_and_migration_come_in_a_safe_order() {
    let Content { questionnaire: _q, guidance: g } = shipped("backend");
    let before = |id: &str| -> BTreeSet<String> {
        let mut open = vec![id.to_owned()];
        let mut all = BTreeSet::new();
        while let Some(next) = open.pop() {
            for required in &g.remedy(&next).unwrap_or_else(|| panic!("{next}")).requires {
                if all.insert(required.clone()) {
                    open.push(required.clone());
                }
            }
        }
        all
    };
    for (later, first) in [
        ("n-plus-one", "index-audit"),
        ("read-replica", "n-plus-one"),
        ("load-test", "observability"),
        ("autoscaling", "observability"),
        ("modular-boundaries", "regression-net"),
        ("hotspot-refactoring", "regression-net"),
        ("strangler-pilot", "rollback"),
        ("data-ownership", "restore-drill"),
        ("sharding", "restore-drill"),
        ("remodel", "restore-drill"),
        ("service-extraction", "modular-boundaries"),
        ("service-extraction", "observability"),
        ("strangler-migration", "parity-harness"),
    ] {
        assert!(before(later).contains(first), "{later} does not wait for {first}");
    }
    assert!(g.remedies.len() >= 80);
    assert!(g.remedy("strangler-migration").unwrap().steps.iter().any(|s| s.to_lowercase().contains("stop")));
}

#[test]
fn every_pattern_says_when_it_serves_when_it_hurts_and_how_to_tell() {
    let Content { questionnaire: _q, guidance: g } = shipped("backend");
    assert!(g.patterns.len() >= 20);
    for p in &g.patterns {
        assert!(!p.questions.is_empty() && !p.test.is_empty() && !p.strong_when.is_empty() && !p.weak_when.is_empty(), "{}", p.id);
    }
}
