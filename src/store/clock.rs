//! The clock, which may say anything.

use jiff::Timestamp;
use std::time::{SystemTime, UNIX_EPOCH};

/// Now; a clock beyond what can be written counts as the last moment that can, one before 1970 as that year's first.
pub fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let ms = i64::try_from(since.as_millis()).unwrap_or(i64::MAX);
    Timestamp::from_millisecond(ms).unwrap_or(Timestamp::MAX)
}
