//! Text by grapheme and cell width: the one place where text is cut and wrapped.

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// Text that is at most `width` cells wide, cut with the mark if it is longer.
pub fn fit(text: &str, width: usize, mark: &str) -> String {
    let text = clean(text);
    if text.width() <= width {
        return text;
    }
    let room = width.saturating_sub(mark.width());
    let mut out = String::new();
    let mut used = 0;
    for grapheme in text.graphemes(true) {
        let w = grapheme.width();
        if used + w > room {
            break;
        }
        used += w;
        out.push_str(grapheme);
    }
    if mark.width() <= width {
        out.push_str(mark);
    }
    out
}

/// [`fit`], then filled with spaces to exactly `width` cells.
pub fn pad(text: &str, width: usize, mark: &str) -> String {
    let mut out = fit(text, width, mark);
    let missing = width.saturating_sub(out.width());
    out.push_str(&" ".repeat(missing));
    out
}

/// Lines of at most `width` cells, broken between words where possible. Never empty.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(1);
    let mut lines: Vec<String> = Vec::new();
    for paragraph in text.lines() {
        let paragraph = clean(paragraph);
        let mut line = String::new();
        let mut used = 0;
        for word in paragraph.split_whitespace() {
            let w = word.width();
            if used > 0 && used + 1 + w > width {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            if used > 0 {
                line.push(' ');
                used += 1;
            }
            if w <= width {
                line.push_str(word);
                used += w;
                continue;
            }
            for grapheme in word.graphemes(true) {
                let g = grapheme.width();
                if used + g > width && used > 0 {
                    lines.push(std::mem::take(&mut line));
                    used = 0;
                }
                line.push_str(grapheme);
                used += g;
            }
        }
        lines.push(line);
    }
    if lines.is_empty() {
        lines.push(String::new());
    }
    lines
}

/// Tabs become spaces; control and direction characters become visible.
fn clean(text: &str) -> String {
    text.chars().map(|c| if c == '\t' { ' ' } else { crate::safe::visible(c) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn long_text_is_cut_between_graphemes() {
        assert_eq!(fit("hello", 4, "…"), "hel…");
        assert_eq!(fit("日本語", 5, "…"), "日本…");
        assert_eq!(fit("日本語", 4, "…"), "日…");
        assert_eq!(fit("abc", 0, "…"), "");
        assert_eq!(pad("ab", 4, "…"), "ab  ");
    }

    #[test]
    fn words_are_kept_whole_and_overlong_words_are_broken() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(wrap("", 3), [""]);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, rng_seed: proptest::test_runner::RngSeed::Fixed(20_261_121), ..ProptestConfig::default() })]
        #[test]
        fn nothing_is_wider_than_asked(text in "\\PC{0,80}", width in 0_usize..60) {
            prop_assert!(fit(&text, width, "…").width() <= width);
            for line in wrap(&text, width) {
                // A single grapheme can be two cells wide, so a line with one visible grapheme may exceed a width of one.
                prop_assert!(line.width() <= width.max(1) || line.graphemes(true).filter(|g| g.width() > 0).count() == 1);
            }
        }
    }
}
