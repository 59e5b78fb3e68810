//! What is worked out while nobody presses a key.

use super::saving::load_context;
use crate::tui::app::{App, Room};
use crate::tui::notice::Notice;
use crate::tui::screens::question;
use crate::workspace::Workspace;

/// Draws of questions that are made at a time while nobody presses a key: a millisecond or two, however many questions there are.
pub(super) const DRAWS_AT_ONCE: u32 = 130_000;

/// Whether there is something to work out that nobody waits for.
pub fn can_think(app: &App) -> bool {
    let needs = matches!(app.room(), Room::Question | Room::Result | Room::WhatIf);
    let session = &app.session;
    needs && session.certainty.is_none() && session.open.as_ref().is_some_and(|o| o.round.has_verdict())
}

/// Works a little on it; comes back with whether there is something new to show.
pub fn think(app: &mut App, workspace: &Workspace) -> bool {
    let known = app.session.think(DRAWS_AT_ONCE);
    // The result was entered before it could be told whether there is one verdict.
    if app.room() == Room::Result && app.session.context.is_none() && app.session.is_told() {
        load_context(app, workspace);
        return true;
    }
    known && (app.room() != Room::Question || question::hints_at_the_end(&app.session))
}

/// Asks what matters most first, or in the order of the track again.
pub(super) fn ask_by_worth(app: &mut App, on: bool) {
    if on && app.session.open.as_ref().is_some_and(|o| !o.round.has_verdict()) {
        app.session.notice = Some(Notice::told("Without a verdict there is nothing that an answer could matter for."));
        return;
    }
    app.session.by_worth = on;
    question::refresh(&mut app.question, &app.session);
    let says = if on { "Asking what brings the verdict nearest first." } else { "Asking in the order of the track again." };
    app.session.notice = Some(Notice::told(says));
}
