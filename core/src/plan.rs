//! The action plan: which remedies, in which order, and what not to do yet.

use crate::log::event::Setting;
use crate::log::fold::RoundState;
use crate::model::exact::{Exact, ratio};
use crate::model::guidance::{Caution, Guidance, Remedy, Sign};
use crate::model::question::Question;
use crate::model::questionnaire::Questionnaire;
use crate::model::words::{Axis, Grade, Verdict};
use crate::round::Round;
use crate::standing::facts::Knowledge;
use crate::standing::{Standing, Stands};
use num_traits::One;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Person-days that fit into one of the three horizons: about two engineers at half their time. Expert value.
pub const HORIZON_DAYS: i64 = 20;

/// Quick wins that may stand in front of work on the foundation. Expert value.
const QUICK_WINS_FIRST: usize = 5;

/// Why an action stands where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Something may be lost any day.
    StopTheBleeding,
    /// Measure before deciding anything else.
    MeasureFirst,
    /// High or medium impact, at most ten person-days, low risk.
    QuickWin,
    /// Everything else, by area.
    Theme,
}

impl Group {
    /// Heading.
    pub fn title(self) -> &'static str {
        match self {
            Group::StopTheBleeding => "Stop the bleeding",
            Group::MeasureFirst => "Measure first",
            Group::QuickWin => "Quick wins",
            Group::Theme => "Themes",
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
    /// Heading.
    pub fn title(self) -> &'static str {
        match self {
            Horizon::Days30 => "Days 1 to 30",
            Horizon::Days60 => "Days 31 to 60",
            Horizon::Days90 => "Days 61 to 90",
            Horizon::Later => "After that, if it is still needed",
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
    /// Planned, doing, done, dropped ...
    pub status: Option<String>,
    /// Why that status.
    pub reason: Option<String>,
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
    /// Questions whose answers caused it, worst first.
    pub causes: Vec<usize>,
    /// Why it stands where it stands.
    pub group: Group,
    /// By when.
    pub horizon: Horizon,
    /// Ids of actions in this plan that come first.
    pub after: Vec<String>,
    /// Position of the area of its first cause.
    pub area: Option<usize>,
    /// Only here because another action needs it.
    pub prerequisite: bool,
    /// What the team says.
    pub tracking: Tracking,
}

impl Action<'_> {
    /// Done or dropped.
    pub fn closed(&self) -> bool {
        matches!(self.tracking.status.as_deref(), Some("done" | "dropped" | "verified"))
    }
}

/// Something to ask and to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// The question.
    pub question: usize,
    /// What to ask to see.
    pub show: Option<String>,
}

/// How many of the classic signs are there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SignCount {
    /// Known to be present.
    pub present: usize,
    /// All.
    pub total: usize,
}

/// The whole plan.
#[derive(Clone, Debug)]
pub struct Plan<'q> {
    /// In order.
    pub actions: Vec<Action<'q>>,
    /// Positions of at most three actions to start this week.
    pub this_week: Vec<usize>,
    /// At most five.
    pub asks: Vec<Ask>,
    /// What not to do yet.
    pub cautions: Vec<&'q Caution>,
    /// Signs for optimising.
    pub optimise_signs: SignCount,
    /// Signs for rebuilding.
    pub rebuild_signs: SignCount,
    /// Person-days of all open actions, from and to.
    pub effort: (Exact, Exact),
    /// The same for those that begin within 90 days.
    pub effort_soon: (Exact, Exact),
}

/// What the plan is made from.
#[derive(Clone, Copy)]
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
    /// The reference verdict, if there is one.
    pub verdict: Option<Verdict>,
    /// What the conditions call for, before anything limits it.
    pub need: Option<Verdict>,
}

/// The plan of a round.
pub fn plan<'q>(round: &'q Round, guidance: &'q Guidance) -> Plan<'q> {
    // A verdict that is not decided yet proposes nothing that only it would justify.
    let verdict = round.verdict().filter(|_| round.undecided().is_none());
    Ground {
        questionnaire: &round.questionnaire,
        guidance,
        state: &round.state,
        standings: &round.standings,
        base: &round.base.questions,
        verdict,
        need: verdict.map(|_| round.outcome.reference.need),
    }
    .plan()
}

