//! What a room wants done: data, never closures. Only `perform` has hands.

use crate::store::log::Draft;
use std::path::PathBuf;
use underpin_core::model::period::RoundId;

/// The track of a quick check, which is chosen first for a new system, and that of an interview: where a questionnaire has
/// them. The only two tracks that the program knows by their ids; docs/formats.md, section 1.
pub const QUICK: &str = "quick";
/// See [`QUICK`].
pub const INTERVIEW: &str = "discovery";

/// Where to go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// A new system, or a new round of one.
    Start {
        /// The system, if it exists already.
        system: Option<String>,
        /// The track that is offered first.
        track: String,
    },
    /// The questions; from a question's id if one is named.
    Question(Option<String>),
    /// What is open.
    Review,
    /// What kind of system it is.
    Facts,
    /// The verdict.
    Result,
    /// The plan.
    Plan,
    /// What the verdict would be with other answers.
    WhatIf,
    /// One step back.
    Back,
}

/// Something to be done.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Go to a room.
    Go(Route),
    /// Read all systems with their verdicts.
    LoadSystems,
    /// Read which questionnaires there are, and the tracks of the one that is offered first.
    LoadQuestionnaires,
    /// Read the tracks of a questionnaire.
    LoadTracks(String),
    /// Open a round.
    Open {
        /// Folder name of the system.
        slug: String,
        /// The round.
        round: RoundId,
        /// Where to go then.
        then: Route,
    },
    /// Start a round and go to its questions.
    StartRound {
        /// Name of the system.
        name: String,
        /// Questionnaire id.
        questionnaire: String,
        /// Track to open.
        track: String,
        /// A new round although there is an open one.
        fresh: bool,
    },
    /// Write lines.
    Record(Vec<Draft>),
    /// Try again to write what could not be written.
    Retry,
    /// Undo the last own action.
    Undo,
    /// Redo it.
    Redo,
    /// Build the view of plan and verdict.
    LoadContext,
    /// Ask what tells most about the verdict first, or in the order of the track.
    AskByWorth(bool),
    /// On to the next question.
    Advance,
    /// Show scores while answering, or hide them.
    ShowScores(bool),
    /// Keep unsaved text.
    KeepDraft(String, String),
    /// Forget unsaved text.
    DropDraft(String),
    /// Go on with a text in the user's editor.
    Editor(String),
    /// Write the plan.
    Export(PathBuf),
    /// Open the filled example.
    Demo,
    /// Somebody else answers from now on; empty for oneself.
    Respondent(String),
    /// Say that the round is completed, and how to open it again.
    SayCompleted,
    /// Say something below.
    Say(String),
    /// Leave.
    Quit,
}
