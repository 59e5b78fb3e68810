//! In what one questionnaire judges otherwise than another: rules, limits, pillars, levels and what questions count.

use super::question::Question;
use super::questionnaire::Questionnaire;
use super::rules::Pillar;

/// What is judged otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Judged {
    /// A row that raises the need.
    Rule,
    /// A row that lowers what is allowed.
    Limit,
    /// Weight or level of a pillar, or what it calls for.
    Pillar,
    /// The level of breadth, or of flags.
    Levels,
    /// Axis, pillar, weight, flag, floor or cap of a question.
    Question,
}

/// In which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// Only the first has it.
    Added,
    /// Only the other has it.
    Removed,
    /// Both have it, and it differs.
    Changed,
}

/// One thing that is judged otherwise.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Difference {
    /// What it is.
    pub judged: Judged,
    /// Its id; empty for levels.
    pub id: String,
    /// In which way it differs.
    pub how: How,
}

impl Questionnaire {
    /// In what this questionnaire judges otherwise than another; empty where every answer sheet comes to the same. Wording and
    /// titles do not count.
    pub fn differs_from(&self, other: &Questionnaire) -> Vec<Difference> {
        let mut found = Vec::new();
        let rules = |q: &Questionnaire| rows(&q.rules.raising, |r| (r.id.clone(), format!("{:?}{:?}", r.raises, tests(&r.all, q))));
        let limits = |q: &Questionnaire| rows(&q.rules.limits, |l| (l.id.clone(), format!("{:?}{:?}", l.allows, tests(&l.all, q))));
        let pillars = |q: &Questionnaire| rows(&q.pillars, |p| (p.id.clone(), pillar(p)));
        let scored = |q: &Questionnaire| {
            let scored: Vec<&Question> = q.questions.iter().filter(|x| x.scored()).collect();
            rows(&scored, |x| (x.id.clone(), counts(x, q)))
        };
        compare(&mut found, Judged::Rule, &rules(self), &rules(other));
        compare(&mut found, Judged::Limit, &limits(self), &limits(other));
        compare(&mut found, Judged::Pillar, &pillars(self), &pillars(other));
        if self.rules.breadth.decimal() != other.rules.breadth.decimal() || self.rules.flag != other.rules.flag {
            found.push(Difference { judged: Judged::Levels, id: String::new(), how: How::Changed });
        }
        compare(&mut found, Judged::Question, &scored(self), &scored(other));
        found
    }
}

/// Ids, each with everything that counts of it.
type Rows = Vec<(String, String)>;

fn rows<T>(list: &[T], row: impl Fn(&T) -> (String, String)) -> Rows {
    list.iter().map(row).collect()
}

/// Tests by name, so that the place of a pillar does not matter, and by value, so that `0.5` is `0.50`.
fn tests(all: &[super::rules::Test], questionnaire: &Questionnaire) -> Vec<(String, &'static str, (i128, i128))> {
    let mut tests: Vec<_> = all.iter().map(|t| (t.score.name(&questionnaire.pillars), t.side.word(), t.number.fraction())).collect();
    tests.sort();
    tests
}

fn pillar(p: &Pillar) -> String {
    format!("{} {:?} {}", p.weight.value(), p.weak_at.as_ref().map(|n| n.fraction()).filter(|_| p.restructures), p.restructures)
}

fn counts(q: &Question, questionnaire: &Questionnaire) -> String {
    let pillar = q.pillar.and_then(|p| questionnaire.pillars.get(p)).map(|p| &p.id);
    format!("{} {pillar:?} {} {:?} {:?} {:?}", q.axis, q.weight, q.flag, q.floor, q.cap)
}

fn compare(found: &mut Vec<Difference>, judged: Judged, mine: &Rows, its: &Rows) {
    let mut add = |id: &String, how: How| found.push(Difference { judged, id: id.clone(), how });
    for (id, counts) in mine {
        match its.iter().find(|(other, _)| other == id) {
            None => add(id, How::Added),
            Some((_, other)) if other != counts => add(id, How::Changed),
            Some(_) => {}
        }
    }
    for (id, _) in its.iter().filter(|(id, _)| !mine.iter().any(|(other, _)| other == id)) {
        add(id, How::Removed);
    }
}
