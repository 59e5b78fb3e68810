//! The question, its levels, and what supports them.

use crate::tui::canvas::Canvas;
use crate::tui::keys::{offered, together};
use crate::tui::screens::question::keys::{ENDS, LEAVE, REASONS};
use crate::tui::screens::question::{Message, Mode, State, key_of};
use crate::tui::session::Session;
use crate::tui::theme::Theme;
use crate::tui::widgets::text::{fit, pad, wrap};
use crate::words;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use underpin_core::log::event::{Body, Levels, Said};
use underpin_core::model::question::{Kind, Question};
use underpin_core::round::Round;
use underpin_core::standing::{Standing, Stands};

/// Rows of the page, and which one has the cursor.
struct Page<'t> {
    theme: Theme,
    width: usize,
    rows: Vec<Line<'static>>,
    cursor: usize,
    question: &'t Question,
}

impl Page<'_> {
    fn text(&mut self, lead: &str, indent: usize, text: &str, style: Style) {
        for (i, line) in wrap(text, self.width.saturating_sub(indent).max(6)).into_iter().enumerate() {
            let lead = if i == 0 { pad(lead, indent, "") } else { " ".repeat(indent) };
            self.rows.push(Line::from(vec![Span::styled(lead, self.theme.dim()), Span::styled(line, style)]));
        }
    }

    fn gap(&mut self) {
        self.rows.push(Line::default());
    }
}

pub(super) fn page(state: &State, session: &Session, round: &Round, question: &Question, canvas: &mut Canvas, area: Rect) {
    if area.is_empty() {
        return;
    }
    let theme = session.theme;
    let Some(standing) = round.standings.get(question.index) else { return };
    let tall = area.height >= 16;
    let mut page = Page { theme, width: usize::from(area.width).min(84), rows: Vec::new(), cursor: 0, question };
    if tall {
        page.gap();
    }
    page.text("", 0, &question.ask, theme.strong());
    if tall {
        page.gap();
    }
    choices(&mut page, state, standing);
    prompt(&mut page, state, round);
    let before = page.rows.len();
    status(&mut page, session, round, standing);
    if tall && page.rows.len() > before {
        page.rows.insert(before, Line::default());
    }
    if tall {
        page.gap();
    }
    details(&mut page, round, standing);
    let height = usize::from(area.height);
    // The chosen level stays in sight, unless one scrolls on purpose.
    let needed = (page.cursor + 2).saturating_sub(height);
    let scroll = (needed + state.scroll).min(page.rows.len().saturating_sub(height));
    for (i, line) in page.rows.iter().skip(scroll).take(height).enumerate() {
        canvas.line(area.x, area.y + u16::try_from(i).unwrap_or(0), line, area.width);
    }
    if page.rows.len() > scroll + height {
        canvas.put(area.right().saturating_sub(1), area.bottom() - 1, theme.more(), 1, theme.dim());
    }
    if let Some(y) = page.cursor.checked_sub(scroll).filter(|y| *y < height) {
        canvas.set_cursor(area.x + 2.min(area.width - 1), area.y + u16::try_from(y).unwrap_or(0));
    }
}

