//! The decision: from a sheet of answers to need, allowed and verdict, exactly.
//!
//! A monotone rule sorter: answers give a few sub-scores, a short list of rules turns them into a need, floors raise the
//! need, caps limit what is allowed, and the verdict is the smaller of the two. Because every part is monotone, the
//! interval over the open answers has exact end points.

pub mod asking;
pub mod assess;
pub mod certainty;
pub mod class;
pub mod coverage;
pub mod doubt;
mod draw;
pub mod flips;
pub mod influence;
pub mod lean;
pub mod margins;
pub mod next;
pub mod outcome;
pub mod plane;
pub mod reason;
pub mod scores;
pub mod search;
pub mod sheet;
pub mod sum;
pub mod table;
pub mod tables;
pub mod tally;
pub mod weights;
pub mod what;
pub mod worlds;
