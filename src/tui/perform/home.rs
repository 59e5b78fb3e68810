//! The list of systems, read.

use super::fail;
use crate::tui::app::App;
use crate::tui::effect::Effect;
use crate::tui::screens::home::{RoundLine, SystemLine};
use crate::words::verdict_word;
use crate::workspace::Workspace;
use underpin_core::model::period::RoundId;

/// Rounds that are read in one go: a full one takes about two milliseconds, so the first frame is there at once however many
/// there are; the others follow while nobody presses a key.
const AT_ONCE: usize = 4;

/// Lists systems and rounds, and reads the first of them.
pub(super) fn load_systems(app: &mut App, workspace: &Workspace) -> Vec<Effect> {
    app.session.place = workspace.place();
    match workspace.systems() {
        Err(e) => fail(app, &e),
        Ok(systems) => {
            let line = |id: &RoundId| RoundLine { id: id.clone(), progress: None, verdict: String::new(), completed: false };
            // The newest round of each system first.
            let mut unread: Vec<(usize, String, RoundId)> = Vec::new();
            for system in &systems {
                unread.extend(system.rounds.iter().rev().enumerate().map(|(age, id)| (age, system.slug.clone(), id.clone())));
            }
            unread.sort_by_key(|(age, ..)| std::cmp::Reverse(*age));
            app.home.unread = unread.into_iter().map(|(_, slug, id)| (slug, id)).collect();
            let lines = systems.iter().map(|s| SystemLine {
                slug: s.slug.clone(),
                name: s.name.clone(),
                rounds: s.rounds.iter().rev().map(line).collect(),
            });
            app.home.systems = Some(lines.collect());
            read_more(app, workspace);
        }
    }
    app.home.settle(&app.session);
    Vec::new()
}

/// Reads progress and verdict of some more rounds of the home screen.
pub fn read_more(app: &mut App, workspace: &Workspace) {
    for _ in 0..AT_ONCE {
        let Some((slug, id)) = app.home.unread.pop() else { return };
        let read = match workspace.open_round(&slug, &id) {
            Ok(open) => {
                let c = &open.round.outcome.counts;
                let progress = Some((c.with_answer(), c.applicable));
                RoundLine { id: id.clone(), progress, verdict: verdict_word(&open.round), completed: open.round.state.completed }
            }
            Err(e) => RoundLine { id: id.clone(), progress: None, verdict: crate::safe::one_line(&e.to_string()), completed: false },
        };
        let line = app.home.systems.iter_mut().flatten().filter(|s| s.slug == slug).flat_map(|s| s.rounds.iter_mut()).find(|r| r.id == id);
        if let Some(line) = line {
            *line = read;
        }
    }
}
