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
