//! Question: one question in focus, answered with one key, saved at once.

use crate::tui::effect::{Effect, Route};
use crate::tui::keys::{Binding, bind};
use crate::tui::screens::question::Purpose as P;
use crate::tui::session::Session;
use crate::tui::widgets::field::{Field, Typed};
use crossterm::event::KeyEvent;
use underpin_core::log::event::{Because, Body, Evidence, EvidenceKind, Levels, Said};
use underpin_core::model::question::{Kind, Question};
use underpin_core::round::entry;
use underpin_core::round::route;
use underpin_core::standing::{Standing, Stands};

mod draw;

pub use draw::view;

/// What a text field is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A note on the question.
    Note,
    /// Why the question is put aside.
    Park,
    /// Why the question does not apply.
    NotApplicable,
    /// A figure, a ratio or a text.
    Answer,
    /// Where the evidence is.
    Evidence(EvidenceKind),
    /// Who answers.
    Who,
    /// Words to look for.
    Find,
}

/// What the room is doing.
#[derive(Debug, Default)]
pub enum Mode {
    /// Waiting for an answer.
    #[default]
    Choose,
    /// A range: the first end, once it is there.
    Range(Option<u8>),
    /// Which kind of evidence.
    Kind,
    /// Why a carried answer changes.
    Change(Said),
    /// Typing.
    Type(Box<Field>, Purpose),
}

/// State of the room.
#[derive(Debug, Default)]
pub struct State {
    /// Positions of the questions in the order of asking.
    pub order: Vec<usize>,
    /// Where in the order.
    pub position: usize,
    /// The level under the cursor.
    pub cursor: u8,
    /// Rows scrolled down from the question.
    pub scroll: usize,
    /// What the room is doing.
    pub mode: Mode,
    /// Unsaved text that a crash left behind, for the open field.
    pub left: Option<String>,
}

/// Messages of the room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// A level, or the first digit of a figure.
    Level(u8),
    /// The cursor down.
    Down,
    /// The cursor up.
    Up,
    /// Take what is under the cursor, confirm what was carried.
    Take,
    /// The next question.
    Next,
    /// The question before.
    Previous,
    /// A range of levels.
    Range,
    /// Don't know.
    Unknown,
    /// Does not apply.
    NotApplicable,
    /// Put aside.
    Park,
    /// A note.
    Note,
    /// Evidence.
    Evidence,
    /// Who answers.
    Who,
    /// Find a question.
    Find,
    /// Undo.
    Undo,
    /// Redo.
    Redo,
    /// See more below.
    ScrollDown,
    /// See more above.
    ScrollUp,
    /// The verdict.
    Result,
    /// What is open.
    Review,
    /// What kind of system it is.
    Facts,
    /// What tells most about the verdict first, or the order of the track.
    Worth,
    /// Show the score so far, or hide it.
    Scores,
    /// One step back.
    Back,
}

/// Keys of the room.
pub const KEYS: &[Binding<Message>] = &[
    bind(&["0"], "0-4", "level", Message::Level(0), true),
    bind(&["1"], "", "", Message::Level(1), false),
    bind(&["2"], "", "", Message::Level(2), false),
    bind(&["3"], "", "", Message::Level(3), false),
    bind(&["4"], "", "", Message::Level(4), false),
    // Only where a figure is asked: its first digit.
    bind(&["5"], "", "", Message::Level(5), false),
    bind(&["6"], "", "", Message::Level(6), false),
    bind(&["7"], "", "", Message::Level(7), false),
    bind(&["8"], "", "", Message::Level(8), false),
    bind(&["9"], "", "", Message::Level(9), false),
    bind(&["d"], "d", "don't know", Message::Unknown, true),
    bind(&["n"], "n", "note", Message::Note, true),
    bind(&["e"], "e", "evidence", Message::Evidence, true),
    bind(&["p"], "p", "park", Message::Park, true),
    bind(&["r"], "r", "result", Message::Result, true),
    bind(&["x"], "x", "does not apply", Message::NotApplicable, true),
    bind(&["-"], "-", "a range of levels", Message::Range, false),
    bind(&["enter"], "Enter", "take the level, confirm, or type", Message::Take, false),
    bind(&["down", "j"], "↑↓", "choose a level", Message::Down, false),
    bind(&["up", "k"], "", "", Message::Up, false),
    bind(&["right", "tab", "l"], "→ ←", "next and previous question", Message::Next, false),
    bind(&["left", "backtab", "h"], "", "", Message::Previous, false),
    bind(&["pagedown", "space"], "PgDn PgUp", "more about the question", Message::ScrollDown, false),
    bind(&["pageup"], "", "", Message::ScrollUp, false),
    bind(&["v"], "v", "review what is open", Message::Review, false),
    bind(&["f"], "f", "facts about the system", Message::Facts, false),
    bind(&["m"], "m", "ask what matters most first, or in order", Message::Worth, false),
    bind(&["s"], "s", "show or hide the score so far", Message::Scores, false),
    bind(&["/"], "/", "find a question", Message::Find, false),
    bind(&["w"], "w", "who answers", Message::Who, false),
    bind(&["u"], "u", "undo", Message::Undo, false),
    bind(&["ctrl-r"], "Ctrl-R", "redo", Message::Redo, false),
    bind(&["esc", "q"], "Esc", "back", Message::Back, false),
];

