//! How questions and levels are worded.

use super::ladder::{ladder, unvouched};
use crate::content::decode::{Decoder, Table};
use crate::content::diagnostic::Rule;
use crate::content::readability::{grade, words};
use crate::model::question::{Form, Question};

/// Longest `ask`, in words: it is read aloud in one breath.
const ASK_WORDS: usize = 25;
/// Longest level, in words.
const LEVEL_WORDS: usize = 20;
/// Highest Flesch-Kincaid grade of `ask`, and of the five levels together. Short texts vary a lot, so the limit is wide.
const ASK_GRADE: i64 = 14;
const LEVELS_GRADE: i64 = 12;

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

/// Warns of texts that are hard to answer.
pub(super) fn wording(question: &Question, table: &Table<'_>, d: &mut Decoder) {
    let count = words(&question.ask).len();
    if count > ASK_WORDS {
        d.report(Rule::AskLong, table.place("ask"), format!("{count} words; at most {ASK_WORDS} can be said in one breath"));
    }
    let school = grade(&question.ask);
    if school > ASK_GRADE {
        d.report(Rule::HardToRead, table.place("ask"), format!("a reading grade of {school}, above {ASK_GRADE}"));
    }
    // The one kind that asks for two things.
    if question.kind.form() != Form::Ratio
        && let Some(second) = second_question(&question.ask)
    {
        d.report(Rule::DoubleQuestion, table.place("ask"), format!("`{second}` begins a second question"));
    }
    if let Some(said) = unvouched(&question.ask) {
        d.report(Rule::ThatWeKnowOf, table.place("ask"), format!("`{said}` counts what nobody looked for"));
    }
    let Some(levels) = question.kind.levels() else { return };
    ladder(levels, table, d);
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
