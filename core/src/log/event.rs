//! What a line of the log says.

pub use crate::log::said::{Because, EvidenceKind, Figure, How, Levels, Said, Setting};

use crate::log::key::SettingKey;
use crate::model::words::words;

/// The id of an event: 26 upper-case Crockford characters, compared as bytes.
pub type EventId = String;

/// The ten kinds of line, by the word that stands in `do`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Do {
    /// The round begins, or moves to another questionnaire text.
    Start,
    /// A setting.
    Set,
    /// An answer.
    Answer,
    /// One answer fixed where respondents disagree.
    Settle,
    /// Carried answers confirmed.
    Confirm,
    /// A note.
    Note,
    /// An item of evidence.
    Evidence,
    /// The round is completed.
    Complete,
    /// The round is opened again.
    Reopen,
    /// Events that shall not count.
    Undo,
}

words!(Do {
    Start => "start", Set => "set", Answer => "answer", Settle => "settle", Confirm => "confirm", Note => "note",
    Evidence => "evidence", Complete => "complete", Reopen => "reopen", Undo => "undo",
});

/// What a line says: one variant for each [`Do`].
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
        /// Which setting.
        key: SettingKey,
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
    Setting(SettingKey),
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

impl Thing {
    /// Whether a newer line takes the place of an older one. Notes and evidence count together, and an undo is about nothing.
    pub fn has_one_value(&self) -> bool {
        match self {
            Thing::Round | Thing::Setting(_) | Thing::Answer(..) | Thing::Settle(_) | Thing::Confirm(..) | Thing::Completion => true,
            Thing::Notes(_) | Thing::Evidence(_) | Thing::Nothing => false,
        }
    }
}

/// A respondent as compared: trimmed, inner white space collapsed, ASCII case ignored.
pub fn respondent_key(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    for word in name.split_whitespace() {
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(word);
    }
    key.make_ascii_lowercase();
    key
}

impl Body {
    /// Which kind of line it makes.
    pub fn kind(&self) -> Do {
        match self {
            Body::Start { .. } => Do::Start,
            Body::Set { .. } => Do::Set,
            Body::Answer { .. } => Do::Answer,
            Body::Settle { .. } => Do::Settle,
            Body::Confirm { .. } => Do::Confirm,
            Body::Note { .. } => Do::Note,
            Body::Evidence { .. } => Do::Evidence,
            Body::Complete { .. } => Do::Complete,
            Body::Reopen { .. } => Do::Reopen,
            Body::Undo { .. } => Do::Undo,
        }
    }

    /// Who says it: `by`, else the author of the line.
    pub fn respondent<'n>(&'n self, author: &'n str) -> &'n str {
        let by = match self {
            Body::Answer { by, .. } | Body::Confirm { by, .. } | Body::Note { by, .. } => by.as_deref(),
            Body::Start { .. }
            | Body::Set { .. }
            | Body::Settle { .. }
            | Body::Evidence { .. }
            | Body::Complete { .. }
            | Body::Reopen { .. }
            | Body::Undo { .. } => None,
        };
        by.filter(|b| !b.trim().is_empty()).unwrap_or(author)
    }

    /// What it is about, when this author writes it.
    pub fn thing(&self, author: &str) -> Thing {
        match self {
            Body::Start { .. } => Thing::Round,
            Body::Set { key, .. } => Thing::Setting(key.clone()),
            Body::Answer { question, .. } => Thing::Answer(question.clone(), respondent_key(self.respondent(author))),
            Body::Settle { question, .. } => Thing::Settle(question.clone()),
            Body::Confirm { question, .. } => Thing::Confirm(question.clone(), respondent_key(self.respondent(author))),
            Body::Note { question, .. } => Thing::Notes(question.clone()),
            Body::Evidence { question, .. } => Thing::Evidence(question.clone()),
            Body::Complete { .. } | Body::Reopen { .. } => Thing::Completion,
            Body::Undo { .. } => Thing::Nothing,
        }
    }

    /// Whether it sets nothing: a cleared setting, a withdrawn answer, a dropped note.
    pub fn is_clear(&self) -> bool {
        match self {
            Body::Set { value, .. } => value.is_none(),
            Body::Answer { value, .. } | Body::Settle { value, .. } => *value == Said::Clear,
            Body::Note { text, .. } => text.is_none(),
            Body::Evidence { item, .. } => item.is_none(),
            Body::Start { .. } | Body::Confirm { .. } | Body::Complete { .. } | Body::Reopen { .. } | Body::Undo { .. } => false,
        }
    }

    /// The value that an answer or a settle carries.
    pub fn said(&self) -> Option<&Said> {
        match self {
            Body::Answer { value, .. } | Body::Settle { value, .. } => Some(value),
            Body::Start { .. }
            | Body::Set { .. }
            | Body::Confirm { .. }
            | Body::Note { .. }
            | Body::Evidence { .. }
            | Body::Complete { .. }
            | Body::Reopen { .. }
            | Body::Undo { .. } => None,
        }
    }

    /// The question it belongs to, if any.
    pub fn question(&self) -> Option<&str> {
        match self {
            Body::Answer { question, .. }
            | Body::Settle { question, .. }
            | Body::Confirm { question, .. }
            | Body::Evidence { question, .. } => Some(question),
            Body::Note { question, .. } => question.as_deref(),
            Body::Start { .. } | Body::Set { .. } | Body::Complete { .. } | Body::Reopen { .. } | Body::Undo { .. } => None,
        }
    }

    /// Whether it is a confirmation that names this event.
    pub fn confirms(&self, id: &str) -> bool {
        matches!(self, Body::Confirm { of, .. } if of.iter().any(|named| named == id))
    }
}

impl Event {
    /// Who answered: `by`, else the author.
    pub fn respondent(&self) -> &str {
        self.body.respondent(&self.author)
    }

    /// What the event is about.
    pub fn thing(&self) -> Thing {
        self.body.thing(&self.author)
    }

    /// The question it belongs to, if any.
    pub fn question(&self) -> Option<&str> {
        self.body.question()
    }

    /// Whether two events are about the same thing, and that is something: as [`Event::thing`] says, for less.
    pub fn is_about_the_same(&self, other: &Event) -> bool {
        let one = || respondent_key(self.respondent()) == respondent_key(other.respondent());
        let same_respondent = || self.respondent() == other.respondent() || one();
        match (&self.body, &other.body) {
            (Body::Set { key: a, .. }, Body::Set { key: b, .. }) => a == b,
            (Body::Answer { question: a, .. }, Body::Answer { question: b, .. })
            | (Body::Confirm { question: a, .. }, Body::Confirm { question: b, .. }) => a == b && same_respondent(),
            (Body::Settle { question: a, .. }, Body::Settle { question: b, .. })
            | (Body::Evidence { question: a, .. }, Body::Evidence { question: b, .. }) => a == b,
            (Body::Note { question: a, .. }, Body::Note { question: b, .. }) => a == b,
            (Body::Start { .. }, Body::Start { .. }) => true,
            (Body::Complete { .. } | Body::Reopen { .. }, Body::Complete { .. } | Body::Reopen { .. }) => true,
            // Of two kinds; and an undo is about nothing.
            (
                Body::Start { .. }
                | Body::Set { .. }
                | Body::Answer { .. }
                | Body::Settle { .. }
                | Body::Confirm { .. }
                | Body::Note { .. }
                | Body::Evidence { .. }
                | Body::Complete { .. }
                | Body::Reopen { .. }
                | Body::Undo { .. },
                _,
            ) => false,
        }
    }
}
