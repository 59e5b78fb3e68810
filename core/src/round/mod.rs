//! A round, read: its log folded, every question's standing, the base and the outcome.

pub mod comparison;
mod counts;
pub mod entry;
mod holding;
mod late;
pub mod route;
pub mod states;
pub mod weighing;

use crate::decision::asking;
use crate::decision::certainty::Certainty;
use crate::decision::class::Undecided;
use crate::decision::outcome::{Outcome, Urgency};
use crate::decision::what::What;
use crate::decision::worlds::{BLOCK, Worlds};
use crate::log::event::{Body, Event};
use crate::log::fold::RoundState;
use crate::log::key::SettingKey;
use crate::model::period::RoundId;
use crate::model::questionnaire::Questionnaire;
use crate::model::words::Verdict;
use crate::standing::base::Base;
use crate::standing::{Standing, Stands, stand_all, stand_if};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::OnceLock;

/// A round with everything that follows from its log.
#[derive(Clone, Debug)]
pub struct Round {
    /// Name of the system as typed.
    pub system: String,
    /// Its id.
    pub id: RoundId,
    /// The questionnaire it is asked with.
    pub questionnaire: Arc<Questionnaire>,
    /// Its exact text.
    pub pin: String,
    /// The fold of its log.
    pub state: RoundState,
    /// Where every question stands, in file order.
    pub standings: Vec<Standing>,
    /// What is scored. Without a deciding track: what the open tracks ask, for area scores alone.
    pub base: Base,
    /// What the answers come to.
    pub outcome: Outcome,
    /// Lines of the log without effect.
    pub damaged: usize,
    /// Questions of the base that are asked last for now, each with the need that it waits for. What another open track asks in
    /// its place is not late.
    pub late: BTreeMap<usize, Verdict>,
    /// Why there is no one verdict yet, with the worlds that it took to tell; made once somebody asks.
    undecided: OnceLock<(Option<Undecided>, Worlds)>,
    /// The worlds that were drawn so far to tell.
    begun: Option<Worlds>,
    /// How sure the verdict is; made once somebody asks.
    certainty: OnceLock<Certainty>,
}

impl Round {
    /// Reads a round.
    pub fn read(system: String, id: RoundId, questionnaire: Arc<Questionnaire>, pin: String, state: RoundState, damaged: usize) -> Round {
        let standings = stand_all(&questionnaire, &state, &id);
        let mut base = Base::of(&questionnaire, &state);
        if base.tracks.is_empty() {
            let open = state.tracks();
            let asked: BTreeSet<usize> =
                questionnaire.tracks.iter().filter(|t| open.contains(&t.id.as_str())).flat_map(|t| t.questions()).collect();
            base.questions = asked.into_iter().collect();
        }
        let outcome = Outcome::of(&questionnaire, &base, &standings);
        let mut round = Round {
            system,
            id,
            questionnaire,
            pin,
            state,
            standings,
            base,
            outcome,
            damaged,
            late: BTreeMap::new(),
            undecided: OnceLock::new(),
            begun: None,
            certainty: OnceLock::new(),
        };
        round.late = round.asked_last();
        round
    }

    /// The round as if some questions had been answered with these levels; nothing is saved.
    pub fn what_if(&self, levels: &[(usize, u8)]) -> Round {
        let mut round = self.clone();
        round.standings = stand_if(&round.questionnaire, &round.state, &round.id, levels);
        round.outcome = Outcome::of(&round.questionnaire, &round.base, &round.standings);
        round.late = round.asked_last();
        round.undecided = OnceLock::new();
        round.begun = None;
        round.certainty = OnceLock::new();
        round
    }

    /// Whether there is a verdict at all: the questionnaire decides, and a deciding track is open.
    pub fn has_verdict(&self) -> bool {
        self.questionnaire.decides && !self.base.tracks.is_empty()
    }

    /// The reference verdict, if there is one.
    pub fn verdict(&self) -> Option<Verdict> {
        self.has_verdict().then_some(self.outcome.reference.verdict)
    }

    /// How soon to act. While nothing is decided only an urgent answer says so: nobody is hurried by what is not known.
    pub fn urgency(&self) -> Option<Urgency> {
        let urgency = self.outcome.urgency;
        urgency.filter(|u| *u == Urgency::Week || (self.has_verdict() && self.undecided().is_none()))
    }

    /// Positions of open questions in the order in which they settle the verdict soonest; none once nothing can change it.
    pub fn asking(&self) -> Vec<usize> {
        if self.has_verdict() { asking::order(&self.questionnaire, &self.outcome) } else { Vec::new() }
    }

    /// Why screens, lists and reports say "not decided yet"; `None` where they say the verdict.
    pub fn undecided(&self) -> Option<Undecided> {
        self.told().0
    }

