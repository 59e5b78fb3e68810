//! The figures of which a ratio is made: work can grow with one of them.

use super::{Standing, read_value};
use crate::log::event::Said;
use crate::log::fold::Record;
use crate::model::exact::Exact;
use crate::model::question::Question;

/// One figure of a ratio, from the smallest to the largest that counts; `None` where it is not known.
pub fn part(question: &Question, standing: &Standing, record: Option<&Record>, part: &str) -> Option<(Exact, Exact)> {
    if !standing.state.has_value() {
        return None;
    }
    let settled = record.map(|r| r.settles.as_slice()).filter(|_| standing.settled);
    let said = settled.unwrap_or(&standing.counted).iter().filter_map(|event| event.body.said());
    let figures = said.filter(|value| read_value(question, value).is_some()).filter_map(|value| match value {
        Said::Parts(given) => given.get(part).map(|f| (f.low.value().clone(), f.high.value().clone())),
        _ => None,
    });
    figures.reduce(|(low, high), (l, h)| (low.min(l), high.max(h)))
}
