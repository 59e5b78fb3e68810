//! What a remedy costs: days, people for as long as it is kept, money that is paid to others.

use super::Reader;
use crate::content::decode::{Place, Table};
use crate::content::diagnostic::{Rule, did_you_mean};
use crate::content::keys;
use crate::model::exact::Decimal;
use crate::model::guidance::{EffortPer, OutsideCost, Running};
use crate::model::question::Kind;
use crate::model::questionnaire::Questionnaire;
use num_traits::{One, Zero};

/// From and to, if that is what a list holds.
pub(super) fn from_to(list: Vec<Decimal>) -> Option<(Decimal, Decimal)> {
    let [from, to] = <[Decimal; 2]>::try_from(list).ok()?;
    (from <= to && *from.value() >= Zero::zero()).then_some((from, to))
}

impl Reader<'_> {
    /// From and to under a key that holds decimals in quotes.
    fn span(&mut self, table: &Table<'_>, key: &str) -> Option<(Decimal, Decimal)> {
        let given = table.get(key)?.get_ref().as_array().map(|list| list.len());
        let list = self.decoder.amounts(table, key);
        let read = given == Some(list.len());
        let span = from_to(list);
        if span.is_none() && read {
            self.decoder.report(Rule::EffortOrder, table.place(key), format!("`{key}` is [from, to]"));
        }
        span
    }

    /// Work that grows with a figure.
    pub(super) fn effort_per(&mut self, table: &Table<'_>, questionnaire: &Questionnaire) -> Option<EffortPer> {
        let effort = self.decoder.table(table, "effort_per")?;
        self.decoder.keys(&effort, &keys::EFFORT_PER);
        let days = self.span(&effort, "days");
        let figure = self.decoder.text(&effort, "figure")?;
        let (question, part) = self.figure(&figure, effort.place("figure"), questionnaire)?;
        Some(EffortPer { question, part, days: days? })
    }

    /// The figure of this name: a question, or one part of a ratio.
    fn figure(&mut self, name: &str, place: Place, questionnaire: &Questionnaire) -> Option<(usize, Option<String>)> {
        let (id, part) = name.split_once('.').map_or((name, None), |(id, part)| (id, Some(part)));
        let Some(question) = questionnaire.question(id) else {
            let hint = did_you_mean(id, questionnaire.by_id.keys().map(String::as_str));
            self.decoder.report(Rule::UnknownId, place, format!("there is no question `{id}`{hint}"));
            return None;
        };
        let message = match (&question.kind, part) {
            (Kind::Figure { .. }, None) => return Some((question.index, None)),
            (Kind::Ratio { parts, .. }, Some(part)) if parts.iter().any(|p| p.id == part) => {
                return Some((question.index, Some(part.to_owned())));
            }
            (Kind::Ratio { parts, .. }, _) => format!("`{id}` counts `{id}.{}` and `{id}.{}`", parts[0].id, parts[1].id),
            (Kind::Figure { .. }, Some(part)) => format!("`{id}` has no part `{part}`"),
            (Kind::Levels(_) | Kind::Text, _) => format!("`{id}` counts nothing"),
        };
        self.decoder.report(Rule::EffortFigure, place, message);
        None
    }

    /// What a remedy costs for as long as it is kept.
    pub(super) fn running(&mut self, table: &Table<'_>) -> Option<Running> {
        let running = self.decoder.table(table, "running")?;
        self.decoder.keys(&running, &keys::RUNNING);
        let share = self.decoder.amount(&running, "share_of_team");
        let people = self.span(&running, "people");
        if running.get("share_of_team").is_some() == running.get("people").is_some() {
            self.decoder.report(Rule::RunningForm, table.place("running"), "`running` is a share of the team, or people");
            return None;
        }
        if let Some(share) = &share
            && (*share.value() <= Zero::zero() || *share.value() > One::one())
        {
            self.decoder.report(Rule::NumberRange, running.place("share_of_team"), "a share of the team is above 0 and at most 1");
        }
        share.map(Running::ShareOfTeam).or_else(|| people.map(|(from, to)| Running::People(from, to)))
    }

    /// What is paid to others.
    pub(super) fn outside_cost(&mut self, table: &Table<'_>) -> Option<OutsideCost> {
        let cost = self.decoder.table(table, "outside_cost")?;
        let d = &mut self.decoder;
        d.keys(&cost, &keys::OUTSIDE_COST);
        let (low, high) = (d.amount(&cost, "low"), d.amount(&cost, "high"));
        let (currency, per) = (d.text(&cost, "currency"), d.text(&cost, "per"));
        if let Some(word) = currency.as_ref().filter(|c| c.len() != 3 || !c.bytes().all(|b| b.is_ascii_uppercase())) {
            d.report(Rule::CurrencyForm, cost.place("currency"), format!("`{word}` is no currency"));
        }
        let (low, high) = low.zip(high)?;
        if low > high || *low.value() < Zero::zero() {
            d.report(Rule::NumberRange, cost.place("low"), "`low` is 0 or more, and not above `high`");
        }
        Some(OutsideCost { low, high, currency: currency?, per: per? })
    }
}
