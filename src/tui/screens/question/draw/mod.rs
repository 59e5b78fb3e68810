//! How the question room looks: the outline where there is room, the question, the levels, and what supports them.

mod outline;
mod page;

use crate::tui::canvas::Canvas;
use crate::tui::keys::together;
use crate::tui::screens::question::keys::KINDS;
use crate::tui::screens::question::{Message, Mode, Purpose, State, key_of, people};
use crate::tui::session::Session;
use crate::tui::widgets::text::{fit, wrap};
use crate::words::nothing_left;
use outline::{outline, part_progress};
use page::page;
use ratatui::layout::Rect;
use underpin_core::decision::class::{SETTLING, settling};
use underpin_core::model::exact::percent;
use underpin_core::model::question::{Kind, Question};
use underpin_core::round::Round;
use underpin_core::round::entry::{RANGE, RATIO};
use underpin_core::standing::Stands;

/// From this width on, the outline stands beside the question.
const WIDE: u16 = 90;
const OUTLINE: u16 = 30;

/// Draws the room.
pub fn view(state: &State, session: &Session, canvas: &mut Canvas, area: Rect) {
    let Some(open) = &session.open else { return };
    let Some(question) = state.question(session) else {
        canvas.put(area.x + 2, area.y, "This track has no questions.", usize::from(area.width.saturating_sub(2)), session.theme.dim());
        return;
    };
    let round = &open.round;
    let mut main = area;
    if area.width >= WIDE {
        let outline_area = Rect { width: OUTLINE, ..area };
        outline(state, round, session, canvas, outline_area);
        for y in area.y..area.bottom() {
            canvas.put(area.x + OUTLINE, y, session.theme.divider(), 1, session.theme.dim());
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
        canvas.put(
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
        let width = usize::from(main.width);
        // Names may need several rows; the field always keeps its own.
        let label = wrap(&label(session, question, *purpose), width.max(1));
        let label: Vec<String> = label.into_iter().take(usize::from((main.height / 2).max(1))).collect();
        let above = u16::try_from(label.len() + 1).unwrap_or(2);
        let height = (lines + above).min(main.height);
        let top = main.bottom() - height;
        canvas.put(main.x, top, session.theme.rule().repeat(width), width, session.theme.dim());
        for (y, line) in (top + 1..top + height).zip(&label) {
            canvas.put(main.x, y, line, width, session.theme.focus());
        }
        let rect = Rect { y: top + above.min(height), height: height.saturating_sub(above), ..main };
        main.height -= height;
        page(state, session, round, question, canvas, main);
        field.draw(canvas, rect, session.theme);
        return;
    }
    let mut last = |line: &str| {
        if main.height > 8 {
            main.height -= 1;
            let line = fit(line, usize::from(main.width), session.theme.ellipsis());
            canvas.put(main.x, main.bottom(), line, usize::from(main.width), session.theme.dim());
        }
    };
    if session.scores_shown {
        last(&so_far(round));
    }
    if let Some(line) = end_line(round, session) {
        last(&line);
    }
    page(state, session, round, question, canvas, main);
}

/// Said once open questions are left that cannot matter any more, or hardly; it does not say which verdict it is.
pub(in crate::tui::screens::question) fn end_line(round: &Round, session: &Session) -> Option<String> {
    if !round.has_verdict() || round.state.completed || !round.has_open_questions() {
        return None;
    }
    if round.nothing_left_to_ask() {
        let result = key_of(Message::Result);
        return Some(nothing_left(&format!("{result} shows it")));
    }
    let open = round.in_state(Stands::Unanswered);
    if !open.is_empty() && open.len() == round.not_asked().len() {
        let review = key_of(Message::Review);
        return Some(format!("What is left is asked last: nothing calls for it so far. {review} completes without it."));
    }
    let settles = session.certainty.is_some() && session.worlds.as_ref().and_then(settling).is_some();
    settles.then(|| {
        let result = key_of(Message::Result);
        format!("Settling: the same verdict in at least {SETTLING} % of plausible worlds. {result} shows it; going on makes it surer.")
    })
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

fn label(session: &Session, question: &Question, purpose: Purpose) -> String {
    match purpose {
        Purpose::Note => "Note, in their words".into(),
        Purpose::Park => "Park it: what is missing, or who would know?".into(),
        Purpose::NotApplicable => "Why does it not apply here?".into(),
        Purpose::Answer => match &question.kind {
            Kind::Figure { unit, .. } => format!("{unit}: a number, or a range such as {RANGE}"),
            Kind::Ratio { parts, .. } => format!("{} / {}, such as {RATIO}", parts[0].label, parts[1].label),
            Kind::Levels(_) | Kind::Text => "Your words".into(),
        },
        Purpose::Evidence(kind) => format!("Evidence, {} ({}: another kind): what or where is it?", kind.word(), together(KINDS)),
        Purpose::Who => people::label(session),
        Purpose::Find => "Find which words?".into(),
    }
}
