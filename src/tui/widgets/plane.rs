//! The decision plane as a plot: foundation against pain, the verdict in each place, where this system stands, and the box
//! in which open answers leave it.

use crate::tui::theme::Theme;
use ratatui::style::Style;
use ratatui::text::Span;
use underpin_core::decision::plane::Plane;
use underpin_core::model::words::Verdict;

/// Where a score stands, in percent: value, low, high.
pub type Place = (i64, i64, i64);

/// The rows of the plot in so many columns and rows, axes included; the plane has at least as many.
pub fn plot(theme: Theme, plane: &Plane, (width, height): (usize, usize), foundation: Place, pain: Place) -> Vec<Vec<Span<'static>>> {
    let sampled = |place: usize, of: usize, from: usize| (2 * place + 1) * from / (2 * of.max(1));
    let verdict = |x: usize, y: usize| {
        let row = plane.rows.get(sampled(y, height, plane.rows.len()))?;
        row.get(sampled(x, width, row.len())).copied()
    };
    let cell = |percent: i64, of: usize| {
        let of = i64::try_from(of).unwrap_or(0);
        usize::try_from((percent.clamp(0, 100) * of / 100).min(of - 1)).unwrap_or(0)
    };
    let across = |percent: i64| cell(percent, width);
    let down = |percent: i64| height.saturating_sub(1).saturating_sub(cell(percent, height));
    let (left, right) = (across(foundation.1), across(foundation.2));
    let (top, bottom) = (down(pain.2), down(pain.1));
    let corners = theme.corners();
    let mut rows = Vec::new();
    for y in 0..height {
        let label = match y {
            0 => "100 ",
            _ if y + 1 == height => "  0 ",
            _ => "    ",
        };
        let mut spans = vec![Span::styled(label, theme.dim())];
        for x in 0..width {
            let inside = (left..=right).contains(&x) && (top..=bottom).contains(&y);
            let edge_x = x == left || x == right;
            let edge_y = y == top || y == bottom;
            let (glyph, style): (&str, Style) = if x == across(foundation.0) && y == down(pain.0) {
                (theme.on(), theme.focus())
            } else if inside && (left < right || top < bottom) && (edge_x || edge_y) {
                let glyph = match (edge_x, edge_y) {
                    (true, true) => corners.get(usize::from(y != top) * 2 + usize::from(x != left)).copied().unwrap_or("+"),
                    (true, false) => theme.divider(),
                    _ => theme.rule(),
                };
                (glyph, theme.focus())
            } else {
                (verdict(x, y).map_or(" ", |v| theme.zone(v)), theme.dim())
            };
            spans.push(Span::styled(glyph, style));
        }
        rows.push(spans);
    }
    rows.push(vec![Span::styled(format!("    0{}100", " ".repeat(width.saturating_sub(4))), theme.dim())]);
    rows
}

/// What the glyphs mean.
pub fn legend(theme: Theme) -> String {
    let zones: Vec<String> =
        Verdict::ALL.iter().map(|v| format!("{} {v}", if *v == Verdict::Maintain { "blank" } else { theme.zone(*v) })).collect();
    format!("{}   {} here", zones.join("   "), theme.on())
}
