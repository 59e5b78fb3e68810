//! The verdict, its scores and its reasons as JSON.

use super::{Object, id, ids, pillar_ids, put};
use serde_json::{Map, Value, json};
use underpin_core::decision::assess::FiredGate;
use underpin_core::decision::certainty::Certainty;
use underpin_core::decision::flips::{Flip, GateKind};
use underpin_core::decision::margins::Margin;
use underpin_core::decision::outcome::Range;
use underpin_core::decision::reason::Reason;
use underpin_core::decision::weights;
use underpin_core::decision::what::What;
use underpin_core::decision::worlds::WORLDS;
use underpin_core::model::exact::{Exact, fraction};
use underpin_core::model::rules::{Score, Test};
use underpin_core::model::words::{Flag, Verdict};
use underpin_core::round::Round;

/// What is said, and how sure it is.
pub(super) fn verdict(o: &mut Object, round: &Round) {
    let outcome = &round.outcome;
    let a = &outcome.reference;
    let certainty = round.certainty();
    let range = |(low, high): Range| json!([low.word(), high.word()]);
    put(o, "verdict", json!(a.verdict.word()));
    put(o, "need", json!(a.need.word()));
    put(o, "allowed", json!(a.allowed.word()));
    put(o, "class", json!(certainty.class.word()));
    put(o, "interval", range(outcome.interval()));
    put(o, "need_interval", range(outcome.need_interval()));
    put(o, "allowed_interval", range(outcome.allowed_interval()));
    put(o, "interval_if_doubtful_answers_are_off_by_one", range(certainty.doubt));
    let doubtful = certainty.doubt_needed.as_ref().map(|f| f.notches.iter().map(|n| n.question).collect::<Vec<_>>());
    put(o, "doubt_needed", json!(doubtful.map(|q| json!({"answers": q.len(), "questions": ids(round, &q)}))));
    put(o, "radius", json!(certainty.radius.map(weights::show)));
    let share: Map<String, Value> = Verdict::ALL.iter().zip(certainty.worlds).map(|(v, n)| (v.word().to_owned(), json!(n))).collect();
    put(o, "share", Value::Object(share));
    put(o, "decided", json!(outcome.decided()));
}

/// Sub-scores and pillars.
pub(super) fn scores(o: &mut Object, round: &Round) {
    let outcome = &round.outcome;
    let now = &outcome.reference.scores;
    // Flags stand behind all others, and words are joined by underscores: docs/formats.md, section 6.
    let mut plain = Score::PLAIN;
    plain.sort_by_key(|score| *score == Score::Flags);
    for score in plain {
        let value = match score {
            Score::WeakPillars => json!(now.weak.as_ref().map(|w| pillar_ids(round, &now.weakest_first(w)))),
            Score::Flags => json!(Flag::ALL.iter().filter(|f| now.flags.contains(f)).map(|f| f.word()).collect::<Vec<_>>()),
            Score::Foundation | Score::Pillar(_) | Score::Breadth | Score::Pain | Score::Tactical | Score::Feasibility => {
                triple(outcome.score(score))
            }
        };
        put(o, &score.name(&round.questionnaire.pillars).replace('-', "_"), value);
    }
    put(o, "pillars", Value::Array(pillars(round)));
}

fn pillars(round: &Round) -> Vec<Value> {
    let (outcome, now) = (&round.outcome, &round.outcome.reference.scores);
    let pairs = round.questionnaire.pillars.iter().zip(&outcome.sheet.pillars).enumerate();
    pairs
        .map(|(index, (pillar, ground))| {
            let large = now.large.get(index) == Some(&true);
            let can_be_weak = large && ground.weak_at.is_some();
            let weak = now.weak.as_ref().filter(|_| can_be_weak).map(|w| w.contains(&index));
            let range = outcome.range(|s| s.pillars.get(index).cloned().flatten());
            let text = |x: fn(&(Exact, Exact, Exact)) -> &Exact| range.as_ref().map(|r| fraction(x(r)));
            json!({
                "id": pillar.id, "weight": pillar.weight.text(), "n": ground.questions,
                "weak_at": pillar.weak_at.as_ref().map(ToString::to_string), "restructures": pillar.restructures, "large": large, "weak": weak,
                "value": text(|r| &r.0), "low": text(|r| &r.1), "high": text(|r| &r.2),
            })
        })
        .collect()
}

