//! `list`

use super::{print, show};
use crate::safe::printable;
use crate::words::verdict_word;
use crate::workspace::Workspace;
use crate::workspace::error::{Error, exit};
use serde_json::json;
use std::fmt::Write as _;

/// Lists systems and rounds.
pub fn run(workspace: &Workspace, as_json: bool) -> Result<u8, Error> {
    let systems = workspace.systems()?;
    if as_json {
        let mut list = Vec::new();
        for system in &systems {
            let mut rounds = Vec::new();
            for id in &system.rounds {
                rounds.push(match workspace.open_round(&system.slug, id) {
                    Ok(o) => {
                        let c = &o.round.outcome.counts;
                        json!({"id": id.as_str(), "questionnaire": o.round.questionnaire.id, "answered": c.answered, "applicable": c.applicable,
                               "verdict": o.round.verdict().map(|v| v.word()), "decided": o.round.has_verdict().then(|| o.round.outcome.decided()),
                               "completed": o.round.state.completed})
                    }
                    Err(e) => json!({"id": id.as_str(), "error": e.to_string()}),
                });
            }
            list.push(json!({"name": system.name, "slug": system.slug, "rounds": rounds}));
        }
        let text = serde_json::to_string_pretty(&json!({"workspace": workspace.layout.root.display().to_string(), "systems": list}))
            .unwrap_or_default();
        print(&format!("{text}\n"))?;
        return Ok(exit::OK);
    }
    let mut out = String::new();
    if systems.is_empty() {
        let _ = writeln!(out, "No system yet in {}. Start one: underpin audit NAME", workspace.layout.root.display());
    }
    for system in &systems {
        let _ = writeln!(out, "{}  ({})", printable(&system.name), system.slug);
        for id in system.rounds.iter().rev() {
            match workspace.open_round(&system.slug, id) {
                Ok(o) => {
                    let c = &o.round.outcome.counts;
                    let done = if o.round.state.completed { ", completed" } else { "" };
                    let _ = writeln!(
                        out,
                        "  {:<12} {:>3} of {:>3} answered  {}{done}",
                        id.as_str(),
                        c.with_answer(),
                        c.applicable,
                        verdict_word(&o.round)
                    );
                }
                Err(e) => {
                    let _ = writeln!(out, "  {:<12} {}", id.as_str(), printable(&e.to_string().replace('\n', " ")));
                }
            }
        }
    }
    show(&out)?;
    Ok(exit::OK)
}
