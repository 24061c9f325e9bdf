//! A workbook.

use serde_json::json;

use super::answers;

pub(super) fn run(bytes: &[u8]) -> bool {
    answers("segment_customers", "t.xlsx", bytes, json!({"as_of": "2026-09-30"}))
}
