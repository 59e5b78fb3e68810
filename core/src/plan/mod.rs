//! The action plan: which remedies, in which order, and what not to do yet.

pub mod asks;
mod candidate;
mod choose;
mod effort;
mod order;
mod wait;
mod week;

pub use effort::Effort;
pub use wait::Waits;
pub use week::{Begun, Capacity};

use crate::decision::outcome::Outcome;
use crate::decision::what::What;
use crate::log::event::Setting;
use crate::log::fold::RoundState;
use crate::log::key::SettingKey;
use crate::model::condition::{Condition, Known};
use crate::model::exact::{Exact, ratio};
use crate::model::guidance::{Caution, Guidance, Remedy, Sign};
use crate::model::question::Question;
use crate::model::questionnaire::Questionnaire;
use crate::model::rules::Score;
use crate::model::words::{Axis, Verdict, words};
use crate::round::Round;
use crate::standing::Standing;
use crate::standing::facts::Knowledge;

/// Person-days up to which work is so short that it may stand in front of work on the foundation. Expert value.
const SHORT_DAYS: i64 = 5;

/// Person-days up to which work is one piece, done by one team in passing: a quick win, and what a well answered question shows
/// to be in place. Longer work is never there as a whole. Expert value.
const PIECE_DAYS: i64 = 10;

/// Why an action stands where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Something may be lost any day.
    StopTheBleeding,
    /// What a caution says must come before anything else: measuring, a net of tests, a drill.
    First,
    /// Makes a verdict possible that is needed and not allowed yet.
    MakePossible,
    /// High or medium impact, one piece of work, low risk, and begun within 30 days: what comes later is no quick win.
    QuickWin,
    /// Everything else, by area.
    Theme,
}

impl Group {
    /// The word in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Group::StopTheBleeding => "stop-the-bleeding",
            Group::First => "first",
            Group::MakePossible => "make-possible",
            Group::QuickWin => "quick-win",
            Group::Theme => "theme",
        }
    }
}

/// By when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Horizon {
    /// Day 0 to 30.
    Days30,
    /// Day 31 to 60.
    Days60,
    /// Day 61 to 90.
    Days90,
    /// What does not fit into 90 days.
    Later,
}

impl Horizon {
    /// Every horizon, in order.
    pub const ALL: [Horizon; 4] = [Horizon::Days30, Horizon::Days60, Horizon::Days90, Horizon::Later];

    /// The word in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Horizon::Days30 => "30d",
            Horizon::Days60 => "60d",
            Horizon::Days90 => "90d",
            Horizon::Later => "later",
        }
    }
}

/// What the team says about an action.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tracking {
    /// Who does it.
    pub owner: Option<String>,
    /// Until when.
    pub due: Option<String>,
    /// In words of the team, shown as they are; those of [`Closed`] close it.
    pub status: Option<String>,
    /// Why that status.
    pub reason: Option<String>,
}

/// The statuses that close an action: docs/formats.md, section 3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    /// The work is done.
    Done,
    /// Nobody will do it.
    Dropped,
    /// Somebody has seen that it is done.
    Verified,
}

words!(Closed { Done => "done", Dropped => "dropped", Verified => "verified" });

impl Tracking {
    fn of(state: &RoundState, id: &str) -> Tracking {
        let field = |name: &str| state.setting(&SettingKey::action(id, name)).map(Setting::show);
        Tracking { owner: field("owner"), due: field("due"), status: field("status"), reason: field("reason") }
    }
}

/// One action of the plan.
#[derive(Clone, Debug)]
pub struct Action<'q> {
    /// Short name: A-01.
    pub name: String,
    /// Id: the remedy's, or that of an own action.
    pub id: String,
    /// What to do.
    pub title: String,
    /// The remedy behind it; `None` for an action of the team's own.
    pub remedy: Option<&'q Remedy>,
    /// How much work it is.
    pub effort: Option<Effort>,
    /// Questions whose answers caused it, worst first.
    pub causes: Vec<usize>,
    /// Why it stands where it stands.
    pub group: Group,
    /// By when.
    pub horizon: Horizon,
    /// It begins no earlier because of a date that cannot move.
    pub waits: bool,
    /// Ids of actions in this plan that come first.
    pub after: Vec<String>,
    /// Position of the area of its first cause.
    pub area: Option<usize>,
    /// Only here because another action needs it.
    pub prerequisite: bool,
    /// The verdict's own work: it mends what the verdict is about.
    pub own_work: bool,
    /// What the team says.
    pub tracking: Tracking,
}

