//! The verdict in words: first on the two-way scale that people come with, then by its name, then what and how much.

use super::score::{all_because, stand};
use super::{Titled, answer, list, lower_first};
use underpin_core::decision::assess::Assessment;
use underpin_core::decision::class::Undecided;
use underpin_core::decision::outcome::Urgency;
use underpin_core::decision::what::What;
use underpin_core::model::words::{Axis, Scale, Verdict};
use underpin_core::plan::{Action, Horizon, Plan};
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
            Urgency::NinetyDays => "Act within 90 days: it is felt, but it does not burn.",
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
pub fn meaning(verdict: Verdict) -> &'static str {
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
        Verdict::Maintain => "keep it running",
        Verdict::Optimize => "optimize, that is, fix what hurts",
        Verdict::Restructure => "restructure in place",
        Verdict::Rebuild => "go on",
    }
}

/// The verdict as it is said first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headline {
    /// On the two-way scale: "Keep and improve"; what is needed and not possible yet; or why nothing is said yet.
    pub direction: String,
    /// Whether more is needed than may be done: then the direction says both, and the verdict is only what to do meanwhile.
    pub held_back: bool,
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
            (Some(urgent), Some(_)) if self.held_back => format!("First {urgent}. {}.", self.direction),
            (Some(urgent), Some(verdict)) => format!("{}, and first {urgent}. Then: {}.", self.direction, verdict.title()),
            (Some(urgent), None) => format!("{}, and first {urgent}.", self.direction),
            (None, Some(verdict)) if !self.held_back => format!("{}: {}.", self.direction, verdict.title()),
            (None, _) => format!("{}.", self.direction),
        }
    }
}

/// The headline of a round.
pub fn headline(round: &Round) -> Headline {
    let urgent = urgent(round);
    let say = |direction: &str, verdict: Option<Verdict>, meaning: String| Headline {
        direction: direction.to_owned(),
        held_back: false,
        urgent: urgent.clone(),
        verdict,
        meaning,
    };
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
            let mut why = format!("{known} of {all} questions have an answer; it can still be {}.", between(mild, strong));
            if let Some(most) = round.base.at_most.filter(|most| *most == strong) {
                why.push_str(&format!(" {} never says more than {most}; a wider track can.", tracks(round)));
            }
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
    if let Some(held_back) = held_back(round) {
        let headline = Headline { direction: held_back, held_back: true, urgent, verdict: Some(verdict), meaning: String::new() };
        return Headline { meaning: means(round, verdict, meanwhile(verdict)), ..headline };
    }
    say(direction(verdict), Some(verdict), means(round, verdict, meaning(verdict)))
}

/// What a verdict means, what it is about and what open answers can still make of it. Of one that is only for the time being
/// that is said first.
fn means(round: &Round, verdict: Verdict, meaning: &str) -> String {
    let a = &round.outcome.reference;
    let mut means = if a.held_back() { format!("Until then: {meaning}.") } else { meaning.to_owned() };
    if verdict == Verdict::Restructure
        && let Some(what) = what(round)
    {
        means = format!("{means} {what}");
    }
    let (mild, strong) = round.outcome.interval();
    if mild != strong {
        means.push_str(&format!(" What is not known yet can still make it {}.", between(mild, strong)));
    }
    means
}

/// What is needed and what forbids it: "Needed: a rebuild. Not yet possible: months of money (2 months)".
fn held_back(round: &Round) -> Option<String> {
    let a = &round.outcome.reference;
    if !a.held_back() {
        return None;
    }
    let need = calls_for(a.need);
    let limits = limits(round).join("; ");
    Some(if is_held(round, a) {
        let still = still_in_the_way(round, a);
        let still = if still.is_empty() { String::new() } else { format!(". Then still in the way: {}", still.join("; ")) };
        format!("Needed: {need}. Not yet possible: {limits}{still}")
    } else {
        format!("Needed, by these answers: {need}. Not said yet: {limits}, and a wider track can tell")
    })
}

