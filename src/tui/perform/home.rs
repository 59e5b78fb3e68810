//! The list of systems, read.

use super::fail;
use super::thinking::DRAWS_AT_ONCE;
use crate::safe::one_line;
use crate::tui::app::App;
use crate::tui::effect::Effect;
use crate::tui::screens::home::{RoundLine, SystemLine};
use crate::words::verdict_word;
use crate::workspace::Workspace;
use crate::workspace::opened::OpenRound;
use crate::workspace::overview::{Found, Key, Overview, Summary};
use underpin_core::model::period::RoundId;

/// What is read in one go, in rounds that have to be looked through: the first frame is there at once however many there are,
/// and the others follow while nobody presses a key.
const AT_ONCE: usize = 4;

/// How many rounds that are remembered are looked up in the time of one that is not.
const REMEMBERED: usize = 4;

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
            app.home.untold.clear();
            app.home.overview = Overview::of(workspace);
            // Before the first frame, nothing that worlds have to be drawn for.
            read(app, workspace);
        }
    }
    app.home.place_cursor(&app.session);
    Vec::new()
}

/// Works on a verdict that is not known yet, else reads some more rounds; comes back with whether there is something new to
/// show. What came of it is remembered once all is known.
pub fn read_more(app: &mut App, workspace: &Workspace) -> bool {
    let mut new = true;
    match app.home.untold.pop_front() {
        None => read(app, workspace),
        Some((mut open, key)) => {
            new = open.round.think(DRAWS_AT_ONCE);
            if new {
                tell(app, &open, key);
            } else {
                app.home.untold.push_front((open, key));
            }
        }
    }
    if !app.home.is_reading() {
        app.home.overview.keep(workspace, |_| true);
    }
    new
}

/// Reads progress of some more rounds, and the verdict where it is known.
fn read(app: &mut App, workspace: &Workspace) {
    let mut left = AT_ONCE * REMEMBERED;
    while left > 0 {
        let Some((slug, id)) = app.home.unread.pop() else { return };
        left -= 1;
        match app.home.overview.find(workspace, &slug, &id) {
            Ok(Found::Known(summary)) => show(app, &slug, &line(id, summary)),
            Ok(Found::New(open, key)) => {
                left = left.saturating_sub(REMEMBERED - 1);
                if open.round.knows() {
                    tell(app, &open, key);
                } else {
                    show(app, &slug, &line(id, Summary::of(&open.round)));
                    app.home.untold.push_back((open, key));
                }
            }
            Err(e) => show(app, &slug, &RoundLine { id, progress: None, verdict: one_line(&e.to_string()), completed: false }),
        }
    }
}

/// Shows a round of which everything is known, and takes it in.
fn tell(app: &mut App, open: &OpenRound, key: Key) {
    let summary = Summary { word: Some(verdict_word(&open.round)), ..Summary::of(&open.round) };
    app.home.overview.learn(key, &summary);
    show(app, &open.slug, &line(open.round.id.clone(), summary));
}

fn line(id: RoundId, s: Summary) -> RoundLine {
    RoundLine { id, progress: Some((s.with_answer, s.applicable)), verdict: s.word.unwrap_or_default(), completed: s.completed }
}

fn show(app: &mut App, slug: &str, read: &RoundLine) {
    let systems = app.home.systems.iter_mut().flatten().filter(|s| s.slug == slug);
    if let Some(line) = systems.flat_map(|s| s.rounds.iter_mut()).find(|r| r.id == read.id) {
        line.clone_from(read);
    }
}
