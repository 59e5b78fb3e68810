//! The only hands of the screens: effects become reads and writes, failures become notices.

mod editor;
mod home;
mod rounds;
mod saving;
mod thinking;

use super::app::App;
use super::effect::Effect;
use super::notice::Notice;
use super::screens::{question, review};
use super::session::Due;
use crate::store::drafts;
use crate::workspace::Workspace;
use crate::workspace::error::Error;
pub use editor::edit;
use home::load_systems;
pub use home::read_more;
pub use rounds::{enter, latest};
use rounds::{load_questionnaires, load_tracks, open_round, start_round};
use saving::{export, load_context, record, redo, refresh, retry, undo};
use thinking::ask_by_worth;
pub use thinking::{can_think, think};

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
    app.session.notice = Some(Notice::wrong(text));
}

/// The longest draft that is written at every key, in bytes.
const LONG_DRAFT: usize = 1 << 16;

/// Writes the draft that is due, if one is.
pub fn keep_due(app: &mut App) {
    if let Some(due) = app.session.due.take()
        && let Err(e) = drafts::keep(&due.folder, &due.key, &due.text)
    {
        fail(app, &e.into());
    }
}

/// Carries out effects, and what they lead to.
pub fn perform(app: &mut App, workspace: &Workspace, effects: Vec<Effect>) -> Request {
    if !effects.is_empty() {
        refresh(app, workspace);
    }
    if !effects.iter().any(|effect| matches!(effect, Effect::KeepDraft(..))) {
        keep_due(app);
    }
    let mut open: std::collections::VecDeque<Effect> = effects.into();
    while let Some(effect) = open.pop_front() {
        let more = match effect {
            Effect::Quit => return Request::Quit,
            Effect::Editor(text) => return Request::Editor(text),
            Effect::Demo => return Request::Demo,
            Effect::Go(route) => app.go(route),
            Effect::Say(text) => {
                app.session.notice.get_or_insert(Notice::told(text));
                Vec::new()
            }
            Effect::Respondent(name) => {
                app.session.respondent = Some(name).filter(|n| !n.is_empty());
                Vec::new()
            }
            Effect::LoadSystems => load_systems(app, workspace),
            Effect::LoadQuestionnaires => load_questionnaires(app, workspace),
            Effect::LoadTracks(id) => load_tracks(app, workspace, &id),
            Effect::Open { slug, round, then } => open_round(app, workspace, &slug, &round, then),
            Effect::StartRound { name, questionnaire, track, fresh } => start_round(app, workspace, &name, &questionnaire, &track, fresh),
            Effect::Record(lines) => {
                if !record(app, workspace, lines) {
                    // What is not saved stays in focus.
                    open.retain(|effect| !matches!(effect, Effect::Advance));
                }
                Vec::new()
            }
            Effect::SayCompleted => {
                let (review, complete) = (question::key_of(question::Message::Review), review::complete_key());
                let text = format!("This round is completed. Open it again on the review screen ({review}, then {complete}).");
                app.session.notice.get_or_insert(Notice::told(text));
                Vec::new()
            }
            Effect::Retry => {
                retry(app, workspace);
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
                if let Some(folder) = app.session.open.as_ref().map(|open| open.folder().to_owned()) {
                    let long = text.len() > LONG_DRAFT;
                    app.session.due = Some(Due { folder, key, text });
                    if !long {
                        keep_due(app);
                    }
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
