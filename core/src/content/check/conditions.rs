//! Conditions: when a question is asked, a remedy proposed, a caution said.

use super::remedies::known_remedy;
use crate::content::decode::{Decoder, Place, Table};
use crate::content::diagnostic::Rule;
use crate::content::parse::score_hint;
use crate::content::raw::Raw;
use crate::model::condition::Condition;
use crate::model::guidance::Guidance;
use crate::model::question::{FactKind, Question};
use crate::model::questionnaire::Questionnaire;
use crate::model::rules::Score;
use crate::model::track::Part;
use crate::model::words::Axis;
use std::collections::BTreeSet;

/// Checks every condition: what it names exists, has what is tested, and may be looked at there.
pub(super) fn check(q: &Questionnaire, g: &Guidance, raw: &Raw<'_>, d: &mut Decoder) {
    for (question, table) in q.questions.iter().zip(&raw.questions) {
        if let Some(condition) = &question.applies_if {
            condition_types(q, condition, table.place("applies_if"), (Some(question), false), d);
            facts_only(question, condition, table.place("applies_if"), d);
        }
        // Where one of them does not parse, the lists are not parallel; then that is reported already.
        let tables = d.tables(table, "evidence_for");
        for (check, table) in question.evidence_for.iter().zip(&tables).filter(|_| tables.len() == question.evidence_for.len()) {
            condition_types(q, &check.when, table.place("when"), (None, false), d);
        }
    }
    for (remedy, table) in g.remedies.iter().zip(&raw.remedies) {
        for (key, condition) in [("only_if", &remedy.only_if), ("unless", &remedy.unless)] {
            if let Some(condition) = condition {
                condition_types(q, condition, table.place(key), (None, false), d);
            }
        }
    }
    for (caution, table) in g.cautions.iter().zip(&raw.cautions) {
        if let Some(condition) = &caution.when {
            condition_types(q, condition, table.place("when"), (None, true), d);
        }
        if let Some(remedy) = &caution.opens_with {
            known_remedy(g, remedy, table.place("opens_with"), d);
        }
    }
    for (sign, table) in g.signs.iter().zip(&raw.signs) {
        condition_types(q, &sign.when, table.place("when"), (None, true), d);
    }
    for (track, table) in q.tracks.iter().zip(&raw.tracks) {
        for (part, table) in track.parts.iter().zip(d.tables(table, "parts")) {
            late(q, part, &table, d);
            let Some(condition) = &part.first_if else { continue };
            condition_types(q, condition, table.place("first_if"), (None, false), d);
            condition.tests(&mut |test| {
                if matches!(test, Condition::Level(..) | Condition::Figure(..)) {
                    d.report(Rule::ConditionType, table.place("first_if"), "the order of parts looks at facts only");
                }
            });
        }
    }
    contradictions(q, raw, d);
    for (pattern, table) in g.patterns.iter().zip(&raw.patterns) {
        for (i, id) in pattern.questions.iter().enumerate() {
            if q.question(id).is_none() {
                d.report(Rule::UnknownId, table.item_place("questions", i), format!("there is no question `{id}`"));
            }
        }
    }
}

/// A part that is asked late waits for the need, so nothing in it may be what the need depends on.
fn late(q: &Questionnaire, part: &Part, table: &Table<'_>, d: &mut Decoder) {
    if part.late_until.is_none() {
        return;
    }
    if !q.decides {
        d.report(Rule::LateUntil, table.place("late_until"), "without a verdict there is no need");
    }
    let early = part.questions.iter().filter_map(|i| q.at(*i)).find(|x| x.scored() && x.axis != Axis::Feasibility);
    if let Some(question) = early {
        let message = format!("`{}` is a {} question, and the need depends on it", question.id, question.axis);
        d.report(Rule::LateAxis, table.place("late_until"), message);
    }
}

/// A contradiction looks at the two answers that it names: else it would blame answers that are not part of it.
fn contradictions(q: &Questionnaire, raw: &Raw<'_>, d: &mut Decoder) {
    for (contradiction, table) in q.contradictions.iter().zip(&raw.contradictions) {
        let [a, b] = contradiction.between;
        let (mut seen, mut other) = (BTreeSet::new(), false);
        contradiction.when.tests(&mut |test| match test {
            Condition::Level(id, ..) | Condition::Figure(id, ..) => match q.by_id.get(id) {
                Some(index) if contradiction.between.contains(index) => {
                    seen.insert(*index);
                }
                _ => other = true,
            },
            _ => other = true,
        });
        if other || seen.len() < 2 {
            let id = |index: usize| q.at(index).map_or("", |x| x.id.as_str());
            d.report(Rule::ContradictionTests, table.place("when"), format!("`when` is not about `{}` and `{}`", id(a), id(b)));
        } else {
            condition_types(q, &contradiction.when, table.place("when"), (None, false), d);
        }
    }
}

/// Whether a scored question is asked must not depend on how good an answer is: else worse answers could leave it out.
fn facts_only(question: &Question, condition: &Condition, place: Place, d: &mut Decoder) {
    let mut other = None;
    condition.tests(&mut |test| match test {
        Condition::Level(id, ..) | Condition::Figure(id, ..) => other = Some(id),
        _ => {}
    });
    if let Some(id) = other.filter(|_| question.scored()) {
        d.report(Rule::ConditionFacts, place, format!("whether `{}` is asked depends on the answer to `{id}`", question.id));
    }
}

/// `scores`: whether scores are known where the condition is looked at.
fn condition_types(q: &Questionnaire, condition: &Condition, place: Place, (asker, scores): (Option<&Question>, bool), d: &mut Decoder) {
    condition.tests(&mut |test| {
        let (id, wants_figure) = match test {
            Condition::Fact(id, value) => {
                match (q.fact(id).map(|f| &f.kind), value) {
                    (None, _) => d.report(Rule::UnknownId, place.clone(), format!("there is no fact `{id}`")),
                    (Some(FactKind::YesNo), Some((_, v))) if v != "true" && v != "false" => {
                        d.report(Rule::ConditionType, place.clone(), format!("`{id}` is true or false, never `{v}`"));
                    }
                    (Some(FactKind::Choice(_)), None) => {
                        d.report(Rule::ConditionType, place.clone(), format!("`{id}` is a choice: compare it with `=` or `!=`"));
                    }
                    (Some(FactKind::Choice(choices)), Some((_, v))) if !choices.contains(v) => {
                        d.report(Rule::ConditionType, place.clone(), format!("`{v}` is no choice of `{id}`"));
                    }
                    _ => {}
                }
                return;
            }
            Condition::Level(id, ..) => (id, false),
            Condition::Figure(id, ..) => (id, true),
            Condition::Score(name, ..) => {
                if !scores {
                    d.report(Rule::ConditionScore, place.clone(), format!("`score.{name}` is not known yet where this is decided"));
                } else if Score::parse(name, &q.pillars).is_none() {
                    let hint = score_hint(name, &q.pillars);
                    d.report(Rule::UnknownId, place.clone(), format!("there is no score `{name}`{hint}"));
                }
                return;
            }
            _ => return,
        };
        let Some(question) = q.question(id) else {
            d.report(Rule::UnknownId, place.clone(), format!("there is no question `{id}`"));
            return;
        };
        if !question.scored() || (wants_figure && !question.kind.has_figure()) {
            let field = if wants_figure { "figure" } else { "level" };
            d.report(Rule::ConditionType, place.clone(), format!("`{id}` has no {field}"));
        }
        if asker.is_some_and(|a| a.index <= question.index) {
            d.report(Rule::ConditionOrder, place.clone(), format!("`{id}` stands later"));
        }
    });
}
