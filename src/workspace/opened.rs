//! A round opened for reading and writing.

use super::Workspace;
use super::error::Error;
use crate::store::drafts;
use crate::store::log::{self, Draft, LogFile};
use crate::store::system;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use underpin_core::log::event::{Because, Body, Event, EventId, Evidence, How, Said, Setting, Thing, respondent_key};
use underpin_core::log::fold::{RoundState, fold};
use underpin_core::log::key::SettingKey;
use underpin_core::model::period::RoundId;
use underpin_core::round::Round;

/// The author of a line whose thing does not depend on who writes it.
const NOBODY: &str = "";

/// A round with its log.
#[derive(Clone, Debug)]
pub struct OpenRound {
    /// Everything that follows from the log.
    pub round: Round,
    /// The log as read.
    pub file: LogFile,
    /// Where it lies.
    pub path: PathBuf,
    /// Folder name of the system.
    pub slug: String,
    /// Why it cannot be written, if so.
    pub read_only: Option<String>,
}

impl OpenRound {
    /// Reads a round from its log.
    ///
    /// # Errors
    /// When the log has no start, or the questionnaire it names cannot be read.
    pub fn of(workspace: &Workspace, slug: &str, id: &RoundId, path: PathBuf, file: LogFile) -> Result<OpenRound, Error> {
        let state = fold(&file.events);
        let Some(Body::Start { pin, system: name, .. }) = state.start().map(|start| &start.body) else {
            let there = system::rounds(&workspace.layout, slug).unwrap_or_default();
            let known = there.iter().filter(|r| *r != id).map(ToString::to_string).collect();
            return Err(Error::MissingRound { round: id.to_string(), known });
        };
        let (pin, name) = (pin.clone(), name.clone());
        let mut read_only = None;
        if let Some(format) = file.newer {
            read_only = Some(format!("it holds lines of format {format}: install an Underpin that writes it"));
        } else if systems_of(&state).len() > 1 {
            read_only = Some("two systems share its folder; `underpin doctor` says how to part them".to_owned());
        }
        let questionnaire = workspace.pinned(&pin)?;
        let round = Round::read(name, id.clone(), questionnaire, pin, state, file.damaged.len());
        Ok(OpenRound { round, file, path, slug: slug.to_owned(), read_only })
    }

