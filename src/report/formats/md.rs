//! Markdown: portable, and every value in it is text.

use super::{Format, Page};
use crate::report::error::ReportError;
use crate::report::templates;
use crate::safe::one_line;

/// Markdown.
#[derive(Clone, Copy, Debug)]
pub struct Markdown;

impl Format for Markdown {
    fn name(&self) -> &'static str {
        "md"
    }

    fn escape(&self, text: &str) -> String {
        markdown(text)
    }

    fn prose(&self, text: &str) -> String {
        prose(text)
    }

    fn code(&self, text: &str) -> String {
        code(text)
    }

    fn render(&self, page: &Page<'_>) -> Result<String, ReportError> {
        templates::render(page, &Markdown)
    }
}

/// Plain text as Markdown: nothing in it is syntax, and it stays on one line.
fn markdown(text: &str) -> String {
    escape(&one_line(text), true)
}

/// Text of a questionnaire as Markdown: as [`markdown`], but `code` between back-ticks stays code.
fn prose(text: &str) -> String {
    let line = one_line(text);
    let parts: Vec<&str> = line.split('`').collect();
    let mut out = String::new();
    for (i, part) in parts.iter().enumerate() {
        let is_code = i % 2 == 1 && i + 1 < parts.len() && !part.is_empty();
        if is_code {
            out.push('`');
            out.push_str(part);
            out.push('`');
        } else if i % 2 == 1 {
            out.push_str("\\`");
            out.push_str(&escape(part, false));
            if i + 1 < parts.len() {
                out.push_str("\\`");
            }
        } else {
            out.push_str(&escape(part, i == 0));
        }
    }
    out
}

/// Escapes one line. What is only syntax at the beginning of a line is escaped only there.
fn escape(line: &str, starts: bool) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    let mut chars = line.chars().peekable();
    let mut at_start = starts;
    let mut digits = false;
    while let Some(c) = chars.next() {
        let ends_word = chars.peek().is_none_or(|n| n.is_whitespace());
        let special = match c {
            // GitHub makes links of bare addresses: in a report everything from people is text. Only one of mail stays a link
            // there, whatever is escaped; it says where it leads.
            ':' => at_start || chars.clone().take(2).eq("//".chars()),
            '.' => (digits && ends_word) || out.get(out.len().saturating_sub(3)..).is_some_and(|w| w.eq_ignore_ascii_case("www")),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '$' | '&' => true,
            '#' | '-' | '+' | '=' => at_start && (ends_word || chars.peek() == Some(&c)),
            ')' => digits && ends_word,
            _ => false,
        };
        if special {
            out.push('\\');
        }
        out.push(c);
        // "1. " and "1) " begin a list, but only when the digits begin the line.
        digits = c.is_ascii_digit() && (at_start || digits);
        at_start = false;
    }
    out
}

/// A code span that holds any text.
fn code(text: &str) -> String {
    let text = one_line(text);
    let mut longest = 0;
    let mut run = 0;
    for c in text.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser};

    fn github() -> Options {
        Options::ENABLE_TABLES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_MATH
            | Options::ENABLE_GFM
    }

    fn read_back(markdown: &str) -> String {
        let mut text = String::new();
        for event in Parser::new_ext(markdown, github()) {
            match event {
                Event::Text(t) | Event::Code(t) | Event::Html(t) | Event::InlineHtml(t) => text.push_str(&t),
                Event::SoftBreak | Event::HardBreak => text.push(' '),
                _ => {}
            }
        }
        text
    }

    #[test]
    fn what_looks_like_syntax_is_read_back_as_the_same_text() {
        for text in [
            "# no heading",
            "- no item",
            "1. no list",
            "12) no",
            "a | b",
            "<b>x</b>",
            "*x* _y_ `z` ~~a~~",
            "[x](y)",
            "&lt;",
            "\\",
            "> quote",
            "+ x",
            "=== x",
            "$x$",
            "!(x)",
            "https://x.example www.x.example",
            ": x",
        ] {
            assert_eq!(read_back(&markdown(text)), text, "{}", markdown(text));
        }
    }

    #[test]
    fn a_bare_address_is_text() {
        assert_eq!(markdown("see HTTPS://x.example, www.x.example: a:b"), "see HTTPS\\://x.example, www\\.x.example: a:b");
    }

    #[test]
    fn code_in_prose_stays_code_and_a_lonely_back_tick_is_text() {
        assert_eq!(prose("run `git log | wc` now"), "run `git log | wc` now");
        assert_eq!(prose("a ` b"), "a \\` b");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, rng_seed: proptest::test_runner::RngSeed::Fixed(20_261_121), ..ProptestConfig::default() })]
        #[test]
        fn any_text_survives_markdown(text in "[ -~äß日\n\t]{0,60}") {
            let plain = one_line(&text);
            prop_assert_eq!(read_back(&markdown(&text)), plain);
        }

        #[test]
        fn any_text_stays_one_cell_of_a_table(text in "\\PC{0,40}") {
            let table = format!("| a | b |\n|---|---|\n| {} | end |\n", markdown(&text));
            let cells = Parser::new_ext(&table, github())
                .filter(|e| matches!(e, Event::Start(pulldown_cmark::Tag::TableCell)))
                .count();
            prop_assert_eq!(cells, 4);
        }
    }
}
