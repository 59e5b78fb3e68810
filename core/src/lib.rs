//! The pure part of Underpin: no files, environment, clock, terminal or template.
//!
//! Floors, imports only point down: `plan` > `round` > `decision` > `standing` > `log` > `model`; `content` stands beside
//! `plan` and `round`, on `decision`.

pub mod content;
pub mod decision;
pub mod log;
pub mod model;
pub mod plan;
pub mod round;
pub mod standing;
