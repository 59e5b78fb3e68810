//! `answer --file`: brings a sheet of answers into a round. It touches only what the sheet names; a second run writes nothing.

pub mod check;

use super::Workspace;
use super::error::Error;
use super::opened::OpenRound;
use crate::store::log::Draft;
use check::check;
use std::collections::BTreeMap;
use std::sync::Arc;
use underpin_core::content::answers::{AnswerSheet, Entry, read};
use underpin_core::content::diagnostic::Diagnostic;
use underpin_core::content::source::{File, Origin, Source};
use underpin_core::log::event::{Body, Event, Evidence, Levels, Said, Setting, respondent_key};
use underpin_core::log::key::SettingKey;
use underpin_core::model::questionnaire::Questionnaire;

/// What `answer` was told besides the file.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Round to write.
    pub round: Option<String>,
    /// Questionnaire of a new round.
    pub questionnaire: Option<String>,
    /// Track to open.
    pub track: Option<String>,
    /// Respondent of every entry.
    pub by: Option<String>,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// Name of the system.
    pub system: String,
    /// The round that was written.
    pub round: String,
    /// Answers in the file.
    pub answers: usize,
    /// Lines written.
    pub lines: usize,
    /// What the reader should know although all went well.
    pub notes: Vec<String>,
}

/// Applies a sheet: all of it, or none where something in it does not fit the round.
///
/// # Errors
/// When the sheet has problems, when the round cannot be found, started or written, or when it is completed.
pub fn apply(workspace: &Workspace, name: &str, text: &str, shown: &str, options: &Options) -> Result<Applied, Error> {
    let (sheet, found) = read(text, shown);
    let broken = |what: String, found: Vec<Diagnostic>| {
        let file = File { name: shown.to_owned(), shown: shown.to_owned(), text: text.to_owned().into() };
        let source = Source { name: shown.to_owned(), origin: Origin::Path, is_folder: false, files: vec![file] };
        Error::Broken { what, problems: super::error::render(&source, &found), count: found.len() }
    };
    let Some(mut sheet) = sheet else { return Err(broken(format!("the answer sheet {shown}"), found)) };
    if let Some(by) = &options.by {
        sheet.entries.iter_mut().for_each(|e| e.by = Some(by.clone()));
    }
    let wanted = options.questionnaire.as_deref().or(sheet.questionnaire.as_deref());
    super::begin::clean_name(name)?;
    let meant = workspace.meant(name, options.round.as_deref(), wanted)?;
    let questionnaire = workspace.questionnaire_of(&meant)?;
    let other = other_version(&sheet, &questionnaire);
    let found = check(&questionnaire, &sheet, options.track.as_deref(), shown);
    if !found.is_empty() {
        let why = other.map(|other| format!(" ({other})")).unwrap_or_default();
        return Err(broken(format!("the answer sheet {shown}{why}"), found));
    }
    let (system, mut opened) = workspace.begin(name, meant)?;
    if opened.round.state.completed {
        return Err(Error::Completed(opened.round.id.to_string()));
    }
    let lines = write(workspace, &mut opened, &sheet, options)?;
    let notes = other.map(|other| format!("{other}; everything in it fits")).into_iter().collect();
    Ok(Applied { system: system.name, round: opened.round.id.to_string(), answers: sheet.entries.len(), lines, notes })
}

/// What to say about a sheet that was written for another version. An id never changes its meaning, so what fits is taken
/// whatever the versions are; what does not is refused as a whole, and then this is the likely reason.
fn other_version(sheet: &AnswerSheet, questionnaire: &Questionnaire) -> Option<String> {
    let version = sheet.version.as_ref().filter(|version| **version != questionnaire.version)?;
    Some(format!("written for version {version}; the round is asked with {} {}", questionnaire.id, questionnaire.version))
}

