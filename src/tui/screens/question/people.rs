//! Who can answer: the people known in the round, so that one name is not typed twice in two ways.

use crate::tui::effect::Effect;
use crate::tui::session::Session;
use underpin_core::log::event::respondent_key;

/// So many are offered: each has one digit.
const MOST: usize = 9;

/// Respondents of the round in the order in which they first said something; the author is "yourself" and not among them.
pub(super) fn people(session: &Session) -> Vec<String> {
    let mut people: Vec<String> = Vec::new();
    let events = session.open.as_ref().map(|o| o.round.state.events.as_slice()).unwrap_or_default();
    let said = events.iter().filter(|e| e.question().is_some()).map(|e| e.respondent());
    for name in said.chain(session.respondent.as_deref()) {
        let key = respondent_key(name);
        if key != respondent_key(&session.author) && people.iter().all(|p| respondent_key(p) != key) {
            people.push(name.to_owned());
        }
    }
    people.truncate(MOST);
    people
}

/// The question with its choices.
pub(super) fn label(session: &Session) -> String {
    let people = people(session);
    let listed: Vec<String> = people.iter().enumerate().map(|(i, name)| format!("{} {name}   ", i + 1)).collect();
    let or = if people.is_empty() { "Type" } else { "Or type" };
    format!("Who answers? {}{or} name and role; empty for yourself.", listed.concat())
}

/// The person of a digit, while nothing is typed.
pub(super) fn by_digit(session: &Session, key: &str) -> Option<String> {
    let digit: usize = key.parse().ok()?;
    people(session).get(digit.checked_sub(1)?).cloned()
}

/// Says who answers from now on. A known name is taken as it was written first.
pub(super) fn choose(session: &Session, name: &str) -> Vec<Effect> {
    let name = name.trim();
    let known = people(session).into_iter().find(|p| respondent_key(p) == respondent_key(name));
    let name = known.unwrap_or_else(|| name.to_owned());
    let says = if name.is_empty() { "You answer again.".to_owned() } else { format!("{name} answers from now on.") };
    vec![Effect::Respondent(name), Effect::Say(says)]
}
