//! A panic is a fault of the program: told shortly, with an id, and with its words only to who asks for them.

use std::ffi::OsStr;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::panic::{AssertUnwindSafe, Location, catch_unwind};
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};

use super::output;
use crate::ingest::is_foreign;
use crate::mcp::LOG_VARIABLE;

/// The code for an internal error among the system's own exit codes.
const EXIT_FAULT: u8 = 70;
/// The levels that let a fault's words out, which may hold the caller's data.
const TALKATIVE_LEVELS: [&str; 2] = ["debug", "trace"];

/// Where the last panic was, by its id.
static PLACE: AtomicU64 = AtomicU64::new(0);

/// Keeps a panic's words from stderr unless they are asked for.
pub(super) fn hush() {
    std::panic::set_hook(Box::new(|panic| {
        // A file that a decoder cannot read is told as what it is.
        if is_foreign() {
            return;
        }
        PLACE.store(panic.location().map_or(0, id), Ordering::SeqCst);
        if tracing::dispatcher::has_been_set() {
            // The server has a log of its own, and it keeps to the level.
            tracing::error!(place = panic.location().map(tracing::field::display), "a fault of this program");
            tracing::debug!(%panic, backtrace = %std::backtrace::Backtrace::capture());
        } else if std::env::var_os(LOG_VARIABLE).is_some_and(|level| is_talkative(&level)) {
            output::complain(&format!("{panic}\n{}", std::backtrace::Backtrace::capture()));
        }
    }));
}

fn is_talkative(level: &OsStr) -> bool {
    TALKATIVE_LEVELS.iter().any(|talkative| level.eq_ignore_ascii_case(talkative))
}

/// Runs the work; a panic becomes exit code 70.
pub(super) fn guarded(work: impl FnOnce() -> ExitCode) -> ExitCode {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        let id = PLACE.load(Ordering::SeqCst);
        output::complain(&format!(
            "internal error {id:08x}: a fault of this program, not of your data. Set {LOG_VARIABLE}=debug to see more."
        ));
        EXIT_FAULT.into()
    })
}

/// The same fault has the same id, and the id tells nothing of the data.
fn id(place: &Location<'_>) -> u64 {
    let mut hasher = DefaultHasher::new();
    (place.file(), place.line(), place.column()).hash(&mut hasher);
    hasher.finish() & u64::from(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_faults_words_are_for_who_asks_for_them() {
        for level in ["debug", "TRACE"] {
            assert!(is_talkative(level.as_ref()), "{level}");
        }
        for level in ["", "off", "error", "warn", "info", "1"] {
            assert!(!is_talkative(level.as_ref()), "{level}");
        }
    }

    #[test]
    fn a_panic_ends_in_its_own_code() {
        let code = guarded(|| panic!("a fault"));
        assert_eq!(format!("{code:?}"), format!("{:?}", ExitCode::from(70)));
    }
}
