//! From a round to what templates can use; the fields are in `view.rs`.

pub use super::view::{
    ActionView, AnswerView, AreaView, AskView, Context, CountsView, Dissent, FlagView, FollowUp, HorizonView, Interval, NotYet,
    PatternView, PracticeView, Reason, Said, Score, Signs, Theme,
};
use crate::words;
use underpin_core::decision::certainty::Certainty;
use underpin_core::decision::class::Undecided;
use underpin_core::decision::outcome::Urgency;
use underpin_core::decision::reason;
use underpin_core::log::event::{Body, Event, How};
use underpin_core::model::exact::{Exact, percent};
use underpin_core::model::guidance::Guidance;
use underpin_core::model::guidance::Pattern;
use underpin_core::model::question::Question;
use underpin_core::model::words::{Axis, Flag};
use underpin_core::plan::{Action, Group, Horizon, Plan, plan};
use underpin_core::round::Round;
use underpin_core::standing::Stands;
use underpin_core::standing::facts::fact_value;

impl Context {
    /// The context of a round, read with its remedies, and how sure its verdict is, if it has one.
    pub fn of(round: &Round, guidance: &Guidance, certainty: Option<&Certainty>) -> Context {
        let plan = plan(round, guidance);
        let headline = words::headline(round, &plan);
        let (mild, strong) = round.outcome.interval();
        let c = &round.outcome.counts;
        let (with_evidence, all) = round.evidence_count();
        let actions: Vec<ActionView> = plan.actions.iter().map(|a| action(round, &plan, a)).collect();
        let pick = |wanted: &dyn Fn(&Action<'_>) -> bool| -> Vec<ActionView> {
            plan.actions.iter().zip(&actions).filter(|(a, _)| wanted(a)).map(|(_, v)| v.clone()).collect()
        };
        Context {
            system: round.system.clone(),
            scope: round.scope(),
            round: round.id.to_string(),
            questionnaire: round.questionnaire.title.clone(),
            version: round.questionnaire.version.clone(),
            pin: round.pin.clone(),
            tracks: round.base.tracks.iter().filter_map(|t| round.questionnaire.track(t)).map(|t| t.title.clone()).collect(),
            has_verdict: round.has_verdict(),
            direction: headline.direction,
            verdict: headline.verdict.map(|v| v.title().to_owned()),
            meaning: headline.meaning,
            need: words::need(round),
            allowed: words::allowed(round),
            capped: words::capped(round),
            unexplained: words::unexplained_flags(round).map(str::to_owned),
            interval: Interval { mildest: mild.to_string(), strongest: strong.to_string() },
            decided: round.outcome.decided(),
            sure: certainty.map(|c| words::sure(round, c)),
            class: certainty.map(|c| c.class.word().to_owned()),
            deciding: deciding(round, certainty),
            certainty: certainty.map_or_else(Vec::new, |c| words::certainty(round, c)),
            changes: certainty.map_or_else(Vec::new, |c| words::changes(round, c)),
            next: next(round, certainty),
            urgency: round.outcome.urgency.filter(|_| headline_urgent(round)).map(Urgency::sentence).map(str::to_owned),
            this_week: plan.this_week.iter().filter_map(|i| actions.get(*i).cloned()).collect(),
            asks: plan
                .asks
                .iter()
                .filter_map(|a| {
                    Some(AskView { ask: round.questionnaire.at(a.question)?.ask.clone(), show: a.show.clone().unwrap_or_default() })
                })
                .collect(),
            not_yet: plan.cautions.iter().map(|c| NotYet { title: c.title.clone(), reason: c.reason.clone() }).collect(),
            reasons: reasons(round),
            scores: scores(round),
            areas: areas(round),
            flags: flags(round),
            optimise_signs: Signs { present: plan.optimise_signs.present, total: plan.optimise_signs.total },
            rebuild_signs: Signs { present: plan.rebuild_signs.present, total: plan.rebuild_signs.total },
            critical: select(round, |q, level| q.critical && level <= 2),
            horizons: [Horizon::Days30, Horizon::Days60, Horizon::Days90, Horizon::Later]
                .into_iter()
                .map(|h| HorizonView { title: h.title().to_owned(), actions: pick(&|a| a.horizon == h) })
                .collect(),
            quick_wins: pick(&|a| a.group == Group::QuickWin && !a.closed()).into_iter().take(7).collect(),
            themes: themes(round, &plan, &actions),
            effort: words::effort(&plan.effort.0, &plan.effort.1),
            effort_soon: words::effort(&plan.effort_soon.0, &plan.effort_soon.1),
            soon: pick(&|a| a.horizon != Horizon::Later || a.tracking.owner.is_some()),
            later: later(round, &plan, &actions),
            practices: guidance.practices.iter().map(|p| PracticeView { title: p.title.clone(), text: p.text.clone() }).collect(),
            why_here: why_here(round),
            patterns: patterns(round, guidance),
            strengths: select(round, |_, level| level >= 6),
            unknowns: unknowns(round),
            dissent: dissent(round),
            answers: select(round, |_, _| true),
            follow_ups: follow_ups(round),
            counts: CountsView {
                applicable: c.applicable,
                answered: c.answered,
                unknown: c.unknown,
                unanswered: c.unanswered,
                parked: c.parked,
                disagreements: c.disagreements,
                not_applicable: c.not_applicable,
                unconfirmed: c.unconfirmed,
                with_evidence,
                self_reported: all - with_evidence,
            },
            changed_numbers: changed_numbers(round),
            gates_not_asked: gates_not_asked(round),
            actions,
        }
    }
}

