//! The rules of the checker that look at more than one table.

use super::decode::{Decoder, Place, Table};
use super::diagnostic::{Rule, closest};
use super::raw::Raw;
use super::source::Source;
use crate::model::condition::Condition;
use crate::model::guidance::Guidance;
use crate::model::question::{FactKind, Kind, Question};
use crate::model::questionnaire::Questionnaire;
use crate::model::words::{Axis, Verdict};
use num_traits::{One, Zero};
use std::collections::{BTreeSet, HashMap};

/// Runs every rule.
pub fn check(questionnaire: &Questionnaire, g: &Guidance, raw: &Raw<'_>, source: &Source, d: &mut Decoder) {
    let q = questionnaire;
    top(q, raw, source, d);
    ids(q, g, raw, d);
    questions(q, g, raw, d);
    conditions(q, g, raw, d);
    if q.decides {
        decision(q, raw, d);
    }
    remedies(q, g, raw, d);
}

fn top(q: &Questionnaire, raw: &Raw<'_>, source: &Source, d: &mut Decoder) {
    let Some(top) = &raw.top else { return };
    if !source.name.is_empty() && !q.id.is_empty() && q.id != source.name {
        d.report(Rule::IdName, top.place("id"), format!("the id is `{}`, the file or folder is `{}`", q.id, source.name));
    }
    let version: Vec<&str> = q.version.split('.').collect();
    let numbers = version.iter().all(|p| !p.is_empty() && p.len() <= 6 && p.bytes().all(|b| b.is_ascii_digit()));
    if !q.version.is_empty() && (version.len() != 3 || !numbers) {
        d.report(Rule::VersionForm, top.place("version"), format!("`{}` is not major.minor.patch", q.version));
    }
    let n = &q.numbers;
    let Some(table) = d.table(top, "numbers") else { return };
    let fractions = n.iter().filter(|(name, _)| !matches!(*name, "optimize_flags" | "restructure_flags" | "flag_level"));
    for (name, number) in fractions {
        if *number.value() < Zero::zero() || *number.value() > One::one() {
            d.report(Rule::NumberRange, table.place(name), format!("`{name}` lies between 0 and 1"));
        }
    }
    for (name, most) in [("optimize_flags", 5), ("restructure_flags", 5), ("flag_level", 3)] {
        let number = n.iter().find(|(k, _)| *k == name).map(|(_, v)| v.value().clone());
        let inside = number.is_some_and(|v| v.is_integer() && v >= Zero::zero() && v <= crate::model::exact::ratio(most, 1));
        if !inside {
            d.report(Rule::NumberRange, table.place(name), format!("`{name}` is a whole number between 0 and {most}"));
        }
    }
    if n.restructure_foundation > n.optimize_foundation {
        d.report(Rule::NumberOrder, table.place("restructure_foundation"), "restructure_foundation is above optimize_foundation");
    }
    if n.rebuild_foundation > n.restructure_foundation {
        d.report(Rule::NumberOrder, table.place("rebuild_foundation"), "rebuild_foundation is above restructure_foundation");
    }
}

fn ids(q: &Questionnaire, g: &Guidance, raw: &Raw<'_>, d: &mut Decoder) {
    let mut unique = |what: &str, list: Vec<(&str, Place)>| {
        let mut seen: HashMap<&str, ()> = HashMap::new();
        for (id, place) in list {
            if !id.is_empty() && seen.insert(id, ()).is_some() {
                d.report(Rule::DuplicateId, place, format!("there is another {what} `{id}`"));
            }
        }
    };
    fn zip<'a, T>(list: &'a [T], tables: &[Table<'_>], id: fn(&T) -> &str) -> Vec<(&'a str, Place)> {
        list.iter().zip(tables).map(|(item, table)| (id(item), table.place("id"))).collect()
    }
    unique("area", zip(&q.areas, &raw.areas, |a| &a.id));
    unique("fact", zip(&q.facts, &raw.facts, |f| &f.id));
    unique("track", zip(&q.tracks, &raw.tracks, |t| &t.id));
    unique("question", zip(&q.questions, &raw.questions, |x| &x.id));
    unique("remedy", zip(&g.remedies, &raw.remedies, |r| &r.id));
    unique("caution", zip(&g.cautions, &raw.cautions, |c| &c.id));
    unique("pattern", zip(&g.patterns, &raw.patterns, |p| &p.id));
    let mut known: BTreeSet<&str> = q.questions.iter().map(|x| x.id.as_str()).collect();
    for (question, table) in q.questions.iter().zip(&raw.questions) {
        for (i, was) in question.was.iter().enumerate() {
            if !known.insert(was) {
                d.report(Rule::WasClash, table.item_place("was", i), format!("`{was}` is in use"));
            }
        }
    }
}

