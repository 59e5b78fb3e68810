//! `answer --file`: brings a sheet of answers into a round. It touches only what the sheet names; a second run writes nothing.

use super::error::Error;
use super::opened::OpenRound;
use super::{For, Workspace};
use crate::store::log::Draft;
use crate::store::system;
use std::collections::BTreeMap;
use std::sync::Arc;
use underpin_core::content::answers::{AnswerSheet, Entry, read};
use underpin_core::content::decode::{Decoder, Place};
use underpin_core::content::diagnostic::{Diagnostic, Rule, closest};
use underpin_core::content::source::{File, Origin, Source};
use underpin_core::log::event::{Body, Event, Evidence, Said, Setting, respondent_key};
use underpin_core::model::question::{FactKind, Kind, Question};
use underpin_core::model::questionnaire::Questionnaire;
use underpin_core::standing::read_value;

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
}

/// Applies a sheet.
pub fn apply(workspace: &Workspace, name: &str, text: &str, shown: &str, options: &Options) -> Result<Applied, Error> {
    let (sheet, found) = read(text, shown);
    let broken = |found: Vec<Diagnostic>| {
        let file = File { name: shown.to_owned(), shown: shown.to_owned(), text: text.to_owned().into() };
        let source = Source { name: shown.to_owned(), origin: Origin::Path, is_folder: false, files: vec![file] };
        Error::Broken { what: format!("the answer sheet {shown}"), problems: super::error::render(&source, &found), count: found.len() }
    };
    let Some(mut sheet) = sheet else { return Err(broken(found)) };
    if let Some(by) = &options.by {
        sheet.entries.iter_mut().for_each(|e| e.by = Some(by.clone()));
    }
    let wanted = options.questionnaire.as_deref().or(sheet.questionnaire.as_deref());
    check_against(workspace, name, wanted, options, &sheet, shown).map_err(|e| match e {
        Refused::Sheet(found) => broken(found),
        Refused::Other(e) => e,
    })?;
    let (system, mut opened) = workspace.round_for_writing(name, options.round.as_deref(), wanted)?;
    if opened.round.state.completed {
        return Err(Error::Completed(opened.round.id.to_string()));
    }
    let mut lines = tracks(workspace, &mut opened, &sheet, options)?;
    let mut drafts = settings(&opened, &sheet);
    drafts.extend(answers(workspace, &opened, &sheet, options));
    drafts.extend(notes_and_evidence(workspace, &opened, &sheet));
    lines += drafts.len();
    opened.record(workspace, &mut drafts)?;
    let mut drafts = settled(workspace, &opened, &sheet);
    lines += drafts.len();
    opened.record(workspace, &mut drafts)?;
    Ok(Applied { system: system.name, round: opened.round.id.to_string(), answers: sheet.entries.len(), lines })
}

enum Refused {
    Sheet(Vec<Diagnostic>),
    Other(Error),
}

/// Checks the whole sheet before anything is written.
fn check_against(
    workspace: &Workspace,
    name: &str,
    wanted: Option<&str>,
    options: &Options,
    sheet: &AnswerSheet,
    shown: &str,
) -> Result<(), Refused> {
    super::clean_name(name).map_err(Refused::Other)?;
    let existing = system::find(&workspace.layout, name).map_err(|e| Refused::Other(e.into()))?;
    let id = workspace.round_id(existing.as_ref(), options.round.as_deref(), For::Writing).map_err(Refused::Other)?;
    let pinned = match &existing {
        Some(system) if system.rounds.contains(&id) => Some(workspace.open_round(system, &id).map_err(Refused::Other)?.round.questionnaire),
        _ => None,
    };
    let own;
    let questionnaire: &Questionnaire = match &pinned {
        Some(pinned) => pinned,
        None => {
            let before = existing.as_ref().and_then(|s| s.rounds.last().map(|r| (s, r)));
            let before = before.and_then(|(s, r)| workspace.open_round(s, r).ok()).map(|o| o.round.questionnaire.id.clone());
            let id = wanted.map(str::to_owned).or(before).unwrap_or_else(|| "backend".to_owned());
            own = workspace.content(&id).map_err(Refused::Other)?.0.questionnaire;
            &own
        }
    };
    let mut d = Decoder { paths: vec![shown.to_owned()], found: Vec::new() };
    for (key, value, place) in &sheet.set {
        check_setting(questionnaire, key, value.as_ref(), place, &mut d);
    }
    for track in sheet.tracks.iter().chain(&options.track) {
        if questionnaire.track(track).is_none() {
            let hint = closest(track, questionnaire.tracks.iter().map(|t| t.id.as_str()))
                .map(|n| format!(", did you mean `{n}`?"))
                .unwrap_or_default();
            d.report(Rule::UnknownId, (0, 0..0), format!("there is no track `{track}`{hint}"));
        }
    }
    for entry in &sheet.entries {
        if let Some(question) = question(questionnaire, &entry.question, &entry.place, &mut d)
            && let Some(value) = &entry.value
        {
            check_value(question, value, &entry.place, &mut d);
        }
    }
    for settled in &sheet.settled {
        if let Some(question) = question(questionnaire, &settled.question, &settled.place, &mut d) {
            check_value(question, &settled.value, &settled.place, &mut d);
        }
    }
    for (note, place) in &sheet.notes {
        if let Some(id) = &note.question {
            question(questionnaire, id, place, &mut d);
        }
    }
    d.found.sort_by_key(|x| x.span.start);
    if d.found.is_empty() { Ok(()) } else { Err(Refused::Sheet(d.found)) }
}