/// Why somebody is here, if it was said.
fn why_here(round: &Round) -> Option<String> {
    fact_value(&round.questionnaire, &round.state, "reason").map(|id| words::choice(&id))
}

/// Ways of building that a weak answer touches.
fn patterns(round: &Round, guidance: &Guidance) -> Vec<PatternView> {
    let weak = |id: &str| round.standing(id).is_some_and(|s| s.state == Stands::Answered && s.span.high <= 1);
    let touched = |p: &&Pattern| p.questions.iter().any(|id| weak(id));
    let view = |p: &Pattern| PatternView {
        title: p.title.clone(),
        strong_when: p.strong_when.clone(),
        weak_when: p.weak_when.clone(),
        test: p.test.clone(),
        causes: p
            .questions
            .iter()
            .filter(|id| weak(id))
            .filter_map(|id| round.questionnaire.question(id))
            .map(|q| q.title.clone())
            .collect(),
    };
    guidance.patterns.iter().filter(touched).map(view).collect()
}

/// Urgency is said once half of what is felt has been told.
fn headline_urgent(round: &Round) -> bool {
    round.outcome.symptom_coverage.as_ref().is_some_and(|c| *c >= underpin_core::model::exact::ratio(1, 2))
}

/// An answer as shown in reports.
pub fn answer_view(round: &Round, question: &Question) -> AnswerView {
    let standing = round.standings.get(question.index);
    let valued = standing.is_some_and(|s| matches!(s.state, Stands::Answered | Stands::Disagreement));
    AnswerView {
        id: question.id.clone(),
        title: question.title.clone(),
        ask: question.ask.clone(),
        answer: words::answer(question, standing),
        level: standing.filter(|_| valued).map(|s| s.span.show()).unwrap_or_default(),
        state: standing.map(|s| s.state.title().to_owned()).unwrap_or_default(),
        check: question.evidence.first().cloned().unwrap_or_default(),
        self_reported: standing.is_some_and(|s| s.doubt.contains(&underpin_core::standing::Doubt::Statement)),
        unconfirmed: standing.is_some_and(|s| s.unconfirmed),
        area: round.questionnaire.area_title(question).to_owned(),
    }
}

fn action(round: &Round, plan: &Plan<'_>, action: &Action<'_>) -> ActionView {
    let r = action.remedy;
    let text = |f: &dyn Fn(&underpin_core::model::guidance::Remedy) -> String| r.map(f).unwrap_or_default();
    let causes: Vec<AnswerView> = action.causes.iter().filter_map(|c| round.questionnaire.at(*c)).map(|q| answer_view(round, q)).collect();
    let name_of = |id: &String| plan.actions.iter().find(|a| a.id == *id).map(|a| a.name.clone());
    ActionView {
        id: action.id.clone(),
        name: action.name.clone(),
        title: action.title.clone(),
        who: text(&|r| r.who.clone()),
        effort: r.map(|r| words::effort(r.effort_days.0.value(), r.effort_days.1.value())).unwrap_or_else(|| "not estimated".into()),
        impact: text(&|r| r.impact.to_string()),
        cost: text(&|r| r.cost.to_string()),
        risk: text(&|r| r.risk.to_string()),
        gain: text(&|r| r.gain.clone()),
        steps: r.map(|r| r.steps.clone()).unwrap_or_default(),
        done_when: text(&|r| r.done_when.clone()),
        pitfalls: r.map(|r| r.pitfalls.clone()).unwrap_or_default(),
        basis: text(&|r| r.basis.clone()),
        after: action.after.iter().filter_map(name_of).collect(),
        why: causes.first().map(|c| format!("{}: {}", c.title, words::lower_first(&c.answer))).unwrap_or_default(),
        causes,
        group: action.group.title().to_owned(),
        owner: action.tracking.owner.clone().unwrap_or_default(),
        due: action.tracking.due.clone().unwrap_or_default(),
        status: action.tracking.status.clone().unwrap_or_default(),
        prerequisite: action.prerequisite,
        closed: action.closed(),
    }
}

