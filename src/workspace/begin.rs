//! Which round a writer means, and how a new one begins.

use super::Workspace;
use super::error::Error;
use super::opened::OpenRound;
use crate::library::shipped;
use crate::safe::is_hidden;
use crate::store::lock;
use crate::store::log::{self, Draft, LogFile};
use crate::store::pins;
use crate::store::system::{self, System};
use std::sync::Arc;
use underpin_core::log::event::{Body, Event};
use underpin_core::log::fold::RoundState;
use underpin_core::log::line;
use underpin_core::model::period::RoundId;
use underpin_core::model::questionnaire::Questionnaire;

/// The round that a writer means.
#[derive(Debug)]
pub enum Meant {
    /// One that is there.
    There(System, Box<OpenRound>),
    /// A new one: nothing is written of it yet.
    New {
        /// Its id.
        id: RoundId,
        /// Id of the questionnaire that it will be asked with.
        questionnaire: String,
    },
}

impl Workspace {
    /// Finds the round that a writer means, without writing anything: the one that is asked for, else the latest that is not
    /// completed, else a new one of this quarter.
    ///
    /// # Errors
    /// When `asked` is no id of a round, when a round on the way cannot be opened, or when the round that is meant is asked
    /// with another questionnaire than `questionnaire`.
    pub fn meant(&self, name: &str, asked: Option<&str>, questionnaire: Option<&str>) -> Result<Meant, Error> {
        let Some(system) = system::find(&self.layout, name)? else {
            let id = match asked {
                Some(text) => RoundId::parse(text).ok_or_else(|| Error::BadRound(text.to_owned()))?,
                None => RoundId::quarter_of(self.today()),
            };
            return Ok(Meant::New { id, questionnaire: self.questionnaire_of_new(None, questionnaire) });
        };
        let latest = if asked.is_none() { self.latest_open(&system)? } else { None };
        let opened = match latest {
            Some(opened) => opened,
            None => {
                let id = match asked {
                    Some(_) => self.round_id(&system, asked)?,
                    None => RoundId::quarter_of(self.today()),
                };
                match self.there(&system, &id)? {
                    Some(opened) => opened,
                    None => return Ok(Meant::New { id, questionnaire: self.questionnaire_of_new(Some(&system), questionnaire) }),
                }
            }
        };
        let there = &opened.round.questionnaire.id;
        match questionnaire.filter(|asked| asked != there) {
            Some(asked) => {
                Err(Error::OtherQuestionnaire { asked: asked.to_owned(), there: there.clone(), round: opened.round.id.to_string() })
            }
            None => Ok(Meant::There(system, Box::new(opened))),
        }
    }

    /// The latest round that is not completed.
    fn latest_open(&self, system: &System) -> Result<Option<OpenRound>, Error> {
        for id in system.rounds.iter().rev() {
            if let Some(opened) = self.there(system, id)?.filter(|opened| !opened.round.state.completed) {
                return Ok(Some(opened));
            }
        }
        Ok(None)
    }

    /// A round that is there; a folder without a current start is none, and may become one.
    fn there(&self, system: &System, id: &RoundId) -> Result<Option<OpenRound>, Error> {
        if !system.rounds.contains(id) {
            return Ok(None);
        }
        match self.open_round(&system.slug, id) {
            Err(Error::MissingRound { .. }) => Ok(None),
            opened => opened.map(Some),
        }
    }

    /// Which questionnaire a new round gets: the one that is asked for, else that of the system's latest round, else the
    /// shipped audit.
    pub fn questionnaire_of_new(&self, system: Option<&System>, asked: Option<&str>) -> String {
        let before = || {
            let system = system?;
            let opened = self.open_round(&system.slug, system.rounds.last()?).ok()?;
            Some(opened.round.questionnaire.id.clone())
        };
        asked.map(str::to_owned).or_else(before).unwrap_or_else(|| shipped::AUDIT.to_owned())
    }

    /// What the round that is meant is asked with, or will be.
    ///
    /// # Errors
    /// As [`Workspace::content`].
    pub fn questionnaire_of(&self, meant: &Meant) -> Result<Arc<Questionnaire>, Error> {
        match meant {
            Meant::There(_, opened) => Ok(Arc::clone(&opened.round.questionnaire)),
            Meant::New { questionnaire, .. } => Ok(Arc::new(self.content(questionnaire)?.0.questionnaire)),
        }
    }

    /// Goes to the round that is meant, starting it if it is new.
    ///
    /// # Errors
    /// As [`Workspace::start_round`].
    pub fn begin(&self, name: &str, meant: Meant) -> Result<(System, OpenRound), Error> {
        match meant {
            Meant::There(system, opened) => Ok((system, *opened)),
            Meant::New { id, questionnaire } => self.start_round(name, &id, &questionnaire, None),
        }
    }

    /// Opens the round that a writer means, starting it if it does not exist.
    ///
    /// # Errors
    /// As [`Workspace::meant`] and [`Workspace::start_round`].
    pub fn round_for_writing(&self, name: &str, asked: Option<&str>, questionnaire: Option<&str>) -> Result<(System, OpenRound), Error> {
        self.begin(name, self.meant(name, asked, questionnaire)?)
    }