/// What fired, what is missing, what would change it.
pub(super) fn reasons(o: &mut Object, round: &Round) {
    let outcome = &round.outcome;
    let a = &outcome.reference;
    let certainty = round.certainty();
    let gates = |list: &[FiredGate]| -> Vec<Value> {
        list.iter().map(|g| json!({"question": id(round, g.question), "verdict": g.verdict.word()})).collect()
    };
    put(o, "fired", Value::Array(fired(round)));
    let limits = a.met_limits(&outcome.sheet);
    let limits = limits.map(|l| json!({"rule": l.id, "allows": l.allows.word(), "tests": tests(round, &l.all)}));
    put(o, "fired_limits", Value::Array(limits.collect()));
    put(o, "floors", json!(gates(&a.floors)));
    put(o, "caps", json!(gates(&a.caps)));
    put(o, "margins", Value::Array(certainty.margins.iter().map(|m| margin(round, m)).collect()));
    put(o, "what", json!(round.what().map(|w| what(round, &w))));
    put(o, "reason", reason(round, &certainty.reason));
    put(o, "flips", flips(round, certainty));
    let next = certainty.next.iter().map(|n| json!({"question": id(round, n.question), "gain": gain(n.gain)}));
    put(o, "next", Value::Array(next.collect()));
    put(o, "urgency", json!(round.urgency().map(|u| u.word())));
    put(o, "urgent", json!(ids(round, &outcome.urgent)));
}

fn triple(score: Option<(Exact, Exact, Exact)>) -> Value {
    match score {
        Some((value, low, high)) => json!({"value": fraction(&value), "low": fraction(&low), "high": fraction(&high)}),
        None => json!({"value": null, "low": null, "high": null}),
    }
}

fn fired(round: &Round) -> Vec<Value> {
    let a = &round.outcome.reference;
    a.fired_rules(&round.outcome.sheet)
        .map(|rule| {
            let mut pillars: Vec<usize> = Vec::new();
            for test in &rule.all {
                match test.score {
                    Score::WeakPillars => pillars.extend(a.scores.weakest_first(a.scores.weak.as_deref().unwrap_or_default())),
                    Score::Breadth => pillars.extend(a.scores.weakest_first(a.scores.broad.as_deref().unwrap_or_default())),
                    Score::Pillar(pillar) => pillars.push(pillar),
                    Score::Foundation | Score::Pain | Score::Tactical | Score::Flags | Score::Feasibility => {}
                }
            }
            let mut named: Vec<usize> = Vec::new();
            pillars.into_iter().for_each(|p| {
                if !named.contains(&p) {
                    named.push(p)
                }
            });
            json!({
                "rule": rule.id, "raises": rule.raises.word(), "tests": tests(round, &rule.all),
                "pillars": pillar_ids(round, &named), "questions": ids(round, &round.weighing(&rule.all)),
            })
        })
        .collect()
}

/// Tests with what they found.
fn tests(round: &Round, all: &[Test]) -> Vec<Value> {
    let scores = &round.outcome.reference.scores;
    let one = |t: &Test| {
        json!({
            "score": t.score.name(&round.questionnaire.pillars), "value": scores.value(t.score).as_ref().map(fraction),
            "test": t.side.word(), "number": t.number.to_string(),
        })
    };
    all.iter().map(one).collect()
}

fn margin(round: &Round, margin: &Margin) -> Value {
    let mut o = Object::new();
    put(&mut o, "score", json!(margin.score.name(&round.questionnaire.pillars)));
    if let Some(pillar) = margin.pillar.and_then(|p| round.questionnaire.pillars.get(p)) {
        put(&mut o, "pillar", json!(pillar.id));
    }
    put(&mut o, "rule", json!(margin.rule));
    put(&mut o, "distance", json!(fraction(&margin.distance)));
    put(&mut o, "to", json!(margin.to.word()));
    Value::Object(o)
}

fn what(round: &Round, what: &What) -> Value {
    let questions: &[usize] = match what {
        What::Pillars(_) => &[],
        What::Floors(questions) | What::Questions(questions) => questions,
    };
    let scale = what.scale(&round.questionnaire).map(|s| s.word());
    json!({"pillars": pillar_ids(round, what.pillars()), "scale": scale, "questions": ids(round, questions)})
}

/// A gain as an exact decimal of at most four digits.
fn gain(worlds: u32) -> String {
    let text = format!("{}.{:04}", worlds / WORLDS, worlds % WORLDS);
    let short = text.trim_end_matches('0').trim_end_matches('.');
    short.to_owned()
}

fn reason(round: &Round, reason: &Reason) -> Value {
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
fn flips(round: &Round, certainty: &Certainty) -> Value {
    let flip = |flip: &Option<Flip>| {
        flip.as_ref().map(|f| {
            let notch = f.notches.iter().map(|n| json!({"question": id(round, n.question), "from": n.from, "to": n.to}));
            json!({"to": f.to.word(), "notches": notch.collect::<Vec<_>>(), "exact": f.exact})
        })
    };
    let kind = |kind: GateKind| match kind {
        GateKind::Floor => "floor",
        GateKind::Cap => "cap",
    };
    let gates = certainty
        .gates
        .iter()
        .map(|g| json!({"question": id(round, g.question), "kind": kind(g.kind), "if_level": g.if_level, "to": g.to.word()}));
    json!({"stronger": flip(&certainty.stronger), "milder": flip(&certainty.milder), "gates": gates.collect::<Vec<_>>()})
}
