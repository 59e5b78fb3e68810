//! The one door to the world. Both the command line and the screens go through it, so they cannot diverge.

pub mod answers;
mod begin;
pub mod config;
pub mod error;
pub mod export;
#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
mod failing;
#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
mod hostile;
pub mod opened;
pub mod overview;
mod own;
pub mod place;
pub mod reports;

use crate::library::Library;
use crate::library::audit;
use crate::store::clock;
use crate::store::disk;
use crate::store::layout::Layout;
use crate::store::log;
use crate::store::pins;
use crate::store::system::{self, System};
use config::Config;
use error::Error;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use opened::OpenRound;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use underpin_core::content::open::{self, Content};
use underpin_core::content::source::{Origin, Source};
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
    shelf: Mutex<Shelf>,
}

/// Today where the user is.
pub fn today() -> Date {
    clock::now().to_zoned(TimeZone::system()).date()
}

impl Workspace {
    /// A workspace in a folder; nothing is created until something is written.
    ///
    /// # Errors
    /// When a newer program made it, or its marker or the configuration cannot be read.
    pub fn open(root: PathBuf, today: Option<Date>) -> Result<Workspace, Error> {
        let layout = Layout { root };
        layout.check()?;
        let config = Config::read()?;
        let mut folders = vec![(Origin::Workspace, layout.questionnaires())];
        folders.extend(config.folder.iter().map(|f| (Origin::User, f.join("questionnaires"))));
        Ok(Workspace { layout, library: Library { folders }, config, today, shelf: Mutex::default() })
    }

    /// Today, for new rounds; never for the times of events. The clock is asked when it is needed: finding the time zone
    /// reads many folders.
    pub fn today(&self) -> Date {
        self.today.unwrap_or_else(today)
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
    ///
    /// # Errors
    /// When a folder or a system.toml cannot be read.
    pub fn systems(&self) -> Result<Vec<System>, Error> {
        Ok(system::list(&self.layout)?)
    }

    /// What is wrong with the files of systems, each with its hint: nothing of it stops another system.
    pub fn broken_systems(&self, systems: &[System]) -> Vec<Error> {
        systems.iter().filter_map(|s| system::problem(&self.layout, &s.slug)).map(Error::from).collect()
    }

    /// The system of this name or folder name.
    ///
    /// # Errors
    /// When there is none, with the names of those that exist.
    pub fn system(&self, name: &str) -> Result<System, Error> {
        if let Some(system) = system::find(&self.layout, name)? {
            return Ok(system);
        }
        let mut systems = self.systems().unwrap_or_default();
        // Whoever only reads means the one system that differs in case alone; nothing is begun by this.
        let wanted = name.trim().to_lowercase();
        let alike: Vec<usize> = (0..).zip(&systems).filter(|(_, s)| s.name.to_lowercase() == wanted).map(|(i, _)| i).collect();
        if let [one] = alike.as_slice() {
            return Ok(systems.swap_remove(*one));
        }
        Err({
            let known: Vec<String> = systems.into_iter().map(|s| s.name).collect();
            Error::NoSystem { name: name.trim().to_owned(), known, root: self.layout.root.clone() }
        })
    }

    /// The round that a reader means: the one that is asked for, else the latest.
    ///
    /// # Errors
    /// When `asked` is no id of a round, or when there is none to read.
    pub fn round_id(&self, system: &System, asked: Option<&str>) -> Result<RoundId, Error> {
        let Some(text) = asked else {
            return system.rounds.last().cloned().ok_or_else(|| Error::NoRound(system.name.clone()));
        };
        let id = RoundId::parse(text).ok_or_else(|| Error::BadRound(text.to_owned()))?;
        // Ids equal but for case are the same round: use the folder that is there.
        Ok(system.rounds.iter().find(|r| **r == id).cloned().unwrap_or(id))
    }

    /// Opens the round that a reader means.
    ///
    /// # Errors
    /// As [`Workspace::system`], [`Workspace::round_id`] and [`Workspace::open_round`].
    pub fn round_for_reading(&self, name: &str, asked: Option<&str>) -> Result<OpenRound, Error> {
        let system = self.system(name)?;
        let id = self.round_id(&system, asked)?;
        self.open_round(&system.slug, &id)
    }

    /// Opens a round that exists, of the system in this folder.
    ///
    /// # Errors
    /// When there is no such round, or its log or its pin cannot be read.
    pub fn open_round(&self, slug: &str, id: &RoundId) -> Result<OpenRound, Error> {
        let path = self.layout.log(slug, id.as_str());
        disk::inside(&self.layout.root, &path)?;
        let file = log::read(&path)?;
        OpenRound::of(self, slug, id, path, file)
    }

    /// Whether a pin is the shipped audit, which was read when the program was built.
    fn is_shipped(&self, pin: &str) -> bool {
        pin == audit::PIN && pins::is_whole(&self.layout, pin)
    }

    /// What was opened of pins. A thread that panicked left nothing half done in it.
    fn shelf(&self) -> MutexGuard<'_, Shelf> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn pin_source(&self, pin: &str) -> Result<Source, Error> {
        let text = pins::read(&self.layout, pin)?;
        Ok(Source::of_pin(&text, &pins::path(&self.layout, pin).display().to_string()))
    }

    /// The questionnaire of a pin; parsed once.
    ///
    /// # Errors
    /// When the pin is missing or changed, or its text has errors.
    pub fn pinned(&self, pin: &str) -> Result<Arc<Questionnaire>, Error> {
        if let Some(found) = self.shelf().questionnaires.get(pin) {
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
        self.shelf().questionnaires.insert(pin.to_owned(), Arc::clone(&questionnaire));
        Ok(questionnaire)
    }

    /// What stands beside the questions of a pin: remedies, cautions and the rest; parsed once.
    ///
    /// # Errors
    /// When the pin is missing or changed, or its text has errors.
    pub fn guidance(&self, pin: &str) -> Result<Arc<Guidance>, Error> {
        if let Some(found) = self.shelf().guidance.get(pin) {
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
        self.shelf().guidance.insert(pin.to_owned(), Arc::clone(&guidance));
        Ok(guidance)
    }

    /// The source of a questionnaire by id.
    ///
    /// # Errors
    /// When there is none of this id, with the ids of those that exist, or when a file cannot be read.
    pub fn source(&self, id: &str) -> Result<Source, Error> {
        self.library
            .find(id)
            .map_err(|e| Error::Unreadable { what: format!("questionnaire `{id}`"), source: e })?
            .ok_or_else(|| Error::NoQuestionnaire { id: id.to_owned(), known: self.library.list().into_iter().map(|l| l.id).collect() })
    }

    /// A questionnaire by id, whole. One that is not shipped is checked first.
    ///
    /// # Errors
    /// As [`Workspace::source`], and when the text has errors.
    pub fn content(&self, id: &str) -> Result<(Content, Source), Error> {
        let source = self.source(id)?;
        let (content, found) = if source.origin == Origin::Embedded { open::read(&source) } else { open::check(&source) };
        match content {
            Some(content) => Ok((content, source)),
            None => Err(Error::broken(&source, found)),
        }
    }
}
