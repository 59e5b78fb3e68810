//! Keys of settings: put together and taken apart here and nowhere else.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

/// The key of a setting. A file may hold any text as a key, so reading one never fails: what is none of ours is
/// [`SettingKey::Other`], and every key is written as it was read.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SettingKey {
    /// `action.ID.FIELD`: a field of an action of the plan.
    Action {
        /// The remedy's id, else the id of its first line.
        id: String,
        /// Title, owner, due, status and so on.
        field: String,
    },
    /// `context.NAME`: something about the system in words.
    Context(String),
    /// `fact.ID`: a fact of the questionnaire.
    Fact(String),
    /// `finding.ID.FIELD`: a field of a finding.
    Finding {
        /// The question's id, else the id of its first line.
        id: String,
        /// Name, title, area, severity or text.
        field: String,
    },
    /// `respondent.NAME`: the role of somebody who answers.
    Respondent(String),
    /// `scope`: what is assessed.
    Scope,
    /// `track.ID`: whether a track is opened.
    Track(String),
    /// Anything else: kept, without effect.
    Other(String),
}

impl SettingKey {
    /// The key of a fact.
    pub fn fact(id: &str) -> SettingKey {
        SettingKey::Fact(id.to_owned())
    }

    /// The key of a track.
    pub fn track(id: &str) -> SettingKey {
        SettingKey::Track(id.to_owned())
    }

    /// The key of a field of an action.
    pub fn action(id: &str, field: &str) -> SettingKey {
        SettingKey::Action { id: id.to_owned(), field: field.to_owned() }
    }
}

impl From<&str> for SettingKey {
    fn from(text: &str) -> SettingKey {
        known(text).unwrap_or_else(|| SettingKey::Other(text.to_owned()))
    }
}

impl FromStr for SettingKey {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<SettingKey, Infallible> {
        Ok(SettingKey::from(text))
    }
}

fn known(text: &str) -> Option<SettingKey> {
    if text == "scope" {
        return Some(SettingKey::Scope);
    }
    let (family, name) = text.split_once('.').filter(|(_, name)| !name.is_empty())?;
    // Ids have no dots, and neither have fields: of a longer name the last part is the field.
    let part = || name.rsplit_once('.').filter(|(id, field)| !id.is_empty() && !field.is_empty());
    Some(match family {
        "context" => SettingKey::Context(name.to_owned()),
        "fact" => SettingKey::Fact(name.to_owned()),
        "respondent" => SettingKey::Respondent(name.to_owned()),
        "track" => SettingKey::Track(name.to_owned()),
        "action" => part().map(|(id, field)| SettingKey::Action { id: id.to_owned(), field: field.to_owned() })?,
        "finding" => part().map(|(id, field)| SettingKey::Finding { id: id.to_owned(), field: field.to_owned() })?,
        _ => return None,
    })
}

impl fmt::Display for SettingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SettingKey::Action { id, field } => write!(f, "action.{id}.{field}"),
            SettingKey::Context(name) => write!(f, "context.{name}"),
            SettingKey::Fact(id) => write!(f, "fact.{id}"),
            SettingKey::Finding { id, field } => write!(f, "finding.{id}.{field}"),
            SettingKey::Respondent(name) => write!(f, "respondent.{name}"),
            SettingKey::Scope => f.write_str("scope"),
            SettingKey::Track(id) => write!(f, "track.{id}"),
            SettingKey::Other(text) => f.write_str(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_written_as_it_was_read() {
        for text in [
            "scope",
            "fact.jvm",
            "track.discovery",
            "context.team.size",
            "respondent.Dr. Who, CTO",
            "action.index-audit.owner",
            "finding.arc-coupling.text",
            "finding.a.b.c",
            "action.owner",
            "action..owner",
            "action.x.",
            "fact.",
            "fact",
            "mood",
            "",
            ".",
        ] {
            assert_eq!(SettingKey::from(text).to_string(), text);
        }
    }

    #[test]
    fn keys_of_the_contract_are_known_and_others_are_kept_as_they_are() {
        assert_eq!(SettingKey::from("fact.jvm"), SettingKey::fact("jvm"));
        assert_eq!(SettingKey::from("track.quick"), SettingKey::track("quick"));
        assert_eq!(SettingKey::from("action.x.owner"), SettingKey::action("x", "owner"));
        for other in ["fact.", "action.owner", "scope.x", "mood", ""] {
            assert_eq!(SettingKey::from(other), SettingKey::Other(other.to_owned()));
        }
    }
}