/// The answers that weigh most in a rule: weak ones first by what they cost the score.
pub fn weighing(round: &Round, concerns: &dyn Fn(Axis, Option<Flag>) -> bool, flags_only: bool) -> Vec<usize> {
    let mut found: Vec<(i64, usize)> = Vec::new();
    for question in round.base.questions.iter().filter_map(|i| round.questionnaire.at(*i)) {
        let Some(standing) = round.standings.get(question.index).filter(|s| matches!(s.state, Stands::Answered | Stands::Disagreement))
        else {
            continue;
        };
        let twice = i64::from(standing.span.twice_middle());
        let limit = if flags_only { 2 } else { 5 };
        if concerns(question.axis, question.flag) && twice <= limit {
            found.push((-(i64::from(question.weight) * (8 - twice)), question.index));
        }
    }
    found.sort_unstable();
    found.into_iter().map(|(_, i)| i).collect()
}

fn reasons(round: &Round) -> Vec<Reason> {
    let a = &round.outcome.reference;
    let mut told: Vec<&str> = Vec::new();
    let strongest = a.fired.iter().rev().filter(|f| {
        let new = !told.contains(&f.score());
        told.push(f.score());
        new
    });
    let mut reasons: Vec<Reason> = strongest
        .map(|fired| Reason {
            sentence: capital(&fired.sentence()),
            answers: weighing(round, &|axis, flag| fired.concerns(axis, flag), fired.rule() == "optimize_flags")
                .into_iter()
                .take(5)
                .filter_map(|i| round.questionnaire.at(i))
                .map(|q| answer_view(round, q))
                .collect(),
        })
        .collect();
    for (gate, raises) in a.floors.iter().map(|g| (g, true)).chain(a.caps.iter().map(|g| (g, false))) {
        if let Some(question) = round.questionnaire.at(gate.question) {
            let sentence = if raises {
                format!("\"{}\" alone calls for {}", question.title, gate.verdict)
            } else {
                format!("\"{}\" holds the verdict back to {}", question.title, gate.verdict)
            };
            reasons.push(Reason { sentence, answers: vec![answer_view(round, question)] });
        }
    }
    reasons
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// The sub-scores in percent, with what the thresholds say.
pub fn scores(round: &Round) -> Vec<Score> {
    let n = &round.questionnaire.numbers;
    let pc = |d: &underpin_core::model::exact::Decimal| percent(d.value());
    let outcome = &round.outcome;
    let mut scores = Vec::new();
    let mut add = |name: &str, value: Option<(Exact, Exact, Exact)>, limits: &[&underpin_core::model::exact::Decimal], note: String| {
        if let Some((value, low, high)) = value {
            let limits = limits.iter().map(|l| pc(l)).collect();
            scores.push(Score { name: name.to_owned(), value: percent(&value), low: percent(&low), high: percent(&high), note, limits });
        }
    };
    add(
        "Foundation",
        outcome.score(|s| s.foundation.clone()),
        &[&n.optimize_foundation, &n.restructure_foundation, &n.rebuild_foundation],
        format!("below {} calls for work, below {} for restructuring", pc(&n.optimize_foundation), pc(&n.restructure_foundation)),
    );
    let weakest = outcome.reference.scores.weakest.as_ref().and_then(|(_, i)| round.questionnaire.areas.get(*i));
    add(
        "Weakest area",
        outcome.score(|s| s.weakest.as_ref().map(|w| w.0.clone())),
        &[&n.restructure_weakest],
        format!("{}; below {} with pain calls for restructuring", weakest.map_or("", |a| a.title.as_str()), pc(&n.restructure_weakest)),
    );
    let counts = outcome.reference.scores.breadth.as_ref().map(|(_, weak, all)| format!("{weak} of {all} areas are weak; "));
    add(
        "Spread",
        outcome.score(|s| s.breadth.as_ref().map(|b| b.0.clone())),
        &[&n.rebuild_breadth],
        format!("{}isolated below {}", counts.unwrap_or_default(), pc(&n.rebuild_breadth)),
    );
    add(
        "Pain",
        outcome.score(|s| s.pain.clone()),
        &[&n.optimize_pain, &n.rebuild_pain],
        format!("above {} is felt, from {} on it is severe", pc(&n.optimize_pain), pc(&n.rebuild_pain)),
    );
    add(
        "Day-to-day health",
        outcome.score(|s| s.tactical.clone()),
        &[&n.optimize_tactical],
        format!("below {} calls for work", pc(&n.optimize_tactical)),
    );
    add(
        "Readiness to rebuild",
        outcome.score(|s| s.feasibility.clone()),
        &[&n.feasibility],
        format!("below {} no rebuild is allowed", pc(&n.feasibility)),
    );
    scores
}

/// healthy, mixed, needs attention or not asked.
pub fn area_state(score: Option<&Exact>, answered: usize) -> &'static str {
    match score.filter(|_| answered > 0).map(percent) {
        None => "not asked",
        Some(75..) => "healthy",
        Some(50..75) => "mixed",
        Some(_) => "needs attention",
    }
}

