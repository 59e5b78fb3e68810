//! The rules of the checker that look at more than one table.

mod conditions;
pub(super) mod judging;
mod remedies;

use super::decode::{Decoder, Place, Table};
use super::diagnostic::Rule;
use super::raw::Raw;
use super::source::Source;
use crate::model::guidance::Guidance;
use crate::model::questionnaire::Questionnaire;
use crate::model::words::{Axis, Verdict};
use remedies::known_remedy;
use std::collections::{BTreeSet, HashMap};

/// Runs every rule.
pub fn check(questionnaire: &Questionnaire, g: &Guidance, raw: &Raw<'_>, source: &Source, d: &mut Decoder) {
    let q = questionnaire;
    top(q, raw, source, d);
    ids(q, g, raw, d);
    questions(q, g, raw, d);
    conditions::check(q, g, raw, d);
    judging::check(q, raw, d);
    if q.decides {
        decision(q, raw, d);
    }
    remedies::check(q, g, raw, d);
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
    // One list: results name a pillar, a rule or a limit by its id alone.
    let mut judging = zip(&q.pillars, &raw.pillars, |p| &p.id);
    judging.extend(raw.rules.iter().map(|(rule, table)| (rule.id.as_str(), table.place("id"))));
    judging.extend(raw.limits.iter().map(|(limit, table)| (limit.id.as_str(), table.place("id"))));
    unique("pillar, rule or limit", judging);
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
        if let Some(levels) = question.kind.levels() {
            for (i, level) in levels.iter().enumerate() {
                if levels.iter().take(i).any(|earlier| earlier.eq_ignore_ascii_case(level)) {
                    d.report(Rule::LevelEqual, table.item_place("levels", i), format!("level {i} says the same as an earlier one"));
                }
            }
        }
        for (i, remedy) in question.remedies.iter().enumerate() {
            known_remedy(g, remedy, table.item_place("remedies", i), d);
        }
        let carries = question.axis == Axis::Structural && question.scored();
        if !carries && table.get("pillar").is_some() {
            let what = if question.scored() { question.axis.word() } else { "text" };
            d.report(Rule::PillarAxis, table.place("pillar"), format!("a pillar on a {what} question"));
        } else if carries && q.decides && table.get("pillar").is_none() {
            d.report(Rule::NoPillar, table.place("axis"), format!("`{}` names no pillar", question.id));
        }
        if question.urgent && question.axis == Axis::Feasibility {
            d.report(Rule::UrgentAxis, table.place("urgent"), "`urgent` on a feasibility question");
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
        if question.horizon.is_some() && question.axis != Axis::Feasibility {
            d.report(Rule::GateAxis, table.place("horizon"), format!("a horizon on a {} question", question.axis));
        }
        if question.horizon.is_some() && question.cap.is_some() {
            d.report(Rule::HorizonCap, table.place("horizon"), "this question has a cap as well");
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
            for key in ["floor", "cap", "horizon", "flag", "critical", "urgent"] {
                if table.get(key).is_some() {
                    d.report(Rule::GateText, table.place(key), format!("`{key}` on a text question"));
                }
            }
        }
    }
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
