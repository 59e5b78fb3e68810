//! One line of the log: JSON to event and back. What a line may say is a contract: `docs/formats.md`, section 3.

mod read;
mod strict;
mod write;

pub use read::{parse, read};
pub use strict::canonical;
pub use write::{carried, write};

/// The format of lines that this program writes and fully understands.
pub const FORMAT: u64 = 1;

/// Why a line has no effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineError {
    /// A newer program wrote it.
    Newer(u64),
    /// It is damaged.
    Damaged(String),
}

/// Whether a text is an id: 26 upper-case Crockford characters, time before the year 2100.
pub fn is_id(id: &str) -> bool {
    const LIMIT: &str = "03QCPC7P00"; // 2100-01-01T00:00:00Z in milliseconds
    let crockford = |b: u8| b.is_ascii_digit() || (b.is_ascii_uppercase() && !matches!(b, b'I' | b'L' | b'O' | b'U'));
    id.len() == 26 && id.bytes().all(crockford) && id.get(..10).is_some_and(|t| t < LIMIT)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = r#"{"format":1,"do":"answer","question":"arc-coupling","level":[1,2],"by":"Ana, CTO","at":"2026-11-20T10:15:30.123Z","author":"ana@laptop","pin":"9f2c41d07aa1b3c4","id":"01JD0000000000000000000001","replaces":["01JC0000000000000000000001"]}"#;

    #[test]
    fn a_line_survives_reading_and_writing_byte_for_byte() {
        let event = parse(LINE).unwrap();
        assert_eq!(write(&event.id, &event.at, &event.author, &event.replaces, &event.body, None), LINE);
        assert_eq!(event.respondent(), "Ana, CTO");
    }

    #[test]
    fn a_copy_is_the_same_line_with_from_and_keeps_unknown_keys() {
        let line = LINE.replace("\"level\"", "\"mood\":\"calm\",\"level\"");
        let event = parse(&line).unwrap();
        let copy = carried(&event, "2026-Q4").unwrap();
        assert_eq!(copy, line.replace("]}", "],\"from\":\"2026-Q4\"}"));
        let again = carried(&parse(&copy).unwrap(), "2027-Q1").unwrap();
        assert_eq!(again, copy, "a `from` already there stays");
    }

    #[test]
    fn what_is_not_a_whole_line_is_damaged_and_says_why() {
        let damage = |line: &str| match parse(line) {
            Err(LineError::Damaged(why)) => why,
            other => panic!("{line} gave {other:?}"),
        };
        assert!(damage("[]").contains("no JSON object"));
        assert!(damage(LINE.get(..80).unwrap()).contains("EOF"));
        assert!(damage(&LINE.replace("\"level\"", "\"do\":\"x\",\"level\"")).contains("stands twice"));
        assert!(damage(&LINE.replace("[1,2]", "[2,1]")).contains("`level`"));
        assert!(damage(&LINE.replace("[1,2]", "5")).contains("`level`"));
        assert!(damage(&LINE.replace("[1,2]", "1.0")).contains("`level`"));
        assert!(damage(&LINE.replace("\"level\":[1,2]", "\"unknown\":true,\"text\":\"x\"")).contains("exactly one"));
        assert!(damage(&LINE.replace("\"do\":\"answer\"", "\"do\":\"dance\"")).contains("no known kind"));
        assert!(damage(&LINE.replace("01JD", "01jd")).contains("ULID"));
        assert!(damage(&LINE.replace("01JD000000", "03QD4P4W00")).contains("ULID"));
        assert!(damage(&LINE.replace("\"pin\":\"9f2c41d07aa1b3c4\",", "")).contains("`pin`"));
        assert_eq!(parse(&LINE.replace("\"format\":1", "\"format\":2")), Err(LineError::Newer(2)));
    }

    #[test]
    fn lines_equal_as_json_have_the_same_canonical_form() {
        let other = LINE.replace("\"format\":1,", "").replace("{\"do\"", "{ \"format\" : 1, \"do\"");
        assert_eq!(parse(LINE).unwrap().canonical, parse(&other).unwrap().canonical);
    }
}
