//! A comparison as text and as JSON.

use crate::safe::printable;
use crate::words::{force, score_title, short, verdict_word};
use serde_json::{Value, json};
use std::fmt::Write as _;
use underpin_core::log::event::Levels;
use underpin_core::model::exact::{Exact, fraction, percent, ratio};
use underpin_core::round::Round;
use underpin_core::round::comparison::{Change, Comparison, Force, Shift};
use underpin_core::standing::Stands;

/// The comparison of an earlier round with a later one as text.
pub fn text(system: &str, before: &Round, after: &Round, comparison: &Comparison) -> String {
    let pillars = &after.questionnaire.pillars;
    let mut out = String::new();
    let _ = writeln!(out, "{system}: {} -> {}\n", before.id, after.id);
    let (was, is) = (verdict_word(before), verdict_word(after));
    let _ = if was == is { writeln!(out, "Verdict      stays {is}") } else { writeln!(out, "Verdict      {was} becomes {is}") };
    for shift in &comparison.shifts {
        let _ = writeln!(out, "  {}", printable(&force((before, after), shift)));
    }
    let _ = writeln!(out, "\nSub-scores");
    for m in &comparison.scores {
        let count = m.score.is_count();
        moved(&mut out, &score_title(m.score, pillars), (&m.before, &m.after), count);
    }
    let _ = writeln!(out, "\nAreas");
    for m in &comparison.areas {
        moved(&mut out, &m.name, (&m.before, &m.after), false);
    }
    for (change, title) in [(Change::Worse, "Worse"), (Change::Better, "Better"), (Change::New, "New"), (Change::Gone, "Gone")] {
        let rows: Vec<_> = comparison.rows.iter().filter(|r| r.change == change).collect();
        if rows.is_empty() {
            continue;
        }
        let _ = writeln!(out, "\n{title}");
        for row in rows {
            let note = if row.unconfirmed { "  (not confirmed)" } else { "" };
            let _ = writeln!(out, "  {:<34} {} -> {}{note}", printable(&row.title), stood(row.before), stood(row.after));
        }
    }
    let same = comparison.rows.iter().filter(|r| r.change == Change::Same);
    let unconfirmed = same.clone().filter(|r| r.unconfirmed).count();
    let _ = writeln!(out, "\n{} unchanged, {unconfirmed} of them carried over and not confirmed", same.count());
    out
}

/// How a question stood, in a few characters.
fn stood(standing: Option<(Stands, Levels)>) -> String {
    standing.map_or_else(|| "not in this version".to_owned(), |(state, span)| short(state, span))
}

/// A line of a score before and after; nothing where it was never defined.
fn moved(out: &mut String, name: &str, (before, after): (&Option<Exact>, &Option<Exact>), count: bool) {
    if before.is_none() && after.is_none() {
        return;
    }
    let number = |x: &Exact| if count { percent(&(x / ratio(100, 1))) } else { percent(x) };
    let unit = if count { "" } else { " %" };
    let show = |x: &Option<Exact>| x.as_ref().map_or_else(|| "  -".to_owned(), |x| format!("{:>3}{unit}", number(x)));
    let delta = match (before, after) {
        (Some(a), Some(b)) if a != b => format!("  {:+}", number(b) - number(a)),
        _ => String::new(),
    };
    let _ = writeln!(out, "  {:<24} {} -> {}{delta}", printable(name), show(before), show(after));
}

/// The comparison as JSON: states by their words, levels as numbers.
pub fn json(system: &str, before: &Round, after: &Round, comparison: &Comparison) -> Value {
    let pillars = &after.questionnaire.pillars;
    let (from, to) = (before.id.as_str(), after.id.as_str());
    let stood = |standing: Option<(Stands, Levels)>| {
        standing.map(|(state, span)| json!({"state": state.word(), "low": span.low, "high": span.high}))
    };
    let number = |x: &Option<Exact>| x.as_ref().map(fraction);
    let areas = comparison.areas.iter().map(|m| json!({"name": m.name, "before": number(&m.before), "after": number(&m.after)}));
    let scores =
        comparison.scores.iter().map(|m| json!({"name": m.score.name(pillars), "before": number(&m.before), "after": number(&m.after)}));
    let rows: Vec<Value> = comparison
        .rows
        .iter()
        .map(|r| json!({"question": r.id, "change": r.change.word(), "before": stood(r.before), "after": stood(r.after), "unconfirmed": r.unconfirmed}))
        .collect();
    json!({
        "system": system, "from": from, "to": to,
        "verdict": {"before": comparison.verdicts.0.map(|v| v.word()), "after": comparison.verdicts.1.map(|v| v.word())},
        "why": comparison.shifts.iter().map(|s| shift((before, after), s)).collect::<Vec<_>>(),
        "scores": scores.collect::<Vec<_>>(), "areas": areas.collect::<Vec<_>>(), "questions": rows,
    })
}

/// A reason as JSON: `{"cap": "tem-runway", "came": false}`.
fn shift((before, after): (&Round, &Round), shift: &Shift) -> Value {
    let round = if shift.came { after } else { before };
    let question = |index: usize| round.questionnaire.at(index).map(|q| q.id.clone());
    let rules = &round.questionnaire.rules;
    let (kind, id) = match shift.force {
        Force::Rule(index) => ("rule", rules.raising.get(index).map(|r| r.id.clone())),
        Force::Limit(index) => ("limit", rules.limits.get(index).map(|l| l.id.clone())),
        Force::Floor(index) => ("floor", question(index)),
        Force::Cap(index) => ("cap", question(index)),
    };
    json!({kind: id, "came": shift.came})
}