impl State {
    /// The question in focus.
    pub fn question<'s>(&self, session: &'s Session) -> Option<&'s Question> {
        session.open.as_ref()?.round.questionnaire.at(*self.order.get(self.position)?)
    }

    fn standing<'s>(&self, session: &'s Session) -> Option<&'s Standing> {
        session.open.as_ref()?.round.standings.get(*self.order.get(self.position)?)
    }
}

/// Enters the room: at a question, or where one left off.
pub fn arrive(state: &mut State, session: &Session, question: Option<&str>) {
    let Some(open) = &session.open else { return };
    let round = &open.round;
    state.mode = Mode::Choose;
    state.order = route::order(round, &session.track);
    let asked = question.and_then(|id| round.questionnaire.by_id.get(id).copied());
    if let Some(index) = asked
        && !state.order.contains(&index)
    {
        // A question of another track: walk everything from here.
        state.order = (0..round.questionnaire.questions.len()).collect();
    }
    let at = asked.and_then(|index| state.order.iter().position(|i| *i == index));
    state.position = at.or_else(|| route::resume(&state.order, &round.standings)).unwrap_or(0);
    settle(state, session);
}

/// After something was saved: the order may have changed, the question in focus stays.
pub fn refresh(state: &mut State, session: &Session) {
    let Some(open) = &session.open else { return };
    let current = state.order.get(state.position).copied();
    let order = route::order(&open.round, &session.track);
    if session.by_worth {
        // What was asked stays behind, in the order in which it was asked; the rest is sorted anew.
        let asked: Vec<usize> = state.order.iter().take(state.position + 1).copied().filter(|i| order.contains(i)).collect();
        state.position = current.and_then(|c| asked.iter().position(|i| *i == c)).unwrap_or(0);
        state.order = route::by_worth(&open.round, asked, &order);
        return;
    }
    let untouched = open.round.standings.iter().all(|s| s.state == Stands::Inactive || route::pending(s));
    if untouched && order != state.order {
        // Why somebody is here was just said: begin with what matters most then.
        state.position = 0;
        state.order = order;
        settle(state, session);
    } else if let Some(at) = current.and_then(|c| order.iter().position(|i| *i == c)) {
        state.position = at;
        state.order = order;
    } else {
        state.position = state.position.min(state.order.len().saturating_sub(1));
    }
}

/// Whether there is something to say about stopping: the verdict is decided, or settles.
pub fn hints_at_the_end(session: &Session) -> bool {
    session.open.as_ref().is_some_and(|o| draw::end_line(&o.round, session).is_some())
}

/// Puts the cursor on the level that was answered.
fn settle(state: &mut State, session: &Session) {
    state.scroll = 0;
    state.mode = Mode::Choose;
    state.cursor = match state.standing(session) {
        Some(s) if matches!(s.state, Stands::Answered | Stands::Disagreement) => s.span.low,
        _ => state.cursor.min(4),
    };
}

fn go(state: &mut State, session: &Session, position: usize) {
    state.position = position.min(state.order.len().saturating_sub(1));
    settle(state, session);
}

/// After an answer: on to what is still pending. What matters most can only be said once the answer is in.
fn advance(state: &mut State, session: &Session) -> Vec<Effect> {
    if session.by_worth { vec![Effect::Advance] } else { go_on(state, session) }
}

/// On to what is still pending.
pub fn go_on(state: &mut State, session: &Session) -> Vec<Effect> {
    let Some(open) = &session.open else { return Vec::new() };
    match route::next_pending(&state.order, &open.round.standings, state.position) {
        Some(next) => {
            go(state, session, next);
            Vec::new()
        }
        None => {
            state.mode = Mode::Choose;
            vec![Effect::Say("Every question has been answered or put aside. r shows the result.".into())]
        }
    }
}

