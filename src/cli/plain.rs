//! `--plain`: the same questions as plain lines, from any input, without an escape sequence.

use super::args::AuditArgs;
use crate::safe::printable;
use crate::words;
use crate::workspace::Workspace;
use crate::workspace::error::Error;
use crate::workspace::opened::OpenRound;
use std::fmt::Write as _;
use std::io::{self, BufRead};
use underpin_core::log::event::{Because, Evidence, EvidenceKind, Said, Setting};
use underpin_core::log::key::SettingKey;
use underpin_core::model::question::{FactKind, Kind, Question};
use underpin_core::model::questionnaire::Questionnaire;
use underpin_core::round::entry;
use underpin_core::round::route;
use underpin_core::standing::facts::fact_value;
use underpin_core::standing::{Standing, Stands};

const HELP: &str = "\
  0 to 4        the level; 1-3 a range; a number, or 12 / 4, where numbers are asked
  d             don't know
  x WHY         does not apply, and why
  p WHY         park it, and why
  n TEXT        a note
  e KIND WHERE  evidence: tested, document, observed, statement or promised, and where it is
  y             confirm what was carried over
  s             skip for now
  b             back to the question before
  u             undo the last answer
  f             facts about the system; f jvm yes (or no, or ?) sets one
  q             stop; everything is saved
  After a carried answer, add why it changed: 2 happened, 2 learned or 2 corrected.";

/// Input and output of the dialogue.
struct Talk<'t> {
    input: Box<dyn BufRead + 't>,
}

impl Talk<'_> {
    fn say(&mut self, text: &str) -> Result<(), Error> {
        super::print(&printable(text))
    }

    /// One line without its end; `None` at the end of the input.
    fn line(&mut self) -> Result<Option<String>, Error> {
        let mut bytes = Vec::new();
        let n = self.input.read_until(b'\n', &mut bytes).map_err(|e| Error::Unreadable { what: "standard input".into(), source: e })?;
        Ok((n > 0).then(|| String::from_utf8_lossy(&bytes).trim().to_owned()))
    }
}

/// What a line means.
enum Reply {
    Answer(Said, Option<Because>),
    Confirm,
    Park(String),
    Note(String),
    Evidence(EvidenceKind, String),
    Skip,
    Back,
    Undo,
    /// Show the facts, or set one; `None` means not known.
    Facts(Option<(String, Option<Setting>)>),
    Help,
    Quit,
    Nothing,
    Unclear(String),
}

/// Walks through the questions.
pub fn run(workspace: &Workspace, audit: Option<&AuditArgs>) -> Result<(), Error> {
    let mut talk = Talk { input: Box::new(io::stdin().lock()) };
    let name = match audit.and_then(|a| a.system.clone()) {
        Some(name) => name,
        None => {
            for system in workspace.systems()? {
                talk.say(&format!("{} ({} rounds)\n", system.name, system.rounds.len()))?;
            }
            talk.say("Which system is it? ")?;
            match talk.line()? {
                Some(name) if !name.is_empty() => name,
                _ => {
                    talk.say("\n0 answers saved\n")?;
                    return Ok(());
                }
            }
        }
    };
    let round = audit.and_then(|a| a.round.as_deref());
    let (_, mut open) = workspace.round_for_writing(&name, round, audit.and_then(|a| a.questionnaire.as_deref()))?;
    if open.round.state.completed {
        return Err(Error::Completed(open.round.id.to_string()));
    }
    let track = match audit.and_then(|a| a.track.clone()) {
        Some(track) => track,
        None => match open.round.base.tracks.first().cloned() {
            Some(track) => track,
            None => match choose_track(&mut talk, &open.round.questionnaire)? {
                Some(track) => track,
                None => {
                    talk.say("\n0 answers saved\n")?;
                    return Ok(());
                }
            },
        },
    };
    open.open_track(workspace, &track)?;
    let title = open.round.questionnaire.track(&track).map_or("", |t| t.title.as_str()).to_owned();
    talk.say(&format!("{}, {}, {title}. Type ? for help, q to stop.\n", open.round.system, open.round.id))?;
    let saved = dialogue(workspace, &mut open, &mut talk, &track)?;
    talk.say(&format!("{saved} answer{} saved\n", if saved == 1 { "" } else { "s" }))?;
    Ok(())
}

/// Offers the tracks of a new round; `None` at the end of the input. Nobody gets all questions who did not ask for them.
fn choose_track(talk: &mut Talk<'_>, model: &Questionnaire) -> Result<Option<String>, Error> {
    if let [] | [_] = model.tracks.as_slice() {
        return Ok(Some(model.tracks.first().map(|t| t.id.clone()).unwrap_or_default()));
    }
    for (i, track) in model.tracks.iter().enumerate() {
        talk.say(&format!("  {}  {} ({}): {}\n", i + 1, track.title, track.id, words::amount(track)))?;
    }
    loop {
        talk.say("Which one? Its number or its name: ")?;
        let Some(line) = talk.line()? else { return Ok(None) };
        let by_number = line.parse::<usize>().ok().and_then(|n| model.tracks.get(n.checked_sub(1)?));
        if let Some(track) = by_number.or_else(|| model.track(&line)) {
            return Ok(Some(track.id.clone()));
        }
    }
}

