//! Decoders that others wrote, over bytes that anybody may have sent: when one gives up, no more than its file is lost.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    /// Whether such a decoder is at work on this thread.
    static AT_WORK: Cell<bool> = const { Cell::new(false) };
}

/// What the decoder gives; none if it gave up.
pub(super) fn foreign<T>(decode: impl FnOnce() -> T) -> Option<T> {
    AT_WORK.set(true);
    let decoded = catch_unwind(AssertUnwindSafe(decode)).ok();
    AT_WORK.set(false);
    decoded
}

/// Whether a panic on this thread is a decoder that gives up, which is no fault of the program.
#[must_use]
pub fn is_foreign() -> bool {
    AT_WORK.get()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decoder_that_gives_up_is_none() {
        assert_eq!(foreign(|| 1), Some(1));
        assert_eq!(foreign(|| -> u8 { panic!("odd bytes") }), None);
        assert!(!is_foreign());
        assert_eq!(foreign(is_foreign), Some(true));
    }
}