    /// The worlds of the outcome, as far as they had to be drawn to tell whether it is decided.
    pub fn worlds(&self) -> Worlds {
        self.told().1.clone()
    }

    fn told(&self) -> &(Option<Undecided>, Worlds) {
        self.undecided.get_or_init(|| {
            let mut worlds = self.begun.clone().unwrap_or_else(|| Worlds::of(&self.questionnaire, &self.outcome.sheet));
            (Undecided::of(&self.outcome, &mut worlds), worlds)
        })
    }

    /// Whether it is known if there is one verdict, so that nobody who asks has to wait for worlds.
    pub fn knows(&self) -> bool {
        !self.has_verdict() || self.undecided.get().is_some()
    }

    /// How many worlds so many draws of a question make, but never less than are drawn side by side: a slice of work that takes
    /// as long for many questions as for few.
    pub fn worlds_in(&self, draws: u32) -> u32 {
        let fit = usize::try_from(draws).unwrap_or(usize::MAX) / self.base.questions.len().max(1);
        u32::try_from(fit.max(BLOCK)).unwrap_or(u32::MAX)
    }

    /// Works on that for some draws; comes back with whether it is known now. Slices of any size come to the same.
    pub fn think(&mut self, draws: u32) -> bool {
        if self.knows() {
            return true;
        }
        let mut worlds = self.begun.take().unwrap_or_else(|| Worlds::of(&self.questionnaire, &self.outcome.sheet));
        match Undecided::tell(&self.outcome, &mut worlds, self.worlds_in(draws)) {
            Some(told) => self.undecided = OnceLock::from((told, worlds)),
            None => self.begun = Some(worlds),
        }
        self.knows()
    }

    /// How sure the verdict is; draws the worlds that are not drawn yet.
    pub fn certainty(&self) -> &Certainty {
        self.certainty.get_or_init(|| Certainty::of(&self.questionnaire, &self.outcome, &self.worlds().drawn()))
    }

    /// What a restructuring or a rebuild would be about; `None` where less is needed.
    pub fn what(&self) -> Option<What> {
        self.has_verdict().then(|| What::of(&self.questionnaire, &self.outcome)).flatten()
    }

    /// Whether questions are open of which none can change the verdict any more.
    pub fn nothing_left_to_ask(&self) -> bool {
        self.has_verdict() && self.outcome.decided() && self.has_open_questions()
    }

    /// Whether something of the base is unanswered, unknown or parked.
    pub fn has_open_questions(&self) -> bool {
        self.outcome.counts.open() > 0
    }

    /// The scope that was assessed.
    pub fn scope(&self) -> String {
        self.state.text(&SettingKey::Scope).unwrap_or_else(|| "whole backend".to_owned())
    }

    /// The standing of a question.
    pub fn standing(&self, id: &str) -> Option<&Standing> {
        self.standings.get(*self.questionnaire.by_id.get(id)?)
    }

    /// Ids that have answers but no question in this pin.
    pub fn retired(&self) -> Vec<&str> {
        self.state.questions.keys().map(String::as_str).filter(|id| !self.questionnaire.by_id.contains_key(*id)).collect()
    }

    /// Questions of the base with an answer that does not fit.
    pub fn again(&self) -> Vec<&str> {
        let ids = self.questionnaire.questions.iter().filter(|q| self.standings.get(q.index).is_some_and(|s| s.again));
        ids.map(|q| q.id.as_str()).collect()
    }

    /// Questions in a state, of the base.
    pub fn in_state(&self, state: Stands) -> Vec<usize> {
        self.base.questions.iter().copied().filter(|i| self.standings.get(*i).is_some_and(|s| s.state == state)).collect()
    }

    /// Current notes of a question, oldest first, with whether they are open.
    pub fn notes(&self, question: &str) -> Vec<(&Arc<Event>, &str, bool)> {
        let notes = self.state.record(question).map(|r| r.notes.as_slice()).unwrap_or_default();
        notes
            .iter()
            .filter_map(|e| match &e.body {
                Body::Note { text: Some(text), open, .. } => Some((e, text.as_str(), *open)),
                _ => None,
            })
            .collect()
    }

    /// Share of answers that rest on more than a statement: with evidence, all.
    pub fn evidence_count(&self) -> (usize, usize) {
        let answered = self.base.questions.iter().filter_map(|i| self.standings.get(*i)).filter(|s| s.state == Stands::Answered);
        let (mut with, mut all) = (0, 0);
        for standing in answered {
            all += 1;
            with += usize::from(!standing.doubt.contains(&crate::standing::Doubt::Statement));
        }
        (with, all)
    }
}
