//! Facts: what kind of system it is. They decide what is asked and what comes first, never how an answer counts.

use crate::tui::canvas::Canvas;
use crate::tui::effect::{Effect, Route};
use crate::tui::keys::{Binding, bind};
use crate::tui::screens::room::{Room, Title};
use crate::tui::session::Session;
use crate::tui::widgets::doc::{Cursor, Doc};
use crate::tui::widgets::list::Move;
use crate::tui::widgets::text::pad;
use crate::words::choice;
use ratatui::layout::Rect;
use ratatui::text::Span;
use underpin_core::log::event::Setting;
use underpin_core::log::key::SettingKey;
use underpin_core::model::question::FactKind;
use underpin_core::standing::facts::fact_value;

/// State of the room.
#[derive(Debug, Default)]
pub struct State {
    /// The fact, or the choice, one is at.
    pub cursor: Cursor,
}

/// Messages of the room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// The next value: yes, no, don't know; or this choice.
    Turn,
    /// The fact holds.
    Yes,
    /// The fact does not hold, or is not this choice.
    No,
    /// Not known yet.
    Unknown,
    /// To the room one came from.
    Back,
}

/// A row: a fact, and for a choice which one.
type Target = (String, Option<String>);

impl Room for State {
    type Message = Message;
    const KEYS: &'static [Binding<Message>] = &[
        bind(&["y"], "y", "yes", Message::Yes, true),
        bind(&["n"], "n", "no", Message::No, true),
        bind(&["d"], "d", "don't know yet", Message::Unknown, true),
        bind(&["enter", "space"], "Enter", "choose, or the next value", Message::Turn, true),
        bind(&["esc", "q", "h", "left"], "Esc", "back", Message::Back, true),
    ];
    const LIST: bool = true;

    fn title(&self, session: &Session, _: u16) -> Title {
        Title { what: "about the system".into(), right: session.saved_word(), of_round: true }
    }

    fn arrive(&mut self, session: &Session) -> Vec<Effect> {
        let doc = doc(session, session.width());
        if doc.chosen(self.cursor).is_none() {
            self.cursor = doc.first();
        }
        Vec::new()
    }

    fn update(&mut self, session: &Session, message: Message) -> Vec<Effect> {
        let doc = doc(session, session.width());
        let chosen = doc.chosen(self.cursor);
        match (message, chosen) {
            (Message::Back, _) => vec![Effect::Go(Route::Back)],
            (_, Some(target)) => set(self, session, &doc, &target, message),
            (_, None) => Vec::new(),
        }
    }

    fn moved(&mut self, session: &Session, by: Move) {
        self.cursor = doc(session, session.width()).choose(self.cursor, by, session.height());
    }

    fn view(&self, session: &Session, canvas: &mut Canvas, area: Rect) {
        doc(session, area.width).draw(canvas, area, self.cursor, session.theme);
    }
}

fn set(state: &mut State, session: &Session, doc: &Doc<Target>, (fact, option): &Target, message: Message) -> Vec<Effect> {
    let Some(open) = &session.open else { return Vec::new() };
    let now = fact_value(&open.round.questionnaire, &open.round.state, fact);
    let next = match (option, message) {
        (_, Message::Unknown) => None,
        (Some(option), Message::No) if now.as_ref() == Some(option) => None,
        (Some(_), Message::No) => return Vec::new(),
        (Some(option), Message::Turn) if now.as_ref() == Some(option) => None,
        (Some(option), _) => Some(Setting::Text(option.clone())),
        (None, Message::Yes) => Some(Setting::Bool(true)),
        (None, Message::No) => Some(Setting::Bool(false)),
        (None, _) => match now.as_deref() {
            None => Some(Setting::Bool(true)),
            Some("true") => Some(Setting::Bool(false)),
            Some(_) => None,
        },
    };
    if option.is_none() && message != Message::Turn {
        state.cursor = doc.choose(state.cursor, Move::Down, session.height());
    }
    let key = SettingKey::fact(fact);
    let unchanged = next.as_ref().map(Setting::show) == now && !open.round.state.conflicts().contains(&&key);
    if unchanged { Vec::new() } else { vec![Effect::Record(vec![open.set(key, next)])] }
}

fn doc(session: &Session, width: u16) -> Doc<Target> {
    let theme = session.theme;
    let mut doc = Doc::new(width);
    let Some(open) = &session.open else { return doc };
    let (model, state) = (&open.round.questionnaire, &open.round.state);
    if model.facts.is_empty() {
        doc.text("", 0, "This questionnaire asks for no facts.", theme.dim(), None);
        return doc;
    }
    doc.text(
        "",
        0,
        "What kind of system is it? Questions that do not apply are left out; while a fact is not known, they stay.",
        theme.dim(),
        None,
    );
    let conflicts = state.conflicts();
    for fact in &model.facts {
        let now = fact_value(model, state, &fact.id);
        match &fact.kind {
            FactKind::Choice(choices) => {
                doc.gap();
                doc.text("", 0, &fact.ask, theme.strong(), None);
                for option in choices {
                    let here = now.as_ref() == Some(option);
                    let mark = if here { theme.on() } else { theme.off() };
                    let style = if here { theme.good() } else { ratatui::style::Style::new() };
                    let spans = vec![Span::styled(format!("{mark} "), style), Span::styled(choice(option), style)];
                    doc.row(spans, Some((fact.id.clone(), Some(option.clone()))));
                }
                doc.gap();
            }
            FactKind::YesNo => {
                let (word, style) = match now.as_deref() {
                    Some("true") => ("yes", theme.good()),
                    Some(_) => ("no", ratatui::style::Style::new()),
                    None if conflicts.contains(&&SettingKey::fact(&fact.id)) => ("people differ", theme.attention()),
                    None => ("-", theme.dim()),
                };
                let room = doc.width.saturating_sub(15).max(20);
                let mut lines = crate::tui::widgets::text::wrap(&fact.ask, room).into_iter();
                let first = lines.next().unwrap_or_default();
                let spans = vec![Span::styled(pad(word, 14, ""), style), Span::raw(first)];
                doc.row(spans, Some((fact.id.clone(), None)));
                for line in lines {
                    doc.row(vec![Span::raw(" ".repeat(14)), Span::raw(line)], None);
                }
            }
        }
    }
    doc
}