fn areas(round: &Round) -> Vec<AreaView> {
    round
        .outcome
        .areas
        .iter()
        .filter_map(|a| Some((a, round.questionnaire.areas.get(a.area)?)))
        .filter(|(a, _)| a.applicable > 0)
        .map(|(a, area)| AreaView {
            title: area.title.clone(),
            healthy: area.healthy.clone(),
            attention: area.attention.clone(),
            score: match (&a.score, &a.low, &a.high) {
                (Some(score), Some(low), Some(high)) if a.answered > 0 => {
                    if low == high {
                        format!("{} %", percent(score))
                    } else {
                        format!("{} % ({} to {})", percent(score), percent(low), percent(high))
                    }
                }
                _ => "not asked".into(),
            },
            state: area_state(a.score.as_ref(), a.answered).to_owned(),
            answered: a.answered,
            applicable: a.applicable,
        })
        .collect()
}

/// yes, no, or not known.
pub fn flag_state(round: &Round, flag: Flag) -> &'static str {
    let scores = &round.outcome.reference.scores;
    let mut flagged = round
        .base
        .questions
        .iter()
        .filter_map(|i| Some((round.questionnaire.at(*i)?, round.standings.get(*i)?)))
        .filter(|(q, s)| q.flag == Some(flag) && s.applicable())
        .peekable();
    if scores.flags.contains(&flag) {
        "yes"
    } else if flagged.peek().is_some() && flagged.all(|(_, s)| matches!(s.state, Stands::Answered | Stands::Disagreement)) {
        "no"
    } else {
        "not known"
    }
}

fn flags(round: &Round) -> Vec<FlagView> {
    Flag::ALL
        .iter()
        .map(|f| FlagView {
            title: f.title().into(),
            looks_like: f.looks_like().into(),
            hurts: f.hurts().into(),
            state: flag_state(round, *f).into(),
        })
        .collect()
}

/// Answered questions of the base (and beyond it) whose doubled level fits.
fn select(round: &Round, wanted: impl Fn(&Question, u32) -> bool) -> Vec<AnswerView> {
    round
        .questionnaire
        .questions
        .iter()
        .filter_map(|q| Some((q, round.standings.get(q.index)?)))
        .filter(|(q, s)| matches!(s.state, Stands::Answered | Stands::Disagreement) && wanted(q, s.span.twice_middle()))
        .map(|(q, _)| answer_view(round, q))
        .collect()
}

fn unknowns(round: &Round) -> Vec<AnswerView> {
    round
        .base
        .questions
        .iter()
        .filter_map(|i| Some((round.questionnaire.at(*i)?, round.standings.get(*i)?)))
        .filter(|(_, s)| matches!(s.state, Stands::Unknown | Stands::Unanswered | Stands::Parked | Stands::Disagreement))
        .map(|(q, _)| answer_view(round, q))
        .collect()
}

fn themes(round: &Round, plan: &Plan<'_>, views: &[ActionView]) -> Vec<Theme> {
    let mut themes: Vec<(Option<usize>, Theme)> = Vec::new();
    for (action, view) in plan.actions.iter().zip(views).filter(|(a, _)| a.group == Group::Theme) {
        match themes.iter_mut().find(|(area, _)| *area == action.area) {
            Some((_, theme)) => theme.actions.push(view.clone()),
            None => {
                let title = action.area.and_then(|a| round.questionnaire.areas.get(a)).map_or("Your own", |a| a.title.as_str());
                themes.push((action.area, Theme { title: title.to_owned(), actions: vec![view.clone()] }));
            }
        }
    }
    themes.into_iter().map(|(_, t)| t).collect()
}

