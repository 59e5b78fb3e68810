//! Writing into the opened round, and what is made from it.

use super::fail;
use crate::report::formats::DEFAULT;
use crate::store::log::Draft;
use crate::tui::app::{App, Room};
use crate::tui::effect::Effect;
use crate::tui::keys::{ANYWHERE, Anywhere, shown};
use crate::tui::notice::Notice;
use crate::tui::screens::question;
use crate::tui::session::Unsaved;
use crate::tui::widgets::text::fit;
use crate::words;
use crate::workspace::Workspace;
use crate::workspace::error::Error;
use crate::workspace::opened::OpenRound;
use crate::workspace::reports::{self, PLAN};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use underpin_core::log::event::EventId;
use underpin_core::model::period::RoundId;

/// Columns of what was undone, beside the words around it in a terminal of 80.
const SAID: usize = 42;

/// Reads what others appended to the opened round since it was read.
pub(super) fn refresh(app: &mut App, workspace: &Workspace) {
    let Some(open) = &mut app.session.open else { return };
    match open.refresh(workspace) {
        Ok(false) => {}
        Ok(true) => {
            app.session.changed();
            after_change(app, workspace);
        }
        Err(e) => fail(app, &e),
    }
}

/// Writes lines into the opened round, those of it that could not be written before first. What cannot be written is kept and
/// shown as not saved; lines of other rounds wait for their own.
pub(super) fn record(app: &mut App, workspace: &Workspace, lines: Vec<Draft>) -> bool {
    let Some(open) = &mut app.session.open else { return false };
    let place = (open.slug.clone(), open.round.id.clone());
    let (mut mine, others): (Vec<Unsaved>, Vec<Unsaved>) =
        std::mem::take(&mut app.session.unsaved).into_iter().partition(|u| u.round == place);
    app.session.unsaved = others;
    for line in lines {
        supersede(&mut mine, Unsaved::new(&place, line), &workspace.config.author);
    }
    let result = write(open, workspace, &mut mine);
    let saved = match result {
        Ok(ids) => {
            app.session.saved = true;
            app.session.changed();
            app.session.done.push(ids);
            app.session.undone.clear();
            true
        }
        Err(e) => {
            app.session.unsaved.append(&mut mine);
            let again = shown(ANYWHERE, &Anywhere::Save);
            let text = crate::safe::one_line(&format!("Not saved: {}. {again} tries again; {}", e.reason(), e.hint()));
            app.session.notice = Some(Notice::wrong(text));
            false
        }
    };
    after_change(app, workspace);
    saved
}

/// Tries again to write what could not be written, each line into its own round.
pub(super) fn retry(app: &mut App, workspace: &Workspace) {
    if app.session.unsaved.is_empty() {
        app.session.notice = Some(Notice::told("Everything is saved."));
        return;
    }
    let here = app.session.open.as_ref().map(|o| (o.slug.clone(), o.round.id.clone()));
    let mut rounds: Vec<(String, RoundId)> =
        app.session.unsaved.iter().map(|u| u.round.clone()).filter(|r| here.as_ref() != Some(r)).collect();
    rounds.sort();
    rounds.dedup();
    for round in rounds {
        let (mut mine, others): (Vec<Unsaved>, Vec<Unsaved>) =
            std::mem::take(&mut app.session.unsaved).into_iter().partition(|u| u.round == round);
        app.session.unsaved = others;
        let written = workspace.open_round(&round.0, &round.1).and_then(|mut open| write(&mut open, workspace, &mut mine));
        if let Err(e) = written {
            app.session.unsaved.append(&mut mine);
            fail(app, &e);
        }
    }
    record(app, workspace, Vec::new());
}

/// A correction of what is not saved yet takes its place: it is one answer, not two of one person.
fn supersede(waiting: &mut Vec<Unsaved>, mut new: Unsaved, author: &str) {
    let thing = new.draft.body.thing(author);
    if thing.has_one_value() {
        for old in waiting.extract_if(.., |u| u.draft.body.thing(author) == thing) {
            new.instead.extend(old.instead);
            new.instead.extend(old.draft.drawn.map(|(id, _)| id));
        }
    }
    waiting.push(new);
}

/// Writes what waits for a round. Of a line that was superseded it is not known whether it reached the file: if it did, the
/// new one names it.
fn write(open: &mut OpenRound, workspace: &Workspace, waiting: &mut [Unsaved]) -> Result<Vec<EventId>, Error> {
    open.refresh(workspace)?;
    let mut drafts: Vec<Draft> = waiting
        .iter()
        .map(|unsaved| {
            let there = unsaved.instead.iter().filter(|id| open.round.state.events.iter().any(|e| e.id == **id));
            let mut draft = unsaved.draft.clone();
            draft.replaces.extend(there.cloned());
            draft
        })
        .collect();
    let result = open.record(workspace, &mut drafts);
    for (unsaved, draft) in waiting.iter_mut().zip(drafts) {
        unsaved.draft.drawn = draft.drawn;
    }
    result
}

