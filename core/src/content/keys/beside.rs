//! The keys of small tables that stand inside those of questions and remedies.

use super::{Holds, Keys};

/// How an answer can be checked where something is known.
pub static EVIDENCE_FOR: Keys = Keys {
    what: "check for some systems",
    list: &[
        ("when", Holds::Text, true, "shown only while this is known to hold: facts and answers"),
        ("say", Holds::Text, true, "how the answer can be checked there"),
    ],
};
