//! The four verdicts in a row, with the interval that is still open marked on them.

use crate::tui::theme::Theme;
use ratatui::style::Style;
use ratatui::text::Span;
use underpin_core::decision::outcome::Range;
use underpin_core::model::words::Verdict;

/// The strip: the verdict that is said in brackets, those that open answers allow joined by a line, the others dim.
pub fn strip(theme: Theme, wide: bool, said: Option<Verdict>, (mild, strong): Range) -> Vec<Span<'static>> {
    let (rule, blank) = if wide { (theme.rule().repeat(2), "  ") } else { (theme.rule().to_owned(), " ") };
    let mut spans = Vec::new();
    for verdict in Verdict::ALL {
        let inside = (mild..=strong).contains(verdict);
        let (word, style) = match said == Some(*verdict) {
            true if wide => (format!("[ {} ]", verdict.word().to_uppercase()), theme.focus()),
            true => (verdict.word().to_uppercase(), theme.focus()),
            false if inside => (verdict.word().to_owned(), Style::new()),
            false => (verdict.word().to_owned(), theme.dim()),
        };
        if *verdict != Verdict::Maintain {
            let joined = inside && *verdict > mild;
            spans.push(Span::styled(if joined { rule.clone() } else { blank.into() }, theme.dim()));
        }
        spans.push(Span::styled(word, style));
    }
    spans
}
