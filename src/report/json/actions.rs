//! The actions of a plan as JSON.

use super::{id, ids, pillar_ids};
use serde_json::{Value, json};
use underpin_core::model::exact::fraction;
use underpin_core::model::guidance::{Remedy, Running};
use underpin_core::plan::{Action, Plan};
use underpin_core::round::Round;

/// The actions of a plan, in its order.
pub(super) fn actions(round: &Round, plan: &Plan<'_>) -> Vec<Value> {
    plan.actions.iter().map(|a| action(round, a)).collect()
}

fn action(round: &Round, a: &Action<'_>) -> Value {
    let r = a.remedy;
    json!({
        "id": a.id, "name": a.name, "title": a.title, "group": a.group.word(), "horizon": a.horizon.word(), "waits": a.waits,
        "effort_days": effort(a), "effort_per": effort_per(round, a), "running": r.and_then(running),
        "outside_cost": r.and_then(|r| r.outside_cost.as_ref()).map(|c| {
            json!({"low": c.low.text(), "high": c.high.text(), "currency": c.currency, "per": c.per})
        }), "helps_not": r.and_then(|r| r.helps_not.as_deref()),
        "impact": r.map(|r| r.impact.word()), "cost": r.map(|r| r.cost.word()), "risk": r.map(|r| r.risk.word()),
        "mends": r.map(|r| pillar_ids(round, &r.mends)).unwrap_or_default(), "own_work": a.own_work, "causes": ids(round, &a.causes), "after": a.after,
        "prerequisite": a.prerequisite, "owner": a.tracking.owner, "due": a.tracking.due, "status": a.tracking.status,
        "reason": a.tracking.reason,
    })
}

/// Person-days: as they are written, or worked out.
fn effort(a: &Action<'_>) -> Option<Value> {
    let (remedy, effort) = (a.remedy?, a.effort.as_ref()?);
    let days = &remedy.effort_days;
    Some(match effort.counted {
        Some(_) => json!([fraction(&effort.days.0), fraction(&effort.days.1)]),
        None => json!([days.0.text(), days.1.text()]),
    })
}

/// What the days were worked out from, where they were.
fn effort_per(round: &Round, a: &Action<'_>) -> Option<Value> {
    let (per, counted) = (a.remedy?.effort_per.as_ref()?, a.effort.as_ref()?.counted.as_ref()?);
    Some(json!({
        "question": id(round, per.question), "part": per.part, "days": [per.days.0.text(), per.days.1.text()],
        "low": fraction(&counted.0), "high": fraction(&counted.1),
    }))
}

fn running(remedy: &Remedy) -> Option<Value> {
    Some(match remedy.running.as_ref()? {
        Running::ShareOfTeam(share) => json!({"share_of_team": share.text()}),
        Running::People(from, to) => json!({"people": [from.text(), to.text()]}),
    })
}