fn check_setting(questionnaire: &Questionnaire, key: &str, value: Option<&Setting>, place: &Place, d: &mut Decoder) {
    let Some(id) = key.strip_prefix("fact.") else {
        let known = ["scope", "track.", "context.", "respondent.", "action.", "finding."];
        if !known.iter().any(|k| key == *k || (k.ends_with('.') && key.starts_with(k) && key.len() > k.len())) {
            d.report(
                Rule::UnknownKey,
                place.clone(),
                format!("`{key}` is no setting: use scope, fact.ID, context.NAME, respondent.NAME, action.ID.FIELD or finding.ID.FIELD"),
            );
        }
        return;
    };
    match (questionnaire.fact(id).map(|f| &f.kind), value) {
        (None, _) => d.report(Rule::UnknownId, place.clone(), format!("there is no fact `{id}`")),
        (Some(FactKind::YesNo), Some(v)) if !matches!(v, Setting::Bool(_)) => {
            d.report(Rule::WrongType, place.clone(), format!("the fact `{id}` is true or false"));
        }
        (Some(FactKind::Choice(choices)), Some(v)) if !choices.contains(&v.show()) => {
            d.report(Rule::UnknownWord, place.clone(), format!("the fact `{id}` is one of: {}", choices.join(", ")));
        }
        _ => {}
    }
}

fn question<'q>(questionnaire: &'q Questionnaire, id: &str, place: &Place, d: &mut Decoder) -> Option<&'q Question> {
    let found = questionnaire.question(id);
    if found.is_none() {
        let hint =
            closest(id, questionnaire.by_id.keys().map(String::as_str)).map(|n| format!(", did you mean `{n}`?")).unwrap_or_default();
        d.report(Rule::UnknownId, place.clone(), format!("there is no question `{id}`{hint}; what is gone for good goes to [[retired]]"));
    }
    found
}

fn check_value(question: &Question, value: &Said, place: &Place, d: &mut Decoder) {
    if *value == Said::Clear || read_value(question, value).is_some() {
        return;
    }
    let expected = match &question.kind {
        _ if matches!(value, Said::NotApplicable(_)) => "cannot be not applicable: it carries a gate".to_owned(),
        Kind::Levels(_) => "takes level = 0 to 4, or range = [low, high]".to_owned(),
        Kind::Figure { unit, .. } => format!("takes figure = NUMBER ({unit}); the program finds the level"),
        Kind::Ratio { parts, .. } => format!("takes parts = {{ {} = NUMBER, {} = NUMBER }}; the program divides", parts[0].id, parts[1].id),
        Kind::Text => "takes text = \"...\"".to_owned(),
    };
    d.report(Rule::WrongType, place.clone(), format!("`{}` {expected}", question.id));
}

/// Opens tracks: those of the sheet and the one asked for; without a base, the widest deciding one.
fn tracks(workspace: &Workspace, opened: &mut OpenRound, sheet: &AnswerSheet, options: &Options) -> Result<usize, Error> {
    let before = opened.file.events.len();
    for track in sheet.tracks.iter().chain(&options.track) {
        opened.open_track(workspace, track)?;
    }
    if opened.round.base.tracks.is_empty()
        && options.track.is_none()
        && sheet.tracks.is_empty()
        && let Some(widest) = opened.round.questionnaire.widest_track().map(|t| t.id.clone())
    {
        opened.open_track(workspace, &widest)?;
    }
    Ok(opened.file.events.len() - before)
}

fn settings(opened: &OpenRound, sheet: &AnswerSheet) -> Vec<Draft> {
    let mut wanted: BTreeMap<&str, Vec<&Setting>> = BTreeMap::new();
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
            drafts.push(opened.set(key, None));
        }
        drafts.extend(values.into_iter().map(|v| opened.set(key, Some(v.clone()))));
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
        let there_values: Vec<&Said> = there.iter().filter_map(|e| answer_value(e)).collect();
        let same = values.len() == there_values.len()
            && values.iter().all(|v| there_values.iter().any(|t| same_value(t, v)))
            && there_values.iter().all(|t| values.iter().any(|v| same_value(t, v)));
        if same {
            let confirms = entries.iter().all(|e| e.unconfirmed.is_none());
            let waiting: Vec<String> =
                there.iter().filter(|e| e.from.is_some() && !confirmed(opened, question, &e.id)).map(|e| e.id.clone()).collect();
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

fn answer_value(event: &Event) -> Option<&Said> {
    match &event.body {
        Body::Answer { value, .. } | Body::Settle { value, .. } => Some(value),
        _ => None,
    }
}

/// Compared as numbers; a range over everything is the same as unknown.
fn same_value(a: &Said, b: &Said) -> bool {
    use underpin_core::log::event::Levels;
    let plain = |v: &Said| if *v == Said::Level(Levels::ALL) { Said::Unknown } else { v.clone() };
    plain(a) == plain(b)
}

fn confirmed(opened: &OpenRound, question: &str, id: &str) -> bool {
    let confirms = opened.round.state.record(question).map(|r| r.confirms.as_slice()).unwrap_or_default();
    confirms.iter().any(|c| matches!(&c.body, Body::Confirm { of, .. } if of.iter().any(|x| x == id)))
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
        let carried: Vec<String> =
            same.iter().filter(|e| e.from.is_some() && !confirmed(opened, &settled.question, &e.id)).map(|e| e.id.clone()).collect();
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