impl<'q> Ground<'q> {
    fn knowledge(&self) -> Knowledge<'q> {
        Knowledge { questionnaire: self.questionnaire, state: self.state, standings: self.standings }
    }

    fn standing(&self, question: usize) -> Option<&'q Standing> {
        self.standings.get(question)
    }

    /// Whether an answer is weak: a value at or below level 2 in the middle.
    pub fn weak(&self, question: &Question) -> bool {
        self.standing(question.index)
            .is_some_and(|s| matches!(s.state, Stands::Answered | Stands::Disagreement) && s.span.twice_middle() <= 4)
    }

    fn very_weak(&self, question: usize) -> bool {
        self.standing(question).is_some_and(|s| matches!(s.state, Stands::Answered | Stands::Disagreement) && s.span.twice_middle() <= 2)
    }

    /// Makes the plan.
    pub fn plan(self) -> Plan<'q> {
        let known = self.knowledge();
        let cautions: Vec<&Caution> = self
            .guidance
            .cautions
            .iter()
            .filter(|c| self.need.map_or(c.needs.is_empty(), |n| c.needs.is_empty() || c.needs.contains(&n)))
            .filter(|c| c.when.as_ref().is_none_or(|w| w.holds(&known) == Some(true)))
            .collect();
        let actions = self.actions(&cautions);
        let this_week = actions
            .iter()
            .enumerate()
            .filter(|(_, a)| !a.closed() && a.remedy.is_some_and(starts_this_week))
            .map(|(i, _)| i)
            .take(3)
            .collect();
        let effort = |wanted: &dyn Fn(&Action<'_>) -> bool| {
            let open = actions.iter().filter(|a| !a.closed() && wanted(a)).filter_map(|a| a.remedy);
            open.fold((ratio(0, 1), ratio(0, 1)), |(a, b), r| (a + r.effort_days.0.value(), b + r.effort_days.1.value()))
        };
        let signs = |towards: Verdict| {
            let all: Vec<&Sign> = self.guidance.signs.iter().filter(|s| s.towards == towards).collect();
            let present = all.iter().filter(|s| s.when.holds(&known) == Some(true)).count();
            SignCount { present, total: all.len() }
        };
        Plan {
            this_week,
            asks: self.asks(),
            optimise_signs: signs(Verdict::Optimize),
            rebuild_signs: signs(Verdict::Rebuild),
            effort: effort(&|_| true),
            effort_soon: effort(&|a| a.horizon != Horizon::Later),
            cautions,
            actions,
        }
    }

    fn actions(&self, cautions: &[&'q Caution]) -> Vec<Action<'q>> {
        let mut drafts = self.drafts(cautions);
        self.add_prerequisites(&mut drafts);
        let order = self.order(&drafts);
        let mut horizons: BTreeMap<&str, Horizon> = BTreeMap::new();
        let mut spent = ratio(0, 1);
        let mut actions: Vec<Action<'q>> = Vec::new();
        for id in order {
            let Some(draft) = drafts.get(id) else { continue };
            let after: Vec<String> = draft.remedy.requires.iter().filter(|r| drafts.contains_key(r.as_str())).cloned().collect();
            let earliest = after.iter().filter_map(|r| horizons.get(r.as_str())).max().copied().unwrap_or(Horizon::Days30);
            let tracking = tracking(self.state, id);
            let middle = (draft.remedy.effort_days.0.value() + draft.remedy.effort_days.1.value()) / ratio(2, 1);

            let urgent = matches!(draft.group, Group::StopTheBleeding | Group::MeasureFirst);
            // The horizon in which work on it begins.
            let by_capacity = if urgent || spent < ratio(HORIZON_DAYS, 1) {
                Horizon::Days30
            } else if spent < ratio(2 * HORIZON_DAYS, 1) {
                Horizon::Days60
            } else if spent < ratio(3 * HORIZON_DAYS, 1) {
                Horizon::Days90
            } else {
                Horizon::Later
            };
            spent += middle;
            let horizon = by_capacity.max(earliest);
            horizons.insert(&draft.remedy.id, horizon);
            actions.push(Action {
                name: String::new(),
                id: id.to_owned(),
                title: draft.remedy.title.clone(),
                remedy: Some(draft.remedy),
                area: draft.causes.first().and_then(|c| self.questionnaire.at(*c)).map(|q| q.area),
                causes: draft.causes.clone(),
                group: draft.group,
                horizon,
                after,
                prerequisite: draft.prerequisite,
                tracking,
            });
        }
        actions.extend(self.own_actions(&drafts));
        for (i, action) in actions.iter_mut().enumerate() {
            action.name = format!("A-{:02}", i + 1);
        }
        actions
    }

    /// Remedies of weak answers that fit the verdict, by id.
    fn drafts(&self, cautions: &[&'q Caution]) -> BTreeMap<&'q str, Draft<'q>> {
        let known = self.knowledge();
        let fits = |remedy: &Remedy| {
            remedy.at_least.is_none_or(|least| self.verdict.is_some_and(|v| v >= least))
                && remedy.at_least_needed.is_none_or(|least| self.need.is_some_and(|n| n >= least))
                && remedy.only_if.as_ref().is_none_or(|c| c.holds(&known) == Some(true))
                && remedy.unless.as_ref().is_none_or(|c| c.holds(&known) != Some(true))
        };
        let mut drafts: BTreeMap<&'q str, Draft<'q>> = BTreeMap::new();
        for question in self.questionnaire.questions.iter().filter(|q| self.weak(q)) {
            let very_weak = self.very_weak(question.index);
            for (rank, id) in question.remedies.iter().enumerate() {
                let Some(remedy) = self.guidance.remedy(id).filter(|r| fits(r)) else { continue };
                if rank > 0 && self.well_elsewhere(remedy, question.index) {
                    continue;
                }
                let draft = drafts.entry(&remedy.id).or_insert_with(|| Draft::new(remedy));
                draft.causes.push(question.index);
                if question.urgent && very_weak && rank == 0 {
                    draft.group = Group::StopTheBleeding;
                }
            }
        }
        for id in cautions.iter().filter_map(|c| c.opens_with.as_deref()) {
            if let Some(remedy) = self.guidance.remedy(id) {
                let draft = drafts.entry(&remedy.id).or_insert_with(|| Draft::new(remedy));
                draft.group = draft.group.min(Group::MeasureFirst);
            }
        }
        for draft in drafts.values_mut() {
            draft.causes.sort_by_key(|c| (self.standing(*c).map_or(8, |s| s.span.twice_middle()), *c));
        }
        drafts
    }

    /// Whether another question that names a short remedy first is answered well: then it is in place, and this weak answer
    /// has another cause. Longer remedies are never in place as a whole.
    fn well_elsewhere(&self, remedy: &Remedy, question: usize) -> bool {
        let short = *remedy.effort_days.1.value() <= ratio(10, 1);
        let mut home = self.questionnaire.questions.iter().filter(|q| q.remedies.first() == Some(&remedy.id) && q.index != question);
        short && home.any(|q| self.standing(q.index).is_some_and(|s| s.state == Stands::Answered && s.span.low >= 3))
    }

    /// What a remedy in the plan requires joins it, unless the answers show that it is already in place.
    fn add_prerequisites(&self, drafts: &mut BTreeMap<&'q str, Draft<'q>>) {
        let mut open: Vec<&'q Remedy> = drafts.values().map(|d| d.remedy).collect();
        while let Some(remedy) = open.pop() {
            for required in remedy.requires.iter().filter_map(|id| self.guidance.remedy(id)) {
                if drafts.contains_key(required.id.as_str()) || self.in_place(required) {
                    continue;
                }
                let causes = drafts.get(remedy.id.as_str()).map(|d| d.causes.clone()).unwrap_or_default();
                let mut draft = Draft::new(required);
                draft.causes = causes;
                draft.prerequisite = true;
                drafts.insert(&required.id, draft);
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

    /// What may be lost first, then measuring, the best few quick wins, work on the foundation where the verdict asks for
    /// it, what is very weak, the rest; within each by rank. What is required is pulled in front of what requires it.
    fn order(&self, drafts: &BTreeMap<&'q str, Draft<'q>>) -> Vec<&'q str> {
        let lead = self.foundation_work(drafts);
        let mut ids: Vec<(Exact, &'q str)> = drafts.iter().map(|(id, d)| (self.rank(d), *id)).collect();
        ids.sort_by(|(x, a), (y, b)| y.cmp(x).then_with(|| a.cmp(b)));
        let mut quick = 0;
        let mut placed_in: Vec<(u8, &'q str)> = Vec::with_capacity(ids.len());
        for (_, id) in ids {
            let Some(draft) = drafts.get(id) else { continue };
            let short = *draft.remedy.effort_days.1.value() <= ratio(5, 1) && draft.remedy.impact == Grade::High;
            let serious = draft.causes.iter().any(|c| self.very_weak(*c));
            let place = match draft.group {
                Group::StopTheBleeding => 0,
                Group::MeasureFirst => 1,
                _ if lead == Some(id) => 3,
                // Only the first few: else a long audit buries the foundation under small things.
                Group::QuickWin if short && serious && quick < QUICK_WINS_FIRST => {
                    quick += 1;
                    2
                }
                _ if serious => 4,
                Group::QuickWin => 5,
                Group::Theme => 6,
            };
            placed_in.push((place, id));
        }
        placed_in.sort_by_key(|(place, _)| *place);
        let mut placed: Vec<&'q str> = Vec::new();
        let mut seen: HashSet<&'q str> = HashSet::new();
        for (_, id) in placed_in {
            place(id, drafts, &mut seen, &mut placed);
        }
        placed
    }

    /// What works on the foundation itself, when the verdict asks for that: the larger action that most weak structural
    /// answers call for. It must not wait behind every quick win.
    fn foundation_work(&self, drafts: &BTreeMap<&'q str, Draft<'q>>) -> Option<&'q str> {
        if self.verdict < Some(Verdict::Restructure) {
            return None;
        }
        let structural = |d: &Draft<'q>| {
            d.causes
                .iter()
                .filter_map(|c| self.questionnaire.at(*c))
                .filter(|q| q.axis == Axis::Structural && self.very_weak(q.index))
                .count()
        };
        // A rebuild begins with what only a rebuild needs.
        let own = |d: &Draft<'q>| self.verdict == Some(Verdict::Rebuild) && d.remedy.at_least == Some(Verdict::Rebuild);
        let candidates = drafts.iter().filter(|(_, d)| d.group == Group::Theme && !d.prerequisite && structural(d) > 0);
        let key = |d: &Draft<'q>| (own(d), structural(d));
        candidates.max_by(|(a, x), (b, y)| key(x).cmp(&key(y)).then_with(|| b.cmp(a))).map(|(id, _)| *id)
    }

    /// (impact x severity x confidence) / (effort x (1 + risk)). Severity adds up the three worst causes: how far each is
    /// below its best, times its weight, doubled where it is critical and again where it raises a flag.
    fn rank(&self, draft: &Draft<'q>) -> Exact {
        let grade = |g: Grade| match g {
            Grade::Low => 1,
            Grade::Medium => 2,
            Grade::High => 3,
        };
        let mut causes: Vec<i64> = draft
            .causes
            .iter()
            .filter_map(|c| self.questionnaire.at(*c).zip(self.standing(*c)))
            .map(|(q, s)| {
                let gap = 8 - i64::from(s.span.twice_middle());
                gap * i64::from(q.weight) * if q.critical { 2 } else { 1 } * if q.flag.is_some() { 2 } else { 1 }
            })
            .collect();
        causes.sort_unstable_by(|a, b| b.cmp(a));
        let severity: i64 = causes.iter().take(3).sum();
        let sure = draft.causes.iter().filter_map(|c| self.standing(*c)).any(|s| s.doubt.is_empty());
        let gain = ratio(grade(draft.remedy.impact) * severity, 1) * if sure { Exact::one() } else { ratio(3, 4) };
        let effort = (draft.remedy.effort_days.0.value() + draft.remedy.effort_days.1.value()) / ratio(2, 1);
        // Anything shorter than two days costs two: deciding, telling, checking. Else paper work would lead every plan.
        let effort = effort.max(ratio(2, 1));
        gain / (effort * ratio(1 + grade(draft.remedy.risk), 2))
    }

    /// Actions that the team added itself.
    fn own_actions(&self, drafts: &BTreeMap<&'q str, Draft<'q>>) -> Vec<Action<'q>> {
        let mut ids: BTreeSet<&str> = BTreeSet::new();
        for key in self.state.settings.keys() {
            if let Some((id, field)) = key.strip_prefix("action.").and_then(|rest| rest.rsplit_once('.'))
                && (field == "title" || field == "remedy")
                && !drafts.contains_key(id)
            {
                ids.insert(id);
            }
        }
        ids.into_iter()
            .filter_map(|id| {
                let remedy_id = self.state.text(&format!("action.{id}.remedy")).unwrap_or_else(|| id.to_owned());
                let remedy = self.guidance.remedy(&remedy_id);
                let title = self.state.text(&format!("action.{id}.title")).or_else(|| remedy.map(|r| r.title.clone()))?;
                Some(Action {
                    name: String::new(),
                    id: id.to_owned(),
                    title,
                    remedy,
                    causes: Vec::new(),
                    group: Group::Theme,
                    horizon: Horizon::Days90,
                    after: Vec::new(),
                    area: None,
                    prerequisite: false,
                    tracking: tracking(self.state, id),
                })
            })
            .collect()
    }

    /// At most five: open gates first, then flags and critical ones, then structural ones; then weak structural answers
    /// that rest on a statement alone.
    fn asks(&self) -> Vec<Ask> {
        let mut ranked: Vec<(i32, usize)> = Vec::new();
        for question in self.base.iter().filter_map(|i| self.questionnaire.at(*i)) {
            let Some(standing) = self.standing(question.index) else { continue };
            let open = matches!(standing.state, Stands::Unanswered | Stands::Unknown | Stands::Parked | Stands::Disagreement);
            let unproven = question.axis == Axis::Structural && self.weak(question) && !standing.doubt.is_empty();
            if !open && !unproven {
                continue;
            }
            let mut rank = i32::try_from(question.weight).unwrap_or(1);
            rank += if open { 100 } else { 0 };
            rank += if question.floor.is_some() || question.cap.is_some() { 40 } else { 0 };
            rank += if question.flag.is_some() || question.critical { 20 } else { 0 };
            rank += if question.axis == Axis::Structural { 10 } else { 0 };
            ranked.push((-rank, question.index));
        }
        ranked.sort_unstable();
        ranked
            .into_iter()
            .take(5)
            .map(|(_, question)| Ask { question, show: self.questionnaire.at(question).and_then(|q| q.evidence.first().cloned()) })
            .collect()
    }
}

/// A remedy on its way into the plan.
struct Draft<'q> {
    remedy: &'q Remedy,
    causes: Vec<usize>,
    group: Group,
    prerequisite: bool,
}

impl<'q> Draft<'q> {
    fn new(remedy: &'q Remedy) -> Draft<'q> {
        let quick = remedy.impact >= Grade::Medium && *remedy.effort_days.1.value() <= ratio(10, 1) && remedy.risk == Grade::Low;
        Draft { remedy, causes: Vec::new(), group: if quick { Group::QuickWin } else { Group::Theme }, prerequisite: false }
    }
}

fn place<'q>(id: &'q str, drafts: &BTreeMap<&'q str, Draft<'q>>, seen: &mut HashSet<&'q str>, placed: &mut Vec<&'q str>) {
    let Some(draft) = drafts.get(id) else { return };
    if !seen.insert(id) {
        return;
    }
    for required in &draft.remedy.requires {
        place(required, drafts, seen, placed);
    }
    placed.push(id);
}

fn starts_this_week(remedy: &Remedy) -> bool {
    *remedy.effort_days.0.value() <= ratio(5, 1)
}

fn tracking(state: &RoundState, id: &str) -> Tracking {
    let field = |name: &str| state.setting(&format!("action.{id}.{name}")).map(Setting::show);
    Tracking { owner: field("owner"), due: field("due"), status: field("status"), reason: field("reason") }
}