fn choices(page: &mut Page<'_>, state: &State, standing: &Standing) {
    let theme = page.theme;
    let answered = standing.state.has_value();
    match &page.question.kind {
        Kind::Levels(levels) => {
            // Nothing is chosen yet: the real cursor waits at the first level, without a mark that would suggest it.
            page.cursor = page.rows.len();
            for (level, text) in levels.iter().enumerate() {
                let here = state.cursor.map(usize::from) == Some(level);
                let inside = answered && holds(standing, level);
                let style = if inside {
                    theme.focus()
                } else if here {
                    theme.strong()
                } else {
                    Style::new()
                };
                let mark = if here { theme.pointer() } else { " " };
                let chosen = if inside { theme.state(Stands::Answered) } else { " " };
                if here {
                    page.cursor = page.rows.len();
                }
                let width = page.width.saturating_sub(7).max(6);
                for (i, line) in wrap(text, width).into_iter().enumerate() {
                    let lead = if i == 0 { format!(" {mark} {level} {chosen}") } else { "      ".into() };
                    page.rows.push(Line::from(vec![Span::styled(pad(&lead, 7, ""), style), Span::styled(line, style)]));
                }
            }
        }
        Kind::Figure { unit, bands, .. } => {
            let shown = if answered { words::answer(page.question, Some(standing)) } else { format!("type a number ({unit})") };
            page.cursor = page.rows.len();
            let style = if answered { theme.focus() } else { theme.dim() };
            page.text(&format!(" {} ", theme.pointer()), 4, &shown, style);
            let level = if answered { format!("level {}; ", standing.span.show()) } else { String::new() };
            page.text("", 4, &format!("{level}{}", words::changes_at(bands)), theme.dim());
        }
        Kind::Ratio { parts, .. } => {
            let shown = if answered {
                words::answer(page.question, Some(standing))
            } else {
                format!("type {} / {}", parts[0].label, parts[1].label)
            };
            page.cursor = page.rows.len();
            let style = if answered { theme.focus() } else { theme.dim() };
            page.text(&format!(" {} ", theme.pointer()), 4, &shown, style);
            if answered {
                page.text("", 4, &format!("level {}", standing.span.show()), theme.dim());
            }
        }
        Kind::Text => {
            page.cursor = page.rows.len();
            page.text(&format!(" {} ", theme.pointer()), 4, &format!("{} opens a text field", key_of(Message::Take)), theme.dim());
        }
    }
}

/// Whether a level is part of the answer. Where people differ, only what somebody said is: nobody may be read as having said
/// what lies between.
fn holds(standing: &Standing, level: usize) -> bool {
    let within = |span: &Levels| (usize::from(span.low)..=usize::from(span.high)).contains(&level);
    if standing.state != Stands::Disagreement {
        return within(&standing.span);
    }
    standing.counted.iter().any(|e| matches!(e.body.said(), Some(Said::Level(span)) if within(span)))
}

fn prompt(page: &mut Page<'_>, state: &State, round: &Round) {
    if let (Mode::Choose, Some(changed)) = (&state.mode, &state.changed) {
        let title = round.questionnaire.question(&changed.question).map_or(changed.question.as_str(), |q| q.title.as_str());
        page.gap();
        let text = format!("{title} was changed. Why? {}   any other key goes on", offered(REASONS));
        page.text("", 0, &text, page.theme.attention());
        return;
    }
    let text = match &state.mode {
        Mode::Range(None) => format!("Between which levels? Type the first ({}), {} leaves.", together(ENDS), together(LEAVE)),
        Mode::Range(Some(low)) => format!("Between {low} and which level ({})?", together(ENDS)),
        Mode::Choose | Mode::Type(..) => return,
    };
    page.gap();
    page.cursor = page.rows.len();
    let style = page.theme.attention();
    page.text("", 0, &text, style);
}

/// How much of a note is shown, in characters.
const SHOWN: usize = 2000;

