//! How the question room looks: the outline where there is room, the question, the levels, and what supports them.

use super::{Mode, Purpose, State};
use crate::tui::session::Session;
use crate::tui::theme::Theme;
use crate::tui::widgets::text::{fit, pad, wrap};
use crate::words;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use underpin_core::decision::class::settling;
use underpin_core::log::event::{Body, EvidenceKind, Said};
use underpin_core::model::exact::percent;
use underpin_core::model::question::{Kind, Question};
use underpin_core::round::Round;
use underpin_core::round::route::progress;
use underpin_core::standing::{Standing, Stands};

/// From this width on, the outline stands beside the question.
const WIDE: u16 = 90;
const OUTLINE: u16 = 30;

/// Draws the room.
pub fn view(state: &State, session: &Session, frame: &mut Frame<'_>, area: Rect) {
    let Some(open) = &session.open else { return };
    let Some(question) = state.question(session) else {
        frame.buffer_mut().set_stringn(
            area.x + 2,
            area.y,
            "This track has no questions.",
            usize::from(area.width.saturating_sub(2)),
            session.theme.dim(),
        );
        return;
    };
    let round = &open.round;
    let mut main = area;
    if area.width >= WIDE {
        let outline_area = Rect { width: OUTLINE, ..area };
        outline(state, round, session, frame, outline_area);
        for y in area.y..area.bottom() {
            frame.buffer_mut().set_stringn(area.x + OUTLINE, y, session.theme.divider(), 1, session.theme.dim());
        }
        main = Rect { x: area.x + OUTLINE + 2, width: area.width - OUTLINE - 2, ..area };
    } else if area.height > 3 {
        let (done, total) = part_progress(state, round, question);
        let line = format!(
            " {} of {} {} {} {done}/{total}",
            state.position + 1,
            state.order.len(),
            session.theme.dot(),
            round.questionnaire.area_title(question)
        );
        frame.buffer_mut().set_stringn(
            area.x,
            area.y,
            fit(&line, usize::from(area.width), session.theme.ellipsis()),
            usize::from(area.width),
            session.theme.dim(),
        );
        main = Rect { y: area.y + 1, height: area.height - 1, ..area };
    }
    let mut main = Rect { x: main.x + 1, width: main.width.saturating_sub(2), ..main };
    if let Mode::Type(field, purpose) = &state.mode {
        let lines = if matches!(purpose, Purpose::Note | Purpose::Park) { (main.height / 3).clamp(1, 6) } else { 1 };
        let height = (lines + 2).min(main.height);
        let top = main.bottom() - height;
        let width = usize::from(main.width);
        let buffer = frame.buffer_mut();
        buffer.set_stringn(main.x, top, session.theme.rule().repeat(width), width, session.theme.dim());
        if height > 1 {
            let label = fit(&label(question, *purpose), width, session.theme.ellipsis());
            frame.buffer_mut().set_stringn(main.x, top + 1, label, width, session.theme.focus());
        }
        let rect = Rect { y: top + 2, height: height.saturating_sub(2), ..main };
        main.height -= height;
        page(state, session, round, question, frame, main);
        field.draw(frame, rect, session.theme);
        return;
    }
    let mut last = |line: &str| {
        if main.height > 8 {
            main.height -= 1;
            let line = fit(line, usize::from(main.width), session.theme.ellipsis());
            frame.buffer_mut().set_stringn(main.x, main.bottom(), line, usize::from(main.width), session.theme.dim());
        }
    };
    if session.scores_shown {
        last(&so_far(round));
    }
    if let Some(line) = end_line(round, session) {
        last(&line);
    }
    page(state, session, round, question, frame, main);
}

/// Said once open questions are left that cannot matter any more, or hardly; it does not say which verdict it is.
pub(super) fn end_line(round: &Round, session: &Session) -> Option<String> {
    if !round.has_verdict() || round.state.completed || !round.has_open_questions() {
        return None;
    }
    if round.nothing_left_to_ask() {
        return Some("Decided: nothing left to ask can change the verdict. r shows it; going on still finds actions.".into());
    }
    let settles = session.certainty.is_some() && session.worlds.as_ref().and_then(settling).is_some();
    settles.then(|| "Settling: the same verdict in at least 95 % of plausible worlds. r shows it; going on makes it surer.".into())
}