fn dissent(round: &Round) -> Vec<Dissent> {
    let mut all = Vec::new();
    for question in &round.questionnaire.questions {
        let Some(standing) = round.standings.get(question.index) else { continue };
        let differs = standing.state == Stands::Disagreement || (standing.settled && standing.counted.len() > 1);
        if !differs {
            continue;
        }
        let say = |e: &Event| match &e.body {
            Body::Answer { value, .. } | Body::Settle { value, .. } => words::value(question, value),
            _ => String::new(),
        };
        let settle = round.state.record(&question.id).and_then(|r| r.settles.first()).filter(|_| standing.settled);
        let (settled, why) = match settle.map(|s| (&s.body, say(s))) {
            Some((Body::Settle { how, why, .. }, value)) => {
                let by = if *how == How::Call { "assessor's call" } else { "consensus" };
                (format!("{value} ({by})"), why.clone())
            }
            _ => (String::new(), String::new()),
        };
        all.push(Dissent {
            title: question.title.clone(),
            said: standing.counted.iter().map(|e| Said { by: e.respondent().to_owned(), answer: say(e) }).collect(),
            settled,
            why,
        });
    }
    all
}

fn follow_ups(round: &Round) -> Vec<FollowUp> {
    let of_questions = round.questionnaire.questions.iter().flat_map(|q| {
        let notes = round.state.record(&q.id).map(|r| r.notes.as_slice()).unwrap_or_default();
        notes.iter().map(move |n| (q.title.clone(), n))
    });
    of_questions
        .chain(round.state.notes.iter().map(|n| (String::new(), n)))
        .filter_map(|(question, note)| match &note.body {
            Body::Note { text: Some(text), open: true, owner, due, .. } => Some(FollowUp {
                question,
                text: text.clone(),
                owner: owner.clone().unwrap_or_default(),
                due: due.clone().unwrap_or_default(),
            }),
            _ => None,
        })
        .collect()
}

fn changed_numbers(round: &Round) -> Vec<String> {
    let defaults = underpin_core::decision::numbers::Numbers::default();
    let pairs = round.questionnaire.numbers.iter().zip(defaults.iter());
    pairs
        .filter(|((_, mine), (_, usual))| mine != usual)
        .map(|((name, mine), (_, usual))| format!("{name} is {mine}, usually {usual}"))
        .collect()
}

/// The sufficient reason of a decided round.
fn deciding(round: &Round, certainty: Option<&Certainty>) -> Vec<AnswerView> {
    let Some(reason::Reason::Verdict(questions)) = certainty.map(|c| &c.reason) else { return Vec::new() };
    questions.iter().filter_map(|i| round.questionnaire.at(*i)).map(|q| answer_view(round, q)).collect()
}

/// Open questions that tell most about the verdict.
fn next(round: &Round, certainty: Option<&Certainty>) -> Vec<AnswerView> {
    let next = certainty.map(|c| c.next.as_slice()).unwrap_or_default();
    next.iter().take(5).filter_map(|n| round.questionnaire.at(n.question)).map(|q| answer_view(round, q)).collect()
}

/// Open actions that do not fit into 90 days, by area in file order.
fn later(round: &Round, plan: &Plan<'_>, views: &[ActionView]) -> Vec<Theme> {
    let mut themes: Vec<Theme> = Vec::new();
    for (index, area) in round.questionnaire.areas.iter().enumerate() {
        let mine = plan.actions.iter().zip(views).filter(|(a, _)| a.horizon == Horizon::Later && a.area == Some(index));
        let actions: Vec<ActionView> = mine.map(|(_, v)| v.clone()).collect();
        if !actions.is_empty() {
            themes.push(Theme { title: area.title.clone(), actions });
        }
    }
    themes
}

/// Gates of the questionnaire that a limited base does not ask.
fn gates_not_asked(round: &Round) -> Vec<String> {
    if !round.has_verdict() {
        return Vec::new();
    }
    let left_out = |q: &&Question| (q.floor.is_some() || q.cap.is_some()) && !round.base.questions.contains(&q.index);
    round.questionnaire.questions.iter().filter(left_out).map(|q| q.title.clone()).collect()
}

/// The verdict's word, or "not decided yet".
pub fn verdict_word(round: &Round) -> String {
    match round.verdict() {
        Some(verdict) => match round.undecided() {
            None => verdict.word().to_owned(),
            Some(Undecided::NoGround) => "not decided yet: too little applies".to_owned(),
            Some(Undecided::Between((mild, strong))) => format!("not decided yet: between {mild} and {strong}"),
            Some(Undecided::Border((mild, strong))) => format!("on the border between {mild} and {strong}"),
        },
        None => "no verdict".to_owned(),
    }
}
