//! How things look: at most four colours with a meaning, and a glyph and a word beside each of them.

use ratatui::style::{Color, Modifier, Style};
use std::io::IsTerminal as _;
use underpin_core::model::words::Verdict;
use underpin_core::round::states::{AreaState, FlagState, PillarState};
use underpin_core::standing::Stands;

/// `--color`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColorChoice {
    /// Follows NO_COLOR and the terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// `--symbols`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SymbolChoice {
    /// Follows the locale and the terminal
    Auto,
    /// Unicode
    Unicode,
    /// ASCII only
    Ascii,
}

/// What was chosen, settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Whether colours are used.
    pub color: bool,
    /// Whether only ASCII is used.
    pub ascii: bool,
}

impl Look {
    /// Settles what is left to the environment.
    pub fn of(color: ColorChoice, symbols: SymbolChoice) -> Look {
        let set = |name: &str| std::env::var_os(name).is_some_and(|v| !v.is_empty());
        let term = std::env::var("TERM").unwrap_or_default();
        let color = match color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => !set("NO_COLOR") && term != "dumb" && std::io::stdout().is_terminal(),
        };
        let locale =
            ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(|k| std::env::var(k).ok().filter(|v| !v.is_empty())).unwrap_or_default();
        let locale = locale.to_ascii_lowercase();
        let ascii = match symbols {
            SymbolChoice::Unicode => false,
            SymbolChoice::Ascii => true,
            // Without any locale most terminals still show Unicode; the plain C locale and the Linux console do not.
            SymbolChoice::Auto => term == "linux" || (!locale.is_empty() && !locale.contains("utf-8") && !locale.contains("utf8")),
        };
        Look { color, ascii }
    }
}

/// Styles and glyphs.
#[derive(Clone, Copy, Debug)]
pub struct Theme {
    look: Look,
}

impl Theme {
    /// The theme of a look.
    pub fn new(look: Look) -> Theme {
        Theme { look }
    }

    /// Whether only ASCII may be drawn.
    pub fn is_ascii(self) -> bool {
        self.look.ascii
    }

    /// The mark that there is more below.
    pub fn more(self) -> &'static str {
        self.glyph("↓", "v")
    }

    fn colored(self, color: Color) -> Style {
        if self.look.color { Style::new().fg(color) } else { Style::new() }
    }

    /// What one acts on.
    pub fn strong(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// What supports it.
    pub fn dim(self) -> Style {
        Style::new().add_modifier(Modifier::DIM)
    }

    /// What is in focus.
    pub fn focus(self) -> Style {
        self.colored(Color::Cyan).add_modifier(Modifier::BOLD)
    }

    /// Good.
    pub fn good(self) -> Style {
        self.colored(Color::Green)
    }

    /// Deserves attention.
    pub fn attention(self) -> Style {
        self.colored(Color::Yellow)
    }

    /// Bad.
    pub fn bad(self) -> Style {
        self.colored(Color::Red).add_modifier(Modifier::BOLD)
    }

    fn glyph(self, unicode: &'static str, ascii: &'static str) -> &'static str {
        if self.look.ascii { ascii } else { unicode }
    }

    /// The mark of the selected row.
    pub fn pointer(self) -> &'static str {
        self.glyph("▸", ">")
    }

    /// The mark of the choice that is made.
    pub fn on(self) -> &'static str {
        self.glyph("●", "*")
    }

    /// The mark of a choice that is not made.
    pub fn off(self) -> &'static str {
        self.glyph("○", "o")
    }

    /// Where text was cut off.
    pub fn ellipsis(self) -> &'static str {
        self.glyph("…", "...")
    }

    /// A horizontal rule.
    pub fn rule(self) -> &'static str {
        self.glyph("─", "-")
    }

    /// The rule between two panes.
    pub fn divider(self) -> &'static str {
        self.glyph("│", "|")
    }

    /// The corners of a box: top left, top right, bottom left, bottom right.
    pub fn corners(self) -> [&'static str; 4] {
        if self.look.ascii { ["+"; 4] } else { ["┌", "┐", "└", "┘"] }
    }

    /// From one value to another.
    pub fn arrow(self) -> &'static str {
        self.glyph("→", "->")
    }

    /// The ground of a verdict in the decision plane, darker for stronger ones.
    pub fn zone(self, verdict: Verdict) -> &'static str {
        match verdict {
            Verdict::Maintain => " ",
            Verdict::Optimize => self.glyph("·", "."),
            Verdict::Restructure => self.glyph("░", ":"),
            Verdict::Rebuild => self.glyph("▒", "#"),
        }
    }

    /// The mark between two things of a line.
    pub fn dot(self) -> &'static str {
        self.glyph("·", "-")
    }

    /// A bar of a given width: filled to `low`, shaded to `high`, with a mark at each limit; all in percent.
    pub fn bar(self, width: usize, low: i64, high: i64, limits: &[i64]) -> String {
        let cell = |percent: i64| usize::try_from((percent.clamp(0, 100) * i64::try_from(width).unwrap_or(0) + 50) / 100).unwrap_or(0);
        let (low, high) = (cell(low), cell(high).max(cell(low)));
        let (full, maybe, empty, mark) = (self.glyph("█", "#"), self.glyph("▒", "="), self.glyph("░", "."), self.glyph("┃", "|"));
        let marks: Vec<usize> = limits.iter().map(|l| cell(*l)).collect();
        let draw = |i: usize| {
            if marks.contains(&i) {
                mark
            } else if i < low {
                full
            } else if i < high {
                maybe
            } else {
                empty
            }
        };
        (0..width).map(draw).collect()
    }

    /// The glyph of a state.
    pub fn state(self, state: Stands) -> &'static str {
        match state {
            Stands::Answered | Stands::Text => self.glyph("✓", "x"),
            Stands::Unknown => "?",
            Stands::NotApplicable | Stands::Inactive => self.glyph("–", "-"),
            Stands::Parked => "p",
            Stands::Disagreement => self.glyph("≠", "!"),
            Stands::Unanswered => self.glyph("·", "."),
        }
    }

    /// The style of a state's glyph.
    pub fn state_style(self, state: Stands) -> Style {
        match state {
            Stands::Answered | Stands::Text => self.good(),
            Stands::Unknown | Stands::Parked | Stands::Disagreement => self.attention(),
            Stands::NotApplicable | Stands::Inactive | Stands::Unanswered => self.dim(),
        }
    }

    /// The style of an area's state.
    pub fn area_style(self, state: AreaState) -> Style {
        match state {
            AreaState::Healthy => self.good(),
            AreaState::Mixed => self.attention(),
            AreaState::NeedsAttention => self.bad(),
            AreaState::LittleKnown | AreaState::Unknown | AreaState::NotAsked => self.dim(),
        }
    }

    /// The style of a flag's state.
    pub fn flag_style(self, state: FlagState) -> Style {
        match state {
            FlagState::Clear => self.good(),
            FlagState::NotKnown => self.attention(),
            FlagState::Raised => self.bad(),
        }
    }

    /// The style of a pillar's state.
    pub fn pillar_style(self, state: PillarState) -> Style {
        match state {
            PillarState::Sound => self.good(),
            PillarState::Low => self.attention(),
            PillarState::Weak => self.bad(),
            PillarState::Open | PillarState::Small | PillarState::NotAsked => self.dim(),
        }
    }
}
