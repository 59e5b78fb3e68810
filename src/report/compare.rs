//! A comparison as text and as JSON.

use super::escape::printable;
use serde_json::{Value, json};
use std::fmt::Write as _;
use underpin_core::model::exact::{Exact, fraction, percent};
use underpin_core::round::comparison::{Change, Comparison, Move};

/// The comparison as text.
pub fn text(system: &str, from: &str, to: &str, comparison: &Comparison) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{system}: {from} -> {to}\n");
    let word = |v: Option<underpin_core::model::words::Verdict>| v.map_or("no verdict", |v| v.word());
    let (before, after) = comparison.verdicts;
    let verb = if before == after { "stays" } else { "becomes" };
    let _ = writeln!(out, "Verdict      {} {verb} {}", word(before), word(after));
    moves(&mut out, "Sub-scores", &comparison.scores);
    moves(&mut out, "Areas", &comparison.areas);
    for (change, title) in [(Change::Worse, "Worse"), (Change::Better, "Better"), (Change::New, "New"), (Change::Gone, "Gone")] {
        let rows: Vec<_> = comparison.rows.iter().filter(|r| r.change == change).collect();
        if rows.is_empty() {
            continue;
        }
        let _ = writeln!(out, "\n{title}");
        for row in rows {
            let note = if row.unconfirmed { "  (not confirmed)" } else { "" };
            let _ = writeln!(out, "  {:<34} {} -> {}{note}", printable(&row.title), row.before, row.after);
        }
    }
    let same = comparison.rows.iter().filter(|r| r.change == Change::Same);
    let unconfirmed = same.clone().filter(|r| r.unconfirmed).count();
    let _ = writeln!(out, "\n{} unchanged, {unconfirmed} of them carried over and not confirmed", same.count());
    out
}

fn moves(out: &mut String, title: &str, moves: &[Move]) {
    let _ = writeln!(out, "\n{title}");
    let show = |x: &Option<Exact>| x.as_ref().map_or_else(|| "  -".to_owned(), |x| format!("{:>3} %", percent(x)));
    for row in moves {
        let delta = match (&row.before, &row.after) {
            (Some(a), Some(b)) if a != b => format!("  {:+}", percent(b) - percent(a)),
            _ => String::new(),
        };
        let _ = writeln!(out, "  {:<24} {} -> {}{delta}", printable(&row.name), show(&row.before), show(&row.after));
    }
}

/// The comparison as JSON.
pub fn json(system: &str, from: &str, to: &str, comparison: &Comparison) -> Value {
    let number = |x: &Option<Exact>| x.as_ref().map(fraction);
    let moves = |list: &[Move]| -> Vec<Value> {
        list.iter().map(|m| json!({"name": m.name, "before": number(&m.before), "after": number(&m.after)})).collect()
    };
    let rows: Vec<Value> = comparison
        .rows
        .iter()
        .map(|r| json!({"question": r.id, "change": r.change.word(), "before": r.before, "after": r.after, "unconfirmed": r.unconfirmed}))
        .collect();
    json!({
        "system": system, "from": from, "to": to,
        "verdict": {"before": comparison.verdicts.0.map(|v| v.word()), "after": comparison.verdicts.1.map(|v| v.word())},
        "scores": moves(&comparison.scores), "areas": moves(&comparison.areas), "questions": rows,
    })
}
