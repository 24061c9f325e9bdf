//! The program `cco`.
fn main() {}
