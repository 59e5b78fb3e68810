//! Home: systems and rounds with progress and verdict.

use crate::tui::canvas::Canvas;
use crate::tui::effect::{Effect, INTERVIEW, QUICK, Route};
use crate::tui::keys::{Binding, bind, shown};
use crate::tui::screens::room::{Room, Title};
use crate::tui::session::Session;
use crate::tui::widgets::doc::{Cursor, Doc};
use crate::tui::widgets::list::Move;
use crate::tui::widgets::text::pad;
use crate::workspace::opened::OpenRound;
use crate::workspace::overview::{Key, Overview};
use ratatui::layout::Rect;
use ratatui::text::Span;
use std::collections::VecDeque;
use underpin_core::model::period::RoundId;

/// One round in the list.
#[derive(Clone, Debug)]
pub struct RoundLine {
    /// Its id.
    pub id: RoundId,
    /// Answered and applicable; `None` until it was read.
    pub progress: Option<(usize, usize)>,
    /// The verdict in words, or what is wrong.
    pub verdict: String,
    /// Whether it is completed: only opening it again lets it be written.
    pub completed: bool,
}

/// One system in the list.
#[derive(Clone, Debug)]
pub struct SystemLine {
    /// Folder name.
    pub slug: String,
    /// Name.
    pub name: String,
    /// Its rounds, newest first.
    pub rounds: Vec<RoundLine>,
}

/// State of the room.
#[derive(Debug, Default)]
pub struct State {
    /// Systems; `None` until they were read.
    pub systems: Option<Vec<SystemLine>>,
    /// The round, or the offer, one is at.
    pub cursor: Cursor,
    /// Rounds whose progress and verdict were not read yet: folder name of the system, round.
    pub unread: Vec<(String, RoundId)>,
    /// Rounds whose progress is shown, and whose verdict is still worked out.
    pub untold: VecDeque<(Box<OpenRound>, Key)>,
    /// What is known about rounds.
    pub overview: Overview,
}

/// Messages of the room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// Open what is chosen.
    Open,
    /// A new system.
    New,
    /// A new round of the chosen system.
    NewRound,
    /// The verdict of the chosen round.
    Result,
    /// The quick check.
    Quick,
    /// The discovery interview.
    Interview,
    /// The filled example.
    Demo,
    /// Leave.
    Quit,
    /// There is nothing to go back to: leaving by one Esc too many is no wish to leave.
    Stay,
}

#[derive(Clone, Debug)]
enum Target {
    Round(String, RoundId),
    Offer(Message),
}

impl Room for State {
    type Message = Message;
    const KEYS: &'static [Binding<Message>] = &[
        bind(&["enter", "l", "right"], "Enter", "go on", Message::Open, true),
        bind(&["n"], "n", "new system", Message::New, true),
        bind(&["c"], "c", "new round", Message::NewRound, true),
        bind(&["r"], "r", "result", Message::Result, true),
        bind(&["1"], "1", "start a quick check", Message::Quick, false),
        bind(&["2"], "2", "start a discovery interview", Message::Interview, false),
        bind(&["3", "D"], "3", "look at a filled example", Message::Demo, false),
        bind(&["q"], "q", "quit", Message::Quit, true),
        bind(&["esc"], "", "", Message::Stay, false),
    ];
    const LIST: bool = true;

    fn title(&self, session: &Session, _: u16) -> Title {
        Title { what: "Underpin".into(), right: session.place.clone(), of_round: false }
    }

    fn arrive(&mut self, _: &Session) -> Vec<Effect> {
        vec![Effect::LoadSystems]
    }

    fn update(&mut self, session: &Session, message: Message) -> Vec<Effect> {
        let doc = doc(self, session, session.width());
        let chosen = doc.chosen(self.cursor);
        let start = |track: &str| vec![Effect::Go(Route::Start { system: None, track: track.into() })];
        let open = |then: Route| match &chosen {
            Some(Target::Round(slug, round)) => vec![Effect::Open { slug: slug.clone(), round: round.clone(), then }],
            _ => Vec::new(),
        };
        match message {
            Message::Open => match chosen {
                Some(Target::Offer(offer)) => self.update(session, offer),
                _ => open(Route::Question(None)),
            },
            Message::Result => open(Route::Result),
            Message::New | Message::Quick => start(QUICK),
            Message::NewRound => {
                let system = match &chosen {
                    Some(Target::Round(slug, _)) => self.systems.iter().flatten().find(|s| s.slug == *slug).map(|s| s.name.clone()),
                    _ => None,
                };
                vec![Effect::Go(Route::Start { system, track: String::new() })]
            }
            Message::Interview => start(INTERVIEW),
            Message::Demo => vec![Effect::Demo],
            Message::Quit => vec![Effect::Quit],
            Message::Stay => vec![Effect::Say(format!("This is home. {} quits.", shown(Self::KEYS, &Message::Quit)))],
        }
    }

    fn moved(&mut self, session: &Session, by: Move) {
        self.cursor = doc(self, session, session.width()).choose(self.cursor, by, session.height());
    }

    fn view(&self, session: &Session, canvas: &mut Canvas, area: Rect) {
        let doc = doc(self, session, area.width);
        let cursor = if doc.chosen(self.cursor).is_some() { self.cursor } else { doc.first() };
        doc.draw(canvas, area, cursor, session.theme);
    }
}

