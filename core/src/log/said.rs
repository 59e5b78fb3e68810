//! What people say: levels, figures, texts, and the words beside them.

use crate::model::exact::Decimal;
use crate::model::level::Level;
use crate::model::words::words;
use std::collections::BTreeMap;

/// An interval of levels, low to high, each 0 to 4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Levels {
    /// Lowest level.
    pub low: u8,
    /// Highest level.
    pub high: u8,
}

impl Levels {
    /// Everything: nothing is known.
    pub const ALL: Levels = Levels { low: 0, high: 4 };

    /// One level.
    pub fn level(level: u8) -> Levels {
        Levels { low: level, high: level }
    }

    /// From one level to another, whichever is the lower.
    pub fn between(a: Level, b: Level) -> Levels {
        Levels { low: a.min(b).get(), high: a.max(b).get() }
    }

    /// The smallest span that holds both.
    pub fn hull(self, other: Levels) -> Levels {
        Levels { low: self.low.min(other.low), high: self.high.max(other.high) }
    }

    /// Whether it is one level.
    pub fn is_point(self) -> bool {
        self.low == self.high
    }

    /// Twice the middle: 0 to 8.
    pub fn twice_middle(self) -> u32 {
        u32::from(self.low) + u32::from(self.high)
    }

    /// `2` or `1-3`.
    pub fn show(self) -> String {
        if self.is_point() { self.low.to_string() } else { format!("{}-{}", self.low, self.high) }
    }
}

/// A figure, exact, possibly an interval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// Lowest value.
    pub low: Decimal,
    /// Highest value.
    pub high: Decimal,
}

impl Figure {
    /// One value.
    pub fn of(value: Decimal) -> Figure {
        Figure { low: value.clone(), high: value }
    }

    /// `3.5` or `2-6`.
    pub fn show(&self) -> String {
        if self.low == self.high { self.low.text().to_owned() } else { format!("{} to {}", self.low, self.high) }
    }
}

/// What an answer says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// A level or a range of levels.
    Level(Levels),
    /// A figure.
    Figure(Figure),
    /// The figures of a ratio, by part.
    Parts(BTreeMap<String, Figure>),
    /// Free text.
    Text(String),
    /// Don't know.
    Unknown,
    /// Not applicable, with the reason.
    NotApplicable(String),
    /// Withdrawn.
    Clear,
}

/// Why an answer differs from the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Because {
    /// The system changed.
    Happened,
    /// We know more.
    Learned,
    /// It was wrong.
    Corrected,
}

/// How a settled value came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// The respondents agreed.
    Consensus,
    /// The assessor decided.
    Call,
}

/// What an item of evidence is; strength falls from left to right, the last two have none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EvidenceKind {
    /// Tried out and seen to hold.
    Tested,
    /// A document or an export.
    Document,
    /// Seen by the assessor.
    Observed,
    /// Said by somebody.
    Statement,
    /// To be handed in.
    Promised,
}

words!(Because { Happened => "happened", Learned => "learned", Corrected => "corrected" });
words!(How { Consensus => "consensus", Call => "call" });
words!(EvidenceKind { Tested => "tested", Document => "document", Observed => "observed", Statement => "statement", Promised => "promised" });

impl EvidenceKind {
    /// Whether an answer with this evidence rests on more than a statement.
    pub fn is_strong(self) -> bool {
        matches!(self, EvidenceKind::Tested | EvidenceKind::Document | EvidenceKind::Observed)
    }
}

/// The value of a setting.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Setting {
    /// True or false.
    Bool(bool),
    /// A word, a name, a text.
    Text(String),
    /// Anything else, as JSON text.
    Other(String),
}

impl Setting {
    /// The value as plain text.
    pub fn show(&self) -> String {
        match self {
            Setting::Bool(b) => b.to_string(),
            Setting::Text(t) | Setting::Other(t) => t.clone(),
        }
    }
}
