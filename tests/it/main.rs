//! The one integration binary: it loops over the catalogue, so that a new tool is tested by being there.
//!
//! `cases` prove numbers, `catalog` proves completeness, `snapshots` pin words, `arbitrary` proves that nothing
//! breaks it, `tidy` and `docs` keep the house and its papers in order. Not here: a tool's own laws, which are
//! properties beside its `calc`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test that cannot go on must stop, and its helpers are no test functions to the lints"
)]

mod accounts;
mod arbitrary;
mod cases;
mod catalog;
mod cli;
mod data_files;
mod defects;
mod docs;
mod doctor;
mod files;
mod formats;
mod fuzz;
mod http;
mod install;
mod ledger;
mod package;
mod snapshots;
mod stdio;
mod support;
mod tidy;
mod tokens;
mod warehouse;
