//! What every screen shares: a title above, a rule, and keys below, made from the live keymap.

use super::text::{fit, pad};
use crate::tui::canvas::Canvas;
use crate::tui::keys::Hint;
use crate::tui::notice::Tone;
use crate::tui::theme::Theme;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr as _;

/// The parts of a screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parts {
    /// Between title and keys.
    pub body: Rect,
}

/// What stands around a screen.
#[derive(Clone, Copy, Debug)]
pub struct Around<'a> {
    /// Above, at the left.
    pub title: &'a str,
    /// Above, at the right.
    pub right: &'a str,
    /// Below.
    pub hints: &'a [Hint],
    /// In the place of the keys.
    pub notice: Option<(&'a str, Tone)>,
    /// Whether `?` is help here: in a text field it is a question mark.
    pub help: bool,
}

/// From this height on, rules part title, body and keys.
const TALL: u16 = 10;

/// Rows between title and keys in a terminal of this height.
pub fn body_height(height: u16) -> u16 {
    height.saturating_sub(if height >= TALL { 4 } else { 2 })
}

/// Draws title and keys, and gives what is left between them.
pub fn draw(canvas: &mut Canvas, theme: Theme, around: &Around<'_>) -> Parts {
    let Around { title, right, hints, notice, help } = *around;
    let area = canvas.area();
    let width = usize::from(area.width);
    if area.height == 0 || width == 0 {
        return Parts { body: Rect::new(area.x, area.y, 0, 0) };
    }
    let right = fit(right, width.saturating_sub(2) / 2, theme.ellipsis());
    let room = width.saturating_sub(right.width() + 3);
    canvas.put(area.x, area.y, format!(" {}", pad(title, room, theme.ellipsis())), width, theme.strong());
    let x = area.right().saturating_sub(u16::try_from(right.width() + 1).unwrap_or(0));
    canvas.put(x, area.y, &right, right.width(), theme.dim());
    let tall = area.height >= TALL;
    if tall {
        canvas.put(area.x, area.y + 1, theme.rule().repeat(width), width, theme.dim());
        let y = area.bottom().saturating_sub(2);
        canvas.put(area.x, y, theme.rule().repeat(width), width, theme.dim());
    }
    let last = area.bottom().saturating_sub(1);
    if area.height > 1 {
        match notice {
            Some((text, tone)) => {
                let style = match tone {
                    Tone::Wrong => theme.bad(),
                    Tone::Told => theme.attention(),
                };
                canvas.put(area.x, last, format!(" {}", fit(text, width.saturating_sub(2), theme.ellipsis())), width, style);
            }
            None => {
                let line = footer(theme, hints, width, help);
                canvas.line(area.x, last, &line, area.width);
            }
        }
    }
    let top = if tall { 2 } else { 1 };
    let body = Rect::new(area.x, area.y + top.min(area.height), area.width, body_height(area.height));
    Parts { body }
}

/// As many hints as fit, help at the right end.
fn footer(theme: Theme, hints: &[Hint], width: usize, has_help: bool) -> Line<'static> {
    let help = if has_help { "? help" } else { "" };
    let mut room = width.saturating_sub(help.len() + 3);
    let mut spans = vec![Span::raw(" ")];
    let mut used = 1;
    for hint in hints {
        let w = hint.key.width() + 1 + hint.does.width() + 3;
        if w > room {
            break;
        }
        room -= w;
        used += w;
        spans.push(Span::styled(hint.key.clone(), theme.strong()));
        spans.push(Span::styled(format!(" {}   ", hint.does), theme.dim()));
    }
    if !has_help {
        return Line::from(spans);
    }
    let gap = width.saturating_sub(used + help.len() + 1);
    spans.push(Span::raw(" ".repeat(gap)));
    spans.push(Span::styled("?", theme.strong()));
    spans.push(Span::styled(" help", theme.dim()));
    Line::from(spans)
}