impl Action<'_> {
    /// Whether nobody has to work on it any more.
    pub fn closed(&self) -> bool {
        self.tracking.status.as_deref().is_some_and(|status| Closed::parse(status).is_some())
    }
}

/// Something to ask and to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// The question.
    pub question: usize,
}

/// Which of the classic signs for a verdict show.
#[derive(Clone, Debug, Default)]
pub struct Signs<'q> {
    /// Those known to be present.
    pub present: Vec<&'q Sign>,
    /// Of how many the answers tell whether they are.
    pub told: usize,
}

/// The whole plan.
#[derive(Clone, Debug)]
pub struct Plan<'q> {
    /// In order.
    pub actions: Vec<Action<'q>>,
    /// What to begin this week: at most three actions, and all that stop the bleeding.
    pub this_week: Vec<Begun>,
    /// How much work fits into a week and into 30 days.
    pub capacity: Capacity,
    /// The date that cannot move, where an open action begins later because of it.
    pub waits: Option<Waits>,
    /// At most five.
    pub asks: Vec<Ask>,
    /// What not to do yet.
    pub cautions: Vec<&'q Caution>,
    /// Signs for optimising.
    pub optimise_signs: Signs<'q>,
    /// Signs for rebuilding.
    pub rebuild_signs: Signs<'q>,
    /// Person-days of all open actions, from and to.
    pub effort: (Exact, Exact),
    /// The same for those that begin within 90 days.
    pub effort_soon: (Exact, Exact),
}

/// What is decided, as far as a plan may go by it.
#[derive(Clone, Debug)]
pub struct Said {
    /// The reference verdict.
    pub verdict: Verdict,
    /// What the conditions call for, before anything limits it.
    pub need: Verdict,
    /// What may be done.
    pub allowed: Verdict,
    /// What it is about, where that is a restructuring or more.
    pub what: Option<What>,
}

/// What the plan is made from.
#[derive(Clone)]
pub struct Ground<'q> {
    /// The questionnaire.
    pub questionnaire: &'q Questionnaire,
    /// Its remedies, cautions and signs.
    pub guidance: &'q Guidance,
    /// The state of the round.
    pub state: &'q RoundState,
    /// Where every question stands.
    pub standings: &'q [Standing],
    /// Positions of the base.
    pub base: &'q [usize],
    /// Positions of questions that are asked last for now: nobody is sent to find them out.
    pub late: Vec<usize>,
    /// The scores, where something is scored.
    pub outcome: Option<&'q Outcome>,
    /// What is decided; `None` while nothing is: then nothing is proposed that only a verdict would justify.
    pub said: Option<Said>,
}

/// The plan of a round.
pub fn plan<'q>(round: &'q Round, guidance: &'q Guidance) -> Plan<'q> {
    let now = &round.outcome.reference;
    let said = round.verdict().filter(|_| round.undecided().is_none()).map(|verdict| Said {
        verdict,
        need: now.need,
        allowed: now.allowed,
        what: round.what(),
    });
    Ground {
        questionnaire: &round.questionnaire,
        guidance,
        state: &round.state,
        standings: &round.standings,
        base: &round.base.questions,
        late: round.not_asked().into_keys().collect(),
        outcome: round.has_verdict().then_some(&round.outcome),
        said,
    }
    .plan()
}

/// What conditions of remedies, cautions and signs look at: facts, answers, and scores over their intervals.
struct Seen<'q> {
    knowledge: Knowledge<'q>,
    outcome: Option<&'q Outcome>,
}

impl Known for Seen<'_> {
    fn fact(&self, id: &str) -> Option<String> {
        self.knowledge.fact(id)
    }

    fn level(&self, question: &str) -> Option<(u8, u8)> {
        self.knowledge.level(question)
    }

    fn figure(&self, question: &str) -> Option<(Exact, Exact)> {
        self.knowledge.figure(question)
    }

    fn score(&self, name: &str) -> Option<(Exact, Exact)> {
        let score = Score::parse(name, &self.knowledge.questionnaire.pillars)?;
        self.outcome?.score(score).map(|(_, low, high)| (low, high))
    }
}

