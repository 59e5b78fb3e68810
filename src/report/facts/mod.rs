//! The facts of a round, typed, for screens and templates: the contract of docs/templates.md, field by field. One section a
//! file, each struct beside its maker. Words are made where a fact is written out.

mod actions;
mod answers;
mod contradictions;
mod counts;
mod dissent;
mod guidance;
mod health;
mod reasons;
mod serial;

pub use actions::ActionView;

use crate::words;
use actions::{Horizons, Theme};
use answers::{AnswerView, Answers};
use contradictions::ContradictionView;
use counts::CountsView;
use dissent::{Dissent, FollowUp};
use guidance::{AskView, NotYet, PatternView, PracticeView};
use health::{AreaView, FlagView, PillarView};
use reasons::{Interval, Reason, ScoreView};
use serde::Serialize;
use std::sync::Arc;
use underpin_core::decision::certainty::Certainty;
use underpin_core::decision::class::Class;
use underpin_core::decision::outcome::Urgency;
use underpin_core::model::guidance::Guidance;
use underpin_core::model::questionnaire::Questionnaire;
use underpin_core::model::words::Verdict;
use underpin_core::plan::{Action, Group, Horizon, plan};
use underpin_core::round::Round;

/// Everything about a round.
#[derive(Debug, Serialize)]
pub struct Context {
    /// Name of the system.
    pub system: String,
    /// What was assessed.
    pub scope: String,
    /// Id of the round: 2026-Q4.
    pub round: String,
    /// Title of the questionnaire.
    pub questionnaire: String,
    /// Its version.
    pub version: String,
    /// Its pin: the exact text.
    pub pin: String,
    /// Titles of the deciding tracks that were opened.
    pub tracks: Vec<String>,
    /// Whether there is a verdict at all.
    pub has_verdict: bool,
    /// The first sentence: the two-way scale, urgent answers, the verdict's name.
    pub headline: String,
    /// "Keep and improve", "Replace step by step", "Not decided yet" or "No verdict".
    pub direction: String,
    /// The verdict, or none while it is not decided.
    #[serde(serialize_with = "serial::title_or_nothing")]
    pub verdict: Option<Verdict>,
    /// One sentence about it.
    pub meaning: String,
    /// Answers that can end the business overnight.
    pub urgent: Vec<Arc<AnswerView>>,
    /// What a restructuring is about, and how much it is, in a sentence; nothing for another verdict.
    pub what: Option<String>,
    /// What the conditions call for, in a sentence; nothing while that is not decided.
    pub need: Option<String>,
    /// What the organisation can carry, in a sentence; nothing while that is not decided, and where the headline of what is held
    /// back has said it already.
    pub allowed: Option<String>,
    /// More is needed than may be done: the verdict is what to do until then.
    pub held_back: bool,
    /// What would make the needed verdict possible, in a sentence.
    pub make_possible: Option<String>,
    /// What was not asked because nothing calls for it, in a sentence.
    pub not_asked: Option<String>,
    /// Why work on the foundation begins late, in a sentence: a date that cannot move.
    pub waits: Option<String>,
    /// Mildest and strongest verdict that open answers allow.
    pub interval: Interval,
    /// Nothing is decided yet: what is missing comes first.
    pub undecided: bool,
    /// No open answer can change the verdict.
    pub decided: bool,
    /// How sure it is, in one sentence.
    pub sure: Option<String>,
    /// How sure it is, in one word.
    #[serde(serialize_with = "serial::class")]
    pub class: Option<Class>,
    /// What the rules came to on published decisions; only with the shipped rules, pillars and weights.
    pub published: Option<String>,
    /// Said when a questionnaire has rules of its own.
    pub own_rules: Option<String>,
    /// The answers that force the verdict alone, whatever all others say; empty while it is not decided.
    pub deciding: Vec<Arc<AnswerView>>,
    /// How sure it is in numbers, in sentences: weights, unchecked answers, share of worlds, margin.
    pub certainty: Vec<String>,
    /// What would change the verdict, stronger first.
    pub changes: Vec<String>,
    /// The open questions that tell most about the verdict, the first first.
    pub next: Vec<Arc<AnswerView>>,
    /// How soon to act.
    #[serde(serialize_with = "serial::title_or_nothing")]
    pub urgency: Option<Urgency>,
    /// The actions to start now: at most three, and all that stop the bleeding.
    pub this_week: Vec<Arc<ActionView>>,
    /// How much work a week holds, in a sentence; nothing where nothing is begun this week.
    pub week: Option<String>,
    /// Why there are actions although upkeep is enough, in a sentence; nothing where more is called for.
    pub upkeep: Option<&'static str>,
    /// How much work 30 days hold, in sentences.
    pub capacity: String,
    /// At most five things to ask the lead engineer: to find out, or to check.
    pub asks: Vec<AskView>,
    /// The heading above them.
    pub asks_title: String,
    /// They come before all work.
    pub asks_first: bool,
    /// What not to do yet.
    pub not_yet: Vec<NotYet>,
    /// The rules that fired, in words, with the answers behind them.
    pub reasons: Vec<Reason>,
    /// What is said where there is none.
    pub no_reason: Option<&'static str>,
    /// Sub-scores that are fractions.
    pub scores: Vec<ScoreView>,
    /// Pillars: what the decision rests on.
    pub pillars: Vec<PillarView>,
    /// Areas.
    pub areas: Vec<AreaView>,
    /// How many answers count in no area, in a sentence.
    pub outside_areas: Option<String>,
    /// The five red flags.
    pub flags: Vec<FlagView>,
    /// Which of the classic signs for optimising and for rebuilding show, in sentences.
    pub signs: Vec<String>,
    /// Answers at level 0 or 1 on critical questions.
    pub critical: Vec<Arc<AnswerView>>,
    /// Horizons with their actions.
    pub horizons: Vec<Horizons>,
    /// The first seven quick wins: high or medium impact, at most ten person-days, low risk.
    pub quick_wins: Vec<Arc<ActionView>>,
    /// So many quick wins are open in all.
    pub quick_wins_open: usize,
    /// Themes: the larger actions by area.
    pub themes: Vec<Theme>,
    /// All actions in order.
    pub actions: Vec<Arc<ActionView>>,
    /// Person-days of all open actions, in words.
    pub effort: String,
    /// The same for the actions that begin within 90 days.
    pub effort_soon: String,
    /// Actions that begin within 90 days or have an owner, in order.
    pub soon: Vec<Arc<ActionView>>,
    /// Actions that do not fit into 90 days, by area.
    pub later: Vec<Theme>,
    /// Why somebody is here.
    pub why_here: Option<String>,
    /// Ways of building that a weak answer touches.
    pub patterns: Vec<PatternView>,
    /// The ongoing practices.
    pub practices: Vec<PracticeView>,
    /// Answers at level 3 or 4.
    pub strengths: Vec<Arc<AnswerView>>,
    /// Open questions of the base, with how to find out.
    pub unknowns: Vec<Arc<AnswerView>>,
    /// Answers that cannot both be true.
    pub contradictions: Vec<ContradictionView>,
    /// Where respondents disagree, or did and something was settled.
    pub dissent: Vec<Dissent>,
    /// Every answered question.
    pub answers: Vec<Arc<AnswerView>>,
    /// Follow-ups: open notes.
    pub follow_ups: Vec<FollowUp>,
    /// Counts.
    pub counts: CountsView,
    /// Titles of gates that the open tracks leave out.
    pub gates_not_asked: Vec<String>,
}

