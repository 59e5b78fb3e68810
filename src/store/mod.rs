//! Model to disk and back. The log is the only truth about a round; nothing that was written is ever changed.

pub mod clock;
pub mod disk;
pub mod drafts;
pub mod error;
pub mod exports;
pub mod layout;
pub mod lock;
pub mod log;
pub mod pins;
pub mod remembered;
pub mod system;
