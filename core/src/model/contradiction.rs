//! Answers that cannot both be true.

use super::condition::Condition;
use serde::{Deserialize, Serialize};

/// Two answers that cannot both be true. It changes no score: somebody has to look at both again.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Contradiction {
    /// Positions of the two questions.
    pub between: [usize; 2],
    /// What cannot be: it looks at these two answers alone.
    pub when: Condition,
    /// The contradiction as a question.
    pub say: String,
}
