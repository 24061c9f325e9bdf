//! What bytes from outside are taken for, for the fuzz targets: as the transports read them, and nothing carried out.

use rmcp::model::ClientJsonRpcMessage;

use super::http::written;
use super::lines::{Line, Lines};
use super::message::{Incoming, read};

/// Whether standard input of these bytes is messages alone.
#[must_use]
pub fn are_messages(input: &[u8]) -> bool {
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().build() else { return false };
    runtime.block_on(async {
        let mut lines = Lines::new(input);
        let mut all = true;
        while let Ok(Some(line)) = lines.next().await {
            all &= matches!(line, Line::Whole(line) if matches!(read(&line), Incoming::Message(_)));
        }
        all
    })
}

/// Whether a body of these bytes is a message, and whether the SDK takes what is made of it for one.
#[must_use]
pub fn is_message(body: &[u8]) -> (bool, bool) {
    let Incoming::Message(message) = read(body) else { return (false, false) };
    let again = written(&message).map(|bytes| serde_json::from_slice::<ClientJsonRpcMessage>(&bytes));
    (true, matches!(again, Some(Ok(_))))
}
