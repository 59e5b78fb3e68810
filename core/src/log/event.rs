//! What a line of the log says.

use crate::model::exact::Decimal;
use std::collections::BTreeMap;

/// The id of an event: 26 upper-case Crockford characters, compared as bytes.
pub type EventId = String;

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

macro_rules! words {
    ($ty:ty { $($variant:ident => $word:literal),+ $(,)? }) => {
        impl $ty {
            /// Every value.
            pub const ALL: &'static [$ty] = &[$(<$ty>::$variant),+];
            /// The word in files.
            pub fn word(self) -> &'static str { match self { $(<$ty>::$variant => $word),+ } }
            /// The value that a word names.
            pub fn parse(word: &str) -> Option<$ty> { match word { $($word => Some(<$ty>::$variant),)+ _ => None } }
        }
    };
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
#[derive(Clone, Debug, PartialEq, Eq)]
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

/// The ten kinds of line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// The round begins, or moves to another questionnaire text.
    Start {
        /// Id of the questionnaire.
        questionnaire: String,
        /// Its version.
        version: String,
        /// Its exact text.
        pin: String,
        /// Name of the system as typed.
        system: String,
        /// The round it follows.
        after: Option<String>,
    },
    /// A setting; `None` clears it.
    Set {
        /// The key.
        key: String,
        /// The value.
        value: Option<Setting>,
    },
    /// An answer.
    Answer {
        /// Question id.
        question: String,
        /// Respondent.
        by: Option<String>,
        /// The text that was read.
        pin: String,
        /// Why it changed.
        because: Option<Because>,
        /// What it says.
        value: Said,
    },
    /// One answer fixed where respondents disagree.
    Settle {
        /// Question id.
        question: String,
        /// The text that was read.
        pin: String,
        /// The value.
        value: Said,
        /// The answers it settles.
        settles: Vec<EventId>,
        /// How.
        how: How,
        /// Rationale.
        why: String,
    },
    /// Carried answers confirmed.
    Confirm {
        /// Question id.
        question: String,
        /// Respondent.
        by: Option<String>,
        /// The carried answers and settles that were shown.
        of: Vec<EventId>,
    },
    /// A note; `None` drops it.
    Note {
        /// Question id, or the round.
        question: Option<String>,
        /// Text.
        text: Option<String>,
        /// Who said it.
        by: Option<String>,
        /// A parked question or a follow-up.
        open: bool,
        /// Who follows up.
        owner: Option<String>,
        /// Until when.
        due: Option<String>,
    },
    /// An item of evidence; `None` drops it.
    Evidence {
        /// Question id.
        question: String,
        /// The item.
        item: Option<Evidence>,
    },
    /// The round is completed.
    Complete {
        /// Every id in the log.
        covers: Vec<EventId>,
    },
    /// The round is opened again.
    Reopen {
        /// Why.
        why: String,
    },
    /// Events that shall not count.
    Undo {
        /// Their ids.
        of: Vec<EventId>,
    },
}

/// An item of evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// What it is.
    pub kind: EvidenceKind,
    /// Where it is found.
    pub at: String,
    /// When it was seen (YYYY-MM-DD).
    pub seen: Option<String>,
    /// More about it.
    pub text: Option<String>,
}

/// One line of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its id.
    pub id: EventId,
    /// When it was written, UTC; for display only.
    pub at: String,
    /// Who wrote it.
    pub author: String,
    /// What it takes the place of.
    pub replaces: Vec<EventId>,
    /// The round it was carried from.
    pub from: Option<String>,
    /// Personal text was taken out.
    pub redacted: bool,
    /// What it says.
    pub body: Body,
    /// The line as it stands in the file.
    pub raw: String,
    /// The same for lines that are equal as JSON; may be empty where no other line has the id.
    pub canonical: String,
}

/// What an event is about. Only events of the same thing can replace each other.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Thing {
    /// The round itself.
    Round,
    /// A setting.
    Setting(String),
    /// The answer of one respondent to one question.
    Answer(String, String),
    /// What is settled for a question.
    Settle(String),
    /// The confirmation of one respondent for one question.
    Confirm(String, String),
    /// Notes of a question, or of the round.
    Notes(Option<String>),
    /// Evidence of a question.
    Evidence(String),
    /// Whether the round is completed.
    Completion,
    /// Nothing: undo.
    Nothing,
}

/// A respondent as compared: trimmed, inner white space collapsed, ASCII case ignored.
pub fn respondent_key(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_ascii_lowercase()
}

impl Event {
    /// Who answered: `by`, else the author.
    pub fn respondent(&self) -> &str {
        let by = match &self.body {
            Body::Answer { by, .. } | Body::Confirm { by, .. } | Body::Note { by, .. } => by.as_deref(),
            _ => None,
        };
        by.filter(|b| !b.trim().is_empty()).unwrap_or(&self.author)
    }

    /// What the event is about.
    pub fn thing(&self) -> Thing {
        match &self.body {
            Body::Start { .. } => Thing::Round,
            Body::Set { key, .. } => Thing::Setting(key.clone()),
            Body::Answer { question, .. } => Thing::Answer(question.clone(), respondent_key(self.respondent())),
            Body::Settle { question, .. } => Thing::Settle(question.clone()),
            Body::Confirm { question, .. } => Thing::Confirm(question.clone(), respondent_key(self.respondent())),
            Body::Note { question, .. } => Thing::Notes(question.clone()),
            Body::Evidence { question, .. } => Thing::Evidence(question.clone()),
            Body::Complete { .. } | Body::Reopen { .. } => Thing::Completion,
            Body::Undo { .. } => Thing::Nothing,
        }
    }

    /// Whether it sets nothing: a cleared setting, a withdrawn answer, a dropped note.
    pub fn is_clear(&self) -> bool {
        match &self.body {
            Body::Set { value, .. } => value.is_none(),
            Body::Answer { value, .. } | Body::Settle { value, .. } => *value == Said::Clear,
            Body::Note { text, .. } => text.is_none(),
            Body::Evidence { item, .. } => item.is_none(),
            _ => false,
        }
    }

    /// The word of its kind.
    pub fn word(&self) -> &'static str {
        match &self.body {
            Body::Start { .. } => "start",
            Body::Set { .. } => "set",
            Body::Answer { .. } => "answer",
            Body::Settle { .. } => "settle",
            Body::Confirm { .. } => "confirm",
            Body::Note { .. } => "note",
            Body::Evidence { .. } => "evidence",
            Body::Complete { .. } => "complete",
            Body::Reopen { .. } => "reopen",
            Body::Undo { .. } => "undo",
        }
    }

    /// The question it belongs to, if any.
    pub fn question(&self) -> Option<&str> {
        match &self.body {
            Body::Answer { question, .. }
            | Body::Settle { question, .. }
            | Body::Confirm { question, .. }
            | Body::Evidence { question, .. } => Some(question),
            Body::Note { question, .. } => question.as_deref(),
            _ => None,
        }
    }
}
