//! The body of a request to a server. What is taken for a message must be one to the SDK too, in the form handed on.

use cco_advisor::mcp::probe::is_message;

pub(super) fn run(bytes: &[u8]) -> bool {
    let (to_us, to_the_sdk) = is_message(bytes);
    assert_eq!(to_us, to_the_sdk, "a message that the SDK does not read");
    to_us
}
