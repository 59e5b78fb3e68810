//! `list`

use super::{print, show};
use crate::safe::printable;
use crate::store::system::System;
use crate::workspace::Workspace;
use crate::workspace::error::{Error, exit};
use crate::workspace::overview::{Overview, in_order};
use serde_json::{Value, json};
use std::collections::HashSet;
use std::fmt::Write as _;

/// Lists systems and rounds.
pub fn run(workspace: &Workspace, as_json: bool) -> Result<u8, Error> {
    let systems = workspace.systems()?;
    let mut overview = Overview::of(workspace);
    let shown = if as_json { run_json(workspace, &systems, &overview) } else { run_text(workspace, &systems, &overview) };
    let rounds: HashSet<String> = systems.iter().flat_map(|s| s.rounds.iter().map(|id| format!("{}/{id}", s.slug))).collect();
    overview.keep(workspace, |round| rounds.contains(round));
    shown.map(|()| exit::OK)
}

fn run_json(workspace: &Workspace, systems: &[System], overview: &Overview) -> Result<(), Error> {
    let mut list: Vec<Value> = Vec::with_capacity(systems.len());
    let taken: Result<(), Error> = in_order(
        systems,
        |system| in_json(workspace, system, overview),
        |system| {
            list.push(system);
            Ok(())
        },
    );
    taken?;
    let all = json!({"workspace": workspace.layout.root.display().to_string(), "systems": list});
    let text = serde_json::to_string_pretty(&all).unwrap_or_default();
    print(&format!("{text}\n"))
}

fn in_json(workspace: &Workspace, system: &System, overview: &Overview) -> Value {
    let rounds = system.rounds.iter().map(|id| match overview.summary(workspace, &system.slug, id, false) {
        Ok(s) => {
            json!({"id": id.as_str(), "questionnaire": s.questionnaire, "answered": s.answered, "applicable": s.applicable,
                   "verdict": s.verdict, "decided": s.decided, "completed": s.completed})
        }
        Err(e) => json!({"id": id.as_str(), "error": e.to_string()}),
    });
    let rounds: Vec<Value> = rounds.collect();
    json!({"name": system.name, "slug": system.slug, "rounds": rounds})
}

/// The first rows are there at once, however many follow.
fn run_text(workspace: &Workspace, systems: &[System], overview: &Overview) -> Result<(), Error> {
    if systems.is_empty() {
        return show(&format!("No system yet in {}. Start one: underpin audit NAME\n", workspace.layout.root.display()));
    }
    in_order(systems, |system| in_words(workspace, system, overview), |rows| show(&rows))
}

fn in_words(workspace: &Workspace, system: &System, overview: &Overview) -> String {
    let mut out = format!("{}  ({})\n", printable(&system.name), system.slug);
    for id in system.rounds.iter().rev() {
        let _ = match overview.summary(workspace, &system.slug, id, true) {
            Ok(s) => {
                let done = if s.completed { ", completed" } else { "" };
                let word = s.word.unwrap_or_default();
                writeln!(out, "  {:<12} {:>3} of {:>3} answered  {word}{done}", id.as_str(), s.with_answer, s.applicable)
            }
            Err(e) => writeln!(out, "  {:<12} {}", id.as_str(), printable(&e.to_string().replace('\n', " "))),
        };
    }
    out
}
