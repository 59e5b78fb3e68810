//! Everything the checker can say: a code, a place, the line with a caret, and what to do.

use std::fmt::Write as _;
use std::ops::Range;
use unicode_width::UnicodeWidthStr;

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// The questionnaire is refused.
    Error,
    /// It can be used, but should be better.
    Warning,
}

macro_rules! rules {
    ($($name:ident $code:literal $severity:ident $help:literal),+ $(,)?) => {
        /// Every rule of the checker.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Rule { $(#[doc = $help] $name),+ }

        impl Rule {
            /// All rules.
            pub const ALL: &'static [Rule] = &[$(Rule::$name),+];
            /// The code, as printed.
            pub fn code(self) -> &'static str { match self { $(Rule::$name => $code),+ } }
            /// How bad it is.
            pub fn severity(self) -> Severity { match self { $(Rule::$name => Severity::$severity),+ } }
            /// What to do about it.
            pub fn help(self) -> &'static str { match self { $(Rule::$name => $help),+ } }
        }
    };
}

rules! {
    TomlSyntax "toml-syntax" Error "Mend the TOML here; the rest of the file was read as far as possible.",
    UnknownFile "unknown-file" Error "Name files after an area (`<area-id>.toml`), or use questionnaire.toml, remedies.toml and patterns.toml.",
    MissingFile "missing-file" Error "A questionnaire folder needs questionnaire.toml.",
    FileMark "file-mark" Error "No line may begin with `# file: `: pins use it to join files.",
    SchemaVersion "schema-version" Error "Write `schema = 1`; a newer shape needs a newer Underpin.",
    UnknownKey "unknown-key" Error "Remove the key or mend its spelling.",
    MissingKey "missing-key" Error "Add the key.",
    WrongType "wrong-type" Error "Give a value of the type that is named.",
    UnknownWord "unknown-word" Error "Use one of the words that are named.",
    EmptyText "empty-text" Error "Write a text, or leave the key out.",
    IdForm "id-form" Error "Ids are kebab-case: lower-case letters and digits in groups joined by `-`.",
    IdName "id-name" Error "The id must be the name of the file or folder.",
    VersionForm "version-form" Error "Versions are three numbers: major.minor.patch.",
    DuplicateId "duplicate-id" Error "Ids are unique; give the second one another id.",
    UnknownId "unknown-id" Error "Name something that exists in this questionnaire.",
    TrackQuestion "track-question" Error "A track names questions of this questionnaire, each once.",
    LateUntil "late-until" Error "Write `need >= optimize`, `need >= restructure` or `need >= rebuild`, where there is a verdict.",
    LateAxis "late-axis" Error "What the need depends on cannot wait for it: ask feasibility questions only in this part.",
    LevelCount "level-count" Error "Write exactly five levels, worst first.",
    LevelEqual "level-equal" Error "Five levels are five different observable facts.",
    BandCount "band-count" Error "Write exactly four bands: they separate five levels.",
    BandOrder "band-order" Error "Bands ascend strictly when higher is better, and descend strictly when lower is better.",
    RatioParts "ratio-parts" Error "A ratio has exactly two parts with different ids: dividend, divisor.",
    NumberForm "number-form" Error "Write a finite decimal of at most 18 digits, without an exponent.",
    NumberRange "number-range" Error "Give a number inside the range that is named.",
    EffortOrder "effort-order" Error "Effort is a range: from the smaller number of person-days or people to the larger.",
    EffortFigure "effort-figure" Error "Name a figure question, or a ratio with one of its parts: `tem-services.services`.",
    RunningForm "running-form" Error "Write either `share_of_team = \"0.2\"` or `people = [\"0.1\", \"0.2\"]`.",
    CurrencyForm "currency-form" Error "Write the currency as three capital letters, such as EUR.",
    ConditionSyntax "condition-syntax" Error "Write e.g. `fact.jvm and not arc-coupling.level <= 1`.",
    ConditionType "condition-type" Error "Use `.level` and `.figure` where the question has one, and values that the fact can take.",
    ConditionOrder "condition-order" Error "A condition looks only at questions that stand earlier.",
    ConditionFacts "condition-facts" Error "Test facts only: which questions count must not depend on how good an answer is.",
    ConditionScore "condition-score" Error "Scores can be tested in the `when` of cautions and signs only.",
    GateAxis "gate-axis" Error "Caps and horizons stand only on feasibility questions, floors and flags never.",
    GateLevel "gate-level" Error "A gate fires at a level between 0 and 3.",
    GateVerdict "gate-verdict" Error "No floor says maintain and no cap says rebuild: they would have no effect.",
    GateCondition "gate-condition" Error "A question with a floor or cap is always asked: remove `applies_if`.",
    GateText "gate-text" Error "Free text has no level: gates, flags and `critical` need a scored question.",
    HorizonCap "horizon-cap" Error "A date limits what is said or when work begins, not both: keep `cap` or `horizon`.",
    UrgentAxis "urgent-axis" Error "Urgent is what may be lost tonight: no feasibility question is.",
    CapTrack "cap-track" Error "A cap question belongs into every deciding track that may say more than the cap allows.",
    FloorTrack "floor-track" Error "A floor question belongs into every deciding track without `at_most`.",
    AxisMissing "axis-missing" Error "A verdict needs at least one symptom and one feasibility question.",
    NoDecidingTrack "no-deciding-track" Error "Set `decides = true` on the tracks that may give a verdict.",
    NoPillar "no-pillar" Error "A structural question names the pillar that it tells about: `pillar = \"...\"`.",
    PillarAxis "pillar-axis" Error "Only scored structural questions belong to a pillar: remove `pillar`.",
    WeakAt "weak-at" Error "Add `weak_at`, the mean at or below which this pillar is weak, or set `restructures = false`.",
    RuleTest "rule-test" Error "A test compares one score with one number: `below`, `at_most`, `above` or `at_least`.",
    RuleDirection "rule-direction" Error "Turn the test round: worse answers must never make a rule let go.",
    RuleFeasibility "rule-feasibility" Error "What the organisation can carry belongs into a `[[limit]]`.",
    LimitCondition "limit-condition" Error "How the system is belongs into a `[[rule]]`; a limit tests `feasibility` only.",
    RuleVerdict "rule-verdict" Error "No rule raises maintain and no limit allows rebuild: they would have no effect.",
    RulePillar "rule-pillar" Error "Ask three structural questions of this pillar in every deciding track without `at_most`.",
    RuleReach "rule-reach" Error "A rule holds where all is at its worst, and not where all is at its best: change tests or tracks.",
    IdleRule "idle-rule" Error "Remove the row, or make its tests looser or its verdict stronger than those of the other.",
    ContradictionBetween "contradiction-between" Error "Name two different questions of this questionnaire.",
    ContradictionTests "contradiction-tests" Error "`when` looks at both questions of `between`, and at nothing else.",
    RequiresCycle "requires-cycle" Error "Remedies cannot wait for each other: remove one `requires`.",
    UnusedRemedy "unused-remedy" Error "Name the remedy in a question, a caution or another remedy, or remove it.",
    WasClash "was-clash" Error "`was` names an id that is gone: it cannot be in use.",
    AskLong "ask-long" Warning "Ask one thing in at most 25 words.",
    HardToRead "hard-to-read" Warning "Use shorter and more usual words.",
    DoubleQuestion "double-question" Warning "Ask one thing; make the other a probe or a question of its own.",
    LevelLong "level-long" Warning "Say the one fact that makes this level different.",
    LevelOpinion "level-opinion" Warning "Name something that an outsider could see or count.",
    LevelAdverb "level-adverb" Warning "Give each level its own fact instead of more or less of the same.",
    LevelJoined "level-joined" Warning "Keep the step that makes it the best: proof goes to `evidence`, another thing to a question of its own.",
    LevelUnits "level-units" Warning "Measure all levels by one kind of quantity: a time, a rate, a share or a count.",
    LevelUnknown "level-unknown" Warning "Put it at level 0 or 1, or leave it out: \"don't know\" can always be answered.",
    ThatWeKnowOf "that-we-know-of" Warning "Name the look that would have found it, with its date: \"None, as a scan this year showed\".",
    NoEvidence "no-evidence" Warning "Name a command or a document with which the answer can be checked.",
    NoBasis "no-basis" Warning "Say where levels and thresholds come from: a figure of the field, a reference with year, or \"expert value\".",
    WeightReason "weight-reason" Warning "Say in `basis` why this weighs more or less than others.",
    NoRemedy "no-remedy" Warning "Name at least one remedy for the low levels.",
    StructuralButCheap "structural-but-cheap" Warning "What ends in two weeks is tactical; else name the remedy that moves boundaries or data.",
    NoFirstStep "no-first-step" Warning "A critical question has a first step of at most 10 person-days.",
    QuickLong "quick-long" Warning "Shorten the question: a limited track is read in half a minute each.",
    LinkForm "link-form" Warning "Link to https pages, with the year in which they were read.",
    SmallPillar "small-pillar" Warning "Ask three structural questions of the pillar in this track, or none: fewer never count on their own.",
    UnreachableRemedy "unreachable-remedy" Warning "Loosen `only_if`, or name the remedy where an answer can be low.",
    UnreachableContradiction "unreachable-contradiction" Warning "Loosen `when`: no two answers meet it.",
    UnreachableGate "unreachable-gate" Warning "Move the gate to a level that can be reached, or remove it.",
    DeadLevel "dead-level" Warning "Choose bands that a figure can reach, and questions that something depends on.",
    TrackMinutes "track-minutes" Warning "Plan between the time of reading aloud and six minutes a question; parts add up to the whole.",
    UnreachableVerdict "unreachable-verdict" Warning "Change questions, numbers or `at_most`, so that the track can say all that it may say.",
}