impl Context {
    /// The facts of a round, with how sure its verdict is where that is known, and the shipped audit to compare the rules with.
    pub fn of(round: &Round, guidance: &Guidance, certainty: Option<&Certainty>, shipped: Option<&Questionnaire>) -> Context {
        let plan = plan(round, guidance);
        let headline = words::headline(round);
        let (mildest, strongest) = round.outcome.interval();
        let undecided = round.has_verdict() && round.undecided().is_some();
        let all = Answers::of(round);
        let made: Vec<Arc<ActionView>> = plan.actions.iter().map(|a| Arc::new(ActionView::of(round, &plan, a, &all))).collect();
        let pick = |wanted: &dyn Fn(&Action<'_>) -> bool| -> Vec<Arc<ActionView>> {
            plan.actions.iter().zip(&made).filter(|(a, _)| wanted(a)).map(|(_, v)| Arc::clone(v)).collect()
        };
        let reasons = reasons::reasons(round, &all);
        let asks = guidance::asks(round, &plan, certainty);
        // While nothing is decided, and where nothing calls for an action, finding out is the first one.
        let asks_first = undecided || plan.this_week.is_empty();
        let quick_wins = pick(&|a| a.group == Group::QuickWin && !a.closed());
        Context {
            system: round.system.clone(),
            scope: round.scope(),
            round: round.id.to_string(),
            questionnaire: round.questionnaire.title.clone(),
            version: round.questionnaire.version.clone(),
            pin: round.pin.clone(),
            tracks: round.base.tracks.iter().filter_map(|t| round.questionnaire.track(t)).map(|t| t.title.clone()).collect(),
            has_verdict: round.has_verdict(),
            headline: headline.sentence(),
            direction: headline.direction,
            held_back: headline.held_back,
            verdict: headline.verdict,
            meaning: headline.meaning,
            urgent: all.named(&round.outcome.urgent),
            what: headline.verdict.filter(|v| *v == Verdict::Restructure).and_then(|_| words::what(round)),
            need: (!undecided).then(|| words::need(round)),
            allowed: (!undecided && !headline.held_back).then(|| words::allowed(round)),
            make_possible: words::make_possible(round, &plan),
            not_asked: words::not_asked(round),
            waits: words::waits(round, &plan),
            interval: Interval { mildest, strongest },
            undecided,
            decided: round.outcome.decided(),
            sure: certainty.map(|c| words::sure(round, c)),
            class: certainty.map(|c| c.class),
            published: words::published(&round.questionnaire, shipped),
            own_rules: words::own_rules(&round.questionnaire, shipped),
            deciding: reasons::deciding(certainty, &all),
            certainty: certainty.map_or_else(Vec::new, |c| words::certainty(round, c)),
            changes: certainty.map_or_else(Vec::new, |c| words::changes(round, c)),
            next: reasons::next(certainty, &all),
            urgency: round.urgency(),
            this_week: plan.this_week.iter().filter_map(|b| made.get(b.action).cloned()).collect(),
            week: words::this_week(&plan),
            capacity: words::capacity(&plan.capacity),
            upkeep: words::upkeep(round),
            asks_title: words::asks_title(&asks.iter().map(|a| a.to_do).collect::<Vec<_>>(), asks_first),
            asks_first,
            asks,
            not_yet: guidance::not_yet(&plan),
            no_reason: words::no_reason(round).filter(|_| reasons.is_empty()),
            reasons,
            scores: reasons::scores(round),
            pillars: health::pillars(round),
            areas: health::areas(round),
            outside_areas: health::outside_areas(round),
            flags: health::flags(round),
            signs: words::signs(round, &plan),
            critical: all.select(round, |q, twice| q.critical && twice <= 2),
            horizons: Horizon::ALL.into_iter().map(|h| Horizons { title: h, actions: pick(&|a| a.horizon == h) }).collect(),
            quick_wins: quick_wins.iter().take(actions::QUICK_WINS).cloned().collect(),
            quick_wins_open: quick_wins.len(),
            themes: actions::themes(round, &plan, &made),
            effort: words::effort(&plan.effort.0, &plan.effort.1),
            effort_soon: words::effort(&plan.effort_soon.0, &plan.effort_soon.1),
            soon: pick(&|a| a.horizon != Horizon::Later || a.tracking.owner.is_some()),
            later: actions::later(round, &plan, &made),
            why_here: guidance::why_here(round),
            patterns: guidance::patterns(round, guidance),
            practices: guidance::practices(guidance),
            strengths: all.select(round, |_, twice| twice >= 6),
            unknowns: all.unknowns(round),
            contradictions: contradictions::contradictions(round, &all),
            dissent: dissent::dissent(round),
            answers: all.select(round, |_, _| true),
            follow_ups: dissent::follow_ups(round),
            counts: CountsView::of(round),
            gates_not_asked: counts::gates_not_asked(round),
            actions: made,
        }
    }
}
