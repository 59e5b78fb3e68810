//! Actions: each is made once and shared by the lists it stands in.

use super::answers::{AnswerView, Answers};
use super::serial;
use crate::words;
use serde::Serialize;
use std::sync::Arc;
use underpin_core::model::exact::Exact;
use underpin_core::model::guidance::Remedy;
use underpin_core::model::words::Grade;
use underpin_core::plan::{Action, Group, Horizon, Plan};
use underpin_core::round::Round;

/// So many quick wins are listed on their own. Expert value.
pub(super) const QUICK_WINS: usize = 7;

/// One action.
#[derive(Debug, Serialize)]
pub struct ActionView {
    /// Its id: the remedy's, or that of an own action.
    pub id: String,
    ///
    pub name: String,
    /// What to do.
    pub title: String,
    /// Who usually does it.
    pub who: String,
    /// Person-days; in words for templates.
    #[serde(serialize_with = "serial::person_days")]
    pub effort: Option<(Exact, Exact)>,
    /// What the person-days were made of, or an empty text.
    pub effort_from: String,
    /// What it costs for as long as it is kept, or an empty text.
    pub running: String,
    /// What is paid to others, or an empty text.
    pub outside_cost: String,
    /// Expected effect.
    #[serde(serialize_with = "serial::grade")]
    pub impact: Option<Grade>,
    /// Money and people.
    #[serde(serialize_with = "serial::grade")]
    pub cost: Option<Grade>,
    /// Chance of harm.
    #[serde(serialize_with = "serial::grade")]
    pub risk: Option<Grade>,
    /// In business terms.
    pub gain: String,
    /// What to do, in order.
    pub steps: Vec<String>,
    /// An observable fact.
    pub done_when: String,
    /// What it does not mend, or an empty text.
    pub helps_not: String,
    /// What goes wrong.
    pub pitfalls: Vec<String>,
    /// Where effort and effect come from.
    pub basis: String,
    /// Names of actions that come first.
    pub after: Vec<String>,
    /// The answers that caused it.
    pub causes: Vec<Arc<AnswerView>>,
    /// The first cause in a few words.
    pub why: String,
    /// Why it stands where it stands.
    #[serde(serialize_with = "serial::title")]
    pub group: Group,
    /// Owner.
    #[serde(serialize_with = "serial::text")]
    pub owner: Option<String>,
    /// Due date.
    #[serde(serialize_with = "serial::text")]
    pub due: Option<String>,
    /// Status.
    #[serde(serialize_with = "serial::text")]
    pub status: Option<String>,
    /// Only here because another action needs it.
    pub prerequisite: bool,
    /// It mends what the verdict is about.
    pub own_work: bool,
    /// Done or dropped.
    pub closed: bool,
    /// Begun this week, and not over by its end.
    pub longer: bool,
}

impl ActionView {
    /// The view of an action.
    pub(super) fn of(round: &Round, plan: &Plan<'_>, action: &Action<'_>, answers: &Answers) -> ActionView {
        let r = action.remedy;
        let text = |f: fn(&Remedy) -> &String| r.map(f).cloned().unwrap_or_default();
        let list = |f: fn(&Remedy) -> &Vec<String>| r.map(f).cloned().unwrap_or_default();
        let causes = answers.named(&action.causes);
        let name_of = |id: &String| plan.actions.iter().find(|a| a.id == *id).map(|a| a.name.clone());
        ActionView {
            id: action.id.clone(),
            name: action.name.clone(),
            title: action.title.clone(),
            who: text(|r| &r.who),
            effort: action.effort.as_ref().map(|e| e.days.clone()),
            effort_from: words::effort_from(round, action).unwrap_or_default(),
            running: r.and_then(words::running).unwrap_or_default(),
            outside_cost: r.and_then(words::outside_cost).unwrap_or_default(),
            impact: r.map(|r| r.impact),
            cost: r.map(|r| r.cost),
            risk: r.map(|r| r.risk),
            gain: text(|r| &r.gain),
            steps: list(|r| &r.steps),
            done_when: text(|r| &r.done_when),
            helps_not: r.and_then(|r| r.helps_not.clone()).unwrap_or_default(),
            pitfalls: list(|r| &r.pitfalls),
            basis: text(|r| &r.basis),
            after: action.after.iter().filter_map(name_of).collect(),
            why: causes.first().map(|c| format!("{}: {}", c.title, words::lower_first(&c.answer))).unwrap_or_default(),
            causes,
            group: action.group,
            owner: action.tracking.owner.clone(),
            due: action.tracking.due.clone(),
            status: action.tracking.status.clone(),
            prerequisite: action.prerequisite,
            own_work: action.own_work,
            closed: action.closed(),
            longer: plan.this_week.iter().any(|b| !b.ends && plan.actions.get(b.action).is_some_and(|a| a.id == action.id)),
        }
    }

    /// Its effort in words.
    pub fn effort(&self) -> String {
        words::effort_of(self.effort.as_ref())
    }

    /// Its title among what is begun this week.
    pub fn begin(&self) -> String {
        words::begin(&self.title, self.longer)
    }

    /// The word of a grade, or nothing for an action without a remedy.
    pub fn grade(grade: Option<Grade>) -> &'static str {
        grade.map_or("", Grade::word)
    }
}

/// A horizon with its actions.
#[derive(Debug, Serialize)]
pub struct Horizons {
    /// Which.
    #[serde(serialize_with = "serial::title")]
    pub title: Horizon,
    /// Its actions.
    pub actions: Vec<Arc<ActionView>>,
}

/// Actions of one area.
#[derive(Debug, Serialize)]
pub struct Theme {
    /// Title of the area.
    pub title: String,
    /// Its actions.
    pub actions: Vec<Arc<ActionView>>,
}

/// The larger actions by area, in the order of the plan.
pub(super) fn themes(round: &Round, plan: &Plan<'_>, made: &[Arc<ActionView>]) -> Vec<Theme> {
    let mut themes: Vec<(Option<usize>, Theme)> = Vec::new();
    for (action, view) in plan.actions.iter().zip(made).filter(|(a, _)| a.group == Group::Theme) {
        match themes.iter_mut().find(|(area, _)| *area == action.area) {
            Some((_, theme)) => theme.actions.push(Arc::clone(view)),
            None => {
                let title = action.area.and_then(|a| round.questionnaire.areas.get(a)).map_or("Your own", |a| a.title.as_str());
                themes.push((action.area, Theme { title: title.to_owned(), actions: vec![Arc::clone(view)] }));
            }
        }
    }
    themes.into_iter().map(|(_, t)| t).collect()
}

/// Actions that do not fit into 90 days, by area in file order.
pub(super) fn later(round: &Round, plan: &Plan<'_>, made: &[Arc<ActionView>]) -> Vec<Theme> {
    let mut themes: Vec<Theme> = Vec::new();
    for (index, area) in round.questionnaire.areas.iter().enumerate() {
        let mine = plan.actions.iter().zip(made).filter(|(a, _)| a.horizon == Horizon::Later && a.area == Some(index));
        let actions: Vec<Arc<ActionView>> = mine.map(|(_, v)| Arc::clone(v)).collect();
        if !actions.is_empty() {
            themes.push(Theme { title: area.title.clone(), actions });
        }
    }
    themes
}
