//! CCO Advisor: exact, sourced customer-retention mathematics for AI agents.
pub mod customers;
pub mod ingest;
pub mod library;
pub mod math;
pub mod mcp;
pub mod policy;
pub mod problem;
pub mod render;
pub mod report;
pub mod rule;
pub mod shape;
pub mod tools;
pub mod units;
