//! What a score was computed from: `--questions` suffices to compute everything again.

use super::{Object, put};
use serde_json::{Value, json};
use underpin_core::model::question::{Gate, Question};
use underpin_core::model::rules::Test;
use underpin_core::round::Round;
use underpin_core::standing::Standing;

/// Rules, limits, levels, and every question of the base.
pub(super) fn ground(o: &mut Object, round: &Round) {
    let q = &round.questionnaire;
    if round.has_verdict() {
        let rules = q.rules.raising.iter().map(|r| json!({"id": r.id, "raises": r.raises.word(), "all": tests(round, &r.all)}));
        put(o, "rules", Value::Array(rules.collect()));
        let limits = q.rules.limits.iter().map(|l| json!({"id": l.id, "allows": l.allows.word(), "all": tests(round, &l.all)}));
        put(o, "limits", Value::Array(limits.collect()));
        put(o, "levels", json!({"breadth": q.rules.breadth.to_string(), "flag": q.rules.flag.to_string()}));
    }
    let pairs = round.base.questions.iter().filter_map(|i| Some((q.at(*i)?, round.standings.get(*i)?)));
    put(o, "questions", Value::Array(pairs.map(|(q, s)| question(round, q, s)).collect()));
}

fn tests(round: &Round, all: &[Test]) -> Vec<Value> {
    let one = |t: &Test| {
        let score = t.score.name(&round.questionnaire.pillars);
        json!({"score": score, "test": t.side.word(), "number": t.number.to_string()})
    };
    all.iter().map(one).collect()
}

fn question(round: &Round, q: &Question, s: &Standing) -> Value {
    let gate = |g: Option<Gate>| g.map(|g| json!({"at_or_below": g.at_or_below, "verdict": g.verdict.word()}));
    let horizon = q.horizon.map(|w| json!({"at_or_below": w.at_or_below, "months": w.months}));
    let pillar = q.pillar.and_then(|p| round.questionnaire.pillars.get(p)).map(|p| &p.id);
    json!({
        "id": q.id, "kind": q.kind.form().word(), "area": round.questionnaire.areas.get(q.area).map(|a| &a.id), "axis": q.axis.word(), "pillar": pillar,
        "weight": q.weight, "flag": q.flag.map(|f| f.word()), "critical": q.critical, "urgent": q.urgent,
        "floor": gate(q.floor), "cap": gate(q.cap), "horizon": horizon, "state": s.state.word(), "low": s.span.low, "high": s.span.high,
        "settled": s.settled, "unconfirmed": s.unconfirmed, "doubt": s.doubt.iter().map(|d| d.word()).collect::<Vec<_>>(),
    })
}