impl<'q> Ground<'q> {
    /// Whether a condition is known to hold.
    fn holds(&self, condition: &Condition) -> bool {
        self.known(condition) == Some(true)
    }

    fn known(&self, condition: &Condition) -> Option<bool> {
        let knowledge = Knowledge { questionnaire: self.questionnaire, state: self.state, standings: self.standings };
        condition.holds(&Seen { knowledge, outcome: self.outcome })
    }

    fn standing(&self, question: usize) -> Option<&'q Standing> {
        self.standings.get(question)
    }

    /// Whether an answer of a pillar is very weak and names this remedy: only then is work on the pillar proposed without a
    /// restructuring.
    fn pillar_calls_for(&self, remedy: &Remedy, pillar: usize) -> bool {
        let mine = self.questionnaire.questions.iter().filter(|q| q.axis == Axis::Structural && q.pillar == Some(pillar));
        mine.into_iter().any(|q| self.very_weak(q.index) && q.remedies.contains(&remedy.id))
    }

    /// Whether more is needed than may be done.
    fn is_held_back(&self) -> bool {
        self.said.as_ref().is_some_and(|s| s.need > s.allowed)
    }

    /// Whether an answer is weak: a value at or below level 2 in the middle.
    fn weak(&self, question: &Question) -> bool {
        self.standing(question.index).is_some_and(|s| s.state.has_value() && s.span.twice_middle() <= 4)
    }

    fn very_weak(&self, question: usize) -> bool {
        self.standing(question).is_some_and(|s| s.state.has_value() && s.span.twice_middle() <= 2)
    }

    /// Makes the plan.
    pub fn plan(self) -> Plan<'q> {
        let cautions: Vec<&Caution> = self.guidance.cautions.iter().filter(|c| self.warns(c)).collect();
        let actions = self.actions(&cautions);
        let capacity = self.capacity();
        let this_week = week::this_week(&actions, &capacity);
        let effort = |wanted: &dyn Fn(&Action<'_>) -> bool| {
            let open = actions.iter().filter(|a| !a.closed() && wanted(a)).filter_map(|a| a.effort.as_ref());
            open.fold((ratio(0, 1), ratio(0, 1)), |(a, b), e| (a + &e.days.0, b + &e.days.1))
        };
        let signs = |towards: Verdict| {
            let all: Vec<&'q Sign> = self.guidance.signs.iter().filter(|s| s.towards == towards).collect();
            let told = all.iter().filter(|s| self.known(&s.when).is_some()).count();
            Signs { told, present: all.into_iter().filter(|s| self.holds(&s.when)).collect() }
        };
        Plan {
            this_week,
            capacity,
            waits: self.waits().filter(|_| actions.iter().any(|a| a.waits && !a.closed())),
            asks: self.asks(),
            optimise_signs: signs(Verdict::Optimize),
            rebuild_signs: signs(Verdict::Rebuild),
            effort: effort(&|_| true),
            effort_soon: effort(&|a| a.horizon != Horizon::Later),
            cautions,
            actions,
        }
    }

    /// Whether a caution is said: its needs, whether more is needed than allowed, and its condition.
    fn warns(&self, caution: &Caution) -> bool {
        let needed = caution.needs.is_empty() || self.said.as_ref().is_some_and(|s| caution.needs.contains(&s.need));
        let capped = caution.capped.is_none_or(|wanted| self.said.is_some() && self.is_held_back() == wanted);
        needed && capped && caution.when.as_ref().is_none_or(|when| self.holds(when))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_words_close_an_action_and_any_other_leaves_it_open() {
        let action = |status: &str| Action {
            name: "A-01".into(),
            id: "own".into(),
            title: "Own".into(),
            remedy: None,
            effort: None,
            causes: Vec::new(),
            group: Group::Theme,
            horizon: Horizon::Later,
            waits: false,
            after: Vec::new(),
            area: None,
            prerequisite: false,
            own_work: false,
            tracking: Tracking { status: Some(status.into()), ..Tracking::default() },
        };
        for (status, closed) in [("done", true), ("dropped", true), ("verified", true), ("doing", false), ("Done", false), ("", false)] {
            assert_eq!(action(status).closed(), closed, "{status}");
        }
        assert_eq!(Closed::WORDS, ["done", "dropped", "verified"], "docs/formats.md, section 3");
    }
}
