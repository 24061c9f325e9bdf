//! How far a long call has come, told to a client that asked, and whether it still wants the answer.

use std::time::Duration;

use rmcp::model::{ProgressNotificationParam, ProgressToken};
use rmcp::service::{Peer, RoleServer};
use tokio::sync::watch;
use tokio::task::{JoinError, JoinHandle};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use crate::ingest::Watch;

/// Least time between two notifications: a person cannot read faster, and the pipe is for answers.
const PAUSE: Duration = Duration::from_millis(100);

/// Watches a call from the thread that carries it out.
pub(super) struct Watcher {
    rows_count: watch::Sender<u64>,
    called_off: CancellationToken,
}

impl Watcher {
    /// A watcher, and what follows it from the side of the client.
    pub(super) fn new(called_off: CancellationToken) -> (Self, watch::Receiver<u64>) {
        let (rows_count, seen) = watch::channel(0);
        (Self { rows_count, called_off }, seen)
    }
}

impl Watch for Watcher {
    fn progress(&self, rows_count: u64) {
        // Progress must grow; a call that reads a second file starts again at its first row.
        self.rows_count.send_if_modified(|told| {
            let grows = rows_count > *told;
            *told = rows_count.max(*told);
            grows
        });
    }

    fn is_cancelled(&self) -> bool {
        self.called_off.is_cancelled()
    }
}

/// Waits for the call, and tells the client meanwhile.
///
/// A notification that is under way is always finished first: none may follow the answer.
pub(super) async fn follow<T>(
    mut work: JoinHandle<T>,
    mut seen: watch::Receiver<u64>,
    peer: &Peer<RoleServer>,
    token: &ProgressToken,
) -> Result<T, JoinError> {
    loop {
        tokio::select! {
            biased;
            done = &mut work => return done,
            changed = seen.changed() => if changed.is_err() {
                return work.await;
            }
        }
        let rows_count = *seen.borrow_and_update();
        let shown = f64::from(u32::try_from(rows_count).unwrap_or(u32::MAX));
        let told = ProgressNotificationParam::new(token.clone(), shown).with_message(format!("{rows_count} rows read"));
        if peer.notify_progress(told).await.is_err() {
            return work.await;
        }
        tokio::select! {
            done = &mut work => return done,
            () = sleep(PAUSE) => {}
        }
    }
}
