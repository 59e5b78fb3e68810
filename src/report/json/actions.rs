//! The actions of a plan as JSON.

use super::{ids, pillar_ids};
use serde_json::{Value, json};
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
        "effort_days": r.map(|r| json!([r.effort_days.0.text(), r.effort_days.1.text()])),
        "impact": r.map(|r| r.impact.word()), "cost": r.map(|r| r.cost.word()), "risk": r.map(|r| r.risk.word()),
        "mends": r.map(|r| pillar_ids(round, &r.mends)).unwrap_or_default(), "own_work": a.own_work, "causes": ids(round, &a.causes), "after": a.after,
        "prerequisite": a.prerequisite, "owner": a.tracking.owner, "due": a.tracking.due, "status": a.tracking.status,
        "reason": a.tracking.reason,
    })
}
