//! Pillars and rules of the shipped audit.

use super::*;

#[test]
fn the_quick_check_is_short_and_plain() {
    let Content { questionnaire: q, guidance: _g } = shipped("backend");
    let quick = q.track("quick").unwrap();
    let count =
        |axis: Axis, urgent: bool| quick.questions().filter_map(|i| q.at(i)).filter(|x| x.axis == axis && x.urgent == urgent).count();
    let tactical = (count(Axis::Tactical, true), count(Axis::Tactical, false));
    assert_eq!((count(Axis::Structural, false), tactical), (9, (4, 3)));
    assert_eq!((count(Axis::Symptom, false), count(Axis::Feasibility, false)), (6, 4));
    for flagged in q.questions.iter().filter(|x| x.flag.is_some()) {
        assert!(quick.questions().any(|i| i == flagged.index), "{}", flagged.id);
    }
    for question in quick.questions().map(|i| q.at(i).unwrap()) {
        let mut words = question.ask.split_whitespace().count();
        if let Kind::Levels(levels) = &question.kind {
            words += levels.iter().map(|l| l.split_whitespace().count()).sum::<usize>();
        }
        assert!(words <= 75, "{} has {words} words", question.id);
    }
}

#[test]
fn pillars_and_their_questions_are_those_that_were_measured_and_what_changed_since_is_listed() {
    let Content { questionnaire: q, guidance: g } = shipped("backend");
    let frozen: toml::Table = fs::read_to_string(support::top().join("tests/fixtures/pillars.toml")).unwrap().parse().unwrap();
    let mut expected: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let ids = |list: &toml::Value| list.as_array().unwrap().iter().map(|x| x.as_str().unwrap().to_owned()).collect::<BTreeSet<_>>();
    for (id, pillar) in frozen.iter().filter(|(id, _)| !["new", "since"].contains(&id.as_str())) {
        let mut questions = ids(&pillar["questions"]);
        if let Some(since) = frozen["since"].get(id) {
            for gone in ids(&since["out"]) {
                assert!(questions.remove(&gone), "{gone} was never in {id}");
            }
            questions.extend(ids(&since["in"]));
        }
        expected.insert(id.clone(), questions);
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
    let published = q.published.as_ref().unwrap();
    assert_eq!(published.version.as_deref(), Some("2.1.0"), "the record is that of the questions that were measured");
    assert_eq!((published.unseen, published.exact, published.within_one, published.regretted, published.nearer), (28, 13, 25, 15, 14));
    assert!(q.rules.raising.is_sorted_by(|a, b| (b.raises, &a.id) < (a.raises, &b.id)), "strongest first, then by id");
    for id in ["dat-backup", "dat-restore", "sec-secrets", "sec-login", "sec-access"] {
        let x = q.question(id).unwrap();
        assert!(x.urgent && x.floor == Some(Gate { at_or_below: 0, verdict: Verdict::Optimize }), "{id}");
    }
}
