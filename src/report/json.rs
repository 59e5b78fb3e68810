//! `score --json`: the contract of docs/formats.md. Exact numbers are strings; keys that are not computed yet are left out.

use super::context::weighing;
use serde_json::{Map, Value, json};
use underpin_core::decision::certainty::Certainty;
use underpin_core::decision::flips::Flip;
use underpin_core::decision::margins::Margin;
use underpin_core::decision::outcome::Range;
use underpin_core::decision::reason::Reason;
use underpin_core::decision::weights;
use underpin_core::decision::worlds::WORLDS;
use underpin_core::model::exact::{Exact, fraction};
use underpin_core::model::question::{Gate, Kind};
use underpin_core::model::words::{Flag, Verdict};
use underpin_core::round::Round;
use underpin_core::standing::Standing;

/// The model of the decision that this program computes.
pub const MODEL: u64 = 1;

/// The JSON of a round.
pub fn score(round: &Round, questions: bool) -> Value {
    let mut o = Map::new();
    let outcome = &round.outcome;
    let a = &outcome.reference;
    let mut put = |key: &str, value: Value| {
        o.insert(key.to_owned(), value);
    };
    put("model", json!(MODEL));
    put("questionnaire", json!({"id": round.questionnaire.id, "version": round.questionnaire.version, "pin": round.pin}));
    put("system", json!(round.system));
    put("scope", json!(round.scope()));
    put("round", json!(round.id.as_str()));
    put("base", json!(round.base.tracks));
    if round.questionnaire.decides {
        put("at_most", json!(round.base.at_most.map(|v| v.word())));
    }
    if round.has_verdict() {
        let range = |(low, high): Range| json!([low.word(), high.word()]);
        put("verdict", json!(a.verdict.word()));
        put("need", json!(a.need.word()));
        put("allowed", json!(a.allowed.word()));
        put("interval", range(outcome.interval()));
        put("need_interval", range(outcome.need_interval()));
        put("allowed_interval", range(outcome.allowed_interval()));
        let certainty = round.certainty();
        put("class", json!(certainty.class.word()));
        put("interval_if_doubtful_answers_are_off_by_one", range(certainty.doubt));
        let doubtful = certainty.doubt_needed.as_ref().map(|f| f.notches.iter().map(|n| n.question).collect::<Vec<_>>());
        put("doubt_needed", json!(doubtful.map(|q| json!({"answers": q.len(), "questions": ids(round, &q)}))));
        put("radius", json!(certainty.radius.map(weights::show)));
        let share: Map<String, Value> = Verdict::ALL.iter().zip(certainty.worlds).map(|(v, n)| (v.word().to_owned(), json!(n))).collect();
        put("share", Value::Object(share));
        put("margins", Value::Array(certainty.margins.iter().map(margin).collect()));
        put("reason", reason_json(round, &certainty.reason));
        put("flips", flips_json(round, &certainty));
        let next =
            certainty.next.iter().filter_map(|n| Some(json!({"question": round.questionnaire.at(n.question)?.id, "gain": gain(n.gain)})));
        put("next", Value::Array(next.collect()));
        put("decided", json!(outcome.decided()));
    }
    let c = &outcome.counts;
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
        put(key, json!(n));
    }
    if round.has_verdict() {
        put("foundation", triple(outcome.score(|s| s.foundation.clone())));
        put("weakest", triple(outcome.score(|s| s.weakest.as_ref().map(|w| w.0.clone()))));
        put("breadth", triple(outcome.score(|s| s.breadth.as_ref().map(|b| b.0.clone()))));
        put("pain", triple(outcome.score(|s| s.pain.clone())));
        put("tactical", triple(outcome.score(|s| s.tactical.clone())));
        put("feasibility", triple(outcome.score(|s| s.feasibility.clone())));
        let flags: Vec<&str> = Flag::ALL.iter().filter(|f| a.scores.flags.contains(f)).map(|f| f.word()).collect();
        put("flags", json!(flags));
        put("fired", Value::Array(fired(round)));
        let gates = |list: &[underpin_core::decision::rules::FiredGate]| -> Vec<Value> {
            list.iter()
                .filter_map(|g| Some(json!({"question": round.questionnaire.at(g.question)?.id, "verdict": g.verdict.word()})))
                .collect()
        };
        put("caps", json!(gates(&a.caps)));
        put("floors", json!(gates(&a.floors)));
        put("urgency", json!(outcome.urgency.map(|u| u.word())));
    }
    put("areas", Value::Array(areas(round)));
    put("completed", json!(round.state.completed));
    put("late", json!(round.state.late.len()));
    put("conflicts", json!(round.state.conflicts()));
    put("retired", json!(round.retired()));
    put("again", json!(round.again()));
    put("damaged", json!(round.damaged));
    if questions {
        let rules: Map<String, Value> = round.questionnaire.numbers.iter().map(|(n, d)| (n.to_owned(), json!(d.text()))).collect();
        put("rules", Value::Object(rules));
        let weights: Map<String, Value> =
            round.questionnaire.areas.iter().map(|a| (a.id.clone(), json!(fraction(a.weight.value())))).collect();
        put("area_weights", Value::Object(weights));
        put("questions", Value::Array(question_list(round)));
    }
    Value::Object(o)
}