/// Shows what changed: the room that is looked at finds its place again, and verdict and plan are made anew where they are
/// what is looked at.
fn after_change(app: &mut App, workspace: &Workspace) {
    question::refresh(&mut app.question, &app.session);
    if matches!(app.room(), Room::Facts | Room::Review) {
        // These two read nothing first.
        app.arrive();
    } else if app.session.context.is_none() && (app.room() == Room::Plan || (app.room() == Room::Result && app.session.is_told())) {
        make_context(app, workspace);
    }
}

/// Undoes the last own action, unless something newer took its place.
pub(super) fn undo(app: &mut App, workspace: &Workspace) {
    let Some(ids) = app.session.done.pop() else {
        app.session.notice = Some(Notice::told("There is nothing of yours to undo since you came in."));
        return;
    };
    let Some(open) = &mut app.session.open else { return };
    let gone = ids.iter().find(|id| !open.round.state.is_current(id));
    if let Some(id) = gone {
        let newer = open.round.state.events.iter().find(|e| e.replaces.contains(id));
        let who = newer.map_or("something newer".to_owned(), |e| format!("a newer entry of {}", e.respondent()));
        app.session.notice = Some(Notice::wrong(format!("Not undone: {who} took its place.")));
        return;
    }
    let what = said(open, &ids);
    let mut lines = [open.undo(ids.clone())];
    match open.record(workspace, &mut lines) {
        Ok(undo) => {
            app.session.changed();
            app.session.undone.extend(undo.into_iter().map(|u| (u, ids.clone())));
            app.session.notice =
                Some(Notice::told(format!("Undone: {what}. {} brings it back.", question::key_of(question::Message::Redo))));
            show_question_of(app, workspace, &ids);
        }
        Err(e) => {
            app.session.done.push(ids);
            fail(app, &e);
        }
    }
}

/// Takes an undo back, unless the thing has something newer.
pub(super) fn redo(app: &mut App, workspace: &Workspace) {
    let Some((undo, ids)) = app.session.undone.pop() else {
        app.session.notice = Some(Notice::told("There is nothing to redo."));
        return;
    };
    let Some(open) = &mut app.session.open else { return };
    let state = &open.round.state;
    let newer = ids.iter().any(|id| state.events.iter().any(|e| e.replaces.contains(id)));
    if newer {
        app.session.notice = Some(Notice::wrong("Not redone: there is something newer."));
        return;
    }
    let mut undos: Vec<EventId> = ids.iter().flat_map(|id| state.undos_of(id).to_vec()).collect();
    undos.push(undo);
    undos.sort();
    undos.dedup();
    let what = said(open, &ids);
    let mut lines = [open.undo(undos)];
    match open.record(workspace, &mut lines) {
        Ok(_) => {
            app.session.changed();
            app.session.notice = Some(Notice::told(format!("Redone: {what}.")));
            show_question_of(app, workspace, &ids);
            app.session.done.push(ids);
        }
        Err(e) => fail(app, &e),
    }
}

/// What lines say, in a few words: the notice has one row.
fn said(open: &OpenRound, ids: &[EventId]) -> String {
    let mut events = open.round.state.events.iter().filter(|e| ids.contains(&e.id));
    let first = events.next().map(|e| crate::safe::one_line(&words::line(&open.round, e))).unwrap_or_default();
    let more = match events.count() {
        0 => String::new(),
        n => format!(" and {n} more"),
    };
    format!("{}{more}", fit(first.trim_end_matches('.'), SAID, "..."))
}

/// Shows the question that was changed.
fn show_question_of(app: &mut App, workspace: &Workspace, ids: &[EventId]) {
    let events = app.session.open.as_ref().map(|o| o.round.state.events.as_slice()).unwrap_or_default();
    let question = events.iter().filter(|e| ids.contains(&e.id)).find_map(|e| e.question().map(str::to_owned));
    after_change(app, workspace);
    if let Some(id) = question.filter(|_| app.room() == Room::Question) {
        app.question.enter(&app.session, Some(&id));
    }
}

/// Makes what verdict and plan are drawn from, and shows the room that asked for it from its beginning.
pub(super) fn load_context(app: &mut App, workspace: &Workspace) -> Vec<Effect> {
    if app.room() == Room::Result && !app.session.is_told() {
        // Its first frame waits for nothing; the rest comes while nobody presses a key.
        app.result.begin();
        return Vec::new();
    }
    make_context(app, workspace);
    if app.session.context.is_none() {
        return Vec::new();
    }
    app.result.begin();
    app.arrive()
}

fn make_context(app: &mut App, workspace: &Workspace) {
    let Some(open) = &app.session.open else { return };
    // How sure it is, is read from the session: it may not be known yet.
    match reports::facts(workspace, &open.round, None) {
        Ok(facts) => app.session.context = Some(Rc::new(facts)),
        Err(e) => fail(app, &e),
    }
}

pub(super) fn export(app: &mut App, workspace: &Workspace, path: &Path) {
    let Some(open) = &app.session.open else { return };
    let written = {
        let format = DEFAULT.name();
        reports::render(workspace, open, PLAN, format).and_then(|text| reports::write(open, PLAN, format, path, &text))
    };
    match written {
        Ok(path) => app.session.notice = Some(Notice::told(format!("Written: {}", absolute(&path).display()))),
        Err(e) => fail(app, &e),
    }
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}