/// What would still forbid what is needed once all that holds it back now were gone: milder caps and limits.
fn still_in_the_way(round: &Round, a: &Assessment) -> Vec<String> {
    let between = |allows: Verdict| a.allowed < allows && allows < a.need;
    let caps = a.caps.iter().filter(|c| between(c.verdict)).filter_map(|c| named_answer(round, c.question));
    let limits = a.met_limits(&round.outcome.sheet).filter(|l| between(l.allows));
    caps.chain(limits.map(|l| all_because(&round.questionnaire, &a.scores, &l.all))).collect()
}

/// The open tracks by title: `"Founder quick check"`.
fn tracks(round: &Round) -> String {
    let titles = round.base.tracks.iter().filter_map(|t| round.questionnaire.track(t));
    list(&titles.map(|t| format!("\"{}\"", t.title)).collect::<Vec<_>>())
}

/// Whether a cap or a limit of the questionnaire holds it back, and not only the track.
fn is_held(round: &Round, a: &Assessment) -> bool {
    a.caps.iter().any(|c| c.verdict == a.allowed) || a.met_limits(&round.outcome.sheet).any(|l| l.allows == a.allowed)
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
    Some(format!("close {}: {}", if urgent.len() == 1 { "this" } else { "these" }, list(&named)))
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
        Some(Scale::Code) => " How much: inside the code, weeks",
        Some(Scale::Layout) => " How much: one component or the data layout, months",
        None => return Some(about),
    };
    let each = if what.pillars().len() > 1 { " for each" } else { "" };
    Some(format!("{about}{much}{each}."))
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
    if low != high && round.undecided().is_some() {
        return format!("Needed: {}, as far as the answers tell.", between(low, high));
    }
    match (low == high, because.is_empty()) {
        (true, true) => "Needed: upkeep. No rule asks for more.".into(),
        (true, false) => format!("Needed: {}, because {because}.", a.need),
        // What stands in the middle of open answers is not said as if it were known.
        (false, true) => format!("Needed: {}. If what is not known yet comes out half-way, it is upkeep.", between(low, high)),
        (false, false) => {
            format!("Needed: {}. If what is not known yet comes out half-way, it is {}, because {because}.", between(low, high), a.need)
        }
    }
}

/// What the organisation can carry, in one sentence.
pub fn allowed(round: &Round) -> String {
    let a = &round.outcome.reference;
    let (low, high) = round.outcome.allowed_interval();
    if low != high {
        return format!("Allowed: {}; what is not known yet about readiness decides.", between(low, high));
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
        limits.push(format!("{} alone never says more", tracks(round)));
    }
    limits
}

fn track_limits(round: &Round, a: &Assessment) -> bool {
    round.base.at_most == Some(a.allowed)
}

/// When more is needed than a cap or a limit allows: what makes it possible.
pub fn make_possible(round: &Round, plan: &Plan<'_>) -> Option<String> {
    let a = &round.outcome.reference;
    if round.undecided().is_some() || !round.has_verdict() || !a.held_back() || !is_held(round, a) {
        return None;
    }
    let first = first_things(round, plan);
    (!first.is_empty()).then(|| format!("To make it possible: {}.", first.join("; ")))
}

/// Actions that make more allowable: caused by the caps first, then by other weak answers about readiness.
fn first_things(round: &Round, plan: &Plan<'_>) -> Vec<String> {
    let caps: Vec<usize> = round.outcome.reference.caps.iter().map(|c| c.question).collect();
    let readiness = |i: &usize| round.questionnaire.at(*i).is_some_and(|q| q.axis == Axis::Feasibility);
    // What makes it possible only after day 90 is no answer to "when?".
    let soon = |a: &&Action<'_>| !a.closed() && a.remedy.is_some() && a.horizon != Horizon::Later;
    let open = || plan.actions.iter().filter(soon);
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