fn questions(q: &Questionnaire, g: &Guidance, raw: &Raw<'_>, d: &mut Decoder) {
    for (question, table) in q.questions.iter().zip(&raw.questions) {
        if let Kind::Levels(levels) = &question.kind {
            for (i, level) in levels.iter().enumerate() {
                if levels.iter().take(i).any(|earlier| earlier.eq_ignore_ascii_case(level)) {
                    d.report(Rule::LevelEqual, table.item_place("levels", i), format!("level {i} says the same as an earlier one"));
                }
            }
        }
        for (i, remedy) in question.remedies.iter().enumerate() {
            known_remedy(g, remedy, table.item_place("remedies", i), d);
        }
        if question.floor.is_some() && question.axis == Axis::Feasibility {
            d.report(Rule::GateAxis, table.place("floor"), "a floor on a feasibility question");
        }
        if question.flag.is_some() && question.axis == Axis::Feasibility {
            d.report(Rule::GateAxis, table.place("flag"), "a flag on a feasibility question");
        }
        if question.cap.is_some() && question.axis != Axis::Feasibility {
            d.report(Rule::GateAxis, table.place("cap"), format!("a cap on a {} question", question.axis));
        }
        if question.floor.is_some_and(|g| g.verdict == Verdict::Maintain) {
            d.report(Rule::GateVerdict, table.place("floor"), "a floor of maintain raises nothing");
        }
        if question.cap.is_some_and(|g| g.verdict == Verdict::Rebuild) {
            d.report(Rule::GateVerdict, table.place("cap"), "a cap of rebuild limits nothing");
        }
        let gated = question.floor.is_some() || question.cap.is_some();
        if gated && question.applies_if.is_some() {
            d.report(Rule::GateCondition, table.place("applies_if"), "this question carries a gate");
        }
        if !question.scored() {
            for key in ["floor", "cap", "flag", "critical", "urgent"] {
                if table.get(key).is_some() {
                    d.report(Rule::GateText, table.place(key), format!("`{key}` on a text question"));
                }
            }
        }
    }
}

fn known_remedy(g: &Guidance, id: &str, place: Place, d: &mut Decoder) {
    if g.remedy(id).is_none() {
        let hint = closest(id, g.remedies.iter().map(|r| r.id.as_str())).map(|n| format!(", did you mean `{n}`?")).unwrap_or_default();
        d.report(Rule::UnknownId, place, format!("there is no remedy `{id}`{hint}"));
    }
}

fn conditions(q: &Questionnaire, g: &Guidance, raw: &Raw<'_>, d: &mut Decoder) {
    for (question, table) in q.questions.iter().zip(&raw.questions) {
        if let Some(condition) = &question.applies_if {
            condition_types(q, condition, table.place("applies_if"), Some(question), d);
        }
    }
    for (remedy, table) in g.remedies.iter().zip(&raw.remedies) {
        for (key, condition) in [("only_if", &remedy.only_if), ("unless", &remedy.unless)] {
            if let Some(condition) = condition {
                condition_types(q, condition, table.place(key), None, d);
            }
        }
    }
    for (caution, table) in g.cautions.iter().zip(&raw.cautions) {
        if let Some(condition) = &caution.when {
            condition_types(q, condition, table.place("when"), None, d);
        }
        if let Some(remedy) = &caution.opens_with {
            known_remedy(g, remedy, table.place("opens_with"), d);
        }
    }
    for (sign, table) in g.signs.iter().zip(&raw.signs) {
        condition_types(q, &sign.when, table.place("when"), None, d);
    }
    for (track, table) in q.tracks.iter().zip(&raw.tracks) {
        for (part, table) in track.parts.iter().zip(d.tables(table, "parts")) {
            let Some(condition) = &part.first_if else { continue };
            condition_types(q, condition, table.place("first_if"), None, d);
            condition.tests(&mut |test| {
                if !matches!(test, Condition::Fact(..)) {
                    d.report(Rule::ConditionType, table.place("first_if"), "the order of parts looks at facts only");
                }
            });
        }
    }
    for (pattern, table) in g.patterns.iter().zip(&raw.patterns) {
        for (i, id) in pattern.questions.iter().enumerate() {
            if q.question(id).is_none() {
                d.report(Rule::UnknownId, table.item_place("questions", i), format!("there is no question `{id}`"));
            }
        }
    }
}

