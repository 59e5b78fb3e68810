//! The verdict in words: first on the two-way scale that people come with, then by its name, then what and how much.

use super::score::{all_because, stand};
use super::{Titled, answer, list, lower_first};
use underpin_core::decision::assess::Assessment;
use underpin_core::decision::class::Undecided;
use underpin_core::decision::outcome::Urgency;
use underpin_core::decision::what::What;
use underpin_core::model::words::{Axis, Scale, Verdict};
use underpin_core::plan::Plan;
use underpin_core::round::Round;

/// So many urgent answers, questions and actions are named in one sentence; of more, how many.
const NAMED: usize = 3;

impl Titled for Verdict {
    fn title(self) -> &'static str {
        match self {
            Verdict::Maintain => "Maintain",
            Verdict::Optimize => "Optimize",
            Verdict::Restructure => "Restructure",
            Verdict::Rebuild => "Rebuild",
        }
    }
}

impl Titled for Urgency {
    fn title(self) -> &'static str {
        match self {
            Urgency::Week => "Act this week: something here can end the business overnight.",
            Urgency::ThirtyDays => "Act within 30 days: users, on-call or finance already feel it.",
            Urgency::NinetyDays => "Act within 60 to 90 days: it is felt, but it does not burn.",
            Urgency::Plan => "Plan it: nothing burns.",
        }
    }
}

/// The two-way scale that people come with.
fn direction(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Rebuild => "Replace step by step",
        _ => "Keep and improve",
    }
}

/// What a verdict means, in one sentence.
fn meaning(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Maintain => "Normal upkeep is enough.",
        Verdict::Optimize => "Keep the architecture, the boundaries and the data layout, and fix what hurts.",
        Verdict::Restructure => "Keep the system and most of its code, and move boundaries or the data layout in place.",
        Verdict::Rebuild => "Replace most of the implementation gradually, with old and new side by side.",
    }
}

/// A verdict as what is called for.
pub fn calls_for(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Maintain => "upkeep",
        Verdict::Optimize => "optimizing",
        Verdict::Restructure => "restructuring",
        Verdict::Rebuild => "a rebuild",
    }
}

/// A verdict as what to do until more is allowed.
fn meanwhile(allowed: Verdict) -> &'static str {
    match allowed {
        Verdict::Maintain => "keep it running meanwhile",
        Verdict::Optimize => "fix what hurts meanwhile",
        Verdict::Restructure => "restructure in place meanwhile",
        Verdict::Rebuild => "go on",
    }
}

/// The verdict as it is said first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headline {
    /// On the two-way scale: "Keep and improve", or why nothing is said yet.
    pub direction: &'static str,
    /// What to close first, whatever the verdict: `and first close this: restore ("never")`.
    pub urgent: Option<String>,
    /// The verdict; `None` while it is not decided.
    pub verdict: Option<Verdict>,
    /// What it means, or what is missing.
    pub meaning: String,
}

impl Headline {
    /// The first sentence.
    pub fn sentence(&self) -> String {
        match (&self.urgent, self.verdict) {
            (Some(urgent), Some(verdict)) => format!("{}, {urgent}. Then: {}.", self.direction, verdict.title()),
            (Some(urgent), None) => format!("{}, {urgent}.", self.direction),
            (None, Some(verdict)) => format!("{}: {}.", self.direction, verdict.title()),
            (None, None) => format!("{}.", self.direction),
        }
    }
}

