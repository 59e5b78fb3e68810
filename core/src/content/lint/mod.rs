//! Warnings: what a questionnaire may do, but should not. They run only where nothing is wrong.

mod ladder;
mod reach;
mod wording;

use super::check::judging::Asked;
use super::decode::{Decoder, Place, Table};
use super::diagnostic::Rule;
use super::raw::Raw;
use super::readability::words;
use crate::decision::assess::assess;
use crate::decision::scores::Pick;
use crate::decision::sheet::Sheet;
use crate::log::event::Levels;
use crate::model::exact::{Exact, ratio};
use crate::model::guidance::Guidance;
use crate::model::question::Question;
use crate::model::questionnaire::Questionnaire;
use crate::model::rules::LARGE;
use crate::model::track::Track;
use crate::model::words::{Axis, Verdict};
use crate::standing::base::Base;
use crate::standing::{Standing, Stands};
use reach::{reach, satisfiable, triggered};
use std::collections::BTreeSet;
use wording::wording;

/// Longest question of a limited track with its levels, in words: half a minute of reading.
const QUICK_WORDS: usize = 75;
/// Person-days: what a first step may take, and what a structural repair takes at least.
const FIRST_STEP_DAYS: i64 = 10;
/// Words a minute when read aloud slowly, and minutes that one question may take in talk.
const WORDS_A_MINUTE: usize = 150;
const MINUTES_A_QUESTION: u32 = 6;
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
    for (contradiction, table) in q.contradictions.iter().zip(&raw.contradictions) {
        if !satisfiable(q, &contradiction.when) {
            d.report(Rule::UnreachableContradiction, table.place("when"), "no two answers contradict each other so");
        }
    }
    for (track, table) in q.tracks.iter().zip(&raw.tracks) {
        pace(q, track, table, d);
        if q.decides && track.decides {
            small_pillars(q, track, table, d);
            verdicts(q, track, table, d);
        }
    }
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
    let levels = question.kind.levels().unwrap_or_default();
    words(&question.ask).len() + levels.iter().map(|l| words(l).len()).sum::<usize>()
}

/// A pillar of one or two questions lowers the foundation of a track, and never counts on its own.
fn small_pillars(q: &Questionnaire, track: &Track, table: &Table<'_>, d: &mut Decoder) {
    let asked = Asked::of(q, track);
    for (i, pillar) in q.pillars.iter().enumerate() {
        let count = asked.structural(i);
        if (1..LARGE).contains(&count) {
            d.report(Rule::SmallPillar, table.place("id"), format!("`{}` asks {count} of the pillar `{}`", track.id, pillar.id));
        }
    }
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
