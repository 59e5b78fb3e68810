//! Text that may be printed anywhere: nothing in it moves the cursor, colours the screen or turns the direction of a line.

/// White space collapsed to single spaces, control and direction characters made visible.
pub fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.trim().chars() {
        if c.is_whitespace() {
            if !out.ends_with(' ') {
                out.push(' ');
            }
        } else {
            out.push(visible(c));
        }
    }
    out.trim_end().to_owned()
}

/// A character that is safe to print: control and direction characters become a visible stand-in.
pub fn visible(c: char) -> char {
    match c {
        '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
        c if is_hidden(c) => '\u{fffd}',
        c => c,
    }
}

/// Characters that control, turn the direction of a line or are not seen, beyond those of ASCII. Joiners are none of them:
/// scripts and emoji need them.
pub fn is_hidden(c: char) -> bool {
    matches!(c, '\u{7f}'..='\u{9f}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Text made safe for a terminal: line breaks stay, everything else that controls is made visible.
pub fn printable(text: &str) -> String {
    text.chars()
        .map(|c| {
            if c == '\n' {
                c
            } else if c == '\t' {
                ' '
            } else {
                visible(c)
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_controls_a_terminal_gets_through() {
        assert_eq!(printable("a\u{1b}]52;x\u{7}\nb\u{202e}c"), "a\u{241b}]52;x\u{2407}\nb\u{fffd}c");
        let hidden = "\u{85}\u{61c}\u{200b}\u{200e}\u{200f}\u{2028}\u{2066}\u{feff}\u{e0041}";
        assert_eq!(one_line(&format!("a{hidden}b")), format!("a{}b", " \u{fffd}\u{fffd}\u{fffd}\u{fffd} \u{fffd}\u{fffd}\u{fffd}"));
        assert_eq!(printable("متجر 👩\u{200d}💻"), "متجر 👩\u{200d}💻");
    }
}
