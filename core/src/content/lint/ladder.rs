//! Whether five levels are one ladder: of one thing, in one unit, and of what somebody looked at.

use crate::content::decode::{Decoder, Table};
use crate::content::diagnostic::Rule;
use std::collections::BTreeSet;

/// Most conditions that the best level may join: the step that makes it the best, and what it stands on.
const CONDITIONS: usize = 2;
/// The highest level at which a text may say that nobody knows.
const IGNORANCE: usize = 1;

const NUMBERS: &[&str] = &[
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve", "fifteen", "twenty", "thirty", "fifty",
    "hundred", "thousand",
];
const TIMES: &[&str] = &["second", "minute", "hour", "day", "week", "month", "quarter", "year", "decade"];
const FRACTIONS: &[&str] = &["half", "third", "quarter", "fifth", "tenth"];

/// Who has not looked, and what they have not done: "nobody has looked", "not yet measured", "never tested".
const NOBODY: &[&str] = &["nobody", "no-one", "none", "never", "not"];
const LOOKED: &[&str] = &[
    "know", "knows", "known", "looked", "look", "checked", "measured", "measures", "counted", "counts", "tried", "tested", "scanned",
    "asked", "compared", "verified",
];
/// Words that may stand between the two.
const BETWEEN: &[&str] = &["has", "have", "was", "were", "is", "ever", "yet", "been", "really", "can", "could", "did", "do", "does", "we"];
const IGNORANT: &[&str] = &["unknown", "untested", "unmeasured", "unchecked"];

/// A look that only the speaker vouches for.
const UNVOUCHED: &[&str] = &[
    "that we know of",
    "that you know of",
    "we know of",
    "as far as we know",
    "as far as you know",
    "as far as anybody knows",
    "to our knowledge",
    "to your knowledge",
    "to the best of our",
    "that we saw",
    "that you saw",
    "that we noticed",
];

/// Kinds of quantity. Minutes and years are one kind; a share and a count are two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Quantity {
    Share,
    Time,
    /// So often in so much time.
    Rate,
    /// With so many of the releases or changes.
    Event,
    Count,
}

impl Quantity {
    fn name(self) -> &'static str {
        match self {
            Quantity::Share => "a share",
            Quantity::Time => "a time",
            Quantity::Rate => "a rate",
            Quantity::Event => "a share of events",
            Quantity::Count => "a count",
        }
    }
}

/// Warns of what makes a ladder lean.
pub(super) fn ladder(levels: &[String], table: &Table<'_>, d: &mut Decoder) {
    if let Some((best, text)) = levels.iter().enumerate().next_back() {
        let count = conditions(text);
        if count > CONDITIONS {
            let message = format!("the best level joins {count} conditions; at most {CONDITIONS}");
            d.report(Rule::LevelJoined, table.item_place("levels", best), message);
        }
    }
    let measured: Vec<BTreeSet<Quantity>> = levels.iter().map(|l| quantities(l)).collect();
    for (i, level) in levels.iter().enumerate() {
        if i > IGNORANCE
            && let Some(said) = ignorance(level)
        {
            d.report(Rule::LevelUnknown, table.item_place("levels", i), format!("`{said}` at level {i}: ignorance is never health"));
        }
        if let Some(said) = unvouched(level) {
            d.report(Rule::ThatWeKnowOf, table.item_place("levels", i), format!("`{said}` counts what nobody looked for"));
        }
    }
    // Once a ladder: the first pair says it.
    let mixed = measured.iter().enumerate().find_map(|(i, here)| {
        let before = measured.iter().take(i).position(|there| !there.is_empty() && !here.is_empty() && there.is_disjoint(here))?;
        Some((before, i))
    });
    if let Some((before, i)) = mixed {
        let name = |at: usize| measured.get(at).and_then(|all| all.first()).map_or("", |q| q.name());
        let message = format!("level {before} is {}, level {i} is {}", name(before), name(i));
        d.report(Rule::LevelUnits, table.item_place("levels", i), message);
    }
}

/// The words by which a text vouches for no look at all.
pub(super) fn unvouched(text: &str) -> Option<&'static str> {
    let bare = words(text).join(" ");
    UNVOUCHED.iter().copied().find(|said| bare.contains(said))
}

