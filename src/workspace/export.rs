//! `export`: a round as an answer sheet that brings the same states into an empty round.

use super::opened::OpenRound;
use crate::safe::is_hidden;
use std::fmt::Write as _;
use std::sync::Arc;
use underpin_core::content::answers::{key, quote, show_evidence, show_value};
use underpin_core::log::event::{Body, Event, Evidence, Setting, respondent_key};
use underpin_core::log::key::SettingKey;

/// The sheet of a round.
pub fn export(opened: &OpenRound) -> String {
    let round = &opened.round;
    let mut out = String::new();
    let _ = writeln!(
        out,
        "# {} {}. Not exported: undone and replaced lines, late lines, completion, redactions, private notes.",
        comment(&round.system),
        round.id
    );
    let _ = writeln!(out, "questionnaire = {}", quote(&round.questionnaire.id));
    let _ = writeln!(out, "version = {}", quote(&round.questionnaire.version));
    let tracks: Vec<String> =
        round.questionnaire.tracks.iter().filter(|t| round.state.tracks().contains(&t.id.as_str())).map(|t| quote(&t.id)).collect();
    let _ = writeln!(out, "tracks = [{}]", tracks.join(", "));
    settings(&mut out, opened);
    answers(&mut out, opened);
    out
}

fn comment(text: &str) -> String {
    text.chars().map(|c| if c.is_control() || is_hidden(c) { ' ' } else { c }).collect()
}

fn setting(value: &Setting) -> String {
    match value {
        Setting::Bool(b) => b.to_string(),
        Setting::Text(t) | Setting::Other(t) => quote(t),
    }
}

fn settings(out: &mut String, opened: &OpenRound) {
    let state = &opened.round.state;
    let scope = state.setting(&SettingKey::Scope);
    if let Some(scope) = scope {
        let _ = writeln!(out, "scope = {}", quote(&scope.show()));
    }
    let (mut facts, mut set, mut more) = (String::new(), String::new(), String::new());
    for name in state.settings.keys() {
        match (name, state.setting_values(name).as_slice()) {
            // Tracks and one scope stand at the head of the sheet.
            (SettingKey::Track(_), _) => {}
            (SettingKey::Scope, _) if scope.is_some() => {}
            (SettingKey::Fact(id), [one]) => {
                let _ = writeln!(facts, "{} = {}", key(id), setting(one));
            }
            (_, [one]) => {
                let _ = writeln!(set, "{} = {}", key(&name.to_string()), setting(one));
            }
            (_, many) => {
                for value in many {
                    let _ = write!(more, "\n[[more]]\nset = {}\nvalue = {}\n", quote(&name.to_string()), setting(value));
                }
            }
        }
    }
    for (heading, table) in [("facts", facts), ("set", set)] {
        if !table.is_empty() {
            let _ = write!(out, "\n[{heading}]\n{table}");
        }
    }
    out.push_str(&more);
}

fn items(events: &[Arc<Event>]) -> Vec<Evidence> {
    events
        .iter()
        .filter_map(|e| match &e.body {
            Body::Evidence { item: Some(item), .. } => Some(item.clone()),
            _ => None,
        })
        .collect()
}

fn answers(out: &mut String, opened: &OpenRound) {
    let round = &opened.round;
    let state = &round.state;
    let mut ids: Vec<&str> = round.questionnaire.questions.iter().map(|q| q.id.as_str()).filter(|id| state.record(id).is_some()).collect();
    let (mut first, mut more, mut retired) = (String::new(), String::new(), String::new());
    let (mut settles, mut notes) = (String::new(), String::new());
    ids.extend(round.retired());
    for id in ids {
        let Some(record) = state.record(id) else { continue };
        let known = round.questionnaire.question(id).is_some();
        let evidence = items(&record.evidence);
        let here = |e: &Event| e.from.is_none() || state.is_confirmed(id, &e.id);
        let mut parts = Vec::new();
        // By respondent: the order of ids is another on another machine.
        let mut said: Vec<&Arc<Event>> = record.answers.iter().collect();
        said.sort_by_key(|a| (respondent_key(a.respondent()), a.id.clone()));
        for answer in said {
            let Body::Answer { value, because, .. } = &answer.body else { continue };
            let mut part = vec![show_value(value), format!("by = {}", quote(answer.respondent()))];
            part.extend(because.map(|b| format!("because = {}", quote(b.word()))));
            if let (false, Some(from)) = (here(answer), &answer.from) {
                part.push(format!("unconfirmed = {}", quote(from)));
            }
            parts.push(part);
        }
        if parts.is_empty() && !evidence.is_empty() {
            parts.push(Vec::new());
        }
        for (i, mut part) in parts.into_iter().enumerate() {
            if i == 0 && !evidence.is_empty() {
                part.push(format!("evidence = [{}]", show_evidence(&evidence)));
            }
            if !known {
                let _ = write!(retired, "\n[[retired]]\nquestion = {}\n{}\n", quote(id), part.join("\n"));
            } else if i == 0 {
                let _ = writeln!(first, "{} = {{ {} }}", key(id), part.join(", "));
            } else {
                let _ = write!(more, "\n[[more]]\nquestion = {}\n{}\n", quote(id), part.join("\n"));
            }
        }
        if round.standing(id).is_some_and(|s| s.settled) {
            for settle in &record.settles {
                let Body::Settle { value, how, why, .. } = &settle.body else { continue };
                let _ = write!(settles, "\n[[settled]]\nquestion = {}\n{}\nhow = {}\n", quote(id), show_value(value), quote(how.word()));
                if !why.is_empty() {
                    let _ = writeln!(settles, "why = {}", quote(why));
                }
                if let (false, Some(from)) = (here(settle), &settle.from) {
                    let _ = writeln!(settles, "unconfirmed = {}", quote(from));
                }
            }
        }
        // Notes of retired questions have no place to go back to; their answers do.
        if known {
            record.notes.iter().for_each(|n| note(&mut notes, n));
        }
    }
    state.notes.iter().for_each(|n| note(&mut notes, n));
    if !first.is_empty() {
        let _ = write!(out, "\n[answers]\n{first}");
    }
    for list in [more, settles, notes, retired] {
        out.push_str(&list);
    }
}

fn note(out: &mut String, event: &Event) {
    let Body::Note { question, text: Some(text), open, owner, due, .. } = &event.body else { return };
    out.push_str("\n[[note]]\n");
    if let Some(question) = question {
        let _ = writeln!(out, "question = {}", quote(question));
    }
    let _ = writeln!(out, "text = {}\nby = {}", quote(text), quote(event.respondent()));
    if *open {
        out.push_str("open = true\n");
    }
    for (name, value) in [("owner", owner), ("due", due)] {
        if let Some(value) = value {
            let _ = writeln!(out, "{name} = {}", quote(value));
        }
    }
}
