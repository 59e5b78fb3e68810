//! Remedies: something leads to each, and they come in an order.

use crate::content::decode::{Decoder, Place};
use crate::content::diagnostic::{Rule, did_you_mean};
use crate::content::raw::Raw;
use crate::model::guidance::Guidance;
use crate::model::questionnaire::Questionnaire;
use std::collections::{BTreeSet, HashMap};

/// Reports a remedy that does not exist.
pub(super) fn known_remedy(g: &Guidance, id: &str, place: Place, d: &mut Decoder) {
    if g.remedy(id).is_none() {
        let hint = did_you_mean(id, g.remedies.iter().map(|r| r.id.as_str()));
        d.report(Rule::UnknownId, place, format!("there is no remedy `{id}`{hint}"));
    }
}

/// Checks what leads to remedies, and that none waits for itself.
pub(super) fn check(q: &Questionnaire, g: &Guidance, raw: &Raw<'_>, d: &mut Decoder) {
    let mut used: BTreeSet<&str> = q.questions.iter().flat_map(|x| x.remedies.iter().map(String::as_str)).collect();
    used.extend(g.cautions.iter().filter_map(|c| c.opens_with.as_deref()));
    used.extend(g.remedies.iter().flat_map(|r| r.requires.iter().map(String::as_str)));
    for (remedy, table) in g.remedies.iter().zip(&raw.remedies) {
        if !used.contains(remedy.id.as_str()) {
            d.report(Rule::UnusedRemedy, table.place("id"), format!("nothing leads to `{}`", remedy.id));
        }
        for (i, required) in remedy.requires.iter().enumerate() {
            known_remedy(g, required, table.item_place("requires", i), d);
        }
    }
    // Depth first; grey nodes are on the path.
    let mut state: HashMap<&str, bool> = HashMap::new();
    for (remedy, table) in g.remedies.iter().zip(&raw.remedies) {
        let mut path = Vec::new();
        if let Some(circle) = circle(g, &remedy.id, &mut state, &mut path) {
            d.report(Rule::RequiresCycle, table.place("requires"), format!("a circle: {circle}"));
        }
    }
}

fn circle<'q>(g: &'q Guidance, id: &'q str, done: &mut HashMap<&'q str, bool>, path: &mut Vec<&'q str>) -> Option<String> {
    if let Some(start) = path.iter().position(|p| *p == id) {
        let mut names: Vec<&str> = path.iter().skip(start).copied().collect();
        names.push(id);
        return Some(names.join(" > "));
    }
    if done.contains_key(id) {
        return None;
    }
    path.push(id);
    let found = g.remedy(id).and_then(|r| r.requires.iter().find_map(|next| circle(g, next, done, path)));
    path.pop();
    done.insert(id, true);
    found
}
