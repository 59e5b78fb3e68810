//! Rounds: what can be walked through, opening one, starting one.

use super::{fail, perform};
use crate::tui::app::{App, Room};
use crate::tui::effect::{Effect, Route};
use crate::tui::screens::question;
use crate::tui::screens::start::{QuestionnaireLine, TrackLine};
use crate::words::{amount, reservation};
use crate::workspace::Workspace;
use crate::workspace::error::Error;
use crate::workspace::opened::OpenRound;
use underpin_core::log::key::SettingKey;
use underpin_core::model::period::RoundId;
use underpin_core::model::track::Track;

/// Questionnaires that can be asked, the one that a new round gets first. One that cannot be read is left out: `questionnaire
/// check` says what is wrong with it.
pub(super) fn load_questionnaires(app: &mut App, workspace: &Workspace) -> Vec<Effect> {
    let system = if app.start.fixed { workspace.system(&app.start.name.text()).ok() } else { None };
    let first = workspace.questionnaire_of_new(system.as_ref(), None);
    let readable = |id: String| {
        let title = workspace.content(&id).ok()?.0.questionnaire.title;
        Some(QuestionnaireLine { id, title })
    };
    let mut all: Vec<QuestionnaireLine> = workspace.library.list().into_iter().filter_map(|l| readable(l.id)).collect();
    all.sort_by_key(|q| q.id != first);
    app.start.asked = 0;
    app.start.questionnaires = all;
    app.start.questionnaires.first().map(|q| Effect::LoadTracks(q.id.clone())).into_iter().collect()
}

pub(super) fn load_tracks(app: &mut App, workspace: &Workspace, id: &str) -> Vec<Effect> {
    match workspace.content(id) {
        Err(e) => fail(app, &e),
        Ok((content, _)) => {
            let model = content.questionnaire;
            // Those that decide first: what most people come for.
            let mut listed: Vec<&Track> = model.tracks.iter().collect();
            listed.sort_by_key(|t| !t.decides);
            let tracks = listed
                .into_iter()
                .map(|t| {
                    let about: Vec<String> = [Some(amount(t)), reservation(t)].into_iter().flatten().collect();
                    TrackLine { id: t.id.clone(), title: t.title.clone(), about: about.join(", ") }
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

pub(super) fn open_round(app: &mut App, workspace: &Workspace, slug: &str, round: &RoundId, then: Route) -> Vec<Effect> {
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
pub(super) fn start_round(app: &mut App, workspace: &Workspace, name: &str, questionnaire: &str, track: &str, fresh: bool) -> Vec<Effect> {
    let result = (|| {
        let (_, mut open) = if fresh {
            workspace.further_round(name, questionnaire)?
        } else {
            workspace.round_for_writing(name, None, Some(questionnaire))?
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
                then.push(Effect::Say(format!(
                    "Press {} to say what kind of system it is: what does not apply is left out.",
                    question::key_of(question::Message::Facts)
                )));
            }
            then
        }
        Err(e) => {
            fail(app, &e);
            Vec::new()
        }
    }
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