/// One problem at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which rule.
    pub rule: Rule,
    /// What is wrong, here.
    pub message: String,
    /// Path of the file, as shown.
    pub path: String,
    /// Where in the file (bytes).
    pub span: Range<usize>,
}

/// A text with the places of its lines: what is asked of many places in it looks for them once.
#[derive(Clone, Debug)]
pub struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    /// Finds the lines of a text.
    pub fn of(text: &'t str) -> Lines<'t> {
        let starts = std::iter::once(0).chain(text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i + 1));
        Lines { text, starts: starts.collect() }
    }

    /// Line and column (from 1, in characters) of a byte offset.
    pub fn place(&self, offset: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = self.starts.get(line.saturating_sub(1)).copied().unwrap_or(0);
        let before = self.text.get(start..offset).or_else(|| self.text.get(start..)).unwrap_or("");
        (line, before.chars().count() + 1)
    }

    /// A line, from 1, without its end.
    pub fn line(&self, number: usize) -> &'t str {
        let at = |n: usize| self.starts.get(n).copied().unwrap_or(self.text.len());
        let line = self.text.get(at(number.saturating_sub(1))..at(number)).unwrap_or("");
        let line = line.strip_suffix('\n').unwrap_or(line);
        line.strip_suffix('\r').unwrap_or(line)
    }
}

