//! The page of the result, section by section.

use super::{MAP, SURE, State, Target};
use crate::report::facts::Context;
use crate::tui::session::Session;
use crate::tui::widgets::doc::Doc;
use crate::tui::widgets::plane::{legend, plot};
use crate::tui::widgets::strip;
use crate::tui::widgets::text::pad;
use crate::words::{self, Titled};
use ratatui::style::Style;
use ratatui::text::Span;
use underpin_core::decision::class::Class;
use underpin_core::decision::reason::Reason;
use underpin_core::model::exact::percent;
use underpin_core::model::rules::Score;
use underpin_core::model::words::Axis;
use underpin_core::round::Round;

pub(super) fn doc(state: &State, session: &Session, width: u16) -> Doc<Target> {
    let mut doc = Doc::new(width);
    let (Some(open), Some(context)) = (&session.open, &session.context) else { return doc };
    let mut page = Page { state, session, round: &open.round, context, doc: &mut doc };
    page.verdict();
    page.urgency();
    // Nothing is done on the ground of what nobody knows: while it is undecided, finding out comes first.
    if context.undecided {
        page.asks();
        page.this_week();
    } else {
        page.this_week();
        page.asks();
    }
    page.contradictions();
    page.cautions();
    if context.has_verdict && session.certainty.is_none() {
        // What follows would move when it is known how sure this is: it comes with it, a moment later.
        return doc;
    }
    page.sure();
    page.reasons();
    page.pillars();
    page.areas();
    page.flags();
    page.scores();
    doc
}

/// So many cautions stand on the screen; the report holds all.
const CAUTIONS: usize = 5;

struct Page<'p> {
    state: &'p State,
    session: &'p Session,
    round: &'p Round,
    context: &'p Context,
    doc: &'p mut Doc<Target>,
}