/// How many conditions a level joins: each has to hold. Counted are semicolons, commas, "and" and "plus", outside of brackets and
/// quotes. Not counted is what joins no condition: an example ("say birthdays"), a pair whose second is one word ("by hour and
/// season"), an alternative ("or ..." loosens; of several the longest counts), commas of a list that ends in "or",
/// and a colon, which explains.
fn conditions(text: &str) -> usize {
    let plain = outside(text);
    let list: Vec<&str> = plain.split_whitespace().collect();
    let (mut longest, mut joints, mut open) = (0, 0, 0);
    let mut i = 0;
    while let Some(word) = list.get(i) {
        let next = list.get(i + 1).map(|w| bare(w)).unwrap_or_default();
        let comma = word.ends_with([',', ';']);
        if comma && (next == "say" || next == "such") {
            // The example ends at the next comma, or with the text.
            i += list.iter().skip(i + 1).position(|w| w.ends_with([',', ';'])).map_or(list.len(), |n| n + 2);
            continue;
        }
        match () {
            () if comma && next == "or" => {
                longest = longest.max(joints + open);
                (joints, open) = (0, 0);
                i += 1;
            }
            () if comma && (next == "and" || next == "plus") => {
                joints += 1;
                i += 1;
            }
            () if word.ends_with(';') => joints += 1,
            () if comma => open += 1,
            () if bare(word) == "or" => open = 0,
            () if matches!(bare(word).as_str(), "and" | "plus") => {
                let pair = list.get(i + 1).is_some_and(|w| w.ends_with([',', ';', ':'])) || i + 2 >= list.len();
                let listed = i.checked_sub(2).and_then(|at| list.get(at)).is_some_and(|w| w.ends_with(','));
                joints += usize::from(!pair || listed);
            }
            () => (),
        }
        i += 1;
    }
    1 + longest.max(joints + open)
}

/// A text without what stands in brackets and quotes.
fn outside(text: &str) -> String {
    let (mut depth, mut quoted) = (0_usize, false);
    let keep = |c: &char| {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            '"' => quoted = !quoted,
            _ => return depth == 0 && !quoted,
        }
        false
    };
    text.chars().filter(keep).collect()
}

/// Where a level says that nobody knows or looked.
fn ignorance(level: &str) -> Option<String> {
    let list = words(level);
    let is = |word: &str, all: &[&str]| all.contains(&word);
    list.iter().enumerate().find_map(|(i, word)| {
        if is(word, IGNORANT) {
            return Some(word.clone());
        }
        if !is(word, NOBODY) {
            return None;
        }
        let gap = list.iter().skip(i + 1).take_while(|w| is(w, BETWEEN)).count();
        let end = i + 1 + gap;
        let verb = list.get(end)?;
        // "Nobody can say" and "nobody can tell" are the same as "nobody knows".
        let mute = is(verb, &["say", "tell"]) && gap > 0;
        (is(verb, LOOKED) || mute).then(|| list.get(i..=end).unwrap_or_default().join(" "))
    })
}

/// The kinds of quantity that a level measures by. What follows a colon explains, and what follows ", as" says how it was
/// shown: neither is a measure of the thing.
fn quantities(level: &str) -> BTreeSet<Quantity> {
    let level = outside(level).to_lowercase();
    let list = words(level.split(", as ").next().and_then(|l| l.split(": ").next()).unwrap_or(""));
    let at = |i: Option<usize>| i.and_then(|i| list.get(i)).map_or("", String::as_str);
    let mut found = BTreeSet::new();
    for (i, word) in list.iter().enumerate() {
        let (before, next) = (at(i.checked_sub(1)), at(Some(i + 1)));
        let singular = word.strip_suffix('s').unwrap_or(word);
        let share = word == "percent"
            || word.ends_with('%')
            || matches!(word.as_str(), "twice" | "times") && matches!(next, "as" | "longer" | "today's")
            || FRACTIONS.contains(&singular) && fraction(before, at(i.checked_sub(2)), next, singular);
        // Once, twice, three times: without "a month" it is a count.
        let often =
            (word == "times" && number(before) || i == 0 && (word == "once" || word == "twice")) && !matches!(next, "a" | "each" | "every");
        if i == 0 && word == "all" && (level.starts_with("all,") || next.is_empty() || number(next)) {
            // The most of a share as of a count: "half or more", "all"; "three", "all four".
            found.extend([Quantity::Share, Quantity::Count]);
        } else if share {
            found.insert(Quantity::Share);
        } else if often {
            found.insert(Quantity::Count);
        } else if i == 0 && word == "with" && matches!(next, "most" | "every" | "each" | "nearly" | "almost") {
            found.insert(Quantity::Event);
        } else if TIMES.contains(&singular) && word != "second" {
            found.extend(time(before, at(i.checked_sub(2)), word != singular));
        } else if number(word) && !next.starts_with("time") && !matches!(before, "all" | "of" | "to" | "or") {
            found.extend(counted(&list, i));
        }
    }
    found
}

