//! What is known about the rules themselves: their record on published decisions, and what a questionnaire changed of them.

use underpin_core::model::difference::{Difference, How, Judged};
use underpin_core::model::questionnaire::Questionnaire;
use underpin_core::model::rules::Published;

/// The record of the shipped rules, in one sentence; nothing where a questionnaire is judged by others.
pub fn published(questionnaire: &Questionnaire, shipped: Option<&Questionnaire>) -> Option<String> {
    let shipped = shipped.filter(|s| questionnaire.decides && questionnaire.differs_from(s).is_empty())?;
    let Published { version, unseen, exact, within_one, regretted, nearer } = shipped.published.as_ref()?;
    let measured = match version {
        Some(version) if *version != shipped.version => {
            format!("Measured with version {version} of these questions, some of which have changed since: on")
        }
        _ => "On".into(),
    };
    Some(format!(
        "{measured} {unseen} published decisions that these rules had never seen they named the hindsight-best of four in {exact}, at most one step off in {within_one}; of {regretted} that were later regretted they advised something nearer to hindsight in {nearer}."
    ))
}

/// What a questionnaire judges otherwise than the shipped one, in one sentence; nothing where it judges as that does.
pub fn own_rules(questionnaire: &Questionnaire, shipped: Option<&Questionnaire>) -> Option<String> {
    let shipped = shipped.filter(|_| questionnaire.decides)?;
    let changed = questionnaire.differs_from(shipped);
    if changed.is_empty() {
        return None;
    }
    let named: Vec<String> = changed.iter().take(6).map(name).collect();
    let more = changed.len().saturating_sub(named.len());
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    Some(format!("This questionnaire has rules of its own, whose record nobody has measured. It changes: {}{rest}.", named.join("; ")))
}

/// One change: "the rule `weak-pillar` (changed)".
fn name(difference: &Difference) -> String {
    let what = match difference.judged {
        Judged::Rule => "the rule",
        Judged::Limit => "the limit",
        Judged::Pillar => "the pillar",
        Judged::Levels => return "the levels of breadth and flags".into(),
        Judged::Question => "what counts of the question",
    };
    let how = match difference.how {
        How::Added => "added",
        How::Removed => "left out",
        How::Changed => "changed",
    };
    format!("{what} `{}` ({how})", difference.id)
}
