//! Underpin walks a person through versioned checklists about a backend, decides optimize or rebuild in a way that can be
//! defended, and writes the action plan. Floors, imports only point down: `cli` > `tui` > `workspace` > `content`, `store`,
//! `report` > `domain`.

pub mod cli;
pub mod content;
pub mod domain;
pub mod report;
pub mod store;
pub mod tui;
pub mod workspace;
