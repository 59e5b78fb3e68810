//! Sub-scores, rules and limits in words, made from the table of the questionnaire: no number or score is named by hand.

use super::number::{decimal, percents};
use super::{Titled, calls_for, list, quoted, upper_first};
use underpin_core::decision::scores::Scores;
use underpin_core::model::exact::{Exact, percent, ratio};
use underpin_core::model::question::Question;
use underpin_core::model::questionnaire::Questionnaire;
use underpin_core::model::rules::{Limit, Number, Pillar, Rule, Score, Side, Test};
use underpin_core::model::words::{Flag, Verdict};

/// The heading of a score.
pub fn score_title(score: Score, pillars: &[Pillar]) -> String {
    let fixed = match score {
        Score::Pillar(pillar) => return pillars.get(pillar).map(|p| p.title.clone()).unwrap_or_default(),
        Score::Foundation => "Foundation",
        Score::WeakPillars => "Weak pillars",
        Score::Breadth => "Spread",
        Score::Pain => "Pain",
        Score::Tactical => "Day-to-day health",
        Score::Flags => "Red flags",
        Score::Feasibility => "Readiness to rebuild",
    };
    fixed.to_owned()
}

/// How a score is compared, in words.
fn side(side: Side) -> &'static str {
    match side {
        Side::Below => "below",
        Side::AtMost => "at or below",
        Side::Above => "above",
        Side::AtLeast => "at or above",
    }
}

/// A number of a rule: a count as it is, a fraction in percent.
fn limit(score: Score, number: &Number) -> String {
    if score.is_count() { decimal(number.decimal().value()) } else { format!("{} %", decimal(&(number.decimal().value() * ratio(100, 1)))) }
}

/// A test that holds, with what it was found to be: "the foundation stands at 43 %, below 45 %".
fn because(questionnaire: &Questionnaire, scores: &Scores, test: &Test) -> String {
    let pillars = &questionnaire.pillars;
    let Some(value) = scores.value(test.score) else {
        return format!("nothing is known about {}", subject(test.score, pillars));
    };
    let (shown, number) = percents(&value, test.number.decimal().value());
    let compared = format!("{} {number} %", side(test.side));
    match test.score {
        Score::Foundation | Score::Pillar(_) | Score::Tactical | Score::Feasibility => {
            format!("{} stands at {shown} %, {compared}", subject(test.score, pillars))
        }
        Score::Pain => format!("pain is {shown} %, {compared}"),
        Score::Breadth => {
            let all = scores.large.iter().filter(|l| **l).count();
            let low = scores.broad.as_ref().map_or(0, Vec::len);
            format!("{low} of {all} pillars are low ({shown} %, {compared})")
        }
        Score::WeakPillars => weak(questionnaire, scores, test),
        Score::Flags => {
            let raised: Vec<String> = Flag::ALL.iter().filter(|f| scores.flags.contains(f)).map(|f| f.title().to_lowercase()).collect();
            let verb = if raised.len() == 1 { "red flag is" } else { "red flags are" };
            format!("{} {verb} raised ({})", raised.len(), list(&raised))
        }
    }
}

/// The weak pillars by title, weakest first.
fn weak(questionnaire: &Questionnaire, scores: &Scores, test: &Test) -> String {
    let named = named(questionnaire, scores, &scores.weakest_first(scores.weak.as_deref().unwrap_or_default()));
    match named.as_slice() {
        [] => format!("the number of weak pillars is {} {}", side(test.side), limit(test.score, &test.number)),
        [one] => format!("{one} is weak"),
        many => format!("{} are weak", list(many)),
    }
}

/// Titles of pillars with their means.
pub(super) fn stand(questionnaire: &Questionnaire, scores: &Scores, pillars: &[usize]) -> Vec<String> {
    let name = |index: &usize| {
        let mean: &Exact = scores.pillars.get(*index)?.as_ref()?;
        Some(format!("{} ({} %)", quoted(&questionnaire.pillars.get(*index)?.title), percent(mean)))
    };
    pillars.iter().filter_map(name).collect()
}

/// Titles of pillars with their means and, where they have one, the level at which they are weak.
fn named(questionnaire: &Questionnaire, scores: &Scores, pillars: &[usize]) -> Vec<String> {
    let name = |index: &usize| {
        let pillar = questionnaire.pillars.get(*index)?;
        let mean: &Exact = scores.pillars.get(*index)?.as_ref()?;
        let shown = match &pillar.weak_at {
            Some(weak_at) => {
                let (shown, number) = percents(mean, weak_at.decimal().value());
                if mean <= weak_at.decimal().value() { format!("{shown} %, weak up to {number} %") } else { format!("{shown} %") }
            }
            None => format!("{} %", decimal(&(mean * ratio(100, 1)).round())),
        };
        Some(format!("\"{}\" ({shown})", pillar.title))
    };
    pillars.iter().filter_map(name).collect()
}

fn subject(score: Score, pillars: &[Pillar]) -> String {
    match score {
        Score::Pillar(pillar) => format!("\"{}\"", pillars.get(pillar).map_or("", |p| p.title.as_str())),
        Score::Foundation => "the foundation".into(),
        Score::Pain => "pain".into(),
        Score::WeakPillars => "weak pillars".into(),
        Score::Breadth => "the share of low pillars".into(),
        Score::Tactical => "day-to-day health".into(),
        Score::Flags => "red flags".into(),
        Score::Feasibility => "the readiness to carry a rebuild".into(),
    }
}

/// All tests of a row that fired: "a, and b".
pub(super) fn all_because(questionnaire: &Questionnaire, scores: &Scores, all: &[Test]) -> String {
    all.iter().map(|test| because(questionnaire, scores, test)).collect::<Vec<_>>().join(", and ")
}

/// A rule that fired, as a sentence without its full stop.
pub fn fired(questionnaire: &Questionnaire, scores: &Scores, rule: &Rule) -> String {
    let because = all_because(questionnaire, scores, &rule.all);
    upper_first(&format!("{because}: calls for {}", calls_for(rule.raises)))
}

/// A limit that is met, as a sentence without its full stop.
pub fn met(questionnaire: &Questionnaire, scores: &Scores, limit: &Limit) -> String {
    let because = all_because(questionnaire, scores, &limit.all);
    upper_first(&format!("{because}: allows {} at most", calls_for(limit.allows)))
}

/// A floor or cap that fired, as a sentence without its full stop.
pub fn gate(question: &Question, verdict: Verdict, raises: bool) -> String {
    if raises {
        format!("\"{}\" alone calls for {}", question.title, calls_for(verdict))
    } else {
        format!("\"{}\" alone allows {} at most", question.title, calls_for(verdict))
    }
}

/// What the numbers of a score mean for the rules, mildest first.
pub fn note(questionnaire: &Questionnaire, score: Score) -> String {
    let rules = &questionnaire.rules;
    let mut parts: Vec<String> = Vec::new();
    for rule in rules.raising.iter().rev() {
        for test in rule.all.iter().filter(|t| t.score == score) {
            let at = format!("{} {}", side(test.side), limit(score, &test.number));
            let verdict = calls_for(rule.raises);
            parts.push(match rule.all.len() {
                1 => format!("{at} calls for {verdict}"),
                n => format!("{at} is one of {n} conditions for {verdict}"),
            });
        }
    }
    for row in &rules.limits {
        for test in row.all.iter().filter(|t| t.score == score) {
            parts.push(format!("{} {} allows {} at most", side(test.side), limit(score, &test.number), calls_for(row.allows)));
        }
    }
    parts.join(", ")
}
