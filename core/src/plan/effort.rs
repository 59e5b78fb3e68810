//! How much work a remedy is here: as a range, or so much for each of what an answer counts.

use super::Ground;
use crate::model::exact::Exact;
use crate::model::guidance::{EffortPer, Remedy};
use crate::standing::parts::part;
use num_traits::{Signed, Zero};

/// How much work it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effort {
    /// Person-days, from and to.
    pub days: (Exact, Exact),
    /// How many there are of what the work grows with, where that is known: then the days are those for each, times these.
    pub counted: Option<(Exact, Exact)>,
}

impl Ground<'_> {
    /// How much work a remedy is in this round.
    pub(super) fn effort(&self, remedy: &Remedy) -> Effort {
        let each = remedy.effort_per.as_ref().and_then(|per| Some((per, self.counted(per)?)));
        match each {
            Some((per, (low, high))) => {
                Effort { days: (per.days.0.value() * &low, per.days.1.value() * &high), counted: Some((low, high)) }
            }
            None => Effort { days: (remedy.effort_days.0.value().clone(), remedy.effort_days.1.value().clone()), counted: None },
        }
    }

    /// How many there are; none and less is no number to plan with.
    fn counted(&self, per: &EffortPer) -> Option<(Exact, Exact)> {
        let (question, standing) = self.questionnaire.at(per.question).zip(self.standing(per.question))?;
        let counted = match &per.part {
            Some(id) => part(question, standing, self.state.record(&question.id), id),
            None => standing.figure.clone().filter(|_| standing.state.has_value()),
        };
        counted.filter(|(low, high)| !low.is_negative() && *high > Exact::zero())
    }
}