fn dialogue(workspace: &Workspace, open: &mut OpenRound, talk: &mut Talk<'_>, track: &str) -> Result<usize, Error> {
    let mut saved = 0;
    let mut last: Vec<Vec<String>> = Vec::new();
    let mut at = None;
    loop {
        // Others may write the same round meanwhile: each question is shown as it stands now.
        open.refresh(workspace)?;
        let order = route::order(&open.round, track);
        let first = order.iter().position(|i| open.round.standings.get(*i).is_some_and(route::pending));
        let Some(position) = at.or(first).filter(|p| *p < order.len()) else {
            talk.say(&format!("\n{}\n", words::ALL_ASKED))?;
            return Ok(saved);
        };
        let Some(question) = order.get(position).and_then(|i| open.round.questionnaire.at(*i)).cloned() else { return Ok(saved) };
        let Some(standing) = open.round.standings.get(question.index).cloned() else { return Ok(saved) };
        talk.say(&ask(open, &question, &standing, position, order.len()))?;
        loop {
            talk.say("> ")?;
            let Some(line) = talk.line()? else {
                talk.say("\n")?;
                return Ok(saved);
            };
            let next = |o: &OpenRound| route::next_pending(&order, &o.round.standings, position).filter(|p| *p > position);
            let author = workspace.config.author.clone();
            let draft = match read(&open.round.questionnaire, &question, &standing, &line) {
                Reply::Nothing => continue,
                Reply::Unclear(expected) => {
                    talk.say(&format!("{expected}\n"))?;
                    continue;
                }
                Reply::Help => {
                    talk.say(&format!("{HELP}\n"))?;
                    continue;
                }
                Reply::Quit => return Ok(saved),
                Reply::Facts(None) => {
                    talk.say(&facts(open))?;
                    continue;
                }
                Reply::Facts(Some((id, value))) => {
                    let mut lines = [open.set(SettingKey::Fact(id), value)];
                    open.record(workspace, &mut lines)?;
                    talk.say("saved\n")?;
                    at = Some(position);
                    break;
                }
                Reply::Skip => {
                    at = Some(position + 1);
                    if position + 1 >= order.len() {
                        return Ok(saved);
                    }
                    break;
                }
                Reply::Back => {
                    at = Some(position.saturating_sub(1));
                    break;
                }
                Reply::Undo => {
                    match last.pop() {
                        Some(ids) => {
                            let gone = open.round.state.events.iter().find(|e| ids.contains(&e.id));
                            let what = gone.map(|e| words::line(&open.round, e)).unwrap_or_default();
                            let mut lines = [open.undo(ids)];
                            open.record(workspace, &mut lines)?;
                            saved = saved.saturating_sub(1);
                            talk.say(&format!("Undone: {what}\n"))?;
                            at = Some(position.saturating_sub(1));
                        }
                        None => talk.say("There is nothing to undo.\n")?,
                    }
                    break;
                }
                Reply::Confirm => open.confirm(&author, &question.id, None),
                Reply::Answer(value, because) => open.answer(&author, &question.id, None, value, because),
                Reply::Park(why) => open.note(Some(&question.id), &why, None, true),
                Reply::Note(text) => {
                    let mut lines = [open.note(Some(&question.id), &text, None, false)];
                    open.record(workspace, &mut lines)?;
                    talk.say("Noted.\n")?;
                    continue;
                }
                Reply::Evidence(kind, at) => {
                    let mut lines = [open.evidence(&question.id, Evidence { kind, at, seen: None, text: None })];
                    open.record(workspace, &mut lines)?;
                    talk.say("Noted.\n")?;
                    continue;
                }
            };
            let parked = matches!(draft.body, underpin_core::log::event::Body::Note { .. });
            let decided = open.round.nothing_left_to_ask();
            let mut lines = [draft];
            last.push(open.record(workspace, &mut lines)?);
            saved += usize::from(!parked);
            talk.say(if parked { "Parked.\n" } else { "Saved.\n" })?;
            if !decided && open.round.nothing_left_to_ask() {
                talk.say(&format!("{}\n", words::nothing_left("q stops here")))?;
            }
            at = next(open);
            break;
        }
    }
}