/// The score so far, in one line.
fn so_far(round: &Round) -> String {
    if !round.has_verdict() {
        return "There is no verdict on this track.".into();
    }
    let (mild, strong) = round.outcome.interval();
    let s = &round.outcome.reference.scores;
    let scores = [("foundation", &s.foundation), ("pain", &s.pain), ("day-to-day", &s.tactical), ("readiness", &s.feasibility)];
    let shown: Vec<String> = scores.iter().filter_map(|(name, x)| Some(format!("{name} {}", percent(x.as_ref()?)))).collect();
    let range = if mild == strong { mild.to_string() } else { format!("{mild} to {strong}") };
    format!("So far {range}; {} %", shown.join(", "))
}

fn label(question: &Question, purpose: Purpose) -> String {
    match purpose {
        Purpose::Note => "Note, in their words".into(),
        Purpose::Park => "Park it: what is missing, or who would know?".into(),
        Purpose::NotApplicable => "Why does it not apply here?".into(),
        Purpose::Answer => match &question.kind {
            Kind::Figure { unit, .. } => format!("{unit}: a number, or a range such as 2 to 6"),
            Kind::Ratio { parts, .. } => format!("{} / {}, such as 12 / 4", parts[0].label, parts[1].label),
            _ => "Your words".into(),
        },
        Purpose::Evidence(kind) => format!("Evidence, {}: where is it?", kind.word()),
        Purpose::Who => "Who answers? Name and role; empty for yourself.".into(),
        Purpose::Find => "Find which words?".into(),
    }
}

fn part_progress(state: &State, round: &Round, question: &Question) -> (usize, usize) {
    let mine: Vec<usize> =
        state.order.iter().copied().filter(|i| round.questionnaire.at(*i).is_some_and(|q| q.area == question.area)).collect();
    let p = progress(&mine, &round.standings);
    (p.done, p.total)
}

/// The outline: areas in the order of asking, each question with its state.
fn outline(state: &State, round: &Round, session: &Session, frame: &mut Frame<'_>, area: Rect) {
    let theme = session.theme;
    let mut rows: Vec<(Line<'static>, bool)> = Vec::new();
    let mut last_area = usize::MAX;
    let width = usize::from(area.width);
    if session.by_worth {
        rows.push((Line::from(Span::styled(" What matters most", theme.strong())), false));
    }
    for (position, index) in state.order.iter().enumerate() {
        let (Some(question), Some(standing)) = (round.questionnaire.at(*index), round.standings.get(*index)) else { continue };
        if question.area != last_area && !session.by_worth {
            last_area = question.area;
            let mine: Vec<usize> = state
                .order
                .iter()
                .skip(position)
                .copied()
                .take_while(|i| round.questionnaire.at(*i).is_some_and(|q| q.area == question.area))
                .collect();
            let p = progress(&mine, &round.standings);
            let count = format!("{}/{}", p.done, p.total);
            let title = pad(round.questionnaire.area_title(question), width.saturating_sub(count.len() + 2), theme.ellipsis());
            rows.push((
                Line::from(vec![Span::styled(format!(" {title}"), theme.strong()), Span::styled(format!("{count} "), theme.dim())]),
                false,
            ));
        }
        let here = position == state.position;
        let level = if matches!(standing.state, Stands::Answered | Stands::Disagreement) { standing.span.show() } else { String::new() };
        let title_style = if here { theme.focus() } else { Style::new() };
        let mark = if here { theme.pointer() } else { " " };
        let glyph_style = if standing.unconfirmed { theme.dim() } else { theme.state_style(standing.state) };
        rows.push((
            Line::from(vec![
                Span::styled(mark.to_owned(), theme.focus()),
                Span::styled(format!(" {} ", theme.state(standing.state)), glyph_style),
                Span::styled(pad(&question.title, width.saturating_sub(9), theme.ellipsis()), title_style),
                Span::styled(format!("{level:>4}"), theme.dim()),
            ]),
            here,
        ));
    }
    let height = usize::from(area.height);
    let at = rows.iter().position(|(_, here)| *here).unwrap_or(0);
    let scroll = at.saturating_sub(height / 2).min(rows.len().saturating_sub(height));
    for (i, (line, _)) in rows.iter().skip(scroll).take(height).enumerate() {
        frame.buffer_mut().set_line(area.x, area.y + u16::try_from(i).unwrap_or(0), line, area.width);
    }
}

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

fn page(state: &State, session: &Session, round: &Round, question: &Question, frame: &mut Frame<'_>, area: Rect) {
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
    prompt(&mut page, state);
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
        frame.buffer_mut().set_line(area.x, area.y + u16::try_from(i).unwrap_or(0), line, area.width);
    }
    if page.rows.len() > scroll + height {
        frame.buffer_mut().set_stringn(area.right().saturating_sub(1), area.bottom() - 1, theme.more(), 1, theme.dim());
    }
    if let Some(y) = page.cursor.checked_sub(scroll).filter(|y| *y < height) {
        frame.set_cursor_position(Position::new(area.x + 2.min(area.width - 1), area.y + u16::try_from(y).unwrap_or(0)));
    }
}

