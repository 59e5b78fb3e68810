//! What clap has to know about words that other floors own: which there are, and what each means.

use crate::tui::theme::{ColorChoice, SymbolChoice};
use crate::words::meaning;
use clap::ValueEnum;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use underpin_core::model::words::Verdict;

impl ValueEnum for ColorChoice {
    fn value_variants<'a>() -> &'a [Self] {
        &[ColorChoice::Auto, ColorChoice::Always, ColorChoice::Never]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(match self {
            ColorChoice::Auto => PossibleValue::new("auto").help("Follows NO_COLOR and the terminal"),
            ColorChoice::Always => PossibleValue::new("always").help("Always"),
            ColorChoice::Never => PossibleValue::new("never").help("Never"),
        })
    }
}

impl ValueEnum for SymbolChoice {
    fn value_variants<'a>() -> &'a [Self] {
        &[SymbolChoice::Auto, SymbolChoice::Unicode, SymbolChoice::Ascii]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(match self {
            SymbolChoice::Auto => PossibleValue::new("auto").help("Follows the locale and the terminal"),
            SymbolChoice::Unicode => PossibleValue::new("unicode").help("Unicode"),
            SymbolChoice::Ascii => PossibleValue::new("ascii").help("ASCII only"),
        })
    }
}

/// Reads a verdict by its word.
pub fn verdict() -> impl TypedValueParser<Value = Verdict> {
    let values = Verdict::ALL.iter().map(|v| PossibleValue::new(v.word()).help(meaning(*v).trim_end_matches('.')));
    PossibleValuesParser::new(values).try_map(|word| Verdict::parse(&word).ok_or("no verdict"))
}
