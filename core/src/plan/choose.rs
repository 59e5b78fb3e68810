//! Which remedies join a plan: those of weak answers that fit the verdict, what they require, and what the team added.

use super::candidate::{Candidate, Candidates};
use super::order::{horizons, in_order};
use super::wait::not_before;
use super::{Action, Ground, Group, Horizon, PIECE_DAYS, Tracking};
use crate::decision::outcome::Outcome;
use crate::decision::what::What;
use crate::log::key::SettingKey;
use crate::model::exact::ratio;
use crate::model::guidance::{Caution, Remedy};
use crate::model::words::Verdict;
use crate::standing::Stands;
use std::collections::{BTreeMap, BTreeSet};

impl<'q> Ground<'q> {
    /// The actions of the plan, in order.
    pub(super) fn actions(&self, cautions: &[&'q Caution]) -> Vec<Action<'q>> {
        let mut candidates = self.candidates(cautions);
        self.add_prerequisites(&mut candidates);
        let order = in_order(self, &candidates);
        let begins = horizons(self, &order, &candidates);
        let mut actions: Vec<Action<'q>> = Vec::new();
        for (id, (horizon, waits)) in order.into_iter().zip(begins) {
            let Some(candidate) = candidates.get(id) else { continue };
            actions.push(Action {
                name: String::new(),
                id: id.to_owned(),
                title: candidate.remedy.title.clone(),
                remedy: Some(candidate.remedy),
                effort: Some(candidate.effort.clone()),
                area: candidate.causes.first().and_then(|c| self.questionnaire.at(*c)).map(|q| q.area),
                causes: candidate.causes.clone(),
                // What is quick and begins only later is no quick win.
                group: if candidate.group == Group::QuickWin && horizon != Horizon::Days30 { Group::Theme } else { candidate.group },
                horizon,
                waits,
                after: candidate.remedy.requires.iter().filter(|r| candidates.contains_key(r.as_str())).cloned().collect(),
                prerequisite: candidate.prerequisite,
                own_work: self.own_work(candidate),
                tracking: Tracking::of(self.state, id),
            });
        }
        actions.extend(self.own_actions(&candidates));
        for (i, action) in actions.iter_mut().enumerate() {
            action.name = format!("A-{:02}", i + 1);
        }
        actions
    }

    /// Whether a remedy is the verdict's own work. Of a rebuild: what only a rebuild needs. Of a restructuring: what mends a
    /// pillar that it names; where it names none, what an answer that it names calls for.
    pub(super) fn own_work(&self, candidate: &Candidate<'q>) -> bool {
        let Some(said) = self.said.as_ref().filter(|s| s.verdict >= Verdict::Restructure) else { return false };
        if said.verdict == Verdict::Rebuild {
            return candidate.remedy.at_least == Some(Verdict::Rebuild);
        }
        match &said.what {
            Some(What::Pillars(pillars)) => candidate.remedy.mends.iter().any(|p| pillars.contains(p)),
            Some(What::Floors(questions) | What::Questions(questions)) => candidate.causes.iter().any(|c| questions.contains(c)),
            None => false,
        }
    }

    /// Remedies of weak answers that fit the verdict.
    fn candidates(&self, cautions: &[&'q Caution]) -> Candidates<'q> {
        let fits = |remedy: &Remedy| {
            remedy.at_least.is_none_or(|least| self.said.as_ref().is_some_and(|s| s.verdict >= least))
                && remedy.at_least_needed.is_none_or(|least| self.said.as_ref().is_some_and(|s| s.need >= least))
                && remedy.only_if.as_ref().is_none_or(|c| self.holds(c))
                && !self.ruled_out(remedy)
        };
        let mut candidates: Candidates<'q> = BTreeMap::new();
        for question in self.questionnaire.questions.iter().filter(|q| self.weak(q)) {
            let very_weak = self.very_weak(question.index);
            for (rank, id) in question.remedies.iter().enumerate() {
                let Some(remedy) = self.guidance.remedy(id).filter(|r| fits(r)) else { continue };
                if rank > 0 && self.well_elsewhere(remedy, question.index) {
                    continue;
                }
                let candidate = candidates.entry(&remedy.id).or_insert_with(|| Candidate::new(remedy, self.effort(remedy)));
                candidate.causes.push(question.index);
                if question.urgent && rank == 0 {
                    candidate.safety = true;
                    if very_weak {
                        candidate.group = Group::StopTheBleeding;
                    }
                }
                if self.holds_back(question.index) {
                    candidate.group = candidate.group.min(Group::MakePossible);
                }
            }
        }
        for id in cautions.iter().filter_map(|c| c.opens_with.as_deref()) {
            if let Some(remedy) = self.guidance.remedy(id) {
                let candidate = candidates.entry(&remedy.id).or_insert_with(|| Candidate::new(remedy, self.effort(remedy)));
                candidate.group = candidate.group.min(Group::First);
            }
        }
        for candidate in candidates.values_mut() {
            let urgent = |c: usize| self.questionnaire.at(c).is_some_and(|q| q.urgent);
            candidate.causes.sort_by_key(|c| (self.standing(*c).map_or(8, |s| s.span.twice_middle()), !urgent(*c), *c));
        }
        candidates
    }

    /// Whether it is work on a pillar, such as moving boundaries, that nothing asks for: no restructuring is called for, and no
    /// answer of that pillar that names it is very weak.
    fn moves_what_stands(&self, remedy: &Remedy) -> bool {
        let restructures = |p: &usize| self.questionnaire.pillars.get(*p).is_some_and(|p| p.restructures);
        let mends: Vec<usize> = remedy.mends.iter().copied().filter(restructures).collect();
        let asked_for = self.said.as_ref().is_some_and(|s| s.need >= Verdict::Restructure);
        !asked_for && !mends.is_empty() && !mends.iter().any(|p| self.pillar_calls_for(remedy, *p))
    }

    /// Whether the answer to a question is a cap that keeps what is needed from being allowed.
    fn holds_back(&self, question: usize) -> bool {
        let caps = |o: &Outcome| o.reference.caps.iter().any(|c| c.question == question && c.verdict == o.reference.allowed);
        self.is_held_back() && self.outcome.is_some_and(caps)
    }

    /// Whether nothing asks for it, it is known not to fit, or it needs something that is not there and does not fit. Requirements have no circles:
    /// the checker refuses them.
    fn ruled_out(&self, remedy: &Remedy) -> bool {
        self.moves_what_stands(remedy)
            || remedy.unless.as_ref().is_some_and(|c| self.holds(c))
            || remedy.requires.iter().filter_map(|id| self.guidance.remedy(id)).any(|r| !self.in_place(r) && self.ruled_out(r))
    }

    /// Whether another question that names a short remedy first is answered well: then it is in place, and this weak answer
    /// has another cause. Longer remedies are never in place as a whole.
    fn well_elsewhere(&self, remedy: &Remedy, question: usize) -> bool {
        let short = self.effort(remedy).days.1 <= ratio(PIECE_DAYS, 1);
        let mut home = self.questionnaire.questions.iter().filter(|q| q.remedies.first() == Some(&remedy.id) && q.index != question);
        short && home.any(|q| self.standing(q.index).is_some_and(|s| s.state == Stands::Answered && s.span.low >= 3))
    }

    /// What a remedy in the plan requires joins it, unless the answers show that it is already in place.
    fn add_prerequisites(&self, candidates: &mut Candidates<'q>) {
        let mut open: Vec<&'q Remedy> = candidates.values().map(|d| d.remedy).collect();
        while let Some(remedy) = open.pop() {
            let needs_it = candidates.get(remedy.id.as_str()).map(|d| (d.causes.clone(), d.safety));
            let (causes, safety) = needs_it.unwrap_or_default();
            for required in remedy.requires.iter().filter_map(|id| self.guidance.remedy(id)) {
                match candidates.get_mut(required.id.as_str()) {
                    // What safety needs cannot wait either, nor what that needs.
                    Some(there) if safety && !there.safety => there.safety = true,
                    Some(_) => continue,
                    None if self.in_place(required) => continue,
                    None => {
                        let mut candidate = Candidate::new(required, self.effort(required));
                        candidate.causes = causes.clone();
                        candidate.prerequisite = true;
                        candidate.safety = safety;
                        candidates.insert(&required.id, candidate);
                    }
                }
                open.push(required);
            }
        }
    }

    /// A question that names a short remedy first is answered well; for a longer one all that name it first, and one does.
    fn in_place(&self, remedy: &Remedy) -> bool {
        if self.well_elsewhere(remedy, usize::MAX) {
            return true;
        }
        let home = self.questionnaire.questions.iter().filter(|q| q.remedies.first() == Some(&remedy.id));
        let mut levels = home.filter_map(|q| self.standing(q.index)).filter(|s| s.state == Stands::Answered).map(|s| s.span.low).peekable();
        levels.peek().is_some() && levels.all(|l| l >= 3)
    }

    /// Actions that the team added itself.
    fn own_actions(&self, candidates: &Candidates<'q>) -> Vec<Action<'q>> {
        let mut ids: BTreeSet<&str> = BTreeSet::new();
        for key in self.state.settings.keys() {
            if let SettingKey::Action { id, field } = key
                && (field == "title" || field == "remedy")
                && !candidates.contains_key(id.as_str())
            {
                ids.insert(id);
            }
        }
        let waiting = self.waits();
        ids.into_iter()
            .filter_map(|id| {
                let remedy_id = self.state.text(&SettingKey::action(id, "remedy")).unwrap_or_else(|| id.to_owned());
                let remedy = self.guidance.remedy(&remedy_id);
                let title = self.state.text(&SettingKey::action(id, "title")).or_else(|| remedy.map(|r| r.title.clone()))?;
                let not_before = remedy.map_or(Horizon::Days30, |r| not_before(waiting, r));
                Some(Action {
                    name: String::new(),
                    id: id.to_owned(),
                    title,
                    remedy,
                    effort: remedy.map(|r| self.effort(r)),
                    causes: Vec::new(),
                    group: Group::Theme,
                    horizon: Horizon::Days90.max(not_before),
                    waits: Horizon::Days90 < not_before,
                    after: Vec::new(),
                    area: None,
                    prerequisite: false,
                    own_work: false,
                    tracking: Tracking::of(self.state, id),
                })
            })
            .collect()
    }
}