/// The headline of a round.
pub fn headline(round: &Round) -> Headline {
    let urgent = urgent(round);
    let say = |direction: &'static str, verdict: Option<Verdict>, meaning: String| Headline { direction, urgent, verdict, meaning };
    let Some(verdict) = round.verdict() else {
        let why = if round.questionnaire.decides {
            "Open a deciding track for a verdict."
        } else {
            "This questionnaire gives scores and findings, no verdict."
        };
        return say("No verdict", None, why.into());
    };
    let counts = &round.outcome.counts;
    match round.undecided() {
        Some(Undecided::NoGround) => {
            let why = "No structural or no symptom question applies, so nothing can be said about the foundation or the pain.";
            return say("Not decided yet", None, why.into());
        }
        Some(Undecided::Between((mild, strong))) => {
            let (known, all) = (counts.with_answer(), counts.applicable);
            let why = format!("{known} of {all} questions have an answer; it can still be {}.", between(mild, strong));
            return say("Not decided yet", None, why);
        }
        Some(Undecided::Border((mild, strong))) => {
            let why = format!(
                "Everything is answered, and it lies on the border between {mild} and {strong}: small things decide. Read both, and check what would change it."
            );
            return say("On the border", None, why);
        }
        None => {}
    }
    let mut means = meaning(verdict).to_owned();
    if verdict == Verdict::Restructure
        && let Some(what) = what(round)
    {
        means = format!("{means} {what}");
    }
    let (mild, strong) = round.outcome.interval();
    if mild != strong {
        means.push_str(&format!(" Open answers can still make it {}.", between(mild, strong)));
    }
    say(direction(verdict), Some(verdict), means)
}

/// Urgent answers, as the first sentence names them.
fn urgent(round: &Round) -> Option<String> {
    let urgent = &round.outcome.urgent;
    let mut named: Vec<String> = urgent.iter().filter_map(|i| named_answer(round, *i)).take(NAMED).collect();
    if named.is_empty() {
        return None;
    }
    if urgent.len() > named.len() {
        named.push(format!("{} more", urgent.len() - named.len()));
    }
    Some(format!("and first close {}: {}", if urgent.len() == 1 { "this" } else { "these" }, list(&named)))
}

/// A question with its answer: `restore ("never")`.
fn named_answer(round: &Round, question: usize) -> Option<String> {
    round.questionnaire.at(question).map(|q| answer::named(q, round.standings.get(question)))
}

/// "anything from maintain to rebuild", or "optimize or restructure".
pub fn between(mild: Verdict, strong: Verdict) -> String {
    let neighbours = (mild as u8).abs_diff(strong as u8) <= 1;
    if mild == strong {
        mild.word().to_owned()
    } else if neighbours {
        format!("{mild} or {strong}")
    } else {
        format!("anything from {mild} to {strong}")
    }
}

/// What a restructuring or rebuild is about, and how much it is.
pub fn what(round: &Round) -> Option<String> {
    let what = round.what()?;
    let titles = |questions: &[usize]| -> Vec<String> {
        questions.iter().filter_map(|i| round.questionnaire.at(*i)).map(|q| format!("\"{}\"", q.title)).collect()
    };
    let about = match &what {
        What::Pillars(pillars) => {
            let order = if pillars.len() > 1 { ", weakest first" } else { "" };
            format!("What: {}{order}.", list(&stand(&round.questionnaire, &round.outcome.reference.scores, pillars)))
        }
        What::Floors(questions) => {
            format!("What: {}, which alone {} it.", list(&titles(questions)), if questions.len() == 1 { "asks for" } else { "ask for" })
        }
        What::Questions(questions) => {
            format!("What: no part is weak on its own; {} cost the foundation most.", list(&titles(questions)))
        }
    };
    let much = match what.scale(&round.questionnaire) {
        Some(Scale::Code) => " How much: inside the code, weeks.",
        Some(Scale::Layout) => " How much: one component or the data layout, months.",
        None => "",
    };
    Some(format!("{about}{much}"))
}

/// What the conditions call for, in one sentence.
pub fn need(round: &Round) -> String {
    let a = &round.outcome.reference;
    let floors = a
        .floors
        .iter()
        .filter(|f| f.verdict == a.need)
        .filter_map(|f| round.questionnaire.at(f.question))
        .map(|q| format!("\"{}\" alone asks for it", q.title));
    let rules = a.fired_rules(&round.outcome.sheet).filter(|r| r.raises == a.need);
    let rules = rules.map(|r| all_because(&round.questionnaire, &a.scores, &r.all));
    let because = floors.chain(rules).take(2).collect::<Vec<_>>().join("; and because ");
    let (low, high) = round.outcome.need_interval();
    match (low == high, because.is_empty()) {
        (true, true) => "Needed: upkeep. No rule asks for more.".into(),
        (true, false) => format!("Needed: {}, because {because}.", a.need),
        // What stands in the middle of open answers is not said as if it were known.
        (false, true) => format!("Needed: {}. With open answers in the middle it is upkeep.", between(low, high)),
        (false, false) => format!("Needed: {}. With open answers in the middle it is {}, because {because}.", between(low, high), a.need),
    }
}