fn triple(score: Option<(Exact, Exact, Exact)>) -> Value {
    match score {
        Some((value, low, high)) => json!({"value": fraction(&value), "low": fraction(&low), "high": fraction(&high)}),
        None => json!({"value": null, "low": null, "high": null}),
    }
}

fn fired(round: &Round) -> Vec<Value> {
    round
        .outcome
        .reference
        .fired
        .iter()
        .map(|fired| {
            let ids: Vec<&str> = weighing(round, &|axis, flag| fired.concerns(axis, flag), fired.rule() == "optimize_flags")
                .into_iter()
                .filter_map(|i| round.questionnaire.at(i))
                .map(|q| q.id.as_str())
                .collect();
            let fact = |f: &underpin_core::decision::rules::Fact| json!({"rule": f.rule, "value": fraction(&f.value), "threshold": f.threshold.text()});
            let mut o = Map::new();
            if let Some(first) = fired.facts.first() {
                o.insert("rule".into(), json!(first.rule));
                o.insert("value".into(), json!(fraction(&first.value)));
                o.insert("threshold".into(), json!(first.threshold.text()));
            }
            o.insert("raises".into(), json!(fired.raises.word()));
            o.insert("questions".into(), json!(ids));
            let also: Vec<Value> = fired.facts.iter().skip(1).map(fact).collect();
            if !also.is_empty() {
                o.insert("also".into(), json!(also));
            }
            Value::Object(o)
        })
        .collect()
}

fn areas(round: &Round) -> Vec<Value> {
    let text = |x: &Option<Exact>| x.as_ref().map(fraction);
    round
        .outcome
        .areas
        .iter()
        .filter_map(|a| {
            let id = &round.questionnaire.areas.get(a.area)?.id;
            Some(json!({"id": id, "score": text(&a.score), "low": text(&a.low), "high": text(&a.high), "answered": a.answered, "applicable": a.applicable}))
        })
        .collect()
}

fn question_list(round: &Round) -> Vec<Value> {
    let gate = |g: Option<Gate>| g.map(|g| json!({"at_or_below": g.at_or_below, "verdict": g.verdict.word()}));
    let pairs = round.base.questions.iter().filter_map(|i| Some((round.questionnaire.at(*i)?, round.standings.get(*i)?)));
    pairs
        .map(|(q, s): (_, &Standing)| {
            let kind = match q.kind {
                Kind::Levels(_) => "levels",
                Kind::Figure { .. } => "figure",
                Kind::Ratio { .. } => "ratio",
                Kind::Text => "text",
            };
            json!({
                "id": q.id, "kind": kind, "area": round.questionnaire.areas.get(q.area).map(|a| &a.id), "axis": q.axis.word(), "weight": q.weight,
                "flag": q.flag.map(|f| f.word()), "critical": q.critical, "floor": gate(q.floor), "cap": gate(q.cap), "state": s.state.word(),
                "low": s.span.low, "high": s.span.high, "settled": s.settled, "unconfirmed": s.unconfirmed,
                "doubt": s.doubt.iter().map(|d| d.word()).collect::<Vec<_>>(),
            })
        })
        .collect()
}

/// Ids of questions.
fn ids(round: &Round, questions: &[usize]) -> Vec<String> {
    questions.iter().filter_map(|i| round.questionnaire.at(*i)).map(|q| q.id.clone()).collect()
}

/// A gain as an exact decimal of at most four digits.
fn gain(worlds: u32) -> String {
    let text = format!("{}.{:04}", worlds / WORLDS, worlds % WORLDS);
    let short = text.trim_end_matches('0').trim_end_matches('.');
    short.to_owned()
}

fn margin(margin: &Margin) -> Value {
    json!({"score": margin.score, "rule": margin.rule, "distance": fraction(&margin.distance), "to": margin.to.word()})
}

fn reason_json(round: &Round, reason: &Reason) -> Value {
    let (mild, strong) = round.outcome.interval();
    match reason {
        Reason::Verdict(questions) => json!({"forces": mild.word(), "questions": ids(round, questions)}),
        Reason::Between { at_least, at_most } => json!({
            "at_least": {"forces": mild.word(), "questions": ids(round, at_least)},
            "at_most": {"forces": strong.word(), "questions": ids(round, at_most)},
        }),
    }
}

/// The fewest notches that change the reference verdict, and gates that would change it at once.
fn flips_json(round: &Round, certainty: &Certainty) -> Value {
    let id = |question: usize| round.questionnaire.at(question).map_or("", |q| q.id.as_str());
    let flip = |flip: &Option<Flip>| {
        flip.as_ref().map(|f| {
            let notches: Vec<Value> = f.notches.iter().map(|n| json!({"question": id(n.question), "from": n.from, "to": n.to})).collect();
            json!({"to": f.to.word(), "notches": notches})
        })
    };
    let gates: Vec<Value> = certainty
        .gates
        .iter()
        .map(
            |g| json!({"question": id(g.question), "kind": if g.cap { "cap" } else { "floor" }, "if_level": g.if_level, "to": g.to.word()}),
        )
        .collect();
    json!({"stronger": flip(&certainty.stronger), "milder": flip(&certainty.milder), "gates": gates})
}
