//! `export`: a round as an answer sheet that brings the same states into an empty round.

use super::answers::check::check;
use super::opened::OpenRound;
use crate::safe::is_hidden;
use crate::store::log::is_too_long;
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;
use underpin_core::content::answers::{key, quote, read, show_evidence, show_value};
use underpin_core::content::diagnostic::Lines;
use underpin_core::log::event::{Body, Event, Evidence, Setting, respondent_key};
use underpin_core::log::key::SettingKey;
use underpin_core::model::questionnaire::Questionnaire;

/// The sheet of a round. It can always be brought back: what a sheet cannot say is left out, and named in the first line.
pub fn export(opened: &OpenRound) -> String {
    let round = &opened.round;
    let mut left_out = Vec::new();
    let mut out = String::new();
    let _ = writeln!(out, "questionnaire = {}", quote(&round.questionnaire.id));
    let _ = writeln!(out, "version = {}", quote(&round.questionnaire.version));
    let tracks: Vec<String> =
        round.questionnaire.tracks.iter().filter(|t| round.state.tracks().contains(&t.id.as_str())).map(|t| quote(&t.id)).collect();
    let _ = writeln!(out, "tracks = [{}]", tracks.join(", "));
    settings(&mut out, opened);
    answers(&mut out, opened, &mut left_out);
    let out = fitting(out, &round.questionnaire, &mut left_out);
    left_out.dedup();
    let rest = if left_out.is_empty() { String::new() } else { format!(" No sheet can say: {}.", comment(&left_out.join(", "))) };
    format!(
        "# {} {}. Not exported: undone and replaced lines, late lines, completion, redactions, private notes.{rest}\n{out}",
        comment(&round.system),
        round.id
    )
}

/// Takes out what would be refused: each time the lines that the reader names, until it names none.
fn fitting(mut sheet: String, questionnaire: &Questionnaire, left_out: &mut Vec<String>) -> String {
    loop {
        let (read, mut found) = read(&sheet, "");
        if let Some(read) = &read {
            found = check(questionnaire, read, None, "");
        }
        let lines: Vec<&str> = sheet.split_inclusive('\n').collect();
        let mut gone: BTreeSet<usize> = BTreeSet::new();
        let places = Lines::of(&sheet);
        for place in found.iter().map(|d| d.span.start) {
            let (line, _) = places.place(place);
            gone.extend(unit(&lines, line - 1));
        }
        // A sheet that is fine, or one that nothing can be taken from.
        if gone.is_empty() {
            // A table that nothing is left in says nothing.
            let empty = |sheet: String, head: &&str| sheet.replace(&format!("\n{head}\n\n"), "\n");
            let mut whole = ["[facts]", "[set]", "[answers]"].iter().fold(format!("{sheet}\n"), empty);
            whole.pop();
            return whole;
        }
        left_out.extend(gone.iter().filter_map(|n| lines.get(*n)).filter_map(|line| name_of(line)));
        sheet = lines.iter().enumerate().filter(|(n, _)| !gone.contains(n)).map(|(_, line)| *line).collect();
    }
}

/// The lines that stand and fall together: a block from its `[[heading]]` to its last line, else the one line.
fn unit(lines: &[&str], at: usize) -> std::ops::Range<usize> {
    let is_blank = |n: usize| lines.get(n).is_none_or(|l| l.trim().is_empty());
    let first = (0..=at).rev().take_while(|n| !is_blank(*n)).last().unwrap_or(at);
    match lines.get(first) {
        // With the empty line before it.
        Some(head) if head.starts_with("[[") => first.saturating_sub(1)..(first..).find(|n| is_blank(*n)).unwrap_or(at + 1),
        Some(_) => at..at + 1,
        None => 0..0,
    }
}

/// What a line that is left out is about.
fn name_of(line: &str) -> Option<String> {
    let (key, value) = line.split_once(" = ")?;
    match key {
        "question" | "set" => Some(value.trim().to_owned()),
        "by" | "value" | "text" | "how" | "why" | "open" | "owner" | "due" | "unconfirmed" | "because" | "evidence" | "level" => None,
        _ => Some(key.to_owned()),
    }
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

/// Items of evidence as a sheet takes them: a day that is none is left out, an item that names no place as a whole.
fn items(question: &str, events: &[Arc<Event>], left_out: &mut Vec<String>) -> Vec<Evidence> {
    let mut items = Vec::new();
    for event in events {
        let Body::Evidence { item: Some(item), .. } = &event.body else { continue };
        let mut item = item.clone();
        if item.seen.as_ref().is_some_and(|day| day.parse::<Date>().is_err()) {
            item.seen = None;
            left_out.push(format!("when evidence of {question} was seen"));
        }
        item.text = item.text.filter(|text| !text.trim().is_empty());
        if item.at.trim().is_empty() {
            left_out.push(format!("evidence of {question} without a place"));
        } else {
            items.push(item);
        }
    }
    items
}

/// The round that an answer is carried from; a line that names none is carried all the same.
fn carried_from(from: &str) -> String {
    quote(if from.trim().is_empty() { "unknown" } else { from })
}

fn answers(out: &mut String, opened: &OpenRound, left_out: &mut Vec<String>) {
    let round = &opened.round;
    let state = &round.state;
    let mut ids: Vec<&str> = round.questionnaire.questions.iter().map(|q| q.id.as_str()).filter(|id| state.record(id).is_some()).collect();
    let (mut first, mut more, mut retired) = (String::new(), String::new(), String::new());
    let (mut settles, mut notes) = (String::new(), String::new());
    ids.extend(round.retired());
    for id in ids {
        let Some(record) = state.record(id) else { continue };
        let known = round.questionnaire.question(id).is_some();
        let evidence = items(id, &record.evidence, left_out);
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
                part.push(format!("unconfirmed = {}", carried_from(from)));
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
                    let _ = writeln!(settles, "unconfirmed = {}", carried_from(from));
                }
            }
        }
        // Notes of retired questions have no place to go back to; their answers do.
        if known {
            record.notes.iter().for_each(|n| note(&mut notes, n, left_out));
        }
    }
    state.notes.iter().for_each(|n| note(&mut notes, n, left_out));
    if !first.is_empty() {
        let _ = write!(out, "\n[answers]\n{first}");
    }
    for list in [more, settles, notes, retired] {
        out.push_str(&list);
    }
}

fn note(out: &mut String, event: &Event, left_out: &mut Vec<String>) {
    let Body::Note { question, text: Some(text), open, owner, due, .. } = &event.body else { return };
    if is_too_long(text) {
        left_out.push("a note of more than 1 MiB".into());
        return;
    }
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
