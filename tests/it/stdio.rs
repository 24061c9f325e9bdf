//! The server as a program, over raw lines: what any client, and any broken one, gets to see.

mod broken_lines;
mod documents;
mod ends;
pub(crate) mod long_calls;
mod sessions;
mod tools;
