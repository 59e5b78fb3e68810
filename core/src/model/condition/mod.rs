//! Conditions: when a question is asked, a remedy proposed, a caution said. Three-valued: what is not known is unknown.
//!
//! `expr = and ("or" and)*; and = not ("and" not)*; not = "not" not | "(" expr ")" | test;`
//! `test = "fact." id [("=" | "!=") value] | question-id ".level" op n | question-id ".figure" op number | "score." name op number`

mod parse;

use crate::model::exact::{Decimal, Exact};
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// Nesting deeper than this is refused.
pub const MAX_DEPTH: usize = 32;

/// A comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Op {
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `>=`
    AtLeast,
    /// `>`
    Greater,
}

/// A parsed condition. Ids are names, checked by the questionnaire's checker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Condition {
    /// `fact.id`, `fact.id = value` (bool: whether equal is asked for)
    Fact(String, Option<(bool, String)>),
    /// `question.level op n`
    Level(String, Op, u8),
    /// `question.figure op number`
    Figure(String, Op, Decimal),
    /// `score.name op number`: only where the scores are known already, in cautions and signs.
    Score(String, Op, Decimal),
    /// `not x`
    Not(Box<Condition>),
    /// `a and b`
    And(Vec<Condition>),
    /// `a or b`
    Or(Vec<Condition>),
}

/// Why a condition does not parse, and where (byte offset in its text).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError {
    /// Byte offset.
    pub at: usize,
    /// What is wrong.
    pub what: String,
}

/// What a condition looks at. `None` means unknown.
pub trait Known {
    /// The value of a fact: `true`, `false` or a choice.
    fn fact(&self, id: &str) -> Option<String>;
    /// The interval of a question's level.
    fn level(&self, question: &str) -> Option<(u8, u8)>;
    /// The interval of a question's figure.
    fn figure(&self, question: &str) -> Option<(Exact, Exact)>;
    /// The interval of a score, by its name in the rules. Unknown where nothing was scored.
    fn score(&self, _name: &str) -> Option<(Exact, Exact)> {
        None
    }
}

impl Condition {
    /// Parses a condition.
    pub fn parse(text: &str) -> Result<Condition, ParseError> {
        parse::parse(text)
    }

    /// True, false or unknown.
    pub fn holds(&self, known: &dyn Known) -> Option<bool> {
        match self {
            Condition::Fact(id, None) => known.fact(id).map(|v| v == "true"),
            Condition::Fact(id, Some((equal, value))) => known.fact(id).map(|v| (v == *value) == *equal),
            Condition::Level(id, op, n) => known.level(id).and_then(|(low, high)| over(low.cmp(n), high.cmp(n), low == high, *op)),
            Condition::Figure(id, op, n) => known.figure(id).and_then(|span| number(&span, *op, n)),
            Condition::Score(name, op, n) => known.score(name).and_then(|span| number(&span, *op, n)),
            Condition::Not(inner) => inner.holds(known).map(|b| !b),
            Condition::And(all) => fold(all, known, false),
            Condition::Or(any) => fold(any, known, true),
        }
    }

    /// Calls `see` with every test in the condition.
    pub fn tests<'a>(&'a self, see: &mut dyn FnMut(&'a Condition)) {
        match self {
            Condition::Not(inner) => inner.tests(see),
            Condition::And(list) | Condition::Or(list) => list.iter().for_each(|c| c.tests(see)),
            test => see(test),
        }
    }
}

/// A test of an exact number against a decimal.
fn number((low, high): &(Exact, Exact), op: Op, n: &Decimal) -> Option<bool> {
    over(low.cmp(n.value()), high.cmp(n.value()), low == high, op)
}

/// `decisive` ends the fold: false for "and", true for "or".
fn fold(list: &[Condition], known: &dyn Known, decisive: bool) -> Option<bool> {
    let mut result = Some(!decisive);
    for condition in list {
        match condition.holds(known) {
            Some(b) if b == decisive => return Some(decisive),
            Some(_) => {}
            None => result = None,
        }
    }
    result
}

