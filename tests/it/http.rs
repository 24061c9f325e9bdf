//! The server over HTTP as a black box.

mod callers;
mod limits;
mod protocol;
mod watching;
