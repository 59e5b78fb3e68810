//! How facts are written out for templates: as the words that screens use.

use crate::words::{Titled, effort_of};
use serde::{Serialize, Serializer};
use underpin_core::decision::class::Class;
use underpin_core::log::event::Levels;
use underpin_core::model::exact::Exact;
use underpin_core::model::words::{Grade, Verdict};

/// What a thing is called.
pub(super) fn title<T: Titled + Copy, S: Serializer>(thing: &T, out: S) -> Result<S::Ok, S::Error> {
    out.serialize_str(thing.title())
}

/// What a thing is called, or nothing.
pub(super) fn title_or_nothing<T: Titled + Copy, S: Serializer>(thing: &Option<T>, out: S) -> Result<S::Ok, S::Error> {
    thing.map(Titled::title).serialize(out)
}

/// A verdict as it stands inside a sentence.
pub(super) fn verdict<S: Serializer>(verdict: &Verdict, out: S) -> Result<S::Ok, S::Error> {
    out.serialize_str(verdict.word())
}

/// A class in one word, or nothing.
pub(super) fn class<S: Serializer>(class: &Option<Class>, out: S) -> Result<S::Ok, S::Error> {
    class.map(Class::word).serialize(out)
}

/// A grade, or an empty text.
pub(super) fn grade<S: Serializer>(grade: &Option<Grade>, out: S) -> Result<S::Ok, S::Error> {
    out.serialize_str(grade.map_or("", Grade::word))
}

/// Levels as digits, or an empty text.
pub(super) fn levels<S: Serializer>(span: &Option<Levels>, out: S) -> Result<S::Ok, S::Error> {
    out.serialize_str(&span.map(|s| s.show()).unwrap_or_default())
}

/// Person-days in words.
pub(super) fn person_days<S: Serializer>(days: &Option<(Exact, Exact)>, out: S) -> Result<S::Ok, S::Error> {
    out.serialize_str(&effort_of(days.as_ref()))
}

/// A text, or an empty one.
pub(super) fn text<S: Serializer>(text: &Option<String>, out: S) -> Result<S::Ok, S::Error> {
    out.serialize_str(text.as_deref().unwrap_or(""))
}