/// Line and column (from 1, in characters) of a byte offset.
pub fn line_column(text: &str, offset: usize) -> (usize, usize) {
    Lines::of(text).place(offset)
}

impl Diagnostic {
    /// The problem as it is printed, with the line and a caret.
    pub fn render(&self, text: &str) -> String {
        self.render_in(&Lines::of(text))
    }

    /// The same, in a text whose lines are known: a long file can have very many problems.
    pub fn render_in(&self, lines: &Lines<'_>) -> String {
        let (text, (line, column)) = (lines.text, lines.place(self.span.start));
        let word = match self.rule.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let mut out = String::new();
        let _ = writeln!(out, "{word}[{}]: {}", self.rule.code(), self.message);
        let _ = writeln!(out, "  --> {}:{line}:{column}", self.path);
        let source = lines.line(line);
        let number = line.to_string();
        let (shown, skipped) = window(source, column - 1);
        let before: String = shown.chars().take(column - 1 - skipped).collect();
        let marked = text.get(self.span.clone()).unwrap_or("").lines().next().unwrap_or("");
        let room = shown.width().saturating_sub(before.width()).max(1);
        let carets = "^".repeat(visible(marked).width().clamp(1, room));
        let gap = " ".repeat(number.len());
        let _ = writeln!(out, "{gap} |\n{number} | {}\n{gap} | {}{carets}", visible(&shown), " ".repeat(visible(&before).width()));
        let _ = writeln!(out, "{gap} = help: {}", self.rule.help());
        out
    }
}

