//! The log of a round: its events, one line each, and their fold.

pub mod event;
pub mod fold;
pub mod key;
pub mod line;
mod said;
