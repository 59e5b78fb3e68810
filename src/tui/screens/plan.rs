//! Plan: actions grouped by time, their details, export.

use crate::report::facts::{ActionView, Context};
use crate::tui::canvas::Canvas;
use crate::tui::effect::{Effect, Route};
use crate::tui::keys::{Binding, Hint, bind};
use crate::tui::screens::room::{Room, Title};
use crate::tui::session::Session;
use crate::tui::widgets::doc::{Cursor, Doc, toggle};
use crate::tui::widgets::field::{Field, Press, Typed, hint, key_of};
use crate::tui::widgets::list::Move;
use crate::tui::widgets::text::{fit, pad};
use crate::words::{self, Asked, Titled};
use crate::workspace::reports;
use crossterm::event::KeyEvent;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;
use std::collections::BTreeSet;
use std::path::PathBuf;
use underpin_core::plan::Group;

/// State of the room.
#[derive(Debug, Default)]
pub struct State {
    /// Where one is on the page.
    pub cursor: Cursor,
    /// Actions that are open.
    pub unfolded: BTreeSet<String>,
    /// Where to export to, while it is typed.
    pub path: Option<Field>,
}

/// Messages of the room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// Open the action.
    Unfold,
    /// Write the plan to a file.
    Export,
    /// To the room one came from.
    Back,
}

#[derive(Clone, Debug)]
enum Target {
    Action(String),
    Question(String),
}

impl Room for State {
    type Message = Message;
    const KEYS: &'static [Binding<Message>] = &[
        bind(&["enter", "l", "right"], "Enter", "details", Message::Unfold, true),
        bind(&["e"], "e", "export", Message::Export, true),
        bind(&["esc", "q", "h", "left"], "Esc", "back", Message::Back, true),
    ];
    const LIST: bool = true;

    fn title(&self, session: &Session, _: u16) -> Title {
        Title { what: "action plan".into(), right: session.saved_word(), of_round: true }
    }

    fn arrive(&mut self, session: &Session) -> Vec<Effect> {
        if session.context.is_none() {
            return vec![Effect::LoadContext];
        }
        let doc = doc(self, session, session.width());
        if doc.chosen(self.cursor).is_none() {
            self.cursor = doc.first();
        }
        Vec::new()
    }

    fn update(&mut self, session: &Session, message: Message) -> Vec<Effect> {
        let doc = doc(self, session, session.width());
        match message {
            Message::Back => return vec![Effect::Go(Route::Back)],
            Message::Export => {
                let name = session.open.as_ref().map(reports::plan_file).unwrap_or_default();
                self.path = Some(Field::new(&name, false));
            }
            Message::Unfold => match doc.chosen(self.cursor) {
                Some(Target::Action(name)) => toggle(&mut self.unfolded, name),
                Some(Target::Question(id)) => return vec![Effect::Go(Route::Question(Some(id)))],
                None => {}
            },
        }
        Vec::new()
    }

    fn moved(&mut self, session: &Session, by: Move) {
        self.cursor = doc(self, session, session.width()).go(self.cursor, by, session.height());
    }

    fn asked(&self) -> Option<Vec<Hint>> {
        self.path.is_some().then(|| vec![hint(Press::Take, "write"), hint(Press::Leave, "back")])
    }

    fn is_typing(&self) -> bool {
        self.path.is_some()
    }

    fn typed(&mut self, _: &Session, key: KeyEvent) -> Vec<Effect> {
        let Some(field) = &mut self.path else { return Vec::new() };
        match field.key(key) {
            Typed::Done if !field.is_empty() => {
                let path = PathBuf::from(field.text().trim());
                self.path = None;
                vec![Effect::Export(path)]
            }
            Typed::Done | Typed::Left => {
                self.path = None;
                Vec::new()
            }
            Typed::Edited | Typed::Editor => Vec::new(),
        }
    }

    fn pasted(&mut self, _: &Session, text: &str) -> Vec<Effect> {
        if let Some(field) = &mut self.path {
            field.paste(text);
        }
        Vec::new()
    }

    fn view(&self, session: &Session, canvas: &mut Canvas, area: Rect) {
        let theme = session.theme;
        let Some(field) = &self.path else {
            doc(self, session, area.width).draw(canvas, area, self.cursor, theme);
            return;
        };
        let width = usize::from(area.width.saturating_sub(4));
        canvas.put(
            area.x + 2,
            area.y,
            format!("Write the plan to which file? {} writes, {} goes back.", key_of(Press::Take), key_of(Press::Leave)),
            width,
            theme.strong(),
        );
        let line = Rect::new(area.x + 2, area.y.saturating_add(1), area.width.saturating_sub(4), 1).intersection(area);
        field.draw(canvas, line, theme);
    }
}

