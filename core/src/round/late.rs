//! What is asked last: whether a rebuild could be carried matters only once something calls for one.

use super::Round;
use crate::model::track::Part;
use crate::model::words::Verdict;
use crate::standing::Stands;
use crate::standing::facts::Knowledge;
use std::collections::{BTreeMap, BTreeSet};

impl Round {
    /// Whether a part comes before the others now.
    pub(super) fn comes_first(&self, part: &Part) -> bool {
        let known = Knowledge { questionnaire: &self.questionnaire, state: &self.state, standings: &self.standings };
        part.first_if.as_ref().is_some_and(|c| c.holds(&known) == Some(true))
    }

    /// The need that a part waits for; `None` where it waits for nothing, or no longer.
    pub(super) fn waits_for(&self, part: &Part) -> Option<Verdict> {
        let until = part.late_until.filter(|until| self.outcome.reference.need < *until);
        until.filter(|_| !self.comes_first(part))
    }

    /// What [`Round::late`] holds, from the answers as they are.
    pub(super) fn asked_last(&self) -> BTreeMap<usize, Verdict> {
        let open = self.state.tracks();
        let parts = self.questionnaire.tracks.iter().filter(|t| open.contains(&t.id.as_str())).flat_map(|t| &t.parts);
        let (mut late, mut now) = (BTreeMap::new(), BTreeSet::<usize>::new());
        for part in parts {
            match self.waits_for(part) {
                Some(until) => late.extend(part.questions.iter().map(|i| (*i, until))),
                None => now.extend(&part.questions),
            }
        }
        let base: BTreeSet<&usize> = self.base.questions.iter().collect();
        late.retain(|i, _| base.contains(i) && !now.contains(i));
        late
    }

    /// Late questions that nothing was said about: a round can be completed without them.
    pub fn not_asked(&self) -> BTreeMap<usize, Verdict> {
        let mut late = self.late.clone();
        late.retain(|i, _| self.standings.get(*i).is_some_and(|s| s.state == Stands::Unanswered));
        late
    }
}
