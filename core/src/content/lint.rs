//! Warnings: what a questionnaire may do, but should not. They run only where nothing is wrong.

use super::decode::{Decoder, Place, Table};
use super::diagnostic::Rule;
use super::raw::Raw;
use super::readability::{grade, words};
use crate::decision::rules::assess;
use crate::decision::scores::Pick;
use crate::decision::sheet::Sheet;
use crate::log::event::Levels;
use crate::model::condition::{Condition, Known};
use crate::model::exact::{Exact, ratio};
use crate::model::guidance::{Guidance, Remedy};
use crate::model::question::{Bands, FactKind, Gate, Kind, Question};
use crate::model::questionnaire::Questionnaire;
use crate::model::track::Track;
use crate::model::words::{Axis, Better, Verdict};
use crate::standing::base::Base;
use crate::standing::{Standing, Stands};
use num_traits::Zero;
use std::collections::{BTreeMap, BTreeSet};

/// Longest `ask`, in words: it is read aloud in one breath.
const ASK_WORDS: usize = 25;
/// Longest level, in words.
const LEVEL_WORDS: usize = 20;
/// Longest question of a limited track with its levels, in words: half a minute of reading.
const QUICK_WORDS: usize = 75;
/// Highest Flesch-Kincaid grade of `ask`, and of the five levels together. Short texts vary a lot, so the limit is wide.
const ASK_GRADE: i64 = 14;
const LEVELS_GRADE: i64 = 12;
/// Person-days: what a first step may take, and what a structural repair takes at least.
const FIRST_STEP_DAYS: i64 = 10;
/// Words a minute when read aloud slowly, and minutes that one question may take in talk.
const WORDS_A_MINUTE: usize = 150;
const MINUTES_A_QUESTION: u32 = 6;
/// Conditions with more combinations than this are taken as satisfiable.
const MOST_COMBINATIONS: usize = 200_000;

/// Words of degree and frequency: two levels that differ only by these are one level.
const DEGREES: &[&str] = &[
    "very",
    "quite",
    "rather",
    "fairly",
    "mostly",
    "really",
    "highly",
    "extremely",
    "slightly",
    "partly",
    "largely",
    "nearly",
    "almost",
    "generally",
    "usually",
    "basically",
    "reasonably",
    "relatively",
    "totally",
    "completely",
    "fully",
    "clearly",
    "always",
    "often",
    "sometimes",
    "rarely",
    "seldom",
    "frequently",
    "regularly",
    "occasionally",
];

/// Words of opinion: a level says what an outsider could see.
const OPINIONS: &[&str] = &[
    "agree",
    "disagree",
    "somewhat",
    "satisfied",
    "dissatisfied",
    "good",
    "bad",
    "poor",
    "excellent",
    "adequate",
    "inadequate",
    "appropriate",
    "sufficient",
    "acceptable",
    "average",
];

/// Runs every warning.
pub fn lint(q: &Questionnaire, g: &Guidance, raw: &Raw<'_>, d: &mut Decoder) {
    for (question, table) in q.questions.iter().zip(&raw.questions) {
        wording(question, table, d);
        foundations(g, question, table, d);
        reach(q, question, table, d);
    }
    for (remedy, table) in g.remedies.iter().zip(&raw.remedies) {
        for (link, place) in remedy.links.iter().zip(link_places(table, d)) {
            link_form(&link.url, link.year, place, d);
        }
        if !triggered(q, g, remedy) {
            d.report(Rule::UnreachableRemedy, table.place("id"), format!("no answer proposes `{}`", remedy.id));
        }
    }
    for (track, table) in q.tracks.iter().zip(&raw.tracks) {
        pace(q, track, table, d);
        if q.decides && track.decides {
            verdicts(q, track, table, d);
        }
    }
}

fn wording(question: &Question, table: &Table<'_>, d: &mut Decoder) {
    let count = words(&question.ask).len();
    if count > ASK_WORDS {
        d.report(Rule::AskLong, table.place("ask"), format!("{count} words; at most {ASK_WORDS} can be said in one breath"));
    }
    let school = grade(&question.ask);
    if school > ASK_GRADE {
        d.report(Rule::HardToRead, table.place("ask"), format!("a reading grade of {school}, above {ASK_GRADE}"));
    }
    let ratio = matches!(question.kind, Kind::Ratio { .. });
    if !ratio && let Some(second) = second_question(&question.ask) {
        d.report(Rule::DoubleQuestion, table.place("ask"), format!("`{second}` begins a second question"));
    }
    let Kind::Levels(levels) = &question.kind else { return };
    let school = grade(&format!("{}.", levels.join(". ")));
    if school > LEVELS_GRADE {
        d.report(Rule::HardToRead, table.place("levels"), format!("the levels have a reading grade of {school}, above {LEVELS_GRADE}"));
    }
    let bare = |level: &str| -> Vec<String> {
        words(level).into_iter().map(str::to_lowercase).filter(|w| !DEGREES.contains(&w.as_str())).collect()
    };
    for (i, level) in levels.iter().enumerate() {
        let count = words(level).len();
        if count > LEVEL_WORDS {
            d.report(
                Rule::LevelLong,
                table.item_place("levels", i),
                format!("{count} words; at most {LEVEL_WORDS} can be compared at a glance"),
            );
        }
        if let Some(word) = words(level).into_iter().find(|w| OPINIONS.contains(&w.to_lowercase().as_str())) {
            d.report(Rule::LevelOpinion, table.item_place("levels", i), format!("`{word}` is an opinion"));
        }
        if let Some(same) = levels.iter().take(i).position(|earlier| bare(earlier) == bare(level)) {
            d.report(Rule::LevelAdverb, table.item_place("levels", i), format!("levels {same} and {i} differ only by a word of degree"));
        }
    }
}

