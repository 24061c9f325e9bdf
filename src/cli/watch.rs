//! Watches a long call from a terminal: a line that counts the rows, and Ctrl-C to call it off.

use std::io::{IsTerminal, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use signal_hook::consts::SIGINT;

use super::EXIT_CANCELLED;
use crate::ingest::Watch;

/// Rows between two looks at the counter: a tenth of a second of reading, and no line at all for a short file.
const SHOWN_ROWS_COUNT: u64 = 1 << 17;

/// The watcher of one call. The first Ctrl-C asks the call to end, the second ends the program.
pub(super) struct TerminalWatch {
    cancelled: Arc<AtomicBool>,
    shows: bool,
    shown_rows_count: AtomicU64,
}

impl TerminalWatch {
    /// Begins to watch.
    pub(super) fn begin() -> Self {
        let cancelled = Arc::new(AtomicBool::new(false));
        // In this order: the first signal finds the flag down, passes the first action by and raises it. Where no
        // handler can be set, Ctrl-C ends the program at once, which is no worse.
        let _ = signal_hook::flag::register_conditional_shutdown(SIGINT, EXIT_CANCELLED.into(), Arc::clone(&cancelled));
        let _ = signal_hook::flag::register(SIGINT, Arc::clone(&cancelled));
        Self { cancelled, shows: std::io::stderr().is_terminal(), shown_rows_count: AtomicU64::new(0) }
    }

    /// Clears the line; from now on the first Ctrl-C ends the program.
    pub(super) fn end(&self) {
        if self.shown_rows_count.load(Ordering::Relaxed) > 0 {
            let _ = write!(std::io::stderr(), "\r\x1b[K");
        }
        self.cancelled.store(true, Ordering::SeqCst);
    }
}

impl Watch for TerminalWatch {
    fn progress(&self, rows_count: u64) {
        let next = self.shown_rows_count.load(Ordering::Relaxed) + SHOWN_ROWS_COUNT;
        if self.shows && rows_count >= next {
            self.shown_rows_count.store(rows_count, Ordering::Relaxed);
            let _ = write!(std::io::stderr(), "\r{rows_count} rows read …");
        }
    }

    fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }
}
