//! `score --json`: the contract of docs/formats.md, section 6. Exact numbers are strings; keys that are not computed are left
//! out.

mod actions;
mod decision;
mod ground;

use serde_json::{Map, Value, json};
use underpin_core::model::exact::{Exact, fraction};
use underpin_core::plan::Plan;
use underpin_core::round::Round;

/// The model of the decision that this program computes.
pub const MODEL: u64 = 2;

/// Keys in their order.
type Object = Map<String, Value>;

/// The JSON of a round, with its plan.
pub fn score(round: &Round, plan: &Plan<'_>, questions: bool) -> Value {
    let mut o = Object::new();
    put(&mut o, "model", json!(MODEL));
    put(&mut o, "questionnaire", json!({"id": round.questionnaire.id, "version": round.questionnaire.version, "pin": round.pin}));
    put(&mut o, "system", json!(round.system));
    put(&mut o, "scope", json!(round.scope()));
    put(&mut o, "round", json!(round.id.as_str()));
    put(&mut o, "base", json!(round.base.tracks));
    if round.questionnaire.decides {
        put(&mut o, "at_most", json!(round.base.at_most.map(|v| v.word())));
    }
    if round.has_verdict() {
        decision::verdict(&mut o, round);
    }
    counts(&mut o, round);
    if round.has_verdict() {
        decision::scores(&mut o, round);
        decision::reasons(&mut o, round);
    }
    put(&mut o, "areas", Value::Array(areas(round)));
    put(&mut o, "actions", Value::Array(actions::actions(round, plan)));
    put(&mut o, "not_asked", json!(ids(round, &round.not_asked().into_keys().collect::<Vec<_>>())));
    let contradictions = round.contradictions().into_iter().map(|c| json!({"between": ids(round, &c.between), "say": c.say}));
    put(&mut o, "contradictions", Value::Array(contradictions.collect()));
    let waits = plan.waits.map(|w| json!({"question": id(round, w.question), "months": w.months}));
    put(&mut o, "waits", json!(waits));
    put(&mut o, "completed", json!(round.state.completed));
    put(&mut o, "late", json!(round.state.late.len()));
    put(&mut o, "conflicts", json!(round.state.conflicts().iter().map(ToString::to_string).collect::<Vec<_>>()));
    put(&mut o, "retired", json!(round.retired()));
    put(&mut o, "again", json!(round.again()));
    put(&mut o, "damaged", json!(round.damaged));
    if questions {
        ground::ground(&mut o, round);
    }
    Value::Object(o)
}

fn put(o: &mut Object, key: &str, value: Value) {
    o.insert(key.to_owned(), value);
}

fn counts(o: &mut Object, round: &Round) {
    let c = &round.outcome.counts;
    for (key, n) in [
        ("applicable", c.applicable),
        ("answered", c.answered),
        ("unanswered", c.unanswered),
        ("unknown", c.unknown),
        ("parked", c.parked),
        ("disagreements", c.disagreements),
        ("unconfirmed", c.unconfirmed),
        ("not_applicable", c.not_applicable),
        ("inactive", c.inactive),
    ] {
        put(o, key, json!(n));
    }
}

fn areas(round: &Round) -> Vec<Value> {
    let text = |x: &Option<Exact>| x.as_ref().map(fraction);
    round
        .outcome
        .areas
        .iter()
        .filter_map(|a| {
            let id = &round.questionnaire.areas.get(a.area)?.id;
            Some(json!({
                "id": id, "score": text(&a.score), "low": text(&a.low), "high": text(&a.high),
                "answered": a.answered, "applicable": a.applicable,
            }))
        })
        .collect()
}

/// The id of a question.
fn id(round: &Round, question: usize) -> &str {
    round.questionnaire.at(question).map_or("", |q| q.id.as_str())
}

/// Ids of questions.
fn ids<'r>(round: &'r Round, questions: &[usize]) -> Vec<&'r str> {
    questions.iter().map(|i| id(round, *i)).collect()
}

/// Ids of pillars.
fn pillar_ids<'r>(round: &'r Round, pillars: &[usize]) -> Vec<&'r str> {
    pillars.iter().filter_map(|p| round.questionnaire.pillars.get(*p)).map(|p| p.id.as_str()).collect()
}
