//! The shipped audit of a backend, as build.rs read it: nearly every round is pinned to it, and no start reads its TOML.

use super::embedded;
use underpin_core::content::compiled;
use underpin_core::model::guidance::Guidance;
use underpin_core::model::questionnaire::Questionnaire;

/// The name of its pin.
pub const PIN: &str = env!("UNDERPIN_AUDIT_PIN");

const ASKING: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/asking.postcard"));
// Packed: no first frame needs it.
const BESIDE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/beside.postcard.z"));

/// What asking needs. `None` where the text that was shipped has errors.
pub fn questionnaire() -> Option<Questionnaire> {
    compiled::questionnaire(ASKING)
}

/// What stands beside its questions.
pub fn guidance() -> Option<Guidance> {
    compiled::guidance(&embedded::unpack(BESIDE)?)
}

#[cfg(test)]
mod tests {
    use super::super::shipped;
    use super::*;
    use underpin_core::content::open;

    #[test]
    fn the_audit_inside_the_program_is_what_its_text_says() {
        let source = embedded::source(shipped::AUDIT).unwrap();
        assert_eq!(crate::store::pins::name(&source.joined()), PIN);
        let read = open::read(&source).0.unwrap();
        // Sorted lines, because the order of a hash map differs from one to the next.
        let lines = |text: String| {
            let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
            lines.sort();
            lines
        };
        assert_eq!(lines(format!("{:#?}", questionnaire().unwrap())), lines(format!("{:#?}", read.questionnaire)));
        assert_eq!(lines(format!("{:#?}", questionnaire().unwrap())), lines(format!("{:#?}", open::read_to_ask(&source).0.unwrap())));
        assert_eq!(format!("{:?}", guidance().unwrap()), format!("{:?}", read.guidance));
        assert!(compiled::questionnaire(ASKING.get(..ASKING.len() / 2).unwrap()).is_none(), "half a form is no questionnaire");
    }
}