    /// Folder of the round.
    pub fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(&self.path)
    }

    /// Reads again what others may have written; comes back with whether there was something.
    ///
    /// # Errors
    /// When the log cannot be read; the round stays as it was.
    pub fn refresh(&mut self, workspace: &Workspace) -> Result<bool, Error> {
        if !self.file.is_stale(&self.path) {
            return Ok(false);
        }
        let file = log::read(&self.path)?;
        self.take(workspace, file)?;
        Ok(true)
    }

    fn take(&mut self, workspace: &Workspace, file: LogFile) -> Result<(), Error> {
        *self = OpenRound::of(workspace, &self.slug, &self.round.id, self.path.clone(), file)?;
        Ok(())
    }

    /// Writes lines durably, then reads the round again; comes back with their ids.
    ///
    /// # Errors
    /// When the round is read-only, or the store refuses. Nothing that was shown as saved changes then, and the drafts keep
    /// their ids for the next try.
    pub fn record(&mut self, workspace: &Workspace, lines: &mut [Draft]) -> Result<Vec<EventId>, Error> {
        if lines.is_empty() {
            return Ok(Vec::new());
        }
        if let Some(why) = &self.read_only {
            return Err(Error::Usage {
                what: format!("the round is read-only: {why}"),
                hint: "it can still be read, reported and exported".into(),
            });
        }
        let mut file = std::mem::take(&mut self.file);
        let mut append = |lines: &mut [Draft]| log::append(&self.path, &workspace.layout.root, &mut file, &workspace.config.author, lines);
        let written = match self.rebase() {
            Some(rebase) => append(&mut [rebase]).and_then(|()| append(lines)),
            None => append(lines),
        };
        if let Err(e) = written {
            self.file = file;
            return Err(e.into());
        }
        self.take(workspace, file)?;
        Ok(lines.iter().filter_map(|d| d.drawn.as_ref().map(|(id, _)| id.clone())).collect())
    }

    /// The line that settles with what a round is asked that was begun twice, on two machines and with texts that differ:
    /// with the newer one, which is used already. Whoever writes first after the merge writes it; two who do write the same.
    fn rebase(&self) -> Option<Draft> {
        let state = &self.round.state;
        let start = state.start().filter(|_| state.differing_starts() && !state.completed)?;
        Some(Draft::new(start.body.clone(), state.tips(&Thing::Round)))
    }

    /// Opens a track, if it is not open.
    ///
    /// # Errors
    /// When the questionnaire has no such track, or as [`OpenRound::record`].
    pub fn open_track(&mut self, workspace: &Workspace, track: &str) -> Result<(), Error> {
        if self.round.questionnaire.track(track).is_none() {
            let known = self.round.questionnaire.tracks.iter().map(|t| t.id.clone()).collect();
            return Err(Error::NoTrack { id: track.to_owned(), known });
        }
        if self.round.state.tracks().contains(&track) {
            return Ok(());
        }
        let mut line = [self.set(SettingKey::track(track), Some(Setting::Bool(true)))];
        self.record(workspace, &mut line).map(|_| ())
    }

    /// A line in the place of what is current on its thing.
    fn replacing(&self, author: &str, body: Body) -> Draft {
        let tips = self.round.state.tips(&body.thing(author));
        Draft::new(body, tips)
    }

    /// A setting, or its clearing.
    pub fn set(&self, key: SettingKey, value: Option<Setting>) -> Draft {
        self.replacing(NOBODY, Body::Set { key, value })
    }

    /// An answer of a respondent; `by` is the author when empty.
    pub fn answer(&self, author: &str, question: &str, by: Option<&str>, value: Said, because: Option<Because>) -> Draft {
        let by = by.map(str::trim).filter(|b| !b.is_empty() && respondent_key(b) != respondent_key(author)).map(str::to_owned);
        self.replacing(author, Body::Answer { question: question.to_owned(), by, pin: self.round.pin.clone(), because, value })
    }

    /// A settled value over every answer that counts.
    pub fn settle(&self, question: &str, value: Said, how: How, why: &str) -> Draft {
        let settles = self.round.standing(question).map(|s| s.counted.iter().map(|e| e.id.clone()).collect()).unwrap_or_default();
        let body = Body::Settle { question: question.to_owned(), pin: self.round.pin.clone(), value, settles, how, why: why.to_owned() };
        self.replacing(NOBODY, body)
    }

    /// Confirms every carried answer and settle of a question.
    pub fn confirm(&self, author: &str, question: &str, by: Option<&str>) -> Draft {
        let record = self.round.state.record(question);
        let carried = |list: &[Arc<Event>]| list.iter().filter(|e| e.from.is_some()).map(|e| e.id.clone()).collect::<Vec<_>>();
        let mut of = record.map(|r| carried(&r.answers)).unwrap_or_default();
        of.extend(record.map(|r| carried(&r.settles)).unwrap_or_default());
        self.confirm_these(author, question, by, of)
    }

    /// Confirms some carried lines.
    pub fn confirm_these(&self, author: &str, question: &str, by: Option<&str>, of: Vec<EventId>) -> Draft {
        let by = by.filter(|b| respondent_key(b) != respondent_key(author)).map(str::to_owned);
        let respondent = respondent_key(by.as_deref().unwrap_or(author));
        let tips = self.round.state.tips(&Thing::Confirm(question.to_owned(), respondent));
        // A later confirmation names what earlier ones named, or replacing them would withdraw it.
        let mut all = of;
        for event in self.round.state.record(question).map(|r| r.confirms.as_slice()).unwrap_or_default() {
            if let Body::Confirm { of, .. } = &event.body
                && tips.contains(&event.id)
            {
                all.extend(of.iter().cloned());
            }
        }
        all.sort();
        all.dedup();
        Draft::new(Body::Confirm { question: question.to_owned(), by, of: all }, tips)
    }

    /// A new note.
    pub fn note(&self, question: Option<&str>, text: &str, by: Option<&str>, open: bool) -> Draft {
        let body = Body::Note {
            question: question.map(str::to_owned),
            text: Some(text.to_owned()),
            by: by.map(str::to_owned),
            open,
            owner: None,
            due: None,
        };
        Draft::new(body, Vec::new())
    }

    /// An item of evidence.
    pub fn evidence(&self, question: &str, item: Evidence) -> Draft {
        Draft::new(Body::Evidence { question: question.to_owned(), item: Some(item) }, Vec::new())
    }

    /// Makes events not count.
    pub fn undo(&self, of: Vec<EventId>) -> Draft {
        Draft::new(Body::Undo { of }, Vec::new())
    }

    /// Completes the round as it is now.
    pub fn complete(&self) -> Draft {
        let mut covers: Vec<EventId> = self.round.state.events.iter().map(|e| e.id.clone()).collect();
        covers.sort();
        covers.dedup();
        self.replacing(NOBODY, Body::Complete { covers })
    }

    /// Opens the round again.
    pub fn reopen(&self, why: &str) -> Draft {
        self.replacing(NOBODY, Body::Reopen { why: why.to_owned() })
    }

    /// Text that a crash left behind.
    pub fn left_draft(&self, key: &str) -> Option<String> {
        drafts::left(self.folder(), key)
    }
}

/// The names of the systems that were begun in this folder: more than one where two people chose names of one folder.
pub fn systems_of(state: &RoundState) -> BTreeSet<&str> {
    let names = state.events.iter().filter_map(|e| match &e.body {
        Body::Start { system, .. } => Some(system.as_str()),
        _ => None,
    });
    names.collect()
}
