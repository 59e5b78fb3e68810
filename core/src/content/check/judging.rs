//! What a questionnaire decides by: pillars, rules and limits have to make sense alone, together, and in every track.

use crate::content::decode::{Decoder, Table};
use crate::content::diagnostic::Rule as Problem;
use crate::content::raw::Raw;
use crate::model::exact::{Exact, ratio};
use crate::model::question::Question;
use crate::model::questionnaire::Questionnaire;
use crate::model::rules::{LARGE, Limit, Rule, Score, Side, Test};
use crate::model::track::Track;
use crate::model::words::{Axis, Flag, Verdict};
use num_traits::{One, Zero};
use std::collections::BTreeSet;

/// Checks pillars, rules and limits.
pub fn check(q: &Questionnaire, raw: &Raw<'_>, d: &mut Decoder) {
    pillars(q, raw, d);
    // Rows that make no sense alone are left out of what looks at several things at once.
    let mut raising: Vec<(&Rule, &Table<'_>)> = Vec::new();
    for (rule, table) in &raw.rules {
        if rule.raises == Verdict::Maintain {
            d.report(Problem::RuleVerdict, table.place("raises"), "a need of maintain is there without any rule");
        } else if tests(q, &rule.all, table, false, d) {
            raising.push((rule, table));
        }
    }
    let mut limits: Vec<(&Limit, &Table<'_>)> = Vec::new();
    for (limit, table) in &raw.limits {
        if limit.allows == Verdict::Rebuild {
            d.report(Problem::RuleVerdict, table.place("allows"), "a rebuild is allowed without any limit");
        } else if tests(q, &limit.all, table, true, d) {
            limits.push((limit, table));
        }
    }
    idle(&raising, |rule| (&rule.id, &rule.all), |a, b| a.raises >= b.raises, d);
    idle(&limits, |limit| (&limit.id, &limit.all), |a, b| a.allows <= b.allows, d);
    if q.decides {
        for track in q.tracks.iter().filter(|t| t.decides && t.at_most.is_none()) {
            let asked = Asked::of(q, track);
            for (rule, table) in &raising {
                reach(&asked, Row::Rule(rule), table, d);
            }
            for (limit, table) in &limits {
                reach(&asked, Row::Limit(limit), table, d);
            }
        }
    }
}

fn pillars(q: &Questionnaire, raw: &Raw<'_>, d: &mut Decoder) {
    for (pillar, table) in q.pillars.iter().zip(&raw.pillars) {
        if *pillar.weight.value() <= Exact::zero() {
            d.report(Problem::NumberRange, table.place("weight"), "the weight of a pillar is above zero");
        }
        match &pillar.weak_at {
            Some(number) if *number.decimal().value() < Exact::zero() || *number.decimal().value() >= Exact::one() => {
                d.report(Problem::NumberRange, table.place("weak_at"), "`weak_at` is 0 or more and below 1");
            }
            None if pillar.restructures && table.get("weak_at").is_none() => {
                d.report(Problem::WeakAt, table.here(), format!("`{}` restructures, and does not say where", pillar.id));
            }
            _ => {}
        }
    }
    let breadth = q.rules.breadth.decimal().value();
    if *breadth <= Exact::zero() || *breadth > Exact::one() {
        let place = raw.top.and_then(|top| d.table(&top, "levels")).map_or((0, 0..0), |table| table.place("breadth"));
        d.report(Problem::NumberRange, place, "`breadth` is above 0 and at most 1");
    }
}

/// Whether each test of a row makes sense alone.
fn tests(q: &Questionnaire, all: &[Test], table: &Table<'_>, limit: bool, d: &mut Decoder) -> bool {
    let mut sound = true;
    for (test, table) in all.iter().zip(d.tables(table, "all")) {
        let name = test.score.name(&q.pillars);
        let place = table.place(test.side.word());
        let found = if limit && !test.score.is_feasibility() {
            Some((Problem::LimitCondition, table.place("score"), format!("`{name}` tells how the system is, not what can be carried")))
        } else if !limit && test.score.is_feasibility() {
            Some((Problem::RuleFeasibility, table.place("score"), format!("`{name}` tells what can be carried, not how the system is")))
        } else if test.side.points() != test.score.points() {
            let sides = Side::ALL.iter().filter(|s| s.points() == test.score.points());
            let words: Vec<String> = sides.map(|s| format!("`{}`", s.word())).collect();
            Some((Problem::RuleDirection, place, format!("`{name}` is tested with {}", words.join(" or "))))
        } else {
            range(q, test).map(|message| (Problem::NumberRange, place, format!("`{name}` {message}")))
        };
        if let Some((problem, place, message)) = found {
            d.report(problem, place, message);
            sound = false;
        }
    }
    sound
}

/// What is wrong with the number of a test: no value meets it, or every one does.
fn range(q: &Questionnaire, test: &Test) -> Option<String> {
    let number = test.number.decimal().value();
    let most = match test.score {
        Score::Flags => Some(q.questions.iter().filter_map(|x| x.flag).collect::<BTreeSet<Flag>>().len()),
        Score::WeakPillars => Some(q.pillars.iter().filter(|p| p.restructures).count()),
        Score::Foundation | Score::Pillar(_) | Score::Breadth | Score::Pain | Score::Tactical | Score::Feasibility => None,
    };
    if let Some(most) = most {
        let fits = number.is_integer() && *number >= Exact::one() && *number <= whole(most);
        return (!fits).then(|| format!("counts from 1 to {most}, in whole numbers"));
    }
    let fits = *number >= Exact::zero() && *number <= Exact::one();
    let useful = match test.side {
        Side::AtMost => *number < Exact::one(),
        Side::Below | Side::AtLeast => *number > Exact::zero(),
        Side::Above => true,
    };
    (!fits || !useful).then(|| format!("lies between 0 and 1, and `{}` {} would say nothing", test.side.word(), test.number))
}

/// Reports rows whose work another one does already. Of two equal ones it is the later.
fn idle<T>(rows: &[(&T, &Table<'_>)], parts: impl Fn(&T) -> (&String, &Vec<Test>), as_strong: impl Fn(&T, &T) -> bool, d: &mut Decoder) {
    let covers = |one: &T, other: &T| {
        let (mine, its) = (parts(one).1, parts(other).1);
        as_strong(one, other) && mine.iter().all(|test| its.iter().any(|t| test.follows_from(t)))
    };
    for (i, (row, table)) in rows.iter().enumerate() {
        let other = rows.iter().enumerate().find(|(j, (other, _))| *j != i && covers(other, row) && (*j < i || !covers(row, other)));
        if let Some((_, (other, _))) = other {
            let message = format!("where `{}` holds, `{}` holds as well and is as strong", parts(row).0, parts(other).0);
            d.report(Problem::IdleRule, table.place("id"), message);
        }
    }
}

/// A row of either kind.
#[derive(Clone, Copy)]
enum Row<'r> {
    Rule(&'r Rule),
    Limit(&'r Limit),
}

impl<'r> Row<'r> {
    fn all(self) -> &'r [Test] {
        match self {
            Row::Rule(rule) => &rule.all,
            Row::Limit(limit) => &limit.all,
        }
    }
}

/// Reports a row that does not hold where all is at its worst, or holds where all is at its best: it would be no rule about
/// the answers. A pillar that is never large is named as the reason.
fn reach(asked: &Asked<'_>, row: Row<'_>, table: &Table<'_>, d: &mut Decoder) {
    let track = &asked.track.id;
    let tables = d.tables(table, "all");
    let mut small = false;
    for (test, table) in row.all().iter().zip(&tables) {
        if let Score::Pillar(pillar) = test.score
            && asked.structural(pillar) < LARGE
        {
            let name = test.score.name(&asked.questionnaire.pillars);
            let message = format!("the track `{track}` asks fewer than {LARGE} questions of `{name}`");
            d.report(Problem::RulePillar, table.place("score"), message);
            small = true;
        }
    }
    if small {
        return;
    }
    let holds = |best: bool| match row {
        Row::Limit(limit) if limit.all.iter().any(|t| asked.at_end(t.score, best).is_none()) => limit.allows >= Verdict::Restructure,
        _ => row.all().iter().all(|t| asked.at_end(t.score, best).is_some_and(|value| t.side.holds(value.cmp(t.number.decimal().value())))),
    };
    let what = if matches!(row, Row::Rule(_)) { "conditions" } else { "feasibility questions" };
    if !holds(false) {
        d.report(Problem::RuleReach, table.place("all"), format!("with all {what} of `{track}` at level 0 it does not hold"));
    } else if holds(true) {
        d.report(Problem::RuleReach, table.place("all"), format!("with all {what} of `{track}` at level 4 it still holds"));
    }
}

/// The scored questions of a track, each taken as applicable.
pub(in crate::content) struct Asked<'q> {
    questionnaire: &'q Questionnaire,
    track: &'q Track,
    questions: Vec<&'q Question>,
}

impl<'q> Asked<'q> {
    pub(in crate::content) fn of(questionnaire: &'q Questionnaire, track: &'q Track) -> Asked<'q> {
        let questions = track.questions().filter_map(|i| questionnaire.at(i)).filter(|x| x.scored()).collect();
        Asked { questionnaire, track, questions }
    }

    /// How many structural questions of a pillar there are.
    pub(in crate::content) fn structural(&self, pillar: usize) -> usize {
        self.questions.iter().filter(|x| x.axis == Axis::Structural && x.pillar == Some(pillar)).count()
    }

    /// A score where every answer is at its best or at its worst; `None` where it is undefined.
    fn at_end(&self, score: Score, best: bool) -> Option<Exact> {
        let pillars = &self.questionnaire.pillars;
        let large = |pillar: &usize| self.structural(*pillar) >= LARGE;
        let any = |axis: Axis| self.questions.iter().any(|x| x.axis == axis);
        let full = |there: bool, full: bool| there.then(|| if full { Exact::one() } else { Exact::zero() });
        match score {
            Score::Foundation => full(any(Axis::Structural), best),
            Score::Tactical => full(any(Axis::Tactical), best),
            Score::Feasibility => full(any(Axis::Feasibility), best),
            Score::Pain => full(any(Axis::Symptom), !best),
            Score::Pillar(pillar) => full(large(&pillar), best),
            Score::Breadth => full((0..pillars.len()).any(|p| large(&p)), !best),
            Score::WeakPillars => {
                let weak = pillars.iter().enumerate().filter(|(p, pillar)| pillar.restructures && large(p)).count();
                (weak > 0).then(|| if best { Exact::zero() } else { whole(weak) })
            }
            Score::Flags => {
                let kinds: BTreeSet<Flag> = self.questions.iter().filter_map(|x| x.flag).collect();
                Some(if best { Exact::zero() } else { whole(kinds.len()) })
            }
        }
    }
}

fn whole(count: usize) -> Exact {
    ratio(i64::try_from(count).unwrap_or(i64::MAX), 1)
}
