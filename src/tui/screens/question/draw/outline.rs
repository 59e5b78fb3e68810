//! The outline beside the question.

use crate::tui::canvas::Canvas;
use crate::tui::screens::question::State;
use crate::tui::session::Session;
use crate::tui::widgets::text::pad;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use underpin_core::model::question::Question;
use underpin_core::round::Round;
use underpin_core::round::route::progress;

pub(super) fn part_progress(state: &State, round: &Round, question: &Question) -> (usize, usize) {
    let mine: Vec<usize> =
        state.order.iter().copied().filter(|i| round.questionnaire.at(*i).is_some_and(|q| q.area == question.area)).collect();
    let p = progress(&mine, &round.standings);
    (p.done, p.total)
}

/// A row of the outline.
enum Row {
    /// Above questions that stand by worth.
    ByWorth,
    /// An area begins at this position.
    Area(usize),
    /// Above what waits for a need.
    Late,
    /// The question at this position.
    Question(usize),
}

/// The outline: areas in the order of asking, each question with its state. Only the rows that are seen are made.
pub(super) fn outline(state: &State, round: &Round, session: &Session, canvas: &mut Canvas, area: Rect) {
    let (rows, at) = rows(state, round, session);
    let height = usize::from(area.height);
    let scroll = at.saturating_sub(height / 2).min(rows.len().saturating_sub(height));
    let width = usize::from(area.width);
    for (y, row) in (area.y..area.bottom()).zip(rows.iter().skip(scroll)) {
        let line = match row {
            Row::ByWorth => Some(Line::from(Span::styled(" What matters most", session.theme.strong()))),
            Row::Late => Some(Line::from(Span::styled(" Asked last, only if needed", session.theme.dim()))),
            Row::Area(position) => heading(state, round, session, *position, width),
            Row::Question(position) => entry(state, round, session, *position, width),
        };
        if let Some(line) = line {
            canvas.line(area.x, y, &line, area.width);
        }
    }
}

/// All rows, and which of them is the question one is at.
fn rows(state: &State, round: &Round, session: &Session) -> (Vec<Row>, usize) {
    let mut rows: Vec<Row> = Vec::with_capacity(state.order.len() + round.questionnaire.areas.len());
    let (mut last_area, mut at) = (usize::MAX, 0);
    if session.by_worth {
        rows.push(Row::ByWorth);
    }
    let first_late = state.order.iter().position(|i| round.late.contains_key(i));
    for (position, index) in state.order.iter().enumerate() {
        let Some(question) = round.questionnaire.at(*index) else { continue };
        if question.area != last_area && !session.by_worth {
            last_area = question.area;
            rows.push(Row::Area(position));
        }
        if first_late == Some(position) {
            rows.push(Row::Late);
        }
        if position == state.position {
            at = rows.len();
        }
        rows.push(Row::Question(position));
    }
    (rows, at)
}

/// An area with how much of what is asked here together is handled.
fn heading(state: &State, round: &Round, session: &Session, position: usize, width: usize) -> Option<Line<'static>> {
    let theme = session.theme;
    let area_of = |i: &usize| round.questionnaire.at(*i).map(|q| q.area);
    let rest = state.order.get(position..)?;
    let first = round.questionnaire.at(*rest.first()?)?;
    let mine: Vec<usize> = rest.iter().copied().take_while(|i| area_of(i) == Some(first.area)).collect();
    let p = progress(&mine, &round.standings);
    let count = format!("{}/{}", p.done, p.total);
    let title = pad(round.questionnaire.area_title(first), width.saturating_sub(count.len() + 2), theme.ellipsis());
    Some(Line::from(vec![Span::styled(format!(" {title}"), theme.strong()), Span::styled(format!("{count} "), theme.dim())]))
}

/// A question with its state and level.
fn entry(state: &State, round: &Round, session: &Session, position: usize, width: usize) -> Option<Line<'static>> {
    let theme = session.theme;
    let index = *state.order.get(position)?;
    let (question, standing) = (round.questionnaire.at(index)?, round.standings.get(index)?);
    let here = position == state.position;
    let level = if standing.state.has_value() { standing.span.show() } else { String::new() };
    let title_style = if here { theme.focus() } else { Style::new() };
    let mark = if here { theme.pointer() } else { " " };
    let glyph_style = if standing.unconfirmed { theme.dim() } else { theme.state_style(standing.state) };
    Some(Line::from(vec![
        Span::styled(mark.to_owned(), theme.focus()),
        Span::styled(format!(" {} ", theme.state(standing.state)), glyph_style),
        Span::styled(pad(&question.title, width.saturating_sub(9), theme.ellipsis()), title_style),
        Span::styled(format!("{level:>4}"), theme.dim()),
    ]))
}