    /// Opens a further round of a system that is there, starting it if it does not exist: that of this quarter, or of today
    /// where the quarter has one.
    ///
    /// # Errors
    /// When there is no such system, and as [`Workspace::start_round`].
    pub fn further_round(&self, name: &str, questionnaire: &str) -> Result<(System, OpenRound), Error> {
        let system = self.system(name)?;
        let mut id = RoundId::quarter_of(self.today());
        if system.rounds.contains(&id) {
            id = RoundId::parse(&self.today().to_string()).unwrap_or(id);
        }
        if system.rounds.contains(&id) {
            let opened = self.open_round(&system.slug, &id)?;
            return Ok((system, opened));
        }
        self.start_round(name, &id, questionnaire, None)
    }

    /// Starts a round: creates what is missing, pins the text, carries the last round's answers, opens a track.
    ///
    /// # Errors
    /// When the name cannot be one, when there is no such questionnaire or track, when the round before cannot be read, or
    /// when the store refuses.
    pub fn start_round(&self, name: &str, id: &RoundId, questionnaire: &str, track: Option<&str>) -> Result<(System, OpenRound), Error> {
        let name = clean_name(name)?;
        let (content, source) = self.content(questionnaire)?;
        let model = content.questionnaire;
        if let Some(track) = track
            && model.track(track).is_none()
        {
            return Err(Error::NoTrack { id: track.to_owned(), known: model.tracks.iter().map(|t| t.id.clone()).collect() });
        }
        self.layout.create()?;
        self.config.keep();
        // Whoever else starts something waits here, and then finds what was started.
        let _lock = lock::hold(&self.layout.root, &self.layout.root)?;
        let mut system = self.system_to_write(&name)?;
        let id = &system::folder_of(&self.layout, &system.slug, id);
        let pin = pins::keep(&self.layout, &source.joined())?;
        let (after, mut drafts) = self.carried(&system, id, &model.id)?;
        let start = Body::Start {
            questionnaire: model.id.clone(),
            version: model.version.clone(),
            pin,
            system: system.name.clone(),
            after: after.map(|round| round.to_string()),
        };
        drafts.insert(0, Draft::new(start, Vec::new()));
        let path = self.layout.log(&system.slug, id.as_str());
        let mut file = LogFile::default();
        log::start(&path, &self.layout.root, &mut file, &self.config.author, &mut drafts)?;
        if !system.rounds.contains(id) {
            system.rounds.push(id.clone());
            system.rounds.sort();
        }
        let mut opened = OpenRound::of(self, &system.slug, id, path, file)?;
        if opened.round.questionnaire.id != model.id {
            let (asked, there) = (model.id, opened.round.questionnaire.id.clone());
            return Err(Error::OtherQuestionnaire { asked, there, round: id.to_string() });
        }
        if let Some(track) = track {
            opened.open_track(self, track)?;
        }
        Ok((system, opened))
    }

    /// The system of this name, made if there is none.
    fn system_to_write(&self, name: &str) -> Result<System, Error> {
        if let Some(system) = system::find(&self.layout, name)? {
            return Ok(system);
        }
        let slug = system::new_slug(&self.layout, name);
        system::create(&self.layout, &slug, name)?;
        Ok(System { slug, name: name.to_owned(), rounds: Vec::new() })
    }

    /// The round before a new one, if it was asked with the same questionnaire, and the lines that are carried from it.
    fn carried(&self, system: &System, id: &RoundId, questionnaire: &str) -> Result<(Option<RoundId>, Vec<Draft>), Error> {
        let mut earlier = system.rounds.iter().rev().filter(|r| r.first_day() <= id.first_day() && *r != id);
        let Some((before, opened)) = earlier.find_map(|r| Some((r, self.there(system, r).transpose()?))) else {
            return Ok((None, Vec::new()));
        };
        let opened = opened?;
        if opened.round.questionnaire.id != questionnaire {
            return Ok((None, Vec::new()));
        }
        Ok((Some(before.clone()), carried_drafts(&opened.round.state, before.as_str())))
    }
}

/// Lines that a new round starts with: what is current there of settings, answers, settles, evidence and open notes.
fn carried_drafts(before: &RoundState, round: &str) -> Vec<Draft> {
    let mut events: Vec<&Arc<Event>> = before.settings.values().flatten().collect();
    for record in before.questions.values() {
        events.extend(record.answers.iter().chain(&record.settles).chain(&record.evidence));
        events.extend(record.notes.iter());
    }
    events.extend(before.notes.iter());
    events.retain(|e| match &e.body {
        Body::Note { open, .. } => *open,
        Body::Set { .. } | Body::Answer { .. } | Body::Settle { .. } | Body::Evidence { .. } => true,
        // The state holds none of these where this looks.
        Body::Start { .. } | Body::Confirm { .. } | Body::Complete { .. } | Body::Reopen { .. } | Body::Undo { .. } => false,
    });
    events.sort_by(|a, b| a.id.cmp(&b.id));
    events
        .into_iter()
        .filter_map(|event| {
            let copy = line::carried(event, round)?;
            Some(Draft { copy: Some(copy), ..Draft::new(event.body.clone(), Vec::new()) })
        })
        .collect()
}

/// A name that can be shown and stored: trimmed, not empty, no control characters, at most 200 characters.
///
/// # Errors
/// When it is none of these, with what is wrong.
pub fn clean_name(name: &str) -> Result<String, Error> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Error::BadName("a system needs a name".into()));
    }
    if name.chars().any(|c| c.is_control() || is_hidden(c)) {
        return Err(Error::BadName("the name of a system has no control or direction characters".into()));
    }
    if name.chars().count() > 200 {
        return Err(Error::BadName("the name of a system has at most 200 characters".into()));
    }
    Ok(name.to_owned())
}