/// At most 100 characters of a line, around the column.
fn window(line: &str, column: usize) -> (String, usize) {
    let skipped = column.saturating_sub(60);
    (line.chars().skip(skipped).take(100).collect(), skipped)
}

/// Text with tabs as spaces and control characters made visible.
fn visible(text: &str) -> String {
    text.chars()
        .map(|c| {
            if c == '\t' {
                ' '
            } else if c.is_control() {
                '\u{fffd}'
            } else {
                c
            }
        })
        .collect()
}

/// The closest of some names, if it is close enough to be meant.
pub fn closest<'n>(name: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let near = |candidate: &&str| distance(name, candidate);
    names.into_iter().map(|n| (near(&n), n)).filter(|(d, n)| *d <= 1 + n.len() / 4).min().map(|(_, n)| n)
}

/// What to add to a message about a name that is none: the name that was meant, or nothing.
pub fn did_you_mean<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> String {
    closest(name, known).map(|n| format!(", did you mean `{n}`?")).unwrap_or_default()
}

/// Edits between two words.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (cell, y) in row.iter_mut().skip(1).zip(&b) {
            let next = (diagonal + usize::from(x != *y)).min(left + 1).min(*cell + 1);
            diagonal = *cell;
            *cell = next;
            left = next;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_every_rule_says_what_to_do() {
        let mut codes: Vec<_> = Rule::ALL.iter().map(|r| r.code()).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), Rule::ALL.len());
        assert!(Rule::ALL.iter().all(|r| r.help().ends_with('.')));
    }

    #[test]
    fn the_closest_name_is_found_only_when_it_is_close() {
        assert_eq!(closest("weigth", ["weight", "why"]), Some("weight"));
        assert_eq!(closest("colour", ["weight", "why"]), None);
        assert_eq!(did_you_mean("weigth", ["weight", "why"]), ", did you mean `weight`?");
        assert_eq!(did_you_mean("colour", ["weight", "why"]), "");
    }

    #[test]
    fn carets_stand_under_the_place_even_after_wide_characters_and_tabs() {
        let text = "a = 1\n\t日本 = \"x\"\n";
        let start = text.find("\"x\"").unwrap();
        let d = Diagnostic { rule: Rule::WrongType, message: "m".into(), path: "p.toml".into(), span: start..start + 3 };
        let shown = d.render(text);
        assert!(shown.contains("p.toml:2:7"), "{shown}");
        assert!(shown.contains("2 |  日本 = \"x\"\n  |         ^^^\n"), "{shown}");
    }

    #[test]
    fn a_place_is_found_in_any_text() {
        for (text, offset, place, line) in [
            ("", 0, (1, 1), ""),
            ("a\nb", 3, (2, 2), "b"),
            ("a\r\n\nb\n", 3, (2, 1), ""),
            ("a\n", 2, (2, 1), ""),
            ("日本\nx", 3, (1, 2), "日本"),
            ("a", 9, (1, 2), "a"),
        ] {
            let lines = Lines::of(text);
            assert_eq!((lines.place(offset), lines.line(place.0)), (place, line), "{text:?} at {offset}");
        }
    }
}