fn doc(state: &State, session: &Session, width: u16) -> Doc<Target> {
    let theme = session.theme;
    let mut doc = Doc::new(width);
    let Some(context) = &session.context else { return doc };
    let finds_out = !context.asks.is_empty() && context.asks_first;
    if finds_out {
        find_out(&mut doc, session, context);
    } else if context.actions.is_empty() {
        doc.text("", 0, "No answer calls for an action.", theme.good(), None);
    }
    if !context.actions.is_empty() {
        if finds_out {
            doc.gap();
            doc.text("", 0, "Whatever comes out", theme.strong(), None);
        }
        let upkeep = context.upkeep.map_or_else(String::new, |why| format!("{why} "));
        doc.text(
            "",
            0,
            &format!("{} of work in all. {}Estimate again before you promise anything.", context.effort, upkeep),
            theme.dim(),
            None,
        );
        for caution in context.not_yet.iter().filter(|c| c.heads_plan) {
            doc.text("", 0, &format!("{}: {}", caution.title, caution.reason), theme.attention(), None);
        }
    }
    if let Some(waits) = &context.waits {
        doc.text("", 0, waits, theme.attention(), None);
    }
    for horizon in context.horizons.iter().filter(|h| !h.actions.is_empty()) {
        doc.gap();
        doc.text("", 0, horizon.title.title(), theme.focus(), None);
        for action in &horizon.actions {
            row(&mut doc, state, session, action);
        }
    }
    if !context.actions.is_empty() {
        doc.gap();
        doc.text("", 0, &context.capacity, theme.dim(), None);
    }
    doc.gap();
    doc.text("", 0, "What keeps it healthy", theme.focus(), None);
    for practice in &context.practices {
        doc.text("", 0, &practice.title, theme.strong(), None);
        doc.text("", 3, &practice.text, theme.dim(), None);
    }
    doc
}

/// Where nothing is decided, or nothing calls for an action, finding out comes first.
fn find_out(doc: &mut Doc<Target>, session: &Session, context: &Context) {
    let theme = session.theme;
    if context.undecided {
        doc.text("", 0, &context.headline, theme.strong(), None);
        doc.text("", 0, &context.meaning, Style::new(), None);
    }
    let asked: Vec<Asked> = context.asks.iter().map(|a| a.to_do).collect();
    doc.text("", 0, &format!("The first actions are to {}:", words::to_do(&asked)), theme.strong(), None);
    for (i, ask) in context.asks.iter().enumerate() {
        doc.text(&format!("{}. ", i + 1), 3, &ask.sentence(), Style::new(), None);
        if !ask.show.is_empty() {
            doc.text("", 3, &format!("done when you saw: {}", ask.show.replace('`', "")), theme.dim(), None);
        }
    }
}

/// Why it stands where it stands; nothing where that needs no word.
fn label(action: &ActionView) -> String {
    if action.group == Group::Theme { String::new() } else { format!("  {}", action.group.title().to_lowercase()) }
}

fn row(doc: &mut Doc<Target>, state: &State, session: &Session, action: &ActionView) {
    let theme = session.theme;
    let style = if action.closed { theme.dim() } else { Style::new() };
    let group = if doc.width >= 80 { label(action) } else { String::new() };
    // The widest effort is "6-18 person-months"; most are short, and one column keeps them in line.
    let column = if doc.width >= 60 { 18 } else { 10 };
    let room = doc.width.saturating_sub(5 + if doc.width >= 80 { 20 } else { 0 } + column);
    let spans = vec![
        Span::styled(format!("{} ", action.name), theme.dim()),
        Span::styled(pad(&action.title, room, theme.ellipsis()), style),
        Span::styled(format!("{:>column$}{group}", fit(&action.effort(), column, theme.ellipsis())), theme.dim()),
    ];
    doc.row(spans, Some(Target::Action(action.name.clone())));
    if !state.unfolded.contains(&action.name) {
        return;
    }
    let dim = theme.dim();
    doc.text("", 5, &action.title, theme.strong(), None);
    doc.text("", 5, &action.gain, Style::new(), None);
    doc.text(
        "",
        5,
        &format!(
            "Effort {}, impact {}, cost {}, risk {}, by {}",
            action.effort(),
            ActionView::grade(action.impact),
            ActionView::grade(action.cost),
            ActionView::grade(action.risk),
            action.who
        ),
        dim,
        None,
    );
    for (what, text) in [("Effort is", &action.effort_from), ("Running cost:", &action.running), ("Paid to others:", &action.outside_cost)]
    {
        if !text.is_empty() {
            doc.text("", 5, &format!("{what} {text}"), dim, None);
        }
    }
    if !action.after.is_empty() {
        doc.text("", 5, &format!("After {}", action.after.join(", ")), dim, None);
    }
    for (i, step) in action.steps.iter().enumerate() {
        doc.text(&format!("     {}. ", i + 1), 8, step, Style::new(), None);
    }
    doc.text("", 5, &format!("Done when: {}", action.done_when), Style::new(), None);
    if !action.helps_not.is_empty() {
        doc.text("", 5, &format!("Does not help: {}", action.helps_not), dim, None);
    }
    if !action.pitfalls.is_empty() {
        doc.text("", 5, &format!("Pitfalls: {}", action.pitfalls.join("; ")), dim, None);
    }
    for cause in &action.causes {
        let why = if action.prerequisite { "needed for" } else { "because" };
        doc.text("", 5, &format!("{why} {}: {}", cause.title, cause.answer), dim, Some(Target::Question(cause.id.clone())));
    }
}
