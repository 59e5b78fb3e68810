//! ANSWERS.toml: a sheet of answers as people write and exchange them. What it may say is a contract: `docs/formats.md`,
//! section 4.

mod read;
mod show;

pub use read::read;
pub use show::{key, quote, show_evidence, show_value};

use super::decode::Place;
use crate::log::event::{Because, Evidence, How, Said, Setting};
use crate::log::key::SettingKey;

/// What one respondent says about one question.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Question id.
    pub question: String,
    /// Respondent, if the file names one.
    pub by: Option<String>,
    /// The answer; `None` where only notes or evidence are given.
    pub value: Option<Said>,
    /// Why it changed.
    pub because: Option<Because>,
    /// A plain note.
    pub note: Option<String>,
    /// Put aside.
    pub parked: bool,
    /// Carried from this round and not confirmed.
    pub unconfirmed: Option<String>,
    /// Evidence.
    pub evidence: Vec<Evidence>,
    /// Where it stands in the file.
    pub place: Place,
}

/// A settled value.
#[derive(Clone, Debug)]
pub struct Settled {
    /// Question id.
    pub question: String,
    /// The value.
    pub value: Said,
    /// How.
    pub how: How,
    /// Rationale.
    pub why: String,
    /// Carried from this round and not confirmed.
    pub unconfirmed: Option<String>,
    /// Where it stands in the file.
    pub place: Place,
}

/// A note beyond the one plain note of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Question id, or the round.
    pub question: Option<String>,
    /// Text.
    pub text: String,
    /// Who said it.
    pub by: Option<String>,
    /// A parked question or follow-up.
    pub open: bool,
    /// Who follows up.
    pub owner: Option<String>,
    /// Until when.
    pub due: Option<String>,
}

/// A sheet of answers.
#[derive(Clone, Debug, Default)]
pub struct AnswerSheet {
    /// Id of the questionnaire.
    pub questionnaire: Option<String>,
    /// Its version.
    pub version: Option<String>,
    /// Tracks to open.
    pub tracks: Vec<String>,
    /// Whether it says which tracks, be it none.
    pub names_tracks: bool,
    /// Default respondent.
    pub by: Option<String>,
    /// Settings, scope and facts included; keys that stand more than once conflict.
    pub set: Vec<(SettingKey, Option<Setting>, Place)>,
    /// Answers, further respondents included.
    pub entries: Vec<Entry>,
    /// Settled values.
    pub settled: Vec<Settled>,
    /// Notes.
    pub notes: Vec<(Note, Place)>,
    /// Answers to questions that the questionnaire no longer has.
    pub retired: Vec<Entry>,
}
