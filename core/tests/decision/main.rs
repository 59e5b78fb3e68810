//! The invariants of the decision model: on thousands of random sheets under random rules, by brute force where that is
//! possible, and on the shipped audit. `docs/decision-model.md` numbers them; each stands with its number.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

#[path = "../support/mod.rs"]
mod support;

mod audits;
mod boxes;
mod brute;
mod certificates;
mod doubt;
mod drawn;
mod edges;
mod holding;
mod invariants;
mod judging;
mod margins;
mod next;
mod ninth;
mod plans;
mod rounds;
mod sceptic;
mod search;
mod sheets;
mod shipped;
mod undecided;
mod unknowns;
mod worlds;
