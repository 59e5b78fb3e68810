//! The only hands of the screens: effects become reads and writes, failures become notices.

use super::app::{App, Room};
use super::effect::{Effect, Route};
use super::screens::home::{RoundLine, SystemLine};
use super::screens::start::TrackLine;
use super::screens::{facts, home, plan, question, result, review};
use crate::report::formats::DEFAULT;
use crate::store::drafts;
use crate::store::log::Draft;
use crate::words::{duration, verdict_word};
use crate::workspace::Workspace;
use crate::workspace::error::Error;
use crate::workspace::opened::OpenRound;
use crate::workspace::reports::{self, PLAN};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use underpin_core::log::event::EventId;
use underpin_core::log::key::SettingKey;
use underpin_core::model::period::RoundId;

/// What the loop has to do itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// Nothing.
    None,
    /// Leave.
    Quit,
    /// Go on with this text in the user's editor.
    Editor(String),
    /// Open the filled example in this folder.
    Demo,
}

fn fail(app: &mut App, error: &Error) {
    let text = crate::safe::one_line(&format!("{error}; {}", error.hint()));
    app.session.notice = Some((text, true));
}

/// Carries out effects, and what they lead to.
pub fn perform(app: &mut App, workspace: &Workspace, effects: Vec<Effect>) -> Request {
    let mut open: std::collections::VecDeque<Effect> = effects.into();
    while let Some(effect) = open.pop_front() {
        let more = match effect {
            Effect::Quit => return Request::Quit,
            Effect::Editor(text) => return Request::Editor(text),
            Effect::Demo => return Request::Demo,
            Effect::Go(route) => app.go(route),
            Effect::Say(text) => {
                app.session.notice.get_or_insert((text, false));
                Vec::new()
            }
            Effect::Respondent(name) => {
                app.session.respondent = Some(name).filter(|n| !n.is_empty());
                Vec::new()
            }
            Effect::LoadSystems => load_systems(app, workspace),
            Effect::LoadTracks(id) => load_tracks(app, workspace, &id),
            Effect::Open { slug, round, then } => open_round(app, workspace, &slug, &round, then),
            Effect::StartRound { name, questionnaire, track, fresh } => start_round(app, workspace, &name, &questionnaire, &track, fresh),
            Effect::Record(lines) => {
                record(app, workspace, lines);
                Vec::new()
            }
            Effect::Retry => {
                if app.session.unsaved.is_empty() {
                    app.session.notice = Some(("Everything is saved.".into(), false));
                } else {
                    record(app, workspace, Vec::new());
                }
                Vec::new()
            }
            Effect::Undo => {
                undo(app, workspace);
                Vec::new()
            }
            Effect::Redo => {
                redo(app, workspace);
                Vec::new()
            }
            Effect::LoadContext => load_context(app, workspace),
            Effect::AskByWorth(on) => {
                ask_by_worth(app, on);
                Vec::new()
            }
            Effect::Advance => question::go_on(&mut app.question, &app.session),
            Effect::ShowScores(on) => {
                app.session.scores_shown = on;
                Vec::new()
            }
            Effect::KeepDraft(key, text) => {
                if let Some(open) = &app.session.open
                    && let Err(e) = drafts::keep(open.folder(), &key, &text)
                {
                    fail(app, &e.into());
                }
                Vec::new()
            }
            Effect::DropDraft(key) => {
                // Only when the text itself is safe.
                if let Some(open) = app.session.open.as_ref().filter(|_| app.session.unsaved.is_empty()) {
                    let _ = drafts::drop(open.folder(), &key);
                }
                Vec::new()
            }
            Effect::Export(path) => {
                export(app, workspace, &path);
                Vec::new()
            }
        };
        for effect in more.into_iter().rev() {
            open.push_front(effect);
        }
    }
    Request::None
}

/// Worlds that are drawn at a time while nobody presses a key: less than a millisecond of work for a usual audit.
const WORLDS_AT_ONCE: u32 = 500;

/// Whether there is something to work out that nobody waits for.
pub fn can_think(app: &App) -> bool {
    let needs = matches!(app.room(), Room::Question | Room::Result | Room::WhatIf);
    let session = &app.session;
    needs && session.certainty.is_none() && session.open.as_ref().is_some_and(|o| o.round.has_verdict())
}

/// Works a little on it; comes back with whether there is something new to show.
pub fn think(app: &mut App) -> bool {
    if !app.session.think(WORLDS_AT_ONCE) {
        return false;
    }
    app.room() != Room::Question || question::hints_at_the_end(&app.session)
}

/// Asks what matters most first, or in the order of the track again.
fn ask_by_worth(app: &mut App, on: bool) {
    if on && app.session.open.as_ref().is_some_and(|o| !o.round.has_verdict()) {
        app.session.notice = Some(("Without a verdict there is nothing that an answer could matter for.".into(), false));
        return;
    }
    app.session.by_worth = on;
    question::refresh(&mut app.question, &app.session);
    let says = if on { "Asking what brings the verdict nearest first." } else { "Asking in the order of the track again." };
    app.session.notice = Some((says.into(), false));
}

