//! What all rooms look at: the opened round, what came of it, what could not be saved.

use crate::report::facts::Context;
use crate::store::log::Draft;
use crate::tui::notice::Notice;
use crate::tui::theme::Theme;
use crate::workspace::opened::OpenRound;
use std::path::PathBuf;
use std::rc::Rc;
use underpin_core::decision::certainty::Certainty;
use underpin_core::decision::plane::{self, Plane};
use underpin_core::decision::worlds::Worlds;
use underpin_core::log::event::EventId;
use underpin_core::model::period::RoundId;

/// Columns and rows of the decision map; narrow screens show every so many of them.
const MAP: (u16, u16) = (60, 12);

/// A line that could not be written, with the round that it belongs to.
#[derive(Clone, Debug)]
pub struct Unsaved {
    /// Folder name of the system, and the round.
    pub round: (String, RoundId),
    /// The line.
    pub draft: Draft,
    /// Ids of lines that it took the place of before they were saved.
    pub instead: Vec<EventId>,
}

impl Unsaved {
    /// A line of a round.
    pub fn new(round: &(String, RoundId), draft: Draft) -> Unsaved {
        Unsaved { round: round.clone(), draft, instead: Vec::new() }
    }
}

/// A draft that is written when no key waits.
#[derive(Clone, Debug)]
pub struct Due {
    /// Folder of the round.
    pub folder: PathBuf,
    /// Its key.
    pub key: String,
    /// Its text.
    pub text: String,
}

/// The state that rooms share. Rooms read it; `perform` writes it, the router its notices, the loop its size
/// and, before the first frame, its place.
#[derive(Debug)]
pub struct Session {
    /// Styles and glyphs.
    pub theme: Theme,
    /// Who writes.
    pub author: String,
    /// Where the workspace is, as it is shown.
    pub place: String,
    /// Who answers, if somebody else.
    pub respondent: Option<String>,
    /// The opened round.
    pub open: Option<OpenRound>,
    /// The track that is walked.
    pub track: String,
    /// Verdict and plan, made when they are looked at.
    pub context: Option<Rc<Context>>,
    /// How sure the verdict is; made while nobody presses a key.
    pub certainty: Option<Rc<Certainty>>,
    /// The verdicts over foundation and pain; made with it.
    pub plane: Option<Rc<Plane>>,
    /// The worlds it needs, as far as they are drawn.
    pub worlds: Option<Worlds>,
    /// Whether what brings the verdict nearest is asked first.
    pub by_worth: bool,
    /// Whether scores are shown while answering. Hidden at first: who sees the score answers for the score.
    pub scores_shown: bool,
    /// Lines that could not be written, oldest first.
    pub unsaved: Vec<Unsaved>,
    /// A long draft that is still to be kept: writing it at every key would hold up the next one.
    pub due: Option<Due>,
    /// Own actions that can be undone.
    pub done: Vec<Vec<EventId>>,
    /// Undos that can be taken back.
    pub undone: Vec<(EventId, Vec<EventId>)>,
    /// Whether something was saved since the round was opened.
    pub saved: bool,
    /// What stands below for a moment.
    pub notice: Option<Notice>,
    /// The terminal: columns and rows. Rooms lay out what they move in by it.
    pub size: (u16, u16),
}

impl Session {
    /// A session without a round, in a terminal of this size.
    pub fn new(theme: Theme, author: String, size: (u16, u16)) -> Session {
        Session {
            theme,
            author,
            place: String::new(),
            respondent: None,
            open: None,
            track: String::new(),
            context: None,
            certainty: None,
            plane: None,
            worlds: None,
            by_worth: false,
            scores_shown: false,
            unsaved: Vec::new(),
            due: None,
            done: Vec::new(),
            undone: Vec::new(),
            saved: false,
            notice: None,
            size,
        }
    }

    /// Columns of a page.
    pub fn width(&self) -> u16 {
        self.size.0
    }

    /// Rows between title and keys.
    pub fn height(&self) -> u16 {
        crate::tui::widgets::frame::body_height(self.size.1)
    }

    /// Takes a round that was just opened.
    pub fn take(&mut self, open: OpenRound) {
        let state = &open.round.state;
        let tracks = state.tracks();
        let walked = tracks.contains(&self.track.as_str());
        if !walked {
            // The widest deciding track that is open, else any open one, else the first.
            let model = &open.round.questionnaire;
            let mut open_tracks: Vec<_> = model.tracks.iter().filter(|t| tracks.contains(&t.id.as_str())).collect();
            open_tracks.sort_by_key(|t| (!t.decides, std::cmp::Reverse(t.questions().count())));
            self.track = open_tracks.first().or(model.tracks.first().as_ref()).map(|t| t.id.clone()).unwrap_or_default();
        }
        self.open = Some(open);
        self.changed();
        self.done.clear();
        self.undone.clear();
        self.saved = false;
    }

    /// Answers changed: what was made from them is made again.
    pub fn changed(&mut self) {
        self.context = None;
        self.certainty = None;
        self.plane = None;
        self.worlds = None;
    }

    /// Draws some more worlds for the opened round: first until it is known whether there is one verdict, then the others,
    /// and says how sure it is once all are drawn. Comes back with whether that is known now.
    pub fn think(&mut self, draws: u32) -> bool {
        let Some(round) = self.open.as_mut().map(|o| &mut o.round).filter(|r| r.has_verdict()) else { return true };
        if !round.knows() {
            round.think(draws);
        } else if self.certainty.is_none() {
            let drawn = self.worlds.get_or_insert_with(|| round.worlds());
            if drawn.draw(round.worlds_in(draws)) {
                let outcome = &round.outcome;
                self.plane = Some(Rc::new(plane::plane(&outcome.sheet, &outcome.reference, MAP.0, MAP.1)));
                self.certainty = Some(Rc::new(Certainty::of(&round.questionnaire, &round.outcome, drawn)));
            }
        }
        self.certainty.is_some()
    }

    /// Whether what the result says can be put together without waiting for worlds.
    pub fn is_told(&self) -> bool {
        self.open.as_ref().is_none_or(|o| o.round.knows())
    }

    /// "saved", or how much is not.
    pub fn saved_word(&self) -> String {
        match self.unsaved.len() {
            0 if self.saved => "saved".into(),
            0 => String::new(),
            1 => "NOT SAVED: 1 line".into(),
            n => format!("NOT SAVED: {n} lines"),
        }
    }
}