/// What the organisation can carry, in one sentence.
pub fn allowed(round: &Round) -> String {
    let a = &round.outcome.reference;
    let (low, high) = round.outcome.allowed_interval();
    if low != high {
        return format!("Allowed: {}; open answers about readiness decide.", between(low, high));
    }
    if a.allowed == Verdict::Rebuild {
        return "Allowed: anything, even a rebuild: the organisation could carry it.".into();
    }
    let limits = limits(round);
    if limits.is_empty() {
        return format!("Allowed: {} at most.", a.allowed);
    }
    format!("Allowed: {} at most, because {}.", a.allowed, limits.join("; "))
}

/// What holds the allowed verdict back: caps, limits of the questionnaire, the limit of the track.
pub fn limits(round: &Round) -> Vec<String> {
    let a = &round.outcome.reference;
    let mut limits: Vec<String> =
        a.caps.iter().filter(|c| c.verdict == a.allowed).filter_map(|c| named_answer(round, c.question)).collect();
    let met = a.met_limits(&round.outcome.sheet).filter(|l| l.allows == a.allowed);
    limits.extend(met.map(|l| all_because(&round.questionnaire, &a.scores, &l.all)));
    if limits.is_empty() && track_limits(round, a) {
        let titles: Vec<&str> = round.base.tracks.iter().filter_map(|t| round.questionnaire.track(t)).map(|t| t.title.as_str()).collect();
        limits.push(format!("\"{}\" alone never says more", titles.join("\" and \"")));
    }
    limits
}

fn track_limits(round: &Round, a: &Assessment) -> bool {
    round.base.at_most == Some(a.allowed)
}

/// When more is needed than allowed: what is called for, what forbids it, what to do first and what meanwhile.
pub fn capped(round: &Round, plan: &Plan<'_>) -> Option<String> {
    let a = &round.outcome.reference;
    if !round.has_verdict() || a.need <= a.allowed {
        return None;
    }
    let who = if a.need >= Verdict::Restructure && a.floors.iter().all(|f| f.verdict < a.need) {
        "The foundation calls"
    } else {
        "The answers call"
    };
    let need = calls_for(a.need);
    let limits = limits(round);
    let held = a.caps.iter().any(|c| c.verdict == a.allowed) || a.met_limits(&round.outcome.sheet).any(|l| l.allows == a.allowed);
    if !held {
        let why = limits.join("; ");
        return Some(format!("{who} for {need}. Not said yet: {why}. A wider track can tell; {}.", meanwhile(a.allowed)));
    }
    let first = first_things(round, plan);
    let things = match first.as_slice() {
        [] => String::new(),
        [one] => format!("Do this first: {one}; "),
        many => format!("Do these {} first: {}; ", if many.len() == 2 { "two things" } else { "three things" }, list(many)),
    };
    let end = if things.is_empty() { super::upper_first(meanwhile(a.allowed)) } else { meanwhile(a.allowed).to_owned() };
    Some(format!("{who} for {need}. Not allowed yet: {}. {things}{end}.", limits.join("; ")))
}

/// Actions that make more allowable: caused by the caps first, then by other weak answers about readiness.
fn first_things(round: &Round, plan: &Plan<'_>) -> Vec<String> {
    let caps: Vec<usize> = round.outcome.reference.caps.iter().map(|c| c.question).collect();
    let readiness = |i: &usize| round.questionnaire.at(*i).is_some_and(|q| q.axis == Axis::Feasibility);
    let open = || plan.actions.iter().filter(|a| !a.closed() && a.remedy.is_some());
    let by_cap = open().filter(|a| a.causes.iter().any(|c| caps.contains(c)));
    let by_readiness = open().filter(|a| a.causes.iter().any(readiness));
    let mut first: Vec<String> = Vec::new();
    for action in by_cap.chain(by_readiness) {
        let title = lower_first(&action.title);
        if first.len() < NAMED && !first.contains(&title) {
            first.push(title);
        }
    }
    first
}

/// The verdict's word, or why there is none yet: for lists.
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
