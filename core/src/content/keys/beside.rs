//! The keys of small tables that stand beside questions and remedies, or inside them.

use super::{Holds, Keys};

/// How an answer can be checked where something is known.
pub static EVIDENCE_FOR: Keys = Keys {
    what: "check for some systems",
    list: &[
        ("when", Holds::Text, true, "shown only while this is known to hold: facts and answers"),
        ("say", Holds::Text, true, "how the answer can be checked there"),
    ],
};

/// A date that cannot move.
pub static WAIT: Keys = Keys {
    what: "horizon",
    list: &[
        ("at_or_below", Holds::Whole, true, "holds at this level and below, 0 to 3"),
        ("months", Holds::Whole, true, "no action that mends a pillar begins before, 1 to 24"),
    ],
};

/// Answers that cannot both be true.
pub static CONTRADICTION: Keys = Keys {
    what: "contradiction",
    list: &[
        ("between", Holds::Texts, true, "ids of the two questions, first the one to look at again first"),
        ("when", Holds::Text, true, "what cannot be; looks at both of them and at nothing else"),
        ("say", Holds::Text, true, "the contradiction as a friendly question"),
    ],
};

/// Work that grows with a figure.
pub static EFFORT_PER: Keys = Keys {
    what: "effort",
    list: &[
        ("figure", Holds::Text, true, "a figure question, or a ratio with one of its parts: `tem-services.services`"),
        ("days", Holds::Amounts, true, "person-days for each, from and to, in quotes"),
    ],
};

/// What a remedy costs for as long as it is kept.
pub static RUNNING: Keys = Keys {
    what: "running cost",
    list: &[
        ("share_of_team", Holds::Amount, false, "share of the whole team, above 0 and at most 1, in quotes"),
        ("people", Holds::Amounts, false, "people, from and to, in quotes"),
    ],
};

/// What is paid to others.
pub static OUTSIDE_COST: Keys = Keys {
    what: "outside cost",
    list: &[
        ("low", Holds::Amount, true, "from, in quotes"),
        ("high", Holds::Amount, true, "to, in quotes"),
        ("currency", Holds::Text, true, "three capital letters"),
        ("per", Holds::Text, true, "what it is paid for: test, year"),
    ],
};