/// Where an `ask` goes on to a second question: a second question mark, or "and" with a word that asks.
fn second_question(ask: &str) -> Option<String> {
    if ask.matches('?').count() > 1 {
        return Some("?".into());
    }
    const ASKING: &[&str] = &["what", "how", "who", "whom", "whose", "when", "where", "why", "which"];
    const AUXILIARY: &[&str] = &["is", "are", "can", "does", "do", "did", "was", "were", "has", "have", "will", "would", "could"];
    let list: Vec<&str> = ask.split_whitespace().collect();
    list.windows(3).find_map(|three| match three {
        [before, and @ ("and" | "or"), next] => {
            let next_word = next.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
            let asks = (*and == "and" && ASKING.contains(&next_word.as_str()))
                || (before.ends_with(',') && (ASKING.contains(&next_word.as_str()) || AUXILIARY.contains(&next_word.as_str())));
            asks.then(|| format!("{and} {next}"))
        }
        _ => None,
    })
}

/// What a question stands on: evidence, basis, remedies of the right size, links that can be followed.
fn foundations(g: &Guidance, question: &Question, table: &Table<'_>, d: &mut Decoder) {
    if question.basis.is_empty() {
        d.report(Rule::NoBasis, table.place("id"), format!("`{}` does not say where its levels come from", question.id));
    }
    if question.weight != 2 && !question.basis.contains("weight") {
        d.report(Rule::WeightReason, table.place("weight"), format!("a weight of {} without a reason in `basis`", question.weight));
    }
    for (link, place) in question.links.iter().zip(link_places(table, d)) {
        link_form(&link.url, link.year, place, d);
    }
    if !question.scored() {
        return;
    }
    if question.evidence.is_empty() {
        d.report(Rule::NoEvidence, table.place("id"), format!("`{}` cannot be checked", question.id));
    }
    let efforts: Vec<&Exact> = question.remedies.iter().filter_map(|id| g.remedy(id)).map(|r| r.effort_days.1.value()).collect();
    let limit = ratio(FIRST_STEP_DAYS, 1);
    if efforts.is_empty() {
        d.report(Rule::NoRemedy, table.place("id"), format!("`{}` leads to no action", question.id));
    } else if question.axis == Axis::Structural && efforts.iter().all(|e| **e <= limit) {
        let message = format!("every remedy ends within {FIRST_STEP_DAYS} person-days");
        d.report(Rule::StructuralButCheap, table.place("remedies"), message);
    }
    if question.critical && !efforts.is_empty() && efforts.iter().all(|e| **e > limit) {
        let message = format!("no remedy ends within {FIRST_STEP_DAYS} person-days");
        d.report(Rule::NoFirstStep, table.place("remedies"), message);
    }
}

fn link_places(table: &Table<'_>, d: &mut Decoder) -> Vec<Place> {
    d.tables(table, "links").iter().map(|t| t.place("url")).collect()
}

fn link_form(url: &str, year: Option<i64>, place: Place, d: &mut Decoder) {
    if !url.starts_with("https://") {
        d.report(Rule::LinkForm, place, "the address does not begin with https://");
    } else if year.is_none() {
        d.report(Rule::LinkForm, place, "the link has no `year`");
    }
}

