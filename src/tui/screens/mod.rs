//! Rooms: each a file, or a folder, whose `State` implements [`room::Room`]. Rooms never import each other.

pub mod facts;
pub mod home;
pub mod plan;
pub mod question;
pub mod result;
pub mod review;
pub mod room;
pub mod start;
pub mod what_if;