/// A quarter of a year is no share, and neither is half a day.
fn fraction(before: &str, earlier: &str, next: &str, word: &str) -> bool {
    match word {
        "half" => !matches!(next, "a" | "an" | "way"),
        "quarter" => number(before) || (before == "a" && !matches!(earlier, "within" | "in" | "once" | "every" | "over" | "last")),
        _ => before == "a" || number(before),
    }
}

fn time(before: &str, earlier: &str, plural: bool) -> Vec<Quantity> {
    let repeated = |w: &str| number(w) || matches!(w, "once" | "twice" | "times");
    match before {
        // "Every week" is as often, and as long ago.
        "each" | "every" | "per" => vec![Quantity::Rate, Quantity::Time],
        "a" | "an" if repeated(earlier) => vec![Quantity::Rate],
        "a" | "an" | "one" | "this" | "last" => vec![Quantity::Time],
        _ if plural => vec![Quantity::Time],
        _ => Vec::new(),
    }
}

/// What a number counts: things, unless a time, a share or another number that ends its range follows.
fn counted(list: &[String], i: usize) -> Option<Quantity> {
    let mut rest = list.iter().skip(i + 1).map(String::as_str);
    let mut next = rest.next().unwrap_or("");
    while matches!(next, "to" | "or" | "more" | "fewer" | "and" | "working") || (number(next) && next != "one") {
        next = rest.next().unwrap_or("");
    }
    let singular = next.strip_suffix('s').unwrap_or(next);
    if next == "of" && rest.next().is_some_and(number) {
        return Some(Quantity::Share);
    }
    // "One" is mostly no count, but a word for somebody or something.
    let counts =
        list.get(i).is_some_and(|w| w != "one") && next != "percent" && !TIMES.contains(&singular) && !FRACTIONS.contains(&singular);
    counts.then_some(Quantity::Count)
}

fn number(word: &str) -> bool {
    NUMBERS.contains(&word) || (word.starts_with(|c: char| c.is_ascii_digit()) && !word.ends_with('%'))
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(bare).filter(|w| !w.is_empty()).collect()
}

/// A word in lower case, without the signs around it.
fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric() && c != '%').to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_are_counted_and_examples_pairs_and_alternatives_are_not() {
        for (text, count) in [
            ("None of ten", 1),
            ("None, as a scan showed", 2),
            ("Limits, bounds and a refusal that names the time", 3),
            ("Within a year; all findings are closed; a second test shows it", 3),
            ("Code, files, settings and secrets", 4),
            ("From data of a year, by hour and season", 2),
            ("In UTC; dates without an hour, say birthdays, stay dates", 2),
            ("Limits for each person, card or device, and an alarm", 2),
            ("Only those fields, as a check enforces; or none leaves you", 2),
            ("More than two years, or carried by profit, a budget or volunteers", 1),
            ("A way by one button (routing, data and files), and an alarm", 2),
        ] {
            assert_eq!(conditions(text), count, "{text}");
        }
    }

    #[test]
    fn ignorance_is_found_and_what_only_sounds_like_it_is_not() {
        for text in ["Nobody knows", "None, or nobody has looked", "A copy, never tested", "A limit, not yet measured", "Of unknown age"] {
            assert!(ignorance(text).is_some(), "{text}");
        }
        for text in ["Nobody waits", "Never, as a look showed", "Not once", "Known to all", "Into a log that nobody reads"] {
            assert_eq!(ignorance(text), None, "{text}");
        }
    }

    #[test]
    fn quantities_are_told_apart() {
        use Quantity::{Count, Event, Rate, Share, Time};
        for (text, kinds) in [
            ("With most releases", vec![Event]),
            ("About once a month", vec![Rate]),
            ("Once or twice", vec![Count]),
            ("Three or four of ten", vec![Share]),
            ("Up to half a day", vec![Time]),
            ("Two to three working days", vec![Time]),
            ("Rose by a quarter or more", vec![Share]),
            ("Three to five", vec![Count]),
            ("10 to 15 percent", vec![Share]),
            ("None, as a day without it showed", vec![]),
            ("Every week", vec![Time, Rate]),
            ("Fifty times or more: every week", vec![Count]),
            ("Three times as long", vec![Share]),
            ("One, and a second one with help", vec![]),
            ("All four", vec![Share, Count]),
            ("None: each raises an alarm weeks before", vec![]),
            ("One place", vec![]),
        ] {
            assert_eq!(quantities(text), kinds.into_iter().collect(), "{text}");
        }
    }
}
