//! The outline beside the question.

use crate::tui::screens::question::State;
use crate::tui::session::Session;
use crate::tui::widgets::text::pad;
use ratatui::Frame;
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

/// The outline: areas in the order of asking, each question with its state.
pub(super) fn outline(state: &State, round: &Round, session: &Session, frame: &mut Frame<'_>, area: Rect) {
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
        let level = if standing.state.has_value() { standing.span.show() } else { String::new() };
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