impl Page<'_> {
    fn heading(&mut self, text: &str) {
        self.doc.gap();
        let style = self.session.theme.focus();
        self.doc.text("", 0, text, style, None);
    }

    fn verdict(&mut self) {
        let theme = self.session.theme;
        let c = self.context;
        if c.urgent.is_empty() && !c.held_back {
            let mut spans = vec![Span::styled(format!("{}.", c.direction), theme.strong())];
            if let Some(verdict) = c.verdict {
                spans.push(Span::styled(format!("  {}", verdict.word().to_uppercase()), theme.focus()));
            }
            self.doc.row(spans, None);
        } else {
            self.doc.text("", 0, &c.headline, theme.strong(), None);
        }
        self.doc.text("", 0, &c.meaning, Style::new(), None);
        if c.has_verdict {
            let spans = strip::strip(theme, self.doc.width >= 46, c.verdict, self.round.outcome.interval());
            self.doc.row(spans, None);
        }
        if let Some(line) = &c.not_asked {
            self.doc.text("", 0, line, theme.dim(), None);
        }
        for line in c.make_possible.iter().chain(&c.waits).chain(&c.own_rules) {
            self.doc.text("", 0, line, theme.attention(), None);
        }
    }

    fn urgency(&mut self) {
        if let Some(urgency) = self.context.urgency {
            self.doc.gap();
            self.doc.text("", 0, urgency.title(), Style::new(), None);
        }
    }

    /// How sure it is, in one sentence; behind it, the answers to check and the numbers.
    fn sure(&mut self) {
        let theme = self.session.theme;
        let Some(certainty) = self.session.certainty.as_ref().filter(|_| self.context.has_verdict) else { return };
        self.doc.gap();
        self.doc.text("", 0, &words::sure(self.round, certainty), theme.strong(), Some(Target::Fold(SURE.into())));
        if self.state.unfolded.contains(SURE) {
            for line in words::certainty(self.round, certainty) {
                self.doc.text("", 3, &line, Style::new(), None);
            }
            if let Some(line) = &self.context.published {
                self.doc.text("", 3, line, theme.dim(), None);
            }
            if let Some(flip) = &certainty.doubt_needed {
                self.doc.text("", 3, "Unchecked answers to check first:", theme.dim(), None);
                let questions: Vec<usize> = flip.notches.iter().map(|n| n.question).collect();
                self.answers(&questions);
            }
            if !certainty.next.is_empty() {
                self.doc.text("", 3, "Missing answers that tell most:", theme.dim(), None);
                let questions: Vec<usize> = certainty.next.iter().take(5).map(|n| n.question).collect();
                self.answers(&questions);
            }
        }
    }

    /// Foundation against pain, with the box that open answers leave.
    fn plane(&mut self) {
        let theme = self.session.theme;
        let outcome = &self.round.outcome;
        let place = |score: Score| outcome.score(score).map(|(x, low, high)| (percent(&x), percent(&low), percent(&high)));
        let (Some(foundation), Some(pain)) = (place(Score::Foundation), place(Score::Pain)) else { return };
        let row = vec![Span::raw("Foundation against pain, as a map")];
        self.doc.row(row, Some(Target::Fold(MAP.into())));
        if !self.state.unfolded.contains(MAP) {
            return;
        }
        let Some(plane) = &self.session.plane else { return };
        let columns = self.doc.width.saturating_sub(6).clamp(10, 60);
        self.doc.text("", 0, "pain", theme.dim(), None);
        for spans in plot(theme, plane, (columns, (columns / 5).max(7)), foundation, pain) {
            self.doc.row(spans, None);
        }
        self.doc.text("", 4, "foundation, in percent", theme.dim(), None);
        self.doc.text("", 4, &legend(theme), theme.dim(), None);
        let note = "Each place says what the verdict would be there, with all other answers as they are. The box is what is not known yet.";
        self.doc.text("", 4, note, theme.dim(), None);
    }

    fn this_week(&mut self) {
        let theme = self.session.theme;
        if self.context.this_week.is_empty() {
            return;
        }
        self.heading(if self.context.undecided { "Whatever comes out" } else { "This week" });
        for (i, action) in self.context.this_week.iter().enumerate() {
            self.doc.text(&format!("{}  ", i + 1), 3, &action.begin(), theme.strong(), Some(Target::Plan));
            let why = if action.why.is_empty() { String::new() } else { format!(". {}", action.why) };
            self.doc.text("", 3, &format!("{}, {}{why}", action.who, action.effort()), theme.dim(), None);
        }
        if let Some(week) = &self.context.week {
            self.doc.text("", 3, week, theme.dim(), None);
        }
    }

    fn asks(&mut self) {
        let theme = self.session.theme;
        if self.context.asks.is_empty() {
            return;
        }
        self.heading(&self.context.asks_title);
        for (i, ask) in self.context.asks.iter().enumerate() {
            self.doc.text(&format!("{}  ", i + 1), 3, &ask.sentence(), Style::new(), None);
            if !ask.show.is_empty() {
                self.doc.text("", 3, &format!("show me: {}", ask.show.replace('`', "")), theme.dim(), None);
            }
        }
    }

    fn contradictions(&mut self) {
        if self.context.contradictions.is_empty() {
            return;
        }
        self.heading("Does not fit together");
        for item in &self.context.contradictions {
            let first = item.answers.first().map(|a| Target::Question(a.id.clone()));
            self.doc.text("", 0, &item.say, Style::new(), first);
        }
    }

    fn cautions(&mut self) {
        let theme = self.session.theme;
        if self.context.not_yet.is_empty() {
            return;
        }
        self.heading("Do not do yet");
        for caution in self.context.not_yet.iter().take(CAUTIONS) {
            self.doc.text("", 0, &caution.title, theme.strong(), None);
            self.doc.text("", 3, &caution.reason, theme.dim(), None);
        }
        let more = self.context.not_yet.len().saturating_sub(CAUTIONS);
        if more > 0 {
            self.doc.text("", 0, &format!("and {more} more in the report"), theme.dim(), None);
        }
    }

    fn answers(&mut self, questions: &[usize]) {
        let theme = self.session.theme;
        for question in questions.iter().filter_map(|i| self.round.questionnaire.at(*i)) {
            let Some(standing) = self.round.standings.get(question.index) else { continue };
            let level = if standing.state.has_value() { standing.span.show() } else { theme.state(standing.state).to_owned() };
            let spans = vec![
                Span::raw(format!("   {} ", pad(&level, 3, ""))),
                Span::raw(pad(&question.title, 24, theme.ellipsis())),
                Span::styled(format!(" {}", words::answer(question, Some(standing))), theme.dim()),
            ];
            self.doc.row(spans, Some(Target::Question(question.id.clone())));
        }
        if questions.is_empty() {
            self.doc.text("", 3, "No question of this kind applies.", theme.dim(), None);
        }
    }

    fn fold(&mut self, name: &str, spans: Vec<Span<'static>>, questions: &dyn Fn(&Round) -> Vec<usize>) {
        self.doc.row(spans, Some(Target::Fold(name.to_owned())));
        if self.state.unfolded.contains(name) {
            let questions = questions(self.round);
            self.answers(&questions);
        }
    }

    fn reasons(&mut self) {
        let theme = self.session.theme;
        if !self.context.has_verdict {
            return;
        }
        self.heading(if self.context.verdict.is_some() { "Why" } else { "What is certain so far" });
        let c = self.context;
        for line in c.need.iter().chain(&c.allowed) {
            self.doc.text("", 0, line, Style::new(), None);
        }
        if let Some(nothing) = c.no_reason.filter(|_| c.need.is_none()) {
            self.doc.text("", 0, nothing, Style::new(), None);
        }
        let certainty = self.session.certainty.clone();
        match certainty.as_ref().map(|c| &c.reason) {
            // A verdict that leans on weights is not shown as if nothing could change it.
            Some(Reason::Verdict(questions)) if !questions.is_empty() && matches!(c.class, Some(Class::Certain | Class::Firm)) => {
                let text = match questions.len() {
                    1 => "  While one answer stays as it is, no other can change the verdict".to_owned(),
                    n => format!("  While {n} answers stay as they are, no other can change the verdict"),
                };
                self.fold("deciding", vec![Span::raw(text)], &|_| questions.clone());
            }
            Some(Reason::Between { at_least, at_most }) => {
                let (mild, strong) = self.round.outcome.interval();
                for (name, questions, side) in [("at least", at_least, mild), ("at most", at_most, strong)] {
                    if !questions.is_empty() {
                        let text = format!("  {}: {name} {side}", alone(questions.len(), "say", "says"));
                        self.fold(name, vec![Span::raw(text)], &|_| questions.clone());
                    }
                }
            }
            _ => {}
        }
        for reason in &self.context.reasons {
            let name = format!("reason {}", reason.id);
            let unfolded = self.state.unfolded.contains(&name);
            self.doc.text("  ", 2, &reason.sentence, Style::new(), Some(Target::Fold(name)));
            if unfolded {
                let questions: Vec<usize> = reason.answers.iter().map(|a| a.question).collect();
                self.answers(&questions);
            }
        }
        let changes = certainty.as_ref().map(|c| words::changes(self.round, c)).unwrap_or_default();
        if !changes.is_empty() {
            self.heading("What would change it");
            for line in &changes {
                self.doc.text("", 0, line, Style::new(), Some(Target::WhatIf));
            }
        }
        for signs in &c.signs {
            self.doc.text("", 0, signs, theme.dim(), None);
        }
        if !c.gates_not_asked.is_empty() {
            let text = format!("Not asked on this track, though they can raise or limit a verdict: {}.", c.gates_not_asked.join(", "));
            self.doc.text("", 0, &text, theme.dim(), None);
        }
    }

    fn areas(&mut self) {
        let theme = self.session.theme;
        self.heading("Areas");
        let wide = self.doc.width >= 70;
        let answered = if self.doc.width >= 90 { " answered" } else { "" };
        for view in &self.context.areas {
            let mut spans = vec![
                Span::raw(pad(&view.title, if wide { 28 } else { 20 }, theme.ellipsis())),
                Span::styled(pad(view.state.title(), 16, ""), theme.area_style(view.state)),
                Span::styled(pad(&view.score, if wide { 20 } else { 6 }, ""), Style::new()),
            ];
            if wide {
                spans.push(Span::styled(format!("{} of {}{answered}", view.answered, view.applicable), theme.dim()));
            }
            let index = view.area;
            let name = format!("area {}", view.title);
            let unfolded = self.state.unfolded.contains(&name);
            self.fold(&name, spans, &|round| {
                let mine = |i: &usize| round.questionnaire.at(*i).is_some_and(|q| q.area == index && q.axis != Axis::Feasibility);
                round.base.questions.iter().copied().filter(mine).collect()
            });
            if unfolded {
                self.doc.text("", 3, &format!("Healthy: {}. Needs attention: {}.", view.healthy, view.attention), theme.dim(), None);
            }
        }
        if let Some(line) = self.context.outside_areas.as_ref().filter(|_| wide) {
            self.doc.text("", 0, line, theme.dim(), None);
        }
    }

    fn flags(&mut self) {
        let theme = self.session.theme;
        if !self.context.has_verdict {
            return;
        }
        self.heading("Red flags");
        for view in &self.context.flags {
            let flag = view.flag;
            let spans = vec![
                Span::raw(pad(flag.title(), 26, theme.ellipsis())),
                Span::styled(pad(view.state.title(), 12, ""), theme.flag_style(view.state)),
                Span::styled(format!("hurts {}", view.hurts), theme.dim()),
            ];
            self.fold(&format!("flag {flag}"), spans, &|round| {
                let mine = |i: &usize| round.questionnaire.at(*i).is_some_and(|q| q.flag == Some(flag));
                round.base.questions.iter().copied().filter(mine).collect()
            });
        }
    }

    fn scores(&mut self) {
        let theme = self.session.theme;
        if !self.context.has_verdict {
            return;
        }
        self.heading("The numbers behind it");
        let bar = if self.doc.width >= 70 { 20 } else { 8 };
        for score in &self.context.scores {
            let spans = vec![
                Span::raw(pad(&score.name, 22, theme.ellipsis())),
                Span::raw(if score.known { format!("{:>3} %  ", score.value) } else { "  ? %  ".to_owned() }),
                Span::styled(theme.bar(bar, score.low, score.high, &score.limits), Style::new()),
                Span::styled(format!("  {}", score.note), theme.dim()),
            ];
            let of = score.score;
            self.fold(&format!("score {}", score.name), spans, &|round| behind(round, of));
        }
        self.plane();
    }

    /// What the foundation is made of: each pillar opens down to its answers.
    fn pillars(&mut self) {
        let theme = self.session.theme;
        if self.context.pillars.is_empty() {
            return;
        }
        self.heading("The foundation, pillar by pillar");
        let wide = self.doc.width >= 70;
        for view in &self.context.pillars {
            let name = format!("pillar {}", view.id);
            let mut spans = vec![
                Span::raw(pad(&view.title, if wide { 34 } else { 20 }, theme.ellipsis())),
                Span::styled(pad(view.state.title(), if wide { 18 } else { 6 }, ""), theme.pillar_style(view.state)),
                Span::raw(view.score.clone()),
            ];
            if let Some(weak_at) = view.weak_at.filter(|_| wide) {
                spans.push(Span::styled(format!("   weak up to {weak_at} %"), theme.dim()));
            }
            let of = Score::Pillar(view.pillar);
            let unfolded = self.state.unfolded.contains(&name);
            self.fold(&name, spans, &|round| behind(round, of));
            if unfolded {
                self.doc.text("", 3, &format!("Healthy: {}. Needs attention: {}.", view.healthy, view.attention), theme.dim(), None);
            }
        }
    }
}

/// "Seven answers alone decide it".
fn alone(answers: usize, many: &str, one: &str) -> String {
    if answers == 1 { format!("1 answer alone {one}") } else { format!("{answers} answers alone {many}") }
}

/// The answers behind a sub-score, worst first.
fn behind(round: &Round, score: Score) -> Vec<usize> {
    let mut questions = if score == Score::Breadth { round.feeds(Score::Foundation) } else { round.feeds(score) };
    questions.sort_by_key(|i| (round.standings.get(*i).map_or(9, |s| if s.handled() { s.span.twice_middle() } else { 9 }), *i));
    questions
}