impl State {
    /// Whether something of the list is still to come.
    pub fn is_reading(&self) -> bool {
        !self.unread.is_empty() || !self.untold.is_empty()
    }

    /// Puts the cursor on the first round, where it is on none.
    pub fn place_cursor(&mut self, session: &Session) {
        let doc = doc(self, session, session.width());
        if doc.chosen(self.cursor).is_none() {
            self.cursor = doc.first();
        }
    }
}

fn doc(state: &State, session: &Session, width: u16) -> Doc<Target> {
    let theme = session.theme;
    let mut doc = Doc::new(width);
    let Some(systems) = &state.systems else {
        return doc;
    };
    if systems.is_empty() {
        doc.gap();
        doc.text("", 0, "Underpin asks about a backend, judges keep or rebuild, and plans the work.", theme.strong(), None);
        doc.text("", 0, "Answers stay in plain files on this machine; \"don't know\" is a fine one.", theme.dim(), None);
        doc.text("", 0, "Nothing is here yet. Where do you want to begin?", theme.dim(), None);
        doc.gap();
        let offers = [
            ("Quick check", "15 minutes, for founders", Message::Quick),
            ("Interview", "two sessions of discovery, for a full verdict", Message::Interview),
            ("Demo", "a filled example; nothing is kept", Message::Demo),
        ];
        for (title, what, message) in offers {
            let key = shown(State::KEYS, &message);
            let spans =
                vec![Span::styled(format!("{key}  "), theme.focus()), Span::raw(pad(title, 14, "")), Span::styled(what, theme.dim())];
            doc.row(spans, Some(Target::Offer(message)));
        }
        return doc;
    }
    // On a narrow screen the verdict needs the room.
    let wide = width >= 90;
    for system in systems {
        doc.gap();
        doc.text("", 0, &system.name, theme.strong(), None);
        for round in &system.rounds {
            let answered = if wide { " answered" } else { "" };
            let progress = round.progress.map_or_else(String::new, |(a, b)| format!("{a:>3} of {b}{answered}"));
            let verdict_style = if round.completed { theme.dim() } else { ratatui::style::Style::new() };
            let done = if round.completed { "  completed" } else { "" };
            let spans = vec![
                Span::raw(pad(round.id.as_str(), 14, theme.ellipsis())),
                Span::styled(pad(&progress, if wide { 21 } else { 12 }, ""), theme.dim()),
                Span::styled(format!("{}{done}", round.verdict), verdict_style),
            ];
            doc.row(spans, Some(Target::Round(system.slug.clone(), round.id.clone())));
        }
    }
    doc
}
