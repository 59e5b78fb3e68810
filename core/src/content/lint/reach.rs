//! What no answer can reach: levels, gates and remedies.

use crate::content::decode::{Decoder, Table};
use crate::content::diagnostic::Rule;
use crate::model::condition::{Condition, Known};
use crate::model::exact::Exact;
use crate::model::guidance::{Guidance, Remedy};
use crate::model::question::{Bands, FactKind, Gate, Kind, Question};
use crate::model::questionnaire::Questionnaire;
use crate::model::track::Track;
use crate::model::words::{Better, Verdict};
use num_traits::Zero;
use std::collections::BTreeMap;

/// Conditions with more combinations than this are taken as satisfiable.
const MOST_COMBINATIONS: usize = 200_000;

/// Levels and gates that no answer reaches.
pub(super) fn reach(q: &Questionnaire, question: &Question, table: &Table<'_>, d: &mut Decoder) {
    let (low, high) = reachable(&question.kind);
    if (low, high) != (0, 4) && question.scored() {
        let message = format!("only levels {low} to {high} can be reached by a figure of zero or more");
        d.report(Rule::DeadLevel, table.place("bands"), message);
    }
    let deciding: Vec<&Track> = q.tracks.iter().filter(|t| t.decides && t.questions().any(|i| i == question.index)).collect();
    if question.scored() && question.remedies.is_empty() && deciding.is_empty() {
        d.report(Rule::DeadLevel, table.place("id"), "no verdict, score or remedy depends on its levels");
    }
    let mut gate = |key: &str, at_or_below: Option<u8>, useful: bool| {
        let Some(at_or_below) = at_or_below else { return };
        if at_or_below < low {
            d.report(Rule::UnreachableGate, table.place(key), format!("no answer is at level {at_or_below} or below"));
        } else if !useful {
            d.report(Rule::UnreachableGate, table.place(key), "no deciding track that asks this could say anything else");
        }
    };
    let says = |t: &&Track| t.at_most.unwrap_or(Verdict::Rebuild);
    let level = |gate: Option<Gate>| gate.map(|g| g.at_or_below);
    gate("cap", level(question.cap), question.cap.is_some_and(|g| deciding.iter().any(|t| says(t) > g.verdict)));
    gate("floor", level(question.floor), !deciding.is_empty());
    gate("horizon", question.horizon.map(|w| w.at_or_below), true);
}

/// The lowest and the highest level that an answer can have; counts, times and shares are never below zero.
fn reachable(kind: &Kind) -> (u8, u8) {
    let of = |bands: &Bands| {
        let count = |wanted: &dyn Fn(&Exact) -> bool| u8::try_from(bands.bands.iter().filter(|b| wanted(b.value())).count()).unwrap_or(4);
        match bands.better {
            Better::Higher => (count(&|b| *b <= Exact::zero()), 4),
            Better::Lower => (0, count(&|b| *b >= Exact::zero())),
        }
    };
    match kind {
        Kind::Figure { bands, .. } => of(bands),
        Kind::Ratio { bands, if_zero, .. } => {
            let (low, high) = of(bands);
            (low.min(*if_zero), high.max(*if_zero))
        }
        Kind::Levels(_) | Kind::Text => (0, 4),
    }
}

/// Whether some answer proposes a remedy: a question or caution names it, or it comes before one, and its condition can hold.
pub(super) fn triggered(q: &Questionnaire, g: &Guidance, remedy: &Remedy) -> bool {
    let named = |id: &str| {
        q.questions.iter().any(|x| reachable(&x.kind).0 <= 2 && x.remedies.iter().any(|r| r == id))
            || g.cautions.iter().any(|c| c.opens_with.as_deref() == Some(id))
    };
    let needed = g.remedies.iter().any(|r| r.id != remedy.id && r.requires.contains(&remedy.id));
    needed || (named(&remedy.id) && remedy.only_if.as_ref().is_none_or(|c| satisfiable(q, c)))
}

/// One assignment of facts and levels.
struct Trial<'t>(&'t BTreeMap<String, String>);

impl Known for Trial<'_> {
    fn fact(&self, id: &str) -> Option<String> {
        self.0.get(&format!("fact.{id}")).cloned()
    }
    fn level(&self, question: &str) -> Option<(u8, u8)> {
        let level = self.0.get(question)?.parse().ok()?;
        Some((level, level))
    }
    fn figure(&self, _: &str) -> Option<(Exact, Exact)> {
        None
    }
}

/// Whether some assignment makes a condition true, by trying all; tests on figures are taken as free.
pub(super) fn satisfiable(q: &Questionnaire, condition: &Condition) -> bool {
    let mut choices: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut figures = false;
    condition.tests(&mut |test| match test {
        Condition::Fact(id, _) => {
            let values = match q.fact(id).map(|f| &f.kind) {
                Some(FactKind::Choice(list)) => list.clone(),
                _ => vec!["true".into(), "false".into()],
            };
            choices.insert(format!("fact.{id}"), values);
        }
        Condition::Level(id, ..) => {
            let (low, high) = q.question(id).map_or((0, 4), |x| reachable(&x.kind));
            choices.insert(id.clone(), (low..=high).map(|l| l.to_string()).collect());
        }
        _ => figures = true,
    });
    let combinations = choices.values().try_fold(1_usize, |n, v| n.checked_mul(v.len())).unwrap_or(usize::MAX);
    if figures || combinations > MOST_COMBINATIONS {
        return true;
    }
    (0..combinations).any(|mut number| {
        let mut trial = BTreeMap::new();
        for (name, values) in &choices {
            if let Some(value) = values.get(number % values.len().max(1)) {
                trial.insert(name.clone(), value.clone());
            }
            number /= values.len().max(1);
        }
        condition.holds(&Trial(&trial)) == Some(true)
    })
}