fn condition_types(q: &Questionnaire, condition: &Condition, place: Place, asker: Option<&Question>, d: &mut Decoder) {
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
            _ => return,
        };
        let Some(question) = q.question(id) else {
            d.report(Rule::UnknownId, place.clone(), format!("there is no question `{id}`"));
            return;
        };
        let has_figure = matches!(question.kind, Kind::Figure { .. } | Kind::Ratio { .. });
        if !question.scored() || (wants_figure && !has_figure) {
            let field = if wants_figure { "figure" } else { "level" };
            d.report(Rule::ConditionType, place.clone(), format!("`{id}` has no {field}"));
        }
        if asker.is_some_and(|a| a.index <= question.index) {
            d.report(Rule::ConditionOrder, place.clone(), format!("`{id}` stands later"));
        }
    });
}

fn decision(q: &Questionnaire, raw: &Raw<'_>, d: &mut Decoder) {
    let top = raw.top.map_or((0, 0..0), |t| t.place("id"));
    for (axis, word) in [(Axis::Symptom, "symptom"), (Axis::Feasibility, "feasibility")] {
        if !q.questions.iter().any(|x| x.axis == axis && x.scored()) {
            d.report(Rule::AxisMissing, top.clone(), format!("there is no {word} question"));
        }
    }
    if !raw.tracks.is_empty() && !q.tracks.iter().any(|t| t.decides) {
        d.report(Rule::NoDecidingTrack, top, "no track decides");
    }
    for (question, table) in q.questions.iter().zip(&raw.questions) {
        for track in q.tracks.iter().filter(|t| t.decides) {
            let there = track.questions().any(|i| i == question.index);
            let says = track.at_most.unwrap_or(Verdict::Rebuild);
            if question.cap.is_some_and(|cap| says > cap.verdict) && !there {
                let message = format!("the track `{}` may say {says}, and does not ask `{}`", track.id, question.id);
                d.report(Rule::CapTrack, table.place("cap"), message);
            }
            if question.floor.is_some() && track.at_most.is_none() && !there {
                d.report(Rule::FloorTrack, table.place("floor"), format!("the track `{}` does not ask `{}`", track.id, question.id));
            }
        }
    }
}

fn remedies(q: &Questionnaire, g: &Guidance, raw: &Raw<'_>, d: &mut Decoder) {
    let mut used: BTreeSet<&str> = q.questions.iter().flat_map(|x| x.remedies.iter().map(String::as_str)).collect();
    used.extend(g.cautions.iter().filter_map(|c| c.opens_with.as_deref()));
    used.extend(g.remedies.iter().flat_map(|r| r.requires.iter().map(String::as_str)));
    for (remedy, table) in g.remedies.iter().zip(&raw.remedies) {
        if !used.contains(remedy.id.as_str()) {
            d.report(Rule::UnusedRemedy, table.place("id"), format!("nothing leads to `{}`", remedy.id));
        }
        for (i, required) in remedy.requires.iter().enumerate() {
            known_remedy(g, required, table.item_place("requires", i), d);
        }
    }
    // Depth first; grey nodes are on the path.
    let mut state: HashMap<&str, bool> = HashMap::new();
    for (remedy, table) in g.remedies.iter().zip(&raw.remedies) {
        let mut path = Vec::new();
        if let Some(circle) = circle(g, &remedy.id, &mut state, &mut path) {
            d.report(Rule::RequiresCycle, table.place("requires"), format!("a circle: {circle}"));
        }
    }
}

fn circle<'q>(g: &'q Guidance, id: &'q str, done: &mut HashMap<&'q str, bool>, path: &mut Vec<&'q str>) -> Option<String> {
    if let Some(start) = path.iter().position(|p| *p == id) {
        let mut names: Vec<&str> = path.iter().skip(start).copied().collect();
        names.push(id);
        return Some(names.join(" > "));
    }
    if done.contains_key(id) {
        return None;
    }
    path.push(id);
    let found = g.remedy(id).and_then(|r| r.requires.iter().find_map(|next| circle(g, next, done, path)));
    path.pop();
    done.insert(id, true);
    found
}