/// What is known about the answer: state, respondents, notes.
fn status(page: &mut Page<'_>, session: &Session, round: &Round, standing: &Standing) {
    let theme = page.theme;
    let id = page.question.id.clone();
    let record = round.state.record(&id);
    match standing.state {
        Stands::Unknown => page.text("", 0, "Don't know is a fine answer; it widens the result.", theme.attention()),
        Stands::NotApplicable => page.text("", 0, "Does not apply here.", theme.dim()),
        Stands::Parked => page.text("", 0, "Parked.", theme.attention()),
        Stands::Inactive => page.text("", 0, "Not asked for this system; an answer is kept and does not count.", theme.dim()),
        _ => {}
    }
    if let Some(until) = round.late.get(&page.question.index) {
        page.text("", 0, &words::late(*until), theme.dim());
    }
    for unsaved in &session.unsaved {
        let here = session.open.as_ref().is_some_and(|o| (&o.slug, &o.round.id) == (&unsaved.round.0, &unsaved.round.1));
        if let Body::Answer { question, value, .. } = &unsaved.draft.body
            && *question == id
            && here
        {
            page.text("", 0, &format!("Not saved yet: {}", short(value)), theme.bad());
        }
    }
    if standing.unconfirmed {
        let from = standing.counted.iter().filter_map(|e| e.from.as_deref()).max().unwrap_or("before").to_owned();
        page.text(
            "",
            0,
            &format!("From {from}, not confirmed. {} confirms, a digit changes it.", key_of(Message::Take)),
            theme.attention(),
        );
    }
    if standing.again {
        page.text("", 0, "An earlier answer does not fit this question. Please answer again.", theme.attention());
    }
    if !standing.counted.is_empty() {
        let said: Vec<String> = standing
            .counted
            .iter()
            .filter_map(|e| match &e.body {
                Body::Answer { value, .. } => Some(format!("{} {}", e.respondent(), short(value))),
                _ => None,
            })
            .collect();
        let word = if standing.settled {
            "settled; said: "
        } else if standing.state == Stands::Disagreement {
            "People differ: "
        } else {
            "Said: "
        };
        let style = if said.len() > 1 { theme.attention() } else { theme.dim() };
        page.text("", 0, &format!("{word}{}", said.join(", ")), style);
    }
    if let Some(by) = &session.respondent {
        page.text("", 0, &format!("The next answer is of {by} ({} changes).", key_of(Message::Who)), theme.dim());
    }
    for (note, text, open) in round.notes(&id).into_iter().rev().take(3) {
        let kind = if open { "open: " } else { "" };
        let by = note.respondent().to_owned();
        // A page that somebody pasted: its beginning says which one it is, and laying all of it out takes time at each key.
        let (shown, rest) = text.char_indices().nth(SHOWN).map_or((text, ""), |(at, _)| (text.get(..at).unwrap_or(text), "..."));
        page.text("", 0, &format!("{kind}\"{shown}{rest}\"  {by}"), Style::new());
    }
    for event in record.map(|r| r.evidence.as_slice()).unwrap_or_default().iter().rev().take(3) {
        if let Body::Evidence { item: Some(item), .. } = &event.body {
            page.text("", 0, &format!("{}: {}", item.kind.word(), item.at), theme.good());
        }
    }
}

fn short(value: &Said) -> String {
    match value {
        Said::Level(span) => span.show(),
        Said::Unknown => "don't know".into(),
        Said::NotApplicable(why) if why.is_empty() => "does not apply".into(),
        Said::NotApplicable(why) => format!("does not apply, {}", fit(why, 60, "...")),
        Said::Figure(f) => f.show(),
        Said::Parts(parts) => parts.values().map(|f| f.show()).collect::<Vec<_>>().join("/"),
        Said::Text(text) => fit(text, 30, "..."),
        Said::Clear => String::new(),
    }
}

fn details(page: &mut Page<'_>, round: &Round, _: &Standing) {
    let dim = page.theme.dim();
    let question = page.question;
    if !question.why.is_empty() {
        page.text("Why", 7, &question.why, dim);
    }
    for probe in &question.probe {
        page.text("Probe", 7, probe, dim);
    }
    if let Some(whom) = &question.ask_whom {
        page.text("Ask", 7, whom, dim);
    }
    for check in round.evidence_for(question) {
        page.text("Check", 7, &check.replace('`', ""), dim);
    }
    if !question.basis.is_empty() {
        page.text("Basis", 7, &question.basis, dim);
    }
    let was = question.was.iter().find(|id| round.state.record(id).is_some());
    if let Some(was) = was {
        page.text("Was", 7, &format!("there is an answer to an earlier question, {was}"), dim);
    }
}
