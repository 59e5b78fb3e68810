//! What if: levels move with the arrow keys, and the verdict moves with them. Nothing is saved.

use crate::tui::canvas::Canvas;
use crate::tui::effect::{Effect, Route};
use crate::tui::keys::{Binding, bind};
use crate::tui::screens::room::{Room, Title};
use crate::tui::session::Session;
use crate::tui::widgets::doc::{Cursor, Doc};
use crate::tui::widgets::list::Move;
use crate::tui::widgets::strip;
use crate::tui::widgets::text::{fit, pad};
use crate::words;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use std::collections::BTreeMap;
use underpin_core::decision::reason::Reason;
use underpin_core::model::exact::percent;
use underpin_core::model::question::Question;
use underpin_core::round::Round;
use underpin_core::standing::Stands;

/// State of the room.
#[derive(Debug, Default)]
pub struct State {
    /// The question one is at.
    pub cursor: Cursor,
    /// Assumed levels by position of the question.
    pub levels: BTreeMap<usize, u8>,
    /// The round that the levels belong to: system and round.
    round: String,
}

/// Messages of the room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// One level better.
    Better,
    /// One level worse.
    Worse,
    /// A level.
    Level(u8),
    /// As it was answered.
    Reset,
    /// All as they were answered.
    ResetAll,
    /// To the room one came from.
    Back,
}

/// Rows above the list: verdict, strip, scores, a gap.
const HEAD: u16 = 4;

impl State {
    /// The round as if the assumed levels had been answered.
    pub fn assumed_round(&self, session: &Session) -> Option<Round> {
        let round = &session.open.as_ref()?.round;
        let levels: Vec<(usize, u8)> = self.levels.iter().map(|(i, l)| (*i, *l)).collect();
        Some(if levels.is_empty() { round.clone() } else { round.what_if(&levels) })
    }
}

impl Room for State {
    type Message = Message;
    const KEYS: &'static [Binding<Message>] = &[
        bind(&["right", "l", "+"], "← →", "level", Message::Better, true),
        bind(&["left", "h", "-"], "", "", Message::Worse, false),
        bind(&["0"], "0-4", "level", Message::Level(0), false),
        bind(&["1"], "", "", Message::Level(1), false),
        bind(&["2"], "", "", Message::Level(2), false),
        bind(&["3"], "", "", Message::Level(3), false),
        bind(&["4"], "", "", Message::Level(4), false),
        bind(&["x", "backspace"], "x", "as answered", Message::Reset, true),
        bind(&["r"], "r", "all as answered", Message::ResetAll, true),
        bind(&["esc", "q"], "Esc", "back", Message::Back, true),
    ];
    const LIST: bool = true;

    fn title(&self, _: &Session, _: u16) -> Title {
        Title { what: "what if".into(), right: "nothing here is saved".into(), of_round: true }
    }

    /// Assumptions about another round are forgotten.
    fn arrive(&mut self, session: &Session) -> Vec<Effect> {
        let Some(open) = &session.open else { return Vec::new() };
        let round = format!("{} {}", open.slug, open.round.id);
        if self.round != round {
            *self = State { round, ..State::default() };
        }
        self.cursor = doc(self, session, session.width()).first();
        Vec::new()
    }

    fn update(&mut self, session: &Session, message: Message) -> Vec<Effect> {
        let doc = doc(self, session, session.width());
        let chosen = doc.chosen(self.cursor);
        let level = |index: usize| self.levels.get(&index).copied().or_else(|| answered(session, index));
        match message {
            Message::Better | Message::Worse => {
                if let Some(index) = chosen {
                    let better = message == Message::Better;
                    let next = match level(index) {
                        Some(level) if better => (level + 1).min(4),
                        Some(level) => level.saturating_sub(1),
                        // What is open begins in the middle.
                        None => 2,
                    };
                    self.levels.insert(index, next);
                }
            }
            Message::Level(level) => {
                if let Some(index) = chosen {
                    self.levels.insert(index, level);
                }
            }
            Message::Reset => {
                if let Some(index) = chosen {
                    self.levels.remove(&index);
                }
            }
            Message::ResetAll => self.levels.clear(),
            Message::Back => return vec![Effect::Go(Route::Back)],
        }
        // A level that was answered is no assumption.
        self.levels.retain(|index, level| answered(session, *index) != Some(*level));
        Vec::new()
    }

    fn moved(&mut self, session: &Session, by: Move) {
        let height = session.height().saturating_sub(HEAD);
        self.cursor = doc(self, session, session.width()).choose(self.cursor, by, height);
    }

    fn view(&self, session: &Session, canvas: &mut Canvas, area: Rect) {
        let (Some(open), Some(then)) = (&session.open, self.assumed_round(session)) else { return };
        let (theme, round) = (session.theme, &open.round);
        let (now_is, then_is) = (round.outcome.reference.verdict, then.outcome.reference.verdict);
        let narrow = area.width < 64;
        let mut sentence = vec![Span::raw("  ")];
        match (self.levels.len(), now_is == then_is) {
            (0, _) if narrow => sentence.push(Span::styled("Arrow keys move a level.", theme.dim())),
            (0, _) => sentence.push(Span::styled("Move a level with the arrow keys and see the verdict move.", theme.dim())),
            (_, true) if narrow => sentence.push(Span::raw(format!("It stays {now_is}."))),
            (_, false) if narrow => {
                sentence.push(Span::raw(format!("{now_is} {} ", theme.arrow())));
                sentence.push(Span::styled(then_is.word(), theme.focus()));
            }
            (n, true) => sentence.push(Span::raw(format!("{}: it stays {now_is}.", assumed(n)))),
            (n, false) => {
                sentence.push(Span::raw(format!("{}: {now_is} becomes ", assumed(n))));
                sentence.push(Span::styled(then_is.word(), theme.focus()));
                sentence.push(Span::raw("."));
            }
        }
        let mut strip = vec![Span::raw("  ")];
        strip.extend(strip::strip(theme, area.width >= 50, Some(then_is), then.outcome.interval()));
        let lines = [Line::from(sentence), Line::from(strip), Line::from(scores(round, &then, session, area.width))];
        let head = if area.height >= HEAD + 4 { HEAD } else { 2 };
        let shown = if head == HEAD { &lines[..] } else { lines.get(..2).unwrap_or_default() };
        for (y, line) in (area.y..).zip(shown) {
            canvas.line(area.x, y, line, area.width);
        }
        let list = Rect { y: area.y + head.min(area.height), height: area.height.saturating_sub(head), ..area };
        doc(self, session, area.width).draw(canvas, list, self.cursor, theme);
    }
}

