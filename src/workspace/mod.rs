//! Floor 2: the one door to the world. Both the command line and the screens go through it, so they cannot diverge.

pub mod answers;
pub mod config;
pub mod error;
pub mod export;
pub mod opened;
pub mod place;
pub mod reports;

use crate::library::Library;
use crate::library::{audit, embedded};
use crate::store::layout::Layout;
use crate::store::log;
use crate::store::system::{self, System};
use crate::store::{layout, pins};
use config::Config;
use error::Error;
use jiff::civil::Date;
use opened::{OpenRound, carried_drafts};
use std::cell::RefCell;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use underpin_core::content::open::{self, Content};
use underpin_core::content::source::{Origin, Source};
use underpin_core::log::event::Body;
use underpin_core::model::guidance::Guidance;
use underpin_core::model::period::RoundId;
use underpin_core::model::questionnaire::Questionnaire;

/// What was opened of pins.
#[derive(Debug, Default)]
struct Shelf {
    questionnaires: HashMap<String, Arc<Questionnaire>>,
    guidance: HashMap<String, Arc<Guidance>>,
}

/// A workspace: library, store, templates, today.
#[derive(Debug)]
pub struct Workspace {
    /// Its paths.
    pub layout: Layout,
    /// Its questionnaires.
    pub library: Library,
    /// The user's configuration.
    pub config: Config,
    /// Today as it was told, if it was.
    today: Option<Date>,
    shelf: RefCell<Shelf>,
}

/// What to do about a round that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum For {
    /// Reading: the latest.
    Reading,
    /// Writing: the latest that is not completed, else the quarter of today.
    Writing,
}

impl Workspace {
    /// A workspace in a folder; nothing is created until something is written.
    pub fn open(root: PathBuf, today: Option<Date>) -> Result<Workspace, Error> {
        let layout = Layout { root };
        layout.check()?;
        let config = Config::read()?;
        let mut folders = vec![(Origin::Workspace, layout.questionnaires())];
        folders.extend(config.folder.iter().map(|f| (Origin::User, f.join("questionnaires"))));
        Ok(Workspace { layout, library: Library { folders }, config, today, shelf: RefCell::default() })
    }

    /// Today, for new rounds; never for the times of events. The clock is asked when it is needed: finding the time zone
    /// reads many folders.
    pub fn today(&self) -> Date {
        self.today.unwrap_or_else(|| jiff::Zoned::now().date())
    }

    /// Where it is, with the home folder shortened to `~`.
    pub fn place(&self) -> String {
        let shown = self.layout.root.display().to_string();
        let home = std::env::var("HOME").unwrap_or_default();
        match shown.strip_prefix(&home).filter(|rest| !home.is_empty() && rest.starts_with('/')) {
            Some(rest) => format!("~{rest}"),
            None => shown,
        }
    }

    /// Every system with its rounds.
    pub fn systems(&self) -> Result<Vec<System>, Error> {
        Ok(system::list(&self.layout)?)
    }

    /// The system of this name or folder name.
    pub fn system(&self, name: &str) -> Result<System, Error> {
        system::find(&self.layout, name)?.ok_or_else(|| {
            let known: Vec<String> = self.systems().unwrap_or_default().into_iter().map(|s| s.name).collect();
            Error::NoSystem { name: name.trim().to_owned(), known, root: self.layout.root.clone() }
        })
    }

    /// The round that a command means.
    pub fn round_id(&self, system: Option<&System>, asked: Option<&str>, purpose: For) -> Result<RoundId, Error> {
        if let Some(text) = asked {
            let id = RoundId::parse(text).ok_or_else(|| Error::BadRound(text.to_owned()))?;
            // Ids equal but for case are the same round: use the folder that is there.
            let there = system.and_then(|s| s.rounds.iter().find(|r| **r == id).cloned());
            return Ok(there.unwrap_or(id));
        }
        let rounds: &[RoundId] = system.map_or(&[], |s| &s.rounds);
        match (purpose, system) {
            (For::Reading, _) => rounds.last().cloned().ok_or_else(|| Error::NoRound(system.map_or_else(String::new, |s| s.name.clone()))),
            (For::Writing, Some(system)) => {
                for id in rounds.iter().rev() {
                    if !self.open_round(system, id)?.round.state.completed {
                        return Ok(id.clone());
                    }
                }
                Ok(RoundId::quarter_of(self.today()))
            }
            (For::Writing, None) => Ok(RoundId::quarter_of(self.today())),
        }
    }

