//! Standard input of a server: lines that are messages, or anything else.

use cco_advisor::mcp::probe::are_messages;

pub(super) fn run(bytes: &[u8]) -> bool {
    are_messages(bytes)
}
