//! The keys of the question room, and of the small questions that it asks with one key.

use crate::tui::keys::{Binding, bind};
use underpin_core::log::event::Because;

/// Messages of the room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// A level, or the first digit of a figure.
    Level(u8),
    /// The cursor down.
    Down,
    /// The cursor up.
    Up,
    /// Take what is under the cursor, confirm what was carried.
    Take,
    /// The next question.
    Next,
    /// The question before.
    Previous,
    /// A range of levels.
    Range,
    /// Don't know.
    Unknown,
    /// Does not apply.
    NotApplicable,
    /// Put aside.
    Park,
    /// A note.
    Note,
    /// A note on the question that was just answered.
    NoteBefore,
    /// Evidence.
    Evidence,
    /// Who answers.
    Who,
    /// Find a question.
    Find,
    /// Take the last own action back.
    Undo,
    /// Take the last undo back.
    Redo,
    /// See more below.
    ScrollDown,
    /// See more above.
    ScrollUp,
    /// The verdict.
    Result,
    /// What is open.
    Review,
    /// What kind of system it is.
    Facts,
    /// What tells most about the verdict first, or the order of the track.
    Worth,
    /// Show the score so far, or hide it.
    Scores,
    /// One step back.
    Back,
}

/// Keys of the room.
pub const KEYS: &[Binding<Message>] = &[
    bind(&["0"], "0-4", "level", Message::Level(0), true),
    bind(&["1"], "", "", Message::Level(1), false),
    bind(&["2"], "", "", Message::Level(2), false),
    bind(&["3"], "", "", Message::Level(3), false),
    bind(&["4"], "", "", Message::Level(4), false),
    // Only where a figure is asked: its first digit.
    bind(&["5"], "", "", Message::Level(5), false),
    bind(&["6"], "", "", Message::Level(6), false),
    bind(&["7"], "", "", Message::Level(7), false),
    bind(&["8"], "", "", Message::Level(8), false),
    bind(&["9"], "", "", Message::Level(9), false),
    bind(&["d"], "d", "don't know", Message::Unknown, true),
    bind(&["n"], "n", "note", Message::Note, true),
    bind(&["N"], "N", "note on what was just answered", Message::NoteBefore, false),
    bind(&["e"], "e", "evidence", Message::Evidence, true),
    bind(&["p"], "p", "park", Message::Park, true),
    bind(&["r"], "r", "result", Message::Result, true),
    bind(&["x"], "x", "does not apply", Message::NotApplicable, true),
    bind(&["-"], "-", "a range of levels", Message::Range, false),
    bind(&["enter"], "Enter", "take the level, confirm, or type", Message::Take, false),
    bind(&["down", "j"], "↑↓", "choose a level", Message::Down, false),
    bind(&["up", "k"], "", "", Message::Up, false),
    bind(&["right", "tab", "l"], "→ ←", "next and previous question", Message::Next, false),
    bind(&["left", "backtab", "h"], "", "", Message::Previous, false),
    bind(&["pagedown", "space"], "PgDn PgUp", "more about the question", Message::ScrollDown, false),
    bind(&["pageup"], "", "", Message::ScrollUp, false),
    bind(&["v"], "v", "review what is left", Message::Review, false),
    bind(&["f"], "f", "facts about the system", Message::Facts, false),
    bind(&["m"], "m", "ask what matters most first, or in order", Message::Worth, false),
    bind(&["s"], "s", "show or hide the score so far", Message::Scores, false),
    bind(&["/"], "/", "find a question", Message::Find, false),
    bind(&["w"], "w", "who answers", Message::Who, false),
    bind(&["u"], "u", "undo", Message::Undo, false),
    bind(&["ctrl-r"], "Ctrl-R", "redo", Message::Redo, false),
    bind(&["esc", "q"], "Esc", "back", Message::Back, false),
];

/// Either end of a range.
pub const ENDS: &[Binding<u8>] = &[
    bind(&["0"], "0-4", "level", 0, true),
    bind(&["1"], "", "", 1, false),
    bind(&["2"], "", "", 2, false),
    bind(&["3"], "", "", 3, false),
    bind(&["4"], "", "", 4, false),
];

/// Through the kinds of evidence, while it is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// The next kind.
    Next,
    /// The one before.
    Before,
}

/// Another kind of evidence.
pub const KINDS: &[Binding<Turn>] =
    &[bind(&["tab"], "Tab", "another kind", Turn::Next, true), bind(&["backtab"], "", "", Turn::Before, false)];

/// Why a carried answer was changed, right after it.
pub const REASONS: &[Binding<Because>] = &[
    bind(&["h"], "h", "it happened", Because::Happened, true),
    bind(&["l"], "l", "we learned more", Because::Learned, true),
    bind(&["c"], "c", "it was wrong", Because::Corrected, true),
];

/// Leaves a small question.
pub const LEAVE: &[Binding<()>] = &[bind(&["esc"], "Esc", "leave", (), true)];

/// Brings text back that was left behind.
pub const LEFT_BEHIND: &[Binding<()>] = &[bind(&["ctrl-o"], "Ctrl-O", "bring it back", (), false)];