    /// Opens a round that exists.
    pub fn open_round(&self, system: &System, id: &RoundId) -> Result<OpenRound, Error> {
        let path = self.layout.round(&system.slug, id.as_str()).join("answers.jsonl");
        let file = log::read(&path)?;
        OpenRound::of(self, system, id, path, file)
    }

    /// Whether a pin is the shipped audit, which was read when the program was built.
    fn is_shipped(&self, pin: &str) -> bool {
        pin == audit::PIN && audit::source().is_some_and(|source| pins::holds(&self.layout, pin, source.pieces()))
    }

    fn pin_source(&self, pin: &str) -> Result<Source, Error> {
        let text = pins::read(&self.layout, pin)?;
        Ok(Source::of_pin(&text, &pins::path(&self.layout, pin).display().to_string()))
    }

    /// The questionnaire of a pin; parsed once.
    pub fn pinned(&self, pin: &str) -> Result<Arc<Questionnaire>, Error> {
        if let Some(found) = self.shelf.borrow().questionnaires.get(pin) {
            return Ok(Arc::clone(found));
        }
        let shipped = if self.is_shipped(pin) { audit::questionnaire() } else { None };
        let questionnaire = match shipped {
            Some(questionnaire) => questionnaire,
            None => {
                let source = self.pin_source(pin)?;
                let (questionnaire, found) = open::read_to_ask(&source);
                questionnaire.ok_or_else(|| Error::broken(&source, found))?
            }
        };
        let questionnaire = Arc::new(questionnaire);
        self.shelf.borrow_mut().questionnaires.insert(pin.to_owned(), Arc::clone(&questionnaire));
        Ok(questionnaire)
    }

    /// What stands beside the questions of a pin: remedies, cautions and the rest; parsed once.
    pub fn guidance(&self, pin: &str) -> Result<Arc<Guidance>, Error> {
        if let Some(found) = self.shelf.borrow().guidance.get(pin) {
            return Ok(Arc::clone(found));
        }
        let shipped = if self.is_shipped(pin) { audit::guidance() } else { None };
        let guidance = match shipped {
            Some(guidance) => guidance,
            None => {
                let source = self.pin_source(pin)?;
                let (content, found) = open::read(&source);
                content.ok_or_else(|| Error::broken(&source, found))?.guidance
            }
        };
        let guidance = Arc::new(guidance);
        self.shelf.borrow_mut().guidance.insert(pin.to_owned(), Arc::clone(&guidance));
        Ok(guidance)
    }

    /// The source of a questionnaire by id.
    pub fn source(&self, id: &str) -> Result<Source, Error> {
        self.library
            .find(id)
            .map_err(|e| Error::Unreadable { what: format!("questionnaire `{id}`"), source: e })?
            .ok_or_else(|| Error::NoQuestionnaire { id: id.to_owned(), known: self.library.list().into_iter().map(|l| l.id).collect() })
    }

    /// A questionnaire by id, whole. One that is not shipped is checked first.
    pub fn content(&self, id: &str) -> Result<(Content, Source), Error> {
        let source = self.source(id)?;
        let (content, found) = if source.origin == Origin::Embedded { open::read(&source) } else { open::check(&source) };
        match content {
            Some(content) => Ok((content, source)),
            None => Err(Error::broken(&source, found)),
        }
    }