fn choices(page: &mut Page<'_>, state: &State, standing: &Standing) {
    let theme = page.theme;
    let answered = matches!(standing.state, Stands::Answered | Stands::Disagreement);
    match &page.question.kind {
        Kind::Levels(levels) => {
            for (level, text) in levels.iter().enumerate() {
                let here = usize::from(state.cursor) == level;
                let inside = answered && (usize::from(standing.span.low)..=usize::from(standing.span.high)).contains(&level);
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
        Kind::Figure { unit, bands } => {
            let shown = if answered { words::answer(page.question, Some(standing)) } else { format!("type a number ({unit})") };
            page.cursor = page.rows.len();
            let style = if answered { theme.focus() } else { theme.dim() };
            page.text(&format!(" {} ", theme.pointer()), 4, &shown, style);
            let list: Vec<&str> = bands.bands.iter().map(underpin_core::model::exact::Decimal::text).collect();
            let level = if answered { format!("level {}; ", standing.span.show()) } else { String::new() };
            page.text("", 4, &format!("{level}levels change at {}, {} is better", list.join(", "), bands.better), theme.dim());
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
            page.text(&format!(" {} ", theme.pointer()), 4, "Enter opens a text field", theme.dim());
        }
    }
}

fn prompt(page: &mut Page<'_>, state: &State) {
    let text = match &state.mode {
        Mode::Range(None) => "Between which levels? Type the first (0-4), Esc leaves.".to_owned(),
        Mode::Range(Some(low)) => format!("Between {low} and which level (0-4)?"),
        Mode::Kind => {
            let kinds: Vec<String> =
                EvidenceKind::ALL.iter().map(|k| format!("{} {}", k.word().chars().next().unwrap_or(' '), k.word())).collect();
            format!("Which kind? {}", kinds.join("   "))
        }
        Mode::Change(_) => "What changed? h it happened   l we learned more   c it was wrong   Enter just save   Esc leave".to_owned(),
        Mode::Choose | Mode::Type(..) => return,
    };
    page.gap();
    page.cursor = page.rows.len();
    let style = page.theme.attention();
    page.text("", 0, &text, style);
}

/// What is known about the answer: state, respondents, notes.
fn status(page: &mut Page<'_>, session: &Session, round: &Round, standing: &Standing) {
    let theme = page.theme;
    let id = page.question.id.clone();
    let record = round.state.record(&id);
    match standing.state {
        Stands::Unknown => page.text("", 0, "You said: don't know. That is a fine answer; it widens the result.", theme.attention()),
        Stands::NotApplicable => page.text("", 0, "Does not apply here.", theme.dim()),
        Stands::Parked => page.text("", 0, "Parked.", theme.attention()),
        Stands::Inactive => page.text("", 0, "Not asked for this system; an answer is kept and does not count.", theme.dim()),
        _ => {}
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
        page.text("", 0, &format!("From {from}, not confirmed. Enter confirms, a digit changes it."), theme.attention());
    }
    if standing.again {
        page.text("", 0, "An earlier answer does not fit this question. Please answer again.", theme.attention());
    }
    if standing.counted.len() > 1 {
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
        page.text("", 0, &format!("{word}{}", said.join(", ")), theme.attention());
    }
    if let Some(by) = &session.respondent {
        page.text("", 0, &format!("{by} answers (w changes)."), theme.dim());
    }
    for (note, text, open) in round.notes(&id).into_iter().rev().take(3) {
        let kind = if open { "open: " } else { "" };
        let by = note.respondent().to_owned();
        page.text("", 0, &format!("{kind}\"{text}\"  {by}"), Style::new());
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
        Said::Unknown => "?".into(),
        Said::NotApplicable(_) => "n/a".into(),
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
    for check in &question.evidence {
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