/// A test over an interval: true or false only if it is so for all of it.
fn over(low: Ordering, high: Ordering, point: bool, op: Op) -> Option<bool> {
    use Ordering::{Equal, Greater, Less};
    match op {
        Op::Less => sure(high == Less, low != Less),
        Op::AtMost => sure(high != Greater, low == Greater),
        Op::Greater => sure(low == Greater, high != Greater),
        Op::AtLeast => sure(low != Less, high == Less),
        Op::Equal => sure(point && low == Equal, low == Greater || high == Less),
        Op::NotEqual => sure(low == Greater || high == Less, point && low == Equal),
    }
}

fn sure(yes: bool, no: bool) -> Option<bool> {
    if yes {
        Some(true)
    } else if no {
        Some(false)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::exact::ratio;

    struct Fixed;
    impl Known for Fixed {
        fn fact(&self, id: &str) -> Option<String> {
            match id {
                "jvm" => Some("true".into()),
                "stage" => Some("growth".into()),
                _ => None,
            }
        }
        fn level(&self, question: &str) -> Option<(u8, u8)> {
            match question {
                "one" => Some((1, 1)),
                "range" => Some((1, 3)),
                _ => None,
            }
        }
        fn figure(&self, question: &str) -> Option<(Exact, Exact)> {
            (question == "fig").then(|| (ratio(5, 2), ratio(5, 2)))
        }
        fn score(&self, name: &str) -> Option<(Exact, Exact)> {
            match name {
                "flags" => Some((ratio(3, 1), ratio(3, 1))),
                "pillar.limit" => Some((ratio(1, 4), ratio(2, 5))),
                _ => None,
            }
        }
    }

    fn holds(text: &str) -> Option<bool> {
        Condition::parse(text).unwrap().holds(&Fixed)
    }

    #[test]
    fn what_is_not_known_is_unknown_and_never_false() {
        assert_eq!(holds("fact.jvm"), Some(true));
        assert_eq!(holds("not fact.jvm"), Some(false));
        assert_eq!(holds("fact.cloud"), None);
        assert_eq!(holds("not fact.cloud"), None);
        assert_eq!(holds("fact.cloud and not fact.jvm"), Some(false));
        assert_eq!(holds("fact.cloud or fact.jvm"), Some(true));
        assert_eq!(holds("fact.stage = growth and fact.stage != early"), Some(true));
        assert_eq!(holds("missing.level <= 1"), None);
    }

    #[test]
    fn a_test_on_an_interval_is_sure_only_if_it_holds_for_all_of_it() {
        assert_eq!(holds("range.level <= 3"), Some(true));
        assert_eq!(holds("range.level < 3"), None);
        assert_eq!(holds("range.level > 3"), Some(false));
        assert_eq!(holds("range.level = 2"), None);
        assert_eq!(holds("range.level != 4"), Some(true));
        assert_eq!(holds("one.level = 1 and fig.figure >= 2.5"), Some(true));
        assert_eq!(holds("one.level != 1"), Some(false));
    }

    #[test]
    fn a_score_is_tested_over_its_whole_interval() {
        assert_eq!(holds("score.flags >= 3"), Some(true));
        assert_eq!(holds("score.pillar.limit <= 0.40"), Some(true));
        assert_eq!(holds("score.pillar.limit < 0.40"), None);
        assert_eq!(holds("score.pillar.limit > 0.4"), Some(false));
        assert_eq!(holds("score.flags >= 3 and score.foundation >= 0.75"), None);
    }

    #[test]
    fn precedence_is_not_then_and_then_or() {
        assert_eq!(holds("fact.jvm or fact.jvm and not fact.jvm"), Some(true));
        assert_eq!(holds("(fact.jvm or fact.jvm) and not fact.jvm"), Some(false));
    }

    #[test]
    fn what_does_not_parse_says_where() {
        for (text, at) in [
            ("", 0),
            ("fact.jvm and", 12),
            ("one.level", 9),
            ("one.level <= 5", 13),
            ("(fact.jvm", 9),
            ("one.size = 1", 0),
            ("score.pain", 10),
            ("score.pain >= much", 14),
            ("fact.a & b", 7),
        ] {
            assert_eq!(Condition::parse(text).unwrap_err().at, at, "{text}");
        }
        let deep = format!("{}fact.jvm{}", "(".repeat(40), ")".repeat(40));
        assert!(Condition::parse(&deep).unwrap_err().what.contains("deeper"));
    }
}