/// The level that was answered, if it is one.
fn answered(session: &Session, index: usize) -> Option<u8> {
    let standing = session.open.as_ref()?.round.standings.get(index)?;
    (standing.state == Stands::Answered && standing.span.is_point()).then_some(standing.span.low)
}

/// Questions in the order of the list: those that turn the verdict most easily, then the others by area.
fn questions(round: &Round, session: &Session) -> (Vec<usize>, Vec<usize>) {
    let mut first: Vec<usize> = Vec::new();
    if let Some(c) = &session.certainty {
        let flips = [&c.stronger, &c.milder, &c.doubt_needed];
        let reason = match &c.reason {
            Reason::Verdict(_) => Vec::new(),
            Reason::Between { at_least, at_most } => at_least.iter().chain(at_most).copied().collect(),
        };
        let all = flips.into_iter().flatten().flat_map(|f| f.notches.iter().map(|n| n.question));
        for index in all.chain(c.gates.iter().map(|g| g.question)).chain(c.next.iter().take(5).map(|n| n.question)).chain(reason) {
            if !first.contains(&index) && first.len() < 20 {
                first.push(index);
            }
        }
    }
    let applies = |i: &usize| {
        let scored = round.questionnaire.at(*i).is_some_and(Question::scored);
        scored && round.standings.get(*i).is_some_and(|s| s.state != Stands::Inactive)
    };
    let others = round.base.questions.iter().copied().filter(|i| applies(i) && !first.contains(i)).collect();
    (first, others)
}

fn doc(state: &State, session: &Session, width: u16) -> Doc<usize> {
    let mut doc = Doc::new(width);
    let Some(open) = &session.open else { return doc };
    let round = &open.round;
    let theme = session.theme;
    let (first, others) = questions(round, session);
    let row = |doc: &mut Doc<usize>, index: usize| {
        let (Some(question), Some(standing)) = (round.questionnaire.at(index), round.standings.get(index)) else { return };
        let now = match standing.state {
            state if state.has_value() => standing.span.show(),
            other => theme.state(other).to_owned(),
        };
        let assumed = state.levels.get(&index);
        let level = match assumed {
            Some(level) => format!("{now} {} {level}", theme.arrow()),
            None => now,
        };
        let says = assumed.map_or_else(
            || words::answer(question, Some(standing)),
            |l| question.level_text(*l).map_or_else(|| words::level(question, *l), str::to_owned),
        );
        let style = if assumed.is_some() { theme.focus() } else { theme.dim() };
        let title = if doc.width >= 60 { 26 } else { 18 };
        let spans = vec![
            Span::raw(pad(&question.title, title, theme.ellipsis())),
            Span::styled(format!(" {} ", pad(&level, 7, "")), style),
            Span::styled(fit(&says, doc.width.saturating_sub(title + 9), theme.ellipsis()), theme.dim()),
        ];
        doc.row(spans, Some(index));
    };
    if !first.is_empty() {
        doc.text("", 0, "These turn it most easily", theme.focus(), None);
        first.into_iter().for_each(|i| row(&mut doc, i));
    }
    let mut area = usize::MAX;
    for index in others {
        let Some(question) = round.questionnaire.at(index) else { continue };
        if question.area != area {
            area = question.area;
            doc.gap();
            doc.text("", 0, round.questionnaire.area_title(question), theme.focus(), None);
        }
        row(&mut doc, index);
    }
    doc
}

fn assumed(n: usize) -> String {
    if n == 1 { "With one other answer".into() } else { format!("With {n} other answers") }
}

/// The sub-scores, and where they move to.
fn scores(now: &Round, then: &Round, session: &Session, width: u16) -> Vec<Span<'static>> {
    let theme = session.theme;
    let (a, b) = (&now.outcome.reference.scores, &then.outcome.reference.scores);
    let wide = width >= 76;
    let named = [
        (if wide { "Foundation" } else { "F" }, &a.foundation, &b.foundation),
        (if wide { "Pain" } else { "P" }, &a.pain, &b.pain),
        (if wide { "Day-to-day" } else { "D" }, &a.tactical, &b.tactical),
        (if wide { "Readiness" } else { "R" }, &a.feasibility, &b.feasibility),
    ];
    let mut spans = vec![Span::raw("  ")];
    for (name, old, new) in named {
        let (Some(old), Some(new)) = (old, new) else { continue };
        let (old, new) = (percent(old), percent(new));
        spans.push(Span::styled(format!("{name} "), theme.dim()));
        if old == new {
            spans.push(Span::raw(format!("{old} %   ")));
        } else {
            spans.push(Span::raw(format!("{old} {} ", theme.arrow())));
            spans.push(Span::styled(format!("{new} %   "), theme.focus()));
        }
    }
    spans
}