/// Levels and gates that no answer reaches.
fn reach(q: &Questionnaire, question: &Question, table: &Table<'_>, d: &mut Decoder) {
    let (low, high) = reachable(&question.kind);
    if (low, high) != (0, 4) && question.scored() {
        let message = format!("only levels {low} to {high} can be reached by a figure of zero or more");
        d.report(Rule::DeadLevel, table.place("bands"), message);
    }
    let deciding: Vec<&Track> = q.tracks.iter().filter(|t| t.decides && t.questions().any(|i| i == question.index)).collect();
    if question.scored() && question.remedies.is_empty() && deciding.is_empty() {
        d.report(Rule::DeadLevel, table.place("id"), "no verdict, score or remedy depends on its levels");
    }
    let mut gate = |key: &str, gate: Option<Gate>, useful: bool| {
        let Some(gate) = gate else { return };
        if gate.at_or_below < low {
            d.report(Rule::UnreachableGate, table.place(key), format!("no answer is at level {} or below", gate.at_or_below));
        } else if !useful {
            d.report(Rule::UnreachableGate, table.place(key), "no deciding track that asks this could say anything else");
        }
    };
    let says = |t: &&Track| t.at_most.unwrap_or(Verdict::Rebuild);
    gate("cap", question.cap, question.cap.is_some_and(|g| deciding.iter().any(|t| says(t) > g.verdict)));
    gate("floor", question.floor, !deciding.is_empty());
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
fn triggered(q: &Questionnaire, g: &Guidance, remedy: &Remedy) -> bool {
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
fn satisfiable(q: &Questionnaire, condition: &Condition) -> bool {
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

/// Whether the minutes of a track fit its questions, and those of its parts add up.
fn pace(q: &Questionnaire, track: &Track, table: &Table<'_>, d: &mut Decoder) {
    if track.at_most.is_some() && track.decides {
        for question in track.questions().filter_map(|i| q.at(i)) {
            let count = aloud(question);
            if count > QUICK_WORDS {
                let message = format!("`{}` has {count} words with its levels; a limited track asks at most {QUICK_WORDS}", question.id);
                d.report(Rule::QuickLong, table.place("id"), message);
            }
        }
    }
    let Some(minutes) = track.minutes else { return };
    let asked: Vec<&Question> = track.questions().filter_map(|i| q.at(i)).collect();
    let reading = u32::try_from(asked.iter().map(|x| aloud(x)).sum::<usize>() / WORDS_A_MINUTE).unwrap_or(u32::MAX);
    let longest = u32::try_from(asked.len()).unwrap_or(u32::MAX).saturating_mul(MINUTES_A_QUESTION);
    if minutes < reading {
        let message = format!("{minutes} minutes; reading its {} questions aloud takes {reading}", asked.len());
        d.report(Rule::TrackMinutes, table.place("minutes"), message);
    } else if minutes > longest {
        let message = format!("{minutes} minutes for {} questions: more than {MINUTES_A_QUESTION} for each", asked.len());
        d.report(Rule::TrackMinutes, table.place("minutes"), message);
    }
    let parts: Option<u32> = track.parts.iter().map(|p| p.minutes).sum();
    if parts.is_some_and(|sum| sum != minutes) {
        let message = format!("{minutes} minutes; its parts add up to {}", parts.unwrap_or(0));
        d.report(Rule::TrackMinutes, table.place("minutes"), message);
    }
}

/// Words that are read aloud.
fn aloud(question: &Question) -> usize {
    let levels = match &question.kind {
        Kind::Levels(levels) => levels.iter().map(|l| words(l).len()).sum(),
        _ => 0,
    };
    words(&question.ask).len() + levels
}

/// Whether a track can give every verdict that it may give, whether all best is maintain, and whether all worst is the
/// strongest that its gates allow.
fn verdicts(q: &Questionnaire, track: &Track, table: &Table<'_>, d: &mut Decoder) {
    let questions: BTreeSet<usize> = track.questions().collect();
    let base = Base { tracks: vec![track.id.clone()], questions: questions.into_iter().collect(), at_most: track.at_most };
    let verdict = |level: &dyn Fn(Axis) -> u8| {
        let standings: Vec<Standing> =
            q.questions.iter().map(|x| Standing { span: Levels::level(level(x.axis)), ..Standing::new(Stands::Answered) }).collect();
        let sheet = Sheet::of(q, &base, &standings);
        (assess(&sheet, Pick::Middle, Pick::Middle).verdict, sheet)
    };
    let (best, _) = verdict(&|_| 4);
    if best != Verdict::Maintain {
        d.report(Rule::UnreachableVerdict, table.place("id"), format!("all answers at their best give {best}, not maintain"));
    }
    let (worst, sheet) = verdict(&|_| 0);
    let cap = sheet.entries.iter().filter_map(|e| e.cap).map(|g| g.verdict).min().unwrap_or(Verdict::Rebuild);
    let strongest = Verdict::Restructure.min(cap).min(track.at_most.unwrap_or(Verdict::Rebuild));
    if worst != strongest {
        d.report(Rule::UnreachableVerdict, table.place("id"), format!("all answers at their worst give {worst}, not {strongest}"));
    }
    let mut reached: BTreeSet<Verdict> = [best, worst].into_iter().collect();
    for mix in 0..125_u8 {
        let (structural, tactical, symptom) = (mix / 25, mix / 5 % 5, mix % 5);
        let level = |axis| match axis {
            Axis::Structural => structural,
            Axis::Tactical => tactical,
            Axis::Symptom => symptom,
            Axis::Feasibility => 4,
        };
        reached.insert(verdict(&level).0);
    }
    for wanted in Verdict::ALL.iter().filter(|v| **v <= track.at_most.unwrap_or(Verdict::Rebuild) && !reached.contains(v)) {
        d.report(Rule::UnreachableVerdict, table.place("id"), format!("no mix of answers gives {wanted}"));
    }
}
