//! How plain a text is: words, and the reading grade.

/// Words of a text: runs of letters, digits, `'`, `-` and `.` with a letter or digit among them.
pub fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’' | '-' | '.')))
        .map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|w| !w.is_empty())
        .collect()
}

/// The Flesch-Kincaid grade (Kincaid and others, 1975): `0.39 words/sentences + 11.8 syllables/words - 15.59`, in whole
/// grades, rounded to the nearest. Syllables are counted as groups of vowels, which suffices for a warning.
pub fn grade(text: &str) -> i64 {
    let words = words(text);
    let count = i64::try_from(words.len()).unwrap_or(i64::MAX).max(1);
    let ends = text.char_indices().filter(|(i, c)| {
        let after = text.get(i + c.len_utf8()..).and_then(|rest| rest.chars().next());
        matches!(c, '.' | '!' | '?') && after.is_none_or(char::is_whitespace)
    });
    let sentences = i64::try_from(ends.count()).unwrap_or(1).max(1);
    let syllables: i64 = words.iter().map(|w| syllables(w)).sum();
    // In hundredths, so that nothing depends on how floats are rounded.
    let hundredths = 39 * count / sentences + 1180 * syllables / count - 1559;
    (hundredths + 50).div_euclid(100)
}

/// Groups of vowels; a silent `e` at the end does not count.
fn syllables(word: &str) -> i64 {
    let letters: Vec<char> = word.chars().filter(|c| c.is_ascii_alphabetic()).map(|c| c.to_ascii_lowercase()).collect();
    let vowel = |c: &char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
    let mut groups = 0;
    let mut inside = false;
    for letter in &letters {
        groups += i64::from(vowel(letter) && !inside);
        inside = vowel(letter);
    }
    let silent = match letters.as_slice() {
        [.., before, 'e'] => groups > 1 && !matches!(before, 'l' | 'e'),
        _ => false,
    };
    (groups - i64::from(silent)).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_without_punctuation() {
        assert_eq!(words("Once, and \"tests\" show it (5xx).").len(), 6);
        assert_eq!(words("… — ?").len(), 0);
    }

    #[test]
    fn a_plain_sentence_has_a_low_grade_and_an_official_one_a_high_grade() {
        assert!(grade("When did you last restore a backup?") <= 6);
        assert!(grade("Characterise organisational accountability regarding infrastructural interdependencies.") >= 20);
    }
}
