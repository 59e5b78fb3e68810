//! Moving in a list: the same keys everywhere.

use crate::tui::keys::{Binding, bind};

/// How far to move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// To the next row.
    Down,
    /// To the row before.
    Up,
    /// By a screen, downwards.
    PageDown,
    /// By a screen, upwards.
    PageUp,
    /// To the first row.
    First,
    /// To the last row.
    Last,
}

/// The keys of every list.
pub const MOVES: &[Binding<Move>] = &[
    bind(&["down", "j"], "↑↓", "move", Move::Down, true),
    bind(&["up", "k"], "", "", Move::Up, false),
    bind(&["pagedown", "space"], "PgDn PgUp", "page", Move::PageDown, false),
    bind(&["pageup"], "", "", Move::PageUp, false),
    bind(&["home", "g"], "Home End", "first and last", Move::First, false),
    bind(&["end", "G"], "", "", Move::Last, false),
];