    /// Starts a round: creates what is missing, pins the text, carries the last round's answers, opens a track.
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
        let existing = system::find(&self.layout, &name)?;
        let slug = existing.as_ref().map_or_else(|| system::new_slug(&self.layout, &name), |s| s.slug.clone());
        if existing.is_none() {
            system::create(&self.layout, &slug, &name)?;
        }
        let name = existing.as_ref().map_or(name, |s| s.name.clone());
        let pin = pins::keep(&self.layout, &source.joined())?;
        let last = existing
            .as_ref()
            .and_then(|s| s.rounds.iter().rev().find(|r| r.first_day() <= id.first_day() && *r != id).map(|r| (s.clone(), r.clone())));
        let mut drafts = Vec::new();
        let mut after = None;
        if let Some((system, last)) = last {
            let before = self.open_round(&system, &last)?;
            if before.round.questionnaire.id == model.id {
                after = Some(last.as_str().to_owned());
                drafts = carried_drafts(&before.round.state, last.as_str());
            }
        }
        let start =
            Body::Start { questionnaire: model.id.clone(), version: model.version.clone(), pin: pin.clone(), system: name.clone(), after };
        drafts.insert(0, log::Draft::new(start, Vec::new()));
        let path = self.layout.round(&slug, id.as_str()).join("answers.jsonl");
        let file = log::append(&path, &self.layout.root, &log::LogFile::default(), &self.config.author, &mut drafts)?;
        let mut rounds = existing.map(|s| s.rounds).unwrap_or_default();
        if !rounds.contains(id) {
            rounds.push(id.clone());
            rounds.sort();
        }
        let system = System { slug, name, rounds };
        let mut opened = OpenRound::of(self, &system, id, path, file)?;
        if let Some(track) = track {
            opened.open_track(self, track)?;
        }
        Ok((system, opened))
    }

    /// Opens the round that a writer means, starting it if it does not exist.
    pub fn round_for_writing(&self, name: &str, asked: Option<&str>, questionnaire: Option<&str>) -> Result<(System, OpenRound), Error> {
        let system = system::find(&self.layout, name)?;
        if let (None, Some(found)) = (asked, &system) {
            // The latest round that is not completed: opened once, not once to look and once to use.
            for id in found.rounds.iter().rev() {
                let opened = self.open_round(found, id)?;
                let other = questionnaire.is_some_and(|q| q != opened.round.questionnaire.id);
                if !opened.round.state.completed && !other {
                    return Ok((found.clone(), opened));
                }
                if !opened.round.state.completed {
                    break;
                }
            }
        }
        let id = self.round_id(system.as_ref(), asked, For::Writing)?;
        match system {
            Some(system) if system.rounds.contains(&id) => {
                let opened = self.open_round(&system, &id)?;
                let there = &opened.round.questionnaire.id;
                if questionnaire.is_some_and(|q| q != there) {
                    return Err(Error::OtherQuestionnaire {
                        asked: questionnaire.unwrap_or_default().to_owned(),
                        there: there.clone(),
                        round: id.to_string(),
                    });
                }
                Ok((system, opened))
            }
            system => {
                let last = system.as_ref().and_then(|s| s.rounds.last().map(|r| (s, r)));
                let before = match last {
                    Some((system, round)) => self.open_round(system, round).ok().map(|o| o.round.questionnaire.id.clone()),
                    None => None,
                };
                let questionnaire = questionnaire.map(str::to_owned).or(before).unwrap_or_else(|| embedded::AUDIT.to_owned());
                self.start_round(name, &id, &questionnaire, None)
            }
        }
    }
}

/// A name that can be shown and stored: trimmed, not empty, no control characters, at most 200 characters.
pub fn clean_name(name: &str) -> Result<String, Error> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Error::BadName("a system needs a name".into()));
    }
    if name.chars().any(|c| c.is_control() || layout_breaking(c)) {
        return Err(Error::BadName("the name of a system has no control or direction characters".into()));
    }
    if name.chars().count() > 200 {
        return Err(Error::BadName("the name of a system has at most 200 characters".into()));
    }
    Ok(name.to_owned())
}

/// Characters that turn the direction of a line or vanish: they could make one name look like another.
fn layout_breaking(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}' | '\u{feff}')
}

/// The folder name that a name gets; for messages.
pub fn slug_of(name: &str) -> String {
    layout::slug(name)
}
