//! `doctor`

use super::show;
use crate::safe::printable;
use crate::workspace::Workspace;
use crate::workspace::error::{Error, exit};
use crate::workspace::opened::systems_of;
use std::fmt::Write as _;
use underpin_core::log::fold::Oddity;

/// Lists what was kept but has no effect, and what needs a person.
pub fn run(workspace: &Workspace) -> Result<u8, Error> {
    let mut out = String::new();
    let mut problems = 0_usize;
    let systems = workspace.systems()?;
    for e in workspace.broken_systems(&systems) {
        problems += 1;
        let _ = writeln!(out, "{e}\n  {}", e.hint());
    }
    for system in &systems {
        for id in &system.rounds {
            let mut lines: Vec<String> = Vec::new();
            match workspace.open_round(&system.slug, id) {
                Err(e) => lines.push(e.to_string().lines().next().unwrap_or_default().to_owned()),
                Ok(o) => {
                    lines.extend(o.read_only.iter().map(|why| format!("read-only: {why}")));
                    lines.extend(o.file.damaged.iter().map(|d| format!("line {} is damaged and has no effect: {}", d.line, d.why)));
                    if o.file.merge_marks > 0 {
                        lines.push(format!("{} marks of a merge are ignored; no line is lost", o.file.merge_marks));
                    }
                    let names = systems_of(&o.round.state);
                    if names.len() > 1 {
                        let names: Vec<&str> = names.into_iter().collect();
                        lines.push(format!(
                            "systems share the folder {0}: {1}. To part them, copy systems/{0} once for each, give each copy its name in system.toml, and take the lines of the others out of its logs",
                            system.slug,
                            names.join(", ")
                        ));
                    } else if o.round.state.differing_starts() {
                        let of = &o.round.questionnaire;
                        lines.push(format!(
                            "it was begun on two machines, with texts that differ: it is asked with {} {}, which is the newer start, and the next line that is saved in it settles that; nothing is lost",
                            of.id, of.version
                        ));
                    }
                    lines.extend(o.round.state.conflicts().iter().map(|c| format!("`{c}` has values that differ: it counts as unset")));
                    lines.extend(o.round.state.oddities.iter().map(|odd| match odd {
                        Oddity::SameId(id) => format!("different lines share the id {id}; all count"),
                        Oddity::Dangling { line, names } => format!("{line} names {names}, which is not there or not older"),
                        Oddity::OtherThing { line, names } => format!("{line} replaces {names}, which is about something else"),
                    }));
                    lines.extend(o.round.again().iter().map(|q| format!("an answer to `{q}` does not fit the question: ask again")));
                    if !o.round.state.late.is_empty() {
                        lines.push(format!("{} lines arrived after completion", o.round.state.late.len()));
                    }
                }
            }
            for line in lines {
                problems += 1;
                let _ = writeln!(out, "{} {id}: {}", printable(&system.name), printable(&line));
            }
        }
    }
    if problems == 0 {
        let _ = writeln!(out, "All well in {}", workspace.layout.root.display());
    }
    show(&out)?;
    Ok(if problems == 0 { exit::OK } else { exit::FINDINGS })
}
