//! One line of the log: JSON to event and back. What a line may say is a contract: `docs/formats.md`, section 3.

mod read;
mod strict;
mod typed;
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

    /// A line of each kind, and of each thing that can be said.
    fn lines() -> Vec<String> {
        let own = [
            r#""do":"start","questionnaire":"q","version":"1.0.0","system":"Sh\u00f6p \"x\"","after":"2026-Q3","pin":"p""#,
            r#""do":"set","key":"fact.jvm","value":true"#,
            r#""do":"set","key":"context.a\\b","value":"two\nlines""#,
            r#""do":"set","key":"mood","value":[1,{"a":null}]"#,
            r#""do":"set","key":"scope","clear":true"#,
            r#""do":"answer","question":"a","level":3,"by":"Ana","because":"learned","pin":"p""#,
            r#""do":"answer","question":"a","level":[1,2],"pin":"p""#,
            r#""do":"answer","question":"a","figure":"3.50","pin":"p""#,
            r#""do":"answer","question":"a","figure":["-1","2.5"],"pin":"p""#,
            r#""do":"answer","question":"a","parts":{"x":"1","y":["2","3"]},"pin":"p""#,
            r#""do":"answer","question":"a","text":"t","pin":"p""#,
            r#""do":"answer","question":"a","unknown":true,"pin":"p""#,
            r#""do":"answer","question":"a","not_applicable":"no jvm","pin":"p""#,
            r#""do":"answer","question":"a","clear":true,"pin":"p""#,
            r#""do":"settle","question":"a","level":1,"settles":["x"],"how":"call","why":"w","pin":"p""#,
            r#""do":"confirm","question":"a","of":["x","y"]"#,
            r#""do":"note","question":"a","text":"t","open":true,"owner":"Lee","due":"2026-12-01""#,
            r#""do":"note","clear":true"#,
            r#""do":"evidence","question":"a","kind":"tested","where":"w","seen":"2026-10-01","text":"t""#,
            r#""do":"evidence","question":"a","clear":true"#,
            r#""do":"complete","covers":["x"]"#,
            r#""do":"reopen","why":"w""#,
            r#""do":"undo","of":["x"]"#,
        ];
        let ends = [r#""at":"2026","author":"a","id":"01JD0000000000000000000001""#];
        let more = r#","replaces":["01JC0000000000000000000001"],"from":"2026-Q3","redacted":true"#;
        own.iter()
            .flat_map(|own| {
                ends.iter().flat_map(move |end| [format!("{{\"format\":1,{own},{end}}}"), format!("{{\"format\":1,{own},{end}{more}}}")])
            })
            .collect()
    }

    #[test]
    fn the_quick_way_and_the_tree_say_the_same_of_whole_and_of_mended_lines() {
        let mut quick = 0;
        let mut same = |line: &str| {
            if let Some(event) = typed::read(line) {
                quick += 1;
                assert_eq!(read::read_tree(line), Ok(event), "{line}");
            }
        };
        let swaps =
            ["null", "true", "false", "0", "5", "-0", "1.0", "1e0", "[]", "[1]", "[2,1]", "[1,2,3]", "{}", "\"x\"", "\"\"", "\"\\ud800\""];
        let lines = lines();
        for line in &lines {
            same(line);
            // Cut anywhere, with one value for another, with a key too many, twice or missing.
            for at in (0..line.len()).filter(|at| line.is_char_boundary(*at)) {
                same(line.get(..at).unwrap());
            }
            let fields: serde_json::Map<String, serde_json::Value> = serde_json::from_str(line).unwrap();
            for (key, value) in &fields {
                let field = format!("\"{key}\":{value}");
                for swap in swaps {
                    same(&line.replacen(&field, &format!("\"{key}\":{swap}"), 1));
                    same(&line.replacen('{', &format!("{{\"{key}\":{swap},"), 1));
                }
                same(&line.replacen(&format!("{field},"), "", 1));
            }
            for key in ["level", "text", "clear", "unknown", "value", "kind", "mood", "open"] {
                for swap in swaps {
                    same(&line.replacen('{', &format!("{{\"{key}\":{swap},"), 1));
                }
            }
            same(&format!(" {line} "));
            same(&format!("{line}{line}"));
        }
        assert!(
            lines.iter().filter(|line| typed::read(line).is_some()).count() >= lines.len() - 2,
            "only a value that is no text needs the tree"
        );
        assert!(quick > lines.len());
    }

    #[test]
    fn lines_equal_as_json_have_the_same_canonical_form() {
        let other = LINE.replace("\"format\":1,", "").replace("{\"do\"", "{ \"format\" : 1, \"do\"");
        assert_eq!(parse(LINE).unwrap().canonical, parse(&other).unwrap().canonical);
    }
}