fn writable(session: &Session) -> Option<Vec<Effect>> {
    let open = session.open.as_ref()?;
    if open.round.state.completed {
        return Some(vec![Effect::Say("This round is completed. Open it again on the review screen (v, then C).".into())]);
    }
    open.read_only.as_ref().map(|why| vec![Effect::Say(format!("This round cannot be written: it {why}"))])
}

/// Saves an answer and moves on. A carried answer that changes is asked why.
fn answer(state: &mut State, session: &Session, value: Said, because: Option<Because>) -> Vec<Effect> {
    if let Some(refused) = writable(session) {
        return refused;
    }
    let (Some(open), Some(question), Some(standing)) = (&session.open, state.question(session), state.standing(session)) else {
        return Vec::new();
    };
    if !question.may_not_apply() && matches!(value, Said::NotApplicable(_)) {
        return vec![Effect::Say("This question decides what is allowed, so it cannot be \"not applicable\". d means don't know.".into())];
    }
    if standing.unconfirmed && because.is_none() && !matches!(state.mode, Mode::Change(_)) {
        if standing.state == Stands::Answered && value == Said::Level(standing.span) {
            return confirm(state, session);
        }
        state.mode = Mode::Change(value);
        return Vec::new();
    }
    let draft = open.answer(&session.author, &question.id, session.respondent.as_deref(), value, because);
    let mut effects = vec![Effect::Record(vec![draft])];
    effects.extend(advance(state, session));
    effects
}

fn confirm(state: &mut State, session: &Session) -> Vec<Effect> {
    if let Some(refused) = writable(session) {
        return refused;
    }
    let (Some(open), Some(question)) = (&session.open, state.question(session)) else { return Vec::new() };
    let mut effects = vec![Effect::Record(vec![open.confirm(&session.author, &question.id, session.respondent.as_deref())])];
    effects.extend(advance(state, session));
    effects
}

/// The key of the draft of a field.
pub fn draft_key(question: &str, purpose: Purpose) -> Option<String> {
    let word = match purpose {
        P::Note => "note",
        P::Park => "park",
        P::NotApplicable => "reason",
        P::Evidence(_) => "evidence",
        P::Answer => "answer",
        P::Who | P::Find => return None,
    };
    Some(format!("{question}.{word}"))
}

fn type_in(state: &mut State, session: &Session, purpose: Purpose, text: &str) -> Vec<Effect> {
    if !matches!(purpose, P::Who | P::Find)
        && let Some(refused) = writable(session)
    {
        return refused;
    }
    let several = matches!(purpose, P::Note | P::Park);
    state.mode = Mode::Type(Box::new(Field::new(text, several)), purpose);
    state.left = None;
    let key = state.question(session).and_then(|q| draft_key(&q.id, purpose));
    if let (Some(open), Some(key)) = (&session.open, key) {
        state.left = open.left_draft(&key).filter(|left| left != text);
    }
    match &state.left {
        Some(_) => vec![Effect::Say("Unsaved text was found here. Ctrl-O brings it back.".into())],
        None => Vec::new(),
    }
}

/// A key while something is typed.
pub fn typed(state: &mut State, session: &Session, key: KeyEvent) -> Vec<Effect> {
    let name = crate::tui::keys::name(key);
    let left = state.left.clone();
    let id = state.question(session).map(|q| q.id.clone()).unwrap_or_default();
    let Mode::Type(field, purpose) = &mut state.mode else { return Vec::new() };
    let purpose = *purpose;
    let draft = draft_key(&id, purpose);
    if name == "ctrl-o"
        && let Some(left) = left
    {
        **field = Field::new(&left, matches!(purpose, P::Note | P::Park));
        state.left = None;
        return Vec::new();
    }
    match field.key(key) {
        Typed::Edited => {
            let text = field.text();
            draft
                .map(|key| if text.trim().is_empty() { Effect::DropDraft(key) } else { Effect::KeepDraft(key, text) })
                .into_iter()
                .collect()
        }
        Typed::Editor if matches!(purpose, P::Note | P::Park) => vec![Effect::Editor(field.text())],
        Typed::Editor => Vec::new(),
        Typed::Left => {
            // The draft stays: Esc leaves the field, it does not throw text away.
            state.mode = Mode::Choose;
            Vec::new()
        }
        Typed::Done => done(state, session, draft),
    }
}