/// Writes what the sheet says; comes back with the number of lines.
fn write(workspace: &Workspace, opened: &mut OpenRound, sheet: &AnswerSheet, options: &Options) -> Result<usize, Error> {
    let mut lines = tracks(workspace, opened, sheet, options)?;
    let mut drafts = settings(opened, sheet);
    drafts.extend(answers(workspace, opened, sheet, options));
    drafts.extend(notes_and_evidence(workspace, opened, sheet));
    lines += drafts.len();
    opened.record(workspace, &mut drafts)?;
    // What is settled names the answers above, so it comes after them.
    let mut drafts = settled(workspace, opened, sheet);
    lines += drafts.len();
    opened.record(workspace, &mut drafts)?;
    Ok(lines)
}

/// Opens tracks: those of the sheet and the one asked for; without a base, the widest deciding one.
fn tracks(workspace: &Workspace, opened: &mut OpenRound, sheet: &AnswerSheet, options: &Options) -> Result<usize, Error> {
    let before = opened.file.events.len();
    for track in sheet.tracks.iter().chain(&options.track) {
        opened.open_track(workspace, track)?;
    }
    if opened.round.base.tracks.is_empty()
        && options.track.is_none()
        && !sheet.names_tracks
        && let Some(widest) = opened.round.questionnaire.widest_track().map(|t| t.id.clone())
    {
        opened.open_track(workspace, &widest)?;
    }
    Ok(opened.file.events.len() - before)
}

fn settings(opened: &OpenRound, sheet: &AnswerSheet) -> Vec<Draft> {
    let mut wanted: BTreeMap<&SettingKey, Vec<&Setting>> = BTreeMap::new();
    for (key, value, _) in &sheet.set {
        wanted.entry(key).or_default().extend(value);
    }
    let mut drafts = Vec::new();
    for (key, values) in wanted {
        let there = opened.round.state.setting_values(key);
        let same = there.len() == values.len() && values.iter().all(|v| there.contains(v));
        if same {
            continue;
        }
        if values.is_empty() {
            drafts.push(opened.set(key.clone(), None));
        }
        drafts.extend(values.into_iter().map(|v| opened.set(key.clone(), Some(v.clone()))));
    }
    drafts
}

fn answers(workspace: &Workspace, opened: &OpenRound, sheet: &AnswerSheet, options: &Options) -> Vec<Draft> {
    let author = &workspace.config.author;
    let default = options.by.as_deref().or(sheet.by.as_deref()).unwrap_or(author);
    let mut groups: BTreeMap<(usize, &str, String), Vec<&Entry>> = BTreeMap::new();
    for (i, entry) in sheet.entries.iter().chain(&sheet.retired).enumerate().filter(|(_, e)| e.value.is_some()) {
        let key = respondent_key(entry.by.as_deref().unwrap_or(default));
        let first = sheet.entries.iter().position(|e| e.question == entry.question).unwrap_or(i);
        groups.entry((first, &entry.question, key)).or_default().push(entry);
    }
    let mut drafts = Vec::new();
    for ((_, question, respondent), entries) in groups {
        let there: Vec<&Arc<Event>> = opened
            .round
            .state
            .record(question)
            .map(|r| r.answers.iter().filter(|a| respondent_key(a.respondent()) == respondent).collect())
            .unwrap_or_default();
        let values: Vec<&Said> = entries.iter().filter_map(|e| e.value.as_ref()).filter(|v| **v != Said::Clear).collect();
        let there_values: Vec<&Said> = there.iter().filter_map(|e| e.body.said()).collect();
        let same = values.len() == there_values.len()
            && values.iter().all(|v| there_values.iter().any(|t| same_value(t, v)))
            && there_values.iter().all(|t| values.iter().any(|v| same_value(t, v)));
        if same {
            let confirms = entries.iter().all(|e| e.unconfirmed.is_none());
            let waiting: Vec<String> = there
                .iter()
                .filter(|e| e.from.is_some() && !opened.round.state.is_confirmed(question, &e.id))
                .map(|e| e.id.clone())
                .collect();
            if confirms && !waiting.is_empty() {
                let by = entries.first().and_then(|e| e.by.as_deref()).unwrap_or(default);
                drafts.push(opened.confirm_these(author, question, Some(by), waiting));
            }
            continue;
        }
        for entry in entries {
            let by = entry.by.as_deref().unwrap_or(default);
            let value = entry.value.clone().unwrap_or(Said::Clear);
            let mut draft = opened.answer(author, question, Some(by), value, entry.because);
            draft.from = entry.unconfirmed.clone();
            drafts.push(draft);
        }
    }
    drafts
}

