//! CCO Advisor: exact, sourced customer-retention mathematics for AI agents.
//!
//! This page is the map of the house. The program `cco` is an MCP server and a command line over one core; the same
//! arguments give the same bytes on every surface, at any time.
//!
//! ```text
//!  arguments (JSON)                 file (CSV, XLSX, Parquet, JSON …)
//!        | shape: every fault at once     | ingest: header map, file:row:column
//!        v                                v
//!  tools/*/wire::Input ── check(): rules across fields, every problem ──> Problems
//!        |
//!        v
//!  tools/*/calc  pure: no serde, no I/O, no clock, no map in random order
//!        |
//!        v
//!  tools/*/wire::Figures ── serialised ──> structured part, `--format json`
//!        | tools/*/view: words and tables, computes nothing
//!        v
//!  report::Page ── render ──> Markdown, terminal
//! ```
//!
//! # Rooms
//! - [`units`]: money, ratios, labels, dates: the vocabulary of the wire. Exact; money never touches a float.
//! - [`math`]: statistics without a business noun.
//! - [`shape`]: what arguments must look like; reads them, refuses them, and prints the schemas.
//! - [`problem`]: what a caller got wrong. [`rule`]: what a tool found. [`policy`]: every threshold, with its source.
//! - [`customers`]: tiers and stages, shared by tools.
//! - [`ingest`]: tables from files. A further format is a further file there.
//! - `threads`: long work shared among threads.
//! - [`ledger`]: recurring-revenue rows to sums, here or as SQL where they lie; `retention` makes ratios of them.
//! - [`tools`]: one folder a tool, and the one list of them.
//! - [`report`], [`render`]: the neutral page, and its bytes.
//! - [`library`]: the documents that travel inside the program.
//! - [`mcp`]: the protocol; alone in naming rmcp and tokio. [`cli`]: the command line; alone in naming clap.
//!
//! # What never happens
//! - `calc` knows no serde, no file, no clock, no network. Nothing below `mcp` and `cli` knows that they exist.
//! - Tools do not know each other; `review` composes them and nobody uses `review`.
//! - No threshold stands in a function: it is a row of a `policy.rs`, with unit, grade and source, and a caller may
//!   override it.
//! - No figure is silently defaulted: what is unknown is null, with an entry in `not_assessed`.
//! - A verdict is never taken on a rounded figure.
//!
//! # Adding a tool
//! 1. A folder under `src/tools/` with `mod.rs`, `wire.rs`, `calc.rs`, `policy.rs`, `view.rs`, `sample.json` (and
//!    `words.rs` where wire and calculation share a vocabulary); `src/tools/comp/` is the smallest example.
//! 2. A line in [`tools::catalog`].
//! 3. Its reference in `references/` with a line in [`library::REFERENCES`], and three cases in `tests/cases/`.
//!
//! Command, MCP registration, schemas, policy, rules, the README table and the tests over the catalogue derive from
//! that. A test names what is missing.

pub mod cli;
pub mod customers;
pub mod ingest;
pub mod ledger;
pub mod library;
pub mod math;
pub mod mcp;
pub mod policy;
pub mod problem;
pub mod render;
pub mod report;
pub mod rule;
pub mod shape;
mod threads;
pub mod tools;
pub mod units;
