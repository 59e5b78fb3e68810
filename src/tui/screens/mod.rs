//! Rooms. Each has five doors in one order: `State`, `Message`, `KEYS`, `update`, `view`. Rooms never import each other.

pub mod facts;
pub mod home;
pub mod plan;
pub mod question;
pub mod result;
pub mod review;
pub mod start;
pub mod what_if;