/// Rounds that are read in one go: a full one takes about two milliseconds, so the first frame is there at once however many
/// there are; the others follow while nobody presses a key.
const AT_ONCE: usize = 4;

/// Lists systems and rounds, and reads the first of them.
fn load_systems(app: &mut App, workspace: &Workspace) -> Vec<Effect> {
    app.home.place = workspace.place();
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
    home::arrive(&mut app.home, &app.session);
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

fn load_tracks(app: &mut App, workspace: &Workspace, id: &str) -> Vec<Effect> {
    match workspace.content(id) {
        Err(e) => fail(app, &e),
        Ok((content, _)) => {
            let model = content.questionnaire;
            let tracks = model
                .tracks
                .iter()
                .filter(|t| t.decides)
                .map(|t| {
                    let minutes = t.minutes.map(|m| format!(", {}", duration(m))).unwrap_or_default();
                    let limit = t.at_most.map(|v| format!(", at most {v}")).unwrap_or_default();
                    TrackLine {
                        id: t.id.clone(),
                        title: t.title.clone(),
                        about: format!("{} questions{minutes}{limit}", t.questions().count()),
                    }
                })
                .collect();
            if app.start.wanted.is_empty() && app.start.fixed {
                app.start.wanted = last_track(workspace, &app.start.name.text()).unwrap_or_default();
            }
            if app.start.wanted.is_empty() {
                app.start.wanted = model.widest_track().map(|t| t.id.clone()).unwrap_or_default();
            }
            app.start.take(tracks);
        }
    }
    Vec::new()
}

/// The deciding track with most questions of a system's latest round: what a new round is usually about again.
fn last_track(workspace: &Workspace, name: &str) -> Option<String> {
    let system = workspace.system(name).ok()?;
    let open = workspace.open_round(&system.slug, system.rounds.last()?).ok()?;
    let model = &open.round.questionnaire;
    let tracks = open.round.base.tracks.iter().filter_map(|id| model.track(id));
    tracks.max_by_key(|t| t.questions().count()).map(|t| t.id.clone())
}

fn open_round(app: &mut App, workspace: &Workspace, slug: &str, round: &RoundId, then: Route) -> Vec<Effect> {
    let opened = workspace.open_round(slug, round);
    match opened {
        Ok(open) => {
            app.session.take(open);
            vec![Effect::Go(then)]
        }
        Err(e) => {
            fail(app, &e);
            Vec::new()
        }
    }
}

/// Opens the round that a name means, or starts one. `fresh` starts a new round of an existing system.
fn start_round(app: &mut App, workspace: &Workspace, name: &str, questionnaire: &str, track: &str, fresh: bool) -> Vec<Effect> {
    let result = (|| {
        let (_, mut open) = if fresh {
            let system = workspace.system(name)?;
            let mut id = RoundId::quarter_of(workspace.today());
            if system.rounds.contains(&id) {
                id = RoundId::parse(&workspace.today().to_string()).unwrap_or(id);
            }
            if system.rounds.contains(&id) {
                (system.clone(), workspace.open_round(&system.slug, &id)?)
            } else {
                workspace.start_round(name, &id, questionnaire, None)?
            }
        } else {
            workspace.round_for_writing(name, None, None)?
        };
        open.open_track(workspace, track)?;
        Ok(open)
    })();
    match result {
        Ok(open) => {
            app.session.track = track.to_owned();
            app.session.take(open);
            // The form is behind us: going back leads home.
            app.path.retain(|r| *r != Room::Start);
            let mut then = vec![Effect::Go(Route::Question(None))];
            let unset = |open: &OpenRound| {
                open.round.questionnaire.facts.iter().all(|f| open.round.state.setting(&SettingKey::fact(&f.id)).is_none())
            };
            if app.session.open.as_ref().is_some_and(|o| !o.round.questionnaire.facts.is_empty() && unset(o)) {
                then.push(Effect::Say("Press f to say what kind of system it is: what does not apply is left out.".into()));
            }
            then
        }
        Err(e) => {
            fail(app, &e);
            Vec::new()
        }
    }
}

/// Writes lines, oldest unsaved ones first. What cannot be written is kept and shown as not saved.
fn record(app: &mut App, workspace: &Workspace, lines: Vec<Draft>) -> bool {
    let Some(open) = &mut app.session.open else { return false };
    let mut all = std::mem::take(&mut app.session.unsaved);
    all.extend(lines);
    let result = open.record(workspace, &mut all);
    let saved = match result {
        Ok(ids) => {
            app.session.saved = true;
            app.session.changed();
            app.session.done.push(ids);
            app.session.undone.clear();
            true
        }
        Err(e) => {
            app.session.unsaved = all;
            app.session.notice =
                Some((crate::safe::one_line(&format!("Not saved: {}. Ctrl-S tries again; {}", e.reason(), e.hint())), true));
            false
        }
    };
    after_change(app);
    saved
}

fn after_change(app: &mut App) {
    question::refresh(&mut app.question, &app.session);
    if app.room() == Room::Facts {
        facts::arrive(&mut app.facts, &app.session);
    }
    if app.room() == Room::Review {
        review::arrive(&mut app.review, &app.session);
    }
}

/// Undoes the last own action, unless something newer took its place.
fn undo(app: &mut App, workspace: &Workspace) {
    let Some(ids) = app.session.done.pop() else {
        app.session.notice = Some(("There is nothing of yours to undo since you came in.".into(), false));
        return;
    };
    let Some(open) = &mut app.session.open else { return };
    let gone = ids.iter().find(|id| !open.round.state.is_current(id));
    if let Some(id) = gone {
        let newer = open.round.state.events.iter().find(|e| e.replaces.contains(id));
        let who = newer.map_or("something newer".to_owned(), |e| format!("a newer entry of {}", e.respondent()));
        app.session.notice = Some((format!("Not undone: {who} took its place."), true));
        return;
    }
    let mut lines = [open.undo(ids.clone())];
    match open.record(workspace, &mut lines) {
        Ok(undo) => {
            app.session.changed();
            app.session.undone.extend(undo.into_iter().map(|u| (u, ids.clone())));
            app.session.notice = Some(("Undone. Ctrl-R brings it back.".into(), false));
            show_question_of(app, &ids);
        }
        Err(e) => {
            app.session.done.push(ids);
            fail(app, &e);
        }
    }
}

/// Takes an undo back, unless the thing has something newer.
fn redo(app: &mut App, workspace: &Workspace) {
    let Some((undo, ids)) = app.session.undone.pop() else {
        app.session.notice = Some(("There is nothing to redo.".into(), false));
        return;
    };
    let Some(open) = &mut app.session.open else { return };
    let state = &open.round.state;
    let newer = ids.iter().any(|id| state.events.iter().any(|e| e.replaces.contains(id)));
    if newer {
        app.session.notice = Some(("Not redone: there is something newer.".into(), true));
        return;
    }
    let mut undos: Vec<EventId> = ids.iter().flat_map(|id| state.undos_of(id).to_vec()).collect();
    undos.push(undo);
    undos.sort();
    undos.dedup();
    let mut lines = [open.undo(undos)];
    match open.record(workspace, &mut lines) {
        Ok(_) => {
            app.session.changed();
            app.session.notice = Some(("Redone.".into(), false));
            show_question_of(app, &ids);
            app.session.done.push(ids);
        }
        Err(e) => fail(app, &e),
    }
}

/// Shows the question that was changed.
fn show_question_of(app: &mut App, ids: &[EventId]) {
    let events = app.session.open.as_ref().map(|o| o.round.state.events.as_slice()).unwrap_or_default();
    let question = events.iter().filter(|e| ids.contains(&e.id)).find_map(|e| e.question().map(str::to_owned));
    after_change(app);
    if let Some(id) = question.filter(|_| app.room() == Room::Question) {
        question::arrive(&mut app.question, &app.session, Some(&id));
    }
}

fn load_context(app: &mut App, workspace: &Workspace) -> Vec<Effect> {
    let Some(open) = &app.session.open else { return Vec::new() };
    // How sure it is, is read from the session: it may not be known yet.
    match reports::facts(workspace, &open.round, None) {
        Ok(facts) => {
            app.session.context = Some(Rc::new(facts));
            result::arrive(&mut app.result);
            plan::arrive(&mut app.plan, &app.session);
        }
        Err(e) => fail(app, &e),
    }
    Vec::new()
}

fn export(app: &mut App, workspace: &Workspace, path: &Path) {
    let Some(open) = &app.session.open else { return };
    let written = {
        let format = DEFAULT.name();
        reports::render(workspace, open, PLAN, format).and_then(|text| reports::write(open, PLAN, format, path, &text))
    };
    match written {
        Ok(path) => app.session.notice = Some((format!("Written: {}", absolute(&path).display()), false)),
        Err(e) => fail(app, &e),
    }
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// Opens straight into the questions of a system, starting what is missing.
pub fn enter(
    app: &mut App,
    workspace: &Workspace,
    name: &str,
    questionnaire: Option<&str>,
    track: Option<&str>,
    round: Option<&str>,
) -> Result<(), Error> {
    let (_, mut open) = workspace.round_for_writing(name, round, questionnaire)?;
    let track = match track {
        Some(track) => Some(track.to_owned()),
        None if open.round.base.tracks.is_empty() => open.round.questionnaire.widest_track().map(|t| t.id.clone()),
        None => None,
    };
    if let Some(track) = &track {
        open.open_track(workspace, track)?;
        app.session.track.clone_from(track);
    }
    app.session.take(open);
    let effects = app.go(Route::Question(None));
    perform(app, workspace, effects);
    Ok(())
}

/// The latest round of a system, for reading.
pub fn latest(workspace: &Workspace, name: &str) -> Result<(String, RoundId), Error> {
    let system = workspace.system(name)?;
    let id = workspace.round_id(&system, None)?;
    Ok((system.slug, id))
}