/// Compared as numbers; a range over everything is the same as unknown.
fn same_value(a: &Said, b: &Said) -> bool {
    let plain = |v: &Said| if *v == Said::Level(Levels::ALL) { Said::Unknown } else { v.clone() };
    plain(a) == plain(b)
}

fn notes_and_evidence(workspace: &Workspace, opened: &OpenRound, sheet: &AnswerSheet) -> Vec<Draft> {
    let author = &workspace.config.author;
    let mut drafts = Vec::new();
    for entry in sheet.entries.iter().chain(&sheet.retired) {
        let there = opened.round.notes(&entry.question);
        let by = entry.by.as_deref().or(sheet.by.as_deref());
        let parks = entry.parked && entry.value.is_none();
        let text = entry.note.as_deref().or(if parks { Some("parked") } else { None });
        if let Some(text) = text
            && !there.iter().any(|(_, t, open)| *t == text && *open == parks)
        {
            drafts.push(opened.note(Some(&entry.question), text, by, parks));
        }
        for item in &entry.evidence {
            if !has_evidence(opened, &entry.question, item) {
                drafts.push(opened.evidence(&entry.question, item.clone()));
            }
        }
    }
    for (note, _) in &sheet.notes {
        let by = note.by.as_deref().unwrap_or(author);
        let current: Vec<&Arc<Event>> = match &note.question {
            Some(question) => opened.round.state.record(question).map(|r| r.notes.iter().collect()).unwrap_or_default(),
            None => opened.round.state.notes.iter().collect(),
        };
        let there = current.iter().any(|e| match &e.body {
            Body::Note { text, open, owner, due, .. } => {
                text.as_deref() == Some(note.text.as_str())
                    && *open == note.open
                    && *owner == note.owner
                    && *due == note.due
                    && respondent_key(e.respondent()) == respondent_key(by)
            }
            _ => false,
        });
        if !there {
            let mut draft = opened.note(note.question.as_deref(), &note.text, note.by.as_deref(), note.open);
            if let Body::Note { owner, due, .. } = &mut draft.body {
                (*owner, *due) = (note.owner.clone(), note.due.clone());
            }
            drafts.push(draft);
        }
    }
    drafts
}

fn has_evidence(opened: &OpenRound, question: &str, item: &Evidence) -> bool {
    let there = opened.round.state.record(question).map(|r| r.evidence.as_slice()).unwrap_or_default();
    there.iter().any(|e| matches!(&e.body, Body::Evidence { item: Some(i), .. } if i == item))
}

fn settled(workspace: &Workspace, opened: &OpenRound, sheet: &AnswerSheet) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for settled in &sheet.settled {
        let current = opened.round.state.record(&settled.question).map(|r| r.settles.as_slice()).unwrap_or_default();
        let in_effect = opened.round.standing(&settled.question).is_some_and(|s| s.settled);
        let same: Vec<&Arc<Event>> = current
            .iter()
            .filter(|e| matches!(&e.body, Body::Settle { value, how, why, .. } if same_value(value, &settled.value) && *how == settled.how && *why == settled.why))
            .collect();
        let carried: Vec<String> = same
            .iter()
            .filter(|e| e.from.is_some() && !opened.round.state.is_confirmed(&settled.question, &e.id))
            .map(|e| e.id.clone())
            .collect();
        if !same.is_empty() && settled.unconfirmed.is_none() && !carried.is_empty() {
            drafts.push(opened.confirm_these(&workspace.config.author, &settled.question, None, carried));
        } else if same.is_empty() || !in_effect {
            let mut draft = opened.settle(&settled.question, settled.value.clone(), settled.how, &settled.why);
            draft.from = settled.unconfirmed.clone();
            drafts.push(draft);
        }
    }
    drafts
}
