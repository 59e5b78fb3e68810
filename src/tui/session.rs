//! What all rooms look at: the opened round, what came of it, what could not be saved.

use crate::domain::event::EventId;
use crate::report::context::Context;
use crate::store::log::Draft;
use crate::tui::theme::Theme;
use crate::workspace::opened::OpenRound;
use std::rc::Rc;

/// The state that rooms share. Rooms read it; only `perform` writes it.
#[derive(Debug)]
pub struct Session {
    /// Styles and glyphs.
    pub theme: Theme,
    /// Who writes.
    pub author: String,
    /// Who answers, if somebody else.
    pub respondent: Option<String>,
    /// The opened round.
    pub open: Option<OpenRound>,
    /// The track that is walked.
    pub track: String,
    /// Verdict and plan, made when they are looked at.
    pub context: Option<Rc<Context>>,
    /// Lines that could not be written, oldest first.
    pub unsaved: Vec<Draft>,
    /// Own actions that can be undone.
    pub done: Vec<Vec<EventId>>,
    /// Undos that can be taken back.
    pub undone: Vec<(EventId, Vec<EventId>)>,
    /// Whether something was saved since the round was opened.
    pub saved: bool,
    /// What stands below for a moment: text, and whether it is bad.
    pub notice: Option<(String, bool)>,
}

impl Session {
    /// A session without a round.
    pub fn new(theme: Theme, author: String) -> Session {
        Session {
            theme,
            author,
            respondent: None,
            open: None,
            track: String::new(),
            context: None,
            unsaved: Vec::new(),
            done: Vec::new(),
            undone: Vec::new(),
            saved: false,
            notice: None,
        }
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
        self.context = None;
        self.done.clear();
        self.undone.clear();
        self.saved = false;
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
