//! What stands below for a moment.

/// How a notice is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Something that was done, or that is good to know.
    Told,
    /// Something that went wrong.
    Wrong,
}

/// One line that stands below for a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What it says.
    pub text: String,
    /// How it is meant.
    pub tone: Tone,
}

impl Notice {
    /// Something that was done, or that is good to know.
    pub fn told(text: impl Into<String>) -> Notice {
        Notice { text: text.into(), tone: Tone::Told }
    }

    /// Something that went wrong.
    pub fn wrong(text: impl Into<String>) -> Notice {
        Notice { text: text.into(), tone: Tone::Wrong }
    }
}