fn ask(open: &OpenRound, question: &Question, standing: &Standing, position: usize, count: usize) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "\n{} of {count}, {}: {}", position + 1, open.round.questionnaire.area_title(question), question.title);
    let _ = writeln!(out, "{}", question.ask);
    match &question.kind {
        Kind::Levels(levels) => {
            for (level, text) in levels.iter().enumerate() {
                let _ = writeln!(out, "  {level}  {text}");
            }
        }
        Kind::Figure { unit, .. } => {
            let _ = writeln!(out, "  a number: {unit}");
        }
        Kind::Ratio { parts, .. } => {
            let _ = writeln!(out, "  two numbers: {} / {}", parts[0].label, parts[1].label);
        }
        Kind::Text => out.push_str("  a few words\n"),
    }
    for check in open.round.evidence_for(question) {
        let _ = writeln!(out, "  Check: {}", check.replace('`', ""));
    }
    if let Some(until) = open.round.late.get(&question.index) {
        let _ = writeln!(out, "  {}", words::late(*until));
    }
    if standing.unconfirmed {
        let _ = writeln!(out, "  From before, not confirmed: {}. y confirms.", words::answer(question, Some(standing)));
    } else if standing.state != Stands::Inactive && !route::pending(standing) {
        let _ = writeln!(out, "  So far: {}", words::answer(question, Some(standing)));
    }
    out
}

/// `jvm yes`, `jvm no`, `jvm ?`, `reason investors`; alone it lists them.
fn fact(model: &Questionnaire, text: &str) -> Reply {
    if text.is_empty() {
        return Reply::Facts(None);
    }
    let (id, value) = text.split_once(char::is_whitespace).map_or((text, ""), |(id, v)| (id, v.trim()));
    let Some(fact) = model.fact(id) else {
        return Reply::Unclear(format!("There is no fact `{id}`. f lists them."));
    };
    let setting = match (&fact.kind, value) {
        (_, "?" | "d") => None,
        (FactKind::YesNo, "yes" | "y") => Some(Setting::Bool(true)),
        (FactKind::YesNo, "no" | "n") => Some(Setting::Bool(false)),
        (FactKind::YesNo, _) => return Reply::Unclear(format!("Write f {id}, then yes, no or ?.")),
        (FactKind::Choice(choices), _) if choices.iter().any(|c| c == value) => Some(Setting::Text(value.to_owned())),
        (FactKind::Choice(choices), _) => return Reply::Unclear(format!("Write f {id}, then one of {} or ?.", choices.join(", "))),
    };
    Reply::Facts(Some((id.to_owned(), setting)))
}

/// Every fact with its value.
fn facts(open: &OpenRound) -> String {
    let mut out = String::new();
    for fact in &open.round.questionnaire.facts {
        let value = fact_value(&open.round.questionnaire, &open.round.state, &fact.id);
        let word = match value.as_deref() {
            Some("true") => "yes",
            Some("false") => "no",
            Some(other) => other,
            None => "?",
        };
        let choices = match &fact.kind {
            FactKind::Choice(list) => format!(" ({})", list.join(", ")),
            FactKind::YesNo => String::new(),
        };
        let _ = writeln!(out, "  {:<16} {word:<4} {}{choices}", fact.id, fact.ask);
    }
    out
}

fn read(model: &Questionnaire, question: &Question, standing: &Standing, line: &str) -> Reply {
    let (word, rest) = line.split_once(char::is_whitespace).map_or((line, ""), |(w, r)| (w, r.trim()));
    let wants = |what: &str| Reply::Unclear(format!("Add {what} after the letter."));
    match word {
        "" => Reply::Nothing,
        "?" | "help" => Reply::Help,
        "q" => Reply::Quit,
        "s" => Reply::Skip,
        "b" => Reply::Back,
        "u" => Reply::Undo,
        "d" => Reply::Answer(Said::Unknown, None),
        "f" => fact(model, rest),
        "y" if standing.unconfirmed => Reply::Confirm,
        "y" => Reply::Unclear("There is nothing to confirm here.".into()),
        "x" if !question.may_not_apply() => {
            Reply::Unclear("This question decides what is allowed, so it cannot be left out. d means don't know.".into())
        }
        "x" if rest.is_empty() => wants("the reason"),
        "x" => Reply::Answer(Said::NotApplicable(rest.to_owned()), None),
        "p" if rest.is_empty() => Reply::Park("parked".into()),
        "p" => Reply::Park(rest.to_owned()),
        "n" if rest.is_empty() => wants("the note"),
        "n" => Reply::Note(rest.to_owned()),
        "e" => {
            let (kind, at) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
            match EvidenceKind::parse(kind) {
                Some(kind) if !at.trim().is_empty() => Reply::Evidence(kind, at.trim().to_owned()),
                _ => Reply::Unclear("Write e, then tested, document, observed, statement or promised, then where it is.".into()),
            }
        }
        _ => {
            let because = line.rsplit_once(char::is_whitespace).and_then(|(_, last)| Because::parse(last));
            let text = match because {
                Some(_) => line.rsplit_once(char::is_whitespace).map_or(line, |(text, _)| text),
                None => line,
            };
            match entry::parse(question, text) {
                Ok(value) => Reply::Answer(value, because),
                Err(expected) => Reply::Unclear(format!("Please {expected}. ? shows what else there is.")),
            }
        }
    }
}