/// A text came back from the editor.
pub fn edited(state: &mut State, session: &Session, text: &str) -> Vec<Effect> {
    let id = state.question(session).map(|q| q.id.clone()).unwrap_or_default();
    let Mode::Type(field, purpose) = &mut state.mode else { return Vec::new() };
    **field = Field::new(text.trim_end(), true);
    let text = field.text();
    draft_key(&id, *purpose).map(|key| Effect::KeepDraft(key, text)).into_iter().collect()
}

/// A paste.
pub fn pasted(state: &mut State, session: &Session, text: &str) -> Vec<Effect> {
    let id = state.question(session).map(|q| q.id.clone()).unwrap_or_default();
    let Mode::Type(field, purpose) = &mut state.mode else { return Vec::new() };
    field.paste(text);
    let text = field.text();
    draft_key(&id, *purpose).map(|key| Effect::KeepDraft(key, text)).into_iter().collect()
}

fn done(state: &mut State, session: &Session, draft: Option<String>) -> Vec<Effect> {
    let Mode::Type(field, purpose) = &state.mode else { return Vec::new() };
    let (text, purpose) = (field.text().trim().to_owned(), *purpose);
    let (Some(open), Some(question)) = (&session.open, state.question(session)) else { return Vec::new() };
    let by = session.respondent.as_deref();
    let drop = draft.map(Effect::DropDraft);
    let mut effects = match purpose {
        P::Find => return find(state, session, &text),
        P::Who => {
            state.mode = Mode::Choose;
            let says = if text.is_empty() { "You answer again.".to_owned() } else { format!("{text} answers from now on.") };
            return vec![Effect::Respondent(text), Effect::Say(says)];
        }
        P::Answer => match entry::parse(question, &text) {
            Ok(value) => answer(state, session, value, None),
            Err(expected) => return vec![Effect::Say(capital(&expected))],
        },
        P::NotApplicable if text.is_empty() => return vec![Effect::Say("Say in a few words why it does not apply.".into())],
        P::NotApplicable => answer(state, session, Said::NotApplicable(text), None),
        P::Park => {
            let text = if text.is_empty() { "parked".to_owned() } else { text };
            let mut effects = vec![Effect::Record(vec![open.note(Some(&question.id), &text, by, true)])];
            effects.extend(advance(state, session));
            effects
        }
        P::Note | P::Evidence(_) if text.is_empty() => {
            state.mode = Mode::Choose;
            Vec::new()
        }
        P::Note => {
            let record = Effect::Record(vec![open.note(Some(&question.id), &text, by, false)]);
            state.mode = Mode::Choose;
            vec![record]
        }
        P::Evidence(kind) => {
            let item = Evidence { kind, at: text, seen: None, text: None };
            let record = Effect::Record(vec![open.evidence(&question.id, item)]);
            state.mode = Mode::Choose;
            vec![record]
        }
    };
    effects.extend(drop);
    effects
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// The next question whose words hold what was typed.
fn find(state: &mut State, session: &Session, text: &str) -> Vec<Effect> {
    state.mode = Mode::Choose;
    let wanted = text.to_lowercase();
    let Some(open) = session.open.as_ref().filter(|_| !wanted.is_empty()) else { return Vec::new() };
    let count = state.order.len();
    let hit = (1..=count).map(|step| (state.position + step) % count.max(1)).find(|p| {
        let question = state.order.get(*p).and_then(|i| open.round.questionnaire.at(*i));
        question.is_some_and(|q| [&q.title, &q.ask, &q.id].iter().any(|t| t.to_lowercase().contains(&wanted)))
    });
    match hit {
        Some(position) => {
            go(state, session, position);
            Vec::new()
        }
        None => vec![Effect::Say(format!("No question holds \"{text}\"."))],
    }
}

/// A key in a small mode: a range, a kind of evidence, why something changed. `None`: the key belongs to the keymap.
pub fn small(state: &mut State, session: &Session, key: &str) -> Option<Vec<Effect>> {
    let digit = key.parse::<u8>().ok().filter(|n| *n <= 4);
    match &state.mode {
        Mode::Range(first) => {
            let first = *first;
            let Some(level) = digit else {
                state.mode = Mode::Choose;
                return Some(Vec::new());
            };
            let Some(low) = first else {
                state.mode = Mode::Range(Some(level));
                return Some(Vec::new());
            };
            state.mode = Mode::Choose;
            let span = Levels { low: low.min(level), high: low.max(level) };
            let value = if span == Levels::ALL { Said::Unknown } else { Said::Level(span) };
            Some(answer(state, session, value, None))
        }
        Mode::Kind => {
            let kind = match key {
                "t" => EvidenceKind::Tested,
                "d" => EvidenceKind::Document,
                "o" => EvidenceKind::Observed,
                "s" => EvidenceKind::Statement,
                "p" => EvidenceKind::Promised,
                _ => {
                    state.mode = Mode::Choose;
                    return Some(Vec::new());
                }
            };
            Some(type_in(state, session, P::Evidence(kind), ""))
        }
        Mode::Change(value) => {
            let value = value.clone();
            let because = match key {
                "h" => Some(Because::Happened),
                "l" => Some(Because::Learned),
                "c" => Some(Because::Corrected),
                "enter" => None,
                _ => {
                    state.mode = Mode::Choose;
                    return Some(Vec::new());
                }
            };
            Some(answer(state, session, value, because))
        }
        Mode::Choose | Mode::Type(..) => None,
    }
}

/// What is typed first when an answer is opened for typing.
fn current_text(question: &Question, session: &Session) -> String {
    let record = session.open.as_ref().and_then(|o| o.round.state.record(&question.id));
    let last = record.and_then(|r| r.answers.last());
    match last.map(|e| &e.body) {
        Some(Body::Answer { value: Said::Figure(f), .. }) => f.show(),
        Some(Body::Answer { value: Said::Text(t), .. }) => t.clone(),
        Some(Body::Answer { value: Said::Parts(parts), .. }) => match &question.kind {
            Kind::Ratio { parts: names, .. } => {
                names.iter().filter_map(|n| parts.get(&n.id)).map(|f| f.show()).collect::<Vec<_>>().join(" / ")
            }
            _ => String::new(),
        },
        _ => String::new(),
    }
}

/// Moves on.
pub fn update(state: &mut State, session: &Session, message: Message) -> Vec<Effect> {
    let Some(question) = state.question(session) else {
        return match message {
            Message::Back => vec![Effect::Go(Route::Back)],
            _ => Vec::new(),
        };
    };
    let levels = matches!(question.kind, Kind::Levels(_));
    match message {
        Message::Level(5..) if levels => return vec![Effect::Say("Levels go from 0 to 4.".into())],
        Message::Level(level) if levels => {
            state.cursor = level;
            return answer(state, session, Said::Level(Levels::level(level)), None);
        }
        Message::Level(digit) => return type_in(state, session, P::Answer, &digit.to_string()),
        Message::Take => {
            if state.standing(session).is_some_and(|s| s.unconfirmed) {
                return confirm(state, session);
            }
            if levels {
                return answer(state, session, Said::Level(Levels::level(state.cursor)), None);
            }
            let text = current_text(question, session);
            return type_in(state, session, P::Answer, &text);
        }
        Message::Down => state.cursor = (state.cursor + 1).min(4),
        Message::Up => state.cursor = state.cursor.saturating_sub(1),
        Message::Next => go(state, session, state.position + 1),
        Message::Previous => go(state, session, state.position.saturating_sub(1)),
        Message::Range if levels => {
            if let Some(refused) = writable(session) {
                return refused;
            }
            state.mode = Mode::Range(None);
        }
        Message::Range => return type_in(state, session, P::Answer, "-"),
        Message::Unknown => return answer(state, session, Said::Unknown, None),
        Message::NotApplicable if !question.may_not_apply() => return answer(state, session, Said::NotApplicable(String::new()), None),
        Message::NotApplicable => return type_in(state, session, P::NotApplicable, ""),
        Message::Park => return type_in(state, session, P::Park, ""),
        Message::Note => return type_in(state, session, P::Note, ""),
        Message::Evidence => {
            if let Some(refused) = writable(session) {
                return refused;
            }
            state.mode = Mode::Kind;
        }
        Message::Who => return type_in(state, session, P::Who, session.respondent.as_deref().unwrap_or("")),
        Message::Find => return type_in(state, session, P::Find, ""),
        Message::Undo => return vec![Effect::Undo],
        Message::Redo => return vec![Effect::Redo],
        Message::ScrollDown => state.scroll = state.scroll.saturating_add(4),
        Message::ScrollUp => state.scroll = state.scroll.saturating_sub(4),
        Message::Result => return vec![Effect::Go(Route::Result)],
        Message::Review => return vec![Effect::Go(Route::Review)],
        Message::Facts => return vec![Effect::Go(Route::Facts)],
        Message::Worth => return vec![Effect::AskByWorth(!session.by_worth)],
        Message::Scores => return vec![Effect::ShowScores(!session.scores_shown)],
        Message::Back => return vec![Effect::Go(Route::Back)],
    }
    Vec::new()
}
